//! Go to definition and find references.

use cfn_ast::TextRange;
use cfn_ast::model::Target;
use gen_lsp_types::Location;

use super::names::{declarations, name_range, reference_at, symbol_at, uses};
use super::requests::Place;

/// Returns the declarations of the name at a place. Of several with the same name CloudFormation uses the last one.
pub(super) fn definition(place: &Place<'_>) -> Vec<Location> {
    let own_key = reference_at(place.references, place.offset).and_then(|reference| match reference.target {
        Target::SubMapping(key) => Some(name_range(key)),
        _ => None,
    });
    let declared = || {
        let symbol = symbol_at(place.template, place.references, place.offset)?;
        Some(declarations(place.template, symbol).into_iter().map(name_range).collect())
    };
    let ranges = own_key.map(|key| vec![key]).or_else(declared).unwrap_or_default();
    locations(place, ranges)
}

/// Returns the uses of the name at a place.
pub(super) fn references(place: &Place<'_>, with_declaration: bool) -> Vec<Location> {
    let Some(symbol) = symbol_at(place.template, place.references, place.offset) else { return Vec::new() };
    let mut ranges = uses(place.template, place.references, symbol);
    if with_declaration {
        ranges.extend(declarations(place.template, symbol).into_iter().map(name_range));
    }
    ranges.sort_unstable();
    locations(place, ranges)
}

fn locations(place: &Place<'_>, ranges: Vec<TextRange>) -> Vec<Location> {
    let (source, encoding) = (place.open.file.tree.source(), place.open.encoding());
    let location = |range| Location { uri: place.open.uri.clone(), range: encoding.range(source, range) };
    ranges.into_iter().map(location).collect()
}
