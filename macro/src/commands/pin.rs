//! `uselatest pin`: the ARNs of layer versions written into a local template.

use std::io::{self, Write};
use std::path::Path;

use cfn_ast::{Source, Tree};

use super::files::replace;
use super::target::Target;
use super::{CommandError, OutputFormat, show};
use crate::expand::{Expansion, Resolution};

/// What to pin, and to which layers.
#[derive(Clone, clap::Args)]
pub struct Pin {
    /// The template.
    #[command(flatten)]
    pub target: Target,
    /// Write nothing; exit with 1 when a layer is not pinned to its newest version
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show the changes
    #[arg(long, conflicts_with = "output_format")]
    pub diff: bool,
}

impl Pin {
    /// Writes the ARNs into the file, unless something is wrong or only to be checked, and says what it did.
    ///
    /// Gives whether everything is pinned: nothing was refused, and with `--check` nothing had to change.
    ///
    /// # Errors
    /// [`CommandError`] when a file cannot be read or written.
    pub async fn run(&self, out: &mut impl Write, notes: &mut impl Write) -> Result<bool, CommandError> {
        let file = &self.target.file;
        let (tree, expansion) = self.target.expand(true).await?;
        let after = expansion.edits.apply(tree.source().text());
        let is_fine = expansion.problems.is_empty();
        let is_changed = !expansion.edits.is_empty();
        if is_fine && is_changed && !self.check && !self.diff {
            check(file, &after)?;
            replace(file, &tree.source().encoding().encode(&after))?;
        }
        self.show(&tree, &expansion, &after, out, notes)?;
        Ok(is_fine && !(self.check && is_changed))
    }

    fn show(
        &self,
        tree: &Tree,
        expansion: &Expansion,
        after: &str,
        out: &mut impl Write,
        notes: &mut impl Write,
    ) -> io::Result<()> {
        let file = &self.target.file;
        if self.target.output_format == OutputFormat::Json {
            return show::json(file, expansion, out);
        }
        if self.diff {
            show::diff(file, &format!("{} (pinned)", file.display()), tree, after, out)?;
        } else {
            for Resolution { path, written, arn, .. } in &expansion.resolutions {
                writeln!(out, "{}: {path} `{written}` -> {arn}", file.display())?;
            }
        }
        show::notes(file, expansion, notes)
    }
}

/// An edit replaces whole nodes, so the result can always be read; a file is worth the second look.
fn check(file: &Path, after: &str) -> Result<(), CommandError> {
    let wrong = |error: String| CommandError::Result { path: file.to_owned(), error };
    let source = Source::new(after).map_err(|error| wrong(error.to_string()))?;
    match Tree::parse(source).errors().first() {
        Some(error) => Err(wrong(error.kind.to_string())),
        None => Ok(()),
    }
}
