//! Which nodes say the same, and which of them get a number.

use std::collections::HashMap;

use super::bytes::Bytes;
use super::lower::Lowered;
use crate::layout::Section;

/// Whether a schema contains itself without a property or an item in between. `first` is the number of the first node.
pub(super) fn has_cycle_in_place(nodes: &[Lowered], first: usize) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; nodes.len()];
    for start in 0..nodes.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        // The nodes of the current path, each with the number of its children that were looked at.
        let mut path = vec![(start, 0)];
        while let Some((node, looked_at)) = path.last_mut() {
            let node = *node;
            let Some(child) = nodes[node].children.get(*looked_at) else {
                states[node] = State::Done;
                path.pop();
                continue;
            };
            *looked_at += 1;
            let target = child.node - first;
            match states[target] {
                State::Open if child.in_place => return true,
                State::New if child.in_place => {
                    states[target] = State::Open;
                    path.push((target, 0));
                }
                _ => {}
            }
        }
    }
    false
}

/// The classes of equal nodes.
pub(super) struct Shared {
    /// The class of each node.
    class: Vec<u32>,
    /// A node of each class.
    representative: Vec<usize>,
    /// The number of each class that is used more than once.
    number: Vec<Option<u32>>,
    /// The classes with a number, in its order.
    numbered: Vec<u32>,
}

/// Finds equal nodes by refinement of a partition: nodes are equal unless their own bytes, or at some depth their
/// children, differ. So cycles that say the same become one.
pub(super) fn share(nodes: &[Lowered], roots: &[usize]) -> Shared {
    let mut ids = HashMap::new();
    let mut class: Vec<u32> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let places: Vec<usize> = node.children.iter().map(|child| child.before).collect();
        let next = ids.len() as u32;
        class.push(*ids.entry((node.own.as_slice(), places)).or_insert(next));
    }
    let mut count = ids.len();
    loop {
        let mut ids: HashMap<Vec<u32>, u32> = HashMap::with_capacity(count);
        let mut refined = Vec::with_capacity(nodes.len());
        for (node, own) in nodes.iter().zip(&class) {
            let mut signature = vec![*own];
            signature.extend(node.children.iter().map(|child| class[child.node]));
            let next = ids.len() as u32;
            refined.push(*ids.entry(signature).or_insert(next));
        }
        class = refined;
        if ids.len() == count {
            break;
        }
        count = ids.len();
    }
    number(nodes, roots, class, count)
}

/// Numbers the classes that are used more than once, the most used first, so that their numbers are short.
fn number(nodes: &[Lowered], roots: &[usize], class: Vec<u32>, count: usize) -> Shared {
    let mut representative = vec![usize::MAX; count];
    let mut uses = vec![0_u32; count];
    for (node, lowered) in nodes.iter().enumerate() {
        let own = class[node] as usize;
        if representative[own] == usize::MAX {
            representative[own] = node;
            for child in &lowered.children {
                uses[class[child.node] as usize] += 1;
            }
        }
    }
    for root in roots {
        uses[class[*root] as usize] += 1;
    }
    let mut numbered: Vec<u32> = (0..count as u32).filter(|class| uses[*class as usize] > 1).collect();
    numbered.sort_by_key(|class| (std::cmp::Reverse(uses[*class as usize]), *class));
    let mut number = vec![None; count];
    for (position, class) in numbered.iter().enumerate() {
        number[*class as usize] = Some(position as u32);
    }
    Shared { class, representative, number, numbered }
}

impl Shared {
    /// Writes the nodes that have a number, and their offsets.
    pub(super) fn write(&self, nodes: &[Lowered], sections: &mut [Bytes]) {
        for class in &self.numbered {
            let offset = sections[Section::Nodes as usize].len();
            sections[Section::NodeIndex as usize].fixed(offset);
            let node = self.content(nodes, *class);
            sections[Section::Nodes as usize].extend(&node);
        }
    }

    /// Writes a node where its parent refers to it: twice its number, or twice its length plus one and the node itself.
    pub(super) fn write_child(&self, nodes: &[Lowered], node: usize, out: &mut Bytes) {
        let class = self.class[node];
        if let Some(number) = self.number[class as usize] {
            return out.varint(u64::from(number) * 2);
        }
        let content = self.content(nodes, class);
        out.varint(content.len() as u64 * 2 + 1);
        out.extend(&content);
    }

    /// The bytes of a node with those of its children. Ends, because whatever is part of a cycle has a number: it is used
    /// within the cycle and from outside.
    fn content(&self, nodes: &[Lowered], class: u32) -> Bytes {
        let node = &nodes[self.representative[class as usize]];
        let mut out = Bytes::default();
        let mut from = 0;
        for child in &node.children {
            out.raw(&node.own.as_slice()[from..child.before]);
            from = child.before;
            self.write_child(nodes, child.node, &mut out);
        }
        out.raw(&node.own.as_slice()[from..]);
        out
    }
}
