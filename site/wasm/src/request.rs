//! What JavaScript asks for.

use std::path::Path;

use cfn_ast::{Source, Tree};
use cfn_tidy::files::parse_template;
use cfn_tidy::rule::selection::{RuleSet, Selection, Selector};
use cfn_tidy::rules::REGISTRY;
use serde::Deserialize;

use crate::report::Failed;

/// The options of a request, as written in JavaScript.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    name: String,
    select: Vec<String>,
    ignore: Vec<String>,
    r#unsafe: bool,
}

/// A template that was parsed, and the rules to run on it.
pub(crate) struct Request {
    pub(crate) tree: Tree,
    pub(crate) rules: RuleSet,
    pub(crate) fixable: RuleSet,
    pub(crate) also_unsafe: bool,
}

impl Request {
    /// Parses a template and the options of a request.
    ///
    /// # Errors
    /// Options that are not valid, with every unknown rule.
    pub(crate) fn read(template: &str, options: &str) -> Result<Self, Failed> {
        let options: Options = serde_json::from_str(options)
            .map_err(|error| Failed::new(format!("invalid options: {error}")))?;
        let mut unknown = Vec::new();
        let select = selectors(&options.select, &mut unknown);
        let ignore = selectors(&options.ignore, &mut unknown);
        if !unknown.is_empty() {
            return Err(Failed { errors: unknown });
        }
        let selection =
            [Selection { select: (!select.is_empty()).then_some(select), ignore, ..Selection::default() }];
        let source = Source::new(template).map_err(|error| Failed::new(error.to_string()))?;
        Ok(Self {
            tree: parse_template(source, Path::new(&options.name)),
            rules: Selection::rules(REGISTRY, &selection),
            fixable: Selection::fixable_rules(REGISTRY, &selection),
            also_unsafe: options.r#unsafe,
        })
    }
}

/// Returns the selectors of words, and adds a message for each word that is not one.
fn selectors(words: &[String], unknown: &mut Vec<String>) -> Vec<Selector> {
    let mut selectors = Vec::new();
    for word in words {
        match REGISTRY.selector(word) {
            Ok(selector) => selectors.push(selector),
            Err(error) => unknown.push(error.to_string()),
        }
    }
    selectors
}
