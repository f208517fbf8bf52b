//! Versions of engines that a service does not have.

use cfn_schema::validate::Problem;

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
        let Some((id, rule)) = constraints::of(violation, Concept::EngineVersion) else { continue };
        let mismatch = &violation.mismatch;
        let date = mismatch.schema.table().date();
        let version = mismatch.node.get("EngineVersion");
        let deprecated = version.filter(|_| matches!(mismatch.problem, Problem::Excluded));
        let finding = if let Some(version) = deprecated {
            let message = format!("the version of the engine is deprecated (as of {date})");
            let range = wording::place(version);
            Finding { range, ..constraints::finding(violation, id, message, cx) }
        } else {
            let message = format!("{}: {rule} (as of {date})", wording::statement(mismatch));
            constraints::finding(violation, id, message, cx)
        };
        cx.report(finding);
    }
}
