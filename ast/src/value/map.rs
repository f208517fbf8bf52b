//! A map as a sorted list of keys and values.

use std::borrow::Cow;

/// A map from strings to values, ordered by key.
///
/// It is a list, because most mappings of a template have few keys: a tree would need many times the memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<'t, V> {
    entries: Vec<(Cow<'t, str>, V)>,
}

impl<'t, V> Map<'t, V> {
    /// Creates a map with one key.
    pub(crate) fn of_one(key: impl Into<Cow<'t, str>>, value: V) -> Self {
        Self { entries: vec![(key.into(), value)] }
    }

    /// The index of a key, or the index at which to insert it.
    fn search(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(own, _)| (**own).cmp(key))
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.search(key).ok().map(|index| &self.entries[index].1)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.search(key).ok().map(|index| &mut self.entries[index].1)
    }

    /// Whether the map contains this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.search(key).is_ok()
    }

    pub(crate) fn insert(&mut self, key: impl Into<Cow<'t, str>>, value: V) {
        let key = key.into();
        match self.search(&key) {
            Ok(index) => self.entries[index].1 = value,
            Err(index) => self.entries.insert(index, (key, value)),
        }
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        self.search(key).ok().map(|index| self.entries.remove(index).1)
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str, &V) -> bool) {
        self.entries.retain(|(key, value)| keep(key, value));
    }

    /// Returns the keys and values, ordered by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// Returns the keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// Returns the values, ordered by key.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the map is empty.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Of equal keys, the last one is used.
impl<'t, V> From<Vec<(Cow<'t, str>, V)>> for Map<'t, V> {
    fn from(mut entries: Vec<(Cow<'t, str>, V)>) -> Self {
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries.dedup_by(|later, earlier| {
            let is_same = later.0 == earlier.0;
            if is_same {
                std::mem::swap(later, earlier);
            }
            is_same
        });
        Self { entries }
    }
}

impl<'t, V> IntoIterator for Map<'t, V> {
    type Item = (Cow<'t, str>, V);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}
