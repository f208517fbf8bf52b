//! As much of HTTP/1.1 as the servers and clients of the tests need.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A request that arrived.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// Reads one request; `None` when the peer has closed the connection.
pub(crate) fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace();
    let mut word = || words.next().map(str::to_owned).ok_or(io::ErrorKind::InvalidData);
    let (method, path) = (word()?, word()?);
    let mut body = vec![0; content_length(stream)?];
    stream.read_exact(&mut body)?;
    Ok(Some(Request { method, path, body }))
}

fn content_length(stream: &mut BufReader<TcpStream>) -> io::Result<usize> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { return Ok(length) };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(|_| io::ErrorKind::InvalidData)?;
        }
    }
}

/// Writes one answer; the connection stays open.
pub(crate) fn write_response(
    stream: &mut impl Write,
    status: &str,
    headers: &[(&str, String)],
    body: &[u8],
) -> io::Result<()> {
    // One packet: the peer would wait before it acknowledges the first of several.
    let mut answer = Vec::new();
    write!(answer, "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n")?;
    for (name, value) in headers {
        write!(answer, "{name}: {value}\r\n")?;
    }
    write!(answer, "Content-Length: {}\r\n\r\n", body.len())?;
    answer.extend_from_slice(body);
    stream.write_all(&answer)?;
    stream.flush()
}

/// Whether `GET path` is answered with status 200.
pub(crate) fn is_ready(address: &str, path: &str) -> bool {
    let answer = || -> io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line)?;
        Ok(line)
    };
    answer().is_ok_and(|line| line.split(' ').nth(1) == Some("200"))
}
