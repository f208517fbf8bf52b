//! White space, comments and indicators between the parts of a YAML text.

/// The offset after the next `sign`, if only white space and comments come before it.
///
/// A sign that other text follows directly begins plain text; only the colon of `{"a":b}` can be that close.
pub(super) fn indicator(text: &str, from: u32, sign: u8) -> Option<u32> {
    let at = skip_trivia(text, from);
    let is_sign = *text.as_bytes().get(at as usize)? == sign;
    let is_separate =
        matches!(text.as_bytes().get(at as usize + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
    let on_one_line = || !text[from as usize..at as usize].contains(['\n', '\r']);
    (is_sign && (is_separate || (sign == b':' && on_one_line()))).then_some(at + 1)
}

/// The offset of the first byte from `from` on that is neither white space nor in a comment.
pub(super) fn skip_trivia(text: &str, from: u32) -> u32 {
    let bytes = text.as_bytes();
    let mut at = from as usize;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
            Some(b'#') if at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r') => {
                at = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            }
            _ => return at as u32,
        }
    }
}

/// The end of the anchor that follows `from`; `from` itself without an anchor.
pub(super) fn skip_anchor(text: &str, from: u32) -> u32 {
    let at = skip_trivia(text, from) as usize;
    if text.as_bytes().get(at) != Some(&b'&') {
        return from;
    }
    let name = &text[at..];
    (at + name.find([' ', '\t', '\n', '\r', ',', ']', '}']).unwrap_or(name.len())) as u32
}

/// The length of a block's header, such as `|2-`, in bytes.
pub(super) fn header_len(text: &str) -> u32 {
    1 + text[1..].bytes().take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')).count() as u32
}

/// The length in bytes without the last line break and without blank lines at the end. A line with a tab is text.
pub(super) fn trim_blank_lines(body: &str) -> usize {
    let mut len = body.len();
    while let Some(last_break) = body[..len].rfind(['\n', '\r']) {
        if !body[last_break + 1..len].trim_matches(' ').is_empty() {
            return len;
        }
        len = last_break;
    }
    // The first line has only the header and perhaps a comment.
    0
}

/// The number of bytes before byte `at` on its line.
pub(super) fn column(text: &str, at: u32) -> usize {
    let before = &text.as_bytes()[..at as usize];
    before.len() - memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1)
}
