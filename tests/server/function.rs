//! The macro as Lambda would run it, and events as CloudFormation would send them.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use end_to_end::bootstrap::Bootstrap;
use end_to_end::runtime_api::Outcome;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::support::REGION;

/// How much time an invocation has, as `template.yaml` says.
const TIMEOUT: Duration = Duration::from_mins(1);

/// An answer of the macro.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) request_id: String,
    pub(crate) status: String,
    pub(crate) fragment: Option<Box<RawValue>>,
    pub(crate) error_message: Option<String>,
}

impl Answer {
    /// The fragment as text, or what is wrong.
    pub(crate) fn text(&self) -> String {
        let fragment = self.fragment.as_ref().map(|fragment| fragment.get().to_owned());
        fragment.or_else(|| self.error_message.clone()).unwrap_or_default()
    }
}

/// Another build of the function to test, such as one for Lambda, instead of the one that Cargo has just built.
const OTHER_BUILD: &str = "USELATEST_BOOTSTRAP";

/// Starts the real binary; it asks for layers of `account` at `endpoint`.
pub(crate) fn start(endpoint: &str, account: &str) -> std::io::Result<Bootstrap> {
    let variables = [
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", account),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("RUST_LOG", "trace"),
        ("AWS_LAMBDA_LOG_LEVEL", "TRACE"),
    ];
    let program = std::env::var_os(OTHER_BUILD);
    let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_bootstrap").into());
    Bootstrap::start(Path::new(&program), variables)
}

/// The event for a fragment that is the whole template.
pub(crate) fn event(fragment: &str, account: &str) -> String {
    event_with(fragment, account, "{}", r#"{"Secret": "n0t-in-the-log"}"#)
}

/// The event for a fragment, with the parameters of the macro and those of the template.
pub(crate) fn event_with(fragment: &str, account: &str, parameters: &str, values: &str) -> String {
    format!(
        r#"{{"accountId": "{account}", "region": "{REGION}", "transformId": "{account}::Uselatest", "requestId": "r-1",
            "params": {parameters}, "templateParameterValues": {values}, "fragment": {fragment}}}"#
    )
}

/// Sends an event and reads the answer.
pub(crate) fn send(function: &Bootstrap, event: &str) -> Result<Answer, Box<dyn Error>> {
    match function.invoke(event, TIMEOUT) {
        Outcome::Response(body) => Ok(serde_json::from_slice(&body)?),
        other => Err(format!("no answer, but {other:?}").into()),
    }
}
