//! References to resources, compared by the format of what they return.

use cfn_ast::Function;
use cfn_ast::model::{Intrinsic, Resource};

use super::Validator;
use super::mismatch::Problem;
use super::truth::Truth;
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
            Intrinsic::Ref(name) => self.formats_of_ref(name.text()?)?,
            Intrinsic::GetAtt(name) => self.formats_of_attribute(name.logical_id, name.attribute)?,
            _ => return None,
        };
        let expected_text = schema.table().text(expected);
        if found.contains(&expected_text) {
            return Some(Truth::Valid);
        }
        Some(self.report(function.node, schema, Problem::WrongReference { found, expected }))
    }

    fn target(&self, logical_id: &str) -> Option<(&Resource<'t>, ResourceType<'s>)> {
        let resource = self.template.resources().get(logical_id)?;
        let name = resource.type_name()?;
        let has_formats =
            !WITHOUT_FORMATS.contains(&name) && !name.starts_with("Custom::") && !resource.is_module();
        has_formats.then_some((resource, self.catalog.resource_type(name)?))
    }

    /// The formats that `Ref` may return: those of the primary identifier, which is one property.
    fn formats_of_ref(&self, logical_id: &str) -> Option<Vec<String>> {
        let (resource, resource_type) = self.target(logical_id)?;
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

    fn formats_of_attribute(&self, logical_id: &str, attribute: &str) -> Option<Vec<String>> {
        let (resource, resource_type) = self.target(logical_id)?;
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
