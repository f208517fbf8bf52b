//! Lambda in trouble: the real function against a server that throttles, fails, or keeps silent.

use std::time::Duration;

use crate::function::{event, send, start};
use crate::support::Outcome;
use end_to_end::lambda_api::{Answer, LambdaApi};
use end_to_end::runtime_api::Outcome as Invoked;

const ACCOUNT: &str = "500000000001";
const TEMPLATE: &str =
    r#"{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["tools"]}}}}"#;

/// A page with one version of the layer that the path names.
pub(crate) fn page(path: &str, account: &str) -> Answer {
    let name = path.split('/').nth(3).unwrap_or_default();
    let arn = format!("arn:aws:lambda:eu-central-1:{account}:layer:{name}:7");
    Answer::ok(format!(r#"{{"LayerVersions": [{{"LayerVersionArn": "{arn}", "Version": 7}}]}}"#))
}

fn message(
    function: &end_to_end::bootstrap::Bootstrap,
    time: Duration,
) -> Result<String, Box<dyn std::error::Error>> {
    match function.invoke(event(TEMPLATE, ACCOUNT), time) {
        Invoked::Response(body) => Ok(String::from_utf8(body)?),
        other => Err(format!("no answer, but {other:?}").into()),
    }
}

#[test]
fn throttled_for_a_while_it_still_answers() -> Outcome {
    let api =
        LambdaApi::start(|path, count| if count <= 2 { Answer::throttled() } else { page(path, ACCOUNT) })?;
    let function = start(&api.endpoint(), ACCOUNT)?;
    let answer = send(&function, &event(TEMPLATE, ACCOUNT))?;
    assert!(answer.text().contains("layer:tools:7"), "{}", answer.text());
    assert_eq!(api.paths().len(), 3);
    Ok(())
}

#[test]
fn throttled_for_good_it_refuses_before_its_deadline() -> Outcome {
    let api = LambdaApi::start(|_, _| Answer::throttled())?;
    let function = start(&api.endpoint(), ACCOUNT)?;
    let answer = message(&function, Duration::from_secs(3))?;
    assert!(answer.contains(r#""status":"failure","errorMessage":"the macro timed out"#), "{answer}");
    Ok(())
}

#[test]
fn silence_is_a_refusal() -> Outcome {
    let api = LambdaApi::start(|_, _| Answer { delay: Duration::from_secs(5), ..Answer::ok("{}") })?;
    let function = start(&api.endpoint(), ACCOUNT)?;
    let answer = message(&function, Duration::from_secs(2))?;
    assert!(answer.contains("the macro timed out while it looked up layers"), "{answer}");
    Ok(())
}

/// An answer, and what the macro says of it.
type Case = (fn() -> Answer, &'static str);

#[test]
fn what_lambda_refuses_is_told_in_the_macros_own_words() -> Outcome {
    let cases: [Case; 7] = [
        (
            || Answer::error("403 Forbidden", "AccessDeniedException", "n0t-in-the-log"),
            "`tools`: not authorized to perform lambda:ListLayerVersions; allow it in the role of the macro",
        ),
        (
            || Answer::error("400 Bad Request", "InvalidParameterValueException", "n0t-in-the-log"),
            "lambda:ListLayerVersions failed with InvalidParameterValueException",
        ),
        (|| Answer::error("404 Not Found", "ResourceNotFoundException", "n0t-in-the-log"), "unknown layer"),
        (|| Answer::ok(r#"{"LayerVersions": []}"#), "unknown layer"),
        (
            || Answer::ok(r#"{"LayerVersions": [{"Version": 7}]}"#),
            "Lambda's response lacks the ARN of the layer version",
        ),
        (|| Answer::ok("n0t-in-the-log {"), "lambda:ListLayerVersions failed with "),
        (|| page("/a/b/another/versions", ACCOUNT), "Lambda's response lacks the ARN of the layer version"),
    ];
    for (answer, expected) in cases {
        let api = LambdaApi::start(move |_, _| answer())?;
        let function = start(&api.endpoint(), ACCOUNT)?;
        let answer = message(&function, Duration::from_secs(30))?;
        assert!(
            answer.contains(r#""status":"failure""#) && answer.contains(expected),
            "{expected}: {answer}"
        );
        let log = function.stop()?;
        assert!(!log.contains("n0t-in-the-log") && !answer.contains("n0t-in-the-log"), "{log} {answer}");
    }
    Ok(())
}
