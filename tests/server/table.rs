//! Every kind of reference to a layer, from the event to the answer, with the layers of two accounts on a server.

use crate::function::{event, event_with, send, start};
use crate::support::{Outcome, client, publish, publish_for};
use end_to_end::bootstrap::Bootstrap;
use end_to_end::ministack::ministack;

const OURS: &str = "300000000001";
const THEIRS: &str = "300000000002";

/// Two accounts: ours with 60 layers, theirs with one that grants some of its versions to everybody.
async fn accounts() -> Result<Option<Bootstrap>, Box<dyn std::error::Error>> {
    let Some(server) = ministack() else { return Ok(None) };
    let (ours, theirs) = (client(server, OURS), client(server, THEIRS));
    for _ in 0..57 {
        publish(&ours, "many").await?;
    }
    for number in 0..58 {
        publish(&ours, &format!("filler-{number}")).await?;
    }
    for number in [57, 56, 3] {
        ours.delete_layer_version().layer_name("many").version_number(number).send().await?;
    }
    publish_for(&ours, "choice", &["python3.12", "python3.13"], &["x86_64", "arm64"]).await?;
    publish_for(&ours, "choice", &["python3.13"], &["arm64"]).await?;
    publish_for(&ours, "choice", &["python3.14"], &["x86_64"]).await?;
    for number in 1..=30 {
        publish(&theirs, "shared").await?;
        if [12, 17, 26, 27].contains(&number) {
            let grant = theirs.add_layer_version_permission().layer_name("shared").version_number(number);
            grant.statement_id("all").action("lambda:GetLayerVersion").principal("*").send().await?;
        }
    }
    publish(&theirs, "hidden").await?;
    // Of the same name, but ours: it must never be taken for theirs.
    publish(&ours, "shared").await?;
    Ok(Some(start(server.endpoint(), OURS)?))
}

fn full(text: &str) -> String {
    let begin = |account: &str| format!("arn:aws:lambda:eu-central-1:{account}:layer:");
    text.replace("OURS:", &begin(OURS)).replace("THEIRS:", &begin(THEIRS))
}

#[tokio::test]
async fn every_row_of_the_table() -> Outcome {
    let Some(function) = accounts().await? else { return Ok(()) };
    let cases = [
        (r#"["many"]"#, r#"["OURS:many:55"]"#),
        (r#"["many:latest"]"#, r#"["OURS:many:55"]"#),
        (r#"["OURS:many"]"#, r#"["OURS:many:55"]"#),
        (r#"["OURS:many:latest"]"#, r#"["OURS:many:55"]"#),
        (r#"["many:2"]"#, r#"["OURS:many:2"]"#),
        (r#"["many:40+"]"#, r#"["OURS:many:55"]"#),
        (r#"["OURS:many:2"]"#, r#"["OURS:many:2"]"#),
        (r#"["OURS:many:3"]"#, r#"["OURS:many:3"]"#),
        (r#"["THEIRS:shared:12"]"#, r#"["THEIRS:shared:12"]"#),
        (r#"["THEIRS:shared:12+"]"#, r#"["THEIRS:shared:27"]"#),
        (r#"["shared"]"#, r#"["OURS:shared:1"]"#),
        (
            r#"["arn:aws:lambda:::awslayer:AmazonLinux1803"]"#,
            r#"["arn:aws:lambda:::awslayer:AmazonLinux1803"]"#,
        ),
        (r#"["{{resolve:ssm:/layer}}"]"#, r#"["{{resolve:ssm:/layer}}"]"#),
        (r#"[{"Ref": "Name"}]"#, r#"["OURS:many:55"]"#),
        (
            r#"[{"Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:layer:${Name}"}]"#,
            r#"["OURS:many:55"]"#,
        ),
        (r#"[{"Fn::Sub": ["${A}:40+", {"A": {"Ref": "Name"}}]}]"#, r#"["OURS:many:55"]"#),
        (r#"[{"Fn::Join": [":", ["many", "latest"]]}]"#, r#"["OURS:many:55"]"#),
        (r#"[{"Fn::Select": [1, {"Ref": "Names"}]}]"#, r#"["OURS:choice:2"]"#),
        (r#"[{"Fn::FindInMap": ["Map", {"Ref": "AWS::Region"}, "layer"]}]"#, r#"["OURS:many:55"]"#),
        (r#"[{"Fn::If": ["Yes", "many", "xyz"]}]"#, r#"[{"Fn::If": ["Yes", "OURS:many:55", "xyz"]}]"#),
        (r#"{"Fn::If": ["Yes", ["many"], ["xyz"]]}"#, r#"{"Fn::If": ["Yes", ["OURS:many:55"], ["xyz"]]}"#),
        (r#"{"Ref": "Names"}"#, r#"["OURS:many:55", "OURS:choice:2"]"#),
        (r#"{"Fn::Split": [",", "many,choice"]}"#, r#"["OURS:many:55", "OURS:choice:2"]"#),
        (r#"[{"Ref": "Pinned"}]"#, r#"[{"Ref": "Pinned"}]"#),
        (r#"[{"Ref": "Own"}, {"Fn::ImportValue": "x"}]"#, r#"[{"Ref": "Own"}, {"Fn::ImportValue": "x"}]"#),
        (r#"[{"Ref": "Stored"}]"#, r#"[{"Ref": "Stored"}]"#),
        (r#"["choice", "many"]"#, r#"["OURS:choice:2", "OURS:many:55"]"#),
        (r#"["THEIRS:shared"]"#, "so its versions cannot be listed; specify the lowest acceptable version"),
        (r#"["THEIRS:shared:28+"]"#, "no version from 28 on is accessible"),
        (r#"["THEIRS:hidden:1+"]"#, "no version from 1 on is accessible"),
        (r#"["many:57"]"#, "version 57 does not exist; the latest version is 55"),
        (r#"["many:56+"]"#, "no version 56 or newer exists; the latest version is 55"),
        (r#"["mnay"]"#, "did you mean `many`?"),
        (r#"["filler"]"#, "did you mean `filler-0` or `filler-1` or `filler-2`?"),
        (
            r#"["choice:3+"]"#,
            "no version supports python3.13, arm64; version 3, the newest, supports python3.14, x86_64",
        ),
        (r#"["arn:aws:lambda:eu-west-1:300000000001:layer:many"]"#, "the layer is in eu-west-1"),
        (r#"["arn:aws:lambda:eu-west-1:300000000001:layer:many:2"]"#, "the layer is in eu-west-1"),
    ];
    for (layers, expected) in cases {
        let template = |layers: &str| {
            full(&format!(
                r#"{{"Parameters": {{"Name": {{"Type": "String"}}, "Pinned": {{"Type": "String"}}, "Names": {{"Type":
            "CommaDelimitedList"}}, "Stored": {{"Type": "AWS::SSM::Parameter::Value<String>"}}}},
            "Conditions": {{"Yes": {{"Fn::Equals": [{{"Ref": "Name"}}, "many"]}}}},
            "Mappings": {{"Map": {{"eu-central-1": {{"layer": "many"}}}}}},
            "Resources": {{"Own": {{"Type": "AWS::Lambda::LayerVersion"}}, "F": {{"Type": "AWS::Lambda::Function",
                "Properties": {{"Runtime": "python3.13", "Architectures": ["arm64"], "X": 1.10, "Layers": {layers}}}}}}}}}"#
            ))
        };
        let values = full(
            r#"{"Name": "many", "Names": ["many", "choice"], "Pinned": "OURS:many:2", "Stored": "many"}"#,
        );
        let answer = send(&function, &event_with(&template(layers), OURS, "{}", &values))?;
        if answer.status == "success" {
            assert_eq!(answer.text(), template(expected), "{layers}");
        } else {
            assert!(answer.text().contains(expected), "{layers}: {}", answer.text());
        }
    }
    Ok(())
}

#[tokio::test]
async fn calls_by_fn_transform_are_answered() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = "300000000003";
    let client = client(server, account);
    publish_for(&client, "tools", &["python3.13"], &["arm64"]).await?;
    publish_for(&client, "tools", &["python3.14"], &["arm64"]).await?;
    let function = start(server.endpoint(), account)?;
    let arn = |number: u32| format!(r#""arn:aws:lambda:eu-central-1:{account}:layer:tools:{number}""#);
    let cases = [
        ("{}", r#"{"Layer": "tools"}"#, arn(2)),
        ("{}", r#"{"Layer": "tools", "Runtime": "python3.13"}"#, arn(1)),
        ("{}", r#"{"Layer": {"Ref": "Name"}, "Architecture": "arm64"}"#, arn(2)),
        (
            r#"{"Layers": ["tools"], "Runtime": "python3.13"}"#,
            "{}",
            format!(r#"{{"Layers": [{}], "Runtime": "python3.13"}}"#, arn(1)),
        ),
        (
            r#"{"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["tools"], "Architectures": ["arm64"]}}"#,
            r#"{"Compatibility": "ignore"}"#,
            format!(
                r#"{{"Type": "AWS::Lambda::Function", "Properties": {{"Layers": [{}], "Architectures": ["arm64"]}}}}"#,
                arn(2)
            ),
        ),
        ("{}", r#"{"Layer": "tools", "Architecture": "x86_64"}"#, "no version supports x86_64".to_owned()),
        (
            "{}",
            r#"{"Layer": "tools", "Runtimes": "x"}"#,
            "Parameters.Runtimes `x`: unknown parameter; did you mean `Runtime`?".to_owned(),
        ),
    ];
    for (fragment, parameters, expected) in cases {
        let answer = send(&function, &event_with(fragment, account, parameters, r#"{"Name": "tools"}"#))?;
        let text = answer.text();
        assert!(
            text == expected || (answer.status == "failure" && text.contains(&expected)),
            "{parameters}: {text}"
        );
    }
    Ok(())
}

/// SAM adds the layers of `Globals` to those of each function.
#[tokio::test]
async fn the_function_and_globals_count_together() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = "300000000004";
    publish(&client(server, account), "tools").await?;
    let function = start(server.endpoint(), account)?;
    let template = r#"{"Globals": {"Function": {"Layers": ["tools", {"Ref": "A"}, {"Ref": "B"}]}}, "Resources": {"F": {"Type":
        "AWS::Serverless::Function", "Properties": {"Layers": [{"Ref": "C"}, {"Ref": "D"}, {"Ref": "E"}]}}}}"#;
    let answer = send(&function, &event(template, account))?;
    let expected =
        "Resources.F.Properties.Layers: the function has 6 layers, 3 of them from Globals; the limit is 5";
    assert_eq!((answer.status.as_str(), answer.text().as_str()), ("failure", expected));
    Ok(())
}
