//! The refresher as `refresher.yaml` defines it: its state machine, its functions and its rule on a whole server.

mod machine;
mod stacks;

use end_to_end::ministack::ministack;

use crate::engine::{self, Previous};
use crate::ministack::{Account, account};
use crate::support::{Outcome, assert_seen};
use crate::world::{BILLING, Change, Cloud, Stack, Update};
use machine::{Machine, Told};
use stacks::{Template, deploy, id, versions};

fn told<'a>(
    account: &'a Account,
    allowed_stacks: &'a str,
    maximum_stacks: &'a str,
    mode: &'a str,
) -> Told<'a> {
    Told { endpoint: &account.endpoint, allowed_stacks, maximum_stacks, mode, bucket: "" }
}

#[tokio::test]
async fn a_dry_run_reports_and_changes_nothing() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "940000000001");
    deploy(
        &account,
        &[("orders", Template::Layers), ("billing", Template::Layers), ("other", Template::Layers)],
    )
    .await?;
    let machine = Machine::deploy(&account, told(&account, "orders,b*", "10", "dry-run")).await?;
    let run = machine.run()?;
    insta::assert_snapshot!(run, @r"
    SUCCEEDED
    Uselatest: 2 would be updated
    Stacks checked: 2
    Dry run: nothing was changed. Deploy the refresher with Mode=execute to update stacks.
    - billing would be updated: Api
    - orders would be updated: Api
    ");
    assert_eq!(versions(&account, &["orders", "billing", "other"]).await?, [1, 1, 1]);
    assert_eq!(account.change_sets("orders").await?, 0);
    Ok(())
}

#[tokio::test]
async fn allowed_stacks_are_refreshed_so_many_at_a_time() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "940000000002");
    deploy(
        &account,
        &[("orders", Template::Layers), ("billing", Template::Layers), ("other", Template::Layers)],
    )
    .await?;
    let machine = Machine::deploy(&account, told(&account, "orders,billing", "1", "execute")).await?;
    insta::assert_snapshot!(machine.run()?, @r"
    SUCCEEDED
    Uselatest: 1 updated
    Stacks checked: 2
    - orders updated: Api
    Outdated stacks left for the next run: 1
    ");
    assert_eq!(versions(&account, &["orders", "billing", "other"]).await?, [2, 1, 1]);
    insta::assert_snapshot!(machine.run()?, @r"
    SUCCEEDED
    Uselatest: 1 updated
    Stacks checked: 2
    - billing updated: Api
    ");
    assert_eq!(versions(&account, &["orders", "billing", "other"]).await?, [2, 2, 1]);
    insta::assert_snapshot!(machine.run()?, @r"
    SUCCEEDED
    Uselatest: nothing to do
    Stacks checked: 2
    ");
    Ok(())
}

#[tokio::test]
async fn what_goes_wrong_is_reported_and_the_rest_goes_on() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "940000000003");
    let stacks =
        [("orders", Template::Layers), ("billing", Template::LayersAndMore), ("pinned", Template::Pinned)];
    deploy(&account, &stacks).await?;
    let machine =
        Machine::deploy(&account, told(&account, "orders,billing,pinned,nowhere", "10", "execute")).await?;
    insta::assert_snapshot!(machine.run()?, @r"
    FAILED
    Uselatest: 1 refused, 1 updated
    Stacks checked: 3
    - orders updated: Api
    - billing refused: more than layers would change: Api (AWS::Lambda::Function): modified (Description, Layers)
    Outdated, but not fixed by a refresh:
    - pinned, pinned-api, function: tools:1, newest is 2; pinned: the template specifies the version
    Cannot read stack `nowhere`: no such stack in this account and region
    ");
    assert_eq!(versions(&account, &["orders", "billing", "pinned"]).await?, [2, 1, 1]);
    assert_eq!(account.change_sets("billing").await?, 0);
    Ok(())
}

/// Functions that ask an account whose stacks give trouble.
#[tokio::test]
async fn what_takes_too_long_has_a_forced_end() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let with = |name: &str, change, update| Stack { change, update, ..Stack::new(name, 1) };
    let layers = Change::Layers("");
    let cloud = Cloud::start(
        2,
        vec![
            with("billing", Change::Pending, Update::Succeeds),
            with("catalogue", layers, Update::Never),
            with("invoices", layers, Update::RollsBack("the layer is too large")),
            with("mail", Change::Fails("Parameter `Stage` has no value"), Update::Succeeds),
            with("orders", layers, Update::Succeeds),
            Stack { status: "UPDATE_IN_PROGRESS", update: Update::Never, ..Stack::new("search", 1) },
            with("users", Change::Nothing, Update::Succeeds),
        ],
    )?;
    let account = account(server, "940000000006");
    let endpoint = cloud.api.endpoint();
    let told = Told { endpoint: &endpoint, ..told(&account, "*", "10", "execute") };
    let machine = Machine::deploy(&account, told).await?;
    insta::assert_snapshot!("forced_end", machine.run()?);
    assert!(cloud.strays().is_empty(), "{:?}", cloud.strays());
    Ok(())
}

/// The longest untouched stacks come first, and refused ones last, so that they do not block the others for ever.
#[tokio::test]
async fn eleven_refused_stacks_and_a_good_one() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let refused = |number: usize| Stack {
        change: Change::Layers(BILLING),
        ..Stack::new(format!("refused-{number:02}"), 1)
    };
    let good = Stack { updated: "2026-01-02T00:00:00Z", ..Stack::new("a-good-one", 1) };
    let stacks = (1..=11).map(refused).chain([good]).collect();
    let cloud = Cloud::start(2, stacks)?;
    let account = account(server, "940000000007");
    let endpoint = cloud.api.endpoint();
    let told = Told { endpoint: &endpoint, ..told(&account, "*", "10", "execute") };
    let machine = Machine::deploy(&account, told).await?;
    assert_seen!("refused_first_run", machine.run()?);
    assert_eq!(cloud.world().stacks[11].layer, 1);
    assert_seen!("refused_second_run", machine.run()?);
    assert_eq!(cloud.world().stacks[11].layer, 2);
    // Somebody has deployed one of them, so it is tried before the others.
    cloud.world().stacks[3].updated = "2099-01-01T00:00:00Z";
    cloud.world().stacks[3].change = Change::Layers("");
    assert_seen!("refused_third_run", machine.run()?);
    assert_eq!(cloud.world().stacks[3].layer, 2);
    assert!(cloud.strays().is_empty(), "{:?}", cloud.strays());
    Ok(())
}

#[tokio::test]
async fn the_longest_untouched_stack_is_first() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let stack = |name: &str, updated| Stack { updated, ..Stack::new(name, 1) };
    let stacks = vec![
        stack("a", "2026-03-01T00:00:00Z"),
        stack("b", "2026-01-01T00:00:00Z"),
        stack("c", "2026-02-01T00:00:00Z"),
    ];
    let cloud = Cloud::start(2, stacks)?;
    let account = account(server, "940000000008");
    let endpoint = cloud.api.endpoint();
    // In a dry run, no stack ever gets its layers, and yet each has its turn.
    let told = Told { endpoint: &endpoint, ..told(&account, "*", "1", "dry-run") };
    let machine = Machine::deploy(&account, told).await?;
    let mut turns = Vec::new();
    for _ in 0..4 {
        let report = machine.run()?;
        turns.extend(report.lines().find(|line| line.starts_with("- ")).map(str::to_owned));
    }
    assert_eq!(turns, ["b", "c", "a", "b"].map(|name| format!("- {name} would be updated: Api")));
    Ok(())
}

/// The engine reuses the processed template, so only a template that is sent again gets new layers.
#[tokio::test]
async fn the_original_template_is_sent() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "940000000009");
    engine::deploy(server, &account, Previous::IsReused).await?;
    let bucket = engine::bucket_name(&account);
    let told = Told { bucket: &bucket, ..told(&account, "extended,large,question,small", "10", "execute") };
    let machine = Machine::deploy(&account, told).await?;
    assert_seen!("original_template", machine.run()?);
    assert_eq!(
        engine::versions(&account, &["extended", "large", "question", "small"]).await?,
        ["2", "2", "1", "2"]
    );
    Ok(())
}

#[tokio::test]
async fn a_function_refuses_what_the_settings_forbid() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "940000000004");
    deploy(&account, &[("orders", Template::Layers), ("other", Template::Layers)]).await?;
    let machine = Machine::deploy(&account, told(&account, "orders", "10", "dry-run")).await?;
    let stack =
        |id: &str| format!(r#"{{"name": "orders", "id": "{id}", "changeSet": {{"stack": "s", "id": "c"}}}}"#);
    let (own, other) = (stack(&id(&account, "orders").await?), stack(&id(&account, "other").await?));
    let create = format!(r#"{{"task": "create-change-set", "run": "r", "stack": {other}}}"#);
    let answer = machine.invoke(&create).await?;
    assert!(answer.contains("NotAllowed") && answer.contains("`other` is not one of"), "{answer}");
    let execute = format!(r#"{{"task": "execute-change-set", "stack": {own}}}"#);
    let answer = machine.invoke(&execute).await?;
    assert!(answer.contains("DryRun") && answer.contains("Mode=execute"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_published_layer_version_is_noticed() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let pattern = machine::resource("OnPublishedLayerVersion")?["Properties"]["EventPattern"].to_string();
    let event = |detail: serde_json::Value| {
        serde_json::json!({"id": "1", "account": "940000000005", "region": "eu-central-1", "resources": [],
            "time": "2026-01-01T00:00:00Z", "source": "aws.lambda",
            "detail-type": "AWS API Call via CloudTrail", "detail": detail})
    };
    let (lambda, published) = ("lambda.amazonaws.com", "PublishLayerVersion20181031");
    let cases = [
        (event(serde_json::json!({"eventSource": lambda, "eventName": published})), true),
        (
            event(serde_json::json!({"eventSource": lambda, "eventName": "UpdateFunctionCode20150331v2"})),
            false,
        ),
        (
            event(
                serde_json::json!({"eventSource": lambda, "eventName": published, "errorCode": "AccessDenied"}),
            ),
            false,
        ),
    ];
    for (event, expected) in cases {
        let request = serde_json::json!({"EventPattern": pattern, "Event": event.to_string()}).to_string();
        let answer = end_to_end::aws_json::call(
            server.endpoint(),
            "940000000005",
            "AWSEvents.TestEventPattern",
            &request,
        )?;
        let answer: serde_json::Value = serde_json::from_str(&answer)?;
        assert_eq!(answer["Result"], expected, "{event}");
    }
    Ok(())
}
