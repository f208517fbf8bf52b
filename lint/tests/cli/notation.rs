//! What is meant as JSON has to be JSON, and is left alone where it is not.

use crate::support::Project;

/// A template that is fine but for its notation, with something to fix.
fn template(before: &str, quote: char, value: &str, after: &str) -> String {
    let text = r#"{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {
  "DisplayName": VALUE, "TopicName": {"Fn::Join": ["-", ["ä", {"Ref": "AWS::Region"}]]}AFTER
}}}}
"#;
    let text = text.replace('"', &quote.to_string()).replace("VALUE", value).replace("AFTER", after);
    format!("{before}{text}")
}

/// What is not JSON, where it is not, and what the message says.
fn cases() -> Vec<(String, &'static str, &'static str)> {
    vec![
        (template("", '"', r#""x""#, ","), "3:1", "comma"),
        (template("", '"', "\"x\" /* ü */", ""), "2:22", "comments are not part of JSON"),
        (template("", '"', "\"x\", // ü\n", ""), "2:23", "comments are not part of JSON"),
        (template("// ü\n", '"', r#""x""#, ""), "1:1", "comments are not part of JSON"),
        (template("", '"', "'x'", ""), "2:18", "single-quoted strings are not allowed"),
        (template("", '\'', "'x'", ""), "1:2", "single-quoted strings are not allowed"),
        (template("", '"', "\"ü\tx\"", ""), "2:20", "tabs"),
        (template("", '"', "\"ü\n  x\"", ""), "2:20", "line breaks"),
        (template("\u{feff}", '"', "!Ref AWS::Region", ""), "2:18", "unexpected token"),
    ]
}

#[test]
fn a_file_named_json_has_to_be_json() {
    for (text, place, message) in cases() {
        let project = Project::new();
        project.file("a.json", &text);
        let run = project.run(&["check", "-q", "--output-format", "concise", "."]);
        let expected = format!("a.json:{place}: error[syntax-error]: invalid JSON: ");
        let is_only = run.stdout().lines().count() == 1;
        assert!(is_only && run.stdout().starts_with(&expected), "{text}\n{expected}\n{run}");
        assert!(run.stdout().contains(message), "{run}");
    }
}

#[test]
fn nothing_is_fixed_in_what_is_meant_as_json_and_is_not() {
    for (text, ..) in cases() {
        let project = Project::new();
        project.file("a.json", &text);
        assert_eq!(project.run(&["check", "-q", "--fix", "--unsafe-fixes", "a.json"]).code(), 1);
        assert_eq!(project.run(&["check", "-q", "--fix-only", "a.json"]).code(), 2);
        assert_eq!(project.run(&["check", "-q", "--diff", "a.json"]).code(), 2);
        assert_eq!(project.read("a.json"), text);
    }
}

#[test]
fn other_names_leave_flow_mappings_to_yaml() {
    let comma = template("", '"', r#""x""#, ",");
    let with_tag = template("", '"', "!Ref AWS::Region", "");
    let plain_key = comma.replace(r#""Resources""#, "Resources").replace("{R", "{\"Metadata\": {}, R");
    let block = "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${AWS::Region}'}}\n";
    for (name, text, is_yaml) in [
        ("a.yaml", comma.as_str(), true),
        ("a.yml", &comma, true),
        ("a.template", &comma, false),
        ("a.JSON", &comma, false),
        ("a.template", &with_tag, true),
        ("a.template", &plain_key, true),
        ("a.json", &with_tag, false),
        ("a.json", block, true),
        ("a.template", block, true),
    ] {
        let project = Project::new();
        project.file(name, text);
        let run = project.run(&["check", "-q", "--output-format", "concise", name]);
        assert_eq!(!run.stdout().contains("syntax-error"), is_yaml, "{name}: {text}{run}");
        assert!(!run.stdout().is_empty(), "{name}: {text}");
    }
}

#[test]
fn standard_input_goes_by_its_text_and_its_name() {
    let comma = template("", '"', r#""x""#, ",");
    let project = Project::new();
    let is_refused = |arguments: &[&str]| {
        let all = [&["check", "-q", "--output-format", "concise", "-"], arguments].concat();
        project.run_with(&all, &comma).stdout().contains("syntax-error")
    };
    assert!(is_refused(&[]));
    assert!(is_refused(&["--stdin-filename", "a.json"]));
    assert!(!is_refused(&["--stdin-filename", "a.yaml"]));
}
