//! Stacks in stacks (AWS CloudFormation Template Reference, "`AWS::CloudFormation::Stack`"; AWS SAM Developer Guide,
//! "`AWS::Serverless::Application`").

use crate::model::function::FunctionName;
use crate::model::resource::Resource;
use crate::model::template::Template;
use crate::syntax::{Entry, Node};

/// A resource that is a stack of its own, made from a template in a file.
#[derive(Clone, Copy, Debug)]
pub struct NestedStack<'t> {
    /// The scalar with the path, relative to the template.
    pub location: Node<'t>,
    /// The path.
    pub path: &'t str,
    /// What the stack's parameters are given.
    pub parameters: Option<Entry<'t>>,
}

impl<'t> NestedStack<'t> {
    /// The stacks whose templates are files; those behind a URL are left out.
    pub fn of_files<'a>(template: &'a Template<'t>) -> impl Iterator<Item = Self> + 'a {
        template.resources().iter().filter_map(Self::of)
    }

    fn of(resource: &Resource<'t>) -> Option<Self> {
        let key = match resource.type_name()? {
            "AWS::CloudFormation::Stack" => "TemplateURL",
            "AWS::Serverless::Application" => "Location",
            _ => return None,
        };
        let location = resource.property(key).filter(|node| node.tag().is_none())?;
        let path = location
            .text()
            .filter(|path| !path.is_empty() && !path.contains("://") && !path.contains("{{"))?;
        let parameters = resource.properties().and_then(|properties| properties.entry("Parameters"));
        Some(Self { location, path, parameters })
    }

    /// The mappings of names to values that the parameters may be, one for each way through `Fn::If`; none where
    /// the template does not tell.
    pub fn choices(&self) -> Vec<Node<'t>> {
        let mut choices = Vec::new();
        let mut open: Vec<Node<'t>> = self.parameters.map(|entry| entry.value).into_iter().collect();
        while let Some(node) = open.pop() {
            match node.function() {
                Some(function) if function.name == FunctionName::If => {
                    open.extend(function.argument.items().skip(1));
                }
                None if node.is_mapping() && !node.entries().any(|entry| is_completed(&entry)) => {
                    choices.push(node);
                }
                _ => {}
            }
        }
        choices
    }
}

fn is_completed(entry: &Entry<'_>) -> bool {
    entry.is_merge() || entry.name() == Some("Fn::Transform")
}
