//! Damage to single characters, most of it with characters of more than one byte.

use std::collections::BTreeSet;

use cfn_ast::{Edit, EditSet, Node};

use cfn_ast::syntax::Format;

use super::layout::comments_everywhere;
use super::{chosen, parse};
use crate::support::Random;

/// Characters of two, three and four bytes, of no width, of two columns, and those that some readers take for breaks.
const WIDE: [char; 10] = ['ü', 'É', 'ß', '漢', '€', '𝄞', '😀', '\u{301}', '\u{a0}', '\u{200b}'];

fn wide(random: &mut Random) -> char {
    WIDE[random.below(WIDE.len())]
}

/// Replaces letters of a text.
fn widened(text: &str, random: &mut Random, one_in: usize) -> String {
    let change = |c: char| {
        if c.is_ascii_alphabetic() && random.below(one_in) == 0 { wide(random) } else { c }
    };
    text.chars().map(change).collect()
}

/// A template with wide characters in all its values, names and comments: one variant for each, and one for all three.
pub(crate) fn widened_everywhere(text: &str, random: &mut Random) -> Vec<String> {
    let values = |text: &str, random: &mut Random| with_scalars(text, random, 1, is_free_value);
    let names = |text: &str| {
        let tree = parse(text);
        let declared = tree.nodes().filter(|node| is_declared(*node)).filter_map(Node::text);
        // A short name would also be replaced in the middle of keywords.
        let names: BTreeSet<&str> = declared.filter(|name| name.len() > 2).collect();
        names.into_iter().fold(text.to_owned(), |text, name| text.replace(name, &format!("{name}É")))
    };
    let commented = |text: &str, random: &mut Random| {
        if parse(text).format() == Format::Json { None } else { comments_everywhere(text, random) }
    };
    let all = values(text, random).map(|text| names(&text));
    let all = all.and_then(|text| commented(&text, random));
    [values(text, random), Some(names(text)), commented(text, random), all].into_iter().flatten().collect()
}

/// Puts wide characters into scalars: at their ends, where offsets are computed, and inside.
fn with_scalars(
    text: &str,
    random: &mut Random,
    one_in: usize,
    fits: impl Fn(Node<'_>) -> bool,
) -> Option<String> {
    let tree = parse(text);
    let mut edits = EditSet::new();
    for node in tree.nodes().filter(|node| node.is_scalar() && !node.range().is_empty() && fits(*node)) {
        if random.below(one_in) > 0 {
            continue;
        }
        let range = node.content_range();
        let source = tree.source().slice(range);
        let is_plain = source.starts_with(|c: char| c.is_ascii_alphanumeric());
        let changed = match random.below(3) {
            0 if is_plain => format!("{source}{}", wide(random)),
            1 if is_plain => format!("{}{source}", wide(random)),
            _ => widened(source, random, 4),
        };
        // Edits of scalars that touch, which a broken text can have, are left out.
        let _ = edits.add_all([Edit::replace(range, changed)]);
    }
    (!edits.is_empty()).then(|| edits.apply(text))
}

/// Whether a value is the author's own: no type, no version, no name of something else.
fn is_free_value(node: Node<'_>) -> bool {
    let is_kept = node.text().is_some_and(|text| text.contains("::") || text.starts_with("20"));
    let is_name = |node: Node<'_>| {
        node.enclosing_function().is_some_and(|function| matches!(function.name.key(), "Ref" | "Condition"))
    };
    !node.is_key() && !is_kept && !is_name(node)
}

pub(super) fn wide_values(text: &str, random: &mut Random) -> Option<String> {
    with_scalars(text, random, 3, is_free_value)
}

fn is_declared(node: Node<'_>) -> bool {
    let section = node.parent().and_then(Node::key).and_then(Node::text);
    let sections = ["Resources", "Parameters", "Conditions", "Mappings", "Outputs"];
    node.is_key() && section.is_some_and(|section| sections.contains(&section))
}

/// Renames a declaration, with everything that is spelled like it.
pub(super) fn wide_names(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let name = chosen(&tree, random, is_declared)?.text().filter(|name| name.len() > 2)?;
    Some(text.replace(name, &format!("{name}{}", wide(random))))
}

pub(super) fn wide_comments(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let comments =
        tree.comments().iter().map(|range| (range, widened(tree.source().slice(range), random, 2)));
    let mut edits = EditSet::new();
    for (range, comment) in comments.collect::<Vec<_>>() {
        let _ = edits.add_all([Edit::replace(range, comment)]);
    }
    (!edits.is_empty()).then(|| edits.apply(text))
}

fn boundary(text: &str, random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

pub(super) fn wide_anywhere(text: &str, random: &mut Random) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        text.insert(boundary(&text, random), wide(random));
    }
    Some(text)
}

pub(super) fn dropped(text: &str, random: &mut Random) -> Option<String> {
    let mut text = text.to_owned();
    let at = boundary(&text, random);
    (at < text.len()).then(|| {
        text.remove(at);
        text
    })
}

pub(super) fn punctuation(text: &str, random: &mut Random) -> Option<String> {
    const MARKS: [&str; 18] =
        [":", " ", "-", "- ", "'", "\"", "!", "&a ", "*a", "#", " #", "{", "}", "[", "]", ",", "|", "? "];
    let mut text = text.to_owned();
    text.insert_str(boundary(&text, random), MARKS[random.below(MARKS.len())]);
    Some(text)
}

pub(super) fn cut_off(text: &str, random: &mut Random) -> Option<String> {
    Some(text[..boundary(text, random)].to_owned())
}
