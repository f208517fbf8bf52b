//! Findings as diagnostics of the protocol.

use cfn_ast::Source;
use gen_lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    Uri,
};

use super::document::Document;
use super::position::Encoding;
use super::workspace::Workspace;
use crate::finding::{Finding, Severity};
use crate::rule::Group;

/// Returns the diagnostics of a text; none if it is not a template.
pub(super) fn diagnostics(
    document: &mut Document,
    workspace: &Workspace,
    encoding: Encoding,
) -> Vec<Diagnostic> {
    let uri = document.uri.clone();
    let Some((template, findings)) = document.checked(workspace) else { return Vec::new() };
    let source = template.tree.source();
    findings.iter().map(|finding| diagnostic(finding, source, &uri, encoding)).collect()
}

/// Returns the diagnostic of a finding.
pub(super) fn diagnostic(finding: &Finding, source: &Source, uri: &Uri, encoding: Encoding) -> Diagnostic {
    let related = finding.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: uri.clone(), range: encoding.range(source, label.range) },
        message: label.message.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: encoding.range(source, finding.range),
        severity: Some(severity(finding.severity)),
        code: Some(finding.rule.name.into()),
        code_description: Uri::parse(&finding.rule.page()).ok().map(|href| CodeDescription { href }),
        source: Some("cfn-tidy".to_owned()),
        message: finding.with_help_text().into(),
        tags: tag(finding.rule.group).map(|tag| vec![tag]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}

/// How an editor shows what the rules of a group find: faded, or struck through.
fn tag(group: Group) -> Option<DiagnosticTag> {
    match group {
        Group::Unused => Some(DiagnosticTag::Unnecessary),
        Group::Deprecated => Some(DiagnosticTag::Deprecated),
        _ => None,
    }
}
