//! The definition of a rule: its name, its documentation and its hooks into the walk over a template.

pub mod context;
mod depends_on;
mod group;
mod hook;
pub mod referenced_files;
mod registry;
mod replacement;
pub mod selection;

use std::cmp::Ordering;

use cfn_ast::FunctionName;

use crate::finding::Severity;
use crate::fix::Applicability;

pub use context::RuleContext;
pub use depends_on::DependsOn;
pub use group::{Group, GroupAlias};
pub use hook::{
    FunctionCheck, Guard, Hook, MisfitCheck, MismatchCheck, NodeCheck, OutputCheck, ParameterCheck,
    ReferenceCheck, ResourceCheck, TemplateCheck,
};
pub use registry::{Registry, UnknownSelector};

/// The best fix that the findings of a rule can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixKind {
    /// The rule only reports.
    None,
    /// Shown with a placeholder, and never applied.
    Suggestion,
    /// Applied with `--fix --unsafe-fixes`.
    Unsafe,
    /// Applied with `--fix`.
    Safe,
}

impl FixKind {
    /// Returns the name of the kind, as printed in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Suggestion => "suggestion",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }

    /// Whether a rule that declares this may attach a fix of the given applicability.
    pub fn allows(self, applicability: Applicability) -> bool {
        let needed = match applicability {
            Applicability::Suggestion => Self::Suggestion,
            Applicability::Unsafe => Self::Unsafe,
            Applicability::Safe => Self::Safe,
        };
        self >= needed
    }
}

/// The findings of a rule that are taken over from an expansion, where they are reported at their origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InExpansion {
    /// None: the rule does not run on expansions.
    Skip,
    /// All findings, with loops repeated and snippets inserted.
    Report,
    /// The findings outside of loops, with loops repeated and snippets inserted. That something is superfluous in one
    /// round is what loops are for.
    OutsideLoops,
    /// All findings, with snippets inserted and loops left as they are.
    SnippetsOnly,
}

impl InExpansion {
    /// Returns what a rule uses unless it declares something else. A loop cannot make anything used that the template
    /// does not name already, so the rules of `unused` need no rounds.
    pub const fn default_for(group: Group, severity: Severity) -> Self {
        match (group, severity) {
            (Group::Resources, Severity::Error) => Self::Report,
            (Group::Unused, _) => Self::SnippetsOnly,
            (_, Severity::Error) if group.is_about_correctness() => Self::Report,
            _ => Self::Skip,
        }
    }

    /// Whether the rule also runs on the template with its loops repeated.
    pub const fn repeats_loops(self) -> bool {
        matches!(self, Self::Report | Self::OutsideLoops)
    }
}

/// A pattern that is looked for in templates.
#[derive(Debug)]
pub struct Rule {
    /// The name, in kebab case; it names the pattern, so that `ignore[name]` reads well.
    pub name: &'static str,
    /// The group of the rule.
    pub group: Group,
    /// The severity of its findings.
    pub severity: Severity,
    /// The best fix that its findings can have.
    pub fix: FixKind,
    /// Whether it runs if no rules are selected.
    pub default: bool,
    /// The cfn-lint IDs of the same findings.
    pub cfn_lint: &'static [&'static str],
    /// Whether some findings have no cfn-lint ID, though others have one.
    pub some_without_cfn_lint: bool,
    /// The doc comment, unchanged; [`Rule::documentation`] returns it as Markdown.
    pub docs: &'static str,
    /// The functions that find the pattern; empty for rules that the engine reports itself.
    pub hooks: &'static [Hook],
    /// The functions that [`Hook::Function`] is called for; empty for all.
    pub functions: &'static [FunctionName],
    /// What the rule does not look at.
    pub skips: &'static [Guard],
    /// The findings that are taken over from expansions.
    pub in_expansion: InExpansion,
    /// Whether a fix is refused if it introduces a finding of the rule.
    pub blocks_fixes: bool,
    /// What else in the template decides whether a finding is right.
    pub depends_on: DependsOn,
}

/// A rule is identified by its name, which is unique.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Rule {
    /// Whether [`Hook::Function`] is called for a function.
    pub(crate) fn checks_function(&self, name: FunctionName) -> bool {
        self.functions.is_empty() || self.functions.contains(&name)
    }

    /// Whether the rule declares that it does not look at something.
    pub(crate) fn skips(&self, guard: Guard) -> bool {
        self.skips.contains(&guard)
    }

    /// Returns the cfn-lint IDs of its findings; `None` for findings without one.
    pub fn possible_ids(&self) -> impl Iterator<Item = Option<&'static str>> + use<> {
        let has_none = self.cfn_lint.is_empty() || self.some_without_cfn_lint;
        self.cfn_lint.iter().copied().map(Some).chain(has_none.then_some(None))
    }

    /// Returns the documentation as Markdown, without the space that follows each `///`.
    pub fn documentation(&self) -> String {
        self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
    }

    /// Returns the text below a heading of the documentation, up to the next heading.
    pub fn section(&self, heading: &str) -> Option<String> {
        let documentation = self.documentation();
        let (_, below) = documentation.split_once(&format!("\n## {heading}\n"))?;
        Some(below.split("\n## ").next().unwrap_or_default().trim().to_owned())
    }

    /// Returns the address of the page about the rule.
    pub fn page(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }

    /// Returns the first paragraph of the documentation, on one line.
    pub fn summary(&self) -> String {
        let paragraph = self.docs.lines().map(str::trim).take_while(|line| !line.is_empty());
        paragraph.collect::<Vec<_>>().join(" ")
    }
}

/// Declares the rule of a file as a static `RULE`; the doc comment becomes its documentation.
///
/// After `hooks`, a rule may set, in this order:
///
/// * `functions`, the intrinsic functions that its hook `Function` is called for, by default all;
/// * `skips`, the [`Guard`]s of what it does not look at;
/// * `some_without_cfn_lint`, by default false;
/// * `in_expansion`, by default [`InExpansion::default_for`] its group and severity;
/// * `blocks_fixes`, by default true for errors;
/// * `depends_on`, the sections whose declarations decide whether a finding is right, or `Template` for all of the template;
///   by default [`DependsOn::default_for`] its group.
#[macro_export]
macro_rules! declare_rule {
    (@value_or $default:expr;) => { $default };
    (@value_or $default:expr; $value:expr) => { $value };
    (@depends_on $group:ident;) => { $crate::rule::DependsOn::default_for($crate::rule::Group::$group) };
    (@depends_on $group:ident; Template) => { $crate::rule::DependsOn::Template };
    (@depends_on $group:ident; [$($section:ident),+]) => {
        $crate::rule::DependsOn::Sections(&[$(cfn_ast::model::Section::$section),+])
    };
    (
        $(#[doc = $line:literal])+
        $name:literal {
            group: $group:ident,
            severity: $severity:ident,
            fix: $fix:ident,
            default: $default:literal,
            cfn_lint: [$($id:literal),* $(,)?],
            hooks: [$($hook:ident($check:path)),* $(,)?]
            $(, functions: [$($function:ident),+ $(,)?])?
            $(, skips: [$($guard:ident),+ $(,)?])?
            $(, some_without_cfn_lint: $some_without_cfn_lint:literal)?
            $(, in_expansion: $in_expansion:ident)?
            $(, blocks_fixes: $blocks_fixes:literal)?
            $(, depends_on: $depends_on:tt)?
            $(,)?
        }
    ) => {
        $(#[doc = $line])+
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            name: $name,
            group: $crate::rule::Group::$group,
            severity: $crate::finding::Severity::$severity,
            fix: $crate::rule::FixKind::$fix,
            default: $default,
            cfn_lint: &[$($id),*],
            some_without_cfn_lint: $crate::declare_rule!(@value_or false; $($some_without_cfn_lint)?),
            docs: concat!($($line, "\n"),+),
            hooks: &[$($crate::rule::Hook::$hook($check)),*],
            functions: &[$($(cfn_ast::FunctionName::$function),+)?],
            skips: &[$($($crate::rule::Guard::$guard),+)?],
            in_expansion: $crate::declare_rule!(
                @value_or $crate::rule::InExpansion::default_for(
                    $crate::rule::Group::$group,
                    $crate::finding::Severity::$severity,
                );
                $($crate::rule::InExpansion::$in_expansion)?
            ),
            blocks_fixes: $crate::declare_rule!(
                @value_or matches!($crate::finding::Severity::$severity, $crate::finding::Severity::Error);
                $($blocks_fixes)?
            ),
            depends_on: $crate::declare_rule!(@depends_on $group; $($depends_on)?),
        };
    };
}
