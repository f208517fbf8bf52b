//! Stacks with old layers.
//!
//! The server leaves macros out, so the templates read the layer from the parameter store at each deployment.

use std::error::Error;
use std::time::Duration;

use aws_sdk_cloudformation::types::Capability;
use end_to_end::ministack::Ministack;
use serde_json::{Value, json};

use crate::support::{Outcome, REGION, client, publish};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// An account with stacks.
pub(super) struct Fleet {
    pub(super) endpoint: String,
    pub(super) account: &'static str,
    pub(super) lambda: aws_sdk_lambda::Client,
    cloudformation: aws_sdk_cloudformation::Client,
}

/// What a stack holds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Template {
    /// A function whose layer changes with the next deployment.
    Layers,
    /// A function whose layer and description change with it.
    LayersAndMore,
    /// A function whose layer stays.
    Pinned,
}

impl Fleet {
    pub(super) fn new(server: &Ministack, account: &'static str) -> Self {
        use aws_sdk_cloudformation::config::{BehaviorVersion, Config, Credentials, Region};
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .endpoint_url(server.endpoint())
            .credentials_provider(Credentials::new(account, "secret", None, None, "tests"))
            .http_client(aws_smithy_http_client::Builder::new().build_http());
        Self {
            endpoint: server.endpoint().to_owned(),
            account,
            lambda: client(server, account),
            cloudformation: aws_sdk_cloudformation::Client::from_conf(config.build()),
        }
    }

    /// Creates stacks with version 1 of the layer `tools`, and publishes version 2.
    pub(super) async fn deploy(&self, stacks: &[(&str, Template)]) -> Outcome {
        let first = publish(&self.lambda, "tools").await?;
        self.create("store", &store(&first, "old")).await?;
        for (name, template) in stacks {
            self.create(name, &body(name, *template, &first)).await?;
        }
        let second = publish(&self.lambda, "tools").await?;
        let request = self.cloudformation.update_stack().stack_name("store");
        request.template_body(store(&second, "new").to_string()).send().await?;
        self.wait("store").await
    }

    pub(super) async fn create(&self, stack: &str, template: &Value) -> Outcome {
        let request =
            self.cloudformation.create_stack().stack_name(stack).template_body(template.to_string());
        request.capabilities(Capability::CapabilityAutoExpand).send().await?;
        self.wait(stack).await
    }

    async fn wait(&self, stack: &str) -> Outcome {
        loop {
            let answer = self.cloudformation.describe_stacks().stack_name(stack).send().await?;
            let found = answer.stacks().first().ok_or("the stack is there")?;
            match found.stack_status().map_or("", |status| status.as_str()) {
                "CREATE_COMPLETE" | "UPDATE_COMPLETE" => return Ok(()),
                status if status.ends_with("_IN_PROGRESS") => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                status => {
                    return Err(format!("{stack} is in {status}: {:?}", found.stack_status_reason()).into());
                }
            }
        }
    }

    /// The id of a stack.
    pub(super) async fn id(&self, stack: &str) -> Result<String> {
        let answer = self.cloudformation.describe_stacks().stack_name(stack).send().await?;
        let id = answer.stacks().first().and_then(|stack| stack.stack_id());
        Ok(id.ok_or("the stack is there")?.to_owned())
    }

    /// How many change sets a stack has.
    pub(super) async fn change_sets(&self, stack: &str) -> Result<usize> {
        Ok(self.cloudformation.list_change_sets().stack_name(stack).send().await?.summaries().len())
    }

    /// The version of the layer that the function of each stack has.
    pub(super) async fn versions(&self, stacks: &[&str]) -> Result<Vec<u64>> {
        let mut versions = Vec::new();
        for stack in stacks {
            let name = function_name(stack);
            let answer = self.lambda.get_function_configuration().function_name(name).send().await?;
            let arn = answer.layers().first().and_then(|layer| layer.arn()).unwrap_or_default();
            versions.push(arn.rsplit(':').next().unwrap_or_default().parse()?);
        }
        Ok(versions)
    }
}

fn function_name(stack: &str) -> String {
    format!("{stack}-api")
}

/// What deployments read.
fn store(layer: &str, text: &str) -> Value {
    let parameter = |name: &str, value: &str| json!({"Type": "AWS::SSM::Parameter", "Properties": {"Name": name, "Type": "String", "Value": value}});
    json!({"Resources": {"Layer": parameter("/tools", layer), "Text": parameter("/text", text)}})
}

fn body(stack: &str, template: Template, first: &str) -> Value {
    let stored = |name: &str| json!({"Type": "AWS::SSM::Parameter::Value<String>", "Default": name});
    let layer = if template == Template::Pinned { json!(first) } else { json!({"Ref": "Tools"}) };
    let text = if template == Template::LayersAndMore { json!({"Ref": "Text"}) } else { json!("orders") };
    json!({"Transform": "Uselatest", "Parameters": {"Tools": stored("/tools"), "Text": stored("/text")},
        "Resources": {"Api": {"Type": "AWS::Lambda::Function", "Properties": {
            "FunctionName": function_name(stack), "Runtime": "python3.13", "Handler": "index.handler",
            "Role": "arn:aws:iam::000000000000:role/r", "Code": {"ZipFile": "x = 1"}, "Description": text,
            "Layers": [layer]}}}})
}
