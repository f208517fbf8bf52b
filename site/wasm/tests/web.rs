//! What JavaScript is answered, as text.

use cfn_tidy_web::{check, diff, fix, rules};
use insta::assert_snapshot;

const TEMPLATE: &str =
    "Resources:\n  # 𝄞 Größe\n  Topic: {Type: AWS::SNS::Topic, Properties: {TopicNam: a}}\n";

#[test]
fn offsets_are_in_utf16_code_units() {
    let answer: serde_json::Value = serde_json::from_str(&check(TEMPLATE, "{}")).expect("it is JSON");
    let finding = &answer["findings"][0];
    assert_eq!(finding["rule"], "unknown-property");
    let from = finding["from"].as_u64().expect("an offset is a number") as usize;
    let units: Vec<u16> = TEMPLATE.encode_utf16().collect();
    assert_eq!(String::from_utf16_lossy(&units[from..from + 8]), "TopicNam");
    assert_eq!(finding["fix"]["edits"][0]["text"], "TopicName");
}

#[test]
fn safe_fixes_are_applied() {
    let answer: serde_json::Value = serde_json::from_str(&fix(TEMPLATE, "{}")).expect("it is JSON");
    assert_eq!(answer["text"], TEMPLATE.replace("TopicNam:", "TopicName:"));
    assert_eq!(answer["applied"], serde_json::json!(["unknown-property"]));
    assert_eq!(answer["diff"], diff(TEMPLATE, &TEMPLATE.replace("TopicNam:", "TopicName:")));
}

#[test]
fn options_that_are_not_valid_are_named() {
    assert_snapshot!(check("", r#"{"select": ["needles-join"], "ignore": ["E9999"]}"#), @r#"{"errors":["unknown rule or group `needles-join`; did you mean `needless-join`?","unknown rule or group `E9999`"]}"#);
    assert!(
        check("", r#"{"selct": []}"#).starts_with(r#"{"errors":["invalid options: unknown field `selct`"#)
    );
}

#[test]
fn a_template_with_a_syntax_error_is_not_fixed() {
    assert!(fix("A: [", "{}").starts_with(r#"{"errors":["a template with a syntax error is not fixed: "#));
}

#[test]
fn equal_texts_have_no_difference() {
    assert_eq!(diff("a\n", "a\n"), "");
    assert_eq!(diff("a\n", "b\n"), "@@ -1 +1 @@\n-a\n+b\n");
}

#[test]
fn every_rule_is_described() {
    let rules: Vec<serde_json::Value> = serde_json::from_str(&rules()).expect("it is a list");
    assert!(rules.len() > 100, "{} rules", rules.len());
    assert!(rules.iter().all(|rule| rule["summary"].as_str().is_some_and(|summary| summary.ends_with('.'))));
}
