//! Deployed stacks: which of their functions hold old layers, and how they get the new ones.
//!
//! [`inventory`] reads what is deployed, [`outdated`] compares it with the newest versions and says what a deployment
//! would do about it. [`refresh`] is that deployment, in steps that can be taken one by one, each of them again if
//! need be: a machine that keeps no memory but the names of stack and change set can drive them. [`rollout`] drives them
//! for many stacks at once.

pub mod aws;
mod error;
pub mod interrupt;
pub mod inventory;
pub mod judge;
pub mod outdated;
mod progress;
pub mod refresh;
pub mod remedy;
pub mod rollout;
pub mod stacks;

pub use aws::{Cloud, Limits, MAX_CLOUDFORMATION_IN_FLIGHT};
pub use error::FleetError;
pub use progress::Progress;
