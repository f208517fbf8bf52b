//! What holds for every template, whatever is in it and however it is written.

use cfn_ast::meaning::same_meaning;
use cfn_ast::model::References;
use cfn_ast::source::Newline;
use cfn_ast::syntax::ScalarStyle;
use cfn_ast::value::{Typing, Value};
use cfn_ast::write::{ScalarContext, scalar};
use cfn_ast::{Edit, EditSet, Node, Source, Template, Tree};
use proptest::prelude::*;

use crate::generated::{Functions, Style, json, templates, texts, yaml};
use crate::laws;

fn styles() -> impl Strategy<Value = Style> {
    let newline = prop_oneof![Just(Newline::Lf), Just(Newline::CrLf), Just(Newline::Cr)];
    let choices = prop::collection::vec(any::<u8>(), 1..60);
    (newline, any::<bool>(), choices).prop_map(|(newline, has_comments, choices)| Style {
        functions: Functions::Mixed,
        newline,
        has_comments,
        choices,
    })
}

fn read(text: &str) -> Tree {
    let tree = Tree::parse(Source::new(text).expect("small"));
    assert_eq!(tree.errors(), [], "{text}");
    tree
}

fn value(tree: &Tree) -> Value<'_> {
    Value::of(tree.root().expect("a root"), Typing::Typed).expect("plain")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_template_is_read_with_every_place(template in templates(), style in styles()) {
        let text = yaml(&template, &style);
        laws::check(&read(&text), &text);
        let text = json(&template);
        laws::check(&read(&text), &text);
    }

    #[test]
    fn yaml_and_json_of_one_template_have_one_value(template in templates(), style in styles()) {
        let (yaml, json) = (read(&yaml(&template, &style)), read(&json(&template)));
        prop_assert_eq!(value(&yaml), value(&json), "{}", yaml.source().text());
    }

    #[test]
    fn the_spelling_of_functions_changes_neither_meaning_nor_references(template in templates(), style in styles()) {
        let spelled = |functions| read(&yaml(&template, &Style { functions, ..style.clone() }));
        let trees = [read(&json(&template)), spelled(Functions::Short), spelled(Functions::Long)];
        let uses = trees.each_ref().map(|tree| {
            let references = References::of(&Template::new(tree).expect("a mapping"));
            references.iter().map(|use_| (use_.kind, use_.name.to_owned())).collect::<Vec<_>>()
        });
        for other in 1..3 {
            prop_assert_eq!(same_meaning(&trees[0], &trees[other]), Ok(()), "{}", trees[other].source().text());
            prop_assert_eq!(&uses[0], &uses[other], "{}", trees[other].source().text());
        }
    }

    #[test]
    fn an_edit_changes_one_scalar_and_nothing_else(
        template in templates(),
        style in styles(),
        new in texts(),
        chosen in any::<prop::sample::Index>(),
        is_json: bool,
    ) {
        let before = read(&if is_json { json(&template) } else { yaml(&template, &style) });
        let editable: Vec<_> = before.nodes().filter(|&node| is_editable(node)).collect();
        let node = editable[chosen.index(editable.len())];
        let mut edits = EditSet::new();
        edits.add_all([Edit::replace(node.content_range(), scalar(&new, ScalarContext::of(node)))]).expect("one edit");
        let after = read(&edits.apply(before.source().text()));
        laws::check(&after, &after.source().text());
        prop_assert_eq!(before.node_count(), after.node_count());
        prop_assert_eq!(before.comments().len(), after.comments().len());
        for (old, changed) in before.nodes().zip(after.nodes()) {
            let expected = if old.id() == node.id() { Some(new.as_str()) } else { old.text() };
            prop_assert_eq!(changed.text(), expected, "{}", after.source().text());
            prop_assert_eq!((old.tag(), old.is_key()), (changed.tag(), changed.is_key()));
        }
    }
}

/// The header of a block may carry a comment, which goes with the block.
fn is_editable(node: Node<'_>) -> bool {
    node.is_scalar() && node.scalar_style() != Some(ScalarStyle::Literal)
}
