//! Text, facts and table say the same.

use std::collections::{BTreeMap, HashSet};

use cfn_schema::model::{self, Argument, Keyword, Node, PathFact, TypeFacts};
use cfn_schema::{
    Additional, Enumeration, Gather, Keywords, Lifecycle, LifecycleStatus, Name, Names, Paths, RegionSet,
    ResourceType, Scalar, Schema, Table, assemble, text,
};

use crate::support::texts;

#[test]
fn text_becomes_the_same_text() {
    let texts = texts();
    let regions = text::regions(&texts.regions).expect("the text is valid");
    assert_eq!(text::write_regions(&regions), texts.regions);
    for (file, content) in &texts.types {
        let types = text::types(content, &regions).expect("the text is valid");
        assert!(
            text::write_types(&types, &regions) == *content,
            "{file} changes when it is read and written"
        );
    }
}

/// Walks the facts and the table side by side.
#[test]
fn the_table_says_what_the_text_says() {
    let source = assemble(&texts()).expect("the texts are valid");
    let table = Table::aws();
    let names: Vec<String> = table.type_names().collect();
    assert_eq!(names, source.types.iter().map(|facts| facts.name.clone()).collect::<Vec<_>>());
    let mut compared = 0;
    for facts in &source.types {
        let kind = table.resource_type(&facts.name).expect("a type of the text");
        compare_facts(facts, kind, &source.regions);
        let mut walk = Walk { table, facts, seen: HashSet::new() };
        walk.compare(&facts.root, kind.root(), &facts.name);
        compared += walk.seen.len();
    }
    assert!(compared > 50_000, "{compared} schemas");
}

#[test]
fn the_table_has_the_constraints_of_the_text() {
    let source = assemble(&texts()).expect("the texts are valid");
    let table = Table::aws();
    let mut found: Vec<_> = table
        .checks()
        .map(|check| (table.text(check.id), check.path.segments().collect::<Vec<_>>(), check))
        .collect();
    for facts in source.checks.iter().filter(|facts| facts.id != "document") {
        for (name, path) in &facts.places {
            let of_type =
                table.resource_type(name).map(|kind| kind.checks().map(|check| table.text(check.id)));
            assert!(of_type.is_none_or(|mut ids| ids.any(|id| id == facts.id)), "{} of {name}", facts.id);
            let at = found.iter().position(|(id, found, _)| *id == facts.id && found == path);
            let (_, _, check) = found.remove(at.unwrap_or_else(|| panic!("{} at {path:?}", facts.id)));
            assert_eq!(check.lowercase.map(|name| table.text(name)), facts.lowercase);
            let mut walk = Walk { table, facts: &facts.schema, seen: HashSet::new() };
            walk.compare(&facts.schema.root, check.schema, &facts.id);
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_same_facts_become_the_same_bytes() {
    let source = assemble(&texts()).expect("the texts are valid");
    let table = cfn_schema::encode(&source).expect("the facts are valid");
    assert!(table == Table::aws().as_bytes());
    assert_eq!(Table::read(table).expect("a table").date(), source.date);
}

fn compare_facts(facts: &TypeFacts, kind: ResourceType<'_>, regions: &[model::Region]) {
    let name = &facts.name;
    let expected = |fact: PathFact| facts.paths.get(&fact).cloned().unwrap_or_default();
    let found =
        |paths: Paths<'_>| paths.iter().map(|path| path.segments().collect()).collect::<Vec<Vec<_>>>();
    assert_eq!(found(kind.primary_identifier()), expected(PathFact::PrimaryIdentifier), "{name}");
    assert_eq!(found(kind.read_only()), expected(PathFact::ReadOnly), "{name}");
    assert_eq!(found(kind.create_only()), expected(PathFact::CreateOnly), "{name}");
    assert_eq!(found(kind.conditional_create_only()), expected(PathFact::ConditionalCreateOnly), "{name}");
    assert_eq!(found(kind.write_only()), expected(PathFact::WriteOnly), "{name}");
    assert_eq!(found(kind.deprecated()), expected(PathFact::Deprecated), "{name}");
    let tagging = kind.tagging();
    assert_eq!(tagging.taggable, facts.taggable, "{name}");
    let property: Vec<Vec<String>> = tagging.property.iter().map(|path| path.segments().collect()).collect();
    assert_eq!(property, expected(PathFact::TagProperty), "{name}");
    assert_eq!(kind.deletes_before_replacement(), facts.deletes_first, "{name}");
    let lifecycle = kind.lifecycle().map(|Lifecycle { status, date }| {
        let status = match status {
            LifecycleStatus::Maintenance => model::LifecycleStatus::Maintenance,
            LifecycleStatus::Sunset => model::LifecycleStatus::Sunset,
            LifecycleStatus::Shutdown => model::LifecycleStatus::Shutdown,
        };
        (status, date.map_or(String::new(), |date| kind.root().table().text(date)))
    });
    assert_eq!(lifecycle, facts.lifecycle, "{name}");
    for region in regions {
        let listed = facts.regions.as_ref().is_none_or(|set| set.contains(&region.name));
        assert_eq!(
            kind.is_in_region(&region.name),
            Some(listed || region.assumed),
            "{name} in {}",
            region.name
        );
    }
}

/// A walk over the schemas of one type.
struct Walk<'t> {
    table: &'t Table,
    facts: &'t TypeFacts,
    /// The pairs that have been compared, so that recursive schemas have an end.
    seen: HashSet<(*const Node, Schema<'t>)>,
}

impl<'t> Walk<'t> {
    fn compare(&mut self, node: &'t Node, schema: Schema<'t>, place: &str) {
        if !self.seen.insert((std::ptr::from_ref(node), schema)) {
            return;
        }
        match &node.reference {
            // Alone, a reference is what it refers to; otherwise the keywords beside it are there at least.
            Some(name) if node.keywords.is_empty() => {
                self.compare(&self.facts.definitions[name], schema, place);
            }
            Some(name) => {
                self.keywords(node, schema, place, false);
                self.keywords(&self.facts.definitions[name], schema, place, false);
            }
            None => self.keywords(node, schema, place, true),
        }
    }

    fn keywords(&mut self, node: &'t Node, schema: Schema<'t>, place: &str, exactly: bool) {
        let keywords = schema.keywords();
        for (keyword, argument) in &node.keywords {
            let place = &format!("{place} {keyword:?}");
            if exactly || !is_merged(*keyword, &keywords) {
                self.argument(*keyword, argument, &keywords, place);
            }
        }
        if exactly {
            let found = present(&keywords);
            let expected: Vec<Keyword> = node.keywords.keys().copied().collect();
            assert_eq!(found, expected, "{place}");
        }
    }

    fn argument(&mut self, keyword: Keyword, argument: &'t Argument, found: &Keywords<'t>, place: &str) {
        match argument {
            Argument::Flag => {}
            Argument::Types(types) => assert_eq!(found.types, *types, "{place}"),
            Argument::Count(count) => assert_eq!(count_of(keyword, found), Some(*count), "{place}"),
            Argument::Number(number) => assert_eq!(number_of(keyword, found), Some(*number), "{place}"),
            Argument::Text(text) => {
                let name = if keyword == Keyword::Pattern { found.pattern } else { found.format };
                assert_eq!(name.map(|name| self.table.text(name)).as_ref(), Some(text), "{place}");
            }
            Argument::Names(names) => assert_eq!(self.texts(names_of(keyword, found)), *names, "{place}"),
            Argument::Scalar(scalar) => {
                assert_eq!(found.constant.map(|c| self.scalar(c)).as_ref(), Some(scalar), "{place}");
            }
            Argument::Scalars(scalars) => {
                let values = found.enumeration.into_iter().flat_map(Enumeration::iter);
                assert_eq!(values.map(|value| self.scalar(value)).collect::<Vec<_>>(), *scalars, "{place}");
            }
            Argument::Node(node) => self.compare(node, child_of(keyword, found).expect(place), place),
            Argument::Nodes(nodes) => {
                let children = match keyword {
                    Keyword::AnyOf => found.any_of,
                    Keyword::OneOf => found.one_of,
                    Keyword::AllOf => found.all_of,
                    _ => found.prefix_items,
                };
                assert_eq!(children.len(), nodes.len(), "{place}");
                nodes.iter().zip(children.iter()).for_each(|(node, child)| self.compare(node, child, place));
            }
            Argument::NamedNodes(nodes) => {
                let children: Vec<_> = match keyword {
                    Keyword::PatternProperties => found.pattern_properties.iter().collect(),
                    _ => found.dependent_schemas.iter().collect(),
                };
                assert_eq!(children.len(), nodes.len(), "{place}");
                for ((name, node), (found, child)) in nodes.iter().zip(children) {
                    assert_eq!(*name, self.table.text(found), "{place}");
                    self.compare(node, child, place);
                }
            }
            Argument::Dependencies(dependencies) => {
                let list = match keyword {
                    Keyword::DependentRequired => found.dependent_required,
                    _ => found.dependent_excluded,
                };
                let found = list.iter().map(|(name, others)| (self.table.text(name), self.texts(others)));
                assert_eq!(found.collect::<BTreeMap<_, _>>(), *dependencies, "{place}");
            }
            Argument::Properties(properties) => {
                assert_eq!(found.properties.len(), properties.len(), "{place}");
                for ((name, property), found) in properties.iter().zip(found.properties.iter()) {
                    assert_eq!(*name, self.table.text(found.name), "{place}");
                    assert_eq!(property.required, found.required, "{place} {name}");
                    self.compare(&property.node, found.schema, &format!("{place} {name}"));
                }
            }
            Argument::References(references) => {
                let found = found.data.iter();
                let found = found.map(|data| (self.table.text(data.keyword), self.table.text(data.pointer)));
                assert_eq!(found.collect::<BTreeMap<_, _>>(), *references, "{place}");
            }
            Argument::Lookups(lookups) => {
                for ((keyword, (pointer, values)), found) in lookups.iter().zip(found.lookups.iter()) {
                    assert_eq!(*keyword, self.table.text(found.keyword), "{place}");
                    assert_eq!(*pointer, self.table.text(found.pointer), "{place}");
                    let found = found.values.iter();
                    let found = found.map(|(key, value)| (self.table.text(key), self.table.text(value)));
                    assert_eq!(found.collect::<BTreeMap<_, _>>(), *values, "{place}");
                }
                assert_eq!(lookups.len(), found.lookups.len(), "{place}");
            }
            Argument::Gather(gather) => {
                let found = found.gather.expect(place);
                self.sources(gather, found, place);
                self.compare(&gather.schema, found.schema, place);
            }
            Argument::Regional(regional) => {
                let found = found.regional.expect(place);
                assert_eq!(self.regions(found.regions), regional.regions, "{place}");
                let values = found.iter().map(|(name, set)| (self.table.text(name), self.regions(set)));
                assert_eq!(values.collect::<BTreeMap<_, _>>(), regional.values, "{place}");
            }
        }
    }

    fn sources(&self, gather: &model::Gather, found: Gather<'_>, place: &str) {
        let text = |name: Option<Name>| name.map(|name| self.table.text(name));
        assert_eq!(gather.sources.len(), found.sources.len(), "{place}");
        for ((name, source), found) in gather.sources.iter().zip(found.sources.iter()) {
            assert_eq!(*name, self.table.text(found.name), "{place}");
            assert_eq!(source.resource_type, text(found.resource_type), "{place}");
            assert_eq!(source.reference, text(found.reference), "{place}");
            let properties = found.properties.iter().map(|found| {
                let default = found.default.map(|default| self.scalar(default));
                (self.table.text(found.name), (self.table.text(found.path), default))
            });
            assert_eq!(properties.collect::<BTreeMap<_, _>>(), source.properties, "{place}");
        }
    }

    fn regions(&self, set: RegionSet<'_>) -> Vec<String> {
        self.table.regions().filter(|region| set.contains(region)).map(str::to_owned).collect()
    }

    fn texts(&self, names: Names<'_>) -> Vec<String> {
        names.iter().map(|name| self.table.text(name)).collect()
    }

    fn scalar(&self, scalar: Scalar) -> model::Scalar {
        match scalar {
            Scalar::Text(name) => model::Scalar::Text(self.table.text(name)),
            Scalar::Number(number) => model::Scalar::Number(number),
            Scalar::Boolean(value) => model::Scalar::Boolean(value),
            Scalar::Null => model::Scalar::Null,
            Scalar::Other(json) => model::Scalar::Other(self.table.text(json)),
        }
    }
}

/// Whether a keyword beside a reference is also in the definition, so that both are in `allOf`.
fn is_merged(keyword: Keyword, found: &Keywords<'_>) -> bool {
    !found.all_of.is_empty() && found.all_of.iter().any(|all| present(&all.keywords()).contains(&keyword))
        || keyword == Keyword::AllOf
}

/// The keywords that a schema of the table has.
fn present(found: &Keywords<'_>) -> Vec<Keyword> {
    let has = |keyword: &Keyword| match keyword {
        Keyword::Types => !found.types.is_any(),
        Keyword::Properties => !found.properties.is_empty(),
        Keyword::Closed => found.additional == Additional::Closed,
        Keyword::Pattern => found.pattern.is_some(),
        Keyword::Format => found.format.is_some(),
        Keyword::Enumeration => found.enumeration.is_some(),
        Keyword::IgnoreCase => found.enumeration.is_some_and(|values| values.ignores_case),
        Keyword::UniqueItems => found.unique_items == Some(true),
        Keyword::RepeatableItems => found.unique_items == Some(false),
        Keyword::PatternProperties => !found.pattern_properties.is_empty(),
        Keyword::AnyOf => !found.any_of.is_empty(),
        Keyword::OneOf => !found.one_of.is_empty(),
        Keyword::AllOf => !found.all_of.is_empty(),
        Keyword::PrefixItems => !found.prefix_items.is_empty(),
        Keyword::Constant => found.constant.is_some(),
        Keyword::Never => found.never,
        Keyword::DependentRequired => !found.dependent_required.is_empty(),
        Keyword::DependentExcluded => !found.dependent_excluded.is_empty(),
        Keyword::DependentSchemas => !found.dependent_schemas.is_empty(),
        Keyword::Required | Keyword::RequiredXor | Keyword::RequiredOr | Keyword::UniqueKeys => {
            !names_of(*keyword, found).is_empty()
        }
        Keyword::Data => !found.data.is_empty(),
        Keyword::Lookup => !found.lookups.is_empty(),
        Keyword::Gather => found.gather.is_some(),
        Keyword::Regional => found.regional.is_some(),
        other => {
            count_of(*other, found).is_some()
                || number_of(*other, found).is_some()
                || child_of(*other, found).is_some()
        }
    };
    Keyword::ALL.into_iter().filter(has).collect()
}

fn count_of(keyword: Keyword, found: &Keywords<'_>) -> Option<u64> {
    match keyword {
        Keyword::MinLength => found.min_length,
        Keyword::MaxLength => found.max_length,
        Keyword::MinItems => found.min_items,
        Keyword::MaxItems => found.max_items,
        Keyword::MinProperties => found.min_properties,
        Keyword::MaxProperties => found.max_properties,
        Keyword::MaxUniqueItems => found.max_unique_items,
        _ => None,
    }
}

fn number_of(keyword: Keyword, found: &Keywords<'_>) -> Option<cfn_schema::Number> {
    match keyword {
        Keyword::Minimum => found.minimum,
        Keyword::Maximum => found.maximum,
        Keyword::ExclusiveMinimum => found.exclusive_minimum,
        Keyword::ExclusiveMaximum => found.exclusive_maximum,
        Keyword::MultipleOf => found.multiple_of,
        _ => None,
    }
}

fn names_of<'t>(keyword: Keyword, found: &Keywords<'t>) -> Names<'t> {
    match keyword {
        Keyword::Required => found.other_required,
        Keyword::RequiredXor => found.required_xor,
        Keyword::RequiredOr => found.required_or,
        _ => found.unique_keys,
    }
}

fn child_of<'t>(keyword: Keyword, found: &Keywords<'t>) -> Option<Schema<'t>> {
    match keyword {
        Keyword::Items => found.items,
        Keyword::Contains => found.contains,
        Keyword::PropertyNames => found.property_names,
        Keyword::Not => found.not,
        Keyword::If => found.condition,
        Keyword::Then => found.then,
        Keyword::Else => found.otherwise,
        Keyword::WithoutFunctions => found.without_functions,
        Keyword::Additional => match found.additional {
            Additional::Schema(schema) => Some(schema),
            _ => None,
        },
        _ => None,
    }
}
