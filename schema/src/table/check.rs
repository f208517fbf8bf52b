//! Constraints: schemas besides those of the types.

use super::lists::{Names, optional};
use super::resource_type::Path;
use super::schema::Schema;
use super::{Name, Table, fixed};
use crate::layout::Section;

/// A schema that the value at a place has to fit, besides the schema of its type.
#[derive(Clone, Copy, Debug)]
pub struct Check<'t> {
    /// The id under which cfn-lint reports it, such as `E3639`.
    pub id: Name,
    /// Where the value is, below `Properties`; empty for the properties themselves.
    pub path: Path<'t>,
    /// A property of the value that is compared in lower case.
    pub lowercase: Option<Name>,
    /// What the value has to fit.
    pub schema: Schema<'t>,
}

/// The constraints of a resource type, or of all types.
pub(super) fn checks(table: &Table, resource_type: Option<Name>) -> impl Iterator<Item = Check<'_>> {
    let index = table.section(Section::CheckIndex);
    let entry = move |at: usize| Name(fixed(index, at * 8));
    let count = index.len() / 8;
    let (mut low, mut high) = (0, if resource_type.is_some() { count } else { 0 });
    while low < high {
        let middle = usize::midpoint(low, high);
        if Some(entry(middle)) < resource_type { low = middle + 1 } else { high = middle }
    }
    let of_type = move |at: &usize| resource_type.is_none_or(|wanted| entry(*at) == wanted);
    (low..count).take_while(of_type).map(move |at| read(table, fixed(index, at * 8 + 4)))
}

fn read(table: &Table, offset: u32) -> Check<'_> {
    let mut cursor = table.cursor(Section::Checks, offset);
    Check {
        id: Name(cursor.small()),
        lowercase: optional(&mut cursor),
        path: Path { table, names: Names::read(table, &mut cursor) },
        schema: Schema::read(table, &mut cursor),
    }
}
