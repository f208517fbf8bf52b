//! Deployed stacks: which of their functions have outdated layers, and how to update them.
//!
//! [`inventory`] reads what is deployed, and [`outdated`] compares it with the newest layer versions and determines
//! what a deployment would change. [`refresh`] contains the steps of that deployment. Each step is idempotent and needs
//! no state except the IDs of stack and change set, so a state machine can drive them. [`rollout`] drives them for many
//! stacks at once.

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
pub mod why;

pub use aws::{Cloud, Limits, MAX_CLOUDFORMATION_IN_FLIGHT};
pub use error::FleetError;
pub use progress::Progress;
