//! The format `sarif`: [SARIF 2.1.0], as code scanning services and editors read it.
//!
//! [SARIF 2.1.0]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

use std::collections::BTreeMap;
use std::io::{self, Write};

use cfn_ast::{Edit, TextRange};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use url::Url;

use super::FileReport;
use crate::finding::fingerprint::Fingerprint;
use crate::finding::{Finding, Label, Severity};
use crate::fix::Fix;
use crate::rule::{Registry, Rule};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name and version of the algorithm of our fingerprints. A service that knows the fingerprint of a result does not
/// open a second alert when the result moves.
const FINGERPRINT: &str = "cfnTidy/v1";

pub(super) fn write(registry: Registry, files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: json!({"driver": driver(registry)}),
            column_kind: "utf16CodeUnits",
            results: Results { files, rules: RuleIndexes::new(registry) },
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Value,
    column_kind: &'static str,
    results: Results<'r>,
}

/// The results of all files, created one at a time while they are printed.
struct Results<'r> {
    files: &'r [FileReport],
    rules: RuleIndexes,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.files.iter().flat_map(|file| results(file, &self.rules)))
    }
}

fn driver(registry: Registry) -> Value {
    json!({
        "name": "cfn-tidy",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": registry.rules().iter().map(|rule| reporting_descriptor(rule)).collect::<Vec<_>>(),
    })
}

fn reporting_descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary()},
        "fullDescription": {"text": full_description(rule)},
        "help": {"text": rule.summary(), "markdown": rule.documentation()},
        "helpUri": rule.page(),
        "defaultConfiguration": {"enabled": rule.default, "level": level(rule.severity)},
        "properties": {"tags": [rule.group]},
    })
}

/// Returns the summary and the reasons of a rule as one paragraph.
fn full_description(rule: &Rule) -> String {
    let why = rule.section("Why").unwrap_or_default();
    let paragraphs = why.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {paragraphs}", rule.summary())
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// The indexes of the rules among the descriptors of the driver.
struct RuleIndexes(BTreeMap<&'static str, usize>);

impl RuleIndexes {
    fn new(registry: Registry) -> Self {
        Self(registry.rules().iter().enumerate().map(|(index, rule)| (rule.name, index)).collect())
    }
}

fn results(file: &FileReport, rules: &RuleIndexes) -> impl Iterator<Item = Value> {
    file.with_fingerprints().map(|(finding, fingerprint)| result(file, finding, &fingerprint, rules))
}

fn result(file: &FileReport, finding: &Finding, fingerprint: &Fingerprint, rules: &RuleIndexes) -> Value {
    let mut result = json!({
        "ruleId": finding.rule.name,
        "level": level(finding.severity),
        "message": {"text": finding.with_help_text()},
        "locations": [{"physicalLocation": location(file, finding.range)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    });
    if let Some(index) = rules.0.get(finding.rule.name) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(id) = finding.cfn_lint {
        result["properties"] = json!({"cfnLint": id});
    }
    if !finding.labels.is_empty() {
        let labels = finding.labels.iter().enumerate().map(|(id, label)| related(file, id, label));
        result["relatedLocations"] = labels.collect();
    }
    if let Some(fix) = &finding.fix {
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
            "deletedRegion": region(file, edit.range()),
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
    json!({"artifactLocation": artifact(&file.path), "region": region(file, range)})
}

fn region(file: &FileReport, range: TextRange) -> Value {
    let start = file.line_column_utf16(range.start());
    let end = file.line_column_utf16(range.end());
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn artifact(path: &str) -> Value {
    json!({"uri": uri(path)})
}

/// Returns a path as a URI reference; a relative one is relative to the working folder of the command.
fn uri(path: &str) -> String {
    if let Ok(url) = Url::from_file_path(path) {
        return url.into();
    }
    // Not an absolute path of this system.
    let separators = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    separators.bytes().map(uri_byte).collect()
}

fn uri_byte(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_relative_path_is_a_relative_reference() {
        assert_eq!(uri("../größe a.yaml"), "../gr%C3%B6%C3%9Fe%20a.yaml");
        assert_eq!(uri("a:b#c.yaml"), "a%3Ab%23c.yaml");
    }

    #[cfg(unix)]
    #[test]
    fn an_absolute_path_is_a_file_url() {
        assert_eq!(uri("/größe/a b.yaml"), "file:///gr%C3%B6%C3%9Fe/a%20b.yaml");
        assert_eq!(uri("back\\slash.yaml"), "back%5Cslash.yaml");
    }

    #[cfg(windows)]
    #[test]
    fn an_absolute_path_is_a_file_url() {
        assert_eq!(uri("C:\\größe\\a b.yaml"), "file:///C:/gr%C3%B6%C3%9Fe/a%20b.yaml");
        assert_eq!(uri("\\\\server\\share\\a.yaml"), "file://server/share/a.yaml");
        assert_eq!(uri("sub\\a.yaml"), "sub/a.yaml");
    }
}
