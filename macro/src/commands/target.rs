//! The template that a command processes, and the stack and layers it is meant for.

use std::path::{Path, PathBuf};

use cfn_ast::model::Parameter;
use cfn_ast::model::evaluate::Inputs;
use cfn_ast::{Source, Template, Tree};
use clap::ValueEnum;
use time::OffsetDateTime;

use super::files::read;
use super::restrictions::RestrictionArgs;
use super::values::{Assignment, assignment, inputs, macro_name};
use super::{ChangesFormat, CommandError};
#[cfg(feature = "aws")]
use crate::catalog::aws::AwsCatalog;
use crate::catalog::either::EitherCatalog;
use crate::catalog::file::FileCatalog;
#[cfg(feature = "aws")]
use crate::catalog::sign_in::SignInError;
use crate::catalog::{CatalogError, Home};
use crate::expand::options::Overrides;
use crate::expand::problem::{Problem, ProblemKind};
use crate::expand::{Expansion, Request, Stack, expand, own_transform};
use crate::names::closest;

/// The template, and the stack and layers it is meant for.
#[derive(Clone, clap::Args)]
pub struct Target {
    /// The template, in YAML or JSON
    pub file: PathBuf,
    /// Look up layers in this file, the output of `aws lambda list-layers`, instead of the AWS account
    #[arg(long, value_name = "FILE")]
    pub layers: Option<PathBuf>,
    /// The region of the stack [default: that of the first layer in the file, or of the AWS configuration]
    #[arg(long)]
    pub region: Option<String>,
    /// Profile of the AWS configuration [default: that of the environment]
    #[arg(long, conflicts_with = "layers")]
    pub profile: Option<String>,
    /// The account ID of the stack, 12 digits [default: that of the first layer]
    #[arg(long, value_parser = account_id)]
    pub account: Option<String>,
    /// Set a template parameter instead of using its default; repeatable
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = assignment)]
    pub parameters: Vec<Assignment>,
    /// Read the values of template parameters from this JSON file
    #[arg(long, value_name = "FILE")]
    pub parameters_file: Option<PathBuf>,
    /// How to treat ARNs that are pinned to a version [default: as the template specifies]
    #[arg(long, value_enum)]
    pub pinned: Option<Pinned>,
    /// Name under which the macro is deployed [default: Uselatest]
    #[arg(long, value_name = "NAME", value_parser = macro_name)]
    pub macro_name: Option<String>,
    /// Keep layers unchanged whose name or reference matches this pattern, with * and ?; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub output_format: ChangesFormat,
    /// The restrictions of the deployed macro.
    #[command(flatten)]
    pub restrictions: RestrictionArgs,
}

/// How to treat ARNs that are pinned to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Pinned {
    /// Keep the version
    Keep,
    /// Upgrade to the newest version
    Upgrade,
}

/// Parses an account ID.
fn account_id(text: &str) -> Result<String, String> {
    let is_valid = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_valid { Ok(text.to_owned()) } else { Err("expected 12 digits".to_owned()) }
}

impl Target {
    /// Reads the template and resolves its layers.
    pub(super) async fn expand(&self, is_for_people: bool) -> Result<(Tree, Expansion), CommandError> {
        let tree = read_template(&self.file)?.with_macro_name(self.macro_name.as_deref());
        let inputs = inputs(self.parameters_file.as_deref(), &self.parameters)?;
        let template = Template::new(&tree);
        if let Some(template) = &template {
            self.check_names(template, &inputs)?;
        }
        let (home, catalog) = self.catalog().await?;
        let stack = Stack::new(home, inputs);
        let request = Request {
            stack: &stack,
            parameters: template.as_ref().and_then(own_transform).and_then(|transform| transform.parameters),
            overrides: self.overrides(is_for_people),
            restrictions: &self.restrictions.restrictions(),
            now: OffsetDateTime::now_utc(),
        };
        let expansion = expand(&tree, &request, &catalog).await;
        // Without valid credentials every layer has the same problem, which is worth one line.
        for problem in &expansion.problems {
            if let ProblemKind::Catalog(CatalogError::SignIn(error)) = &problem.kind {
                return Err(CommandError::SignIn(error.clone()));
            }
        }
        Ok((tree, expansion))
    }

    /// Whether the macro would accept the template.
    ///
    /// # Errors
    /// [`CommandError::NotLookedUp`] if layers could not be looked up, so that this is unknown.
    pub(super) fn verdict(expansion: &Expansion) -> Result<bool, CommandError> {
        let is_unanswered = |problem: &&Problem| matches!(problem.kind, ProblemKind::Catalog(_));
        match expansion.problems.iter().filter(is_unanswered).count() {
            0 => Ok(expansion.problems.is_empty()),
            unanswered => Err(CommandError::NotLookedUp(unanswered)),
        }
    }

    fn overrides(&self, is_for_people: bool) -> Overrides {
        Overrides {
            upgrade_pinned: self.pinned.map(|pinned| pinned == Pinned::Upgrade),
            exclude: self.exclude.clone(),
            is_for_people,
            ..Overrides::default()
        }
    }

    fn check_names(&self, template: &Template<'_>, inputs: &Inputs) -> Result<(), CommandError> {
        let unknown = inputs.parameter_names().find(|name| !template.parameters().contains(name));
        let Some(name) = unknown else { return Ok(()) };
        let closest = closest(name, template.parameters().iter().map(Parameter::name));
        let closest = closest.into_iter().map(str::to_owned).collect();
        Err(CommandError::NoParameter { path: self.file.clone(), name: name.to_owned(), closest })
    }

    async fn catalog(&self) -> Result<(Home, EitherCatalog), CommandError> {
        let Some(path) = &self.layers else { return self.live().await };
        let catalog = read_layers(path)?;
        let home = self.home_of(catalog.home()).ok_or_else(|| CommandError::NoHome(path.clone()))?;
        Ok((home, EitherCatalog::File(catalog)))
    }

    /// The account and region of the stack: those of the options, or else those of the first layer.
    fn home_of(&self, first: Option<&Home>) -> Option<Home> {
        let region = self.region.clone().or_else(|| first.map(|home| home.region.clone()));
        let account = self.account.clone().or_else(|| first.map(|home| home.account.clone()));
        region.zip(account).map(|(region, account)| Home { region, account })
    }

    #[cfg(not(feature = "aws"))]
    #[expect(clippy::unused_async, reason = "sends requests if the feature `aws` is enabled")]
    async fn live(&self) -> Result<(Home, EitherCatalog), CommandError> {
        Err(CommandError::NoAws)
    }

    #[cfg(feature = "aws")]
    async fn live(&self) -> Result<(Home, EitherCatalog), CommandError> {
        let catalog = AwsCatalog::from_environment(self.region.clone(), self.profile.as_deref()).await;
        let catalog = catalog.map_err(CommandError::SignIn)?;
        let region = catalog.region().ok_or(CommandError::SignIn(SignInError::NoRegion))?.to_owned();
        let account = if let Some(account) = &self.account {
            account.clone()
        } else {
            let account = catalog.account().await.map_err(|error| match error {
                CatalogError::SignIn(error) => CommandError::SignIn(error),
                error => CommandError::Account(error),
            })?;
            account.ok_or(CommandError::NoAccount)?
        };
        Ok((Home { region, account }, EitherCatalog::Aws(catalog)))
    }
}

fn read_template(path: &Path) -> Result<Tree, CommandError> {
    let source = Source::from_bytes(read(path)?);
    source.map(Tree::parse).map_err(|error| CommandError::Text { path: path.to_owned(), error })
}

fn read_layers(path: &Path) -> Result<FileCatalog, CommandError> {
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    FileCatalog::parse(&text).map_err(|error| CommandError::Layers { path: path.to_owned(), error })
}
