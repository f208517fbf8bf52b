//! Metadata of a template (AWS CloudFormation User Guide, "Metadata", "`AWS::CloudFormation::Interface`").

use super::{Attribute, Names, ObjectShape, Others, Part, Shape};

pub(super) static METADATA: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::optional("AWS::CloudFormation::Interface", Shape::Part(Part::Interface, &INTERFACE)),
        Attribute::optional("cfn-lint", Shape::Part(Part::CfnLintMetadata, &CFN_LINT)),
    ],
    others: Others::Named(Names::Any, &Shape::Filled),
});

static INTERFACE: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::optional("ParameterGroups", Shape::List(&Shape::Either(&[GROUP, Shape::Text]))),
        Attribute::optional("ParameterLabels", Shape::Each(&NAMED_LABEL)),
    ],
    others: Others::Refused,
});

const GROUP: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::optional("Label", NAMED_LABEL),
        Attribute::optional("Parameters", Shape::List(&Shape::Any)),
    ],
    others: Others::Refused,
});

/// CloudFormation accepts a label of any other kind, and the console does not show it.
const NAMED_LABEL: Shape = Shape::Either(&[Shape::Object(&LABEL), Shape::Text]);

static LABEL: ObjectShape =
    ObjectShape { attributes: &[Attribute::optional("default", Shape::Text)], others: Others::Refused };

/// The configuration of cfn-lint (cfn-lint, "Metadata" in its README).
static CFN_LINT: Shape = Shape::Object(&ObjectShape {
    attributes: &[Attribute::optional("config", Shape::Object(&CFN_LINT_CONFIG))],
    others: Others::Free,
});

static CFN_LINT_CONFIG: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("append_rules", Shape::List(&Shape::Text)),
        Attribute::optional("configure_rules", Shape::Object(&super::template::FREE)),
        Attribute::optional("ignore_bad_template", Shape::Boolean),
        Attribute::optional("ignore_checks", Shape::List(&Shape::Text)),
        Attribute::optional("include_experimental", Shape::Boolean),
        Attribute::optional("merge_configs", Shape::Boolean),
        Attribute::optional("regions", Shape::List(&Shape::Text)),
    ],
    others: Others::Refused,
};
