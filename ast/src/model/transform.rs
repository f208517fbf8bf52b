//! The transforms of a template.

use crate::syntax::{Node, Scalar};

/// A transform that is listed under `Transform` or called by `Fn::Transform`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transform<'t> {
    /// The scalar that contains the name.
    pub node: Node<'t>,
    /// The name.
    pub name: &'t str,
    /// The parameters, in the form with `Name` and `Parameters`.
    pub parameters: Option<Node<'t>>,
}

/// The kind of a transform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransformKind {
    /// `AWS::Serverless-2016-10-31`, SAM.
    Serverless,
    /// `AWS::LanguageExtensions`
    LanguageExtensions,
    /// `AWS::Include`
    Include,
    /// Another transform of AWS: `AWS::CodeDeployBlueGreen`, `AWS::SecretsManager-…`, `AWS::ServiceCatalog`.
    Aws,
    /// The macro of this project, which reads only the layers of functions.
    Uselatest,
    /// A custom macro, which may read and change anything in the template.
    Custom,
}

impl<'t> Transform<'t> {
    /// The kind of the transform.
    pub fn kind(&self) -> TransformKind {
        // The name of a macro in another account is preceded by the account: `123456789012::Uselatest`.
        let own_name = self.name.rsplit("::").next().unwrap_or(self.name);
        match self.name {
            name if name.starts_with("AWS::Serverless-") => TransformKind::Serverless,
            "AWS::LanguageExtensions" => TransformKind::LanguageExtensions,
            "AWS::Include" => TransformKind::Include,
            "AWS::CodeDeployBlueGreen" | "AWS::ServiceCatalog" => TransformKind::Aws,
            name if name.starts_with("AWS::SecretsManager-") => TransformKind::Aws,
            _ if own_name.eq_ignore_ascii_case("uselatest") => TransformKind::Uselatest,
            _ => TransformKind::Custom,
        }
    }

    /// The transforms of the section `Transform`: a name, a mapping with `Name`, or a list of them.
    pub(super) fn in_section(section: Node<'t>) -> Vec<Self> {
        let items = section.items();
        let single = (!section.is_sequence()).then_some(section);
        single.into_iter().chain(items).filter_map(Self::from_node).collect()
    }

    /// Returns the transform that a node describes: a name, or a mapping with `Name` and perhaps `Parameters`.
    pub fn from_node(node: Node<'t>) -> Option<Self> {
        if let Some(Scalar::Text(name)) = node.scalar() {
            return Some(Self { node, name, parameters: None });
        }
        let name = node.get("Name")?;
        Some(Self { node: name, name: name.text()?, parameters: node.get("Parameters") })
    }
}
