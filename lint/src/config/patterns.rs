//! Path patterns in the syntax of `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// An invalid pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid path pattern `{pattern}`: {reason}")]
pub struct PatternError {
    /// The pattern, as it was written.
    pub pattern: String,
    /// The problem with it.
    pub reason: String,
}

/// Patterns relative to one folder.
#[derive(Debug)]
pub struct Patterns {
    root: PathBuf,
    words: Vec<String>,
    matcher: Gitignore,
}

impl Patterns {
    /// Parses patterns that are relative to the folder `root`, an absolute path.
    ///
    /// # Errors
    /// All invalid patterns.
    pub fn new(root: &Path, words: impl IntoIterator<Item = String>) -> Result<Self, Vec<PatternError>> {
        let words: Vec<String> = words.into_iter().collect();
        let mut builder = GitignoreBuilder::new(root);
        let mut problems = Vec::new();
        for word in &words {
            if let Err(error) = builder.add_line(None, word) {
                problems.push(PatternError { pattern: word.clone(), reason: reason(&error) });
            }
        }
        let matcher = builder
            .build()
            .map_err(|error| vec![PatternError { pattern: words.join(","), reason: reason(&error) }])?;
        if problems.is_empty() {
            Ok(Self { root: root.to_path_buf(), words, matcher })
        } else {
            Err(problems)
        }
    }

    /// An empty list of patterns.
    pub fn none(root: &Path) -> Self {
        Self { root: root.to_path_buf(), words: Vec::new(), matcher: Gitignore::empty() }
    }

    /// Whether an absolute path or a folder above it matches.
    pub fn matches(&self, path: &Path, is_folder: bool) -> bool {
        match path.strip_prefix(&self.root) {
            Ok(below) => self.matcher.matched_path_or_any_parents(below, is_folder).is_ignore(),
            // As in git, patterns do not apply outside of their folder.
            Err(_) => false,
        }
    }

    /// Whether an absolute path itself matches, whatever the folders above it.
    pub fn matches_itself(&self, path: &Path, is_folder: bool) -> bool {
        match path.strip_prefix(&self.root) {
            Ok(below) => self.matcher.matched(below, is_folder).is_ignore(),
            Err(_) => false,
        }
    }

    /// Returns the patterns as they were written.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithPath { err, .. } => reason(err),
        other => other.to_string(),
    }
}
