//! Where layers stand in a template, and what the functions there need.

mod function;
mod layers;

use std::collections::HashMap;

use cfn_ast::layer::MAX_LAYERS;
use cfn_ast::model::evaluate::{Evaluator, Unknown};
use cfn_ast::model::{Intrinsic, Transform, TransformKind};
use cfn_ast::syntax::{Node, NodeId};
use cfn_ast::{Function, FunctionName};

use super::options::{Options, Parameters};
use super::problem::{Problem, ProblemKind};
use crate::catalog::compatibility::Requirements;
use function::{Finder, FunctionSite};
use layers::Reader;

/// A place where a layer is written, or should be.
#[derive(Clone, Debug)]
pub struct LayerSite<'t> {
    /// The way from the root, such as `Resources.Api.Properties.Layers[0]`.
    pub path: String,
    /// What stands there.
    pub node: Node<'t>,
    /// What it says.
    pub content: Content<'t>,
    /// What the functions need that use it.
    pub requirements: Requirements,
    /// Whether the stack will use it.
    pub presence: Presence,
    /// The parameters of the `Fn::Transform` that stands there, where they differ from those of the template.
    pub options: Option<Options>,
}

/// What a place says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'t> {
    /// A literal text.
    Literal(&'t str),
    /// A function that gives one layer.
    Computed(String),
    /// A function in place of the list, which gives all layers.
    ComputedList(Vec<String>),
    /// A function of which it is not known what it gives.
    Unknown(Unknown),
    /// `AWS::NoValue`.
    NoValue,
    /// Something that can be no layer, in words.
    NotALayer(&'static str),
    /// Something that can be no list of layers, in words.
    NotAList(&'static str),
    /// A text with the variable of a loop in it that does not name one version.
    LoopVariable,
}

/// Whether the stack will have something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// A condition rules it out.
    Never,
    /// It depends on a condition that is not known.
    Perhaps,
    /// Nothing keeps it out.
    Certain,
}

/// All places of a template, in the order they are read, and functions with too many layers.
#[derive(Clone, Debug, Default)]
pub struct LayerSites<'t> {
    /// The places.
    pub sites: Vec<LayerSite<'t>>,
    /// What is wrong with lists as a whole, and with the parameters of single calls.
    pub problems: Vec<Problem>,
}

impl LayerSite<'_> {
    /// What stands there, for people: a literal as it is, a function by its name.
    pub fn written(&self) -> Option<String> {
        let Some(function) = self.node.function() else { return self.node.text().map(str::to_owned) };
        let name = match function.view() {
            Ok(Intrinsic::Ref(name)) => name.text(),
            _ => None,
        };
        let key = function.name.key();
        Some(name.map_or_else(|| key.to_owned(), |name| format!("{key} {name}")))
    }
}

impl Presence {
    /// What remains of it behind a condition.
    #[must_use]
    pub fn under(self, condition: &Result<bool, Unknown>) -> Self {
        match condition {
            Ok(true) => self,
            Ok(false) => Self::Never,
            Err(_) => self.min(Self::Perhaps),
        }
    }
}

fn call<'t>(
    node: Node<'t>,
    layer: Node<'t>,
    path: String,
    parameters: &Parameters<'t>,
    evaluator: &Evaluator<'_, 't>,
) -> LayerSite<'t> {
    let content = layers::content(layer.resolved(), evaluator);
    let (requirements, options) = (parameters.requirements.clone(), Some(parameters.options.clone()));
    LayerSite { path, node, content, requirements, presence: Presence::Certain, options }
}

impl<'t> LayerSites<'t> {
    /// The layer sites of a fragment: a whole template, or what stands beside a `Fn::Transform`.
    pub fn of_fragment(root: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Self {
        let functions = Finder::new(evaluator).find(root);
        let globals = root.get("Globals").and_then(|globals| globals.resolved().get("Function"));
        let globals = globals.map(Node::resolved);
        let mut layer_sites = Self::default();
        let inherited = globals.map_or(0, |globals| layer_sites.globals(globals, &functions, evaluator));
        for function in &functions {
            layer_sites.function(function, globals, inherited, evaluator);
        }
        layer_sites.calls(root, evaluator);
        layer_sites.share_requirements();
        layer_sites
    }

    /// The single site that a `Fn::Transform` with `Layer` asks for.
    pub fn of_call(parameters: &Parameters<'t>, evaluator: &Evaluator<'_, 't>) -> Self {
        let path = || "Parameters.Layer".to_owned();
        let site = parameters.layer.map(|layer| call(layer, layer, path(), parameters, evaluator));
        Self { sites: site.into_iter().collect(), problems: Vec::new() }
    }

    /// Reads the layers that SAM adds to all functions, and gives how many there are at least.
    fn globals(
        &mut self,
        globals: Node<'t>,
        functions: &[FunctionSite<'t>],
        evaluator: &Evaluator<'_, 't>,
    ) -> usize {
        let users = functions.iter().filter(|function| function.inherits("Layers"));
        let mut requirements = Requirements::default();
        for user in users {
            requirements.add(&user.requirements(Some(globals), evaluator));
        }
        if requirements == Requirements::default() {
            requirements = function::requirements_of(globals, evaluator);
        }
        let reader = Reader::new(evaluator, &[], requirements);
        self.list(reader, "Globals.Function", globals, Presence::Certain, 0)
    }

    fn function(
        &mut self,
        function: &FunctionSite<'t>,
        globals: Option<Node<'t>>,
        inherited: usize,
        evaluator: &Evaluator<'_, 't>,
    ) {
        let reader = Reader::new(evaluator, &function.loops, function.requirements(globals, evaluator));
        let inherited = if function.inherits("Layers") { inherited } else { 0 };
        self.list(reader, &function.path, function.properties, function.presence, inherited);
    }

    /// Reads the `Layers` of a mapping, and gives how many there are at least.
    fn list(
        &mut self,
        mut reader: Reader<'_, '_, 't>,
        path: &str,
        holder: Node<'t>,
        presence: Presence,
        inherited: usize,
    ) -> usize {
        let Some(layers) = holder.get("Layers") else { return 0 };
        let path = format!("{path}.Layers");
        let own = reader.list(&path, layers, presence);
        self.sites.append(&mut reader.sites);
        if own + inherited > MAX_LAYERS && own > 0 && presence != Presence::Never {
            let kind = ProblemKind::TooMany { total: own + inherited, inherited };
            self.problems.push(Problem { path, written: None, kind });
        }
        own
    }

    /// Finds each `Fn::Transform` that asks for one layer; on Lambda these have been answered already.
    fn calls(&mut self, root: Node<'t>, evaluator: &Evaluator<'_, 't>) {
        for node in root.descendants() {
            let function = node.function().filter(|function| function.name == FunctionName::Transform);
            let Some(given) = function.as_ref().and_then(own_parameters) else { continue };
            let mut parameters = Parameters::read(Some(given), evaluator);
            self.problems.append(&mut parameters.problems);
            if let Some(layer) = parameters.layer {
                let path = cfn_ast::model::Context::of(node).display_path().replace('/', ".");
                self.sites.push(call(node, layer, path, &parameters, evaluator));
            }
        }
    }

    /// A node that several functions use through aliases gets one version, which has to fit all of them.
    fn share_requirements(&mut self) {
        let mut by_node: HashMap<NodeId, Requirements> = HashMap::new();
        for site in self.sites.iter().filter(|site| site.presence != Presence::Never) {
            by_node.entry(site.node.id()).or_default().add(&site.requirements);
        }
        for site in &mut self.sites {
            if let Some(requirements) = by_node.get(&site.node.id()) {
                site.requirements.clone_from(requirements);
            }
        }
    }
}

/// The parameters of a call of this macro that asks for one layer.
fn own_parameters<'t>(function: &Function<'t>) -> Option<Node<'t>> {
    let call = Transform::from_node(function.argument)?;
    let parameters = call.parameters.filter(|_| call.kind() == TransformKind::Uselatest)?;
    parameters.get("Layer").map(|_| parameters)
}

/// Whether a function is a call of this macro, whose place [`LayerSites::calls`] finds.
fn is_own_call(function: &Function<'_>) -> bool {
    function.name == FunctionName::Transform && own_parameters(function).is_some()
}
