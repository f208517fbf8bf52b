//! Recognising a finding in another version of its file.

use std::collections::BTreeMap;
use std::fmt;

use cfn_ast::{Node, TextRange, Tree};
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Diagnostic;

/// So many bytes of the hash are kept: enough for a file, short enough to read.
const HASH_BYTES: usize = 8;

/// A mark that stays the same while a finding moves up and down in its file.
///
/// It is made of the rule, the declaration that holds the finding (`Resources/Bucket`) and the text of the finding with
/// its blanks evened out; of equal findings each has its own number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Fingerprint {
    /// The mark of several parts.
    pub fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let hash = hash.finalize();
        Self(hash.iter().take(HASH_BYTES).flat_map(|byte| hex(*byte)).collect())
    }
}

fn hex(byte: u8) -> [char; 2] {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    [digit(byte >> 4), digit(byte & 0xf)]
}

/// The marks of the findings of one tree, in their order.
pub fn fingerprints(tree: &Tree, diagnostics: &[Diagnostic]) -> Vec<Fingerprint> {
    let declarations = Declarations::of(tree);
    let mut seen: BTreeMap<Fingerprint, usize> = BTreeMap::new();
    let mut marks = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let place = declarations.at(diagnostic.range.start());
        let text = tree.source().slice(diagnostic.range).split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = Fingerprint::of(&[diagnostic.rule, &place, &text]);
        let number = seen.entry(kind.clone()).or_default();
        marks.push(if *number == 0 { kind } else { Fingerprint::of(&[&kind.0, &number.to_string()]) });
        *number += 1;
    }
    marks
}

/// The declarations of a tree in the order of the source.
struct Declarations<'t>(Vec<(TextRange, &'t str, &'t str)>);

impl<'t> Declarations<'t> {
    fn of(tree: &'t Tree) -> Self {
        let sections = tree.root().into_iter().flat_map(Node::entries);
        let declarations = sections.flat_map(|section| {
            let name = section.key.text().unwrap_or_default();
            let own = (section.range(), name, "");
            let entries = section.value.entries();
            let entries =
                entries.map(move |entry| (entry.range(), name, entry.key.text().unwrap_or_default()));
            std::iter::once(own).chain(entries)
        });
        Self(declarations.collect())
    }

    /// The path of the declaration that holds a byte, `Resources/Bucket`.
    fn at(&self, offset: u32) -> String {
        let after = self.0.partition_point(|(range, ..)| range.start() <= offset);
        match after.checked_sub(1).map(|index| self.0[index]) {
            Some((_, section, name)) => format!("{section}/{name}"),
            None => String::new(),
        }
    }
}
