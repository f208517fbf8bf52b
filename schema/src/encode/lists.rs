//! Sorted lists of strings with values, such as the runtimes and the IAM actions.

use super::bytes::Bytes;
use crate::layout::{BLOCK, List, Section};
use crate::model::Lists;

/// Writes the offset of each list, then the lists: the number of entries, one if entries have
/// values, the offset of each block of entries from the
/// start of the list, and the entries. An entry is front-coded as the strings of the table are, and followed by its
/// values.
pub(super) fn write(lists: &Lists, sections: &mut [Bytes]) {
    let mut written = Vec::new();
    for list in List::ALL {
        let entries: Vec<(&str, &[String])> = match list {
            List::Runtimes => pairs(&lists.runtimes),
            List::Stateful => pairs(&lists.stateful),
            List::Expiring => pairs(&lists.expiring),
            List::Actions => lists.actions.iter().map(|action| (action.as_str(), [].as_slice())).collect(),
        };
        written.push(write_list(&entries));
    }
    let mut offset = 4 * written.len();
    for list in &written {
        sections[Section::Lists as usize].fixed(offset);
        offset += list.len();
    }
    for list in &written {
        sections[Section::Lists as usize].extend(list);
    }
}

fn pairs(map: &std::collections::BTreeMap<String, Vec<String>>) -> Vec<(&str, &[String])> {
    map.iter().map(|(key, values)| (key.as_str(), values.as_slice())).collect()
}

fn write_list(entries: &[(&str, &[String])]) -> Bytes {
    let (mut index, mut body) = (Bytes::default(), Bytes::default());
    let header = 8 + 4 * entries.len().div_ceil(BLOCK);
    index.fixed(entries.len());
    let has_values = entries.iter().any(|(_, values)| !values.is_empty());
    index.fixed(usize::from(has_values));
    let mut previous = "";
    for (number, (key, values)) in entries.iter().enumerate() {
        if number % BLOCK == 0 {
            index.fixed(header + body.len());
            previous = "";
        }
        let shared = previous.bytes().zip(key.bytes()).take_while(|(a, b)| a == b).count();
        body.count(shared);
        body.count(key.len() - shared);
        body.raw(&key.as_bytes()[shared..]);
        if has_values {
            body.count(values.len());
            values.iter().for_each(|value| body.text(value));
        }
        previous = key;
    }
    index.extend(&body);
    index
}
