//! What is wrong with a function as a whole, or with the template around it, although each layer is valid.

use crate::stack::{OWN, expansion, full, function, outcome};

fn published(id: &str) -> String {
    format!(
        "refused: the template publishes this layer itself, so its newest version does not exist before the deployment; \
         use `!Ref {id}`"
    )
}

#[tokio::test]
async fn a_layer_that_the_template_publishes_is_refused() -> Result<(), Box<dyn std::error::Error>> {
    let lambda = "{Type: AWS::Lambda::LayerVersion, Properties: {LayerName: tools}}";
    let cases = [
        (lambda, "tools", published("L")),
        (lambda, "tools:latest", published("L")),
        (lambda, "tools:2+", published("L")),
        (lambda, "'OWN:tools'", published("L")),
        (lambda, "!Ref Tools", published("L")),
        (lambda, "!Ref L", "kept: it depends on the resource `L`".to_owned()),
        (lambda, "tools:6", "OWN:tools:6".to_owned()),
        (lambda, "'OWN:tools:6'", "kept: it is pinned to a version".to_owned()),
        (lambda, "fonts", "OWN:fonts:24".to_owned()),
        (lambda, "'THEIRS:tools:3'", "kept: it is pinned to a version".to_owned()),
        (
            "{Type: AWS::Serverless::LayerVersion, Properties: {LayerName: !Ref Tools}}",
            "tools",
            published("L"),
        ),
        ("{Type: AWS::Lambda::LayerVersion, Properties: {LayerName: 'OWN:tools'}}", "tools", published("L")),
        (
            "{Type: AWS::Lambda::LayerVersion, Properties: {LayerName: 'THEIRS:tools'}}",
            "tools",
            "OWN:tools:7".to_owned(),
        ),
        ("{Type: AWS::Serverless::LayerVersion, Properties: {}}", "L", published("L")),
        ("{Type: AWS::Serverless::LayerVersion}", "L", published("L")),
        ("{Type: AWS::Lambda::LayerVersion}", "L", published("L")),
        (
            "{Type: AWS::Lambda::LayerVersion, Condition: No, Properties: {LayerName: tools}}",
            "tools",
            "OWN:tools:7".to_owned(),
        ),
        (
            "{Type: AWS::Lambda::LayerVersion, Condition: Open, Properties: {LayerName: tools}}",
            "tools",
            published("L"),
        ),
        (
            "{Type: AWS::Lambda::LayerVersion, Properties: {LayerName: !ImportValue x}}",
            "tools",
            "OWN:tools:7".to_owned(),
        ),
        ("{Type: AWS::S3::Bucket, Properties: {LayerName: tools}}", "tools", "OWN:tools:7".to_owned()),
    ];
    for (resource, layer, expected) in cases {
        let text = full(&format!(
            "{}  L: {resource}\nParameters: {{Tools: {{Type: String, Default: tools}}, Unset: {{Type: String}}}}\nConditions: \
             {{No: !Equals [a, b], Open: !Equals [!Ref Unset, a]}}\n",
            function(&format!("Layers: [{layer}]"))
        ));
        assert_eq!(outcome(&expansion(&text).await?), expected, "{resource} {layer}");
    }
    Ok(())
}

#[tokio::test]
async fn a_layer_that_a_loop_publishes_is_refused() -> Result<(), Box<dyn std::error::Error>> {
    for (name, expected) in
        [("LayerName: !Sub '${Name}'", "${Name}Layer"), ("LayerName: '${Name}'", "${Name}Layer")]
    {
        let text = format!(
            "{}  Fn::ForEach::Layers:\n  - Name\n  - [tools, fonts]\n  - ${{Name}}Layer:\n      Type: \
             AWS::Lambda::LayerVersion\n      Properties: {{{name}}}\n",
            function("Layers: [fonts]")
        );
        assert_eq!(outcome(&expansion(&text).await?), published(expected), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_function_has_each_layer_once() -> Result<(), Box<dyn std::error::Error>> {
    let globals = |layers: &str, own: &str, more: &str| {
        format!(
            "Globals: {{Function: {{Layers: {layers}}}}}\nResources: {{F: {{Type: AWS::Serverless::Function{more}, Properties: \
             {{Layers: {own}}}}}}}\n"
        )
    };
    let at = |path: &str| {
        format!(
            "refused: the function already has this layer at {path}; Lambda accepts each layer once, so remove one of them"
        )
    };
    let (own, first) = ("Resources.F.Properties.Layers[0]", "Globals.Function.Layers[0]");
    let cases = [
        (function("Layers: [tools, tools:latest]"), at(own)),
        (function("Layers: [tools, 'OWN:tools:7']"), at(own)),
        (function("Layers: ['OWN:tools:3', 'OWN:tools:7']"), at(own)),
        (function("Layers: [tools:6, tools]"), at(own)),
        (function("Layers: ['THEIRS:shared:3', 'THEIRS:shared']"), at(own)),
        (function("Layers: [tools, !Sub 'OWN:tools:3']"), at(own)),
        (function("Layers: !Split [',', 'tools,tools:6']"), at(own)),
        (function("Layers: [tools, !If [Yes, tools, fonts]]"), at(own)),
        (
            "Resources: {F: {Type: AWS::Lambda::Function, Condition: Open, Properties: {Layers: [tools, tools]}}}\n".to_owned(),
            at(own),
        ),
        (globals("[tools]", "[tools]", ""), at(first)),
        (globals("[fonts, tools]", "['OWN:tools:3']", ""), at("Globals.Function.Layers[1]")),
        (globals("[tools, tools]", "[fonts]", ""), at(first)),
        (globals("[tools]", "[tools]", ", IgnoreGlobals: '*'"), String::new()),
        (globals("[tools]", "[tools]", ", Condition: No"), String::new()),
        (function("Layers: [tools, fonts]"), String::new()),
        (function("Layers: ['OWN:tools:3', 'THEIRS:tools:3']"), String::new()),
        (function("Layers: [tools, !If [Open, tools, fonts]]"), String::new()),
        (function("Layers: [!If [Open, tools, 'OWN:tools:3']]"), String::new()),
        (function("Layers: [!Ref Unset, !Ref Unset]"), String::new()),
    ];
    for (text, expected) in cases {
        let text = full(&format!(
            "{text}Parameters: {{Unset: {{Type: String}}}}\nConditions: {{No: !Equals [a, b], Yes: !Equals [a, a], Open: !Equals \
             [!Ref Unset, a]}}\n"
        ));
        let outcome = outcome(&expansion(&text).await?);
        assert_eq!(outcome.matches("refused").count(), usize::from(!expected.is_empty()), "{text}{outcome}");
        assert!(outcome.ends_with(&expected), "{text}{outcome}");
    }
    Ok(())
}

/// CloudFormation repeats loops after the macro, so one text has to suit all rounds.
#[tokio::test]
async fn a_layer_in_a_loop_has_the_same_value_in_each_round() -> Result<(), Box<dyn std::error::Error>> {
    let refused = "refused: the layer depends on a loop variable, but loops are expanded after the macro; use a layer \
                   without it";
    let pinned = "kept: `Name` is the variable of a loop";
    let cases = [
        ("[tools, fonts]", "!Ref Name", refused),
        ("[tools, fonts]", "!Sub '${Name}'", refused),
        ("[tools, fonts]", "'${Name}'", refused),
        ("[tools, fonts]", "!FindInMap [Names, !Ref Name, mixed]", refused),
        ("[tools, fonts]", "!FindInMap [Names, !Ref Name, pinned]", pinned),
        ("[tools, fonts]", "!FindInMap [Names, !Ref Name, same]", "OWN:tools:7"),
        ("[tools, fonts]", "!Sub 'OWN:${Name}:3'", pinned),
        ("[tools, fonts]", "'OWN:${Name}:3'", pinned),
        ("[tools]", "!Ref Name", "OWN:tools:7"),
        ("[tools]", "!Sub '${Name}:6'", "OWN:tools:6"),
        ("[tools]", "'${Name}'", "OWN:tools:7"),
        ("[tools, xyz]", "!Ref Name", refused),
        ("!Ref Both", "!Ref Name", refused),
        ("!Ref Unset", "!Ref Name", "kept: parameter `Unset` has no value here"),
        ("!Ref Unset", "!Sub 'OWN:${Name}:3'", "kept: parameter `Unset` has no value here"),
        ("!Ref Unset", "'OWN:${Name}:3'", pinned),
        ("!Ref Unset", "'${Name}'", refused),
        ("[]", "!Ref Name", pinned),
        ("[tools, fonts]", "!Ref '${Name}Layer'", "kept: `${Name}Layer` is not declared"),
        ("[tools, fonts]", "!GetAtt '${Name}.Arn'", "kept: it depends on the resource `${Name}`"),
    ];
    for (collection, layer, expected) in cases {
        let text = full(&format!(
            "Parameters: {{Both: {{Type: CommaDelimitedList, Default: 'tools,fonts'}}, Unset: {{Type: CommaDelimitedList}}}}\n\
             Mappings: {{Names: {{tools: {{mixed: tools, pinned: 'OWN:tools:3', same: tools}}, fonts: {{mixed: fonts, pinned: \
             'OWN:fonts:2', same: tools}}}}}}\nResources:\n  Fn::ForEach::Loop:\n  - Name\n  - {collection}\n  - F${{Name}}:\n      \
             Type: AWS::Lambda::Function\n      Properties: {{Layers: [{layer}]}}\n"
        ));
        assert_eq!(outcome(&expansion(&text).await?), expected, "{collection} {layer}");
    }
    Ok(())
}

/// The runtimes of all rounds have to be supported.
#[tokio::test]
async fn a_loop_over_runtimes_requires_all_of_them() -> Result<(), Box<dyn std::error::Error>> {
    for (runtimes, expected) in [
        ("[python3.13]", "OWN:python:2"),
        ("[python3.12, python3.13]", "OWN:python:2"),
        ("[python3.14]", "OWN:python:4"),
    ] {
        let text = format!(
            "Resources:\n  Fn::ForEach::Loop:\n  - Runtime\n  - {runtimes}\n  - F&{{Runtime}}:\n      Type: \
             AWS::Lambda::Function\n      Properties: {{Runtime: !Ref Runtime, Layers: [python]}}\n"
        );
        assert_eq!(outcome(&expansion(&text).await?), expected, "{runtimes}");
    }
    Ok(())
}

#[tokio::test]
async fn nested_loops_have_a_round_for_each_pair() -> Result<(), Box<dyn std::error::Error>> {
    let text = |layer: &str| {
        format!(
            "Resources:\n  Fn::ForEach::Outer:\n  - A\n  - [to, fo]\n  - Fn::ForEach::Inner:\n    - B\n    - [ols]\n    - \
             F${{A}}${{B}}:\n        Type: AWS::Lambda::Function\n        Properties: {{Layers: [{layer}]}}\n"
        )
    };
    assert!(
        outcome(&expansion(&text("!Sub '${A}${B}'")).await?)
            .starts_with("refused: the layer depends on a loop")
    );
    let same = expansion(&text("!Sub 'to${B}'")).await?;
    assert_eq!(same.edits.apply(&text("!Sub 'to${B}'")), text(&format!("{OWN}tools:7")));
    Ok(())
}
