//! What a template says: its sections, functions and references, whatever their spelling.

mod arguments;
mod attribute;
mod context;
pub mod evaluate;
mod for_each;
mod function;
mod generated;
mod globals;
mod intrinsic;
mod language;
mod mapping;
mod output;
mod parameter;
mod pseudo;
mod reference;
mod resource;
mod rule;
mod section;
mod template;
mod transform;

pub use context::{Context, FunctionSlot, Section};
pub use for_each::ForEach;
pub use function::{Form, Function, FunctionName};
pub use globals::Globals;
pub use intrinsic::{GetAttName, Intrinsic, MalformedArgument};
pub use language::{Accepts, ArgumentList, FunctionSet, Kinds, Place, Signature};
pub use mapping::Mapping;
pub use output::Output;
pub use parameter::{Parameter, ValueShape};
pub use pseudo::PseudoParameter;
pub use reference::{Reference, ReferenceKind, References, Target};
pub use resource::{DependsOn, Resource};
pub use rule::{Assertion, Rule};
pub use section::{Declarations, Named};
pub use template::Template;
pub use transform::{Transform, TransformKind};
