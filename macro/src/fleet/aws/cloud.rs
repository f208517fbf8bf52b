//! Connections to AWS accounts.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::catalog::aws::{AwsCatalog, MAX_IN_FLIGHT, client, configuration, retry_partition};
use crate::catalog::cache::Cache;
use crate::catalog::sign_in::SignInError;
use crate::expand::restrictions::Restrictions;
use crate::fleet::FleetError;

use super::bucket::Buckets;

/// The maximum number of concurrent requests to CloudFormation.
pub const MAX_CLOUDFORMATION_IN_FLIGHT: usize = 10;

/// The limits on concurrent requests, shared by all accounts and regions.
#[derive(Clone, Debug)]
pub struct Limits {
    lambda: Arc<Semaphore>,
    cloudformation: Arc<Semaphore>,
}

/// A connection to an account and region.
pub struct Cloud {
    pub(super) cloudformation: aws_sdk_cloudformation::Client,
    pub(super) lambda: aws_sdk_lambda::Client,
    /// Its layers; each request is sent only once.
    pub catalog: Cache<AwsCatalog>,
    /// The region.
    pub region: String,
    /// The selected profile of the AWS configuration.
    pub profile: Option<String>,
    /// The name under which the macro is deployed; `None` for the default.
    pub macro_name: Option<String>,
    /// The restrictions of the deployed macro.
    pub restrictions: Restrictions,
    buckets: Buckets,
    /// The bucket for templates that are too large for a request.
    bucket: Option<String>,
    limits: Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            lambda: Arc::new(Semaphore::new(MAX_IN_FLIGHT)),
            cloudformation: Arc::new(Semaphore::new(MAX_CLOUDFORMATION_IN_FLIGHT)),
        }
    }
}

impl Cloud {
    /// Connects with the credentials and settings of a profile, or of the environment.
    ///
    /// # Errors
    /// [`FleetError`] if there is no region, or the credentials cannot be loaded.
    pub async fn connect(
        region: Option<String>,
        profile: Option<String>,
        limits: &Limits,
    ) -> Result<Self, FleetError> {
        let configuration = configuration(region, profile.as_deref()).await?;
        let region = configuration.region().ok_or(SignInError::NoRegion)?.to_string();
        let lambda = client(&configuration);
        let cloudformation = aws_sdk_cloudformation::config::Builder::from(&configuration);
        let cloudformation = cloudformation.retry_partition(retry_partition()).build();
        let catalog = AwsCatalog::sharing(lambda.clone(), Arc::clone(&limits.lambda));
        Ok(Self {
            buckets: Buckets::new(&configuration, &region).await,
            bucket: None,
            macro_name: None,
            restrictions: Restrictions::default(),
            cloudformation: aws_sdk_cloudformation::Client::from_conf(cloudformation),
            lambda,
            catalog: Cache::new(catalog),
            region,
            profile,
            limits: limits.clone(),
        })
    }

    /// Sets the bucket for templates that are too large for a request.
    #[must_use]
    pub fn with_bucket(mut self, bucket: Option<String>) -> Self {
        self.bucket = bucket;
        self
    }

    /// Sets the name under which the macro is deployed; `None` for the default.
    #[must_use]
    pub fn with_macro_name(mut self, name: Option<String>) -> Self {
        self.macro_name = name;
        self
    }

    /// Sets the restrictions of the deployed macro.
    #[must_use]
    pub fn with_restrictions(mut self, restrictions: Restrictions) -> Self {
        self.restrictions = restrictions;
        self
    }

    /// Uploads the template of a stack, and returns its URL; `None` if no bucket is set. Each stack has one object, which the
    /// next upload replaces.
    ///
    /// # Errors
    /// [`FleetError`] if the template cannot be uploaded.
    pub async fn upload(&self, stack: &str, template: &str) -> Result<Option<String>, FleetError> {
        let Some(bucket) = &self.bucket else { return Ok(None) };
        // The ID of a stack ends with its name and a UUID, which need no escapes in a URL.
        let name = stack.split_once('/').map_or(stack, |(_, name)| name);
        self.buckets.put(bucket, &format!("uselatest/{name}.template"), template).await.map(Some)
    }

    pub(super) async fn lambda_permit(&self) -> SemaphorePermit<'_> {
        self.limits.lambda.acquire().await.expect("the semaphore is never closed")
    }

    pub(super) async fn cloudformation_permit(&self) -> SemaphorePermit<'_> {
        self.limits.cloudformation.acquire().await.expect("the semaphore is never closed")
    }
}
