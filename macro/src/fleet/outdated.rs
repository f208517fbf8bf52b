//! Which deployed functions hold layers of which there is a newer version.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cfn_ast::layer::LayerArn;
use futures::future::join_all;

use super::inventory::{Deployed, DeployedFunction, Failure, Owner};
use super::remedy::{Obstacle, Prescription, Remedy};
use super::stacks::{home_of, layer_version};
use super::{Cloud, FleetError, Progress};
use crate::catalog::Home;
use crate::catalog::compatibility::Needs;
use crate::catalog::lookup::{Answers, Questions};
use crate::expand::request::Sought;

/// What holds a layer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The function itself, `$LATEST`.
    Function,
    /// A version that an alias leads to.
    Alias {
        /// The name of the alias.
        name: String,
        /// The version.
        version: String,
    },
    /// A published version that no alias leads to.
    Version(String),
}

/// A layer that is behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The account and region.
    pub home: Home,
    /// The profile that was asked for.
    pub profile: Option<String>,
    /// The stack that the function belongs to.
    pub owner: Option<Owner>,
    /// The name of the function.
    pub function: String,
    /// What of the function holds the layer.
    pub holder: Holder,
    /// The layer, by name if it is of the same account, else by its ARN.
    pub layer: String,
    /// The version it has.
    pub version: u64,
    /// The newest version that supports its runtime and architecture.
    pub newest: u64,
    /// How many versions that it could have are newer than its own, as far as they are listed.
    pub behind: usize,
    /// When the newest version was published, as Lambda writes dates.
    pub published: Option<String>,
    /// What helps.
    pub remedy: Remedy,
}

/// What is outdated in one account and region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outdated {
    /// The layers that are behind, by stack and function.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub failures: Vec<Failure>,
    /// How much was looked at.
    pub counts: Counts,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Stacks, nested ones included.
    pub stacks: usize,
    /// Functions.
    pub functions: usize,
    /// Different layers.
    pub layers: usize,
    /// Published versions with old layers that no alias leads to.
    pub old_versions: usize,
}

/// A layer version and what holds it.
struct Holding<'d> {
    function: &'d DeployedFunction,
    name: &'d str,
    home: Home,
    holder: Holder,
    arn: LayerArn<'d>,
    number: u64,
    needs: &'d Needs,
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
    /// What the catalog is asked for.
    fn sought(&self) -> Sought<'_> {
        let LayerArn { partition, region, account, name } = self.arn;
        if account == self.home.account && region == self.home.region {
            Sought::Own(name)
        } else {
            Sought::Foreign { partition, region, account, name }
        }
    }
}

/// Compares what is deployed with the newest versions. Versions without an alias are only counted unless
/// `with_versions`.
pub async fn outdated(
    cloud: &Cloud,
    deployed: &Deployed,
    with_versions: bool,
    progress: &impl Progress,
) -> Outdated {
    let holdings: Vec<_> = deployed.functions.iter().flat_map(holdings).collect();
    let answers = Answers::of(&cloud.catalog, questions(&holdings)).await;
    let mut outdated = Outdated { failures: deployed.failures.clone(), ..Outdated::default() };
    let layers: BTreeSet<_> = holdings.iter().map(|holding| holding.sought().key()).collect();
    for layer in &layers {
        if let Err(error) = answers.history(layer) {
            outdated.failures.push(Failure { what: format!("layer `{layer}`"), error: error.into() });
        }
    }
    let found: Vec<_> = holdings.iter().filter_map(|holding| finding(cloud, holding, &answers)).collect();
    let (old, found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| !with_versions && matches!(one.holder, Holder::Version(_)));
    outdated.counts = Counts {
        stacks: deployed.stacks.len(),
        functions: deployed.functions.len(),
        layers: layers.len(),
        old_versions: old.iter().map(|one| (&one.function, &one.holder)).collect::<BTreeSet<_>>().len(),
    };
    outdated.findings = found;
    prescribe(cloud, &mut outdated, progress).await;
    outdated.findings.sort_by(|a, b| key(a).cmp(&key(b)));
    outdated
}

fn key(finding: &Finding) -> (Option<&str>, &str, &Holder, &str) {
    let stack = finding.owner.as_ref().map(|owner| owner.stack.name.as_str());
    (stack, &finding.function, &finding.holder, &finding.layer)
}

/// The layers of everything that may run: the function, and its published versions by the names they have.
fn holdings(function: &DeployedFunction) -> Vec<Holding<'_>> {
    let mut holdings = Vec::new();
    let aliased = function.aliased();
    let mut add = |version: &str, holder: Holder| {
        let Some(version) = function.version(version) else { return };
        let Some(home) = home_of(&version.arn) else { return };
        for (arn, number) in version.layers.iter().filter_map(|arn| layer_version(arn)) {
            let (home, holder, needs) = (home.clone(), holder.clone(), &version.needs);
            holdings.push(Holding { function, name: &version.function, home, holder, arn, number, needs });
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

fn questions(holdings: &[Holding<'_>]) -> Questions {
    let mut questions = Questions::default();
    for holding in holdings {
        let layer = holding.sought();
        let wanted = questions.layers.entry(layer.key()).or_default();
        wanted.is_foreign = matches!(layer, Sought::Foreign { .. });
        wanted.wants.insert((holding.number, holding.needs.clone()));
    }
    questions
}

fn finding(cloud: &Cloud, holding: &Holding<'_>, answers: &Answers) -> Option<Finding> {
    let layer = holding.sought().key();
    let history = answers.history(&layer).ok()?;
    let newest = history.newest(holding.number, holding.needs)?;
    let is_newer = |number: u64| number > holding.number;
    if !is_newer(newest.number) {
        return None;
    }
    let behind = history.versions.iter().filter(|one| is_newer(one.number) && holding.needs.fit(one));
    Some(Finding {
        home: holding.home.clone(),
        profile: cloud.profile.clone(),
        owner: holding.function.owner.clone(),
        function: holding.name.to_owned(),
        holder: holding.holder.clone(),
        layer,
        version: holding.number,
        newest: newest.number,
        behind: behind.count(),
        published: newest.published.clone(),
        remedy: Remedy::No(Obstacle::NoStack),
    })
}

/// Finds out what helps: the macro is asked what it would make of the templates now.
async fn prescribe(cloud: &Cloud, outdated: &mut Outdated, progress: &impl Progress) {
    let stacks: BTreeMap<_, _> = outdated
        .findings
        .iter()
        .filter_map(|one| one.owner.as_ref())
        .map(|owner| (owner.stack.id.clone(), owner.stack.name.clone()))
        .collect();
    progress.expect(stacks.len());
    let asked = stacks.into_iter().map(|(id, name)| async move {
        let prescription = Prescription::read(cloud, &id).await;
        progress.advance();
        (id, (name, prescription))
    });
    let prescriptions: BTreeMap<_, _> = join_all(asked).await.into_iter().collect();
    let findings = std::mem::take(&mut outdated.findings);
    // The function of an alias tells whether there will be another version of it.
    for mut finding in findings {
        if let Some((_, prescription)) =
            finding.owner.as_ref().and_then(|owner| prescriptions.get(&owner.stack.id))
        {
            finding.remedy = match prescription {
                Ok(prescription) => prescription.remedy(&finding),
                Err(error) => Remedy::Perhaps(error.to_string()),
            };
        }
        outdated.findings.push(finding);
    }
    for (name, prescription) in prescriptions.into_values() {
        if let Err(error) = prescription {
            outdated.failures.push(Failure { what: format!("template of stack `{name}`"), error });
        }
    }
}

impl Outdated {
    /// Whether all was read, and nothing is behind.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.failures.is_empty()
    }
}

/// The failures of an account that cannot be asked at all.
pub fn unreadable(what: String, error: FleetError) -> Outdated {
    Outdated { failures: vec![Failure { what, error }], ..Outdated::default() }
}
