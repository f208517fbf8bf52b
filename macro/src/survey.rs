//! Where layers stand in a template.

use cfn_ast::syntax::{Node, Scalar};

/// The resource types that have `Layers`.
const FUNCTION_TYPES: [&str; 2] = ["AWS::Lambda::Function", "AWS::Serverless::Function"];

/// The part of a logical id that says that a loop stands in place of a resource.
const LOOP: &str = "Fn::ForEach";

/// A place where a layer is written, or should be.
#[derive(Clone, Debug)]
pub struct Site<'t> {
    /// The way from the root, such as `Resources.Api.Properties.Layers[0]`.
    pub path: String,
    /// What stands there.
    pub node: Node<'t>,
    /// What it is.
    pub written: Written<'t>,
}

/// What stands at a place for a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written<'t> {
    /// A text.
    Text(&'t str),
    /// An intrinsic function.
    Function(&'t str),
    /// Something that can be no layer, in words.
    Wrong(&'static str),
    /// Something that can be no list of layers, in words.
    NoList(&'static str),
}

/// All places for layers in a template, in the order of the text.
pub fn sites(root: Node<'_>) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    if let Some(layers) = root.get("Globals").and_then(|globals| globals.resolved().get("Function")) {
        list_of("Globals.Function", layers.resolved(), &mut sites);
    }
    if let Some(resources) = root.get("Resources") {
        resources_of("Resources", resources.resolved(), &mut sites);
    }
    sites
}

fn resources_of<'t>(path: &str, resources: Node<'t>, sites: &mut Vec<Site<'t>>) {
    for entry in resources.entries() {
        let Some(name) = entry.name() else { continue };
        let (path, value) = (format!("{path}.{name}"), entry.value.resolved());
        if !name.starts_with(LOOP) {
            resource_of(&path, value, sites);
        } else if let Some(body) = value.item(2) {
            resources_of(&format!("{path}[2]"), body.resolved(), sites);
        }
    }
}

fn resource_of<'t>(path: &str, resource: Node<'t>, sites: &mut Vec<Site<'t>>) {
    let kind = resource.get("Type").and_then(|kind| kind.resolved().text());
    if !kind.is_some_and(|kind| FUNCTION_TYPES.contains(&kind)) {
        return;
    }
    if let Some(properties) = resource.get("Properties") {
        list_of(&format!("{path}.Properties"), properties.resolved(), sites);
    }
}

fn list_of<'t>(path: &str, holder: Node<'t>, sites: &mut Vec<Site<'t>>) {
    let Some(written) = holder.get("Layers") else { return };
    let (path, node) = (format!("{path}.Layers"), written.resolved());
    if node.is_sequence() && node.local_tag().is_none() {
        for (index, item) in node.items().enumerate() {
            let node = item.resolved();
            sites.push(Site { path: format!("{path}[{index}]"), node, written: item_of(node) });
        }
        return;
    }
    let written = match item_of(node) {
        Written::Text(_) => Written::NoList("a text"),
        Written::Wrong(what) => Written::NoList(what),
        function => function,
    };
    sites.push(Site { path, node, written });
}

fn item_of(node: Node<'_>) -> Written<'_> {
    if let Some(name) = function_name(node) {
        return Written::Function(name);
    }
    match node.scalar() {
        Some(Scalar::Text(text)) => Written::Text(text),
        Some(Scalar::Null) => Written::Wrong("null"),
        Some(Scalar::Bool(_)) => Written::Wrong("a truth value"),
        Some(_) => Written::Wrong("a number"),
        None if node.is_sequence() => Written::Wrong("a list"),
        None => Written::Wrong("an object"),
    }
}

fn function_name(node: Node<'_>) -> Option<&str> {
    if let Some(tag) = node.local_tag() {
        return Some(tag);
    }
    let mut entries = node.entries();
    let only = entries.next().filter(|_| entries.next().is_none())?;
    only.name().filter(|name| *name == "Ref" || name.starts_with("Fn::"))
}
