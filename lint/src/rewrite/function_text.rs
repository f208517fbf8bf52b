//! A function as text: what an edit replaces so that the form stays, short short and long long.

use cfn_ast::model::{Form, Template};
use cfn_ast::syntax::{CollectionStyle, Format, NodeKind};
use cfn_ast::write::{Chomping, DEFAULT_INDENT, Place, block_ends_at, column, enclosing_indent};
use cfn_ast::{Edit, Function, FunctionName, Node, TextRange};

use super::placement::accepts;

/// What takes the place of a function.
#[derive(Clone, Debug)]
pub(crate) enum Replacement {
    /// Another function with its argument as text.
    Function(FunctionName, String),
    /// No function: a scalar.
    Scalar(String),
}

impl Replacement {
    /// Whether what holds a function accepts this in its place.
    pub(crate) fn is_accepted(&self, function: Function<'_>, template: &Template<'_>) -> bool {
        match self {
            Self::Function(name, _) => accepts(&[*name], function.node, template),
            Self::Scalar(_) => true,
        }
    }
}

/// A function at its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FunctionText<'t> {
    function: Function<'t>,
}

impl<'t> FunctionText<'t> {
    /// The function, where it is spelled as the rules know it: `!Name` or `Fn::Name:` without anything in between, and without
    /// the question mark of an explicit key.
    pub(crate) fn of(function: Function<'t>) -> Option<Self> {
        let is_plain = match (function.form, function.key) {
            (Form::Long, Some(key)) => {
                let between = TextRange::new(key.range().end(), function.argument.range().start());
                key.tag().is_none() && !key.is_explicit_key() && is_colon(text(function.node, between))
            }
            _ => function
                .node
                .tag_range()
                .is_some_and(|tag| text(function.node, tag).strip_prefix('!') == Some(function.name.name())),
        };
        is_plain.then_some(Self { function })
    }

    /// The bytes of the function, with the key of the long form.
    pub(crate) fn range(self) -> TextRange {
        match self.function.key {
            Some(key) => key.range().cover(self.function.argument.range()),
            None => self.function.node.range(),
        }
    }

    /// Where a scalar in the place of the function's argument stands.
    pub(crate) fn argument_place(self) -> Place {
        let Function { node, form, argument, .. } = self.function;
        let collection = if form == Form::Long { Some(node) } else { node.parent() };
        Place::in_collection(collection, node.tree(), self.block_indent(argument))
    }

    /// The indentation of the function's block list, if it has one, else two more than what holds the function.
    fn block_indent(self, argument: Node<'t>) -> usize {
        let Function { node, key, .. } = self.function;
        let base = match key {
            Some(key) => column(key, key.range().start()),
            None => enclosing_indent(node),
        };
        let is_block = argument.collection_style() == Some(CollectionStyle::Block);
        let own = column(argument, argument.content_range().start());
        if is_block && own > base { own } else { base + DEFAULT_INDENT }
    }

    /// Whether a scalar may end where the function ends, with the braces around it: a block only where nothing that follows becomes a part of it.
    pub(crate) fn fits(self, spelled: &str, block_indent: usize) -> bool {
        let header = spelled.split(['\n', '\r']).next().unwrap_or_default();
        let tree = self.function.node.tree();
        !spelled.starts_with('|')
            || block_ends_at(tree, self.touched().end(), block_indent, Chomping::of_header(header))
    }

    /// The edit that puts something else in the place of the function.
    ///
    /// None where the result cannot stand there: one tag behind another, or a scalar below a tag.
    pub(crate) fn replace(self, replacement: Replacement) -> Option<Edit> {
        let Function { node, key, .. } = self.function;
        match (key, replacement) {
            (None, Replacement::Function(name, argument)) => {
                Some(Edit::replace(node.range(), format!("!{} {argument}", name.name())))
            }
            (None, Replacement::Scalar(text)) => Some(Edit::replace(node.range(), text)),
            (Some(key), Replacement::Function(name, argument)) => {
                let key_text = key.source_text().replace(self.function.name.key(), name.key());
                Some(Edit::replace(self.range(), format!("{key_text}{}{argument}", self.colon(key))))
            }
            (Some(_), Replacement::Scalar(text)) => self.replace_mapping(text),
        }
    }

    /// What stands between key and argument, on one line.
    fn colon(self, key: Node<'t>) -> &'t str {
        let between = text(key, TextRange::new(key.range().end(), self.function.argument.range().start()));
        if between.contains(['\n', '\r']) { ": " } else { between }
    }

    fn replace_mapping(self, text: String) -> Option<Edit> {
        let node = self.function.node;
        let is_under_tag = node.tree().node(node.id()).tag().is_some();
        if node.kind() == NodeKind::Mapping(CollectionStyle::Flow) || node.tree().format() == Format::Json {
            return Some(Edit::replace(node.content_range(), text));
        }
        if is_under_tag {
            return None;
        }
        Some(Edit::replace(self.with_gap(), join_gap(self.function.node, text)))
    }

    /// What a rewrite of the whole function takes up, with the braces around it: from the entry's key on, where only white
    /// space and comments stand between that and the function.
    pub(crate) fn touched(self) -> TextRange {
        let node = self.function.node;
        let key = node.key().filter(|_| self.function.key.is_some()).map(|key| key.range().end());
        let whole = self.range().cover(node.range());
        TextRange::new(key.unwrap_or(whole.start()).min(whole.start()), whole.end())
    }

    /// The function, from the colon of the entry that it is the value of, when it stands on a line of its own.
    pub(crate) fn with_gap(self) -> TextRange {
        let node = self.function.node;
        gap_start(node).map_or(self.range(), |start| TextRange::new(start, self.range().end()))
    }
}

/// The byte behind the colon of the entry whose value begins on a later line, with only white space in between.
pub(crate) fn gap_start(node: Node<'_>) -> Option<u32> {
    let key = node.key()?;
    let between = text(node, TextRange::new(key.range().end(), node.range().start()));
    let colon = between.find(':')?;
    let is_blank = between[..colon].trim().is_empty() && between[colon + 1..].trim().is_empty();
    let breaks = between[colon + 1..].contains(['\n', '\r']);
    (is_blank && breaks).then_some(key.range().end() + colon as u32 + 1)
}

/// The text as it follows a colon, where the gap behind it goes.
pub(crate) fn join_gap(node: Node<'_>, text: String) -> String {
    if gap_start(node).is_some() { format!(" {text}") } else { text }
}

fn is_colon(between: &str) -> bool {
    between.trim() == ":"
}

fn text(node: Node<'_>, range: TextRange) -> &str {
    node.tree().source().slice(range)
}
