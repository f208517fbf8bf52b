//! The strings of a table.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use crate::layout::{BLOCK, Section};

/// Strings with their numbers. First all strings are collected; then they are numbered.
#[derive(Debug, Default)]
pub(super) struct Strings(BTreeMap<String, u32>);

impl Strings {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The number of a string; zero while strings are collected.
    pub(super) fn get(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        self.0.insert(text.to_owned(), 0);
        0
    }

    /// Numbers the strings in the order of their bytes.
    pub(super) fn number(&mut self) {
        for (number, slot) in self.0.values_mut().enumerate() {
            *slot = number as u32;
        }
    }

    /// Writes the strings, front-coded in blocks, and the offset of each block.
    pub(super) fn write(&self, sections: &mut [Bytes]) {
        let mut previous = "";
        for (number, text) in self.0.keys().enumerate() {
            if number % BLOCK == 0 {
                let offset = sections[Section::Strings as usize].len();
                sections[Section::StringIndex as usize].fixed(offset);
                previous = "";
            }
            let shared = previous.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
            let strings = &mut sections[Section::Strings as usize];
            strings.count(shared);
            strings.count(text.len() - shared);
            strings.raw(&text.as_bytes()[shared..]);
            previous = text;
        }
    }
}
