//! The log of the macro: one JSON object per line.
//!
//! It contains the path, reference and ARN of each layer, but never a template, a parameter value or an API response.

use std::io::{self, Write};
use std::time::SystemTime;

use serde::Serialize;

use crate::catalog::dates::now;
use crate::expand::problem::Problem;
use crate::expand::{Expansion, Resolution};

/// The log of one invocation.
pub struct Log<'a, W: Write> {
    out: W,
    request_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    timestamp: String,
    level: &'static str,
    request_id: &'a str,
    #[serde(flatten)]
    entry: Entry<'a>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "camelCase")]
enum Entry<'a> {
    #[serde(rename_all = "camelCase")]
    Resolved {
        path: &'a str,
        reference: &'a str,
        arn: Option<&'a str>,
        version: &'a str,
        how: &'static str,
        passed_over: Option<String>,
    },
    Warning {
        warning: String,
    },
    Problem {
        path: &'a str,
        problem: String,
    },
    Failure {
        message: &'a str,
    },
    Summary {
        resolved: usize,
        kept: usize,
        problems: usize,
        milliseconds: u128,
    },
    Panic {
        location: String,
    },
}

impl<'a, W: Write> Log<'a, W> {
    /// Creates the log of the invocation with this request ID.
    pub fn new(out: W, request_id: &'a str) -> Self {
        Self { out, request_id }
    }

    /// Logs the outcome of an expansion, and the time since `started`.
    pub fn expansion(&mut self, expansion: &Expansion, started: SystemTime) {
        let Expansion { resolutions, kept, problems, warnings, .. } = expansion;
        for Resolution { path, written, arn, choice, passed_over, is_computed } in resolutions {
            // The name of the layer may come from a parameter.
            let version = arn.rsplit(':').next().unwrap_or_default();
            let arn = (!is_computed).then_some(arn.as_str());
            let passed_over = passed_over.as_ref().map(ToString::to_string);
            let (reference, how) = (written, choice.as_str());
            self.line("INFO", Entry::Resolved { path, reference, arn, version, how, passed_over });
        }
        for warning in warnings {
            self.line("WARN", Entry::Warning { warning: warning.to_string() });
        }
        for problem in problems {
            self.problem(problem);
        }
        let milliseconds = started.elapsed().unwrap_or_default().as_millis();
        let (resolved, kept, problems) = (resolutions.len(), kept.len(), problems.len());
        self.line("INFO", Entry::Summary { resolved, kept, problems, milliseconds });
    }

    /// Logs why an event was not expanded.
    pub fn failure(&mut self, message: &str) {
        self.line("ERROR", Entry::Failure { message });
    }

    fn problem(&mut self, problem: &Problem) {
        self.line("ERROR", Entry::Problem { path: &problem.path, problem: problem.to_string() });
    }

    fn line(&mut self, level: &'static str, entry: Entry<'_>) {
        let line = Line { timestamp: now(), level, request_id: self.request_id, entry };
        if let Ok(mut text) = serde_json::to_string(&line) {
            text.push('\n');
            // An unwritable log must not prevent the response.
            let _ = self.out.write_all(text.as_bytes());
        }
    }
}

/// Logs the location of panics.
///
/// Their messages are left out, because some contain data: that of an invalid slice quotes the string.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        Log::new(io::stdout(), "").line("ERROR", Entry::Panic { location });
    }));
}
