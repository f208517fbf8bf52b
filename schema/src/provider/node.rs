//! One schema after the other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::keyword::{is_dropped, plain};
use super::pointer::{Place, definition_key, resolve};
use super::{ProviderError, ProviderErrors, special};
use crate::model::{Argument, Keyword, Kind, Node, Property, Scalar};
use crate::number::Number;
use crate::types::{Type, Types};

/// Levels of nested schemas, far above what AWS's have (about 20), so that the recursion has an end.
const DEPTH: usize = 200;

/// Reads the schemas of one document and remembers which definitions they need.
pub(super) struct Reader<'d> {
    document: &'d Value,
    /// The references by the key of their definition, read or not.
    needed: BTreeMap<String, String>,
    /// The keys of the definitions that are not read yet.
    unread: Vec<String>,
    unknown: BTreeSet<String>,
    problems: Vec<ProviderError>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        Self {
            document,
            needed: BTreeMap::new(),
            unread: Vec::new(),
            unknown: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// The keywords that are neither read nor known to say nothing, sorted; or what is wrong with the document.
    pub(super) fn finish(self) -> Result<Vec<String>, ProviderErrors> {
        if self.problems.is_empty() {
            return Ok(self.unknown.into_iter().collect());
        }
        Err(ProviderErrors(self.problems))
    }

    pub(super) fn problem(&mut self, problem: ProviderError) {
        self.problems.push(problem);
    }

    /// Reads the definitions that are referred to, directly or from one another.
    pub(super) fn definitions(&mut self) -> BTreeMap<String, Node> {
        let mut definitions = BTreeMap::new();
        while let Some(key) = self.unread.pop() {
            let reference = self.needed.get(&key).cloned().unwrap_or_default();
            // Only references that lead somewhere are needed.
            let target = resolve(self.document, &reference).unwrap_or(&Value::Null);
            let node = self.node(target, &Place::of_reference(&reference));
            definitions.insert(key, node);
        }
        definitions
    }

    /// The place of a definition by its key.
    pub(super) fn place_of_definition(&self, key: &str) -> String {
        self.needed.get(key).map_or_else(String::new, |reference| Place::of_reference(reference).pointer())
    }

    /// Reads a schema, and remembers what is wrong with it.
    pub(super) fn node(&mut self, value: &Value, place: &Place<'_>) -> Node {
        let mut node = Node::default();
        if place.depth > DEPTH {
            self.problem(ProviderError::Depth { place: place.pointer(), limit: DEPTH });
            return node;
        }
        match value {
            Value::Bool(true) => {}
            Value::Bool(false) => {
                node.keywords.insert(Keyword::Never, Argument::Flag);
            }
            Value::Object(object) => {
                for (name, argument) in object {
                    if let Err(problem) = self.keyword(&mut node, object, name, argument, place) {
                        self.problem(problem);
                    }
                }
                special::tidy(&mut node);
            }
            _ => self.problem(wrong(place, "schema", "an object or a boolean")),
        }
        node
    }

    /// Reads one keyword into a node.
    fn keyword(
        &mut self,
        node: &mut Node,
        object: &Map<String, Value>,
        name: &str,
        argument: &Value,
        place: &Place<'_>,
    ) -> Result<(), ProviderError> {
        let place = &place.below(name);
        if special::data(node, name, argument) {
            return Ok(());
        }
        if let Some(keyword) = plain(name) {
            let argument = self.argument(keyword, name, argument, place)?;
            add(node, keyword, argument);
            return Ok(());
        }
        match name {
            "type" => node.keywords.extend(types(argument, place)?.map(|types| (Keyword::Types, types))),
            "$ref" => {
                let reference = argument.as_str().ok_or_else(|| wrong(place, name, "a string"))?;
                if resolve(self.document, reference).is_none() {
                    let reference = reference.to_owned();
                    return Err(ProviderError::Reference { place: place.pointer(), reference });
                }
                let key = definition_key(reference).to_owned();
                if self.needed.insert(key.clone(), reference.to_owned()).is_none() {
                    self.unread.push(key.clone());
                }
                node.reference = Some(key);
            }
            "properties" => self.properties(node, object, argument, place)?,
            "required" => special::other_required(node, object, argument, place)?,
            "additionalProperties" => match argument {
                Value::Bool(true) => {}
                Value::Bool(false) => {
                    node.keywords.insert(Keyword::Closed, Argument::Flag);
                }
                schema => {
                    let child = Argument::Node(Box::new(self.node(schema, place)));
                    node.keywords.insert(Keyword::Additional, child);
                }
            },
            "uniqueItems" => {
                let unique = argument == true;
                let keyword = if unique { Keyword::UniqueItems } else { Keyword::RepeatableItems };
                node.keywords.insert(keyword, Argument::Flag);
            }
            "enumCaseInsensitive" => {
                let values = self.argument(Keyword::Enumeration, name, argument, place)?;
                node.keywords.extend(values.map(|values| (Keyword::Enumeration, values)));
                node.keywords.insert(Keyword::IgnoreCase, Argument::Flag);
            }
            "dependencies" => self.dependencies(node, argument, place)?,
            "cfnRegional" => special::regional(node, argument),
            "cfnGather" => special::gather(self, node, argument, place)?,
            "cfnContext" => {
                let child = self.node(argument.get("schema").unwrap_or(&Value::Null), place);
                node.keywords.insert(Keyword::WithoutFunctions, Argument::Node(Box::new(child)));
            }
            _ if is_dropped(name) => {}
            _ => {
                self.unknown.insert(name.to_owned());
            }
        }
        Ok(())
    }

    /// Reads an argument by the kind of its keyword; `None` if it says nothing, such as an empty list of names.
    fn argument(
        &mut self,
        keyword: Keyword,
        name: &str,
        value: &Value,
        place: &Place<'_>,
    ) -> Result<Option<Argument>, ProviderError> {
        let argument = match keyword.kind() {
            Kind::Count => {
                let count = number(value).and_then(Number::to_u64);
                Argument::Count(count.ok_or_else(|| wrong(place, name, "a non-negative integer"))?)
            }
            Kind::Number => Argument::Number(number(value).ok_or_else(|| wrong(place, name, "a number"))?),
            Kind::Text => {
                Argument::Text(value.as_str().ok_or_else(|| wrong(place, name, "a string"))?.to_owned())
            }
            Kind::Names => Argument::Names(names(value, name, place)?),
            Kind::Scalar => Argument::Scalar(scalar(value)),
            Kind::Scalars => {
                let list = value.as_array().ok_or_else(|| wrong(place, name, "a list"))?;
                let values: BTreeSet<Scalar> = list.iter().map(scalar).collect();
                Argument::Scalars(values.into_iter().collect())
            }
            Kind::Node => Argument::Node(Box::new(self.node(value, place))),
            Kind::Nodes => {
                let list = value.as_array().ok_or_else(|| wrong(place, name, "a list of schemas"))?;
                let mut nodes = Vec::new();
                for (index, schema) in list.iter().enumerate() {
                    nodes.push(self.node(schema, &place.below(&index.to_string())));
                }
                Argument::Nodes(nodes)
            }
            Kind::NamedNodes => {
                let object = value.as_object().ok_or_else(|| wrong(place, name, "an object of schemas"))?;
                let mut nodes = BTreeMap::new();
                for (key, schema) in object {
                    nodes.insert(key.clone(), self.node(schema, &place.below(key)));
                }
                Argument::NamedNodes(nodes)
            }
            Kind::Dependencies => {
                let object = value.as_object().ok_or_else(|| wrong(place, name, "an object of lists"))?;
                let mut dependencies = BTreeMap::new();
                for (key, others) in object {
                    dependencies.insert(key.clone(), names(others, name, place)?);
                }
                Argument::Dependencies(dependencies)
            }
            _ => return Ok(None),
        };
        let is_empty = match &argument {
            Argument::Names(names) => names.is_empty(),
            Argument::Nodes(nodes) => nodes.is_empty(),
            Argument::NamedNodes(nodes) => nodes.is_empty(),
            Argument::Dependencies(dependencies) => dependencies.is_empty(),
            _ => false,
        };
        Ok((!is_empty).then_some(argument))
    }

    fn properties(
        &mut self,
        node: &mut Node,
        object: &Map<String, Value>,
        argument: &Value,
        place: &Place<'_>,
    ) -> Result<(), ProviderError> {
        let named = argument.as_object().ok_or_else(|| wrong(place, "properties", "an object of schemas"))?;
        let required = object.get("required").and_then(Value::as_array);
        let mut properties = BTreeMap::new();
        for (name, schema) in named {
            let required = required.is_some_and(|required| required.iter().any(|other| other == name));
            let node = self.node(schema, &place.below(name));
            properties.insert(name.clone(), Property { required, node });
        }
        if !properties.is_empty() {
            node.keywords.insert(Keyword::Properties, Argument::Properties(properties));
        }
        Ok(())
    }

    /// Reads draft 7's `dependencies`, whose arguments are lists or schemas.
    fn dependencies(
        &mut self,
        node: &mut Node,
        value: &Value,
        place: &Place<'_>,
    ) -> Result<(), ProviderError> {
        let expected = "an object of lists or schemas";
        let object = value.as_object().ok_or_else(|| wrong(place, "dependencies", expected))?;
        let (lists, schemas): (Map<String, Value>, Map<String, Value>) =
            object.clone().into_iter().partition(|(_, value)| value.is_array());
        for (keyword, part) in [(Keyword::DependentRequired, lists), (Keyword::DependentSchemas, schemas)] {
            let argument = self.argument(keyword, "dependencies", &Value::Object(part), place)?;
            add(node, keyword, argument);
        }
        Ok(())
    }
}

/// Adds a keyword. `dependencies` and `dependentRequired` are one keyword here, so both may have been written.
fn add(node: &mut Node, keyword: Keyword, argument: Option<Argument>) {
    match (node.keywords.get_mut(&keyword), argument) {
        (Some(Argument::Dependencies(all)), Some(Argument::Dependencies(more))) => all.extend(more),
        (_, argument) => node.keywords.extend(argument.map(|argument| (keyword, argument))),
    }
}

/// The error of an argument of the wrong form.
pub(super) fn wrong(place: &Place<'_>, keyword: &str, expected: &'static str) -> ProviderError {
    ProviderError::Argument { place: place.pointer(), keyword: keyword.to_owned(), expected }
}

/// Reads a list of names, sorted and each once.
pub(super) fn names(value: &Value, name: &str, place: &Place<'_>) -> Result<Vec<String>, ProviderError> {
    let error = || wrong(place, name, "a list of strings");
    let names: Option<BTreeSet<String>> =
        value.as_array().ok_or_else(error)?.iter().map(|name| name.as_str().map(str::to_owned)).collect();
    Ok(names.ok_or_else(error)?.into_iter().collect())
}

fn number(value: &Value) -> Option<Number> {
    value.as_number().and_then(|number| Number::parse(&number.to_string()))
}

pub(super) fn scalar(value: &Value) -> Scalar {
    match value {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Boolean(*value),
        Value::String(text) => Scalar::Text(text.clone()),
        other => number(other).map_or_else(|| Scalar::Other(other.to_string()), Scalar::Number),
    }
}

/// Reads `type`, a name or a list of names.
fn types(value: &Value, place: &Place<'_>) -> Result<Option<Argument>, ProviderError> {
    let error = || wrong(place, "type", "the name of a JSON type or a list of such names");
    let list = match value {
        Value::Array(list) => list.as_slice(),
        other => std::slice::from_ref(other),
    };
    let types: Option<Vec<Type>> = list.iter().map(|name| name.as_str().and_then(Type::parse)).collect();
    let types = Types::of(types.ok_or_else(error)?);
    Ok((!types.is_any()).then_some(Argument::Types(types)))
}
