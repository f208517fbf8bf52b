//! Finding the configuration of each file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use rustc_hash::{FxHashMap, FxHashSet};

use super::schemas::Schemas;
use super::{ConfigError, FILE_NAME, Overrides, SchemaError, Settings};
use crate::rule::Registry;

/// A source of configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The `cfn-tidy.toml` nearest to each file, up to the root of its Git repository.
    Nearest,
    /// One file for all.
    File(PathBuf),
    /// No configuration file.
    None,
}

/// A cache of the settings of folders.
#[derive(Debug)]
pub struct Resolver {
    registry: Registry,
    source: Source,
    overrides: Overrides,
    working_folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    by_folder: FxHashMap<PathBuf, (Arc<Settings>, PathBuf)>,
    by_file: FxHashMap<PathBuf, Arc<Settings>>,
    problems: Vec<ConfigError>,
    /// By paths and patterns, and the largest size of a file.
    schemas: FxHashMap<(Vec<PathBuf>, u64), Schemas>,
    schema_problems: Vec<SchemaError>,
}

impl Resolver {
    /// A resolver for the rules of a registry. `working_folder` is the absolute path that paths and patterns of the command line are relative to.
    ///
    /// # Errors
    /// Problems of the overrides, or of the one file for all.
    pub fn new(
        registry: Registry,
        source: Source,
        overrides: Overrides,
        working_folder: PathBuf,
    ) -> Result<Self, ConfigError> {
        let only = match &source {
            Source::File(path) => read(registry, &working_folder.join(path), &overrides)?,
            Source::Nearest | Source::None => Settings::without_file(registry, &working_folder, &overrides)?,
        };
        let mut state = State::default();
        let only = with_schemas(only, &mut state, &working_folder);
        state.by_file.insert(PathBuf::new(), Arc::new(only));
        Ok(Self { registry, source, overrides, working_folder, state: Mutex::new(state) })
    }

    /// Returns the settings of the files in a folder, and the folder's absolute path with symbolic links resolved.
    ///
    /// A configuration file with problems is replaced by the defaults; see [`Resolver::take_problems`].
    pub fn folder(&self, folder: &Path) -> (Arc<Settings>, PathBuf) {
        let mut state = self.lock();
        if let Some((settings, absolute)) = state.by_folder.get(folder) {
            return (Arc::clone(settings), absolute.clone());
        }
        let joined = self.working_folder.join(folder);
        let absolute = fs::canonicalize(&joined).unwrap_or(joined);
        let found = match self.source {
            Source::Nearest => nearest(&absolute),
            Source::File(_) | Source::None => None,
        };
        let settings = self.load(&mut state, found.unwrap_or_default());
        state.by_folder.insert(folder.to_path_buf(), (Arc::clone(&settings), absolute.clone()));
        (settings, absolute)
    }

    /// Returns the settings of a file, and its absolute path with symbolic links in its folder resolved.
    pub fn file(&self, path: &Path) -> (Arc<Settings>, PathBuf) {
        let (settings, folder) = self.folder(path.parent().unwrap_or(Path::new("")));
        let absolute = folder.join(path.file_name().unwrap_or_default());
        (settings, absolute)
    }

    /// Returns and clears the problems of all configuration files read so far.
    pub fn take_problems(&self) -> Vec<ConfigError> {
        std::mem::take(&mut self.lock().problems)
    }

    /// Returns and clears the problems of all schemas read so far.
    pub fn take_schema_problems(&self) -> Vec<SchemaError> {
        let mut problems = std::mem::take(&mut self.lock().schema_problems);
        // Two configurations may use the same schema.
        let mut known = FxHashSet::default();
        problems.retain(|problem| known.insert(problem.to_string()));
        problems
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic in another thread leaves the caches intact: only complete entries are added to them.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn load(&self, state: &mut State, file: PathBuf) -> Arc<Settings> {
        if let Some(settings) = state.by_file.get(&file) {
            return Arc::clone(settings);
        }
        let settings = match read(self.registry, &file, &self.overrides) {
            Ok(settings) => Arc::new(with_schemas(settings, state, &self.working_folder)),
            Err(problem) => {
                state.problems.push(problem);
                Arc::clone(&state.by_file[Path::new("")])
            }
        };
        state.by_file.insert(file, Arc::clone(&settings));
        settings
    }
}

/// Reads the schemas that settings name, unless others name the same.
fn with_schemas(settings: Settings, state: &mut State, working_folder: &Path) -> Settings {
    if settings.schemas.is_empty() {
        return settings;
    }
    let key = (settings.schemas.clone(), settings.max_file_size);
    let known = state.schemas.get(&key).cloned();
    let schemas = known.unwrap_or_else(|| {
        let (schemas, problems) = Schemas::read(&settings.schemas, working_folder, settings.max_file_size);
        state.schema_problems.extend(problems);
        state.schemas.insert(key, schemas.clone());
        schemas
    });
    let catalog = schemas.catalog(&settings.types, settings.regions.as_deref());
    Settings { catalog: Arc::new(catalog), ..settings }
}

fn read(registry: Registry, path: &Path, overrides: &Overrides) -> Result<Settings, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable { path: path.to_path_buf(), source };
    let text = fs::read_to_string(path).map_err(unreadable)?;
    Settings::from_file(registry, path, &text, overrides)
}

fn nearest(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let file = folder.join(FILE_NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
