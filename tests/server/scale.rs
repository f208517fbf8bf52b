//! A template as large as CloudFormation takes: one list for each layer, and few requests at a time.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::function::{event, send, start};
use crate::support::Outcome;
use crate::trouble::page;
use end_to_end::lambda_api::{Answer, LambdaApi};
use end_to_end::templates::many_functions;

const ACCOUNT: &str = "500000000002";

#[test]
fn a_large_template_asks_once_for_each_layer() -> Outcome {
    let api = LambdaApi::start(|path, _| Answer { delay: Duration::from_millis(20), ..page(path, ACCOUNT) })?;
    let function = start(&api.endpoint(), ACCOUNT)?;
    let template = many_functions(500, 40);
    let answer = send(&function, &event(&template, ACCOUNT))?;
    assert_eq!(answer.status, "success", "{}", answer.text());
    let paths = api.paths();
    assert_eq!((paths.len(), paths.iter().collect::<BTreeSet<_>>().len()), (40, 40));
    assert!(api.most_in_flight() <= 5, "{}", api.most_in_flight());
    let log = function.stop()?;
    assert_eq!(log.lines().filter(|line| line.contains(r#""event":"resolved""#)).count(), 1_000);
    Ok(())
}
