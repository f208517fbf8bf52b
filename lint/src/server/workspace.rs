//! The settings and baselines of the open folders.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfn_ast::Source;

use crate::check::Scope;
use crate::config::{FILE_NAME, Overrides, Resolver, Settings, Source as ConfigSource};
use crate::finding::baseline::Baseline;
use crate::rule::Registry;
use crate::template_file::TemplateFile;

/// The settings and baselines, each read when it is needed.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) registry: Registry,
    folder: PathBuf,
    /// The configuration file that the client names, in place of the nearest one.
    configuration: Option<PathBuf>,
    resolver: OnceCell<Resolver>,
    baselines: RefCell<BTreeMap<PathBuf, Option<Arc<Baseline>>>>,
    problems: RefCell<Vec<String>>,
}

impl Workspace {
    pub(super) fn new(registry: Registry, folder: PathBuf, configuration: Option<PathBuf>) -> Self {
        Self {
            registry,
            folder,
            configuration,
            resolver: OnceCell::new(),
            baselines: RefCell::default(),
            problems: RefCell::default(),
        }
    }

    /// Forgets all settings and baselines, so that they are read again.
    pub(super) fn reload(&mut self) {
        let (folder, configuration) = (std::mem::take(&mut self.folder), self.configuration.take());
        *self = Self::new(self.registry, folder, configuration);
    }

    /// Returns and clears the problems of configuration files, schemas and baselines.
    pub(super) fn take_problems(&self) -> Vec<String> {
        let mut problems = std::mem::take(&mut *self.problems.borrow_mut());
        if let Some(resolver) = self.resolver.get() {
            problems.extend(resolver.take_problems().iter().map(ToString::to_string));
            problems.extend(resolver.take_schema_problems().iter().map(ToString::to_string));
        }
        problems
    }

    /// Returns the settings of a file, and its absolute path.
    pub(super) fn settings(&self, path: &Path) -> (Arc<Settings>, PathBuf) {
        self.resolver().file(path)
    }

    /// Reads a template.
    pub(super) fn read(&self, source: Source, path: &Path) -> TemplateFile {
        TemplateFile::new(source, path, self.resolver())
    }

    /// Calls a function with the scope in which a template is checked and fixed.
    pub(super) fn with_scope<T>(&self, template: &TemplateFile, work: impl FnOnce(Scope<'_>) -> T) -> T {
        let baseline = template.settings.baseline.as_ref().and_then(|path| self.baseline(path));
        let accepted = baseline.as_ref().and_then(|baseline| baseline.of_file(&template.absolute));
        work(template.scope(self.registry, accepted))
    }

    /// Whether the settings or findings of open templates may depend on a file.
    pub(super) fn depends_on(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == FILE_NAME)
            || self.configuration.as_deref() == Some(path)
            || self.baselines.borrow().contains_key(path)
    }

    fn resolver(&self) -> &Resolver {
        self.resolver.get_or_init(|| {
            let create =
                |source| Resolver::new(self.registry, source, Overrides::default(), self.folder.clone());
            let source = self.configuration.clone().map_or(ConfigSource::Nearest, ConfigSource::File);
            create(source).unwrap_or_else(|problem| {
                self.problems.borrow_mut().push(problem.to_string());
                create(ConfigSource::None).expect("there is nothing to read without a configuration file")
            })
        })
    }

    fn baseline(&self, path: &Path) -> Option<Arc<Baseline>> {
        let mut baselines = self.baselines.borrow_mut();
        let known = baselines.entry(path.to_path_buf()).or_insert_with(|| match Baseline::read(path) {
            Ok(baseline) => Some(Arc::new(baseline)),
            Err(problem) => {
                self.problems.borrow_mut().push(problem.to_string());
                None
            }
        });
        known.clone()
    }
}
