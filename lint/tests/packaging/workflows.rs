//! Workflows and the action: what they use is pinned, and zizmor finds nothing.

use std::process::Command;

use end_to_end::python::{self, Unavailable};
use regex_lite::Regex;

use super::repository::{read, root, run};

const ZIZMOR: &str = "1.32.0";

const FILES: [&str; 4] =
    ["action.yml", ".github/workflows/ci.yml", ".github/workflows/release.yml", ".github/workflows/site.yml"];

#[test]
fn actions_are_pinned_by_hash_with_their_version_beside() {
    let pinned = Regex::new(r"^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").expect("the pattern is valid");
    let mut hashes = std::collections::BTreeMap::new();
    for file in FILES {
        for line in read(file).lines() {
            let Some((_, action)) = line.split_once("uses: ") else { continue };
            assert!(pinned.is_match(action), "{file}: {action}");
            let (name, hash) = action.split_once('@').expect("an action has a version");
            let first = hashes.entry(name.to_owned()).or_insert_with(|| hash.to_owned());
            assert_eq!(first, hash, "{file}: {name} is used in two versions");
        }
    }
    assert!(hashes.len() > 8, "{hashes:?}");
}

#[test]
fn zizmor_finds_nothing() {
    let home = match python::install("zizmor", ZIZMOR) {
        Ok(home) => home,
        Err(Unavailable::NoPython) => return python::skip_without_python("zizmor"),
        Err(Unavailable::Failed(reason)) => panic!("zizmor cannot be installed: {reason}"),
    };
    let mut command = Command::new(home.join("venv/bin/zizmor"));
    command.args(["--offline", "--no-progress", "--persona", "pedantic"]).args(FILES).current_dir(root());
    let ran = run(&mut command).expect("zizmor was installed");
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
}
