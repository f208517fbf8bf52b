//! Catalogs: sources of layers and their versions.

use std::fmt;
use std::future::Future;

use cfn_ast::layer::LayerArn;

use sign_in::SignInError;

#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "fleet")]
pub mod cache;
pub mod compatibility;
pub mod dates;
pub mod either;
pub mod eligibility;
pub mod file;
pub mod lookup;
pub(crate) mod markers;
pub mod sign_in;

/// The account and region that a stack or a layer is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The region.
    pub region: String,
    /// The account, 12 digits.
    pub account: String,
}

impl Home {
    /// The account and region of the layer with this ARN.
    pub fn of(arn: LayerArn<'_>) -> Self {
        Self { region: arn.region.to_owned(), account: arn.account.to_owned() }
    }
}

impl fmt::Display for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "account {}, region {}", self.account, self.region)
    }
}

/// A published version of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedVersion {
    /// The ARN, including the version number.
    pub arn: String,
    /// The version number.
    pub number: u64,
    /// The compatible runtimes it declares; empty if it declares none.
    pub runtimes: Vec<String>,
    /// The compatible architectures it declares; empty if it declares none.
    pub architectures: Vec<String>,
    /// The publication date in Lambda's format: `2026-03-01T10:15:00.123+0000`.
    pub published: Option<String>,
}

/// A page of the list of a layer's versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The versions, newest first.
    pub versions: Vec<PublishedVersion>,
    /// The marker of the next page; absent on the last page.
    pub next: Option<String>,
}

/// A source of layer versions in one account and region.
///
/// Layers are identified by name, or by ARN without a version.
pub trait LayerCatalog: Sync {
    /// Returns one page of the versions of a layer, newest first; an empty page for an unknown layer.
    fn list_layer_versions(
        &self,
        layer: &str,
        marker: Option<&str>,
    ) -> impl Future<Output = Result<Page, CatalogError>> + Send;

    /// Returns a version of a layer, if it exists.
    fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> impl Future<Output = Result<Option<PublishedVersion>, CatalogError>> + Send;

    /// Whether only the newest version of each layer is known.
    fn has_latest_only(&self) -> bool {
        false
    }

    /// Returns the names of all layers in the account and region.
    fn list_layers(&self) -> impl Future<Output = Result<Vec<String>, CatalogError>> + Send;
}

/// An error of a catalog.
///
/// The messages are the macro's own: those of the service may contain more than a log should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// The caller lacks a permission.
    #[error("not authorized to perform {action}; allow it in the role of the macro")]
    Denied {
        /// The IAM action.
        action: &'static str,
    },
    /// The service throttled the request and all its retries.
    #[error("{action} and all its retries were throttled; try again later")]
    Throttled {
        /// The IAM action.
        action: &'static str,
    },
    /// The service did not respond in time.
    #[error("{action} timed out; try again later")]
    Timeout {
        /// The IAM action.
        action: &'static str,
    },
    /// The caller is not signed in.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The request did not reach the service.
    #[error("{action} could not be sent: {cause}")]
    Unreachable {
        /// The IAM action.
        action: &'static str,
        /// The cause.
        cause: String,
    },
    /// The service returned an error.
    #[error("{action} failed with {code}; try again later")]
    Service {
        /// The IAM action.
        action: &'static str,
        /// The error code of the service, or the HTTP status.
        code: String,
    },
    /// A response lacks a field that it always contains, or is about another layer.
    #[error("Lambda's response lacks the ARN of the layer version; please report this")]
    Malformed,
    /// A list in pages returned a page for the second time.
    #[error("{action} returned the same page again, so the list never ends; try again later")]
    Endless {
        /// The IAM action.
        action: &'static str,
    },
    /// A file only contains the latest version of each layer.
    #[error(
        "version {number} of `{layer}` cannot be looked up in the file, which only lists latest versions"
    )]
    NotInFile {
        /// The layer.
        layer: String,
        /// The requested version.
        number: u64,
    },
    /// A file only contains the latest version of each layer, and another one is wanted.
    #[error(
        "an older version of `{layer}` must be chosen, and cannot be looked up in the file, which only lists latest \
         versions"
    )]
    LatestOnly {
        /// The layer.
        layer: String,
    },
}
