//! Functions in YAML that are written as the key of a mapping.

use cfn_ast::model::{Context, Form, Intrinsic, Section, Template, TransformKind};
use cfn_ast::syntax::{CollectionStyle, Format, NodeKind};
use cfn_ast::write::{BlockScalar, Place, column, scalar};
use cfn_ast::{Edit, Function, FunctionName, Node, TextRange};

use super::long_getatt::dotted;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::{Applicability, Fix};
use crate::rewrite::{FunctionText, has_anchors, is_read_as_written, join_gap, shifted};

declare_rule! {
    /// A function in YAML that is written as the key of a mapping, where its tag would do.
    ///
    /// ## Why
    ///
    /// `!Ref Stage` is shorter than `Ref: Stage`, takes one level of indentation less, and cannot be mistaken for a
    /// key of the resource.
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
    /// One tag cannot follow another, so of two functions of which one is the whole argument of the other only the
    /// inner one becomes short. Functions without a short form, those of rules, `Fn::Transform` and `Fn::GetStackOutput`
    /// stay as they are, and so does what stands in a `!GetStackOutput`, which takes no other short form.
    /// With a comment between the function and its argument there is no fix.
    ///
    /// A template without any short form has one finding, and `--fix` goes on from there.
    "long-form-function" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
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
        let message = format!("`{}` in its long form", function.name.key());
        report(function, place, message, cx);
    }
}

/// Reports a template that is written like that from its first function to its last: once, where a fix can begin.
fn report_style<'t>(functions: &[(Function<'t>, FunctionText<'t>)], cx: &mut RuleContext<'_, 't>) {
    let is_fixable = |&&(function, place): &&(Function<'t>, FunctionText<'t>)| {
        !has_comment(function, place, cx) && is_movable(function.argument) && argument(function).is_some()
    };
    let Some(&(function, place)) = functions.iter().find(is_fixable).or(functions.first()) else { return };
    let (count, name) = (functions.len(), function.name.key());
    report(
        function,
        place,
        format!("all functions are in their long form: this `{name}`, and {} more", count - 1),
        cx,
    );
}

fn report<'t>(
    function: Function<'t>,
    place: FunctionText<'t>,
    message: String,
    cx: &mut RuleContext<'_, 't>,
) {
    let finding =
        cx.finding(place.range(), message).with_help(format!("write it as `!{}`", function.name.name()));
    if has_comment(function, place, cx) || !is_movable(function.argument) {
        return cx.report(finding);
    }
    let Some(argument) = argument(function) else { return };
    let is_template = has_sections(cx.template());
    cx.report_with_fix(finding, || {
        let text = format!("!{}{argument}", function.name.name());
        let node = function.node;
        let edit = if node.kind() == NodeKind::Mapping(CollectionStyle::Flow) {
            Edit::replace(node.content_range(), text)
        } else {
            Edit::replace(place.with_gap(), join_gap(node, text))
        };
        // Short forms do not work in snippets (AWS CloudFormation Template Reference, "`AWS::Include` transform").
        let best = if is_template { Applicability::Safe } else { Applicability::Unsafe };
        Some(Fix::new(best, format!("write `!{}`", function.name.name()), [edit]))
    });
}

/// Whether a comment stands in the function, before or behind its argument.
fn has_comment<'t>(function: Function<'t>, place: FunctionText<'t>, cx: &RuleContext<'_, 't>) -> bool {
    let (node, argument) = (function.node.range(), function.argument.range());
    let before = TextRange::new(node.start().min(place.touched().start()), argument.start());
    let behind = TextRange::new(argument.end(), node.end().max(argument.end()));
    let is_joined = function.name == FunctionName::GetAtt && function.argument.is_sequence();
    cx.tree().comments().any_within(before)
        || cx.tree().comments().any_within(behind)
        || (is_joined && cx.tree().comments().any_within(argument))
}

/// Whether the file is a template, rather than a snippet of one.
fn has_sections(template: &Template<'_>) -> bool {
    template.root().entries().any(|entry| entry.name().is_some_and(|key| Section::from_key(key).is_some()))
}

/// Whether a node is all of a section, or all of the template: then its keys are names, whatever they look like.
fn is_section(node: Node<'_>) -> bool {
    node.parent().is_none_or(|parent| parent.parent().is_none())
}

/// The function, where its short form is possible.
fn candidate<'t>(function: Function<'t>, cx: &RuleContext<'_, 't>) -> Option<FunctionText<'t>> {
    let argument = function.argument;
    let is_tagged = |node: Node<'t>| node.tree().node(node.id()).tag().is_some();
    let fits = function.form == Form::Long
        && function.name.has_short_form()
        && !matches!(function.name, FunctionName::Transform | FunctionName::GetStackOutput)
        && !is_in_short_get_stack_output(function.node)
        && !is_tagged(function.node)
        && !is_tagged(argument)
        && argument.function().is_none()
        && !function.node.is_key()
        && !is_section(function.node)
        && Context::of(function.node).section() != Some(Section::Transform)
        && !has_anchors(function.node)
        && Context::of(function.node).section() != Some(Section::Rules)
        && takes_text_as_is(function, cx)
        && function.view().is_ok();
    if fits { FunctionText::of(function) } else { None }
}

/// AWS CloudFormation Template Reference, "Fn::GetStackOutput".
fn is_in_short_get_stack_output(node: Node<'_>) -> bool {
    node.enclosing_functions()
        .any(|outer| outer.name == FunctionName::GetStackOutput && outer.form == Form::Short)
}

/// Behind a tag every scalar is text, and `GetAtt` is cut at its first period before a macro sees it.
fn takes_text_as_is(function: Function<'_>, cx: &RuleContext<'_, '_>) -> bool {
    if !function.argument.is_scalar() {
        // The transform refuses the short form of `GetAtt` with a function in it.
        let is_extended = cx.template().has_transform(TransformKind::LanguageExtensions);
        let is_computed = matches!(function.view(), Ok(Intrinsic::ComputedGetAtt { .. }));
        return function.argument.child_count() > 0 && !(is_extended && is_computed);
    }
    let is_string = function.argument.as_str().is_some() && !function.argument.content_range().is_empty();
    let is_get_att = function.name == FunctionName::GetAtt;
    is_string && !(is_get_att && is_read_as_written(function.node, cx.template()))
}

/// Whether the lines of the argument can be indented less: a block with a fixed indentation cannot.
fn is_movable(argument: Node<'_>) -> bool {
    !argument.descendants().filter_map(BlockScalar::of).any(BlockScalar::has_indicator)
}

/// What stands behind the tag.
fn argument(function: Function<'_>) -> Option<String> {
    if let Ok(Intrinsic::GetAtt(name)) = function.view()
        && name.is_list()
        && let Some(dotted) = dotted(name)
    {
        return Some(format!(" {}", scalar(&dotted, Place::of(function.node))));
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
    if is_flow && argument.is_scalar() && source.slice(range).contains(['\n', '\r']) {
        return None;
    }
    if !is_block {
        return Some(format!(" {}", shifted(source.slice(range), shift, 0)?));
    }
    let line = source.line_range(source.line_index(range.start())).start();
    let lines = shifted(source.slice(TextRange::new(line, range.end())), shift, 0)?;
    let lines = lines_from_first(&lines, column(argument, range.start()), shift);
    Some(format!("{}{lines}", source.newline().as_str()))
}

/// The first line is cut from its start, too: it was not behind a line break.
fn lines_from_first(lines: &str, start: usize, shift: usize) -> String {
    let cut = shift.min(start);
    lines.get(cut..).unwrap_or(lines).to_owned()
}

/// Whether a block scalar at the end has the same text with its lines moved to the left.
fn keeps_text(function: Function<'_>, shift: usize) -> bool {
    let (end, block) = (function.argument.range().end(), BlockScalar::at_end_of(function.argument));
    block.is_none_or(|block| block.keeps_text_at(end, block.indent().saturating_sub(shift)))
}

/// How many columns the argument moves to the left: as far as it stands to the right of the function.
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
