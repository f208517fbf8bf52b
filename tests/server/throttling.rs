//! The real function against a server that throttles: every layer gets its answer, with few more requests than layers.
//!
//! The summary in the log has the milliseconds; run with `--nocapture` to read them. No test asserts a duration.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::function::{event, send, start};
use crate::support::Outcome;
use crate::trouble::page;
use end_to_end::lambda_api::{Answer, LambdaApi};
use end_to_end::templates::many_functions;

const ACCOUNT: &str = "500000000003";

/// Resolves this many layers, and returns the number of requests.
fn requests(layers: usize, api: &LambdaApi) -> Result<usize, Box<dyn std::error::Error>> {
    let function = start(&api.endpoint(), ACCOUNT)?;
    let answer = send(&function, &event(&many_functions(layers, layers), ACCOUNT))?;
    assert_eq!(answer.status, "success", "{}", answer.text());
    let log = function.stop()?;
    let summary = log.lines().find(|line| line.contains(r#""event":"summary""#));
    let requests = api.paths().len();
    writeln!(std::io::stdout(), "{layers} layers, {requests} requests: {}", summary.unwrap_or_default())?;
    Ok(requests)
}

#[test]
fn each_layer_throttled_once_needs_one_more_request() -> Outcome {
    let asked: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let api = LambdaApi::start(move |path, _| {
        let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        let count = asked.entry(path.to_owned()).or_default();
        *count += 1;
        if *count == 1 { Answer::throttled() } else { page(path, ACCOUNT) }
    })?;
    assert_eq!(requests(20, &api)?, 40);
    Ok(())
}

/// Lambda's quota: 15 requests in any second.
#[test]
fn more_layers_than_the_quota_allows_in_a_second_are_resolved() -> Outcome {
    let recent: Mutex<VecDeque<Instant>> = Mutex::default();
    let api = LambdaApi::start(move |path, _| {
        let mut recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while recent.front().is_some_and(|first| now - *first >= Duration::from_secs(1)) {
            recent.pop_front();
        }
        if recent.len() >= 15 {
            return Answer::throttled();
        }
        recent.push_back(now);
        page(path, ACCOUNT)
    })?;
    let requests = requests(50, &api)?;
    assert!((50..500).contains(&requests), "{requests}");
    Ok(())
}
