//! Two hundred stacks: all pages, each layer once, few requests at a time.

use std::time::Duration;

use end_to_end::lambda_api::Answer;

use crate::support::{Outcome, run};
use crate::world::{ACCOUNT, Cloud, Stack};

const STACKS: usize = 200;

#[test]
fn two_hundred_stacks() -> Outcome {
    let stacks = (0..STACKS).map(|number| Stack::new(format!("stack-{number:03}"), 1)).collect();
    let cloud = Cloud::start(2, stacks)?;
    let seen = run(&cloud.api.endpoint(), ACCOUNT, &["outdated", "--all", "--output-format", "csv"])?;
    assert_eq!((seen.code, seen.out.lines().count()), (Some(1), STACKS + 1), "{}", seen.notes);
    let counts: Vec<_> =
        cloud.api.counts().into_iter().map(|(action, count)| format!("{action}: {count}")).collect();
    insta::assert_snapshot!("calls_of_outdated", counts.join("\n"));
    let (cloudformation, lambda) = cloud.api.most_in_flight();
    assert!(cloudformation <= 10 && lambda <= 5, "{cloudformation} {lambda}");
    let arguments = ["refresh", "--all", "--execute", "--yes", "--wait", "--parallel", "20"];
    let seen = run(&cloud.api.endpoint(), ACCOUNT, &arguments)?;
    assert_eq!(seen.code, Some(0), "{seen}");
    assert!(cloud.strays().is_empty() && cloud.world().stacks.iter().all(|one| one.layer == 2));
    let (cloudformation, lambda) = cloud.api.most_in_flight();
    assert!(cloudformation <= 10 && lambda <= 5, "{cloudformation} {lambda}");
    Ok(())
}

/// Functions that are asked for one by one.
#[test]
fn stacks_by_name() -> Outcome {
    let stacks: Vec<_> = (0..40).map(|number| Stack::new(format!("stack-{number:03}"), 2)).collect();
    let names: Vec<_> = stacks.iter().map(|stack| stack.name.clone()).collect();
    let cloud = Cloud::start(2, stacks)?;
    cloud.world().instead = Box::new(|_| {
        std::thread::sleep(Duration::from_millis(2));
        None::<Answer>
    });
    let arguments: Vec<_> = std::iter::once("outdated").chain(names.iter().map(String::as_str)).collect();
    let seen = run(&cloud.api.endpoint(), ACCOUNT, &arguments)?;
    assert_eq!(seen.code, Some(0), "{seen}");
    let counts: Vec<_> =
        cloud.api.counts().into_iter().map(|(action, count)| format!("{action}: {count}")).collect();
    insta::assert_snapshot!("calls_by_name", counts.join("\n"));
    let (cloudformation, lambda) = cloud.api.most_in_flight();
    assert!(cloudformation <= 10 && lambda <= 5, "{cloudformation} {lambda}");
    Ok(())
}
