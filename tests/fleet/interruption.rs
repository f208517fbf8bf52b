//! Ctrl-C at each moment: no change set stays, and the user reads where each stack stands.

use std::process::{Child, Command};

use crate::support::{Outcome, Seen, assert_seen, run, start};
use crate::world::{ACCOUNT, Change, Cloud, Stack, Update};

const EXECUTE: [&str; 5] = ["refresh", "--all", "--execute", "--yes", "--wait"];

fn interrupt(program: &Child) -> Outcome {
    let status = Command::new("kill").args(["-INT", &program.id().to_string()]).status()?;
    if status.success() { Ok(()) } else { Err("the program has ended".into()) }
}

fn begin(cloud: &Cloud) -> Result<Child, Box<dyn std::error::Error>> {
    start(&cloud.api.endpoint(), ACCOUNT, &EXECUTE)
}

#[test]
fn between_creating_and_executing() -> Outcome {
    let stacks = vec![Stack::new("orders", 1), Stack { change: Change::Pending, ..Stack::new("billing", 1) }];
    let cloud = Cloud::start(2, stacks)?;
    let program = begin(&cloud)?;
    // One is ready by then, and the other is not.
    cloud.wait_for("DescribeChangeSet", 4);
    assert_eq!(cloud.strays(), ["orders", "billing"]);
    interrupt(&program)?;
    assert_seen!("interrupted_before", Seen::from(program.wait_with_output()?));
    assert!(cloud.strays().is_empty());
    assert!(!cloud.api.counts().contains_key("ExecuteChangeSet"));
    cloud.world().stacks[1].change = Change::Layers("");
    let seen = run(&cloud.api.endpoint(), ACCOUNT, &EXECUTE)?;
    assert_eq!((seen.code, cloud.strays().len()), (Some(0), 0), "{seen}");
    Ok(())
}

#[test]
fn while_stacks_are_updated() -> Outcome {
    let first = Stack { exports: Some("core"), update: Update::Never, ..Stack::new("first", 1) };
    let cloud = Cloud::start(2, vec![first, Stack { imports: Some("core"), ..Stack::new("second", 1) }])?;
    let program = begin(&cloud)?;
    cloud.wait_for("ExecuteChangeSet", 1);
    interrupt(&program)?;
    assert_seen!("interrupted_while_updating", Seen::from(program.wait_with_output()?));
    assert!(cloud.strays().is_empty());
    Ok(())
}

#[test]
fn before_anything_is_created() -> Outcome {
    let cloud = Cloud::start(2, vec![Stack::new("orders", 1)])?;
    cloud.world().instead = Box::new(|call| {
        (call.action == "ListStacks").then(|| end_to_end::lambda_api::Answer {
            delay: std::time::Duration::from_secs(5),
            ..end_to_end::lambda_api::Answer::throttled()
        })
    });
    let program = begin(&cloud)?;
    cloud.wait_for("ListStacks", 1);
    interrupt(&program)?;
    assert_seen!("interrupted_at_once", Seen::from(program.wait_with_output()?));
    assert!(cloud.strays().is_empty());
    Ok(())
}
