//! Edits of a template as edits of the protocol.

use std::collections::HashMap;

use cfn_ast::{Edit, Source};
use gen_lsp_types::{TextEdit, Uri, WorkspaceEdit};

use super::position::Encoding;

/// Returns the edits of one text.
pub(super) fn text_edits(source: &Source, edits: &[Edit], encoding: Encoding) -> Vec<TextEdit> {
    let edit = |edit: &Edit| TextEdit {
        range: encoding.range(source, edit.range()),
        new_text: edit.text().to_owned(),
    };
    edits.iter().map(edit).collect()
}

/// Returns the change of one text.
pub(super) fn workspace_edit(uri: &Uri, edits: Vec<TextEdit>) -> WorkspaceEdit {
    WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..WorkspaceEdit::default() }
}

/// Returns the edit that turns one text into another: it replaces the lines between those that both begin and end with.
pub(super) fn replacement(before: &Source, after: &Source) -> Option<Edit> {
    let (old, new) = (before.text(), after.text());
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::len).collect::<Vec<_>>();
    let head: usize = old
        .split_inclusive('\n')
        .zip(new.split_inclusive('\n'))
        .take_while(|(a, b)| a == b)
        .map(|(line, _)| line.len())
        .sum();
    if head == old.len() && head == new.len() {
        return None;
    }
    let (mut end_old, mut end_new) = (old.len(), new.len());
    for (a, b) in lines(old).into_iter().rev().zip(lines(new).into_iter().rev()) {
        let (start_old, start_new) = (end_old - a, end_new - b);
        if start_old < head || start_new < head || old[start_old..end_old] != new[start_new..end_new] {
            break;
        }
        (end_old, end_new) = (start_old, start_new);
    }
    let range = before.range(head as u32, end_old as u32)?;
    Some(Edit::replace(range, &new[head..end_new]))
}
