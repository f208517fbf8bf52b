//! Outdated layers of deployed functions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cfn_ast::layer::LayerArn;
use futures::future::join_all;
use time::OffsetDateTime;

use super::inventory::{DeployedFunction, Failure, Inventory, Owner};
use super::remedy::{Obstacle, Prescription, Remedy};
use super::stacks::{home_of, layer_version};
use super::{Cloud, FleetError, Progress};
use crate::catalog::Home;
use crate::catalog::compatibility::Requirements;
use crate::catalog::eligibility::Criteria;
use crate::catalog::lookup::{Answers, History, Queries};
use crate::expand::PassedOver;
use crate::expand::held_back::passed_over;
use crate::expand::request::LayerKey;
use crate::expand::restrictions::{LayerName, Restrictions};

/// The part of a function that has a layer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The function itself: `$LATEST`.
    Function,
    /// A version that an alias points to.
    Alias {
        /// The name of the alias.
        name: String,
        /// The version.
        version: String,
    },
    /// A published version without an alias.
    Version(String),
}

/// A layer of a deployed function that has a newer, compatible version, or whose version was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutdatedLayer {
    /// The account and region of the function.
    pub home: Home,
    /// The selected profile of the AWS configuration.
    pub profile: Option<String>,
    /// The stack that the function belongs to, if any.
    pub owner: Option<Owner>,
    /// The name of the function.
    pub function: String,
    /// The part of the function that has the layer.
    pub holder: Holder,
    /// The layer: by name if it belongs to the same account, otherwise by ARN.
    pub layer: String,
    /// The current version.
    pub version: u64,
    /// Whether the current version was deleted. The function keeps it until its layers are changed (AWS Lambda Developer
    /// Guide, "Deleting layers").
    pub is_gone: bool,
    /// Whether the current version is blocked.
    pub is_blocked: bool,
    /// The newest version that may be used and supports the function's runtime and architecture; `None` if there is none.
    pub newest: Option<u64>,
    /// The newest compatible version if another one is to be used, and why.
    pub passed_over: Option<PassedOver>,
    /// The number of newer compatible versions, as far as they were listed.
    pub behind: usize,
    /// The publication date of the newest version, in Lambda's format.
    pub published: Option<String>,
}

/// An outdated layer and its remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The outdated layer.
    pub outdated: OutdatedLayer,
    /// The remedy.
    pub remedy: Remedy,
}

/// The outdated layers of an account and region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outdated {
    /// The outdated layers, sorted by stack and function.
    pub findings: Vec<Finding>,
    /// The failures to read stacks, functions, layers and templates.
    pub failures: Vec<Failure>,
    /// The numbers of what was checked.
    pub counts: Counts,
    /// The times at which the stacks were last updated, by ID, in milliseconds since 1970.
    pub updated: BTreeMap<String, i64>,
}

/// The numbers of what was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Stacks, including nested ones.
    pub stacks: usize,
    /// Functions.
    pub functions: usize,
    /// Different layers.
    pub layers: usize,
    /// Published versions with outdated layers and without an alias, if they are not listed.
    pub old_versions: usize,
}

/// A layer version of a part of a function.
struct Holding<'d> {
    function: &'d DeployedFunction,
    name: &'d str,
    home: Home,
    holder: Holder,
    arn: LayerArn<'d>,
    number: u64,
    requirements: &'d Requirements,
}

impl OutdatedLayer {
    /// The current version, and whether it is gone.
    pub fn current(&self) -> String {
        match (self.is_gone, self.is_blocked) {
            (true, _) => format!("{} (gone)", self.version),
            (false, true) => format!("{} (blocked)", self.version),
            (false, false) => self.version.to_string(),
        }
    }

    /// The version that a deployment would select; `-` if there is none.
    pub fn next(&self) -> String {
        let next = self.newest.map_or_else(|| "-".to_owned(), |newest| newest.to_string());
        match &self.passed_over {
            Some(PassedOver { number, reason }) => format!("{next} ({number} {reason})"),
            None => next,
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function => f.write_str("function"),
            Self::Alias { name, version } => write!(f, "alias {name} (version {version})"),
            Self::Version(version) => write!(f, "version {version}"),
        }
    }
}

impl Holding<'_> {
    /// What a version must satisfy to replace the current one.
    fn criteria(&self, restrictions: &Restrictions, now: OffsetDateTime) -> Criteria {
        let arn = self.arn.to_string();
        let written = format!("{arn}:{}", self.number);
        let mut criteria = restrictions.criteria(LayerName::of(&written, &arn), now);
        criteria.requirements = self.requirements.clone();
        criteria.floor = self.number;
        criteria
    }

    /// The key of the layer.
    fn layer_key(&self) -> LayerKey<'_> {
        layer_key(self.arn, &self.home)
    }
}

/// The key of a layer that a function at `home` uses.
pub(super) fn layer_key<'a>(arn: LayerArn<'a>, home: &Home) -> LayerKey<'a> {
    let LayerArn { partition, region, account, name } = arn;
    if account == home.account && region == home.region {
        LayerKey::Own(name)
    } else {
        LayerKey::Foreign { partition, region, account, name }
    }
}

/// Compares an inventory with the newest layer versions. Published versions without an alias are only counted, unless
/// `with_versions` is set.
pub async fn outdated(
    cloud: &Cloud,
    inventory: &Inventory,
    with_versions: bool,
    progress: &impl Progress,
) -> Outdated {
    let holdings: Vec<_> = inventory.functions.iter().flat_map(holdings).collect();
    let restrictions = (&cloud.restrictions, OffsetDateTime::now_utc());
    let answers = Answers::of(&cloud.catalog, queries(&holdings, restrictions)).await;
    let mut outdated = Outdated {
        failures: inventory.failures.clone(),
        updated: inventory.updated.clone(),
        ..Outdated::default()
    };
    let layers: BTreeSet<_> = holdings.iter().map(|holding| holding.layer_key().catalog_id()).collect();
    for layer in &layers {
        if let Err(error) = answers.history(layer) {
            outdated.failures.push(Failure { what: format!("layer `{layer}`"), error: error.into() });
        }
    }
    let gone = gone(cloud, &holdings, &answers).await;
    let mut layers_found = Vec::new();
    let mut old_versions = BTreeSet::new();
    for layer in
        holdings.iter().filter_map(|holding| outdated_layer(cloud, holding, restrictions.1, &answers, &gone))
    {
        if !with_versions && matches!(layer.holder, Holder::Version(_)) {
            old_versions.insert((layer.function, layer.holder));
        } else {
            layers_found.push(layer);
        }
    }
    outdated.counts = Counts {
        stacks: inventory.stacks.len(),
        functions: inventory.functions.len(),
        layers: layers.len(),
        old_versions: old_versions.len(),
    };
    let (findings, failures) = prescribe(cloud, layers_found, progress).await;
    outdated.findings = findings;
    outdated.failures.extend(failures);
    outdated.findings.sort_by(|a, b| key(&a.outdated).cmp(&key(&b.outdated)));
    outdated
}

fn key(layer: &OutdatedLayer) -> (Option<&str>, &str, &Holder, &str) {
    let stack = layer.owner.as_ref().map(|owner| owner.stack.name.as_str());
    (stack, &layer.function, &layer.holder, &layer.layer)
}

/// The layers of everything that can be invoked: the function, its aliases, and its versions without an alias.
fn holdings(function: &DeployedFunction) -> Vec<Holding<'_>> {
    let mut holdings = Vec::new();
    let aliased = function.aliased();
    let mut add = |version: &str, holder: Holder| {
        let Some(version) = function.version(version) else { return };
        let Some(home) = home_of(&version.arn) else { return };
        for (arn, number) in version.layers.iter().filter_map(|arn| layer_version(arn)) {
            let (home, holder, requirements) = (home.clone(), holder.clone(), &version.requirements);
            holdings.push(Holding {
                function,
                name: &version.function,
                home,
                holder,
                arn,
                number,
                requirements,
            });
        }
    };
    add("$LATEST", Holder::Function);
    for alias in &function.aliases {
        for version in alias.versions.iter().filter(|version| *version != "$LATEST") {
            add(version, Holder::Alias { name: alias.name.clone(), version: version.clone() });
        }
    }
    for version in &function.versions {
        if version.version != "$LATEST" && !aliased.contains(version.version.as_str()) {
            add(&version.version, Holder::Version(version.version.clone()));
        }
    }
    holdings
}

fn queries(holdings: &[Holding<'_>], (restrictions, now): (&Restrictions, OffsetDateTime)) -> Queries {
    let mut queries = Queries::default();
    for holding in holdings {
        let layer = holding.layer_key();
        let query = queries.layers.entry(layer.catalog_id()).or_default();
        query.is_foreign = matches!(layer, LayerKey::Foreign { .. });
        query.criteria.insert(holding.criteria(restrictions, now));
    }
    queries
}

/// The layer versions in use that were deleted, by layer and number.
async fn gone(cloud: &Cloud, holdings: &[Holding<'_>], answers: &Answers) -> BTreeSet<(String, u64)> {
    let mut versions = BTreeSet::new();
    for holding in holdings {
        let layer = holding.layer_key().catalog_id();
        let is_listed = |history: &History| history.versions.iter().any(|it| it.number == holding.number);
        // The list ends at the first version that is new enough, so an older one may be missing from it.
        if answers.history(&layer).is_ok_and(|history| !is_listed(history)) {
            versions.insert((layer, holding.number));
        }
    }
    let found =
        Answers::of(&cloud.catalog, Queries { versions: versions.clone(), ..Queries::default() }).await;
    // A version of another account may also be hidden, which is an error here.
    versions.retain(|(layer, number)| found.version(layer, *number) == Ok(None));
    versions
}

fn outdated_layer(
    cloud: &Cloud,
    holding: &Holding<'_>,
    now: OffsetDateTime,
    answers: &Answers,
    gone: &BTreeSet<(String, u64)>,
) -> Option<OutdatedLayer> {
    let layer = holding.layer_key().catalog_id();
    let history = answers.history(&layer).ok()?;
    let is_gone = gone.contains(&(layer.clone(), holding.number));
    let mut criteria = holding.criteria(&cloud.restrictions, now);
    let is_blocked = criteria.block(holding.number);
    // Instead of a version that is gone or blocked, a deployment selects the newest one, even if that is older.
    if is_gone || is_blocked {
        criteria.floor = 0;
    }
    let newest = history.choose(&criteria);
    if !is_gone && !is_blocked && newest.is_none_or(|newest| newest.number <= holding.number) {
        return None;
    }
    let newer = history
        .versions
        .iter()
        .filter(|version| version.number > holding.number && holding.requirements.are_met_by(version));
    Some(OutdatedLayer {
        home: holding.home.clone(),
        profile: cloud.profile.clone(),
        owner: holding.function.owner.clone(),
        function: holding.name.to_owned(),
        holder: holding.holder.clone(),
        layer,
        version: holding.number,
        is_gone,
        is_blocked,
        passed_over: newest.and_then(|newest| passed_over(&criteria, &history.versions, newest)),
        newest: newest.map(|newest| newest.number),
        behind: newer.count(),
        published: newest.and_then(|newest| newest.published.clone()),
    })
}

/// Determines the remedies by expanding the templates of the stacks as the macro would do now.
async fn prescribe(
    cloud: &Cloud,
    layers: Vec<OutdatedLayer>,
    progress: &impl Progress,
) -> (Vec<Finding>, Vec<Failure>) {
    let stacks: BTreeMap<_, _> = layers
        .iter()
        .filter_map(|layer| layer.owner.as_ref())
        .map(|owner| (owner.stack.id.clone(), owner.stack.name.clone()))
        .collect();
    progress.expect(stacks.len());
    let readings = stacks.into_iter().map(|(id, name)| async move {
        let prescription = Prescription::read(cloud, &id).await;
        progress.advance();
        (id, (name, prescription))
    });
    let prescriptions: BTreeMap<_, _> = join_all(readings).await.into_iter().collect();
    let mut findings = Vec::new();
    for layer in layers {
        let owner = layer.owner.as_ref();
        let prescription = owner.and_then(|owner| prescriptions.get(&owner.stack.id));
        let remedy = match prescription {
            Some((_, Ok(prescription))) => prescription.remedy(&layer),
            Some((_, Err(error))) => Remedy::Perhaps(error.to_string()),
            None => Remedy::No(Obstacle::NoStack),
        };
        findings.push(Finding { outdated: layer, remedy });
    }
    let mut failures = Vec::new();
    for (name, prescription) in prescriptions.into_values() {
        if let Err(error) = prescription {
            failures.push(Failure { what: format!("template of stack `{name}`"), error });
        }
    }
    (findings, failures)
}

impl Outdated {
    /// Whether everything was read, and no layer is outdated.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.failures.is_empty()
    }
}

/// The result for an account and region that cannot be accessed at all.
pub fn unreadable(what: String, error: FleetError) -> Outdated {
    Outdated { failures: vec![Failure { what, error }], ..Outdated::default() }
}
