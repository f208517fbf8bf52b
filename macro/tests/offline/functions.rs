//! Layers that functions give: evaluated as far as it is known, else left alone.

use crate::stack::{expansion, full, function, outcome};

const DECLARATIONS: &str = r"
Parameters:
  Layer: {Type: String}
  Stage: {Type: String, Default: dev}
  Full: {Type: String, Default: 'arn:aws:lambda:eu-central-1:123456789012:layer:tools'}
  Old: {Type: String, Default: 'arn:aws:lambda:eu-central-1:123456789012:layer:tools:3'}
  Far: {Type: String, Default: 'arn:aws:lambda:us-east-1:123456789012:layer:tools:3'}
  Odd: {Type: String, Default: 's3cr3t value'}
  Unset: {Type: String}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /layers/tools}
  Both: {Type: CommaDelimitedList, Default: 'tools, fonts'}
  Mixed: {Type: CommaDelimitedList, Default: 'tools,arn:aws:lambda:eu-central-1:123456789012:layer:fonts:2'}
Mappings:
  Names: {eu-central-1: {main: tools, all: [tools, fonts]}, us-east-1: {main: other}}
Conditions:
  Dev: !Equals [!Ref Stage, dev]
  Prod: !Not [!Condition Dev]
  Open: !Equals [!Ref Unset, x]
";

async fn of(lines: &str) -> Result<(String, String), Box<dyn std::error::Error>> {
    let resources = "  Own: {Type: AWS::Lambda::LayerVersion}\n";
    let text = full(&format!("{}{resources}{DECLARATIONS}", function(lines)));
    let expansion = expansion(&text).await?;
    let after = expansion.edits.apply(&text).replace(crate::stack::OWN, "OWN:");
    let layers: Vec<_> =
        after.lines().skip(4).take_while(|line| line.starts_with("      ")).map(str::trim).collect();
    Ok((outcome(&expansion), layers.join("~")))
}

#[tokio::test]
async fn what_is_known_is_resolved_and_replaced() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("[!Ref Layer]", "[OWN:tools:7]"),
        ("[{Ref: Layer}]", "[OWN:tools:7]"),
        ("[{\"Ref\": \"Full\"}]", "[OWN:tools:7]"),
        ("[!Sub '${Layer}:latest']", "[OWN:tools:7]"),
        ("[!Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:layer:tools']", "[OWN:tools:7]"),
        (
            "[!Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:layer:${Layer}:2+']",
            "[OWN:tools:7]",
        ),
        ("[!Sub ['${a}', {a: !Ref Layer}]]", "[OWN:tools:7]"),
        ("[!Join ['', [to, ols]]]", "[OWN:tools:7]"),
        ("[!Join [':', [!Ref Layer, 6]]]", "[OWN:tools:6]"),
        ("[!Select [1, [fonts, tools]], fonts]", "[OWN:tools:7, OWN:fonts:24]"),
        ("[!Select [0, !Ref Both]]", "[OWN:tools:7]"),
        ("[!FindInMap [Names, !Ref AWS::Region, main]]", "[OWN:tools:7]"),
        ("[!If [Dev, tools, xyz]]", "[!If [Dev, OWN:tools:7, xyz]]"),
        ("[!If [Prod, xyz, tools]]", "[!If [Prod, xyz, OWN:tools:7]]"),
        ("[!If [Open, tools, 'fonts']]", "[!If [Open, OWN:tools:7, 'OWN:fonts:24']]"),
        (
            "[Fn::If: [Open, !Ref Layer, !Ref AWS::NoValue]]",
            "[Fn::If: [Open, OWN:tools:7, !Ref AWS::NoValue]]",
        ),
        (
            "[!If [Open, !If [Dev, tools, xyz], fonts]]",
            "[!If [Open, !If [Dev, OWN:tools:7, xyz], OWN:fonts:24]]",
        ),
        ("!If [Open, [tools], []]", "!If [Open, [OWN:tools:7], []]"),
        (
            "{Fn::If: [Open, [tools, fonts], !Ref AWS::NoValue]}",
            "{Fn::If: [Open, [OWN:tools:7, OWN:fonts:24], !Ref AWS::NoValue]}",
        ),
        (
            "!If [Dev, !If [Open, [tools], !Ref Both], xyz]",
            "!If [Dev, !If [Open, [OWN:tools:7], [\"OWN:tools:7\", \"OWN:fonts:24\"]], xyz]",
        ),
        ("!Ref Both", "[\"OWN:tools:7\", \"OWN:fonts:24\"]"),
        ("!Ref Mixed", "[\"OWN:tools:7\", \"OWN:fonts:2\"]"),
        ("!Split [',', 'tools,fonts']", "[\"OWN:tools:7\", \"OWN:fonts:24\"]"),
        ("!FindInMap [Names, !Ref 'AWS::Region', all]", "[\"OWN:tools:7\", \"OWN:fonts:24\"]"),
        ("[!If [Open, &name !Ref Layer, *name]]", "[!If [Open, &name OWN:tools:7, *name]]"),
        ("[!If [Open, !Sub &name '${Layer}', *name]]", "[!If [Open, &name OWN:tools:7, *name]]"),
    ];
    for (written, expected) in cases {
        let (outcome, after) = of(&format!("Layers: {written}")).await?;
        assert_eq!(after, format!("Layers: {expected}"), "{written}: {outcome}");
        assert!(!outcome.contains("refused"), "{written}: {outcome}");
    }
    let (outcome, after) =
        of("Layers:\n- Fn::Join:\n  - ''\n  - - to\n    - ols\n- fonts\nTimeout: 3").await?;
    assert_eq!(after, "Layers:~- OWN:tools:7~- OWN:fonts:24~Timeout: 3", "{outcome}");
    let (outcome, after) = of("Layers:\n  Fn::Split:\n  - ','\n  - tools,fonts\nTimeout: 3").await?;
    assert_eq!(after, "Layers:~[\"OWN:tools:7\", \"OWN:fonts:24\"]~Timeout: 3", "{outcome}");
    Ok(())
}

#[tokio::test]
async fn what_is_pinned_or_not_known_stays() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("[!Ref Old]", "kept: it is pinned to a version"),
        ("[!Ref Far]", "kept: it is pinned to a version"),
        (
            "[!Sub 'arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension:38']",
            "kept: it is pinned to a version",
        ),
        ("[!Ref Own]", "kept: it depends on the resource `Own`"),
        ("[!GetAtt Own.Arn]", "kept: it depends on the resource `Own`"),
        ("[!GetAtt [Stack, Outputs.Layer]]", "kept: it depends on the resource `Stack`"),
        ("[!Ref Unset]", "kept: parameter `Unset` has no value here"),
        ("[!Ref Stored]", "kept: the value of parameter `Stored` is in the Parameter Store"),
        ("[!ImportValue tools]", "kept: `Fn::ImportValue` is only evaluated when the stack is deployed"),
        ("[!Sub '{{resolve:ssm:/layers/${Layer}}}']", "kept: it contains a dynamic reference"),
        ("!Ref Nowhere", "kept: `Nowhere` is not declared"),
        ("[!Ref AWS::NoValue]", "kept: it is `AWS::NoValue`"),
        ("!Ref AWS::NoValue", "kept: it is `AWS::NoValue`"),
        (
            "[!Transform {Name: Other, Parameters: {}}]",
            "kept: `Fn::Transform` is only evaluated when the stack is deployed",
        ),
        (
            "[!If [Prod, tools, !Ref Own]]",
            "kept: its condition is false | kept: it depends on the resource `Own`",
        ),
        (
            "[!If [Prod, [a, null], !Ref Own]]",
            "kept: its condition is false | kept: it depends on the resource `Own`",
        ),
        (
            "[!If [Open, 'arn:aws:lambda:us-east-1:123456789012:layer:tools:3', 'OWN:tools:3']]",
            "kept: it is pinned to a version | kept: it is pinned to a version",
        ),
        (
            "!If [Dev, ['OWN:tools:3'], ['arn:aws:lambda:us-east-1:123456789012:layer:tools:3']]",
            "kept: it is pinned to a version | kept: its condition is false",
        ),
    ];
    for (written, expected) in cases {
        let before = full(&format!("Layers: {written}")).replace(crate::stack::OWN, "OWN:");
        let (outcome, after) = of(&format!("Layers: {written}")).await?;
        assert_eq!((outcome.as_str(), after.as_str()), (expected, before.as_str()), "{written}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_known_to_be_wrong_is_refused() -> Result<(), Box<dyn std::error::Error>> {
    let no_layer = "refused: unknown layer in account 123456789012, region eu-central-1";
    let no_reference = "refused: the value is neither the name nor the ARN of a layer; check the parameters and \
                        mappings it comes from";
    let other_region = "refused: the layer is in us-east-1, but the stack is in eu-central-1; a function can only use \
                        layers in its own region";
    let cases = [
        ("[!Sub '${Stage}-xyz']", no_layer),
        ("[!Ref Odd]", no_reference),
        ("[!Sub '']", no_reference),
        ("[!Ref Both]", "refused: a list is not a layer; use a name, an ARN or a function"),
        ("!Ref Layer", "refused: a string is not a list of layers; use a list"),
        (
            "!If [Open, tools, [fonts]]",
            "OWN:fonts:24 | refused: a string is not a list of layers; use a list",
        ),
        (
            "[!If [Open, [tools], fonts]]",
            "OWN:fonts:24 | refused: a list is not a layer; use a name, an ARN or a function",
        ),
        (
            "[!If [Dev, tools]]",
            "refused: an `Fn::If` without exactly three arguments is not a layer; use a name, an ARN or a function",
        ),
        (
            "[!If [Dev, 'arn:aws:lambda:us-east-1:123456789012:layer:tools:3', tools]]",
            "kept: its condition is false | OTHER",
        ),
        (
            "[!Sub 'arn:aws:lambda:us-east-1:${AWS::AccountId}:layer:tools']",
            "refused: the value is a layer in another region than the stack; check the parameters and mappings that the \
             value comes from",
        ),
        ("[!Unheard tools]", "refused: an unknown function is not a layer; use a name, an ARN or a function"),
        ("[Fn::Unheard: tools]", "refused: an object is not a layer; use a name, an ARN or a function"),
    ];
    for (written, expected) in cases {
        let (outcome, _) = of(&format!("Layers: {written}")).await?;
        assert_eq!(outcome, expected.replace("OTHER", other_region), "{written}");
        assert!(!outcome.contains("s3cr3t"), "{outcome}");
    }
    Ok(())
}

/// Aliases that lead back to where they stand.
#[tokio::test]
async fn endless_functions_end() -> Result<(), Box<dyn std::error::Error>> {
    for lines in [
        "Layers: &a [!If [Open, *a, tools]]",
        "Layers: &a !If [Open, *a, [tools]]",
        "Layers: [&a !If [Open, *a, *a]]",
        "Layers: [&a !Join ['', [*a]]]",
        "Layers: &a [*a]",
    ] {
        of(lines).await?;
    }
    Ok(())
}
