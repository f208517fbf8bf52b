//! The errors of fixing: reasons why a fixed text is not used.

use cfn_ast::Tree;
use cfn_ast::value::ValueError;

/// A reason why a fixed text may not replace the original.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The fixed text has a syntax error.
    #[error("the fixed text is not valid: {0}")]
    Syntax(String),
    /// The fixed template has another meaning.
    #[error("{0}")]
    Meaning(String),
    /// A comment is missing in the fixed text.
    #[error("the comment `{0}` would be lost")]
    Comment(String),
    /// The fixed template has an error that the original does not have.
    #[error("it would introduce a new error, {rule}: {message}")]
    NewError {
        /// The name of the rule that reports it.
        rule: &'static str,
        /// The message of the finding.
        message: String,
    },
}

/// A reason why fixes are not applied. All but [`FixError::Undetermined`] are bugs of cfn-tidy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// A safe fix failed the proof, or the result of any fix cannot be parsed.
    #[error("a fix of {} failed verification and was left out: {reason}", rules.join(", "))]
    Rejected {
        /// The rule at fault, or all rules that could be.
        rules: Vec<&'static str>,
        /// The difference that the fix would make.
        reason: Rejection,
        /// The differing lines of the original.
        before: String,
        /// The differing lines of the fixed text.
        after: String,
    },
    /// A part of the template has no value, so that nothing can be proven about its meaning.
    #[error("cannot be fixed, since its meaning cannot be determined: {0}")]
    Undetermined(#[from] ValueError),
    /// Fixes undo each other.
    #[error("the fixes of {} do not converge and were left out", rules.join(", "))]
    Diverged {
        /// The rules of the last round.
        rules: Vec<&'static str>,
    },
}

impl FixError {
    /// The rejection of a fixed text, with the lines in which it differs from the original.
    pub(super) fn rejected(rules: Vec<&'static str>, reason: Rejection, before: &Tree, after: &Tree) -> Self {
        let (old, new) = (before.source().text(), after.source().text());
        let same = |(a, b): &(u8, u8)| a == b;
        let head = old.bytes().zip(new.bytes()).take_while(same).count();
        // The common head must not be counted again from the end, as in `aa` and `aaa`.
        let room = old.len().min(new.len()) - head;
        let tail = old.bytes().rev().zip(new.bytes().rev()).take(room).take_while(same).count();
        Self::Rejected {
            rules,
            reason,
            before: lines(before, head, old.len() - tail),
            after: lines(after, head, new.len() - tail),
        }
    }

    /// Whether a fix keeps the meaning, and its only fault is an error that the original does not show.
    pub(super) fn is_about_new_error(&self) -> bool {
        matches!(self, Self::Rejected { reason: Rejection::NewError { .. }, .. })
    }

    /// Returns the names of the rules whose fixes are refused.
    pub fn rules(&self) -> &[&'static str] {
        match self {
            Self::Rejected { rules, .. } | Self::Diverged { rules } => rules,
            Self::Undetermined(_) => &[],
        }
    }

    /// Returns a text that a user can paste into a bug report; `None` if cfn-tidy is not at fault.
    pub fn bug_report(&self) -> Option<String> {
        let (version, home) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
        let lines = match self {
            Self::Rejected { before, after, .. } => format!("before:\n{before}\nafter:\n{after}\n"),
            Self::Diverged { .. } => String::new(),
            Self::Undetermined(_) => return None,
        };
        Some(format!(
            "This is a bug in cfn-tidy, not in your template. Please report the text between the lines at\n\
             {home}/issues, after making sure that it contains no secrets.\n\
             ----\ncfn-tidy {version}: {self}\n{lines}----"
        ))
    }
}

/// Returns the whole lines from byte `start` to byte `end`.
fn lines(tree: &Tree, start: usize, end: usize) -> String {
    let source = tree.source();
    let first = source.line_range(source.line_index(start as u32));
    let last = source.line_range(source.line_index(end as u32));
    source.slice(first.cover(last)).to_owned()
}
