//! Where CloudFormation evaluates intrinsic functions.

use super::Accepts;
use super::sets::{FunctionSet, Kinds};
use crate::model::context::Context;
use crate::model::declarations::transform::TransformKind;
use crate::model::functions::function::FunctionName;
use crate::model::section::Section;
use crate::model::template::Template;
use crate::syntax::Node;

use FunctionName as F;

/// A part of a template, classified by how CloudFormation evaluates functions in it (AWS CloudFormation Template Reference Guide,
/// "Intrinsic function reference").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvaluatedPart {
    /// Properties, metadata, creation and update policies of a resource; SAM's `Globals`, which become properties.
    Resource,
    /// The value of an output.
    OutputValue,
    /// The name of an export, which cannot depend on resources.
    ExportName,
    /// A condition of the section `Conditions`.
    Condition,
    /// A condition or an assertion of the section `Rules`.
    Rule,
    /// A part in which only `AWS::LanguageExtensions` resolves functions: deletion and update replace policies, and the
    /// collections of loops.
    Extended,
    /// A part in which functions are not evaluated.
    None,
}

/// The functions that are only supported in conditions and rules.
const CONDITION_FUNCTIONS: FunctionSet = FunctionSet::of(&[F::And, F::Condition, F::Equals, F::Not, F::Or]);

const RULE_FUNCTIONS: FunctionSet = FunctionSet::of(&[
    F::Contains,
    F::EachMemberEquals,
    F::EachMemberIn,
    F::RefAll,
    F::ValueOf,
    F::ValueOfAll,
]);

const VALUES: FunctionSet = FunctionSet::ALL.without(CONDITION_FUNCTIONS.union(RULE_FUNCTIONS));

const fn place(what: &'static str, kinds: Kinds, functions: FunctionSet) -> Accepts {
    Accepts {
        what,
        kinds,
        functions,
        extended: FunctionSet::NONE,
        refused: FunctionSet::NONE,
        parts: None,
        keys: None,
        range: None,
    }
}

static RESOURCE: Accepts = place("a part of a resource", Kinds::ANY, VALUES);
static OUTPUT_VALUE: Accepts = place("the value of an output", Kinds::STRING, VALUES);
static EXPORT_NAME: Accepts =
    place("the name of an export", Kinds::STRING, VALUES.without(FunctionSet::of(&[F::GetStackOutput])));
static CONDITION: Accepts = place("a condition", Kinds::CONDITION, CONDITION_FUNCTIONS);
static RULE: Accepts =
    place("a condition of a rule", Kinds::CONDITION, CONDITION_FUNCTIONS.union(RULE_FUNCTIONS));
static EXTENDED: Accepts = Accepts {
    extended: FunctionSet::of(&[F::Ref, F::FindInMap, F::If, F::Join, F::Sub, F::Select, F::Split]),
    ..place("a part of a resource that is read before functions are evaluated", Kinds::ANY, FunctionSet::NONE)
};

impl EvaluatedPart {
    /// Returns the part that a node belongs to.
    pub fn of(node: Node<'_>, template: &Template<'_>) -> Self {
        let context = Context::of(node);
        match context.section() {
            Some(Section::Resources) => resource_part(&context),
            Some(Section::Outputs) if context.path_starts_with(&["Value"]) => Self::OutputValue,
            Some(Section::Outputs) if context.path_starts_with(&["Export", "Name"]) => Self::ExportName,
            // The section itself is a mapping of names, even if the only one is the name of a function.
            Some(Section::Conditions) if context.declaration().is_some() => Self::Condition,
            Some(Section::Rules)
                if context.path_starts_with(&["RuleCondition"])
                    || context.path_starts_with(&["Assertions", "Assert"]) =>
            {
                Self::Rule
            }
            Some(Section::Globals) if template.has_transform(TransformKind::Serverless) => Self::Resource,
            _ => Self::None,
        }
    }

    /// Returns what the part itself accepts; `None` if functions are not evaluated there.
    pub fn accepts(self) -> Option<&'static Accepts> {
        match self {
            Self::Resource => Some(&RESOURCE),
            Self::OutputValue => Some(&OUTPUT_VALUE),
            Self::ExportName => Some(&EXPORT_NAME),
            Self::Condition => Some(&CONDITION),
            Self::Rule => Some(&RULE),
            Self::Extended => Some(&EXTENDED),
            Self::None => None,
        }
    }
}

fn resource_part(context: &Context<'_>) -> EvaluatedPart {
    let starts = |key| context.path_starts_with(&[key]);
    if ["Properties", "Metadata", "UpdatePolicy", "CreationPolicy"].into_iter().any(starts) {
        EvaluatedPart::Resource
    } else if ["DeletionPolicy", "UpdateReplacePolicy"].into_iter().any(starts) {
        EvaluatedPart::Extended
    } else {
        EvaluatedPart::None
    }
}
