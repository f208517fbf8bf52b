//! The templates of a release, created, updated and deleted as stacks of a server.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use aws_sdk_cloudformation::types::{Capability, Parameter, StackStatus};
use end_to_end::aws_json::put_object;
use end_to_end::ministack::ministack;

use crate::ministack::{Account, EMPTY_ZIP, account};
use crate::support::Outcome;

const ARCHITECTURES: [&str; 2] = ["arm64", "x86_64"];
const VERSION: &str = env!("CARGO_PKG_VERSION");

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The template of an archive, as a release makes it.
fn template(archive: &str) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packaging/templates");
    let output = Command::new("python3").arg(script).arg(folder.path()).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(fs::read_to_string(folder.path().join(format!("{archive}-{VERSION}.template.yaml")))?)
}

/// Puts empty archives where the templates look for them.
async fn upload(account: &Account, name: &str) -> Outcome {
    let bucket = format!(
        r#"{{"Resources": {{"B": {{"Type": "AWS::S3::Bucket", "Properties": {{"BucketName": "{name}"}}}}}}}}"#
    );
    account.create("code", &bucket).await?;
    let empty = std::str::from_utf8(EMPTY_ZIP)?;
    for archive in ["uselatest", "uselatest-refresher"] {
        for architecture in ARCHITECTURES {
            let key = format!("releases/{archive}-{VERSION}-{architecture}.zip");
            put_object(&account.endpoint, account.number, name, &key, empty)?;
        }
    }
    Ok(())
}

fn parameters(values: &[(&str, &str)]) -> Vec<Parameter> {
    let parameter = |(name, value): &(&str, &str)| {
        Parameter::builder().parameter_key(*name).parameter_value(*value).build()
    };
    values.iter().map(parameter).collect()
}

/// The logical IDs of the resources of a stack.
async fn resources(account: &Account, stack: &str) -> Result<BTreeSet<String>> {
    let answer = account.cloudformation.list_stack_resources().stack_name(stack).send().await?;
    let ids = answer.stack_resource_summaries().iter().filter_map(|resource| resource.logical_resource_id());
    Ok(ids.map(str::to_owned).collect())
}

/// The logical IDs that a template declares, except for those of a condition that does not hold.
fn declared(template: &str, left_out: &[&str]) -> Result<BTreeSet<String>> {
    let template: serde_yaml::Value = serde_yaml::from_str(template)?;
    let resources = template["Resources"].as_mapping().ok_or("there are resources")?;
    let is_created = |resource: &serde_yaml::Value| {
        resource["Condition"].as_str().is_none_or(|condition| !left_out.contains(&condition))
    };
    let ids = resources.iter().filter(|(_, resource)| is_created(resource)).filter_map(|(id, _)| id.as_str());
    Ok(ids.map(str::to_owned).collect())
}

async fn wait_until_deleted(account: &Account, stack: &str) -> Outcome {
    loop {
        let answer = account.cloudformation.describe_stacks().stack_name(stack).send().await;
        let Ok(answer) = answer else { return Ok(()) };
        match answer.stacks().first().and_then(|stack| stack.stack_status()) {
            None | Some(StackStatus::DeleteComplete) => return Ok(()),
            Some(StackStatus::DeleteInProgress) => tokio::time::sleep(Duration::from_millis(20)).await,
            Some(other) => return Err(format!("{stack} is in {other}").into()),
        }
    }
}

/// Creates a stack with everything that can be asked for, updates it to the defaults, and deletes it.
async fn create_update_and_delete(
    number: &'static str,
    archive: &str,
    own: &[(&str, &str)],
    off: &[&str],
) -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, number);
    let bucket = format!("released-{number}");
    upload(&account, &bucket).await?;
    let template = template(archive)?;
    let code = [("CodeBucket", bucket.as_str()), ("CodePrefix", "releases/")];
    let all = [
        ("Architecture", "x86_64"),
        ("Alarms", "true"),
        ("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms"),
        ("LogKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/0f3c2b9e-0d4f-4b8e-9f50-6f1f5a7d2c11"),
        ("PermissionsBoundary", "arn:aws:iam::123456789012:policy/boundary"),
        ("RolePath", "/macros/"),
    ];
    let create = account.cloudformation.create_stack().stack_name(archive).template_body(&template);
    let create = create.set_parameters(Some(parameters(&[&code[..], own, &all].concat())));
    create.capabilities(Capability::CapabilityIam).send().await?;
    account.wait(archive, "CREATE_COMPLETE").await?;
    assert_eq!(resources(&account, archive).await?, declared(&template, off)?);

    let update = account.cloudformation.update_stack().stack_name(archive).template_body(&template);
    let update = update.set_parameters(Some(parameters(&[&code[..], own].concat())));
    update.capabilities(Capability::CapabilityIam).send().await?;
    account.wait(archive, "UPDATE_COMPLETE").await?;
    let off = [off, &["HasAlarms"]].concat();
    assert_eq!(resources(&account, archive).await?, declared(&template, &off)?);

    account.cloudformation.delete_stack().stack_name(archive).send().await?;
    wait_until_deleted(&account, archive).await
}

#[tokio::test]
async fn the_macro_of_a_release_is_created_updated_and_deleted() -> Outcome {
    create_update_and_delete("970000000001", "uselatest", &[], &[]).await
}

#[tokio::test]
async fn the_refresher_of_a_release_is_created_updated_and_deleted() -> Outcome {
    let own = [
        ("AllowedStacks", "orders,billing-*"),
        ("MacroFunctionArn", "arn:aws:lambda:eu-central-1:970000000002:function:uselatest-Function-EXAMPLE"),
        // The server does not join the items of a list in a condition, so that the default is not seen as empty there.
        ("PassableRoles", "arn:aws:iam::970000000002:role/deploy"),
    ];
    let off = ["IsExecuting", "HasRecipient", "HasBucket"];
    create_update_and_delete("970000000002", "uselatest-refresher", &own, &off).await
}
