//! Every type accepts an instance that is made from its own schema, and says what is wrong with it where one keyword is
//! not fulfilled.

use std::collections::BTreeMap;

use cfn_ast::model::Conditions;
use cfn_ast::{Node, Source, Template, Tree};
use cfn_schema::validate::{Mismatch, Problem, mismatches};
use cfn_schema::{
    Additional, Catalog, Keywords, Name, Number, ResourceType, Scalar, Schema, Schemas, Table, Type,
};
use serde_json::{Map, Value, json};

/// Types of which the maker finds no instance: stages of a pipeline must not be equal in their actions, and the document of
/// a policy has to fit exactly one of two schemas that accept nearly the same. A billing group requires one of two
/// properties of an object that does not require them itself.
const NOT_MADE: [&str; 3] =
    ["AWS::BillingConductor::BillingGroup", "AWS::CodePipeline::Pipeline", "AWS::EventsV2::ResourcePolicy"];

/// The maximum depth of objects in objects that are made.
const MAX_DEPTH: usize = 12;

/// Objects for which the path of a file can be written, which another tool uploads.
const PATHS_OF_FILES: [&str; 6] =
    ["BodyS3Location", "Code", "Content", "DefinitionS3Location", "S3", "SourceBundle"];

/// How many choices of branches are tried until an instance fits.
const CHOICES: usize = 8;

/// The maximum depth at which keywords are violated.
const MAX_BROKEN_DEPTH: usize = 3;

#[test]
fn every_type_accepts_an_instance_of_its_schema() {
    let made = Table::aws().resource_types().filter(|known| !NOT_MADE.contains(&known.name().as_str()));
    let rejected: Vec<String> = made.filter_map(why_rejected).collect();
    assert!(rejected.is_empty(), "{} types:\n{}", rejected.len(), rejected.join("\n"));
}

#[test]
fn every_keyword_that_is_not_fulfilled_is_found_where_it_is() {
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // A custom resource has whatever properties its provider reads.
    let is_checked = |name: String| name != "AWS::CloudFormation::CustomResource";
    for resource_type in Table::aws().resource_types().filter(|known| is_checked(known.name())) {
        let Some(minimal) = minimal(resource_type) else { continue };
        let mut broken = Vec::new();
        let mut breaker = Breaker { minimal: &minimal, broken: &mut broken };
        breaker.object(resource_type.root(), &mut Vec::new());
        for case in broken {
            *counts.entry(case.keyword).or_default() += 1;
            if let Err(found) = case.check(resource_type) {
                wrong.push(format!(
                    "{} {} {}: {found}",
                    resource_type.name(),
                    case.path.join("."),
                    case.keyword
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {counts:?}:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    for keyword in
        ["type", "enum", "additionalProperties", "required", "maxLength", "maximum", "maxItems", "pattern"]
    {
        assert!(counts.get(keyword).is_some_and(|count| *count > 500), "{keyword}: {counts:?}");
    }
}

fn why_rejected(resource_type: ResourceType<'_>) -> Option<String> {
    let first = Maker { choice: 0 }.value(resource_type.root(), 0).unwrap_or_else(|| json!({}));
    minimal(resource_type).is_none().then(|| {
        let found = validate(resource_type, &first, |found| found.iter().map(describe).collect::<Vec<_>>());
        format!("{}: {} {first}", resource_type.name(), found.join(", "))
    })
}

/// The first instance that fits.
fn minimal(resource_type: ResourceType<'_>) -> Option<Value> {
    let instances = (0..CHOICES).filter_map(|choice| Maker { choice }.value(resource_type.root(), 0));
    let mut fitting =
        instances.filter(|instance| validate(resource_type, instance, |found| found.is_empty()));
    fitting.next()
}

fn validate<R>(
    resource_type: ResourceType<'_>,
    properties: &Value,
    result: impl FnOnce(&[Mismatch<'_, '_>]) -> R,
) -> R {
    let template = json!({
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"Text": {"Type": "String"}},
        "Resources": {"Größe": {"Type": resource_type.name(), "Properties": properties}},
    });
    let source = Source::new(template.to_string()).expect("short");
    let tree = Tree::parse_json(source);
    let template = Template::new(&tree).expect("a template");
    let conditions = Conditions::of(&template);
    let catalog = Catalog::aws();
    let mut found = mismatches(&template, &conditions, catalog);
    // What only AWS sets is another question than what fits.
    found.retain(|mismatch| !matches!(mismatch.problem, Problem::ReadOnly { .. }));
    result(&found)
}

fn describe(mismatch: &Mismatch<'_, '_>) -> String {
    let keys = mismatch.node.ancestors().filter_map(|node| node.key()?.text().map(str::to_owned));
    let mut path: Vec<String> = keys.collect();
    path.reverse();
    path.extend(mismatch.node.key().and_then(|key| key.text().map(str::to_owned)));
    format!("{} at {}", keyword(&mismatch.problem), path.join("."))
}

/// The keyword of JSON Schema that a problem is about.
fn keyword(problem: &Problem<'_, '_>) -> &'static str {
    match problem {
        Problem::UnknownProperty { .. } => "additionalProperties",
        Problem::MissingProperty { .. } => "required",
        Problem::MissingDependency { .. } => "dependentRequired",
        Problem::MissingOneOf { .. } | Problem::Conflict { .. } => "requiredXor",
        Problem::WrongType { .. } | Problem::WrongFunction { .. } => "type",
        Problem::NotListed { .. } => "enum",
        Problem::PatternMismatch { .. } => "pattern",
        Problem::FormatMismatch { .. } => "format",
        Problem::Length { .. } => "maxLength",
        Problem::Range { .. } => "maximum",
        Problem::ItemCount { .. } => "maxItems",
        Problem::RepeatedItem { .. } => "uniqueItems",
        Problem::NoVariant { .. } => "anyOf",
        _ => "another keyword",
    }
}

/// Makes instances of schemas.
#[derive(Clone, Copy)]
struct Maker {
    /// Which branch of a composition is taken, modulo their number.
    choice: usize,
}

impl Maker {
    /// The smallest value that fits; `None` if none is found.
    fn value(self, schema: Schema<'_>, depth: usize) -> Option<Value> {
        self.part(schema, &[], false, depth)
    }

    /// What one schema requires of a value that has to fit the others, too.
    fn part(
        self,
        schema: Schema<'_>,
        others: &[Schema<'_>],
        is_exclusive: bool,
        depth: usize,
    ) -> Option<Value> {
        let keywords = schema.keywords();
        if keywords.never || depth > MAX_DEPTH {
            return None;
        }
        let mut all = others.to_vec();
        all.push(schema);
        let mut value = self.own(schema, &keywords, &all, is_exclusive, depth)?;
        for (branches, is_exclusive) in [(keywords.any_of, false), (keywords.one_of, true)] {
            let chosen = branches.iter().nth(self.choice % branches.len().max(1));
            if let Some(branch) = chosen {
                value = merged(value, self.part(branch, &all, is_exclusive, depth)?);
            }
        }
        for branch in keywords.all_of.iter() {
            value = merged(value, self.part(branch, &all, false, depth)?);
        }
        Some(value)
    }

    fn own(
        self,
        schema: Schema<'_>,
        keywords: &Keywords<'_>,
        all: &[Schema<'_>],
        is_exclusive: bool,
        depth: usize,
    ) -> Option<Value> {
        if let Some(constant) = keywords.constant {
            return scalar(schema.table(), constant);
        }
        if let Some(allowed) = keywords.enumeration {
            return allowed.iter().find_map(|value| scalar(schema.table(), value));
        }
        let is_object = keywords.types.allows(Type::Object) && !keywords.types.is_any();
        if is_object || !keywords.properties.is_empty() || keywords.required().next().is_some() {
            return self.object(keywords, all, is_exclusive, depth);
        }
        let is_list = !keywords.types.is_any() && !keywords.types.allows(Type::String);
        if (keywords.pattern.is_some() || keywords.format.is_some()) && !is_list {
            return Some(json!({"Ref": "Text"}));
        }
        if keywords.types.is_any() {
            return Some(json!({}));
        }
        if keywords.types.allows(Type::String) {
            return Some(json!("a".repeat(keywords.min_length.unwrap_or(1) as usize)));
        }
        if keywords.types.allows(Type::Array) {
            return self.array(keywords, depth);
        }
        if keywords.types.allows(Type::Number) || keywords.types.allows(Type::Integer) {
            return Some(number(keywords));
        }
        Some(json!(true))
    }

    fn object(
        self,
        keywords: &Keywords<'_>,
        all: &[Schema<'_>],
        is_exclusive: bool,
        depth: usize,
    ) -> Option<Value> {
        let mut object = Map::new();
        let mut wanted: Vec<Name> = keywords.required().collect();
        for group in [keywords.required_or, keywords.required_xor] {
            wanted.extend(group.iter().nth(self.choice % group.len().max(1)));
        }
        // An empty object would fit the other branches, too.
        let least = keywords.min_properties.unwrap_or(0).max(u64::from(is_exclusive)) as usize;
        let further = keywords.properties.iter().map(|property| property.name);
        let further: Vec<Name> = further.filter(|name| !wanted.contains(name)).collect();
        wanted.extend(further.into_iter().take(least.saturating_sub(wanted.len())));
        let mut done = 0;
        while let Some(&name) = wanted.get(done) {
            done += 1;
            let table = all.first()?.table();
            let described = all.iter().find_map(|schema| property(*schema, name, 4));
            let value = match described {
                Some(schema) => self.value(schema, depth + 1)?,
                None => json!({"Ref": "Text"}),
            };
            object.insert(table.text(name), value);
            let dependent = keywords.dependent_required.iter().filter(|(key, _)| *key == name);
            let more: Vec<Name> = dependent.flat_map(|(_, others)| others.iter()).collect();
            wanted.extend(more.into_iter().filter(|other| !wanted.contains(other)).collect::<Vec<_>>());
        }
        if object.len() < least {
            let table = all.first()?.table();
            let patterns = keywords.pattern_properties.iter();
            let named = patterns.filter_map(|(pattern, schema)| Some((key(&table.text(pattern))?, schema)));
            let other = match keywords.additional {
                Additional::Schema(schema) => Some(("a", schema)),
                Additional::Open | Additional::Closed => None,
            };
            if let Some((key, schema)) = named.chain(other).next() {
                object.insert(key.to_owned(), self.value(schema, depth + 1)?);
            }
        }
        Some(Value::Object(object))
    }

    fn array(self, keywords: &Keywords<'_>, depth: usize) -> Option<Value> {
        let prefix: Vec<_> = keywords.prefix_items.iter().collect();
        let items = (0..keywords.min_items.unwrap_or(0) as usize).map(|index| {
            let schema = prefix.get(index).copied().or(keywords.items).or(keywords.contains);
            let Some(schema) = schema else { return Some(json!("a")) };
            let item = self.value(schema, depth + 1)?;
            Some(if index > 0 { self.other_than(item, schema, index, depth) } else { item })
        });
        items.collect::<Option<Vec<Value>>>().map(Value::Array)
    }

    /// Another item than the first one, as far as the schema allows it.
    fn other_than(self, item: Value, schema: Schema<'_>, index: usize, depth: usize) -> Value {
        match item {
            Value::Object(item) if item.contains_key("Ref") => {
                json!({"Fn::Sub": format!("${{Text}}{index}")})
            }
            Value::Object(mut item) => {
                let table = schema.table();
                let mut further = schema.keywords().properties.iter().filter_map(|property| {
                    let name = table.text(property.name);
                    let value = self.value(property.schema, depth + 1)?;
                    (!item.contains_key(&name)).then_some((name, value))
                });
                let further = further.next();
                item.extend(further);
                Value::Object(item)
            }
            Value::String(text) => Value::String(format!("{text}{index}")),
            other => other,
        }
    }
}

/// A key that matches a pattern.
fn key(pattern: &str) -> Option<&'static str> {
    let regex = regress::Regex::with_flags(pattern, "u").ok()?;
    ["a", "A", "aaaaaaaa", "cognito:default", "targetName"].into_iter().find(|key| regex.find(key).is_some())
}

/// What a schema or one of its parts says about a property.
fn property<'t>(schema: Schema<'t>, name: Name, depth: usize) -> Option<Schema<'t>> {
    let own =
        schema.property(name).map(|property| property.schema).filter(|schema| !schema.keywords().is_empty());
    if own.is_some() || depth == 0 {
        return own;
    }
    let keywords = schema.keywords();
    let mut parts = [keywords.all_of, keywords.any_of, keywords.one_of].into_iter().flat_map(Schemas::iter);
    parts.find_map(|part| property(part, name, depth - 1))
}

/// Two instances as one: the keys of both objects, or the one that says more.
fn merged(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) if !first.contains_key("Ref") => {
            first.extend(second);
            Value::Object(first)
        }
        (first, second) => {
            if second == json!({}) {
                first
            } else {
                second
            }
        }
    }
}

fn number(keywords: &Keywords<'_>) -> Value {
    let text = match (keywords.minimum, keywords.exclusive_minimum, keywords.maximum) {
        (Some(minimum), ..) => minimum.to_string(),
        (None, Some(minimum), _) => shifted(minimum, 1).map_or_else(String::new, |number| number.to_string()),
        (None, None, Some(maximum)) => maximum.to_string(),
        (None, None, None) => keywords.multiple_of.map_or("1".to_owned(), |number| number.to_string()),
    };
    json!(text)
}

/// A whole number beside another one, unless it is too large.
fn shifted(number: Number, distance: i64) -> Option<Number> {
    let whole: f64 = number.to_string().parse().ok()?;
    (whole.abs() < 1e15).then(|| Number::new(whole as i64 + distance, 0))
}

fn scalar(table: &Table, value: Scalar) -> Option<Value> {
    match value {
        Scalar::Text(name) => Some(json!(table.text(name))),
        Scalar::Number(number) => Some(json!(number.to_string())),
        Scalar::Boolean(value) => Some(json!(value)),
        Scalar::Null | Scalar::Other(_) => None,
    }
}

/// An instance in which one keyword is not fulfilled.
struct Broken {
    path: Vec<String>,
    keyword: &'static str,
    instance: Value,
}

impl Broken {
    /// Whether exactly one mismatch is found: the keyword's, at the value or at the object that contains it.
    fn check(&self, resource_type: ResourceType<'_>) -> Result<(), String> {
        validate(resource_type, &self.instance, |found| match found {
            [only] if keyword(&only.problem) == self.keyword && is_at(only, &self.path) => Ok(()),
            found => Err(format!("{:?}", found.iter().map(describe).collect::<Vec<_>>())),
        })
    }
}

fn is_at(mismatch: &Mismatch<'_, '_>, path: &[String]) -> bool {
    let last = mismatch.node.key().and_then(Node::text).unwrap_or("*");
    let expected = path.last().map_or("Properties", String::as_str);
    last == expected
}

/// A property on the way to a value, with the smallest value that fits.
struct Step {
    name: String,
    value: Value,
}

/// Violates the keywords of a schema one after the other.
struct Breaker<'b> {
    minimal: &'b Value,
    broken: &'b mut Vec<Broken>,
}

impl Breaker<'_> {
    /// The keywords of an object at a path of property names, and those below.
    fn object(&mut self, schema: Schema<'_>, path: &mut Vec<Step>) {
        let keywords = schema.keywords();
        let table = schema.table();
        let is_composed = !keywords.any_of.is_empty()
            || !keywords.one_of.is_empty()
            || !keywords.all_of.is_empty()
            || keywords.not.is_some()
            || keywords.condition.is_some()
            || !keywords.dependent_schemas.is_empty();
        // Another property could be one too many.
        if is_composed || keywords.max_properties.is_some() || path.len() > MAX_BROKEN_DEPTH {
            return;
        }
        let Some(own) = Maker { choice: 0 }.value(schema, 0) else { return };
        if keywords.additional == Additional::Closed && !keywords.properties.is_empty() {
            let mut with = own.clone();
            with["Größe"] = json!("a");
            self.add(path, "additionalProperties", with);
        }
        for name in keywords.required() {
            let mut without = own.clone();
            let text = table.text(name);
            without.as_object_mut().expect("an object").remove(&text);
            let is_dependency =
                keywords.dependent_required.iter().any(|(_, names)| names.iter().any(|other| other == name));
            if !is_dependency {
                self.add(path, "required", without);
            }
        }
        let is_in_group = |name: Name| {
            let groups = [keywords.dependent_required, keywords.dependent_excluded];
            groups.iter().any(|group| {
                group.iter().any(|(key, others)| key == name || others.iter().any(|other| other == name))
            }) || keywords.required_xor.iter().chain(keywords.required_or.iter()).any(|other| other == name)
        };
        for property in keywords.properties.iter().filter(|property| !is_in_group(property.name)) {
            let Some(value) = (Maker { choice: 0 }).value(property.schema, 0) else { continue };
            path.push(Step { name: table.text(property.name), value });
            self.value(property.schema, path);
            path.pop();
        }
    }

    fn value(&mut self, schema: Schema<'_>, path: &mut Vec<Step>) {
        let keywords = schema.keywords();
        let is_composed =
            !keywords.any_of.is_empty() || !keywords.one_of.is_empty() || !keywords.all_of.is_empty();
        if is_composed || keywords.not.is_some() || keywords.condition.is_some() || keywords.never {
            return;
        }
        let types = keywords.types;
        if types.iter().eq([Type::Object]) && keywords.enumeration.is_none() {
            if path.last().is_none_or(|step| !PATHS_OF_FILES.contains(&step.name.as_str())) {
                self.add(path, "type", json!("größe"));
            }
            self.object(schema, path);
        } else if types.iter().eq([Type::Array]) {
            self.add(path, "type", json!("größe"));
            self.array(&keywords, path);
        } else if types.iter().eq([Type::String]) {
            self.string(schema, &keywords, path);
        } else if types.iter().eq([Type::Integer]) || types.iter().eq([Type::Number]) {
            self.number(&keywords, path);
        } else if types.iter().eq([Type::Boolean]) {
            self.add(path, "type", json!("größe"));
        }
    }

    fn array(&mut self, keywords: &Keywords<'_>, path: &[Step]) {
        let (Some(limit), Some(items)) = (keywords.max_items, keywords.items) else { return };
        let may_repeat = keywords.unique_items.is_none() && keywords.unique_keys.iter().next().is_none();
        let item = Maker { choice: 0 }.value(items, 0).filter(|_| may_repeat && limit < 300);
        if let Some(item) = item {
            self.add(path, "maxItems", Value::Array(vec![item; limit as usize + 1]));
        }
    }

    fn string(&mut self, schema: Schema<'_>, keywords: &Keywords<'_>, path: &[Step]) {
        self.add(path, "type", json!([{"größe": "a"}]));
        if keywords.enumeration.is_some() {
            self.add(path, "enum", json!("größe"));
        } else if keywords.format.is_some() || keywords.constant.is_some() {
        } else if let Some(pattern) = keywords.pattern {
            let pattern = schema.table().text(pattern);
            let length = keywords.min_length.unwrap_or(1) as usize;
            let text = "\u{1}".repeat(length.max(1));
            // An independent matcher says whether the string matches.
            let matches = regress::Regex::with_flags(&pattern, "u").map(|regex| regex.find(&text).is_some());
            let is_known =
                cfn_schema::pattern::translate(&pattern).is_ok_and(|pattern| !pattern.is_widened());
            if matches == Ok(false) && is_known {
                self.add(path, "pattern", json!(text));
            }
        } else if let Some(limit) = keywords.max_length.filter(|limit| *limit < 5000) {
            self.add(path, "maxLength", json!("ü".repeat(limit as usize + 1)));
        }
    }

    fn number(&mut self, keywords: &Keywords<'_>, path: &[Step]) {
        if keywords.enumeration.is_some() {
            self.add(path, "enum", json!(-987_654_321));
            return;
        }
        self.add(path, "type", json!("größe"));
        let above = keywords.maximum.and_then(|maximum| shifted(maximum, 1));
        let below = keywords.minimum.and_then(|minimum| shifted(minimum, -1));
        for number in above.into_iter().chain(below) {
            self.add(path, "maximum", json!(number.to_string()));
        }
    }

    /// Adds the minimal instance with another value at a path.
    fn add(&mut self, path: &[Step], keyword: &'static str, value: Value) {
        let mut instance = self.minimal.clone();
        let mut place = &mut instance;
        for step in path {
            let Some(object) = place.as_object_mut() else { return };
            place = object.entry(&step.name).or_insert_with(|| step.value.clone());
        }
        *place = value;
        let path = path.iter().map(|step| step.name.clone()).collect();
        self.broken.push(Broken { path, keyword, instance });
    }
}
