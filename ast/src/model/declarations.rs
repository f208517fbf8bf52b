//! The declarations in the sections of a template, each as a view of its node.

pub(in crate::model) mod declaration;
pub(crate) mod for_each;
pub(in crate::model) mod globals;
pub(in crate::model) mod mapping;
pub(in crate::model) mod output;
pub(in crate::model) mod parameter;
pub(in crate::model) mod parameter_type;
pub(in crate::model) mod resource;
pub(in crate::model) mod rule;
pub(in crate::model) mod transform;
