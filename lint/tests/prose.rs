//! Phrases that are not the field's English (CONTRIBUTING.md, "Words"), counted in what users and readers of the API
//! see: string literals, doc comments and documentation.
//!
//! What is not mended yet is in `prose-allowed.txt`. Its counts may fall and never rise:
//! `UPDATE_GENERATED=1 cargo test -p cfn-tidy --test prose` lowers them. A file that moves takes its lines along.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use support::files_below;

/// A phrase begins and ends where its spaces say: `" gives "` is a word, `" stands"` the beginning of one.
const DENIED: &[&str] = &[
    " is no ",
    " are no ",
    " stand ",
    " stands",
    " none where",
    " behind the ",
    " goes with ",
    " gives ",
    " takes ",
    " written out",
    " a circle",
    ", too ",
];

/// Good English that contains one of them.
const PERMITTED: &[&str] = &[
    " there is no ",
    " there are no ",
    " is no longer ",
    " are no longer ",
    " stand for ",
    " takes some ",
    " takes time ",
    " stands for ",
];

/// Pages outside of `docs`. CONTRIBUTING.md is missing on purpose: it shows what not to write.
const PAGES: [&str; 11] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "README.md",
    "RELEASING.md",
    "SECURITY.md",
    "ast/README.md",
    "examples/README.md",
    "lint/README.md",
    "macro/README.md",
    "packaging/README.md",
    "tests/README.md",
];

/// A file and a phrase.
type Key = (String, String);

/// Occurrences by file and phrase.
type Counts = BTreeMap<Key, usize>;

#[test]
fn the_deny_list_of_phrases_holds() {
    let found = found();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose-allowed.txt");
    let allowed = read(&fs::read_to_string(&path).expect("the list can be read"));
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, print(&lowered(&allowed, &found))).expect("the list can be written");
    }
    let mut new = found;
    new.retain(|key, count| *count > allowed.get(key).copied().unwrap_or_default());
    assert!(
        new.is_empty(),
        "more than prose-allowed.txt allows; see CONTRIBUTING.md, \"Words\":\n{}",
        print(&new)
    );
}

/// The smaller of both counts, without what is gone.
fn lowered(allowed: &Counts, found: &Counts) -> Counts {
    let mut lowered = Counts::new();
    for (key, count) in allowed {
        if let Some(found) = found.get(key) {
            lowered.insert(key.clone(), *found.min(count));
        }
    }
    lowered
}

fn print(counts: &Counts) -> String {
    let mut text = String::new();
    for ((path, phrase), count) in counts {
        writeln!(text, "{path}\t{phrase}\t{count}").expect("a string can be written to");
    }
    text
}

fn read(text: &str) -> Counts {
    text.lines().map(|line| row(line).unwrap_or_else(|| panic!("not a row of the list: {line:?}"))).collect()
}

fn row(line: &str) -> Option<(Key, usize)> {
    let mut cells = line.split('\t');
    let (path, phrase, count) = (cells.next()?, cells.next()?, cells.next()?);
    Some(((path.to_owned(), phrase.to_owned()), count.parse().ok()?))
}

fn found() -> Counts {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
    let mut counts = Counts::new();
    for path in files(root) {
        let text = fs::read_to_string(&path).expect("a file of the repository can be read");
        let prose = if has_extension(&path, "rs") { prose_of_rust(&text) } else { prose_of_markdown(&text) };
        let prose = normal(&prose);
        let within = path.strip_prefix(root).expect("the file was found below the root");
        let name = within.to_string_lossy().replace('\\', "/");
        for phrase in DENIED {
            let count = prose.matches(phrase).count();
            if count > 0 {
                counts.insert((name.clone(), phrase.trim().to_owned()), count);
            }
        }
    }
    counts
}

/// The sources of the crates, and the documentation that is written by hand: the pages of the rules repeat doc comments.
fn files(root: &Path) -> Vec<PathBuf> {
    let sources = ["ast/src", "lint/src", "macro/src"].map(|folder| files_below(&root.join(folder)));
    let mut files: Vec<PathBuf> = sources.concat();
    files.retain(|path| has_extension(path, "rs"));
    let is_generated =
        |path: &Path| path.starts_with(root.join("docs/rules")) || path.ends_with("docs/cfn-lint.md");
    let documentation = files_below(&root.join("docs")).into_iter();
    files.extend(documentation.filter(|path| has_extension(path, "md") && !is_generated(path)));
    files.extend(PAGES.map(|page| root.join(page)));
    files
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

/// The string literals and doc comments of a source file.
fn prose_of_rust(text: &str) -> String {
    let token =
        Regex::new(r##"(?s)//[!/]([^\n]*)|//[^\n]*|r#"(.*?)"#|"((?:[^"\\]|\\.)*)"|'(?:\\[^']+|[^\\'])'"##)
            .expect("the pattern is valid");
    let mut prose = String::new();
    for token in token.captures_iter(text) {
        let is_literal = token.get(1).is_none();
        if let Some(part) = token.get(1).or(token.get(2)).or(token.get(3)) {
            prose.push_str(&part.as_str().replace("\\n", " ").replace("\\\n", " "));
            // Two literals are two texts; a doc comment goes on in the next line.
            prose.push_str(if is_literal { " | " } else { " " });
        }
    }
    prose
}

/// The text of a page outside of code blocks.
fn prose_of_markdown(text: &str) -> String {
    text.split("```").step_by(2).collect::<Vec<_>>().join(" | ")
}

/// Lower case, one space between words and in front of punctuation that ends a phrase, without what is permitted.
fn normal(prose: &str) -> String {
    let words = prose.to_lowercase().replace(['.', ';', ':'], " . ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut normal = format!(" {} ", words.join(" "));
    for phrase in PERMITTED {
        normal = normal.replace(phrase, " | ");
    }
    normal
}
