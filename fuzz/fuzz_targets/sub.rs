//! The parts of an `Fn::Sub` string cover it, and each leads back to the bytes that it was written with.
#![no_main]

use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::{Source, Tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for segment in segments(text) {
        assert_eq!(segment.range.start, end);
        end = segment.range.end;
        let part = &text[segment.range.clone()];
        match segment.kind {
            SegmentKind::Literal(literal) => assert_eq!(part, literal),
            SegmentKind::Escape(name) => assert_eq!(part, format!("${{!{name}}}")),
            SegmentKind::Variable(name) => assert_eq!(part, format!("${{{name}}}")),
            SegmentKind::Malformed(_) => assert!(part.starts_with("${")),
        }
    }
    assert_eq!(end, text.len());
    let (json, yaml) = (quoted(text, is_plain_in_json), quoted(text, is_plain_in_yaml));
    check(Tree::parse_json(Source::new(format!("[{json}]")).expect("a short text")), text, unescaped_json);
    check(Tree::parse(Source::new(format!("- {yaml}")).expect("a short text")), text, unescaped_json);
    if text.chars().all(is_plain_in_yaml) {
        let single = format!("- '{}'", text.replace('\'', "''"));
        check(Tree::parse(Source::new(single).expect("a short text")), text, |part| part.replace("''", "'"));
    }
});

fn check(tree: Tree, text: &str, decode: fn(&str) -> String) {
    assert!(tree.errors().is_empty(), "{:?}", tree.errors());
    let node = tree.root().and_then(|root| root.item(0)).expect("one item");
    assert_eq!(node.text(), Some(text), "{}", tree.source().text());
    let mut ranges = node.text_ranges();
    for segment in segments(text) {
        let written = tree.source().slice(ranges.range(segment.range.clone()));
        assert_eq!(decode(written), text[segment.range], "{}", tree.source().text());
    }
}

fn quoted(text: &str, is_plain: fn(char) -> bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_plain(c) => out.push(c),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out += &format!("\\u{unit:04x}")),
        }
    }
    out + "\""
}

fn is_plain_in_json(c: char) -> bool {
    c >= ' ' && c as u32 % 5 != 0
}

fn is_plain_in_yaml(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{10000}'..)
}

fn unescaped_json(part: &str) -> String {
    let (mut units, mut chars) = (Vec::new(), part.chars());
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('u')) => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).expect("four digits"));
            }
            ('\\', Some(c)) | (c, _) => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
        }
    }
    String::from_utf16(&units).expect("whole characters")
}
