//! Patterns that are not valid regular expressions.

use regex_syntax::Parser;
use regex_syntax::ast::ErrorKind;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `AllowedPattern` that is not a valid regular expression, such as one with an unclosed bracket.
    ///
    /// ## Why
    ///
    /// The deployment fails when CloudFormation matches a value against the pattern.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    ///     AllowedPattern: '[a-z'
    /// Resources: {}
    /// ```
    "invalid-regular-expression" {
        group: Parameters,
        severity: Note,
        fix: None,
        default: false,
        cfn_lint: ["I2003"],
        hooks: [Parameter(check)],
    }
}

fn check<'t>(parameter: Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(node) = parameter.value().get("AllowedPattern") else { return };
    if let Some(problem) = node.text().and_then(problem) {
        let finding = cx.finding(node.range(), format!("invalid regular expression: {problem}"));
        cx.report(
            finding.with_help("correct the pattern; escape special characters that are meant literally"),
        );
    }
}

/// The error, if it is one in every dialect of regular expressions.
fn problem(pattern: &str) -> Option<String> {
    let Err(regex_syntax::Error::Parse(error)) = Parser::new().parse(pattern) else { return None };
    let in_every_dialect = matches!(
        error.kind(),
        ErrorKind::ClassRangeInvalid
            | ErrorKind::ClassUnclosed
            | ErrorKind::EscapeUnexpectedEof
            | ErrorKind::GroupUnclosed
            | ErrorKind::GroupUnopened
            | ErrorKind::RepetitionCountInvalid
            | ErrorKind::RepetitionMissing
    );
    in_every_dialect.then(|| error.kind().to_string())
}
