//! The arguments of each function, whatever their spelling.

use crate::model::function::{Function, FunctionName};
use crate::range::TextRange;
use crate::syntax::{Node, ScalarStyle};

/// A function with its arguments in their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intrinsic<'t> {
    /// `Fn::And` with the list of its conditions.
    And(Node<'t>),
    /// `Fn::Or` with the list of its conditions.
    Or(Node<'t>),
    /// `Fn::Not` with its condition.
    Not(Node<'t>),
    /// `Fn::Equals` with the two values.
    Equals(Node<'t>, Node<'t>),
    /// `Condition` with the name.
    Condition(Node<'t>),
    /// `Fn::If`
    If {
        /// The name of the condition.
        condition: Node<'t>,
        /// The value where it holds.
        then: Node<'t>,
        /// The value where it does not.
        otherwise: Node<'t>,
    },
    /// `Ref` with the name.
    Ref(Node<'t>),
    /// `Fn::GetAtt` with literal parts, as one string or as a list of two.
    GetAtt(GetAttName<'t>),
    /// `Fn::GetAtt` where a part is a function, which only `AWS::LanguageExtensions` resolves.
    ComputedGetAtt {
        /// The logical ID.
        logical_id: Node<'t>,
        /// The attribute.
        attribute: Node<'t>,
    },
    /// `Fn::Sub`
    Sub {
        /// The string with its variables.
        template: Node<'t>,
        /// The values of variables, in the list form.
        mapping: Option<Node<'t>>,
    },
    /// `Fn::Join`
    Join {
        /// What stands between the items.
        delimiter: Node<'t>,
        /// A list, or a function that gives one.
        list: Node<'t>,
    },
    /// `Fn::Split`
    Split {
        /// Where the string is cut.
        delimiter: Node<'t>,
        /// The string.
        source: Node<'t>,
    },
    /// `Fn::Select`
    Select {
        /// The place, counted from 0.
        index: Node<'t>,
        /// A list, or a function that gives one.
        list: Node<'t>,
    },
    /// `Fn::FindInMap`
    FindInMap {
        /// The name of the mapping.
        mapping: Node<'t>,
        /// The top-level key.
        top_level_key: Node<'t>,
        /// The second-level key.
        second_level_key: Node<'t>,
        /// The fourth argument, `{DefaultValue: …}`, of `AWS::LanguageExtensions`.
        options: Option<Node<'t>>,
    },
    /// `Fn::Cidr`
    Cidr {
        /// The address block.
        block: Node<'t>,
        /// How many blocks to make.
        count: Node<'t>,
        /// The bits of each block.
        bits: Option<Node<'t>>,
    },
    /// `Fn::Transform`
    Transform {
        /// The name of the macro.
        name: Node<'t>,
        /// What it is given.
        parameters: Option<Node<'t>>,
    },
    /// A function of one argument of any shape.
    Unary(FunctionName, Node<'t>),
    /// A rule function of two arguments.
    Binary(FunctionName, Node<'t>, Node<'t>),
}

/// The two parts of `Fn::GetAtt`. CloudFormation cuts the string form at its first period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAttName<'t> {
    /// The logical ID.
    pub logical_id: &'t str,
    /// The attribute, which may have periods of its own.
    pub attribute: &'t str,
    /// The scalar of the string form, or that of the logical ID in the list form.
    pub logical_id_node: Node<'t>,
    /// The scalar of the string form, or that of the attribute in the list form.
    pub attribute_node: Node<'t>,
}

impl<'t> GetAttName<'t> {
    /// Whether the parts are the items of a list.
    pub fn is_list(&self) -> bool {
        self.logical_id_node != self.attribute_node
    }

    /// The bytes of the logical ID.
    pub fn logical_id_range(&self) -> TextRange {
        self.logical_id_node.text_range(0..self.logical_id.len())
    }

    /// The bytes of the attribute.
    pub fn attribute_range(&self) -> TextRange {
        let start = if self.is_list() { 0 } else { self.logical_id.len() + 1 };
        self.attribute_node.text_range(start..start + self.attribute.len())
    }
}

/// An argument that the function cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} expects {expected}", function.key())]
pub struct MalformedArgument<'t> {
    /// The function.
    pub function: FunctionName,
    /// The argument at fault.
    pub node: Node<'t>,
    /// What belongs there.
    pub expected: &'static str,
}

impl<'t> Function<'t> {
    /// The arguments in their places.
    ///
    /// # Errors
    /// [`MalformedArgument`] when the argument has not the shape that the function needs.
    pub fn view(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let argument = self.argument;
        if argument.local_tag().is_some() && !self.takes_any_value() {
            return Err(self.malformed("an argument that is no other function"));
        }
        match self.name {
            FunctionName::And => self.list("a list of conditions").map(Intrinsic::And),
            FunctionName::Or => self.list("a list of conditions").map(Intrinsic::Or),
            FunctionName::Not => {
                self.fixed("a list with one condition").map(|[condition]| Intrinsic::Not(condition))
            }
            FunctionName::Equals => self.fixed("a list of two values").map(|[a, b]| Intrinsic::Equals(a, b)),
            FunctionName::Condition => self.text("the name of a condition").map(Intrinsic::Condition),
            FunctionName::If => self
                .fixed("a list of a condition's name and two values")
                .map(|[condition, then, otherwise]| Intrinsic::If { condition, then, otherwise }),
            FunctionName::Ref => self.text_or_function("a name").map(Intrinsic::Ref),
            FunctionName::GetAtt => self.get_att(),
            FunctionName::Sub => self.sub(),
            FunctionName::Join => self
                .fixed("a list of a delimiter and a list")
                .map(|[delimiter, list]| Intrinsic::Join { delimiter, list }),
            FunctionName::Split => self
                .fixed("a list of a delimiter and a string")
                .map(|[delimiter, source]| Intrinsic::Split { delimiter, source }),
            FunctionName::Select => self
                .fixed("a list of an index and a list")
                .map(|[index, list]| Intrinsic::Select { index, list }),
            FunctionName::FindInMap => self.find_in_map(),
            FunctionName::Cidr => self.cidr(),
            FunctionName::Transform => self.transform(),
            FunctionName::Contains | FunctionName::EachMemberEquals | FunctionName::EachMemberIn => {
                self.fixed("a list of two values").map(|[a, b]| Intrinsic::Binary(self.name, a, b))
            }
            FunctionName::ValueOf | FunctionName::ValueOfAll => self
                .fixed("a list of a parameter and an attribute")
                .map(|[a, b]| Intrinsic::Binary(self.name, a, b)),
            _ => Ok(Intrinsic::Unary(self.name, argument)),
        }
    }

    /// Whether the argument is one value of any shape, so that another function can stand for all of it.
    fn takes_any_value(&self) -> bool {
        matches!(
            self.name,
            FunctionName::Base64
                | FunctionName::GetAZs
                | FunctionName::GetStackOutput
                | FunctionName::ImportValue
                | FunctionName::Length
                | FunctionName::Ref
                | FunctionName::RefAll
                | FunctionName::ToJsonString
        )
    }

    fn malformed(&self, expected: &'static str) -> MalformedArgument<'t> {
        MalformedArgument { function: self.name, node: self.argument, expected }
    }

    fn list(&self, expected: &'static str) -> Result<Node<'t>, MalformedArgument<'t>> {
        if self.argument.is_sequence() { Ok(self.argument) } else { Err(self.malformed(expected)) }
    }

    fn fixed<const N: usize>(&self, expected: &'static str) -> Result<[Node<'t>; N], MalformedArgument<'t>> {
        let mut items = self.argument.items();
        let mut found = [self.argument; N];
        for place in &mut found {
            *place = items.next().ok_or(self.malformed(expected))?;
        }
        if items.next().is_some() { Err(self.malformed(expected)) } else { Ok(found) }
    }

    fn text(&self, expected: &'static str) -> Result<Node<'t>, MalformedArgument<'t>> {
        if self.argument.is_scalar() { Ok(self.argument) } else { Err(self.malformed(expected)) }
    }

    fn text_or_function(&self, expected: &'static str) -> Result<Node<'t>, MalformedArgument<'t>> {
        let fits = self.argument.is_scalar() || self.argument.function().is_some();
        if fits { Ok(self.argument) } else { Err(self.malformed(expected)) }
    }

    fn get_att(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let expected = "a logical ID and an attribute, as Id.Attribute or as a list of two";
        if let Some(text) = self.argument.text() {
            let (logical_id, attribute) = text.split_once('.').ok_or(self.malformed(expected))?;
            let node = self.argument;
            return Ok(Intrinsic::GetAtt(GetAttName {
                logical_id,
                attribute,
                logical_id_node: node,
                attribute_node: node,
            }));
        }
        let [id, attribute] = self.fixed(expected)?;
        if let (Some(logical_id), Some(name)) = (literal(id), literal(attribute)) {
            let (logical_id_node, attribute_node) = (id, attribute);
            return Ok(Intrinsic::GetAtt(GetAttName {
                logical_id,
                attribute: name,
                logical_id_node,
                attribute_node,
            }));
        }
        Ok(Intrinsic::ComputedGetAtt { logical_id: id, attribute })
    }

    fn sub(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        if self.argument.is_scalar() {
            return Ok(Intrinsic::Sub { template: self.argument, mapping: None });
        }
        let [template, mapping] = self.fixed("a string, or a list of a string and a mapping")?;
        if !mapping.is_mapping()
            || !template.is_scalar()
            || template.tag().is_some()
            || mapping.tag().is_some()
        {
            return Err(self.malformed("a string, or a list of a string and a mapping"));
        }
        Ok(Intrinsic::Sub { template, mapping: Some(mapping) })
    }

    fn find_in_map(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let items: Vec<_> = self.argument.items().take(5).collect();
        let (&[mapping, top_level_key, second_level_key], options) = match items.as_slice() {
            [keys @ .., options] if keys.len() == 3 => {
                (keys.first_chunk().ok_or(self.malformed(""))?, Some(*options))
            }
            keys if keys.len() == 3 => (keys.first_chunk().ok_or(self.malformed(""))?, None),
            _ => return Err(self.malformed("a list of a mapping's name and two keys")),
        };
        Ok(Intrinsic::FindInMap { mapping, top_level_key, second_level_key, options })
    }

    fn cidr(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let items: Vec<_> = self.argument.items().take(4).collect();
        match items.as_slice() {
            [block, count] => Ok(Intrinsic::Cidr { block: *block, count: *count, bits: None }),
            [block, count, bits] => Ok(Intrinsic::Cidr { block: *block, count: *count, bits: Some(*bits) }),
            _ => Err(self.malformed("a list of an address block, a count and the bits of each block")),
        }
    }

    fn transform(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let name = self.argument.get("Name").ok_or(self.malformed("a mapping with the macro's Name"))?;
        Ok(Intrinsic::Transform { name, parameters: self.argument.get("Parameters") })
    }
}

/// The text of a scalar that is a string as it stands, not the result of a function.
fn literal(node: Node<'_>) -> Option<&str> {
    let is_plain_text = node.tag().is_none() && node.scalar_style() != Some(ScalarStyle::Folded);
    node.text().filter(|_| is_plain_text)
}
