//! Layer sites: the references to layers in a template, with the requirements of the functions that use them.

mod function;
mod layers;
mod rounds;

use std::collections::HashMap;
use std::ops::Range;

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

pub use rounds::PerRound;
pub(super) use rounds::rounds;

/// A node of a template that is, or should be, a layer.
#[derive(Clone, Debug)]
pub struct LayerSite<'t> {
    /// The path from the root, such as `Resources.Api.Properties.Layers[0]`.
    pub path: String,
    /// The node, which an alias may refer to.
    pub node: Node<'t>,
    /// The alias in its place.
    pub alias: Option<Node<'t>>,
    /// Its content.
    pub content: Content<'t>,
    /// The requirements of the functions that use it.
    pub requirements: Requirements,
    /// Whether the stack will contain it.
    pub presence: Presence,
    /// Whether it is in an `Fn::If` whose condition is unknown.
    pub is_optional: bool,
    /// The options of an `Fn::Transform` with `Layer`, which replace those of the template.
    pub options: Option<Options>,
}

/// The content of a layer site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'t> {
    /// A literal string.
    Literal(&'t str),
    /// The value of a function that returns a layer.
    Computed(String),
    /// The value of a function that returns the whole list.
    ComputedList(Vec<String>),
    /// A function whose value is unknown.
    Unknown(Unknown),
    /// `AWS::NoValue`.
    NoValue,
    /// A value that cannot be a layer, described in words.
    NotALayer(&'static str),
    /// A value that cannot be a list of layers, described in words.
    NotAList(&'static str),
    /// Values that differ in the rounds of a loop.
    PerRound(PerRound),
    /// A string with a loop variable that does not pin a version.
    LoopVariable,
}

/// Whether the stack will contain a function or layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// No: a condition is false.
    Never,
    /// Unknown: it depends on a condition whose value is unknown.
    Perhaps,
    /// Yes.
    Certain,
}

/// All layer sites of a template, in the order in which they are read.
#[derive(Clone, Debug, Default)]
pub struct LayerSites<'t> {
    /// The sites.
    pub sites: Vec<LayerSite<'t>>,
    /// The layers of each function, and those of `Globals`.
    pub functions: Vec<FunctionLayers>,
    /// The problems of whole lists, and of the parameters of `Fn::Transform`.
    pub problems: Vec<Problem>,
}

/// The layers of one function, as indices of their sites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionLayers {
    /// Those that it inherits from SAM's `Globals`, which come first (AWS SAM Developer Guide, "Globals section").
    pub inherited: Range<usize>,
    /// Its own ones.
    pub own: Range<usize>,
}

impl LayerSite<'_> {
    /// Whether its references are values of functions, which may be secret.
    pub fn is_computed(&self) -> bool {
        matches!(self.content, Content::Computed(_) | Content::ComputedList(_))
    }

    /// The content for messages: a literal as written, a function by its name. Values of functions are left out,
    /// because they may be secret.
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
    /// The presence of something that also depends on a condition.
    #[must_use]
    pub fn under(self, condition: &Result<bool, Unknown>) -> Self {
        match condition {
            Ok(true) => self,
            Ok(false) => Self::Never,
            Err(_) => self.min(Self::Perhaps),
        }
    }
}

/// The site of an `Fn::Transform` with `Layer`, which replaces `node` by the version of `layer`.
fn call<'t>(
    node: Node<'t>,
    layer: Node<'t>,
    path: String,
    parameters: &Parameters<'t>,
    evaluator: &Evaluator<'_, 't>,
) -> LayerSite<'t> {
    let content = layers::content(layer.resolved(), evaluator);
    let (requirements, options) = (parameters.requirements.clone(), Some(parameters.options.clone()));
    let (alias, presence, is_optional) = (None, Presence::Certain, false);
    LayerSite { path, node, alias, content, requirements, presence, is_optional, options }
}

impl<'t> LayerSites<'t> {
    /// Finds the layer sites of a fragment: a whole template, or the siblings of an `Fn::Transform`.
    pub fn of_fragment(root: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Self {
        let functions = Finder::new(evaluator).find(root);
        let globals = root.get("Globals").and_then(|globals| globals.resolved().get("Function"));
        let globals = globals.map(Node::resolved);
        let mut layer_sites = Self::default();
        let inherited = globals.map_or(0, |globals| layer_sites.globals(globals, &functions, evaluator));
        let global_sites = 0..layer_sites.sites.len();
        layer_sites.functions.push(FunctionLayers { inherited: 0..0, own: global_sites.clone() });
        for function in &functions {
            let before = layer_sites.sites.len();
            layer_sites.function(function, globals, inherited, evaluator);
            let inherited = if function.inherits("Layers") { global_sites.clone() } else { 0..0 };
            let own = before..layer_sites.sites.len();
            layer_sites.functions.push(FunctionLayers { inherited, own });
        }
        layer_sites.calls(root, evaluator);
        layer_sites.share_requirements();
        layer_sites
    }

    /// Returns the single site of an `Fn::Transform` with `Layer`.
    pub fn of_call(parameters: &Parameters<'t>, evaluator: &Evaluator<'_, 't>) -> Self {
        let mut layer_sites = Self::default();
        if let Some(layer) = parameters.layer {
            layer_sites.sites.push(call(layer, layer, "Parameters.Layer".to_owned(), parameters, evaluator));
        }
        layer_sites
    }

    /// Reads the layers that SAM adds to all functions, and returns their minimum number.
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
        // If no function inherits the layers, the properties beside them are all that is known.
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

    /// Reads the `Layers` of a mapping, and returns their minimum number.
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
        // Without layers of its own, a function would only repeat the problem of `Globals`.
        if own + inherited > MAX_LAYERS && own > 0 && presence != Presence::Never {
            let kind = ProblemKind::TooMany { total: own + inherited, inherited };
            self.problems.push(Problem { path, written: None, kind });
        }
        own
    }

    /// Finds each `Fn::Transform` with `Layer`. They only occur in local templates: CloudFormation processes them
    /// before it calls the macro for the whole template.
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

    /// Combines the requirements of functions that share a node through an alias: one edit has to suit all of them.
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

/// The parameters of an `Fn::Transform` with `Layer` that calls this macro.
fn own_parameters<'t>(function: &Function<'t>) -> Option<Node<'t>> {
    let call = Transform::from_node(function.argument)?;
    let parameters = call.parameters.filter(|_| call.kind() == TransformKind::Uselatest)?;
    parameters.get("Layer").map(|_| parameters)
}

/// Whether a function is a call of this macro, whose site [`LayerSites::calls`] finds.
fn is_own_call(function: &Function<'_>) -> bool {
    function.name == FunctionName::Transform && own_parameters(function).is_some()
}
