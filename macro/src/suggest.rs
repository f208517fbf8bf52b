//! Names that somebody may have meant.

/// How many names are suggested for an unknown one.
const SUGGESTIONS: usize = 3;

/// How much two names have to be alike to be mixed up, from 0 to 1.
const ALIKE: f64 = 0.7;

/// The names most like an unknown one, the best first.
pub fn closest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let lower = name.to_lowercase();
    let score = |known: &str| strsim::jaro_winkler(&lower, &known.to_lowercase());
    let scored = known.into_iter().map(|known| (score(known), known));
    let mut scored: Vec<_> = scored.filter(|(score, _)| *score >= ALIKE).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(SUGGESTIONS).map(|(_, name)| name).collect()
}
