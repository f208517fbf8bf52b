//! A client of the server, in the same process.

use std::collections::VecDeque;
use std::thread::JoinHandle;
use std::time::Duration;

use cfn_tidy::rules::REGISTRY;
use cfn_tidy::server::{End, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

/// Far more than an answer needs; only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Client {
    connection: Connection,
    server: JoinHandle<End>,
    next_id: i32,
    notifications: VecDeque<Notification>,
    /// What the server asked for.
    pub(crate) asked: Vec<Request>,
}

impl Client {
    /// A client with these parameters of `initialize`, and the answer to it.
    pub(crate) fn with(params: Value) -> (Self, Value) {
        let (server, connection) = Connection::memory();
        let server = std::thread::spawn(|| serve(server, REGISTRY).expect("the session begins"));
        let mut client =
            Self { connection, server, next_id: 0, notifications: VecDeque::new(), asked: Vec::new() };
        let result = client.request("initialize", params).expect("the server answers");
        client.notify("initialized", json!({}));
        (client, result)
    }

    /// A client with few capabilities.
    pub(crate) fn new() -> Self {
        Self::with(json!({"capabilities": {}})).0
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    pub(crate) fn open(&self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub(crate) fn change(&self, uri: &str, version: i32, changes: &Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Sends a request and returns its identifier.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.next_id += 1;
        let id = RequestId::from(self.next_id);
        self.send(Request::new(id.clone(), method.to_owned(), params));
        id
    }

    /// Sends a request and returns the result, or the message of the error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, String> {
        let id = self.ask(method, params);
        self.answer(&id)
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: &RequestId) -> Result<Value, String> {
        loop {
            match self.receive() {
                Message::Response(Response { id: answered, response_result }) if answered == *id => {
                    return response_result.map_err(|error| error.message);
                }
                other => self.keep(other),
            }
        }
    }

    /// Waits for a notification.
    pub(crate) fn notification(&mut self, method: &str) -> Value {
        loop {
            if let Some(index) = self.notifications.iter().position(|other| other.method == method) {
                return self.notifications.remove(index).expect("it was found").params;
            }
            let message = self.receive();
            self.keep(message);
        }
    }

    /// Waits for the diagnostics of a version of a text.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        loop {
            let params = self.notification("textDocument/publishDiagnostics");
            if params["uri"] == uri && params["version"] == version {
                return params["diagnostics"].as_array().expect("they are a list").clone();
            }
        }
    }

    /// Ends the session.
    pub(crate) fn end(mut self) -> End {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        self.server.join().expect("the server does not panic")
    }

    fn keep(&mut self, message: Message) {
        match message {
            Message::Notification(notification) => self.notifications.push_back(notification),
            Message::Request(request) => self.asked.push(request),
            Message::Response(response) => panic!("nobody asked for {response:?}"),
        }
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(PATIENCE).expect("the server sends a message")
    }

    fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).expect("the server is there");
    }
}

/// The rules of the diagnostics, each with its line from 1.
pub(crate) fn rules(diagnostics: &[Value]) -> Vec<String> {
    let rule = |diagnostic: &Value| {
        let line = diagnostic["range"]["start"]["line"].as_u64().expect("a line is a number") + 1;
        format!("{line}: {}", diagnostic["code"].as_str().expect("the code is a rule"))
    };
    diagnostics.iter().map(rule).collect()
}
