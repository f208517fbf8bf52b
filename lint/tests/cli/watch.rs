use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::Project;

/// Far more than a run needs; only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watched {
    child: Child,
    lines: Receiver<String>,
}

impl Watched {
    fn start(project: &Project, arguments: &[&str]) -> Self {
        let mut child = project
            .command(&[&["check", "--watch", "--output-format", "concise"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        let (sender, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("it is a pipe"));
        std::thread::spawn(move || {
            stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// The remarks of one run.
    fn run(&self) -> Vec<String> {
        let mut lines = Vec::new();
        while !lines.last().is_some_and(|line: &String| line.starts_with("Watching")) {
            lines.push(self.lines.recv_timeout(PATIENCE).expect("the run comes to its end"));
        }
        lines.pop();
        lines
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_makes_it_run_again() {
    let project = Project::new();
    project
        .file("app.yaml", "Outputs: {A: !GetAtt [B, C]}\n")
        .file("cfn-tidy.toml", "select = ['long-getatt']\n");
    for arguments in [&["app.yaml"][..], &["."]] {
        project.file("app.yaml", "AWSTemplateFormatVersion: 2010-09-09\nOutputs: {A: !GetAtt [B, C]}\n");
        let watched = Watched::start(&project, arguments);
        assert_eq!(watched.run(), ["Found 1 finding (below the fail level).", "1 fixable with --fix."]);
        project.file("app.yaml", "AWSTemplateFormatVersion: 2010-09-09\nOutputs: {A: !GetAtt B.C}\n");
        while watched.run() != ["All checks passed in 1 file."] {}
    }
}

#[test]
fn a_path_that_is_not_there_cannot_be_watched() {
    let run = Project::new().run(&["check", "--watch", "missing/app.yaml"]);
    assert_eq!(run.code(), 2, "{run}");
}

#[test]
fn standard_input_cannot_be_watched() {
    for paths in [&["-"][..], &["app.yaml", "-"]] {
        let project = Project::new();
        project.file("app.yaml", "Resources: {}\n");
        let run = project.run(&[&["check", "--watch"], paths].concat());
        assert_eq!(run.code(), 2);
        assert_eq!(
            run.stderr(),
            "error: standard input cannot be watched for changes; pass files or folders to --watch\n"
        );
    }
}
