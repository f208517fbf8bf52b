//! From a fragment to the same fragment with layer versions in it.
//!
//! The tree is read once; every layer becomes a question to the catalog, something to keep, or a problem. Only the
//! bytes of the layers themselves are replaced.

mod alias;
pub mod layer_sites;
pub mod options;
mod outcome;
mod plan;
pub mod problem;
mod replace;
mod report;
pub mod request;

use cfn_ast::model::evaluate::{Evaluator, Inputs};
use cfn_ast::model::{PseudoParameter, Transform, TransformKind};
use cfn_ast::syntax::{Node, Tree};
use cfn_ast::{EditSet, Source, Template};

use crate::catalog::{Home, LayerCatalog};
use layer_sites::LayerSites;
use options::{Overrides, Parameters};
use plan::Plan;
use problem::{Problem, ProblemKind};

pub use outcome::{AliasWarning, Choice, Expansion, Kept, KeptReason, Resolution};

/// A stack that is about to be deployed.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its account and region.
    pub home: Home,
    /// What is known of its parameters.
    inputs: Inputs,
}

/// What is asked of the macro.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// The stack.
    pub stack: &'r Stack,
    /// The mapping that the template passes to the macro.
    pub parameters: Option<Node<'r>>,
    /// What the command line says instead.
    pub overrides: Overrides,
}

impl Stack {
    /// A stack at `home` with these values of its parameters.
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

/// The partition of a region, by how its name begins (AWS General Reference, "Amazon Resource Names").
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
    // A name of another shape may belong to a partition that is not known yet.
    let is_plain = region.len() > 2 && region.as_bytes()[2] == b'-' && !region.contains("-iso");
    known.or(is_plain.then_some("aws"))
}

/// Finds the layers of a fragment and what to replace them with.
pub async fn expand(tree: &Tree, request: &Request<'_>, catalog: &impl LayerCatalog) -> Expansion {
    let Some(root) = tree.root().filter(|_| tree.errors().is_empty()) else { return unreadable(tree) };
    let empty = Source::new("{}").map(Tree::parse_json).ok();
    // What is no mapping has no parameters, mappings and conditions, but parameters of the macro may use functions.
    let template = Template::new(tree).or_else(|| Template::new(empty.as_ref()?));
    let Some(template) = template else { return Expansion::default() };
    let evaluator = Evaluator::new(&template, &request.stack.inputs);
    let mut parameters = Parameters::read(request.parameters, &evaluator);
    parameters.options.replace(&request.overrides);
    let layer_sites = match parameters.layer {
        Some(_) => LayerSites::of_call(&parameters, &evaluator),
        None => LayerSites::of_fragment(root, &evaluator),
    };
    let plan = Plan::new(request.stack, &parameters, &layer_sites);
    let mut expansion = plan.carry_out(catalog).await;
    if let Some(layer) = parameters.layer {
        return answer(expansion, layer, root);
    }
    expansion.warnings = alias::warnings(&template, &expansion.resolutions, &evaluator);
    if parameters.options.report {
        report::add(&mut expansion, root);
    }
    expansion
}

/// The text that takes the place of a `Fn::Transform` that asks for one layer.
fn answer(mut expansion: Expansion, layer: Node<'_>, root: Node<'_>) -> Expansion {
    let edited = expansion.edits.iter().next().map(|edit| edit.text().to_owned());
    expansion.replacement = Some(edited.unwrap_or_else(|| layer.source_text().to_owned()));
    expansion.edits = EditSet::new();
    // Some engines leave the call itself in the fragment.
    let others = root.entries().filter(|entry| entry.name() != Some("Fn::Transform")).count();
    if others > 0 || !root.is_mapping() {
        let path = "Parameters.Layer".to_owned();
        expansion.problems.push(Problem { path, written: None, kind: ProblemKind::NotAlone });
    }
    expansion
}

fn unreadable(tree: &Tree) -> Expansion {
    let problem = |error: &cfn_ast::syntax::SyntaxError| {
        let kind = ProblemKind::Syntax { reason: error.kind.to_string(), offset: error.range.start() };
        Problem { path: String::new(), written: None, kind }
    };
    Expansion { problems: tree.errors().iter().map(problem).collect(), ..Expansion::default() }
}
