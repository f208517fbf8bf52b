//! Intrinsic functions, recognized in both forms.

use crate::syntax::{Node, NodeKind};

/// The name of an intrinsic function of CloudFormation, of the transform `AWS::LanguageExtensions`, or of the section
/// `Rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the function of that name in AWS's reference")]
pub enum FunctionName {
    And,
    Base64,
    Cidr,
    Condition,
    Contains,
    EachMemberEquals,
    EachMemberIn,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    GetStackOutput,
    If,
    ImportValue,
    Join,
    Length,
    Not,
    Or,
    Ref,
    RefAll,
    Select,
    Split,
    Sub,
    ToJsonString,
    Transform,
    ValueOf,
    ValueOfAll,
}

use FunctionName as F;

/// Name, key of the long form, and whether the function has a short form. The functions that
/// `AWS::LanguageExtensions` adds, and those of rules, have none.
const FUNCTIONS: [(FunctionName, &str, bool); 27] = [
    (F::And, "Fn::And", true),
    (F::Base64, "Fn::Base64", true),
    (F::Cidr, "Fn::Cidr", true),
    (F::Condition, "Condition", true),
    (F::Contains, "Fn::Contains", false),
    (F::EachMemberEquals, "Fn::EachMemberEquals", false),
    (F::EachMemberIn, "Fn::EachMemberIn", false),
    (F::Equals, "Fn::Equals", true),
    (F::FindInMap, "Fn::FindInMap", true),
    (F::GetAtt, "Fn::GetAtt", true),
    (F::GetAZs, "Fn::GetAZs", true),
    (F::GetStackOutput, "Fn::GetStackOutput", true),
    (F::If, "Fn::If", true),
    (F::ImportValue, "Fn::ImportValue", true),
    (F::Join, "Fn::Join", true),
    (F::Length, "Fn::Length", false),
    (F::Not, "Fn::Not", true),
    (F::Or, "Fn::Or", true),
    (F::Ref, "Ref", true),
    (F::RefAll, "Fn::RefAll", false),
    (F::Select, "Fn::Select", true),
    (F::Split, "Fn::Split", true),
    (F::Sub, "Fn::Sub", true),
    (F::ToJsonString, "Fn::ToJsonString", false),
    (F::Transform, "Fn::Transform", true),
    (F::ValueOf, "Fn::ValueOf", false),
    (F::ValueOfAll, "Fn::ValueOfAll", false),
];

impl FunctionName {
    /// Returns the function of a YAML tag, given without its exclamation mark.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let function = FUNCTIONS.iter().find(|(_, key, short)| *short && short_name(key) == tag);
        function.map(|(name, ..)| *name)
    }

    /// Returns the function of a key in the long form: `Fn::Sub`, `Ref`.
    pub fn from_key(key: &str) -> Option<Self> {
        if !key.starts_with("Fn::") && key != "Ref" && key != "Condition" {
            return None;
        }
        FUNCTIONS.iter().find(|(_, long, _)| *long == key).map(|(name, ..)| *name)
    }

    /// Returns every function, by name.
    pub fn all() -> impl Iterator<Item = Self> {
        FUNCTIONS.iter().map(|(name, ..)| *name)
    }

    /// The key of the long form: `Fn::Sub`, `Ref`.
    pub fn key(self) -> &'static str {
        FUNCTIONS[self as usize].1
    }

    /// The name without `Fn::`, which is that of the tag in the short form.
    pub fn name(self) -> &'static str {
        short_name(self.key())
    }

    /// Whether the function has a short form in YAML.
    pub fn has_short_form(self) -> bool {
        FUNCTIONS[self as usize].2
    }

    /// Whether the function evaluates to the boolean of a condition.
    pub fn is_condition_function(self) -> bool {
        matches!(self, F::And | F::Condition | F::Equals | F::Not | F::Or)
    }

    /// Whether the function is only available in the section `Rules`.
    pub fn is_rule_function(self) -> bool {
        matches!(
            self,
            F::Contains | F::EachMemberEquals | F::EachMemberIn | F::RefAll | F::ValueOf | F::ValueOfAll
        )
    }
}

fn short_name(key: &str) -> &str {
    key.strip_prefix("Fn::").unwrap_or(key)
}

/// The form in which a function is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As a YAML tag: `!Sub`.
    Short,
    /// As the only key of a mapping: `Fn::Sub`.
    Long,
}

/// A function in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function<'t> {
    /// The name of the function.
    pub name: FunctionName,
    /// The form in which it is written.
    pub form: Form,
    /// The whole function, which an edit replaces.
    pub node: Node<'t>,
    /// The argument: the value of the long form's key, or the node without the short form's tag.
    pub argument: Node<'t>,
    /// The key of the long form; `None` in the short form.
    pub key: Option<Node<'t>>,
}

impl<'t> Node<'t> {
    /// The function that the node is, in either form; `None` if it is not a function.
    ///
    /// The long form of `Condition` is recognized only as an operand of `Fn::And`, `Fn::Or` and `Fn::Not`: elsewhere, a
    /// mapping whose only key is `Condition` is most often a part of a policy. A mapping that is merged into another one is
    /// not a function: its entries are those of the other one.
    pub fn function(self) -> Option<Function<'t>> {
        if let Some(tag) = self.local_tag() {
            let name = FunctionName::from_tag(tag)?;
            return Some(Function {
                name,
                form: Form::Short,
                node: self,
                argument: self.without_tag(),
                key: None,
            });
        }
        if !matches!(self.kind(), NodeKind::Mapping(_)) || self.child_count() != 2 {
            return None;
        }
        let entry = self.entries().next()?;
        let name = FunctionName::from_key(entry.key.text()?)?;
        if name == FunctionName::Condition && !self.is_condition_operand() || self.is_merged() {
            return None;
        }
        Some(Function { name, form: Form::Long, node: self, argument: entry.value, key: Some(entry.key) })
    }

    /// The innermost function whose argument contains the node, at any depth of lists and mappings.
    pub fn enclosing_function(self) -> Option<Function<'t>> {
        self.enclosing_functions().next()
    }

    /// The functions whose arguments contain the node, the innermost first.
    pub fn enclosing_functions(self) -> impl Iterator<Item = Function<'t>> {
        self.ancestors()
            .flat_map(Self::functions_here)
            .filter(move |function| function.argument.contains(self))
    }

    /// The functions that start at the node: `!Base64` followed by the key `Fn::Sub` are two, the inner one first.
    pub fn functions_here(self) -> impl Iterator<Item = Function<'t>> {
        let inner = self.tag().and_then(|_| self.without_tag().function());
        inner.into_iter().chain(self.function())
    }

    /// Whether the mapping is the value of a merge key, or one of a list of them.
    fn is_merged(self) -> bool {
        let is_merge =
            |node: Self| node.key().is_some() && node.own_entry().is_some_and(|entry| entry.is_merge());
        is_merge(self) || self.parent().is_some_and(|list| list.is_sequence() && is_merge(list))
    }

    fn is_condition_operand(self) -> bool {
        let Some(list) = self.parent().filter(|parent| parent.is_sequence()) else { return false };
        let has_operand = |node: Self| {
            node.functions_here().any(|function| {
                matches!(function.name, FunctionName::And | FunctionName::Or | FunctionName::Not)
                    && function.argument.id() == list.id()
            })
        };
        has_operand(list) || list.parent().is_some_and(has_operand)
    }
}
