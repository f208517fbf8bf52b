//! Deprecated Lambda runtimes.

use cfn_ast::Edit;
use cfn_ast::model::{Context, Section};
use cfn_schema::Runtime;

use crate::cfn_lint::is_branch;
use crate::rules::kit::lambda_runtimes::{Stage, named, successor};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A Lambda function with a runtime that AWS has deprecated, or will deprecate on an announced date.
    ///
    /// ## Why
    ///
    /// A deprecated runtime no longer receives security updates. Later, AWS blocks the creation of functions with it,
    /// and finally their update. The message shows the date in AWS's list of runtimes.
    ///
    /// Once creation or update is blocked, the finding is an error; a runtime that AWS will deprecate within the next
    /// 180 days is a note. What has happened already is judged as of the date of the list that this version of
    /// cfn-tidy contains, `schema/data/runtimes.txt`, so findings do not depend on the current date.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Runtime: python3.8
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Runtime: python3.14
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix replaces the runtime with the newest one of the same language, never with one whose deprecation is
    /// announced. It is unsafe: the code must be compatible with the newer version, and packages with native parts must
    /// be rebuilt for it. For example, Node.js 24 no longer supports handlers with callbacks. Python 2.7 and Go are
    /// reported without a fix, since their successors need different code or a different build.
    "deprecated-runtime" {
        group: Deprecated,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W2531", "E2531", "E2533"],
        hooks: [Node(check)],
        some_without_cfn_lint: true,
    }
}

/// Languages whose newest runtime needs other code or another build, so that no fix is offered.
const NEEDS_OTHER_CODE: [&str; 2] = ["go1.x", "python2.7"];

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(text) = node.text().filter(|_| !node.is_key() && node.tag().is_none()) else { return };
    let Some(runtime) = named(text) else { return };
    let Some(stage) = Stage::of(runtime) else { return };
    if !is_runtime(node) {
        return;
    }
    let finding = finding(node, runtime, stage, cx);
    if NEEDS_OTHER_CODE.contains(&runtime.name.as_str()) {
        let help = "not fixed because the code must be changed as well; upgrade to a supported runtime";
        return cx.report(finding.with_help(help));
    }
    let Some(successor) = successor(runtime) else {
        return cx.report(finding.with_help("upgrade to a supported runtime"));
    };
    let help = format!("upgrade to `{}`", successor.name);
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        let range = node.text_range(0..text.len());
        Some(Fix::unsafe_edits(help, [Edit::replace(range, successor.name.as_str())]))
    });
}

/// The finding with the ID and the severity that cfn-lint has for the stage. cfn-lint reports nothing before the
/// deprecation, so an announced one is a note without an ID.
fn finding<'t>(node: Node<'t>, runtime: &Runtime, stage: Stage, cx: &RuleContext<'_, 't>) -> Finding {
    let (name, deprecated) = (&runtime.name, runtime.deprecated.as_deref().unwrap_or_default());
    let of = |message: String| cx.finding(node.range(), message);
    let since = format!("Lambda runtime `{name}` is deprecated since {deprecated}");
    match stage {
        Stage::Announced => of(format!("Lambda runtime `{name}` will be deprecated on {deprecated}"))
            .with_severity(Severity::Note)
            .without_cfn_lint(),
        Stage::Deprecated => of(since).with_cfn_lint("W2531"),
        Stage::CreateBlocked(date) => {
            of(format!("{since}; functions cannot be created with it since {date}"))
                .with_severity(Severity::Error)
                .with_cfn_lint("E2531")
        }
        Stage::UpdateBlocked(date) => {
            of(format!("{since}; functions that use it cannot be updated since {date}"))
                .with_severity(Severity::Error)
                .with_cfn_lint("E2533")
        }
    }
}

/// Whether the node is the `Runtime` of a function or of SAM's globals.
fn is_runtime(node: Node<'_>) -> bool {
    // An item that another function joins or selects is only a part of the name, or not the one that is used.
    if !node.enclosing_functions().all(|outer| is_branch(outer, node)) {
        return false;
    }
    let context = Context::of(node);
    let is_function = |name: &str| matches!(name, "AWS::Lambda::Function" | "AWS::Serverless::Function");
    match context.section() {
        Some(Section::Globals) => {
            context.declaration() == Some("Function") && context.path_starts_with(&["Runtime"])
        }
        Some(Section::Resources) => {
            let resource = node.ancestors().find_map(|ancestor| ancestor.get("Type"));
            context.path_starts_with(&["Properties", "Runtime"])
                && resource.and_then(Node::text).is_some_and(is_function)
        }
        _ => false,
    }
}
