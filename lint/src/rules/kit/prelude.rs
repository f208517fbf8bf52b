//! What nearly every rule needs; a rule begins with `use crate::rules::kit::prelude::*;`.

// What hooks are called for.
pub(crate) use cfn_ast::model::shape::Misfit;
pub(crate) use cfn_ast::model::{Output, Parameter, Reference, Resource};
pub(crate) use cfn_ast::{Function, Node, Template};
pub(crate) use cfn_schema::validate::Mismatch;

pub(crate) use crate::declare_rule;
pub(crate) use crate::finding::{Finding, Severity};
pub(crate) use crate::fix::{Applicability, Fix};
pub(crate) use crate::rule::RuleContext;
