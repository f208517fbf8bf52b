//! The state of a session: the open texts, the settings, and what the client has been told.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gen_lsp_types::{MessageType, PublishDiagnosticsParams, ShowMessageParams, Uri};
use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

use super::capabilities::Client;
use super::diagnostics::diagnostics;
use super::document::Document;
use super::workspace::Workspace;
use crate::isolation::{Panicked, isolated};
use crate::rule::Registry;

/// The number of texts whose trees are kept. A tree is several times as large as its text, and is read within
/// milliseconds.
const KEPT_TREES: usize = 16;

/// The state of a session.
pub(super) struct State {
    client: Client,
    send: Box<dyn Fn(Message)>,
    pub(super) workspace: Workspace,
    documents: BTreeMap<Uri, Document>,
    next_id: i32,
}

impl State {
    /// The state after the request `initialize` with these parameters.
    pub(super) fn new(params: &Value, registry: Registry, sender: impl Fn(Message) + 'static) -> Self {
        let client = Client::of(params);
        let folder = first_folder(params).unwrap_or_else(|| std::env::current_dir().unwrap_or_default());
        let configuration = params.pointer("/initializationOptions/configuration").and_then(Value::as_str);
        let configuration = configuration.filter(|path| !path.is_empty()).map(|path| folder.join(path));
        let workspace = Workspace::new(registry, folder, configuration);
        Self { client, send: Box::new(sender), workspace, documents: BTreeMap::new(), next_id: 0 }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a message; a client that has gone away is noticed when the next one is received.
    pub(super) fn send(&self, message: impl Into<Message>) {
        (self.send)(message.into());
    }

    pub(super) fn notify(&self, method: &str, params: impl serde::Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.next_id += 1;
        self.send(Request::new(self.next_id.into(), method.to_owned(), params));
    }

    /// Asks the client to report changes of the files that findings depend on.
    pub(super) fn register_watchers(&mut self) {
        if self.client.watches_files {
            let globs = ["**/cfn-tidy.toml", "**/*.{yaml,yml,json,template}"];
            let watchers = globs.map(|glob| json!({"globPattern": glob}));
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": watchers},
            });
            self.ask("client/registerCapability", json!({"registrations": [registration]}));
        }
    }

    pub(super) fn open(&mut self, document: Document) {
        self.documents.insert(document.uri.clone(), document);
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        if self.documents.remove(uri).is_some() && !self.client.pulls_diagnostics {
            self.publish(PublishDiagnosticsParams {
                uri: uri.clone(),
                version: None,
                diagnostics: Vec::new(),
            });
        }
    }

    pub(super) fn document(&mut self, uri: &Uri) -> Option<(&mut Document, &Workspace)> {
        self.forget_trees(uri);
        Some((self.documents.get_mut(uri)?, &self.workspace))
    }

    /// Forgets the findings of all open texts, because a file that they may depend on has changed.
    pub(super) fn recheck(&mut self) {
        self.documents.values_mut().for_each(Document::forget);
        if self.client.pulls_diagnostics && self.client.refreshes_diagnostics {
            self.ask("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Whether there are texts whose findings have not been sent.
    pub(super) fn has_unpublished(&self) -> bool {
        !self.client.pulls_diagnostics && self.documents.values().any(|document| !document.is_published)
    }

    /// Sends the findings of one text.
    pub(super) fn publish_next(&mut self) {
        let open = self.documents.values().find(|document| !document.is_published);
        let Some(uri) = open.map(|document| document.uri.clone()) else { return };
        self.forget_trees(&uri);
        let encoding = self.client.encoding;
        let Some(document) = self.documents.get_mut(&uri) else { return };
        document.is_published = true;
        let found = isolated(|| diagnostics(document, &self.workspace, encoding));
        let version = Some(document.version);
        if found.is_err() {
            document.give_up();
        }
        let diagnostics = found.unwrap_or_else(|panic| {
            self.report_panic(&panic);
            Vec::new()
        });
        self.publish(PublishDiagnosticsParams { uri, version, diagnostics });
        self.report_problems();
    }

    fn publish(&self, params: PublishDiagnosticsParams) {
        self.notify("textDocument/publishDiagnostics", params);
    }

    /// Shows the problems of configuration files, schemas and baselines.
    pub(super) fn report_problems(&self) {
        for message in self.workspace.take_problems() {
            self.notify("window/showMessage", ShowMessageParams { kind: MessageType::Warning, message });
        }
    }

    /// Logs a bug of cfn-tidy, without anything of the template.
    pub(super) fn report_panic(&self, panic: &Panicked) {
        let message = format!("a bug in cfn-tidy: it panicked at {}", panic.location);
        self.notify("window/logMessage", json!({"type": 1, "message": message}));
    }

    fn forget_trees(&mut self, except: &Uri) {
        let kept = self.documents.values().filter(|document| document.has_tree()).count();
        if kept > KEPT_TREES {
            let others = self.documents.values_mut().filter(|document| document.uri != *except);
            others.for_each(Document::forget_tree);
        }
    }
}

/// The first open folder, which relative paths of the client's settings refer to.
fn first_folder(params: &Value) -> Option<PathBuf> {
    let folder = params.pointer("/workspaceFolders/0/uri").or_else(|| params.get("rootUri"))?;
    Uri::parse(folder.as_str()?).ok()?.to_file_path().ok()
}
