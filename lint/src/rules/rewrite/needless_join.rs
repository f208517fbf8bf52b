//! `Fn::Join` that can be a `Fn::Sub`.

use cfn_ast::FunctionName;
use cfn_ast::edit::{FunctionText, Replacement};
use cfn_ast::model::{Context, Intrinsic};

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::editing::{LiteralStyles, Parts, Verdict, help_for, spell, verdict};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Join` of literals and references that can be a `Sub`.
    ///
    /// ## Why
    ///
    /// `!Sub 'arn:${AWS::Partition}:s3:::${Bucket}/*'` shows the shape of the resulting string. The same string in a
    /// `Join` has to be put together in the reader's head.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///   Reader:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: s3:GetObject
    ///             Resource: !Join ['', [!GetAtt Bucket.Arn, /*]]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///   Reader:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: s3:GetObject
    ///             Resource: !Sub '${Bucket.Arn}/*'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Literals that look like variables are escaped, and the new string is parsed again to check that it has the
    /// same parts. The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`.
    ///
    /// A `Join` is not reported if a comment would be lost, if an item spans several lines, or if there is a `$` before a
    /// variable. It is reported only if its items are literals, `Ref`, `GetAtt`, `Sub` without a mapping, or other such
    /// `Join`s, and only if everything it refers to is declared and cannot be a list or `AWS::NoValue`. Literals with
    /// variables of the Serverless Framework, such as `${self:custom.name}`, are left alone: it could not find them
    /// once they are escaped.
    ///
    /// CloudFormation may still list the resource in a change set, since it compares templates before values are known.
    "needless-join" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["I1022"],
        hooks: [Function(check)],
        functions: [Join],
        skips: [CdkOutput, Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Join { delimiter, list }) = function.view() else { return };
    let Some(place) = FunctionText::of(function) else { return };
    let verdict = verdict(function, cx.template());
    // `trivial-join` reports a Join of a single item.
    if list.child_count() < 2 || verdict == Verdict::Never {
        return;
    }
    let mut styles = LiteralStyles::default();
    let parts = Parts::of_join(function, cx.template(), &mut styles);
    let sub = match parts {
        // `trivial-join` reports a Join without references.
        Ok(parts) if parts.as_text().is_some() => return,
        // `Fn::ForEach` and macros may replace what looks like a variable in a literal, which an escape would prevent.
        Ok(parts) if verdict != Verdict::Safe && parts.has_placeholder_in_text() => return,
        Ok(parts) => parts.to_sub(),
        Err(refusal) => Err(refusal),
    };
    let finding = cx.finding(place.range(), "this `Join` can be a `Sub`");
    let finding = finding.with_cfn_lint_offset(offset_of_value(delimiter));
    let has_comment = cx.tree().comments().any_within(place.range());
    // Advice that cannot be written helps nobody: a `Sub` with a comment, with several lines, or with a `$` before a variable.
    let Ok(text) = sub else { return };
    if has_comment || (text.contains("${!") && is_in_launch_template(function, cx)) {
        return;
    }
    let spot = place.argument_place();
    let Some(spelled) = spell(&text, styles, spot).filter(|text| place.fits(text, spot.block_indent)) else {
        return;
    };
    let replacement = Replacement::Function(FunctionName::Sub, spelled);
    let help = help_for(&replacement, function, "replace the `Join` with a `Sub`");
    let applicability = verdict.applicability();
    let finding = match verdict {
        Verdict::Unsafe(why) => finding.with_help_beside_fix(format!("the fix is unsafe because {why}")),
        _ => finding.with_help(help.as_str()),
    };
    cx.report_with_fix(finding, || Some(Fix::new(applicability, help, [place.replace(replacement)?])));
}

/// Whether the function is in a launch template, whose user data does not support the escape `${!Name}` (AWS
/// CloudFormation User Guide, "Fn::Sub").
fn is_in_launch_template(function: Function<'_>, cx: &RuleContext<'_, '_>) -> bool {
    let declaration = Context::of(function.node).declaration();
    declaration.and_then(|name| cx.template().resource_type(name)) == Some("AWS::EC2::LaunchTemplate")
}
