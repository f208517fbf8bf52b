//! What a reference and the keywords beside it say together.

use std::collections::BTreeMap;

use super::EncodeError;
use crate::model::{Argument, Keyword, Node, TypeFacts};

/// The schema that a node stands for, if it says more than its reference: the definition with the node's keywords. Where
/// both have a keyword with different arguments, both apply.
pub(super) fn merge(facts: &TypeFacts, node: &Node) -> Result<Node, EncodeError> {
    let mut merged = Node { reference: None, keywords: node.keywords.clone() };
    let mut next = node.reference.as_ref();
    let mut steps = 0;
    while let Some(name) = next {
        let definition = definition(facts, name)?;
        add(&mut merged, &definition.keywords);
        next = definition.reference.as_ref();
        steps += 1;
        if steps > facts.definitions.len() {
            return Err(EncodeError::Cycle { resource_type: facts.name.clone() });
        }
    }
    Ok(merged)
}

/// The definition of this name.
pub(super) fn definition<'f>(facts: &'f TypeFacts, name: &str) -> Result<&'f Node, EncodeError> {
    facts.definitions.get(name).ok_or_else(|| EncodeError::UnknownDefinition {
        resource_type: facts.name.clone(),
        definition: name.to_owned(),
    })
}

fn add(merged: &mut Node, keywords: &BTreeMap<Keyword, Argument>) {
    let mut conflicts = Node::default();
    for (keyword, argument) in keywords {
        match merged.keywords.get_mut(keyword) {
            None => {
                merged.keywords.insert(*keyword, argument.clone());
            }
            Some(Argument::Nodes(all)) if *keyword == Keyword::AllOf => {
                if let Argument::Nodes(more) = argument {
                    all.extend(more.iter().cloned());
                }
            }
            Some(same) if same == argument => {}
            Some(_) => {
                conflicts.keywords.insert(*keyword, argument.clone());
            }
        }
    }
    if !conflicts.keywords.is_empty() {
        let all = merged.keywords.entry(Keyword::AllOf).or_insert(Argument::Nodes(Vec::new()));
        if let Argument::Nodes(all) = all {
            all.push(conflicts);
        }
    }
}
