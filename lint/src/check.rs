//! Checking a tree: one walk for all rules, then suppressions and the baseline.

mod cascade;
mod expanded;
mod partial;

use std::collections::BTreeSet;

use cfn_ast::{Node, Source, Template, Tree};
use cfn_schema::Catalog;

use crate::cfn_lint::offset_in_cfn_lint;
use crate::finding::Finding;
use crate::finding::fingerprint::{Fingerprint, fingerprints};
use crate::finding::suppress::Suppressions;
use crate::rule::RuleContext;
use crate::rule::context::Subject;
use crate::rule::referenced_files::ReferencedFiles;
use crate::rule::selection::RuleSet;
use crate::rule::{FunctionCheck, Guard, Hook, NodeCheck, Registry, ResourceCheck, Rule};
use crate::rules::kit::editing::has_anchors;
use crate::rules::syntax::syntax_error;
use crate::rules::tidy::unused_suppression;

/// The rules to run on a template, and what is known besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'s> {
    /// The rules that exist, which suppressions may name.
    pub registry: Registry,
    /// The rules that run.
    pub rules: &'s RuleSet,
    /// The rules whose fixes are computed.
    pub fixable: &'s RuleSet,
    /// The findings of the baseline, which are not reported.
    pub accepted: Option<&'s BTreeSet<Fingerprint>>,
    /// The files that the template refers to.
    pub referenced_files: Option<&'s ReferencedFiles>,
    /// The resource types that are known.
    pub catalog: &'s Catalog,
}

impl<'s> Scope<'s> {
    /// The scope of a template of which nothing else is known, without accepted findings.
    pub fn new(registry: Registry, rules: &'s RuleSet, fixable: &'s RuleSet) -> Self {
        let catalog = Catalog::aws();
        Self { registry, rules, fixable, accepted: None, referenced_files: None, catalog }
    }

    fn without_unwanted_fix(&self, finding: Finding) -> Finding {
        let fix = finding.fix.filter(|_| self.fixable.contains_findings(finding.rule, finding.cfn_lint));
        Finding { fix, ..finding }
    }
}

/// Returns the findings in a tree, in the order of the source; for a tree with syntax errors, these and what they cannot
/// have changed, without fixes.
pub fn check(tree: &Tree, scope: Scope<'_>) -> Vec<Finding> {
    let mut findings = if tree.errors().is_empty() {
        unsuppressed(tree, scope)
    } else {
        let mut findings = syntax_errors(tree);
        findings.extend(partial::findings(tree, scope));
        findings
    };
    Finding::sort(&mut findings);
    for finding in findings.iter_mut().filter(|finding| *finding.rule != syntax_error::RULE) {
        let start = finding.range.start();
        finding.cfn_lint_offset.get_or_insert_with(|| offset_in_cfn_lint(tree, start));
    }
    if let Some(accepted) = scope.accepted {
        drop_accepted(tree, &mut findings, accepted);
    }
    findings
}

/// Returns the findings in a tree without syntax errors, whatever the tree suppresses.
pub(crate) fn check_unsuppressed(tree: &Tree, scope: Scope<'_>) -> Vec<Finding> {
    let mut findings = run_rules(tree, scope);
    findings.retain(|finding| scope.rules.contains_findings(finding.rule, finding.cfn_lint));
    findings
}

/// Returns the findings in a template of which parts are missing, whatever it suppresses. Its expansion would be that of
/// another template, so it is not looked at.
fn check_unsuppressed_parts(template: &Template<'_>, scope: Scope<'_>) -> Vec<Finding> {
    let subject = Subject::new(template, scope.catalog);
    let mut findings = walk(&subject, scope);
    cascade::drop_consequences(&subject, &mut findings);
    findings.retain(|finding| scope.rules.contains_findings(finding.rule, finding.cfn_lint));
    findings
}

/// Drops the accepted findings and returns their number.
pub fn drop_accepted(tree: &Tree, findings: &mut Vec<Finding>, accepted: &BTreeSet<Fingerprint>) -> usize {
    let before = findings.len();
    let mut fingerprints = fingerprints(tree, findings).into_iter();
    findings.retain(|_| fingerprints.next().is_none_or(|fingerprint| !accepted.contains(&fingerprint)));
    before - findings.len()
}

fn syntax_errors(tree: &Tree) -> Vec<Finding> {
    let finding = |error: &cfn_ast::syntax::SyntaxError| {
        let finding = Finding::new(&syntax_error::RULE, error.range, error.kind.to_string());
        match error.kind.help() {
            Some(help) => finding.with_help(help),
            None => finding,
        }
    };
    tree.errors().iter().map(finding).collect()
}

fn unsuppressed(tree: &Tree, scope: Scope<'_>) -> Vec<Finding> {
    let suppressions = Suppressions::of(tree, scope.registry);
    let mut findings = check_unsuppressed(tree, scope);
    suppressions.apply(tree, &mut findings);
    // Checking a second time is expensive, and only matters for comments that would be reported as unused.
    if scope.rules.contains(&unused_suppression::RULE) && suppressions.has_unused_comments(scope.rules) {
        apply_without_comments(&suppressions, tree, scope);
    }
    let about_suppressions = suppressions.findings(tree, scope.rules);
    findings.extend(about_suppressions.into_iter().map(|finding| scope.without_unwanted_fix(finding)));
    findings
}

/// Marks suppressions as used if they suppress a finding that is only reported without their comments: some rules skip
/// a value with a comment inside, so that the suppressing comment itself prevents the finding.
fn apply_without_comments(suppressions: &Suppressions, tree: &Tree, scope: Scope<'_>) {
    let Ok(source) = Source::new(suppressions.blank_comments(tree)) else { return };
    let blank = tree.parse_version(source);
    if blank.errors().is_empty() {
        let mut findings = check_unsuppressed(&blank, Scope { fixable: &RuleSet::default(), ..scope });
        suppressions.apply(&blank, &mut findings);
    }
}

fn run_rules(tree: &Tree, scope: Scope<'_>) -> Vec<Finding> {
    let Some(template) = Template::new(tree) else { return Vec::new() };
    let subject = Subject::new(&template, scope.catalog);
    let mut findings = walk(&subject, scope);
    expanded::add_findings(&subject, scope, &mut findings);
    cascade::drop_consequences(&subject, &mut findings);
    findings
}

/// Runs all rules in one walk and returns their findings.
fn walk(subject: &Subject<'_>, scope: Scope<'_>) -> Vec<Finding> {
    let tree = subject.template.tree();
    let mut pass = Pass { subject, scope, findings: Vec::new() };
    let hooks = Hooks::of(scope.rules, subject);
    for &(rule, hook) in &hooks.before_walk {
        pass.before_walk(rule, hook);
    }
    if !hooks.node.is_empty() || !hooks.function.is_empty() {
        for node in tree.nodes() {
            pass.node(node, &hooks);
        }
    }
    cascade::drop_misspelled(subject, &mut pass.findings);
    pass.findings
}

struct Pass<'p, 't> {
    subject: &'p Subject<'t>,
    scope: Scope<'p>,
    findings: Vec<Finding>,
}

impl<'t> Pass<'_, 't> {
    fn context(&mut self, rule: &'static Rule) -> RuleContext<'_, 't> {
        RuleContext {
            subject: self.subject,
            rule,
            fixable: self.scope.fixable,
            referenced_files: self.scope.referenced_files,
            findings: &mut self.findings,
        }
    }

    /// Calls a hook for each part that it is for; the hooks of functions and nodes are called in the walk.
    fn before_walk(&mut self, rule: &'static Rule, hook: Hook) {
        let subject = self.subject;
        let template = subject.template;
        match hook {
            Hook::Template(check) => check(template, &mut self.context(rule)),
            Hook::Resource(check) => self.resources(rule, check),
            Hook::Parameter(check) => {
                for parameter in template.parameters() {
                    check(*parameter, &mut self.context(rule));
                }
            }
            Hook::Output(check) => {
                for output in template.outputs().iter().copied().chain(template.outputs_in_loops()) {
                    check(output, &mut self.context(rule));
                }
            }
            Hook::Reference(check) => {
                for reference in subject.references() {
                    check(reference, &mut self.context(rule));
                }
            }
            Hook::Misfit(check) => {
                for misfit in subject.misfits() {
                    check(misfit, &mut self.context(rule));
                }
            }
            Hook::Mismatch(check) => {
                for mismatch in subject.mismatches() {
                    check(mismatch, &mut self.context(rule));
                }
            }
            Hook::Function(_) | Hook::Node(_) => {}
        }
    }

    fn resources(&mut self, rule: &'static Rule, check: ResourceCheck) {
        let template = self.subject.template;
        for resource in template.resources() {
            check(*resource, &mut self.context(rule));
        }
        // With loops repeated, the rule meets the resources of each round.
        if !rule.in_expansion.repeats_loops() {
            for resource in template.resources_in_loops() {
                check(resource, &mut self.context(rule));
            }
        }
    }

    fn node(&mut self, node: Node<'t>, hooks: &Hooks) {
        for &(rule, hook) in &hooks.node {
            hook(node, &mut self.context(rule));
        }
        for function in node.functions_here() {
            for &(rule, hook) in &hooks.function {
                let is_wanted = rule.checks_function(function.name)
                    && !(rule.skips(Guard::Anchors) && has_anchors(function.node));
                if is_wanted {
                    hook(function, &mut self.context(rule));
                }
            }
        }
    }
}

/// The hooks of the rules that run, by when they are called.
#[derive(Default)]
struct Hooks {
    before_walk: Vec<(&'static Rule, Hook)>,
    function: Vec<(&'static Rule, FunctionCheck)>,
    node: Vec<(&'static Rule, NodeCheck)>,
}

impl Hooks {
    fn of(rules: &RuleSet, subject: &Subject<'_>) -> Self {
        let mut hooks = Self::default();
        for rule in rules.rules().filter(|rule| !subject.is_skipped_by(rule)) {
            for &hook in rule.hooks {
                match hook {
                    Hook::Function(check) => hooks.function.push((rule, check)),
                    Hook::Node(check) => hooks.node.push((rule, check)),
                    _ => hooks.before_walk.push((rule, hook)),
                }
            }
        }
        hooks
    }
}
