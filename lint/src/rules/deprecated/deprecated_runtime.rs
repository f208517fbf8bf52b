//! Deprecated Lambda runtimes.

use cfn_ast::model::{Context, Section};
use cfn_ast::{Edit, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;

declare_rule! {
    /// A Lambda function with a runtime that AWS has deprecated, or will deprecate on an announced date.
    ///
    /// ## Why
    ///
    /// A deprecated runtime no longer receives security updates. Later, AWS blocks the creation of functions with it,
    /// and finally their update. The message shows the deprecation date in AWS's list of runtimes. The finding does
    /// not depend on the current date.
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
    ///       Runtime: python3.12
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: the code must be compatible with the newer version, and packages with native parts must be
    /// rebuilt for it. Python 2.7 and Go are reported without a fix, since their successors need different code or a
    /// different build.
    "deprecated-runtime" {
        group: Deprecated,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W2531", "E2531", "E2533"],
        hooks: [Node(check)],
    }
}

/// The runtimes with their deprecation dates and the ones to upgrade to, from "Lambda runtimes" in the AWS Lambda
/// Developer Guide.
const RUNTIMES: [(&str, &str, Option<&str>); 27] = [
    ("dotnet6", "2024-12-20", Some("dotnet8")),
    ("dotnetcore1.0", "2019-06-27", Some("dotnet8")),
    ("dotnetcore2.0", "2019-05-30", Some("dotnet8")),
    ("dotnetcore2.1", "2022-01-05", Some("dotnet8")),
    ("dotnetcore3.1", "2023-04-03", Some("dotnet8")),
    ("go1.x", "2024-01-08", None),
    ("java8", "2024-01-08", Some("java8.al2")),
    ("nodejs", "2016-10-31", Some("nodejs22.x")),
    ("nodejs10.x", "2021-07-30", Some("nodejs22.x")),
    ("nodejs12.x", "2023-03-31", Some("nodejs22.x")),
    ("nodejs14.x", "2023-12-04", Some("nodejs22.x")),
    ("nodejs16.x", "2024-06-12", Some("nodejs22.x")),
    ("nodejs18.x", "2025-09-01", Some("nodejs22.x")),
    ("nodejs20.x", "2026-04-30", Some("nodejs22.x")),
    ("nodejs4.3", "2020-03-05", Some("nodejs22.x")),
    ("nodejs4.3-edge", "2019-04-30", Some("nodejs22.x")),
    ("nodejs6.10", "2019-08-12", Some("nodejs22.x")),
    ("nodejs8.10", "2020-03-06", Some("nodejs22.x")),
    ("provided", "2024-01-08", Some("provided.al2023")),
    ("python2.7", "2021-07-15", None),
    ("python3.6", "2022-07-18", Some("python3.12")),
    ("python3.7", "2023-12-04", Some("python3.12")),
    ("python3.8", "2024-10-14", Some("python3.12")),
    ("python3.9", "2025-12-15", Some("python3.12")),
    ("ruby2.5", "2021-07-30", Some("ruby3.3")),
    ("ruby2.7", "2023-12-07", Some("ruby3.3")),
    ("ruby3.2", "2026-03-31", Some("ruby3.3")),
];

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(text) = node.text().filter(|_| !node.is_key() && node.tag().is_none()) else { return };
    let Ok(index) = RUNTIMES.binary_search_by_key(&text, |(name, ..)| *name) else { return };
    let (name, date, successor) = RUNTIMES[index];
    if !is_runtime(node) {
        return;
    }
    let finding = cx.finding(node.range(), format!("Lambda runtime `{name}` is deprecated as of {date}"));
    let Some(successor) = successor else {
        let help = "not fixed because the code must be changed as well; upgrade to a supported runtime";
        return cx.report(finding.with_help(help));
    };
    let help = format!("upgrade to `{successor}`");
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        let range = node.text_range(0..text.len());
        Some(Fix::unsafe_edits(help, [Edit::replace(range, successor)]))
    });
}

/// Whether the node is the `Runtime` of a function or of SAM's globals.
fn is_runtime(node: Node<'_>) -> bool {
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

#[cfg(test)]
mod tests {
    use super::RUNTIMES;

    #[test]
    fn the_table_is_sorted_and_names_no_deprecated_successor() {
        assert!(RUNTIMES.is_sorted_by_key(|(name, ..)| *name));
        for (name, _, successor) in RUNTIMES {
            assert!(RUNTIMES.iter().all(|(other, ..)| Some(*other) != successor), "{name}");
        }
    }
}
