//! The layers that the template itself publishes.
//!
//! Their next version does not exist before the deployment, so the newest one would be that of the last deployment.

use std::collections::{BTreeMap, HashSet};

use cfn_ast::layer::{Layer, LayerReference};
use cfn_ast::model::ForEach;
use cfn_ast::model::evaluate::{Evaluator, Value};
use cfn_ast::syntax::{Entry, Node, NodeId};

use super::layer_sites::rounds;
use crate::catalog::Home;

/// The logical IDs of the layers that a template publishes, by the names of the layers.
#[derive(Clone, Debug, Default)]
pub(super) struct Published(BTreeMap<String, String>);

struct Finder<'e, 'a, 't> {
    evaluator: &'e Evaluator<'a, 't>,
    home: &'e Home,
    loops: Vec<ForEach<'t>>,
    /// The loop bodies that were entered. Aliases can nest a loop in itself.
    entered: HashSet<NodeId>,
    published: Published,
}

impl Published {
    /// Finds the layers in a fragment: a whole template, or its section `Resources`.
    pub(super) fn of<'t>(root: Node<'t>, home: &Home, evaluator: &Evaluator<'_, 't>) -> Self {
        let (loops, entered, published) = (Vec::new(), HashSet::new(), Self::default());
        let mut finder = Finder { evaluator, home, loops, entered, published };
        finder.resources(root.get("Resources").unwrap_or(root).resolved());
        finder.published
    }

    /// The logical ID of the layer version that publishes a layer.
    pub(super) fn logical_id(&self, layer: &str) -> Option<&str> {
        self.0.get(layer).map(String::as_str)
    }
}

impl<'t> Finder<'_, '_, 't> {
    fn resources(&mut self, resources: Node<'t>) {
        for entry in resources.entries() {
            let (Some(id), value) = (entry.name(), entry.value.resolved()) else { continue };
            match ForEach::from_entry(Entry { value, ..entry }) {
                Some(for_each) => self.for_each(for_each),
                None => self.resource(id, value),
            }
        }
    }

    fn for_each(&mut self, for_each: ForEach<'t>) {
        let body = for_each.body.resolved();
        if self.entered.insert(body.id()) {
            self.loops.push(for_each);
            self.resources(body);
            self.loops.pop();
        }
    }

    fn resource(&mut self, id: &str, resource: Node<'t>) {
        let kind = resource.get("Type").and_then(|kind| kind.resolved().text());
        if !matches!(kind, Some("AWS::Lambda::LayerVersion" | "AWS::Serverless::LayerVersion")) {
            return;
        }
        let condition = resource.get("Condition").and_then(Node::text);
        if condition.is_some_and(|condition| self.evaluator.condition(condition) == Ok(false)) {
            return;
        }
        let properties = resource.get("Properties").map(Node::resolved);
        let name = properties.and_then(|properties| properties.get("LayerName"));
        for round in rounds(&self.loops, self.evaluator).unwrap_or_default() {
            // Without a name, the layer is named after the logical ID (AWS SAM Developer Guide,
            // "AWS::Serverless::LayerVersion"; CloudFormation does the same).
            let name = match name {
                Some(name) => self.evaluator.for_round(round).value(name),
                None => Ok(Value::Text(round.substitute(id).into_owned())),
            };
            let Ok(Value::Text(name)) = name else { continue };
            if let Some(layer) = self.own_layer(&name) {
                self.published.0.insert(layer.to_owned(), id.to_owned());
            }
        }
    }

    /// The name of a layer in the account and region of the stack.
    fn own_layer<'n>(&self, name: &'n str) -> Option<&'n str> {
        match LayerReference::parse(name) {
            Ok(LayerReference::Layer { layer: Layer::Arn(arn), .. }) if Home::of(arn) != *self.home => None,
            Ok(LayerReference::Layer { layer, .. }) => Some(layer.name()),
            _ => None,
        }
    }
}
