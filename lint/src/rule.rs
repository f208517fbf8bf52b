//! What a rule is: its name, its documentation and the places of a template it looks at.

use cfn_ast::{Function, Node, Template};

use crate::context::RuleContext;
use crate::diagnostic::Severity;
use crate::fix::Applicability;

/// What the rules of one group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The same meaning, written more simply.
    Rewrite,
    /// What CloudFormation refuses, or what it does not do although it looks so.
    Correctness,
    /// Values that YAML readers take for something else than was meant.
    Yaml,
    /// Values that tie a template to one partition, region or account.
    Portability,
    /// What can go without anything being missed.
    Unused,
    /// What AWS has retired or is about to.
    Deprecated,
    /// The order in which the parts of a template stand.
    Order,
    /// Lambda layers, and the macro that looks up their versions.
    Layers,
    /// The use of cfn-tidy itself.
    Tidy,
}

impl Group {
    /// All groups, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Rewrite,
        Self::Correctness,
        Self::Yaml,
        Self::Portability,
        Self::Unused,
        Self::Deprecated,
        Self::Order,
        Self::Layers,
        Self::Tidy,
    ];

    /// The name that selects the rules of the group.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rewrite => "rewrite",
            Self::Correctness => "correctness",
            Self::Yaml => "yaml",
            Self::Portability => "portability",
            Self::Unused => "unused",
            Self::Deprecated => "deprecated",
            Self::Order => "order",
            Self::Layers => "layers",
            Self::Tidy => "tidy",
        }
    }

    /// What its rules have in common, in one line without a full stop.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Rewrite => "the same meaning, written more simply",
            Self::Correctness => "what CloudFormation refuses, or does not do although it looks so",
            Self::Yaml => "values that YAML readers take for something else than was meant",
            Self::Portability => "values that tie a template to one partition, region or account",
            Self::Unused => "what can go without anything being missed",
            Self::Deprecated => "what AWS has retired or is about to",
            Self::Order => "the order in which the parts of a template stand",
            Self::Layers => "Lambda layers, and the macro that looks up their versions",
            Self::Tidy => "the use of cfn-tidy itself",
        }
    }
}

/// The best fix that the findings of a rule can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixKind {
    /// The rule only reports.
    None,
    /// Shown, never applied.
    DisplayOnly,
    /// Applied with `--unsafe-fixes`.
    Unsafe,
    /// Applied with `--fix`.
    Safe,
}

impl FixKind {
    /// Whether a fix of this applicability is within what the rule declares.
    pub fn allows(self, applicability: Applicability) -> bool {
        let needed = match applicability {
            Applicability::DisplayOnly => Self::DisplayOnly,
            Applicability::Unsafe => Self::Unsafe,
            Applicability::Safe => Self::Safe,
        };
        self >= needed
    }
}

/// Looks at a whole template.
pub type TemplateCheck = for<'t> fn(&'t Template<'t>, &mut RuleContext<'_, 't>);

/// Looks at one intrinsic function.
pub type FunctionCheck = for<'t> fn(Function<'t>, &mut RuleContext<'_, 't>);

/// Looks at one node.
pub type NodeCheck = for<'t> fn(Node<'t>, &mut RuleContext<'_, 't>);

/// A place of the template that a rule looks at; one walk over the tree serves all rules.
#[derive(Clone, Copy, Debug)]
pub enum Hook {
    /// Called once, before the walk.
    Template(TemplateCheck),
    /// Called for each intrinsic function, whatever its spelling, the outer one first.
    Function(FunctionCheck),
    /// Called for each node, the outer one first.
    Node(NodeCheck),
}

/// A rule: a name for a pattern, why it matters, and how it is found.
#[derive(Debug)]
pub struct Rule {
    /// The name, in kebab case; it names the pattern, so that `ignore[name]` reads well.
    pub name: &'static str,
    /// The group it belongs to.
    pub group: Group,
    /// How much its findings matter.
    pub severity: Severity,
    /// The best fix its findings can carry.
    pub fix: FixKind,
    /// Whether it runs where nothing is selected.
    pub default: bool,
    /// The ids under which cfn-lint reports the same.
    pub cfn_lint: &'static [&'static str],
    /// The doc comment as it stands; [`Rule::documentation`] is the Markdown.
    pub docs: &'static str,
    /// The places it looks at; empty for what cfn-tidy itself reports.
    pub hooks: &'static [Hook],
}

impl Rule {
    /// The documentation as Markdown, without the blank that follows `///`.
    pub fn documentation(&self) -> String {
        self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
    }

    /// The first paragraph of the documentation, on one line.
    pub fn summary(&self) -> String {
        let paragraph = self.docs.lines().map(str::trim).take_while(|line| !line.is_empty());
        paragraph.collect::<Vec<_>>().join(" ")
    }
}

/// Declares the rule of a file, `RULE`, with the doc comment as its documentation.
#[macro_export]
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])+
        $name:literal {
            group: $group:ident,
            severity: $severity:ident,
            fix: $fix:ident,
            default: $default:literal,
            cfn_lint: [$($id:literal),* $(,)?],
            hooks: [$($hook:ident($check:path)),* $(,)?] $(,)?
        }
    ) => {
        $(#[doc = $line])+
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            name: $name,
            group: $crate::rule::Group::$group,
            severity: $crate::diagnostic::Severity::$severity,
            fix: $crate::rule::FixKind::$fix,
            default: $default,
            cfn_lint: &[$($id),*],
            docs: concat!($($line, "\n"),+),
            hooks: &[$($crate::rule::Hook::$hook($check)),*],
        };
    };
}
