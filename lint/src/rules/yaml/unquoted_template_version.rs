//! Unquoted `AWSTemplateFormatVersion`.

use cfn_ast::model::Section;

use super::unquoted_policy_version::report_unquoted_date;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An unquoted `AWSTemplateFormatVersion`.
    ///
    /// ## Why
    ///
    /// CloudFormation reads `2010-09-09` as a string, but most YAML parsers read it as a date, and tools that rewrite
    /// the template may write it as one. The rule is off by default, since most templates do not quote it and
    /// CloudFormation accepts it.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Resources: {}
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// AWSTemplateFormatVersion: '2010-09-09'
    /// Resources: {}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is safe: CloudFormation reads the same string.
    "unquoted-template-version" {
        group: Yaml,
        severity: Note,
        fix: Safe,
        default: false,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if let Some(version) = template.section(Section::FormatVersion) {
        let message = "unquoted template format version is read as a date by many YAML parsers";
        report_unquoted_date(version.value, cx, message);
    }
}
