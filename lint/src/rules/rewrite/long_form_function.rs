//! Intrinsic functions in YAML that use the long form.

use cfn_ast::edit::{FunctionText, is_indented_with_tab, is_lone_indicator, join_gap, shifted};
use cfn_ast::model::{Form, Intrinsic};
use cfn_ast::syntax::{CollectionStyle, Format, NodeKind};
use cfn_ast::write::{BlockScalar, ScalarContext, column, scalar};
use cfn_ast::{Edit, FunctionName};

use super::long_getatt::dotted;
use crate::rules::kit::editing::{COMMENT_WOULD_BE_LOST, has_anchors, is_read_as_written};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An intrinsic function in YAML that uses the long form although the short form is possible.
    ///
    /// ## Why
    ///
    /// `!Ref Stage` is shorter than `Ref: Stage`, needs one level of indentation less, and cannot be mistaken for a
    /// property.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Zone:
    ///     Value:
    ///       Fn::Select:
    ///         - 0
    ///         - Fn::GetAZs: ''
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Outputs:
    ///   Zone:
    ///     Value: !Select
    ///       - 0
    ///       - !GetAZs ''
    /// ```
    ///
    /// ## Fix safety
    ///
    /// YAML does not allow one tag directly after another, so if the whole argument of a function is another
    /// function, only the inner one gets the short form. Not reported are functions without a short form, those in
    /// `Rules` or in place of declarations, `Fn::Transform`, `Fn::GetStackOutput`, and functions inside `!GetStackOutput`,
    /// which does not accept short forms. There is no fix if there is a comment between the function and its argument.
    ///
    /// In a template without any short form there is one finding for all functions, and `--fix` rewrites each of them.
    /// In a file without sections, such as a snippet for `AWS::Include`, the fix is unsafe: CloudFormation does not
    /// support short forms in snippets.
    "long-form-function" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.tree().format() != Format::Yaml {
        return;
    }
    let all: Vec<_> = template.tree().nodes().flat_map(Node::functions_here).collect();
    let written_long: Vec<_> =
        all.iter().filter_map(|&function| Some((function, candidate(function, cx)?))).collect();
    if written_long.len() > 1 && all.iter().all(|function| function.form == Form::Long) {
        return report_style(&written_long, cx);
    }
    for (function, place) in written_long {
        let (key, name) = (function.name.key(), function.name.name());
        let message = format!("`{key}` can use the short form `!{name}`");
        report(function, place, message, cx);
    }
}

/// Reports a template that uses no short form at all: once, at the first function that can be fixed.
fn report_style<'t>(functions: &[(Function<'t>, FunctionText<'t>)], cx: &mut RuleContext<'_, 't>) {
    let is_fixable = |&&(function, place): &&(Function<'t>, FunctionText<'t>)| {
        !has_comment(function, place, cx) && is_movable(function.argument) && argument(function).is_some()
    };
    let Some(&(function, place)) = functions.iter().find(is_fixable).or(functions.first()) else { return };
    let (count, key) = (functions.len(), function.name.key());
    report(function, place, format!("{count} functions use the long form, such as this `{key}`"), cx);
}

fn report<'t>(
    function: Function<'t>,
    place: FunctionText<'t>,
    message: String,
    cx: &mut RuleContext<'_, 't>,
) {
    let finding = cx.finding(place.range(), message);
    if has_comment(function, place, cx) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    if !is_movable(function.argument) {
        return cx.report(
            finding.with_help("not fixed because the text of a block scalar depends on its indentation"),
        );
    }
    let Some(argument) = argument(function) else { return };
    let help = format!("use `!{}`", function.name.name());
    let is_template = cx.template().has_sections();
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        let text = format!("!{}{argument}", function.name.name());
        let node = function.node;
        let edit = if node.kind() == NodeKind::Mapping(CollectionStyle::Flow) {
            Edit::replace(node.content_range(), text)
        } else {
            Edit::replace(place.with_gap(), join_gap(node, text))
        };
        // Short forms do not work in snippets (AWS CloudFormation Template Reference, "`AWS::Include` transform").
        let best = if is_template { Applicability::Safe } else { Applicability::Unsafe };
        Some(Fix::new(best, help, [edit]))
    });
}

/// Whether there is a comment in the function before or after its argument.
fn has_comment<'t>(function: Function<'t>, place: FunctionText<'t>, cx: &RuleContext<'_, 't>) -> bool {
    let (node, argument) = (function.node.range(), function.argument.range());
    let before = node.cover(place.touched()).before(argument);
    let after = node.after(argument);
    // A `GetAtt` with a list becomes one dotted name, which has no room for comments between the items.
    let is_joined = function.name == FunctionName::GetAtt && function.argument.is_sequence();
    cx.tree().comments().any_within(before)
        || cx.tree().comments().any_within(after)
        || (is_joined && cx.tree().comments().any_within(argument))
}

/// The function, if it can use the short form.
fn candidate<'t>(function: Function<'t>, cx: &RuleContext<'_, 't>) -> Option<FunctionText<'t>> {
    let argument = function.argument;
    let is_tagged = |node: Node<'t>| node.tree().node(node.id()).tag().is_some();
    let fits = function.form == Form::Long
        && !is_tagged(function.node)
        && !is_tagged(argument)
        && !has_anchors(function.node)
        && keeps_argument(function, cx)
        && cx.template().accepts_short_form(function);
    if fits { FunctionText::of(function) } else { None }
}

/// Whether the argument means the same after a tag: there every scalar is a string, and macros receive the name of a
/// `GetAtt` split at its first period.
fn keeps_argument(function: Function<'_>, cx: &RuleContext<'_, '_>) -> bool {
    if !function.argument.is_scalar() {
        return function.argument.child_count() > 0;
    }
    let is_string = function.argument.as_str().is_some()
        && !function.argument.content_range().is_empty()
        && !is_lone_indicator(function.argument);
    let is_get_att = function.name == FunctionName::GetAtt;
    is_string && !(is_get_att && is_read_as_written(function.node, cx.template()))
}

/// Whether the lines of the argument can be indented less.
fn is_movable(argument: Node<'_>) -> bool {
    argument.descendants().filter_map(BlockScalar::of).all(BlockScalar::is_movable)
}

/// The argument as it follows the tag, with the space or line break before it.
fn argument(function: Function<'_>) -> Option<String> {
    if is_indented_with_tab(function.node) {
        return None;
    }
    if let Ok(Intrinsic::GetAtt(name)) = function.view()
        && name.is_list()
        && let Some(dotted) = dotted(name)
    {
        return Some(format!(" {}", scalar(&dotted, ScalarContext::of(function.node))));
    }
    let argument = function.argument;
    let source = argument.tree().source();
    let range = argument.content_range();
    let is_block = matches!(
        argument.kind(),
        NodeKind::Sequence(CollectionStyle::Block) | NodeKind::Mapping(CollectionStyle::Block)
    );
    let shift = shift(function).filter(|&shift| keeps_text(function, shift)).unwrap_or(0);
    let is_flow = function.node.kind() == NodeKind::Mapping(CollectionStyle::Flow);
    // The value of a scalar over several lines depends on the indentation around it.
    if is_flow && argument.is_scalar() && source.slice(range).contains(['\n', '\r']) {
        return None;
    }
    if !is_block {
        return Some(format!(" {}", shifted(source.slice(range), shift, 0)?));
    }
    let line = source.line_range(source.line_index(range.start()));
    let lines = shifted(&[source.slice(line.before(range)), source.slice(range)].concat(), shift, 0)?;
    let lines = lines_from_first(&lines, column(argument, range.start()), shift);
    Some(format!("{}{lines}", source.newline().as_str()))
}

/// Moves the first line to the left as well, which [`shifted`] leaves alone because no line break precedes it.
fn lines_from_first(lines: &str, start: usize, shift: usize) -> String {
    let cut = shift.min(start);
    lines.get(cut..).unwrap_or(lines).to_owned()
}

/// Whether a block scalar at the end keeps its value if its lines move to the left.
fn keeps_text(function: Function<'_>, shift: usize) -> bool {
    let (end, block) = (function.argument.range().end(), BlockScalar::at_end_of(function.argument));
    block.is_none_or(|block| block.keeps_text_at(end, block.indent().saturating_sub(shift)))
}

/// How many columns the argument moves to the left: as many as it is indented below the function.
fn shift(function: Function<'_>) -> Option<usize> {
    let key = column(function.node, function.key?.range().start());
    let argument = function.argument;
    let start = if let Some(block) = BlockScalar::of(argument) {
        block.indent()
    } else if argument.collection_style() == Some(CollectionStyle::Block) {
        column(argument, argument.content_range().start())
    } else {
        return Some(0);
    };
    Some(start.saturating_sub(key))
}
