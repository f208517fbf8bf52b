//! Where layers may stand: templates, SAM's globals, loops, and parts of templates.

use crate::stack::{OWN, call, expansion, full, outcome};
use uselatest::expand::problem::message;

/// A list of this many different layers.
fn pinned(count: usize, name: &str) -> String {
    let layers: Vec<_> = (0..count).map(|number| format!("'OWN:{name}-{number}:3'")).collect();
    format!("[{}]", layers.join(", "))
}

#[tokio::test]
async fn a_function_has_five_layers_at_most() -> Result<(), Box<dyn std::error::Error>> {
    let text = |globals: &str, own: &str| {
        full(&format!(
            "Globals: {{Function: {{Layers: {globals}}}}}\nResources: {{F: {{Type: AWS::Serverless::Function, Properties: \
             {{Layers: {own}}}}}}}\nParameters: {{Unset: {{Type: String}}, Two: {{Type: CommaDelimitedList, Default: \
             'tools,fonts'}}}}\nConditions: {{Open: !Equals [!Ref Unset, a], Yes: !Equals [a, a]}}\n"
        ))
    };
    let pinned = |count: usize| pinned(count, "a");
    let own = |count: usize| self::pinned(count, "b");
    let cases = [
        (pinned(5), "[]".to_owned(), ""),
        (pinned(3), own(2), ""),
        (
            pinned(3),
            own(3),
            "Resources.F.Properties.Layers: the function has 6 layers, 3 of them from Globals; the limit is 5",
        ),
        ("[]".to_owned(), own(6), "Resources.F.Properties.Layers: the function has 6 layers; the limit is 5"),
        (pinned(6), "[]".to_owned(), "Globals.Function.Layers: the function has 6 layers; the limit is 5"),
        (pinned(4), "!Ref Two".to_owned(), "the function has 6 layers, 4 of them from Globals"),
        (
            pinned(4),
            "!If [Yes, !Ref Two, []]".to_owned(),
            "the function has 6 layers, 4 of them from Globals",
        ),
        (pinned(4), "!If [Open, !Ref Two, []]".to_owned(), ""),
        (pinned(4), "[!If [Open, 'OWN:tools:3', !Ref AWS::NoValue], 'OWN:fonts:3']".to_owned(), ""),
        (
            pinned(4),
            "[!Ref Somewhere, !Ref Else]".to_owned(),
            "the function has 6 layers, 4 of them from Globals",
        ),
        (pinned(5), "!Ref Somewhere".to_owned(), ""),
    ];
    for (globals, own, expected) in cases {
        let message = message(&expansion(&text(&globals, &own)).await?.problems);
        assert!(
            message.contains(expected) && message.is_empty() == expected.is_empty(),
            "{globals} {own}: {message}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_condition_decides_whether_a_function_counts() -> Result<(), Box<dyn std::error::Error>> {
    let far = "'arn:aws:lambda:us-east-1:123456789012:layer:tools:3'";
    let cases = [
        ("Yes", "tools", "OWN:tools:7"),
        ("Open", "tools", "OWN:tools:7"),
        ("No", "tools", "kept: its condition is false"),
        ("No", "7", "kept: its condition is false"),
        ("Open", far, "kept: it is pinned to a version"),
        ("No", far, "kept: its condition is false"),
        (
            "Yes",
            far,
            "refused: the layer is in us-east-1, but the stack is in eu-central-1; a function can only use layers in \
          its own region",
        ),
    ];
    for (condition, layer, expected) in cases {
        let text = format!(
            "Resources: {{F: {{Type: AWS::Lambda::Function, Condition: {condition}, Properties: {{Layers: [{layer}]}}}}}}\n\
             Conditions: {{Open: !Equals [!Ref R, a], Yes: !Equals [a, a], No: !Not [!Condition Yes]}}\n"
        );
        assert_eq!(outcome(&expansion(&text).await?), expected, "{condition} {layer}");
    }
    Ok(())
}

#[tokio::test]
async fn too_many_layers_are_too_many_under_any_condition() -> Result<(), Box<dyn std::error::Error>> {
    for (condition, expected) in [("Open", "the function has 6 layers; the limit is 5"), ("No", "")] {
        let text = full(&format!(
            "Resources: {{F: {{Type: AWS::Lambda::Function, Condition: {condition}, Properties: {{Layers: [{}]}}}}}}\n\
             Conditions: {{Open: !Equals [!Ref R, a], No: !Equals [a, b]}}\n",
            pinned(6, "a").trim_matches(['[', ']'])
        ));
        let message = message(&expansion(&text).await?.problems);
        assert!(message.contains(expected) && message.is_empty() == expected.is_empty(), "{message}");
    }
    Ok(())
}

#[tokio::test]
async fn a_layer_in_a_loop_is_the_same_in_each_turn() -> Result<(), Box<dyn std::error::Error>> {
    let refused = "refused: the layer depends on a loop variable, but loops are expanded after the macro; use a layer \
                   without it";
    let cases = [
        ("tools", "OWN:tools:7"),
        ("'tools-${Id}'", refused),
        ("'${Id}'", refused),
        ("'OWN:tools-&{Id}'", refused),
        ("'OWN:tools-${Id}:3'", "kept: `Id` is the variable of a loop"),
        ("'OWN:tools-&{Other}:3'", "kept: it is pinned to a version"),
        ("!Ref Id", refused),
        ("!Sub 'OWN:${Id}'", refused),
        ("'${Else}'", "refused: `${…}` is only replaced in `Fn::Sub`; write the value with `Fn::Sub`"),
    ];
    for (layer, expected) in cases {
        let text = full(&format!(
            "Resources:\n  Fn::ForEach::Outer:\n  - Other\n  - [A]\n  - Fn::ForEach::Loop:\n    - Id\n    - [A, B]\n    - \
             F${{Id}}:\n        Type: AWS::Lambda::Function\n        Properties: {{Layers: [{layer}]}}\n"
        ));
        let expansion = expansion(&text).await?;
        assert_eq!(outcome(&expansion), expected, "{layer}");
        for one in expansion.resolutions {
            assert_eq!(
                one.path,
                "Resources.Fn::ForEach::Outer[2].Fn::ForEach::Loop[2].F${Id}.Properties.Layers[0]"
            );
        }
    }
    Ok(())
}

/// What stands beside `Fn::Transform` may be any part of a template.
#[tokio::test]
async fn parts_of_templates_are_answered_too() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        r#"{"Layers": ["TOOLS"]}"#,
        r#"{"Layers": ["TOOLS"], "Runtime": "python3.13"}"#,
        r#"{"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["TOOLS"]}}"#,
        r#"{"F": {"Type": "AWS::Serverless::Function", "Properties": {"Layers": ["TOOLS"]}}, "G": {"Type": "AWS::SNS::Topic"}}"#,
        r#"{"Fn::ForEach::L": ["A", ["B"], {"F${A}": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["TOOLS"]}}}]}"#,
        r#"{"Function": {"Layers": ["TOOLS"]}}"#,
        r#"{"Layers": ["TOOLS"], "Fn::Transform": {"Name": "Uselatest"}}"#,
        r#"{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["TOOLS"]}}}}"#,
    ];
    for case in cases {
        let before = case.replace("TOOLS", "tools");
        let expansion = call(&before, "{}").await?;
        let after = case.replace("TOOLS", &format!("{OWN}tools:7"));
        assert_eq!((expansion.edits.apply(&before), expansion.problems.len()), (after, 0), "{case}");
    }
    for untouched in ["{}", "[]", "\"tools\"", "7", "null", r#"{"Environment": {"Layers": ["tools"]}}"#] {
        let expansion = call(untouched, "{}").await?;
        assert!(expansion.edits.is_empty() && expansion.problems.is_empty(), "{untouched}");
    }
    let report = call(r#"{"Layers": ["tools"]}"#, r#"{"Report": true}"#).await?;
    assert!(message(&report.problems).contains("only supported under `Transform`"));
    Ok(())
}

/// A part does not show the architecture that SAM may add from `Globals`.
#[tokio::test]
async fn a_part_is_only_held_to_what_it_states() -> Result<(), Box<dyn std::error::Error>> {
    let serverless = r#"{"Type": "AWS::Serverless::Function", "Properties": {"Layers": ["arm"]}}"#;
    let cases = [
        (r#"{"Layers": ["arm"]}"#, "OWN:arm:5"),
        (serverless, "OWN:arm:5"),
        (r#"{"Layers": ["python"], "Runtime": "python3.13", "Architectures": ["x86_64"]}"#, "OWN:python:2"),
    ];
    for (fragment, expected) in cases {
        assert_eq!(outcome(&call(fragment, "{}").await?), expected, "{fragment}");
    }
    Ok(())
}

#[tokio::test]
async fn a_call_for_one_layer_is_answered_with_a_text() -> Result<(), Box<dyn std::error::Error>> {
    let arn = |layer: &str| format!("\"{OWN}{layer}\"");
    let cases = [
        (r#"{"Layer": "tools"}"#, arn("tools:7")),
        (r#"{"Layer": "tools:6"}"#, arn("tools:6")),
        (r#"{"Layer": {"Ref": "Layer"}}"#, arn("tools:7")),
        (r#"{"Layer": {"Fn::Sub": "${Layer}:latest"}}"#, arn("tools:7")),
        (r#"{"Layer": "python", "Runtime": "python3.13", "Architecture": "arm64"}"#, arn("python:3")),
        (r#"{"Layer": "python", "Runtime": "python3.12"}"#, arn("python:2")),
        (r#"{"Layer": "python"}"#, arn("python:4")),
        (r#"{"Layer": "OWN:tools:3"}"#, arn("tools:3")),
        (r#"{"Layer": "OWN:tools:3", "Pinned": "upgrade"}"#, arn("tools:7")),
        (r#"{"Layer": "xyz", "OnMissing": "keep"}"#, "\"xyz\"".to_owned()),
        (r#"{"Layer": {"Fn::ImportValue": "x"}}"#, r#"{"Fn::ImportValue": "x"}"#.to_owned()),
    ];
    for (parameters, expected) in cases {
        for fragment in ["{}", r#"{"Fn::Transform": {"Name": "Uselatest"}}"#] {
            let expansion = call(fragment, &full(parameters)).await?;
            assert_eq!(message(&expansion.problems), "", "{parameters}");
            assert_eq!(expansion.replacement.as_deref(), Some(expected.as_str()), "{parameters}");
        }
    }
    let refused = [
        (r#"{"Layer": "xyz"}"#, "{}", "Parameters.Layer `xyz`: unknown layer"),
        (r#"{"Layer": ["tools"]}"#, "{}", "Parameters.Layer: a list is not a layer"),
        (r#"{"Layer": "tools"}"#, r#"{"Timeout": 3}"#, "would replace the other keys beside Fn::Transform"),
        (r#"{"Layer": "tools"}"#, "[1]", "would replace the other keys beside Fn::Transform"),
        (r#"{"Layer": "python", "Runtime": "ruby3.4"}"#, "{}", ""),
        (r#"{"Layer": "arm", "Architecture": "x86_64"}"#, "{}", "no version supports x86_64"),
    ];
    for (parameters, fragment, expected) in refused {
        let message = message(&call(fragment, parameters).await?.problems);
        assert!(message.contains(expected), "{parameters}: {message}");
    }
    Ok(())
}

/// In a local template the calls are still there; on Lambda they have been answered by then.
#[tokio::test]
async fn calls_in_a_local_template_are_shown() -> Result<(), Box<dyn std::error::Error>> {
    let text = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Layers:\n      - Fn::Transform: {Name: \
                Uselatest, Parameters: {Layer: tools}}\n      Environment: {Variables: {LAYER: !Transform {Name: Uselatest, \
                Parameters: {Layer: fonts, Pined: keep}}}}\n";
    let expansion = expansion(text).await?;
    assert_eq!(
        outcome(&expansion),
        "OWN:tools:7 | OWN:fonts:24 | refused: unknown parameter; did you mean `Pinned`?"
    );
    let after = expansion.edits.apply(text);
    assert!(after.contains(&format!("      - {OWN}tools:7\n")), "{after}");
    assert!(after.contains(&format!("{{LAYER: {OWN}fonts:24}}")), "{after}");
    Ok(())
}

/// Loops that aliases double, and loops that an alias puts into themselves.
#[tokio::test]
async fn endless_loops_end() -> Result<(), Box<dyn std::error::Error>> {
    use std::fmt::Write;
    let function = "{F: {Type: AWS::Lambda::Function, Properties: {Layers: [tools]}}}";
    let mut text = format!("L0: &l0 [X, [1], {function}]\n");
    for level in 1..40 {
        let below = level - 1;
        writeln!(
            text,
            "L{level}: &l{level} [X, [1], {{Fn::ForEach::A: *l{below}, Fn::ForEach::B: *l{below}}}]"
        )?;
    }
    text += "Resources: {Fn::ForEach::A: *l39}\n";
    // Each body is read once, but used more often.
    let refused = "refused: the layer is shared with another part of the template through the anchor `&l0`";
    assert!(outcome(&expansion(&text).await?).starts_with(refused));
    let itself = "Resources: {Fn::ForEach::A: &a [X, [1], {Fn::ForEach::B: *a}]}\n";
    assert!(outcome(&expansion(itself).await?).contains("alias refers to a node that contains it"));
    Ok(())
}
