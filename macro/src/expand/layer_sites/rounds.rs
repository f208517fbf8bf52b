//! The rounds of loops. CloudFormation repeats loops after the macro, so one text has to suit all of them.

use cfn_ast::model::evaluate::{Evaluation, Evaluator, Unknown};
use cfn_ast::model::{ForEach, LoopVariables};
use cfn_ast::syntax::Node;

/// The maximum number of rounds that are evaluated: that of the resources in a template (AWS CloudFormation User Guide,
/// "Understand CloudFormation quotas").
const MAX_ROUNDS: usize = 500;

/// The values of a layer in the rounds of its loops, at least two of which differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerRound {
    /// A loop variable that the layer depends on.
    pub variable: String,
    /// The value in each round.
    pub values: Vec<Evaluation>,
}

/// Returns the variables of each round of nested loops, the outermost first.
///
/// # Errors
/// The reason why a collection is unknown.
pub(in crate::expand) fn rounds<'t>(
    loops: &[ForEach<'t>],
    evaluator: &Evaluator<'_, 't>,
) -> Result<Vec<LoopVariables>, Unknown> {
    let mut rounds = vec![LoopVariables::default()];
    for for_each in loops {
        let mut inner = Vec::new();
        for round in &rounds {
            let collection = evaluator.for_round(round.clone()).value(for_each.collection)?;
            let values =
                collection.texts().ok_or(Unknown::NotEvaluated("a collection that is not a list"))?;
            let Some(variable) = for_each.variable() else { continue };
            inner.extend(values.into_iter().map(|value| round.with(variable, value)));
        }
        if inner.len() > MAX_ROUNDS {
            return Err(Unknown::TooComplex);
        }
        rounds = inner;
    }
    Ok(rounds)
}

/// Returns the value of a node in each round; a literal may contain placeholders of loop variables.
pub(super) fn values<'t>(
    node: Node<'t>,
    loops: &[ForEach<'t>],
    evaluator: &Evaluator<'_, 't>,
) -> Result<Vec<Evaluation>, Unknown> {
    Ok(rounds(loops, evaluator)?.into_iter().map(|round| evaluator.for_round(round).value(node)).collect())
}
