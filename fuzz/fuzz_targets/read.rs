//! Any bytes are read without a panic, and the laws of the tree hold for what was read.
#![no_main]

#[path = "../../ast/tests/suite/laws.rs"]
mod laws;

use cfn_ast::model::References;
use cfn_ast::value::{Typing, Value};
use cfn_ast::{Source, Template, Tree, meaning};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::from_bytes(bytes.to_vec()) else { return };
    assert_eq!(source.encoding().encode(source.text()), bytes);
    check(&Tree::parse_json(source.clone()));
    check(&Tree::parse(source));
});

fn check(tree: &Tree) {
    laws::check(tree, &"input");
    for error in tree.errors() {
        let _ = (tree.source().line_column(error.range.start()), error.kind.to_string(), error.kind.help());
    }
    if let Some(root) = tree.root() {
        let _ = Value::of(root, Typing::Typed);
    }
    if let Some(template) = Template::new(tree) {
        for reference in References::of(&template).iter() {
            let _ = reference.range();
        }
    }
    let _ = meaning::meaning(tree);
}
