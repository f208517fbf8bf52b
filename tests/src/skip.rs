//! Tests that cannot run on this machine.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::thread;

/// The environment variable under which a test that cannot run fails.
const REQUIRE_ALL: &str = "REQUIRE_ALL_TESTS";

/// Says on standard error that the running test is skipped, and why; unlike `eprintln` also if the test passes.
///
/// # Panics
/// Panics if `REQUIRE_ALL_TESTS` is set: where everything is installed, nothing may be skipped.
pub fn skip(reason: &str) {
    let required = std::env::var_os(REQUIRE_ALL).is_some();
    assert!(!required, "{} cannot run, and {REQUIRE_ALL} is set: {reason}", running_test());
    skip_optional(reason);
}

/// Says that the running test is skipped, and why, as [`skip`] does, but never fails: for a test of what few machines
/// have, such as a program that no package manager of theirs offers.
pub fn skip_optional(reason: &str) {
    // A line that cannot be printed is no reason to fail.
    let _ = io::stderr().write_all(format!("skipped {}: {reason}\n", running_test()).as_bytes());
}

fn running_test() -> String {
    thread::current().name().unwrap_or("a test").to_owned()
}

/// The folder that `CFN_CORPUS` names, with real templates in `dev/`; `None` if there is none, so that the test is
/// skipped or looks at fewer templates.
///
/// # Panics
/// As [`skip`] does.
pub fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("CFN_CORPUS").map(PathBuf::from).filter(|path| path.join("dev").is_dir());
    if corpus.is_none() {
        skip("CFN_CORPUS does not name a folder with real templates in dev/");
    }
    corpus
}
