//! Laws of the comparison with schemas, tried on the examples, the fixtures and real templates.
//!
//! 1. YAML and JSON agree.
//! 2. A branch that no parameters lead to adds no finding.
//! 3. A value that is only known after the deployment, in the place of another one, adds no finding.
//! 4. What is found in a loop of one round is what is found in its body.
//! 5. Fixes of a template without findings add none.
//!
//! `SEED=1 cargo test -p cfn-tidy --test schema_laws -- --nocapture` changes other values, and prints the counts.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cfn_ast::model::Form;
use cfn_ast::syntax::Scalar;
use cfn_ast::{FunctionName, Node, Source, Template, Tree};
use cfn_schema::validate::PACKAGED_PATHS;
use cfn_tidy::check::{Scope, check};
use cfn_tidy::finding::{Finding, Severity};
use cfn_tidy::fix::fix;
use cfn_tidy::rule::Group;
use cfn_tidy::rule::selection::RuleSet;
use cfn_tidy::rules::REGISTRY;
use serde_json::{Value, json};
use support::{Random, files_below};

/// So many values of one template are changed, one at a time.
const VALUES: usize = 6;

/// The rules about documents that may be JSON in a string.
const DOCUMENTS: [&str; 3] = ["invalid-document", "invalid-policy", "invalid-state-machine"];

/// Findings by rule and message, with their number.
type Found = BTreeMap<String, usize>;

/// A template as JSON, with what is found in it.
struct Case {
    path: PathBuf,
    tree: Tree,
    document: Value,
    found: Found,
}

#[test]
fn yaml_and_json_agree() {
    let wrong = broken(|case, _| {
        let of_yaml = found(&case.tree, is_error);
        addition(&of_yaml, &case.found).or_else(|| addition(&case.found, &of_yaml))
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_branch_that_nothing_leads_to_adds_no_finding() {
    let is_region = |text: &str| json!({"Fn::Equals": [{"Ref": "AWS::Region"}, text]});
    let never = json!({"Fn::And": [is_region("ü"), is_region("ä")]});
    let wrong = broken(|case, random| {
        let branches = |value: &Value| Some(json!({"Fn::If": ["LawNever", "größe", value.clone()]}));
        with_changed_values(case, random, branches).find_map(|mut document| {
            document["Conditions"]["LawNever"] = never.clone();
            let of_branches = found(&parse(&document), is_error);
            // What an alternative is recognized by may be in a branch, so that another rule is broken.
            let is_more = of_branches.values().sum::<usize>() > case.found.values().sum();
            is_more.then(|| addition(&case.found, &of_branches))?
        })
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn an_unknown_value_adds_no_finding() {
    let parameter = json!({"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/größe"});
    let wrong = broken(|case, random| {
        let is_scalar = |value: &Value| !value.is_object() && !value.is_array() && !value.is_null();
        let unknown = |value: &Value| is_scalar(value).then(|| json!({"Ref": "LawUnknown"}));
        with_changed_values(case, random, unknown).find_map(|mut document| {
            document["Parameters"]["LawUnknown"] = parameter.clone();
            // A value of the wrong type is described in other words.
            addition(&by_rule(&case.found), &by_rule(&found(&parse(&document), is_error)))
        })
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_loop_of_one_round_is_its_body() {
    let wrong = broken(|case, _| {
        let mut document = case.document.clone();
        document["Transform"] = json!("AWS::LanguageExtensions");
        let bodies = case.document["Resources"].as_object()?;
        if case.document.get("Transform").is_some() {
            return None;
        }
        let of_bodies = found(&parse(&document), is_error);
        let loops = bodies.iter().enumerate().map(|(index, (name, body))| {
            let variable = format!("Law{index}");
            let repeated = json!([variable, [name], {format!("${{{variable}}}"): body}]);
            (format!("Fn::ForEach::{variable}"), repeated)
        });
        document["Resources"] = Value::Object(loops.collect());
        let of_loops = found(&parse(&document), is_error);
        addition(&of_bodies, &of_loops).or_else(|| addition(&of_loops, &of_bodies))
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn fixes_of_templates_without_findings_add_none() {
    let wrong = broken(|case, _| {
        let rules = REGISTRY.filtered(|_| true);
        if !found(&case.tree, |_| true).is_empty() {
            return None;
        }
        let fixed = fix(&case.tree, Scope::new(REGISTRY, &rules, &rules), false).ok()?.tree?;
        addition(&Found::new(), &found(&fixed, is_about_values))
    });
    assert_eq!(wrong, [""; 0]);
}

/// The templates in which a law is broken, with the finding that shows it.
fn broken(law: impl Fn(&Case, &mut Random) -> Option<String>) -> Vec<String> {
    let (mut tried, mut wrong) = (0, Vec::new());
    for path in templates() {
        let Some(case) = case(path) else { continue };
        let mut random = Random::of(case.tree.source().text());
        tried += 1;
        wrong.extend(law(&case, &mut random).map(|detail| format!("{}: {detail}", case.path.display())));
    }
    println!("{tried} templates were tried");
    assert!(tried > 50);
    wrong
}

fn case(path: PathBuf) -> Option<Case> {
    let text = std::fs::read_to_string(&path).ok().filter(|text| text.len() < 40_000)?;
    let tree = Tree::parse(Source::new(text).ok()?);
    let is_readable =
        tree.errors().is_empty() && Template::new(&tree).is_some_and(|template| !template.has_custom_macro());
    let document = json_of(tree.root().filter(|_| is_readable)?)?;
    let found = found(&parse(&document), is_error);
    Some(Case { path, tree, document, found })
}

fn parse(document: &Value) -> Tree {
    Tree::parse(Source::new(document.to_string()).expect("a template is small"))
}

/// Only errors are found in loops.
fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// Whether a finding is about a value that is written as it is: a document in a string is read only if no function
/// computes the string.
fn is_about_values(finding: &Finding) -> bool {
    !DOCUMENTS.contains(&finding.rule.name)
}

fn found(tree: &Tree, is_wanted: fn(&Finding) -> bool) -> Found {
    let rules = REGISTRY.filtered(|rule| rule.group == Group::Resources && rule.default);
    let fixable = RuleSet::default();
    let mut found = Found::new();
    for finding in check(tree, Scope::new(REGISTRY, &rules, &fixable)).into_iter().filter(is_wanted) {
        *found.entry(format!("{}: {}", finding.rule.name, finding.message)).or_default() += 1;
    }
    found
}

fn by_rule(found: &Found) -> Found {
    let mut rules = Found::new();
    for (text, count) in found {
        let rule = text.split(':').next().unwrap_or_default();
        *rules.entry(rule.to_owned()).or_default() += count;
    }
    rules
}

/// What is found more often afterwards.
fn addition(before: &Found, after: &Found) -> Option<String> {
    let is_more = |text: &&String| before.get(*text).copied().unwrap_or_default() < after[*text];
    after.keys().find(is_more).cloned()
}

/// The template with another value in one of its properties, for several of these.
fn with_changed_values<'c>(
    case: &'c Case,
    random: &'c mut Random,
    change: impl Fn(&Value) -> Option<Value> + 'c,
) -> impl Iterator<Item = Value> + 'c {
    let mut pointers = Vec::new();
    for (name, resource) in case.document["Resources"].as_object().into_iter().flatten() {
        let properties = resource.get("Properties").unwrap_or(&Value::Null);
        let mut inside = Vec::new();
        add_pointers(properties, "", &mut inside);
        inside.retain(|pointer| !is_packaged(resource, pointer));
        pointers.extend(inside.iter().map(|inner| format!("/Resources/{}/Properties{inner}", escaped(name))));
    }
    (0..VALUES.min(pointers.len())).filter_map(move |_| {
        let pointer = pointers.swap_remove(random.below(pointers.len()));
        let mut document = case.document.clone();
        let value = document.pointer_mut(&pointer)?;
        *value = change(value)?;
        Some(document)
    })
}

/// Whether a path may be written in the place of an object, but no function that returns a path.
fn is_packaged(resource: &Value, pointer: &str) -> bool {
    let is_here = |path: &[&str]| pointer == format!("/{}", path.join("/"));
    PACKAGED_PATHS.iter().any(|(name, path)| resource["Type"] == *name && is_here(path))
}

/// The JSON pointers of the values of properties that are not computed.
fn add_pointers(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    for (name, inner) in value.as_object().into_iter().flatten() {
        if name == "Ref" || name == "Condition" || name.starts_with("Fn::") {
            continue;
        }
        let pointer = format!("{pointer}/{}", escaped(name));
        add_pointers(inner, &pointer, pointers);
        pointers.push(pointer);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        add_pointers(item, &format!("{pointer}/{index}"), pointers);
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A node as JSON, with functions in their long form; `None` for what JSON does not have.
fn json_of(node: Node<'_>) -> Option<Value> {
    let node = node.resolved();
    if let Some(function) = node.function().filter(|function| function.form == Form::Short) {
        let argument = match function.argument.text().and_then(|text| text.split_once('.')) {
            Some((name, attribute)) if function.name == FunctionName::GetAtt => json!([name, attribute]),
            _ => json_of(function.argument)?,
        };
        return Some(json!({function.name.key(): argument}));
    }
    if node.local_tag().is_some() {
        return None;
    }
    if node.is_sequence() {
        return node.items().map(json_of).collect::<Option<Vec<Value>>>().map(Value::Array);
    }
    if node.is_mapping() {
        let entries = node.entries().map(|entry| {
            let name = entry.name().filter(|_| !entry.is_merge())?;
            Some((name.to_owned(), json_of(entry.value)?))
        });
        return entries.collect::<Option<_>>().map(Value::Object);
    }
    let text = node.text()?;
    Some(match node.scalar()? {
        Scalar::Null => Value::Null,
        // JSON has no other words for them.
        Scalar::Bool(value) => (value.to_string() == text).then(|| json!(value))?,
        Scalar::Int(_) | Scalar::Float(_) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        Scalar::Text(text) => json!(text),
    })
}

/// The examples, the fixtures of the rules about resources, and real templates where there are any.
fn templates() -> Vec<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(&home.join("../examples"));
    let rules = cfn_tidy::rules::REGISTRY.rules().iter().filter(|rule| rule.group == Group::Resources);
    files.extend(rules.flat_map(|rule| files_below(&home.join("tests/fixtures/rules").join(rule.name))));
    if let Some(corpus) = end_to_end::corpus() {
        files.extend(files_below(&corpus.join("dev")).into_iter().step_by(9));
    }
    let is_template = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| ["yaml", "yml", "json", "template"].iter().any(|known| end == *known))
    };
    files.into_iter().filter(is_template).collect()
}
