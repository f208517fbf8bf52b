//! Cycles among declarations that depend on each other.

use cfn_ast::Node;
use cfn_ast::model::{Reference, References};
use rustc_hash::FxHashMap;

use crate::rule::RuleContext;

/// A named declaration of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared<'t> {
    pub(crate) name: &'t str,
    pub(crate) key: Node<'t>,
    pub(crate) value: Node<'t>,
}

/// The words of the message about a cycle.
pub(crate) struct CycleWording {
    /// What a cycle is called, as in "circular dependency".
    pub(crate) cycle: &'static str,
    /// What each declaration does to the next, as in "`A` depends on `B`".
    pub(crate) depends_on: &'static str,
    pub(crate) help: &'static str,
}

/// A reference that makes one declaration depend on another.
#[derive(Clone, Copy)]
struct Edge<'c, 't> {
    to: usize,
    reference: &'c Reference<'t>,
}

/// The dependencies between declarations that lead to a cycle.
pub(crate) struct Graph<'c, 't> {
    declared: Vec<Declared<'t>>,
    /// For each declaration, the first of its references that leads to a cycle.
    next: Vec<Option<Edge<'c, 't>>>,
}

impl<'c, 't> Graph<'c, 't> {
    /// Builds the graph. For each reference, `needs` returns the name of the declaration that it depends on, and a
    /// number that determines the order in which the references of one declaration are followed.
    pub(crate) fn of(
        declared: Vec<Declared<'t>>,
        references: &'c References<'t>,
        needs: impl Fn(&Reference<'t>) -> Option<(&'t str, u8)>,
    ) -> Self {
        let index_of: FxHashMap<_, _> =
            declared.iter().enumerate().map(|(index, declared)| (declared.name, index)).collect();
        let edges_of = |from: &Declared<'t>| {
            let edge = |reference: &'c Reference<'t>| {
                let (name, order) = needs(reference)?;
                Some((order, Edge { to: *index_of.get(name)?, reference }))
            };
            let mut edges: Vec<_> = references.within(from.value).iter().filter_map(edge).collect();
            edges.sort_by_key(|(order, _)| *order);
            edges.into_iter().map(|(_, edge)| edge).collect()
        };
        let edges: Vec<Vec<Edge<'c, 't>>> = declared.iter().map(edges_of).collect();
        let leads_to_cycle = leads_to_cycle(&edges);
        let next = |edges: &Vec<Edge<'c, 't>>| edges.iter().copied().find(|edge| leads_to_cycle[edge.to]);
        Self { next: edges.iter().map(next).collect(), declared }
    }

    /// Reports each cycle once, at its first declaration in the source.
    pub(crate) fn report(&self, words: &CycleWording, cx: &mut RuleContext<'_, 't>) {
        for mut cycle in self.cycles() {
            let first = (0..cycle.len()).min_by_key(|&index| self.declared[cycle[index]].key.id());
            cycle.rotate_left(first.unwrap_or_default());
            self.report_cycle(&cycle, words, cx);
        }
    }

    fn report_cycle(&self, cycle: &[usize], words: &CycleWording, cx: &mut RuleContext<'_, 't>) {
        /// The maximum number of steps that the message shows.
        const SHOWN: usize = 8;
        let name = |step: usize| self.declared[cycle[step % cycle.len()]].name;
        let shown = cycle.len().min(SHOWN);
        let mut path: Vec<String> = (0..shown).map(|step| format!("`{}`", name(step))).collect();
        if cycle.len() > SHOWN {
            path.push("…".to_owned());
        }
        path.push(format!("`{}`", name(0)));
        let message = match cycle {
            [only] => format!("`{}` {} itself", self.declared[*only].name, words.depends_on),
            _ => format!("{}: {}", words.cycle, path.join(" → ")),
        };
        let start = self.declared[cycle[0]].key.range();
        let mut finding = cx.finding(start, message).with_help(words.help);
        for (step, &declaration) in cycle.iter().take(shown).enumerate() {
            if let Some(edge) = self.next[declaration] {
                let text = format!("`{}` {} `{}` here", name(step), words.depends_on, name(step + 1));
                finding = finding.with_label(edge.reference.range(), text);
            }
        }
        cx.report(finding);
    }

    /// Follows the first reference that leads to a cycle from each declaration, and returns the cycles that are
    /// reached.
    fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles = Vec::new();
        let mut seen_from: Vec<Option<usize>> = vec![None; self.declared.len()];
        for start in 0..self.declared.len() {
            let mut path = Vec::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|&at| seen_from[at].is_none()) {
                seen_from[at] = Some(start);
                path.push(at);
                next = self.next[at].map(|edge| edge.to);
            }
            let closed = next.filter(|&at| seen_from[at] == Some(start));
            let begin = closed.and_then(|closed| path.iter().position(|&at| at == closed));
            cycles.extend(begin.map(|begin| path.split_off(begin)));
        }
        cycles
    }
}

/// For each declaration, whether a cycle can be reached from it.
///
/// Repeatedly removes declarations without dependencies; those that remain lead to a cycle.
fn leads_to_cycle(edges: &[Vec<Edge<'_, '_>>]) -> Vec<bool> {
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, edges) in edges.iter().enumerate() {
        for edge in edges {
            waiting[edge.to].push(from);
        }
    }
    let mut open: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut free: Vec<usize> = (0..edges.len()).filter(|&index| open[index] == 0).collect();
    while let Some(index) = free.pop() {
        for &from in &waiting[index] {
            open[from] -= 1;
            if open[from] == 0 {
                free.push(from);
            }
        }
    }
    open.iter().map(|&open| open > 0).collect()
}
