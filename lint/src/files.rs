//! Files: finding them, telling templates from other files, and replacing them atomically.
//!
//! May read and write files; knows nothing of rules and findings.

mod discover;
pub mod existing;
mod format;
mod referenced;
pub mod replace;
mod sniff;

pub use discover::{Candidate, DiscoverError, EXTENSIONS, Found, find};
pub use format::parse_template;
pub use referenced::read_referenced_files;
pub use sniff::looks_like_template;
