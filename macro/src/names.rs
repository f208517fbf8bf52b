//! Names: patterns that select them, and suggestions for unknown ones.

/// How many names are suggested for an unknown one.
const SUGGESTIONS: usize = 3;

/// How much two names have to be alike to be mixed up, from 0 to 1.
const ALIKE: f64 = 0.7;

/// The names most like an unknown one, the best first.
pub(crate) fn closest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let lower = name.to_lowercase();
    let score = |known: &str| strsim::jaro_winkler(&lower, &known.to_lowercase());
    let scored = known.into_iter().map(|known| (score(known), known));
    let mut scored: Vec<_> = scored.filter(|(score, _)| *score >= ALIKE).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(SUGGESTIONS).map(|(_, name)| name).collect()
}

/// Whether a pattern with `*` for any text and `?` for any character matches all of `text`.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut retry = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => (p, t) = (p + 1, t + 1),
            _ => {
                // The last `*` takes one character more.
                let Some((star, taken)) = retry else { return false };
                retry = Some((star, taken + 1));
                (p, t) = (star + 1, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}
