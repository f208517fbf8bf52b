//! Reads the values of a constraint from the current resource and those that it refers to.

use cfn_ast::Node;
use cfn_ast::model::{Fact, Intrinsic, Resource};

use super::gathered::{Source, Value};
use super::path::{properties_of, segments};
use crate::table::{GatherProperty, GatherSource, Table};
use crate::validate::path::values_at;
use crate::validate::scenario::Presence;
use crate::validate::{Validator, is_null};

/// Which resource a constraint reads depends on conditions.
pub(super) struct Ambiguous;

/// What a value refers to.
pub(super) enum Target<'t> {
    /// A resource of the template.
    Resource(Resource<'t>),
    /// Nothing: it is written as it is.
    Literal,
    /// Something that the template does not declare, or that a function computes.
    Unknown,
}

impl<'s, 't> Validator<'_, 's, 't> {
    /// The resource of a source: the current one, the target of the first reference, or that of the source's own.
    pub(super) fn owner_of(
        &self,
        source: GatherSource<'s>,
        resource: Resource<'t>,
        target: Option<Resource<'t>>,
        table: &Table,
    ) -> Result<Option<Resource<'t>>, Ambiguous> {
        let Some(reference) = source.reference else { return Ok(Some(resource)) };
        let wanted = source.resource_type.map(|name| table.text(name));
        let fits =
            |found: &Resource<'t>| wanted.as_deref().is_none_or(|name| found.type_name() == Some(name));
        if let Some(target) = target.filter(fits) {
            return Ok(Some(target));
        }
        let Ok(Some(properties)) = properties_of(&resource) else { return Ok(None) };
        let mut values = values_at(properties, &segments(&table.text(reference)));
        values.retain(|(_, facts)| self.may_hold(facts));
        let own = match values.as_slice() {
            [] => None,
            [(value, _)] => match self.target_of(*value) {
                Target::Resource(own) => Some(own),
                Target::Literal | Target::Unknown => None,
            },
            _ => return Err(Ambiguous),
        };
        Ok(own.filter(fits))
    }

    /// The resource that a value refers to.
    pub(super) fn target_of(&self, value: Node<'t>) -> Target<'t> {
        let Some(function) = value.resolved().function() else { return Target::Literal };
        let logical_id = match function.view() {
            Ok(Intrinsic::Ref(name)) => name.text(),
            Ok(Intrinsic::GetAtt(name)) => Some(name.logical_id),
            _ => None,
        };
        let resource = logical_id.and_then(|logical_id| self.template.resources().get(logical_id));
        resource.map_or(Target::Unknown, |resource| Target::Resource(*resource))
    }

    pub(super) fn read_source(
        &self,
        source: &GatherSource<'s>,
        owner: &Resource<'t>,
        properties: Option<Node<'t>>,
        facts: &[Fact<'t>],
        table: &Table,
    ) -> Source<'t> {
        let property_of = |property: GatherProperty| {
            let path = segments(&table.text(property.path));
            (property.name, path.last().and_then(|last| table.name(last)).unwrap_or(property.name))
        };
        let read = |property: GatherProperty| {
            let path = table.text(property.path);
            if path == "$type" {
                return owner.type_name().map(|name| (property.name, Value::Type(name)));
            }
            let found = properties.and_then(|node| self.read(node, &segments(&path), facts));
            found.or(property.default.map(Value::Default)).map(|value| (property.name, value))
        };
        Source {
            name: source.name,
            owner: properties.unwrap_or_else(|| owner.value()),
            keys: source.properties.iter().map(property_of).collect(),
            values: source.properties.iter().filter_map(read).collect(),
        }
    }

    /// The value at a path; `None` if there is none.
    fn read(&self, node: Node<'t>, path: &[String], facts: &[Fact<'t>]) -> Option<Value<'t>> {
        match self.presence(node, facts) {
            Presence::Absent => return None,
            Presence::Unknown => return Some(Value::Unknown),
            Presence::Present => {}
        }
        let node = self.selected(node.resolved(), facts);
        let Some((first, rest)) = path.split_first() else {
            return (!is_null(node)).then_some(Value::Written(node));
        };
        if node.function().is_some() || node.entries().any(|entry| entry.is_merge()) {
            return Some(Value::Unknown);
        }
        self.read(node.get(first)?, rest, facts)
    }
}
