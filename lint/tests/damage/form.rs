//! Functions around a node, spelled in block or flow, in the short or the long form.

use cfn_ast::Node;
use cfn_ast::syntax::{CollectionStyle, Format};
use cfn_ast::write::{column, enclosing_indent};

use crate::support::Random;

/// What is written in place of a node.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// The node itself.
    Node,
    Word(String),
    List(Vec<Form>),
    Entry(&'static str, Box<Form>),
    Call(&'static str, Box<Form>),
}

impl Form {
    pub(super) fn word(text: &str) -> Self {
        Self::Word(text.to_owned())
    }

    pub(super) fn call(name: &'static str, arguments: Vec<Self>) -> Self {
        Self::Call(name, Box::new(Self::List(arguments)))
    }

    /// The text that replaces the node's range.
    pub(super) fn around(&self, node: Node<'_>, random: &mut Random) -> String {
        let is_json = node.tree().format() == Format::Json;
        if is_json || node.in_flow() || node.parent().is_some_and(Node::in_flow) {
            return self.flow(node, is_json);
        }
        let is_simple =
            node.collection_style() != Some(CollectionStyle::Block) && super::is_on_one_line(node);
        if is_simple && random.below(3) == 0 {
            return self.flow(node, false);
        }
        self.block(node, enclosing_indent(node) + 2, false, random)
    }

    fn flow(&self, node: Node<'_>, is_json: bool) -> String {
        match self {
            Self::Node => node.source_text().to_owned(),
            Self::Word(word) if is_json => format!("\"{word}\""),
            Self::Word(word) => word.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.flow(node, is_json)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Entry(key, value) | Self::Call(key, value) => {
                let key = if is_json { format!("\"{key}\"") } else { (*key).to_owned() };
                format!("{{{key}: {}}}", value.flow(node, is_json))
            }
        }
    }

    /// The text in block style, with its lines at a column. It begins there if `is_at_column`, otherwise after a key.
    fn block(&self, node: Node<'_>, at: usize, is_at_column: bool, random: &mut Random) -> String {
        let start = if is_at_column { String::new() } else { format!("\n{}", " ".repeat(at)) };
        let next = format!("\n{}", " ".repeat(at));
        match self {
            Self::Node => embedded(node, at),
            Self::Word(word) => word.clone(),
            Self::List(items) => {
                let items = items.iter().map(|item| format!("- {}", item.block(node, at + 2, true, random)));
                start + &items.collect::<Vec<_>>().join(&next)
            }
            Self::Call(name, argument) if random.below(2) == 0 => {
                let name = name.trim_start_matches("Fn::");
                let argument = argument.block(node, at + random.below(3), false, random);
                format!("!{name}{}{argument}", if argument.starts_with('\n') { "" } else { " " })
            }
            Self::Entry(key, value) | Self::Call(key, value) => {
                let value = value.block(node, at + 2, false, random);
                format!("{start}{key}:{}{value}", if value.starts_with('\n') { "" } else { " " })
            }
        }
    }
}

/// The text of a node with its lines moved so that it can begin at a column.
fn embedded(node: Node<'_>, at: usize) -> String {
    let is_block = node.collection_style() == Some(CollectionStyle::Block) && node.tag().is_none();
    let from = if is_block { column(node, node.range().start()) } else { enclosing_indent(node) };
    let shift = |line: &str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() {
            line.to_owned()
        } else {
            " ".repeat((spaces + at).saturating_sub(from)) + &line[spaces..]
        }
    };
    let mut lines = node.source_text().split_inclusive('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    first + &lines.map(shift).collect::<String>()
}
