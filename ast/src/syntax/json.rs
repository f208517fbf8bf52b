//! Reads JSON as of RFC 8259, token by token, into the flat list.

use std::borrow::Cow;

use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::{Builder, Slot};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::tree::{CollectionStyle, Content, NodeKind, Properties, ScalarStyle};

pub(super) type Failure = (TextRange, SyntaxErrorKind);

/// The scanner reads several dialects; this is the one of the RFC.
const STRICT: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    KeyOrEnd,
    Key,
    Colon,
    CommaOrEnd,
    Nothing,
}

impl Expect {
    const fn describe(self) -> &'static str {
        match self {
            Self::Value => "expected a value",
            Self::ValueOrEnd => "expected a value or ]",
            Self::KeyOrEnd => "expected a key in double quotes or }",
            Self::Key => "expected a key in double quotes; a comma may not follow the last entry",
            Self::Colon => "expected a colon after the key",
            Self::CommaOrEnd => "expected a comma or the closing bracket",
            Self::Nothing => "expected nothing more after the value",
        }
    }
}

struct Reader<'s, 'b> {
    text: &'s str,
    /// Where `text` begins in the source.
    offset: u32,
    scanner: Scanner<'s>,
    builder: &'b mut Builder,
    expect: Expect,
}

pub(super) fn read(source: &Source, builder: &mut Builder) -> Result<(), Failure> {
    let offset = source.bom_len();
    let text = &source.text()[offset as usize..];
    let scanner = Scanner::new(text, &STRICT);
    Reader { text, offset, scanner, builder, expect: Expect::Value }.run()
}

impl<'s> Reader<'s, '_> {
    fn run(&mut self) -> Result<(), Failure> {
        let mut scanned = 0;
        loop {
            let token = self.scanner.scan().map_err(|error| self.scan_failure(&error))?;
            let start = self.scanner.token_start();
            self.check_white_space(scanned, start)?;
            scanned = self.scanner.token_end();
            match token {
                Some(token) => self.token(token)?,
                None if self.expect == Expect::Nothing => return Ok(()),
                None => return Err(self.failure(self.expect.describe())),
            }
        }
    }

    fn token(&mut self, token: Token<'s>) -> Result<(), Failure> {
        match (token, self.expect) {
            (Token::OpenBrace, Expect::Value | Expect::ValueOrEnd) => {
                self.open(NodeKind::Mapping(CollectionStyle::Flow), Expect::KeyOrEnd)?;
            }
            (Token::OpenBracket, Expect::Value | Expect::ValueOrEnd) => {
                self.open(NodeKind::Sequence(CollectionStyle::Flow), Expect::ValueOrEnd)?;
            }
            (Token::CloseBrace, Expect::KeyOrEnd | Expect::CommaOrEnd) if self.in_mapping() => self.close(),
            (Token::CloseBracket, Expect::ValueOrEnd | Expect::CommaOrEnd) if !self.in_mapping() => {
                self.close();
            }
            (Token::Comma, Expect::CommaOrEnd) => self.comma(),
            (Token::Colon, Expect::Colon) => self.colon(),
            (Token::String(text), Expect::Value | Expect::ValueOrEnd) => self.string(text, false)?,
            (Token::String(text), Expect::Key | Expect::KeyOrEnd) => self.string(text, true)?,
            (Token::Number(_) | Token::Boolean(_) | Token::Null, Expect::Value | Expect::ValueOrEnd) => {
                let range = self.range();
                self.leaf(ScalarStyle::Plain, range, Content::Source(range));
            }
            (Token::CommentLine(_) | Token::CommentBlock(_), _) => {
                return Err(self.failure("comments are not part of JSON"));
            }
            _ => return Err(self.failure(self.expect.describe())),
        }
        Ok(())
    }

    fn open(&mut self, kind: NodeKind, expect: Expect) -> Result<(), Failure> {
        if self.builder.open(kind, self.range(), Properties::default()) {
            self.expect = expect;
            return Ok(());
        }
        self.builder.errors.pop();
        Err((self.range(), SyntaxErrorKind::TooDeep))
    }

    fn close(&mut self) {
        let end = self.range().end();
        self.builder.close(end);
        self.value_ended();
    }

    fn comma(&mut self) {
        self.expect = if self.in_mapping() { Expect::Key } else { Expect::Value };
    }

    fn colon(&mut self) {
        self.expect = Expect::Value;
    }

    fn string(&mut self, text: Cow<'s, str>, is_key: bool) -> Result<(), Failure> {
        let range = self.range();
        let inner = TextRange::new(range.start() + 1, range.end() - 1);
        let raw = &self.text[self.scanner.token_start()..self.scanner.token_end()];
        if let Some(at) = raw.bytes().position(|byte| byte < b' ') {
            let start = range.start() + at as u32;
            let message = "a string must not contain line breaks, tabs or other control characters";
            return Err((TextRange::new(start, start + 1), SyntaxErrorKind::Json(message.to_owned())));
        }
        let content = match text {
            Cow::Borrowed(_) => Content::Source(inner),
            Cow::Owned(decoded) => self.builder.decode(&decoded),
        };
        self.leaf(ScalarStyle::DoubleQuoted, range, content);
        if is_key {
            self.expect = Expect::Colon;
        }
        Ok(())
    }

    fn leaf(&mut self, style: ScalarStyle, range: TextRange, content: Content) {
        self.builder.leaf(NodeKind::Scalar(style), range, content, Properties::default());
        self.value_ended();
    }

    fn value_ended(&mut self) {
        self.expect = if self.builder.depth() == 0 { Expect::Nothing } else { Expect::CommaOrEnd };
    }

    fn in_mapping(&self) -> bool {
        matches!(self.builder.slot(), Slot::Key { .. } | Slot::Value { .. })
    }

    /// The scanner accepts every white space of Unicode between tokens, JSON only four characters.
    fn check_white_space(&self, from: usize, to: usize) -> Result<(), Failure> {
        let gap = &self.text[from..to];
        match gap.char_indices().find(|(_, c)| !matches!(c, ' ' | '\t' | '\n' | '\r')) {
            None => Ok(()),
            Some((at, c)) => {
                let start = self.offset + (from + at) as u32;
                let message = format!("unexpected character U+{:04X}", c as u32);
                Err((TextRange::new(start, start + c.len_utf8() as u32), SyntaxErrorKind::Json(message)))
            }
        }
    }

    fn range(&self) -> TextRange {
        let start = self.offset + self.scanner.token_start() as u32;
        TextRange::new(start, self.offset + self.scanner.token_end() as u32)
    }

    fn failure(&self, message: &str) -> Failure {
        (self.range(), SyntaxErrorKind::Json(message.to_owned()))
    }

    fn scan_failure(&self, error: &ParseError) -> Failure {
        let start = error.range().start;
        let mut end = error.range().end.max(start).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let message = match error.kind() {
            ParseErrorKind::String(kind) => kind.to_string(),
            kind => kind.to_string(),
        };
        let range = TextRange::new(self.offset + start as u32, self.offset + end as u32);
        (range, SyntaxErrorKind::Json(lower_first(&message)))
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
