//! The requests and notifications of the client.

use std::path::PathBuf;

use cfn_ast::Template;
use cfn_ast::model::References;
use gen_lsp_types::{
    CodeAction, CodeActionParams, CompletionParams, DefinitionParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentSymbolParams, FoldingRangeParams, FullDocumentDiagnosticReport,
    HoverParams, PrepareRenameParams, ReferenceParams, RelatedFullDocumentDiagnosticReport, RenameParams,
    TextDocumentPositionParams, Uri,
};
use lsp_server::{ErrorCode, Notification, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, to_value};

use super::capabilities::Client;
use super::diagnostics::diagnostics;
use super::document::Document;
use super::position::Encoding;
use super::state::State;
use super::workspace::Workspace;
use super::{actions, completion, folding, hover, navigation, rename, symbols};
use crate::isolation::isolated;
use crate::template_file::TemplateFile;

/// Why a request has no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// The server has no such request.
    #[error("unsupported request `{0}`")]
    Unsupported(String),
    /// The parameters do not have the shape that the protocol defines.
    #[error("invalid parameters: {0}")]
    Parameters(#[from] serde_json::Error),
    /// What was asked for would be wrong; the message is shown to the user.
    #[error("{0}")]
    Wrong(String),
    /// The text has changed since.
    #[error("the text has changed since the request")]
    Outdated,
}

impl Refusal {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Unsupported(_) => ErrorCode::MethodNotFound,
            Self::Parameters(_) => ErrorCode::InvalidParams,
            Self::Wrong(_) => ErrorCode::RequestFailed,
            Self::Outdated => ErrorCode::ContentModified,
        }
    }
}

/// An open template.
pub(super) struct Open<'s> {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) file: &'s TemplateFile,
    pub(super) client: &'s Client,
    pub(super) workspace: &'s Workspace,
}

impl Open<'_> {
    pub(super) fn encoding(&self) -> Encoding {
        self.client.encoding
    }
}

/// A place in an open template.
pub(super) struct Place<'s> {
    pub(super) open: &'s Open<'s>,
    pub(super) template: &'s Template<'s>,
    pub(super) references: &'s References<'s>,
    /// The byte offset.
    pub(super) offset: u32,
}

/// Answers a request. A panic is answered with an error, and ends nothing else.
pub(super) fn answer(state: &mut State, request: Request) -> Response {
    let id = request.id.clone();
    match isolated(|| dispatch(state, request)) {
        Ok(Ok(result)) => Response::new_ok(id, result),
        Ok(Err(refusal)) => Response::new_err(id, refusal.code() as i32, refusal.to_string()),
        Err(panic) => {
            state.report_panic(&panic);
            let message = format!("a bug in cfn-tidy: it panicked at {}", panic.location);
            Response::new_err(id, ErrorCode::InternalError as i32, message)
        }
    }
}

fn dispatch(state: &mut State, request: Request) -> Result<Value, Refusal> {
    let params = request.params;
    match request.method.as_str() {
        "textDocument/diagnostic" => {
            pull(state, &read::<DocumentDiagnosticParams>(params)?.text_document.uri)
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            let client = state.client().clone();
            let Some((document, workspace)) = state.document(&params.text_document.uri) else {
                return Ok(Value::Null);
            };
            let (uri, version) = (document.uri.clone(), document.version);
            let Some((file, findings)) = document.checked(workspace) else { return Ok(Value::Null) };
            let open = Open { uri, version, file, client: &client, workspace };
            value(actions::actions(&open, findings, &params))
        }
        "codeAction/resolve" => resolve(state, read(params)?),
        "textDocument/documentSymbol" => {
            with_template(state, &read::<DocumentSymbolParams>(params)?.text_document.uri, symbols::symbols)
        }
        "textDocument/foldingRange" => {
            with_template(state, &read::<FoldingRangeParams>(params)?.text_document.uri, folding::ranges)
        }
        "textDocument/hover" => {
            let params: HoverParams = read(params)?;
            at_place(state, &params.text_document_position_params, |place| Ok(hover::hover(place)))
        }
        "textDocument/definition" => {
            let params: DefinitionParams = read(params)?;
            at_place(state, &params.text_document_position_params, |place| Ok(navigation::definition(place)))
        }
        "textDocument/references" => {
            let params: ReferenceParams = read(params)?;
            let with_declaration = params.context.include_declaration;
            at_place(state, &params.text_document_position_params, |place| {
                Ok(navigation::references(place, with_declaration))
            })
        }
        "textDocument/prepareRename" => {
            let params: PrepareRenameParams = read(params)?;
            at_place(state, &params.text_document_position_params, rename::prepare)
        }
        "textDocument/rename" => {
            let params: RenameParams = read(params)?;
            at_place(state, &params.text_document_position_params, |place| {
                rename::rename(place, &params.new_name)
            })
        }
        "textDocument/completion" => {
            let params: CompletionParams = read(params)?;
            let place = params.text_document_position_params;
            with_template(state, &place.text_document.uri, |open| completion::items(open, place.position))
        }
        _ => Err(Refusal::Unsupported(request.method)),
    }
}

/// Notes a notification. One that is unknown, or that does not have the shape that the protocol defines, is
/// ignored, as the protocol demands.
pub(super) fn notice(state: &mut State, notification: Notification) {
    let params = notification.params;
    match notification.method.as_str() {
        "initialized" => state.register_watchers(),
        "textDocument/didOpen" => {
            if let Ok(DidOpenTextDocumentParams { text_document: opened }) = read(params) {
                state.open(Document::new(opened.uri, opened.version, opened.text));
            }
        }
        "textDocument/didChange" => {
            if let Ok(params) = read::<DidChangeTextDocumentParams>(params) {
                let encoding = state.client().encoding;
                let changed = params.text_document;
                if let Some((document, _)) = state.document(&changed.text_document_identifier.uri) {
                    document.change(changed.version, params.content_changes, encoding);
                }
            }
        }
        "textDocument/didClose" => {
            if let Ok(DidCloseTextDocumentParams { text_document: closed }) = read(params) {
                state.close(&closed.uri);
            }
        }
        // Other templates may refer to the saved one.
        "textDocument/didSave" => state.recheck(),
        "workspace/didChangeWatchedFiles" => watched(state, params),
        "workspace/didChangeConfiguration" | "workspace/didChangeWorkspaceFolders" => {
            state.workspace.reload();
            state.recheck();
        }
        _ => {}
    }
}

fn watched(state: &mut State, params: Value) {
    let Ok(params) = read::<DidChangeWatchedFilesParams>(params) else { return };
    let paths: Vec<PathBuf> =
        params.changes.iter().filter_map(|change| change.uri.to_file_path().ok()).collect();
    // Schemas of resource types are JSON files in any folder.
    let is_schema = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
    if paths.iter().any(|path| state.workspace.depends_on(path) || is_schema(path)) {
        state.workspace.reload();
    }
    state.recheck();
}

fn pull(state: &mut State, uri: &Uri) -> Result<Value, Refusal> {
    let encoding = state.client().encoding;
    let items = match state.document(uri) {
        Some((document, workspace)) => diagnostics(document, workspace, encoding),
        None => Vec::new(),
    };
    state.report_problems();
    value(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: None, items },
    })
}

/// Adds the edit to a code action that was offered without it.
fn resolve(state: &mut State, action: CodeAction) -> Result<Value, Refusal> {
    let data: actions::Deferred = read(action.data.clone().unwrap_or_default())?;
    let client = state.client().clone();
    let Some((document, workspace)) = state.document(&data.uri) else { return Err(Refusal::Outdated) };
    let (uri, version) = (document.uri.clone(), document.version);
    let file = document.template(workspace).filter(|_| version == data.version).ok_or(Refusal::Outdated)?;
    let open = Open { uri, version, file, client: &client, workspace };
    value(CodeAction { edit: actions::fix_all(&open, data.rule.as_deref()), ..action })
}

/// Answers a question about a template; `null` for a text that is not one.
fn with_template<T: Serialize>(
    state: &mut State,
    uri: &Uri,
    work: impl FnOnce(&Open<'_>) -> T,
) -> Result<Value, Refusal> {
    let client = state.client().clone();
    let Some((document, workspace)) = state.document(uri) else { return Ok(Value::Null) };
    let (uri, version) = (document.uri.clone(), document.version);
    let Some(file) = document.template(workspace) else { return Ok(Value::Null) };
    value(work(&Open { uri, version, file, client: &client, workspace }))
}

/// Answers a question about a place in a template; `null` for a text that is not one.
fn at_place<T: Serialize>(
    state: &mut State,
    params: &TextDocumentPositionParams,
    work: impl FnOnce(&Place<'_>) -> Result<T, Refusal>,
) -> Result<Value, Refusal> {
    let mut refused = None;
    let result = with_template(state, &params.text_document.uri, |open| {
        let template = Template::new(&open.file.tree)?;
        let references = References::of(&template);
        let offset = open.encoding().offset(open.file.tree.source(), params.position);
        match work(&Place { open, template: &template, references: &references, offset }) {
            Ok(result) => Some(result),
            Err(refusal) => {
                refused = Some(refusal);
                None
            }
        }
    });
    refused.map_or(result, Err)
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    Ok(serde_json::from_value(params)?)
}

fn value(result: impl Serialize) -> Result<Value, Refusal> {
    Ok(to_value(result)?)
}
