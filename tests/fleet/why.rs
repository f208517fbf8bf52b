//! `uselatest why`: each outcome for a layer, and what cannot be explained.

use std::fmt::Write as _;

use end_to_end::lambda_api::Answer;

use crate::support::{Outcome, Seen, assert_seen, run};
use crate::world::{ACCOUNT, Cloud, Stack, TEMPLATE};

fn why(cloud: &Cloud, arguments: &[&str]) -> Result<Seen, Box<dyn std::error::Error>> {
    run(&cloud.api.endpoint(), ACCOUNT, &[&["why"], arguments].concat())
}

fn with(name: &str, layer: u64, layers: &str) -> Stack {
    Stack { template: TEMPLATE.replace("[tools]", layers), ..Stack::new(name, layer) }
}

#[test]
fn a_newer_version_would_be_chosen() -> Outcome {
    let cloud = Cloud::start(3, vec![Stack::new("orders", 1)])?;
    assert_seen!("why_outdated", why(&cloud, &["orders-api"])?);
    let counts = cloud.api.counts().into_iter().map(|(name, count)| format!("{count} {name}"));
    assert_eq!(
        counts.collect::<Vec<_>>(),
        ["1 DescribeStackResources", "1 DescribeStacks", "1 GetTemplate", "2 Lambda versions"],
        "one request lists the versions of the function, one those of the layer"
    );
    assert_seen!("why_outdated_json", why(&cloud, &["orders-api", "--output-format", "json"])?);
    Ok(())
}

#[test]
fn each_outcome_of_a_reference() -> Outcome {
    let arn = format!("'arn:aws:lambda:eu-central-1:{ACCOUNT}:layer:tools:1'");
    let cloud = Cloud::start(
        12,
        vec![
            with("pinned", 1, &format!("[{arn}]")),
            with("held-back", 1, "['tools:>12']"),
            with("numbered", 1, "['tools:1']"),
            with("elsewhere", 1, "[!ImportValue layer]"),
            with("missing", 1, "['tools:99']"),
            with("no-macro", 1, "[tools]"),
            Stack { is_unmanaged: true, ..with("unmanaged", 1, "[tools]") },
        ],
    )?;
    {
        let mut world = cloud.world();
        world.stacks[1].template = TEMPLATE.replace(
            "Transform: Uselatest",
            "Transform: [{Name: Uselatest, Parameters: {Block: ['tools:12'], Behind: 1}}]",
        );
        world.stacks[5].template = TEMPLATE.replace("Transform: Uselatest\n", "");
    }
    let mut seen = String::new();
    for name in ["pinned", "held-back", "numbered", "elsewhere", "missing", "no-macro", "unmanaged"] {
        write!(seen, "{}\n\n", why(&cloud, &[&format!("{name}-api")])?)?;
    }
    assert_seen!("why_outcomes", seen);
    Ok(())
}

#[test]
fn an_alias_and_a_version_are_selected() -> Outcome {
    let stack = Stack { aliases: vec![("live", "7", 2)], ..Stack::new("orders", 3) };
    let cloud = Cloud::start(3, vec![stack])?;
    for name in ["orders-api:live", "orders-api:7"] {
        let seen = why(&cloud, &[name])?;
        assert!(seen.out.starts_with("function orders-api, version 7, "), "{seen}");
        assert!(seen.out.contains("\n  deployed   2\n"), "{seen}");
    }
    let arn = format!("arn:aws:lambda:eu-central-1:{ACCOUNT}:function:orders-api:$LATEST");
    let seen = why(&cloud, &[&arn])?;
    assert!(seen.out.contains("\n  deployed   3\n"), "{seen}");
    Ok(())
}

/// A function of the same name in another account.
const OTHER: &str = "arn:aws:lambda:eu-central-1:920000000002:function:orders-api";

#[test]
fn what_cannot_be_explained_is_an_error() -> Outcome {
    let cloud = Cloud::start(3, vec![Stack::new("orders", 1)])?;
    let mut seen = String::new();
    for name in ["billing-api", "orders-api:live", "orders-api:99", "a:b:c", "", "größe", OTHER] {
        write!(seen, "{}\n\n", why(&cloud, &[name])?)?;
    }
    cloud.world().instead = Box::new(|call| {
        let is_layer = call.action.contains("/layers/");
        is_layer.then(|| Answer::error("403 Forbidden", "AccessDeniedException", "not granted"))
    });
    writeln!(seen, "{}", why(&cloud, &["orders-api"])?)?;
    assert_seen!("why_errors", seen);
    Ok(())
}
