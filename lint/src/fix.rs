//! Fixes: edits that remove findings, and the engine that applies them until none is left.

mod blame;
mod correction;
mod counterparts;
mod engine;
mod error;
mod offered;
mod regression;
mod round;
mod stage;
#[cfg(test)]
mod tests;
mod verify;

use cfn_ast::Edit;

pub use engine::{Fixed, fix};
pub use error::{FixError, Rejection};
pub use offered::verify_offered;
pub use round::Applied;

/// The conditions under which a fix may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// The fix has a placeholder for what its author has to decide. It is shown and never applied.
    Suggestion,
    /// The fix may change the meaning of the template or lose a comment. It is applied with `--unsafe-fixes`.
    Unsafe,
    /// The fix preserves the meaning of the template and every comment, or it is a correction, which replaces nothing
    /// but a name that CloudFormation rejects, or turns a value that it rejects into a list of one, or back. Either is
    /// proven before a file is written.
    Safe,
}

impl Applicability {
    /// Returns the name of the applicability, as printed in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Edits that remove one finding. They are applied together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    message: String,
    edits: Vec<Edit>,
    applicability: Applicability,
    is_correction: bool,
    is_appending: bool,
}

impl Fix {
    /// A fix that preserves the meaning of the template and every comment.
    pub fn safe_edits(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Applicability::Safe, message, edits)
    }

    /// A safe fix of what CloudFormation would reject, when there is only one plausible correction. Each edit replaces a
    /// name within one scalar or one tag, or they write a value as a list of one, or a list of one as its item.
    pub fn correction(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { is_correction: true, ..Self::safe_edits(message, edits) }
    }

    /// A correction if it is certain what was meant; otherwise an unsafe fix.
    pub fn correction_if(
        is_certain: bool,
        message: impl Into<String>,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Self {
        if is_certain { Self::correction(message, edits) } else { Self::unsafe_edits(message, edits) }
    }

    /// A fix that may change the meaning of the template or lose a comment.
    pub fn unsafe_edits(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Applicability::Unsafe, message, edits)
    }

    /// An edit with a placeholder for what only its author can decide.
    pub fn suggestion(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Applicability::Suggestion, message, edits)
    }

    /// An unsafe fix that appends an item to a list, after which other fixes of the same rule may append theirs.
    pub(crate) fn unsafe_appending(message: impl Into<String>, edit: Edit) -> Self {
        Self { is_appending: true, ..Self::unsafe_edits(message, [edit]) }
    }

    /// A fix with an applicability. `message` says what it does, in the imperative and without a full stop.
    pub fn new(
        applicability: Applicability,
        message: impl Into<String>,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Self {
        let mut edits: Vec<Edit> = edits.into_iter().collect();
        edits.sort();
        Self { message: message.into(), edits, applicability, is_correction: false, is_appending: false }
    }

    /// Returns what the fix does, in the imperative.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the edits, in the order of the source.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Returns the conditions under which the fix may be applied.
    pub fn applicability(&self) -> Applicability {
        self.applicability
    }

    /// Returns the same edits as an unsafe fix, for when the promise of a safe one could not be proven.
    pub(crate) fn without_promise(self) -> Self {
        Self { applicability: Applicability::Unsafe, is_correction: false, ..self }
    }

    /// Returns the same edits as an unsafe fix whose message says that its deployment replaces a resource.
    pub(crate) fn replacing_resource(self, logical_id: &str) -> Self {
        let message = format!("{} (replaces `{logical_id}` when it is deployed)", self.message);
        Self { message, ..self.without_promise() }
    }

    /// Whether the fix appends an item to a list to which other fixes of the same rule may append theirs.
    pub(crate) fn is_appending(&self) -> bool {
        self.is_appending
    }

    /// Whether the fix is a correction, which changes the meaning on purpose, by nothing but the names that it replaces.
    pub fn is_correction(&self) -> bool {
        self.is_correction
    }
}
