//! What cannot be read, and what to do about it.

use crate::range::TextRange;

/// A place where a source is not what a template may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The bytes at fault; may be empty at the end of the source.
    pub range: TextRange,
    /// What is wrong.
    pub kind: SyntaxErrorKind,
}

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// The YAML reader's own word.
    #[error("invalid YAML: {0}")]
    Yaml(String),
    /// The JSON reader's own word.
    #[error("invalid JSON: {0}")]
    Json(String),
    /// A tag behind a tag, as in `!ImportValue !Sub`.
    #[error("one short form cannot follow another")]
    SecondTag,
    /// The source holds no value at all.
    #[error("the file is empty")]
    Empty,
    /// A bracket whose partner is missing before the next section.
    #[error("this bracket is not closed before the next section begins")]
    UnclosedBracket,
    /// A quote whose partner is missing where the text has to end.
    #[error("this quote is not closed")]
    UnclosedQuote,
    /// A second document in one file.
    #[error("a second YAML document begins here")]
    SecondDocument,
    /// Collections lie deeper in one another than the reader follows.
    #[error("collections are nested more than {} levels deep", super::MAX_DEPTH)]
    TooDeep,
    /// A character that YAML does not allow anywhere.
    #[error("the control character U+{:04X} is not allowed", *.0 as u32)]
    ControlCharacter(char),
    /// A line break of YAML 1.1 that is text in YAML 1.2.
    #[error("the line break U+{:04X} means different things to different readers", *.0 as u32)]
    AmbiguousLineBreak(char),
    /// A mapping or sequence as a key, or a key with a tag.
    #[error("a key must be plain text")]
    ComplexKey,
    /// An alias inside the node that it stands for.
    #[error("the alias stands for a node that contains it")]
    RecursiveAlias,
    /// An anchor's name is used twice.
    #[error("the anchor {0} is defined twice")]
    DuplicateAnchor(String),
    /// `<<` with something that has no keys.
    #[error("only mappings can be merged with <<")]
    BadMerge,
}

impl SyntaxErrorKind {
    /// Why CloudFormation cares, and what to do; a hint for people below the message.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Yaml(_) | Self::Json(_) => return self.reader_help(),
            Self::SecondTag => {
                "write the first function as a key, such as `Fn::ImportValue: !Sub '${Name}-id'`"
            }
            Self::Empty => "a template needs at least a Resources section",
            Self::UnclosedBracket => {
                "close the bracket, or write the value over several lines without brackets"
            }
            Self::UnclosedQuote => {
                "close the quote; text over several lines has to be indented below its key"
            }
            Self::SecondDocument => "CloudFormation reads one document; split the file at the line ---",
            Self::TooDeep => "move parts into nested stacks or included files",
            Self::ControlCharacter(_) | Self::AmbiguousLineBreak(_) => {
                "write it as an escape in double quotes, or delete it"
            }
            Self::ComplexKey => {
                "quote a key that begins with { or [ or !; fill in {{ … }} of a template language first"
            }
            Self::RecursiveAlias => "CloudFormation takes no aliases; write the value out",
            Self::DuplicateAnchor(_) => "CloudFormation takes no anchors; write the value out or rename one",
            Self::BadMerge => "CloudFormation takes no merge keys; write the entries out",
        })
    }

    fn reader_help(&self) -> Option<&'static str> {
        let (Self::Yaml(message) | Self::Json(message)) = self else { return None };
        let hint = HINTS.iter().find(|(part, _)| message.contains(part)).map(|(_, help)| *help);
        let general =
            matches!(self, Self::Json(_)).then_some("write JSON, or name the file `.yaml` if it is YAML");
        hint.or(general)
    }
}

/// Whether a tag begins at byte `at` and another one stands before it on the line.
pub(super) fn follows_tag(text: &str, at: usize) -> bool {
    let (Some(before), Some(tag)) = (text.get(..at), text.get(at..)) else { return false };
    let word = before.trim_end_matches([' ', '\t']);
    let is_apart = word.len() < before.len();
    let first = word.rsplit([' ', '\t', '\n', '\r', '[', '{', ',']).next().unwrap_or_default();
    is_apart && tag.starts_with('!') && first.len() > 1 && first.starts_with('!')
}

/// Parts of the readers' messages, and what usually caused them in a template.
const HINTS: [(&str, &str); 16] = [
    ("control characters", "write `\\n` for a line break and `\\t` for a tab"),
    ("comments are not part", "delete the comment; a description belongs in `Description` or `Metadata`"),
    ("tab", "indent with spaces; YAML does not allow tabs there"),
    (
        "unexpected character: `%'",
        "put the value in quotes: % cannot begin a plain value; render the file first if this is Jinja or the like",
    ),
    ("unexpected character: `@'", "put the value in quotes: @ cannot begin a plain value"),
    ("unexpected character: ``'", "put the value in quotes: a backtick cannot begin a plain value"),
    ("mapping values are not allowed", "put the value in quotes: it contains a colon followed by a space"),
    (
        "unknown anchor",
        "an alias needs its anchor earlier in the file; a value that begins with * needs quotes",
    ),
    ("quoted scalar", "a quote that was opened is not closed"),
    ("expected key", "check the indentation of this line and the one before it"),
    ("mismatched bracket", "close each bracket with its own kind before the one around it is closed"),
    ("expected a comma", "separate entries by commas; check the end of the line before"),
    ("comma may not stand", "delete the comma behind the last entry"),
    ("unterminated string", "close the quote; a string of JSON ends on the line where it begins"),
    ("unicode escape", "write both halves of the character, \\ud83d\\ude00, or the character itself"),
    ("simple key", "a key needs a colon behind it; check for a missing colon or quote"),
];
