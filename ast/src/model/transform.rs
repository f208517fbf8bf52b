//! The transforms that a template asks for.

use crate::syntax::{Node, Scalar};

/// A transform named at the top of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transform<'t> {
    /// The scalar with the name.
    pub node: Node<'t>,
    /// The name.
    pub name: &'t str,
    /// What the transform is given, in the form with `Name` and `Parameters`.
    pub parameters: Option<Node<'t>>,
}

/// Which transform it is.
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
    /// The macro of this project, which reads the layers of functions and nothing else.
    Uselatest,
    /// A macro of which nothing is known: it may read anything in the template.
    Custom,
}

impl<'t> Transform<'t> {
    /// Which transform it is.
    pub fn kind(&self) -> TransformKind {
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

    /// The transforms of a `Transform` section: one name, one mapping with `Name`, or a list of both.
    pub(super) fn in_section(section: Node<'t>) -> Vec<Self> {
        let items = section.items();
        let single = (!section.is_sequence()).then_some(section);
        single.into_iter().chain(items).filter_map(Self::from_node).collect()
    }

    /// A macro called by `Fn::Transform`, from the function's argument.
    pub fn from_node(node: Node<'t>) -> Option<Self> {
        if let Some(Scalar::Text(name)) = node.scalar() {
            return Some(Self { node, name, parameters: None });
        }
        let name = node.get("Name")?;
        Some(Self { node: name, name: name.text()?, parameters: node.get("Parameters") })
    }
}
