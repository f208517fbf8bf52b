//! References to resources, compared by the format of what they return.

use cfn_ast::model::{Intrinsic, Resource};
use cfn_ast::{Function, Template};

use super::Validator;
use super::mismatch::Problem;
use super::truth::Truth;
use crate::catalog::Catalog;
use crate::table::{Keywords, ResourceType, Schema, Table};

/// Types whose `Ref` and attributes are what their author or another template decides.
const WITHOUT_FORMATS: [&str; 4] = [
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

impl<'s, 't> Validator<'_, 's, 't> {
    /// Compares the format of what a reference returns with the one that a schema requires; `None` if either of them is
    /// not known.
    pub(super) fn reference(
        &mut self,
        function: Function<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Option<Truth> {
        let expected = keywords.format.filter(|format| schema.table().text(*format).starts_with("AWS::"))?;
        let found = match function.view().ok()? {
            Intrinsic::Ref(name) => self.target(name.text()?)?.formats_of_ref()?,
            Intrinsic::GetAtt(name) => self.target(name.logical_id)?.formats_of_attribute(name.attribute)?,
            _ => return None,
        };
        let expected_text = schema.table().text(expected);
        if found.contains(&expected_text) {
            return Some(Truth::Valid);
        }
        Some(self.report(function.node, schema, Problem::WrongReference { found, expected }))
    }

    fn target(&self, logical_id: &str) -> Option<Target<'s, 't>> {
        Target::of(self.template, self.catalog, logical_id)
    }
}

/// A value of a resource that a reference returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnValue {
    /// That of `Ref`.
    Ref,
    /// That of `Fn::GetAtt` with this attribute.
    Attribute(String),
}

/// Returns the values of a resource that have a format, such as `AWS::EC2::VPC.Id`: that of `Ref` first, then the
/// attributes.
pub fn return_values(
    template: &Template<'_>,
    catalog: &Catalog,
    logical_id: &str,
    format: &str,
) -> Vec<ReturnValue> {
    let Some(target) = Target::of(template, catalog, logical_id) else { return Vec::new() };
    let has_format = |formats: Option<Vec<String>>| {
        formats.is_some_and(|formats| formats.iter().any(|found| found == format))
    };
    let mut values = Vec::new();
    if has_format(target.formats_of_ref()) {
        values.push(ReturnValue::Ref);
    }
    for attribute in target.resource_type.attributes() {
        if has_format(target.formats_of_attribute(&attribute.name)) {
            values.push(ReturnValue::Attribute(attribute.name));
        }
    }
    values
}

/// A resource whose references return what its schema says.
struct Target<'s, 't> {
    resource: Resource<'t>,
    resource_type: ResourceType<'s>,
}

impl<'s, 't> Target<'s, 't> {
    fn of(template: &Template<'t>, catalog: &'s Catalog, logical_id: &str) -> Option<Self> {
        let resource = *template.resources().get(logical_id)?;
        let name = resource.type_name()?;
        let has_formats =
            !WITHOUT_FORMATS.contains(&name) && !name.starts_with("Custom::") && !resource.is_module();
        let resource_type = catalog.resource_type(name).filter(|_| has_formats)?;
        Some(Self { resource, resource_type })
    }

    /// The formats that `Ref` may return: those of the primary identifier, which is one property.
    fn formats_of_ref(&self) -> Option<Vec<String>> {
        let Self { resource, resource_type } = self;
        // Without a VPC, a security group is one of EC2-Classic, and `Ref` returns its name (AWS CloudFormation Template
        // Reference Guide, `AWS::EC2::SecurityGroup`).
        if resource.type_name() == Some("AWS::EC2::SecurityGroup") {
            let format = if resource.property("VpcId").is_some() { "Id" } else { "Name" };
            return Some(vec![format!("AWS::EC2::SecurityGroup.{format}")]);
        }
        let identifier = resource_type.primary_identifier();
        let mut paths = identifier.iter();
        let schema = resource_type.schema_at(paths.next()?)?;
        if paths.next().is_some() {
            return None;
        }
        formats(schema)
    }

    fn formats_of_attribute(&self, attribute: &str) -> Option<Vec<String>> {
        let Self { resource, resource_type } = self;
        // The value of a parameter is whatever it is.
        if resource.type_name() == Some("AWS::SSM::Parameter") && attribute == "Value" {
            return None;
        }
        let found = resource_type.attributes().into_iter().find(|known| known.name == attribute)?;
        formats(found.schema?)
    }
}

/// The formats that the values of a schema have: its own, or those of its alternatives; `None` if they are not known.
fn formats(schema: Schema<'_>) -> Option<Vec<String>> {
    let keywords = schema.keywords();
    let own = keywords.format;
    let alternatives = keywords.any_of.iter().filter_map(|branch| branch.keywords().format);
    let mut all: Vec<String> =
        own.into_iter().chain(alternatives).map(|name| schema.table().text(name)).collect();
    // AWS's table has all formats. The registry's schemas, and so those of users, rarely have any.
    if !std::ptr::eq(schema.table(), Table::aws()) {
        all.retain(|format| format.starts_with("AWS::"));
        return Some(all).filter(|all| !all.is_empty());
    }
    Some(all)
}
