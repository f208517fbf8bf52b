//! The Runtime API of Lambda, as far as a function sees it.

use std::collections::HashMap;
use std::io::{self, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::http::{self, Request};

const PREFIX: &str = "/2018-06-01/runtime/";

/// How long an answer may take beyond its deadline before it counts as missing.
const GRACE: Duration = Duration::from_secs(5);

/// A server on a free loopback port that hands events to one function and collects its answers.
pub struct RuntimeApi {
    address: SocketAddr,
    events: Sender<Invocation>,
    polls: Mutex<Receiver<()>>,
    shared: Arc<Shared>,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The function answered.
    Response(Vec<u8>),
    /// The function reported an error of the invocation.
    Error(Vec<u8>),
    /// The function did not answer before its deadline.
    NoAnswer,
}

struct Invocation {
    id: String,
    event: Vec<u8>,
    deadline: SystemTime,
}

struct Shared {
    waiting: Mutex<Receiver<Invocation>>,
    answers: Mutex<HashMap<String, Sender<Outcome>>>,
    polled: Mutex<Sender<()>>,
}

impl RuntimeApi {
    /// Starts the server.
    ///
    /// # Errors
    /// When no loopback port can be bound.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (events, waiting) = channel();
        let (polled, polls) = channel();
        let shared = Arc::new(Shared {
            waiting: Mutex::new(waiting),
            answers: Mutex::default(),
            polled: Mutex::new(polled),
        });
        let served = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Ok(Self { address, events, polls: Mutex::new(polls), shared })
    }

    /// What belongs into `AWS_LAMBDA_RUNTIME_API`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the function has polled for an event once more than it was waited for.
    ///
    /// # Errors
    /// When it does not within `patience`.
    pub fn wait_for_poll(&self, patience: Duration) -> Result<(), RecvTimeoutError> {
        lock(&self.polls).recv_timeout(patience)
    }

    /// Sends an event and waits for what becomes of it.
    pub fn invoke(&self, event: impl Into<Vec<u8>>, time_left: Duration) -> Outcome {
        let (sender, receiver) = channel();
        let id = {
            let mut answers = lock(&self.shared.answers);
            let id = format!("invocation-{}", answers.len());
            answers.insert(id.clone(), sender);
            id
        };
        let deadline = SystemTime::now() + time_left;
        let invocation = Invocation { id, event: event.into(), deadline };
        // Nobody receives when the server is gone, and then nobody answers either.
        let _ = self.events.send(invocation);
        receiver.recv_timeout(time_left + GRACE).unwrap_or(Outcome::NoAnswer)
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        let mut writer = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = http::read_request(&mut reader)? {
            self.answer(request, &mut writer)?;
        }
        Ok(())
    }

    fn answer(&self, request: Request, stream: &mut TcpStream) -> io::Result<()> {
        let path = request.path.strip_prefix(PREFIX).unwrap_or_default();
        if request.method == "GET" && path == "invocation/next" {
            return self.hand_out(stream);
        }
        let Some((id, kind)) = path.strip_prefix("invocation/").and_then(|rest| rest.split_once('/')) else {
            return http::write_response(stream, "404 Not Found", &[], b"{}");
        };
        let outcome = match kind {
            "response" => Outcome::Response(request.body),
            _ => Outcome::Error(request.body),
        };
        if let Some(sender) = lock(&self.answers).get(id) {
            // The test may have given up on the answer.
            let _ = sender.send(outcome);
        }
        http::write_response(stream, "202 Accepted", &[], br#"{"status":"OK"}"#)
    }

    fn hand_out(&self, stream: &mut TcpStream) -> io::Result<()> {
        // Nobody has to wait for it.
        let _ = lock(&self.polled).send(());
        // Without a sender the test is over, and the function is about to be ended.
        let Ok(invocation) = lock(&self.waiting).recv() else { return Ok(()) };
        let deadline = invocation.deadline.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let headers = [
            ("Lambda-Runtime-Aws-Request-Id", invocation.id),
            ("Lambda-Runtime-Deadline-Ms", deadline.to_string()),
            (
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-east-1:123456789012:function:u".to_owned(),
            ),
        ];
        http::write_response(stream, "200 OK", &headers, &invocation.event)
    }
}

/// A poisoned lock only means that another test thread failed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
