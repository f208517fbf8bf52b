//! Remedies: whether redeploying a stack would update an outdated layer, and why not.

use cfn_ast::model::evaluate::{Evaluator, Inputs, Value};
use cfn_ast::syntax::{DEFAULT_MACRO_NAME, Node};
use cfn_ast::{Source, Template, Tree};
use time::OffsetDateTime;

use super::outdated::{Holder, OutdatedLayer};
use super::stacks::{StackDetails, layer_version};
use super::{Cloud, FleetError};
use crate::expand::options::Overrides;
use crate::expand::problem::ProblemKind;
use crate::expand::{Expansion, KeptReason, PassedOver, Request, Stack, Warning, expand, own_transform};

/// The remedy for an outdated layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Redeploy the same template, as `refresh` does.
    Redeploy,
    /// Unknown: redeploying may help; why this is uncertain.
    Perhaps(String),
    /// Redeploying does not help until the obstacle is removed.
    No(Obstacle),
}

/// The reason why redeploying the same template does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// The function does not belong to a stack.
    #[error("the function does not belong to a stack")]
    NoStack,
    /// The template does not use the macro.
    #[error(
        "the template does not use the macro; add `Transform: {0}`, and specify the layer without a version"
    )]
    NoMacro(String),
    /// The template specifies the version.
    #[error("pinned: the template specifies the version")]
    Pinned,
    /// The function would be updated, but not the alias.
    #[error("alias frozen: {0}")]
    AliasFrozen(String),
    /// The layer belongs to another account, where its versions cannot be listed.
    #[error("other account: {0}")]
    OtherAccount(String),
    /// The macro would reject the template.
    #[error("the macro would reject the template: {0}")]
    Refused(String),
    /// The version was deleted, and the newest one is older; a refresh never selects an older version by itself.
    #[error(
        "the version was deleted, and a deployment would select the older version {0}; deploy the stack as usual"
    )]
    Older(u64),
    /// The version was deleted, and no compatible one is left.
    #[error("the version was deleted, and no compatible version is left; publish one")]
    NoVersion,
    /// The version is blocked, and a refresh never selects an older version by itself.
    #[error(
        "the version is blocked, and a deployment would select the older version {0}; deploy the stack as usual"
    )]
    BlockedOlder(u64),
    /// The version is blocked, and no other compatible one that may be used is known.
    #[error(
        "the version is blocked, and no other compatible version that may be used was found; publish one"
    )]
    BlockedAlone,
    /// The template holds the newest version back.
    #[error("held back: {0}")]
    HeldBack(PassedOver),
    /// Published versions are immutable.
    #[error("published versions are immutable")]
    Published,
}

/// The expansion of a stack's template by the current macro, which determines the remedies of its layers.
pub struct Prescription {
    expansion: Option<Expansion>,
    /// The name under which the macro is deployed.
    macro_name: String,
    /// The functions that SAM publishes, with the names of their aliases, if known.
    published_by_sam: Vec<(String, Option<String>)>,
}

impl Remedy {
    /// `yes`, `perhaps` or `no`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Redeploy => "yes",
            Self::Perhaps(_) => "perhaps",
            Self::No(_) => "no",
        }
    }

    /// The reason, unless redeploying helps.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Redeploy => None,
            Self::Perhaps(reason) => Some(reason.clone()),
            Self::No(obstacle) => Some(obstacle.to_string()),
        }
    }
}

impl Prescription {
    /// Reads the template of a stack, by name or ID, and expands it.
    ///
    /// # Errors
    /// [`FleetError`] if the stack or its template cannot be read.
    pub async fn read(cloud: &Cloud, stack: &str) -> Result<Self, FleetError> {
        let (details, template) =
            futures::try_join!(cloud.describe_stack(stack), cloud.original_template(stack))?;
        Ok(Self::new(cloud, &details, &template).await)
    }

    async fn new(cloud: &Cloud, details: &StackDetails, template: &str) -> Self {
        let macro_name = cloud.macro_name.as_deref().unwrap_or(DEFAULT_MACRO_NAME).to_owned();
        let none = Self { expansion: None, macro_name: macro_name.clone(), published_by_sam: Vec::new() };
        let Some(home) = details.stack().home() else { return none };
        let Ok(tree) = Source::new(template).map(Tree::parse) else { return none };
        let tree = tree.with_macro_name(Some(&macro_name));
        let Some(template) = Template::new(&tree) else { return none };
        let Some(transform) = own_transform(&template) else { return none };
        let inputs = inputs(details);
        let published_by_sam = published_by_sam(&template, &inputs);
        let stack = Stack::new(home, inputs);
        let request = Request {
            stack: &stack,
            parameters: transform.parameters,
            overrides: Overrides::default(),
            restrictions: &cloud.restrictions,
            now: OffsetDateTime::now_utc(),
        };
        let expansion = expand(&tree, &request, &cloud.catalog).await;
        Self { expansion: Some(expansion), macro_name, published_by_sam }
    }

    /// What the current macro does to the template; `None` if the template does not use it.
    pub fn expansion(&self) -> Option<&Expansion> {
        self.expansion.as_ref()
    }

    /// Whether the template uses the macro.
    pub fn has_macro(&self) -> bool {
        self.expansion.is_some()
    }

    /// The remedy for an outdated layer of the stack.
    pub fn remedy(&self, layer: &OutdatedLayer) -> Remedy {
        let (Some(expansion), Some(owner)) = (&self.expansion, &layer.owner) else {
            return Remedy::No(Obstacle::NoMacro(self.macro_name.clone()));
        };
        match &layer.holder {
            Holder::Version(_) => Remedy::No(Obstacle::Published),
            Holder::Function => function_remedy(expansion, &owner.logical_id, layer),
            Holder::Alias { name, .. } => match self.frozen(expansion, &owner.logical_id, name) {
                Some(reason) => Remedy::No(Obstacle::AliasFrozen(reason)),
                None => function_remedy(expansion, &owner.logical_id, layer),
            },
        }
    }

    /// The reason why an alias stays at its version even if the function is updated.
    fn frozen(&self, expansion: &Expansion, logical_id: &str, alias: &str) -> Option<String> {
        let warning = expansion.warnings.iter().find(|warning| match warning {
            Warning::CodeOnly(id) | Warning::Order(id) => id == logical_id,
            Warning::UnusedPattern(_) | Warning::NotCalled(_) => false,
        });
        if let Some(warning) = warning {
            return Some(warning.to_string());
        }
        let published = self.published_by_sam.iter().find(|(id, _)| id == logical_id);
        match published {
            Some((_, Some(name))) if name != alias => Some(format!("SAM only updates the alias `{name}`")),
            Some(_) => None,
            None => Some("no new version is published; SAM's AutoPublishAlias would do this".to_owned()),
        }
    }
}

/// The parameters of a deployed stack, except for hidden values.
fn inputs(details: &StackDetails) -> Inputs {
    let mut inputs = Inputs::new();
    for parameter in &details.parameters {
        if let Some(value) = &parameter.value {
            inputs.set_parameter(parameter.name.clone(), Value::Text(value.clone()));
        }
    }
    inputs
}

fn published_by_sam<'t>(template: &Template<'t>, inputs: &Inputs) -> Vec<(String, Option<String>)> {
    let evaluator = Evaluator::new(template, inputs);
    let globals = template.root().get("Globals").and_then(|globals| globals.get("Function"));
    let functions = template
        .resources()
        .iter()
        .filter(|resource| resource.type_name() == Some("AWS::Serverless::Function"));
    let alias = |node: Node<'t>| evaluator.value(node).ok()?.text().map(str::to_owned);
    functions
        .filter_map(|resource| {
            let node = resource.property("AutoPublishAlias").or_else(|| globals?.get("AutoPublishAlias"))?;
            Some((resource.logical_id().to_owned(), alias(node)))
        })
        .collect()
}

/// Whether a path in the template may belong to the layers of a function. `Globals` and loops belong to several
/// functions.
pub(super) fn leads_to(path: &str, logical_id: &str) -> bool {
    let inside = |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    inside(&format!("Resources.{logical_id}")) || inside("Globals.Function") || path.contains("Fn::ForEach")
}

/// The remedy of a function's own layer, from the outcome of the expansion.
fn function_remedy(expansion: &Expansion, logical_id: &str, outdated: &OutdatedLayer) -> Remedy {
    let is_layer = |arn: &str, number: Option<u64>| {
        layer_version(arn).is_some_and(|(layer, version)| {
            let is_same = layer.name == outdated.layer || layer.to_string() == outdated.layer;
            is_same && number.is_none_or(|number| number == version)
        })
    };
    let here = |path: &str| leads_to(path, logical_id);
    let resolved: Vec<_> = expansion
        .resolutions
        .iter()
        .filter(|resolution| here(&resolution.path) && is_layer(&resolution.arn, None))
        .collect();
    if outdated.is_gone && outdated.newest.is_none() {
        return Remedy::No(Obstacle::NoVersion);
    }
    if outdated.is_blocked && outdated.newest.is_none() {
        return Remedy::No(Obstacle::BlockedAlone);
    }
    // One problem anywhere makes the macro reject the template; one of this function explains it best.
    let problem = expansion.problems.iter().find(|problem| here(&problem.path) || problem.path.is_empty());
    if let Some(problem) = problem.or(expansion.problems.first()) {
        let reason = problem.to_string();
        let is_foreign =
            matches!(problem.kind, ProblemKind::OtherAccount { .. } | ProblemKind::Unseen { .. });
        return Remedy::No(if is_foreign {
            Obstacle::OtherAccount(reason)
        } else {
            Obstacle::Refused(reason)
        });
    }
    if resolved.iter().any(|resolution| is_layer(&resolution.arn, outdated.newest)) {
        return match outdated.newest {
            Some(newest) if newest < outdated.version && outdated.is_blocked => {
                Remedy::No(Obstacle::BlockedOlder(newest))
            }
            Some(newest) if newest < outdated.version => Remedy::No(Obstacle::Older(newest)),
            _ => Remedy::Redeploy,
        };
    }
    if let Some(newer) = resolved.iter().find_map(|resolution| resolution.passed_over.clone()) {
        return Remedy::No(Obstacle::HeldBack(newer));
    }
    let kept = expansion.kept.iter().filter(|kept| here(&kept.path));
    let mut reasons = kept.filter(|kept| !matches!(kept.reason, KeptReason::RuledOut | KeptReason::NoValue));
    match reasons.next() {
        // The layer is resolved to a version other than the newest, so the template specifies a number.
        _ if !resolved.is_empty() => Remedy::No(Obstacle::Pinned),
        Some(kept) if kept.reason == KeptReason::Pinned => Remedy::No(Obstacle::Pinned),
        Some(kept) => Remedy::Perhaps(format!("{} {}: {}", kept.path, kept.written, kept.reason)),
        None => Remedy::Perhaps("the template does not show where the layer comes from".to_owned()),
    }
}
