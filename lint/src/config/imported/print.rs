//! Writing the keys of `cfn-tidy.toml`.

use std::fmt::Write as _;

use toml::Value;

use super::values::Word;

/// The columns of a list that is written on one line.
const COLUMNS: usize = 100;

/// The keys that were translated, in the order in which they are printed.
#[derive(Debug, Default)]
pub(super) struct Toml {
    keys: Vec<String>,
}

impl Toml {
    /// Adds a list, unless it is empty.
    pub(super) fn list(&mut self, key: &str, words: &[Word]) {
        if words.is_empty() {
            return;
        }
        let items: Vec<String> =
            words.iter().map(|word| Value::from(word.text.as_str()).to_string()).collect();
        let line = format!("{key} = [{}]", items.join(", "));
        if line.len() <= COLUMNS && words.iter().all(|word| word.comment.is_none()) {
            self.keys.push(line);
            return;
        }
        let mut text = format!("{key} = [\n");
        for (word, item) in words.iter().zip(items) {
            match &word.comment {
                Some(comment) => writeln!(text, "  {item}, # {comment}"),
                None => writeln!(text, "  {item},"),
            }
            .expect("a string can be written to");
        }
        self.keys.push(text + "]");
    }

    /// Adds a string.
    pub(super) fn string(&mut self, key: &str, value: &str) {
        self.keys.push(format!("{key} = {}", Value::from(value)));
    }

    /// Returns the text of the file; `name` is that of the configuration that it is translated from.
    pub(super) fn print(mut self, name: &str) -> String {
        self.keys.sort_by_key(|key| position(key));
        let mut text =
            format!("# Translated from {} by `cfn-tidy config import`.\n", name.replace('\n', " "));
        for key in self.keys {
            writeln!(text, "\n{key}").expect("a string can be written to");
        }
        text
    }
}

/// The order of the keys in the documentation.
fn position(key: &str) -> usize {
    const ORDER: [&str; 7] =
        ["extend-select", "ignore", "extend-exclude", "fail-level", "output-format", "schemas", "regions"];
    ORDER.iter().position(|known| key.starts_with(&format!("{known} "))).unwrap_or(ORDER.len())
}
