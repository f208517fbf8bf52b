//! Files that may exist already and must not be replaced.

use std::fs;
use std::io;
use std::path::Path;

use super::replace::store_new;

/// An error in creating a file.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// There is a file of this name.
    #[error("file exists")]
    Exists,
    /// The folder cannot be created, or the file cannot be written.
    #[error("cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Creates a file and the folders above it, atomically: it has all of its content as soon as it exists, and a file that
/// exists, even a dangling symbolic link, is left alone.
///
/// # Errors
/// [`CreateError`]; then no file was created.
pub fn create_file(path: &Path, bytes: &[u8]) -> Result<(), CreateError> {
    // Looked at first, so that nothing is created for a file that exists.
    if fs::symlink_metadata(path).is_ok() {
        return Err(CreateError::Exists);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    match store_new(folder, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(CreateError::Exists),
        Err(error) => Err(error.error.into()),
    }
}

/// Whether a file can be read and contains a word.
pub fn contains(path: &Path, word: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(word))
}
