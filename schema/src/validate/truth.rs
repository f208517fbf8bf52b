//! Three-valued logic.

/// Whether a value fits a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// It fits.
    Valid,
    /// It does not fit.
    Invalid,
    /// It depends on values that are not known.
    Unknown,
}

impl Truth {
    /// Whether both fit.
    ///
    /// `prefers_unknown` decides between a part that does not fit and one that is not known.
    pub(super) fn and(self, other: Self, prefers_unknown: bool) -> Self {
        use Truth::{Invalid, Unknown, Valid};
        match (self, other) {
            (Valid, Valid) => Valid,
            (Unknown, Invalid) | (Invalid, Unknown) if !prefers_unknown => Invalid,
            (Unknown, _) | (_, Unknown) => Unknown,
            _ => Invalid,
        }
    }

    /// Whether a value does not fit.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Valid => Self::Invalid,
            Self::Invalid => Self::Valid,
            Self::Unknown => Self::Unknown,
        }
    }
}
