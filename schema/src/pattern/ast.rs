//! The syntax tree of a pattern.

use super::class::Class;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Ast {
    /// One of these characters.
    Class(Class),
    /// Any character, `.`.
    Any,
    /// The beginning of the value, `^`.
    Start,
    /// The end of the value, `$`.
    End,
    /// `\b`, or `\B` if false.
    Boundary(bool),
    /// A group, whether it captures or not.
    Group(Box<Ast>),
    /// Lookaround.
    Look(Look, Box<Ast>),
    /// A repetition, at least and at most.
    Repeat(Box<Ast>, u32, Option<u32>),
    /// One part after the other.
    Concat(Vec<Ast>),
    /// One of the parts.
    Alternation(Vec<Ast>),
    /// What follows ignores case, `(?i)`.
    IgnoreCase,
}

/// The kinds of lookaround.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Ahead,
    NotAhead,
    Behind,
    NotBehind,
}
