//! A folder to work in, and the command to run there.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A template that others lead to, under the name `network.yaml`.
pub(crate) const NETWORK: &str = "\
Parameters:
  Cidr: {Type: String}
  Name: {Type: String, Default: main}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
";

/// A snippet that templates include, under the name `snippet.yaml`.
pub(crate) const SNIPPET: &str = "\
Queue:
  Type: AWS::SQS::Queue
  Properties:
    QueueName: {Ref: Stage}
    KmsMasterKeyId: {'Fn::GetAtt': [Key, Arn]}
";

/// A folder that is gone after the test.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        let folder = path.parent().expect("a file has a folder");
        fs::create_dir_all(folder).expect("folders can be made");
        fs::write(path, content).expect("a file can be written");
        self
    }

    /// The bytes of a file as text.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there and holds text")
    }

    /// Runs `cfn-tidy` in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs `cfn-tidy` in the folder with this standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        let mut input = child.stdin.take().expect("standard input is a pipe");
        let stdin = stdin.as_ref().to_vec();
        // A command that does not read its input closes the pipe; that is its right.
        let writer = std::thread::spawn(move || drop(input.write_all(&stdin)));
        let output = child.wait_with_output().expect("the command ends");
        writer.join().expect("writing does not panic");
        Run { output, folder: self.folder().display().to_string() }
    }

    /// The command in the folder, with nothing of the tester's own environment that could change its output.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cfn-tidy"));
        command.args(arguments).current_dir(self.folder());
        command
            .env_remove("CLICOLOR_FORCE")
            .env_remove("FORCE_COLOR")
            .env_remove("FORCE_HYPERLINK")
            .env("COLUMNS", "100");
        command
    }
}

/// What a command did.
pub(crate) struct Run {
    output: Output,
    folder: String,
}

impl Run {
    /// The exit code.
    pub(crate) fn code(&self) -> i32 {
        self.output.status.code().expect("the command ended by itself")
    }

    /// Standard output as text.
    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("standard output is text")
    }

    /// Standard output, byte for byte.
    pub(crate) fn stdout_bytes(&self) -> &[u8] {
        &self.output.stdout
    }

    /// Standard error as text.
    pub(crate) fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("standard error is text")
    }
}

/// The exit code and both streams, with the folder's own name taken out.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit code: {}", self.code())?;
        for (name, text) in [("stdout", self.stdout()), ("stderr", self.stderr())] {
            if !text.is_empty() {
                writeln!(f, "----- {name}\n{}", text.replace(&self.folder, "[folder]").trim_end())?;
            }
        }
        Ok(())
    }
}

/// The files in a folder, at any depth, in one order.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).collect()
}

/// The hash of a text by the function FNV-1a.
pub(crate) fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// A sequence that is the same in each run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The sequence for a template: the same wherever its file is. `SEED` selects another one.
    pub(crate) fn of(template: &str) -> Self {
        let seed: u64 = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_default();
        Self(hash(template) ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}
