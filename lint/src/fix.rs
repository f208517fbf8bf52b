//! Fixes: what they are, and how they are applied until none is left.

mod blame;
mod correction;
mod engine;
mod offered;
mod regression;
#[cfg(test)]
mod tests;
mod verify;

use cfn_ast::Edit;

pub use engine::{Applied, FixError, Fixed, fix};
pub use offered::verify_offered;
pub use verify::Rejection;

/// Who may apply a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Only shown: a person has to finish it. Never applied.
    DisplayOnly,
    /// May change what the template means, or lose a comment. Applied with `--unsafe-fixes`.
    Unsafe,
    /// Keeps every comment, and the meaning of the template, or is a correction, which changes nothing but a name that
    /// CloudFormation refuses; either is checked before a file is written.
    Safe,
}

impl Applicability {
    /// The word that outputs print.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DisplayOnly => "display-only",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Edits that put one finding right; they are applied together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    message: String,
    edits: Vec<Edit>,
    applicability: Applicability,
    is_correction: bool,
}

impl Fix {
    /// A fix that keeps the meaning of the template and every comment.
    pub fn safe_edits(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Applicability::Safe, message, edits)
    }

    /// A safe fix that writes one name in the place of another which CloudFormation refuses, where nothing else can
    /// have been meant. Each edit replaces a name within one scalar, or within one tag.
    pub fn correction(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { is_correction: true, ..Self::safe_edits(message, edits) }
    }

    /// A correction where it is certain what was meant, else an unsafe fix.
    pub fn correction_if(
        is_certain: bool,
        message: impl Into<String>,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Self {
        if is_certain { Self::correction(message, edits) } else { Self::unsafe_edits(message, edits) }
    }

    /// A fix that may change what the template means, or lose a comment.
    pub fn unsafe_edits(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Applicability::Unsafe, message, edits)
    }

    /// A fix that is shown and never applied.
    pub fn display_only_edits(message: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(Applicability::DisplayOnly, message, edits)
    }

    /// A fix of a given applicability; `message` says what it does in the imperative, without a full stop.
    pub fn new(
        applicability: Applicability,
        message: impl Into<String>,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Self {
        let mut edits: Vec<Edit> = edits.into_iter().collect();
        edits.sort();
        Self { message: message.into(), edits, applicability, is_correction: false }
    }

    /// What the fix does, in the imperative.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The edits in the order of the source.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Who may apply it.
    pub fn applicability(&self) -> Applicability {
        self.applicability
    }

    /// The same edits as an unsafe fix, where a correction turned out not to be certain.
    pub(crate) fn without_promise(self) -> Self {
        Self { applicability: Applicability::Unsafe, is_correction: false, ..self }
    }

    /// Whether it changes the meaning on purpose, by nothing but the names that it replaces.
    pub fn is_correction(&self) -> bool {
        self.is_correction
    }
}
