//! `uselatest preview`: the changes that the macro would make to a local template.

use std::io::Write;

use cfn_ast::Template;

use super::target::Target;
use super::{ChangesFormat, CommandError, markdown, show};
use crate::expand::{Warning, calls_macro};

/// The arguments of `uselatest preview`.
#[derive(Clone, clap::Args)]
pub struct Preview {
    /// The template.
    #[command(flatten)]
    pub target: Target,
}

impl Preview {
    /// Writes the changes as a unified diff to `out`, and problems and a summary to `notes`.
    ///
    /// Returns whether the macro would accept the template.
    ///
    /// # Errors
    /// [`CommandError`] if a file cannot be read, layers cannot be looked up, or the output cannot be written.
    pub async fn run(&self, out: &mut impl Write, notes: &mut impl Write) -> Result<bool, CommandError> {
        let file = &self.target.file;
        let (tree, mut expansion) = self.target.expand(false).await?;
        if Template::new(&tree).is_some_and(|template| !calls_macro(&template)) {
            expansion.warnings.push(Warning::NotCalled(tree.macro_name().to_owned()));
        }
        match self.target.output_format {
            ChangesFormat::Json => show::json(file, &expansion, out)?,
            ChangesFormat::Markdown => {
                markdown::changes(file, &expansion, out)?;
                show::notes(file, &expansion, notes)?;
            }
            ChangesFormat::Text => {
                let after = expansion.edits.apply(tree.source().text());
                show::diff(file, &format!("{} (deployed)", file.display()), &tree, &after, out)?;
                show::notes(file, &expansion, notes)?;
            }
        }
        Target::verdict(&expansion)
    }
}
