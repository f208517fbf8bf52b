//! SARIF 2.1.0, as code scanning services and editors read it.

use std::io::{self, Write};

use cfn_ast::{Edit, Source, TextRange};
use serde_json::{Value, json};

use super::FileReport;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::fingerprint::Fingerprint;
use crate::fix::Fix;
use crate::rule::Rule;
use crate::rules::RULES;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name and version of the way in which the fingerprints are made.
const FINGERPRINT: &str = "cfnTidy/v1";

pub(super) fn write(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let results: Vec<Value> = files.iter().flat_map(results).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver()},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn driver() -> Value {
    json!({
        "name": "cfn-tidy",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": RULES.iter().map(|rule| reporting_descriptor(rule)).collect::<Vec<_>>(),
    })
}

fn reporting_descriptor(rule: &Rule) -> Value {
    let home = env!("CARGO_PKG_REPOSITORY");
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary()},
        "help": {"text": rule.summary(), "markdown": rule.documentation()},
        "helpUri": format!("{home}/blob/main/docs/rules/{}.md", rule.name),
        "defaultConfiguration": {"enabled": rule.default, "level": level(rule.severity)},
        "properties": {"tags": [rule.group]},
    })
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn results(file: &FileReport) -> Vec<Value> {
    let marked = file.diagnostics.iter().zip(&file.fingerprints);
    marked.map(|(diagnostic, mark)| result(file, diagnostic, mark)).collect()
}

fn result(file: &FileReport, diagnostic: &Diagnostic, mark: &Fingerprint) -> Value {
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "level": level(diagnostic.severity),
        "message": {"text": diagnostic.with_help_text()},
        "locations": [{"physicalLocation": location(file, diagnostic.range)}],
        "partialFingerprints": {FINGERPRINT: mark},
    });
    if let Some(index) = RULES.iter().position(|rule| rule.name == diagnostic.rule) {
        result["ruleIndex"] = json!(index);
    }
    if !diagnostic.labels.is_empty() {
        let labels = diagnostic.labels.iter().enumerate().map(|(id, label)| related(file, id, label));
        result["relatedLocations"] = labels.collect();
    }
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] = json!([sarif_fix(file, fix)]);
    }
    result
}

fn related(file: &FileReport, id: usize, label: &Label) -> Value {
    json!({
        "id": id,
        "message": {"text": label.message},
        "physicalLocation": location(file, label.range),
    })
}

fn sarif_fix(file: &FileReport, fix: &Fix) -> Value {
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": region(&file.source, edit.range()),
            "insertedContent": {"text": edit.text()},
        })
    };
    json!({
        "description": {"text": fix.message()},
        "artifactChanges": [{
            "artifactLocation": artifact(&file.path),
            "replacements": fix.edits().iter().map(replacement).collect::<Vec<_>>(),
        }],
        "properties": {"applicability": fix.applicability()},
    })
}

fn location(file: &FileReport, range: TextRange) -> Value {
    json!({"artifactLocation": artifact(&file.path), "region": region(&file.source, range)})
}

fn region(source: &Source, range: TextRange) -> Value {
    let start = source.line_column_utf16(range.start());
    let end = source.line_column_utf16(range.end());
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// The path as a URI reference; a relative one is relative to the folder where the command ran.
fn artifact(path: &str) -> Value {
    let path = path.replace('\\', "/");
    let absolute = if path.starts_with('/') { "file://" } else { "" };
    let escaped: String = path.bytes().map(uri_byte).collect();
    json!({"uri": format!("{absolute}{escaped}")})
}

fn uri_byte(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
