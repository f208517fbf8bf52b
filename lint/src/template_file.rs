//! A template with everything outside of its text that determines its findings: the settings, the resource types, and the
//! files that it refers to. The command line and the language server read templates in this way.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfn_ast::{Source, Tree};

use crate::check::Scope;
use crate::config::{Resolver, Settings};
use crate::files::{parse_template, read_referenced_files};
use crate::finding::fingerprint::Fingerprint;
use crate::rule::Registry;
use crate::rule::referenced_files::ReferencedFiles;
use crate::rule::selection::RuleSet;

/// A template that was read.
#[derive(Debug)]
pub struct TemplateFile {
    /// The settings of its folder.
    pub settings: Arc<Settings>,
    /// Its absolute path, with symbolic links in its folder resolved.
    pub absolute: PathBuf,
    /// The tree.
    pub tree: Tree,
    rules: RuleSet,
    referenced_files: ReferencedFiles,
}

impl TemplateFile {
    /// Reads the text of the file at a path, which is empty for a text without a file. The files that it refers to are read
    /// from its folder.
    pub fn new(source: Source, path: &Path, resolver: &Resolver) -> Self {
        let (settings, absolute) = resolver.file(path);
        let tree = parse_template(source, path).with_macro_name(settings.macro_name.as_deref());
        let is_unnamed = path.as_os_str().is_empty();
        let folder = absolute.parent().filter(|_| !is_unnamed).unwrap_or(&absolute);
        let referenced_files = read_referenced_files(folder, &tree, settings.max_file_size);
        let rules = Cow::into_owned(settings.rules_for(&absolute));
        Self { settings, absolute, tree, rules, referenced_files }
    }

    /// The scope of its checks and fixes, for the rules of a registry and without the accepted findings of a baseline.
    pub fn scope<'s>(&'s self, registry: Registry, accepted: Option<&'s BTreeSet<Fingerprint>>) -> Scope<'s> {
        Scope {
            registry,
            rules: &self.rules,
            fixable: &self.settings.fixable,
            accepted,
            referenced_files: Some(&self.referenced_files),
            catalog: &self.settings.catalog,
        }
    }
}
