//! Answers where no server helps: a catalog that breaks, hangs, or belongs to somebody else.

use std::time::{Duration, SystemTime};

use serde_json::Value;
use uselatest::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};
use uselatest::expand::restrictions::Restrictions;
use uselatest::function::handler::answer;

enum Trouble {
    Panics,
    Hangs,
    Fails(CatalogError),
    /// Knows no layer.
    GoesNowhere,
    /// Returns the same page for ever.
    GoesRound,
    Answers(&'static str),
}

impl LayerCatalog for Trouble {
    async fn list_layer_versions(&self, _: &str, _: Option<&str>) -> Result<Page, CatalogError> {
        match self {
            Self::Panics => panic!("n0t-in-the-answer"),
            Self::Hangs => std::future::pending().await,
            Self::Fails(error) => Err(error.clone()),
            Self::GoesNowhere => Ok(Page::default()),
            Self::GoesRound => Ok(Page { versions: Vec::new(), next: Some("again".to_owned()) }),
            Self::Answers(arn) => {
                let arn = (*arn).to_owned();
                let version = PublishedVersion { arn, number: 1, ..PublishedVersion::default() };
                Ok(Page { versions: vec![version], next: None })
            }
        }
    }

    async fn get_layer_version(&self, _: &str, _: u64) -> Result<Option<PublishedVersion>, CatalogError> {
        Ok(None)
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        Err(CatalogError::Denied { action: "lambda:ListLayers" })
    }
}

const EVENT: &str = r#"{"region": "eu-central-1", "accountId": "123456789012", "requestId": "r-1", "fragment":
    {"Globals": {"Function": {"Layers": ["tools"]}}}}"#;

#[tokio::test]
async fn trouble_becomes_a_refusal_that_says_so() -> Result<(), serde_json::Error> {
    let action = "lambda:ListLayerVersions";
    let cases = [
        (Trouble::Panics, "internal error in the macro"),
        (Trouble::Hangs, "the macro timed out"),
        (Trouble::GoesRound, "lambda:ListLayerVersions returned the same page again, so the list never ends"),
        (
            Trouble::Fails(CatalogError::Denied { action }),
            "Layers[0] `tools`: not authorized to perform lambda:ListLayerVersions",
        ),
        (Trouble::Fails(CatalogError::Throttled { action }), "and all its retries were throttled"),
        (Trouble::Fails(CatalogError::Timeout { action }), "lambda:ListLayerVersions timed out"),
        (
            Trouble::Answers("arn:aws:lambda:eu-central-1:210987654321:layer:tools:1"),
            "the macro looks up layers in account 210987654321, region eu-central-1, but the stack is in account 123456789012",
        ),
        (
            Trouble::Answers("arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"),
            "the macro looks up layers in account 123456789012, region eu-west-1",
        ),
        (Trouble::Answers("tools:1"), "Lambda's response lacks the ARN of the layer version"),
        (Trouble::Answers(""), "Lambda's response lacks the ARN of the layer version"),
    ];
    for (catalog, expected) in cases {
        let mut log = Vec::new();
        let deadline = SystemTime::now() + Duration::from_millis(400);
        let answer = serde_json::to_value(
            answer(EVENT, &catalog, &Ok(Restrictions::default()), deadline, &mut log).await,
        )?;
        let message = answer["errorMessage"].as_str().unwrap_or_default();
        assert!(message.contains(expected), "{expected}\nis not\n{message}");
        assert_eq!((&answer["status"], &answer["requestId"]), (&Value::from("failure"), &Value::from("r-1")));
        let log = String::from_utf8_lossy(&log).into_owned();
        assert!(log.contains(expected) && !log.contains("n0t-in"), "{log}");
    }
    Ok(())
}

#[tokio::test]
async fn a_deadline_that_has_passed_is_still_answered() -> Result<(), serde_json::Error> {
    let answer = serde_json::to_value(
        answer(EVENT, &Trouble::Hangs, &Ok(Restrictions::default()), SystemTime::UNIX_EPOCH, Vec::new())
            .await,
    )?;
    assert_eq!(answer["status"], "failure");
    Ok(())
}

/// A catalog with one version of each layer.
const ONE: Trouble = Trouble::Answers("arn:aws:lambda:eu-central-1:123456789012:layer:tools:1");

/// The event says under which name the template calls the macro; the log warns about an alias only if it is known.
#[tokio::test]
async fn the_name_of_the_macro_is_that_of_the_event() {
    let fragment = r#"{"Transform": ["AWS::Serverless-2016-10-31", "LatestLayers"], "Resources": {"Api": {"Type":
        "AWS::Serverless::Function", "Properties": {"AutoPublishAlias": "live", "AutoPublishAliasAllProperties": true,
        "Layers": ["tools"]}}}}"#;
    for (id, is_known) in [
        (r#""123456789012::LatestLayers""#, true),
        (r#""LatestLayers""#, true),
        (r#""123456789012::Uselatest""#, false),
        ("7", false),
        ("null", false),
    ] {
        let event = format!(
            r#"{{"region": "eu-central-1", "accountId": "123456789012", "requestId": "r-1", "transformId": {id},
            "fragment": {fragment}}}"#
        );
        let mut log = Vec::new();
        let deadline = SystemTime::now() + Duration::from_mins(1);
        let answer = answer(&event, &ONE, &Ok(Restrictions::default()), deadline, &mut log).await;
        assert!(answer.is_success(), "{:?}", answer.error_message());
        let log = String::from_utf8_lossy(&log).into_owned();
        assert_eq!(log.contains("list the macro before AWS::Serverless"), is_known, "{id}: {log}");
    }
}

async fn message_and_log(event: &str, catalog: &Trouble) -> (String, String) {
    let mut log = Vec::new();
    let deadline = SystemTime::now() + Duration::from_mins(1);
    let answer = answer(event, catalog, &Ok(Restrictions::default()), deadline, &mut log).await;
    let message = answer.error_message().unwrap_or_default().to_owned();
    (message, String::from_utf8_lossy(&log).into_owned())
}

/// A parameter may be secret, whatever part of a reference it is.
#[tokio::test]
async fn parameter_values_are_neither_shown_nor_logged() {
    let event = |value: &str| {
        format!(
            r#"{{"region": "eu-central-1", "accountId": "123456789012", "requestId": "r-1",
            "templateParameterValues": {{"Layer": "{value}"}}, "fragment": {{"Parameters": {{"Layer": {{"Type":
            "String"}}}}, "Globals": {{"Function": {{"Layers": [{{"Ref": "Layer"}}]}}}}}}}}"#
        )
    };
    for (value, expected) in [
        ("arn:aws:lambda:us-geheim-1:123456789012:layer:s3cr3t", "in another region than the stack"),
        ("arn:aws:lambda:eu-central-1:987654321098:layer:s3cr3t", "of another account without a version"),
        ("arn:aws:lambda:eu-central-1:987654321098:layer:s3cr3t:987654321098+", "of its acceptable versions"),
        ("s3cr3t:987654321098", "unknown layer"),
        ("s3cr3t s3cr3t", "neither the name nor the ARN of a layer"),
    ] {
        let denied = Trouble::Fails(CatalogError::Denied { action: "lambda:ListLayerVersions" });
        let nothing = Trouble::GoesNowhere;
        let catalog = if value.contains("9876") && value.starts_with("arn") { denied } else { nothing };
        let (message, log) = message_and_log(&event(value), &catalog).await;
        assert!(message.contains(expected), "{value}: {message}");
        let seen = format!("{message}{log}");
        assert!(
            !seen.contains("s3cr3t") && !seen.contains("geheim") && !seen.contains("987654321098"),
            "{seen}"
        );
    }
    let catalog = Trouble::Answers("arn:aws:lambda:eu-central-1:123456789012:layer:s3cr3t:1");
    let (message, log) = message_and_log(&event("s3cr3t"), &catalog).await;
    assert!(message.is_empty() && log.contains(r#""version":"1""#) && !log.contains("s3cr3t"), "{log}");
}

/// Lambda drops a response that is too large, and CloudFormation would only say that the macro failed.
#[tokio::test]
async fn a_response_that_is_too_large_says_so() {
    let event = |size: usize| {
        let text = "x".repeat(size);
        format!(
            r#"{{"region": "eu-central-1", "accountId": "123456789012", "requestId": "r-1", "fragment": {{"Metadata":
            {{"Text": "{text}"}}, "Globals": {{"Function": {{"Layers": ["tools"]}}}}}}}}"#
        )
    };
    let (message, _) = message_and_log(&event(6_290_000), &ONE).await;
    assert_eq!(message, "");
    let (message, log) = message_and_log(&event(6_291_456), &ONE).await;
    assert!(message.contains("the limit of Lambda for a response is 6291456"), "{message}");
    assert!(log.len() < 1_000, "the fragment is not logged");
}

/// Without its restrictions, the macro could use a version that is blocked.
#[tokio::test]
async fn invalid_restrictions_refuse_every_event() {
    for (age, behind, blocked, expected) in [
        ("3 days", "", "", "environment variable MINIMUM_AGE is `3 days`: expected an age"),
        ("", "-1", "", "environment variable BEHIND is `-1`, but must be a number"),
        (
            "",
            "",
            "tools:7, größe:x",
            "environment variable BLOCKED_VERSIONS contains `größe:x`: expected blocked",
        ),
    ] {
        let restrictions = Restrictions::parse(age, behind, blocked);
        let mut log = Vec::new();
        let deadline = SystemTime::now() + Duration::from_mins(1);
        let answer = answer(EVENT, &ONE, &restrictions, deadline, &mut log).await;
        let message = answer.error_message().unwrap_or_default();
        assert!(message.contains(expected), "{message}");
        assert!(String::from_utf8_lossy(&log).contains(expected));
    }
}
