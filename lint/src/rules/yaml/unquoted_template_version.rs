//! `AWSTemplateFormatVersion` without quotes.

use cfn_ast::Template;
use cfn_ast::model::Section;

use super::unquoted_policy_version::report_unquoted_date;
use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// `AWSTemplateFormatVersion` as a date without quotes.
    ///
    /// ## Why
    ///
    /// CloudFormation reads `2010-09-09` as text, but most readers of YAML take it for a date, and tools that write the
    /// template again may write it as one. Off by default, since most templates have it this way and CloudFormation
    /// takes it.
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
    /// The text is the same for CloudFormation.
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
        report_unquoted_date(
            version.value,
            cx,
            "the version of the format is a date to many readers of YAML",
        );
    }
}
