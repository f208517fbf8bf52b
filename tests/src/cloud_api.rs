//! A server that speaks the query API of CloudFormation and the REST API of Lambda, as a test scripts them.
//!
//! It is for what a complete server does not do: macros, change sets that fail, throttling, pauses at a given place.

use std::collections::BTreeMap;
use std::io::{self, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::http::{self, Request};
use crate::lambda_api::Answer;

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    /// The action of CloudFormation, `ListStacks`, or method and path of Lambda, `GET /2018-10-31/layers/x/versions`.
    pub action: String,
    /// The parameters of the action, or of the query.
    pub parameters: BTreeMap<String, String>,
}

/// A running server on a free loopback port.
pub struct CloudApi {
    address: SocketAddr,
    shared: Arc<Shared>,
}

type Script = Box<dyn Fn(&Call) -> Answer + Send + Sync>;

struct Shared {
    script: Script,
    calls: Mutex<Vec<Call>>,
    cloudformation: InFlight,
    lambda: InFlight,
}

#[derive(Default)]
struct InFlight {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Call {
    /// A parameter, empty where it is not given.
    pub fn get(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    fn is_lambda(&self) -> bool {
        self.action.contains(' ')
    }
}

impl CloudApi {
    /// Starts a server that answers as `script` says.
    ///
    /// # Errors
    /// When no loopback port can be bound.
    pub fn start(script: impl Fn(&Call) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            script: Box::new(script),
            calls: Mutex::default(),
            cloudformation: InFlight::default(),
            lambda: InFlight::default(),
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

    /// The requests, in their order.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often each action was asked for; of Lambda by what the path ends with.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for call in self.calls() {
            let name = match call.action.rsplit_once('/') {
                Some((_, end)) => format!("Lambda {end}"),
                None => call.action,
            };
            *counts.entry(name).or_default() += 1;
        }
        counts
    }

    /// How many requests to CloudFormation and to Lambda were being answered at one time at most.
    pub fn most_in_flight(&self) -> (usize, usize) {
        let most = |one: &InFlight| one.most.load(Ordering::SeqCst);
        (most(&self.shared.cloudformation), most(&self.shared.lambda))
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        let mut writer = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = http::read_request(&mut reader)? {
            let call = read_call(&request);
            let in_flight = if call.is_lambda() { &self.lambda } else { &self.cloudformation };
            let now = in_flight.now.fetch_add(1, Ordering::SeqCst) + 1;
            in_flight.most.fetch_max(now, Ordering::SeqCst);
            self.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call.clone());
            let answer = (self.script)(&call);
            thread::sleep(answer.delay);
            let headers = [("x-amzn-ErrorType", answer.error.to_owned())];
            let headers = if answer.error.is_empty() { &headers[..0] } else { &headers[..] };
            in_flight.now.fetch_sub(1, Ordering::SeqCst);
            http::write_response(&mut writer, answer.status, headers, answer.body.as_bytes())?;
        }
        Ok(())
    }
}

/// A good answer of CloudFormation to an action.
pub fn result(action: &str, content: &str) -> Answer {
    Answer::ok(format!(
        "<{action}Response><{action}Result>{content}</{action}Result>\
         <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{action}Response>"
    ))
}

/// A refusal of CloudFormation.
pub fn refusal(code: &str, message: &str) -> Answer {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>r-1</RequestId></ErrorResponse>"
    );
    Answer { status: "400 Bad Request", error: "", body, delay: Duration::ZERO }
}

fn read_call(request: &Request) -> Call {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    if path == "/" {
        let mut parameters = read_form(&String::from_utf8_lossy(&request.body));
        let action = parameters.remove("Action").unwrap_or_default();
        return Call { action, parameters };
    }
    Call { action: format!("{} {}", request.method, decode(path)), parameters: read_form(query) }
}

fn read_form(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let code = digit(rest.next()).zip(digit(rest.next()));
                bytes.extend(code.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()));
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
