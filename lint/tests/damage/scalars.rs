//! Damage to the spelling of scalars.

use cfn_ast::Node;
use cfn_ast::syntax::ScalarStyle;
use cfn_ast::write::{BlockScalar, enclosing_indent};

use super::{chosen, is_on_one_line, is_value, one_of, parse, replaced};
use crate::support::Random;

fn with_scalar(
    text: &str,
    random: &mut Random,
    fits: impl Fn(Node<'_>) -> bool,
    change: impl FnOnce(Node<'_>, &mut Random) -> Option<String>,
) -> Option<String> {
    let tree = parse(text);
    let node =
        chosen(&tree, random, |node| node.is_scalar() && !node.content_range().is_empty() && fits(node))?;
    Some(replaced(text, node.content_range(), &change(node, random)?))
}

fn is_block_place(node: Node<'_>) -> bool {
    is_value(node) && !node.in_flow() && !node.parent().is_some_and(Node::in_flow) && is_on_one_line(node)
}

pub(super) fn other_quotes(text: &str, random: &mut Random) -> Option<String> {
    with_scalar(text, random, is_on_one_line, |node, random| {
        let text = node.text()?;
        Some(match random.below(3) {
            0 => format!("'{}'", text.replace('\'', "''")),
            1 => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            _ => text.to_owned(),
        })
    })
}

/// Breaks a scalar at a blank; the next line is indented further.
pub(super) fn folded_lines(text: &str, random: &mut Random) -> Option<String> {
    with_scalar(
        text,
        random,
        |node| is_value(node) && is_on_one_line(node) && node.source_text().contains(' '),
        |node, random| {
            let source = node.tree().source().slice(node.content_range());
            let blanks: Vec<(usize, &str)> = source.match_indices(' ').collect();
            let (at, _) = one_of(random, &blanks)?;
            let indent = " ".repeat(enclosing_indent(node) + 1 + random.below(5));
            let gap = ["\n", "\n\n", "\n  \n"][random.below(3)];
            Some(format!("{}{gap}{indent}{}", &source[..at], &source[at + 1..]))
        },
    )
}

/// The lines of a block scalar with some that are indented further, and blank ones.
fn block_lines(text: &str, indent: usize, random: &mut Random) -> String {
    let mut out = String::new();
    let words: Vec<&str> = text.split(' ').collect();
    for (index, word) in words.iter().enumerate() {
        let breaks = index == 0 || random.below(3) == 0;
        if breaks {
            out.push_str(["\n", "\n", "\n\n"][if index == 0 { 0 } else { random.below(3) }]);
            let further = if index == 0 { 0 } else { random.below(4) };
            out.push_str(&" ".repeat(indent + further));
        } else {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

pub(super) fn block_scalar(text: &str, random: &mut Random) -> Option<String> {
    with_scalar(text, random, is_block_place, |node, random| {
        let header = ["|", "|-", "|+", ">", ">-", ">+", "| # ü"][random.below(7)];
        let lines = block_lines(node.text()?, enclosing_indent(node) + 1 + random.below(5), random);
        let end = ["", "", "\n", "\n\n"][random.below(4)];
        Some(format!("{header}{lines}{end}"))
    })
}

pub(super) fn block_scalar_with_indicator(text: &str, random: &mut Random) -> Option<String> {
    with_scalar(text, random, is_block_place, |node, random| {
        let by = 1 + random.below(4);
        let header = ["|", ">"][random.below(2)];
        let chomping = ["", "-", "+"][random.below(3)];
        let indent = enclosing_indent(node) + by;
        let lines = block_lines(node.text()?, indent, random);
        let first =
            if random.below(2) == 0 { format!("\n{}ü", " ".repeat(indent + 2)) } else { String::new() };
        let indicator =
            if random.below(2) == 0 { format!("{by}{chomping}") } else { format!("{chomping}{by}") };
        Some(format!("{header}{indicator}{first}{lines}{}", ["", "\n"][random.below(2)]))
    })
}

pub(super) fn block_lines_moved(text: &str, random: &mut Random) -> Option<String> {
    with_scalar(
        text,
        random,
        |node| BlockScalar::of(node).is_some(),
        |node, random| {
            let source = node.tree().source().slice(node.content_range());
            let mut lines: Vec<String> = source.split_inclusive('\n').map(str::to_owned).collect();
            let index = 1 + random.below(lines.len().checked_sub(1).filter(|&count| count > 0)?);
            lines[index] = match random.below(3) {
                0 => " ".repeat(1 + random.below(4)) + &lines[index],
                1 => lines[index].trim_start().to_owned(),
                _ => format!("\n{}", lines[index]),
            };
            Some(lines.concat())
        },
    )
}

pub(super) fn emptied(text: &str, random: &mut Random) -> Option<String> {
    const EMPTY: [&str; 8] = ["", "''", "null", "~", "{}", "[]", "\"\"", "!Sub"];
    with_scalar(text, random, is_value, |_, random| Some(EMPTY[random.below(8)].to_owned()))
}

pub(super) fn typed(text: &str, random: &mut Random) -> Option<String> {
    const TYPED: [&str; 12] =
        ["1", "010", "1e3", "yes", "True", "2012-10-17", "1:30", "0x1F", ".5", "on", "-", "123456789012"];
    with_scalar(text, random, is_value, |_, random| Some(TYPED[random.below(12)].to_owned()))
}

pub(super) fn tagged(text: &str, random: &mut Random) -> Option<String> {
    const TAGS: [&str; 8] =
        ["!!str", "!", "!Sub", "!<!Ref>", "!Unknown", "!Ref", "!<tag:yaml.org,2002:str>", "!Base64"];
    with_scalar(
        text,
        random,
        |node| is_value(node) && node.scalar_style() != Some(ScalarStyle::Literal),
        |node, random| {
            Some(format!("{} {}", TAGS[random.below(8)], node.tree().source().slice(node.content_range())))
        },
    )
}
