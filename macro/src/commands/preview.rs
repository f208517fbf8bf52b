//! `uselatest preview`: what the macro would do to a local template.

use std::io::Write;
use std::path::PathBuf;

use cfn_ast::Tree;
use similar::TextDiff;

use super::{CommandError, read_layers, read_template};
use crate::catalog::Home;
use crate::expand::{Expansion, expand};

/// What to preview, and with which layers.
#[derive(Clone, Debug, clap::Args)]
pub struct Preview {
    /// The template, YAML or JSON
    pub file: PathBuf,
    /// Take the layers from this file, as printed by `aws lambda list-layers`
    #[arg(long, value_name = "FILE")]
    pub layers: PathBuf,
    /// The region of the stack [default: that of the first layer]
    #[arg(long)]
    pub region: Option<String>,
    /// The account of the stack, 12 digits [default: that of the first layer]
    #[arg(long)]
    pub account: Option<String>,
}

impl Preview {
    /// Writes the changes as a unified diff to `out`, and what stays or is wrong to `notes`.
    ///
    /// Gives whether the macro would accept the template.
    ///
    /// # Errors
    /// [`CommandError`] when a file cannot be read or the output cannot be written.
    pub async fn run(&self, out: &mut impl Write, notes: &mut impl Write) -> Result<bool, CommandError> {
        let catalog = read_layers(&self.layers)?;
        let home = self.home(catalog.home())?;
        let tree = read_template(&self.file)?;
        let expansion = expand(&tree, &home, &catalog).await;
        self.show(&tree, &expansion, out, notes)?;
        Ok(expansion.problems.is_empty())
    }

    fn home(&self, found: Option<&Home>) -> Result<Home, CommandError> {
        let or_else = |given: &Option<String>, found: Option<&String>| given.as_ref().or(found).cloned();
        let region = or_else(&self.region, found.map(|home| &home.region));
        let account = or_else(&self.account, found.map(|home| &home.account));
        let home = region.zip(account).map(|(region, account)| Home { region, account });
        home.ok_or_else(|| CommandError::NoHome(self.layers.clone()))
    }

    fn show(
        &self,
        tree: &Tree,
        expansion: &Expansion,
        out: &mut impl Write,
        notes: &mut impl Write,
    ) -> Result<(), CommandError> {
        let file = self.file.display();
        let before = tree.source().text();
        let after = expansion.edits.apply(before);
        let diff = TextDiff::from_lines(before, after.as_str());
        let after_name = format!("{file} (deployed)");
        write!(out, "{}", diff.unified_diff().header(&file.to_string(), &after_name))?;
        for problem in &expansion.problems {
            writeln!(notes, "{file}: {problem}")?;
        }
        let Expansion { resolutions, kept, problems, .. } = expansion;
        let (resolved, kept, problems) = (resolutions.len(), kept.len(), problems.len());
        Ok(writeln!(notes, "{file}: {resolved} resolved, {kept} kept as written, {problems} refused")?)
    }
}
