//! Recognizes templates among the YAML and JSON files of a folder by their top-level keys.

/// Whether a text is a CloudFormation or SAM template, judged by its top-level keys; it need not be well-formed.
///
/// A template has `AWSTemplateFormatVersion`, or `Resources` with at least one type name such as
/// `AWS::S3::Bucket`, or a SAM `Transform`. Kubernetes manifests and Helm charts are not templates.
pub fn looks_like_template(text: &str) -> bool {
    let keys = top_level_keys(text);
    let has = |name: &str| keys.contains(&name);
    if has("apiVersion") || has("kind") {
        return false;
    }
    has("AWSTemplateFormatVersion")
        || (has("Resources") && text.contains("::"))
        || (has("Transform") && text.contains("AWS::Serverless"))
}

fn top_level_keys(text: &str) -> Vec<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let significant = |line: &&str| {
        let line = line.trim_ascii();
        let is_comment = line.starts_with('#') || line.starts_with("//") || line.starts_with("/*");
        !line.is_empty() && !is_comment && !line.starts_with('%') && !line.starts_with("---")
    };
    match lines(text).find(significant) {
        Some(first) if first.trim_ascii_start().starts_with('{') => flow_keys(text, first),
        Some(first) => block_keys(text, indentation(first)),
        None => Vec::new(),
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn block_keys(text: &str, indent: usize) -> Vec<&str> {
    let first_document = lines(text)
        .skip_while(|line| !line.starts_with("---") && block_key(line, indent).is_none())
        .enumerate()
        .take_while(|(index, line)| *index == 0 || !line.starts_with("---"));
    first_document.filter_map(|(_, line)| block_key(line, indent)).collect()
}

fn block_key(line: &str, indent: usize) -> Option<&str> {
    if indentation(line) != indent {
        return None;
    }
    let line = line.get(indent..)?;
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, rest) = match quote {
        Some(quote) => line[1..].split_once(quote)?,
        None => line.split_at(line.find(':')?),
    };
    let value = rest.trim_start_matches(' ').strip_prefix(':')?;
    let ends = value.is_empty() || value.starts_with([' ', '\t']);
    ends.then(|| key.trim_ascii_end())
}

/// The keys of the first flow mapping; strings are skipped, so that braces inside them are ignored.
fn flow_keys<'s>(text: &'s str, first: &str) -> Vec<&'s str> {
    let start = text.find(first).unwrap_or_default();
    let mut scan = FlowScan { rest: &text[start..], depth: 0 };
    let mut keys = Vec::new();
    while let Some(token) = scan.next_token() {
        match token {
            "{" | "[" => scan.depth += 1,
            "}" | "]" => scan.depth = scan.depth.saturating_sub(1),
            ":" | "," => {}
            word if scan.depth == 1 && scan.rest.trim_ascii_start().starts_with(':') => keys.push(word),
            _ => {}
        }
        if scan.depth == 0 {
            break;
        }
    }
    keys
}

struct FlowScan<'s> {
    rest: &'s str,
    depth: usize,
}

impl<'s> FlowScan<'s> {
    fn next_token(&mut self) -> Option<&'s str> {
        self.rest = self.rest.trim_ascii_start();
        let text = self.rest;
        let first = *text.as_bytes().first()?;
        let (token, length) = match first {
            b'{' | b'}' | b'[' | b']' | b':' | b',' => (&text[..1], 1),
            b'"' | b'\'' => {
                let end = closing_quote(text.as_bytes(), first);
                (text.get(1..end).unwrap_or_default(), (end + 1).min(text.len()))
            }
            _ => {
                let end = text.find(['{', '}', '[', ']', ':', ',', '\n', '\r']).unwrap_or(text.len());
                (text[..end].trim_ascii_end(), end)
            }
        };
        self.rest = &text[length..];
        Some(token)
    }
}

fn closing_quote(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' && quote == b'"' { 2 } else { 1 };
    }
    at.min(bytes.len())
}
