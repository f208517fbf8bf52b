//! Stacks, layers, functions, aliases and change sets of a whole server.

use std::error::Error;
use std::time::Duration;

use aws_sdk_cloudformation::types::Capability;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{FunctionCode, LayerVersionContentInput, Runtime};
use aws_smithy_http_client::Builder;
use end_to_end::ministack::{Ministack, ministack};

use crate::support::{Outcome, REGION, Seen, assert_seen, run};

/// An archive without files.
pub(crate) const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// An account of the server.
pub(crate) struct Account {
    pub(crate) cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) lambda: aws_sdk_lambda::Client,
    pub(crate) number: &'static str,
    pub(crate) endpoint: String,
}

pub(crate) fn account(server: &Ministack, number: &'static str) -> Account {
    account_in(server, number, REGION)
}

fn account_in(server: &Ministack, number: &'static str, region: &'static str) -> Account {
    macro_rules! client {
        ($sdk:ident) => {
            $sdk::Client::from_conf(
                $sdk::Config::builder()
                    .behavior_version($sdk::config::BehaviorVersion::latest())
                    .region($sdk::config::Region::new(region))
                    .endpoint_url(server.endpoint())
                    .credentials_provider($sdk::config::Credentials::new(
                        number, "secret", None, None, "tests",
                    ))
                    .http_client(Builder::new().build_http())
                    .build(),
            )
        };
    }
    let (cloudformation, lambda) = (client!(aws_sdk_cloudformation), client!(aws_sdk_lambda));
    Account { cloudformation, lambda, number, endpoint: server.endpoint().to_owned() }
}

impl Account {
    pub(crate) async fn publish(&self, layer: &str) -> Result<String> {
        let content = LayerVersionContentInput::builder().zip_file(Blob::new(EMPTY_ZIP)).build();
        let answer = self.lambda.publish_layer_version().layer_name(layer).content(content).send().await?;
        Ok(answer.layer_version_arn.unwrap_or_default())
    }

    pub(crate) async fn create(&self, stack: &str, template: &str) -> Outcome {
        let request = self.cloudformation.create_stack().stack_name(stack).template_body(template);
        request.capabilities(Capability::CapabilityAutoExpand).send().await?;
        self.wait(stack, "CREATE_COMPLETE").await
    }

    /// Creates a stack from a template in S3.
    pub(crate) async fn create_from(&self, url: &str, stack: &str) -> Outcome {
        let request = self.cloudformation.create_stack().stack_name(stack).template_url(url);
        request.capabilities(Capability::CapabilityAutoExpand).send().await?;
        self.wait(stack, "CREATE_COMPLETE").await
    }

    pub(crate) async fn update(&self, stack: &str, template: &str) -> Outcome {
        let request = self.cloudformation.update_stack().stack_name(stack).template_body(template);
        request.capabilities(Capability::CapabilityAutoExpand).send().await?;
        self.wait(stack, "UPDATE_COMPLETE").await
    }

    pub(crate) async fn wait(&self, stack: &str, wanted: &str) -> Outcome {
        loop {
            let answer = self.cloudformation.describe_stacks().stack_name(stack).send().await?;
            let found = answer.stacks().first().ok_or("the stack is there")?;
            let status = found.stack_status().map_or("", |status| status.as_str());
            if status == wanted {
                return Ok(());
            }
            if !status.ends_with("_IN_PROGRESS") {
                return Err(format!("{stack} is in {status}: {:?}", found.stack_status_reason()).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Gives a function a layer, as the macro would have done when the stack was deployed.
    async fn give(&self, function: &str, layer: &str) -> Outcome {
        let request = self.lambda.update_function_configuration().function_name(function);
        request.layers(layer).send().await?;
        Ok(())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Result<Seen> {
        run(&self.endpoint, self.number, arguments)
    }

    pub(crate) async fn change_sets(&self, stack: &str) -> Result<usize> {
        Ok(self.cloudformation.list_change_sets().stack_name(stack).send().await?.summaries().len())
    }
}

pub(crate) fn function(name: &str, layers: &str) -> String {
    format!(
        r#"{{"Type": "AWS::Lambda::Function", "Properties": {{"FunctionName": "{name}", "Runtime": "python3.13",
        "Handler": "index.handler", "Role": "arn:aws:iam::000000000000:role/r", "Code": {{"ZipFile": "x = 1"}},
        "Layers": {layers}}}}}"#
    )
}

fn template(name: &str, layers: &str) -> String {
    format!(r#"{{"Transform": "Uselatest", "Resources": {{"Api": {}}}}}"#, function(name, layers))
}

/// A stack that reads its layer from the parameter store at each deployment: so much does the server deploy anew.
pub(crate) fn stored(name: &str) -> String {
    format!(
        r#"{{"Transform": "Uselatest", "Parameters": {{"Tools": {{"Type": "AWS::SSM::Parameter::Value<String>",
        "Default": "/tools"}}}}, "Resources": {{"Api": {}}}}}"#,
        function(name, r#"[{"Ref": "Tools"}]"#)
    )
}

pub(crate) fn store(arn: &str) -> String {
    format!(
        r#"{{"Resources": {{"P": {{"Type": "AWS::SSM::Parameter", "Properties": {{"Name": "/tools", "Type": "String",
        "Value": "{arn}"}}}}}}}}"#
    )
}

#[tokio::test]
async fn three_stacks_one_outdated() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "910000000001");
    let first = account.publish("tools").await?;
    for name in ["orders", "billing", "catalogue"] {
        account.create(name, &template(&format!("{name}-api"), &format!("[\"{first}\"]"))).await?;
    }
    assert_seen!("nothing_outdated", account.run(&["outdated", "--all"])?);
    let second = account.publish("tools").await?;
    account.give("billing-api", &second).await?;
    account.give("catalogue-api", &second).await?;
    assert_seen!("one_outdated", account.run(&["outdated", "--all"])?);
    assert_seen!("one_outdated_csv", account.run(&["outdated", "orders", "--output-format", "csv"])?);
    assert_eq!(account.run(&["outdated", "billing", "catalogue"])?.code, Some(0));
    Ok(())
}

#[tokio::test]
async fn a_stack_is_refreshed() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "910000000002");
    account.create("store", &store(&account.publish("tools").await?)).await?;
    account.create("orders", &stored("orders-api")).await?;
    account.update("store", &store(&account.publish("tools").await?)).await?;
    assert_seen!("refresh_planned", account.run(&["refresh", "orders"])?);
    assert_eq!(account.change_sets("orders").await?, 0);
    let arguments = ["refresh", "orders", "--execute", "--yes", "--wait"];
    assert_seen!("refresh_executed", account.run(&arguments)?);
    assert_seen!("refresh_again", account.run(&arguments)?);
    assert_eq!(account.run(&["outdated", "--all"])?.code, Some(0));
    Ok(())
}

#[tokio::test]
async fn functions_without_a_stack_and_old_versions() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "910000000003");
    let lambda = &account.lambda;
    let first = account.publish("tools").await?;
    account.create("orders", &template("orders-api", &format!("[\"{first}\"]"))).await?;
    for _ in 0..2 {
        lambda.publish_version().function_name("orders-api").send().await?;
        // Without a change there would be no second version.
        lambda.update_function_configuration().function_name("orders-api").description("x").send().await?;
    }
    let alias = lambda.create_alias().function_name("orders-api").name("live").function_version("2");
    alias.send().await?;
    let code = FunctionCode::builder().zip_file(Blob::new(EMPTY_ZIP)).build();
    let request = lambda.create_function().function_name("lonely").runtime(Runtime::Python313);
    let request = request.handler("index.handler").role("arn:aws:iam::910000000003:role/r").code(code);
    request.layers(&first).send().await?;
    let second = account.publish("tools").await?;
    account.give("orders-api", &second).await?;
    assert_seen!("old_versions", account.run(&["outdated", "orders"])?);
    assert_seen!("old_versions_listed", account.run(&["outdated", "orders", "--versions"])?);
    assert_seen!("unmanaged", account.run(&["outdated", "--unmanaged"])?);
    Ok(())
}

#[tokio::test]
async fn several_regions() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let number = "910000000004";
    for region in [REGION, "us-east-1"] {
        let account = account_in(server, number, region);
        let first = account.publish("tools").await?;
        account.publish("tools").await?;
        account.create("orders", &template("orders-api", &format!("[\"{first}\"]"))).await?;
    }
    let account = account(server, number);
    assert_seen!(
        "two_regions",
        account.run(&["outdated", "--all", "--region", REGION, "--region", "us-east-1"])?
    );
    // The credentials of the environment must not stand in for those of a profile.
    let seen = account.run(&["outdated", "--all", "--profile", "nobody"])?;
    assert!(
        seen.code == Some(2) && seen.out.is_empty() && seen.notes.contains("unknown profile `nobody`"),
        "{seen}"
    );
    Ok(())
}

/// More resources than one answer lists.
#[tokio::test]
async fn a_large_stack() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "910000000005");
    let first = account.publish("tools").await?;
    account.publish("tools").await?;
    let parameter = r#"{"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "x"}}"#;
    let parameters = (0..150).map(|number| format!(r#""P{number}": {parameter}"#));
    let parameters: Vec<_> = parameters.collect();
    let api = function("large-api", &format!("[\"{first}\"]"));
    let template = format!(r#"{{"Resources": {{{}, "Last": {api}}}}}"#, parameters.join(", "));
    account.create("large", &template).await?;
    let seen = account.run(&["outdated", "large", "--output-format", "csv"])?;
    assert!(seen.code == Some(1) && seen.out.contains(",Last,large-api,"), "{seen}");
    Ok(())
}
