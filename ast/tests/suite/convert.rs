//! Conversions of whole documents: whatever is converted is the same document, and converts back to the same text.

use std::fs;
use std::path::Path;

use cfn_ast::convert::{ConvertError, convert, prove};
use cfn_ast::model::Form;
use cfn_ast::source::Newline;
use cfn_ast::syntax::Format;
use cfn_ast::value::{Typing, Value};
use cfn_ast::write::DocumentStyle;
use cfn_ast::{Source, Tree};
use proptest::prelude::*;

use crate::canonical::{canonical, sha256};
use crate::generated::{Functions, Style, json, templates, texts, yaml};
use crate::{laws, samples};

/// One of so many files of the corpus is converted, unless `CONVERT_ALL` is set.
const SAMPLE: usize = 12;

fn read(text: &str) -> Tree {
    Tree::parse(Source::new(text).unwrap())
}

fn to_yaml() -> DocumentStyle {
    DocumentStyle::of(Format::Yaml)
}

fn to_json() -> DocumentStyle {
    DocumentStyle { drops_comments: true, ..DocumentStyle::of(Format::Json) }
}

fn converted(tree: &Tree, style: &DocumentStyle) -> Tree {
    let result = convert(tree, style);
    result.unwrap_or_else(|error| panic!("{error}\n{}", tree.source().text())).tree
}

fn document_styles() -> impl Strategy<Value = DocumentStyle> {
    let format = prop_oneof![3 => Just(Format::Yaml), 1 => Just(Format::Json)];
    let newline = prop_oneof![Just(Newline::Lf), Just(Newline::CrLf)];
    (format, 2..=8_usize, any::<[bool; 3]>(), newline).prop_map(|(format, indent, [a, b, c], newline)| {
        DocumentStyle {
            indent,
            indents_sequences: a,
            sorts_sections: b,
            functions: if c { Form::Long } else { Form::Short },
            newline,
            drops_comments: true,
            ..DocumentStyle::of(format)
        }
    })
}

fn source_styles() -> impl Strategy<Value = Style> {
    let newline = prop_oneof![Just(Newline::Lf), Just(Newline::CrLf), Just(Newline::Cr)];
    let choices = prop::collection::vec(any::<u8>(), 1..60);
    (newline, any::<bool>(), choices).prop_map(|(newline, has_comments, choices)| Style {
        functions: Functions::Mixed,
        newline,
        has_comments,
        choices,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_template_converts_in_every_style(
        template in templates(),
        source in source_styles(),
        style in document_styles(),
    ) {
        let text = yaml(&template, &source);
        let tree = read(&text);
        let after = converted(&tree, &style);
        laws::check(&after, &after.source().text());
        prop_assert_eq!(after.format(), style.format);
        // What was written in a style is written in the same way again.
        let again = converted(&after, &style);
        prop_assert_eq!(again.source().text(), after.source().text());
    }

    #[test]
    fn there_and_back_is_the_same_text(template in templates()) {
        let tree = read(&json(&template));
        let yaml = converted(&tree, &to_yaml());
        let json = converted(&yaml, &to_json());
        let again = converted(&json, &to_yaml());
        prop_assert_eq!(yaml.source().text(), again.source().text());
    }

    #[test]
    fn every_text_survives_as_a_key_and_as_a_value(key in texts(), text in texts()) {
        let [spelled_key, spelled] = [&key, &text].map(|text| cfn_ast::write::json_string(text));
        let tree = read(&format!("{{\"Outputs\": {{{spelled_key}: [{spelled}, {{\"Fn::Sub\": {spelled}}}]}}}}"));
        let yaml = converted(&tree, &to_yaml());
        let outputs = yaml.root().unwrap().get("Outputs").unwrap();
        let value = outputs.get(&key).unwrap();
        prop_assert_eq!(value.item(0).unwrap().as_str(), Some(text.as_str()), "{}", yaml.source().text());
        prop_assert!(prove(&tree, &yaml).is_ok());
    }
}

/// Spellings whose layout was once decided by the source instead of the result.
#[test]
fn a_layout_settles_in_one_round() {
    let long = DocumentStyle { functions: Form::Long, ..to_yaml() };
    for (text, style) in [
        ("\n  Conditions:\n  IsFirst: !Equals \n", &long),
        ("Resources: {}\nOutputs: !Ref größe\nRules: 1\n", &long),
        ("Resources: {}\nOutputs:\n  Ref: größe\nRules: 1\n", &to_yaml()),
    ] {
        let first = converted(&read(text), style);
        assert_eq!(converted(&first, style).source().text(), first.source().text(), "{text}");
    }
}

/// The files of the corpus that are tested: all of them if asked for, otherwise some of each kind.
fn sampled() -> Option<Vec<samples::Expected>> {
    let all = samples::corpus()?;
    let step = if std::env::var_os("CONVERT_ALL").is_some() { 1 } else { SAMPLE };
    Some(all.into_iter().filter(samples::Expected::is_read).step_by(step).collect())
}

fn sha_typed(tree: &Tree) -> String {
    sha256(&canonical(tree.source().text().as_bytes().to_vec()).unwrap().typed)
}

#[test]
fn templates_of_the_corpus_have_the_value_that_the_reference_reader_finds() {
    let Some(files) = sampled() else {
        return end_to_end::skip("CFN_CORPUS does not name a folder with a corpus");
    };
    let mut refused = Vec::new();
    for expected in &files {
        let tree = Tree::parse(Source::from_bytes(fs::read(&expected.path).unwrap()).unwrap());
        for style in [to_yaml(), to_json()] {
            match convert(&tree, &style) {
                Ok(result) => {
                    let found = sha_typed(&result.tree);
                    assert_eq!(found, expected.sha_typed, "{}", expected.path.display());
                }
                Err(ConvertError::NotProven(reason)) => panic!("{}: {reason}", expected.path.display()),
                Err(error) => refused.push(format!("{}: {error}", expected.path.display())),
            }
        }
    }
    // Files with duplicate keys, and those with Rain's directives.
    assert!(refused.len() * 50 < files.len(), "{} refused:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn templates_of_the_corpus_convert_there_and_back() {
    let Some(files) = sampled() else {
        return end_to_end::skip("CFN_CORPUS does not name a folder with a corpus");
    };
    for expected in &files {
        let tree = Tree::parse(Source::from_bytes(fs::read(&expected.path).unwrap()).unwrap());
        let (Ok(yaml), Ok(_)) = (convert(&tree, &to_yaml()), convert(&tree, &to_json())) else { continue };
        let again = converted(&yaml.tree, &to_yaml());
        assert_eq!(yaml.tree.source().text(), again.source().text(), "{}", expected.path.display());
        // Without the comments and anchors of the source, which JSON does not have.
        let json = converted(&yaml.tree, &to_json());
        let plain = converted(&json, &to_yaml());
        let json_again = converted(&plain, &to_json());
        assert_eq!(json.source().text(), json_again.source().text(), "{}", expected.path.display());
        assert_eq!(plain.source().text(), converted(&json_again, &to_yaml()).source().text());
        assert_eq!(sha_typed(&json_again), expected.sha_typed, "{}", expected.path.display());
    }
}

#[test]
fn twins_convert_into_each_other() {
    let Some(twins) = samples::twins() else {
        return end_to_end::skip("CFN_CORPUS does not name a folder with a corpus");
    };
    let tree = |path: &Path| Tree::parse(Source::from_bytes(fs::read(path).unwrap()).unwrap());
    for (json, yaml) in twins {
        let (json, yaml) = (tree(&json), tree(&yaml));
        let (from_json, from_yaml) = (converted(&json, &to_yaml()), converted(&yaml, &to_json()));
        assert_eq!(sha_typed(&from_json), sha_typed(&yaml));
        assert_eq!(sha_typed(&from_yaml), sha_typed(&json));
    }
}

/// The type of a plain scalar in YAML 1.2, against what the specification says (YAML 1.2.2, 10.3.2).
#[test]
fn the_core_schema_types_scalars() {
    for (text, expected) in [
        ("yes", "Text(\"yes\")"),
        ("true", "Bool(true)"),
        ("TRUE", "Bool(true)"),
        ("tRUE", "Text(\"tRUE\")"),
        ("~", "Null"),
        ("", "Null"),
        ("0755", "Int(\"755\")"),
        ("-007", "Int(\"-7\")"),
        ("+12", "Int(\"12\")"),
        ("-0", "Int(\"0\")"),
        ("0o17", "Int(\"15\")"),
        ("-0o17", "Text(\"-0o17\")"),
        ("0xfF", "Int(\"255\")"),
        ("0b1", "Text(\"0b1\")"),
        ("1_000", "Text(\"1_000\")"),
        ("12:30", "Text(\"12:30\")"),
        ("1e3", "Float(1000.0)"),
        ("1.", "Float(1.0)"),
        (".5", "Float(0.5)"),
        (".", "Text(\".\")"),
        ("-.inf", "Float(-inf)"),
        (".nan", "Float(NaN)"),
        ("1.2.3", "Text(\"1.2.3\")"),
        ("e3", "Text(\"e3\")"),
        ("größe", "Text(\"größe\")"),
    ] {
        let tree = read(&format!("a: {text}\n"));
        let scalar = tree.root().unwrap().get("a").unwrap().core_scalar().unwrap();
        assert_eq!(format!("{scalar:?}").replace("Owned(", "").replace("))", ")"), expected, "{text}");
    }
}

/// What changes the value, a type or a comment is not proven to be the same document.
#[test]
fn the_proof_finds_every_difference() {
    for (before, after) in [
        ("{\"a\": \"1\"}", "a: 1\n"),
        ("{\"a\": \"1e3\"}", "a: 1e3\n"),
        ("{\"a\": 1e3}", "a: 1e3\n"),
        ("{\"a\": true}", "a: yes\n"),
        ("{\"a\": [1, 2]}", "a: [2, 1]\n"),
        ("{\"a\": 0.0}", "a: -0.0\n"),
        ("{\"a\": 1}", "a: 1\nb: 2\n"),
        ("{\"a\": {\"Fn::GetAtt\": \"B.C\"}}", "a: !GetAtt B.C\n"),
        ("{\"a\": \"größe\"}", "a: große\n"),
        ("a: yes\n", "a: true\n"),
        ("a: 0755\n", "a: 493\n"),
        ("a: 1 # one\n", "a: 1\n"),
        ("a: 1 # one\nb: 2 # two\n", "a: 1 # one\nb: 2 # zwei\n"),
        ("a: 1\n", "a: 1\n---\na: 1\n"),
        ("a: 1\n", "a: [\n"),
    ] {
        assert!(prove(&read(before), &read(after)).is_err(), "{before} and {after}");
        assert!(prove(&read(before), &read(before)).is_ok() || before.starts_with("a: 1\n---"), "{before}");
    }
}

#[test]
fn a_value_keeps_its_types_in_both_versions_of_yaml() {
    let tree = read(
        "{\"a\": [1e3, 1.10, \"1.10\", \"012345678901\", \"yes\", null, -0.0, 12345678901234567890123]}",
    );
    let yaml = converted(&tree, &to_yaml());
    let [json, old, new] = [(&tree, Typing::Typed), (&yaml, Typing::Typed), (&yaml, Typing::Core)]
        .map(|(tree, typing)| Value::of(tree.root().unwrap(), typing).unwrap());
    assert_eq!((&json, &json), (&old, &new));
    assert!(yaml.source().text().contains("12345678901234567890123"));
}

/// A document may be any value, also one that is written in the same way in both notations.
#[test]
fn every_kind_of_root_converts() {
    for (json, yaml) in [
        ("{}", "{}"),
        ("[]", "[]"),
        ("[\n  1,\n  \"a\"\n]", "- 1\n- a"),
        ("\"größe\"", "'größe'"),
        ("\"a\\nb\"", "\"a\\nb\""),
        ("1", "1"),
        ("1.5", "1.5"),
        ("null", "null"),
        ("true", "true"),
    ] {
        let tree = Tree::parse_json(Source::new(json).unwrap());
        let written = converted(&tree, &to_yaml());
        assert_eq!(written.source().text().trim_ascii_end(), yaml);
        assert_eq!(converted(&written, &to_json()).source().text().trim_ascii_end(), json);
        assert_eq!(converted(&written, &to_yaml()).source().text(), written.source().text());
    }
}
