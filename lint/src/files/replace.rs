//! Atomic writing of files: at any moment a file has either the old content or the new.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

use tempfile::NamedTempFile;

/// An error in replacing a file, which then remains unchanged.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// The file is read-only.
    #[error("file is read-only; make it writable or exclude it")]
    ReadOnly,
    /// The file was modified after it was read.
    #[error("file changed while it was being fixed; run again")]
    Changed,
    /// The file or its folder cannot be accessed.
    #[error("cannot access the file: {0}")]
    Look(#[source] io::Error),
    /// The temporary file with the new content cannot be written.
    #[error("cannot write a temporary file in the same folder: {0}")]
    Store(#[source] io::Error),
    /// The temporary file cannot be renamed to the file.
    #[error("cannot replace the file: {0}")]
    Swap(#[source] io::Error),
}

/// The size and modification time of a file when it was read, to detect later modifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// Returns the stamp of a file with the given metadata.
    pub fn new(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// Replaces the content of the file at `path` by `bytes` and keeps its mode and owner. Symbolic links are followed.
///
/// The bytes are written to a temporary file in the same folder and flushed to disk; then the file is renamed. Other
/// hard links to the old file keep the old content.
///
/// # Errors
/// [`ReplaceError`]; the file is then unchanged.
pub fn replace_file(path: &Path, bytes: &[u8], stamp: Stamp) -> Result<(), ReplaceError> {
    let target = fs::canonicalize(path).map_err(ReplaceError::Look)?;
    let metadata = fs::metadata(&target).map_err(ReplaceError::Look)?;
    check_writable(&target, &metadata)?;
    let new = store(folder_of(&target), bytes, Some(&metadata)).map_err(ReplaceError::Store)?;
    // Checked as late as possible: an editor may have saved the file while it was being fixed.
    let now = fs::metadata(&target).map_err(ReplaceError::Look)?;
    if Stamp::new(&now) != stamp {
        return Err(ReplaceError::Changed);
    }
    new.persist(&target).map_err(|error| ReplaceError::Swap(error.error))?;
    Ok(())
}

/// Writes a file, atomically: until all of it is written, an existing file keeps its content, and a new one does not
/// exist. Symbolic links are followed. A device or a pipe, such as `/dev/stdout`, is written to directly.
///
/// # Errors
/// [`ReplaceError`]; the file is then unchanged.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ReplaceError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let old = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(ReplaceError::Look(error)),
    };
    if let Some(metadata) = &old {
        check_writable(&target, metadata)?;
        if !metadata.is_file() {
            // Renaming would replace the device itself.
            return fs::write(&target, bytes).map_err(ReplaceError::Look);
        }
    }
    let folder = folder_of(&target);
    fs::metadata(folder).map_err(ReplaceError::Look)?;
    let new = store(folder, bytes, old.as_ref()).map_err(ReplaceError::Store)?;
    new.persist(&target).map_err(|error| ReplaceError::Swap(error.error))?;
    Ok(())
}

/// Removes a file, unless it was modified after it was read.
///
/// # Errors
/// [`ReplaceError`]; the file is then unchanged.
pub fn remove_file(path: &Path, stamp: Stamp) -> Result<(), ReplaceError> {
    let now = fs::metadata(path).map_err(ReplaceError::Look)?;
    if Stamp::new(&now) != stamp {
        return Err(ReplaceError::Changed);
    }
    fs::remove_file(path).map_err(ReplaceError::Look)
}

/// Creates the folder of a file that is about to be written, with the folders above it.
///
/// # Errors
/// [`ReplaceError`] if it cannot be created.
pub fn create_folder_of(path: &Path) -> Result<(), ReplaceError> {
    fs::create_dir_all(folder_of(path)).map_err(ReplaceError::Look)
}

/// Checks that the file is writable. Renaming would replace even a read-only file if its folder is writable.
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

/// Writes a temporary file in a folder with the content of a new one.
pub(super) fn store_new(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    store(folder, bytes, None)
}

fn store(folder: &Path, bytes: &[u8], old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let new = temporary(folder)?;
    // Written through the inner file, since errors of the wrapper name the temporary file.
    new.as_file().write_all(bytes)?;
    if let Some(old) = old {
        keep_owner(new.as_file(), old);
        new.as_file().set_permissions(old.permissions())?;
    }
    new.as_file().sync_all()?;
    Ok(new)
}

/// Creates a temporary file with the permissions of a new file, as the process's file mode creation mask allows.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cfn-tidy-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Restores the owner. Only a privileged user can and needs to: anybody else owns the files that they may replace.
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
