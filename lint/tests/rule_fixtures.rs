//! The templates of `fixtures/rules/RULE/`, each through the command with this one rule.
//!
//! What is found, and what the fixes make of the template, is the snapshot beside it. A template named `ok-…` must
//! have no findings, and has no snapshot. Each template is a test of its own:
//! `cargo test -p cfn-tidy --test rule_fixtures needless-join` runs those of one rule.
//! `INSTA_UPDATE=always cargo test -p cfn-tidy --test rule_fixtures` writes the snapshots anew.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cfn_tidy::rule::{FixKind, Group, Rule};
use cfn_tidy::rules::REGISTRY;
use libtest_mimic::{Arguments, Trial};
use support::{Project, Run};

/// One template with the rule that it is for.
struct Fixture {
    rule: &'static Rule,
    path: PathBuf,
    text: String,
}

impl Fixture {
    fn all() -> Vec<Self> {
        let folders = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules"));
        folders.iter().flat_map(|folder| Self::of_rule(folder)).collect()
    }

    fn of_rule(folder: &Path) -> Vec<Self> {
        let rule = REGISTRY.rule(name(folder)).unwrap_or_else(|| panic!("{} is no rule", folder.display()));
        let is_template = |path: &PathBuf| path.extension().is_some_and(|end| end == "yaml" || end == "json");
        let read = |path: PathBuf| {
            let text = fs::read_to_string(&path).expect("a fixture can be read");
            Self { rule, path, text }
        };
        entries(folder).into_iter().filter(is_template).map(read).collect()
    }

    fn run(&self, text: &str, more: &[&str]) -> Run {
        // A suppression is judged only where the rules that it names run.
        let select = if self.rule.group == Group::Tidy { "ALL" } else { self.rule.name };
        let arguments = [
            "check",
            "--isolated",
            "--select",
            select,
            "--fixable",
            self.rule.name,
            "-q",
            "--output-format",
            "concise",
            "--no-fold",
            "--fail-level",
            "note",
        ];
        let project = Project::new();
        project.file("network.yaml", support::NETWORK);
        project.file("snippet.yaml", support::SNIPPET);
        project.run_with(&[&arguments[..], more, &["-"]].concat(), text)
    }

    fn findings(&self) -> String {
        self.run(&self.text, &[]).stdout()
    }

    /// The text after fixes, which a second run must leave as it is.
    fn fixed(&self, flags: &[&str]) -> String {
        let fix = |text: &str| {
            let run = self.run(text, flags);
            let is_unreadable = self.findings().contains("[syntax-error]");
            assert!(run.code() < 2 || is_unreadable, "{}: {run}", self.path.display());
            if is_unreadable { text.to_owned() } else { run.stdout() }
        };
        let once = fix(&self.text);
        assert_eq!(fix(&once), once, "{}: a second run changes nothing", self.path.display());
        once
    }

    fn snapshot(&self) -> String {
        let safe = self.fixed(&["--fix"]);
        let all = self.fixed(&["--fix", "--unsafe-fixes"]);
        let mut parts = vec![self.findings()];
        if safe != self.text {
            parts.push(format!("----- after --fix\n{safe}"));
        }
        if all != safe {
            parts.push(format!("----- after --fix --unsafe-fixes\n{all}"));
        }
        parts.concat()
    }

    /// The name of the test: the rule and the file, so that a filter can name either.
    fn test_name(&self) -> String {
        format!("{}::{}", self.rule.name, name(&self.path))
    }

    /// Whether the template must have no findings.
    fn is_clean(&self) -> bool {
        name(&self.path).starts_with("ok-")
    }

    fn check(&self) {
        if self.is_clean() {
            return assert_eq!(self.snapshot(), "", "{}", self.path.display());
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(self.path.parent().expect("a fixture lies in a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name(&self.path), self.snapshot()));
    }

    /// The fix that a run made, by what it took to have it made.
    fn fix_made(&self) -> FixKind {
        if self.fixed(&["--fix"]) != self.text {
            FixKind::Safe
        } else if self.fixed(&["--fix", "--unsafe-fixes"]) != self.text {
            FixKind::Unsafe
        } else {
            FixKind::None
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of fixtures can be listed");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("fixtures have plain names")
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let fixtures = Fixture::all();
    let declared = Trial::test("every_fix_that_a_rule_declares_is_made_in_a_fixture", || {
        every_declared_fix_is_made(&Fixture::all());
        Ok(())
    });
    let trials = fixtures.into_iter().map(|fixture| {
        Trial::test(fixture.test_name(), move || {
            fixture.check();
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, trials.chain([declared]).collect()).exit_code()
}

fn every_declared_fix_is_made(fixtures: &[Fixture]) {
    let mut missing: BTreeSet<&str> = REGISTRY
        .rules()
        .iter()
        .filter(|rule| rule.fix >= FixKind::Unsafe && !has_case(rule.name))
        .map(|rule| rule.name)
        .collect();
    for fixture in fixtures {
        if missing.contains(fixture.rule.name) && fixture.fix_made() == fixture.rule.fix {
            missing.remove(fixture.rule.name);
        }
    }
    assert!(missing.is_empty(), "no fixture is fixed for {missing:?}");
}

/// Whether the rule has cases of its own in the specification.
fn has_case(rule: &str) -> bool {
    include_str!("fixtures/rewrite-cases.yaml").contains(&format!("rule: {rule}\n"))
}
