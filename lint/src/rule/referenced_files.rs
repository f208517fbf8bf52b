//! Files that a template refers to: the templates of nested stacks, and snippets.

use std::collections::BTreeMap;

use cfn_ast::expansion::Snippets;
use cfn_ast::model::TransformKind;
use cfn_ast::{Template, Tree};

/// The files that a template refers to, by their paths as written in it.
#[derive(Clone, Debug, Default)]
pub struct ReferencedFiles {
    templates: BTreeMap<String, NestedTemplate>,
    /// The files that `AWS::Include` inserts.
    pub snippets: Snippets,
}

/// The interface of the template of a nested stack.
#[derive(Clone, Debug, Default)]
pub struct NestedTemplate {
    /// Its parameters by name; true for those with a default.
    pub parameters: BTreeMap<String, bool>,
}

impl ReferencedFiles {
    /// Adds a template, unless it has syntax errors or custom macros.
    pub fn add(&mut self, path: &str, tree: &Tree) {
        let Some(template) = Template::new(tree).filter(|_| tree.errors().is_empty()) else { return };
        // A macro can add parameters.
        if template.has_transform(TransformKind::Custom) {
            return;
        }
        let parameters = template.parameters().iter();
        let parameters =
            parameters.map(|parameter| (parameter.name().to_owned(), parameter.default().is_some()));
        self.templates.insert(path.to_owned(), NestedTemplate { parameters: parameters.collect() });
    }

    /// Returns the template at a path.
    pub fn get(&self, path: &str) -> Option<&NestedTemplate> {
        self.templates.get(path)
    }
}
