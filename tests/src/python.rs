//! Programs from PyPI that tests need, each installed once into a virtual environment below the target directory.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::skip;

/// Why a program from PyPI is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// There is no Python; tests that need the program are skipped.
    NoPython,
    /// Something else went wrong; tests that need the program fail.
    Failed(String),
}

/// Installs a package in exactly this version, unless it is there; returns the folder that holds its `venv`.
///
/// # Errors
/// [`Unavailable`] with the reason.
pub fn install(package: &str, version: &str) -> Result<PathBuf, Unavailable> {
    if Command::new("python3").arg("--version").output().is_err() {
        return Err(Unavailable::NoPython);
    }
    let home = target_directory().join(format!("{package}-{version}"));
    install_into(&home, &format!("{package}=={version}"))
        .map_err(|error| Unavailable::Failed(error.to_string()))?;
    Ok(home)
}

/// Skips the running test, which needs a program that only Python can run.
///
/// # Panics
/// As [`skip`] does.
pub fn skip_without_python(program: &str) {
    skip(&format!("it needs {program}, and there is no `python3` to run it with"));
}

/// Cargo puts test binaries into `<target>/<profile>/deps`.
fn target_directory() -> PathBuf {
    let binary = std::env::current_exe().unwrap_or_default();
    binary.ancestors().nth(3).map_or_else(std::env::temp_dir, Path::to_path_buf)
}

fn install_into(home: &Path, requirement: &str) -> io::Result<()> {
    fs::create_dir_all(home)?;
    let lock = File::create(home.join("lock"))?;
    lock.lock()?;
    let done = home.join("installed");
    if !done.exists() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(home.join("venv")))?;
        let quiet = ["--quiet", "--disable-pip-version-check"];
        let pip = home.join("venv/bin/python");
        run(Command::new(pip).args(["-m", "pip", "install"]).args(quiet).arg(requirement))?;
        File::create(done)?;
    }
    Ok(())
}

fn run(command: &mut Command) -> io::Result<()> {
    let Output { status, stderr, .. } = command.stdin(Stdio::null()).output()?;
    if status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&stderr);
    Err(io::Error::other(format!("{command:?} ended with {status}: {}", text.trim())))
}
