//! Whatever is written reads back as the same text, wherever it stands.

use cfn_ast::edit::{FunctionText, Removal, reorder_entries, shifted};
use cfn_ast::source::Newline;
use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::syntax::Format;
use cfn_ast::write::{
    BlockScalar, Quotes, ScalarContext, delete_entry, delete_item, literal_block, quoted, scalar,
};
use cfn_ast::{Edit, EditSet, Node, Source, Tree};
use proptest::prelude::*;

/// Texts of all characters, and texts of the characters that mean something to YAML and `Fn::Sub`.
fn texts() -> impl Strategy<Value = String> {
    let telling =
        "[ a-cA-C0-9.:,#&*!|>%@`'\"?=~<\\-\\\\\\[\\]\\{\\}$\n\r\t\u{85}\u{a0}\u{2028}\u{feff}é☃]{0,24}";
    let words = prop::sample::select(vec![
        "yes", "~", "null", "0755", "1_0", "12:30", "1e3", "<<", "=", "y", "-", "",
    ]);
    prop_oneof![4 => telling, 1 => any::<String>(), 1 => words.prop_map(str::to_owned)]
}

fn place(format: Format, in_flow: bool, is_key: bool) -> ScalarContext {
    ScalarContext { format, in_flow, is_key, block_indent: 4, newline: Newline::Lf }
}

/// The text that a reader finds where the spelling stands.
fn read_back(spelling: &str, place: ScalarContext) -> Option<String> {
    let document = match (place.format, place.is_key, place.in_flow) {
        (Format::Json, ..) => format!("{{\"k\": [{spelling}]}}"),
        (_, true, true) => format!("k: [{{{spelling}: 1, z: 2}}]\n"),
        (_, true, false) => format!("k:\n- {spelling}: 1\n  z: 2\n"),
        (_, false, true) => format!("k: [{spelling}, z]\n"),
        (_, false, false) => format!("k:\n- x:\n  - y: {spelling}\n  - z\n"),
    };
    let tree = Tree::parse(Source::new(document).expect("small"));
    assert_eq!(tree.errors(), [], "{spelling:?}");
    let list = tree.root()?.get("k")?;
    let found = match (place.format, place.is_key, place.in_flow) {
        (Format::Json, ..) | (_, false, true) => list.item(0)?,
        (_, true, _) => list.item(0)?.entries().next()?.key,
        (_, false, false) => list.item(0)?.get("x")?.item(0)?.get("y")?,
    };
    Node::as_str(found).map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scalar_reads_back(text in texts(), in_flow: bool, is_key: bool, is_json: bool) {
        let format = if is_json { Format::Json } else { Format::Yaml };
        let place = place(format, in_flow, is_key && !is_json);
        for spelling in [scalar(&text, place), quoted(&text, Quotes::Single, place), quoted(&text, Quotes::Double, place)] {
            prop_assert!(!spelling.contains('\n'), "{spelling:?} takes several lines");
            prop_assert_eq!(read_back(&spelling, place), Some(text.clone()), "{}", spelling);
        }
    }

    #[test]
    fn a_block_reads_back_or_is_not_written(text in texts()) {
        let place = ScalarContext { block_indent: 6, ..place(Format::Yaml, false, false) };
        if let Some(block) = literal_block(&text, place) {
            prop_assert_eq!(read_back(&block, place), Some(text));
        }
    }

    #[test]
    fn the_parts_of_a_sub_cover_it(text in texts()) {
        let mut end = 0;
        for segment in segments(&text) {
            prop_assert_eq!(segment.range.start, end);
            prop_assert!(segment.range.end > end);
            end = segment.range.end;
            if let SegmentKind::Literal(literal) = segment.kind {
                prop_assert!(!cfn_ast::sub::has_placeholder(literal));
                prop_assert_eq!(literal, &text[segment.range]);
            }
        }
        prop_assert_eq!(end, text.len());
    }
}

/// What follows a block scalar, and whether its text stays the same when that comes to an end at once.
const ENDS: [(&str, bool); 15] = [
    ("k: |\n  ü\nz: 1\n", true),
    ("k: |\n  ü\n\n \nz: 1\n", true),
    ("k: |\n  ü\n   \nz: 1\n", false),
    ("k: |\n  ü\n", true),
    ("k: |\n  ü", false),
    ("k: |-\n  ü", true),
    ("k: |+\n  ü\nz: 1\n", true),
    ("k: |+\n  ü\n", true),
    ("k: |+\n  ü\n\nz: 1\n", false),
    ("k: >+ # why\n  ü\n\n", false),
    ("k: |\n  ü\n # why\nz: 1\n", true),
    ("k: |\r\n  ü\r\n\r\nz: 1\r\n", true),
    ("k: |\r  ü\r   \rz: 1\r", false),
    ("k: |\n  ü\n \t\nz: 1\n", false),
    ("k: |\n  ü\n  \t\nz: 1\n", true),
];

#[test]
fn a_block_ends_with_its_last_line_or_with_what_follows() {
    for (text, expected) in ENDS {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let block = tree.nodes().find_map(BlockScalar::of).expect("a block");
        let end = tree.root().and_then(|root| root.get("k")).expect("an entry").range().end();
        assert_eq!(block.keeps_text_at(end, block.indent()), expected, "{text:?}");
    }
}

#[test]
fn what_follows_a_block_is_removed_only_where_the_text_stays() {
    let cases = [
        ("- |\n  ü\n- b\n", Some("- |\n  ü\n")),
        ("- |\n  ü\n- b # why\n", None),
        ("- |\n  ü\n- b  \n", None),
        ("- |\n  ü\n- b", None),
        ("- |-\n  ü\n- b", Some("- |-\n  ü")),
        ("- |\n  ü\n- b\n   # why\n", None),
        ("- |\n  ü\n- b\n # why\n", Some("- |\n  ü\n # why\n")),
        ("- |+\n  ü\n- b\n\n", None),
        ("- |+\n  ü\n- b\n", Some("- |+\n  ü\n")),
        ("- a: >\n   ü\n- b   # why\n", None),
        ("- a # why\n- b\n", Some("- a\n")),
    ];
    for (text, expected) in cases {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let item = tree.root().and_then(|root| root.item(1)).expect("an item");
        let applied = delete_item(item).map(|edit| after(&tree, edit));
        assert_eq!(applied.as_deref(), expected, "{text:?}");
    }
}

#[test]
fn an_entry_after_an_absent_value_is_not_removed_from_a_flow_mapping() {
    let cases =
        [("{a: , b: ü}", false), ("{a: !A , b: ü}", false), ("{a: '', b: ü}", true), ("a:\nb: ü\n", true)];
    for (text, expected) in cases {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let entry = tree.root().and_then(|root| root.entry("b")).expect("an entry");
        assert_eq!(delete_entry(entry).is_some(), expected, "{text:?}");
    }
}

#[test]
fn an_entry_with_an_explicit_key_is_not_removed() {
    for text in ["? a\n: ü\nb: 1\n", "b: 1\n? a\n: ü\n", "a: ü\n? b\n: 1\n"] {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let entry = tree.root().and_then(|root| root.entry("a")).expect("an entry");
        assert_eq!(delete_entry(entry), None, "{text:?}");
    }
}

#[test]
fn removals_of_all_entries_cannot_be_applied_together() {
    let cases = [
        ("A: ü\nB: 1\n", "B: 1\n"),
        ("{A: ü, B: 1}\n", "{B: 1}\n"),
        ("A: ü\n  # why\nB: 1\n", "  # why\nB: 1\n"),
        ("A: ü\n\n  # why\n\nB: 1\n", "  # why\n\nB: 1\n"),
        ("A: ü\n  # why\nB: 1\n  # how\nC: 2\n", "  # why\nB: 1\n  # how\n"),
    ];
    for (text, expected) in cases {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let mut edits = EditSet::new();
        for entry in tree.root().expect("a mapping").entries() {
            let removal = Removal::of_entry(entry).expect("an entry that can be removed");
            assert!(!removal.loses_comment(), "{text:?}");
            let _ = edits.add_all([removal.into_edit()]);
        }
        assert_eq!(edits.apply(text), expected);
    }
}

#[test]
fn an_entry_beside_the_key_of_a_function_is_not_removed() {
    let cases = [("Ref", false), ("Fn::Transform", false), ("Condition", true), ("Fn::Other", true)];
    for (key, is_removed) in cases {
        for text in [format!("{key}: ü\nA: 1\n"), format!("A: 1\n{key}: ü\nB: 2\n")] {
            let tree = Tree::parse(Source::new(text).expect("small"));
            let entry = tree.root().and_then(|root| root.entry("A")).expect("an entry");
            assert_eq!(Removal::of_entry(entry).is_some(), is_removed, "{key}");
        }
    }
}

#[test]
fn an_entry_of_a_tagged_mapping_is_not_removed() {
    let tree = Tree::parse(Source::new("!Sub {A: ü, B: 1}\n").expect("small"));
    let entry = tree.root().and_then(|root| root.entry("A")).expect("an entry");
    assert!(Removal::of_entry(entry).is_none());
}

#[test]
fn moved_lines_keep_their_line_breaks() {
    assert_eq!(shifted("ü\r\n  b\r \r  c", 1, 0).as_deref(), Some("ü\r\n b\r\r c"));
    assert_eq!(shifted("ü\r \n  b", 1, 0), None);
}

#[test]
fn an_entry_with_a_second_byte_order_mark_is_not_moved() {
    let text = "\u{feff}# why\n\u{feff}# how\nB: ü\nA: 1\n";
    let tree = Tree::parse(Source::new(text).expect("small"));
    let rank = |entry: &cfn_ast::syntax::Entry<'_>| usize::from(entry.name() == Some("B"));
    assert_eq!(tree.errors(), []);
    assert_eq!(reorder_entries(tree.root().expect("a mapping"), rank), None);
}

#[test]
fn a_block_does_not_end_before_half_of_a_line_break() {
    for (text, expected) in [("A: !Ref B\r\nC: 1\r", true), ("A: !Ref B\nC: 1\r", false)] {
        let tree = Tree::parse(Source::new(text).expect("small"));
        let node = tree.root().and_then(|root| root.get("A")).expect("an entry");
        let function = node.function().and_then(FunctionText::of).expect("a function");
        assert_eq!(function.fits("|+\r  ü\r", 2), expected, "{text:?}");
    }
}

fn after(tree: &Tree, edit: Edit) -> String {
    let mut edits = EditSet::new();
    edits.add_all([edit]).expect("one edit");
    edits.apply(tree.source().text())
}
