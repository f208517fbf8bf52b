//! How many letters two names have in common.

/// The least share of the letters of the longer of two names that stay the same, for its letters to be considered.
const ALIKE_IN_LETTERS: f64 = 0.74;

/// Returns the number of letters by which two strings differ; two swapped neighbours are one.
pub(super) fn distance(a: &str, b: &str) -> usize {
    // Names of one template often begin alike, and the time grows with the product of what is compared.
    let head: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[head..], &b[head..]);
    let pairs = a.chars().rev().zip(b.chars().rev());
    let tail: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    strsim::osa_distance(&a[..a.len() - tail], &b[..b.len() - tail])
}

/// A string with what bounds its similarity to others, at a fraction of the cost of computing it.
pub(super) struct Letters {
    pub(super) text: String,
    /// The number of characters.
    count: usize,
    /// A set of 64 classes of characters.
    classes: u64,
}

impl Letters {
    pub(super) fn of(text: String) -> Self {
        let (mut count, mut classes) = (0, 0);
        for character in text.chars() {
            count += 1;
            classes |= 1 << (u32::from(character) % 64);
        }
        Self { text, count, classes }
    }

    /// Returns a lower bound of the number of letters by which another string differs: one edit changes the length by at
    /// most one, and at most two classes.
    pub(super) fn least_distance(&self, other: &Self) -> usize {
        let changed = (self.classes ^ other.classes).count_ones() as usize;
        self.count.abs_diff(other.count).max(changed.div_ceil(2))
    }

    /// Returns the share of the letters of the longer string that stay the same, from 0 to 1; 0 if these are too few.
    #[allow(clippy::cast_precision_loss, reason = "names have few characters")]
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let longest = self.count.max(other.count) as f64;
        let share = |distance: usize| 1.0 - distance as f64 / longest;
        if share(self.least_distance(other)) < ALIKE_IN_LETTERS {
            return 0.0;
        }
        let share = share(distance(&self.text, &other.text));
        if share < ALIKE_IN_LETTERS { 0.0 } else { share }
    }
}
