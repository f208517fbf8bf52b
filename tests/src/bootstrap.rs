//! The Lambda function as a local process.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::runtime_api::{Outcome, RuntimeApi};

/// A running function and the Runtime API it polls; the process ends with this value.
pub struct Bootstrap {
    api: RuntimeApi,
    process: Child,
    output: Vec<JoinHandle<String>>,
}

impl Bootstrap {
    /// Starts `program` as a function; its environment is what Lambda sets, and `variables`.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start<K, V>(program: &Path, variables: impl IntoIterator<Item = (K, V)>) -> io::Result<Self>
    where
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        let api = RuntimeApi::start()?;
        let mut process = Command::new(program)
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", api.address().to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "uselatest")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let output = [process.stdout.take().map(collect), process.stderr.take().map(collect)];
        Ok(Self { api, process, output: output.into_iter().flatten().collect() })
    }

    /// The server that the function polls.
    pub fn api(&self) -> &RuntimeApi {
        &self.api
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Sends an event and waits for what becomes of it.
    pub fn invoke(&self, event: impl Into<Vec<u8>>, time_left: Duration) -> Outcome {
        self.api.invoke(event, time_left)
    }

    /// Ends the process and returns everything that it wrote.
    ///
    /// # Errors
    /// When the process cannot be ended.
    pub fn stop(mut self) -> io::Result<String> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(self.output.drain(..).map(|thread| thread.join().unwrap_or_default()).collect())
    }
}

impl Drop for Bootstrap {
    fn drop(&mut self) {
        // The process may have ended by itself, or through `stop`.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn collect(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read until the pipe broke is what there is.
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
