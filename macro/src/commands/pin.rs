//! `uselatest pin`: writes the ARNs of layer versions into a local template.

use std::io::{self, Write};
use std::path::Path;

use cfn_ast::source::LineColumn;
use cfn_ast::{Source, Tree};

use super::files::replace;
use super::target::Target;
use super::{ChangesFormat, CommandError, markdown, show};
use crate::expand::{Expansion, Resolution};

/// The arguments of `uselatest pin`.
#[derive(Clone, clap::Args)]
pub struct Pin {
    /// The template.
    #[command(flatten)]
    pub target: Target,
    /// Exit with code 1 if the file would change, without writing it; with `--pinned upgrade` also if a pinned version is
    /// not the newest
    #[arg(long)]
    pub check: bool,
    /// Show the changes as a diff, without writing the file
    #[arg(long, conflicts_with = "output_format")]
    pub diff: bool,
}

impl Pin {
    /// Writes the ARNs into the file, unless there are problems or an option forbids it, and reports the changes.
    ///
    /// Returns whether there are no problems and, with `--check`, no changes.
    ///
    /// # Errors
    /// [`CommandError`] if a file cannot be read or written, or the layers cannot be looked up.
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
        Ok(Target::verdict(&expansion)? && !(self.check && is_changed))
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
        if self.target.output_format == ChangesFormat::Json {
            return show::json(file, expansion, out);
        }
        if self.target.output_format == ChangesFormat::Markdown {
            markdown::changes(file, expansion, out)?;
        } else if self.diff {
            show::diff(file, &format!("{} (pinned)", file.display()), tree, after, out)?;
        } else {
            for Resolution { path, written, arn, .. } in &expansion.resolutions {
                writeln!(out, "{}: {path} `{written}` -> {arn}", file.display())?;
            }
        }
        show::notes(file, expansion, notes)
    }
}

/// Parses the result. Edits replace whole nodes, so this never fails; but a broken source file would be worse than the
/// time for a second look.
fn check(file: &Path, after: &str) -> Result<(), CommandError> {
    let wrong = |error: String| CommandError::Result { path: file.to_owned(), error };
    let source = Source::new(after).map_err(|error| wrong(error.to_string()))?;
    let tree = Tree::parse(source);
    match tree.errors().first() {
        Some(error) => {
            let LineColumn { line, column } = tree.source().line_column(error.range.start());
            Err(wrong(format!("line {line}, column {column}: {}", error.kind)))
        }
        None => Ok(()),
    }
}
