//! The outline of a template: its sections and what they declare.

use cfn_ast::Node;
use cfn_ast::Template;
use cfn_ast::model::Section;
use cfn_ast::syntax::Entry;
use gen_lsp_types::{DocumentSymbol, SymbolKind};

use super::requests::Open;

/// Returns the sections of a template, each with its declarations.
pub(super) fn symbols(open: &Open<'_>) -> Vec<DocumentSymbol> {
    let Some(template) = Template::new(&open.file.tree) else { return Vec::new() };
    let sections = template.root().entries().filter_map(|entry| section_symbol(open, entry));
    sections.collect()
}

fn section_symbol(open: &Open<'_>, entry: Entry<'_>) -> Option<DocumentSymbol> {
    let section = entry.name().and_then(Section::from_key)?;
    let kind = match section {
        Section::Parameters => SymbolKind::Variable,
        Section::Mappings => SymbolKind::Enum,
        Section::Conditions | Section::Rules => SymbolKind::Boolean,
        Section::Resources => SymbolKind::Class,
        Section::Outputs => SymbolKind::Interface,
        _ => SymbolKind::Key,
    };
    let declarations = entry.value.entries().filter(|_| has_declarations(section));
    let children = declarations.filter_map(|declaration| symbol(open, declaration, kind));
    let children: Vec<_> = children.collect();
    Some(DocumentSymbol { children: Some(children), ..symbol(open, entry, SymbolKind::Namespace)? })
}

fn has_declarations(section: Section) -> bool {
    !matches!(section, Section::FormatVersion | Section::Description | Section::Transform)
}

fn symbol(open: &Open<'_>, entry: Entry<'_>, kind: SymbolKind) -> Option<DocumentSymbol> {
    let name = entry.name().filter(|name| !name.is_empty())?;
    let source = open.file.tree.source();
    #[allow(deprecated, reason = "the field has no default")]
    Some(DocumentSymbol {
        name: name.to_owned(),
        detail: entry.value.get("Type").and_then(Node::text).map(str::to_owned),
        kind,
        tags: None,
        deprecated: None,
        range: open.encoding().range(source, entry.range()),
        selection_range: open.encoding().range(source, entry.key.range()),
        children: None,
    })
}
