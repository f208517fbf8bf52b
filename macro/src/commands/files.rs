//! The files that the commands read and write.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::CommandError;

/// Reads a file.
///
/// # Errors
/// [`CommandError::Read`].
pub(super) fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    fs::read(path).map_err(|error| CommandError::Read { path: path.to_owned(), error })
}

/// Replaces a file atomically, so that no reader ever sees half of it.
///
/// # Errors
/// [`CommandError::Save`]; the file is unchanged then.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    persist(path, bytes).map_err(|error| CommandError::Save { path: path.to_owned(), error })
}

fn persist(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A rename would replace a symbolic link by a file.
    let target = fs::canonicalize(path)?;
    let permissions = fs::metadata(&target)?.permissions();
    // A rename needs no permission on the file itself, so a read-only file has to be refused here.
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    // Only a rename within one file system is atomic.
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut temporary = NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().set_permissions(permissions)?;
    temporary.as_file().sync_all()?;
    temporary.persist(&target)?;
    Ok(())
}
