//! Time and memory for input made to break readers, at one, two and four times its size.
//!
//! Linear growth is a factor near 2 in both steps: `cargo bench -p cfn-ast --bench hostile`.
#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "the table is the result")]
#![allow(clippy::format_collect, reason = "input is built once")]

use std::time::Instant;

use cfn_ast::model::References;
use cfn_ast::source::Encoding;
use cfn_ast::value::{Typing, Value};
use cfn_ast::{Source, Template, Tree, meaning};

/// The largest size; the others are a half and a quarter.
const BYTES: usize = 10 << 20;

/// The case whose text is stored in another encoding.
const UTF_16: &str = "UTF-16";

type Case = (&'static str, fn(usize) -> String);

const CASES: &[Case] = &[
    ("[", |size| "[".repeat(size)),
    ("- ", |size| "- ".repeat(size / 2)),
    ("{a: ", |size| "{a: ".repeat(size / 4)),
    ("[[]", |size| "[[]".repeat(size / 3)),
    ("{\"a\":", |size| "{\"a\":".repeat(size / 5)),
    ("keys, block", |size| lines(size, |line| format!("k{line}: v\n"))),
    ("keys, flow", |size| format!("{{{}}}", lines(size, |line| format!("k{line}: v, ")))),
    ("keys, JSON", |size| format!("{{{}\"z\":1}}", lines(size, |line| format!("\"k{line}\":1,")))),
    ("items", |size| lines(size, |line| format!("- {line}\n"))),
    ("resources", |size| {
        format!("Resources:\n{}", lines(size, |l| format!("  R{l}: {{Type: !Ref R0, DependsOn: R1}}\n")))
    }),
    ("loops", |size| {
        format!(
            "Resources:\n{}",
            lines(size, |l| format!(
                "  Fn::ForEach::L{l}: [X, [a], {{'R${{X}}': {{Type: !Ref X, Condition: C}}}}]\n"
            ))
        )
    }),
    ("nested loops", nested_loops),
    ("anchors, aliases", |size| lines(size, |line| format!("k{line}: [&a{line} x, *a{line}]\n"))),
    ("nested aliases", |size| aliases(size)),
    ("merges of merges", |size| merges(size)),
    ("merge of one", |size| {
        format!("a: &a {{x: 1}}\n{}", lines(size, |line| format!("k{line}: {{<<: *a}}\n")))
    }),
    ("same key", |size| "a: 1\n".repeat(size / 5)),
    ("plain line", |size| format!("a: {}", "x".repeat(size))),
    ("quoted line", |size| format!("a: \"{}\"", "\\n".repeat(size / 2))),
    ("key of one line", |size| format!("{}: 1", "x".repeat(size))),
    ("block", |size| format!("a: |\n{}", "  x\n".repeat(size / 4))),
    ("blank block", |size| format!("a: |\n  x\n{}b: 1", "\n".repeat(size))),
    ("folded", |size| format!("a: >\n{}", "  x\n".repeat(size / 4))),
    ("comment lines", |size| format!("a: 1\n{}b: 2\n", "# c\n".repeat(size / 4))),
    ("comments first", |size| format!("{}a: 1\n", "# c\n".repeat(size / 4))),
    ("comments, values", |size| "a:\n# c\n  1\n".repeat(size / 10)),
    ("comments, nulls", |size| lines(size, |line| format!("a{line}: # c\n"))),
    ("blank lines", |size| format!("a:\n{}b: 2\n", "\n".repeat(size))),
    ("variables", |size| format!("a: !Sub '{}'", "${A}".repeat(size / 4))),
    ("variables, block", |size| format!("a: !Sub |\n{}", "  ${A}\n".repeat(size / 7))),
    ("variables, decoded", |size| format!("a: !Sub \"\\x20{}\"", "${A}".repeat(size / 4))),
    ("variables, folded", |size| format!("a: !Sub >\n{}", "  ${A}\n".repeat(size / 7))),
    ("variables, list form", |size| {
        let variables = lines(size / 2, |line| format!("${{V{line}}}"));
        format!("a: !Sub\n- '{variables}'\n- {{{}}}", lines(size / 2, |line| format!("V{line}: 1, ")))
    }),
    ("unclosed '", |size| format!("a: '{}", "x\n ".repeat(size / 3))),
    ("unclosed ', left", |size| format!("a: '{}", "x\n".repeat(size / 2))),
    ("unclosed \"", |size| format!("a: \"{}", "x\n ".repeat(size / 3))),
    ("dashes in flow", |size| lines(size, |line| format!("K{line}: [-, a]\n"))),
    ("quotes to the left", |size| format!("a:\n{}", lines(size, |line| format!("  K{line}: 'a\n b'\n")))),
    ("mistakes", |size| lines(size, |line| format!("K{line}: a: b\n"))),
    ("open brackets", |size| lines(size, |line| format!("K{line}: [\n"))),
    ("documents", |size| "--- a\n".repeat(size / 6)),
    ("line breaks", |size| format!("a: '{}'", "x\u{2028}".repeat(size / 4))),
    ("line breaks, many", |size| lines(size, |line| format!("k{line}: 'x\u{2028}y'\n"))),
    ("line breaks, plain", |size| lines(size, |line| format!("k{line}: x\u{2028}y\n"))),
    ("digits", |size| format!("a: {}", "1".repeat(size))),
    ("octal digits", |size| format!("a: 0{}", "1".repeat(size))),
    ("tags", |size| "!a".repeat(size / 2)),
    ("NUL", |size| format!("a: {}\0", "x".repeat(size))),
    ("lone surrogates", |size| format!("{{\"a\": \"{}\"}}", "\\ud800".repeat(size / 6))),
    ("comments in brackets", |size| format!("[{}]", "a,#c\n".repeat(size / 5))),
    ("attributes", |size| {
        format!("Resources:\n  A:\n{}", "    DependsOn: B\n    Condition: C\n".repeat(size / 34))
    }),
    ("text repeated", |size| {
        format!("a: !Sub ['{}', {{A: {}}}]", "${A}".repeat(size / 8), "x".repeat(size / 2))
    }),
    ("joins that stay", |size| {
        lines(size, |line| format!("k{line}: !Join [a, [!Join [b, [!Ref X, {{c: d}}]], {{e: f}}]]\n"))
    }),
    ("conditions", |size| {
        format!("Conditions:\n{}", lines(size, |l| format!("  C{}: !Not [!Condition C{l}]\n", l + 1)))
    }),
    (UTF_16, |size| lines(size / 2, |line| format!("k{line}: v\n"))),
];

fn lines(size: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 64);
    let mut count = 0;
    while text.len() < size {
        text += &line(count);
        count += 1;
    }
    text
}

fn aliases(size: usize) -> String {
    format!("a0: &a0 [x]\n{}", lines(size, |l| format!("a{0}: &a{0} [*a{1}, *a{1}]\n", l + 1, l)))
}

fn merges(size: usize) -> String {
    format!(
        "a0: &a0 {{x: 1}}\n{}",
        lines(size, |l| format!("a{0}: &a{0} {{<<: [*a{1}, *a{1}]}}\n", l + 1, l))
    )
}

fn nested_loops(size: usize) -> String {
    let levels = 100;
    let line = |l: usize| format!("K{l}: !Ref X\n{}", " ".repeat(levels * 3 + 3));
    let open: String = (0..levels)
        .map(|level| format!("{}Fn::ForEach::L{level}:\n{0}- X\n{0}- [a]\n{0}- ", " ".repeat(level * 3)))
        .collect();
    let open = open.replace("- Fn", "-  Fn");
    open + &lines(size, line)
}

fn digest(bytes: Vec<u8>) {
    let Ok(source) = Source::from_bytes(bytes) else { return };
    let tree = Tree::parse(source);
    if let Some(root) = tree.root() {
        let _ = Value::of(root, Typing::Typed);
    }
    let _ = meaning::meaning(&tree);
    if let Some(template) = Template::new(&tree) {
        let _ = References::of(&template).iter().count();
    }
}

fn main() {
    let only = std::env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    println!(
        "{:20} {:>9} {:>9} {:>9}  {:>5} {:>5} {:>8}",
        "case", "1x ms", "2x ms", "4x ms", "2x/1x", "4x/2x", "peak/src"
    );
    for (name, make) in
        CASES.iter().filter(|(name, _)| only.as_ref().is_none_or(|only| name.contains(only.as_str())))
    {
        let encoding = if *name == UTF_16 { Encoding::Utf16Le } else { Encoding::Utf8 };
        let bom = if *name == UTF_16 { "\u{feff}" } else { "" };
        let bytes = |part| encoding.encode(&format!("{bom}{}", make(BYTES / part)));
        let measured = [4, 2, 1].map(|part| measure(bytes(part)));
        let [a, b, c] = measured.map(|(milliseconds, _)| milliseconds);
        println!("{name:20} {a:9.1} {b:9.1} {c:9.1}  {:5.1} {:5.1} {:7.1}x", b / a, c / b, measured[2].1);
    }
}

/// Milliseconds, and how many times its size a text takes in memory at the most.
fn measure(text: Vec<u8>) -> (f64, f64) {
    let bytes = text.len() as f64;
    // Linux alone tells and resets the peak; elsewhere the column shows 0.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = kilobytes("VmRSS:");
    let start = Instant::now();
    digest(text);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    (milliseconds, (kilobytes("VmHWM:") - before).max(0.0) * 1024.0 / bytes + 1.0)
}

fn kilobytes(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
