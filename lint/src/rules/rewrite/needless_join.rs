//! `Fn::Join` that `Fn::Sub` says more plainly.

use cfn_ast::model::{Context, Intrinsic};
use cfn_ast::{Function, FunctionName};

use crate::cfn_lint::offset_of_value;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::{Applicability, Fix};
use crate::rewrite::{
    FunctionText, LiteralStyles, Parts, Refusal, Replacement, Verdict, has_anchors, spell, verdict,
};

declare_rule! {
    /// A `Join` of texts and references that a `Sub` says more plainly.
    ///
    /// ## Why
    ///
    /// `!Sub 'arn:${AWS::Partition}:s3:::${Bucket}/*'` shows the string as it will be. The same `Join` has to be put
    /// together in the reader's head.
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
    /// Texts that look like variables are escaped, and the new string is read back and must have the same parts. The
    /// fix is unsafe in a template that a macro other than AWS's own sees, and inside `Fn::ForEach`. It is not offered
    /// where a comment would be lost, where an item is written over several lines, or where a `$` stands before a
    /// variable. A Join with anything but texts, `Ref`, `GetAtt`, `Sub` strings and other such Joins is no finding;
    /// neither is one whose references the template does not declare, or that could hold a list or `AWS::NoValue`.
    /// Texts with variables of the Serverless Framework, such as `${self:custom.name}`, are left alone: an escape would keep
    /// it from finding them.
    ///
    /// A change set that is made before the values of resources are known may list the resource all the same.
    "needless-join" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["I1022"],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::Join || has_anchors(function.node) || cx.is_written_by_cdk() {
        return;
    }
    let Ok(Intrinsic::Join { delimiter, list }) = function.view() else { return };
    let Some(place) = FunctionText::of(function) else { return };
    let verdict = verdict(function, cx.template());
    if list.child_count() < 2 || verdict == Verdict::Never {
        return;
    }
    let mut styles = LiteralStyles::default();
    let parts = Parts::of_join(function, cx.template(), &mut styles);
    let sub = match parts {
        Ok(parts) if parts.as_text().is_some() => return,
        Ok(parts) if verdict != Verdict::Safe && parts.has_placeholder_in_text() => return,
        Ok(parts) => parts.to_sub(),
        Err(refusal) => Err(refusal),
    };
    let finding = cx.finding(place.range(), "`Join` of texts and references");
    let finding = finding.with_cfn_lint_offset(offset_of_value(delimiter));
    let has_comment = cx.tree().comments().any_within(place.range());
    let text = match sub {
        Err(Refusal::NotACandidate) => return,
        Err(Refusal::Report(why)) => return cx.report(finding.with_help(not_fixed(why))),
        Ok(text) if text.contains("${!") && is_in_launch_template(function, cx) => return,
        Ok(_) if has_comment => {
            return cx.report(finding.with_help(not_fixed("a comment inside would be lost")));
        }
        Ok(text) => text,
    };
    let spot = place.argument_place();
    let Some(spelled) = spell(&text, styles, spot).filter(|text| place.fits(text, spot.block_indent)) else {
        return cx.report(finding.with_help(not_fixed("its lines make no clear block")));
    };
    let applicability = match verdict {
        Verdict::Unsafe(_) => Applicability::Unsafe,
        _ => Applicability::Safe,
    };
    let finding = match verdict {
        Verdict::Unsafe(why) => {
            finding.with_help_beside_fix(format!("write it as a `Sub`; unsafe, because {why}"))
        }
        _ => finding.with_help("write it as a `Sub`"),
    };
    cx.report_with_fix(finding, || {
        let edit = place.replace(Replacement::Function(FunctionName::Sub, spelled))?;
        Some(Fix::new(applicability, "write the `Join` as a `Sub`", [edit]))
    });
}

fn not_fixed(why: &str) -> String {
    format!("a `Sub` would be plainer; not fixed because {why}")
}

/// The escape `${!Name}` is not kept in the user data of launch templates (AWS CloudFormation User Guide, "Fn::Sub").
fn is_in_launch_template(function: Function<'_>, cx: &RuleContext<'_, '_>) -> bool {
    let declaration = Context::of(function.node).declaration();
    declaration.and_then(|name| cx.template().resource_type(name)) == Some("AWS::EC2::LaunchTemplate")
}
