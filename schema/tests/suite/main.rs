//! Tests of the crate through its public interface.

mod attributes;
mod facts;
mod hostile;
mod instances;
mod overrides;
mod patterns;
mod provider;
mod registry;
mod renewal;
mod round_trip;
mod spot_checks;
mod support;
