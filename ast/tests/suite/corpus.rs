//! Real templates against two other readers. Skipped unless `CFN_CORPUS` names a folder.

use std::fs;

use cfn_ast::expansion::Snippets;
use cfn_ast::model::TransformKind;
use cfn_ast::syntax::Scalar;
use cfn_ast::value::{Typing, Value};
use cfn_ast::{Node, Source, Template, Tree};

use crate::canonical::{canonical, sha256};
use crate::expansion::expand;
use crate::laws;
use crate::samples::{self, Expected};

macro_rules! or_skip {
    ($found:expr) => {
        match $found {
            Some(found) => found,
            None => return end_to_end::skip("CFN_CORPUS does not name a folder with a corpus"),
        }
    };
}

#[test]
fn every_template_has_the_value_that_the_reference_reader_gives() {
    let differing: Vec<String> = or_skip!(samples::corpus()).iter().filter_map(difference).collect();
    assert!(differing.is_empty(), "{} files differ:\n{}", differing.len(), differing.join("\n"));
}

fn difference(expected: &Expected) -> Option<String> {
    let reason = match canonical(fs::read(&expected.path).unwrap()) {
        Ok(_) if !expected.is_read() => format!("read; the reference reader says {}", expected.status),
        Ok(value) if sha256(&value.typed) != expected.sha_typed => "another typed value".to_owned(),
        Ok(value) if sha256(&value.text) != expected.sha_text => "another text".to_owned(),
        Err(message) if expected.is_read() => format!("refused: {message}"),
        _ => return None,
    };
    Some(format!("{}: {reason}", expected.path.display()))
}

#[test]
fn json_and_yaml_of_one_template_have_one_value() {
    for (json, yaml) in or_skip!(samples::twins()) {
        let [json_value, yaml_value] = [&json, &yaml].map(|path| canonical(fs::read(path).unwrap()).unwrap());
        assert_eq!(json_value.typed, yaml_value.typed, "{} and {}", json.display(), yaml.display());
    }
}

#[test]
fn the_laws_of_the_tree_hold_for_every_template() {
    for expected in or_skip!(samples::corpus()) {
        let bytes = fs::read(&expected.path).unwrap();
        let tree = Tree::parse(Source::from_bytes(bytes.clone()).unwrap());
        laws::check(&tree, &expected.path.display());
        assert_eq!(tree.source().encoding().encode(tree.source().text()), bytes);
    }
}

/// The other reader knows no short functions in place of values and the types of YAML 1.2 only, so that it can speak
/// about keys, the shape of collections, and text.
#[test]
fn serde_yaml_sees_the_same_keys_and_texts() {
    let mut compared = 0;
    for expected in or_skip!(samples::corpus()).iter().filter(|expected| expected.is_read()) {
        let text = fs::read_to_string(&expected.path).unwrap();
        let Ok(theirs) = serde_yaml::from_str::<serde_yaml::Value>(&text) else { continue };
        let tree = Tree::parse(Source::new(text).unwrap());
        let ours = Value::of(tree.root().unwrap(), Typing::Typed).unwrap();
        assert_same(&ours, &theirs, &expected.path.display().to_string());
        compared += 1;
    }
    assert!(compared > 3000, "only {compared} files could be compared");
}

fn assert_same(ours: &Value<'_>, theirs: &serde_yaml::Value, path: &str) {
    match (ours, theirs) {
        (Value::Map(ours), serde_yaml::Value::Tagged(tagged)) => {
            let (name, value) = ours.iter().next().unwrap();
            let tag = tagged.tag.to_string();
            assert_eq!(name.strip_prefix("Fn::").unwrap_or(name), tag.trim_start_matches('!'), "{path}");
            // The argument of a GetAtt is cut in two, and every other scalar is text.
            if !matches!(tagged.value, serde_yaml::Value::String(_)) || tag != "!GetAtt" {
                assert_same(value, &tagged.value, &format!("{path}/{name}"));
            }
        }
        // The other reader leaves merge keys as they are.
        (Value::Map(_), serde_yaml::Value::Mapping(theirs)) if theirs.contains_key("<<") => {}
        (Value::Map(ours), serde_yaml::Value::Mapping(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{path}");
            for (key, value) in theirs {
                let Some(key) = key.as_str() else { continue };
                let ours = ours.get(key).unwrap_or_else(|| panic!("{path} lacks {key}"));
                assert_same(ours, value, &format!("{path}/{key}"));
            }
        }
        (Value::List(ours), serde_yaml::Value::Sequence(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{path}");
            for (place, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                assert_same(ours, theirs, &format!("{path}/{place}"));
            }
        }
        (Value::Scalar(Scalar::Text(ours)), serde_yaml::Value::String(theirs)) => {
            assert_eq!(ours, theirs, "{path}");
        }
        // Types differ between YAML 1.1 and 1.2; the reference reader speaks for those.
        (Value::Scalar(_), theirs) => assert!(!theirs.is_mapping() && !theirs.is_sequence(), "{path}"),
        _ => panic!("{path}: {ours:?} is not {theirs:?}"),
    }
}

#[test]
fn every_template_with_known_loops_has_an_expansion() {
    let mut expanded = 0;
    for expected in or_skip!(samples::corpus()) {
        let tree = Tree::parse(Source::from_bytes(fs::read(&expected.path).unwrap()).unwrap());
        let Some(template) = Template::new(&tree).filter(|_| tree.errors().is_empty()) else { continue };
        let has_loops =
            template.has_transform(TransformKind::LanguageExtensions) && !template.loops().is_empty();
        let expansion = expand(&tree, &Snippets::new()).unwrap();
        let is_expected = has_loops && !template.has_custom_macro();
        assert!(expansion.is_some() || !is_expected, "{}", expected.path.display());
        expanded += usize::from(expansion.is_some());
        let left = expansion
            .as_ref()
            .map(|expansion| expansion.tree().nodes().filter(|node| is_loop(*node)).count());
        assert!(left.is_none_or(|left| left == 0 || !expansion.unwrap().is_certain()));
    }
    assert!(expanded > 10, "only {expanded} templates were expanded");
}

fn is_loop(node: Node<'_>) -> bool {
    node.is_key() && node.text().is_some_and(|text| text.starts_with("Fn::ForEach::"))
}
