//! What is wrong, where, why CloudFormation cares, and what to do: one snapshot for each kind of broken template.

use std::fmt::Write;

use cfn_ast::{Source, Tree};

const BROKEN: &[(&str, &str)] = &[
    ("a tab as indentation", "Resources:\n\tBucket:\n\t\tType: AWS::S3::Bucket\n"),
    ("an unclosed bracket", "Resources:\n  A: {Type: [1, 2}\nOutputs:\n  B: 1\n"),
    ("a bracket open until the next section", "Parameters:\n  A: {Type: String\nOutputs:\n  B: {Value: 1}\n"),
    ("a quote open until the next section", "Description: 'It is\nResources:\n  A: {Type: B}\n"),
    ("a quote open until the end", "Resources:\n  A:\n    Type: \"AWS::S3::Bucket\n"),
    ("a colon in plain text", "Description: Note: this fails\n"),
    ("a bracket open until the end", "Resources:\n  A: [1, 2\n"),
    ("a missing comma between brackets", "Resources:\n  A: [\"1\" \"2\"]\n  B: {\"C\": \"1\" \"D\": 2}\n"),
    ("a key without a colon", "Resources:\n  A: 1\n  Größe\nOutputs:\n  B: {Value: 1}\n"),
    ("text after a quote", "Description: 'It's'\n"),
    ("an escape that YAML does not know", "Description: \"C:\\Windows\"\n"),
    ("an empty item between brackets", "Resources:\n  A: [1, , 2]\n"),
    ("bad indentation", "Resources:\n  A:\n    Type: B\n   Properties: {}\n"),
    ("a template language", "Resources:\n  {% if x %}\n  A: 1\n"),
    ("text that begins with a percent sign", "Resources:\n  A: %x\n"),
    ("text that begins with an at sign", "Resources:\n  A: @x\n"),
    ("an unknown anchor", "Resources:\n  A: *.example.com\n"),
    ("an anchor twice", "A: &x 1\nB: &x 2\n"),
    ("an alias within its anchor", "A: &x [*x]\n"),
    ("a key in braces", "Resources:\n  {{ name }}: 1\n"),
    ("a merge of text", "A:\n  <<: text\n"),
    ("two documents", "A: 1\n---\nB: 2\n"),
    ("nothing", "# only a comment\n"),
    ("a control character", "A: x\u{1b}y\n"),
    ("a line break of YAML 1.1", "A: x\u{2028}y\n"),
    ("a missing comma in JSON", "{\n  \"A\": 1\n  \"B\": 2\n}\n"),
    ("an unclosed string in JSON", "{\"A\": \"x\n}\n"),
    ("half a character in JSON", "{\"A\": \"\\ud800\"}\n"),
];

#[test]
fn errors_teach() {
    let mut shown = String::new();
    for (name, text) in BROKEN {
        let tree = Tree::parse(Source::new(*text).unwrap());
        assert!(!tree.errors().is_empty(), "{name} is no mistake");
        writeln!(shown, "== {name}").unwrap();
        for error in tree.errors() {
            let place = tree.source().line_column(error.range.start());
            let line = tree.source().line_text(place.line - 1);
            let indent = " ".repeat(place.column as usize - 1);
            let width = tree.source().slice(error.range).trim_end().chars().count().max(1);
            writeln!(shown, "{}:{}: {}", place.line, place.column, error.kind).unwrap();
            writeln!(shown, "  | {}\n  | {indent}{}", line.replace(char::is_control, " "), "^".repeat(width))
                .unwrap();
            writeln!(shown, "  = {}", error.kind.help().unwrap_or("(no help)")).unwrap();
        }
    }
    insta::assert_snapshot!(shown);
}
