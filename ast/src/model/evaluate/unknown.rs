//! Why a value is not known.

use crate::model::function::FunctionName;
use crate::model::pseudo::PseudoParameter;

/// Why a value is not known before the template is deployed.
///
/// The reasons name what the template declares, never the value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// A resource, or an attribute of one.
    #[error("it depends on the resource `{0}`")]
    Resource(String),
    /// A parameter without a value.
    #[error("the parameter `{0}` has no value here")]
    Parameter(String),
    /// A parameter that Systems Manager's Parameter Store holds the value of.
    #[error("the value of the parameter `{0}` is in the Parameter Store")]
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
    #[error("it has a dynamic reference in it")]
    DynamicReference,
    /// A mapping without the key that is asked for.
    #[error("the mapping `{0}` has no such key")]
    MappingKey(String),
    /// A condition that is not known.
    #[error("the condition `{0}` is not known")]
    Condition(String),
    /// A condition that depends on itself.
    #[error("the condition `{0}` depends on itself")]
    Cycle(String),
    /// A function that is evaluated by the deployment only.
    #[error("{} is only evaluated when the stack is deployed", .0.key())]
    Function(FunctionName),
    /// A function whose argument has not the shape it needs.
    #[error("the argument of {} does not fit", .0.key())]
    Malformed(FunctionName),
    /// Something that has no value of the kind that is needed.
    #[error("it holds {0}")]
    NotEvaluated(&'static str),
    /// More nesting or text than any template needs.
    #[error("it is too deep or too long to be evaluated")]
    TooComplex,
}
