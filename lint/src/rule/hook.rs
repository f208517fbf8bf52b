//! The hooks of a rule into the walk over a template, and the guards that a rule declares.

use cfn_ast::model::shape::Misfit;
use cfn_ast::model::{Output, Parameter, Reference, Resource};
use cfn_ast::{Function, Node, Template};
use cfn_schema::validate::Mismatch;

use super::RuleContext;

/// A check of a whole template.
pub type TemplateCheck = for<'t> fn(&'t Template<'t>, &mut RuleContext<'_, 't>);

/// A check of one resource.
pub type ResourceCheck = for<'t> fn(Resource<'t>, &mut RuleContext<'_, 't>);

/// A check of one parameter.
pub type ParameterCheck = for<'t> fn(Parameter<'t>, &mut RuleContext<'_, 't>);

/// A check of one output.
pub type OutputCheck = for<'t> fn(Output<'t>, &mut RuleContext<'_, 't>);

/// A check of one reference.
pub type ReferenceCheck = for<'t> fn(&Reference<'t>, &mut RuleContext<'_, 't>);

/// A check of one part of the template that does not have the shape it must have.
pub type MisfitCheck = for<'t> fn(&Misfit<'t>, &mut RuleContext<'_, 't>);

/// A check of one value that does not fit the schema of its resource type.
pub type MismatchCheck = for<'t> fn(&Mismatch<'t, 't>, &mut RuleContext<'_, 't>);

/// A check of one intrinsic function.
pub type FunctionCheck = for<'t> fn(Function<'t>, &mut RuleContext<'_, 't>);

/// A check of one node.
pub type NodeCheck = for<'t> fn(Node<'t>, &mut RuleContext<'_, 't>);

/// A function of a rule, and the part of the template that it is called for.
///
/// The hooks for declarations, references and mismatches are called before the walk over the nodes, in the order of the
/// registry; each part is computed once for all rules.
#[derive(Clone, Copy, Debug)]
pub enum Hook {
    /// Called once, before the walk.
    Template(TemplateCheck),
    /// Called for each resource. Resources in loops are included unless the rule also runs with loops repeated (see
    /// [`InExpansion::repeats_loops`](super::InExpansion::repeats_loops)), where it meets them in each round.
    Resource(ResourceCheck),
    /// Called for each parameter.
    Parameter(ParameterCheck),
    /// Called for each output, also for those in loops.
    Output(OutputCheck),
    /// Called for each use of a name.
    Reference(ReferenceCheck),
    /// Called for each part that does not have the shape it must have.
    Misfit(MisfitCheck),
    /// Called for each value that does not fit the schema of its resource type.
    Mismatch(MismatchCheck),
    /// Called for each intrinsic function in either form, outer ones first.
    Function(FunctionCheck),
    /// Called for each node, outer ones first.
    Node(NodeCheck),
}

/// Something that a rule does not look at. It is declared, so that a reader sees it and no rule forgets how to test for
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Templates that a custom macro changes: what they mean is not known from the text.
    CustomMacros,
    /// Templates that the CDK wrote: nobody reads or edits them.
    CdkOutput,
    /// Functions with anchors, aliases or merge keys inside, which a rewrite would separate from each other.
    Anchors,
}
