//! Recognizes files that are parts of a larger template.

use cfn_ast::model::{Section, Target};
use rustc_hash::FxHashSet;

use super::Undefined;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_owner;

/// The minimum number of undefined names in a part of a template; fewer may as well be mistakes.
const MIN_UNDEFINED: usize = 10;

/// A finding in place of one for each undefined name, if most names are declared in another file.
///
/// A template with `Parameters` is not a part: whoever assembles a template declares those in one place.
pub(super) fn of_larger_template<'t>(
    undefined: &[Undefined<'_, 't>],
    template: &Template<'t>,
    cx: &RuleContext<'_, 't>,
) -> Option<Finding> {
    if undefined.len() < MIN_UNDEFINED || template.section(Section::Parameters).is_some() {
        return None;
    }
    let missing: FxHashSet<&str> = undefined.iter().map(|problem| problem.reference.name).collect();
    // Pseudo parameters and variables are known in every file.
    let is_declared = |target: Target<'_>| {
        matches!(
            target,
            Target::Parameter(_) | Target::Resource(_) | Target::Condition(_) | Target::Mapping(_)
        )
    };
    let declared = cx.references().iter().filter(|reference| is_declared(reference.target));
    let all = declared.map(|reference| reference.name).chain(missing.iter().copied());
    let all = all.collect::<FxHashSet<&str>>().len();
    if missing.len() < MIN_UNDEFINED || missing.len() * 2 <= all {
        return None;
    }
    let message = format!(
        "file looks like a part of a larger template: {} of {all} names are not declared in it",
        missing.len()
    );
    let finding = cx.finding(place_of_owner(template.root()), message);
    Some(finding.with_help("list it under `fragments` in cfn-tidy.toml, or declare the names"))
}
