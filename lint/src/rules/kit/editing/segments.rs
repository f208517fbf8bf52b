//! A `Fn::Join` or a `Fn::Sub` as one list of literals and variables.

use cfn_ast::model::{GetAttName, Intrinsic, Template, ValueShape};
use cfn_ast::sub::{SegmentKind, is_variable_name, segments};
use cfn_ast::{Function, FunctionName, Node};

use super::names::{is_logical_id, join_item_text};
use super::spelling::LiteralStyles;

/// A literal or a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A literal as CloudFormation evaluates it, without the escapes of a Sub.
    Text(String),
    /// The text between the braces: `Name` or `Name.Attribute`.
    Variable(String),
}

/// The parts; literals are never adjacent and never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts(Vec<Part>);

/// A Sub cannot do the same as a function, cannot be written, or it is not certain that it would mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotASub;

impl Parts {
    /// Returns the parts of a Join, and adds the styles of its literals to `styles`.
    ///
    /// # Errors
    /// [`NotASub`] if a Sub with these parts is not certain to mean the same.
    pub(crate) fn of_join(
        join: Function<'_>,
        template: &Template<'_>,
        styles: &mut LiteralStyles,
    ) -> Result<Self, NotASub> {
        let Ok(Intrinsic::Join { delimiter, list }) = join.view() else { return Err(NotASub) };
        let is_literal_list = list.is_sequence() && list.tag().is_none();
        let between = literal_string(delimiter).filter(|_| is_literal_list).ok_or(NotASub)?;
        let mut parts = Self::default();
        for (index, item) in list.items().enumerate() {
            if index > 0 {
                parts.push_text(between);
            }
            parts.extend(item_parts(item, template, styles)?);
        }
        styles.add(delimiter);
        Ok(parts)
    }

    /// Returns the parts of the string of a Sub; `None` if a part of it is malformed.
    pub(crate) fn of_sub(text: &str) -> Option<Self> {
        let mut parts = Self::default();
        for segment in segments(text) {
            match segment.kind {
                SegmentKind::Literal(text) => parts.push_text(text),
                SegmentKind::Escape(name) => parts.push_text(&format!("${{{name}}}")),
                SegmentKind::Variable(name) => parts.0.push(Part::Variable(name.to_owned())),
                SegmentKind::Malformed(_) => return None,
            }
        }
        Some(parts)
    }

    /// Adds a literal, as CloudFormation is to evaluate it.
    pub(crate) fn push_text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(before)) => before.push_str(text),
            _ => self.0.push(Part::Text(text.to_owned())),
        }
    }

    /// Adds a variable.
    pub(crate) fn push_variable(&mut self, name: &str) {
        self.0.push(Part::Variable(name.to_owned()));
    }

    fn extend(&mut self, other: Self) {
        for part in other.0 {
            match part {
                Part::Text(text) => self.push_text(&text),
                variable @ Part::Variable(_) => self.0.push(variable),
            }
        }
    }

    /// Returns the string if there are no variables.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether a literal contains what `Fn::ForEach` would replace.
    pub(crate) fn has_placeholder_in_text(&self) -> bool {
        self.0
            .iter()
            .any(|part| matches!(part, Part::Text(text) if text.contains("${") || text.contains("&{")))
    }

    /// Returns the string of a Sub with these parts, which is parsed again to check that it has them.
    ///
    /// # Errors
    /// [`NotASub`] if the literals cannot be escaped.
    pub(crate) fn to_sub(&self) -> Result<String, NotASub> {
        let mut out = String::new();
        for (index, part) in self.0.iter().enumerate() {
            match part {
                Part::Text(text) => {
                    let variable_follows = matches!(self.0.get(index + 1), Some(Part::Variable(_)));
                    escape(text, variable_follows, &mut out)?;
                }
                Part::Variable(name) => {
                    out.push_str("${");
                    out.push_str(name);
                    out.push('}');
                }
            }
        }
        if Self::of_sub(&out).as_ref() == Some(self) { Ok(out) } else { Err(NotASub) }
    }
}

/// Writes `${Name}` as `${!Name}`, and refuses any `${` for which AWS documents no escape.
fn escape(text: &str, variable_follows: bool, out: &mut String) -> Result<(), NotASub> {
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let inner = &rest[at + 2..];
        let Some(end) = inner.find('}') else { return Err(NotASub) };
        let name = &inner[..end];
        // AWS documents neither an escape for such a name nor the meaning of a `$` before `${`.
        if name.is_empty() || name.contains(['$', '{', '!']) || rest[..at].ends_with('$') {
            return Err(NotASub);
        }
        out.push_str(&rest[..at]);
        out.push_str("${!");
        out.push_str(name);
        out.push('}');
        rest = &inner[end + 1..];
    }
    if variable_follows && rest.ends_with('$') {
        return Err(NotASub);
    }
    out.push_str(rest);
    Ok(())
}

fn item_parts(item: Node<'_>, template: &Template<'_>, styles: &mut LiteralStyles) -> Result<Parts, NotASub> {
    if let Some(function) = item.function() {
        return function_parts(function, template, styles);
    }
    let mut parts = Parts::default();
    parts.push_text(join_item_text(item).ok_or(NotASub)?);
    styles.add(item);
    Ok(parts)
}

fn function_parts(
    function: Function<'_>,
    template: &Template<'_>,
    styles: &mut LiteralStyles,
) -> Result<Parts, NotASub> {
    let view = function.view().map_err(|_| NotASub)?;
    match (function.name, view) {
        (FunctionName::Join, _) => Parts::of_join(function, template, styles),
        (_, Intrinsic::Ref(name)) => ref_variable(name, template),
        (_, Intrinsic::GetAtt(name)) => get_att_variable(&name, template),
        (_, Intrinsic::Sub { template: text, mapping: None }) => {
            if text.source_text().contains(['\n', '\r']) {
                return Err(NotASub);
            }
            styles.add(text);
            Parts::of_sub(text.text().unwrap_or_default()).ok_or(NotASub)
        }
        _ => Err(NotASub),
    }
}

fn ref_variable(name: Node<'_>, template: &Template<'_>) -> Result<Parts, NotASub> {
    let text = name.text().filter(|_| name.tag().is_none()).ok_or(NotASub)?;
    let is_loop_variable = template.loops_around(name).any(|around| around.variable() == Some(text));
    let is_string = is_loop_variable || template.shape_of_ref(text) == ValueShape::Text;
    let fits = is_string && is_variable_name(text) && !text.contains('.');
    if fits { Ok(Parts(vec![Part::Variable(text.to_owned())])) } else { Err(NotASub) }
}

fn get_att_variable(name: &GetAttName<'_>, template: &Template<'_>) -> Result<Parts, NotASub> {
    let text = format!("{}.{}", name.logical_id, name.attribute);
    let fits = is_logical_id(name.logical_id)
        && !name.attribute.is_empty()
        && is_variable_name(&text)
        && template.resources().contains(name.logical_id)
        && template.shape_of_attribute(name.logical_id, name.attribute) != ValueShape::List;
    if fits { Ok(Parts(vec![Part::Variable(text)])) } else { Err(NotASub) }
}

fn literal_string(node: Node<'_>) -> Option<&str> {
    node.as_str()
        .filter(|_| node.tag().is_none() && !node.is_alias() && !node.source_text().contains(['\n', '\r']))
}
