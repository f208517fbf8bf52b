//! The cases of the rewrite rules: templates before and after their fixes.

use serde::Deserialize;

/// Every file of cases.
pub(crate) const FILES: [&str; 4] = [
    include_str!("../fixtures/rewrite-cases.yaml"),
    include_str!("../fixtures/rewriter-mistakes.yaml"),
    include_str!("../fixtures/cutting-cases.yaml"),
    include_str!("../fixtures/one-meaning-cases.yaml"),
];

#[derive(Deserialize)]
struct Cases {
    preamble: String,
    cases: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    /// The rule that runs; all rewrite rules where none is named.
    rule: Option<String>,
    wrap: Wrap,
    input: String,
    expected: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wrap {
    /// The case is the end of the preamble's last resource.
    Props,
    /// The case is a whole document.
    None,
}

impl Wrap {
    fn document(self, preamble: &str, text: &str) -> String {
        let indent =
            |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!("      {line}") };
        match self {
            Self::None => text.to_owned(),
            Self::Props => preamble.to_owned() + &text.split_inclusive('\n').map(indent).collect::<String>(),
        }
    }
}

/// A whole template with what its fixes make of it.
pub(crate) struct Case {
    pub(crate) id: String,
    /// The rule or group that runs.
    pub(crate) rule: String,
    pub(crate) input: String,
    pub(crate) expected: String,
}

/// The cases of one file.
pub(crate) fn cases(file: &str) -> Vec<Case> {
    let Cases { preamble, cases } = serde_yaml::from_str(file).expect("the cases are well-formed");
    let case = |entry: Entry| {
        let input = entry.wrap.document(&preamble, &entry.input);
        let expected = match entry.expected.as_str() {
            "unchanged" => input.clone(),
            changed => entry.wrap.document(&preamble, changed),
        };
        Case { id: entry.id, rule: entry.rule.unwrap_or_else(|| "rewrite".to_owned()), input, expected }
    };
    cases.into_iter().map(case).collect()
}
