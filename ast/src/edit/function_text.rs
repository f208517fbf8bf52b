//! The text of a function, and its replacement in the same form: short or long.

use crate::model::Form;
use crate::syntax::{CollectionStyle, Format, NodeKind};
use crate::write::{Chomping, DEFAULT_INDENT, ScalarContext, block_ends_at, column, enclosing_indent};
use crate::{Edit, Function, FunctionName, Node, TextRange};

/// The replacement of a function.
#[derive(Clone, Debug)]
pub enum Replacement {
    /// Another function with its spelled argument.
    Function(FunctionName, String),
    /// A spelled scalar.
    Scalar(String),
}

impl Replacement {
    /// Returns the text for messages, in the notation of the function that it replaces: `!Ref A`, `Ref: A` or
    /// `{"Ref": "A"}`.
    ///
    /// Returns `None` if it is too long for one line of a message.
    pub fn shown_for(&self, function: Function<'_>) -> Option<String> {
        /// The maximum number of bytes that a message shows.
        const LONGEST: usize = 80;
        let is_json = function.node.tree().format() == Format::Json;
        let text = match self {
            Self::Scalar(text) => text.clone(),
            Self::Function(name, argument) if is_json => format!("{{\"{}\": {argument}}}", name.key()),
            Self::Function(name, argument) if function.form == Form::Long => {
                format!("{}: {argument}", name.key())
            }
            Self::Function(name, argument) => format!("!{} {argument}", name.name()),
        };
        let is_short = text.len() <= LONGEST && !text.contains(['\n', '\r', '`']);
        is_short.then_some(text)
    }
}

/// A function whose text can be replaced.
#[derive(Clone, Copy, Debug)]
pub struct FunctionText<'t> {
    function: Function<'t>,
}

impl<'t> FunctionText<'t> {
    /// Returns `None` unless the function is spelled `!Name` or `Fn::Name:`, with only a colon between key and
    /// argument and without the question mark of an explicit key.
    pub fn of(function: Function<'t>) -> Option<Self> {
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

    /// Returns the range of the function, with the key of the long form.
    pub fn range(self) -> TextRange {
        match self.function.key {
            Some(key) => key.range().cover(self.function.argument.range()),
            None => self.function.node.range(),
        }
    }

    /// Returns the place of a scalar that replaces the function's argument.
    pub fn argument_place(self) -> ScalarContext {
        let Function { node, form, argument, .. } = self.function;
        let collection = if form == Form::Long { Some(node) } else { node.parent() };
        ScalarContext::in_collection(collection, node.tree(), self.block_indent(argument))
    }

    /// The indentation of the argument if it is an indented block, otherwise two more than that of the enclosing block.
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

    /// Whether a scalar can end where the function ends: a block scalar only if nothing that follows becomes a part
    /// of it.
    pub fn fits(self, spelled: &str, block_indent: usize) -> bool {
        let header = spelled.split(['\n', '\r']).next().unwrap_or_default();
        let tree = self.function.node.tree();
        let end = self.touched().end();
        let joins_breaks = spelled.ends_with('\r') && tree.source().text()[end as usize..].starts_with('\n');
        !spelled.starts_with('|')
            || (!joins_breaks && block_ends_at(tree, end, block_indent, Chomping::of_header(header)))
    }

    /// Returns the edit that replaces the function; `None` if a scalar would follow the tag of another function.
    ///
    /// ```
    /// use cfn_ast::edit::{FunctionText, Replacement};
    /// use cfn_ast::{EditSet, FunctionName, Source, Tree};
    ///
    /// let tree = Tree::parse(Source::new("A:\n  Fn::Join: ['', [!Ref B]]\n")?);
    /// let node = tree.root().and_then(|root| root.get("A")).ok_or("no A")?;
    /// let function = node.function().and_then(FunctionText::of).ok_or("not a plain function")?;
    /// let mut edits = EditSet::new();
    /// edits.add_all(function.replace(Replacement::Function(FunctionName::Ref, "B".to_owned())))?;
    /// assert_eq!(edits.apply(tree.source().text()), "A:\n  Ref: B\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replace(self, replacement: Replacement) -> Option<Edit> {
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

    /// The text between key and argument, on one line.
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

    /// Returns the range that a rewrite of the whole function may change: with the braces of a flow mapping, and in
    /// the long form with the white space and comments between the entry's key and the function.
    pub fn touched(self) -> TextRange {
        let node = self.function.node;
        let key = node.key().filter(|_| self.function.key.is_some()).map(|key| key.range().end());
        let whole = self.range().cover(node.range());
        TextRange::new(key.unwrap_or(whole.start()).min(whole.start()), whole.end())
    }

    /// Returns the range of the function, extended to the colon of its entry if it begins on a later line.
    pub fn with_gap(self) -> TextRange {
        let node = self.function.node;
        gap_start(node).map_or(self.range(), |start| TextRange::new(start, self.range().end()))
    }
}

/// The offset after the colon of the entry whose value is `node`; `None` unless the value begins on a later line with
/// only white space in between.
pub(super) fn gap_start(node: Node<'_>) -> Option<u32> {
    let key = node.key()?;
    let between = text(node, TextRange::new(key.range().end(), node.range().start()));
    let colon = between.find(':')?;
    let is_blank = between[..colon].trim_ascii().is_empty() && between[colon + 1..].trim_ascii().is_empty();
    let breaks = between[colon + 1..].contains(['\n', '\r']);
    (is_blank && breaks).then_some(key.range().end() + colon as u32 + 1)
}

/// The text as it replaces a node: after a space if the line break before the node is also replaced.
pub fn join_gap(node: Node<'_>, text: String) -> String {
    if gap_start(node).is_some() { format!(" {text}") } else { text }
}

fn is_colon(between: &str) -> bool {
    between.trim_ascii() == ":"
}

fn text(node: Node<'_>, range: TextRange) -> &str {
    node.tree().source().slice(range)
}
