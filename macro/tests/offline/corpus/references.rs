//! The references to layers in a template, found without the macro's own survey.

use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Node;
use cfn_ast::{Function, Tree};

/// A place where one layer is written, or a function in place of a whole list.
#[derive(Debug)]
pub(super) struct Reference {
    path: String,
    pub(super) is_list: bool,
}

impl Reference {
    /// Whether a path is that of this place, or of one layer of its list.
    pub(super) fn is_at(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.path.as_str());
        rest.is_some_and(|rest| rest.is_empty() || (self.is_list && rest.starts_with('[')))
    }
}

pub(super) fn references(tree: &Tree) -> Vec<Reference> {
    let mut found = Vec::new();
    let Some(root) = tree.root() else { return found };
    if let Some(layers) = root.get("Globals").and_then(|globals| globals.get("Function")?.get("Layers")) {
        list("Globals.Function.Layers".into(), layers, &mut found);
    }
    if let Some(section) = root.get("Resources") {
        resources("Resources", section, &mut found);
    }
    found
}

fn resources(path: &str, section: Node<'_>, found: &mut Vec<Reference>) {
    for entry in section.entries() {
        let Some(name) = entry.name() else { continue };
        let path = format!("{path}.{name}");
        if name.starts_with("Fn::ForEach") {
            if let Some(body) = entry.value.items().nth(2) {
                resources(&format!("{path}[2]"), body, found);
            }
            continue;
        }
        let kind = entry.value.get("Type").and_then(Node::text);
        let is_function = matches!(kind, Some("AWS::Lambda::Function" | "AWS::Serverless::Function"));
        let layers = entry.value.get("Properties").and_then(|properties| properties.get("Layers"));
        if let Some(layers) = layers.filter(|_| is_function) {
            list(format!("{path}.Properties.Layers"), layers, found);
        }
    }
}

fn list(path: String, node: Node<'_>, found: &mut Vec<Reference>) {
    let node = node.resolved();
    if node.is_sequence() && node.local_tag().is_none() {
        for (index, layer) in node.items().enumerate() {
            item(format!("{path}[{index}]"), layer, found);
        }
    } else {
        either(path, node, list, true, found);
    }
}

fn item(path: String, node: Node<'_>, found: &mut Vec<Reference>) {
    either(path, node.resolved(), item, false, found);
}

type Read = fn(String, Node<'_>, &mut Vec<Reference>);

fn either(path: String, node: Node<'_>, read: Read, is_list: bool, found: &mut Vec<Reference>) {
    let function = node.function();
    if let Some(Ok(Intrinsic::If { then, otherwise, .. })) = function.as_ref().map(Function::view) {
        read(format!("{path}.Fn::If[1]"), then, found);
        read(format!("{path}.Fn::If[2]"), otherwise, found);
    } else {
        found.push(Reference { path, is_list });
    }
}
