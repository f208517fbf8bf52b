//! Mistakes in the values of properties.

use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Format;
use cfn_ast::{FunctionName, Node, Template, TextRange};
use cfn_schema::validate::{ReturnValue, return_values};
use cfn_schema::{Catalog, Keywords, Scalar, Table, Type};
use regress::Regex;

use super::described::{Described, described, described_functions};
use super::{Mistake, line, rewritten, with_a_typo};

/// Strings longer than this are not written.
const LONGEST: u64 = 3000;

/// The mistakes that `mistake` makes of literals on one line.
fn of_literals(
    template: &Template<'_>,
    mistake: impl Fn(Node<'_>, &Keywords<'_>) -> Option<Mistake>,
) -> Vec<Mistake> {
    let is_literal = |node: Node<'_>| {
        let is_replaced = node.text().is_none_or(|text| text.is_empty() || text.contains("{{"));
        let is_plain = node.is_scalar() && node.tag().is_none() && node.anchor_range().is_none();
        is_plain && !is_replaced && !node.source_text().contains('\n')
    };
    let values = described(template).filter(|value| is_literal(value.node));
    values.filter_map(|value| mistake(value.node, &value.schema.keywords())).collect()
}

fn is_only(keywords: &Keywords<'_>, types: &[Type]) -> bool {
    types.iter().any(|only| keywords.types.iter().eq([*only]))
}

/// The mistake of another value, in the notation of YAML's flow style or JSON.
fn replaced(node: Node<'_>, text: impl Into<String>) -> Option<Mistake> {
    let is_beside_key = node.key().is_none_or(|key| line(key) == line(node));
    is_beside_key.then(|| Mistake { range: node.range(), text: text.into(), line: line(node) })
}

pub(crate) fn misspelt_value(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        let allowed = keywords.enumeration?;
        let texts = allowed.iter().map(|value| match value {
            Scalar::Text(name) => Some(Table::aws().text(name)),
            _ => None,
        });
        let texts: Vec<String> = texts.collect::<Option<_>>()?;
        let wrong = with_a_typo(node.text().filter(|text| text.len() > 2)?);
        (!texts.contains(&wrong)).then(|| rewritten(node, wrong, line(node)))?
    })
}

pub(crate) fn word_for_number(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        is_only(keywords, &[Type::Integer, Type::Number]).then(|| replaced(node, "\"many\""))?
    })
}

pub(crate) fn word_for_boolean(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        is_only(keywords, &[Type::Boolean]).then(|| replaced(node, "\"enabled\""))?
    })
}

pub(crate) fn list_for_scalar(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        let is_number = is_only(keywords, &[Type::Integer, Type::Number]);
        is_number.then(|| replaced(node, format!("[{}]", node.source_text())))?
    })
}

pub(crate) fn mapping_for_string(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        is_only(keywords, &[Type::String]).then(|| replaced(node, "{\"Name\": \"x\"}"))?
    })
}

pub(crate) fn number_out_of_range(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        let maximum = keywords.maximum.filter(|_| is_only(keywords, &[Type::Integer, Type::Number]))?;
        let maximum: i64 = maximum.to_string().parse().ok()?;
        replaced(node, (maximum + 1).to_string())
    })
}

pub(crate) fn long_string(template: &Template<'_>) -> Vec<Mistake> {
    of_literals(template, |node, keywords| {
        let is_plain = is_only(keywords, &[Type::String]) && keywords.pattern.is_none();
        let limit = keywords.max_length.filter(|limit| is_plain && *limit < LONGEST)?;
        replaced(node, format!("\"{}\"", "ü".repeat(limit as usize + 1)))
    })
}

pub(crate) fn malformed_string(template: &Template<'_>) -> Vec<Mistake> {
    const WRONG: &str = "!! no such %% value";
    // What a template suppresses is not found.
    if template.tree().source().text().contains("ignore_checks") {
        return Vec::new();
    }
    of_literals(template, |node, keywords| {
        let pattern = Table::aws().text(keywords.pattern.filter(|_| is_only(keywords, &[Type::String]))?);
        let matches = Regex::with_flags(&pattern, "u").ok()?.find(WRONG).is_some();
        (!matches).then(|| replaced(node, format!("\"{WRONG}\"")))?
    })
}

/// The lists of plain values.
fn lists<'t>(template: &Template<'t>) -> impl Iterator<Item = Described<'t>> {
    let is_plain = |item: Node<'_>| {
        let is_on_one_line = !item.source_text().contains('\n');
        item.is_scalar() && item.tag().is_none() && item.anchor_range().is_none() && is_on_one_line
    };
    described(template).filter(move |value| {
        let node = value.node;
        node.is_sequence()
            && node.child_count() > 0
            && node.anchor_range().is_none()
            && node.items().all(is_plain)
    })
}

pub(crate) fn scalar_for_list(template: &Template<'_>) -> Vec<Mistake> {
    let lists = lists(template).filter(|value| is_only(&value.schema.keywords(), &[Type::Array]));
    let scalars = lists.filter_map(|value| {
        let (list, item) = (value.node, value.node.item(0)?);
        let key = list.key()?;
        if line(key) == line(list) {
            return replaced(list, item.source_text());
        }
        // A list may begin below its key's first letter, a scalar must be further in.
        let text = format!(" {}", item.source_text());
        Some(Mistake { range: list.range(), text, line: line(key) })
    });
    scalars.collect()
}

pub(crate) fn repeated_item(template: &Template<'_>) -> Vec<Mistake> {
    let lists = lists(template).filter(|value| value.schema.keywords().unique_items == Some(true));
    let repeated = lists.filter_map(|value| {
        let (first, last) = (value.node.item(0)?, value.node.items().last()?);
        let (range, text) = (TextRange::empty(last.range().end()), first.source_text());
        if value.node.in_flow() {
            return Some(Mistake { range, text: format!(", {text}"), line: line(last) });
        }
        let source = template.tree().source();
        let indent = source.slice(source.line_range(line(last))).split_once('-')?.0;
        Some(Mistake { range, text: format!("\n{indent}- {text}"), line: line(last) + 1 })
    });
    repeated.collect()
}

/// Refers to a resource where only its attribute `Arn` is what the property has to be.
pub(crate) fn reference_for_attribute(template: &Template<'_>) -> Vec<Mistake> {
    let wrong = described_functions(template).filter_map(|Described { node, schema, .. }| {
        let format = Table::aws().text(schema.keywords().format?);
        let Ok(Intrinsic::GetAtt(attribute)) = node.function()?.view() else { return None };
        let values = return_values(template, Catalog::aws(), attribute.logical_id, &format);
        let is_certain = values == [ReturnValue::Attribute("Arn".to_owned())];
        let name = attribute.logical_id;
        let text = match template.tree().format() {
            Format::Json => format!("{{\"{}\": \"{name}\"}}", FunctionName::Ref.key()),
            Format::Yaml => format!("!Ref {name}"),
        };
        (is_certain && attribute.attribute == "Arn").then(|| replaced(node, text))?
    });
    wrong.collect()
}
