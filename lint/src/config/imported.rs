//! Translates a configuration of cfn-lint into one of cfn-tidy.
//!
//! The keys are those of cfn-lint 1.58's `data/CfnLintCli/config/schema.json`. Each is translated, or there is a remark that
//! says why not; nothing is left out in silence.

mod checks;
mod paths;
mod print;
mod values;

use cfn_ast::syntax::{Entry, SyntaxErrorKind};
use cfn_ast::{Source, Tree};

use super::{ConfigProblem, known_region};
use crate::rule::Registry;
use crate::suggest::suggestion;
use checks::Checks;
use print::Toml;
use values::{Word, flag, single, words};

/// A configuration that was translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The text of a `cfn-tidy.toml`.
    pub toml: String,
    /// What the text does not say, with the reason, by line of the original.
    pub remarks: Vec<ConfigProblem>,
}

/// The keys of cfn-lint, in the order of its schema.
const KEYS: [&str; 22] = [
    "append_rules",
    "configure_rules",
    "custom_rules",
    "debug",
    "deployment_files",
    "format",
    "ignore_bad_template",
    "ignore_checks",
    "ignore_templates",
    "include_checks",
    "include_experimental",
    "mandatory_checks",
    "merge_configs",
    "non_zero_exit_code",
    "output_file",
    "override_spec",
    "parameter_files",
    "parameters",
    "regions",
    "registry_schemas",
    "template_parameters",
    "templates",
];

/// Translates the text of a configuration of cfn-lint; `name` is that of its file.
///
/// # Errors
/// The first syntax error, or that the file is not a mapping.
pub fn import(registry: Registry, name: &str, source: Source) -> Result<Imported, ConfigProblem> {
    let tree = Tree::parse(source);
    // cfn-lint accepts a configuration that says nothing.
    let problem = tree.errors().iter().find(|error| error.kind != SyntaxErrorKind::Empty);
    if let Some(error) = problem {
        let line = tree.source().line_column(error.range.start()).line as usize;
        return Err(ConfigProblem { line: Some(line), message: error.kind.to_string() });
    }
    let mut import = Import::new(registry, &tree);
    let root = tree.root().filter(|root| !root.text().is_some_and(str::is_empty));
    if let Some(root) = root.filter(|root| !root.is_mapping()) {
        let line = Some(values::line(root));
        return Err(ConfigProblem {
            line,
            message: "not a configuration of cfn-lint: expected keys".to_owned(),
        });
    }
    for entry in root.into_iter().flat_map(cfn_ast::Node::entries) {
        import.entry(entry);
    }
    Ok(import.finish(name))
}

/// A translation that is under way.
struct Import<'t> {
    registry: Registry,
    tree: &'t Tree,
    checks: Checks<'t>,
    toml: Toml,
    remarks: Vec<ConfigProblem>,
}

impl<'t> Import<'t> {
    fn new(registry: Registry, tree: &'t Tree) -> Self {
        Self { registry, tree, checks: Checks::default(), toml: Toml::default(), remarks: Vec::new() }
    }

    fn entry(&mut self, entry: Entry<'t>) {
        let Some(key) = entry.name() else {
            return self.remark(values::line(entry.key), "key is not a string");
        };
        match key {
            "ignore_checks" => self.checks.ignored = self.words(entry),
            "include_checks" => self.checks.included = self.words(entry),
            "mandatory_checks" => self.checks.mandatory = self.words(entry),
            "configure_rules" => self.checks.configure(entry.value, &mut self.remarks),
            "non_zero_exit_code" => self.exit_code(entry),
            "regions" => self.regions(entry),
            "ignore_templates" => self.ignored_templates(entry),
            "registry_schemas" => {
                let folders = self.words(entry);
                self.toml.list("schemas", &folders);
            }
            "format" => self.format(entry),
            "templates" => self.templates(entry),
            _ => self.without_counterpart(key, entry),
        }
    }

    fn remark(&mut self, line: usize, message: impl Into<String>) {
        self.remarks.push(ConfigProblem { line: Some(line), message: message.into() });
    }

    /// Returns the strings of a list, and adds a remark for what is not one.
    fn words(&mut self, entry: Entry<'t>) -> Vec<Word> {
        words(self.tree, entry, &mut self.remarks)
    }

    fn exit_code(&mut self, entry: Entry<'t>) {
        match single(entry, &mut self.remarks) {
            Some("error") => self.checks.fail_level = Some("error"),
            Some("warning") => self.checks.fail_level = Some("warning"),
            Some("informational") => self.checks.fail_level = Some("note"),
            Some("none") => self.remark(
                values::line(entry.key),
                "`non_zero_exit_code: none` is not translated: pass --exit-zero to `cfn-tidy check`",
            ),
            Some(other) => self.remark(
                values::line(entry.value),
                format!(
                    "`non_zero_exit_code: {other}` is not one of `informational`, `warning`, `error` and `none`"
                ),
            ),
            None => {}
        }
    }

    fn regions(&mut self, entry: Entry<'t>) {
        let mut known = Vec::new();
        for word in self.words(entry) {
            if word.text == "ALL_REGIONS" {
                self.remark(
                    word.line,
                    "`ALL_REGIONS` is not translated: list the regions in which you deploy, or none to accept what any \
                     region has",
                );
            } else if let Err(error) = known_region(&word.text) {
                self.remark(word.line, error);
            } else {
                known.push(word);
            }
        }
        self.toml.list("regions", &known);
    }

    fn ignored_templates(&mut self, entry: Entry<'t>) {
        let mut patterns = Vec::new();
        for word in self.words(entry) {
            match paths::pattern(&word.text) {
                Ok(text) => patterns.push(Word { text, ..word }),
                Err(reason) => {
                    self.remark(word.line, format!("`{}` is not translated: {reason}", word.text));
                }
            }
        }
        self.toml.list("extend-exclude", &patterns);
    }

    fn format(&mut self, entry: Entry<'t>) {
        let (format, remark) = match single(entry, &mut self.remarks) {
            Some("pretty") => ("full", None),
            Some("quiet" | "parseable") => {
                ("concise", Some("`concise` has the same content in another notation"))
            }
            Some("json") => ("json", Some("its objects have other names than those of cfn-lint")),
            Some("junit") => ("junit", None),
            Some("sarif") => ("sarif", None),
            Some(other) => {
                return self.remark(
                    values::line(entry.value),
                    format!("`format: {other}` is not a format of cfn-lint"),
                );
            }
            None => return,
        };
        self.toml.string("output-format", format);
        if let Some(remark) = remark {
            self.remark(values::line(entry.key), format!("`output-format` is \"{format}\": {remark}"));
        }
    }

    fn templates(&mut self, entry: Entry<'t>) {
        let templates = self.words(entry);
        if templates.is_empty() {
            return;
        }
        let paths: Vec<String> = templates.iter().map(|word| paths::quoted(&word.text)).collect();
        self.remark(
            values::line(entry.key),
            format!(
                "`templates` is not translated: without a path, every template below the folder is checked; to check only \
                 these, run `cfn-tidy check {}`",
                paths.join(" ")
            ),
        );
    }

    fn without_counterpart(&mut self, key: &str, entry: Entry<'t>) {
        if flag(entry.value) == Some(false) || values::is_empty(entry.value) {
            return;
        }
        let line = values::line(entry.key);
        match reason(key) {
            Some(reason) => self.remark(line, format!("`{key}` is not translated: {reason}")),
            None => self.remark(line, format!("`{key}` is not a key of cfn-lint{}", suggestion(key, KEYS))),
        }
    }

    fn finish(mut self, name: &str) -> Imported {
        let selection = self.checks.selection(self.registry, &mut self.remarks);
        self.toml.list("ignore", &selection.ignore);
        self.toml.list("extend-select", &selection.extend_select);
        if let Some(level) = self.checks.level() {
            self.toml.string("fail-level", level);
        }
        self.remarks.sort_by_key(|remark| remark.line);
        Imported { toml: self.toml.print(name), remarks: self.remarks }
    }
}

/// Why a key has no counterpart, and what to do instead.
fn reason(key: &str) -> Option<&'static str> {
    Some(match key {
        "append_rules" => {
            "rules in Python run in cfn-lint only; keep it for these, with `ignore_checks: [E, W, I]` for its own"
        }
        "custom_rules" => "a file of custom rules is for cfn-lint only; keep it for these",
        "override_spec" => {
            "list types under `types`, or their complete schemas under `schemas`; a part of a schema cannot be replaced"
        }
        "deployment_files" | "parameters" | "parameter_files" | "template_parameters" => {
            "a template is checked for every value that its parameters accept, and not for those of one deployment"
        }
        "ignore_bad_template" => {
            "a file that cannot be parsed is an error; --templates-only skips files that are not templates"
        }
        "include_experimental" => "no rule is experimental",
        "merge_configs" => "the nearest cfn-tidy.toml applies, and only the command line is merged with it",
        "output_file" => "pass --output-file to `cfn-tidy check`",
        "debug" => "there is no log",
        _ => return None,
    })
}
