//! The commands of the program `uselatest`.

use std::io;
use std::path::PathBuf;

use cfn_ast::source::SourceError;

use crate::catalog::CatalogError;
use crate::catalog::file::FileCatalogError;

#[cfg(feature = "fleet")]
pub mod accounts;
mod files;
#[cfg(feature = "fleet")]
pub mod outdated;
pub mod pin;
pub mod preview;
#[cfg(feature = "fleet")]
pub mod refresh;
mod show;
#[cfg(feature = "fleet")]
mod table;
pub mod target;
pub mod values;

pub use show::OutputFormat;

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
    /// A file cannot be written.
    #[error("{}: cannot be written: {error}", .path.display())]
    Save {
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
    /// A file of parameter values has another shape.
    #[error(
        "{}: holds no parameter values: {error}; write {{\"Name\": \"value\"}}, or what `aws cloudformation` takes",
        .path.display()
    )]
    Values {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, without any value.
        error: String,
    },
    /// A value is given for a parameter that the template does not have.
    #[error("{}: has no parameter `{name}`{}", .path.display(), did_you_mean(.closest))]
    NoParameter {
        /// The template.
        path: PathBuf,
        /// The name that is not declared.
        name: String,
        /// The declared names most like it.
        closest: Vec<String>,
    },
    /// Nothing says where the stack would be.
    #[error("{}: names no layer, so it does not tell region and account; give them with --region and --account", .0.display())]
    NoHome(PathBuf),
    /// The program was built without what asks an account.
    #[cfg(not(feature = "aws"))]
    #[error(
        "this build cannot ask an account for its layers; name a file with --layers, or build with the feature aws"
    )]
    NoAws,
    /// Nothing says in which region to look for layers.
    #[error("no region is configured; give one with --region, or set AWS_REGION")]
    NoRegion,
    /// The account has no layer that would show its number.
    #[error(
        "the account has no layers in this region, so they do not tell its number; give it with --account"
    )]
    NoAccount,
    /// The account cannot be found out.
    #[error("the account cannot be found out: {0}; give it with --account")]
    Account(CatalogError),
    /// The edited file would not be readable any more.
    #[error("{}: the result would not be valid, so nothing was written, which is a fault of this program: {error}", .path.display())]
    Result {
        /// The file.
        path: PathBuf,
        /// What is wrong with the result.
        error: String,
    },
    /// Something in the accounts could not be read.
    #[cfg(feature = "fleet")]
    #[error("{} could not be read, so this is not all; see above", table::count(*.0, "thing"))]
    Incomplete(usize),
    /// Stacks were not refreshed that should have been.
    #[cfg(feature = "fleet")]
    #[error("{} left behind; the summary says why, and running this again goes on there", table::count(*.0, "stack"))]
    NotRefreshed(usize),
    /// A yes is needed, and there is no terminal.
    #[cfg(feature = "fleet")]
    #[error("there is no terminal to ask for a yes; look at the plan without --execute, then add --yes")]
    NobodyToAsk,
    /// Somebody stopped it before it changed anything.
    #[cfg(feature = "fleet")]
    #[error("interrupted; no change set was created and nothing was changed")]
    Interrupted,
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Write(#[from] io::Error),
}

fn did_you_mean(closest: &[String]) -> String {
    closest.first().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
