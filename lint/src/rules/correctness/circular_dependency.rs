//! Resources that wait for each other.

use cfn_ast::model::{Reference, ReferenceKind, References, Resource, Target, Template};
use rustc_hash::FxHashMap;

use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// Resources that wait for each other, so that none can be made first.
    ///
    /// ## Why
    ///
    /// CloudFormation makes a resource after those that it refers to by `Ref`, `GetAtt`, `Sub` or `DependsOn`, and
    /// refuses a template in which that goes round in a circle. Mostly one of the references can go: give the name as a
    /// text, or move it into a resource of its own, as `AWS::EC2::SecurityGroupIngress` does for two security groups
    /// that let each other in.
    ///
    /// A resource that leads to a circle without being in it is no finding. Resources of SAM become several others, which
    /// may break the circle, so nothing is said of them; nor of resources in loops.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     DependsOn: Subscription
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Topic
    ///       Protocol: email
    ///       Endpoint: team@example.com
    /// ```
    "circular-dependency" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3004"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let references = cx.references();
    let graph = Graph::of(template, references);
    for circle in graph.circles() {
        for place in 0..circle.len() {
            report(&graph, &circle, place, cx);
        }
    }
}

/// Reports the resource at a place in a circle.
fn report(graph: &Graph<'_, '_>, circle: &[usize], place: usize, cx: &mut RuleContext<'_, '_>) {
    /// The steps of a circle that are shown; a longer way is not read to its end.
    const SHOWN: usize = 8;
    let step = |distance: usize| graph.resources[circle[(place + distance) % circle.len()]];
    let shown = circle.len().min(SHOWN);
    let mut way: Vec<_> = (0..=shown).map(|distance| step(distance).logical_id()).collect();
    if circle.len() > SHOWN {
        way.extend(["…", way[0]]);
    }
    let way: Vec<_> = way.iter().map(|name| format!("`{name}`")).collect();
    let mut finding = cx
        .finding(step(0).key().range(), format!("{} waits for itself: {}", way[0], way.join(" → ")))
        .with_help("take out one of the references, or move it into a resource of its own");
    for distance in 0..shown {
        let from = circle[(place + distance) % circle.len()];
        if let Some(edge) = graph.way_on[from] {
            let text = format!("{} waits for {} here", way[distance], way[distance + 1]);
            finding = finding.with_label(edge.reference.range(), text);
        }
    }
    cx.report(finding);
}

/// A reference that makes one resource wait for another.
#[derive(Clone, Copy)]
struct Edge<'c, 't> {
    to: usize,
    reference: &'c Reference<'t>,
}

/// Which resource waits for which, of the resources from which a circle can be reached.
struct Graph<'c, 't> {
    resources: Vec<&'c Resource<'t>>,
    /// For each resource the first of its references that leads to a circle.
    way_on: Vec<Option<Edge<'c, 't>>>,
}

impl<'c, 't> Graph<'c, 't> {
    fn of(template: &'c Template<'t>, references: &'c References<'t>) -> Self {
        let resources: Vec<_> = template.resources().iter().filter(|resource| !is_of_sam(resource)).collect();
        let place_of: FxHashMap<_, _> =
            resources.iter().enumerate().map(|(place, resource)| (resource.logical_id(), place)).collect();
        let edges: Vec<_> = resources.iter().map(|resource| edges(resource, &place_of, references)).collect();
        let leads_to_circle = leads_to_circle(&edges);
        let way_on = |edges: &Vec<Edge<'c, 't>>| edges.iter().copied().find(|edge| leads_to_circle[edge.to]);
        Self { way_on: edges.iter().map(way_on).collect(), resources }
    }

    /// The circles that one comes to by following the first way from each resource.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut circles = Vec::new();
        let mut seen_from: Vec<Option<usize>> = vec![None; self.resources.len()];
        for start in 0..self.resources.len() {
            let mut way = Vec::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|&at| seen_from[at].is_none()) {
                seen_from[at] = Some(start);
                way.push(at);
                next = self.way_on[at].map(|edge| edge.to);
            }
            let closed = next.filter(|&at| seen_from[at] == Some(start));
            let begin = closed.and_then(|closed| way.iter().position(|&at| at == closed));
            circles.extend(begin.map(|begin| way.split_off(begin)));
        }
        circles
    }
}

fn is_of_sam(resource: &Resource<'_>) -> bool {
    resource.type_name().is_some_and(|name| name.starts_with("AWS::Serverless::"))
}

/// The resources that one waits for, what it says outright first.
fn edges<'c, 't>(
    resource: &Resource<'t>,
    place_of: &FxHashMap<&'t str, usize>,
    references: &'c References<'t>,
) -> Vec<Edge<'c, 't>> {
    let target = |reference: &'c Reference<'t>| {
        let Target::Resource(name) = reference.target else { return None };
        Some(Edge { to: *place_of.get(name)?, reference })
    };
    let mut edges: Vec<_> = references.within(resource.value()).iter().filter_map(target).collect();
    edges.sort_by_key(|edge| match edge.reference.kind {
        ReferenceKind::DependsOn => 0,
        ReferenceKind::Ref => 1,
        ReferenceKind::GetAtt => 2,
        _ => 3,
    });
    edges
}

/// Which resources a circle can be reached from: those that remain when, again and again, the ones that wait for nothing
/// are taken away.
fn leads_to_circle(edges: &[Vec<Edge<'_, '_>>]) -> Vec<bool> {
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, edges) in edges.iter().enumerate() {
        for edge in edges {
            waiting[edge.to].push(from);
        }
    }
    let mut open: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut free: Vec<usize> = (0..edges.len()).filter(|&place| open[place] == 0).collect();
    while let Some(place) = free.pop() {
        for &from in &waiting[place] {
            open[from] -= 1;
            if open[from] == 0 {
                free.push(from);
            }
        }
    }
    open.iter().map(|&open| open > 0).collect()
}
