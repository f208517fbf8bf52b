//! The language server: findings, fixes and answers about the names of a template, in an editor.
//!
//! One thread answers one message after the other, so no answer is about a mixture of two versions of a text. All waiting
//! messages are received first: a request that was cancelled in the meantime is not worked on, and findings are only
//! determined when no message is left, for the newest version of each text.
//!
//! The server itself reads no file: the settings, the baselines and the files that a template refers to are read by the
//! same code as on the command line.

mod actions;
mod capabilities;
mod completion;
mod diagnostics;
mod document;
mod edits;
mod folding;
mod hover;
mod names;
mod navigation;
mod position;
mod rename;
mod requests;
mod state;
mod symbols;
mod workspace;

use std::collections::{BTreeSet, VecDeque};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};

use crate::rule::Registry;
use state::State;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client asked for it: `shutdown`, then `exit`.
    Asked,
    /// The client went away, or sent `exit` without `shutdown`.
    Lost,
}

/// Serves one client with the rules of a registry, until it ends the session.
///
/// # Errors
/// [`ProtocolError`] if the session does not begin with the request `initialize`.
pub fn serve(connection: Connection, registry: Registry) -> Result<End, ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let sender = connection.sender;
    // That the client has gone away is noticed when the next message is received.
    let mut state = State::new(&params, registry, move |message| drop(sender.send(message)));
    state.send(Response::new_ok(id, capabilities::result(state.client())));
    let mut session = Session { inbox: Inbox::new(connection.receiver), is_shut_down: false };
    Ok(session.run(&mut state))
}

struct Session {
    inbox: Inbox,
    is_shut_down: bool,
}

impl Session {
    fn run(&mut self, state: &mut State) -> End {
        loop {
            match self.inbox.next(state.has_unpublished()) {
                Next::Message(Message::Request(request)) => self.request(request, state),
                Next::Message(Message::Notification(notification)) if notification.method == "exit" => {
                    return if self.is_shut_down { End::Asked } else { End::Lost };
                }
                Next::Message(Message::Notification(notification)) => self.notification(notification, state),
                // Nothing that the server asks for has an answer that it needs.
                Next::Message(Message::Response(_)) => {}
                Next::Nothing => state.publish_next(),
                Next::Closed => return End::Lost,
            }
        }
    }

    fn request(&mut self, request: Request, state: &mut State) {
        let id = request.id.clone();
        let refuse =
            |code: ErrorCode, message: &str| Response::new_err(id.clone(), code as i32, message.to_owned());
        let response = if self.inbox.is_cancelled(&request.id) {
            refuse(ErrorCode::RequestCanceled, "the request was cancelled")
        } else if self.is_shut_down {
            refuse(ErrorCode::InvalidRequest, "the server is shutting down")
        } else if request.method == "shutdown" {
            self.is_shut_down = true;
            Response::new_ok(request.id, ())
        } else {
            requests::answer(state, request)
        };
        state.send(response);
    }

    fn notification(&mut self, notification: Notification, state: &mut State) {
        if !self.is_shut_down {
            requests::notice(state, notification);
        }
    }
}

/// What happens next.
enum Next {
    Message(Message),
    /// No message is waiting.
    Nothing,
    /// No more messages can arrive.
    Closed,
}

/// The received messages that have not been worked on.
struct Inbox {
    receiver: Receiver<Message>,
    waiting: VecDeque<Message>,
    cancelled: BTreeSet<String>,
}

impl Inbox {
    /// The messages of a connection. They are received by a thread of its own, so that none of them waits for the work on
    /// another one.
    fn new(messages: impl IntoIterator<Item = Message> + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            for message in messages {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { receiver, waiting: VecDeque::new(), cancelled: BTreeSet::new() }
    }

    /// Returns the next message; waits for it unless there is other work to do.
    fn next(&mut self, has_work: bool) -> Next {
        self.receive_all();
        if let Some(message) = self.waiting.pop_front() {
            return Next::Message(message);
        }
        // Whatever was cancelled has been answered by now.
        self.cancelled.clear();
        if !has_work {
            return self.receiver.recv().map_or(Next::Closed, Next::Message);
        }
        match self.receiver.try_recv() {
            Ok(message) => Next::Message(message),
            Err(TryRecvError::Empty) => Next::Nothing,
            Err(TryRecvError::Disconnected) => Next::Closed,
        }
    }

    fn receive_all(&mut self) {
        for message in self.receiver.try_iter() {
            match &message {
                Message::Notification(notification) if notification.method == "$/cancelRequest" => {
                    self.cancelled.extend(notification.params.get("id").map(ToString::to_string));
                }
                _ => self.waiting.push_back(message),
            }
        }
    }

    fn is_cancelled(&self, id: &RequestId) -> bool {
        !self.cancelled.is_empty() && serde_json::to_string(id).is_ok_and(|id| self.cancelled.contains(&id))
    }
}
