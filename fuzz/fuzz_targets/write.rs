//! Any text, written anywhere, reads back as itself.

#![no_main]

use cfn_ast::source::Newline;
use cfn_ast::syntax::Format;
use cfn_ast::write::{Quotes, ScalarContext, literal_block, quoted, scalar};
use cfn_ast::{Source, Tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, bool, &str)| {
    let (in_flow, is_json, text) = input;
    let format = if is_json { Format::Json } else { Format::Yaml };
    let place = ScalarContext { format, in_flow, is_key: false, block_indent: 2, newline: Newline::Lf };
    for spelling in
        [scalar(text, place), quoted(text, Quotes::Single, place), quoted(text, Quotes::Double, place)]
    {
        check(&spelling, text, place);
    }
    if let Some(block) = literal_block(text, place) {
        check(&block, text, place);
    }
});

fn check(spelling: &str, text: &str, place: ScalarContext) {
    let document = match (place.format, place.in_flow) {
        (Format::Json, _) => format!("{{\"k\": {spelling}}}"),
        (Format::Yaml, true) => format!("{{k: {spelling}, z: z}}"),
        (Format::Yaml, false) => format!("k: {spelling}\nz: z\n"),
    };
    let tree = Tree::parse(Source::new(document).expect("the input is small"));
    assert!(tree.errors().is_empty(), "{spelling:?}: {:?}", tree.errors());
    let found = tree.root().and_then(|root| root.get("k")).and_then(cfn_ast::Node::as_str);
    assert_eq!(found, Some(text), "{spelling:?}");
}
