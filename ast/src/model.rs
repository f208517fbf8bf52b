//! The typed view of a template: its sections, functions and references, whatever their spelling.
//!
//! | module | contents |
//! |---|---|
//! | `template`, `section`, `context` | the template, and the position of a node in it |
//! | `declarations` | what each section declares |
//! | `functions` | intrinsic functions and their arguments |
//! | `reference` | the uses of names |
//! | `conditions`, [`evaluate`] | what is known of values before the deployment |
//! | [`shape`], `language`, `short_form`, [`limits`] | what CloudFormation accepts: structure, functions, quotas |

mod attribute;
#[cfg(feature = "conditions")]
mod conditions;
mod context;
mod declarations;
pub mod evaluate;
mod functions;
mod generated;
mod language;
pub mod limits;
mod nested;
mod reference;
mod section;
pub mod shape;
mod short_form;
mod template;
mod verbatim;

#[cfg(feature = "conditions")]
pub use conditions::{Conditions, Fact, Possibility};
pub use context::Context;
pub use declarations::declaration::{Declarations, Named};
pub use declarations::for_each::ForEach;
pub use declarations::globals::Globals;
pub use declarations::mapping::Mapping;
pub use declarations::output::Output;
pub use declarations::parameter::{Parameter, ValueShape};
pub use declarations::parameter_type::ParameterType;
pub use declarations::resource::{DependsOn, Resource};
pub use declarations::rule::{Assertion, Rule};
pub use declarations::transform::{Transform, TransformKind, is_macro_name, without_account};
pub use evaluate::loop_variables::LoopVariables;
pub use functions::branches::Branches;
pub use functions::function::{Form, Function, FunctionName};
pub use functions::intrinsic::{GetAttName, Intrinsic, MalformedArgument};
pub use functions::pseudo::PseudoParameter;
pub use functions::slot::FunctionSlot;
pub use language::{Accepts, ArgumentList, EvaluatedPart, FunctionSet, Kinds, Signature};
pub use nested::NestedStack;
pub use reference::{Reference, ReferenceKind, References, Target};
pub use section::Section;
pub use template::Template;
pub(crate) use verbatim::is_given_to_macro;
