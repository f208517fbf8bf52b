//! The subcommands of the program `uselatest`.

use std::io;
use std::path::PathBuf;

use cfn_ast::source::SourceError;

use crate::catalog::CatalogError;
use crate::catalog::file::FileCatalogError;
use crate::catalog::sign_in::SignInError;
#[cfg(feature = "fleet")]
use crate::fleet::FleetError;
#[cfg(feature = "fleet")]
use crate::fleet::inventory::Failure;

#[cfg(feature = "fleet")]
pub mod accounts;
pub mod color;
mod files;
mod markdown;
#[cfg(feature = "fleet")]
pub mod outdated;
pub mod pin;
pub mod preview;
#[cfg(feature = "fleet")]
pub mod refresh;
pub mod restrictions;
mod show;
#[cfg(feature = "fleet")]
mod table;
pub mod target;
pub mod values;
#[cfg(feature = "fleet")]
pub mod why;

pub use show::ChangesFormat;
#[cfg(feature = "fleet")]
pub use show::OutputFormat;

/// An error that makes a command exit with code 2.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A file cannot be read.
    #[error("{}: cannot read file: {error}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
    /// A file cannot be written.
    #[error("{}: cannot write file: {error}", .path.display())]
    Save {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
    /// A template is not valid text.
    #[error("{}: {error}", .path.display())]
    Text {
        /// The file.
        path: PathBuf,
        /// The problem.
        error: SourceError,
    },
    /// A list of layers is invalid.
    #[error("{}: {error}", .path.display())]
    Layers {
        /// The file.
        path: PathBuf,
        /// The problem.
        error: FileCatalogError,
    },
    /// A file of parameter values is invalid.
    #[error(
        "{}: invalid parameter values: {error}; use {{\"Name\": \"value\"}}, or the format of `aws cloudformation`",
        .path.display()
    )]
    Values {
        /// The file.
        path: PathBuf,
        /// The problem, without any value.
        error: String,
    },
    /// A value was passed for a parameter that the template does not declare.
    #[error("{}: unknown parameter `{name}`{}", .path.display(), did_you_mean(.closest))]
    NoParameter {
        /// The template.
        path: PathBuf,
        /// The unknown name.
        name: String,
        /// The declared names most similar to it.
        closest: Vec<String>,
    },
    /// A list of layers is empty, so account and region are unknown.
    #[error("{}: contains no layers to take the account and region from; set --region and --account", .0.display())]
    NoHome(PathBuf),
    /// The program was built without the AWS SDK.
    #[cfg(not(feature = "aws"))]
    #[error(
        "this build cannot look up layers in an AWS account; use --layers FILE, or build with the feature `aws`"
    )]
    NoAws,
    /// The user is not signed in.
    #[error("{0}; --layers FILE needs no account")]
    SignIn(SignInError),
    /// Layers could not be looked up, so the outcome is unknown.
    #[error("{} could not be looked up, see above", show::count(*.0, "layer"))]
    NotLookedUp(usize),
    /// The account has no layer whose ARN would contain its ID.
    #[error("cannot determine the account ID: the account has no layers in this region; set --account")]
    NoAccount,
    /// The layers of the account, whose ARNs contain its ID, cannot be listed.
    #[error("cannot determine the account ID: {0}; set --account")]
    Account(CatalogError),
    /// The edited file would be invalid.
    #[error(
        "{}: internal error, nothing was written: the result is invalid: {error}; please report this",
        .path.display()
    )]
    Result {
        /// The file.
        path: PathBuf,
        /// The problem of the result.
        error: String,
    },
    /// The only account and region cannot be accessed.
    #[cfg(feature = "fleet")]
    #[error(transparent)]
    Connection(FleetError),
    /// Something in the accounts could not be read.
    #[cfg(feature = "fleet")]
    #[error("the result is incomplete: {} could not be read, see above", show::count(*.0, "item"))]
    Incomplete(usize),
    /// Stacks could not be refreshed.
    #[cfg(feature = "fleet")]
    #[error("{} not refreshed, see the summary; run the command again to continue", show::count(*.0, "stack"))]
    NotRefreshed(usize),
    /// A confirmation is required, but the program is not run in a terminal.
    #[cfg(feature = "fleet")]
    #[error(
        "cannot prompt for confirmation without a terminal; review the plan without --execute, then add --yes"
    )]
    NoTerminal,
    /// A signal arrived before anything was changed.
    #[cfg(feature = "fleet")]
    #[error("interrupted before any change set was created; nothing was changed")]
    Interrupted,
    /// `uselatest man` does not know a subcommand.
    #[error("no manual page for `uselatest {command}`")]
    NoManualPage {
        /// The subcommand.
        command: String,
    },
    /// Something deployed could not be read.
    #[cfg(feature = "fleet")]
    #[error("{0}")]
    Unreadable(Failure),
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Write(#[from] io::Error),
}

fn did_you_mean(closest: &[String]) -> String {
    closest.first().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
