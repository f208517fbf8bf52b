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
    /// The macro Uselatest, under the name that [`Tree::macro_name`](crate::Tree::macro_name) returns; it reads only
    /// the layers of functions.
    #[cfg(feature = "uselatest")]
    Uselatest,
    /// A custom macro, which may read and change anything in the template.
    Custom,
}

/// Whether a text can be the name of a macro: letters, digits, hyphens and underscores, at most 64.
pub fn is_macro_name(text: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&text.len()) && text.bytes().all(is_valid)
}

/// The name of a macro without the account that may precede it: `123456789012::Uselatest` (CloudFormation User Guide,
/// "Create a CloudFormation macro definition").
pub fn without_account(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

impl<'t> Transform<'t> {
    /// The kind of the transform.
    pub fn kind(&self) -> TransformKind {
        match self.name {
            name if name.starts_with("AWS::Serverless-") => TransformKind::Serverless,
            "AWS::LanguageExtensions" => TransformKind::LanguageExtensions,
            "AWS::Include" => TransformKind::Include,
            "AWS::CodeDeployBlueGreen" | "AWS::ServiceCatalog" => TransformKind::Aws,
            name if name.starts_with("AWS::SecretsManager-") => TransformKind::Aws,
            #[cfg(feature = "uselatest")]
            name if without_account(name).eq_ignore_ascii_case(self.node.tree().macro_name()) => {
                TransformKind::Uselatest
            }
            _ => TransformKind::Custom,
        }
    }

    /// The transforms of the section `Transform`: a name, a mapping with `Name`, or a list of them.
    pub(in crate::model) fn in_section(section: Node<'t>) -> Vec<Self> {
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
