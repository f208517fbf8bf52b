//! The catalog of an AWS account: layers as Lambda lists them.

mod sign_in;

use std::env;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_lambda::config::timeout::TimeoutConfig;
use aws_sdk_lambda::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_sdk_lambda::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_lambda::operation::get_layer_version::GetLayerVersionOutput;
use aws_sdk_lambda::types::{Architecture, LayerVersionsListItem, Runtime};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::lookup::LIST_LAYER_VERSIONS;
use super::markers::Markers;
use super::sign_in::SignInError;
use super::{CatalogError, LayerCatalog, Page, PublishedVersion};

pub(crate) use sign_in::configuration;
#[cfg(feature = "fleet")]
pub(crate) use sign_in::explain_credentials;

/// The maximum number of concurrent requests to Lambda.
///
/// The control plane of Lambda allows 15 requests per second in an account and region, which the macro shares with the
/// deployment that is running (AWS Lambda Developer Guide, "Lambda quotas").
pub const MAX_IN_FLIGHT: usize = 5;

const GET_LAYER_VERSION: &str = "lambda:GetLayerVersion";
const LIST_LAYERS: &str = "lambda:ListLayers";

/// The layers that are visible to a Lambda client.
///
/// The client and its connections live as long as the catalog; responses are never cached.
pub struct AwsCatalog {
    client: Client,
    permits: Arc<Semaphore>,
}

impl AwsCatalog {
    /// Creates a catalog that sends its requests through `client`.
    pub fn new(client: Client) -> Self {
        Self::sharing(client, Arc::new(Semaphore::new(MAX_IN_FLIGHT)))
    }

    /// Creates a catalog that shares the limit on concurrent requests with other holders of `permits`.
    pub fn sharing(client: Client, permits: Arc<Semaphore>) -> Self {
        Self { client, permits }
    }

    /// Creates a catalog for the command line, from the profiles, credentials and settings that all AWS tools share, in
    /// `region` or in the configured one.
    ///
    /// # Errors
    /// [`SignInError`] if there is no region, or the credentials cannot be loaded.
    pub async fn from_environment(
        region: Option<String>,
        profile: Option<&str>,
    ) -> Result<Self, SignInError> {
        Ok(Self::new(client(&configuration(region, profile).await?)))
    }

    /// Creates a catalog for a Lambda function, which receives its region and credentials in environment variables (AWS
    /// Lambda Developer Guide, "Defined runtime environment variables"). Its binary contains no other providers.
    pub fn in_lambda() -> Self {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let is_set = |name| variable(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let endpoint = variable("AWS_ENDPOINT_URL_LAMBDA").or_else(|| variable("AWS_ENDPOINT_URL"));
        let config = aws_sdk_lambda::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http_client())
            .retry_config(retries())
            .retry_partition(retry_partition())
            .timeout_config(timeouts())
            .credentials_provider(EnvironmentVariableCredentialsProvider::new())
            .region(variable("AWS_REGION").map(Region::new))
            .use_fips(is_set("AWS_USE_FIPS_ENDPOINT"))
            .use_dual_stack(is_set("AWS_USE_DUALSTACK_ENDPOINT"));
        let config = match endpoint {
            Some(endpoint) => config.endpoint_url(endpoint),
            None => config,
        };
        Self::new(Client::from_conf(config.build()))
    }

    /// The region of the client, if one is configured.
    pub fn region(&self) -> Option<&str> {
        self.client.config().region().map(AsRef::as_ref)
    }

    /// Returns the account ID of the client, which only the ARN of a layer reveals; `None` if the account has no
    /// layers.
    ///
    /// # Errors
    /// [`CatalogError`] if the layers cannot be listed.
    pub async fn account(&self) -> Result<Option<String>, CatalogError> {
        let answer = self.client.list_layers().max_items(1).send().await;
        let answer = answer.map_err(|error| explain(LIST_LAYERS, &error))?;
        let arn = answer.layers().first().and_then(|layer| layer.layer_arn());
        Ok(arn.and_then(|arn| arn.split(':').nth(4)).map(str::to_owned))
    }

    async fn permit(&self) -> SemaphorePermit<'_> {
        self.permits.acquire().await.expect("the semaphore is never closed")
    }
}

fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

/// Retries with growing, random pauses.
///
/// Not in adaptive mode: a single throttled request would hold all requests of the client back for seconds, while the
/// quota of Lambda's control plane is restored within one. For the same reason, longer pauses would not help.
fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_initial_backoff(Duration::from_millis(100))
        .with_max_attempts(16)
        .with_max_backoff(Duration::from_secs(1))
}

/// Retries without a common budget, which a template with many layers would exhaust. The limits on attempts and on
/// concurrent requests suffice against floods of requests.
pub(crate) fn retry_partition() -> RetryPartition {
    RetryPartition::custom("uselatest").token_bucket(TokenBucket::unlimited()).build()
}

/// A client for Lambda.
pub(crate) fn client(configuration: &aws_config::SdkConfig) -> Client {
    let configuration = aws_sdk_lambda::config::Builder::from(configuration);
    Client::from_conf(configuration.retry_partition(retry_partition()).build())
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(3))
        .operation_attempt_timeout(Duration::from_secs(10))
        .operation_timeout(Duration::from_mins(1))
        .build()
}

impl LayerCatalog for AwsCatalog {
    async fn list_layer_versions(&self, layer: &str, marker: Option<&str>) -> Result<Page, CatalogError> {
        let _permit = self.permit().await;
        let request = self.client.list_layer_versions().layer_name(layer);
        let answer = request.set_marker(marker.map(str::to_owned)).send().await;
        let Some(answer) = existing(LIST_LAYER_VERSIONS, answer)? else { return Ok(Page::default()) };
        let versions: Option<Vec<_>> = answer.layer_versions().iter().map(from_list).collect();
        Ok(Page { versions: versions.ok_or(CatalogError::Malformed)?, next: answer.next_marker })
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        let Ok(number) = i64::try_from(number) else { return Ok(None) };
        let _permit = self.permit().await;
        let request = self.client.get_layer_version().layer_name(layer).version_number(number);
        let Some(answer) = existing(GET_LAYER_VERSION, request.send().await)? else { return Ok(None) };
        from_get(answer).map(Some).ok_or(CatalogError::Malformed)
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        let _permit = self.permit().await;
        let mut names = Vec::new();
        let (mut markers, mut marker) = (Markers::default(), None);
        loop {
            let answer = self.client.list_layers().set_marker(marker).send().await;
            let answer = answer.map_err(|error| explain(LIST_LAYERS, &error))?;
            names.extend(answer.layers().iter().filter_map(|layer| layer.layer_name().map(str::to_owned)));
            marker = markers.next(LIST_LAYERS, answer.next_marker())?;
            if marker.is_none() {
                return Ok(names);
            }
        }
    }
}

fn from_list(item: &LayerVersionsListItem) -> Option<PublishedVersion> {
    Some(PublishedVersion {
        arn: item.layer_version_arn()?.to_owned(),
        number: u64::try_from(item.version()).ok()?,
        runtimes: runtimes(item.compatible_runtimes()),
        architectures: architectures(item.compatible_architectures()),
        published: item.created_date().map(str::to_owned),
    })
}

fn from_get(answer: GetLayerVersionOutput) -> Option<PublishedVersion> {
    Some(PublishedVersion {
        number: u64::try_from(answer.version()).ok()?,
        runtimes: runtimes(answer.compatible_runtimes()),
        architectures: architectures(answer.compatible_architectures()),
        published: answer.created_date,
        arn: answer.layer_version_arn?,
    })
}

fn runtimes(runtimes: &[Runtime]) -> Vec<String> {
    runtimes.iter().map(|runtime| runtime.as_str().to_owned()).collect()
}

pub(crate) fn architectures(architectures: &[Architecture]) -> Vec<String> {
    architectures.iter().map(|architecture| architecture.as_str().to_owned()).collect()
}

type Answer<T, E> = Result<T, SdkError<E>>;

/// The response of a request, or `None` if the layer or version does not exist.
fn existing<T, E>(action: &'static str, answer: Answer<T, E>) -> Result<Option<T>, CatalogError>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
        Err(error) => Err(explain(action, &error)),
    }
}

/// Converts the error of a request into one whose message is safe to log.
pub(crate) fn explain<E>(action: &'static str, error: &SdkError<E>) -> CatalogError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::TimeoutError(_) => CatalogError::Timeout { action },
        SdkError::DispatchFailure(failure) if failure.is_timeout() => CatalogError::Timeout { action },
        SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => {
            let cause = innermost(error);
            // The provider chain reports this as text only, followed by a list of everything it attempted.
            if cause.starts_with("no credentials") {
                SignInError::NoCredentials.into()
            } else {
                CatalogError::Unreachable { action, cause }
            }
        }
        _ => explain_answer(action, error),
    }
}

/// The error codes for invalid credentials (AWS CloudFormation API Reference and AWS Lambda API Reference, "Common
/// errors").
const REJECTED: [&str; 7] = [
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

fn explain_answer<E>(action: &'static str, error: &SdkError<E>) -> CatalogError
where
    E: ProvideErrorMetadata,
{
    let status = error.raw_response().map(|response| response.status().as_u16());
    match (error.code(), status) {
        (Some("ExpiredToken" | "ExpiredTokenException" | "RequestExpired"), _) => SignInError::Expired.into(),
        (Some(code), _) if REJECTED.contains(&code) => SignInError::Rejected { code: code.to_owned() }.into(),
        (Some("AccessDeniedException" | "AccessDenied"), _) | (None, Some(403)) => {
            CatalogError::Denied { action }
        }
        (Some("TooManyRequestsException" | "ThrottlingException" | "Throttling"), _) | (_, Some(429)) => {
            CatalogError::Throttled { action }
        }
        (Some(code), _) => CatalogError::Service { action, code: code.to_owned() },
        (None, Some(status)) => CatalogError::Service { action, code: format!("HTTP status {status}") },
        (None, None) => CatalogError::Service { action, code: "an unreadable response".to_owned() },
    }
}

/// The message of the root cause: the outer errors only say that a request failed.
fn innermost(error: &dyn Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}
