//! The sections of a template (AWS CloudFormation User Guide, "CloudFormation template sections" and the page of each
//! section).

use super::globals::GLOBALS;
use super::metadata::METADATA;
use super::resource::resource;
use super::{Attribute, Names, ObjectShape, Others, Part, Shape};
use crate::model::functions::function::FunctionName as F;
use crate::syntax::Node;

pub(super) static TEMPLATE: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("AWSTemplateFormatVersion", Shape::Word(&["2010-09-09"])),
        Attribute::optional("Description", Shape::Part(Part::Description, &Shape::String)),
        Attribute::optional("Metadata", Shape::Part(Part::Metadata, &METADATA)),
        Attribute::optional("Parameters", Shape::Part(Part::Parameter, &PARAMETERS)),
        Attribute::optional("Rules", Shape::Part(Part::Rule, &RULES)),
        Attribute::optional("Mappings", Shape::Part(Part::Mapping, &MAPPINGS)),
        Attribute::optional("Conditions", Shape::Part(Part::Condition, &CONDITIONS)),
        Attribute::optional("Transform", Shape::Part(Part::Transform, &TRANSFORM)),
        Attribute::optional("Globals", Shape::Part(Part::Globals, &GLOBALS)),
        Attribute::required("Resources", Shape::Part(Part::Resource, &RESOURCES)),
        Attribute::optional("Hooks", Shape::Any),
        Attribute::optional("Outputs", Shape::Part(Part::Output, &OUTPUTS)),
    ],
    others: Others::Refused,
};

static RESOURCES: Shape = Shape::Object(&ObjectShape {
    attributes: &[],
    others: Others::Named(Names::Alphanumeric, &Shape::Depends(resource)),
});

static TRANSFORM: Shape = Shape::Either(&[
    Shape::String,
    Shape::Object(&TRANSFORM_CALL),
    Shape::List(&Shape::Either(&[Shape::String, Shape::Object(&TRANSFORM_CALL)])),
]);

static TRANSFORM_CALL: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::required("Name", Shape::String),
        Attribute::optional("Parameters", Shape::Object(&FREE)),
    ],
    others: Others::Refused,
};

pub(super) static FREE: ObjectShape = ObjectShape { attributes: &[], others: Others::Free };

static PARAMETERS: Shape = Shape::Object(&ObjectShape {
    attributes: &[],
    others: Others::Named(Names::Alphanumeric, &Shape::Depends(parameter)),
});

/// Lengths and patterns apply to strings, minimum and maximum values to numbers ("Parameters").
fn parameter(value: Node<'_>) -> &'static Shape {
    match value.get("Type").and_then(Node::text) {
        Some("Number") => &NUMBER_PARAMETER,
        _ => &TEXT_PARAMETER,
    }
}

pub(super) static NUMBER_PARAMETER: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::required("Type", Shape::String),
        Attribute::optional("AllowedValues", Shape::List(&Shape::Text)),
        Attribute::optional("ConstraintDescription", Shape::Text),
        Attribute::optional("Default", Shape::Text),
        Attribute::optional("Description", Shape::Text),
        Attribute::optional("MaxValue", Shape::Number),
        Attribute::optional("MinValue", Shape::Number),
        Attribute::optional("NoEcho", Shape::Boolean),
    ],
    others: Others::Refused,
});

pub(super) static TEXT_PARAMETER: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::required("Type", Shape::String),
        Attribute::optional("AllowedPattern", Shape::Text),
        Attribute::optional("AllowedValues", Shape::List(&Shape::Text)),
        Attribute::optional("ConstraintDescription", Shape::Text),
        Attribute::optional("Default", Shape::Text),
        Attribute::optional("Description", Shape::Text),
        Attribute::optional("MaxLength", Shape::Integer { min: i64::MIN, max: 4096 }),
        Attribute::optional("MinLength", Shape::Integer { min: i64::MIN, max: i64::MAX }),
        Attribute::optional("NoEcho", Shape::Boolean),
    ],
    others: Others::Refused,
});

static RULES: Shape =
    Shape::Object(&ObjectShape { attributes: &[], others: Others::Named(Names::Alphanumeric, &RULE) });

static RULE: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::required("Assertions", Shape::List(&ASSERTION)),
        Attribute::optional("RuleCondition", Shape::Part(Part::RuleCondition, &RULE_CONDITION)),
    ],
    others: Others::Free,
});

static ASSERTION: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::optional("Assert", Shape::Part(Part::Assertion, &RULE_CONDITION)),
        Attribute::optional("AssertDescription", Shape::Text),
    ],
    others: Others::Free,
});

/// The functions of rules that return a boolean ("Rule functions").
static RULE_CONDITION: Shape = Shape::Condition(&[
    F::And,
    F::Contains,
    F::EachMemberEquals,
    F::EachMemberIn,
    F::Equals,
    F::Not,
    F::Or,
    F::RefAll,
    F::ValueOf,
    F::ValueOfAll,
    F::Condition,
]);

static MAPPINGS: Shape =
    Shape::Object(&ObjectShape { attributes: &[], others: Others::Named(Names::Alphanumeric, &MAPPING) });

static MAPPING: Shape = Shape::Object(&ObjectShape {
    attributes: &[],
    others: Others::Named(Names::AlphanumericDotDash, &MAPPING_KEY),
});

static MAPPING_KEY: Shape = Shape::Object(&ObjectShape {
    attributes: &[],
    others: Others::Named(Names::Alphanumeric, &MAPPING_VALUE),
});

static MAPPING_VALUE: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Any)]);

static CONDITIONS: Shape = Shape::Object(&ObjectShape {
    attributes: &[],
    others: Others::Named(Names::AlphanumericAmpersandUnderscore, &CONDITION),
});

/// The functions that return a boolean ("Condition functions").
static CONDITION: Shape = Shape::Condition(&[F::And, F::Equals, F::Not, F::Or, F::Condition]);

static OUTPUTS: Shape =
    Shape::Object(&ObjectShape { attributes: &[], others: Others::Named(Names::Alphanumeric, &OUTPUT) });

pub(super) static OUTPUT: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::required("Value", Shape::Any),
        Attribute::optional("Condition", Shape::Text),
        Attribute::optional("Description", Shape::Text),
        Attribute::optional("Export", Shape::Part(Part::Export, &EXPORT)),
    ],
    others: Others::Refused,
});

static EXPORT: Shape = Shape::Object(&ObjectShape {
    attributes: &[Attribute::required("Name", Shape::Any)],
    others: Others::Refused,
});
