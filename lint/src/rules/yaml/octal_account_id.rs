//! Unquoted account IDs with a leading zero.

use cfn_ast::Edit;
use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::write::{Quotes, ScalarContext, quoted};

use crate::rules::kit::arn::is_account;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An unquoted account ID with a leading zero.
    ///
    /// ## Why
    ///
    /// In YAML 1.1, which CloudFormation reads, digits after a zero are an octal number: `012345670123` is 1402433619.
    /// With an 8 or a 9 among the digits it is a string in YAML 1.1, but a number without its leading zero in YAML 1.2,
    /// which many other tools read.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Account:
    ///     Type: String
    ///     Default: 012345678901
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Account:
    ///     Type: String
    ///     Default: '012345678901'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe if the digits are read as an octal number, since it changes the value to the account ID. It is
    /// safe if there is an 8 or a 9 among the digits, since the value stays the same.
    "octal-account-id" {
        group: Yaml,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_plain = node.scalar_style() == Some(ScalarStyle::Plain) && cx.tree().format() == Format::Yaml;
    let Some(text) = node.text().filter(|text| is_plain && is_account(text) && text.starts_with('0')) else {
        return;
    };
    if node.tag().is_some() || node.anchor_range().is_some() {
        return;
    }
    let is_string = node.as_str().is_some();
    let (applicability, message) = if is_string {
        (Applicability::Safe, "unquoted account ID is read as a number by YAML 1.2 parsers")
    } else {
        (Applicability::Unsafe, "unquoted account ID is read as an octal number")
    };
    let finding = cx.finding(node.range(), message).with_help("quote the account ID");
    cx.report_with_fix(finding, || {
        let text = quoted(text, Quotes::Single, ScalarContext::of(node));
        Some(Fix::new(applicability, "quote the account ID", [Edit::replace(node.range(), text)]))
    });
}
