//! Defaults that violate the constraints of their parameter.

use cfn_ast::TextRange;
use cfn_ast::foreign;
use cfn_ast::model::ValueShape;
use cfn_ast::syntax::Scalar;
use regex_lite::Regex;

use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_value;

declare_rule! {
    /// A default value that violates the parameter's own constraints.
    ///
    /// ## Why
    ///
    /// CloudFormation validates the default against `AllowedValues`, `AllowedPattern`, and the minimum and maximum, and
    /// rejects the template. A pattern must match the whole value. In a list, each item must be allowed.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    ///     Default: prod
    ///     AllowedValues: [test, production]
    /// Resources: {}
    /// ```
    "default-outside-constraints" {
        group: Parameters,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E2015"],
        hooks: [Parameter(check)],
    }
}

/// A violated constraint and the message about it.
type Broken<'t> = (Node<'t>, String);

fn check<'t>(parameter: Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(default) = parameter.default() else { return };
    let Some(value) = text(default) else { return };
    for (constraint, message) in broken(&parameter, &value) {
        let finding = cx.finding(place_of_value(default), message);
        let finding = finding.with_label(place(constraint), "the constraint");
        cx.report(
            finding.with_help("choose a default that satisfies the constraint, or relax the constraint"),
        );
    }
}

fn place(constraint: Node<'_>) -> TextRange {
    constraint.key().unwrap_or(constraint).range()
}

/// A list violates a constraint only if both an item and the list as a whole do, so that it does not matter which of them
/// CloudFormation validates.
fn broken<'t>(parameter: &Parameter<'t>, value: &str) -> Vec<Broken<'t>> {
    let constraints = Constraints::of(parameter);
    if parameter.shape() != ValueShape::List {
        return constraints.broken_by(value);
    }
    let items = value.split(',').flat_map(|item| constraints.broken_by(item.trim()));
    let by_items: Vec<Broken<'t>> = items.collect();
    if constraints.broken_by(value).is_empty() { Vec::new() } else { first_of_each(by_items) }
}

fn first_of_each(mut broken: Vec<Broken<'_>>) -> Vec<Broken<'_>> {
    broken.sort_by_key(|(constraint, _)| constraint.id());
    broken.dedup_by_key(|(constraint, _)| constraint.id());
    broken
}

struct Constraints<'t> {
    parameter: Parameter<'t>,
    is_number: bool,
    pattern: Option<Regex>,
    allowed: Vec<String>,
}

impl<'t> Constraints<'t> {
    fn of(parameter: &Parameter<'t>) -> Self {
        let pattern = parameter.value().get("AllowedPattern").and_then(Node::text);
        // A pattern in another dialect of regular expressions is not checked.
        let pattern = pattern.and_then(|pattern| Regex::new(&format!("^(?:{pattern})$")).ok());
        let is_number = matches!(parameter.type_name(), Some("Number" | "List<Number>"));
        let allowed = parameter.allowed_values().filter_map(text).collect();
        Self { parameter: *parameter, is_number, pattern, allowed }
    }

    fn constraint(&self, name: &str) -> Option<Node<'t>> {
        self.parameter.value().get(name)
    }

    fn broken_by(&self, value: &str) -> Vec<Broken<'t>> {
        let broken = [
            self.allowed_values(value),
            self.allowed_pattern(value),
            self.bound("MinValue", value, |value, bound| value < bound),
            self.bound("MaxValue", value, |value, bound| value > bound),
            self.length("MinLength", value, |length, bound| length < bound),
            self.length("MaxLength", value, |length, bound| length > bound),
        ];
        broken.into_iter().flatten().collect()
    }

    /// The default in words, without its value if it may be a secret.
    fn shown(&self, value: &str) -> String {
        if value.is_empty() {
            return "empty default".to_owned();
        }
        if self.parameter.is_hidden() { "default".to_owned() } else { format!("default `{value}`") }
    }

    fn allowed_values(&self, value: &str) -> Option<Broken<'t>> {
        let constraint = self.constraint("AllowedValues")?;
        let is_allowed =
            |allowed: &String| allowed == value || (self.is_number && same_number(allowed, value));
        let is_judged = constraint.child_count() == self.allowed.len() && !self.allowed.is_empty();
        let is_broken = is_judged && !self.allowed.iter().any(is_allowed);
        is_broken.then(|| (constraint, format!("{} is not in `AllowedValues`", self.shown(value))))
    }

    fn allowed_pattern(&self, value: &str) -> Option<Broken<'t>> {
        let is_broken = self.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(value));
        let constraint = self.constraint("AllowedPattern").filter(|_| is_broken)?;
        Some((constraint, format!("{} does not match `AllowedPattern`", self.shown(value))))
    }

    fn bound(&self, name: &str, value: &str, breaks: fn(f64, f64) -> bool) -> Option<Broken<'t>> {
        let constraint = self.constraint(name)?;
        let bound = constraint.text()?;
        let is_broken = breaks(value.trim().parse().ok()?, bound.trim().parse().ok()?);
        is_broken.then(|| (constraint, format!("{} violates `{name}: {bound}`", self.shown(value))))
    }

    fn length(&self, name: &str, value: &str, breaks: fn(usize, usize) -> bool) -> Option<Broken<'t>> {
        let constraint = self.constraint(name)?;
        let (bound, length) = (constraint.text()?, value.chars().count());
        let is_broken = breaks(length, bound.trim().parse().ok()?);
        is_broken.then(|| {
            (constraint, format!("default has {length} characters, which violates `{name}: {bound}`"))
        })
    }
}

fn same_number(left: &str, right: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    number(left).zip(number(right)).is_some_and(|(left, right)| left.total_cmp(&right).is_eq())
}

/// The string that CloudFormation reads a scalar as; `None` if another YAML parser could read a different one.
fn text(node: Node<'_>) -> Option<String> {
    match node.scalar().filter(|_| node.tag().is_none())? {
        Scalar::Null => None,
        Scalar::Text(text) if foreign::has_variable(text) => None,
        Scalar::Bool(value) => Some(value.to_string()),
        Scalar::Int(digits) => Some(digits.into_owned()),
        Scalar::Float(_) | Scalar::Text(_) => node.text().map(str::to_owned),
    }
}
