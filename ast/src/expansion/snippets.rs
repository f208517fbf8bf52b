//! The files that `AWS::Include` inserts (AWS CloudFormation Template Reference, "`AWS::Include` transform").

use std::collections::BTreeMap;

use crate::model::{Template, Transform, TransformKind};
use crate::syntax::{Node, Tree};

/// Snippets by path, as written in the template.
#[derive(Clone, Debug, Default)]
pub struct Snippets(BTreeMap<String, Tree>);

impl Snippets {
    /// Creates a collection without snippets.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Returns the paths of the snippets that a template includes from local files, rather than from a bucket.
    pub fn paths<'a>(template: &'a Template<'_>) -> impl Iterator<Item = &'a str> {
        included(template)
    }

    /// Adds a snippet, unless it has syntax errors or is empty.
    pub fn add(&mut self, path: &str, tree: Tree) {
        if tree.errors().is_empty() && tree.root().is_some() {
            self.0.insert(path.to_owned(), tree);
        }
    }

    /// Returns the snippet with this path.
    pub fn get(&self, path: &str) -> Option<&Tree> {
        self.0.get(path)
    }

    /// The snippet that a transform inserts.
    pub(super) fn of<'t>(&'t self, transform: &Transform<'t>) -> Option<Inclusion<'t>> {
        let location = location(transform)?;
        let (path, tree) = self.0.get_key_value(location.text()?)?;
        Some(Inclusion { path, location, root: tree.root()? })
    }
}

/// A snippet together with the transform that includes it.
#[derive(Clone, Copy)]
pub(super) struct Inclusion<'t> {
    pub(super) path: &'t str,
    /// The scalar with the path.
    pub(super) location: Node<'t>,
    /// The root of the snippet.
    pub(super) root: Node<'t>,
}

/// The paths of the snippets that a template includes from files.
pub(super) fn included<'a>(template: &'a Template<'_>) -> impl Iterator<Item = &'a str> {
    let functions = template.transform_functions().iter();
    let all = template.transforms().iter().chain(functions);
    all.filter_map(|transform| location(transform)?.text())
}

fn location<'t>(transform: &Transform<'t>) -> Option<Node<'t>> {
    let is_include = transform.kind() == TransformKind::Include;
    let location = transform.parameters.filter(|_| is_include)?.get("Location")?;
    let path = location.as_str().filter(|_| location.tag().is_none())?;
    // A URL or a dynamic reference is not a file that could be read here.
    let is_file = !path.is_empty() && !path.contains("://") && !path.contains("{{");
    is_file.then_some(location)
}

/// The transform that replaces a whole node: `!Transform {…}`, or a mapping whose only key is `Fn::Transform`.
pub(super) fn transform_alone(node: Node<'_>) -> Option<Transform<'_>> {
    let function = node.function().filter(|function| function.name == crate::FunctionName::Transform)?;
    Transform::from_node(function.argument)
}
