//! What the command line says of resource types.

use crate::cli::TypeArgs;
use crate::config::{Overrides, known_region};

/// Returns the settings of the command line about resource types that override the configuration.
///
/// # Errors
/// A message for each unknown region.
pub(super) fn type_overrides(args: &TypeArgs) -> Result<Overrides, Vec<String>> {
    let mut problems = Vec::new();
    for region in &args.region {
        if let Err(problem) = known_region(region) {
            problems.push(format!("--region: {problem}"));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let regions = (!args.region.is_empty()).then(|| args.region.clone());
    Ok(Overrides { schemas: args.schema.clone(), regions, ..Overrides::default() })
}
