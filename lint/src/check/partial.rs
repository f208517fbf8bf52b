//! Findings in a template with syntax errors, as far as the errors cannot have changed them.
//!
//! Reading continues after an error at the next section, so the rest of its own section is missing in the tree. What is
//! said of a declaration before the error, or of another section, still holds; what is said about the absence of
//! something holds only if it cannot be in the missing part.

use cfn_ast::model::Section;
use cfn_ast::syntax::{Entry, Format};
use cfn_ast::{Source, Template, TextRange, Tree};

use super::{Scope, Suppressions, check_unsuppressed_parts};
use crate::finding::Finding;
use crate::rule::selection::RuleSet;
use crate::rule::{Group, Rule};
use crate::rules::conditions::{circular_condition, constant_condition, unreachable_branch};
use crate::rules::functions::undefined_mapping_key;
use crate::rules::order::unsorted_sections;
use crate::rules::outputs::{imported_output, non_string_output};
use crate::rules::parameters::{
    interface_missing_parameter, nested_stack_parameters, no_echo_exposed, undefined_interface_parameter,
};
use crate::rules::references::{
    circular_dependency, conditional_depends_on, conditional_reference, undefined_attribute,
    undefined_reference,
};
use crate::rules::structure::{attribute_of_module, limit_exceeded, near_limit};
use crate::rules::syntax::yaml_alias;
use crate::rules::tidy::unused_suppression;
use crate::rules::transforms::{ignored_sam_attribute, missing_serverless_transform, transform_order};

/// The rules that look at the template as a whole, apart from those of the group `unused`.
const ABOUT_THE_WHOLE: [&Rule; 21] = [
    &attribute_of_module::RULE,
    &circular_condition::RULE,
    &circular_dependency::RULE,
    &conditional_depends_on::RULE,
    &conditional_reference::RULE,
    &constant_condition::RULE,
    &ignored_sam_attribute::RULE,
    &imported_output::RULE,
    &interface_missing_parameter::RULE,
    &limit_exceeded::RULE,
    &missing_serverless_transform::RULE,
    &near_limit::RULE,
    &nested_stack_parameters::RULE,
    &no_echo_exposed::RULE,
    &non_string_output::RULE,
    &transform_order::RULE,
    &undefined_interface_parameter::RULE,
    &unreachable_branch::RULE,
    &unsorted_sections::RULE,
    &unused_suppression::RULE,
    &yaml_alias::RULE,
];

/// The rules about names that are not declared, with the sections that could declare them.
const ABOUT_ABSENCE: [(&Rule, &[Section]); 3] = [
    (&undefined_attribute::RULE, &[Section::Resources]),
    (&undefined_mapping_key::RULE, &[Section::Mappings]),
    (&undefined_reference::RULE, &[Section::Parameters, Section::Resources, Section::Conditions]),
];

/// Returns the findings in a tree with syntax errors, without fixes.
pub(super) fn findings(tree: &Tree, scope: Scope<'_>) -> Vec<Finding> {
    let Some(template) = Template::new(tree) else { return Vec::new() };
    let damage = Damage::of(&template);
    // Without its transforms it is not known what the template means.
    if !damage.is_whole(Section::Transform) {
        return Vec::new();
    }
    let scope = Scope { fixable: &RuleSet::default(), ..scope };
    let mut findings = check_unsuppressed_parts(&template, scope);
    findings.retain(|finding| damage.spares(finding));
    Suppressions::of(tree).apply(tree, &mut findings);
    findings
}

/// What syntax errors have made unknown.
struct Damage<'t> {
    source: &'t Source,
    format: Format,
    sections: Vec<Entry<'t>>,
    /// The parts that may have been read wrongly, or not at all; each ends with its section.
    parts: Vec<TextRange>,
}

impl<'t> Damage<'t> {
    fn of(template: &Template<'t>) -> Self {
        let tree = template.tree();
        let sections: Vec<Entry<'t>> = template.root().entries().collect();
        let mut damage = Self { source: tree.source(), format: tree.format(), sections, parts: Vec::new() };
        damage.parts = tree.errors().iter().map(|error| damage.part(error.range.start())).collect();
        damage
    }

    /// The part of the template that an error at a byte may have changed: from the declaration in which it is noticed to
    /// the end of the section.
    fn part(&self, error: u32) -> TextRange {
        let next = self.sections.partition_point(|section| section.range().start() <= error);
        let end = self.sections.get(next).map_or(self.end(), |section| section.range().start());
        let Some(section) = next.checked_sub(1).map(|index| self.sections[index]) else {
            return TextRange::new(0, end);
        };
        // In YAML an error on the line of a key is often one of the declaration before it.
        let is_before = |offset: u32| match self.format {
            Format::Json => offset < error,
            Format::Yaml => self.source.line_index(offset) < self.source.line_index(error),
        };
        let declarations = section.value.entries().map(|entry| entry.key.range().start());
        let last = declarations.take_while(|start| *start <= error).filter(|start| is_before(*start)).last();
        let before = next.checked_sub(2).map(|index| self.sections[index].range().start());
        let start = match last {
            Some(declaration) => declaration,
            None if is_before(section.range().start()) => section.range().start(),
            None => before.unwrap_or_default(),
        };
        TextRange::new(start, end)
    }

    fn end(&self) -> u32 {
        self.source.text().len() as u32
    }

    /// Whether all of a section is known: it is in the tree and not damaged, or no damaged part mentions it.
    fn is_whole(&self, section: Section) -> bool {
        match self.sections.iter().position(|entry| entry.name() == Some(section.key())) {
            Some(index) => {
                let end = self.sections.get(index + 1).map_or(self.end(), |next| next.range().start());
                let range = TextRange::new(self.sections[index].range().start(), end);
                !self.parts.iter().any(|part| part.start() < range.end() && range.start() < part.end())
            }
            None => !self.parts.iter().any(|part| self.source.slice(*part).contains(section.key())),
        }
    }

    /// Whether a finding holds in spite of the errors.
    fn spares(&self, finding: &Finding) -> bool {
        let rule = finding.rule;
        if rule.group == Group::Unused || ABOUT_THE_WHOLE.contains(&rule) {
            return false;
        }
        let needed = ABOUT_ABSENCE.iter().find(|(other, _)| *other == rule);
        let is_known =
            needed.is_none_or(|(_, sections)| sections.iter().all(|section| self.is_whole(*section)));
        let is_outside = |range: TextRange| {
            self.parts.iter().all(|part| range.end() <= part.start() || part.end() <= range.start())
        };
        is_known && finding.labels.iter().map(|label| label.range).chain([finding.range]).all(is_outside)
    }
}
