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
    let service = match action.split_once('.').map(|(service, _)| service) {
        Some("AWSStepFunctions") => "states",
        Some("AmazonSQS") => "sqs",
        Some("AWSEvents") => "events",
        Some("DynamoDB_20120810") => "dynamodb",
        _ => return Err(io::Error::other(format!("the service of {action} is not known here"))),
    };
    let headers = [("X-Amz-Target", action), ("Content-Type", "application/x-amz-json-1.0")];
    send(endpoint, account, service, "POST /", &headers, body)
}

/// Writes an object into a bucket of `account`.
///
/// # Errors
/// When the server cannot be reached, or answers with another status than 200.
pub fn put_object(endpoint: &str, account: &str, bucket: &str, key: &str, body: &str) -> io::Result<()> {
    send(endpoint, account, "s3", &format!("PUT /{bucket}/{key}"), &[], body).map(|_| ())
}

/// Sends a request, such as `POST /`, to a service; the body is a form, unless the headers name another type.
///
/// # Errors
/// When the server cannot be reached, or answers with another status than 200.
pub(crate) fn send(
    endpoint: &str,
    account: &str,
    service: &str,
    request: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<String> {
    let host = endpoint.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n")?;
    for (name, value) in headers {
        write!(stream, "{name}: {value}\r\n")?;
    }
    if !headers.iter().any(|(name, _)| *name == "Content-Type") {
        write!(stream, "Content-Type: application/x-www-form-urlencoded\r\n")?;
    }
    write!(
        stream,
        "Content-Length: {}\r\nAuthorization: AWS4-HMAC-SHA256 Credential={account}/20260101/{REGION}/{service}/\
         aws4_request, SignedHeaders=host, Signature=0\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if head.split(' ').nth(1) != Some("200") {
        return Err(io::Error::other(format!("{service}: {answer}")));
    }
    Ok(body.to_owned())
}
