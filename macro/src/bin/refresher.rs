//! The Lambda functions of the refresher, whose events contain the task.

use lambda_runtime::{Diagnostic, Error, LambdaEvent, service_fn};
use uselatest::fleet::{Cloud, Limits};
use uselatest::function::log::log_panics;
use uselatest::refresher::{Settings, StepError, Task, answer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log_panics();
    let settings = &Settings::from_environment()?;
    let limits = &Limits::default();
    let handle = async |event: LambdaEvent<Task>| -> Result<_, Diagnostic> {
        // A connection caches layers, and each run needs the newest ones.
        let cloud = Cloud::connect(None, None, limits).await.map_err(StepError::from)?;
        let cloud = cloud
            .with_bucket(settings.bucket.clone())
            .with_macro_name(settings.macro_name.clone())
            .with_restrictions(settings.restrictions.clone());
        Ok(Box::pin(answer(event.payload, &cloud, settings)).await?)
    };
    lambda_runtime::run(service_fn(handle)).await
}
