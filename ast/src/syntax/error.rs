//! Syntax errors, and hints on how to mend them.

use crate::range::TextRange;

/// A syntax error in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The range of bytes at fault; may be empty at the end of the source.
    pub range: TextRange,
    /// The kind of the error; its `Display` is the message.
    pub kind: SyntaxErrorKind,
}

/// The kind of a syntax error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// The source is not well-formed YAML; contains the problem in words.
    #[error("invalid YAML: {0}")]
    Yaml(String),
    /// The source is not well-formed JSON; contains the problem in words.
    #[error("invalid JSON: {0}")]
    Json(String),
    /// A tag that follows a tag, as in `!ImportValue !Sub`.
    #[error("one short form cannot follow another")]
    SecondTag,
    /// The source contains no value.
    #[error("the file is empty")]
    Empty,
    /// A bracket that is not closed before the next section begins.
    #[error("unclosed bracket before the next section")]
    UnclosedBracket,
    /// A quote that is not closed before a line with less indentation.
    #[error("unclosed quote")]
    UnclosedQuote,
    /// A second document in one file.
    #[error("unexpected second YAML document")]
    SecondDocument,
    /// Collections are nested more than [`MAX_DEPTH`](super::MAX_DEPTH) levels deep.
    #[error("collections are nested more than {} levels deep", super::MAX_DEPTH)]
    TooDeep,
    /// A character that YAML allows nowhere.
    #[error("control character U+{:04X} is not allowed", *.0 as u32)]
    ControlCharacter(char),
    /// A line break of YAML 1.1 that is an ordinary character in YAML 1.2.
    #[error("line break U+{:04X} is an ordinary character to YAML 1.2 parsers", *.0 as u32)]
    AmbiguousLineBreak(char),
    /// A mapping or sequence as a key, or a key with a tag.
    #[error("a key must be a string")]
    ComplexKey,
    /// An alias inside the node that it refers to.
    #[error("alias refers to a node that contains it")]
    RecursiveAlias,
    /// An anchor with the name of an earlier anchor.
    #[error("duplicate anchor `{0}`")]
    DuplicateAnchor(String),
    /// The merge key `<<` with a value that has no keys.
    #[error("only mappings can be merged with `<<`")]
    BadMerge,
}

impl SyntaxErrorKind {
    /// Returns a hint on how to mend the error; `None` if nothing more can be said than the message does.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Yaml(_) | Self::Json(_) => return self.reader_help(),
            Self::SecondTag => {
                "write the first function in its long form, such as `Fn::ImportValue: !Sub '${Name}-id'`"
            }
            Self::Empty => "a template needs at least a `Resources` section",
            Self::UnclosedBracket => {
                "close the bracket, or write the value over several lines without brackets"
            }
            Self::UnclosedQuote => "close the quote; text over several lines must be indented below its key",
            Self::SecondDocument => {
                "CloudFormation reads one document per file; split the file at the line `---`"
            }
            Self::TooDeep => "move parts into nested stacks or included files",
            Self::ControlCharacter(_) | Self::AmbiguousLineBreak(_) => {
                "write it as an escape in double quotes, or delete it"
            }
            Self::ComplexKey => {
                "quote a key that begins with `{`, `[` or `!`; render `{{ … }}` of a template language first"
            }
            Self::RecursiveAlias => "CloudFormation does not support aliases; repeat the value instead",
            Self::DuplicateAnchor(_) => {
                "CloudFormation does not support anchors; repeat the value instead, or rename one of the anchors"
            }
            Self::BadMerge => "CloudFormation does not support merge keys; repeat the entries instead",
        })
    }

    /// The hint for a message of one of the parsers.
    fn reader_help(&self) -> Option<&'static str> {
        let (Self::Yaml(message) | Self::Json(message)) = self else { return None };
        let hint = HINTS.iter().find(|(part, _)| message.contains(part)).map(|(_, help)| *help);
        let general =
            matches!(self, Self::Json(_)).then_some("write JSON, or name the file `.yaml` if it is YAML");
        hint.or(general)
    }
}

/// Whether a tag begins at byte `at` and follows another one on the same line.
pub(super) fn follows_tag(text: &str, at: usize) -> bool {
    let (Some(before), Some(tag)) = (text.get(..at), text.get(at..)) else { return false };
    let word = before.trim_end_matches([' ', '\t']);
    let is_apart = word.len() < before.len();
    let first = word.rsplit([' ', '\t', '\n', '\r', '[', '{', ',']).next().unwrap_or_default();
    is_apart && tag.starts_with('!') && first.len() > 1 && first.starts_with('!')
}

/// Parts of messages (`yaml/problem.rs`, `json.rs`) with a hint on the usual mistake in a template. The first one that
/// occurs in a message applies.
const HINTS: [(&str, &str); 17] = [
    ("control characters", "write `\\n` for a line break and `\\t` for a tab"),
    ("comments are not part", "delete the comment; a description belongs in `Description` or `Metadata`"),
    ("tab ", "indent with spaces; YAML does not allow tabs there"),
    // Templates for a template language are often checked before they are rendered.
    ("begin with `%`", "put the value in quotes; if this is Jinja or the like, render the file first"),
    ("cannot begin with", "put the value in quotes"),
    ("unexpected `:` after", "put the value in quotes: it contains a colon followed by a space"),
    ("unknown anchor", "define the anchor earlier in the file; put a value that begins with `*` in quotes"),
    // A quote inside text that is quoted in the same way ends it too early.
    ("quoted text", "check for a quote that is not closed"),
    ("closing quote", "check for a quote that is not closed, or is not escaped inside the text"),
    ("unknown escape", "write `\\\\` for a backslash, or use single quotes"),
    // A line that is indented less than its siblings ends their mapping, and belongs to none itself.
    ("expected a mapping key", "check the indentation of this line and the one before it"),
    ("is closed by", "close each bracket with its own kind before the one around it is closed"),
    ("expected a comma", "separate entries with commas; check the end of the line before"),
    ("comma may not", "remove the comma after the last entry"),
    ("unterminated string", "close the quote; a string in JSON ends on the line where it begins"),
    ("unicode escape", "write both halves of the character, `\\ud83d\\ude00`, or the character itself"),
    ("missing `:` after the key", "check for a missing colon or quote"),
];
