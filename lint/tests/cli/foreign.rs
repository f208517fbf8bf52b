//! Templates that another tool reads before CloudFormation does.

use std::path::Path;

use crate::support::{Project, files_below};

fn templates() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/foreign");
    let named = files_below(&folder).into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).expect("a template can be read");
        (path.display().to_string(), text)
    });
    named.collect()
}

#[test]
fn what_other_tools_read_is_not_reported() {
    assert_eq!(templates().len(), 3);
    for (name, text) in templates() {
        let run = Project::new().run_with(&["check", "-q", "--output-format", "concise", "-"], &text);
        assert_eq!(run.stdout(), "", "{name}: {run}");
    }
}

#[test]
fn what_other_tools_read_is_not_rewritten() {
    for (name, text) in templates() {
        for select in ["rewrite", "correctness", "portability"] {
            let arguments = ["check", "-q", "--select", select, "--fix", "--unsafe-fixes", "-"];
            assert_eq!(Project::new().run_with(&arguments, &text).stdout(), text, "{name}, {select}");
        }
    }
}
