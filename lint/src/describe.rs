//! Resource types and their properties in words: a property by its path, its facts, and its schema in one line.

mod find;
mod flags;
mod summary;

pub(crate) use find::{Found, applicable, find};
pub(crate) use flags::Flags;
pub(crate) use summary::{limits, scalar, summary, type_of, values_of};
