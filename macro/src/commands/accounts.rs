//! The accounts and regions that a command accesses.

use std::io::{self, IsTerminal, Write};

use futures::TryFutureExt;
use futures::future::join_all;
use indicatif::{ProgressBar, ProgressStyle};

use super::CommandError;
use super::restrictions::RestrictionArgs;
use super::values::macro_name;
use crate::fleet::inventory::{Inventory, Selection};
use crate::fleet::outdated::{Outdated, outdated, unreadable};
use crate::fleet::rollout::Listener;
use crate::fleet::{Cloud, FleetError, Limits, Progress};

/// The accounts and regions to access.
#[derive(Clone, clap::Args)]
pub struct Accounts {
    /// AWS region; repeatable [default: that of the AWS configuration]
    #[arg(long = "region", value_name = "REGION")]
    pub regions: Vec<String>,
    /// Profile of the AWS configuration; repeatable [default: that of the environment]
    #[arg(long = "profile", value_name = "PROFILE")]
    pub profiles: Vec<String>,
    /// Name under which the macro is deployed [default: Uselatest]
    #[arg(long, value_name = "NAME", value_parser = macro_name)]
    pub macro_name: Option<String>,
    /// The restrictions of the deployed macro.
    #[command(flatten)]
    pub restrictions: RestrictionArgs,
}

/// A connection, or its description and the reason why it failed.
pub(super) type Connection = Result<Cloud, (String, FleetError)>;

impl Accounts {
    /// Connects to each region of each profile.
    ///
    /// # Errors
    /// [`CommandError::Connection`] if the only connection fails; one of several is a failure among other results.
    pub(super) async fn connect(&self) -> Result<Vec<Connection>, CommandError> {
        let limits = &Limits::default();
        let mut connections = Vec::new();
        for profile in optional(&self.profiles) {
            for region in optional(&self.regions) {
                let name = describe(profile.as_deref(), region.as_deref());
                let connection = Cloud::connect(region, profile.clone(), limits);
                let connection = connection.map_ok(|cloud| {
                    cloud
                        .with_macro_name(self.macro_name.clone())
                        .with_restrictions(self.restrictions.restrictions())
                });
                connections.push(connection.map_err(|error| (name, error)));
            }
        }
        let connections = join_all(connections).await;
        match connections.as_slice() {
            [Err((_, error))] => Err(CommandError::Connection(error.clone())),
            _ => Ok(connections),
        }
    }
}

/// The given values, or `None` for the default.
fn optional(given: &[String]) -> Vec<Option<String>> {
    if given.is_empty() { vec![None] } else { given.iter().cloned().map(Some).collect() }
}

/// Finds the outdated layers of all accounts and regions concurrently.
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
            Err(error) => unreadable(describe(cloud.profile.as_deref(), Some(&cloud.region)), error),
        }
    });
    join_all(looks).await
}

/// Describes a profile and a region in messages.
fn describe(profile: Option<&str>, region: Option<&str>) -> String {
    let profile = profile.map_or_else(|| "the default profile".to_owned(), |name| format!("profile {name}"));
    region.map_or_else(|| profile.clone(), |region| format!("{profile} in {region}"))
}

/// A progress bar on standard error, if that is a terminal.
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

    /// Removes the bar from the screen.
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
            // If standard error is closed, the summary still reports the outcome.
            let _ = writeln!(io::stderr(), "{stack}: {event}");
        });
    }
}

/// Whether the user can be prompted.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}
