//! A function as a macro that the CloudFormation of ministack can call.

use std::io::{self, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::bootstrap::Bootstrap;
use crate::http;
use crate::runtime_api::Outcome;

/// How much time a call has.
const TIMEOUT: Duration = Duration::from_mins(1);

/// A server on a free loopback port that passes each request to a function, and answers with its response.
pub struct MacroServer {
    address: SocketAddr,
}

impl MacroServer {
    /// Starts the server.
    ///
    /// # Errors
    /// When no loopback port can be bound.
    pub fn start(function: Bootstrap) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let function = Arc::new(function);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let function = Arc::clone(&function);
                thread::spawn(move || serve(&function, stream));
            }
        });
        Ok(Self { address })
    }

    /// The URL for events.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

fn serve(function: &Bootstrap, stream: TcpStream) -> io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = http::read_request(&mut reader)? {
        let (status, body) = match function.invoke(request.body, TIMEOUT) {
            Outcome::Response(body) => ("200 OK", body),
            Outcome::Error(body) => ("502 Bad Gateway", body),
            Outcome::NoAnswer => ("504 Gateway Timeout", Vec::new()),
        };
        http::write_response(&mut writer, status, &[], &body)?;
    }
    Ok(())
}
