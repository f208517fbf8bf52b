//! Where readers of YAML 1.1 and 1.2 part ways, this one takes what templates contain.

use cfn_ast::value::{Typing, Value};
use cfn_ast::{Node, Source, Tree};

/// A source, and its value in JSON.
const CASES: [(&str, &str); 15] = [
    ("a: !Sub\n|\n x\n y\nz: 1\n", r#"{"a": {"Fn::Sub": "x\ny\n"}, "z": 1}"#),
    ("a:\n>-\n x\n y\nb:\n|\n  z\n", r#"{"a": "x y", "b": "z\n"}"#),
    ("k: 'a\n\t\tb\n\tc'\nl: \"a\n\tb\"\nz: 1\n", r#"{"k": "a b c", "l": "a b", "z": 1}"#),
    ("k: [-, a]", r#"{"k": ["-", "a"]}"#),
    ("k: !Join [-, [a, -]]", r#"{"k": {"Fn::Join": ["-", ["a", "-"]]}}"#),
    ("a:\n  k: 'one\n  two'\nz: 1", r#"{"a": {"k": "one two"}, "z": 1}"#),
    ("a:\n    k: \"one\ntwo\nthree\"\nz: 1", r#"{"a": {"k": "one two three"}, "z": 1}"#),
    ("k: 'a'# comment\nz: [b]# comment\ny: {c: d}# comment\n", r#"{"k": "a", "z": ["b"], "y": {"c": "d"}}"#),
    ("k: |\n  a\n  b", r#"{"k": "a\nb"}"#),
    ("k: |\n  a\n  b\n", r#"{"k": "a\nb\n"}"#),
    ("k: |\n  a\n  b\n ", r#"{"k": "a\nb\n"}"#),
    ("k: |+\n  a\n\n", r#"{"k": "a\n\n"}"#),
    ("k: >-\n  a\n  b", r#"{"k": "a b"}"#),
    ("k: \"a\u{85}b\u{2028}c\"", r#"{"k": "a b\u2028c"}"#),
    (
        "on: yes\n1: 0o17\ne: 1e3\nd: 2012-10-17",
        r#"{"on": true, "1": "0o17", "e": "1e3", "d": "2012-10-17"}"#,
    ),
];

#[test]
fn what_templates_contain_is_read() {
    for (yaml, json) in CASES {
        let tree = Tree::parse(Source::new(yaml).expect("small"));
        assert_eq!(tree.errors(), [], "{yaml}");
        let expected = Tree::parse_json(Source::new(json).expect("small"));
        let value = |tree: &Tree| format!("{:?}", tree.root().map(|root| Value::of(root, Typing::Typed)));
        assert_eq!(value(&tree), value(&expected), "{yaml}");
    }
}

#[test]
fn places_are_those_of_the_source() {
    let tree = Tree::parse(Source::new("k: 'a'# why\nz: [-]# and\nlast: !Ref X").expect("small"));
    let comments: Vec<_> = tree.comments().iter().map(|range| tree.source().slice(range)).collect();
    assert_eq!(comments, ["# why", "# and"]);
    let scalars = tree.nodes().filter(|node| node.is_scalar()).map(Node::source_text);
    assert_eq!(scalars.collect::<Vec<_>>(), ["k", "'a'", "z", "-", "last", "!Ref X"]);
}

#[test]
fn a_pair_in_a_list_ends_with_its_value() {
    let cases = [
        ("k: [a: ü # why\n  ]", "a: ü"),
        ("k: [a: {b: c} # {d}\n  , e]", "a: {b: c}"),
        ("k: [a: [b], c]", "a: [b]"),
        ("k: [{a: b} # why\n  ]", "{a: b}"),
    ];
    for (text, pair) in cases {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let item = tree.root().and_then(|root| root.get("k")?.item(0)).expect("an item");
        assert_eq!(item.source_text(), pair, "{text}");
    }
}

#[test]
fn a_question_mark_announces_a_key() {
    let text = "? ü\n: 1\nb?: 2?\n# ?\nc: {? d : 3, e: 4}\n? f\n";
    let tree = Tree::parse(Source::new(text).expect("small"));
    assert_eq!(tree.errors(), []);
    let explicit = tree.nodes().filter(|node| node.is_explicit_key()).map(Node::source_text);
    assert_eq!(explicit.collect::<Vec<_>>(), ["ü", "d", "f"]);
}
