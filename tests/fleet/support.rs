//! The program as a user starts it.

use std::error::Error;
use std::fmt;
use std::process::{Child, Command, Output, Stdio};

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// Where all stacks of the tests are.
pub(crate) const REGION: &str = "eu-central-1";

/// Compares what a user sees with a snapshot, without what differs from run to run.
macro_rules! assert_seen {
    ($name:literal, $seen:expr) => {
        let seen = $seen;
        insta::with_settings!({filters => vec![
            (r"[0-9]{4} days ago", "[DAYS] days ago"),
            (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "[UUID]"),
            (r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+", "[TIME]"),
        ]}, { insta::assert_snapshot!($name, seen) });
    };
}
pub(crate) use assert_seen;

/// What a user sees of one run.
pub(crate) struct Seen {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) notes: String,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, out, notes } = self;
        write!(f, "{out}--- standard error\n{notes}--- exit code {}", code.unwrap_or(-1))
    }
}

impl From<Output> for Seen {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), notes: text(&output.stderr) }
    }
}

/// The program with the credentials of `account`, which it asks for at `endpoint`.
pub(crate) fn program(endpoint: &str, account: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uselatest"));
    command.env_clear().envs([
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", account),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_REGION", REGION),
    ]);
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs the program.
pub(crate) fn run(endpoint: &str, account: &str, arguments: &[&str]) -> Result<Seen, Box<dyn Error>> {
    Ok(program(endpoint, account, arguments).output()?.into())
}

/// Starts the program.
pub(crate) fn start(endpoint: &str, account: &str, arguments: &[&str]) -> Result<Child, Box<dyn Error>> {
    let mut command = program(endpoint, account, arguments);
    Ok(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?)
}
