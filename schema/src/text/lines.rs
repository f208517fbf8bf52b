//! A text as a tree of lines: a line belongs to the nearest line before it that is indented less.

use super::TextError;

/// A line with those below it.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// Its number, from one.
    pub(crate) number: usize,
    /// Without the indentation.
    pub(crate) text: &'a str,
    pub(crate) below: Vec<Line<'a>>,
}

impl Line<'_> {
    pub(crate) fn error(&self, message: impl Into<String>) -> TextError {
        TextError { line: self.number, message: message.into() }
    }
}

/// The lines of a text as trees. Empty lines and lines that begin with `#` are left out.
pub(crate) fn trees(text: &str) -> Result<Vec<Line<'_>>, TextError> {
    // The lines whose children are being read, the outermost first.
    let mut open: Vec<Line<'_>> = Vec::new();
    let mut roots = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let content = line.trim_start_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let depth = line.len() - content.len();
        let line = Line { number: index + 1, text: content, below: Vec::new() };
        if depth > open.len() {
            return Err(line.error(format!("indented by {depth}; expected at most {}", open.len())));
        }
        close(&mut open, depth, &mut roots);
        open.push(line);
    }
    close(&mut open, 0, &mut roots);
    Ok(roots)
}

/// Moves open lines to their parents until `depth` are left.
fn close<'a>(open: &mut Vec<Line<'a>>, depth: usize, roots: &mut Vec<Line<'a>>) {
    while open.len() > depth {
        let Some(line) = open.pop() else { return };
        match open.last_mut() {
            Some(parent) => parent.below.push(line),
            None => roots.push(line),
        }
    }
}
