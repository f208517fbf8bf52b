//! What the client can do, and what the server offers it.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DiagnosticOptions, InitializeResult, RenameOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::Value;

use super::actions::fix_all_kind;
use super::position::Encoding;

/// What the client can do.
#[allow(clippy::struct_excessive_bools, reason = "each is one capability of the protocol")]
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether it asks for diagnostics itself.
    pub(super) pulls_diagnostics: bool,
    /// Whether it can be asked to pull diagnostics again.
    pub(super) refreshes_diagnostics: bool,
    /// Whether it asks for the edit of a code action when the action is chosen.
    pub(super) resolves_edits: bool,
    /// Whether edits can have versions of documents and annotations that ask for confirmation.
    pub(super) confirms_changes: bool,
    /// Whether it watches files for the server.
    pub(super) watches_files: bool,
}

impl Client {
    /// Reads the parameters of `initialize`. Only what matters here is read, so that an unusual value elsewhere does no
    /// harm.
    pub(super) fn of(params: &Value) -> Self {
        let at = |pointer: &str| params.pointer(&format!("/capabilities{pointer}"));
        let is = |pointer: &str| at(pointer).and_then(Value::as_bool).unwrap_or_default();
        let encodings = at("/general/positionEncodings").and_then(Value::as_array);
        let has_utf8 =
            encodings.is_some_and(|encodings| encodings.iter().any(|encoding| encoding == "utf-8"));
        let lists_edit = at("/textDocument/codeAction/resolveSupport/properties")
            .and_then(Value::as_array)
            .is_some_and(|properties| properties.iter().any(|property| property == "edit"));
        Self {
            encoding: if has_utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls_diagnostics: at("/textDocument/diagnostic").is_some(),
            refreshes_diagnostics: is("/workspace/diagnostics/refreshSupport"),
            resolves_edits: lists_edit && is("/textDocument/codeAction/dataSupport"),
            confirms_changes: is("/workspace/workspaceEdit/documentChanges")
                && at("/workspace/workspaceEdit/changeAnnotationSupport").is_some(),
            watches_files: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }
}

/// The answer to `initialize`.
pub(super) fn result(client: &Client) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = [".", ":", "!", "{", "\"", "'", " ", "["];
    let completion = CompletionOptions {
        trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix, fix_all_kind()]),
        resolve_provider: Some(client.resolves_edits),
        ..CodeActionOptions::default()
    };
    let rename = RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() };
    // A template depends on the templates of its nested stacks, and on the snippets that it includes.
    let diagnostics = DiagnosticOptions { inter_file_dependencies: true, ..DiagnosticOptions::default() };
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
    let capabilities = ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(sync.into()),
        completion_provider: Some(completion),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        code_action_provider: Some(actions.into()),
        rename_provider: Some(rename.into()),
        diagnostic_provider: client.pulls_diagnostics.then(|| diagnostics.into()),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    };
    let info =
        ServerInfo { name: "cfn-tidy".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    InitializeResult { capabilities, server_info: Some(info) }
}
