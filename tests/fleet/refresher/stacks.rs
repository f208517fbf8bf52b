//! Stacks on the whole server. It leaves macros out, so their templates read the layer from the parameter store.

use std::error::Error;

use crate::ministack::{Account, store, stored};
use crate::support::Outcome;

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

/// Creates stacks with version 1 of the layer `tools`, and publishes version 2.
pub(super) async fn deploy(account: &Account, stacks: &[(&str, Template)]) -> Outcome {
    let first = account.publish("tools").await?;
    account.create("store", &store(&first)).await?;
    for (name, template) in stacks {
        let layers = stored(&function_name(name));
        let body = match template {
            Template::Layers => layers,
            Template::LayersAndMore => {
                layers.replace(r#""Handler""#, r#""Description": {"Ref": "Tools"}, "Handler""#)
            }
            Template::Pinned => layers.replace(r#"[{"Ref": "Tools"}]"#, &format!(r#"["{first}"]"#)),
        };
        account.create(name, &body).await?;
    }
    account.update("store", &store(&account.publish("tools").await?)).await
}

fn function_name(stack: &str) -> String {
    format!("{stack}-api")
}

/// The version of the layer that the function of each stack has.
pub(super) async fn versions(account: &Account, stacks: &[&str]) -> Result<Vec<u64>, Box<dyn Error>> {
    let mut versions = Vec::new();
    for stack in stacks {
        let request = account.lambda.get_function_configuration().function_name(function_name(stack));
        let answer = request.send().await?;
        let arn = answer.layers().first().and_then(|layer| layer.arn()).unwrap_or_default();
        versions.push(arn.rsplit(':').next().unwrap_or_default().parse()?);
    }
    Ok(versions)
}

/// The id of a stack.
pub(super) async fn id(account: &Account, stack: &str) -> Result<String, Box<dyn Error>> {
    let answer = account.cloudformation.describe_stacks().stack_name(stack).send().await?;
    let id = answer.stacks().first().and_then(|stack| stack.stack_id());
    Ok(id.ok_or("the stack is there")?.to_owned())
}
