//! Writes a whole document as block YAML.

mod block;
mod inline;
mod lines;
mod scalar;
mod sections;

use super::DocumentStyle;
use super::comments::Pending;
use super::error::Unwritable;
use super::functions::{Argument, long_form, short_form};
use crate::model::Template;
use crate::syntax::{Format, Node, NodeKind};

type Result<T> = std::result::Result<T, Unwritable>;

pub(super) fn write(root: Node<'_>, style: &DocumentStyle) -> Result<String> {
    let template = Template::new(root.tree()).filter(Template::has_sections);
    let mut writer = Writer::new(root, template.as_ref(), *style);
    let at = At { column: 0, after: After::Start, level: Level::Root, is_tagged: false, is_argument: false };
    if is_absent(root) {
        writer.word("null");
    } else {
        writer.node(root, at)?;
        writer.comment_beside(root);
    }
    writer.comments_alone(0, u32::MAX);
    writer.out.push('\n');
    Ok(writer.out)
}

struct Writer<'a, 't> {
    out: String,
    /// The length of what precedes the first line of the document.
    start: usize,
    style: DocumentStyle,
    /// The template; `None` for a snippet, in which CloudFormation does not read the short forms of functions.
    template: Option<&'a Template<'t>>,
    comments: Pending<'t>,
    /// The length of the output after a block scalar that every following blank line would be a part of.
    keeps_blanks_at: Option<usize>,
    /// The length of the output after a comment or a literal block, after which no comment can be appended.
    no_comment_at: Option<usize>,
    /// The length of the output after a blank line.
    blank_at: Option<usize>,
}

/// The place at which a node is written.
#[derive(Clone, Copy)]
struct At {
    /// The column of the key or dash before the node.
    column: usize,
    after: After,
    level: Level,
    /// Whether a tag or an anchor precedes the node.
    is_tagged: bool,
    /// Whether the node is the argument of a function.
    is_argument: bool,
}

/// What precedes a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Start,
    Key,
    Dash,
}

/// The level of a mapping in a template, which determines where blank lines are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Resources,
    Other,
}

impl<'a, 't> Writer<'a, 't> {
    fn new(root: Node<'t>, template: Option<&'a Template<'t>>, style: DocumentStyle) -> Self {
        let out = if has_marker(root) { "---\n" } else { "" }.to_owned();
        let comments = Pending::of(root.tree());
        Self {
            start: out.len(),
            out,
            style,
            template,
            comments,
            keeps_blanks_at: None,
            no_comment_at: None,
            blank_at: None,
        }
    }

    /// Writes a node after its key or dash.
    fn node(&mut self, node: Node<'t>, at: At) -> Result<()> {
        let source = node.tree().source();
        let mut at = at;
        if let Some(anchor) = node.anchor_range().filter(|_| !at.is_tagged && !is_argument_of_tag(node)) {
            self.word(source.slice(anchor));
            at.is_tagged = true;
        }
        if node.is_alias() {
            self.word(node.source_text());
            return Ok(());
        }
        if let Some((tag, argument)) = short_form(node, self.template, self.style.functions) {
            self.word("!");
            self.out.push_str(tag);
            return self.argument(argument, node, At { is_tagged: true, is_argument: true, ..at });
        }
        match long_form(node) {
            Some((key, argument)) => self.long_function(&key, argument, node, at),
            None => self.content(node, at),
        }
    }

    fn argument(&mut self, argument: Argument<'t>, node: Node<'t>, at: At) -> Result<()> {
        match argument {
            Argument::Node(argument) if argument.function().is_some() => self.content_below_tag(argument, at),
            Argument::Node(argument) => self.content(argument, at),
            Argument::Text(text) => {
                self.string(&text, node, at);
                Ok(())
            }
            Argument::Parts(parts) => {
                self.parts(&parts, at);
                Ok(())
            }
        }
    }

    /// Writes a function after the tag of another one, which no second tag can follow.
    fn content_below_tag(&mut self, node: Node<'t>, at: At) -> Result<()> {
        match long_form(node) {
            Some((key, argument)) => self.long_function(&key, argument, node, at),
            None => self.content(node, at),
        }
    }

    /// Writes a node without regard to its tag.
    fn content(&mut self, node: Node<'t>, at: At) -> Result<()> {
        match node.kind() {
            NodeKind::Sequence(_) => self.sequence(node, at),
            NodeKind::Mapping(_) => self.mapping(node, at),
            NodeKind::Scalar(_) | NodeKind::Alias => {
                self.scalar(node, at);
                Ok(())
            }
        }
    }
}

/// Whether a node has no text and no properties at all.
fn is_absent(node: Node<'_>) -> bool {
    node.is_scalar() && node.range().is_empty()
}

/// Whether a node is the argument of its own tag, before which its anchor has been written.
fn is_argument_of_tag(node: Node<'_>) -> bool {
    node.tag().is_none() && node.tree().node(node.id()).tag().is_some()
}

/// Whether the document begins with a marker, `---`.
fn has_marker(root: Node<'_>) -> bool {
    let text = &root.tree().source().text()[..root.range().start() as usize];
    root.tree().format() == Format::Yaml
        && text.trim_start_matches('\u{feff}').split(['\n', '\r']).any(|line| line.trim_ascii_end() == "---")
}
