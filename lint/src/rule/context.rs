//! The context of a running rule: the template, what all rules share of it, and the reporting of findings.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use cfn_ast::expansion::{Expansion, ExpansionOptions, Snippets, TooLarge};
use cfn_ast::model::shape::{Misfit, misfits};
use cfn_ast::model::{Conditions, References};
use cfn_ast::syntax::Format;
use cfn_ast::{Edit, Node, Source, Template, TextRange, Tree};
use cfn_schema::validate::{Mismatch, Violation, mismatches, violations};
use cfn_schema::{Catalog, ResourceType};
use rustc_hash::FxHashMap;

use crate::cfn_lint::offset_of_value;
use crate::finding::{Finding, Severity};
use crate::fix::Fix;
use crate::rule::referenced_files::{NestedTemplate, ReferencedFiles};
use crate::rule::replacement::replaced_by;
use crate::rule::selection::RuleSet;
use crate::rule::{Guard, Rule};

/// Analyses of one template that all rules share; each is computed when it is first asked for.
#[derive(Debug)]
pub(crate) struct Subject<'t> {
    pub(crate) template: &'t Template<'t>,
    references: OnceCell<References<'t>>,
    misfits: OnceCell<Vec<Misfit<'t>>>,
    conditions: OnceCell<Conditions<'t>>,
    catalog: &'t Catalog,
    attributes: RefCell<FxHashMap<&'t str, Rc<[String]>>>,
    mismatches: OnceCell<Vec<Mismatch<'t, 't>>>,
    violations: OnceCell<Vec<Violation<'t, 't>>>,
    written_by_cdk: OnceCell<bool>,
    expansion: OnceCell<Result<Option<Expansion>, TooLarge>>,
}

/// The snippets of a template without neighbors.
static NO_SNIPPETS: Snippets = Snippets::new();

impl<'t> Subject<'t> {
    pub(crate) fn new(template: &'t Template<'t>, catalog: &'t Catalog) -> Self {
        Self {
            template,
            references: OnceCell::new(),
            misfits: OnceCell::new(),
            conditions: OnceCell::new(),
            catalog,
            attributes: RefCell::default(),
            mismatches: OnceCell::new(),
            violations: OnceCell::new(),
            written_by_cdk: OnceCell::new(),
            expansion: OnceCell::new(),
        }
    }

    /// The subject for a template that is itself an expansion, and is not expanded again.
    pub(crate) fn of_expansion(template: &'t Template<'t>, catalog: &'t Catalog) -> Self {
        Self { expansion: OnceCell::from(Ok(None)), ..Self::new(template, catalog) }
    }

    /// The uses of names.
    pub(crate) fn references(&self) -> &References<'t> {
        self.references.get_or_init(|| References::of(self.template))
    }

    /// Whether the rule declares that it does not look at templates like this one.
    pub(crate) fn is_skipped_by(&self, rule: &Rule) -> bool {
        (rule.skips(Guard::CustomMacros) && self.template.has_custom_macro())
            || (rule.skips(Guard::CdkOutput) && self.is_written_by_cdk())
    }

    fn is_written_by_cdk(&self) -> bool {
        *self.written_by_cdk.get_or_init(|| is_written_by_cdk(self.template))
    }

    /// The places that do not have the shape that their part of the template has.
    pub(crate) fn misfits(&self) -> &[Misfit<'t>] {
        self.misfits.get_or_init(|| misfits(self.template))
    }

    fn conditions(&self) -> &Conditions<'t> {
        self.conditions.get_or_init(|| Conditions::of(self.template))
    }

    /// The attributes of a resource type, with `*` for any name at the end.
    fn attributes(&self, resource_type: &'t str) -> Rc<[String]> {
        if let Some(known) = self.attributes.borrow().get(resource_type) {
            return Rc::clone(known);
        }
        let attributes = self.catalog.resource_type(resource_type).map(ResourceType::attributes);
        let names = attributes.into_iter().flatten().map(|attribute| attribute.name).collect();
        Rc::clone(self.attributes.borrow_mut().entry(resource_type).or_insert(names))
    }

    /// The values that do not fit the schemas of their resource types.
    pub(crate) fn mismatches(&self) -> &[Mismatch<'t, 't>] {
        self.mismatches.get_or_init(|| mismatches(self.template, self.conditions(), self.catalog))
    }

    /// The values that do not fit the constraints of their resource types.
    fn violations(&self) -> &[Violation<'t, 't>] {
        self.violations.get_or_init(|| violations(self.template, self.conditions(), self.catalog))
    }

    /// The template with its loops repeated and its snippets inserted; `None` if that changes nothing.
    ///
    /// # Errors
    /// [`TooLarge`] if CloudFormation would reject it for its size.
    pub(crate) fn expansion(
        &self,
        referenced_files: Option<&ReferencedFiles>,
    ) -> Result<Option<&Expansion>, TooLarge> {
        let expand = ExpansionOptions { loops: true, snippets: snippets(referenced_files) };
        let expansion = self.expansion.get_or_init(|| Expansion::of(self.template, expand));
        expansion.as_ref().map(Option::as_ref).map_err(|&error| error)
    }
}

/// Returns the snippets among a template's neighbors.
pub(crate) fn snippets(referenced_files: Option<&ReferencedFiles>) -> &Snippets {
    referenced_files.map_or(&NO_SNIPPETS, |referenced_files| &referenced_files.snippets)
}

/// The template that a rule checks, and the list that it reports findings to.
#[derive(Debug)]
pub struct RuleContext<'c, 't> {
    pub(crate) subject: &'c Subject<'t>,
    pub(crate) rule: &'static Rule,
    pub(crate) fixable: &'c RuleSet,
    pub(crate) referenced_files: Option<&'c ReferencedFiles>,
    pub(crate) findings: &'c mut Vec<Finding>,
}

impl<'c, 't> RuleContext<'c, 't> {
    /// Returns the template that is checked.
    pub fn template(&self) -> &'t Template<'t> {
        self.subject.template
    }

    /// Returns all references of the template; computed on first use.
    pub fn references(&self) -> &'c References<'t> {
        self.subject.references()
    }

    /// Returns the values whose shape is not allowed where they are; computed on first use.
    pub fn misfits(&self) -> &'c [Misfit<'t>] {
        self.subject.misfits()
    }

    /// Returns the solver for which conditions can be true together; computed on first use.
    pub fn conditions(&self) -> &'c Conditions<'t> {
        self.subject.conditions()
    }

    /// Returns the resource types that are known.
    pub fn catalog(&self) -> &'t Catalog {
        self.subject.catalog
    }

    /// Returns the attributes that `Fn::GetAtt` accepts for a resource type, with `*` for any name at the end; none if
    /// nothing is known of the type.
    pub fn attributes(&self, resource_type: &'t str) -> Rc<[String]> {
        self.subject.attributes(resource_type)
    }

    /// Returns the values that do not fit the schemas of their resource types; computed on first use.
    pub fn mismatches(&self) -> &'c [Mismatch<'t, 't>] {
        self.subject.mismatches()
    }

    /// Returns the values that do not fit the constraints of their resource types; computed on first use.
    pub fn violations(&self) -> &'c [Violation<'t, 't>] {
        self.subject.violations()
    }

    /// Whether the CDK generated the template. Such a template is not read by people, and is overwritten by the next
    /// `cdk synth`.
    pub fn is_written_by_cdk(&self) -> bool {
        self.subject.is_written_by_cdk()
    }

    /// Returns the template with its loops repeated and its snippets inserted; `None` if that changes nothing.
    ///
    /// # Errors
    /// [`TooLarge`] if CloudFormation would reject it for its size.
    pub fn expansion(&self) -> Result<Option<&'c Expansion>, TooLarge> {
        self.subject.expansion(self.referenced_files)
    }

    /// Returns what is known of the nested template at a path, as written in this template.
    pub fn nested_template(&self, path: &str) -> Option<&'c NestedTemplate> {
        self.referenced_files?.get(path)
    }

    /// Returns the tree of the template.
    pub fn tree(&self) -> &'t Tree {
        self.subject.template.tree()
    }

    /// Returns the source text of the template.
    pub fn source(&self) -> &'t Source {
        self.tree().source()
    }

    /// Creates a finding of the running rule; report it with [`RuleContext::report`] or
    /// [`RuleContext::report_with_fix`].
    pub fn finding(&self, range: TextRange, message: impl Into<String>) -> Finding {
        Finding::new(self.rule, range, message)
    }

    /// Creates a finding about a value as a whole.
    pub(crate) fn finding_at(&self, value: Node<'t>, message: impl Into<String>) -> Finding {
        let written = value.tree().node(value.id()).range();
        self.finding(written, message).with_cfn_lint_offset(offset_of_value(value))
    }

    /// Reports a finding that has no fix.
    ///
    /// # Panics
    /// In debug builds, if the finding's cfn-lint ID is not one that the rule declares, or if a range of the finding cuts a
    /// character.
    pub fn report(&mut self, finding: Finding) {
        debug_assert!(self.has_ranges_of(&finding), "{} cuts a character", self.rule.name);
        let is_declared = self.rule.possible_ids().any(|id| id == finding.cfn_lint);
        debug_assert!(is_declared, "{} does not declare {:?}", self.rule.name, finding.cfn_lint);
        self.findings.push(finding);
    }

    /// A template with an error is not deployed as it is. One without may be, and a correction that replaces a resource
    /// of its stack is left to its author.
    fn without_replacement(&self, fix: Fix, severity: Severity) -> Fix {
        if !fix.is_correction() || severity == Severity::Error {
            return fix;
        }
        match replaced_by(&fix, self.template(), self.catalog()) {
            Some(resource) => fix.replacing_resource(resource.logical_id()),
            None => fix,
        }
    }

    fn has_ranges_of(&self, finding: &Finding) -> bool {
        let labels = finding.labels.iter().map(|label| label.range);
        labels.chain([finding.range]).all(|range| self.source().has_range(range))
    }

    /// Reports a finding with its fix; `fix` runs only if the fix is going to be shown or applied.
    ///
    /// # Panics
    /// In debug builds, if the fix promises more than the rule declares, and as [`RuleContext::report`] does.
    pub fn report_with_fix(&mut self, mut finding: Finding, fix: impl FnOnce() -> Option<Fix>) {
        if self.fixable.contains_findings(self.rule, finding.cfn_lint) {
            finding.fix = fix();
        }
        let source = self.source();
        let cuts = |fix: &Fix| fix.edits().iter().any(|edit| !source.has_range(edit.range()));
        // An edit that cuts a character is a bug, which must cost no more than the fix.
        if finding.fix.as_ref().is_some_and(cuts) {
            debug_assert!(false, "a fix of {} cuts a character", self.rule.name);
            finding.fix = None;
        }
        let merges = |fix: &Fix| fix.edits().iter().any(|edit| merges_with_next(edit, self.tree()));
        if finding.fix.as_ref().is_some_and(merges) {
            finding.fix = None;
        }
        if let Some(fix) = finding.fix.take() {
            finding.fix = Some(self.without_replacement(fix, finding.severity));
        }
        let honest = finding.fix.as_ref().is_none_or(|fix| self.rule.fix.allows(fix.applicability()));
        debug_assert!(honest, "{} does not declare a fix of this kind", self.rule.name);
        self.report(finding);
    }
}

/// Whether the text of an edit would be read together with what follows it: a plain scalar absorbs a `#` without a blank
/// before it, and for some readers no line with a tab may follow one.
fn merges_with_next(edit: &Edit, tree: &Tree) -> bool {
    let ends_open = |text: &str| !text.ends_with(['"', '\'', ']', '}', ' ', '\n', '\r']);
    if edit.text().is_empty() || tree.format() == Format::Json || !ends_open(edit.text()) {
        return false;
    }
    let rest = &tree.source().text()[edit.range().end() as usize..];
    let blank = &rest[..rest.len() - rest.trim_ascii_start().len()];
    let below = blank.find(['\n', '\r']).map_or("", |end| &blank[end..]);
    rest.starts_with('#') || below.contains('\t')
}

fn is_written_by_cdk(template: &Template<'_>) -> bool {
    template.tree().format() == Format::Json
        && template.resources().iter().any(|resource| {
            resource.type_name() == Some("AWS::CDK::Metadata")
                || resource.metadata().is_some_and(|metadata| metadata.get("aws:cdk:path").is_some())
        })
}
