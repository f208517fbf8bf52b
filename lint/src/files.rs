//! Files: finding them, telling templates from other files, and replacing them atomically.
//!
//! May read and write files; knows nothing of rules and findings. Without the feature `cli`, only the question remains
//! which notation a text is written in.

#[cfg(feature = "cli")]
mod discover;
#[cfg(feature = "cli")]
pub mod existing;
mod format;
#[cfg(feature = "cli")]
mod referenced;
#[cfg(feature = "cli")]
pub mod replace;
#[cfg(feature = "cli")]
mod sniff;

#[cfg(feature = "cli")]
pub use discover::{Candidate, DiscoverError, EXTENSIONS, Found, find};
pub use format::parse_template;
#[cfg(feature = "cli")]
pub use referenced::read_referenced_files;
#[cfg(feature = "cli")]
pub use sniff::looks_like_template;
