//! Replacing a file by a new text so that at any moment it is either the old one or the new one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

/// Why a file was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// The file may not be written.
    #[error("the file is read-only; make it writable or leave it out")]
    ReadOnly,
    /// Somebody wrote the file since it was read.
    #[error("the file changed while it was being fixed; run again")]
    Changed,
    /// The file or its folder cannot be looked at.
    #[error("cannot look at the file: {0}")]
    Look(#[source] io::Error),
    /// The new text cannot be stored beside the file.
    #[error("cannot store the fixed text beside the file: {0}")]
    Store(#[source] io::Error),
    /// The new text cannot take the place of the file.
    #[error("cannot put the fixed text in the place of the file: {0}")]
    Swap(#[source] io::Error),
}

/// What a file looked like when it was read, to notice that somebody else wrote it since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// The stamp of a file with this metadata.
    pub fn new(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// Puts `bytes` in the place of the file at `path`, keeping its mode and owner; links are followed to their target.
///
/// The bytes are stored and flushed to disk under another name in the same folder, then renamed. Other hard links to
/// the old file keep the old bytes.
///
/// # Errors
/// [`ReplaceError`]; the file is then what it was.
pub fn replace_file(path: &Path, bytes: &[u8], stamp: Stamp) -> Result<(), ReplaceError> {
    let target = fs::canonicalize(path).map_err(ReplaceError::Look)?;
    let metadata = fs::metadata(&target).map_err(ReplaceError::Look)?;
    check_writable(&target, &metadata)?;
    let new = store(folder_of(&target), bytes, &metadata).map_err(ReplaceError::Store)?;
    let now = fs::metadata(&target).map_err(ReplaceError::Look)?;
    if Stamp::new(&now) != stamp {
        return Err(ReplaceError::Changed);
    }
    new.persist(&target).map_err(|error| ReplaceError::Swap(error.error))?;
    Ok(())
}

/// Renaming would succeed in a writable folder whatever the mode of the file, so the mode is asked first.
fn check_writable(target: &Path, metadata: &Metadata) -> Result<(), ReplaceError> {
    if metadata.permissions().readonly() {
        return Err(ReplaceError::ReadOnly);
    }
    match OpenOptions::new().write(true).open(target) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(ReplaceError::ReadOnly),
        Err(error) => Err(ReplaceError::Look(error)),
        Ok(_) => Ok(()),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn store(folder: &Path, bytes: &[u8], old: &Metadata) -> io::Result<tempfile::NamedTempFile> {
    let new = tempfile::Builder::new().prefix(".cfn-tidy-").suffix(".tmp").tempfile_in(folder)?;
    // Through the file itself: the wrapper's own errors would name the temporary file.
    new.as_file().write_all(bytes)?;
    keep_owner(new.as_file(), old);
    new.as_file().set_permissions(old.permissions())?;
    new.as_file().sync_all()?;
    Ok(new)
}

/// Only a privileged user can give files away; everybody else owns what they fix already.
#[cfg(unix)]
fn keep_owner(new: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let unchanged = new.metadata().is_ok_and(|now| now.uid() == old.uid() && now.gid() == old.gid());
    if !unchanged {
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}
