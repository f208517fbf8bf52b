//! The real command, over its standard streams.

use std::io::{BufReader, Write as _};
use std::process::{Child, Stdio};

use lsp_server::{Message, Notification, Request};
use serde_json::json;

use crate::support::Project;

fn start(project: &Project, arguments: &[&str]) -> Child {
    let mut command = project.command(arguments);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the command can be started")
}

#[test]
fn a_session_over_standard_streams() {
    let project = Project::new();
    for arguments in [&["server"][..], &["server", "--stdio"], &["--lsp"]] {
        let mut child = start(&project, arguments);
        let mut input = child.stdin.take().expect("it is a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let mut send = |message: Message| message.write(&mut input).expect("the server reads");
        send(Request::new(1.into(), "initialize".to_owned(), json!({"capabilities": {}})).into());
        send(Notification::new("initialized".to_owned(), json!({})).into());
        let document = json!({"uri": "file:///f/app.yaml", "languageId": "yaml", "version": 1, "text": "Resources: {A: {Type: AWS::Nothing}}\n"});
        send(Notification::new("textDocument/didOpen".to_owned(), json!({"textDocument": document})).into());
        let mut read = || Message::read(&mut output).expect("the server writes").expect("it goes on");
        assert!(matches!(read(), Message::Response(_)));
        match read() {
            Message::Notification(published) => {
                assert_eq!(published.params["diagnostics"][0]["code"], "unknown-resource-type");
            }
            other => panic!("{other:?}"),
        }
        send(Request::new(2.into(), "shutdown".to_owned(), json!(null)).into());
        assert!(matches!(read(), Message::Response(_)));
        send(Notification::new("exit".to_owned(), json!(null)).into());
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn garbage_is_a_failure_with_a_message() {
    let project = Project::new();
    for garbage in
        ["garbage\n", "Content-Length: 5\r\n\r\n{{{{{", "Content-Length: x\r\n\r\n", "\r\n\r\n", "\u{0}\u{1}"]
    {
        let run = project.run_with(&["server"], garbage);
        assert_eq!(run.code(), 2, "{garbage:?}: {run}");
        assert!(run.stderr().starts_with("error: "), "{garbage:?}: {run}");
        assert!(!run.stderr().contains("panicked"), "{garbage:?}: {run}");
    }
}

#[test]
fn a_stream_that_ends_ends_the_server() {
    let project = Project::new();
    let mut child = start(&project, &["server"]);
    let mut input = child.stdin.take().expect("it is a pipe");
    let initialize = Request::new(1.into(), "initialize".to_owned(), json!({"capabilities": {}}));
    Message::from(initialize).write(&mut input).expect("the server reads");
    input.flush().expect("the server reads");
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}
