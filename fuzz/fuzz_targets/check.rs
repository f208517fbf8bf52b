//! Any text is checked by every rule, with the schemas of AWS, without a panic; each finding is about a part of the text.
#![no_main]

use std::sync::LazyLock;

use cfn_ast::{Source, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::rule::selection::RuleSet;
use cfn_tidy::rules::REGISTRY;
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| REGISTRY.filtered(|_| true));

fuzz_target!(|text: &str| {
    let Ok(source) = Source::new(text) else { return };
    let tree = Tree::parse(source);
    // Fixes are computed as well, and not applied.
    for finding in check(&tree, Scope::new(REGISTRY, &RULES, &RULES)) {
        let _ = tree.source().slice(finding.range);
        for label in &finding.labels {
            let _ = tree.source().slice(label.range);
        }
    }
});
