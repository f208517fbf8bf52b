//! The Lambda function of the macro.

use std::io;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use uselatest::catalog::aws::AwsCatalog;
use uselatest::expand::restrictions::Restrictions;
use uselatest::function::event::Payload;
use uselatest::function::handler::answer;
use uselatest::function::log::log_panics;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log_panics();
    let catalog = &AwsCatalog::in_lambda();
    let restrictions = &Restrictions::from_environment();
    let handle = async |event: LambdaEvent<Payload>| -> Result<_, Error> {
        let deadline = event.context.deadline();
        // Boxed, because the nested futures of the SDK and the runtime exceed the compiler's recursion limit.
        Ok(Box::pin(answer(event.payload.text(), catalog, restrictions, deadline, io::stdout())).await)
    };
    lambda_runtime::run(service_fn(handle)).await
}
