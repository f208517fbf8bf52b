//! The restrictions of the template and of the deployed macro, for one layer.

use cfn_ast::layer::{Layer, LayerReference, LayerVersion, Numbers};

use super::{Plan, PlannedReference};
use crate::catalog::eligibility::{Criteria, Soak};
use crate::expand::layer_sites::LayerSite;
use crate::expand::request::{Floor, LayerKey, LayerRequest};
use crate::expand::restrictions::LayerName;
use crate::expand::{KeptReason, Request};

impl Plan<'_, '_> {
    /// What a version of a layer must satisfy to replace a reference.
    pub(super) fn criteria(
        &self,
        site: &LayerSite<'_>,
        text: &str,
        layer: LayerKey<'_>,
        floor: Floor,
    ) -> Criteria {
        let (options, Request { restrictions, now, .. }) = (self.options(site), self.request);
        let arn = layer.arn(&self.request.stack.home);
        let name = LayerName::of(text, &arn);
        let mut criteria = restrictions.criteria(name, *now);
        criteria.floor = floor.number();
        criteria.requirements = self.requirements(site);
        if let Some(minimum_age) = options.minimum_age.of(name) {
            criteria.soak = Some(Soak { minimum_age, now: *now });
        }
        criteria.behind = options.behind.of(name).unwrap_or(criteria.behind);
        criteria.blocked.extend(options.blocked.iter().filter_map(|blocked| name.blocked_by(blocked)));
        criteria
    }

    /// The versions of a layer that are never used.
    fn blocked(&self, site: &LayerSite<'_>, name: LayerName<'_>) -> Vec<Numbers> {
        let blocked = self.options(site).blocked.iter().chain(&self.request.restrictions.blocked);
        blocked.filter_map(|blocked| name.blocked_by(blocked)).collect()
    }

    /// The number in a reference to a single version, if that version is blocked.
    pub(super) fn blocked_number(
        &self,
        site: &LayerSite<'_>,
        reference: &PlannedReference<'_>,
    ) -> Option<u64> {
        let is_single = matches!(
            reference.request,
            Ok(LayerRequest::Exact { .. } | LayerRequest::Keep(KeptReason::Pinned))
        );
        let LayerReference::Layer { layer, version: LayerVersion::Exact(number) } =
            LayerReference::parse(reference.text).ok().filter(|_| is_single)?
        else {
            return None;
        };
        let arn = match layer {
            Layer::Arn(arn) => arn.to_string(),
            layer @ Layer::Name(_) => LayerKey::Own(layer.name()).arn(&self.request.stack.home),
        };
        let blocked = self.blocked(site, LayerName::of(reference.text, &arn));
        blocked.iter().any(|numbers| numbers.contain(number)).then_some(number)
    }
}
