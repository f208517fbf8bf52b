//! Versions of engines that a service does not have.

use cfn_schema::Scalar;
use cfn_schema::validate::{Problem, Violation};

use super::constraints::{self, Concept};
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A version of a database engine or cache engine that the service does not have, or that is deprecated.
    ///
    /// ## Why
    ///
    /// The service does not create a database or a cache with the version, and the stack is rolled back. Existing ones with a
    /// deprecated version are upgraded by the service.
    ///
    /// The versions are those that AWS lists as of the date that the finding names. This is a warning, since AWS adds
    /// versions often.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Cache:
    ///     Type: AWS::ElastiCache::CacheCluster
    ///     Properties:
    ///       CacheNodeType: cache.t3.micro
    ///       Engine: redis
    ///       EngineVersion: 3.14.15
    ///       NumCacheNodes: 1
    /// ```
    "unavailable-engine-version" {
        group: Resources,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: [
            "E3690", "E3691", "E3695", "W3690", "W3691",
        ],
        hooks: [Template(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for violation in cx.violations() {
        let Some((id, _)) = constraints::of(violation, Concept::EngineVersion) else { continue };
        let mismatch = &violation.mismatch;
        let date = mismatch.schema.table().date();
        let version = mismatch.node.get("EngineVersion");
        let deprecated = version.filter(|_| matches!(mismatch.problem, Problem::Excluded));
        let finding = if let Some(version) = deprecated {
            let (text, engine) = (version.text().unwrap_or_default(), engine_of(mismatch.node));
            if is_major(text, violation) {
                continue;
            }
            let message = format!("version `{text}` of {engine} is deprecated (as of {date})");
            let range = wording::place(version);
            Finding { range, ..constraints::finding(violation, id, message, cx) }
        } else if is_version(mismatch.node) {
            let text = mismatch.node.resolved().text().unwrap_or_default();
            if is_major(text, violation) {
                continue;
            }
            let engine = mismatch.node.parent().map_or_else(|| "the engine".to_owned(), engine_of);
            let message = format!("version `{text}` of {engine} is not available (as of {date})");
            constraints::finding(violation, id, message, cx).with_help(wording::requirement(mismatch))
        } else {
            let message = format!("{} (as of {date})", wording::statement(mismatch));
            constraints::finding(violation, id, message, cx)
        };
        cx.report(finding);
    }
}

/// The levels of a constraint below which versions are listed.
const MAX_LEVELS: usize = 4;

fn is_version(node: Node<'_>) -> bool {
    node.key().and_then(Node::text) == Some("EngineVersion")
}

/// The engine of a database or cache, in words.
fn engine_of(properties: Node<'_>) -> String {
    let engine = properties.get("Engine").and_then(Node::text);
    engine.map_or_else(|| "the engine".to_owned(), |engine| format!("`{engine}`"))
}

/// Whether a version is a major one, of which the service chooses a minor one (Amazon RDS API Reference,
/// "CreateDBInstance").
fn is_major(text: &str, violation: &Violation<'_, '_>) -> bool {
    let table = violation.check.schema.table();
    let begins = |value: Scalar| {
        wording::scalar(table, value).strip_prefix(text).is_some_and(|rest| rest.starts_with('.'))
    };
    let mut open = vec![(violation.check.schema, MAX_LEVELS)];
    while let Some((schema, levels)) = open.pop() {
        let keywords = schema.keywords();
        if keywords.enumeration.is_some_and(|values| values.iter().any(begins)) {
            return true;
        }
        if levels > 0 {
            open.extend(keywords.children().into_iter().map(|(below, _)| (below, levels - 1)));
        }
    }
    false
}
