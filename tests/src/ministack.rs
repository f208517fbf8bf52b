//! A local server that speaks the API of AWS: ministack, installed and started by the tests themselves.

use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::python::{self, Unavailable};
use crate::{aws_json, http};

/// The version that the tests were written against.
const VERSION: &str = "1.5.33";

/// What the server runs, and what ends it together with the tests.
const PROGRAM: &str = include_str!("ministack.py");

/// How long a start may take on a busy machine.
const START: Duration = Duration::from_secs(90);

/// Another program may take the free port before the server does.
const ATTEMPTS: usize = 3;

/// A running server; one serves all tests of a test binary.
///
/// An access key of 12 digits is the account that a request comes from, so every test can have an account of its own.
pub struct Ministack {
    endpoint: String,
    // The server ends when this pipe closes, even when the test process is killed.
    _alive: ChildStdin,
    _process: Mutex<Child>,
}

/// The server of this test binary, started on the first call; `None` where there is no Python, which is said on
/// standard error.
///
/// # Panics
/// Panics when there is Python, but no server can be installed or started.
pub fn ministack() -> Option<&'static Ministack> {
    static SERVER: OnceLock<Result<Ministack, Unavailable>> = OnceLock::new();
    match SERVER.get_or_init(Ministack::start) {
        Ok(server) => Some(server),
        Err(Unavailable::NoPython) => {
            python::skip_without_python("ministack");
            None
        }
        Err(Unavailable::Failed(reason)) => panic!("ministack cannot be used: {reason}"),
    }
}

impl Ministack {
    /// Where the server listens, as `AWS_ENDPOINT_URL` wants it.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Registers a macro of `account` under which name its templates call it; `url` receives the events. With the previous
    /// template, CloudFormation either calls it again or reuses what it returned the last time.
    ///
    /// # Errors
    /// When the server does not accept the request.
    pub fn use_macro(&self, account: &str, name: &str, url: &str, runs_again: bool) -> io::Result<()> {
        let form = format!("Action=UseMacro&Name={name}&Url={url}&RunsAgain={runs_again}");
        aws_json::send(&self.endpoint, account, "cloudformation", "POST /", &[], &form).map(|_| ())
    }

    /// Installs ministack into a virtual environment below the target directory, unless it is there, and starts it.
    ///
    /// # Errors
    /// [`Unavailable`] with the reason.
    pub fn start() -> Result<Self, Unavailable> {
        let home = python::install("ministack", VERSION)?;
        let mut reason = String::new();
        for _ in 0..ATTEMPTS {
            match launch(&home) {
                Ok(server) => return Ok(server),
                Err(error) => reason = error.to_string(),
            }
        }
        Err(Unavailable::Failed(reason))
    }
}

fn launch(home: &Path) -> io::Result<Ministack> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let scratch = home.join(format!("port-{}", address.port()));
    fs::create_dir_all(&scratch)?;
    let log = File::create(scratch.join("log"))?;
    let mut process = Command::new(home.join("venv/bin/python"))
        .args(["-c", PROGRAM])
        .env("GATEWAY_PORT", address.port().to_string())
        .env("BIND_HOST", "127.0.0.1")
        .env("TMPDIR", &scratch)
        .env("LOG_LEVEL", "WARNING")
        .env("SFTP_ENABLED", "0")
        .env("IOT_MTLS_ENABLED", "0")
        // A second that a state machine waits passes in a millisecond.
        .env("SFN_WAIT_SCALE", "0.001")
        // It tidies up containers of earlier runs wherever it finds a Docker daemon.
        .env("DOCKER_HOST", "unix:///nonexistent")
        .stdin(Stdio::piped())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    let alive = process.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    wait_until_ready(&mut process, &address.to_string(), &scratch)?;
    Ok(Ministack { endpoint: format!("http://{address}"), _alive: alive, _process: Mutex::new(process) })
}

fn wait_until_ready(process: &mut Child, address: &str, scratch: &Path) -> io::Result<()> {
    let started = Instant::now();
    while !http::is_ready(address, "/_ministack/ready") {
        let ended = process.try_wait()?;
        if ended.is_some() || started.elapsed() > START {
            process.kill()?;
            process.wait()?;
            let log = scratch.join("log");
            return Err(io::Error::other(format!("the server did not start, see {}", log.display())));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
