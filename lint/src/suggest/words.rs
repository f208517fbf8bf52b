//! How many words two names have in common.

use super::MIN_CERTAIN;

/// Returns the share of the words of two names that they have in common, from 0 to 1; 0 if all that they share is one of
/// several words: `Default` may mean `DefaultValue`, but `ScheduleRole` does not mean `Schedule`.
#[allow(clippy::cast_precision_loss, reason = "names have few words")]
pub(super) fn likeness_of_words(name: &str, candidate: &str) -> f64 {
    // Types of one service share their first words, which says nothing of the last one.
    let shared = name.rfind("::").filter(|&end| candidate.get(..end + 2) == Some(&name[..end + 2]));
    let start = shared.map_or(0, |end| end + 2);
    let (own, mut others) = (words(&name[start..]), words(&candidate[start..]));
    let count = own.len() + others.len();
    let mut common = 0;
    for word in &own {
        if let Some(at) = others.iter().position(|other| is_same_word(word, other)) {
            others.swap_remove(at);
            common += 1;
        }
    }
    if common < own.len().min(2) { 0.0 } else { 2.0 * common as f64 / count as f64 }
}

/// Whether two words are the same but for their case and one letter of a longer word.
fn is_same_word(word: &str, other: &str) -> bool {
    word.eq_ignore_ascii_case(other)
        || (word.len() >= MIN_CERTAIN
            && word.len().abs_diff(other.len()) <= 1
            && strsim::osa_distance(&word.to_ascii_lowercase(), &other.to_ascii_lowercase()) <= 1)
}

/// Returns the words of a name: `ACMCertificateArn` is `ACM`, `Certificate` and `Arn`.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut before) = (0, None);
    let mut rest = name.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let is_followed_by_small = rest.peek().is_some_and(|(_, next)| next.is_lowercase());
        let begins_word = |before: char| !before.is_uppercase() || is_followed_by_small;
        if !character.is_alphanumeric() || (character.is_uppercase() && before.is_some_and(begins_word)) {
            words.push(&name[start..at]);
            start = if character.is_alphanumeric() { at } else { at + character.len_utf8() };
        }
        before = Some(character);
    }
    words.push(&name[start..]);
    words.retain(|word| !word.is_empty());
    words
}
