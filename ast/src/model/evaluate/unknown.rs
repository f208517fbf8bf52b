//! The reasons why a value is not known.

use crate::model::functions::function::FunctionName;
use crate::model::functions::pseudo::PseudoParameter;

/// The reason why a value is not known before the template is deployed.
///
/// The messages contain names that the template declares, never the value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// The value depends on a resource or on an attribute of one.
    #[error("it depends on the resource `{0}`")]
    Resource(String),
    /// A parameter without a value.
    #[error("parameter `{0}` has no value here")]
    Parameter(String),
    /// A parameter whose value is in Systems Manager's Parameter Store.
    #[error("the value of parameter `{0}` is in the Parameter Store")]
    ParameterStore(String),
    /// A pseudo parameter without a value.
    #[error("`{}` is only known when the stack is deployed", .0.name())]
    PseudoParameter(PseudoParameter),
    /// The variable of a `Fn::ForEach`, which is expanded later.
    #[error("`{0}` is the variable of a loop")]
    LoopVariable(String),
    /// A name that the template does not declare.
    #[error("`{0}` is not declared")]
    Undeclared(String),
    /// A dynamic reference, `{{resolve:…}}`.
    #[error("it contains a dynamic reference")]
    DynamicReference,
    /// A mapping without the requested key.
    #[error("mapping `{0}` has no such key")]
    MappingKey(String),
    /// A condition that is not known.
    #[error("condition `{0}` is not known")]
    Condition(String),
    /// A condition that depends on itself.
    #[error("condition `{0}` depends on itself")]
    Cycle(String),
    /// A function that only the deployment evaluates.
    #[error("`{}` is only evaluated when the stack is deployed", .0.key())]
    Function(FunctionName),
    /// A function whose argument does not have the shape that it needs.
    #[error("the argument of `{}` is malformed", .0.key())]
    Malformed(FunctionName),
    /// A value of another kind than the one that is needed.
    #[error("it contains {0}")]
    NotEvaluated(&'static str),
    /// More nesting, nodes or text than the limits of an evaluation.
    #[error("it is nested too deeply or too long to be evaluated")]
    TooComplex,
}
