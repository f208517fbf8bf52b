//! The keywords of JSON Schema and of the enhanced schemas, by their names.

use crate::model::Keyword;

/// The keyword of this name, if its argument is read by its [`kind`](Keyword::kind) alone.
pub(super) fn plain(name: &str) -> Option<Keyword> {
    Some(match name {
        "minLength" => Keyword::MinLength,
        "maxLength" => Keyword::MaxLength,
        "pattern" => Keyword::Pattern,
        "format" => Keyword::Format,
        "items" => Keyword::Items,
        "prefixItems" => Keyword::PrefixItems,
        "contains" => Keyword::Contains,
        "minItems" => Keyword::MinItems,
        "maxItems" => Keyword::MaxItems,
        "uniqueKeys" => Keyword::UniqueKeys,
        "maxUniqueItems" => Keyword::MaxUniqueItems,
        "enum" => Keyword::Enumeration,
        "const" => Keyword::Constant,
        "minimum" => Keyword::Minimum,
        "maximum" => Keyword::Maximum,
        "exclusiveMinimum" => Keyword::ExclusiveMinimum,
        "exclusiveMaximum" => Keyword::ExclusiveMaximum,
        "multipleOf" => Keyword::MultipleOf,
        "patternProperties" => Keyword::PatternProperties,
        "propertyNames" => Keyword::PropertyNames,
        "minProperties" => Keyword::MinProperties,
        "maxProperties" => Keyword::MaxProperties,
        "requiredXor" => Keyword::RequiredXor,
        "requiredOr" => Keyword::RequiredOr,
        "dependentRequired" => Keyword::DependentRequired,
        "dependentExcluded" => Keyword::DependentExcluded,
        "dependentSchemas" => Keyword::DependentSchemas,
        "anyOf" => Keyword::AnyOf,
        "oneOf" => Keyword::OneOf,
        "allOf" => Keyword::AllOf,
        "not" => Keyword::Not,
        "if" => Keyword::If,
        "then" => Keyword::Then,
        "else" => Keyword::Else,
        _ => return None,
    })
}

/// Keywords that say nothing about whether a template is right. README.md gives the reason for each.
const DROPPED: [&str; 30] = [
    "$comment",
    "$id",
    "$schema",
    "additionalIdentifiers",
    "arrayType",
    "cfnLint",
    "conditionalCreateOnlyProperties",
    "createOnlyProperties",
    "default",
    "definitions",
    "deprecatedProperties",
    "description",
    "documentationUrl",
    "examples",
    "handlers",
    "insertionOrder",
    "lifecycle",
    "markdownDescription",
    "primaryIdentifier",
    "propertyTransform",
    "readOnlyProperties",
    "relationshipRef",
    "replacementStrategy",
    "resourceLink",
    "sourceUrl",
    "taggable",
    "tagging",
    "title",
    "typeConfiguration",
    "writeOnlyProperties",
];

/// Whether the keyword is left out, or is a fact about the whole type that is read elsewhere.
pub(super) fn is_dropped(name: &str) -> bool {
    DROPPED.contains(&name) || matches!(name, "typeName" | "nonPublicProperties" | "requiredConditionals")
}
