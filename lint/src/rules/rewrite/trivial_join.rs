//! `Fn::Join` with nothing to join.

use cfn_ast::FunctionName;
use cfn_ast::edit::{FunctionText, Replacement};
use cfn_ast::model::{Intrinsic, ValueShape};
use cfn_ast::sub::is_variable_name;
use cfn_ast::write::{ScalarContext, scalar};

use crate::rules::kit::editing::{
    COMMENT_WOULD_BE_LOST, LiteralStyles, Parts, Verdict, help_for, is_accepted, is_logical_id, spell,
    verdict,
};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Join` that only contains literals, or a single item.
    ///
    /// ## Why
    ///
    /// There is nothing to join: the string, or the only item, can be written directly.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Join [' ', [Build, finished]]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: 'Build finished'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A single `Ref` is reported only if it is certain to return one string, and a single `GetAtt` only if AWS's
    /// resource schema declares the attribute as a string: a list or `AWS::NoValue` would mean something else outside
    /// of the `Join`. The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There is none if a
    /// comment would be lost.
    "trivial-join" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [Join],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(place) = FunctionText::of(function) else { return };
    let verdict = verdict(function, cx.template());
    if verdict == Verdict::Never {
        return;
    }
    let mut styles = LiteralStyles::default();
    let Ok(parts) = Parts::of_join(function, cx.template(), &mut styles) else { return };
    if verdict != Verdict::Safe && parts.has_placeholder_in_text() {
        return;
    }
    let replacement = match parts.as_text() {
        Some(text) => spelled(text, styles, place, scalar_place(place, function)).map(Replacement::Scalar),
        None => single_reference(function, cx).or_else(|| single_sub(function, &parts, styles, place)),
    };
    let is_accepted = |replacement: &Replacement| is_accepted(replacement, function, cx.template());
    let Some(replacement) = replacement.filter(is_accepted) else { return };
    let finding = cx.finding(place.range(), "this `Join` has nothing to join");
    if cx.tree().comments().any_within(place.touched()) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    let applicability = verdict.applicability();
    let help = help_for(&replacement, function, "replace the `Join` with its value");
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        Some(Fix::new(applicability, help, [place.replace(replacement)?]))
    });
}

/// The place of a scalar that replaces the function: in the long form, the scalar replaces the whole mapping.
fn scalar_place(place: FunctionText<'_>, function: Function<'_>) -> ScalarContext {
    match function.key {
        Some(_) => ScalarContext::of(function.node),
        None => place.argument_place(),
    }
}

/// The only item, if it is a reference that is certain to return one string.
fn single_reference(function: Function<'_>, cx: &RuleContext<'_, '_>) -> Option<Replacement> {
    let Ok(Intrinsic::Join { list, .. }) = function.view() else { return None };
    let item = list.item(0).filter(|_| list.child_count() == 1)?;
    match item.function()?.view().ok()? {
        Intrinsic::Ref(name) => {
            let text = name
                .text()
                .filter(|_| name.tag().is_none())
                .filter(|name| cx.template().shape_of_ref(name) == ValueShape::Text)?;
            is_variable_name(text)
                .then(|| Replacement::Function(FunctionName::Ref, spelled_name(text, function)))
        }
        Intrinsic::GetAtt(name) => {
            let shape = cx.template().shape_of_attribute(name.logical_id, name.attribute);
            let fits = shape == ValueShape::Text
                && is_logical_id(name.logical_id)
                && is_variable_name(name.attribute);
            let argument = get_att_argument(name.logical_id, name.attribute, function);
            fits.then_some(Replacement::Function(FunctionName::GetAtt, argument))
        }
        _ => None,
    }
}

/// A `Sub` with the parts of the only item, which is a `Sub` or a `Join`; `None` for a reference, which a `Sub` would
/// only wrap.
fn single_sub(
    function: Function<'_>,
    parts: &Parts,
    styles: LiteralStyles,
    place: FunctionText<'_>,
) -> Option<Replacement> {
    let Ok(Intrinsic::Join { list, .. }) = function.view() else { return None };
    let item = list.item(0).filter(|_| list.child_count() == 1)?.function()?;
    if !matches!(item.name, FunctionName::Sub | FunctionName::Join) {
        return None;
    }
    let spelled = spelled(&parts.to_sub().ok()?, styles, place, place.argument_place())?;
    Some(Replacement::Function(FunctionName::Sub, spelled))
}

/// The text as a scalar; `None` if a block scalar could not end where the function ends.
fn spelled(
    text: &str,
    styles: LiteralStyles,
    function: FunctionText<'_>,
    place: ScalarContext,
) -> Option<String> {
    spell(text, styles, place).filter(|spelled| function.fits(spelled, place.block_indent))
}

/// The name, spelled as the argument of the function.
pub(super) fn spelled_name(name: &str, function: Function<'_>) -> String {
    let place = ScalarContext::in_collection(function.node.parent(), function.node.tree(), 0);
    scalar(name, place)
}

/// Logical ID and attribute as an argument of `GetAtt`: dotted after a tag, a list in the long form.
pub(super) fn get_att_argument(logical_id: &str, attribute: &str, function: Function<'_>) -> String {
    let name = |text: &str| spelled_name(text, function);
    match function.key {
        Some(_) => format!("[{}, {}]", name(logical_id), name(attribute)),
        None => name(&format!("{logical_id}.{attribute}")),
    }
}

/// Whether the node is a scalar without a tag or an anchor, whose value is not the result of a function.
pub(super) fn is_literal(node: Node<'_>) -> bool {
    node.is_scalar() && node.tag().is_none() && node.anchor_range().is_none()
}
