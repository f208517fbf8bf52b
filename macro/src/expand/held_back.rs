//! Why the newest compatible version of a layer is not chosen.

use super::outcome::{PassedOver, PassedOverReason};
use super::problem::ProblemKind;
use crate::catalog::PublishedVersion;
use crate::catalog::dates;
use crate::catalog::eligibility::{Criteria, Soak};

/// Returns the reason why criteria choose none of the versions of a layer; `None` if there is no compatible version either.
pub(super) fn problem(criteria: &Criteria, versions: &[PublishedVersion]) -> Option<ProblemKind> {
    let newest = criteria.without_selection().choose(versions)?;
    let acceptable = criteria.acceptable(versions);
    if acceptable.is_empty() {
        return Some(ProblemKind::AllBlocked { newest: newest.number });
    }
    let candidates = acceptable.get(criteria.behind..).unwrap_or_default();
    let (Some(first), Some(soak)) = (candidates.first(), criteria.soak) else {
        return Some(ProblemKind::TooFew { behind: criteria.behind, versions: acceptable.len() });
    };
    let eligible = candidates.iter().filter_map(|version| Some((soak.end(version)?, version.number))).min();
    Some(match eligible {
        Some((date, number)) => {
            ProblemKind::TooYoung { minimum: soak.minimum_age, number, eligible: dates::to_minute(date) }
        }
        None => ProblemKind::Undated { number: first.number },
    })
}

/// Returns the newest compatible version if another one was chosen.
pub(crate) fn passed_over(
    criteria: &Criteria,
    versions: &[PublishedVersion],
    chosen: &PublishedVersion,
) -> Option<PassedOver> {
    let newest = criteria.without_selection().choose(versions)?;
    if newest.number == chosen.number {
        return None;
    }
    let reason = if criteria.block(newest.number) {
        PassedOverReason::Blocked
    } else {
        criteria.soak.and_then(|soak| young(soak, newest)).unwrap_or(PassedOverReason::Behind)
    };
    Some(PassedOver { number: newest.number, reason })
}

fn young(soak: Soak, version: &PublishedVersion) -> Option<PassedOverReason> {
    let published = version.published.as_deref().and_then(dates::parse)?;
    (!soak.is_over(version)).then(|| PassedOverReason::Young(dates::age_in_words(published, soak.now)))
}
