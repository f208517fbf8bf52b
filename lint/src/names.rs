//! Suggestions for names that nobody knows.

/// How alike two names must be for one to be taken for a slip of the other, from 0 to 1.
const ALIKE: f64 = 0.75;

/// The candidate that `name` is most like, if any is close enough to suggest.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let likeness = |candidate: &str| strsim::jaro_winkler(&name, &candidate.to_ascii_lowercase());
    let scored = candidates.into_iter().map(|candidate| (likeness(candidate), candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= ALIKE).then_some(best.1)
}

/// How many letters may be wrong in a name that is put right.
const MAX_SLIPS: usize = 2;

/// The one candidate that `name` is a slip of, if there is no other one as near.
pub fn slip_of<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = name.to_ascii_lowercase();
    let distance = |candidate: &str| strsim::osa_distance(&lower, &candidate.to_ascii_lowercase());
    let mut scored: Vec<(usize, &str)> = candidates.into_iter().map(|name| (distance(name), name)).collect();
    scored.sort_unstable();
    scored.dedup();
    let &(best, found) = scored.first()?;
    let is_only = scored.get(1).is_none_or(|&(next, _)| next > best);
    (is_only && best <= MAX_SLIPS && best * 2 < name.len()).then_some(found)
}

/// The half sentence that ends an error about an unknown name; empty when no candidate is close.
pub fn did_you_mean<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(name, candidates).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}
