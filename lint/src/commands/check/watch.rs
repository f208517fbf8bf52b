//! `--watch`: waiting for the next change.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::config;
use crate::files::EXTENSIONS;

/// The time without events after which a change is complete: editors write a file in several steps.
const SILENCE: Duration = Duration::from_millis(100);

/// A watcher of the checked paths.
pub(super) struct Watch {
    events: Receiver<notify::Result<Event>>,
    /// The names of explicitly passed files, which are watched whatever their extension.
    named: Vec<PathBuf>,
    /// Events arrive only while this is alive.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches files and folders. For a file, its folder is watched, since editors replace files.
    pub(super) fn new(paths: &[PathBuf]) -> notify::Result<Self> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        let mut named = Vec::new();
        for path in paths {
            if path.is_dir() {
                watcher.watch(path, RecursiveMode::Recursive)?;
            } else {
                watcher.watch(folder_of(path), RecursiveMode::NonRecursive)?;
                named.extend(path.file_name().map(PathBuf::from));
            }
        }
        Ok(Self { events, named, _watcher: watcher })
    }

    /// Waits until something has changed and settled. Returns false if no more events can arrive.
    pub(super) fn wait(&self) -> bool {
        loop {
            match self.events.recv() {
                Ok(event) if self.matters(&event) => break,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        while self.events.recv_timeout(SILENCE).is_ok() {}
        true
    }

    fn matters(&self, event: &notify::Result<Event>) -> bool {
        // A watcher that lost events does not know which, so anything may have changed.
        let Ok(event) = event else { return true };
        // Reading a file is an event as well; without this guard, checking would trigger itself.
        let changes = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        changes && event.paths.iter().any(|path| self.is_checked(path))
    }

    fn is_checked(&self, path: &Path) -> bool {
        let name = path.file_name().map(Path::new);
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        EXTENSIONS.contains(&extension)
            || name.is_some_and(|name| {
                name == Path::new(config::FILE_NAME) || self.named.iter().any(|n| n == name)
            })
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
