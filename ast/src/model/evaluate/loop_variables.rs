//! The values of loop variables in one round.

use std::borrow::Cow;

/// The values that the variables of nested loops have in one round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoopVariables(Vec<(String, String)>);

impl LoopVariables {
    /// Returns these variables and that of an inner loop.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut all = self.0.clone();
        all.push((name.to_owned(), value.to_owned()));
        Self(all)
    }

    /// Whether there are no variables: the round is outside of loops.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a variable; if nested loops use the same name, that of the innermost.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Replaces each `${Name}` in a text with the value of that variable, and each `&{Name}` with the letters and
    /// digits of the value (AWS CloudFormation Template Reference, "`Fn::ForEach`"). Borrows if nothing was replaced.
    pub fn substitute<'s>(&self, text: &'s str) -> Cow<'s, str> {
        if self.is_empty() || !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let mut replaced = String::new();
        let mut rest = text;
        while let Some(variable) = self.next_variable(rest) {
            replaced += &rest[..variable.start];
            replaced += &variable.value;
            rest = &rest[variable.end..];
        }
        if rest.len() == text.len() {
            return Cow::Borrowed(text);
        }
        replaced += rest;
        Cow::Owned(replaced)
    }

    fn next_variable(&self, text: &str) -> Option<Found<'_>> {
        text.match_indices(['$', '&']).find_map(|(start, sign)| {
            let name = text[start + 1..].strip_prefix('{')?.split(['{', '}']).next()?;
            let close = start + 2 + name.len();
            let value = self.get(name).filter(|_| text.as_bytes().get(close) == Some(&b'}'))?;
            let value = if sign == "$" { Cow::Borrowed(value) } else { letters_and_digits(value) };
            Some(Found { start, end: close + 1, value })
        })
    }
}

/// A variable in a text, from the byte `start` to the byte `end`.
struct Found<'v> {
    start: usize,
    end: usize,
    value: Cow<'v, str>,
}

fn letters_and_digits(value: &str) -> Cow<'_, str> {
    Cow::Owned(value.chars().filter(char::is_ascii_alphanumeric).collect())
}
