//! Explanations: why a deployed function has its layer versions, and which ones a deployment would choose.

mod candidates;

use cfn_ast::layer::{Layer, LayerReference};

use super::aws::FunctionVersion;
use super::outdated::layer_key;
use super::remedy::{Prescription, leads_to};
use super::stacks::{StackName, home_of, layer_version};
use super::{Cloud, FleetError};
use crate::catalog::Home;
use crate::catalog::compatibility::Requirements;
use crate::expand::{Choice, Expansion, PassedOver};

pub use candidates::{Candidate, CandidateVerdict};

/// The explanation of the layers of a function.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The account and region.
    pub home: Home,
    /// The name of the function.
    pub function: String,
    /// The version of the function that was examined, a number or `$LATEST`.
    pub version: String,
    /// The runtime and architecture that its layers must support.
    pub requirements: Requirements,
    /// The stack that the function belongs to, and its logical ID there.
    pub owner: Option<(StackName, String)>,
    /// Whether the template of the stack uses the macro.
    pub has_macro: bool,
    /// Its layers: those of the template, then those that only the deployed function has.
    pub layers: Vec<ExplainedLayer>,
    /// Problems in other parts of the template, which make the macro reject it as well.
    pub other_problems: Vec<String>,
}

/// The explanation of one layer.
#[derive(Clone, Debug)]
pub struct ExplainedLayer {
    /// The layer, by name if it belongs to the same account, otherwise by ARN; `None` if the reference does not reveal it.
    pub layer: Option<String>,
    /// The deployed version.
    pub deployed: Option<u64>,
    /// The reference in the template.
    pub reference: Option<TemplateReference>,
    /// What a deployment does with the reference.
    pub verdict: LayerVerdict,
    /// The newest versions of the layer, newest first.
    pub candidates: Vec<Candidate>,
}

/// A reference to a layer in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateReference {
    /// The path from the root of the template.
    pub path: String,
    /// The reference as written; for a function, its name.
    pub written: String,
}

/// What a deployment does with a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerVerdict {
    /// It chooses a version.
    Chooses {
        /// The version number.
        number: u64,
        /// The rule.
        choice: Choice,
        /// The newest compatible version, if another one was chosen, and why.
        passed_over: Option<PassedOver>,
    },
    /// It leaves the reference as it is; the reason.
    Keeps(String),
    /// It fails; the problem.
    Refuses(String),
    /// The template does not show where the layer comes from.
    NoReference,
}

impl Explanation {
    /// Whether the macro would accept the template.
    pub fn is_accepted(&self) -> bool {
        let is_refused = |layer: &ExplainedLayer| matches!(layer.verdict, LayerVerdict::Refuses(_));
        self.other_problems.is_empty() && !self.layers.iter().any(is_refused)
    }
}

/// Explains the layers of a function, by its name; of a version or alias if `qualifier` names one, otherwise of
/// `$LATEST`.
///
/// # Errors
/// [`FleetError`] if the function, its stack or the versions of a layer cannot be read.
pub async fn explain(
    cloud: &Cloud,
    function: &str,
    qualifier: Option<&str>,
) -> Result<Explanation, FleetError> {
    let (version, owner) =
        futures::try_join!(deployed_version(cloud, function, qualifier), cloud.owner_of(function))?;
    let home = home_of(&version.arn).ok_or(FleetError::Malformed {
        action: "lambda:ListVersionsByFunction",
        what: "the function's ARN",
    })?;
    let prescription = match &owner {
        Some((stack, _)) => Some(Prescription::read(cloud, &stack.id).await?),
        None => None,
    };
    let expansion = prescription.as_ref().and_then(Prescription::expansion);
    let logical_id = owner.as_ref().map(|(_, logical_id)| logical_id.as_str()).unwrap_or_default();
    let mut layers = expansion.map(|expansion| of_template(expansion, logical_id, &home)).unwrap_or_default();
    add_deployed(&mut layers, &version, &home);
    for layer in &mut layers {
        layer.candidates = candidates::of(cloud, layer, &version.requirements).await?;
    }
    let other_problems = expansion.map(|expansion| problems_elsewhere(expansion, logical_id));
    Ok(Explanation {
        home,
        function: version.function,
        version: version.version,
        requirements: version.requirements,
        owner,
        has_macro: expansion.is_some(),
        layers,
        other_problems: other_problems.unwrap_or_default(),
    })
}

/// The version of a function that a qualifier selects. Of an alias that splits its traffic, the one with the lower
/// number.
async fn deployed_version(
    cloud: &Cloud,
    function: &str,
    qualifier: Option<&str>,
) -> Result<FunctionVersion, FleetError> {
    let versions = cloud.list_versions(function).await?;
    let mut wanted = qualifier.unwrap_or("$LATEST").to_owned();
    let is_alias = |wanted: &str| wanted != "$LATEST" && wanted.parse::<u64>().is_err();
    if is_alias(&wanted) {
        let aliases = cloud.list_aliases(function).await?;
        let alias = aliases.into_iter().find(|alias| alias.name == wanted);
        wanted = match alias.and_then(|alias| alias.versions.into_iter().next()) {
            Some(version) => version,
            None => return Err(FleetError::NoQualifier { qualifier: wanted }),
        };
    }
    let found = versions.into_iter().find(|version| version.version == wanted);
    found.ok_or(FleetError::NoQualifier { qualifier: wanted })
}

/// The layers that the template of a function refers to.
fn of_template(expansion: &Expansion, logical_id: &str, home: &Home) -> Vec<ExplainedLayer> {
    let mut layers = Vec::new();
    let here = |path: &str| leads_to(path, logical_id);
    let mut add = |path: &str, written: &str, layer: Option<String>, verdict: LayerVerdict| {
        let reference = Some(TemplateReference { path: path.to_owned(), written: written.to_owned() });
        layers.push(ExplainedLayer { layer, deployed: None, reference, verdict, candidates: Vec::new() });
    };
    for resolution in expansion.resolutions.iter().filter(|resolution| here(&resolution.path)) {
        let Some((arn, number)) = layer_version(&resolution.arn) else { continue };
        let verdict = LayerVerdict::Chooses {
            number,
            choice: resolution.choice,
            passed_over: resolution.passed_over.clone(),
        };
        add(&resolution.path, &resolution.written, Some(layer_key(arn, home).catalog_id()), verdict);
    }
    for kept in expansion.kept.iter().filter(|kept| here(&kept.path)) {
        let layer = layer_of(&kept.written, home);
        add(&kept.path, &kept.written, layer, LayerVerdict::Keeps(kept.reason.to_string()));
    }
    for problem in expansion.problems.iter().filter(|problem| here(&problem.path)) {
        let written = problem.written.as_deref().unwrap_or_default();
        let verdict = LayerVerdict::Refuses(problem.kind.to_string());
        add(&problem.path, written, layer_of(written, home), verdict);
    }
    layers
}

/// The layer that a literal reference names.
fn layer_of(written: &str, home: &Home) -> Option<String> {
    match LayerReference::parse(written).ok()? {
        LayerReference::Layer { layer: Layer::Arn(arn), .. } => Some(layer_key(arn, home).catalog_id()),
        LayerReference::Layer { layer, .. } => Some(layer.name().to_owned()),
        _ => None,
    }
}

/// Adds the layer versions of the deployed function to the references of the template.
fn add_deployed(layers: &mut Vec<ExplainedLayer>, version: &FunctionVersion, home: &Home) {
    for (arn, number) in version.layers.iter().filter_map(|arn| layer_version(arn)) {
        let id = layer_key(arn, home).catalog_id();
        let mut is_known = false;
        for layer in layers.iter_mut().filter(|layer| layer.layer.as_ref() == Some(&id)) {
            layer.deployed = Some(number);
            is_known = true;
        }
        if !is_known {
            layers.push(ExplainedLayer {
                layer: Some(id),
                deployed: Some(number),
                reference: None,
                verdict: LayerVerdict::NoReference,
                candidates: Vec::new(),
            });
        }
    }
}

fn problems_elsewhere(expansion: &Expansion, logical_id: &str) -> Vec<String> {
    let elsewhere = expansion.problems.iter().filter(|problem| !leads_to(&problem.path, logical_id));
    elsewhere.map(ToString::to_string).collect()
}
