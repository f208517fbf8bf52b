//! How large the parts of a template may be (AWS CloudFormation User Guide, "Understand CloudFormation quotas",
//! "Parameters", "Outputs").

use crate::model::context::Section;
use crate::model::template::Template;
use crate::syntax::Node;

/// What has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// The bytes of the template.
    TemplateSize,
    /// The bytes of the template's description.
    Description,
    /// The number of parameters.
    Parameters,
    /// The characters of a parameter's name.
    ParameterName,
    /// The characters of a parameter's description.
    ParameterDescription,
    /// The bytes of a parameter's default or of a value that it may have.
    ParameterValue,
    /// The number of resources.
    Resources,
    /// The characters of a logical ID.
    ResourceName,
    /// The number of outputs.
    Outputs,
    /// The characters of an output's name.
    OutputName,
    /// The bytes of an output's description.
    OutputDescription,
    /// The number of mappings.
    Mappings,
    /// The characters of a mapping's name, or of a key in it.
    MappingName,
    /// The number of keys in a mapping, or below one of them.
    MappingAttributes,
}

/// Something that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure<'t> {
    /// What was counted.
    pub quantity: Quantity,
    /// Where: the key of a section or declaration, a value, or the whole template.
    pub node: Node<'t>,
    /// How many there are.
    pub count: usize,
}

impl Quantity {
    /// How many there may be.
    pub const fn limit(self) -> usize {
        match self {
            Self::TemplateSize => 1_000_000,
            Self::Description | Self::OutputDescription => 1024,
            Self::Parameters | Self::Outputs | Self::Mappings | Self::MappingAttributes => 200,
            Self::Resources => 500,
            Self::ParameterName | Self::ResourceName | Self::OutputName | Self::MappingName => 255,
            Self::ParameterDescription => 4000,
            Self::ParameterValue => 4096,
        }
    }

    /// What is counted, in words.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::TemplateSize | Self::Description | Self::OutputDescription | Self::ParameterValue => {
                "bytes"
            }
            Self::Parameters => "parameters",
            Self::Resources => "resources",
            Self::Outputs => "outputs",
            Self::Mappings => "mappings",
            Self::MappingAttributes => "keys",
            Self::ParameterName
            | Self::ResourceName
            | Self::OutputName
            | Self::MappingName
            | Self::ParameterDescription => "characters",
        }
    }
}

/// Everything in a template that has a limit. What loops and macros add is not counted.
pub fn measures<'t>(template: &Template<'t>) -> Vec<Measure<'t>> {
    let mut measures = Vec::new();
    let size = template.tree().source().text().len();
    measures.push(Measure { quantity: Quantity::TemplateSize, node: template.root(), count: size });
    let description = template.section(Section::Description).map(|section| section.value);
    measures.extend(text(Quantity::Description, description));
    section(template, Section::Parameters, Quantity::Parameters, template.parameters().len(), &mut measures);
    for parameter in template.parameters() {
        measures.push(name(Quantity::ParameterName, parameter.key()));
        measures.extend(text(Quantity::ParameterDescription, parameter.value().get("Description")));
        let values = parameter.default().into_iter().chain(parameter.allowed_values());
        measures.extend(values.filter_map(|value| text(Quantity::ParameterValue, Some(value))));
    }
    section(template, Section::Resources, Quantity::Resources, template.resources().len(), &mut measures);
    measures.extend(template.resources().iter().map(|resource| name(Quantity::ResourceName, resource.key())));
    section(template, Section::Outputs, Quantity::Outputs, template.outputs().len(), &mut measures);
    for output in template.outputs() {
        measures.push(name(Quantity::OutputName, output.key()));
        measures.extend(text(Quantity::OutputDescription, output.description()));
    }
    mappings(template, &mut measures);
    measures
}

fn mappings<'t>(template: &Template<'t>, measures: &mut Vec<Measure<'t>>) {
    section(template, Section::Mappings, Quantity::Mappings, template.mappings().len(), measures);
    for mapping in template.mappings() {
        measures.push(name(Quantity::MappingName, mapping.key()));
        measures.push(entries(mapping.key(), mapping.value()));
        for entry in mapping.value().entries() {
            measures.push(name(Quantity::MappingName, entry.key));
            measures.push(entries(entry.key, entry.value));
            measures.extend(entry.value.entries().map(|below| name(Quantity::MappingName, below.key)));
        }
    }
}

fn section<'t>(
    template: &Template<'t>,
    section: Section,
    quantity: Quantity,
    count: usize,
    measures: &mut Vec<Measure<'t>>,
) {
    let key = template.section(section).map(|entry| entry.key);
    measures.extend(key.map(|node| Measure { quantity, node, count }));
}

fn entries<'t>(key: Node<'t>, value: Node<'t>) -> Measure<'t> {
    Measure { quantity: Quantity::MappingAttributes, node: key, count: value.entries().count() }
}

fn name(quantity: Quantity, key: Node<'_>) -> Measure<'_> {
    Measure { quantity, node: key, count: key.text().map_or(0, |text| text.chars().count()) }
}

fn text<'t>(quantity: Quantity, value: Option<Node<'t>>) -> Option<Measure<'t>> {
    let node = value?;
    let text = node.text()?;
    let in_bytes = quantity.unit() == "bytes";
    Some(Measure { quantity, node, count: if in_bytes { text.len() } else { text.chars().count() } })
}
