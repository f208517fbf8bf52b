//! Input made to break readers: an error or a tree, never a crash, on a stack of 2 MB and without optimisation.

use cfn_ast::model::{Reference, References};
use cfn_ast::syntax::{MAX_CONVERTED_DIGITS, MAX_DEPTH, Scalar, SyntaxErrorKind, is_plain_string};
use cfn_ast::value::{Typing, Value, ValueError};
use cfn_ast::{Source, Template, Tree, meaning};

/// The stack of a thread that Rust starts, which is what a linter or a Lambda function has.
const STACK_BYTES: usize = 2 << 20;
const MEGABYTE: usize = 1 << 20;

/// Reads a text and walks through it in every way that this crate has.
fn digest(text: String) -> Result<Tree, String> {
    let read = move || {
        let tree = Tree::parse(Source::new(text).map_err(|error| error.to_string())?);
        if let Some(root) = tree.root() {
            let _ = (Value::of(root, Typing::Typed), Value::of(root, Typing::Text));
        }
        let _ = meaning::meaning(&tree).map(|meaning| meaning.to_string());
        let same = meaning::same_meaning(&tree, &tree);
        assert!(same.is_ok() || !tree.errors().is_empty() || meaning::meaning(&tree).is_err(), "{same:?}");
        if let Some(template) = Template::new(&tree) {
            let _ = References::of(&template).iter().map(Reference::range).count();
        }
        for error in tree.errors() {
            let _ = tree.source().line_column(error.range.start());
        }
        Ok(tree)
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(read).unwrap().join().unwrap()
}

fn error_kinds(text: impl Into<String>) -> Vec<SyntaxErrorKind> {
    digest(text.into()).unwrap().errors().iter().map(|error| error.kind.clone()).collect()
}

#[test]
fn endless_nesting_is_refused_with_a_place() {
    for opening in
        ["[", "- ", "{a: ", "{", "[{", "a: [", "? ", "!a [", "&a [", "[[]", "{\"a\":", "!Not [", "- - "]
    {
        let tree = digest(opening.repeat(MEGABYTE)).unwrap();
        assert!(!tree.errors().is_empty(), "{opening:?} is read");
        assert!(tree.errors().len() <= MAX_DEPTH + 1, "{opening:?} gives {} errors", tree.errors().len());
    }
}

#[test]
fn the_limit_of_nesting_is_what_the_documentation_says() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(error_kinds(nested(MAX_DEPTH)), []);
    assert_eq!(error_kinds(nested(MAX_DEPTH + 1)), [SyntaxErrorKind::TooDeep]);
    let json = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    assert_eq!(error_kinds(json(MAX_DEPTH)), []);
    assert_eq!(error_kinds(json(MAX_DEPTH + 1)), [SyntaxErrorKind::TooDeep]);
    let block = |depth: usize| format!("{}1", "- ".repeat(depth));
    assert_eq!(error_kinds(block(MAX_DEPTH)), []);
    assert_eq!(error_kinds(block(MAX_DEPTH + 1)), [SyntaxErrorKind::TooDeep]);
}

#[test]
fn functions_at_the_limit_of_nesting_are_walked() {
    let levels = MAX_DEPTH / 2 - 4;
    for (open, close) in [
        ("{\"Fn::Join\":[\"\",", "]}"),
        ("{\"Fn::If\":[\"A\",1,", "]}"),
        ("{\"Fn::Not\":[", "]}"),
        ("{\"Fn::Sub\":[\"${a}\",{\"a\":", "}]}"),
        ("{\"Fn::ForEach::A\":[\"A\",[],", "]}"),
    ] {
        let levels = if open.ends_with("\"a\":") { levels * 2 / 3 } else { levels };
        let text = format!("{{\"Resources\":{{\"A\":{}1{}}}}}", open.repeat(levels), close.repeat(levels));
        assert_eq!(error_kinds(text), [], "{open}");
    }
}

#[test]
fn aliases_within_aliases_are_counted_before_they_are_expanded() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("a{level}: &a{level} [{items}]\n");
    }
    let tree = digest(text).unwrap();
    assert_eq!(Value::of(tree.root().unwrap(), Typing::Typed), Err(ValueError::TooManyAliases));
    assert_eq!(meaning::meaning(&tree).err(), Some(ValueError::TooManyAliases));
}

#[test]
fn merges_within_merges_are_counted_before_they_are_expanded() {
    let mut text = String::from("m0: &m0 {k: v}\n");
    for level in 1..30 {
        let sources = vec![format!("*m{}", level - 1); 10].join(", ");
        text += &format!("m{level}: &m{level}\n  <<: [{sources}]\n");
    }
    let tree = digest(text).unwrap();
    assert_eq!(Value::of(tree.root().unwrap(), Typing::Typed), Err(ValueError::TooManyAliases));
    assert_eq!(meaning::meaning(&tree).err(), Some(ValueError::TooManyAliases));
}

#[test]
fn a_long_chain_of_aliases_is_refused() {
    let mut text = String::from("a0: &a0 [x]\n");
    for level in 1..20_000 {
        text += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    let tree = digest(text).unwrap();
    assert_eq!(Value::of(tree.root().unwrap(), Typing::Typed).err(), Some(ValueError::TooDeep));
    assert_eq!(meaning::meaning(&tree).err(), Some(ValueError::TooDeep));
}

#[test]
fn many_keys_are_read() {
    let keys: String = (0..100_000).map(|place| format!("k{place}: v\n")).collect();
    assert_eq!(error_kinds(keys.as_str()), []);
    assert_eq!(error_kinds(format!("{{{}}}", keys.replace('\n', ", "))), []);
    let resources: String = (0..50_000).map(|place| format!("  K{place}: {{Type: !Ref K0}}\n")).collect();
    assert_eq!(error_kinds(format!("Resources:\n{resources}")), []);
}

#[test]
fn many_comments_in_a_row_are_read() {
    let text = format!("a: 1\n{}b: 2\n", "# comment\n".repeat(100_000));
    let tree = digest(text).unwrap();
    assert_eq!((tree.errors(), tree.comments().len()), (&[][..], 100_000));
}

#[test]
fn long_lines_are_read() {
    for (open, close) in
        [("a: ", ""), ("a: '", "'"), ("a: \"", "\""), ("a: |\n ", ""), ("# ", "\na: 1"), ("[", "]")]
    {
        let text = format!("{open}{}{close}\n", "x".repeat(MEGABYTE));
        assert_eq!(error_kinds(text), [], "{open}");
    }
}

#[test]
fn unclosed_quotes_are_refused() {
    for open in ["a: '", "a: \"", "- [\"", "{\"a\": \""] {
        assert_eq!(error_kinds(format!("{open}{}", "x\n ".repeat(100_000))).len(), 1, "{open}");
        assert!(!error_kinds(open.repeat(10_000)).is_empty(), "{open}");
    }
}

#[test]
fn characters_that_are_none_are_refused_with_a_place() {
    for text in ["a: \0", "{\"a\": \"\0\"}", "a: \u{1b}", "a: \u{7f}", "a: \u{ffff}"] {
        let tree = digest(text.to_owned()).unwrap();
        assert!(tree.errors().first().is_some_and(|error| !error.range.is_empty()), "{text:?}");
    }
    for escape in [r#"{"a": "\ud800"}"#, r#"{"a": "\udc00x"}"#, r#"{"a": "\ud800A"}"#, "a: \"\\ud800\""] {
        assert_eq!(error_kinds(escape).len(), 1, "{escape}");
    }
}

#[test]
fn half_characters_of_utf_16_are_refused() {
    for bytes in [&[0xff, 0xfe, 0x61][..], &[0xff, 0xfe, 0x00, 0xd8], &[0xfe, 0xff, 0xdc, 0x00]] {
        assert!(Source::from_bytes(bytes.to_vec()).is_err());
    }
}

#[test]
fn long_numbers_are_read() {
    for (digits, is_number) in [("1", true), ("1_", true), ("01", false), ("0x1", false), ("0b1", false)] {
        let text = format!("{digits}{}", "1".repeat(MEGABYTE));
        let tree = digest(format!("a: {text}")).unwrap();
        let scalar = tree.root().unwrap().get("a").unwrap().scalar().unwrap();
        assert_eq!(matches!(scalar, Scalar::Int(_)), is_number, "{digits}");
        assert!(!is_plain_string(&text), "{digits}");
    }
    let octal = format!("0{}", "7".repeat(MAX_CONVERTED_DIGITS - 1));
    let tree = digest(format!("a: {octal}")).unwrap();
    assert!(matches!(tree.root().unwrap().get("a").unwrap().scalar(), Some(Scalar::Int(_))));
}

/// What cannot be simplified is looked at once, not once more at each level.
#[test]
fn functions_that_stay_as_written_are_walked_once() {
    let levels = MAX_DEPTH / 3 - 4;
    for (open, close) in [
        ("{\"Fn::Join\":[\",\",[{\"a\":1},", "]]}"),
        ("{\"Fn::Sub\":[\"${\",{\"a\":", "}]}"),
        ("{\"Fn::Sub\":[\"${b}\",{\"a\":", "}]}"),
        ("{\"Fn::Select\":[0,[\"a\",", "]]}"),
        ("{\"Fn::If\":[\"A\",{\"Fn::Join\":[\",\",[{\"a\":1}]]},", "]}"),
    ] {
        let levels = if open.contains("If") || open.contains("Select") { levels * 2 / 3 } else { levels };
        let text = format!("{{\"Resources\":{{\"A\":{}1{}}}}}", open.repeat(levels), close.repeat(levels));
        assert_eq!(error_kinds(text), [], "{open}");
    }
}

#[test]
fn text_that_functions_repeat_is_counted_before_it_is_copied() {
    let long = "x".repeat(MEGABYTE / 4);
    let many = "${A}".repeat(MEGABYTE / 16);
    let items = "a,".repeat(MEGABYTE / 16);
    let doubled = (0..60).fold("x".to_owned(), |inner, _| format!("!Sub ['${{A}}${{A}}', {{A: {inner}}}]"));
    for text in [
        format!("a: !Sub ['{many}', {{A: {long}}}]"),
        format!("a: !Join [{long}, [{items}a]]"),
        format!("a: {doubled}"),
    ] {
        let tree = digest(text).unwrap();
        assert_eq!(meaning::meaning(&tree).err(), Some(ValueError::TooMuchText));
    }
}

#[test]
fn many_variables_of_many_names_are_read() {
    let variables: String = (0..100_000).map(|place| format!("${{V{place}}}")).collect();
    let values: String = (0..100_000).map(|place| format!("V{place}: {place}, ")).collect();
    assert_eq!(error_kinds(format!("a: !Sub ['{variables}', {{{values}}}]")), []);
    assert_eq!(error_kinds(format!("a: !Sub \"\\x20{variables}\"")), []);
    assert_eq!(error_kinds(format!("a: !Sub >\n  {}", variables.replace('}', "}\n  "))), []);
}

#[test]
fn many_attributes_of_one_resource_are_read() {
    let attributes = "    DependsOn: B\n    Condition: C\n".repeat(50_000);
    assert_eq!(error_kinds(format!("Resources:\n  A:\n{attributes}")), []);
}
