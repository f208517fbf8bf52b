//! The regions in which a template is deployed.

use std::cell::OnceCell;

use cfn_ast::model::evaluate::Inputs;
use cfn_ast::model::{Conditions, Fact, Possibility, Resource};
use cfn_ast::{Node, Template};
use cfn_schema::Catalog;

/// The regions in which a template is deployed, with its conditions there.
pub(super) struct Regions<'t> {
    template: &'t Template<'t>,
    all: Vec<(&'t str, OnceCell<Conditions<'t>>)>,
}

impl<'t> Regions<'t> {
    pub(super) fn new(template: &'t Template<'t>, catalog: &'t Catalog) -> Self {
        let regions = catalog.regions().unwrap_or_default();
        Self { template, all: regions.iter().map(|region| (region.as_str(), OnceCell::new())).collect() }
    }

    /// The regions in which something is not available, and in which the resource and the facts about it are possible.
    pub(super) fn without(
        &self,
        resource: &Resource<'t>,
        facts: &[Fact<'t>],
        is_available: impl Fn(&str) -> bool,
    ) -> Vec<&'t str> {
        let condition = resource.condition().and_then(Node::text);
        let own = condition.map(|condition| Fact { condition, holds: true });
        let mut missing = Vec::new();
        for (region, conditions) in self.all.iter().filter(|(region, _)| !is_available(region)) {
            let conditions =
                conditions.get_or_init(|| Conditions::with_inputs(self.template, &Inputs::of_region(region)));
            if conditions.possibility(own.into_iter().chain(facts.iter().copied())) != Possibility::Never {
                missing.push(*region);
            }
        }
        missing
    }
}
