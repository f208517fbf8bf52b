//! What the first implementation of this macro got wrong; each test names one of its bugs or caveats.

use crate::function::{event, send, start};
use crate::support::{Outcome, client, publish};
use end_to_end::bootstrap::Bootstrap;
use end_to_end::ministack::ministack;

async fn account_with(
    account: &str,
    layers: &[&str],
) -> Result<Option<Bootstrap>, Box<dyn std::error::Error>> {
    let Some(server) = ministack() else { return Ok(None) };
    let client = client(server, account);
    for layer in layers {
        publish(&client, layer).await?;
    }
    Ok(Some(start(server.endpoint(), account)?))
}

fn layers(json: &str) -> String {
    format!(
        r#"{{"Resources": {{"F": {{"Type": "AWS::Lambda::Function", "Properties": {{"Layers": {json}}}}}}}}}"#
    )
}

fn own(account: &str, layer: &str) -> String {
    format!("arn:aws:lambda:eu-central-1:{account}:layer:{layer}")
}

#[tokio::test]
async fn layers_beyond_the_first_page_are_found() -> Outcome {
    let account = "400000000001";
    let names: Vec<_> = (0..60).map(|number| format!("layer-{number:02}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let Some(function) = account_with(account, &names).await? else { return Ok(()) };
    let all: Vec<_> = ["layer-00", "layer-59", "layer-49", "layer-50"].to_vec();
    let answer = send(&function, &event(&layers(&format!("{all:?}")), account))?;
    for name in all {
        assert!(answer.text().contains(&own(account, &format!("{name}:1"))), "{}", answer.text());
    }
    Ok(())
}

#[tokio::test]
async fn a_warm_function_sees_new_versions() -> Outcome {
    let account = "400000000002";
    let Some(function) = account_with(account, &["tools"]).await? else { return Ok(()) };
    let Some(server) = ministack() else { return Ok(()) };
    for number in 1..4 {
        let answer = send(&function, &event(&layers(r#"["tools"]"#), account))?;
        assert!(answer.text().contains(&own(account, &format!("tools:{number}"))), "{}", answer.text());
        publish(&client(server, account), "tools").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_function_in_place_of_the_list_keeps_its_shape() -> Outcome {
    let account = "400000000003";
    let Some(function) = account_with(account, &["tools"]).await? else { return Ok(()) };
    let fragment = layers(r#"{"Fn::If": ["C", ["tools"], {"Ref": "AWS::NoValue"}]}"#);
    let answer = send(&function, &event(&fragment, account))?;
    assert_eq!(answer.text(), fragment.replace("tools", &own(account, "tools:1")));
    Ok(())
}

#[tokio::test]
async fn a_layer_of_another_account_or_region_never_becomes_the_own_one() -> Outcome {
    let account = "400000000004";
    let Some(function) = account_with(account, &["tools"]).await? else { return Ok(()) };
    if let Some(server) = ministack() {
        publish(&client(server, "499999999999"), "tools").await?;
    }
    let (other_account, other_region) =
        (own("499999999999", "tools"), own(account, "tools").replace("central", "west"));
    for arn in [other_account, other_region] {
        for version in ["", ":latest", ":1+"] {
            let answer = send(&function, &event(&layers(&format!(r#"["{arn}{version}"]"#)), account))?;
            assert_eq!(answer.status, "failure", "{arn}{version}");
            assert!(!answer.text().contains(&own(account, "tools:1")), "{}", answer.text());
        }
    }
    Ok(())
}

#[tokio::test]
async fn latest_and_unknown_names_do_not_fail_later() -> Outcome {
    let account = "400000000005";
    let Some(function) = account_with(account, &["tools"]).await? else { return Ok(()) };
    let answer = send(&function, &event(&layers(r#"["tools:latest"]"#), account))?;
    assert!(answer.text().contains(&own(account, "tools:1")), "{}", answer.text());
    let answer = send(&function, &event(&layers(r#"["toools"]"#), account))?;
    assert!(
        answer.status == "failure" && answer.text().contains("did you mean `tools`?"),
        "{}",
        answer.text()
    );
    Ok(())
}

#[tokio::test]
async fn odd_templates_do_not_crash_it() -> Outcome {
    let account = "400000000006";
    let Some(function) = account_with(account, &["tools"]).await? else { return Ok(()) };
    let without_properties = r#"{"Resources": {"F": {"Type": "AWS::Lambda::Function"}}}"#;
    let answer = send(&function, &event(without_properties, account))?;
    assert_eq!((answer.status.as_str(), answer.text().as_str()), ("success", without_properties));
    let in_loop = r#"{"Resources": {"Fn::ForEach::L": ["I", ["A"], {"F${I}": {"Type": "AWS::Lambda::Function", "Properties":
        {"Layers": ["tools"]}}}]}}"#;
    let answer = send(&function, &event(in_loop, account))?;
    assert_eq!(answer.text(), in_loop.replace("\"tools\"", &format!("\"{}\"", own(account, "tools:1"))));
    let answer = send(&function, &event(&layers(r#"["tools", null]"#), account))?;
    assert!(
        answer.text().contains("Resources.F.Properties.Layers[1] `null`: null is not a layer"),
        "{}",
        answer.text()
    );
    Ok(())
}

/// The three caveats: pinned ARNs, intrinsic functions, layers of other accounts.
#[tokio::test]
async fn what_it_could_not_do_can_be_done() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let (account, theirs) = ("400000000007", "400000000008");
    let Some(function) = account_with(account, &["tools", "tools"]).await? else { return Ok(()) };
    let owner = client(server, theirs);
    for number in 1..=3 {
        publish(&owner, "shared").await?;
        let grant = owner.add_layer_version_permission().layer_name("shared").version_number(number);
        grant.statement_id("a").action("lambda:GetLayerVersion").principal("*").send().await?;
    }
    let pinned = format!(r#"["{}"]"#, own(account, "tools:1"));
    let upgraded = crate::function::event_with(&layers(&pinned), account, r#"{"Pinned": "upgrade"}"#, "{}");
    let function_of_it =
        layers(r#"[{"Fn::Sub": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:layer:tools"}]"#);
    let shared = layers(&format!(r#"["{}"]"#, own(theirs, "shared:1+")));
    let cases = [
        (upgraded, own(account, "tools:2")),
        (event(&function_of_it, account), own(account, "tools:2")),
        (event(&shared, account), own(theirs, "shared:3")),
    ];
    for (event, expected) in cases {
        let answer = send(&function, &event)?;
        assert_eq!(answer.text(), layers(&format!(r#"["{expected}"]"#)));
    }
    Ok(())
}
