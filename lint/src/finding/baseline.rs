//! Baselines: files with accepted findings, so that only new ones are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::finding::fingerprint::Fingerprint;

/// The version of the file format.
const VERSION: u32 = 1;

/// The accepted findings of all files, by path and fingerprint.
#[derive(Debug, Default)]
pub struct Baseline {
    /// The folder that the paths are relative to.
    folder: PathBuf,
    files: BTreeMap<String, BTreeSet<Fingerprint>>,
}

/// An accepted finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The path of the file, relative to the folder of the baseline, with `/` between folders.
    pub path: String,
    /// The name of the rule, for readers of the file; it is not used otherwise.
    pub rule: String,
    /// The fingerprint of the finding.
    pub fingerprint: Fingerprint,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

/// An error in reading a baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error("{path}: cannot read the baseline: {source}")]
    Unreadable {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file is not a baseline.
    #[error("{path}:{}: not a cfn-tidy baseline; create one with --write-baseline", source.line())]
    Malformed {
        /// The path of the file.
        path: String,
        /// The error of the JSON parser.
        source: serde_json::Error,
    },
    /// The file was written by another version of cfn-tidy.
    #[error("{path}: unsupported baseline version {version}; regenerate it with --write-baseline")]
    Version {
        /// The path of the file.
        path: String,
        /// The version in the file.
        version: u32,
    },
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// [`BaselineError`].
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let name = || path.display().to_string();
        let text =
            fs::read_to_string(path).map_err(|source| BaselineError::Unreadable { path: name(), source })?;
        let document: Document = serde_json::from_str(&text)
            .map_err(|source| BaselineError::Malformed { path: name(), source })?;
        if document.version != VERSION {
            return Err(BaselineError::Version { path: name(), version: document.version });
        }
        let mut files: BTreeMap<String, BTreeSet<Fingerprint>> = BTreeMap::new();
        for entry in document.findings {
            files.entry(entry.path).or_default().insert(entry.fingerprint);
        }
        Ok(Self { folder: folder_of(path), files })
    }

    /// Returns the accepted findings of the file at an absolute path.
    pub fn of_file(&self, path: &Path) -> Option<&BTreeSet<Fingerprint>> {
        self.files.get(&relative(path, &self.folder))
    }
}

/// Returns the text of a baseline for `path` that accepts the given findings: absolute path, rule and fingerprint.
pub fn to_text(
    path: &Path,
    findings: impl IntoIterator<Item = (PathBuf, &'static str, Fingerprint)>,
) -> String {
    let folder = folder_of(path);
    let entry = |(file, rule, fingerprint): (PathBuf, &'static str, Fingerprint)| Entry {
        path: relative(&file, &folder),
        rule: rule.to_owned(),
        fingerprint,
    };
    let mut findings: Vec<Entry> = findings.into_iter().map(entry).collect();
    findings.sort();
    let lines: Vec<String> = findings.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
    let list = if lines.is_empty() { String::new() } else { format!("\n  {}\n", lines.join(",\n  ")) };
    format!("{{\"version\": {VERSION}, \"findings\": [{list}]}}\n")
}

fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

/// Returns the path of a file relative to a folder, with `/` between folders; unchanged if it is outside the folder.
fn relative(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.display().to_string().replace('\\', "/")
}
