//! Where the tests take templates from.

use std::path::{Path, PathBuf};

/// One file of a table of expected values.
pub(crate) struct Expected {
    pub(crate) path: PathBuf,
    pub(crate) status: String,
    pub(crate) sha_typed: String,
    pub(crate) sha_text: String,
}

impl Expected {
    pub(crate) fn is_read(&self) -> bool {
        self.status == "ok"
    }
}

/// The hand-written edge cases, with what the reference reader says of each.
pub(crate) fn synthetic() -> Vec<Expected> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    table(&folder.join("synthetic.tsv"), &folder.join("synthetic"), [2, 3])
}

/// Real templates with what the reference reader says of each; none where the folders are not there.
pub(crate) fn corpus() -> Option<Vec<Expected>> {
    let table_of = folder("CFN_CORPUS")?;
    Some(table(&table_of.join("oracle-dev.tsv"), &templates()?, [3, 4]))
}

/// Pairs of a JSON and a YAML file that say the same.
pub(crate) fn twins() -> Option<Vec<(PathBuf, PathBuf)>> {
    let table = std::fs::read_to_string(folder("CFN_CORPUS")?.join("twins-dev.tsv")).ok()?;
    let files = templates()?;
    let pair = |line: &str| {
        let mut columns = line.split('\t');
        Some((files.join(columns.next()?), files.join(columns.next()?)))
    };
    table.lines().skip(1).map(pair).collect()
}

/// The unpacked templates: beside the tables, or where `CFN_CORPUS_DEV` says.
fn templates() -> Option<PathBuf> {
    let beside = || folder("CFN_CORPUS").map(|folder| folder.join("dev")).filter(|folder| folder.is_dir());
    folder("CFN_CORPUS_DEV").or_else(beside)
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|folder| folder.is_dir())
}

fn table(table: &Path, files: &Path, [typed, text]: [usize; 2]) -> Vec<Expected> {
    let lines = std::fs::read_to_string(table).unwrap();
    let row = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        Expected {
            path: files.join(columns[0]),
            status: columns[1].to_owned(),
            sha_typed: columns[typed].to_owned(),
            sha_text: columns[text].to_owned(),
        }
    };
    lines.lines().skip(1).map(row).collect()
}
