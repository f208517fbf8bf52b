//! What the macro reads from an event, and what it answers.

use serde_json::json;
use uselatest::function::event::{Event, Response};

const WHOLE: &str = r#"{
    "region": "eu-central-1", "accountId": "123456789012", "transformId": "123456789012::Uselatest",
    "requestId": "r-1", "params": {"Pinned": "keep"}, "templateParameterValues": {"Size": 3, "Subnets": ["a", "b"]},
    "fragment": {"b": 1.10, "a": 12345678901234567890123, "b": "\u00e4"}, "somethingNew": null
}"#;

fn problems_of(text: &str) -> String {
    Event::parse(text).map_or_else(|error| error.to_string(), |_| "none".to_owned())
}

#[test]
fn the_fragment_keeps_its_spelling() -> Result<(), uselatest::function::event::BadEvent> {
    let event = Event::parse(WHOLE)?;
    assert_eq!(event.fragment.get(), r#"{"b": 1.10, "a": 12345678901234567890123, "b": "\u00e4"}"#);
    assert_eq!((event.region.as_str(), event.account.as_str()), ("eu-central-1", "123456789012"));
    assert_eq!(event.params.as_ref().map(|params| params.get()), Some(r#"{"Pinned": "keep"}"#));
    assert_eq!(event.parameter_values["Subnets"], json!(["a", "b"]));
    let answer = serde_json::to_string(&Response::success(event.request_id, event.fragment));
    let expected = r#"{"requestId":"r-1","status":"success","fragment":{"b": 1.10, "a": 12345678901234567890123, "b": "\u00e4"}}"#;
    assert_eq!(answer.ok().as_deref(), Some(expected));
    Ok(())
}

#[test]
fn optional_keys_may_be_absent_or_null() {
    for extra in ["", r#", "params": null, "templateParameterValues": null"#, r#", "params": {}"#] {
        let text =
            format!(r#"{{"region": "r", "accountId": "1", "requestId": "q", "fragment": "x"{extra}}}"#);
        assert_eq!(problems_of(&text), "none", "{text}");
    }
}

#[test]
fn every_problem_is_named_and_no_value_is_repeated() {
    let cases = [
        ("[]", "not a JSON object with distinct keys"),
        (r#"{"region": "a", "region": "b"}"#, "not a JSON object with distinct keys"),
        ("{}", "`region` is missing, `accountId` is missing, `fragment` is missing"),
        (
            r#"{"region": 1, "accountId": 123456789012, "fragment": {}}"#,
            "`region` is not a string, `accountId` is not a string",
        ),
        (
            r#"{"region": "a", "accountId": "b", "fragment": null, "templateParameterValues": "s3cr3t", "params": ["s3cr3t"]}"#,
            "`params` is not an object, `templateParameterValues` is not an object, `fragment` is missing",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems_of(text), format!("invalid event from CloudFormation: {expected}"));
    }
}

#[test]
fn the_request_id_is_repeated_even_in_a_refusal() {
    let refused = Event::parse(r#"{"requestId": "r-9"}"#).err().map(|error| error.request_id);
    assert_eq!(refused.as_deref(), Some("r-9"));
    let answer = serde_json::to_value(Response::failure("r-9".to_owned(), "why".to_owned())).ok();
    assert_eq!(answer, Some(json!({"requestId": "r-9", "status": "failure", "errorMessage": "why"})));
}
