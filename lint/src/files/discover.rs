//! Finds the files that may be templates below the paths on the command line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{DirEntry, WalkBuilder};

use crate::config::Resolver;

/// The extensions of the files that may be templates when a folder is walked.
pub const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "template"];

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The path to print and to open.
    pub path: PathBuf,
    /// Whether it was named on the command line; then it is checked regardless of its content.
    pub explicit: bool,
}

/// A path that could not be followed.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// A path on the command line does not exist.
    #[error("{path}: no such file or folder")]
    Missing {
        /// The path as it was given.
        path: String,
    },
    /// A path on the command line cannot be opened.
    #[error("{path}: cannot be opened: {source}")]
    Unreadable {
        /// The path as it was given.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// A folder or file below a folder cannot be read.
    #[error("{path}: cannot read folder: {source}")]
    Walk {
        /// The folder as it was given.
        path: String,
        /// What the walker reports, including the path.
        source: ignore::Error,
    },
}

/// The result of [`find`]: files sorted by path, each once, and the paths that could not be followed.
#[derive(Debug, Default)]
pub struct Found {
    /// The files.
    pub files: Vec<Candidate>,
    /// The problems, in the order of the paths.
    pub problems: Vec<DiscoverError>,
}

/// Returns the files at and below `paths` that the configuration does not exclude.
///
/// Symbolic links are followed if they are named themselves, but not inside a folder, so no walk can loop.
pub fn find(paths: &[PathBuf], resolver: &Arc<Resolver>) -> Found {
    let mut found = Collector::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk(path, resolver, &mut found),
            Ok(_) => name(path, resolver, &mut found),
            Err(error) => found.problems.push(path_error(path, error)),
        }
    }
    let mut files: Vec<Candidate> = found.files.into_values().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Found { files, problems: found.problems }
}

fn name(path: &Path, resolver: &Resolver, found: &mut Collector) {
    let (settings, absolute) = resolver.file(path);
    if !(settings.force_exclude && settings.exclude.matches(&absolute, false)) {
        let identity = fs::canonicalize(path).unwrap_or(absolute);
        found.add(identity, Candidate { path: path.to_path_buf(), explicit: true });
    }
}

fn walk(root: &Path, resolver: &Arc<Resolver>, found: &mut Collector) {
    let (settings, absolute_root) = resolver.folder(root);
    if settings.force_exclude && settings.exclude.matches(&absolute_root, true) {
        return;
    }
    let mut walk = WalkBuilder::new(root);
    walk.standard_filters(settings.respect_gitignore).hidden(false).require_git(false);
    walk.filter_entry(not_excluded(Arc::clone(resolver)));
    for entry in walk.build() {
        match entry {
            Ok(entry) if may_be_template(&entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let path = entry.path().strip_prefix("./").unwrap_or(entry.path()).to_path_buf();
                found.add(absolute_root.join(below), Candidate { path, explicit: false });
            }
            Ok(_) => {}
            Err(source) => {
                found.problems.push(DiscoverError::Walk { path: root.display().to_string(), source });
            }
        }
    }
}

fn not_excluded(resolver: Arc<Resolver>) -> impl Fn(&DirEntry) -> bool + Send + Sync + 'static {
    move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let (settings, absolute) = resolver.file(entry.path());
        entry.depth() == 0 || !settings.exclude.matches_itself(&absolute, is_folder)
    }
}

fn path_error(path: &Path, source: std::io::Error) -> DiscoverError {
    let path = path.display().to_string();
    if source.kind() == std::io::ErrorKind::NotFound {
        DiscoverError::Missing { path }
    } else {
        DiscoverError::Unreadable { path, source }
    }
}

fn may_be_template(entry: &DirEntry) -> bool {
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    let extension = entry.path().extension().and_then(|extension| extension.to_str());
    is_file
        && extension.is_some_and(|extension| EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()))
}

/// Files by their canonical path, so that one that is reached twice is checked and fixed once.
#[derive(Default)]
struct Collector {
    files: BTreeMap<PathBuf, Candidate>,
    problems: Vec<DiscoverError>,
}

impl Collector {
    fn add(&mut self, identity: PathBuf, candidate: Candidate) {
        let known = self.files.entry(identity).or_insert_with(|| candidate.clone());
        if candidate.explicit && !known.explicit {
            *known = candidate;
        }
    }
}
