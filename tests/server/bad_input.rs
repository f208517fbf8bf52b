//! Bad input of every kind, through the real function: each gets an answer that says what is wrong.

use crate::function::{event, event_with, send, start};
use crate::support::{Outcome, client, publish};
use end_to_end::ministack::ministack;

const ACCOUNT: &str = "700000000001";

/// Whole events.
const EVENTS: &[(&str, &str)] = &[
    ("", "not a JSON object"),
    ("no JSON", "not a JSON object"),
    ("null", "not a JSON object"),
    ("7", "not a JSON object"),
    ("[]", "not a JSON object"),
    ("\"text\"", "not a JSON object"),
    ("{", "not a JSON object"),
    ("{}", "`region` is missing, `accountId` is missing, `fragment` is missing"),
    (r#"{"region": "a", "region": "b"}"#, "with distinct keys"),
    (
        r#"{"region": 1, "accountId": 2, "fragment": {}}"#,
        "`region` is not a string, `accountId` is not a string",
    ),
    (r#"{"region": "a", "accountId": "b", "fragment": null}"#, "`fragment` is missing"),
    (r#"{"region": "a", "accountId": "b", "fragment": {}, "params": [1]}"#, "`params` is not an object"),
    (
        r#"{"region": "a", "accountId": "b", "fragment": {}, "templateParameterValues": 1}"#,
        "is not an object",
    ),
    (r#"{"region": "a", "accountId": "b", "fragment": {}, "requestId": 1}"#, "`requestId` is not a string"),
];

/// What stands in place of the layers of a function.
const LAYERS: &[(&str, &str)] = &[
    ("null", "Layers `null`: null is not a list of layers"),
    ("7", "a number is not a list of layers"),
    ("true", "a boolean is not a list of layers"),
    ("\"tools\"", "a string is not a list of layers"),
    ("{}", "an object is not a list of layers"),
    (r#"{"a": 1, "b": 2}"#, "an object is not a list of layers"),
    (r#"{"Fn::Unheard": []}"#, "an object is not a list of layers"),
    (r#"{"Fn::Sub": "tools"}"#, "a string is not a list of layers"),
    (r#"{"Fn::If": ["C", ["tools"]]}"#, "an `Fn::If` without exactly three arguments"),
    ("[null]", "Layers[0] `null`: null is not a layer"),
    ("[1.5]", "Layers[0] `1.5`: a number is not a layer"),
    ("[false]", "a boolean is not a layer"),
    ("[{}]", "an object is not a layer"),
    ("[[]]", "a list is not a layer"),
    (r#"[{"Ref": "A", "Fn::Sub": "b"}]"#, "an object is not a layer"),
    ("[\"\"]", "empty string"),
    ("[\" tools\"]", "leading or trailing white space"),
    ("[\"to ols\"]", "it may contain only letters, digits"),
    ("[\"${Tools}\"]", "is only replaced in `Fn::Sub`"),
    ("[\"tools:\"]", "invalid version"),
    ("[\"tools:0\"]", "invalid version"),
    ("[\"tools:-1\"]", "invalid version"),
    ("[\"tools:99999999999999999999\"]", "invalid version"),
    ("[\"tools:$LATEST\"]", "invalid version"),
    ("[\"tools:9\"]", "version 9 does not exist; the latest version is 1"),
    ("[\"tools:9+\"]", "no version 9 or newer exists; the latest version is 1"),
    ("[\"toolz\"]", "did you mean `tools`?"),
    ("[\"arn:aws\"]", "incomplete ARN"),
    ("[\"arn:aws:s3:::bucket\"]", "ARN of the service `s3`"),
    ("[\"arn:aws:lambda:eu-central-1:700000000001:function:f\"]", "ARN of a Lambda `function`"),
    ("[\"arn:aws:lambda:eu-central-1:7:layer:tools\"]", "invalid account ID `7`"),
    ("[\"arn:aws:lambda:europe:700000000001:layer:tools\"]", "invalid region `europe`"),
    ("[\"arn:lambda:lambda:eu-central-1:700000000001:layer:tools\"]", "invalid partition `lambda`"),
    ("[\"arn:aws:lambda:eu-west-1:700000000001:layer:tools\"]", "the layer is in eu-west-1"),
    (
        "[\"arn:aws:lambda:eu-central-1:700000000002:layer:tools\"]",
        "the layer belongs to account 700000000002",
    ),
    ("[\"arn:aws:lambda:eu-central-1:700000000002:layer:tools:1+\"]", "is accessible"),
    (
        r#"["tools", "tools", "tools", "tools", "tools", "tools"]"#,
        "the function has 6 layers; the limit is 5",
    ),
    (r#"[{"Fn::Sub": "a b"}]"#, "the value is neither the name nor the ARN of a layer"),
    (r#"[{"Fn::Split": [",", "tools"]}]"#, "a list is not a layer"),
];

/// What the template passes to the macro.
const PARAMETERS: &[(&str, &str)] = &[
    (r#"{"Pined": "keep"}"#, "did you mean `Pinned`?"),
    (r#"{"Pinned": "always"}"#, "the value must be `keep` or `upgrade`"),
    (r#"{"Pinned": null}"#, "the value must be `keep` or `upgrade`"),
    (r#"{"Compatibility": {"a": 1}}"#, "the value must be `check` or `ignore`"),
    (r#"{"OnMissing": 1}"#, "the value must be `fail` or `keep`"),
    (r#"{"Exclude": 1.5}"#, "the value must be a list of patterns"),
    (r#"{"Report": "yes"}"#, "the value must be `true` or `false`"),
    (r#"{"Runtime": "python3.13"}"#, "only valid together with `Layer`"),
    (r#"{"Layer": "tools"}"#, "would replace the other keys beside Fn::Transform"),
    (r#"{"Pinned": {"Ref": "Nothing"}}"#, "`Nothing` is not declared"),
];

#[tokio::test]
async fn bad_input_is_refused_with_its_reason() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    publish(&client(server, ACCOUNT), "tools").await?;
    publish(&client(server, "700000000002"), "tools").await?;
    let function = start(server.endpoint(), ACCOUNT)?;
    let template = |layers: &str| {
        format!(
            r#"{{"Resources": {{"F": {{"Type": "AWS::Lambda::Function", "Properties": {{"Layers": {layers}}}}}}}}}"#
        )
    };
    let whole = EVENTS.iter().map(|(text, expected)| ((*text).to_owned(), *expected));
    let layers = LAYERS.iter().map(|(layers, expected)| (event(&template(layers), ACCOUNT), *expected));
    let parameters = PARAMETERS.iter().map(|(parameters, expected)| {
        (event_with(&template(r#"["tools"]"#), ACCOUNT, parameters, "{}"), *expected)
    });
    for (event, expected) in whole.chain(layers).chain(parameters) {
        let answer = send(&function, &event)?;
        assert_eq!(answer.status, "failure", "{event}");
        assert!(answer.text().contains(expected), "{event}\n{expected}\nis not in\n{}", answer.text());
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(send(&function, &event(&deep, ACCOUNT))?.status, "success");
    let too_deep = format!("{}{}", "[".repeat(120_000), "]".repeat(120_000));
    assert_eq!(send(&function, &event(&too_deep, ACCOUNT))?.status, "failure");
    Ok(())
}

/// CloudFormation shows about a thousand characters; the log has the rest.
#[tokio::test]
async fn many_problems_are_counted() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let function = start(server.endpoint(), "700000000003")?;
    let functions: Vec<_> = (0..300)
        .map(|number| {
            format!(r#""F{number}": {{"Type": "AWS::Lambda::Function", "Properties": {{"Layers": [null]}}}}"#)
        })
        .collect();
    let answer =
        send(&function, &event(&format!(r#"{{"Resources": {{{}}}}}"#, functions.join(",")), "700000000003"))?;
    let text = answer.text();
    assert!(text.len() < 1_100 && text.contains("more, see the macro's log"), "{text}");
    assert_eq!(function.stop()?.lines().filter(|line| line.contains("null is not a layer")).count(), 300);
    Ok(())
}
