//! The parameters of the macro and the options that they set.

use std::str::FromStr;

use cfn_ast::layer::{Age, BlockedVersions};
use cfn_ast::model::evaluate::{Evaluator, Unknown, Value};
use cfn_ast::syntax::{Entry, Node, Scalar};

use super::problem::{ParameterError, Problem, ProblemKind};
use super::restrictions::PerLayer;
use crate::catalog::compatibility::Requirements;
use crate::names::matches;

/// Options of the macro.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each represents a parameter of its own")]
pub struct Options {
    /// `Pinned: upgrade`: ARNs with a version are upgraded to the newest version.
    pub upgrade_pinned: bool,
    /// `Compatibility: ignore`: the newest version is used regardless of the runtimes and architectures it declares.
    pub ignore_compatibility: bool,
    /// `OnMissing: keep`: references to unknown layers or versions stay unchanged instead of failing the deployment.
    pub keep_missing: bool,
    /// `Exclude`: patterns of layers that stay unchanged, with `*` and `?`.
    pub exclude: Vec<String>,
    /// `Report: true`: the metadata of the template lists the resolved layers.
    pub report: bool,
    /// `MinimumAge`: only versions of this age are used.
    pub minimum_age: PerLayer<Age>,
    /// `Behind`: the number of newer versions that there must be.
    pub behind: PerLayer<usize>,
    /// `Block`: versions that are never used.
    pub blocked: Vec<BlockedVersions>,
    /// A function that contains a comment stays unchanged.
    pub keep_comments: bool,
}

/// Options that override those of the template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Replaces `Pinned`.
    pub upgrade_pinned: Option<bool>,
    /// Replaces `Compatibility`.
    pub ignore_compatibility: Option<bool>,
    /// Replaces `OnMissing`.
    pub keep_missing: Option<bool>,
    /// Extends `Exclude`.
    pub exclude: Vec<String>,
    /// Whether the text is written back to a source file: without a report, and with every comment.
    pub is_for_people: bool,
}

/// The parameters that a template passes to the macro.
#[derive(Clone, Debug, Default)]
pub struct Parameters<'t> {
    /// The options.
    pub options: Options,
    /// `Layer`, which requests the ARN of a single layer.
    pub layer: Option<Node<'t>>,
    /// `Runtime` and `Architecture`, which require `Layer`.
    pub requirements: Requirements,
    /// The problems of the parameters.
    pub problems: Vec<Problem>,
}

impl Options {
    /// Applies the overrides.
    pub fn apply(&mut self, overrides: &Overrides) {
        self.upgrade_pinned = overrides.upgrade_pinned.unwrap_or(self.upgrade_pinned);
        self.ignore_compatibility = overrides.ignore_compatibility.unwrap_or(self.ignore_compatibility);
        self.keep_missing = overrides.keep_missing.unwrap_or(self.keep_missing);
        self.exclude.extend(overrides.exclude.iter().cloned());
        self.report &= !overrides.is_for_people;
        self.keep_comments = overrides.is_for_people;
    }

    /// Whether a pattern excludes a layer, by its name or by the reference as written.
    pub fn excludes(&self, written: &str, name: &str) -> bool {
        self.exclude.iter().any(|pattern| matches(pattern, written) || matches(pattern, name))
    }
}

impl<'t> Parameters<'t> {
    /// Reads the mapping of parameters of a `Transform` or `Fn::Transform`.
    pub fn read(parameters: Option<Node<'t>>, evaluator: &Evaluator<'_, 't>) -> Self {
        let mut read = Self::default();
        let mut alone = Vec::new();
        for entry in parameters.into_iter().flat_map(Node::entries) {
            let Some(name) = entry.name() else { continue };
            if matches!(name, "Runtime" | "Architecture") {
                alone.push(entry);
            }
            if let Err(error) = read.set(name, entry, evaluator) {
                read.problems.push(problem(entry, error));
            }
        }
        if read.layer.is_none() {
            read.problems.extend(alone.into_iter().map(|entry| problem(entry, ParameterError::WithoutLayer)));
        }
        read
    }

    fn set(
        &mut self,
        name: &str,
        entry: Entry<'t>,
        evaluator: &Evaluator<'_, 't>,
    ) -> Result<(), ParameterError> {
        let node = entry.value;
        let options = &mut self.options;
        match name {
            "Pinned" => options.upgrade_pinned = choice(node, evaluator, ["keep", "upgrade"], PINNED)?,
            "Compatibility" => {
                options.ignore_compatibility = choice(node, evaluator, ["check", "ignore"], COMPATIBILITY)?;
            }
            "OnMissing" => options.keep_missing = choice(node, evaluator, ["fail", "keep"], ON_MISSING)?,
            "Report" => options.report = choice(node, evaluator, ["false", "true"], REPORT)?,
            "Exclude" => options.exclude = patterns(node, evaluator)?,
            "MinimumAge" => options.minimum_age = per_layer(node, evaluator, AGE)?,
            "Behind" => options.behind = per_layer(node, evaluator, BEHIND)?,
            "Block" => options.blocked = blocked(node, evaluator)?,
            "Layer" => self.layer = Some(node),
            "Runtime" => _ = self.requirements.runtimes.insert(text(node, evaluator, "a string")?),
            "Architecture" => _ = self.requirements.architectures.insert(architecture(node, evaluator)?),
            _ => return Err(ParameterError::Name(name.to_owned())),
        }
        Ok(())
    }
}

const PINNED: &str = "`keep` or `upgrade`";
const COMPATIBILITY: &str = "`check` or `ignore`";
const ON_MISSING: &str = "`fail` or `keep`";
const REPORT: &str = "`true` or `false`";
const PATTERNS: &str = "a list of patterns";
const AGE: &str = "an age such as `12h`, `3d` or `2w`, or a mapping of patterns of layers to ages";
const BEHIND: &str = "a number of versions, or a mapping of patterns of layers to numbers";
const BLOCK: &str = "a list of blocked versions, such as `tools:7`, `vendor-*:<12`, `tools:>9` or `tools`";
const ARCHITECTURE: &str = "`arm64` or `x86_64`";

/// Whether the value is the second of two choices, the one that is not the default.
fn choice<'t>(
    node: Node<'t>,
    evaluator: &Evaluator<'_, 't>,
    [default, other]: [&str; 2],
    expected: &'static str,
) -> Result<bool, ParameterError> {
    let text = text(node, evaluator, expected)?;
    match text.as_str() {
        text if text == other => Ok(true),
        text if text == default => Ok(false),
        _ => Err(ParameterError::Value(expected)),
    }
}

fn architecture<'t>(node: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Result<String, ParameterError> {
    let text = text(node, evaluator, ARCHITECTURE)?;
    let is_known = matches!(text.as_str(), "arm64" | "x86_64");
    if is_known { Ok(text) } else { Err(ParameterError::Value(ARCHITECTURE)) }
}

fn text<'t>(
    node: Node<'t>,
    evaluator: &Evaluator<'_, 't>,
    expected: &'static str,
) -> Result<String, ParameterError> {
    match value(node, evaluator, expected)? {
        Value::Text(text) if !text.is_empty() => Ok(text),
        _ => Err(ParameterError::Value(expected)),
    }
}

fn patterns<'t>(node: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Result<Vec<String>, ParameterError> {
    match value(node, evaluator, PATTERNS)? {
        Value::Text(pattern) if !pattern.is_empty() => Ok(vec![pattern]),
        value => {
            let texts = value.texts().filter(|texts| texts.iter().all(|text| !text.is_empty()));
            let texts = texts.ok_or(ParameterError::Value(PATTERNS))?;
            Ok(texts.into_iter().map(str::to_owned).collect())
        }
    }
}

/// One value for all layers, or a mapping of patterns of layers to values.
fn per_layer<'t, T: FromStr + Copy>(
    node: Node<'t>,
    evaluator: &Evaluator<'_, 't>,
    expected: &'static str,
) -> Result<PerLayer<T>, ParameterError> {
    let parsed = |node| text(node, evaluator, expected)?.parse().map_err(|_| ParameterError::Value(expected));
    let node = node.resolved();
    if !node.is_mapping() || node.function().is_some() {
        return Ok(PerLayer::all(parsed(node)?));
    }
    let mut settings = Vec::new();
    for entry in node.entries() {
        let pattern = entry.name().ok_or(ParameterError::Value(expected))?;
        settings.push((pattern.to_owned(), parsed(entry.value)?));
    }
    Ok(PerLayer::by_pattern(settings))
}

fn blocked<'t>(
    node: Node<'t>,
    evaluator: &Evaluator<'_, 't>,
) -> Result<Vec<BlockedVersions>, ParameterError> {
    let texts = patterns(node, evaluator).map_err(|error| match error {
        ParameterError::Value(_) => ParameterError::Value(BLOCK),
        error => error,
    })?;
    let parsed = texts.iter().map(|text| text.parse().map_err(|_| ParameterError::Value(BLOCK)));
    parsed.collect()
}

/// Evaluates a literal or a function. A literal of another type is an invalid value, not an unknown one.
fn value<'t>(
    node: Node<'t>,
    evaluator: &Evaluator<'_, 't>,
    expected: &'static str,
) -> Result<Value, ParameterError> {
    evaluator.value(node).map_err(|unknown| match unknown {
        Unknown::NotEvaluated(_) if node.function().is_none() => ParameterError::Value(expected),
        unknown => unknown.into(),
    })
}

fn problem(entry: Entry<'_>, error: ParameterError) -> Problem {
    let path = format!("Parameters.{}", entry.name().unwrap_or_default());
    let is_literal = entry.value.scalar().is_some_and(|scalar| scalar != Scalar::Null);
    let written = entry.value.text().filter(|_| is_literal && entry.value.local_tag().is_none());
    Problem { path, written: written.map(str::to_owned), kind: ProblemKind::Parameter(error) }
}
