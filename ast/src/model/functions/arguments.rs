//! Reads the arguments of each function, whatever their spelling.

use crate::model::functions::function::{Function, FunctionName};
use crate::model::functions::intrinsic::{GetAttName, Intrinsic, MalformedArgument};
use crate::syntax::{Node, ScalarStyle};

impl<'t> Function<'t> {
    /// Returns the items of the argument if it is a literal list; none of a list that is itself the argument of a function
    /// in the short form, `Fn::If: !Join [...]`.
    pub fn items(&self) -> impl Iterator<Item = Node<'t>> + use<'t> {
        let is_literal = self.argument.function().is_none();
        self.argument.items().take_while(move |_| is_literal)
    }

    /// Reads the arguments of the function.
    ///
    /// # Errors
    /// Returns [`MalformedArgument`] if the argument does not have the shape that the function needs.
    pub fn view(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let argument = self.argument;
        // `Fn::Join: !Split [..]` has the items of `!Split` below it, which are not those of `Fn::Join`.
        if argument.local_tag().is_some() && !self.accepts_any_value() {
            return Err(self.malformed("an argument that is not another function"));
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
            FunctionName::Base64 => Ok(Intrinsic::Base64(argument)),
            FunctionName::GetAZs => Ok(Intrinsic::GetAZs(argument)),
            FunctionName::ImportValue => Ok(Intrinsic::ImportValue(argument)),
            FunctionName::GetStackOutput => self.get_stack_output(),
            FunctionName::Length => Ok(Intrinsic::Length(argument)),
            FunctionName::ToJsonString => Ok(Intrinsic::ToJsonString(argument)),
            FunctionName::Contains => self
                .fixed("a list of strings and a string")
                .map(|[list, value]| Intrinsic::Contains { list, value }),
            FunctionName::EachMemberEquals => self
                .fixed("a list of strings and a string")
                .map(|[list, value]| Intrinsic::EachMemberEquals { list, value }),
            FunctionName::EachMemberIn => self
                .fixed("two lists of strings")
                .map(|[list, allowed]| Intrinsic::EachMemberIn { list, allowed }),
            FunctionName::RefAll => Ok(Intrinsic::RefAll(argument)),
            FunctionName::ValueOf => self
                .fixed("a list of a parameter and an attribute")
                .map(|[parameter, attribute]| Intrinsic::ValueOf { parameter, attribute }),
            FunctionName::ValueOfAll => self
                .fixed("a list of a parameter type and an attribute")
                .map(|[parameter_type, attribute]| Intrinsic::ValueOfAll { parameter_type, attribute }),
        }
    }

    /// Whether the argument is one value of any shape, so that it can be another function as a whole.
    fn accepts_any_value(&self) -> bool {
        matches!(
            self.name,
            FunctionName::Base64
                | FunctionName::GetAZs
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
        let mut arguments = [self.argument; N];
        for argument in &mut arguments {
            *argument = items.next().ok_or(self.malformed(expected))?;
        }
        if items.next().is_some() { Err(self.malformed(expected)) } else { Ok(arguments) }
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
            || mapping.function().is_some()
        {
            return Err(self.malformed("a string, or a list of a string and a mapping"));
        }
        Ok(Intrinsic::Sub { template, mapping: Some(mapping) })
    }

    fn find_in_map(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let items: Vec<_> = self.argument.items().take(5).collect();
        let (mapping, top_level_key, second_level_key, default_value) = match *items.as_slice() {
            [mapping, top, second] => (mapping, top, second, None),
            [mapping, top, second, options] => {
                let default = options.get("DefaultValue");
                let default = default.ok_or(self.malformed("a fourth argument with DefaultValue"))?;
                (mapping, top, second, Some(default))
            }
            _ => return Err(self.malformed("a list of a mapping's name and two keys")),
        };
        Ok(Intrinsic::FindInMap { mapping, top_level_key, second_level_key, default_value })
    }

    fn get_stack_output(&self) -> Result<Intrinsic<'t>, MalformedArgument<'t>> {
        let missing = self.malformed("a mapping with StackName and OutputName");
        Ok(Intrinsic::GetStackOutput {
            stack_name: self.argument.get("StackName").ok_or(missing)?,
            output_name: self.argument.get("OutputName").ok_or(missing)?,
            region: self.argument.get("Region"),
            role_arn: self.argument.get("RoleArn"),
        })
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

/// The text of a scalar that is a literal string, not the result of a function.
fn literal(node: Node<'_>) -> Option<&str> {
    let is_plain_text = node.tag().is_none() && node.scalar_style() != Some(ScalarStyle::Folded);
    node.text().filter(|_| is_plain_text)
}
