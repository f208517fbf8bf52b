//! What fixes would change, as a unified diff.

use cfn_ast::Source;
use similar::TextDiff;

pub(super) fn unified(name: &str, before: &Source, after: &Source) -> String {
    let diff = TextDiff::from_lines(before.text(), after.text());
    diff.unified_diff().context_radius(3).header(name, name).to_string()
}
