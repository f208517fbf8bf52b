//! The repository, and programs that are run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use crate::support::files_below;

/// The root of the repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository").to_path_buf()
}

/// The text of a file of the repository.
pub(super) fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The version of the workspace.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a program did, with the exit code and both streams as text.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs a program; `None` if it is not installed.
pub(super) fn run(command: &mut Command) -> Option<Ran> {
    let Output { status, stdout, stderr } = command.output().ok()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some(Ran { code: status.code(), stdout: text(&stdout), stderr: text(&stderr) })
}

/// Packs the program that is tested as a release packs it, into a folder. `None` if there is no Python, so that the test
/// is skipped.
pub(super) fn pack(target: &str, folder: &Path) -> Option<()> {
    // A program with debug information is packed for seconds, so it is packed once for all tests.
    static PACKED: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut packed = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    let shared = if let Some(shared) = packed.get(target) {
        shared.clone()
    } else {
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("packed-{target}"));
        pack_into(target, &shared)?;
        packed.insert(target.to_owned(), shared.clone());
        shared
    };
    fs::create_dir_all(folder).expect("folders can be made");
    for file in files_below(&shared) {
        let name = file.file_name().expect("a file has a name");
        fs::copy(&file, folder.join(name)).expect("a file can be copied");
    }
    Some(())
}

fn pack_into(target: &str, folder: &Path) -> Option<()> {
    let mut command = Command::new("python3");
    command.arg(root().join("packaging/archive")).arg(env!("CARGO_BIN_EXE_cfn-tidy")).arg(target).arg(folder);
    let Some(ran) = run(&mut command) else {
        end_to_end::skip("archives are made by Python, and there is no `python3`");
        return None;
    };
    assert_eq!(ran.code, Some(0), "{ran:?}");
    Some(())
}
