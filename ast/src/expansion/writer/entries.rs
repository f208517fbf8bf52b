//! The entries of mappings: loops and snippets replace one entry with several.

use rustc_hash::FxHashMap;

use super::{At, Writer};
use crate::expansion::origin::{Origin, Round};
use crate::expansion::{Clash, POLICIES, TooLarge};
use crate::model::{ForEach, Transform};
use crate::syntax::{Entry, Node};

/// The keys of a mapping that is being written.
struct Keys {
    /// Each key with its origin; `None` until a loop or snippet can generate a key again.
    known: Option<FxHashMap<String, Origin>>,
    is_first: bool,
}

impl<'t> Writer<'_, 't> {
    pub(super) fn mapping(&mut self, node: Node<'t>, written: Node<'t>, at: At<'_>) -> Result<(), TooLarge> {
        self.written.origins.push(at.origin(written, false));
        self.written.text += "{";
        let several = |entry: Entry<'t>| entry.name().is_some_and(expands_to_several);
        let known = node.entries().any(several).then(|| own_keys(node, at));
        let mut keys = Keys { known, is_first: true };
        for entry in node.entries() {
            self.entry(&entry, at, &mut keys)?;
        }
        self.written.text += "}";
        Ok(())
    }

    fn entry(&mut self, entry: &Entry<'t>, at: At<'_>, keys: &mut Keys) -> Result<(), TooLarge> {
        self.check_size()?;
        if let Some(loop_) = ForEach::from_entry(*entry).filter(|_| self.expand.loops) {
            return self.repeated(entry, &loop_, at, keys);
        }
        if let Some((root, at)) = self.included_beside(entry, at) {
            return self.entries_of(root, at, keys);
        }
        if self.is_transform_section(entry) {
            return self.transform_section(entry, at, keys);
        }
        self.written_entry(entry, at, keys)
    }

    /// Writes the entries of a snippet or of a loop's body; a key that exists already is recorded as a clash.
    fn entries_of(&mut self, mapping: Node<'t>, at: At<'_>, keys: &mut Keys) -> Result<(), TooLarge> {
        for entry in mapping.entries() {
            if entry.name().is_some_and(expands_to_several) {
                self.entry(&entry, at, keys)?;
                continue;
            }
            let name = at.variables.substitute(entry.name().unwrap_or_default()).into_owned();
            let origin = at.origin(entry.key, false);
            let known = keys.known.get_or_insert_default();
            if let Some(&other) = known.get(&name) {
                self.written.clashes.push(Clash { key: origin, name, other });
                continue;
            }
            known.insert(name, origin);
            self.written_entry(&entry, at, keys)?;
        }
        Ok(())
    }

    fn written_entry(&mut self, entry: &Entry<'t>, at: At<'_>, keys: &mut Keys) -> Result<(), TooLarge> {
        self.separate(keys);
        if entry.is_merge() {
            self.scalar("<<", at.origin(entry.key, true));
        } else {
            self.node(entry.key, at)?;
        }
        self.written.text += ": ";
        match self.policy(entry, at) {
            Some(policy) => {
                self.text(&policy, at.origin(entry.value, false));
                Ok(())
            }
            None => self.node(entry.value, at),
        }
    }

    fn separate(&mut self, keys: &mut Keys) {
        self.written.text += if keys.is_first { "" } else { ", " };
        keys.is_first = false;
    }

    /// Writes the entries of a loop's body, once for each value.
    fn repeated(
        &mut self,
        entry: &Entry<'t>,
        loop_: &ForEach<'t>,
        at: At<'_>,
        keys: &mut Keys,
    ) -> Result<(), TooLarge> {
        // In a loop with the variable of a loop around it, the variable would be ambiguous: the loop stays as it is.
        let is_new = loop_.variable().is_some_and(|variable| at.variables.get(variable).is_none());
        let collection = self.known.collection(loop_, at.variables).filter(|_| is_new);
        let (Some(variable), Some(collection), true) =
            (loop_.variable(), collection, loop_.body.is_mapping())
        else {
            self.written.is_certain = false;
            return self.written_entry(entry, at, keys);
        };
        self.written.is_certain &= collection.is_certain;
        for (value, item) in collection.values {
            self.check_size()?;
            let rounds = &mut self.written.origins.rounds;
            let round = Some(rounds.len() as u32);
            let (variables, item) = (at.variables.with(variable, &value), at.origin(item, false));
            let variable = variable.to_owned();
            rounds.push(Round { variable, value, item, is_certain: collection.is_certain });
            self.entries_of(loop_.body, At { round, variables: &variables, ..at }, keys)?;
        }
        Ok(())
    }

    /// The snippet whose entries replace the key `Fn::Transform`.
    fn included_beside<'v>(&mut self, entry: &Entry<'t>, at: At<'v>) -> Option<(Node<'t>, At<'v>)> {
        let transform =
            Transform::from_node(entry.value).filter(|_| entry.name() == Some("Fn::Transform"))?;
        let root = self.expand.snippets.of(&transform)?.root;
        root.is_mapping().then(|| self.snippet(Some(transform), at))?
    }

    /// The value that the function in a policy of a resource has in every stack.
    fn policy(&self, entry: &Entry<'t>, at: At<'_>) -> Option<String> {
        let is_policy = entry.name().is_some_and(|name| POLICIES.contains(&name));
        entry.value.function().filter(|_| is_policy && self.expand.loops)?;
        self.known.text(entry.value, at.variables)
    }

    fn is_transform_section(&self, entry: &Entry<'t>) -> bool {
        let is_section =
            entry.key.parent() == Some(self.template.root()) && entry.name() == Some("Transform");
        is_section && self.brings_sections().next().is_some()
    }

    /// The transforms under `Transform` whose snippets add only sections that the template does not have itself.
    fn brings_sections(&self) -> impl Iterator<Item = Transform<'t>> {
        let own = self.template.root();
        let is_new = move |entry: Entry<'t>| entry.name().is_some_and(|name| own.get(name).is_none());
        let snippets = self.expand.snippets;
        self.template.transforms().iter().copied().filter(move |transform| {
            let root = snippets.of(transform).map(|inclusion| inclusion.root);
            root.is_some_and(|root| root.is_mapping() && root.entries().all(is_new))
        })
    }

    /// Writes the section `Transform` without the inclusions, and then the sections that these add.
    fn transform_section(&mut self, entry: &Entry<'t>, at: At<'_>, keys: &mut Keys) -> Result<(), TooLarge> {
        let included: Vec<_> = self.brings_sections().collect();
        let is_included = |item: &Node<'t>| included.iter().any(|transform| item.contains(transform.node));
        self.separate(keys);
        self.node(entry.key, at)?;
        self.written.text += ": [";
        self.written.origins.push(at.origin(entry.value, false));
        let mut is_first = true;
        for item in entry.value.items().filter(|item| !is_included(item)) {
            self.written.text += if is_first { "" } else { ", " };
            is_first = false;
            self.node(item, at)?;
        }
        self.written.text += "]";
        for transform in included {
            if let Some((root, at)) = self.snippet(Some(transform), at) {
                self.entries_of(root, at, keys)?;
            }
        }
        Ok(())
    }
}

/// Whether loops or snippets can replace an entry with this key with several.
fn expands_to_several(key: &str) -> bool {
    ForEach::is_key(key) || key == "Fn::Transform" || key == "Transform"
}

/// The keys that a mapping has apart from its loops and snippets.
fn own_keys(node: Node<'_>, at: At<'_>) -> FxHashMap<String, Origin> {
    let own = node.entries().filter(|entry| !entry.name().is_none_or(expands_to_several));
    own.filter_map(|entry| {
        Some((at.variables.substitute(entry.name()?).into_owned(), at.origin(entry.key, false)))
    })
    .collect()
}
