//! The state machine of `refresher.yaml`, with the real program as its functions.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{Environment, FunctionCode, Runtime};
use end_to_end::aws_json::call;
use serde_json::{Value, json};

use crate::ministack::Account;
use crate::support::REGION;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The deployed refresher of an account.
pub(super) struct Machine<'a> {
    account: &'a Account,
    arn: String,
    queue: String,
}

/// A resource of `refresher.yaml`.
pub(super) fn resource(name: &str) -> Result<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../refresher.yaml");
    let template: serde_yaml::Value = serde_yaml::from_str(&fs::read_to_string(path)?)?;
    let resource = &template["Resources"][name];
    // Short forms of functions become mappings with one key.
    Ok(serde_json::to_value(resource)?)
}

/// What the functions of the refresher are told.
pub(super) struct Told<'a> {
    /// Where they ask for stacks and layers.
    pub(super) endpoint: &'a str,
    pub(super) allowed_stacks: &'a str,
    pub(super) maximum_stacks: &'a str,
    pub(super) mode: &'a str,
    /// Where templates that are too large for a request are uploaded.
    pub(super) bucket: &'a str,
}

impl<'a> Machine<'a> {
    pub(super) async fn deploy(account: &'a Account, told: Told<'_>) -> Result<Self> {
        let mut functions = Vec::new();
        for name in ["survey", "refresh"] {
            functions.push(function(account, name, &told).await?);
        }
        account.create("reports", &reports().to_string()).await?;
        account.create("memory", &memory().to_string()).await?;
        let arn = |service: &str, name: &str| format!("arn:aws:{service}:{REGION}:{}:{name}", account.number);
        let substitutions = [
            ("${Survey}", functions[0].clone()),
            ("${Refresh}", functions[1].clone()),
            ("${Publish}", "arn:aws:states:::sns:publish".to_owned()),
            ("${Reports}", arn("sns", "reports")),
            ("${GetItem}", "arn:aws:states:::dynamodb:getItem".to_owned()),
            ("${PutItem}", "arn:aws:states:::dynamodb:putItem".to_owned()),
            ("${Memory}", "memory".to_owned()),
        ];
        let mut definition = resource("Refresher")?["Properties"]["Definition"].to_string();
        for (name, value) in substitutions {
            definition = definition.replace(name, &value);
        }
        // A loop that would go round many times goes round twice.
        definition = definition.replace(r#""MaxAttempts":40"#, r#""MaxAttempts":2"#);
        definition = definition.replace(r#""MaxAttempts":60"#, r#""MaxAttempts":2"#);
        let request = json!({"name": "refresher", "definition": definition, "roleArn": arn("iam", "role/r")});
        let mut machine = Self { account, arn: String::new(), queue: String::new() };
        let created = machine.call("AWSStepFunctions.CreateStateMachine", &request)?;
        machine.arn = text(&created["stateMachineArn"])?;
        machine.queue =
            text(&machine.call("AmazonSQS.GetQueueUrl", &json!({"QueueName": "reports"}))?["QueueUrl"])?;
        Ok(machine)
    }

    fn call(&self, action: &str, request: &Value) -> Result<Value> {
        let answer = call(&self.account.endpoint, self.account.number, action, &request.to_string())?;
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_str(&answer)? })
    }

    /// Runs the state machine; how it ended, and the report.
    pub(super) fn run(&self) -> Result<String> {
        let request = json!({"stateMachineArn": self.arn, "input": "{}"});
        let started = self.call("AWSStepFunctions.StartExecution", &request)?;
        let request = json!({"executionArn": started["executionArn"]});
        let ended = loop {
            let execution = self.call("AWSStepFunctions.DescribeExecution", &request)?;
            if execution["status"] != "RUNNING" {
                break execution;
            }
            thread::sleep(Duration::from_millis(50));
        };
        Ok(format!("{}\n{}", text(&ended["status"])?, self.report()?))
    }

    fn report(&self) -> Result<String> {
        let messages =
            self.call("AmazonSQS.ReceiveMessage", &json!({"QueueUrl": self.queue, "WaitTimeSeconds": 5}))?;
        let message = &messages["Messages"][0];
        let handle = json!({"QueueUrl": self.queue, "ReceiptHandle": message["ReceiptHandle"]});
        self.call("AmazonSQS.DeleteMessage", &handle)?;
        let body: Value = serde_json::from_str(&text(&message["Body"])?)?;
        Ok(format!("{}\n{}", text(&body["Subject"])?, text(&body["Message"])?))
    }

    /// What the function that refreshes answers to an event.
    pub(super) async fn invoke(&self, event: &str) -> Result<String> {
        let request = self.account.lambda.invoke().function_name("refresh").payload(Blob::new(event));
        let answer = request.send().await?.payload.unwrap_or_else(|| Blob::new(""));
        Ok(String::from_utf8(answer.into_inner())?)
    }
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("{value} is no text").into())
}

/// A topic as the refresher has it, and a queue that gets what is published there.
fn reports() -> Value {
    let arn = |id: &str, attribute: &str| json!({"Fn::GetAtt": [id, attribute]});
    json!({"Resources": {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "reports"}},
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "reports"}},
        "Subscription": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": {"Ref": "Topic"},
            "Protocol": "sqs", "Endpoint": arn("Queue", "Arn")}}}})
}

/// The table of the refresher.
fn memory() -> Value {
    json!({"Resources": {"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "memory",
        "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}]}}}})
}

async fn function(account: &Account, name: &str, told: &Told<'_>) -> Result<String> {
    let environment = Environment::builder()
        .variables("AWS_ENDPOINT_URL", told.endpoint)
        .variables("ALLOWED_STACKS", told.allowed_stacks)
        .variables("MAXIMUM_STACKS", told.maximum_stacks)
        .variables("BUCKET", told.bucket)
        .variables("MODE", told.mode);
    let request = account
        .lambda
        .create_function()
        .function_name(name)
        .runtime(Runtime::Providedal2023)
        .handler("bootstrap")
        .role("arn:aws:iam::000000000000:role/r")
        .timeout(60)
        .environment(environment.build())
        .code(FunctionCode::builder().zip_file(Blob::new(fs::read(archive()?)?)).build());
    Ok(request.send().await?.function_arn.ok_or("a function has an ARN")?)
}

/// An archive whose `bootstrap` starts the program that Cargo has built.
fn archive() -> Result<PathBuf> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?.keep();
    fs::write(folder.join("bootstrap"), format!("#!/bin/sh\nexec '{}'\n", env!("CARGO_BIN_EXE_refresher")))?;
    let arguments = ["-m", "zipfile", "-c", "refresher.zip", "bootstrap"];
    let status = Command::new("python3").args(arguments).current_dir(&folder).status()?;
    if !status.success() {
        return Err(format!("the archive was not made: {status}").into());
    }
    Ok(folder.join("refresher.zip"))
}
