//! One account and region as a profile sees it.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::catalog::aws::{AwsCatalog, MAX_IN_FLIGHT, configuration};
use crate::catalog::cache::Cache;
use crate::fleet::FleetError;

/// How many requests to CloudFormation may be on their way at a time.
pub const MAX_CLOUDFORMATION_IN_FLIGHT: usize = 10;

/// How many requests may be on their way at a time, over all accounts and regions together.
#[derive(Clone, Debug)]
pub struct Limits {
    lambda: Arc<Semaphore>,
    cloudformation: Arc<Semaphore>,
}

/// One account and region as a profile sees it.
pub struct Cloud {
    pub(super) cloudformation: aws_sdk_cloudformation::Client,
    pub(super) lambda: aws_sdk_lambda::Client,
    /// Its layers; each is asked for once.
    pub catalog: Cache<AwsCatalog>,
    /// The region.
    pub region: String,
    /// The profile of the AWS configuration that was asked for.
    pub profile: Option<String>,
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
    /// [`FleetError::NoRegion`] when neither the caller nor the configuration names a region.
    pub async fn connect(
        region: Option<String>,
        profile: Option<String>,
        limits: &Limits,
    ) -> Result<Self, FleetError> {
        let configuration = configuration(region, profile.as_deref()).await;
        let region = configuration.region().ok_or(FleetError::NoRegion)?.to_string();
        let lambda = aws_sdk_lambda::Client::new(&configuration);
        let catalog = AwsCatalog::sharing(lambda.clone(), Arc::clone(&limits.lambda));
        Ok(Self {
            cloudformation: aws_sdk_cloudformation::Client::new(&configuration),
            lambda,
            catalog: Cache::new(catalog),
            region,
            profile,
            limits: limits.clone(),
        })
    }

    pub(super) async fn lambda_permit(&self) -> SemaphorePermit<'_> {
        self.limits.lambda.acquire().await.expect("the semaphore is never closed")
    }

    pub(super) async fn cloudformation_permit(&self) -> SemaphorePermit<'_> {
        self.limits.cloudformation.acquire().await.expect("the semaphore is never closed")
    }
}
