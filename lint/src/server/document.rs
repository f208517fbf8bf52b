//! The texts that are open in the editor.

use std::path::PathBuf;

use cfn_ast::Source;
use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::position::Encoding;
use super::workspace::Workspace;
use crate::check::check;
use crate::files::looks_like_template;
use crate::finding::Finding;
use crate::template_file::TemplateFile;

/// An open text.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) version: i32,
    /// The path of its file; empty if it has none yet.
    path: PathBuf,
    source: Source,
    template: Lazy<TemplateFile>,
    findings: Option<Vec<Finding>>,
    /// Whether the findings of this version have been sent.
    pub(super) is_published: bool,
}

/// What is determined from a text when it is needed.
#[derive(Debug)]
enum Lazy<T> {
    Unknown,
    /// The text is not a template, or is excluded.
    Nothing,
    Known(Box<T>),
}

impl Document {
    pub(super) fn new(uri: Uri, version: i32, text: String) -> Self {
        let path = uri.to_file_path().unwrap_or_default();
        let source = source(text);
        Self { uri, version, path, source, template: Lazy::Unknown, findings: None, is_published: false }
    }

    /// Applies the changes of a new version, each to the result of those before it.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let start = encoding.offset(&self.source, part.range.start) as usize;
                    let end = encoding.offset(&self.source, part.range.end) as usize;
                    let mut text = self.source.text().to_owned();
                    text.replace_range(start..end.max(start), &part.text);
                    text
                }
            };
            self.source = source(text);
        }
        self.version = version;
        self.forget();
    }

    /// Forgets what was determined, because the text or what it depends on has changed.
    pub(super) fn forget(&mut self) {
        self.template = Lazy::Unknown;
        self.findings = None;
        self.is_published = false;
    }

    /// Forgets the tree only, which is read again when it is needed.
    pub(super) fn forget_tree(&mut self) {
        if let Lazy::Known(_) = self.template {
            self.template = Lazy::Unknown;
        }
    }

    pub(super) fn has_tree(&self) -> bool {
        matches!(self.template, Lazy::Known(_))
    }

    /// The template; `None` if the text is not one, is excluded by the configuration, or is too large.
    pub(super) fn template(&mut self, workspace: &Workspace) -> Option<&TemplateFile> {
        if let Lazy::Unknown = self.template {
            self.template = match self.read(workspace) {
                Some(template) => Lazy::Known(Box::new(template)),
                None => Lazy::Nothing,
            };
        }
        match &self.template {
            Lazy::Known(template) => Some(template),
            Lazy::Unknown | Lazy::Nothing => None,
        }
    }

    fn read(&self, workspace: &Workspace) -> Option<TemplateFile> {
        let (settings, absolute) = workspace.settings(&self.path);
        let text = self.source.text();
        let is_wanted = text.len() as u64 <= settings.max_file_size
            && looks_like_template(text)
            && !settings.exclude.matches(&absolute, false);
        is_wanted.then(|| workspace.read(self.source.clone(), &self.path))
    }

    /// The findings that are reported, in the order of the source.
    pub(super) fn findings(&mut self, workspace: &Workspace) -> &[Finding] {
        if self.findings.is_none() {
            let found = self
                .template(workspace)
                .map(|template| workspace.with_scope(template, |scope| check(&template.tree, scope)));
            self.findings = Some(found.unwrap_or_default());
        }
        self.findings.as_deref().unwrap_or_default()
    }

    /// The template and its findings.
    pub(super) fn checked(&mut self, workspace: &Workspace) -> Option<(&TemplateFile, &[Finding])> {
        self.findings(workspace);
        self.template(workspace)?;
        match (&self.template, &self.findings) {
            (Lazy::Known(template), Some(findings)) => Some((template, findings)),
            _ => None,
        }
    }

    /// Says that nothing can be found in this version.
    pub(super) fn give_up(&mut self) {
        self.template = Lazy::Nothing;
        self.findings = Some(Vec::new());
    }
}

/// The source of a text. A text that is larger than 4 GiB, which no editor sends, is not looked at.
fn source(text: String) -> Source {
    Source::new(text)
        .unwrap_or_else(|_| Source::new("").expect("an empty text is below the size limit of a source"))
}
