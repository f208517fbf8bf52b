//! What a template says: its sections, functions and references, whatever their spelling.

mod attribute;
mod context;
pub mod evaluate;
mod function;
mod intrinsic;
mod parameter;
mod pseudo;
mod reference;
mod resource;
mod section;
mod template;
mod transform;

pub use context::{Context, FunctionSlot, Section};
pub use function::{Form, Function, FunctionName};
pub use intrinsic::{GetAttName, Intrinsic, MalformedArgument};
pub use parameter::{Parameter, ValueShape};
pub use pseudo::PseudoParameter;
pub use reference::{Reference, ReferenceKind, References, Target};
pub use resource::{DependsOn, Resource};
pub use section::{Declarations, Named};
pub use template::{ForEach, Template};
pub use transform::{Transform, TransformKind};
