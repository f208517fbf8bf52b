//! cfn-tidy for JavaScript: the rules and the engine, without files, threads and clock.
//!
//! Each function accepts text and returns JSON, whose shapes are the types of [`report`]. Positions in it are offsets in
//! UTF-16 code units, as JavaScript counts them.

pub mod report;
mod request;
#[cfg(target_family = "wasm")]
mod unrandom;

use cfn_tidy::check::{Scope, check as findings_of};
use cfn_tidy::fix::{fix as fixed, verify_offered};
use cfn_tidy::rules::REGISTRY;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use report::{Checked, Failed, Fixed, RulePage};
use request::Request;

/// Returns the findings in a template as [`Checked`], or [`Failed`] if the options are not valid. `options` is a JSON
/// object: `name`, the file name, whose extension decides between YAML and JSON; `select` and `ignore`, lists of rules,
/// groups and cfn-lint IDs.
#[wasm_bindgen]
pub fn check(template: &str, options: &str) -> String {
    answer(Request::read(template, options).map(|request| {
        let scope = Scope::new(REGISTRY, &request.rules, &request.fixable);
        let mut findings = findings_of(&request.tree, scope);
        verify_offered(&request.tree, &mut findings, scope);
        Checked::new(&request.tree, &findings)
    }))
}

/// Returns the template with all fixes applied as [`Fixed`], or [`Failed`] if the options are not valid or nothing can be
/// proven. Options are those of [`check`], and `unsafe`, whether unsafe fixes are applied as well.
#[wasm_bindgen]
pub fn fix(template: &str, options: &str) -> String {
    answer(Request::read(template, options).and_then(|request| {
        if let Some(error) = request.tree.errors().first() {
            return Err(Failed::new(format!("a template with a syntax error is not fixed: {}", error.kind)));
        }
        let scope = Scope::new(REGISTRY, &request.rules, &request.fixable);
        let result = fixed(&request.tree, scope, request.also_unsafe)
            .map_err(|error| Failed::new(error.to_string()))?;
        Ok(Fixed::new(&request.tree, &result))
    }))
}

/// Returns the difference between two texts as lines of a unified diff, without the names of files.
#[wasm_bindgen]
pub fn diff(before: &str, after: &str) -> String {
    report::diff(before, after)
}

/// Returns all rules as a list of [`RulePage`].
#[wasm_bindgen]
pub fn rules() -> String {
    let pages: Vec<RulePage> = REGISTRY.rules().iter().map(|rule| RulePage::new(rule)).collect();
    json(&pages)
}

/// Returns the version of cfn-tidy.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn answer(result: Result<impl Serialize, Failed>) -> String {
    match result {
        Ok(value) => json(&value),
        Err(failed) => json(&failed),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the types of `report` have string keys only")
}
