//! The refresher as `refresher.yaml` defines it: its state machine, its functions and its rule on a whole server.

mod fleet;
mod machine;

use end_to_end::ministack::ministack;

use crate::support::Outcome;
use fleet::{Fleet, Template};
use machine::Machine;

#[tokio::test]
async fn a_dry_run_reports_and_changes_nothing() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let fleet = Fleet::new(server, "940000000001");
    fleet
        .deploy(&[("orders", Template::Layers), ("billing", Template::Layers), ("other", Template::Layers)])
        .await?;
    let machine = Machine::deploy(&fleet, "orders,b*", 10, "dry-run").await?;
    let run = machine.run()?;
    insta::assert_snapshot!(run, @r"
    SUCCEEDED
    Uselatest: 2 would be refreshed
    Stacks looked at: 2
    This is a dry run: nothing was changed. Deploy the refresher with Mode=execute to let it.
    - billing would be refreshed: Api
    - orders would be refreshed: Api
    ");
    assert_eq!(fleet.versions(&["orders", "billing", "other"]).await?, [1, 1, 1]);
    assert_eq!(fleet.change_sets("orders").await?, 0);
    Ok(())
}

#[tokio::test]
async fn allowed_stacks_are_refreshed_so_many_at_a_time() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let fleet = Fleet::new(server, "940000000002");
    fleet
        .deploy(&[("orders", Template::Layers), ("billing", Template::Layers), ("other", Template::Layers)])
        .await?;
    let machine = Machine::deploy(&fleet, "orders,billing", 1, "execute").await?;
    insta::assert_snapshot!(machine.run()?, @r"
    SUCCEEDED
    Uselatest: 1 refreshed
    Stacks looked at: 2
    - billing refreshed: Api
    Outdated stacks left for the next run: 1
    ");
    assert_eq!(fleet.versions(&["orders", "billing", "other"]).await?, [1, 2, 1]);
    insta::assert_snapshot!(machine.run()?, @r"
    SUCCEEDED
    Uselatest: 1 refreshed
    Stacks looked at: 2
    - orders refreshed: Api
    ");
    assert_eq!(fleet.versions(&["orders", "billing", "other"]).await?, [2, 2, 1]);
    insta::assert_snapshot!(machine.run()?, @r"
    SUCCEEDED
    Uselatest: nothing to do
    Stacks looked at: 2
    ");
    Ok(())
}

#[tokio::test]
async fn what_goes_wrong_is_reported_and_the_rest_goes_on() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let fleet = Fleet::new(server, "940000000003");
    let stacks =
        [("orders", Template::Layers), ("billing", Template::LayersAndMore), ("pinned", Template::Pinned)];
    fleet.deploy(&stacks).await?;
    let machine = Machine::deploy(&fleet, "orders,billing,pinned,nowhere", 10, "execute").await?;
    insta::assert_snapshot!(machine.run()?, @r"
    FAILED
    Uselatest: 1 refused, 1 refreshed
    Stacks looked at: 3
    - orders refreshed: Api
    - billing refused: more than layers would change: Api (AWS::Lambda::Function): Description, Layers changes
    A refresh does not help:
    - pinned, pinned-api, function: tools:1, newest is 2; pinned: the template names the version
    Could not be read: stack `nowhere`: there is no stack `nowhere` in this account and region
    ");
    assert_eq!(fleet.versions(&["orders", "billing", "pinned"]).await?, [2, 1, 1]);
    assert_eq!(fleet.change_sets("billing").await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_function_refuses_what_the_settings_forbid() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let fleet = Fleet::new(server, "940000000004");
    fleet.deploy(&[("orders", Template::Layers), ("other", Template::Layers)]).await?;
    let machine = Machine::deploy(&fleet, "orders", 10, "dry-run").await?;
    let stack =
        |id: &str| format!(r#"{{"name": "orders", "id": "{id}", "changeSet": {{"stack": "s", "id": "c"}}}}"#);
    let (own, other) = (stack(&fleet.id("orders").await?), stack(&fleet.id("other").await?));
    let create = format!(r#"{{"task": "create-change-set", "run": "r", "stack": {other}}}"#);
    let answer = machine.invoke(&create).await?;
    assert!(answer.contains("NotAllowed") && answer.contains("`other` is not among"), "{answer}");
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
