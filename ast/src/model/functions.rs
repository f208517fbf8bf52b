//! Intrinsic functions: their names and forms, their arguments, and the pseudo parameters.

mod arguments;
pub(in crate::model) mod branches;
pub(in crate::model) mod function;
pub(in crate::model) mod intrinsic;
pub(in crate::model) mod pseudo;
pub(in crate::model) mod slot;
