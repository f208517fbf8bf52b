//! Definitions of state machines that AWS Step Functions rejects.

use cfn_ast::Tree;
use cfn_ast::syntax::Entry;
use cfn_schema::Table;
use cfn_schema::validate::Problem;

use super::defect::{Defect, NamedBy, report_all};
use super::document::{Defects, Document, defects_in, is_computed};
use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// The definition of a state machine that does not have the form of the Amazon States Language, or that names a state
    /// that does not exist.
    ///
    /// ## Why
    ///
    /// AWS Step Functions rejects the definition when the state machine is created or updated, and CloudFormation rolls the
    /// stack back. Definitions are also checked if they are JSON in a string; what is inserted by `Fn::Sub` or
    /// `DefinitionSubstitutions` is not known.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Machine:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       RoleArn: !ImportValue role
    ///       Definition:
    ///         StartAt: Prepare
    ///         States:
    ///           Prepare: {Type: Pass, Next: Procss}
    ///           Process: {Type: Pass, End: true}
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Machine:
    ///     Type: AWS::StepFunctions::StateMachine
    ///     Properties:
    ///       RoleArn: !ImportValue role
    ///       Definition:
    ///         StartAt: Prepare
    ///         States:
    ///           Prepare: {Type: Pass, Next: Process}
    ///           Process: {Type: Pass, End: true}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest name. It is safe if one letter is wrong, or two neighbours are swapped, or only the case
    /// differs, and no other name is within two letters; in the name of a state, the letter must be inside a word. Otherwise
    /// it is unsafe.
    "invalid-state-machine" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3601"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        some_without_cfn_lint: true,
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

const DEFINITIONS: [(&str, &[&str]); 3] = [
    ("AWS::Serverless::StateMachine", &["Definition"]),
    ("AWS::StepFunctions::StateMachine", &["Definition"]),
    ("AWS::StepFunctions::StateMachine", &["DefinitionString"]),
];

/// Fields that states have besides those of the schema (Amazon States Language, "Appendix: State types and fields").
const FURTHER_FIELDS: [(&str, &[&str]); 2] =
    [("Parallel", &["Parameters"]), ("Succeed", &["InputPath", "OutputPath", "QueryLanguage"])];

/// The fields of a state that name other states of the same machine.
const TRANSITIONS: [&[&str]; 4] =
    [&["Next"], &["Default"], &["Catch", "*", "Next"], &["Choices", "*", "Next"]];

/// The state machines within a state.
const INNER_MACHINES: [&[&str]; 3] = [&["Branches", "*"], &["ItemProcessor"], &["Iterator"]];

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut found = Vec::new();
    for resource in template.resources() {
        let type_name = resource.type_name().unwrap_or_default();
        for (_, path) in DEFINITIONS.iter().filter(|(name, _)| *name == type_name) {
            let id = Some("E3601").filter(|_| type_name.starts_with("AWS::StepFunctions::"));
            for value in Lookup::of(cx).values_at(resource, path).values {
                let defects = defects_in(&value, Tree::parse_json, cx, &defects);
                found.extend(defects.into_iter().map(|defect| (id, defect.in_a("state machine"))));
            }
        }
    }
    report_all(found, cx);
}

fn defects(definition: &Document<'_, '_>) -> Defects {
    let Some(schema) = Table::aws().document("step_functions/statemachine") else { return Vec::new() };
    // The schema describes JSONPath; JSONata has further forms, such as expressions in place of numbers.
    let language = definition.root.get("QueryLanguage");
    let is_path = language.is_none_or(|language| language.text() == Some("JSONPath"));
    let mismatches = definition.mismatches(schema);
    let mismatches = mismatches
        .iter()
        .filter(|mismatch| !is_accepted(mismatch) && (is_path || is_of_any_language(mismatch)));
    let mut defects: Defects = mismatches.filter_map(in_words).collect();
    let machine = definition.values(&[]).values;
    for machine in &machine {
        undefined_states(machine, definition, &mut defects);
    }
    defects
}

fn in_words(mismatch: &Mismatch<'_, '_>) -> Option<Defect> {
    let defect = Defect::of(mismatch)?;
    let is_resource = mismatch.node.key().and_then(Node::text) == Some("Resource");
    if matches!(mismatch.problem, Problem::PatternMismatch { .. }) && is_resource {
        return Some(Defect { message: "`Resource` is not the ARN of a task".to_owned(), ..defect });
    }
    Some(defect)
}

/// Whether Step Functions accepts what does not fit the schema.
fn is_accepted(mismatch: &Mismatch<'_, '_>) -> bool {
    let node = mismatch.node.resolved();
    match mismatch.problem {
        Problem::UnknownProperty { entry, .. } => {
            let name = entry.name().unwrap_or_default();
            // A type that a function returns may be any of them.
            let may_be = |kind: &str| {
                node.get("Type").is_some_and(|value| value.text().is_none_or(|known| known == kind))
            };
            FURTHER_FIELDS.iter().any(|(kind, fields)| may_be(kind) && fields.contains(&name))
        }
        // The schema only knows the first of AWS's partitions.
        Problem::PatternMismatch { .. } => node.text().is_some_and(|text| text.starts_with("arn:aws-")),
        _ => false,
    }
}

/// Whether what does not fit is required whatever the language of expressions is.
fn is_of_any_language(mismatch: &Mismatch<'_, '_>) -> bool {
    let is_in_choice =
        mismatch.node.ancestors().any(|node| node.key().and_then(Node::text) == Some("Choices"));
    let is_shape = matches!(
        mismatch.problem,
        Problem::UnknownProperty { .. } | Problem::MissingProperty { .. } | Problem::NotListed { .. }
    );
    is_shape && !is_in_choice
}

/// Adds the names of states that a machine, or one within it, does not have.
fn undefined_states<'t>(machine: &PropertyValue<'t>, definition: &Document<'_, 't>, defects: &mut Defects) {
    for states in definition.values_below(machine, &["States"]).values {
        let entries: Vec<_> = states.value.entries().collect();
        let names: Vec<&str> = entries.iter().filter_map(Entry::name).collect();
        let is_open = definition.is_open(states.value);
        let mut references = definition.values_below(machine, &["StartAt"]).values;
        for entry in entries {
            let state = PropertyValue { value: entry.value, facts: states.facts.clone() };
            for path in TRANSITIONS {
                references.extend(definition.values_below(&state, path).values);
            }
            for path in INNER_MACHINES {
                for inner in definition.values_below(&state, path).values {
                    undefined_states(&inner, definition, defects);
                }
            }
        }
        if !is_open {
            defects.extend(references.iter().filter_map(|reference| undefined_state(reference, &names)));
        }
    }
}

fn undefined_state(reference: &PropertyValue<'_>, names: &[&str]) -> Option<Defect> {
    let node = reference.value;
    let name = reference.literal().filter(|name| !names.contains(name) && !is_computed(name))?;
    let field = wording::property(node);
    let defect = Defect::new(wording::place(node), format!("{field} names an undefined state, `{name}`"));
    let names = names.iter().copied();
    Some(defect.at(node).of_name(node.verbatim_text_range(), name, names, NamedBy::Author))
}
