//! Layers that a function lists twice, which Lambda rejects.

use std::collections::BTreeMap;

use cfn_ast::layer::{Layer, LayerReference};

use super::edits::SiteOutcome;
use super::layer_sites::{Content, FunctionLayers, Presence};
use super::problem::{Problem, ProblemKind};

/// Returns a problem for each layer that a function certainly lists again.
///
/// Lambda rejects "two different versions of the same layer" in a function, and one version twice with the same message.
pub(super) fn problems(functions: &[FunctionLayers], outcomes: &[SiteOutcome<'_, '_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for FunctionLayers { inherited, own } in functions {
        let mut first = BTreeMap::new();
        for index in inherited.clone().chain(own.clone()) {
            for (layer, path) in layers(&outcomes[index]) {
                let Some(other) = first.get(&layer).cloned() else {
                    first.insert(layer, path);
                    continue;
                };
                // The duplicates in `Globals` are reported there.
                if own.contains(&index) {
                    let kind = ProblemKind::Duplicate { other };
                    problems.push(Problem { path, written: outcomes[index].site.written(), kind });
                }
            }
        }
    }
    problems
}

/// The layers that the function certainly has at a site, as ARNs without a version, with their paths.
fn layers(SiteOutcome { site, layers, .. }: &SiteOutcome<'_, '_>) -> Vec<(String, String)> {
    if site.is_optional || site.presence == Presence::Never {
        return Vec::new();
    }
    let is_list = matches!(site.content, Content::ComputedList(_));
    let mut named = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        if let Ok(LayerReference::Layer { layer: Layer::Arn(arn), .. }) = LayerReference::parse(layer) {
            let path = if is_list { format!("{}[{index}]", site.path) } else { site.path.clone() };
            named.push((arn.to_string(), path));
        }
    }
    named
}
