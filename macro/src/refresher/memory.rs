//! The memory of the refresher: when it last tried to refresh which stack. Without it, stacks that are refused would be
//! chosen again in each run, before all others.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::outcome::{RefreshStatus, StackOutcome};
use crate::fleet::rollout::Candidate;

/// The maximum number of remembered stacks; their size is limited by what a state machine can pass on.
const MAX_REMEMBERED: usize = 500;

/// The last attempt for each outdated stack, by the name of the stack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Memory {
    attempts: BTreeMap<String, Attempt>,
}

/// An attempt to refresh a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The time, in milliseconds since 1970.
    at: i64,
    /// Whether the stack was refused, or failed.
    #[serde(default)]
    failed: bool,
}

impl Memory {
    /// Reads the response of DynamoDB to `GetItem`. It has no item before the first run.
    ///
    /// # Errors
    /// The error that the state machine caught instead, or a description of an item with another content.
    pub(super) fn from_response(response: &Value) -> Result<Self, String> {
        if let Some(error) = response["Error"].as_str() {
            return Err(error.to_owned());
        }
        match &response["Item"]["Memory"]["S"] {
            Value::Null => Ok(Self::default()),
            text => serde_json::from_str(text.as_str().unwrap_or_default())
                .map_err(|_| "the item of the table has an unknown format".to_owned()),
        }
    }

    /// Sorts stacks: the longest untouched ones first, and those that were refused or failed last, unless they have been
    /// deployed since then.
    pub(super) fn sort(&self, candidates: &mut [Candidate]) {
        candidates.sort_by_cached_key(|candidate| {
            let attempt = self.attempt(candidate);
            let touched = attempt.map(|attempt| attempt.at).max(candidate.updated);
            (attempt.is_some_and(|attempt| attempt.failed), touched, candidate.stack.name.clone())
        });
    }

    fn attempt(&self, candidate: &Candidate) -> Option<Attempt> {
        let attempt = self.attempts.get(&candidate.stack.name).copied();
        attempt.filter(|attempt| candidate.updated.is_none_or(|updated| updated <= attempt.at))
    }

    /// Forgets stacks that are not outdated any more.
    #[must_use]
    pub(super) fn only(mut self, candidates: &[Candidate]) -> Self {
        let known: BTreeMap<_, _> =
            candidates.iter().map(|candidate| (candidate.stack.name.as_str(), candidate)).collect();
        self.attempts.retain(|name, _| known.contains_key(name.as_str()));
        self
    }

    /// Adds the attempts of a run at a time in milliseconds since 1970. If there are too many, the oldest are forgotten.
    #[must_use]
    pub(super) fn with(mut self, outcomes: &[StackOutcome], at: i64) -> Self {
        for outcome in outcomes {
            let failed =
                outcome.status >= RefreshStatus::Unchanged && outcome.status != RefreshStatus::Unknown;
            let failed = failed && outcome.status != RefreshStatus::InProgress;
            self.attempts.insert(outcome.name.clone(), Attempt { at, failed });
        }
        if self.attempts.len() > MAX_REMEMBERED {
            let mut attempts: Vec<_> = self.attempts.into_iter().collect();
            attempts.sort_by_key(|(_, attempt)| std::cmp::Reverse(attempt.at));
            attempts.truncate(MAX_REMEMBERED);
            self.attempts = attempts.into_iter().collect();
        }
        self
    }
}
