//! Fingerprints, which identify a finding in another version of its file.

use std::collections::BTreeMap;
use std::fmt;

use cfn_ast::{Node, Source, Tree};
use sha2::{Digest as _, Sha256};

use crate::finding::Finding;

/// The length of a fingerprint in bytes of its hash: enough for the findings of one file, and short enough to read.
const HASH_BYTES: usize = 8;

/// The identity of a finding, which does not change when the finding moves within its file.
///
/// It is a hash of the rule, the enclosing declaration (`Resources/Bucket`) and the text in the finding's range with
/// whitespace normalized. Findings that are equal in these are numbered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Fingerprint {
    /// Returns the fingerprint of a sequence of strings.
    pub fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            // Without the lengths, ("ab", "c") and ("a", "bc") would have one fingerprint.
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

/// Returns the fingerprints of all findings in one tree, in their order.
pub fn fingerprints(tree: &Tree, findings: &[Finding]) -> Vec<Fingerprint> {
    Declarations::of(tree).fingerprints(tree.source(), findings)
}

/// The sections of a tree and the declarations in them, in the order of the source: byte offset of the start, and path
/// such as `Resources/Bucket`.
///
/// This is all that fingerprints need of a tree.
#[derive(Debug, Default)]
pub(crate) struct Declarations(Vec<(u32, String)>);

impl Declarations {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut declarations = Vec::new();
        for section in tree.root().into_iter().flat_map(Node::entries) {
            let name = section.key.text().unwrap_or_default();
            declarations.push((section.range().start(), format!("{name}/")));
            for entry in section.value.entries() {
                let path = format!("{name}/{}", entry.key.text().unwrap_or_default());
                declarations.push((entry.range().start(), path));
            }
        }
        Self(declarations)
    }

    /// Returns the fingerprints of all findings in the text of the tree, in their order.
    pub(crate) fn fingerprints(&self, source: &Source, findings: &[Finding]) -> Vec<Fingerprint> {
        let mut seen: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        let mut fingerprints = Vec::with_capacity(findings.len());
        for finding in findings {
            let declaration = self.at(finding.range.start());
            // Reindenting or wrapping a value must not make its findings new.
            let text = source.slice(finding.range).split_whitespace().collect::<Vec<_>>().join(" ");
            let kind = Fingerprint::of(&[finding.rule.name, declaration, &text]);
            let number = seen.entry(kind.clone()).or_default();
            // The first of several equal findings keeps its fingerprint when another one is added after it.
            fingerprints.push(if *number == 0 {
                kind
            } else {
                Fingerprint::of(&[&kind.0, &number.to_string()])
            });
            *number += 1;
        }
        fingerprints
    }

    /// Returns the path of the declaration that contains a byte.
    fn at(&self, offset: u32) -> &str {
        let after = self.0.partition_point(|(start, _)| *start <= offset);
        // There is none before the first section, such as in a comment at the top of the file.
        after.checked_sub(1).map_or("", |index| self.0[index].1.as_str())
    }
}
