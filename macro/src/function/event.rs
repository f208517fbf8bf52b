//! The event and response of a macro (CloudFormation User Guide, "Create a CloudFormation macro definition").

use cfn_ast::model::{is_macro_name, without_account};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The payload of an invocation: JSON, or anything else.
///
/// Deserialization never fails, so that every event gets a response.
pub struct Payload(Option<Box<RawValue>>);

impl Payload {
    /// The text; empty if it is not JSON.
    pub fn text(&self) -> &str {
        self.0.as_ref().map_or("", |raw| raw.get())
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Box::<RawValue>::deserialize(deserializer).ok()))
    }
}

/// An event of CloudFormation.
///
/// It contains parameter values of the stack, which may be secret: it has no `Debug`, and nothing of it is logged
/// except the request ID.
pub struct Event {
    /// The request ID, which the response repeats.
    pub request_id: String,
    /// The region of the stack.
    pub region: String,
    /// The name under which the template calls the macro; `None` if the event does not contain it.
    pub macro_name: Option<String>,
    /// The account of the stack, 12 digits.
    pub account: String,
    /// The fragment of the template to process, as text.
    pub fragment: Box<RawValue>,
    /// The parameters that the template passes to the macro, as the text of an object.
    pub params: Option<Box<RawValue>>,
    /// The values of the template's parameters.
    pub parameter_values: Map<String, Value>,
}

/// The response of the macro.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    request_id: String,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    fragment: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Success,
    Failure,
}

/// An invalid event.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid event from CloudFormation: {}", list(.problems))]
pub struct BadEvent {
    /// The request ID, which the response repeats; empty if it cannot be read.
    pub request_id: String,
    /// All problems of the event.
    pub problems: Vec<EventProblem>,
}

/// A problem of an event.
///
/// The message contains keys and types, but never values of the event.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventProblem {
    /// The event is not a JSON object.
    #[error("not a JSON object with distinct keys")]
    NotAnObject,
    /// A key is missing or null.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// The value of a key has another type.
    #[error("`{key}` is not {expected}")]
    Type {
        /// The key.
        key: &'static str,
        /// The expected type, with its article.
        expected: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    request_id: Option<Box<RawValue>>,
    region: Option<Box<RawValue>>,
    account_id: Option<Box<RawValue>>,
    fragment: Option<Box<RawValue>>,
    params: Option<Box<RawValue>>,
    template_parameter_values: Option<Box<RawValue>>,
    transform_id: Option<Box<RawValue>>,
}

impl Event {
    /// Parses an event. `params` and `templateParameterValues` may be absent; unknown keys are ignored.
    ///
    /// # Errors
    /// [`BadEvent`] with all problems.
    pub fn parse(text: &str) -> Result<Self, BadEvent> {
        let Ok(fields) = serde_json::from_str::<Fields>(text) else {
            return Err(BadEvent { request_id: String::new(), problems: vec![EventProblem::NotAnObject] });
        };
        let mut problems = Vec::new();
        let mut reader = Reader { problems: &mut problems };
        let request_id = reader.optional("requestId", "a string", fields.request_id.as_deref());
        let region = reader.required("region", "a string", fields.region.as_deref());
        let account = reader.required("accountId", "a string", fields.account_id.as_deref());
        let params = reader.object("params", fields.params);
        let values = fields.template_parameter_values.as_deref();
        let parameter_values = reader.optional("templateParameterValues", "an object", values);
        // The ID of a transform is `123456789012::Uselatest`. It only identifies calls of the macro in messages and in a part
        // of a template, so an event without it is processed as well.
        let transform_id = fields.transform_id.and_then(|id| serde_json::from_str::<String>(id.get()).ok());
        let macro_name = transform_id.map(|id| without_account(&id).to_owned());
        let macro_name = macro_name.filter(|name| is_macro_name(name));
        match fields.fragment {
            Some(fragment) if problems.is_empty() => {
                Ok(Self { request_id, region, macro_name, account, fragment, params, parameter_values })
            }
            fragment => {
                problems.extend(fragment.is_none().then_some(EventProblem::Missing("fragment")));
                Err(BadEvent { request_id, problems })
            }
        }
    }
}

struct Reader<'a> {
    problems: &'a mut Vec<EventProblem>,
}

impl Reader<'_> {
    fn required<T>(&mut self, key: &'static str, expected: &'static str, raw: Option<&RawValue>) -> T
    where
        T: Default + for<'de> Deserialize<'de>,
    {
        if raw.is_none() {
            self.problems.push(EventProblem::Missing(key));
        }
        self.optional(key, expected, raw)
    }

    /// Returns the text of an object without parsing it: positions and spelling stay those of the event.
    fn object(&mut self, key: &'static str, raw: Option<Box<RawValue>>) -> Option<Box<RawValue>> {
        let raw = raw?;
        if raw.get().starts_with('{') {
            return Some(raw);
        }
        self.problems.push(EventProblem::Type { key, expected: "an object" });
        None
    }

    fn optional<T>(&mut self, key: &'static str, expected: &'static str, raw: Option<&RawValue>) -> T
    where
        T: Default + for<'de> Deserialize<'de>,
    {
        // The message of serde quotes the value, which may be secret.
        let Some(value) = raw.map(|raw| serde_json::from_str(raw.get())) else { return T::default() };
        value.unwrap_or_else(|_| {
            self.problems.push(EventProblem::Type { key, expected });
            T::default()
        })
    }
}

impl Response {
    /// Creates a response with the processed fragment.
    pub fn success(request_id: String, fragment: Box<RawValue>) -> Self {
        Self { request_id, status: Status::Success, fragment: Some(fragment), error_message: None }
    }

    /// Creates a response that fails the deployment; CloudFormation shows the message to the user.
    pub fn failure(request_id: String, message: String) -> Self {
        Self { request_id, status: Status::Failure, fragment: None, error_message: Some(message) }
    }

    /// Whether the fragment was processed.
    pub fn is_success(&self) -> bool {
        matches!(self.status, Status::Success)
    }

    /// The processed fragment, if the response is a success.
    pub fn fragment(&self) -> Option<&RawValue> {
        self.fragment.as_deref()
    }

    /// The message for the user, if the response is a failure.
    pub fn error_message(&self) -> Option<&str> {
        self.error_message.as_deref()
    }
}

fn list(problems: &[EventProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
