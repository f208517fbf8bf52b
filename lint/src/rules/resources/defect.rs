//! What is wrong with a document that a property contains, before it is reported.

use std::collections::BTreeSet;

use cfn_ast::{Edit, TextRange};
use cfn_schema::Enumeration;
use cfn_schema::validate::Problem;

use super::{missing_property, unknown_property, wording};
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_owner;
use crate::suggest::{did_you_mean, nearest, typo_of};

/// A defect, and where it is shown.
#[derive(Clone, Debug)]
pub(super) struct Defect {
    pub(super) place: TextRange,
    /// The defect in words.
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Another place that explains the defect.
    pub(super) label: Option<(TextRange, &'static str)>,
    pub(super) correction: Option<Correction>,
    /// The offset at which cfn-lint reports it, if it is not that of the nearest key.
    pub(super) cfn_lint_offset: Option<u32>,
}

/// The name that is meant.
#[derive(Clone, Debug)]
pub(super) struct Correction {
    pub(super) range: TextRange,
    pub(super) text: String,
    /// Whether nothing else can have been meant.
    pub(super) is_certain: bool,
}

/// Who chose the names among which a wrong one is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// The service, so that no other name can be meant.
    Service,
    /// The author of the template, who may use similar names for different things.
    Author,
}

impl Defect {
    pub(super) fn new(place: TextRange, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { place, message, help: None, label: None, correction: None, cfn_lint_offset: None }
    }

    /// Returns what does not fit a schema; `None` if it may not be a defect.
    pub(super) fn of(mismatch: &Mismatch<'_, '_>) -> Option<Self> {
        // What a parameter or a mapping contains can be another value when the template is deployed.
        if mismatch.computed_by.is_some() {
            return None;
        }
        let defect = Self::of_misspelled_property(mismatch).unwrap_or_else(|| Self::of_problem(mismatch));
        let help = defect.help.or_else(|| wording::occurrence(&mismatch.facts));
        Some(Self { help, ..defect })
    }

    fn of_problem(mismatch: &Mismatch<'_, '_>) -> Self {
        let (place, offset) = wording::places(mismatch);
        let defect = Self { cfn_lint_offset: Some(offset), ..Self::new(place, wording::statement(mismatch)) };
        match mismatch.problem {
            Problem::UnknownProperty { entry, known } => {
                let known = unknown_property::free_names(mismatch, known);
                defect.of_key(entry.key, known.iter().map(String::as_str))
            }
            Problem::PatternMismatch { .. } => {
                let property = wording::property(mismatch.node);
                Self { message: format!("{property} {}", wording::requirement(mismatch)), ..defect }
            }
            Problem::NotListed { allowed } => Self { correction: listed(mismatch, allowed), ..defect },
            Problem::Conflict { other, .. } => {
                Self { label: Some((other.range(), "conflicts with it")), ..defect }
            }
            Problem::RepeatedItem { first, .. } | Problem::RepeatedKeys { first, .. } => {
                let label = Some((place_of_owner(first), "first occurrence"));
                let list = mismatch.node.parent().unwrap_or(mismatch.node);
                Self { label, ..defect }.at(list)
            }
            _ => defect,
        }
    }

    /// A property that is missing because it is misspelled, in a mapping that accepts other properties.
    fn of_misspelled_property(mismatch: &Mismatch<'_, '_>) -> Option<Self> {
        let Problem::MissingProperty { name } = mismatch.problem else { return None };
        let name = wording::name(mismatch.schema, name);
        let key = missing_property::misspelled(mismatch, &name)?.key;
        let owner = wording::owner(mismatch.node);
        let message = format!("unknown property `{}` in {owner}", key.text().unwrap_or_default());
        Some(Self::new(key.range(), message).of_key(key, [name.as_str()]))
    }

    /// Adds the properties that a key resembles.
    fn of_key<'c>(self, key: Node<'_>, known: impl IntoIterator<Item = &'c str, IntoIter: Clone>) -> Self {
        let name = key.text().unwrap_or_default();
        self.of_name(key.verbatim_text_range(), name, known, NamedBy::Service)
    }

    /// Adds the known names that a wrong one resembles.
    pub(super) fn of_name<'c>(
        self,
        range: Option<TextRange>,
        name: &str,
        known: impl IntoIterator<Item = &'c str, IntoIter: Clone>,
        named_by: NamedBy,
    ) -> Self {
        let known = known.into_iter();
        let help = did_you_mean(&nearest(name, known.clone()));
        let correction = range.zip(typo_of(name, known)).map(|(range, typo)| Correction {
            range,
            text: typo.right.to_owned(),
            is_certain: match named_by {
                NamedBy::Service => typo.is_certain_word(),
                NamedBy::Author => typo.is_certain_name(),
            },
        });
        Self { help, correction, ..self }
    }

    /// Says of what the defect is: "invalid policy: …".
    pub(super) fn in_a(self, subject: &str) -> Self {
        Self { message: format!("invalid {subject}: {}", self.message), ..self }
    }

    /// Says at which value as a whole cfn-lint reports it.
    pub(super) fn at(self, value: Node<'_>) -> Self {
        Self { cfn_lint_offset: Some(offset_of_value(value)), ..self }
    }

    fn report(self, id: Option<&'static str>, cx: &mut RuleContext<'_, '_>) {
        let mut finding = cx.finding(self.place, self.message).without_cfn_lint();
        if let Some(id) = id {
            finding = finding.with_cfn_lint(id);
        }
        if let Some(help) = self.help {
            finding = finding.with_help(help);
        }
        if let Some((range, label)) = self.label {
            finding = finding.with_label(range, label);
        }
        if let Some(offset) = self.cfn_lint_offset {
            finding = finding.with_cfn_lint_offset(offset);
        }
        cx.report_with_fix(finding, || {
            let Correction { range, text, is_certain } = self.correction?;
            let message = format!("write `{text}`");
            Some(Fix::correction_if(is_certain, message, [Edit::replace(range, text)]))
        });
    }
}

/// Defects with their IDs of cfn-lint, if cfn-lint looks there.
pub(super) type Found = Vec<(Option<&'static str>, Defect)>;

/// Reports defects, of those in an aliased part of a template each only once.
pub(super) fn report_all(found: Found, cx: &mut RuleContext<'_, '_>) {
    let mut reported = BTreeSet::new();
    for (id, defect) in found {
        if reported.insert((defect.place, defect.message.clone())) {
            defect.report(id, cx);
        }
    }
}

/// The value of an enumeration that is meant.
fn listed(mismatch: &Mismatch<'_, '_>, allowed: Enumeration<'_>) -> Option<Correction> {
    let node = mismatch.node.resolved();
    let values: Vec<String> =
        allowed.iter().map(|value| wording::scalar(mismatch.schema.table(), value)).collect();
    let typo = typo_of(node.text()?, values.iter().map(String::as_str))?;
    let range = mismatch.node.verbatim_text_range()?;
    Some(Correction { range, text: typo.right.to_owned(), is_certain: typo.is_certain_name() })
}
