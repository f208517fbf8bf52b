//! Refreshes against an engine in which macros run, in both readings of what CloudFormation does with the previous template.

use std::path::Path;

use end_to_end::aws_json::put_object;
use end_to_end::bootstrap::Bootstrap;
use end_to_end::macro_server::MacroServer;
use end_to_end::ministack::{Ministack, ministack};

use crate::ministack::{Account, account, function};
use crate::support::{Outcome, REGION, assert_seen};

/// One stack after the other, so that the output has an order.
const EXECUTE: [&str; 7] = ["refresh", "--all", "--execute", "--yes", "--wait", "--parallel", "1"];

/// What CloudFormation does with the previous template.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Previous {
    /// It reuses what the macros returned the last time.
    IsReused,
    /// The macros process it again.
    IsProcessed,
}

/// Registers the real function as the macro `name` of an account.
pub(crate) fn use_macro(server: &Ministack, account: &Account, name: &str, previous: Previous) -> Outcome {
    let variables = [
        ("AWS_ENDPOINT_URL", server.endpoint()),
        ("AWS_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", account.number),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];
    let function = Bootstrap::start(Path::new(env!("CARGO_BIN_EXE_bootstrap")), variables)?;
    let url = MacroServer::start(function)?.url();
    Ok(server.use_macro(account.number, name, &url, previous == Previous::IsProcessed)?)
}

/// A template that calls macros, with a text in its metadata.
pub(crate) fn template(transforms: &str, stack: &str, text: &str) -> String {
    let function = function(&format!("{stack}-api"), r#"["tools"]"#);
    format!(
        r#"{{"Transform": {transforms}, "Metadata": {{"Text": "{text}"}}, "Resources": {{"Api": {function}}}}}"#
    )
}

/// The version of the layer of each function.
pub(crate) async fn versions(
    account: &Account,
    stacks: &[&str],
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut versions = Vec::new();
    for stack in stacks {
        let request = account.lambda.get_function_configuration().function_name(format!("{stack}-api"));
        let answer = request.send().await?;
        let arn = answer.layers().first().and_then(|layer| layer.arn()).unwrap_or_default();
        versions.push(arn.rsplit(':').next().unwrap_or_default().to_owned());
    }
    Ok(versions)
}

/// Stacks of all kinds with version 1 of a layer that now has version 2.
pub(crate) async fn deploy(server: &Ministack, account: &Account, previous: Previous) -> Outcome {
    use_macro(server, account, "Uselatest", previous)?;
    account.publish("tools").await?;
    let bucket =
        r#"{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "BUCKET"}}}}"#;
    account.create("bucket", &bucket.replace("BUCKET", &bucket_name(account))).await?;
    account.create("small", &template(r#""Uselatest""#, "small", "größe")).await?;
    let extended = r#"["Uselatest", "AWS::LanguageExtensions"]"#;
    account.create("extended", &template(extended, "extended", "")).await?;
    account.create("question", &template(r#""Uselatest""#, "question", "is it?")).await?;
    let large = template(r#""Uselatest""#, "large", &"x".repeat(60_000));
    put_object(server.endpoint(), account.number, &bucket_name(account), "large.template", &large)?;
    account
        .create_from(&format!("{}/{}/large.template", server.endpoint(), bucket_name(account)), "large")
        .await?;
    account.publish("tools").await?;
    Ok(())
}

pub(crate) fn bucket_name(account: &Account) -> String {
    format!("templates-{}", account.number)
}

#[tokio::test]
async fn the_processed_template_is_reused() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "950000000001");
    deploy(server, &account, Previous::IsReused).await?;
    let bucket = ["--bucket", &bucket_name(&account)];
    assert_seen!("processed_template_reused", account.run(&[&EXECUTE[..], &bucket].concat())?);
    assert_eq!(versions(&account, &["small", "extended", "question", "large"]).await?, ["2", "2", "1", "2"]);
    Ok(())
}

#[tokio::test]
async fn macros_run_again() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "950000000002");
    deploy(server, &account, Previous::IsProcessed).await?;
    let bucket = ["--bucket", &bucket_name(&account)];
    assert_seen!("macros_run_again", account.run(&[&EXECUTE[..], &bucket].concat())?);
    assert_eq!(versions(&account, &["small", "extended", "question", "large"]).await?, ["2", "2", "2", "2"]);
    let seen = account.run(&["outdated", "--all"])?;
    assert_eq!(seen.code, Some(0), "{seen}");
    Ok(())
}
