//! The upload of a template to S3, for templates that are too large for a request to CloudFormation.

use std::env;
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_sdk_cloudformation::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use aws_sdk_cloudformation::config::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_lambda::primitives::{ByteStream, SdkBody};
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use tokio::time::sleep;

use crate::catalog::CatalogError;
use crate::catalog::aws::explain_credentials;
use crate::catalog::sign_in::SignInError;
use crate::fleet::FleetError;

/// The IAM action that uploads a template.
const PUT_OBJECT: &str = "s3:PutObject";

/// The pauses before the second and the third attempt.
const PAUSES: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

/// Access to the buckets of a region.
pub(super) struct Buckets {
    connector: Connector,
    credentials: Option<SharedCredentialsProvider>,
    region: String,
    /// The URL of the service.
    endpoint: String,
}

/// A response of S3 other than success.
struct Refusal {
    status: u16,
    /// The region of the bucket, if the request went to another one.
    bucket_region: Option<String>,
    /// The error, an XML document (Amazon S3 API reference, "Error responses").
    body: String,
}

impl Buckets {
    /// Creates access to the buckets of `region` with the credentials and endpoint of a configuration.
    pub(super) async fn new(configuration: &SdkConfig, region: &str) -> Self {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(Duration::from_secs(3))
            .read_timeout(Duration::from_secs(30))
            .build();
        let connector = Connector::builder()
            .connector_settings(settings)
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build();
        let configured = env::var("AWS_ENDPOINT_URL_S3").ok().filter(|url| !url.is_empty());
        let endpoint = match configured.or_else(|| configuration.endpoint_url().map(str::to_owned)) {
            Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
            None => endpoint(region).await,
        };
        let credentials = configuration.credentials_provider();
        Self { connector, credentials, region: region.to_owned(), endpoint }
    }

    /// Uploads a template, and returns its URL. Its address has the form with the bucket in the path, which the AWS CLI
    /// also passes to CloudFormation, and which allows names with dots.
    ///
    /// # Errors
    /// [`FleetError`] if S3 rejects the request, or does not respond.
    pub(super) async fn put(&self, bucket: &str, key: &str, template: &str) -> Result<String, FleetError> {
        let url = format!("{}/{bucket}/{key}", self.endpoint);
        let mut pauses = PAUSES.into_iter();
        loop {
            let refusal = match self.send(&url, template).await? {
                Ok(()) => return Ok(url),
                Err(refusal) => refusal,
            };
            match pauses.next().filter(|_| refusal.is_temporary()) {
                Some(pause) => sleep(pause).await,
                None => return Err(self.explain(bucket, refusal)),
            }
        }
    }

    /// Sends one request.
    async fn send(&self, url: &str, template: &str) -> Result<Result<(), Refusal>, FleetError> {
        let request = self.signed(url, template).await?;
        let unreachable = |cause: String| CatalogError::Unreachable { action: PUT_OBJECT, cause };
        let response = self.connector.call(request).await.map_err(|error| {
            if error.is_timeout() {
                CatalogError::Timeout { action: PUT_OBJECT }
            } else {
                unreachable(error.to_string())
            }
        })?;
        if response.status().is_success() {
            return Ok(Ok(()));
        }
        let status = response.status().as_u16();
        let bucket_region = response.headers().get("x-amz-bucket-region").map(str::to_owned);
        let body = ByteStream::new(response.into_body()).collect().await;
        let body = body.map_err(|error| unreachable(error.to_string()))?.to_vec();
        Ok(Err(Refusal { status, bucket_region, body: String::from_utf8_lossy(&body).into_owned() }))
    }

    async fn signed(&self, url: &str, template: &str) -> Result<HttpRequest, FleetError> {
        let provider = self.credentials.as_ref().ok_or(SignInError::NoCredentials)?;
        let credentials = provider.provide_credentials().await;
        let credentials = credentials.map_err(|error| explain_credentials(&error))?;
        let broken = |cause: String| CatalogError::Unreachable { action: PUT_OBJECT, cause };
        // The rules of S3 differ from those of other services: Amazon S3 API reference, "Signature calculations".
        let mut settings = SigningSettings::default();
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let identity = credentials.into();
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("s3")
            .time(SystemTime::now())
            .settings(settings)
            .build()
            .map_err(|error| broken(error.to_string()))?;
        let body = SignableBody::Bytes(template.as_bytes());
        let signable = SignableRequest::new("PUT", url, std::iter::empty(), body);
        let signable = signable.map_err(|error| broken(error.to_string()))?;
        let signed = sign(signable, &parameters.into()).map_err(|error| broken(error.to_string()))?;
        let mut request = HttpRequest::new(SdkBody::from(template));
        request.set_method("PUT").map_err(|error| broken(error.to_string()))?;
        request.set_uri(url).map_err(|error| broken(error.to_string()))?;
        for (name, value) in signed.output().headers() {
            request.headers_mut().insert(name.to_owned(), value.to_owned());
        }
        request.headers_mut().insert("content-length", template.len().to_string());
        Ok(request)
    }

    fn explain(&self, bucket: &str, refusal: Refusal) -> FleetError {
        let Refusal { status, bucket_region, body } = refusal;
        if let Some(theirs) = bucket_region.filter(|theirs| *theirs != self.region) {
            return FleetError::BucketRegion { bucket: bucket.to_owned(), theirs, ours: self.region.clone() };
        }
        match (element(&body, "Code"), status) {
            (Some("AccessDenied"), _) | (None, 403) => FleetError::Denied { action: PUT_OBJECT },
            (code, _) => {
                let code = code.map_or_else(|| format!("HTTP status {status}"), str::to_owned);
                let message = element(&body, "Message").unwrap_or("no reason given");
                let message = format!("{message} (bucket `{bucket}`)");
                FleetError::Refused { action: PUT_OBJECT, code, message }
            }
        }
    }
}

impl Refusal {
    fn is_temporary(&self) -> bool {
        self.status >= 500 || self.status == 429
    }
}

/// The content of an XML element without children.
fn element<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(content, _)| content)
}

/// The endpoint of S3 in a region. Its domain is that of CloudFormation, whose SDK knows all partitions.
async fn endpoint(region: &str) -> String {
    let parameters = Params::builder().region(region).build();
    let resolved = match parameters {
        Ok(parameters) => DefaultResolver::new().resolve_endpoint(&parameters).await.ok(),
        Err(_) => None,
    };
    let url =
        resolved.map_or_else(|| "https://cloudformation.amazonaws.com".to_owned(), |it| it.url().to_owned());
    url.replacen("cloudformation", "s3", 1)
}
