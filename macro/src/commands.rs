//! The commands of the program `uselatest`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use cfn_ast::source::SourceError;
use cfn_ast::{Source, Tree};

use crate::catalog::file::{FileCatalog, FileCatalogError};

pub mod preview;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A file cannot be read.
    #[error("{}: cannot be read: {error}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file is no text.
    #[error("{}: {error}", .path.display())]
    Text {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: SourceError,
    },
    /// A file of layers has another shape.
    #[error("{}: {error}", .path.display())]
    Layers {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: FileCatalogError,
    },
    /// Nothing says where the stack would be.
    #[error("{}: names no layer, so it does not tell region and account; give them with --region and --account", .0.display())]
    NoHome(PathBuf),
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Write(#[from] io::Error),
}

fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    fs::read(path).map_err(|error| CommandError::Read { path: path.to_owned(), error })
}

fn read_template(path: &Path) -> Result<Tree, CommandError> {
    let source = Source::from_bytes(read(path)?);
    source.map(Tree::parse).map_err(|error| CommandError::Text { path: path.to_owned(), error })
}

fn read_layers(path: &Path) -> Result<FileCatalog, CommandError> {
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    FileCatalog::parse(&text).map_err(|error| CommandError::Layers { path: path.to_owned(), error })
}
