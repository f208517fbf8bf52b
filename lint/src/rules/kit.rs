//! What rules share. A rule imports `prelude`, and what it needs of the other modules.
//!
//! | module | contents |
//! |---|---|
//! | `argument_mismatches`, `misfits` | values that a function or a part of the template does not accept |
//! | `arn`, `lambda_layers`, `lambda_runtimes` | ARNs, layers and runtimes |
//! | `cycles` | declarations that depend on each other |
//! | `editing` | where a function may be rewritten, and how the result is spelled |
//! | `missing_prefix` | mappings that were meant to be functions |
//! | `notation`, `owners`, `quotas` | the words of messages |
//! | `prelude` | what nearly every rule needs: its declaration, its context, findings and fixes |
//! | `ranges` | where a finding is shown |
//! | `secret_properties` | properties that are passwords |

pub(crate) mod argument_mismatches;
pub(crate) mod arn;
pub(crate) mod cycles;
pub(crate) mod editing;
pub(crate) mod lambda_layers;
pub mod lambda_runtimes;
pub(crate) mod misfits;
pub(crate) mod missing_prefix;
pub(crate) mod notation;
pub(crate) mod owners;
pub(crate) mod prelude;
pub(crate) mod quotas;
pub(crate) mod ranges;
pub(crate) mod secret_properties;
