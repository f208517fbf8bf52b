//! What the log must never hold, at any level; the first implementation logged the whole event.

use crate::function::{event_with, start};
use crate::support::Outcome;
use end_to_end::lambda_api::{Answer, LambdaApi};
use end_to_end::runtime_api::Outcome as Invoked;

const ACCOUNT: &str = "600000000001";

fn api() -> std::io::Result<LambdaApi> {
    LambdaApi::start(|path, _| {
        let name = path.split('/').nth(3).unwrap_or_default().split('?').next().unwrap_or_default();
        if name == "broken" {
            return Answer::error("400 Bad Request", "InvalidRequestContentException", "n0t-in-the-log");
        }
        let arn = format!("arn:aws:lambda:eu-central-1:{ACCOUNT}:layer:{name}:7");
        let version = format!(
            r#""LayerVersionArn": "{arn}", "Version": 7, "Description": "n0t-in-the-log", "LicenseInfo": "n0t-in-the-log",
            "Content": {{"Location": "https://n0t-in-the-log/?X-Amz-Signature=n0t-in-the-log"}}"#
        );
        let is_list = path.contains("/versions?") || path.ends_with("/versions");
        Answer::ok(if is_list {
            format!(r#"{{"LayerVersions": [{{{version}}}]}}"#)
        } else {
            format!("{{{version}}}")
        })
    })
}

/// Templates in which every text but the names of layers is a secret.
const TEMPLATES: [&str; 6] = [
    r#"{"Description": "n0t-in-the-log", "Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["tools",
        "tools:7"], "Environment": {"Variables": {"KEY": "n0t-in-the-log"}}}}}}"#,
    r#"{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": [{"Ref": "Odd"}, {"Fn::Sub": "${Odd}"},
        {"Fn::Sub": "n0t-in-the-log!"}, {"Fn::Join": ["", ["n0t-in-the-log", {"Ref": "Odd"}]]}]}}}}"#,
    r#"{"Conditions": {"C": {"Fn::Equals": [{"Ref": "Odd"}, "n0t-in-the-log"]}}, "Mappings": {"M": {"n0t-in-the-log": {"a": "b"}}},
        "Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": [{"Fn::If": ["C", "tools", "fonts"]},
        {"Fn::FindInMap": ["M", {"Ref": "Odd"}, "a"]}, {"n0t-in-the-log": 1}, ["n0t-in-the-log"]]}}}}"#,
    r#"{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": {"Ref": "Odd"}, "Layers": ["broken"]}}}}"#,
    r#"["n0t-in-the-log"]"#,
    r#"{"Resources": "n0t-in-the-log", "Globals": {"Function": {"Layers": {"n0t-in-the-log": 1}}}}"#,
];

#[test]
fn nothing_secret_is_ever_logged() -> Outcome {
    let api = api()?;
    let function = start(&api.endpoint(), ACCOUNT)?;
    let values = r#"{"Odd": "n0t-in-the-log value", "List": ["n0t-in-the-log"], "Number": 1234567890123}"#;
    let mut events: Vec<_> = TEMPLATES
        .iter()
        .map(|template| event_with(template, ACCOUNT, r#"{"Pinned": {"Ref": "Odd"}}"#, values))
        .collect();
    events.extend(TEMPLATES.iter().map(|template| event_with(template, ACCOUNT, "{}", values)));
    events.push(event_with("{}", ACCOUNT, r#"{"Layer": {"Ref": "Odd"}}"#, values));
    events.push(event_with("{}", ACCOUNT, r#"["n0t-in-the-log"]"#, values));
    events.push(events[0].replace("\"region\": \"eu-central-1\"", "\"region\": [\"n0t-in-the-log\"]"));
    events.push("n0t-in-the-log".to_owned());
    for event in events {
        let outcome = function.invoke(event, std::time::Duration::from_mins(1));
        let Invoked::Response(_) = outcome else { return Err(format!("{outcome:?}").into()) };
    }
    let log = function.stop()?;
    assert!(log.lines().count() > 12, "{log}");
    for secret in
        ["n0t-in-the-log", "1234567890123", "secret", "X-Amz", "AWS4-HMAC", "templateParameterValues"]
    {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line)?;
    }
    Ok(())
}
