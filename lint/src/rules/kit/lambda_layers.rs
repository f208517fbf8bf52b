//! The strings in the `Layers` of Lambda functions.

use std::borrow::Cow;

use cfn_ast::model::{Intrinsic, PseudoParameter, Resource, Section, Template};
use cfn_ast::{FunctionName, Node};

/// A string in the `Layers` of a function.
#[derive(Clone, Debug)]
pub(crate) struct LayerString<'t> {
    /// The scalar.
    pub(crate) node: Node<'t>,
    /// The text; in the string of a `Fn::Sub`, pseudo parameters are replaced with sample values.
    pub(crate) text: Cow<'t, str>,
}

/// The strings in the `Layers` of all functions and of SAM's globals, in literal lists and in branches of `Fn::If`.
pub(crate) fn layer_strings<'t>(template: &'t Template<'t>) -> Vec<LayerString<'t>> {
    let of_functions = functions(template).filter_map(|function| function.property("Layers"));
    let lists = of_functions.chain(global(template, "Layers").map(|(_, value)| value));
    let mut found = Vec::new();
    for list in lists {
        collect(list, &mut found);
    }
    found
}

/// The Lambda functions, including those of SAM and those in loops.
pub(crate) fn functions<'t>(template: &'t Template<'t>) -> impl Iterator<Item = Resource<'t>> {
    let all = template.resources().iter().copied().chain(template.resources_in_loops());
    all.filter(|resource| {
        matches!(resource.type_name(), Some("AWS::Lambda::Function" | "AWS::Serverless::Function"))
    })
}

/// A property that SAM's globals set for every function, as key and value.
pub(crate) fn global<'t>(template: &Template<'t>, property: &str) -> Option<(Node<'t>, Node<'t>)> {
    let entry = template.section(Section::Globals)?.value.get("Function")?.entry(property)?;
    Some((entry.key, entry.value))
}

fn collect<'t>(node: Node<'t>, found: &mut Vec<LayerString<'t>>) {
    if let Some(function) = node.function() {
        match function.view() {
            Ok(Intrinsic::If { then, otherwise, .. }) => {
                collect(then, found);
                collect(otherwise, found);
            }
            Ok(Intrinsic::Sub { template, mapping: None }) => {
                let text = with_sample_values(template.text().unwrap_or_default());
                found.push(LayerString { node: template, text: text.into() });
            }
            _ => {}
        }
        return;
    }
    for item in node.items() {
        collect(item, found);
    }
    if let Some(text) = node.as_str().filter(|_| node.tag().is_none()) {
        found.push(LayerString { node, text: text.into() });
    }
}

fn with_sample_values(text: &str) -> String {
    const SAMPLES: [(PseudoParameter, &str); 3] = [
        (PseudoParameter::AccountId, "123456789012"),
        (PseudoParameter::Partition, "aws"),
        (PseudoParameter::Region, "us-east-1"),
    ];
    SAMPLES.iter().fold(text.to_owned(), |text, (pseudo, sample)| {
        text.replace(&format!("{}{{{}}}", '$', pseudo.name()), sample)
    })
}

/// Whether the function is a resource of SAM.
pub(crate) fn is_serverless(function: &Resource<'_>) -> bool {
    function.type_name() == Some("AWS::Serverless::Function")
}

/// Whether the template calls a macro with a part of itself, `Fn::Transform`.
pub(crate) fn has_snippets(template: &Template<'_>) -> bool {
    template.tree().nodes().any(|node| {
        node.functions_here().any(|function| function.name == FunctionName::Transform)
            || (node.is_key() && node.text() == Some("Fn::Transform"))
    })
}
