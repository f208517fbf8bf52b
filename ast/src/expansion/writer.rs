//! Writes the text of an expansion, and records the origin of each of its nodes.

mod entries;

use std::borrow::Cow;

use crate::model::{Function, FunctionName, LoopVariables, Template, Transform};
use crate::syntax::{Format, MAX_DEPTH, Node, NodeKind, Scalar};
use crate::write::json_string;

use super::collection::Known;
use super::origin::{Included, Origin, Origins};
use super::snippets::transform_alone;
use super::{Clash, ExpansionOptions, MAX_EXPANDED_BYTES, MAX_ROUNDS, TooLarge};

/// The text of an expansion, with the origins of its nodes.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) origins: Origins,
    pub(super) clashes: Vec<Clash>,
    pub(super) is_certain: bool,
    /// Whether collections are nested more deeply than can be read.
    pub(super) is_too_deep: bool,
}

/// Writes the expansion of a template in flow notation, which JSON shares with YAML.
pub(super) fn write(template: &Template<'_>, expand: ExpansionOptions<'_>) -> Result<Written, TooLarge> {
    // A text that begins with `{` is read as JSON, whose scalars have other types.
    let head = if template.tree().format() == Format::Yaml { "--- " } else { "" };
    let written = Written {
        text: head.to_owned(),
        origins: Origins::default(),
        clashes: Vec::new(),
        is_certain: true,
        is_too_deep: false,
    };
    let mut writer = Writer { template, expand, known: Known::new(template), written, depth: 0 };
    let nothing = LoopVariables::default();
    let at = At { snippet: None, round: None, variables: &nothing };
    writer.mapping(template.root(), template.root(), at)?;
    Ok(writer.written)
}

struct Writer<'a, 't> {
    template: &'a Template<'t>,
    expand: ExpansionOptions<'t>,
    known: Known<'a, 't>,
    written: Written,
    depth: usize,
}

/// The snippet, round and loop variables around a node.
#[derive(Clone, Copy)]
struct At<'v> {
    snippet: Option<u16>,
    round: Option<u32>,
    variables: &'v LoopVariables,
}

impl At<'_> {
    fn origin(self, node: Node<'_>, is_verbatim: bool) -> Origin {
        Origin { node: node.id(), snippet: self.snippet, round: self.round, is_verbatim }
    }
}

impl<'t> Writer<'_, 't> {
    /// Writes a node, or the snippet that replaces it.
    fn node(&mut self, written: Node<'t>, at: At<'_>) -> Result<(), TooLarge> {
        self.check_size()?;
        // An alias can be in the collection that it refers to.
        if self.depth == MAX_DEPTH {
            self.written.is_too_deep = true;
            return Ok(());
        }
        self.depth += 1;
        let node = written.resolved();
        let result = match self.snippet(transform_alone(node), at) {
            Some((root, at)) => self.plain_node(root, root, at),
            None => self.plain_node(node, written, at),
        };
        self.depth -= 1;
        result
    }

    /// Writes a node that no snippet replaces; its origin is `written`, which may be an alias.
    fn plain_node(&mut self, node: Node<'t>, written: Node<'t>, at: At<'_>) -> Result<(), TooLarge> {
        match node.function().and_then(|function| self.resolved(&function, at)) {
            Some(Resolved::Text(text)) => self.text(&text, at.origin(written, false)),
            Some(Resolved::Number(digits)) => self.scalar(&digits, at.origin(written, false)),
            None => return self.unresolved(node, written, at),
        }
        Ok(())
    }

    fn unresolved(&mut self, node: Node<'t>, written: Node<'t>, at: At<'_>) -> Result<(), TooLarge> {
        if let Some(tag) = node.local_tag() {
            self.written.text += "!";
            self.written.text += tag;
            self.written.text += " ";
            return self.plain_node(node.without_tag(), written, at);
        }
        match node.kind() {
            NodeKind::Sequence(_) => self.sequence(node, written, at),
            NodeKind::Mapping(_) => self.mapping(node, written, at),
            NodeKind::Scalar(_) | NodeKind::Alias => {
                self.scalar_node(node, written, at);
                Ok(())
            }
        }
    }

    fn sequence(&mut self, node: Node<'t>, written: Node<'t>, at: At<'_>) -> Result<(), TooLarge> {
        self.written.origins.push(at.origin(written, false));
        self.written.text += "[";
        for (index, item) in node.items().enumerate() {
            self.written.text += if index > 0 { ", " } else { "" };
            self.node(item, at)?;
        }
        self.written.text += "]";
        Ok(())
    }

    fn scalar_node(&mut self, node: Node<'t>, written: Node<'t>, at: At<'_>) {
        let text = node.text().unwrap_or_default();
        match node.scalar() {
            Some(Scalar::Text(_)) => {
                let replaced = at.variables.substitute(text);
                // Borrowed: no variable was replaced.
                let is_verbatim = matches!(replaced, Cow::Borrowed(_));
                self.text(&replaced, at.origin(written, is_verbatim));
            }
            Some(Scalar::Null) | None => self.scalar("null", at.origin(written, false)),
            Some(_) => self.scalar(text, at.origin(written, true)),
        }
    }

    fn text(&mut self, text: &str, origin: Origin) {
        self.scalar(&json_string(text), origin);
    }

    fn scalar(&mut self, spelling: &str, origin: Origin) {
        self.written.origins.push(origin);
        self.written.text += spelling;
    }

    fn check_size(&self) -> Result<(), TooLarge> {
        let is_large =
            self.written.text.len() > MAX_EXPANDED_BYTES || self.written.origins.rounds.len() > MAX_ROUNDS;
        if is_large { Err(TooLarge) } else { Ok(()) }
    }

    /// The root of the snippet that a transform inserts, and its context.
    fn snippet<'v>(&mut self, transform: Option<Transform<'t>>, at: At<'v>) -> Option<(Node<'t>, At<'v>)> {
        // Snippets within snippets are not inserted: `at` already has one.
        let inclusion = self.expand.snippets.of(&transform.filter(|_| at.snippet.is_none())?)?;
        let snippets = &mut self.written.origins.snippets;
        let snippet = u16::try_from(snippets.len()).ok()?;
        snippets.push(Included { path: inclusion.path.to_owned(), location: inclusion.location.id() });
        Some((inclusion.root, At { snippet: Some(snippet), ..at }))
    }

    /// The result of a function, if it is known before the stack is deployed.
    fn resolved(&self, function: &Function<'t>, at: At<'_>) -> Option<Resolved> {
        let argument = function.argument;
        match function.name {
            FunctionName::Ref => {
                at.variables.get(argument.text()?).map(|value| Resolved::Text(value.to_owned()))
            }
            FunctionName::Sub if !at.variables.is_empty() => {
                let text = argument.text().or_else(|| argument.item(0)?.text())?;
                let replaced = at.variables.substitute(text);
                // With a variable left, CloudFormation still evaluates the function.
                let is_plain = matches!(replaced, Cow::Owned(_)) && !replaced.contains("${");
                is_plain.then(|| Resolved::Text(replaced.into_owned()))
            }
            FunctionName::Length if self.expand.loops && !is_made_json(function.node) => {
                self.known.text(function.node, at.variables).map(Resolved::Number)
            }
            _ => None,
        }
    }
}

/// Whether a value is the argument of `Fn::ToJsonString`, which accepts a function but not a number.
fn is_made_json(value: Node<'_>) -> bool {
    let around = value.enclosing_function();
    around.is_some_and(|function| {
        function.name == FunctionName::ToJsonString && function.argument.id() == value.id()
    })
}

/// The result of a function.
enum Resolved {
    Text(String),
    Number(String),
}
