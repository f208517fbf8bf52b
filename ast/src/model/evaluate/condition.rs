//! The evaluation of conditions, which are true, false, or not known.

use super::{Run, Unknown};
use crate::model::functions::function::FunctionName;
use crate::model::functions::intrinsic::Intrinsic;
use crate::syntax::Node;

type Truth = Result<bool, Unknown>;

impl<'t> Run<'_, '_, 't> {
    /// Whether the condition with this name is true; each condition is evaluated only once.
    pub(super) fn condition(&mut self, name: &str) -> Truth {
        let declared = self.evaluator.template.conditions().get(name);
        let Some(declared) = declared.copied() else { return Err(Unknown::Undeclared(name.to_owned())) };
        let known = self.evaluator.conditions.borrow().get(declared.name).cloned();
        match known {
            Some(Some(truth)) => return truth,
            Some(None) => return Err(Unknown::Cycle(name.to_owned())),
            None => {}
        }
        self.evaluator.conditions.borrow_mut().insert(declared.name, None);
        let truth = self.truth(declared.value);
        self.evaluator.conditions.borrow_mut().insert(declared.name, Some(truth.clone()));
        truth
    }

    fn truth(&mut self, node: Node<'t>) -> Truth {
        let node = node.resolved();
        self.deeper(|run| match node.function() {
            Some(function) => {
                let view = function.view().map_err(|_| Unknown::Malformed(function.name))?;
                run.operation(function.name, &view)
            }
            None => run.long_condition(node),
        })
    }

    fn operation(&mut self, name: FunctionName, view: &Intrinsic<'t>) -> Truth {
        match *view {
            // All operands are true if none is false.
            Intrinsic::And(operands) => self.any(operands, false).map(|any_false| !any_false),
            Intrinsic::Or(operands) => self.any(operands, true),
            Intrinsic::Not(operand) => self.truth(operand).map(|truth| !truth),
            Intrinsic::Equals(a, b) => Ok(self.value(a)? == self.value(b)?),
            Intrinsic::Condition(name) => self.condition(name.text().unwrap_or_default()),
            _ => Err(Unknown::Malformed(name)),
        }
    }

    /// A condition that is only `{Condition: Name}`, without another function around it.
    fn long_condition(&mut self, node: Node<'t>) -> Truth {
        let name = node.get("Condition").filter(|_| node.child_count() == 2).and_then(Node::text);
        name.map_or(Err(Unknown::NotEvaluated("something that is not a condition")), |name| {
            self.condition(name)
        })
    }

    /// Whether any operand has this truth value. One that has it decides, even if others are not known.
    fn any(&mut self, operands: Node<'t>, wanted: bool) -> Truth {
        let mut unknown = None;
        for operand in operands.items() {
            match self.truth(operand) {
                Ok(truth) if truth == wanted => return Ok(true),
                Ok(_) => {}
                Err(reason) => unknown = unknown.or(Some(reason)),
            }
        }
        unknown.map_or(Ok(false), Err)
    }
}
