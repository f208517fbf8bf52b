//! The groups of rules, by what an author of templates looks for.

/// A group of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Functions that can be written more simply with the same meaning.
    Rewrite,
    /// Files that YAML or JSON parsers reject or read differently: errors, duplicate keys, aliases.
    Syntax,
    /// Sections, names and attributes that CloudFormation does not accept.
    Structure,
    /// Parameters, and what is passed to them.
    Parameters,
    /// Conditions, and the branches that depend on them.
    Conditions,
    /// Outputs and exports.
    Outputs,
    /// References to other parts of the template, to other resources and to secrets.
    References,
    /// Intrinsic functions and their arguments.
    Functions,
    /// Transforms: SAM, `Fn::ForEach` and macros.
    Transforms,
    /// Properties that resource types do not accept.
    Resources,
    /// Values that YAML parsers read as something other than intended.
    Yaml,
    /// Values that tie a template to one partition, region or account.
    Portability,
    /// Declarations that can be removed without effect.
    Unused,
    /// Features that AWS has deprecated.
    Deprecated,
    /// The order of the parts of a template.
    Order,
    /// Lambda layers, and the macro that resolves their versions.
    Layers,
    /// The use of cfn-tidy itself.
    Tidy,
}

impl Group {
    /// All groups, in the order of the rule list.
    pub const ALL: [Self; 17] = [
        Self::Rewrite,
        Self::Syntax,
        Self::Structure,
        Self::Parameters,
        Self::Conditions,
        Self::Outputs,
        Self::References,
        Self::Functions,
        Self::Transforms,
        Self::Resources,
        Self::Yaml,
        Self::Portability,
        Self::Unused,
        Self::Deprecated,
        Self::Order,
        Self::Layers,
        Self::Tidy,
    ];

    /// Returns the name of the group, as used by `--select` and the like.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rewrite => "rewrite",
            Self::Syntax => "syntax",
            Self::Structure => "structure",
            Self::Parameters => "parameters",
            Self::Conditions => "conditions",
            Self::Outputs => "outputs",
            Self::References => "references",
            Self::Functions => "functions",
            Self::Transforms => "transforms",
            Self::Resources => "resources",
            Self::Yaml => "yaml",
            Self::Portability => "portability",
            Self::Unused => "unused",
            Self::Deprecated => "deprecated",
            Self::Order => "order",
            Self::Layers => "layers",
            Self::Tidy => "tidy",
        }
    }

    /// Returns what the rules of the group find, in one line without a full stop.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Rewrite => "functions that can be written more simply with the same meaning",
            Self::Syntax => "errors in YAML and JSON, duplicate keys, aliases and merge keys",
            Self::Structure => "sections, names and attributes that CloudFormation does not accept",
            Self::Parameters => {
                "types, defaults and constraints of parameters, and the values passed to nested stacks"
            }
            Self::Conditions => "conditions that cannot be evaluated, or that always have the same value",
            Self::Outputs => "outputs that CloudFormation does not accept, or that depend on another stack",
            Self::References => "references that cannot be resolved, or that are not written as references",
            Self::Functions => "intrinsic functions that CloudFormation cannot evaluate",
            Self::Transforms => {
                "loops, SAM and other transforms that fail, or that ignore a part of the template"
            }
            Self::Resources => "properties that resource types do not accept",
            Self::Yaml => "values that YAML parsers read as something other than intended",
            Self::Portability => "values that tie a template to one partition, region or account",
            Self::Unused => "declarations that can be removed without effect",
            Self::Deprecated => "features that AWS has deprecated",
            Self::Order => "the order of the parts of a template",
            Self::Layers => "Lambda layers, and the macro that resolves their versions",
            Self::Tidy => "the use of cfn-tidy itself",
        }
    }

    /// Whether the group finds templates that CloudFormation rejects, or that do something other than they appear to.
    pub const fn is_about_correctness(self) -> bool {
        matches!(
            self,
            Self::Syntax
                | Self::Structure
                | Self::Parameters
                | Self::Conditions
                | Self::Outputs
                | Self::References
                | Self::Functions
                | Self::Transforms
        )
    }
}

/// A name that selects several groups at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupAlias {
    /// The groups of templates that CloudFormation rejects, or that do something other than they appear to.
    Correctness,
}

impl GroupAlias {
    /// All aliases.
    pub const ALL: [Self; 1] = [Self::Correctness];

    /// Returns the name of the alias, as used by `--select` and the like.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
        }
    }

    /// Whether the alias selects a group.
    pub const fn contains(self, group: Group) -> bool {
        match self {
            Self::Correctness => group.is_about_correctness(),
        }
    }
}
