//! The handler of the macro: every event gets a response, whatever happens.

use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, SystemTime};

use cfn_ast::model::evaluate::{Inputs, Value as Input};
use cfn_ast::{Source, Tree};
use futures::FutureExt;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tokio::time::timeout;

use crate::catalog::{Home, LayerCatalog};
use crate::expand::options::Overrides;
use crate::expand::problem;
use crate::expand::restrictions::{Restrictions, RestrictionsError};
use crate::expand::{Expansion, Request, Stack, expand};
use crate::function::event::{Event, Response};
use crate::function::log::Log;

/// The time reserved for sending the response; less if little time is left.
const RESERVE: Duration = Duration::from_secs(1);

/// The maximum size of a response, in bytes (AWS Lambda Developer Guide, "Lambda quotas": 6 MB).
const MAX_RESPONSE: usize = 6 * 1024 * 1024;

/// What a response contains besides the fragment and the request ID: keys, status, punctuation, in bytes at most.
const ENVELOPE: usize = 128;

/// An internal reason why an event could not be processed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Interruption {
    #[error("the macro is not configured correctly: {0}; correct the parameters of its stack")]
    Restrictions(#[from] RestrictionsError),
    #[error(
        "the processed fragment has {0} bytes; the limit of Lambda for a response is {MAX_RESPONSE}; split the template"
    )]
    LargeResponse(usize),
    #[error("the macro timed out while it looked up layers; deploy again, or raise the timeout of the macro")]
    Deadline,
    #[error("internal error in the macro; please report it with the location from the macro's log")]
    Panic,
    #[error("the fragment is too large for the macro")]
    TooLarge,
    #[error("internal error in the macro: the edited fragment is not valid JSON; please report it")]
    NotJson,
}

/// Returns the response to an event, before `deadline`. Without valid restrictions, every event is refused: the newest
/// version could be one that is blocked.
pub async fn answer(
    event: &str,
    catalog: &impl LayerCatalog,
    restrictions: &Result<Restrictions, RestrictionsError>,
    deadline: SystemTime,
    log: impl Write,
) -> Response {
    let event = match Event::parse(event) {
        Ok(event) => event,
        Err(bad) => {
            let message = bad.to_string();
            Log::new(log, &bad.request_id).failure(&message);
            return Response::failure(bad.request_id, message);
        }
    };
    let request_id = event.request_id.clone();
    let mut log = Log::new(log, &request_id);
    // Without a response, CloudFormation would wait until the deployment times out, so even a panic gets one. The
    // state that a panic may have corrupted is dropped with the future.
    let work = AssertUnwindSafe(process(event, catalog, restrictions, &mut log)).catch_unwind();
    let outcome = match timeout(time_left(deadline), work).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Interruption::Panic),
        Err(_) => Err(Interruption::Deadline),
    };
    outcome.unwrap_or_else(|interruption| {
        let message = interruption.to_string();
        log.failure(&message);
        Response::failure(request_id.clone(), message)
    })
}

fn time_left(deadline: SystemTime) -> Duration {
    let left = deadline.duration_since(SystemTime::now()).unwrap_or_default();
    left.saturating_sub(RESERVE.min(left / 4))
}

async fn process(
    event: Event,
    catalog: &impl LayerCatalog,
    restrictions: &Result<Restrictions, RestrictionsError>,
    log: &mut Log<'_, impl Write>,
) -> Result<Response, Interruption> {
    let started = SystemTime::now();
    let restrictions = restrictions.as_ref().map_err(Clone::clone)?;
    let Event { request_id, region, macro_name, account, fragment, params, parameter_values } = event;
    let tree = parse(fragment.get())?.with_macro_name(macro_name.as_deref());
    let params = params.map(|params| parse(params.get())).transpose()?;
    let stack = Stack::new(Home { region, account }, inputs(parameter_values));
    let parameters = params.as_ref().and_then(Tree::root);
    let (overrides, now) = (Overrides::default(), started.into());
    let request = Request { stack: &stack, parameters, overrides, restrictions, now };
    let expansion = expand(&tree, &request, catalog).await;
    log.expansion(&expansion, started);
    if !expansion.problems.is_empty() {
        return Ok(Response::failure(request_id, problem::message(&expansion.problems)));
    }
    let fragment = edited(fragment, &expansion)?;
    // Lambda would drop the response, and CloudFormation would only report that the macro failed.
    let size = fragment.get().len() + request_id.len() + ENVELOPE;
    if size > MAX_RESPONSE {
        return Err(Interruption::LargeResponse(size));
    }
    Ok(Response::success(request_id, fragment))
}

fn parse(text: &str) -> Result<Tree, Interruption> {
    Source::new(text).map(Tree::parse_json).map_err(|_| Interruption::TooLarge)
}

/// The parameter values of an event: strings, numbers, and lists of them.
fn inputs(values: Map<String, Value>) -> Inputs {
    let mut inputs = Inputs::new();
    for (name, value) in values {
        if let Some(value) = input(value) {
            inputs.set_parameter(name, value);
        }
    }
    inputs
}

fn input(value: Value) -> Option<Input> {
    match value {
        Value::String(text) => Some(Input::Text(text)),
        Value::Number(number) => Some(Input::Text(number.to_string())),
        Value::Bool(value) => Some(Input::Text(value.to_string())),
        Value::Array(items) => items.into_iter().map(input).collect::<Option<_>>().map(Input::List),
        Value::Null | Value::Object(_) => None,
    }
}

/// Applies the edits to the text of the fragment. Everything else keeps its spelling, such as the digits of numbers.
fn edited(fragment: Box<RawValue>, expansion: &Expansion) -> Result<Box<RawValue>, Interruption> {
    if let Some(text) = &expansion.replacement {
        return RawValue::from_string(text.clone()).map_err(|_| Interruption::NotJson);
    }
    if expansion.edits.is_empty() {
        return Ok(fragment);
    }
    RawValue::from_string(expansion.edits.apply(fragment.get())).map_err(|_| Interruption::NotJson)
}
