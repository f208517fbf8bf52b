//! The macro against real servers; they are started once and shared by all tests of this binary.

mod bootstrap;
mod catalog;
mod function;
mod support;
