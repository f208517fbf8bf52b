//! Reading a configuration file; all of its problems are reported at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfn_ast::model::is_macro_name;
use cfn_ast::syntax::DEFAULT_MACRO_NAME;
use cfn_ast::write::DEFAULT_INDENT;
use cfn_schema::{Catalog, Table, TypePattern};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::patterns::Patterns;
use super::value_types::wrong_values;
use super::{DEFAULT_EXCLUDE, FAIL_LEVEL, Layout, MAX_FILE_SIZE, Overrides, PerFileIgnore, Settings};
use crate::finding::Severity;
use crate::output::Format;
use crate::rule::Registry;
use crate::rule::selection::{Selection, Selector};
use crate::suggest::suggestion;

type Words = Vec<Spanned<String>>;

/// The configuration of cfn-tidy, read from the `cfn-tidy.toml` nearest to each template.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(title = "cfn-tidy.toml", extend("additionalProperties" = false))]
pub struct ConfigFile {
    /// Run only these rules, groups or cfn-lint IDs instead of the default ones; `ALL` for every rule.
    #[schemars(with = "Vec<Selector>")]
    pub select: Option<Words>,
    /// Also run these rules or groups.
    #[schemars(with = "Vec<Selector>")]
    pub extend_select: Words,
    /// Disable these rules or groups.
    #[schemars(with = "Vec<Selector>")]
    pub ignore: Words,
    /// Apply only fixes of these rules or groups.
    #[schemars(with = "Vec<Selector>")]
    pub fixable: Option<Words>,
    /// Never apply fixes of these rules or groups.
    #[schemars(with = "Vec<Selector>")]
    pub unfixable: Words,
    /// Rules or groups to disable in matching files. Patterns use `.gitignore` syntax, relative to this file.
    #[schemars(with = "BTreeMap<String, Vec<Selector>>")]
    pub per_file_ignores: BTreeMap<Spanned<String>, Words>,
    /// Skip paths that match these patterns, in `.gitignore` syntax, relative to this file; replaces the default list.
    #[schemars(with = "Vec<String>", extend("default" = DEFAULT_EXCLUDE))]
    pub exclude: Option<Words>,
    /// Skip paths that match these patterns, in addition to `exclude`.
    #[schemars(with = "Vec<String>")]
    pub extend_exclude: Words,
    /// Treat files that match these patterns as parts of a larger template: names that they do not declare are not reported,
    /// and nothing in them is called unused.
    #[schemars(with = "Vec<String>")]
    pub fragments: Words,
    /// Skip excluded files even if they are passed on the command line.
    pub force_exclude: bool,
    /// Skip paths that `.gitignore` excludes.
    #[schemars(with = "bool", extend("default" = true))]
    pub respect_gitignore: Option<bool>,
    /// Fail on files larger than this number of bytes.
    #[schemars(with = "u64", extend("default" = MAX_FILE_SIZE))]
    pub max_file_size: Option<u64>,
    /// Apply unsafe fixes as well.
    pub unsafe_fixes: bool,
    /// Exit with 1 only for findings of at least this severity.
    #[schemars(with = "Severity", extend("default" = FAIL_LEVEL))]
    pub fail_level: Option<Severity>,
    /// Accept the findings that are recorded in this file, which `--write-baseline` creates. The path is relative to the
    /// configuration file.
    #[schemars(with = "PathBuf")]
    pub baseline: Option<PathBuf>,
    /// Print findings in this format. The configuration of the folder in which the command runs is used.
    #[schemars(with = "Format", extend("default" = "full"))]
    pub output_format: Option<Format>,
    /// The number of spaces per level of indentation in files that `convert` writes, from 2 to 8.
    #[schemars(with = "u8", range(min = 2, max = 8), extend("default" = 2))]
    pub indent: Option<Spanned<u8>>,
    /// Indent the items of sequences further than their key in the YAML that `convert` writes.
    #[schemars(with = "bool", extend("default" = true))]
    pub indent_sequences: Option<bool>,
    /// The name under which the macro Uselatest is deployed, for the rules of the group `layers`.
    #[schemars(with = "String", extend("default" = DEFAULT_MACRO_NAME))]
    pub macro_name: Option<Spanned<String>>,
    /// Schemas of private, newer or changed resource types, as the CloudFormation registry returns them: files, folders
    /// with `*.json`, or patterns, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub schemas: Words,
    /// Resource types that exist and are not checked, such as `Acme::*`.
    #[schemars(with = "Vec<String>")]
    pub types: Words,
    /// The regions in which the templates are deployed: a resource type must be available in each of them instead of in any
    /// region.
    #[schemars(with = "Vec<Region>")]
    pub regions: Option<Words>,
}

/// The name of a region. In the schema, one of those that are known.
struct Region;

impl JsonSchema for Region {
    fn schema_name() -> Cow<'static, str> {
        "Region".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({"type": "string", "enum": Table::aws().regions().collect::<Vec<_>>()})
    }
}

/// The name of the schema of selectors.
const SELECTOR_SCHEMA: &str = "RuleOrGroup";

/// In the schema, a selector is one of the known names, which [`ConfigFile::schema`] adds.
impl JsonSchema for Selector {
    fn schema_name() -> Cow<'static, str> {
        SELECTOR_SCHEMA.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({"type": "string"})
    }
}

/// A problem in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The line number, from 1.
    pub line: Option<usize>,
    /// The problem and what to do about it.
    pub message: String,
}

/// An error in the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot read the configuration file: {source}", path.display())]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The content of the file is not valid.
    #[error("{}", listed(path, problems))]
    Invalid {
        /// The path of the file.
        path: PathBuf,
        /// The problems, by line.
        problems: Vec<ConfigProblem>,
    },
    /// An option of the command line is not valid.
    #[error("{}", .0.join("\n"))]
    CommandLine(Vec<String>),
}

fn listed(path: &Path, problems: &[ConfigProblem]) -> String {
    let line = |problem: &ConfigProblem| match problem.line {
        Some(line) => format!("{}:{line}: {}", path.display(), problem.message),
        None => format!("{}: {}", path.display(), problem.message),
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl ConfigFile {
    /// Returns the JSON schema of the file for the rules of a registry, for editors.
    pub fn schema(registry: Registry) -> serde_json::Value {
        let mut schema = schemars::schema_for!(Self).to_value();
        let words = registry.selector_names().chain(registry.cfn_lint_selectors());
        schema["$defs"][SELECTOR_SCHEMA]["enum"] = words.collect();
        schema
    }

    /// Parses the text of a configuration file for the rules of a registry.
    ///
    /// # Errors
    /// Every unknown key and every value of a wrong type, or the first syntax error.
    pub fn parse(registry: Registry, text: &str) -> Result<Self, Vec<ConfigProblem>> {
        let schema = Self::schema(registry);
        let mut problems = unknown_keys(text, &schema);
        problems.extend(wrong_values(text, &schema));
        if problems.is_empty() {
            return toml::from_str::<Self>(text).map_err(|error| {
                let line = error.span().map(|span| line_of(text, span.start));
                vec![ConfigProblem { line, message: error.message().replace('\n', " ") }]
            });
        }
        problems.sort_by_key(|problem| problem.line);
        Err(problems)
    }
}

pub(super) fn line_of(text: &str, offset: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..offset.min(text.len())]).count()
}

fn unknown_keys(text: &str, schema: &serde_json::Value) -> Vec<ConfigProblem> {
    let Ok(table) = toml::de::DeTable::parse(text) else { return Vec::new() };
    let properties = schema["properties"].as_object();
    let known: Vec<&str> = properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let unknown = table.get_ref().keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
    unknown
        .map(|key| ConfigProblem {
            line: Some(line_of(text, key.span().start)),
            message: format!(
                "unknown key `{}`{}",
                key.get_ref(),
                suggestion(key.get_ref(), known.iter().copied())
            ),
        })
        .collect()
}

/// A parser of values that collects problems instead of stopping at the first.
struct Checker<'t> {
    registry: Registry,
    text: &'t str,
    problems: Vec<ConfigProblem>,
}

impl Checker<'_> {
    fn selectors(&mut self, words: &[Spanned<String>]) -> Vec<Selector> {
        let mut selectors = Vec::new();
        for word in words {
            match self.registry.selector(word.get_ref()) {
                Ok(selector) => selectors.push(selector),
                Err(error) => self.problem(word.span().start, &error),
            }
        }
        selectors
    }

    fn problem(&mut self, offset: usize, message: &dyn std::fmt::Display) {
        let line = (!self.text.is_empty()).then(|| line_of(self.text, offset));
        self.problems.push(ConfigProblem { line, message: message.to_string() });
    }

    fn macro_name(&mut self, name: &Spanned<String>) -> String {
        if !is_macro_name(name.get_ref()) {
            let message = format!("`{}` cannot be the name of a macro", name.get_ref());
            self.problem(name.span().start, &message);
        }
        name.get_ref().clone()
    }

    fn indent(&mut self, indent: &Spanned<u8>) -> usize {
        if !(2..=8).contains(indent.get_ref()) {
            self.problem(indent.span().start, &"`indent` must be a number from 2 to 8");
        }
        usize::from(*indent.get_ref())
    }

    fn types(&mut self, words: &[Spanned<String>]) -> Vec<TypePattern> {
        let mut types = Vec::new();
        for word in words {
            match word.get_ref().parse() {
                Ok(pattern) => types.push(pattern),
                Err(error) => self.problem(word.span().start, &error),
            }
        }
        types
    }

    fn regions(&mut self, words: &[Spanned<String>]) -> Vec<String> {
        for word in words {
            if let Err(error) = known_region(word.get_ref()) {
                self.problem(word.span().start, &error);
            }
        }
        plain(words)
    }

    fn patterns(&mut self, root: &Path, words: Vec<String>, offset: usize) -> Patterns {
        Patterns::new(root, words).unwrap_or_else(|errors| {
            for error in &errors {
                self.problem(offset, error);
            }
            Patterns::none(root)
        })
    }

    fn selection(&mut self, file: &ConfigFile) -> Selection {
        Selection {
            select: file.select.as_ref().map(|words| self.selectors(words)),
            extend_select: self.selectors(&file.extend_select),
            ignore: self.selectors(&file.ignore),
            fixable: file.fixable.as_ref().map(|words| self.selectors(words)),
            unfixable: self.selectors(&file.unfixable),
        }
    }

    fn per_file_ignores(&mut self, root: &Path, file: &ConfigFile) -> Vec<PerFileIgnore> {
        let mut entries: Vec<_> = file.per_file_ignores.iter().collect();
        entries.sort_by_key(|(pattern, _)| pattern.span().start);
        let entry = |(pattern, words): (&Spanned<String>, &Words)| PerFileIgnore {
            files: self.patterns(root, vec![pattern.get_ref().clone()], pattern.span().start),
            rules: self.selectors(words),
        };
        entries.into_iter().map(entry).collect()
    }
}

impl Settings {
    /// Returns the effective settings of a configuration file at `path` with the given text.
    ///
    /// # Errors
    /// All problems of the file.
    pub fn from_file(
        registry: Registry,
        path: &Path,
        text: &str,
        overrides: &Overrides,
    ) -> Result<Self, ConfigError> {
        let invalid = |problems| ConfigError::Invalid { path: path.to_path_buf(), problems };
        let file = ConfigFile::parse(registry, text).map_err(invalid)?;
        let root = path.parent().unwrap_or(Path::new("/"));
        let settings = Self::resolve(registry, &file, text, root, overrides).map_err(invalid)?;
        Ok(Self { file: Some(path.to_path_buf()), ..settings })
    }

    /// Returns the effective settings below the folder `root` if there is no configuration file.
    ///
    /// # Errors
    /// All problems of the overrides.
    pub fn without_file(registry: Registry, root: &Path, overrides: &Overrides) -> Result<Self, ConfigError> {
        let words = |problems: Vec<ConfigProblem>| problems.into_iter().map(|p| p.message).collect();
        Self::resolve(registry, &ConfigFile::default(), "", root, overrides)
            .map_err(|problems| ConfigError::CommandLine(words(problems)))
    }

    fn resolve(
        registry: Registry,
        file: &ConfigFile,
        text: &str,
        root: &Path,
        overrides: &Overrides,
    ) -> Result<Self, Vec<ConfigProblem>> {
        let mut checker = Checker { registry, text, problems: Vec::new() };
        let layers = [checker.selection(file), overrides.selection.clone()];
        let excluded = checker.patterns(root, exclude_words(file, overrides), 0);
        let fragments = checker.patterns(root, plain(&file.fragments), start_of(&file.fragments));
        let per_file_ignores = checker.per_file_ignores(root, file);
        let macro_name = file.macro_name.as_ref().map(|name| checker.macro_name(name));
        let types = checker.types(&file.types);
        let regions = file.regions.as_ref().map(|words| checker.regions(words));
        let indent = file.indent.as_ref().map(|indent| checker.indent(indent));
        if !checker.problems.is_empty() {
            checker.problems.sort_by_key(|problem| problem.line);
            return Err(checker.problems);
        }
        let regions = overrides.regions.clone().or(regions);
        let catalog = Catalog::default().with_unchecked(types.clone()).with_regions(regions.clone());
        Ok(Self {
            file: None,
            rules: Selection::rules(registry, &layers),
            fixable: Selection::fixable_rules(registry, &layers),
            per_file_ignores,
            exclude: excluded,
            fragments,
            force_exclude: file.force_exclude || overrides.force_exclude,
            respect_gitignore: file.respect_gitignore.unwrap_or(true) && !overrides.no_respect_gitignore,
            max_file_size: overrides.max_file_size.or(file.max_file_size).unwrap_or(MAX_FILE_SIZE),
            unsafe_fixes: file.unsafe_fixes || overrides.unsafe_fixes,
            fail_level: overrides.fail_level.or(file.fail_level).unwrap_or(FAIL_LEVEL),
            baseline: file.baseline.as_ref().map(|path| root.join(path)),
            output_format: file.output_format,
            layout: Layout {
                indent: indent.unwrap_or(DEFAULT_INDENT),
                indent_sequences: file.indent_sequences.unwrap_or(true),
            },
            macro_name: overrides.macro_name.clone().or(macro_name),
            schemas: schema_paths(file, root, overrides),
            types,
            regions,
            catalog: Arc::new(catalog),
        })
    }
}

/// Checks the name of a region.
///
/// # Errors
/// A message if the schemas do not know the region.
pub fn known_region(name: &str) -> Result<(), String> {
    let mut known = Table::aws().regions();
    if known.any(|region| region == name) {
        return Ok(());
    }
    Err(format!("unknown region `{name}`{}", suggestion(name, Table::aws().regions())))
}

fn schema_paths(file: &ConfigFile, root: &Path, overrides: &Overrides) -> Vec<PathBuf> {
    let configured = file.schemas.iter().map(|word| root.join(word.get_ref()));
    configured.chain(overrides.schemas.iter().cloned()).collect()
}

/// The byte offset of the first word.
fn start_of(words: &[Spanned<String>]) -> usize {
    words.first().map_or(0, |word| word.span().start)
}

fn plain(words: &[Spanned<String>]) -> Vec<String> {
    words.iter().map(|word| word.get_ref().clone()).collect()
}

fn exclude_words(file: &ConfigFile, overrides: &Overrides) -> Vec<String> {
    let configured = overrides.exclude.clone().or_else(|| file.exclude.as_deref().map(plain));
    let default = || DEFAULT_EXCLUDE.map(str::to_owned).to_vec();
    let mut words = configured.unwrap_or_else(default);
    words.extend(plain(&file.extend_exclude));
    words.extend(overrides.extend_exclude.iter().cloned());
    words
}
