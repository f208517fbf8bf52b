//! The plan of an expansion: from layer sites to catalog queries, and from the answers to edits.

mod restricted;

use cfn_ast::layer::{Layer, LayerReference};
use cfn_ast::model::evaluate::{Evaluation, Unknown, Value};

use super::duplicates;
use super::edits::{self, SiteOutcome};
use super::layer_sites::{Content, FunctionLayers, LayerSite, LayerSites, PerRound, Presence};
use super::options::{Options, Parameters};
use super::problem::{Problem, ProblemKind};
use super::published::Published;
use super::request::{Floor, LayerKey, LayerRequest, Reference};
use super::{Choice, Expansion, Kept, KeptReason, PassedOver, Request, Resolution, held_back};
use crate::catalog::compatibility::Requirements;
use crate::catalog::eligibility::Criteria;
use crate::catalog::lookup::{Answers, History, Queries};
use crate::catalog::{CatalogError, Home, LayerCatalog, PublishedVersion};
use crate::names::matches;

/// The layer sites of a fragment, each with the requests of its references.
pub(super) struct Plan<'p, 't> {
    request: &'p Request<'p>,
    options: &'p Options,
    published: &'p Published,
    functions: &'p [FunctionLayers],
    sites: Vec<PlannedSite<'p, 't>>,
    problems: Vec<Problem>,
}

/// A layer site and its references; none if the site needs no lookup.
struct PlannedSite<'p, 't> {
    site: &'p LayerSite<'t>,
    references: Vec<PlannedReference<'p>>,
}

struct PlannedReference<'p> {
    text: &'p str,
    request: Result<LayerRequest<'p>, ProblemKind>,
}

/// The decision about one reference.
pub(super) enum Decision {
    Keep(KeptReason),
    Resolve { arn: String, choice: Choice, passed_over: Option<PassedOver> },
}

type Decided = Result<Decision, ProblemKind>;

impl<'p, 't> Plan<'p, 't> {
    pub(super) fn new(
        request: &'p Request<'p>,
        parameters: &'p Parameters<'t>,
        layer_sites: &'p LayerSites<'t>,
        published: &'p Published,
    ) -> Self {
        let problems = [parameters.problems.as_slice(), &layer_sites.problems].concat();
        let (options, functions) = (&parameters.options, layer_sites.functions.as_slice());
        let mut plan = Self { request, options, published, functions, sites: Vec::new(), problems };
        for site in &layer_sites.sites {
            let references = plan.references(site);
            plan.sites.push(PlannedSite { site, references });
        }
        plan
    }

    pub(super) async fn carry_out(self, catalog: &impl LayerCatalog) -> Expansion {
        let answers = Answers::of(catalog, self.queries()).await;
        let decide = |planned| outcome(planned, self.decide(planned, &answers));
        let outcomes: Vec<_> = self.sites.iter().map(decide).collect();
        let duplicates = duplicates::problems(self.functions, &outcomes);
        let problems = [self.problems, duplicates].concat();
        let mut expansion = Expansion { problems, ..Expansion::default() };
        edits::add(&mut expansion, outcomes);
        expansion
    }

    /// The references of a site, literal or computed, each with its request.
    fn references(&self, site: &'p LayerSite<'t>) -> Vec<PlannedReference<'p>> {
        // A layer that a false condition removes must not fail the deployment, so it is not looked up.
        if site.presence == Presence::Never {
            return Vec::new();
        }
        let (texts, is_computed): (Vec<&str>, _) = match &site.content {
            Content::Literal(text) => (vec![*text], false),
            Content::Computed(text) => (vec![text], true),
            Content::ComputedList(texts) => (texts.iter().map(String::as_str).collect(), true),
            _ => (Vec::new(), false),
        };
        let plan_reference = |text| {
            let reference = Reference { text, is_computed, presence: site.presence };
            let request = LayerRequest::of(reference, &self.request.stack.home, self.options(site));
            let request = request.and_then(|request| self.if_unpublished(request));
            PlannedReference { text, request }
        };
        texts.into_iter().map(plan_reference).collect()
    }

    /// The patterns of `Exclude` that match no layer; none if a layer is not known.
    pub(super) fn unused_patterns(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for planned in &self.sites {
            match &planned.site.content {
                Content::Literal(text) => texts.push(*text),
                Content::Computed(text) => texts.push(text),
                Content::ComputedList(list) => texts.extend(list.iter().map(String::as_str)),
                Content::Unknown(_) | Content::PerRound(_) | Content::LoopVariable => return Vec::new(),
                Content::NoValue | Content::NotALayer(_) | Content::NotAList(_) => {}
            }
        }
        let is_used = |pattern: &&String| texts.iter().any(|text| matches_layer(pattern, text));
        self.options.exclude.iter().filter(|pattern| !is_used(pattern)).cloned().collect()
    }

    /// Refuses to look up the newest version of a layer that the template publishes itself.
    fn if_unpublished<'r>(&self, request: LayerRequest<'r>) -> Result<LayerRequest<'r>, ProblemKind> {
        let LayerRequest::Newest { layer: LayerKey::Own(name), .. } = &request else { return Ok(request) };
        match self.published.logical_id(name) {
            Some(id) => Err(ProblemKind::Published { logical_id: id.to_owned() }),
            None => Ok(request),
        }
    }

    fn queries(&self) -> Queries {
        let mut queries = Queries::default();
        for planned in &self.sites {
            for reference in &planned.references {
                match &reference.request {
                    Ok(LayerRequest::Newest { layer, floor }) => {
                        let query = queries.layers.entry(layer.catalog_id()).or_default();
                        query.is_foreign = matches!(layer, LayerKey::Foreign { .. });
                        query.criteria.insert(self.criteria(planned.site, reference.text, *layer, *floor));
                    }
                    Ok(LayerRequest::Exact { layer, number }) => {
                        queries.versions.insert((layer.catalog_id(), *number));
                    }
                    Ok(LayerRequest::Keep(_)) | Err(_) => {}
                }
            }
        }
        queries
    }

    fn options<'o>(&'o self, site: &'o LayerSite<'_>) -> &'o Options {
        site.options.as_ref().unwrap_or(self.options)
    }

    fn requirements(&self, site: &LayerSite<'_>) -> Requirements {
        if self.options(site).ignore_compatibility {
            Requirements::default()
        } else {
            site.requirements.clone()
        }
    }

    /// The decision about each reference of a site, or a single one about the site as a whole.
    fn decide(&self, planned: &PlannedSite<'p, 't>, answers: &Answers) -> Vec<Decided> {
        if planned.site.presence == Presence::Never {
            return vec![Ok(Decision::Keep(KeptReason::RuledOut))];
        }
        match &planned.site.content {
            Content::Literal(_) | Content::Computed(_) | Content::ComputedList(_) => {
                let references = planned.references.iter();
                references.map(|reference| self.reference(planned.site, reference, answers)).collect()
            }
            Content::Unknown(reason) => vec![Ok(Decision::Keep(reason.clone().into()))],
            Content::NoValue => vec![Ok(Decision::Keep(KeptReason::NoValue))],
            Content::NotALayer(what) => vec![Err(ProblemKind::NotALayer(what))],
            Content::NotAList(what) => vec![Err(ProblemKind::NotAList(what))],
            Content::PerRound(PerRound { variable, values }) => {
                let references: Vec<_> =
                    values.iter().flat_map(texts).map(|text| self.in_round(planned.site, text)).collect();
                let is_kept =
                    |reference: &PlannedReference<'_>| matches!(reference.request, Ok(LayerRequest::Keep(_)));
                let mut blocked =
                    references.iter().filter_map(|reference| self.blocked_number(planned.site, reference));
                vec![match blocked.next() {
                    Some(number) => Err(ProblemKind::Blocked { number }),
                    None if references.iter().all(is_kept) => {
                        Ok(Decision::Keep(Unknown::LoopVariable(variable.clone()).into()))
                    }
                    None => Err(ProblemKind::LoopVariable),
                }]
            }
            Content::LoopVariable => vec![Err(ProblemKind::LoopVariable)],
        }
    }

    /// A reference in one round of a loop.
    fn in_round<'r>(&self, site: &LayerSite<'_>, text: &'r str) -> PlannedReference<'r> {
        let reference = Reference { text, is_computed: true, presence: site.presence };
        let request = LayerRequest::of(reference, &self.request.stack.home, self.options(site));
        PlannedReference { text, request }
    }

    /// Whether an edit would delete a comment. CloudFormation has no use for comments, but the authors of a file do.
    fn loses_comment(&self, site: &LayerSite<'_>) -> bool {
        let node = site.node;
        let is_function = self.options.keep_comments && node.function().is_some();
        is_function && node.tree().comments().any_within(node.range())
    }

    fn reference(
        &self,
        site: &LayerSite<'_>,
        reference: &PlannedReference<'_>,
        answers: &Answers,
    ) -> Decided {
        if let Some(number) = self.blocked_number(site, reference) {
            return Err(ProblemKind::Blocked { number });
        }
        let decided = match reference.request.clone()? {
            LayerRequest::Keep(reason) => return Ok(Decision::Keep(reason)),
            LayerRequest::Newest { layer, floor } => {
                let criteria = self.criteria(site, reference.text, layer, floor);
                self.newest(layer, floor, &criteria, answers)
            }
            LayerRequest::Exact { layer, number } => self.exact(layer, number, answers),
        };
        match decided {
            Ok(_) if self.loses_comment(site) => Ok(Decision::Keep(KeptReason::Comment)),
            Err(problem) if self.options(site).keep_missing && problem.is_missing() => {
                Ok(Decision::Keep(KeptReason::Missing))
            }
            // An upgrade to the version that is already there is not an edit.
            Ok(Decision::Resolve { arn, choice: Choice::Upgrade, .. }) if arn == reference.text => {
                Ok(Decision::Keep(KeptReason::UpToDate))
            }
            decided => decided,
        }
    }

    fn newest(&self, layer: LayerKey<'_>, floor: Floor, criteria: &Criteria, answers: &Answers) -> Decided {
        let history = answers.history(&layer.catalog_id())?;
        let Some(version) = history.choose(criteria) else {
            return match held_back::problem(criteria, &history.versions).filter(|_| criteria.are_selective())
            {
                // A pinned ARN deploys as it is, so that it can wait for its upgrade.
                Some(_) if matches!(floor, Floor::Pinned(number) if !criteria.block(number)) => {
                    Ok(Decision::Keep(KeptReason::HeldBack))
                }
                Some(problem) => Err(problem),
                None => self.without_version(layer, floor, &criteria.requirements, history, answers),
            };
        };
        let choice = match floor {
            Floor::None => Choice::Newest,
            Floor::Written(_) => Choice::Floor,
            Floor::Pinned(_) => Choice::Upgrade,
        };
        let passed_over = held_back::passed_over(criteria, &history.versions, version);
        self.checked(layer, version, choice, passed_over)
    }

    /// The decision if no version is acceptable: the most specific reason that the answers support.
    fn without_version(
        &self,
        layer: LayerKey<'_>,
        floor: Floor,
        requirements: &Requirements,
        history: &History,
        answers: &Answers,
    ) -> Decided {
        let newest = history.choose(&Criteria::newest(floor.number(), Requirements::default()));
        Err(match (layer, floor, history.latest(), newest) {
            // A pinned ARN deploys as it is, so a failed upgrade must not refuse the template.
            (_, Floor::Pinned(_), _, None) if history.is_hidden => {
                return Ok(Decision::Keep(KeptReason::Unseen));
            }
            // In a local file, a number above the newest version is a mistake, or the version was deleted.
            (_, Floor::Pinned(number), Some(latest), None)
                if self.options.keep_comments && number > latest.number =>
            {
                ProblemKind::NoVersion { number, latest: latest.number }
            }
            (_, Floor::Pinned(_), Some(_), None) => return Ok(Decision::Keep(KeptReason::UpToDate)),
            // Versions above the floor exist, so only compatibility excluded them.
            (_, _, _, Some(newest)) => ProblemKind::incompatible(newest, requirements),
            (LayerKey::Foreign { .. }, Floor::Written(floor), _, None) if history.is_hidden => {
                ProblemKind::Unseen { floor }
            }
            (LayerKey::Foreign { account, .. }, _, None, None) => ProblemKind::OtherAccount {
                account: account.to_owned(),
                example: format!("{}:1+", layer.catalog_id()),
            },
            (_, floor, Some(latest), None) => {
                ProblemKind::BelowFloor { floor: floor.number(), latest: latest.number }
            }
            (_, _, None, None) => self.unknown(layer, answers),
        })
    }

    fn exact(&self, layer: LayerKey<'_>, number: u64, answers: &Answers) -> Decided {
        let id = layer.catalog_id();
        if let Some(version) = answers.version(&id, number)? {
            return self.checked(layer, version, Choice::Number, None);
        }
        let history = answers.history(&id)?;
        let latest = history.latest().ok_or_else(|| self.unknown(layer, answers))?;
        Err(ProblemKind::NoVersion { number, latest: latest.number })
    }

    fn unknown(&self, layer: LayerKey<'_>, answers: &Answers) -> ProblemKind {
        ProblemKind::Unknown { home: self.request.stack.home.clone(), closest: answers.closest(layer.name()) }
    }

    /// Accepts a version only if its ARN belongs to the requested layer: the function of a macro may be in another
    /// account than the stack, where it sees the layers of its own account.
    fn checked(
        &self,
        layer: LayerKey<'_>,
        version: &PublishedVersion,
        choice: Choice,
        passed_over: Option<PassedOver>,
    ) -> Decided {
        let parsed = LayerReference::parse(&version.arn);
        let Ok(LayerReference::Layer { layer: Layer::Arn(arn), .. }) = parsed else {
            return Err(CatalogError::Malformed.into());
        };
        let expected = match layer {
            LayerKey::Own(_) => self.request.stack.home.clone(),
            LayerKey::Foreign { region, account, .. } => {
                Home { region: region.to_owned(), account: account.to_owned() }
            }
        };
        if arn.name != layer.name() {
            return Err(CatalogError::Malformed.into());
        }
        let actual = Home::of(arn);
        if actual != expected {
            return Err(ProblemKind::WrongHome { expected, actual });
        }
        Ok(Decision::Resolve { arn: version.arn.clone(), choice, passed_over })
    }
}

/// The layers in the value of one round of a loop.
fn texts(value: &Evaluation) -> Vec<&str> {
    match value {
        Ok(Value::Text(text)) => vec![text.as_str()],
        Ok(list @ Value::List(_)) => list.texts().unwrap_or_default(),
        Ok(Value::NoValue) | Err(_) => Vec::new(),
    }
}

/// Whether a pattern matches a reference, or the name of its layer.
fn matches_layer(pattern: &str, text: &str) -> bool {
    let name = match LayerReference::parse(text) {
        Ok(LayerReference::Layer { layer, .. }) => layer.name(),
        _ => text,
    };
    matches(pattern, text) || matches(pattern, name)
}

/// Turns the decisions about a site into its outcome.
fn outcome<'p, 't>(
    PlannedSite { site, references }: &PlannedSite<'p, 't>,
    decisions: Vec<Decided>,
) -> SiteOutcome<'p, 't> {
    let is_list = matches!(site.content, Content::ComputedList(_));
    let (resolutions, kept, problems, layers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut outcome = SiteOutcome { site, resolutions, kept, problems, layers };
    for (index, decided) in decisions.into_iter().enumerate() {
        let path = if is_list { format!("{}[{index}]", site.path) } else { site.path.clone() };
        let written = site.written();
        match decided {
            Ok(Decision::Keep(reason)) => {
                outcome.layers.extend(references.get(index).map(|reference| reference.text.to_owned()));
                outcome.kept.push(Kept { path, written: written.unwrap_or_default(), reason });
            }
            Ok(Decision::Resolve { arn, choice, passed_over }) => {
                outcome.layers.push(arn.clone());
                let (written, is_computed) = (written.unwrap_or_default(), site.is_computed());
                let resolution = Resolution { path, written, arn, choice, passed_over, is_computed };
                outcome.resolutions.push(resolution);
            }
            Err(kind) => {
                let kind = if site.is_computed() { kind.without_value() } else { kind };
                outcome.problems.push(Problem { path, written, kind });
            }
        }
    }
    outcome
}
