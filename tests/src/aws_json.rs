//! Requests to services that speak JSON, for which the tests need no SDK of their own.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// The region in which all requests are made.
const REGION: &str = "eu-central-1";

/// Asks a service of `account` at `endpoint`, such as `http://127.0.0.1:4566`, for an action, such as
/// `AWSStepFunctions.StartExecution`, and gives the body of its answer. The signature is none, and no test server minds.
///
/// # Errors
/// When the server cannot be reached, or answers with another status than 200.
pub fn call(endpoint: &str, account: &str, action: &str, body: &str) -> io::Result<String> {
    let host = endpoint.trim_start_matches("http://");
    let service = match action.split_once('.').map(|(service, _)| service) {
        Some("AWSStepFunctions") => "states",
        Some("AmazonSQS") => "sqs",
        Some("AWSEvents") => "events",
        _ => return Err(io::Error::other(format!("the service of {action} is not known here"))),
    };
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nX-Amz-Target: {action}\r\n\
         Content-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential={account}/20260101/{REGION}/{service}/aws4_request, \
         SignedHeaders=host, Signature=0\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if head.split(' ').nth(1) != Some("200") {
        return Err(io::Error::other(format!("{action}: {answer}")));
    }
    Ok(body.to_owned())
}
