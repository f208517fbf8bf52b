//! Warnings about aliases that will not use a new layer.
//!
//! SAM's `AutoPublishAlias` publishes a version if the code changes (AWS SAM Developer Guide,
//! "AWS::Serverless::Function"). It does so for a new layer only with `AutoPublishAliasAllProperties`, and only if SAM
//! sees the ARN: the macro must come before SAM in the list of transforms.

use std::collections::BTreeSet;

use cfn_ast::Template;
use cfn_ast::model::evaluate::Evaluator;
use cfn_ast::model::{Intrinsic, Resource, TransformKind};
use cfn_ast::syntax::Node;

use super::{Resolution, Warning};

/// Returns warnings about the aliases of functions whose layers were resolved.
pub(crate) fn warnings<'t>(
    template: &Template<'t>,
    resolutions: &[Resolution],
    evaluator: &Evaluator<'_, 't>,
) -> Vec<Warning> {
    if resolutions.is_empty() {
        return Vec::new();
    }
    let globals = template.root().get("Globals").and_then(|globals| globals.get("Function"));
    let in_globals = resolutions.iter().any(|resolution| resolution.path.starts_with("Globals."));
    let changed: BTreeSet<_> =
        resolutions.iter().filter_map(|resolution| resolution.path.split('.').nth(1)).collect();
    let sam_is_first = sam_is_first(template);
    let published = published_by_sam(template);
    let warning = |resource: &Resource<'t>| {
        let id = resource.logical_id();
        let is_changed = changed.contains(id);
        match resource.type_name()? {
            "AWS::Serverless::Function" if is_changed || in_globals => {
                let find = |name| resource.property(name).or_else(|| globals?.get(name));
                find("AutoPublishAlias")?;
                let all = find("AutoPublishAliasAllProperties");
                let all = all.is_some_and(|node| is_perhaps_true(node, evaluator));
                // `AutoPublishAliasAllProperties` does not help if SAM runs first, so this is the warning in any case.
                if sam_is_first {
                    return Some(Warning::Order(id.to_owned()));
                }
                (!all).then(|| Warning::CodeOnly(id.to_owned()))
            }
            // The fragment of a deployment, in which SAM has already replaced its own resources.
            "AWS::Lambda::Function" if is_changed && published.contains(id) => {
                Some(Warning::Order(id.to_owned()))
            }
            _ => None,
        }
    };
    template.resources().iter().filter_map(warning).collect()
}

fn sam_is_first(template: &Template<'_>) -> bool {
    let position = |kind| template.transforms().iter().position(|transform| transform.kind() == kind);
    let sam = position(TransformKind::Serverless);
    sam.zip(position(TransformKind::Uselatest)).is_some_and(|(sam, own)| sam < own)
}

/// The functions whose versions SAM has already generated: it ran before the macro, so a new layer no longer creates a
/// version.
fn published_by_sam<'t>(template: &Template<'t>) -> BTreeSet<&'t str> {
    let function = |resource: &Resource<'t>| {
        let function = resource
            .property("FunctionName")
            .filter(|_| resource.type_name() == Some("AWS::Lambda::Version"))?;
        let id = referenced(function)?;
        let is_from_sam = template.resources().get(id)?.metadata()?.get("SamResourceId").is_some();
        is_from_sam.then_some(id)
    };
    template.resources().iter().filter_map(function).collect()
}

fn referenced(node: Node<'_>) -> Option<&str> {
    match node.function()?.view() {
        Ok(Intrinsic::Ref(name)) => name.text(),
        _ => None,
    }
}

/// Whether a value is true or unknown: a warning must be certain.
fn is_perhaps_true<'t>(node: Node<'t>, evaluator: &Evaluator<'_, 't>) -> bool {
    evaluator.value(node).map_or(true, |value| value.text().is_some_and(|text| text == "true"))
}
