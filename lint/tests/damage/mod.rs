//! Damage to templates: everything that editors, generators and people do to a file that a fix meets later.
//!
//! Damage does not have to keep the meaning of a template, nor even its syntax: the laws that are checked speak of the
//! text before and after a fix. [`layout`] changes white space and comments, [`characters`] single characters,
//! [`scalars`] the spelling of values, [`nodes`] the tree.

#![allow(clippy::unnecessary_wraps, reason = "every kind of damage has one signature")]

pub(crate) mod characters;
mod form;
pub(crate) mod judge;
mod layout;
mod nodes;
mod scalars;

use cfn_ast::{Node, Source, TextRange, Tree};

use crate::support::Random;

/// Damages a text in one way; `None` if there is no place for it.
type Damage = fn(&str, &mut Random) -> Option<String>;

/// Every kind of damage with its name.
pub(crate) const KINDS: [(&str, Damage); 59] = [
    ("block deeper", layout::deeper),
    ("block less deep", layout::less_deep),
    ("line moved", layout::moved_line),
    ("indentation doubled", layout::doubled),
    ("indentation of three", layout::of_three),
    ("list under its key's column", layout::list_at_key),
    ("tab after a colon", layout::tab_after_colon),
    ("tab at a line's end", layout::tab_at_end),
    ("tab as indentation", layout::tab_as_indentation),
    ("blanks at a line's end", layout::blanks_at_end),
    ("several blanks between", layout::wide_gap),
    ("blank lines", layout::blank_lines),
    ("lines of blanks", layout::lines_of_blanks),
    ("line end CRLF", layout::crlf),
    ("line end CR", layout::cr),
    ("mixed line ends", layout::mixed_line_ends),
    ("no final line end", layout::no_final_line_end),
    ("more final line ends", layout::more_final_line_ends),
    ("comment at a line's end", layout::comment_at_end),
    ("comment lines", layout::comment_lines),
    ("comment before a value", layout::comment_before_value),
    ("comment at the end of the file", layout::comment_at_end_of_file),
    ("comments everywhere", layout::comments_everywhere),
    ("document markers", layout::document_markers),
    ("byte-order mark", layout::byte_order_mark),
    ("line twice", layout::line_twice),
    ("line dropped", layout::line_dropped),
    ("lines swapped", layout::lines_swapped),
    ("lines joined", layout::lines_joined),
    ("line split", layout::line_split),
    ("wide characters in values", characters::wide_values),
    ("wide characters in names", characters::wide_names),
    ("wide characters in comments", characters::wide_comments),
    ("wide characters anywhere", characters::wide_anywhere),
    ("character dropped", characters::dropped),
    ("punctuation inserted", characters::punctuation),
    ("text cut off", characters::cut_off),
    ("other quotes", scalars::other_quotes),
    ("value over several lines", scalars::folded_lines),
    ("block scalar", scalars::block_scalar),
    ("block scalar with an indicator", scalars::block_scalar_with_indicator),
    ("lines in a block scalar moved", scalars::block_lines_moved),
    ("empty value", scalars::emptied),
    ("typed value", scalars::typed),
    ("tag on a value", scalars::tagged),
    ("block to flow", nodes::block_to_flow),
    ("flow to block", nodes::flow_to_block),
    ("flow over several lines", nodes::flow_over_lines),
    ("wrapped in a function", nodes::wrapped),
    ("wrapped in two functions", nodes::wrapped_twice),
    ("wrapped in a loop", nodes::in_loop),
    ("wrapped in a transform", nodes::in_transform),
    ("short form to long form", nodes::to_long_form),
    ("long form to short form", nodes::to_short_form),
    ("anchor and alias", nodes::alias),
    ("merge key", nodes::merge_key),
    ("properties on their own line", nodes::properties_on_own_line),
    ("key twice", nodes::key_twice),
    ("explicit key", nodes::explicit_key),
];

/// Damages a text in one to three ways, and returns their names.
pub(crate) fn damaged(text: &str, first: usize, random: &mut Random) -> Option<(String, Vec<&'static str>)> {
    let mut kinds = vec![first % KINDS.len()];
    for _ in 0..random.below(3) {
        kinds.push(random.below(KINDS.len()));
    }
    let mut text = text.to_owned();
    let mut names = Vec::new();
    for kind in kinds {
        let (name, damage) = KINDS[kind];
        if let Some(damaged) = damage(&text, random) {
            text = damaged;
            names.push(name);
        }
    }
    (!names.is_empty()).then_some((text, names))
}

/// Parses a text, with or without syntax errors.
pub(crate) fn parse(text: &str) -> Tree {
    Tree::parse(Source::new(text).expect("a template is small"))
}

/// One of several.
fn one_of<T: Copy>(random: &mut Random, values: &[T]) -> Option<T> {
    (!values.is_empty()).then(|| values[random.below(values.len())])
}

/// A node that passes a filter, by chance.
fn chosen<'t>(tree: &'t Tree, random: &mut Random, fits: impl Fn(Node<'t>) -> bool) -> Option<Node<'t>> {
    let nodes: Vec<Node<'t>> = tree.nodes().filter(|node| fits(*node)).collect();
    one_of(random, &nodes)
}

fn replaced(text: &str, range: TextRange, by: &str) -> String {
    let mut text = text.to_owned();
    text.replace_range(range.as_usize(), by);
    text
}

fn is_value(node: Node<'_>) -> bool {
    !node.is_key() && node.parent().is_some() && !node.range().is_empty()
}

fn is_on_one_line(node: Node<'_>) -> bool {
    !node.source_text().contains(['\n', '\r'])
}
