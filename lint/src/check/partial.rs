//! Findings in a template with syntax errors, as far as the errors cannot have changed them.
//!
//! Reading continues after an error at the next section, so the rest of its own section is missing in the tree. What is
//! said of a declaration before the error, or of another section, still holds; what is said about the absence of
//! something holds only if it cannot be in the missing part.

use std::ops::Range;

use cfn_ast::model::Section;
use cfn_ast::syntax::{Entry, Format};
use cfn_ast::{Node, Source, Template, TextRange, Tree};

use super::{Scope, Suppressions, check_unsuppressed_parts};
use crate::finding::Finding;
use crate::rule::DependsOn;
use crate::rule::selection::RuleSet;
use crate::rules::kit::ranges::place_of_owner;
use crate::rules::structure::missing_attribute;

/// Returns the findings in a tree with syntax errors, without fixes.
pub(super) fn findings(tree: &Tree, scope: Scope<'_>) -> Vec<Finding> {
    let Some(template) = Template::new(tree) else { return Vec::new() };
    let damage = Damage::of(&template);
    // Without its transforms it is not known what the template means.
    if !damage.is_whole(Section::Transform) || damage.hides_suppressions() {
        return Vec::new();
    }
    let scope = Scope { fixable: &RuleSet::default(), ..scope };
    let mut findings = check_unsuppressed_parts(&template, scope);
    findings.retain(|finding| damage.spares(finding));
    Suppressions::of(tree, scope.registry).apply(tree, &mut findings);
    findings
}

/// What syntax errors have made unknown.
struct Damage<'t> {
    root: Node<'t>,
    source: &'t Source,
    format: Format,
    /// The entries of the root that are sections; any other one is a part of the section before it that lost its
    /// indentation.
    sections: Vec<(Section, Entry<'t>)>,
    /// The parts that may have been read wrongly, or not at all; each ends with its section.
    parts: Vec<Range<u32>>,
    /// Whether the source ends before the template does.
    is_cut_off: bool,
}

impl<'t> Damage<'t> {
    fn of(template: &Template<'t>) -> Self {
        let (root, tree) = (template.root(), template.tree());
        let sections = root.entries().filter_map(|entry| Some((Section::from_key(entry.name()?)?, entry)));
        let (source, format, sections) = (tree.source(), tree.format(), sections.collect());
        let mut damage = Self { root, source, format, sections, parts: Vec::new(), is_cut_off: false };
        damage.parts = tree.errors().iter().map(|error| damage.part(error.range.start())).collect();
        let end = source.text().trim_ascii_end().len() as u32;
        damage.is_cut_off = tree.errors().iter().any(|error| error.range.end() >= end);
        damage
    }

    /// The part of the template that an error at a byte may have changed: from the declaration in which it is noticed to
    /// the end of the section.
    fn part(&self, error: u32) -> Range<u32> {
        let next = self.sections.partition_point(|(_, section)| section.range().start() <= error);
        let end = self.end_before(next);
        let Some((_, section)) = next.checked_sub(1).map(|index| self.sections[index]) else {
            return 0..end;
        };
        // In YAML an error on the line of a key is often one of the declaration before it.
        let is_before = |offset: u32| match self.format {
            Format::Json => offset < error,
            Format::Yaml => self.source.line_index(offset) < self.source.line_index(error),
        };
        if self.format == Format::Json && self.is_noticed_late(error) {
            return section.range().start()..end;
        }
        // An empty name is that of a colon without a key, which interrupts a declaration.
        let is_named = |entry: &Entry<'t>| entry.name().is_some_and(|name| !name.is_empty());
        let declarations = section.value.entries().filter(is_named).map(|entry| entry.key.range().start());
        let last = declarations.take_while(|start| *start <= error).filter(|start| is_before(*start)).last();
        let before = next.checked_sub(2).map(|index| self.sections[index].1.range().start());
        let start = match last {
            Some(declaration) => declaration,
            None if is_before(section.range().start()) => section.range().start(),
            None => before.unwrap_or_default(),
        };
        start..end
    }

    /// Whether a missing or superfluous brace of JSON was noticed at the end of the root or of the source. Since then
    /// everything was read at another level.
    fn is_noticed_late(&self, error: u32) -> bool {
        let is_at_end = self.source.text()[error as usize..].trim_ascii().is_empty();
        is_at_end || error >= self.root.range().end()
    }

    /// The end of the section before the one with this index. What is missing at the end of the source belongs to the
    /// last section, so that ends one byte later.
    fn end_before(&self, index: usize) -> u32 {
        let end_of_source = self.source.text().len() as u32 + 1;
        self.sections.get(index).map_or(end_of_source, |(_, section)| section.range().start())
    }

    /// Whether all of a section is known: it is in the tree and not damaged, or cannot be in a damaged part.
    fn is_whole(&self, section: Section) -> bool {
        let mut own = (0..self.sections.len()).filter(|&index| self.sections[index].0 == section).peekable();
        if own.peek().is_none() {
            return !self.may_follow(section)
                && !self.parts.iter().any(|part| self.may_contain(part, section));
        }
        own.all(|index| {
            let section = self.sections[index].1.range().start()..self.end_before(index + 1);
            self.parts.iter().all(|part| part.end <= section.start || section.end <= part.start)
        })
    }

    /// Whether a section that is not in the tree may follow the end of the source.
    fn may_follow(&self, section: Section) -> bool {
        // Writers of YAML begin with the transform. JSON with its keys in alphabetical order ends with it, but a mistake
        // before the end of the source is more likely than a source without its end.
        match (section, self.format) {
            (Section::Transform, Format::Yaml) => false,
            (Section::Transform, Format::Json) => self.is_cut_off,
            _ => self.parts.iter().any(|part| part.end == self.end_before(self.sections.len())),
        }
    }

    fn text_of(&self, part: &Range<u32>) -> &'t str {
        let text = self.source.text();
        &text[part.start as usize..text.len().min(part.end as usize)]
    }

    /// Whether a damaged part may contain a section that is not in the tree: it mentions the name, or a line begins like
    /// that of a section whose name is damaged.
    fn may_contain(&self, part: &Range<u32>, section: Section) -> bool {
        let text = self.text_of(part);
        let is_section = |line: &str| {
            let name = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            name.is_empty() || Section::from_key(name).is_some()
        };
        let is_line = self.source.line_range(self.source.line_index(part.start)).start() == part.start;
        let mut lines = text.split(['\n', '\r']).skip(usize::from(!is_line));
        text.contains(section.key()) || (self.format == Format::Yaml && !lines.all(is_section))
    }

    /// Whether a damaged part may suppress findings everywhere.
    fn hides_suppressions(&self) -> bool {
        let is_of_file = |part: &Range<u32>| {
            let text = self.text_of(part);
            !self.is_whole(Section::Metadata) && ["cfn-lint", "cfn-tidy"].iter().any(|key| text.contains(key))
        };
        self.parts.iter().any(is_of_file)
    }

    /// Whether a finding holds in spite of the errors.
    fn spares(&self, finding: &Finding) -> bool {
        let mut ranges = finding.labels.iter().map(|label| label.range).chain([finding.range]);
        self.knows_all_about(finding) && ranges.all(|range| self.is_outside(range))
    }

    fn is_outside(&self, range: TextRange) -> bool {
        // A value that is missing in a part has an empty range at its end.
        let follows = |part: &Range<u32>| part.end + u32::from(range.is_empty()) <= range.start();
        self.parts.iter().all(|part| range.end() <= part.start || follows(part))
    }

    /// Whether the other parts of the template that decide about a finding are known.
    fn knows_all_about(&self, finding: &Finding) -> bool {
        if *finding.rule == missing_attribute::RULE && finding.range == place_of_owner(self.root) {
            return self.is_whole(Section::Resources);
        }
        match finding.rule.depends_on {
            DependsOn::Declaration => true,
            DependsOn::Sections(sections) => sections.iter().all(|section| self.is_whole(*section)),
            DependsOn::Template => false,
        }
    }
}
