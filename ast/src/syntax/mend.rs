//! Two spellings that readers of YAML 1.1 take and the reader here does not, written so that it does.
//!
//! Templates contain both: `!Join [-, [a, b]]`, and quoted text whose next lines begin left of the key. The text is
//! changed for the reader alone; every place it reports is translated back to the source.

use std::borrow::Cow;

use granit_parser::ErrorKind;

/// After this many places the file is refused as the reader refuses it; each costs one reading.
pub(super) const MOST_MENDS: usize = 64;

/// Spaces put before a line of quoted text, which drops white space at the start of a line.
const PADDING: &str = "                                                                                ";

/// A source with changes for the reader.
pub(super) struct Mended<'s> {
    text: Cow<'s, str>,
    /// Where padding begins, in bytes of the changed text, in order.
    paddings: Vec<u32>,
}

impl<'s> Mended<'s> {
    pub(super) fn unchanged(text: &'s str) -> Self {
        Self { text: Cow::Borrowed(text), paddings: Vec::new() }
    }

    /// What the reader sees.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the source for a byte of what the reader sees.
    pub(super) fn source_offset(&self, at: u32) -> u32 {
        if self.paddings.is_empty() {
            return at;
        }
        let before = self.paddings.partition_point(|&padding| padding < at) as u32;
        let Some(last) = before.checked_sub(1) else { return at };
        let padding = PADDING.len() as u32;
        let inside = at - self.paddings[last as usize];
        at - last * padding - inside.min(padding)
    }

    /// Changes what the reader failed on; false where nothing can be done.
    pub(super) fn mend(&mut self, kind: &ErrorKind, at: u32) -> bool {
        match kind {
            ErrorKind::PlainScalarStartsWithDashFlowIndicator => self.replace_dash(at),
            ErrorKind::InvalidQuotedScalarIndent => self.pad_lines(at),
            _ => false,
        }
    }

    fn replace_dash(&mut self, at: u32) -> bool {
        let at = at as usize;
        let is_dash = self.text.as_bytes().get(at) == Some(&b'-');
        if is_dash {
            self.text.to_mut().replace_range(at..=at, "_");
        }
        is_dash
    }

    /// Pads the line at fault, and those behind it that no quote can end.
    fn pad_lines(&mut self, at: u32) -> bool {
        let mut line = self.text[..at as usize].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        if self.paddings.binary_search(&(line as u32)).is_ok() {
            return false;
        }
        loop {
            let end = self.text[line..].find(['\n', '\r']).map(|len| line + len);
            let may_end = self.text[line..end.unwrap_or(self.text.len())].contains(['\'', '"']);
            self.pad(line);
            let Some(end) = end.filter(|_| !may_end) else { return true };
            line = end + PADDING.len() + 1;
        }
    }

    fn pad(&mut self, line: usize) {
        self.text.to_mut().insert_str(line, PADDING);
        let place = self.paddings.partition_point(|&padding| (padding as usize) < line);
        for later in &mut self.paddings[place..] {
            *later += PADDING.len() as u32;
        }
        self.paddings.insert(place, line as u32);
    }
}
