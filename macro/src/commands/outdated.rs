//! `uselatest outdated`: lists deployed functions with outdated layers.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;
use time::OffsetDateTime;

use super::CommandError;
use super::accounts::{Accounts, Bar, look};
use super::show::count;
use super::table::table;
use crate::catalog::dates::days_since;
use crate::fleet::inventory::{Failure, Selection};
use crate::fleet::outdated::{Counts, Finding, Holder, Outdated as Listing, OutdatedLayer};
use crate::fleet::remedy::Remedy;

/// The arguments of `uselatest outdated`.
#[derive(Clone, clap::Args)]
pub struct Outdated {
    /// Stacks to check, by name or pattern with * and ?, including their nested stacks
    #[arg(value_name = "STACK", required_unless_present_any = ["all", "unmanaged"], conflicts_with = "all")]
    pub stacks: Vec<String>,
    /// Check all stacks
    #[arg(long)]
    pub all: bool,
    /// Also check functions that do not belong to a stack
    #[arg(long)]
    pub unmanaged: bool,
    /// Also list published versions without an alias
    #[arg(long)]
    pub versions: bool,
    /// The accounts and regions.
    #[command(flatten)]
    pub accounts: Accounts,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub output_format: ListFormat,
}

/// The output format of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Human-readable table
    #[default]
    Table,
    /// A single JSON object
    Json,
    /// Comma-separated values with a header row
    Csv,
}

impl Outdated {
    /// Writes the outdated layers to `out`, and a summary to `notes`.
    ///
    /// Returns whether no layer is outdated.
    ///
    /// # Errors
    /// [`CommandError`] if something could not be read; the rest is written before that.
    pub async fn run(&self, out: &mut impl Write, notes: &mut impl Write) -> Result<bool, CommandError> {
        let selection = Selection { stacks: self.stacks.clone(), all: self.all, unmanaged: self.unmanaged };
        let connections = self.accounts.connect().await?;
        let bar = Bar::new("stacks and functions");
        let listings = look(&connections, &selection, self.versions, &bar).await;
        bar.clear();
        let listing = merge(listings);
        match self.output_format {
            ListFormat::Table => write_table(&listing, out)?,
            ListFormat::Json => write_json(&listing, out)?,
            ListFormat::Csv => write_csv(&listing, out)?,
        }
        write_summary(&listing, notes)?;
        write_failures(&listing.failures, notes)?;
        match listing.failures.len() {
            0 => Ok(listing.findings.is_empty()),
            failures => Err(CommandError::Incomplete(failures)),
        }
    }
}

/// The listings of all accounts and regions as one.
fn merge(listings: Vec<Listing>) -> Listing {
    let mut merged = Listing::default();
    for listing in listings {
        merged.findings.extend(listing.findings);
        merged.failures.extend(listing.failures);
        let Counts { stacks, functions, layers, old_versions } = listing.counts;
        merged.counts.stacks += stacks;
        merged.counts.functions += functions;
        merged.counts.layers += layers;
        merged.counts.old_versions += old_versions;
    }
    merged
}

/// The function in Lambda's notation, with the alias or version that has the layer.
pub(super) fn holder(outdated: &OutdatedLayer) -> String {
    let function = &outdated.function;
    match &outdated.holder {
        Holder::Function => function.clone(),
        Holder::Alias { name, version } => format!("{function}:{name} (version {version})"),
        Holder::Version(version) => format!("{function}:{version}"),
    }
}

fn published(outdated: &OutdatedLayer) -> String {
    match outdated.published.as_deref().and_then(|published| days_since(published, OffsetDateTime::now_utc()))
    {
        Some(0) => "today".to_owned(),
        Some(1) => "1 day ago".to_owned(),
        Some(days) => format!("{days} days ago"),
        None => "-".to_owned(),
    }
}

fn redeploy(remedy: &Remedy) -> String {
    match remedy.reason() {
        Some(reason) => format!("{}, {reason}", remedy.word()),
        None => remedy.word().to_owned(),
    }
}

/// The account and region, which tell rows of several accounts and regions apart.
pub(super) fn location(outdated: &OutdatedLayer) -> String {
    format!("{} {}", outdated.home.account, outdated.home.region)
}

fn write_table(listing: &Listing, out: &mut impl Write) -> io::Result<()> {
    let Some(first) = listing.findings.first() else { return Ok(()) };
    let row = |Finding { outdated, remedy }: &Finding| {
        vec![
            location(outdated),
            outdated.owner.as_ref().map_or("-", |owner| &owner.stack.name).to_owned(),
            holder(outdated),
            outdated.layer.clone(),
            outdated.current(),
            outdated.next(),
            outdated.behind.to_string(),
            published(outdated),
            redeploy(remedy),
        ]
    };
    let heading = [
        "ACCOUNT",
        "STACK",
        "FUNCTION",
        "LAYER",
        "VERSION",
        "NEWEST",
        "BEHIND",
        "PUBLISHED",
        "REDEPLOY HELPS",
    ];
    let rows: Vec<_> = listing.findings.iter().map(row).collect();
    if listing.findings.iter().all(|finding| finding.outdated.home == first.outdated.home) {
        let rows: Vec<_> = rows.into_iter().map(|row| row[1..].to_vec()).collect();
        return table(&heading[1..], &rows, out);
    }
    table(&heading, &rows, out)
}

/// A finding in JSON and CSV.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'f> {
    account: &'f str,
    region: &'f str,
    profile: Option<&'f str>,
    stack: Option<&'f str>,
    stack_id: Option<&'f str>,
    logical_id: Option<&'f str>,
    function: &'f str,
    alias: Option<&'f str>,
    function_version: &'f str,
    layer: &'f str,
    version: u64,
    gone: bool,
    blocked: bool,
    newest: Option<u64>,
    passed_over: Option<String>,
    behind: usize,
    newest_published: Option<&'f str>,
    redeploy: &'static str,
    reason: Option<String>,
}

impl<'f> Row<'f> {
    pub(super) fn new(Finding { outdated, remedy }: &'f Finding) -> Self {
        let (alias, function_version) = match &outdated.holder {
            Holder::Function => (None, "$LATEST"),
            Holder::Alias { name, version } => (Some(name.as_str()), version.as_str()),
            Holder::Version(version) => (None, version.as_str()),
        };
        let owner = outdated.owner.as_ref();
        Self {
            account: &outdated.home.account,
            region: &outdated.home.region,
            profile: outdated.profile.as_deref(),
            stack: owner.map(|owner| owner.stack.name.as_str()),
            stack_id: owner.map(|owner| owner.stack.id.as_str()),
            logical_id: owner.map(|owner| owner.logical_id.as_str()),
            function: &outdated.function,
            alias,
            function_version,
            layer: &outdated.layer,
            version: outdated.version,
            gone: outdated.is_gone,
            blocked: outdated.is_blocked,
            newest: outdated.newest,
            passed_over: outdated.passed_over.as_ref().map(ToString::to_string),
            behind: outdated.behind,
            newest_published: outdated.published.as_deref(),
            redeploy: remedy.word(),
            reason: remedy.reason(),
        }
    }
}

#[derive(Serialize)]
struct Report<'f> {
    outdated: Vec<Row<'f>>,
    failures: Vec<String>,
    checked: Counts,
}

fn write_json(listing: &Listing, out: &mut impl Write) -> io::Result<()> {
    let report = Report {
        outdated: listing.findings.iter().map(Row::new).collect(),
        failures: listing.failures.iter().map(ToString::to_string).collect(),
        checked: listing.counts,
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

fn write_csv(listing: &Listing, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for finding in &listing.findings {
        writer.serialize(Row::new(finding))?;
    }
    writer.flush()
}

fn write_summary(listing: &Listing, notes: &mut impl Write) -> io::Result<()> {
    let Counts { stacks, functions, layers, old_versions } = listing.counts;
    // If nothing could be read, "0 stacks" and "up to date" would mislead.
    if listing.counts == Counts::default() && !listing.failures.is_empty() {
        return Ok(());
    }
    let checked = [count(stacks, "stack"), count(functions, "function"), count(layers, "layer")].join(", ");
    if listing.findings.is_empty() {
        // What could not be read may be outdated.
        let result = if listing.failures.is_empty() { ": all layers are up to date" } else { " checked" };
        writeln!(notes, "{checked}{result}")?;
    } else {
        let outdated = count(listing.findings.len(), "outdated layer");
        let with =
            |word: &str| listing.findings.iter().filter(|finding| finding.remedy.word() == word).count();
        let (yes, perhaps) = (with("yes"), with("perhaps"));
        let perhaps = if perhaps == 0 { String::new() } else { format!(", and perhaps {perhaps} more") };
        writeln!(notes, "{checked}: {outdated}; `uselatest refresh` updates {yes}{perhaps}")?;
    }
    if old_versions > 0 {
        let versions = count(old_versions, "published version");
        let have = if old_versions == 1 { "has" } else { "have" };
        writeln!(notes, "{versions} without an alias {have} outdated layers; list them with --versions")?;
    }
    Ok(())
}

/// Writes what could not be read.
pub(super) fn write_failures(failures: &[Failure], notes: &mut impl Write) -> io::Result<()> {
    failures.iter().try_for_each(|failure| writeln!(notes, "cannot read {failure}"))
}
