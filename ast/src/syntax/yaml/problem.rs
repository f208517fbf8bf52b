//! The parser's errors in the words of this crate: its own messages quote in several styles, and name the states of a
//! grammar that writers of templates do not know.

use granit_parser::ErrorKind;

/// Describes an error of the parser.
pub(super) fn describe(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnclosedFlowCollection { open } => format!("unclosed `{open}`"),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => format!("`{open}` is closed by `{close}`"),
        ErrorKind::UnexpectedCharacter { character } => unexpected_character(*character),
        _ => {
            let fixed = in_collection(kind).or_else(|| in_scalar(kind)).or_else(|| in_properties(kind));
            // The other kinds are about options and kinds of input that this crate does not use.
            fixed.map_or_else(|| kind.to_string(), str::to_owned)
        }
    }
}

/// The parser reports reserved indicators, and characters that are not printable, with the same kind.
fn unexpected_character(character: char) -> String {
    match character {
        '`' => "a plain value cannot begin with a backtick".to_owned(),
        '|' | '>' | '%' | '@' => format!("a plain value cannot begin with `{character}`"),
        other => format!("unexpected character U+{:04X}", other as u32),
    }
}

/// Errors in the structure of sequences, mappings and documents.
fn in_collection(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        // The parser names these after the end of the file, but also reports them at any token that begins no value.
        ErrorKind::UnexpectedEofFlowSequence => "expected a value or `]`",
        ErrorKind::UnexpectedEofFlowMapping => "expected an entry or `}`",
        ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::ExpectedNodeContent
        | ErrorKind::UnexpectedEndOfPlainScalar => "expected a value",
        ErrorKind::UnexpectedEof => "unexpected end of the file",
        ErrorKind::ExpectedBlockMappingKey => "expected a mapping key",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `-` at the beginning of the next list item",
        ErrorKind::ExpectedFlowMappingSeparator => "expected a comma or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected a comma or `]`",
        // The root is complete, so that anything more would belong to another document.
        ErrorKind::ExpectedDocumentStart => "unexpected content after the end of the document",
        ErrorKind::InvalidDocumentEnd => "unexpected content after `...`",
        ErrorKind::MisplacedFlowCollectionEnd => "unexpected closing bracket",
        ErrorKind::BlockEntryInFlowCollection => "`-` cannot begin a list item inside brackets",
        ErrorKind::BlockSequenceEntryNotAllowed => "`-` cannot begin a list item here",
        ErrorKind::InvalidBlockEntryWhitespace => "invalid white space after `-`",
        // A key must be on one line; without a colon there, the parser finds out at the next line.
        ErrorKind::SimpleKeyExpected => "missing `:` after the key",
        ErrorKind::InvalidSimpleKey | ErrorKind::MappingKeyNotAllowed => "unexpected key",
        // Plain text ends before a colon and a space, and a value cannot be the key of another one on its line.
        ErrorKind::MappingValueNotAllowed => "unexpected `:` after a value",
        ErrorKind::InvalidColonPlacement => "unexpected `:`",
        ErrorKind::FlowMappingValueAdjacentCollection => "missing space between `:` and a bracket",
        ErrorKind::InvalidMappingValueWhitespace => "invalid white space after `:`",
        ErrorKind::InvalidIndentation | ErrorKind::InvalidFlowScalarIndent => "wrong indentation",
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => "tab used as indentation",
        ErrorKind::TabNotAllowed => "tab not allowed here",
        ErrorKind::ExpectedWhitespace => "missing white space",
        ErrorKind::CommentNotSeparated => "missing white space before `#`",
        ErrorKind::BomInsideDocument => "byte-order mark inside the document",
        _ => return None,
    })
}

/// Errors in plain text, quoted text and blocks.
fn in_scalar(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            "a plain value cannot begin with `-` followed by a comma or bracket"
        }
        ErrorKind::TabInPlainScalar => "tab in plain text",
        ErrorKind::CommentInterceptedScalar => "comment inside text over several lines",
        ErrorKind::UnclosedQuotedScalar => "unclosed quote",
        ErrorKind::InvalidQuotedScalarIndent => "wrong indentation in quoted text",
        ErrorKind::DocumentIndicatorInQuotedScalar => "`---` or `...` inside quoted text",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "unexpected text after the closing quote"
        }
        ErrorKind::UnknownQuotedScalarEscape => "unknown escape in double quotes",
        ErrorKind::InvalidQuotedScalarHexEscape | ErrorKind::InvalidLowSurrogateHexEscape => {
            "missing hexadecimal digits in an escape"
        }
        ErrorKind::InvalidLowSurrogate | ErrorKind::MissingLowSurrogate | ErrorKind::UnpairedLowSurrogate => {
            "half of a character in a unicode escape"
        }
        ErrorKind::InvalidUnicodeEscape => "escape of a character that does not exist",
        ErrorKind::ZeroBlockScalarIndent => "indentation of 0 in the header of a block",
        ErrorKind::InvalidBlockScalarHeader => "unexpected text after the header of a block",
        ErrorKind::TabAtBlockScalarStart => "tab at the beginning of a block",
        ErrorKind::InvalidBlockScalarIndent => "wrong indentation in a block",
        _ => return None,
    })
}

/// Errors in tags, anchors, aliases and directives.
fn in_properties(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::UnknownAnchor => "unknown anchor",
        ErrorKind::MissingAnchorOrAliasName => "missing name after `&` or `*`",
        ErrorKind::UndeclaredTagHandle => "undeclared tag handle",
        ErrorKind::ExpectedTagBang => "missing `!` in a tag",
        ErrorKind::InvalidGlobalTagCharacter => "invalid character in a tag",
        ErrorKind::InvalidTagTerminator => "missing white space after a tag",
        ErrorKind::MissingTagUri => "incomplete tag",
        ErrorKind::UnclosedVerbatimTag => "missing `>` at the end of a tag",
        ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8 => "invalid escape in a tag",
        ErrorKind::DuplicateVersionDirective => "duplicate `%YAML` directive",
        ErrorKind::UnsupportedYamlMajorVersion => "unsupported version in a `%YAML` directive",
        ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::MissingYamlVersion
        | ErrorKind::YamlVersionTooLong => "invalid version in a `%YAML` directive",
        ErrorKind::DuplicateTagDirective => "duplicate `%TAG` directive for a handle",
        ErrorKind::ExpectedTagDirectiveBang => "missing `!` in a `%TAG` directive",
        ErrorKind::InvalidTagDirectiveTerminator | ErrorKind::InvalidDirectiveTerminator => {
            "unexpected content after a directive"
        }
        ErrorKind::MissingDirectiveName | ErrorKind::InvalidDirectiveName => "invalid name of a directive",
        ErrorKind::MissingDocumentEndBeforeDirective => "missing `...` before a directive",
        _ => return None,
    })
}
