//! Nested stacks (AWS CloudFormation Template Reference, "`AWS::CloudFormation::Stack`"; AWS SAM Developer Guide,
//! "`AWS::Serverless::Application`").

use crate::model::declarations::resource::Resource;
use crate::model::functions::function::FunctionName;
use crate::model::template::Template;
use crate::syntax::{Entry, Node};

/// A nested stack whose template is a file.
#[derive(Clone, Copy, Debug)]
pub struct NestedStack<'t> {
    /// The scalar that contains the path, relative to the template.
    pub location: Node<'t>,
    /// The path.
    pub path: &'t str,
    /// The entry `Parameters` with the values for the stack's parameters.
    pub parameters: Option<Entry<'t>>,
}

impl<'t> NestedStack<'t> {
    /// Returns the nested stacks whose templates are files; those with a URL are not included.
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

    /// The mappings that the parameters may be, one for each combination of branches of `Fn::If`. A branch that is not
    /// known from the template is not included.
    pub fn choices(&self) -> Vec<Node<'t>> {
        let mut choices = Vec::new();
        let mut open: Vec<Node<'t>> = self.parameters.map(|entry| entry.value).into_iter().collect();
        while let Some(node) = open.pop() {
            match node.function() {
                Some(function) if function.name == FunctionName::If => {
                    open.extend(function.items().skip(1));
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

/// Whether an entry adds parameters that are not in the mapping itself.
fn is_completed(entry: &Entry<'_>) -> bool {
    entry.is_merge() || entry.name() == Some("Fn::Transform")
}
