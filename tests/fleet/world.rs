//! An account whose stacks call the macro: stacks, change sets and functions as a test describes them.
//!
//! What ministack does is tested with it. Its change sets are ready at once, never fail but for the lack of changes, and know neither nested stacks nor
//! the values of properties; its stacks do not roll back on demand; it lists functions without their published versions.

mod stack;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use end_to_end::cloud_api::{Call, CloudApi, refusal, result};
use end_to_end::lambda_api::Answer;

use crate::support::REGION;
pub(crate) use stack::BILLING;

pub(crate) const ACCOUNT: &str = "920000000001";
/// Its layers can be used, but not listed.
const OTHER_ACCOUNT: &str = "920000000002";
/// A layer of the other account.
pub(crate) const OTHER_LAYER: &str = "arn:aws:lambda:eu-central-1:920000000002:layer:shared";

/// How many stacks or resources one answer lists.
const PAGE: usize = 100;

/// The account; its layers have one name and the versions 1 to `newest`.
pub(crate) struct World {
    pub(crate) newest: u64,
    /// Versions of the layer that were deleted.
    pub(crate) deleted: Vec<u64>,
    pub(crate) stacks: Vec<Stack>,
    /// What is answered instead.
    pub(crate) instead: Instead,
}

type Instead = Box<dyn Fn(&Call) -> Option<Answer> + Send + Sync>;

/// A stack with one function.
#[derive(Clone)]
pub(crate) struct Stack {
    pub(crate) name: String,
    pub(crate) template: String,
    /// The layer that the function has, by name or ARN.
    pub(crate) layer_name: &'static str,
    /// The version of it.
    pub(crate) layer: u64,
    /// Published versions with the layer that they have, and an alias that leads to each.
    pub(crate) aliases: Vec<(&'static str, &'static str, u64)>,
    pub(crate) status: &'static str,
    pub(crate) change: Change,
    pub(crate) update: Update,
    pub(crate) exports: Option<&'static str>,
    pub(crate) imports: Option<&'static str>,
    /// The stack that is nested in it.
    pub(crate) nested: Option<&'static str>,
    pub(crate) change_sets: Vec<String>,
    /// When it was last updated.
    pub(crate) updated: &'static str,
    /// Whether its function belongs to no stack.
    pub(crate) is_unmanaged: bool,
}

/// What a change set of the stack comes to.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Change {
    /// The layers change, and as many other things as these XML texts say.
    Layers(&'static str),
    /// Only what this XML text says.
    Nested(&'static str),
    Nothing,
    /// Nothing, because somebody else deploys the stack just before.
    DeployedMeanwhile,
    Pending,
    Fails(&'static str),
}

/// How the execution of a change set ends.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Update {
    Succeeds,
    Never,
    RollsBack(&'static str),
}

/// A template that calls the macro.
pub(crate) const TEMPLATE: &str = "Transform: Uselatest
Resources:
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Layers: [tools]
";

impl Stack {
    pub(crate) fn new(name: impl Into<String>, layer: u64) -> Self {
        Self {
            name: name.into(),
            template: TEMPLATE.to_owned(),
            layer_name: "tools",
            layer,
            aliases: Vec::new(),
            status: "UPDATE_COMPLETE",
            change: Change::Layers(""),
            update: Update::Succeeds,
            exports: None,
            imports: None,
            nested: None,
            change_sets: Vec::new(),
            updated: "2026-01-01T00:00:00Z",
            is_unmanaged: false,
        }
    }

    pub(crate) fn id(&self) -> String {
        stack_id(&self.name)
    }

    fn function(&self) -> String {
        format!("{}-api", self.name)
    }
}

fn stack_id(name: &str) -> String {
    format!("arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{name}/00000000-0000-0000-0000-000000000000")
}

/// The account behind a server.
pub(crate) struct Cloud {
    pub(crate) api: CloudApi,
    world: Arc<Mutex<World>>,
}

impl Cloud {
    pub(crate) fn start(newest: u64, stacks: Vec<Stack>) -> std::io::Result<Self> {
        let world = World { newest, deleted: Vec::new(), stacks, instead: Box::new(|_| None) };
        let world = Arc::new(Mutex::new(world));
        let served = Arc::clone(&world);
        let api = CloudApi::start(move |call| lock(&served).answer(call))?;
        Ok(Self { api, world })
    }

    /// The account, to look at or to change.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// The stacks that have change sets.
    pub(crate) fn strays(&self) -> Vec<String> {
        let world = self.world();
        world.stacks.iter().filter(|one| !one.change_sets.is_empty()).map(|one| one.name.clone()).collect()
    }

    /// Waits until an action was asked for so many times.
    pub(crate) fn wait_for(&self, action: &str, times: usize) {
        while self.api.calls().iter().filter(|call| call.action == action).count() < times {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

fn lock(world: &Mutex<World>) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    fn answer(&mut self, call: &Call) -> Answer {
        if let Some(answer) = (self.instead)(call) {
            return answer;
        }
        match call.action.as_str() {
            "ListStacks" => self.list_stacks(call),
            "ListImports" => self.list_imports(call),
            "DescribeStackResources" => self.describe_resource(call),
            action if action.starts_with("GET ") => self.lambda(call),
            _ => self.of_stack(call),
        }
    }

    fn list_stacks(&self, call: &Call) -> Answer {
        let nested = |name: &str| self.stacks.iter().find(|one| one.nested == Some(name));
        let members = self.stacks.iter().map(|one| {
            let root =
                nested(&one.name).map(|root| format!("<RootId>{}</RootId>", root.id())).unwrap_or_default();
            format!(
                "<member><StackName>{}</StackName><StackId>{}</StackId><StackStatus>{}</StackStatus>\
                 <CreationTime>2025-01-01T00:00:00Z</CreationTime><LastUpdatedTime>{}</LastUpdatedTime>{root}</member>",
                one.name,
                one.id(),
                one.status,
                one.updated
            )
        });
        let start = call.get("NextToken").parse().unwrap_or(0);
        let page: String = members.skip(start).take(PAGE).collect();
        let next = start + PAGE;
        let next =
            if next < self.stacks.len() { format!("<NextToken>{next}</NextToken>") } else { String::new() };
        result("ListStacks", &format!("<StackSummaries>{page}</StackSummaries>{next}"))
    }

    fn list_imports(&self, call: &Call) -> Answer {
        let export = call.get("ExportName");
        let names = self.stacks.iter().filter(|one| one.imports == Some(export));
        let members: Vec<_> = names.map(|one| format!("<member>{}</member>", one.name)).collect();
        if members.is_empty() {
            return refusal("ValidationError", &format!("Export '{export}' is not imported by any stack."));
        }
        result("ListImports", &format!("<Imports>{}</Imports>", members.concat()))
    }

    /// The stack of a function; other resources are never asked for.
    fn describe_resource(&self, call: &Call) -> Answer {
        let id = call.get("PhysicalResourceId");
        let Some(stack) = self.stacks.iter().find(|one| one.function() == id && !one.is_unmanaged) else {
            return refusal("ValidationError", &format!("Stack for {id} does not exist"));
        };
        let member = format!(
            "<member><StackName>{}</StackName><StackId>{}</StackId><LogicalResourceId>Api</LogicalResourceId>\
             <PhysicalResourceId>{id}</PhysicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType>\
             <Timestamp>2026-01-01T00:00:00Z</Timestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>",
            stack.name,
            stack.id()
        );
        result("DescribeStackResources", &format!("<StackResources>{member}</StackResources>"))
    }

    fn of_stack(&mut self, call: &Call) -> Answer {
        let (name, newest) = (call.get("StackName"), self.newest);
        let found = self.stacks.iter_mut().find(|one| one.name == name || one.id() == name);
        let Some(stack) = found else {
            return refusal("ValidationError", &format!("Stack with id {name} does not exist"));
        };
        match call.action.as_str() {
            "DescribeStacks" => stack.describe(),
            "ListStackResources" => stack.list_resources(),
            "GetTemplate" => {
                let template = stack.template.replace('&', "&amp;").replace('<', "&lt;");
                result("GetTemplate", &format!("<TemplateBody>{template}</TemplateBody>"))
            }
            "CreateChangeSet" => stack.create_change_set(call.get("ChangeSetName")),
            "DescribeChangeSet" => stack.describe_change_set(call.get("ChangeSetName")),
            "ExecuteChangeSet" => stack.execute_change_set(newest),
            "DeleteChangeSet" => {
                stack.change_sets.clear();
                result("DeleteChangeSet", "")
            }
            "DescribeStackEvents" => stack.events(),
            action => refusal("InvalidAction", action),
        }
    }

    /// The versions of other accounts are granted, but not listed; a missing one and a hidden one look the same.
    fn layer_version(&self, layer: &str, number: &str) -> Answer {
        match number.parse() {
            Ok(number) if number <= self.newest && !self.deleted.contains(&number) => {
                Answer::ok(version_text(layer, number))
            }
            _ if layer.contains(OTHER_ACCOUNT) => {
                Answer::error("403 Forbidden", "AccessDeniedException", "not granted")
            }
            _ => Answer::error("404 Not Found", "ResourceNotFoundException", "no such version"),
        }
    }

    fn lambda(&self, call: &Call) -> Answer {
        let parts: Vec<_> = call.action.split('/').collect();
        match parts[..] {
            [_, _, "functions"] | [_, _, "functions", ""] => {
                let how_many = if call.get("FunctionVersion") == "ALL" { usize::MAX } else { 1 };
                let functions = self.stacks.iter().flat_map(|one| one.versions().into_iter().take(how_many));
                let functions: Vec<_> = functions.collect();
                Answer::ok(format!(r#"{{"Functions": [{}]}}"#, functions.join(",")))
            }
            [_, _, "functions", name, what] => {
                let Some(stack) = self.stacks.iter().find(|one| one.function() == name) else {
                    return Answer::error("404 Not Found", "ResourceNotFoundException", "no such function");
                };
                if what == "versions" {
                    return Answer::ok(format!(r#"{{"Versions": [{}]}}"#, stack.versions().join(",")));
                }
                let aliases = stack.aliases.iter().map(|(alias, version, _)| {
                    format!(r#"{{"Name": "{alias}", "FunctionVersion": "{version}"}}"#)
                });
                Answer::ok(format!(r#"{{"Aliases": [{}]}}"#, aliases.collect::<Vec<_>>().join(",")))
            }
            [_, _, "layers"] => Answer::ok(r#"{"Layers": []}"#),
            [_, _, "layers", layer, "versions", number] => self.layer_version(layer, number),
            [_, _, "layers", layer, "versions"] if layer.contains(OTHER_ACCOUNT) => {
                Answer::error("403 Forbidden", "AccessDeniedException", "not granted")
            }
            [_, _, "layers", layer, "versions"] => {
                let numbers = (1..=self.newest).rev().filter(|number| !self.deleted.contains(number));
                let versions = numbers.map(|number| version_text(layer, number));
                Answer::ok(format!(r#"{{"LayerVersions": [{}]}}"#, versions.collect::<Vec<_>>().join(",")))
            }
            _ => Answer::error("404 Not Found", "ResourceNotFoundException", "nothing here"),
        }
    }
}

/// A layer by name, or by its ARN if it is of another account.
fn layer_arn(layer: &str, number: u64) -> String {
    let home = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:layer:");
    let home = if layer.starts_with("arn:") { "" } else { &home };
    format!("{home}{layer}:{number}")
}

fn version_text(layer: &str, number: u64) -> String {
    let arn = layer_arn(layer, number);
    format!(
        r#"{{"LayerVersionArn": "{arn}", "Version": {number}, "CreatedDate": "2020-01-01T00:00:00.000+0000"}}"#
    )
}
