//! Keys and values in one sorted list.

use std::borrow::Cow;

/// Keys and their values, ordered by key.
///
/// A list, because most mappings of a template have a few keys: a tree would take many times the memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<'t, V> {
    entries: Vec<(Cow<'t, str>, V)>,
}

impl<'t, V> Map<'t, V> {
    /// A map of one key.
    pub(crate) fn of_one(key: impl Into<Cow<'t, str>>, value: V) -> Self {
        Self { entries: vec![(key.into(), value)] }
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(own, _)| (**own).cmp(key))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.place(key).ok().map(|place| &self.entries[place].1)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.place(key).ok().map(|place| &mut self.entries[place].1)
    }

    /// Whether there is a value of this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    pub(crate) fn insert(&mut self, key: impl Into<Cow<'t, str>>, value: V) {
        let key = key.into();
        match self.place(&key) {
            Ok(place) => self.entries[place].1 = value,
            Err(place) => self.entries.insert(place, (key, value)),
        }
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        self.place(key).ok().map(|place| self.entries.remove(place).1)
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str, &V) -> bool) {
        self.entries.retain(|(key, value)| keep(key, value));
    }

    /// The keys and values, ordered by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, ordered by key.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Of equal keys the last one counts.
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
