//! The accounts, regions and stacks that a command looks at.

use std::io::{self, IsTerminal, Write};

use futures::future::join_all;
use indicatif::{ProgressBar, ProgressStyle};

use crate::fleet::inventory::{Inventory, Selection};
use crate::fleet::outdated::{Outdated, outdated, unreadable};
use crate::fleet::rollout::Listener;
use crate::fleet::{Cloud, FleetError, Limits, Progress};

/// Where to look.
#[derive(Clone, clap::Args)]
pub struct Accounts {
    /// A region; may be given several times [default: that of the AWS configuration]
    #[arg(long = "region", value_name = "REGION")]
    pub regions: Vec<String>,
    /// A profile of the AWS configuration; may be given several times [default: that of the environment]
    #[arg(long = "profile", value_name = "PROFILE")]
    pub profiles: Vec<String>,
}

/// A connection, or what it would have been and why it is none.
pub(super) type Connection = Result<Cloud, (String, FleetError)>;

impl Accounts {
    /// One connection for each region of each profile.
    pub(super) async fn connect(&self) -> Vec<Connection> {
        let limits = &Limits::default();
        let pairs = optional(&self.profiles).into_iter().flat_map(|profile| {
            optional(&self.regions).into_iter().map(move |region| (profile.clone(), region))
        });
        let connections = pairs.map(|(profile, region)| async move {
            let name = [profile.as_ref(), region.as_ref()].into_iter().flatten().cloned();
            let name = name.collect::<Vec<_>>().join(" in ");
            Cloud::connect(region, profile, limits).await.map_err(|error| (name, error))
        });
        join_all(connections).await
    }
}

/// What is given, or nothing once.
fn optional(given: &[String]) -> Vec<Option<String>> {
    if given.is_empty() { vec![None] } else { given.iter().cloned().map(Some).collect() }
}

/// Looks at everything at once, and gives what is outdated in each place.
pub(super) async fn look(
    connections: &[Connection],
    selection: &Selection,
    with_versions: bool,
    bar: &Bar,
) -> Vec<Outdated> {
    let looks = connections.iter().map(|connection| async move {
        let cloud = match connection {
            Ok(cloud) => cloud,
            Err((name, error)) => return unreadable(name.clone(), error.clone()),
        };
        match Inventory::read(cloud, selection, bar).await {
            Ok(inventory) => outdated(cloud, &inventory, with_versions, bar).await,
            Err(error) => unreadable(describe(cloud), error),
        }
    });
    join_all(looks).await
}

fn describe(cloud: &Cloud) -> String {
    match &cloud.profile {
        Some(profile) => format!("profile {profile} in {}", cloud.region),
        None => cloud.region.clone(),
    }
}

/// A progress bar on standard error, where that is a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(what: &'static str) -> Self {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}");
        let bar = ProgressBar::new(0).with_message(what);
        Self(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn expect(&self, steps: usize) {
        self.0.inc_length(steps as u64);
    }

    fn advance(&self) {
        self.0.inc(1);
    }
}

impl Listener for Bar {
    fn on_event(&self, stack: &str, event: &str) {
        self.0.suspend(|| {
            // Where standard error is closed, the summary has to do.
            let _ = writeln!(io::stderr(), "{stack}: {event}");
        });
    }
}

/// Whether somebody can be asked.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}
