//! What a user sees of each thing that can happen.

use end_to_end::cloud_api::refusal;
use end_to_end::lambda_api::Answer;

use crate::support::{Outcome, Seen, assert_seen, program, run};
use crate::world::{ACCOUNT, BILLING, Change, Cloud, OTHER_LAYER, Stack, TEMPLATE, Update};

const EXECUTE: [&str; 5] = ["refresh", "--all", "--execute", "--yes", "--wait"];

fn see(cloud: &Cloud, arguments: &[&str]) -> Result<Seen, Box<dyn std::error::Error>> {
    run(&cloud.api.endpoint(), ACCOUNT, arguments)
}

#[test]
fn nothing_to_do() -> Outcome {
    let cloud = Cloud::start(3, vec![Stack::new("orders", 3), Stack::new("billing", 3)])?;
    assert_seen!("nothing_outdated", see(&cloud, &["outdated", "--all"])?);
    assert_seen!("nothing_to_refresh", see(&cloud, &EXECUTE)?);
    assert!(!cloud.api.counts().contains_key("CreateChangeSet"));
    Ok(())
}

#[test]
fn three_stacks_one_outdated() -> Outcome {
    let stacks = ["billing", "catalogue"].map(|name| Stack::new(name, 3));
    let cloud = Cloud::start(3, [vec![Stack::new("orders", 1)], stacks.to_vec()].concat())?;
    assert_seen!("one_outdated", see(&cloud, &["outdated", "--all"])?);
    assert_seen!("one_outdated_json", see(&cloud, &["outdated", "o*", "--output-format", "json"])?);
    assert_seen!("one_planned", see(&cloud, &["refresh", "--all"])?);
    assert!(cloud.strays().is_empty());
    assert_seen!("one_executed", see(&cloud, &EXECUTE)?);
    assert_seen!("one_executed_again", see(&cloud, &EXECUTE)?);
    let created = cloud.api.calls().into_iter().find(|call| call.action == "CreateChangeSet");
    let created = created.ok_or("a change set was created")?;
    let mut parameters: Vec<_> =
        created.parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    parameters.sort();
    insta::assert_snapshot!("create_change_set", parameters.join("\n"));
    Ok(())
}

/// The counts of what was checked would only say that nothing is outdated.
#[test]
fn a_missing_region_is_the_only_message() -> Outcome {
    for command in ["outdated", "refresh"] {
        let mut program = program("http://127.0.0.1:9", ACCOUNT, &[command, "--all"]);
        let seen = Seen::from(program.env_remove("AWS_REGION").output()?);
        assert_eq!(
            (seen.code, seen.out.as_str(), seen.notes.as_str()),
            (Some(2), "", "error: no AWS region is configured; set --region or AWS_REGION\n")
        );
    }
    Ok(())
}

#[test]
fn without_a_yes_nothing_is_executed() -> Outcome {
    let cloud = Cloud::start(2, vec![Stack::new("orders", 1)])?;
    assert_seen!("no_terminal", see(&cloud, &["refresh", "orders", "--execute"])?);
    assert!(cloud.api.calls().is_empty());
    Ok(())
}

fn sam(transform: &str, all_properties: bool) -> String {
    let all = if all_properties { "\n      AutoPublishAliasAllProperties: true" } else { "" };
    format!(
        "Transform: {transform}\nResources:\n  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      \
         Layers: [tools]\n      AutoPublishAlias: live{all}\n"
    )
}

/// The alias stays on its version when SAM comes before the macro, or only looks at the code.
#[test]
fn an_alias_is_frozen() -> Outcome {
    let alias = vec![("live", "7", 1)];
    let with = |name: &str, layer, template: String| Stack {
        aliases: alias.clone(),
        template,
        ..Stack::new(name, layer)
    };
    let cloud = Cloud::start(
        2,
        vec![
            with("wrong-order", 2, sam("[AWS::Serverless-2016-10-31, Uselatest]", true)),
            with("code-only", 2, sam("[Uselatest, AWS::Serverless-2016-10-31]", false)),
            with("plain", 2, TEMPLATE.to_owned()),
            with("right", 1, sam("[Uselatest, AWS::Serverless-2016-10-31]", true)),
        ],
    )?;
    assert_seen!("frozen_aliases", see(&cloud, &["outdated", "--all"])?);
    assert_seen!("frozen_aliases_refresh", see(&cloud, &EXECUTE)?);
    Ok(())
}

#[test]
fn what_a_redeploy_does_not_help() -> Outcome {
    let with = |name: &str, template: &str| Stack { template: template.to_owned(), ..Stack::new(name, 1) };
    let other = |name: &str, layer: &str| Stack {
        layer_name: OTHER_LAYER,
        ..with(name, &TEMPLATE.replace("tools", &format!("'{layer}'")))
    };
    let arn = format!("arn:aws:lambda:eu-central-1:{ACCOUNT}:layer:tools:1");
    let cloud = Cloud::start(
        2,
        vec![
            with("no-macro", &TEMPLATE.replace("Transform: Uselatest\n", "")),
            with("pinned", &TEMPLATE.replace("[tools]", &format!("['{arn}']"))),
            with("numbered", &TEMPLATE.replace("[tools]", "['tools:1']")),
            with("refused", &TEMPLATE.replace("[tools]", "[tools, 7]")),
            with("unknown", &TEMPLATE.replace("[tools]", "[!ImportValue layer]")),
            with("floor", &TEMPLATE.replace("[tools]", "['tools:1+']")),
            other("other-account", OTHER_LAYER),
            other("other-account-floor", &format!("{OTHER_LAYER}:1+")),
            other("other-account-pinned", &format!("{OTHER_LAYER}:1")),
        ],
    )?;
    assert_seen!("obstacles", see(&cloud, &["outdated", "--all"])?);
    Ok(())
}

#[test]
fn a_change_set_would_touch_something_else() -> Outcome {
    let stacks = vec![
        Stack { change: Change::Layers(BILLING), ..Stack::new("orders", 1) },
        Stack {
            aliases: vec![("live", "7", 1)],
            template: sam("[Uselatest, AWS::Serverless-2016-10-31]", true),
            ..Stack::new("billing", 1)
        },
    ];
    let cloud = Cloud::start(2, stacks)?;
    assert_seen!("more_than_layers_planned", see(&cloud, &["refresh", "--all"])?);
    let json = [&EXECUTE[..], &["--output-format", "json"]].concat();
    assert_seen!("more_than_layers_refused", see(&cloud, &json)?);
    assert!(cloud.strays().is_empty());
    assert_eq!(cloud.world().stacks.iter().map(|one| one.layer).collect::<Vec<_>>(), [1, 2]);
    assert_seen!("more_than_layers_forced", see(&cloud, &[&EXECUTE[..], &["--force"]].concat())?);
    assert_eq!(cloud.world().stacks[0].layer, 2);
    Ok(())
}

#[test]
fn change_sets_and_updates_fail() -> Outcome {
    let reason = "Transform 920000000001::Uselatest failed with: unknown layer";
    let stacks = vec![
        Stack { change: Change::Fails(reason), ..Stack::new("refused-by-macro", 1) },
        Stack { change: Change::Nothing, ..Stack::new("unchanged", 1) },
        Stack { change: Change::DeployedMeanwhile, ..Stack::new("up-to-date", 1) },
        Stack { change: Change::Nested(BILLING), ..Stack::new("something-else", 1) },
        Stack { update: Update::RollsBack("Layer is too large"), ..Stack::new("rolled-back", 1) },
        Stack { status: "UPDATE_ROLLBACK_FAILED", ..Stack::new("stuck", 1) },
        Stack::new("fine", 1),
    ];
    let cloud = Cloud::start(2, stacks)?;
    // One after the other, so that the output has an order.
    assert_seen!("failures", see(&cloud, &[&EXECUTE[..], &["--parallel", "1"]].concat())?);
    assert!(cloud.strays().is_empty());
    Ok(())
}

#[test]
fn stacks_wait_for_those_they_import_from() -> Outcome {
    let stacks = vec![
        Stack { imports: Some("api"), ..Stack::new("a-third", 1) },
        Stack { imports: Some("core"), exports: Some("api"), ..Stack::new("b-second", 1) },
        Stack { exports: Some("core"), ..Stack::new("c-first", 1) },
    ];
    let cloud = Cloud::start(2, stacks.clone())?;
    assert_seen!("in_order", see(&cloud, &EXECUTE)?);
    let mut stacks = stacks;
    stacks[2].update = Update::RollsBack("no capacity");
    let cloud = Cloud::start(2, stacks)?;
    assert_seen!("in_order_after_a_failure", see(&cloud, &EXECUTE)?);
    assert!(cloud.strays().is_empty());
    Ok(())
}

/// A nested stack is deployed through the one at the top.
#[test]
fn nested_stacks() -> Outcome {
    const CHILD: &str = "<member><Type>Resource</Type><ResourceChange><Action>Modify</Action>\
        <LogicalResourceId>Child</LogicalResourceId><PhysicalResourceId>CHILD</PhysicalResourceId>\
        <ResourceType>AWS::CloudFormation::Stack</ResourceType><Replacement>False</Replacement>\
        <ChangeSetId>nested-change-set</ChangeSetId><Details><member><Target><Attribute>Properties</Attribute></Target>\
        <Evaluation>Dynamic</Evaluation><ChangeSource>Automatic</ChangeSource></member></Details></ResourceChange>\
        </member>";
    let root =
        "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: x}\n";
    let child = Stack { change: Change::Layers(BILLING), ..Stack::new("root-child", 1) };
    let change: &'static str = CHILD.replace("CHILD", &child.id()).leak();
    let root = Stack {
        nested: Some("root-child"),
        template: root.to_owned(),
        change: Change::Nested(change),
        ..Stack::new("root", 2)
    };
    let cloud = Cloud::start(2, vec![root, child])?;
    assert_seen!("nested_refused", see(&cloud, &["refresh", "root"])?);
    cloud.world().stacks[1].change = Change::Layers("");
    assert_seen!("nested_executed", see(&cloud, &EXECUTE)?);
    let created = cloud.api.calls().into_iter().rfind(|call| call.action == "CreateChangeSet");
    let created = created.ok_or("a change set was created")?;
    assert_eq!(created.get("IncludeNestedStacks"), "true");
    assert!(created.get("StackName").contains(":stack/root/"));
    Ok(())
}

/// With the previous template, the macro may not run again.
#[test]
fn the_original_template_is_sent() -> Outcome {
    let extended = TEMPLATE.replace("Uselatest", "[Uselatest, AWS::LanguageExtensions]");
    let templates = [TEMPLATE.to_owned(), extended, format!("{TEMPLATE}# {}\n", "x".repeat(52_000))];
    let stack = |(index, template): (usize, &String)| Stack {
        template: template.clone(),
        ..Stack::new(format!("stack-{index}"), 1)
    };
    let cloud = Cloud::start(2, templates.iter().enumerate().map(stack).collect())?;
    // One after the other, so that the output has an order.
    assert_seen!("original_template", see(&cloud, &[&EXECUTE[..], &["--parallel", "1"]].concat())?);
    let created: Vec<_> =
        cloud.api.calls().into_iter().filter(|call| call.action == "CreateChangeSet").collect();
    let mut sent: Vec<_> = created.iter().map(|call| call.get("TemplateBody")).collect();
    sent.sort_unstable_by_key(|template| template.len());
    assert_eq!(sent, templates[..2]);
    assert!(created.iter().all(|call| call.get("UsePreviousTemplate").is_empty()), "{created:?}");
    Ok(())
}

/// Whether a deployment helps is not certain, and it does not: the layers stay outdated.
#[test]
fn an_uncertain_deployment_changes_nothing() -> Outcome {
    let template = TEMPLATE.replace("[tools]", "[!ImportValue layer]");
    let cloud =
        Cloud::start(2, vec![Stack { template, change: Change::Nothing, ..Stack::new("orders", 1) }])?;
    assert_seen!("unchanged", see(&cloud, &EXECUTE)?);
    Ok(())
}

#[test]
fn a_bucket_has_a_valid_name() -> Outcome {
    let cloud = Cloud::start(2, vec![])?;
    for name in ["", "ab", "UPPER", "a/b", "a..b", "größe"] {
        let seen = see(&cloud, &["refresh", "--all", "--bucket", name])?;
        assert!(seen.code == Some(2) && seen.notes.contains("expected the name of a bucket"), "{seen}");
    }
    Ok(())
}

/// What an interrupted run has left behind, because it was killed, is replaced.
#[test]
fn a_leftover_is_replaced() -> Outcome {
    let leftover = vec!["uselatest-refresh".to_owned()];
    let cloud = Cloud::start(2, vec![Stack { change_sets: leftover, ..Stack::new("orders", 1) }])?;
    let seen = see(&cloud, &EXECUTE)?;
    assert!(seen.code == Some(0) && cloud.strays().is_empty(), "{seen}");
    Ok(())
}

#[test]
fn what_cannot_be_read_is_said() -> Outcome {
    let cloud = Cloud::start(2, vec![Stack::new("orders", 1), Stack::new("billing", 1)])?;
    cloud.world().instead = Box::new(|call| {
        let is_billing = call.get("StackName").contains("billing");
        (call.action == "ListStackResources" && is_billing)
            .then(|| refusal("AccessDenied", "User is not authorized to perform this"))
    });
    assert_seen!("partly_denied", see(&cloud, &["outdated", "--all"])?);
    assert_seen!("no_such_stack", see(&cloud, &["outdated", "ordres", "orders"])?);
    Ok(())
}

/// A throttled request is repeated, and given up in the end.
#[test]
fn throttling() -> Outcome {
    let cloud = Cloud::start(2, vec![Stack::new("orders", 1)])?;
    let left = std::sync::atomic::AtomicUsize::new(2);
    cloud.world().instead = Box::new(move |call| {
        let is_first = left.load(std::sync::atomic::Ordering::SeqCst) > 0;
        if !is_first || call.action != "ListStackResources" {
            return None;
        }
        left.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
        Some(refusal("Throttling", "Rate exceeded"))
    });
    assert_eq!(see(&cloud, &["outdated", "orders"])?.code, Some(1));
    assert_eq!(cloud.api.counts()["ListStackResources"], 3);
    cloud.world().instead =
        Box::new(|call| call.action.ends_with("/layers/tools/versions").then(Answer::throttled));
    assert_seen!("throttled", see(&cloud, &["outdated", "orders"])?);
    Ok(())
}

#[test]
fn the_macro_has_another_name() -> Outcome {
    let template = TEMPLATE.replace("Uselatest", "LatestLayers");
    let cloud = Cloud::start(2, vec![Stack { template, ..Stack::new("orders", 1) }])?;
    assert_seen!("unknown_macro_name", see(&cloud, &["outdated", "--all"])?);
    let name = ["--macro-name", "LatestLayers"];
    assert_seen!("macro_name", see(&cloud, &[&["outdated", "--all"], &name[..]].concat())?);
    let seen = see(&cloud, &[&EXECUTE[..], &name].concat())?;
    assert!(seen.code == Some(0) && cloud.world().stacks[0].layer == 2, "{seen}");
    let plain = TEMPLATE.replace("Transform: Uselatest\n", "");
    let cloud = Cloud::start(2, vec![Stack { template: plain, ..Stack::new("orders", 1) }])?;
    let seen = see(&cloud, &[&["outdated", "--all"], &name[..]].concat())?;
    assert!(seen.out.contains("add `Transform: LatestLayers`"), "{seen}");
    let seen = see(&cloud, &["outdated", "--all", "--macro-name", "1::LatestLayers"])?;
    assert!(seen.code == Some(2) && seen.notes.contains("without an account"), "{seen}");
    Ok(())
}

/// A function keeps a deleted version until its layers change; a refresh never selects an older one by itself.
#[test]
fn a_version_is_gone() -> Outcome {
    let cloud =
        Cloud::start(3, vec![Stack::new("orders", 2), Stack::new("billing", 3), Stack::new("mail", 1)])?;
    cloud.world().deleted = vec![2];
    assert_seen!("gone", see(&cloud, &["outdated", "--all"])?);
    assert_seen!("gone_json", see(&cloud, &["outdated", "orders", "--output-format", "json"])?);
    cloud.world().deleted = vec![2, 3];
    assert_seen!("gone_newest", see(&cloud, &["outdated", "--all"])?);
    assert_seen!("gone_newest_refresh", see(&cloud, &EXECUTE)?);
    cloud.world().deleted = vec![1, 2, 3];
    assert_seen!("gone_all", see(&cloud, &["outdated", "--all"])?);
    Ok(())
}

/// A blocked version is reported where it is deployed, and no version is used that the macro would not use.
#[test]
fn the_macro_holds_versions_back() -> Outcome {
    let stacks = vec![Stack::new("orders", 1), Stack::new("billing", 3), Stack::new("mail", 2)];
    let cloud = Cloud::start(3, stacks.clone())?;
    let block = ["outdated", "--all", "--block", "tools:3"];
    assert_seen!("blocked", see(&cloud, &block)?);
    assert_seen!("blocked_json", see(&cloud, &[&block[..], &["--output-format", "json"]].concat())?);
    assert_seen!("blocked_all", see(&cloud, &["outdated", "--all", "--block", "tools"])?);
    let seen = see(&cloud, &["outdated", "--all", "--minimum-age", "9999w"])?;
    assert!(seen.code == Some(0), "{seen}");
    assert_seen!("behind", see(&cloud, &["outdated", "--all", "--behind", "1"])?);
    let seen = see(&cloud, &["outdated", "--all", "--minimum-age", "3 days"])?;
    assert!(seen.code == Some(2) && seen.notes.contains("expected an age such as"), "{seen}");

    // The versions of another account's layer cannot be listed, so they are searched from the deployed one on.
    let template = TEMPLATE.replace("[tools]", &format!("['{OTHER_LAYER}:1+']"));
    let foreign = Stack { template, layer_name: OTHER_LAYER, ..Stack::new("orders", 2) };
    let cloud = Cloud::start(4, vec![foreign])?;
    assert_seen!("blocked_hidden", see(&cloud, &["outdated", "--all", "--block", "shared:2"])?);
    assert_seen!("blocked_hidden_newer", see(&cloud, &["outdated", "--all", "--block", "shared:>1"])?);

    let transform = "Transform: {Name: Uselatest, Parameters: {Block: ['tools:3']}}\n";
    let template = TEMPLATE.replace("Transform: Uselatest\n", transform);
    let cloud = Cloud::start(3, vec![Stack { template, ..Stack::new("orders", 2) }])?;
    assert_seen!("held_back", see(&cloud, &["outdated", "--all"])?);
    Ok(())
}

#[test]
fn at_least_one_stack_is_updated_at_a_time() -> Outcome {
    let cloud = Cloud::start(2, vec![])?;
    let seen = see(&cloud, &["refresh", "--all", "--parallel", "0"])?;
    assert!(seen.code == Some(2) && seen.notes.contains("0 is not in 1.."), "{seen}");
    Ok(())
}

/// Each list ends when it returns a page for the second time.
#[test]
fn a_list_in_a_circle_is_stopped() -> Outcome {
    let cloud = Cloud::start(2, vec![Stack { aliases: vec![("live", "7", 1)], ..Stack::new("orders", 1) }])?;
    let circle = |name: &'static str, body: &'static str| {
        cloud.world().instead = Box::new(move |call| {
            (call.action == name || call.action.ends_with(name)).then(|| {
                if body.starts_with('{') {
                    Answer::ok(body)
                } else {
                    end_to_end::cloud_api::result(name, body)
                }
            })
        });
        see(&cloud, &["outdated", "orders*"])
    };
    let next = "<NextToken>again</NextToken>";
    for (action, body) in [
        ("ListStacks", next),
        ("ListStackResources", next),
        ("/versions", r#"{"Versions": [], "LayerVersions": [], "NextMarker": "again"}"#),
        ("/aliases", r#"{"Aliases": [], "NextMarker": "again"}"#),
    ] {
        let seen = circle(action, body)?;
        assert!(
            seen.code == Some(2) && seen.notes.contains("returned the same page again"),
            "{action}: {seen}"
        );
    }
    Ok(())
}
