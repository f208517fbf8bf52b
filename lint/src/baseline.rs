//! Findings that were there when a team began, kept in a file so that only new ones are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;

/// The version of the file's layout.
const VERSION: u32 = 1;

/// The findings of all files, by path and fingerprint.
#[derive(Debug, Default)]
pub struct Baseline {
    /// The folder that the paths are relative to.
    folder: PathBuf,
    files: BTreeMap<String, BTreeSet<Fingerprint>>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, relative to the folder of the baseline, with `/` between folders.
    pub path: String,
    /// The rule, for readers of the file.
    pub rule: String,
    /// The finding.
    pub fingerprint: Fingerprint,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error("{path}: the baseline cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file is no baseline.
    #[error("{path}: this is no baseline: {source}; make one with --write-baseline")]
    Malformed {
        /// The file.
        path: String,
        /// What the JSON reader says.
        source: serde_json::Error,
    },
    /// The file comes from another version of cfn-tidy.
    #[error("{path}: the baseline has version {version}, not {VERSION}; make it anew with --write-baseline")]
    Version {
        /// The file.
        path: String,
        /// The version it has.
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

    /// The accepted findings of the file at this absolute path.
    pub fn of_file(&self, path: &Path) -> Option<&BTreeSet<Fingerprint>> {
        self.files.get(&relative(path, &self.folder))
    }
}

/// The text of a baseline that accepts these findings, to be written at `path`; `findings` has absolute paths.
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

/// The path from the folder to the file, with `/` between folders; the whole path of a file outside the folder.
fn relative(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.display().to_string().replace('\\', "/")
}
