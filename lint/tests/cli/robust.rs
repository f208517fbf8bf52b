//! What happens when the world does not play along.

#![cfg(unix)]

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use insta::assert_snapshot;

use crate::support::Project;

fn template(findings: usize) -> String {
    let output = |number| format!("  O{number}:\n    Value: !GetAtt [A, B] # number {number}\n");
    let outputs: String = (0..findings).map(output).collect();
    format!("Resources:\n  A: {{Type: Custom::A}}\nOutputs:\n{outputs}  Z: {{Value: z}}\n")
}

fn shell(project: &Project, script: &str) -> (i32, String) {
    let output = Command::new("bash")
        .args(["-c", script])
        .env("CFN_TIDY", env!("CARGO_BIN_EXE_cfn-tidy"))
        .current_dir(project.folder())
        .output()
        .expect("bash runs");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn interrupted_at_any_moment_a_file_is_old_or_new() {
    let old = template(400);
    let new = old.replace("[A, B]", "A.B");
    let mut killed = 0;
    for delay in 0..60_u64 {
        let project = Project::new();
        project.file("app.yaml", &old);
        let mut child = project
            .command(&["check", "--fix", "--isolated", "--select", "long-getatt", "app.yaml"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command can be started");
        std::thread::sleep(Duration::from_micros(delay * 250));
        let _ = child.kill();
        killed += u32::from(child.wait().expect("it ends").code().is_none());
        let found = project.read("app.yaml");
        assert!(found == old || found == new, "the file is neither old nor new after {delay} steps");
    }
    assert!(killed > 0, "no run was interrupted");
}

#[test]
fn a_file_stays_when_the_new_text_cannot_be_stored() {
    let old = template(400);
    let project = Project::new();
    project.file("app.yaml", &old).file("cfn-tidy.toml", "select = ['long-getatt']\n");
    // The limit stands for a full disk: writing fails half-way.
    let (code, stderr) = shell(&project, "trap '' XFSZ; ulimit -f 4; \"$CFN_TIDY\" check --fix --fix-only");
    assert_snapshot!(stderr, @"
    error: app.yaml: cannot write a temporary file in the same folder: File too large (os error 27)
    Applied 0 fixes; 1 file failed.
    ");
    assert_eq!((code, project.read("app.yaml")), (2, old));
    assert_eq!(fs::read_dir(project.folder()).expect("it is there").count(), 2);
}

#[test]
fn results_that_cannot_be_printed_are_a_failure() {
    let project = Project::new();
    project.file("app.yaml", template(1)).file("cfn-tidy.toml", "select = ['long-getatt']\n");
    let (code, stderr) = shell(&project, "\"$CFN_TIDY\" check -q > /dev/full");
    assert_snapshot!(stderr, @"error: cannot print the results: No space left on device (os error 28)");
    assert_eq!(code, 2);
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let project = Project::new();
    project.file("app.yaml", template(1));
    let stamp =
        cfn_tidy::files::replace::Stamp::new(&fs::metadata(project.path("app.yaml")).expect("it is there"));
    project.file("app.yaml", "# by somebody else\n");
    let replaced = cfn_tidy::files::replace::replace_file(&project.path("app.yaml"), b"fixed", stamp);
    assert_snapshot!(replaced.expect_err("it is refused"), @"file changed while it was being fixed; run again");
    assert_eq!(project.read("app.yaml"), "# by somebody else\n");
}

#[test]
fn a_folder_that_may_not_be_read_does_not_hide_the_others() {
    let project = Project::new();
    project.file("a/app.yaml", template(0)).file("b/app.yaml", template(0));
    fs::remove_dir_all(project.path("b")).expect("it is ours");
    let run = project.run(&["check", "--isolated", "a", "b"]);
    assert_snapshot!(run, @"
    exit code: 2
    ----- stderr
    error: b: no such file or folder
    All checks passed in 1 file.
    ");
}

#[test]
fn a_pipe_can_be_checked() {
    let project = Project::new();
    project.file("app.yaml", template(1));
    let script = "\"$CFN_TIDY\" check --isolated -q --fail-level note --select long-getatt <(cat app.yaml)";
    assert_eq!(shell(&project, script).0, 1);
}
