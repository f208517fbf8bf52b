//! Scalars of a template are replaced; what is read then is the same tree with the new texts and nothing else.
#![no_main]

use cfn_ast::syntax::{Format, NodeKind, ScalarStyle};
use cfn_ast::{Edit, EditSet, Node, Source, Tree};
use libfuzzer_sys::fuzz_target;

const REPLACEMENT: &str = "x";

fuzz_target!(|text: &str| {
    // Which scalars are replaced follows from the text, so that a plain template is a seed.
    let chosen = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let Ok(source) = Source::new(text) else { return };
    let before = Tree::parse(source);
    if !before.errors().is_empty() {
        return;
    }
    let is_edited = |node: Node<'_>| chosen >> (node.id().index() % 64) & 1 == 1 && can_edit(node);
    let mut edits = EditSet::new();
    for node in before.nodes().filter(|&node| is_edited(node)) {
        // Two scalars can touch, as in `{"a":b}` without the colon; the second one waits.
        let _ = edits.add_all([Edit::replace(node.content_range(), written(node))]);
    }
    let edited: Vec<u32> = edits.iter().map(|edit| edit.range().start()).collect();
    let is_replaced = |node: Node<'_>| can_edit(node) && edited.contains(&node.content_range().start());
    let after = Tree::parse(Source::new(edits.apply(text)).expect("a short text"));
    assert!(after.errors().is_empty(), "{:?}\n{}", after.errors(), after.source().text());
    assert_eq!(before.node_count(), after.node_count(), "{}", after.source().text());
    for (old, new) in before.nodes().zip(after.nodes()) {
        assert_eq!(old.tag(), new.tag());
        if is_replaced(old) {
            assert_eq!(new.text(), Some(REPLACEMENT));
        } else {
            assert_eq!((old.kind(), old.text()), (new.kind(), new.text()), "{}", after.source().text());
        }
    }
    // The header of a block may carry a comment, which goes with the block.
    let is_kept = |comment: &_| !edits.iter().any(|edit| edit.range().contains_range(*comment));
    assert_eq!(before.comments().iter().filter(is_kept).count(), after.comments().len());
});

fn can_edit(node: Node<'_>) -> bool {
    let is_merge = node.is_key() && node.text() == Some("<<");
    matches!(node.kind(), NodeKind::Scalar(_)) && !node.content_range().is_empty() && !is_merge
}

/// The new text in the notation of the old one: a quoted key of a flow mapping may stand right before its value.
fn written(node: Node<'_>) -> String {
    match node.scalar_style() {
        _ if node.tree().format() == Format::Json => format!("\"{REPLACEMENT}\""),
        Some(ScalarStyle::SingleQuoted) => format!("'{REPLACEMENT}'"),
        Some(ScalarStyle::DoubleQuoted) => format!("\"{REPLACEMENT}\""),
        // A comment may stand right behind the header of a block without text.
        Some(ScalarStyle::Literal | ScalarStyle::Folded) => format!("{REPLACEMENT} "),
        _ => REPLACEMENT.to_owned(),
    }
}
