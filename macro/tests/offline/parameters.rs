//! The parameters that a template passes to the macro.

use crate::stack::{OWN, expansion, full, function, outcome};
use uselatest::expand::problem::message;

fn with(parameters: &str, lines: &str) -> String {
    full(&format!(
        "Transform: [{{Name: Uselatest, Parameters: {parameters}}}, AWS::Serverless-2016-10-31]\n{}",
        function(lines)
    ))
}

#[tokio::test]
async fn each_parameter_does_what_it_says() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("{}", "['OWN:tools:3']", "kept: it is pinned to a version"),
        ("{Pinned: keep}", "['OWN:tools:3']", "kept: it is pinned to a version"),
        ("{Pinned: upgrade}", "['OWN:tools:3']", "OWN:tools:7"),
        ("{Pinned: upgrade}", "['OWN:tools:7']", "kept: it is already the newest version"),
        ("{Pinned: upgrade}", "['OWN:tools:9']", "kept: it is already the newest version"),
        (
            "{Pinned: upgrade}",
            "['OWN:arm:3']",
            "refused: no version supports x86_64; version 5, the newest, supports arm64; publish \
          a compatible version, or set `Compatibility: ignore`",
        ),
        ("{Pinned: upgrade}", "['THEIRS:shared:3']", "THEIRS:shared:9"),
        (
            "{Pinned: upgrade}",
            "['THEIRS:hidden:3']",
            "kept: it is pinned to a version, and no other version is accessible",
        ),
        (
            "{Pinned: upgrade}",
            "['OWN:toolz:3']",
            "refused: unknown layer in account 123456789012, \
          region eu-central-1; did you mean `tools`?",
        ),
        (
            "{Pinned: upgrade}",
            "[!Sub 'arn:aws:lambda:${AWS::Region}:123456789012:layer:tools:3']",
            "kept: it is pinned to a version",
        ),
        ("{OnMissing: keep}", "[toolz]", "kept: the layer or version does not exist"),
        ("{OnMissing: keep}", "['tools:9']", "kept: the layer or version does not exist"),
        ("{OnMissing: keep}", "['tools:9+']", "kept: the layer or version does not exist"),
        ("{OnMissing: fail, Compatibility: check}", "[tools]", "OWN:tools:7"),
        ("{Exclude: [tools]}", "[tools, fonts]", "OWN:fonts:24 | kept: it is excluded"),
        ("{Exclude: [to*s, '?ont?']}", "[tools, fonts]", "kept: it is excluded | kept: it is excluded"),
        ("{Exclude: '*:latest'}", "['tools:latest', fonts]", "OWN:fonts:24 | kept: it is excluded"),
        ("{Exclude: ['tool', 'OOLS', '*x*']}", "[tools]", "OWN:tools:7"),
        ("{Exclude: '**s'}", "[tools]", "kept: it is excluded"),
        ("{Exclude: !Split [',', 'a,tools']}", "[tools]", "kept: it is excluded"),
        ("{Pinned: !Ref Mode}", "['OWN:tools:3']", "OWN:tools:7"),
    ];
    for (parameters, layers, expected) in cases {
        let text = with(parameters, &format!("Layers: {layers}"))
            + "Parameters: {Mode: {Type: String, Default: upgrade}}\n";
        assert_eq!(outcome(&expansion(&text).await?), expected, "{parameters} {layers}");
    }
    Ok(())
}

#[tokio::test]
async fn wrong_parameters_are_refused_with_a_suggestion() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("{Pined: keep}", "Parameters.Pined `keep`: unknown parameter; did you mean `Pinned`?"),
        ("{pinned: keep}", "Parameters.pinned `keep`: unknown parameter; did you mean `Pinned`?"),
        (
            "{Qqq: 1}",
            "Parameters.Qqq `1`: unknown parameter; the macro accepts Pinned, Compatibility, OnMissing, ",
        ),
        ("{Pinned: newest}", "Parameters.Pinned `newest`: the value must be `keep` or `upgrade`"),
        ("{Pinned: }", "Parameters.Pinned: the value must be `keep` or `upgrade`"),
        ("{Pinned: [keep]}", "Parameters.Pinned: the value must be `keep` or `upgrade`"),
        ("{Compatibility: no}", "Parameters.Compatibility `no`: the value must be `check` or `ignore`"),
        ("{OnMissing: ignore}", "Parameters.OnMissing `ignore`: the value must be `fail` or `keep`"),
        ("{Report: 1}", "Parameters.Report `1`: the value must be `true` or `false`"),
        ("{Exclude: {a: b}}", "Parameters.Exclude: the value must be a list of patterns"),
        ("{Exclude: [[a]]}", "Parameters.Exclude: the value must be a list of patterns"),
        ("{Exclude: ['']}", "Parameters.Exclude: the value must be a list of patterns"),
        ("{Runtime: x}", "Parameters.Runtime `x`: only valid together with `Layer`"),
        ("{Architecture: arm64}", "Parameters.Architecture `arm64`: only valid together with `Layer`"),
        ("{Architecture: arm}", "Parameters.Architecture `arm`: the value must be `arm64` or `x86_64`"),
        ("{Pinned: !Ref Queue}", "Parameters.Pinned: the value is unknown: `Queue` is not declared"),
        ("{Layer: tools}", "Parameters.Layer: the ARN would replace the other keys beside Fn::Transform"),
        ("{A: 1, B: 2}", "Parameters.B `2`: "),
    ];
    for (parameters, expected) in cases {
        let message = message(&expansion(&with(parameters, "Layers: [tools]")).await?.problems);
        assert!(message.contains(expected), "{parameters}: {message}");
    }
    Ok(())
}

#[tokio::test]
async fn a_report_is_added_where_the_template_has_room() -> Result<(), Box<dyn std::error::Error>> {
    let report = r#"{"Resolved":{"Resources.F.Properties.Layers[0]":"OWNtools:7"}}"#.replace("OWN", OWN);
    let function = r#"{"F":{"Type":"AWS::Lambda::Function","Properties":{"Layers":["tools"]}}}"#;
    let transform = r#""Transform":{"Name":"Uselatest","Parameters":{"Report":"true"}}"#;
    let cases = [
        ("", format!(r#""Metadata":{{"Uselatest":{report}}},"#)),
        (r#""Metadata":{},"#, format!(r#""Metadata":{{"Uselatest":{report}}},"#)),
        (r#""Metadata":{"a":1},"#, format!(r#""Metadata":{{"Uselatest":{report},"a":1}},"#)),
        (
            r#""Metadata":{"Uselatest":{"old":1},"a":1},"#,
            format!(r#""Metadata":{{"Uselatest":{report},"a":1}},"#),
        ),
    ];
    for (before, after) in cases {
        let text =
            |metadata: &str, function: &str| format!(r#"{{{metadata}{transform},"Resources":{function}}}"#);
        let before = text(before, function);
        let resolved = function.replace("tools", &format!("{OWN}tools:7"));
        assert_eq!(expansion(&before).await?.edits.apply(&before), text(&after, &resolved));
    }
    let yaml = "Transform:\n- Name: Uselatest\n  Parameters: {Report: true}\nMetadata:\n  a: 1 # b\n"
        .to_owned()
        + &crate::stack::function("Layers: [tools]");
    let after = expansion(&yaml).await?.edits.apply(&yaml);
    assert!(after.contains(&format!("Metadata:\n  Uselatest: {report}\n  a: 1 # b\n")), "{after}");
    Ok(())
}
