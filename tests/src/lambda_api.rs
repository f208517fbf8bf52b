//! A server that speaks as much of Lambda's layer API as a test scripts, and counts what it is asked.
//!
//! It is for what a complete server does not do on demand: throttling, errors, silence.

use std::io::{self, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::http;

/// What the server answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status line, `200 OK`.
    pub status: &'static str,
    /// The name of the error, as the header `x-amzn-ErrorType` has it; empty for none.
    pub error: &'static str,
    /// The JSON text.
    pub body: String,
    /// How long the answer takes.
    pub delay: Duration,
}

impl Answer {
    /// A good answer.
    pub fn ok(body: impl Into<String>) -> Self {
        Self { status: "200 OK", error: "", body: body.into(), delay: Duration::ZERO }
    }

    /// A refusal.
    pub fn error(status: &'static str, error: &'static str, message: &str) -> Self {
        Self { status, error, body: format!(r#"{{"message": "{message}"}}"#), delay: Duration::ZERO }
    }

    /// The refusal of a caller with too many requests.
    pub fn throttled() -> Self {
        Self::error("429 Too Many Requests", "TooManyRequestsException", "Rate exceeded")
    }
}

/// A running server on a free loopback port.
pub struct LambdaApi {
    address: SocketAddr,
    shared: Arc<Shared>,
}

type Script = Box<dyn Fn(&str, usize) -> Answer + Send + Sync>;

struct Shared {
    script: Script,
    paths: Mutex<Vec<String>>,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
}

impl LambdaApi {
    /// Starts a server that answers a path, asked for the n-th time of all requests, as `script` says.
    ///
    /// # Errors
    /// When no loopback port can be bound.
    pub fn start(script: impl Fn(&str, usize) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            script: Box::new(script),
            paths: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            most_in_flight: AtomicUsize::new(0),
        });
        let served = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Ok(Self { address, shared })
    }

    /// Where the server listens, as `AWS_ENDPOINT_URL` wants it.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The paths that were asked for, in their order.
    pub fn paths(&self) -> Vec<String> {
        self.shared.paths.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests were being answered at one time at most.
    pub fn most_in_flight(&self) -> usize {
        self.shared.most_in_flight.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        let mut writer = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = http::read_request(&mut reader)? {
            let now = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_in_flight.fetch_max(now, Ordering::SeqCst);
            let count = self.count(&request.path);
            let answer = (self.script)(&request.path, count);
            thread::sleep(answer.delay);
            let headers = [("x-amzn-ErrorType", answer.error.to_owned())];
            let headers = if answer.error.is_empty() { &headers[..0] } else { &headers[..] };
            self.in_flight.fetch_sub(1, Ordering::SeqCst);
            http::write_response(&mut writer, answer.status, headers, answer.body.as_bytes())?;
        }
        Ok(())
    }

    fn count(&self, path: &str) -> usize {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.push(path.to_owned());
        paths.len()
    }
}
