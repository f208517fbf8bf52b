//! Strings in which a part can be replaced with a variable of `Fn::Sub`.

use std::ops::Range;

use cfn_ast::foreign;
use cfn_ast::model::{Context, Intrinsic, Section, Template};
use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::write::{Quotes, ScalarContext, json_string, quoted};
use cfn_ast::{Edit, FunctionName, Node};

use super::placement::{Verdict, verdict_at};
use super::segments::Parts;

/// A string that reaches a resource or an output, either directly or as the string of a `Fn::Sub`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TemplateString<'t> {
    scalar: Node<'t>,
    is_sub: bool,
}

impl<'t> TemplateString<'t> {
    /// Returns the node as a string; `None` for keys, for arguments of other functions, and in places that accept no
    /// functions.
    pub(crate) fn of(node: Node<'t>, template: &Template<'t>) -> Option<Self> {
        if !node.is_scalar() || node.is_key() {
            return None;
        }
        let is_sub = is_string_of_sub(node);
        let is_string = is_sub || (node.tag().is_none() && node.as_str().is_some());
        // The tool that replaces the variable could not find it in an escape of `Fn::Sub`.
        if node.text().is_some_and(foreign::has_variable) {
            return None;
        }
        let found = Self { scalar: node.without_tag(), is_sub };
        (is_string && is_deployed(node) && (is_sub || verdict_at(node, template) != Verdict::Never))
            .then_some(found)
    }

    /// Returns the text, with the variables of a `Fn::Sub` as they are written.
    pub(crate) fn text(self) -> &'t str {
        self.scalar.text().unwrap_or_default()
    }

    /// Returns the scalar.
    pub(crate) fn node(self) -> Node<'t> {
        self.scalar
    }

    /// Whether it is the string of a `Fn::Sub`.
    pub(crate) fn is_sub(self) -> bool {
        self.is_sub
    }

    /// Whether it spans several lines.
    pub(crate) fn is_on_several_lines(self) -> bool {
        self.scalar.source_text().contains(['\n', '\r'])
    }

    /// Returns the edits that replace parts of the string, given as bytes of its text, with variables, and that make
    /// the string a `Fn::Sub` if it is not one yet.
    ///
    /// Returns `None` if the rest of the string could not keep its value.
    pub(crate) fn substitute(self, replaced: &[(Range<usize>, &str)]) -> Option<Vec<Edit>> {
        let node = self.scalar;
        // The braces of a variable would end a plain scalar in a flow collection.
        let is_fragile = node.scalar_style() == Some(ScalarStyle::Plain) && node.in_flow();
        if self.is_sub {
            return (!is_fragile).then(|| self.in_place(replaced).collect());
        }
        let parts = self.parts(replaced);
        if !self.is_on_several_lines() {
            let text = sub_text(node, &parts.to_sub().ok()?);
            return Some(vec![Edit::replace(node.range(), text)]);
        }
        let is_kept = !is_fragile && !parts.has_placeholder_in_text();
        let tag = Edit::insert(node.range().start(), "!Sub ");
        is_kept.then(|| std::iter::once(tag).chain(self.in_place(replaced)).collect())
    }

    fn in_place(self, replaced: &[(Range<usize>, &str)]) -> impl Iterator<Item = Edit> {
        let mut ranges = self.scalar.text_ranges();
        let edits = replaced
            .iter()
            .map(move |(range, name)| Edit::replace(ranges.range(range.clone()), format!("${{{name}}}")));
        let source = self.scalar.tree().source();
        edits.filter(|edit| source.slice(edit.range()) != edit.text())
    }

    fn parts(self, replaced: &[(Range<usize>, &str)]) -> Parts {
        let mut parts = Parts::default();
        let mut at = 0;
        for (range, name) in replaced {
            parts.push_text(&self.text()[at..range.start]);
            parts.push_variable(name);
            at = range.end;
        }
        parts.push_text(&self.text()[at..]);
        parts
    }
}

fn sub_text(node: Node<'_>, text: &str) -> String {
    if node.tree().format() == Format::Json {
        return format!("{{\"Fn::Sub\": {}}}", json_string(text));
    }
    let is_double = node.scalar_style() == Some(ScalarStyle::DoubleQuoted);
    let quotes = if is_double { Quotes::Double } else { Quotes::Single };
    format!("!Sub {}", quoted(text, quotes, ScalarContext::of(node)))
}

fn is_string_of_sub(node: Node<'_>) -> bool {
    let is_template = |function: cfn_ast::Function<'_>| {
        function.name == FunctionName::Sub
            && matches!(function.view(), Ok(Intrinsic::Sub { template, .. }) if template.id() == node.id())
    };
    node.functions_here().any(is_template)
        || (node.tag().is_none() && node.enclosing_function().is_some_and(is_template))
}

/// Whether the value reaches a resource or an output, or is compared in a condition.
fn is_deployed(node: Node<'_>) -> bool {
    let context = Context::of(node);
    match context.section() {
        Some(Section::Resources) => context.path_starts_with(&["Properties"]),
        Some(Section::Outputs) => {
            context.path_starts_with(&["Value"]) || context.path_starts_with(&["Export"])
        }
        Some(Section::Globals | Section::Conditions) => true,
        _ => false,
    }
}
