//! Other files that a template leads to: the templates of nested stacks, and snippets.

use std::collections::BTreeMap;

use cfn_ast::expansion::Snippets;
use cfn_ast::model::TransformKind;
use cfn_ast::{Template, Tree};

/// What is known of the files beside a template, by the path that it names them by.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    templates: BTreeMap<String, Neighbour>,
    /// The files that `AWS::Include` puts in.
    pub snippets: Snippets,
}

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
        self.templates.insert(path.to_owned(), Neighbour { parameters: parameters.collect() });
    }

    /// The template behind a path.
    pub fn get(&self, path: &str) -> Option<&Neighbour> {
        self.templates.get(path)
    }
}
