//! Patterns of resource types.

use std::fmt;
use std::str::FromStr;

/// The name of a resource type in which `*` is any text, such as `Acme::*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypePattern {
    text: String,
}

/// A text that cannot be the name of a resource type or a pattern of such names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is neither a resource type nor a pattern such as `Acme::*`")]
pub struct TypePatternError {
    /// The text.
    pub text: String,
}

impl FromStr for TypePattern {
    type Err = TypePatternError;

    /// Names consist of letters, digits and colons (CloudFormation Command Line Interface User Guide, "`typeName`").
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '*' | '-' | '_' | '@');
        if text.is_empty() || !text.chars().all(is_allowed) {
            return Err(TypePatternError { text: text.to_owned() });
        }
        Ok(Self { text: text.to_owned() })
    }
}

impl TypePattern {
    /// Whether a pattern matches more than one name.
    pub fn has_wildcard(&self) -> bool {
        self.text.contains('*')
    }

    /// Whether a name matches the whole pattern.
    pub fn matches(&self, name: &str) -> bool {
        let Some((first, rest)) = self.text.split_once('*') else { return name == self.text };
        let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
        let Some(mut left) = name.strip_prefix(first).and_then(|left| left.strip_suffix(last)) else {
            return false;
        };
        for part in middle.split('*') {
            let Some(at) = left.find(part) else { return false };
            left = &left[at + part.len()..];
        }
        true
    }
}

impl fmt::Display for TypePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
