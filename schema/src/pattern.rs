//! Patterns of schemas, which are regular expressions of ECMAScript, for the crate `regex-lite`.
//!
//! The crate matches in linear time and knows no Unicode classes and no lookaround. Where the two languages differ, the
//! translation accepts more than the original, never less: a value that is refused wrongly fails somebody's deployment.
//!
//! * `.` also matches line ends, and `\s` and `\S` match what either ECMAScript or Java means by them.
//! * `\p{L}` and the like are exact for ASCII, and match every other character.
//! * Lookaheads at the beginning become conditions of their own, [`Pattern::is_match`] checks them; elsewhere, and
//!   lookbehinds, are left out.
//! * `\uD83D\uDE00` is one character, and a class with one half of it matches all characters of that kind.
//! * Repetitions of more than [`REPEAT_LIMIT`] have no upper limit.

mod ast;
mod class;
mod emit;
mod escape;
mod parse;

use std::fmt;

use regex_lite::{Regex, RegexBuilder};
use thiserror::Error;

use ast::{Ast, Look};
use emit::{Polarity, emit};

/// The largest count of a repetition that is kept; the automaton grows with it.
pub const REPEAT_LIMIT: u32 = 1000;

/// The largest count that is kept in a pattern whose automaton would otherwise be too large.
const SMALL_REPEAT_LIMIT: u32 = 30;

/// Memory for one compiled expression, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// A pattern that can be matched.
#[derive(Clone)]
pub struct Pattern {
    main: Regex,
    also: Vec<Regex>,
    never: Vec<Regex>,
    widened: bool,
}

/// Why a pattern cannot be matched here; a value is then neither right nor wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Untranslatable {
    /// It is not a regular expression.
    #[error("not a valid regular expression: {0}")]
    Invalid(&'static str),
    /// It has a construct that no linear-time matcher has, or whose meaning is not the same everywhere.
    #[error("{0} cannot be translated")]
    Unsupported(&'static str),
    /// The automaton would be too large.
    #[error("the pattern is too large")]
    TooLarge,
}

impl Pattern {
    /// Whether the pattern occurs in a value. As in JSON Schema, it is searched for, not anchored.
    pub fn is_match(&self, value: &str) -> bool {
        self.main.is_match(value)
            && self.also.iter().all(|condition| condition.is_match(value))
            && !self.never.iter().any(|condition| condition.is_match(value))
    }

    /// Whether the translation accepts values that the original does not.
    pub fn is_widened(&self) -> bool {
        self.widened
    }

    /// The expression for `regex-lite`, without the conditions at its beginning.
    pub fn as_str(&self) -> &str {
        self.main.as_str()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        self.also.iter().try_for_each(|condition| write!(f, " and {}", condition.as_str()))?;
        self.never.iter().try_for_each(|condition| write!(f, " and not {}", condition.as_str()))
    }
}

/// Translates a pattern.
pub fn translate(pattern: &str) -> Result<Pattern, Untranslatable> {
    let mut ast = parse::parse(pattern)?;
    let mut looks = Vec::new();
    take_leading_looks(&mut ast, &mut looks);
    let (main, mut widened) = wide(&ast)?;
    let (mut also, mut never) = (Vec::new(), Vec::new());
    for (look, condition) in looks {
        let condition = Ast::Concat(vec![Ast::Start, Ast::Group(Box::new(condition))]);
        if look == Look::Ahead {
            let (condition, is_wider) = wide(&condition)?;
            widened |= is_wider;
            also.push(condition);
            continue;
        }
        // What must not match may be narrower than the original, or be left out.
        match narrow(&condition) {
            Ok((condition, is_narrower)) => {
                widened |= is_narrower;
                never.push(condition);
            }
            Err(_) => widened = true,
        }
    }
    Ok(Pattern { main, also, never, widened })
}

/// Compiles what has to match, and says whether it matches more than the original.
fn wide(ast: &Ast) -> Result<(Regex, bool), Untranslatable> {
    let (text, is_wider) = emit(ast, Polarity::Wide, REPEAT_LIMIT)?;
    if let Ok(regex) = compile(&text) {
        return Ok((regex, is_wider));
    }
    let (text, is_wider) = emit(ast, Polarity::Wide, SMALL_REPEAT_LIMIT)?;
    Ok((compile(&text)?, is_wider))
}

/// Compiles what must not match, and says whether it matches less than the original.
fn narrow(ast: &Ast) -> Result<(Regex, bool), Untranslatable> {
    let (text, is_narrower) = emit(ast, Polarity::Narrow, REPEAT_LIMIT)?;
    Ok((compile(&text)?, is_narrower))
}

fn compile(text: &str) -> Result<Regex, Untranslatable> {
    let regex = RegexBuilder::new(text).size_limit(SIZE_LIMIT).nest_limit(100).build();
    regex.map_err(|_| Untranslatable::TooLarge)
}

/// Takes the lookaheads that follow the `^` at the beginning, also within groups that begin there: each is a condition on
/// the whole value.
fn take_leading_looks(ast: &mut Ast, looks: &mut Vec<(Look, Ast)>) {
    let Ast::Concat(parts) = ast else { return };
    let anchors = parts.iter().take_while(|part| matches!(part, Ast::Start)).count();
    if anchors > 0 {
        take_looks(parts, anchors, looks);
    }
}

fn take_looks(parts: &mut Vec<Ast>, from: usize, looks: &mut Vec<(Look, Ast)>) {
    while let Some(Ast::Look(Look::Ahead | Look::NotAhead, _)) = parts.get(from) {
        if let Ast::Look(look, condition) = parts.remove(from) {
            looks.push((look, *condition));
        }
    }
    match parts.get_mut(from) {
        Some(Ast::Group(inner)) => match inner.as_mut() {
            Ast::Concat(inner) => take_looks(inner, 0, looks),
            Ast::Look(..) => {
                let mut inner_parts = vec![std::mem::replace(inner.as_mut(), Ast::Concat(Vec::new()))];
                take_looks(&mut inner_parts, 0, looks);
                **inner = Ast::Concat(inner_parts);
            }
            _ => {}
        },
        Some(Ast::Start) => take_looks(parts, from + 1, looks),
        _ => {}
    }
}
