//! The real function, from the event on the Runtime API to the layers on a server and back.

use std::time::Duration;

use crate::function::{event, send, start};
use crate::support::{Outcome, client, publish};
use end_to_end::ministack::ministack;
use end_to_end::runtime_api::Outcome as Invoked;

/// Every place of a layer, every kind of literal, and numbers and keys that must come back as they are.
const TEMPLATE: &str = r#"{"AWSTemplateFormatVersion" : "2010-09-09",
  "Globals": {"Function": {"Layers": ["many"], "Timeout": 1.10}},
  "Resources": {
    "Plain": {"Type": "AWS::Lambda::Function", "Properties": {"MemorySize": 12345678901234567890123,
        "Layers": [ "many" , "arn:aws:lambda:eu-central-1:ACCOUNT:layer:tools" ] } },
    "Second": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["tools:1", "many:latest"]}},
    "Serverless": {"Properties": {"Layers": ["arn:aws:lambda:eu-central-1:ACCOUNT:layer:tools:1",
        {"Ref": "Own"}, {"Fn::Sub": "${X}"}, "{{resolve:ssm:/a}}"]},
        "Type": "AWS::Serverless::Function"},
    "Fn::ForEach::Loop": ["Id", ["A", "B"], {"${Id}Function": {"Type": "AWS::Lambda::Function",
        "Properties": {"Layers": ["tools"]}}}],
    "Bare": {"Type": "AWS::Lambda::Function"},
    "Whole": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": {"Fn::If": ["C", ["many"], []]}}},
    "Other": {"Type": "AWS::SNS::Topic", "Properties": {"Layers": ["many"]}}
  }}"#;

#[tokio::test]
async fn layers_get_their_versions_and_all_else_its_bytes() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = "200000000001";
    let client = client(server, account);
    for _ in 0..57 {
        publish(&client, "many").await?;
    }
    for number in 0..60 {
        publish(&client, &format!("other-{number}")).await?;
    }
    publish(&client, "tools").await?;
    publish(&client, "tools").await?;
    let function = start(server.endpoint(), account)?;
    let template = TEMPLATE.replace("ACCOUNT", account);
    let answer = send(&function, &event(&template, account))?;

    let arn = |layer: &str| format!(r#""arn:aws:lambda:eu-central-1:{account}:layer:{layer}""#);
    let expected = template
        .replacen(
            r#""Layers": ["many"], "Timeout""#,
            &format!(r#""Layers": [{}], "Timeout""#, arn("many:57")),
            1,
        )
        .replacen(r#"[ "many" ,"#, &format!("[ {} ,", arn("many:57")), 1)
        .replacen(&arn("tools"), &arn("tools:2"), 1)
        .replacen(r#""tools:1", "many:latest""#, &format!("{}, {}", arn("tools:1"), arn("many:57")), 1)
        .replacen(r#"["tools"]"#, &format!("[{}]", arn("tools:2")), 1)
        .replacen(r#"["C", ["many"]"#, &format!(r#"["C", [{}]"#, arn("many:57")), 1);
    assert_eq!(answer.text(), expected);
    assert_eq!((answer.status.as_str(), answer.request_id.as_str()), ("success", "r-1"));

    publish(&client, "tools").await?;
    let again = send(&function, &event(&template, account))?;
    assert_eq!(
        again.text(),
        expected.replace("layer:tools:2", "layer:tools:3"),
        "a warm function sees new versions"
    );
    Ok(())
}

#[tokio::test]
async fn all_problems_are_named_at_once() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = "200000000002";
    publish(&client(server, account), "payment-client").await?;
    let function = start(server.endpoint(), account)?;
    let template = r#"{"Resources": {
        "A": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["paymnet-client", null, 7, {"a": 1}, ["b"]]}},
        "B": {"Type": "AWS::Serverless::Function", "Properties": {"Layers": "payment-client"}},
        "C": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["payment-client:9",
            "arn:aws:lambda:us-east-1:200000000002:layer:payment-client",
            "arn:aws:lambda:eu-central-1:200000000003:layer:payment-client", "bad name", "payment-client:5+"]}}}}"#;
    let answer = send(&function, &event(template, account))?;
    assert_eq!(answer.status, "failure");
    let message = answer.text();
    let expected = [
        "Resources.A.Properties.Layers[0] `paymnet-client`: unknown layer in account 200000000002, \
         region eu-central-1; did you mean `payment-client`?",
        "Resources.A.Properties.Layers[1] `null`: null is not a layer; use a name, an ARN or a function",
        "Resources.A.Properties.Layers[2] `7`: a number is not a layer",
        "Resources.A.Properties.Layers[3]: an object is not a layer",
        "Resources.A.Properties.Layers[4]: a list is not a layer",
        "Resources.B.Properties.Layers `payment-client`: a string is not a list of layers; use a list",
        "Resources.C.Properties.Layers[0] `payment-client:9`: version 9 does not exist; the latest version is 1",
        "Layers[1] `arn:aws:lambda:us-east-1:200000000002:layer:payment-client`: the layer is in us-east-1, but the \
         stack is in eu-central-1",
        "; and 3 more, see the macro's log",
    ];
    for part in expected {
        assert!(message.contains(part), "{part}\nis not in\n{message}");
    }
    let log = function.stop()?;
    for part in [
        "the layer belongs to account 200000000003, so its versions cannot be listed",
        "in the layer name `bad name`",
        "no version 5 or newer",
    ] {
        assert!(log.contains(part), "{part}\nis not in\n{log}");
    }
    Ok(())
}

#[tokio::test]
async fn the_log_says_what_became_of_each_layer_and_nothing_else() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = "200000000004";
    publish(&client(server, account), "tools").await?;
    let function = start(server.endpoint(), account)?;
    let template = r#"{"Description": "n0t-in-the-log", "Resources": {"A": {"Type": "AWS::Lambda::Function",
        "Properties": {"Layers": ["tools"], "Environment": {"Variables": {"KEY": "n0t-in-the-log"}}}}}}"#;
    send(&function, &event(template, account))?;
    send(&function, &event(&template.replace("tools", "toolz"), account))?;
    let log = function.stop()?;
    let lines: Vec<serde_json::Value> = log.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap_or_default()).collect();
    assert_eq!(events, ["resolved", "summary", "problem", "summary"], "{log}");
    assert_eq!(lines[0]["how"], "newest");
    assert_eq!(lines[0]["arn"], "arn:aws:lambda:eu-central-1:200000000004:layer:tools:1");
    assert_eq!(
        (&lines[0]["path"], &lines[0]["reference"]),
        (&"Resources.A.Properties.Layers[0]".into(), &"tools".into())
    );
    assert!(lines.iter().all(|line| line["requestId"] == "r-1"), "{log}");
    for secret in ["n0t-in-the-log", "secret", "CodeSha256", "AWS4-HMAC", "transformId"] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
    Ok(())
}

#[test]
fn every_event_gets_an_answer() -> Outcome {
    let function = start("http://127.0.0.1:9", "200000000005")?;
    let cases = [
        ("{}", "`region` is missing, `accountId` is missing, `fragment` is missing"),
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
        ("\"text\"", "not a JSON object"),
        ("no JSON", "not a JSON object"),
        ("", "not a JSON object"),
        (r#"{"region": 1}"#, "`region` is not a string"),
    ];
    for (event, expected) in cases {
        let answer = send(&function, event)?;
        assert_eq!(answer.status, "failure", "{event}");
        assert!(answer.text().contains(expected), "{event}: {}", answer.text());
    }
    for fragment in ["{}", "[]", "1", "\"Layers\"", r#"{"Resources": null, "Globals": 1}"#] {
        let answer = send(&function, &event(fragment, "200000000005"))?;
        assert_eq!((answer.status.as_str(), answer.text().as_str()), ("success", fragment));
    }
    Ok(())
}

#[test]
fn an_api_that_cannot_be_reached_is_a_refusal() -> Outcome {
    let account = "200000000006";
    let function = start("http://127.0.0.1:9", account)?;
    let template =
        r#"{"Resources": {"A": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["tools"]}}}}"#;
    let outcome = function.invoke(event(template, account), Duration::from_secs(2));
    let Invoked::Response(answer) = outcome else { return Err(format!("{outcome:?}").into()) };
    let answer = String::from_utf8(answer)?;
    assert!(answer.contains(r#""status":"failure","errorMessage":""#), "{answer}");
    assert!(
        answer.contains("the macro timed out")
            || answer.contains("lambda:ListLayerVersions could not be sent"),
        "{answer}"
    );
    Ok(())
}
