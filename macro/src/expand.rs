//! The expansion of a template fragment: its layers are replaced by the ARNs of layer versions.
//!
//! The tree is read once; every layer becomes a query to the catalog, a reference to keep, or a problem. Only the bytes
//! of the layers themselves are replaced.

mod alias;
mod duplicates;
mod edits;
pub(crate) mod held_back;
pub mod layer_sites;
pub mod options;
mod outcome;
mod plan;
pub mod problem;
mod published;
mod replace;
mod report;
pub mod request;
pub mod restrictions;
mod sharing;

use cfn_ast::model::evaluate::{Evaluator, Inputs};
use cfn_ast::model::{PseudoParameter, Transform, TransformKind};
use cfn_ast::syntax::{Node, Tree};
use cfn_ast::{EditSet, Source, Template};
use time::OffsetDateTime;

use crate::catalog::{Home, LayerCatalog};
use layer_sites::LayerSites;
use options::{Overrides, Parameters};
use plan::Plan;
use problem::{Problem, ProblemKind};
use published::Published;
use restrictions::Restrictions;

pub use outcome::{Choice, Expansion, Kept, KeptReason, PassedOver, PassedOverReason, Resolution, Warning};

/// A stack that is about to be deployed.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its account and region.
    pub home: Home,
    /// The values of its parameters and pseudo parameters, as far as they are known.
    inputs: Inputs,
}

/// A call of the macro.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// The stack.
    pub stack: &'r Stack,
    /// The parameters that the template passes to the macro, a mapping.
    pub parameters: Option<Node<'r>>,
    /// Options of the command line, which take precedence over the parameters.
    pub overrides: Overrides,
    /// The restrictions of the deployed macro.
    pub restrictions: &'r Restrictions,
    /// The current time, from which the age of versions is counted.
    pub now: OffsetDateTime,
}

impl Stack {
    /// Creates a stack at `home` with these parameter values.
    pub fn new(home: Home, mut inputs: Inputs) -> Self {
        let partition = partition_of(&home.region);
        inputs.set_pseudo_parameter(PseudoParameter::Region, &home.region);
        inputs.set_pseudo_parameter(PseudoParameter::AccountId, &home.account);
        if let Some(partition) = partition {
            inputs.set_pseudo_parameter(PseudoParameter::Partition, partition);
        }
        Self { home, inputs }
    }
}

/// The entry of a template's `Transform` that calls the macro.
pub fn own_transform<'a, 't>(template: &'a Template<'t>) -> Option<&'a Transform<'t>> {
    template.transforms().iter().find(|transform| transform.kind() == TransformKind::Uselatest)
}

/// Whether a template calls the macro, for the whole template or for a part of it.
pub fn calls_macro(template: &Template<'_>) -> bool {
    let mut all = template.transforms().iter().chain(template.transform_functions());
    all.any(|transform| transform.kind() == TransformKind::Uselatest)
}

/// The partition of a region, known from its prefix (AWS General Reference, "Amazon Resource Names").
fn partition_of(region: &str) -> Option<&'static str> {
    const PREFIXES: [(&str, &str); 7] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("eu-isoe-", "aws-iso-e"),
        ("us-isof-", "aws-iso-f"),
        ("eusc-", "aws-eusc"),
    ];
    let known =
        PREFIXES.iter().find(|(prefix, _)| region.starts_with(prefix)).map(|(_, partition)| *partition);
    // An unfamiliar name may belong to a partition that did not exist when this was written.
    let is_plain = region.len() > 2 && region.as_bytes()[2] == b'-' && !region.contains("-iso");
    known.or(is_plain.then_some("aws"))
}

/// Resolves the layers of a fragment.
pub async fn expand(tree: &Tree, request: &Request<'_>, catalog: &impl LayerCatalog) -> Expansion {
    let Some(root) = tree.root().filter(|_| tree.errors().is_empty()) else { return unreadable(tree) };
    let empty = Source::new("{}").map(Tree::parse_json).ok();
    // A fragment that is not a mapping declares nothing to evaluate with, but the parameters of the macro may still use
    // functions and pseudo parameters: an empty template evaluates them.
    let template = Template::new(tree).or_else(|| Template::new(empty.as_ref()?));
    let Some(template) = template else { return Expansion::default() };
    let evaluator = Evaluator::new(&template, &request.stack.inputs);
    let mut parameters = Parameters::read(request.parameters, &evaluator);
    parameters.options.apply(&request.overrides);
    let layer_sites = match parameters.layer {
        Some(_) => LayerSites::of_call(&parameters, &evaluator),
        None => LayerSites::of_fragment(root, &evaluator),
    };
    let published = Published::of(root, &request.stack.home, &evaluator);
    let plan = Plan::new(request, &parameters, &layer_sites, &published);
    let unused = plan.unused_patterns();
    let mut expansion = plan.carry_out(catalog).await;
    if let Some(layer) = parameters.layer {
        return replacement(expansion, layer, root);
    }
    expansion.warnings = alias::warnings(&template, &expansion.resolutions, &evaluator);
    expansion.warnings.extend(unused.into_iter().map(Warning::UnusedPattern));
    if parameters.options.report {
        report::add(&mut expansion, root);
    }
    expansion
}

/// The expansion of an `Fn::Transform` with `Layer`: its replacement is the ARN, and the fragment is not edited.
fn replacement(mut expansion: Expansion, layer: Node<'_>, root: Node<'_>) -> Expansion {
    let edited = expansion.edits.iter().next().map(|edit| edit.text().to_owned());
    expansion.replacement = Some(edited.unwrap_or_else(|| layer.source_text().to_owned()));
    expansion.edits = EditSet::new();
    // CloudFormation replaces the mapping that contains the call by the ARN, so its other keys would be lost. It
    // removes the call itself from the fragment; other implementations leave it there.
    let others = root.entries().filter(|entry| entry.name() != Some("Fn::Transform")).count();
    if others > 0 || !root.is_mapping() {
        let path = "Parameters.Layer".to_owned();
        expansion.problems.push(Problem { path, written: None, kind: ProblemKind::NotAlone });
    }
    expansion
}

/// The expansion of a fragment with syntax errors.
fn unreadable(tree: &Tree) -> Expansion {
    let problem = |error: &cfn_ast::syntax::SyntaxError| {
        let position = tree.source().line_column(error.range.start());
        let kind = ProblemKind::Syntax { reason: error.kind.to_string(), position };
        Problem { path: String::new(), written: None, kind }
    };
    Expansion { problems: tree.errors().iter().map(problem).collect(), ..Expansion::default() }
}
