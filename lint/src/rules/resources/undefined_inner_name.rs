//! Names that refer to another part of the same resource.

use super::defect::{Defect, Found, NamedBy, report_all};
use super::property_values::{Lookup, PropertyValue, PropertyValues};
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A name that must be declared in the same resource and is not: the origin of a CloudFront distribution, or an
    /// artifact of a pipeline.
    ///
    /// ## Why
    ///
    /// The service rejects the resource when it is created or updated, and CloudFormation rolls the stack back. A pipeline
    /// reads an artifact only after an action of the same or an earlier stage has written it, and each artifact is written
    /// by one action.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Distribution:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig:
    ///         Enabled: true
    ///         DefaultCacheBehavior:
    ///           CachePolicyId: !ImportValue policy
    ///           TargetOriginId: webste
    ///           ViewerProtocolPolicy: https-only
    ///         Origins:
    ///           - Id: website
    ///             DomainName: !ImportValue website
    ///             CustomOriginConfig: {OriginProtocolPolicy: https-only}
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Distribution:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig:
    ///         Enabled: true
    ///         DefaultCacheBehavior:
    ///           CachePolicyId: !ImportValue policy
    ///           TargetOriginId: website
    ///           ViewerProtocolPolicy: https-only
    ///         Origins:
    ///           - Id: website
    ///             DomainName: !ImportValue website
    ///             CustomOriginConfig: {OriginProtocolPolicy: https-only}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest name. It is safe if one letter inside a word is wrong, or two neighbours are swapped, or
    /// only the case differs, and no other name is within two letters. Otherwise it is unsafe.
    "undefined-inner-name" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3057", "E3701", "E3703"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// The properties of an action's configuration that name a file in an artifact, as `Artifact::file` (AWS CodePipeline User
/// Guide, "AWS CloudFormation deploy action reference").
const FILES: [&str; 2] = ["TemplatePath", "TemplateConfiguration"];

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut found = Vec::new();
    for resource in template.resources() {
        match resource.type_name() {
            Some("AWS::CloudFront::Distribution") => origins(resource, Lookup::of(cx), &mut found),
            Some("AWS::CodePipeline::Pipeline") => artifacts(resource, Lookup::of(cx), &mut found),
            _ => {}
        }
    }
    report_all(found, cx);
}

/// Names that are known as far as the template lists them.
#[derive(Default)]
struct Names<'t> {
    names: Vec<&'t str>,
    /// Whether a name is computed, so that any name may be known.
    is_open: bool,
}

impl<'t> Names<'t> {
    fn add(&mut self, values: &PropertyValues<'t>) {
        self.is_open |= values.is_open;
        for value in &values.values {
            match value.literal() {
                Some(name) => self.names.push(name),
                None => self.is_open = true,
            }
        }
    }

    fn is_known(&self, name: &str) -> bool {
        self.is_open || self.names.contains(&name)
    }
}

/// A name at the beginning of a string that is not known.
fn undefined(value: &PropertyValue<'_>, name: &str, names: &Names<'_>, message: String) -> Defect {
    let node = value.value;
    let range = node.verbatim_text_range().map(|_| node.text_range(0..name.len()));
    let known = names.names.iter().copied();
    let defect = Defect::new(wording::place(node), message).at(node);
    defect.of_name(range, name, known, NamedBy::Author)
}

fn origins<'t>(resource: &Resource<'t>, lookup: Lookup<'_, 't>, found: &mut Found) {
    for config in lookup.values_at(resource, &["DistributionConfig"]).values {
        // An origin can also be declared by the older properties `S3Origin` and `CustomOrigin`.
        let mut names = Names { names: Vec::new(), is_open: config.value.get("Origins").is_none() };
        names.add(&lookup.values_below(&config, &["Origins", "*", "Id"]));
        if config.value.get("OriginGroups").is_some() {
            names.add(&lookup.values_below(&config, &["OriginGroups", "Items", "*", "Id"]));
        }
        let uses: [&[&str]; 2] =
            [&["DefaultCacheBehavior", "TargetOriginId"], &["CacheBehaviors", "*", "TargetOriginId"]];
        for target in uses.iter().flat_map(|path| lookup.values_below(&config, path).values) {
            let Some(name) = target.literal().filter(|name| !names.is_known(name)) else { continue };
            let message = format!("undefined origin `{name}` in `TargetOriginId`");
            found.push((Some("E3057"), undefined(&target, name, &names, message)));
        }
    }
}

fn artifacts<'t>(resource: &Resource<'t>, lookup: Lookup<'_, 't>, found: &mut Found) {
    let stages = lookup.values_at(resource, &["Stages", "*"]);
    let mut written = Names { names: Vec::new(), is_open: stages.is_open };
    let own_facts = usize::from(resource.condition().is_some());
    let mut unconditional = Vec::new();
    for stage in &stages.values {
        let actions = lookup.values_below(stage, &["Actions", "*"]);
        written.is_open |= actions.is_open;
        // The order of the actions within a stage is that of their `RunOrder`.
        for action in &actions.values {
            let outputs = names_of_artifacts(action, "OutputArtifacts", lookup);
            repeated(&outputs, own_facts, &mut unconditional, found);
            written.add(&outputs);
        }
        for action in &actions.values {
            inputs(action, &written, lookup, found);
        }
    }
}

/// Artifacts that an earlier action writes as well, both under no condition but that of the pipeline.
fn repeated<'t>(
    outputs: &PropertyValues<'t>,
    own_facts: usize,
    earlier: &mut Vec<&'t str>,
    found: &mut Found,
) {
    for output in outputs.values.iter().filter(|output| output.facts.len() == own_facts) {
        let Some(name) = output.literal() else { continue };
        if earlier.contains(&name) {
            let message = format!("artifact `{name}` is written by an earlier action");
            found.push((Some("E3701"), Defect::new(wording::place(output.value), message).at(output.value)));
        }
        earlier.push(name);
    }
}

fn names_of_artifacts<'t>(
    action: &PropertyValue<'t>,
    property: &str,
    lookup: Lookup<'_, 't>,
) -> PropertyValues<'t> {
    lookup.values_below(action, &[property, "*", "Name"])
}

fn inputs<'t>(action: &PropertyValue<'t>, written: &Names<'t>, lookup: Lookup<'_, 't>, found: &mut Found) {
    let inputs = names_of_artifacts(action, "InputArtifacts", lookup);
    for input in &inputs.values {
        let Some(name) = input.literal().filter(|name| !written.is_known(name)) else { continue };
        let message = format!("undefined artifact `{name}`: no action before this one writes it");
        found.push((Some("E3701"), undefined(input, name, written, message)));
    }
    let mut read = Names::default();
    read.add(&inputs);
    for property in FILES {
        for file in lookup.values_below(action, &["Configuration", property]).values {
            let Some((name, _)) = file.literal().and_then(|text| text.split_once("::")) else { continue };
            if !read.is_known(name) {
                let message =
                    format!("`{property}` names `{name}`, which is not an input artifact of the action");
                found.push((Some("E3703"), undefined(&file, name, &read, message)));
            }
        }
    }
}
