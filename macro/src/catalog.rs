//! Where the versions of layers are looked up.

use std::fmt;
use std::future::Future;

use cfn_ast::layer::LayerArn;

#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "fleet")]
pub mod cache;
pub mod compatibility;
pub mod either;
pub mod file;
pub mod lookup;

/// The account and region that a stack or a layer is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The region.
    pub region: String,
    /// The account, 12 digits.
    pub account: String,
}

impl Home {
    /// Where the layer with this ARN is.
    pub fn of(arn: LayerArn<'_>) -> Self {
        Self { region: arn.region.to_owned(), account: arn.account.to_owned() }
    }
}

impl fmt::Display for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "account {} and region {}", self.account, self.region)
    }
}

/// One version of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedVersion {
    /// The ARN, version number included.
    pub arn: String,
    /// The version number.
    pub number: u64,
    /// The runtimes it declares; none means that it declares nothing.
    pub runtimes: Vec<String>,
    /// The instruction sets it declares; none means that it declares nothing.
    pub architectures: Vec<String>,
    /// When it was published, as Lambda writes dates: `2026-03-01T10:15:00.123+0000`.
    pub published: Option<String>,
}

/// A part of the list of a layer's versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The versions, newest first.
    pub versions: Vec<PublishedVersion>,
    /// What to ask for the next part with; absent at the end of the list.
    pub next: Option<String>,
}

/// A source of layer versions in one account and region.
///
/// A layer is given by its name, or by its ARN without a version.
pub trait LayerCatalog: Sync {
    /// One page of the versions of a layer, newest first. A layer that does not exist has none.
    fn list_layer_versions(
        &self,
        layer: &str,
        marker: Option<&str>,
    ) -> impl Future<Output = Result<Page, CatalogError>> + Send;

    /// One version of a layer, if it exists.
    fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> impl Future<Output = Result<Option<PublishedVersion>, CatalogError>> + Send;

    /// The names of all layers of the account and region.
    fn list_layers(&self) -> impl Future<Output = Result<Vec<String>, CatalogError>> + Send;
}

/// Why a catalog gave no answer.
///
/// The messages are the macro's own: what the service says may hold more than a log should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// The caller may not do this.
    #[error("{action} was denied; allow it to the role of the macro")]
    Denied {
        /// The IAM action.
        action: &'static str,
    },
    /// The service refused because of too many requests, again and again.
    #[error("{action} was throttled until the retries were used up; try again later")]
    Throttled {
        /// The IAM action.
        action: &'static str,
    },
    /// The service did not answer in time.
    #[error("{action} was not answered in time; try again later")]
    Timeout {
        /// The IAM action.
        action: &'static str,
    },
    /// The request did not reach the service.
    #[error("{action} could not be sent: {cause}")]
    Unreachable {
        /// The IAM action.
        action: &'static str,
        /// What prevented it.
        cause: String,
    },
    /// The service answered with an error of its own.
    #[error("{action} failed with {code}; try again later")]
    Service {
        /// The IAM action.
        action: &'static str,
        /// The error code of the service, or the HTTP status.
        code: String,
    },
    /// The answer of the service lacks what it always has.
    #[error("the answer of Lambda holds no ARN of a layer version; report this")]
    Malformed,
    /// A catalog from a file knows the latest versions only.
    #[error(
        "the file only names the latest version of `{layer}`; version {number} cannot be looked up in it"
    )]
    NotInFile {
        /// The layer.
        layer: String,
        /// The version that was asked for.
        number: u64,
    },
}
