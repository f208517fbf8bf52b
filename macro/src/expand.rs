//! From a fragment to the same fragment with layer versions in it.
//!
//! The tree is read once; every layer becomes a question to the catalog, something to keep, or a problem. Only the
//! bytes of the layers themselves are replaced.

mod plan;
mod replace;
mod report;

use cfn_ast::model::PseudoParameter;
use cfn_ast::model::evaluate::{Evaluator, Inputs, Unknown};
use cfn_ast::syntax::{Node, Tree};
use cfn_ast::{EditSet, Source, Template};

use crate::alias::{self, AliasWarning};
use crate::catalog::{Home, LayerCatalog};
use crate::options::{Overrides, Parameters};
use crate::problem::{Problem, ProblemKind};
use crate::survey::{Survey, survey, survey_call};
use plan::Plan;

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

/// What became of a fragment.
#[derive(Clone, Debug, Default)]
pub struct Expansion {
    /// What to replace in the text of the fragment.
    pub edits: EditSet,
    /// The text that takes the place of the whole fragment, if one layer was asked for by `Fn::Transform`.
    pub replacement: Option<String>,
    /// The layers that got a version.
    pub resolutions: Vec<Resolution>,
    /// The layers that stay as they are.
    pub kept: Vec<Kept>,
    /// What stands in the way; if there is anything, the edits are not complete.
    pub problems: Vec<Problem>,
    /// What the deployment will silently not do.
    pub warnings: Vec<AliasWarning>,
}

/// A layer that got a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The way from the root of the fragment.
    pub path: String,
    /// What stands there; of a function its name.
    pub written: String,
    /// The ARN of the version.
    pub arn: String,
    /// How the version was chosen.
    pub how: How,
}

/// How a version was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The newest one that fits.
    Newest,
    /// The newest one that fits, from a floor on.
    Floor,
    /// The one whose number is written.
    Number,
    /// The newest one that fits, in place of the one that was written.
    Upgrade,
}

/// A layer that stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The way from the root of the fragment.
    pub path: String,
    /// What stands there; of a function its name.
    pub written: String,
    /// Why.
    pub reason: KeptReason,
}

/// Why a layer stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeptReason {
    /// The ARN names a version.
    #[error("it names a version")]
    Pinned,
    /// The ARN names the newest version that fits, or a newer one.
    #[error("it names the newest version")]
    UpToDate,
    /// The ARN names a version of a layer whose versions cannot be seen.
    #[error("it names a version, and no other one can be seen")]
    Unseen,
    /// A function of which it is not known what it gives.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// A layer of AWS itself, which has no versions.
    #[error("it is a layer of AWS itself")]
    AwsLayer,
    /// A dynamic reference, which only CloudFormation can resolve.
    #[error("it is a dynamic reference")]
    Dynamic,
    /// A condition rules it out.
    #[error("a condition rules it out")]
    NotTaken,
    /// `AWS::NoValue`.
    #[error("it is AWS::NoValue")]
    NoValue,
    /// The parameter `Exclude` names it.
    #[error("it is excluded")]
    Excluded,
    /// There is no such layer or version, and `OnMissing` is `keep`.
    #[error("there is no such layer or version")]
    Missing,
    /// A comment would be lost with the function that stands there.
    #[error("a comment stands inside the function")]
    Comment,
}

impl How {
    /// A word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Floor => "floor",
            Self::Number => "number",
            Self::Upgrade => "upgrade",
        }
    }
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
    let survey = match parameters.layer {
        Some(_) => survey_call(&parameters, &evaluator),
        None => survey(root, &evaluator),
    };
    let plan = Plan::new(request.stack, &parameters, survey);
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
