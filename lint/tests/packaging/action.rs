//! `action.yml`: its steps, run in their order with the inputs of a user, as GitHub's runner does.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_yaml::Value;

use super::repository::{VERSION, pack, read, root, run};
use crate::support::Project;

const TARGET: &str = "x86_64-unknown-linux-musl";

/// A template with an error, and one with a note and a safe fix.
const BROKEN: &str = "Resources:\n  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Größe}}\n";
const CLEAN: &str = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n";

/// A runner: the folders that steps know by environment variables, and what they wrote there.
struct Runner {
    home: Project,
    outputs: BTreeMap<String, String>,
    path: String,
}

/// What the steps printed, and the exit code of the last one that ran.
struct Outcome {
    code: i32,
    log: String,
}

impl Runner {
    /// A runner that can download the program that is tested; `None` if the test is skipped.
    fn new() -> Option<Self> {
        let home = Project::new();
        home.file("output", "").file("path", "").file("temp/.keep", "").file("work/.keep", "");
        pack(TARGET, &home.path("downloads"))?;
        for program in ["bash", "curl", "tar"] {
            if run(Command::new(program).arg("--version")).is_none() {
                end_to_end::skip(&format!("the steps of the action need {program}"));
                return None;
            }
        }
        Some(Self { home, outputs: BTreeMap::new(), path: std::env::var("PATH").unwrap_or_default() })
    }

    /// Runs the steps that are commands, until one fails. A cache is never hit.
    fn run(&mut self, inputs: &[(&str, &str)]) -> Outcome {
        let action: Value = serde_yaml::from_str(&read("action.yml")).expect("action.yml is YAML");
        let inputs = with_defaults(&action["inputs"], inputs);
        let mut outcome = Outcome { code: 0, log: String::new() };
        for step in action["runs"]["steps"].as_sequence().expect("there are steps") {
            let Some(command) = step["run"].as_str() else { continue };
            outcome = self.step(command, step, &inputs, &outcome.log);
            if outcome.code != 0 {
                break;
            }
        }
        outcome
    }

    fn step(&mut self, command: &str, step: &Value, inputs: &BTreeMap<String, String>, log: &str) -> Outcome {
        assert_eq!(step["shell"], "bash", "{step:?}");
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", command]);
        bash.current_dir(self.home.path("work"));
        bash.env("GITHUB_ACTION_PATH", root()).env("RUNNER_TEMP", self.home.path("temp"));
        bash.env("GITHUB_OUTPUT", self.home.path("output")).env("GITHUB_PATH", self.home.path("path"));
        bash.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("PATH", &self.path);
        bash.env("CFN_TIDY_DOWNLOADS", format!("file://{}", self.home.path("downloads").display()));
        for (name, value) in step["env"].as_mapping().into_iter().flatten() {
            let name = name.as_str().expect("a variable has a name");
            bash.env(name, self.expand(value.as_str().expect("a value is text"), inputs));
        }
        let ran = run(&mut bash).expect("there is a Bash");
        if let Some(id) = step["id"].as_str() {
            self.read_outputs(id);
        }
        Outcome { code: ran.code.unwrap_or(-1), log: format!("{log}{}{}", ran.stdout, ran.stderr) }
    }

    fn read_outputs(&mut self, id: &str) {
        for line in self.home.read("output").lines() {
            let (name, value) = line.split_once('=').expect("an output has a value");
            self.outputs.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
        }
        self.home.file("output", "");
    }

    /// Replaces the expressions that the action uses; any other is a mistake.
    fn expand(&self, text: &str, inputs: &BTreeMap<String, String>) -> String {
        let Some((before, rest)) = text.split_once("${{ ") else { return text.to_owned() };
        let (name, after) = rest.split_once(" }}").expect("an expression ends");
        let temporary = self.home.path("temp").display().to_string();
        let value = match name.strip_prefix("inputs.") {
            Some(input) => inputs.get(input),
            None if name == "runner.temp" => Some(&temporary),
            None => self.outputs.get(name),
        }
        .unwrap_or_else(|| panic!("unknown expression {name}"))
        .clone();
        format!("{before}{value}{}", self.expand(after, inputs))
    }
}

/// The inputs of a user, and the defaults of the others.
fn with_defaults(declared: &Value, given: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut inputs = BTreeMap::new();
    for (name, input) in declared.as_mapping().expect("there are inputs") {
        let name = name.as_str().expect("an input has a name");
        let default = input["default"].as_str().expect("every input has a default");
        inputs.insert(name.to_owned(), default.to_owned());
    }
    for (name, value) in given {
        assert!(inputs.insert((*name).to_owned(), (*value).to_owned()).is_some(), "unknown input {name}");
    }
    inputs
}

#[test]
fn the_action_annotates_findings_and_fails() {
    let Some(mut runner) = Runner::new() else { return };
    runner.home.file("work/app.yaml", BROKEN);
    let outcome = runner.run(&[]);
    assert_eq!(outcome.code, 1, "{}", outcome.log);
    assert!(
        outcome.log.contains("::error title=undefined-reference,file=app.yaml,line=2,"),
        "{}",
        outcome.log
    );
    assert_eq!(runner.home.read("path").trim_end(), runner.home.path("temp/cfn-tidy").display().to_string());
    let installed = fs::read_dir(runner.home.path("temp/cfn-tidy")).expect("the folder is there").count();
    assert_eq!(installed, 1, "only the program is left, so only it is cached");

    runner.home.file("work/app.yaml", CLEAN);
    // A cached program is not downloaded again.
    fs::remove_dir_all(runner.home.path("downloads")).expect("the folder can be removed");
    let outcome = runner.run(&[("version", &format!("v{VERSION}"))]);
    assert_eq!(outcome.code, 0, "{}", outcome.log);
}

#[test]
fn the_action_passes_its_inputs() {
    let Some(mut runner) = Runner::new() else { return };
    runner.home.file("work/two words/ü.yaml", BROKEN).file("work/other/app.yaml", BROKEN);
    let inputs = [
        ("paths", "two words\nother/app.yaml\n"),
        ("args", "--ignore undefined-reference\n  --select references,*"),
        ("fail-level", "error"),
        ("format", "sarif"),
    ];
    let outcome = runner.run(&inputs);
    assert_eq!(outcome.code, 2, "a pattern is not expanded, so that it is an unknown rule: {}", outcome.log);
    assert!(outcome.log.contains("`*`"), "{}", outcome.log);

    let inputs = [inputs[0], ("args", "--ignore undefined-reference"), inputs[2], inputs[3]];
    let outcome = runner.run(&inputs);
    assert_eq!(outcome.code, 0, "{}", outcome.log);
    let report = &runner.outputs["steps.check.outputs.sarif"];
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(report).expect("the report is there")).expect("it is JSON");
    assert_eq!(report["version"], "2.1.0");

    runner.home.file("work/baseline.json", "not JSON");
    let outcome = runner.run(&[("baseline", "baseline.json")]);
    assert_eq!(outcome.code, 2, "{}", outcome.log);
    assert!(outcome.log.contains("baseline.json"), "{}", outcome.log);
}

#[test]
fn the_action_refuses_what_it_cannot_do() {
    let Some(mut runner) = Runner::new() else { return };
    let cases = [
        (("version", "latest of all"), "`version` must be the number of a release"),
        (("version", "99.0.0"), "is there a release 99.0.0?"),
        (("format", "junit"), "`format` must be `annotations` or `sarif`, not `junit`"),
    ];
    for (input, expected) in cases {
        let outcome = runner.run(&[input]);
        assert_eq!(outcome.code, 2, "{}", outcome.log);
        assert!(outcome.log.contains(expected), "{}", outcome.log);
    }
}

#[test]
fn the_action_refuses_an_archive_that_was_changed() {
    let Some(mut runner) = Runner::new() else { return };
    let archive = runner.home.path(&format!("downloads/cfn-tidy-{VERSION}-{TARGET}.tar.gz"));
    let mut bytes = fs::read(&archive).expect("the archive is there");
    bytes.push(0);
    fs::write(&archive, bytes).expect("the archive can be written");
    let outcome = runner.run(&[]);
    assert_ne!(outcome.code, 0, "{}", outcome.log);
    assert!(!runner.home.path("temp/cfn-tidy/cfn-tidy").exists());
}
