//! Templates in other files that a template leads to.

use std::collections::BTreeMap;

use cfn_ast::model::TransformKind;
use cfn_ast::{Template, Tree};

/// What is known of the templates beside one, by the path that it names them by.
#[derive(Clone, Debug, Default)]
pub struct Neighbours(BTreeMap<String, Neighbour>);

/// What is known of another template.
#[derive(Clone, Debug, Default)]
pub struct Neighbour {
    /// The names of its parameters, each with whether it has a default.
    pub parameters: BTreeMap<String, bool>,
}

impl Neighbours {
    /// Adds a template; one that cannot be read, or that a macro completes, is left out.
    pub fn add(&mut self, path: &str, tree: &Tree) {
        let Some(template) = Template::new(tree).filter(|_| tree.errors().is_empty()) else { return };
        if template.has_transform(TransformKind::Custom) {
            return;
        }
        let parameters = template.parameters().iter();
        let parameters =
            parameters.map(|parameter| (parameter.name().to_owned(), parameter.default().is_some()));
        self.0.insert(path.to_owned(), Neighbour { parameters: parameters.collect() });
    }

    /// The template behind a path.
    pub fn get(&self, path: &str) -> Option<&Neighbour> {
        self.0.get(path)
    }
}
