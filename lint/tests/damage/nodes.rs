//! Damage to the tree: other notations of a collection, functions around values, aliases, keys.

use cfn_ast::model::{Form as FunctionForm, Section, Template};
use cfn_ast::syntax::{CollectionStyle, Format, NodeKind};
use cfn_ast::write::{BlockScalar, column, enclosing_indent};
use cfn_ast::{Node, TextRange, Tree};

use super::form::Form;
use super::{chosen, is_on_one_line, is_value, parse, replaced};
use crate::support::Random;

fn is_yaml(tree: &Tree) -> bool {
    tree.format() == Format::Yaml
}

/// The collection or scalar in flow style; `None` if it has a comment or a block scalar.
fn flow_text(node: Node<'_>) -> Option<String> {
    if node.tree().comments().any_within(node.range()) || BlockScalar::of(node).is_some() {
        return None;
    }
    let tag = node.tag_range().map(|tag| node.tree().source().slice(tag));
    let content = match node.kind() {
        NodeKind::Mapping(CollectionStyle::Block) => {
            let entries: Option<Vec<String>> = node
                .entries()
                .map(|entry| Some(format!("{}: {}", flow_text(entry.key)?, flow_text(entry.value)?)))
                .collect();
            format!("{{{}}}", entries?.join(", "))
        }
        NodeKind::Sequence(CollectionStyle::Block) => {
            let items: Option<Vec<String>> = node.items().map(flow_text).collect();
            format!("[{}]", items?.join(", "))
        }
        _ => node.tree().source().slice(node.content_range()).to_owned(),
    };
    Some(tag.map_or_else(|| content.clone(), |tag| format!("{tag} {content}")))
}

pub(super) fn block_to_flow(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_block = |node: Node<'_>| is_value(node) && node.collection_style() == Some(CollectionStyle::Block);
    let node = chosen(&tree, random, is_block)?;
    Some(replaced(text, node.range(), &flow_text(node)?))
}

pub(super) fn flow_to_block(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_flow = |node: Node<'_>| {
        let is_outer = !node.parent().is_some_and(Node::in_flow);
        is_value(node)
            && is_outer
            && node.collection_style() == Some(CollectionStyle::Flow)
            && node.child_count() > 0
    };
    let node = chosen(&tree, random, |node| is_yaml(&tree) && is_flow(node))?;
    let indent = format!("\n{}", " ".repeat(enclosing_indent(node) + 2));
    let tag = node.tag_range().map(|tag| tree.source().slice(tag)).unwrap_or_default();
    let lines: Vec<String> = if node.is_sequence() {
        node.items().map(|item| format!("{indent}- {}", item.source_text())).collect()
    } else {
        node.entries()
            .map(|entry| format!("{indent}{}: {}", entry.key.source_text(), entry.value.source_text()))
            .collect()
    };
    Some(replaced(text, node.range(), &format!("{tag}{}", lines.concat())))
}

/// Breaks the lines of a flow collection after its commas, at any column, some with comments.
pub(super) fn flow_over_lines(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_flow =
        |node: Node<'_>| node.collection_style() == Some(CollectionStyle::Flow) && node.child_count() > 0;
    let node = chosen(&tree, random, is_flow)?;
    let with_comments = is_yaml(&tree) && random.below(2) == 0;
    let mut out = String::new();
    let mut rest = node.content_range();
    for child in node.children().filter(|child| node.is_sequence() || child.is_key()) {
        out.push_str(tree.source().slice(rest.before(child.range())));
        if with_comments && random.below(2) == 0 {
            out.push_str(" # ü");
        }
        out.push('\n');
        out.push_str(&" ".repeat(enclosing_indent(node) + 1 + random.below(6)));
        rest = rest.after(rest.before(child.range()));
    }
    out.push_str(tree.source().slice(rest));
    Some(replaced(text, node.content_range(), &out))
}

/// A function with a node somewhere in it.
fn function(inner: Form, condition: &str, random: &mut Random) -> Form {
    let word = Form::word;
    let condition = || word(condition);
    let quotes = ["''", "\"\""][random.below(2)];
    let empty = || word(quotes);
    match random.below(15) {
        0 => Form::call("Fn::If", vec![condition(), inner.clone(), inner]),
        1 => Form::call("Fn::If", vec![condition(), inner, word("other")]),
        2 => {
            let nested = Form::call("Fn::If", vec![condition(), word("é"), inner]);
            Form::call("Fn::If", vec![condition(), word("ü"), nested])
        }
        3 => {
            let nested = Form::call("Fn::If", vec![condition(), inner, word("é")]);
            Form::call("Fn::If", vec![condition(), nested, word("ü")])
        }
        4 => Form::call("Fn::Select", vec![word("0"), Form::List(vec![inner, word("ü")])]),
        5 => Form::call("Fn::Select", vec![word("'1'"), Form::List(vec![word("größe"), inner])]),
        6 => Form::call("Fn::Join", vec![empty(), Form::List(vec![inner])]),
        7 => Form::call("Fn::Join", vec![word("é"), Form::List(vec![word("ü"), inner, word("x y")])]),
        8 => Form::call("Fn::Join", vec![empty(), Form::List(vec![word("a:"), inner])]),
        9 => {
            let mapping = Form::Entry("V", Box::new(inner));
            Form::call("Fn::Sub", vec![word("\"ü${V}\""), mapping])
        }
        10 => Form::call("Fn::Sub", vec![inner, Form::Entry("V", Box::new(word("ü")))]),
        11 => Form::Call("Fn::Sub", Box::new(inner)),
        12 => Form::call("Fn::Not", vec![Form::call("Fn::Not", vec![inner])]),
        13 => Form::call("Fn::And", vec![Form::call("Fn::And", vec![inner, condition()]), condition()]),
        _ => Form::call(
            "Fn::Split",
            vec![word("ü"), Form::call("Fn::Join", vec![word("ü"), Form::List(vec![inner])])],
        ),
    }
}

fn wrapped_in(text: &str, random: &mut Random, times: usize) -> Option<String> {
    let tree = parse(text);
    let declared = Template::new(&tree).and_then(|template| template.section(Section::Conditions));
    let condition =
        declared.and_then(|section| section.value.entries().next()).and_then(|entry| entry.name());
    let node = chosen(&tree, random, is_value)?;
    let mut form = Form::Node;
    for _ in 0..times {
        form = function(form, condition.unwrap_or("IsProd"), random);
    }
    Some(replaced(text, node.range(), &form.around(node, random)))
}

pub(super) fn wrapped(text: &str, random: &mut Random) -> Option<String> {
    wrapped_in(text, random, 1)
}

pub(super) fn wrapped_twice(text: &str, random: &mut Random) -> Option<String> {
    wrapped_in(text, random, 2)
}

pub(super) fn in_loop(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let node = chosen(&tree, random, |node| is_value(node) && node.is_mapping())?;
    let names = Form::List(vec![Form::word("Ab"), Form::word("Cd")]);
    let body =
        if node.function().is_some() { Form::Entry("P${X}", Box::new(Form::Node)) } else { Form::Node };
    let each = Form::Entry("Fn::ForEach::Loop", Box::new(Form::List(vec![Form::word("X"), names, body])));
    Some(replaced(text, node.range(), &each.around(node, random)))
}

pub(super) fn in_transform(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let node = chosen(&tree, random, is_value)?;
    let place = ["Location", "Other"][random.below(2)];
    let name = ["AWS::Include", "Custom"][random.below(2)];
    let inner = Form::Entry(place, Box::new(Form::Node));
    // A mapping of two entries has only its flow style here.
    let text_of = |form: &Form, random: &mut Random| form.around(node, random);
    let transform = if node.in_flow() || !is_yaml(&tree) {
        return None;
    } else {
        let indent = " ".repeat(enclosing_indent(node) + 2);
        let parameters = Form::Entry("Parameters", Box::new(inner));
        let lines = text_of(&Form::Entry("Fn::Transform", Box::new(parameters)), random);
        let head = format!("Fn::Transform:\n{indent}  Name: {name}");
        lines.replacen("Fn::Transform:", &head, 1)
    };
    Some(replaced(text, node.range(), &transform))
}

pub(super) fn to_long_form(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_short =
        |node: Node<'_>| node.function().is_some_and(|function| function.form == FunctionForm::Short);
    let node = chosen(&tree, random, |node| is_value(node) && is_short(node))?;
    let function = node.function()?;
    let argument = tree.source().slice(function.argument.content_range());
    let is_flow = node.in_flow() || node.parent().is_some_and(Node::in_flow);
    let key = function.name.key();
    let new = if is_flow || (is_on_one_line(node) && random.below(2) == 0) {
        format!("{{{key}: {argument}}}")
    } else {
        let gap = tree.source().slice(node.tag_range()?.gap_before(function.argument.content_range()));
        format!("\n{}{key}:{gap}{argument}", " ".repeat(enclosing_indent(node) + 1))
    };
    Some(replaced(text, node.range(), &new))
}

pub(super) fn to_short_form(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_long = |node: Node<'_>| node.function().is_some_and(|function| function.key.is_some());
    let node = chosen(&tree, random, |node| is_yaml(&tree) && is_value(node) && is_long(node))?;
    let function = node.function()?;
    let name = function.name.name();
    let gap = tree.source().slice(function.key?.range().gap_before(function.argument.range()));
    let gap = gap.trim_start().trim_start_matches(':');
    let new = format!("!{name}{gap}{}", function.argument.source_text());
    Some(replaced(text, node.content_range(), &new))
}

pub(super) fn alias(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_free = |node: Node<'_>| is_value(node) && node.anchor_range().is_none() && !node.is_alias();
    let anchored = chosen(&tree, random, |node| is_yaml(&tree) && is_free(node))?;
    let other =
        chosen(&tree, random, |node| is_value(node) && node.range().start() >= anchored.range().end());
    let start = anchored.range().start() as usize;
    let name = ["a", "ü", "n1"][random.below(3)];
    let gap = [" ", "\t", "\n            "][random.below(3)];
    let mut out = text.to_owned();
    if let Some(other) = other {
        out = replaced(&out, other.range(), &format!("*{name}"));
    }
    out.insert_str(start, &format!("&{name}{gap}"));
    Some(out)
}

pub(super) fn merge_key(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let is_block = |node: Node<'_>| {
        is_value(node)
            && node.kind() == NodeKind::Mapping(CollectionStyle::Block)
            && node.tag().is_none()
            && node.key().is_some()
    };
    let source = chosen(&tree, random, is_block)?;
    let target = chosen(&tree, random, |node| is_block(node) && node.range().start() > source.range().end())?;
    let mut out = text.to_owned();
    let indent = " ".repeat(column(target, target.range().start()));
    out.insert_str(target.range().start() as usize, &format!("<<: *m\n{indent}"));
    out.insert_str(source.key()?.range().end() as usize + 1, " &m");
    Some(out)
}

/// Puts a tag or an anchor on a line of its own.
pub(super) fn properties_on_own_line(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let node = chosen(&tree, random, |node| is_yaml(&tree) && is_value(node) && !node.in_flow())?;
    let indent = format!("\n{}", " ".repeat(enclosing_indent(node) + 1 + random.below(3)));
    let end = ["", "\t", " ", " # ü"][random.below(4)];
    let range = node.tag_range().or_else(|| node.anchor_range());
    Some(match range {
        Some(own) => replaced(text, own, &format!("{indent}{}{end}{indent}", tree.source().slice(own))),
        None => replaced(text, TextRange::empty(node.range().start()), &format!("{indent}&p{end}{indent}")),
    })
}

pub(super) fn key_twice(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let entry = chosen(&tree, random, |node| node.is_key() && node.parent().is_some())?.own_entry()?;
    let in_flow = entry.key.in_flow() || entry.key.parent()?.in_flow();
    let gap = if in_flow {
        ", ".to_owned()
    } else {
        format!("\n{}", " ".repeat(column(entry.key, entry.key.range().start())))
    };
    let copy = tree.source().slice(entry.range()).trim_end();
    Some(replaced(text, TextRange::empty(entry.key.range().start()), &format!("{copy}{gap}")))
}

pub(super) fn explicit_key(text: &str, random: &mut Random) -> Option<String> {
    let tree = parse(text);
    let key = chosen(&tree, random, |node| is_yaml(&tree) && node.is_key() && !node.in_flow())?;
    let indent = " ".repeat(column(key, key.range().start()));
    Some(replaced(text, key.range(), &format!("? {}\n{indent}", key.source_text())))
}
