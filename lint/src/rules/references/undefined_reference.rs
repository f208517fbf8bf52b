//! References to names that the template does not declare.

mod certainty;
mod loop_names;
mod part;

use cfn_ast::FunctionName;
use cfn_ast::foreign;
use cfn_ast::model::{Context, PseudoParameter, ReferenceKind};
use cfn_ast::model::{Section, Target};

use certainty::Evidence;
use loop_names::LoopNames;

use crate::cfn_lint::{id_of_argument, offset_of_value};
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;
use crate::suggest::{Typo, did_you_mean, may_compare, nearest, typo_of, write_name};

declare_rule! {
    /// A reference to a parameter, resource, condition or mapping that the template does not declare.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template: every name in a `Ref`, `GetAtt`, `Sub`, `FindInMap`, `DependsOn` or condition
    /// must be declared in the same template. Conditions, rules and export names are evaluated before any resource is
    /// created, so `Ref` only supports parameters and pseudo parameters there.
    ///
    /// Resources that SAM generates, such as the role of a function, are known. Nothing is reported if a custom macro or
    /// an included snippet may declare the name, and neither are variables of the Serverless Framework, such as
    /// `${self:custom.name}`, and constants of Rain.
    ///
    /// A file without `Parameters` in which at least 10 names, and more than half of all, are not declared is most likely a
    /// part of a larger template. That is one finding; list such files under `fragments` in `cfn-tidy.toml`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Topci
    ///       Protocol: email
    ///       Endpoint: team@example.com
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Topic
    ///       Protocol: email
    ///       Endpoint: team@example.com
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the declared name that is at most two letters away, if no other name is as close. It is safe if all of
    /// these are true:
    ///
    /// * one lowercase letter inside a longer word is wrong, or two neighbours are swapped, or only the case differs;
    /// * no other name is within two letters;
    /// * the wrong name occurs once, in a declaration that does not also use the right one;
    /// * no loop, snippet, module or SAM resource can declare the wrong name.
    ///
    /// Otherwise it is unsafe: `SubnetA` is not a typo of `SubnetB`.
    "undefined-reference" {
        group: References,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1020", "E1010", "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1021", "E1022", "E1024",
            "E1028", "E1030", "E1031", "E1033", "E1701", "E3005", "E3015", "E6005", "E6101", "E8001", "E8002",
            "E8003", "E8004", "E8005", "E8006", "E8007", "E1005",
        ],
        hooks: [Template(check)],
        depends_on: [Parameters, Mappings, Conditions, Globals, Resources],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let loops = LoopNames::of(template);
    let undefined: Vec<_> =
        cx.references().iter().filter_map(|found| undefined(found, &loops, template)).collect();
    if let Some(finding) = part::of_larger_template(&undefined, template, cx) {
        return cx.report(finding);
    }
    let declared = template.parameters().len() + template.resources().len() + template.conditions().len();
    let may_suggest = may_compare(undefined.len(), declared);
    let mut problems = Vec::with_capacity(undefined.len());
    for problem in undefined {
        let names = if may_suggest { problem.names(template) } else { Vec::new() };
        let typo = typo_of(problem.reference.name, names.iter().copied());
        problems.push((problem, names, typo));
    }
    let mut evidence = Evidence::default();
    for (problem, _, typo) in &problems {
        evidence.add(problem.reference.name, *typo);
    }
    for (problem, names, typo) in &problems {
        report(problem, names, *typo, &evidence, template, cx);
    }
}

/// A reference to a name that is not known where it is used.
struct Undefined<'a, 't> {
    reference: &'a Reference<'t>,
    context: Context<'t>,
    /// The kinds of declaration that can be named there.
    known: Known,
}

impl<'t> Undefined<'_, 't> {
    /// The names that are known there; in `Fn::Sub` also its own variables.
    fn names(&self, template: &Template<'t>) -> Vec<&'t str> {
        let mut names = self.known.names(template);
        if self.reference.kind == ReferenceKind::SubVariable {
            let mapping = self.reference.function().and_then(|function| function.argument.item(1));
            names.extend(mapping.into_iter().flat_map(Node::entries).filter_map(|entry| entry.name()));
        }
        names
    }
}

/// The kinds of declaration that a reference can name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Parameters,
    ParametersAndResources,
    Resources,
    Conditions,
    Mappings,
}

impl Known {
    /// The kinds for a reference of this kind; `None` if CloudFormation does not evaluate it there.
    fn at(kind: ReferenceKind, context: &Context<'_>) -> Option<Self> {
        let section = context.section()?;
        let is_evaluated = match section {
            Section::Resources | Section::Conditions | Section::Rules | Section::Globals => true,
            Section::Outputs => matches!(context.path().first(), Some(&("Value" | "Export" | "Condition"))),
            _ => false,
        };
        let is_before_resources = matches!(section, Section::Conditions | Section::Rules)
            || (section == Section::Outputs && context.path_starts_with(&["Export"]));
        match kind {
            _ if !is_evaluated => None,
            ReferenceKind::ValueOf => Some(Self::Parameters),
            ReferenceKind::Ref | ReferenceKind::SubVariable if is_before_resources => Some(Self::Parameters),
            ReferenceKind::Ref | ReferenceKind::SubVariable => Some(Self::ParametersAndResources),
            ReferenceKind::GetAtt | ReferenceKind::SubAttribute | ReferenceKind::DependsOn => {
                Some(Self::Resources)
            }
            ReferenceKind::FindInMap => Some(Self::Mappings),
            ReferenceKind::ConditionFunction => (section == Section::Conditions).then_some(Self::Conditions),
            ReferenceKind::ConditionAttribute | ReferenceKind::IfCondition => Some(Self::Conditions),
            ReferenceKind::ForEachVariable => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Parameters => "parameter",
            Self::ParametersAndResources => "parameter or resource",
            Self::Resources => "resource",
            Self::Conditions => "condition",
            Self::Mappings => "mapping",
        }
    }

    fn names<'t>(self, template: &Template<'t>) -> Vec<&'t str> {
        match self {
            Self::Parameters => {
                let pseudo = PseudoParameter::all().map(|pseudo| -> &'t str { pseudo.name() });
                template.parameters().names().chain(pseudo).collect()
            }
            Self::ParametersAndResources => {
                let mut names = Self::Parameters.names(template);
                names.extend(template.resources().names());
                names
            }
            Self::Resources => template.resources().names().collect(),
            Self::Conditions => template.conditions().names().collect(),
            Self::Mappings => template.mappings().names().collect(),
        }
    }
}

fn undefined<'a, 't>(
    reference: &'a Reference<'t>,
    loops: &LoopNames<'t>,
    template: &Template<'t>,
) -> Option<Undefined<'a, 't>> {
    let can_be_undefined =
        matches!(reference.target, Target::Undeclared | Target::Resource(_) | Target::Parameter(_));
    // Such a name is computed by the loop, and checked in each round of the expansion.
    let is_made_by_loop =
        || reference.name.contains('{') && template.loops_around(reference.node).next().is_some();
    let is_foreign = foreign::is_variable(reference.name) || foreign::has_variable(reference.name);
    if !can_be_undefined || is_foreign || is_made_by_loop() {
        return None;
    }
    let context = reference.context();
    let known = Known::at(reference.kind, &context)?;
    let is_known = match reference.target {
        // Conditions, rules and export names are evaluated before any resource is created.
        Target::Resource(_) if known == Known::Parameters => false,
        Target::Resource(_) | Target::Parameter(_) => {
            declaration(reference.target, template).is_none_or(|(_, value)| has_type(value))
        }
        _ => may_be_made(reference.name, known, loops, template),
    };
    (!is_known && !template.has_custom_macro()).then_some(Undefined { reference, context, known })
}

/// The key and the value of the parameter or resource that a reference names.
fn declaration<'t>(target: Target<'t>, template: &Template<'t>) -> Option<(Node<'t>, Node<'t>)> {
    match target {
        Target::Resource(name) => template.resources().get(name).map(|found| (found.key(), found.value())),
        Target::Parameter(name) => template.parameters().get(name).map(|found| (found.key(), found.value())),
        _ => None,
    }
}

/// Whether a declaration has a `Type`, or may get one from an alias, a merge key, a snippet or another tool.
fn has_type(value: Node<'_>) -> bool {
    let is_text = |node: Node<'_>| node.as_str().is_some() && node.tag().is_none();
    let is_snippet = value.local_tag() == Some("Transform") || value.get("Fn::Transform").is_some();
    let may_be_merged = value.is_alias() || value.entries().any(|entry| entry.is_merge());
    let is_foreign = |node: Node<'_>| foreign::is_directive(node);
    let has_type = value.get("Type").is_some_and(|name| is_text(name) || is_foreign(name));
    is_snippet || may_be_merged || has_type || is_foreign(value)
}

/// Whether a transform may declare the name: a loop, a snippet or SAM.
fn may_be_made(name: &str, known: Known, loops: &LoopNames<'_>, template: &Template<'_>) -> bool {
    let made_by_loops = || match known {
        Known::Conditions => loops.may_make_condition(name),
        _ => loops.may_make_resource(name),
    };
    match known {
        Known::Parameters => false,
        Known::Mappings => template.may_include_declarations(),
        Known::Conditions => made_by_loops() || template.may_include_declarations(),
        Known::ParametersAndResources | Known::Resources => made_by_loops() || template.may_generate(name),
    }
}

fn report<'t>(
    problem: &Undefined<'_, 't>,
    names: &[&'t str],
    typo: Option<Typo<'t>>,
    evidence: &Evidence<'t>,
    template: &Template<'t>,
    cx: &mut RuleContext<'_, 't>,
) {
    let references = cx.references();
    let name = problem.reference.name;
    if problem.reference.kind == ReferenceKind::Ref && name.contains("${") {
        return report_string(problem, template, cx);
    }
    let noun = problem.known.noun();
    let range = problem.reference.range();
    let finding = cx.finding(range, format!("no {noun} is named `{name}`"));
    let finding = finding.with_cfn_lint_offset(offset_of_value(holder(problem.reference)));
    let finding = describe(problem, finding, template);
    if let Some(help) = help_for_attribute(problem, template).or_else(|| help_for_declared(problem)) {
        return cx.report(finding.with_help(help));
    }
    let help = did_you_mean(&nearest(name, names.iter().copied()))
        .unwrap_or_else(|| format!("declare a {noun} named `{name}`, or reference an existing one"));
    cx.report_with_fix(finding.with_help(help), || {
        let typo = typo?;
        let is_certain = evidence.allows(typo, problem.reference, template, references);
        let edit = write_name(template.tree().source(), range, typo.right)?;
        Some(Fix::correction_if(is_certain, format!("write `{}`", typo.right), [edit]))
    });
}

fn describe(problem: &Undefined<'_, '_>, finding: Finding, template: &Template<'_>) -> Finding {
    let name = problem.reference.name;
    let mut finding = finding.with_cfn_lint(id(problem, template));
    if let Some((key, value)) = declaration(problem.reference.target, template) {
        let place = if problem.context.section() == Some(Section::Outputs) {
            "an export name"
        } else {
            "a condition"
        };
        finding.message = if has_type(value) {
            format!("`{name}` is a resource, but {place} can only reference parameters")
        } else {
            format!("`{name}` is declared without a `Type`, so it cannot be referenced")
        };
        finding = finding.with_label(key.range(), "declared here");
    }
    finding
}

/// Reports a `Ref` to a string with variables, which was meant to be `Fn::Sub`.
fn report_string<'t>(problem: &Undefined<'_, 't>, template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let range = problem.reference.range();
    let finding = cx.finding(range, "`Ref` accepts a name, not a string with variables");
    let finding = finding.with_cfn_lint(id(problem, template));
    let finding = finding.with_cfn_lint_offset(offset_of_value(holder(problem.reference)));
    cx.report(finding.with_help(format!("use `{}`", notation::sub(cx.tree(), problem.reference.name))));
}

/// What to write instead of a `Ref` with an attribute.
fn help_for_attribute(problem: &Undefined<'_, '_>, template: &Template<'_>) -> Option<String> {
    let (logical_id, attribute) = problem.reference.name.split_once('.')?;
    let is_attribute =
        problem.known == Known::ParametersAndResources && template.resources().contains(logical_id);
    let tree = template.tree();
    is_attribute.then(|| format!("use `{}` for an attribute", notation::get_att(tree, logical_id, attribute)))
}

/// What to do about a name that is declared but cannot be referenced.
fn help_for_declared(problem: &Undefined<'_, '_>) -> Option<String> {
    let is_declared = problem.reference.target != Target::Undeclared;
    let name = problem.reference.name;
    is_declared.then(|| match problem.known {
        Known::Parameters => "reference a parameter or a pseudo parameter".to_owned(),
        _ => format!("add a `Type` to `{name}`"),
    })
}

/// The node that contains the name: the whole argument of `Fn::Sub`, or the scalar.
fn holder<'t>(reference: &Reference<'t>) -> Node<'t> {
    match (reference.kind, reference.function()) {
        (ReferenceKind::SubVariable | ReferenceKind::SubAttribute, Some(function)) => function.argument,
        _ => reference.node,
    }
}

/// The id under which cfn-lint reports the name.
fn id(problem: &Undefined<'_, '_>, template: &Template<'_>) -> &'static str {
    let is_output = problem.context.section() == Some(Section::Outputs);
    match (problem.reference.kind, problem.reference.function()) {
        (ReferenceKind::ConditionFunction, function) => condition_function(function),
        (_, Some(function)) => id_of_argument(function, template),
        (ReferenceKind::DependsOn, None) => "E3005",
        (ReferenceKind::ConditionAttribute, None) if is_output => "E6005",
        (ReferenceKind::ConditionAttribute, None) => "E3015",
        _ => "E1020",
    }
}

fn condition_function(function: Option<Function<'_>>) -> &'static str {
    let around = function.and_then(|function| function.node.enclosing_functions().last());
    match around.map(|function| function.name) {
        Some(FunctionName::And) => "E8004",
        Some(FunctionName::Not) => "E8005",
        Some(FunctionName::Or) => "E8006",
        _ => "E8001",
    }
}
