//! The macro against real servers; they are started once and shared by all tests of this binary.

mod bad_input;
mod bootstrap;
mod catalog;
mod command;
mod first_implementation;
mod function;
mod log;
mod scale;
mod sign_in;
mod support;
mod table;
mod throttling;
mod trouble;
