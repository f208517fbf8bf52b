//! What the macro makes of fragments and files: a table of texts, with the layers of a file.

use cfn_ast::{Source, Tree};
use uselatest::catalog::Home;
use uselatest::catalog::file::FileCatalog;
use uselatest::expand::{Expansion, KeptReason, expand};
use uselatest::problem::message;

const ACCOUNT: &str = "123456789012";
const REGION: &str = "eu-central-1";

fn catalog() -> Result<FileCatalog, Box<dyn std::error::Error>> {
    let layer = |name: &str, number: u32| {
        let arn = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:layer:{name}:{number}");
        format!(
            r#"{{"LayerName": "{name}", "LatestMatchingVersion": {{"LayerVersionArn": "{arn}", "Version": {number}}}}}"#
        )
    };
    let text = format!(r#"{{"Layers": [{}, {}]}}"#, layer("tools", 7), layer("fonts", 24));
    Ok(FileCatalog::parse(&text)?)
}

async fn expansion(text: &str) -> Result<Expansion, Box<dyn std::error::Error>> {
    let home = Home { region: REGION.to_owned(), account: ACCOUNT.to_owned() };
    Ok(expand(&Tree::parse(Source::new(text)?), &home, &catalog()?).await)
}

/// A function in YAML with these lines as its properties.
fn function(lines: &str) -> String {
    let indented = lines.replace('\n', "\n      ");
    format!("Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      {indented}\n")
}

/// Texts in which `TOOLS` and `FONTS` stand for the ARNs after, and for the names before.
#[tokio::test]
async fn only_the_bytes_of_layers_change() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        function("Layers:\n- TOOLS # why\n-   FONTS\n# end"),
        function("Layers: [TOOLS, 'FONTS' , \"TOOLS\"]"),
        function("Layers: [ TOOLS,FONTS ]\nTimeout: 010"),
        function("Layers:\n- >-\n  TOOLS\n- x:1+").replace("- x:1+", "- FONTS"),
        function("Layers: &common\n- TOOLS") + "  G:\n    Type: AWS::Lambda::Function\n    Properties: {Layers: *common}\n",
        function("Layers:\n- &tools TOOLS\n- *tools"),
        function("Layers:\n- !!str TOOLS"),
        function("Layers: [TOOLS]").replace('\n', "\r\n"),
        format!("\u{feff}{}", function("Layers: [TOOLS]")),
        function("Layers: [TOOLS]").trim_end().to_owned(),
        "Globals:\n  Function:\n    Layers: [TOOLS]\n  Api: {}\n".to_owned(),
        "Resources:\n  Fn::ForEach::A:\n  - X\n  - [1]\n  - Fn::ForEach::B:\n    - Y\n    - [1]\n    - ${X}:\n        \
         Type: AWS::Serverless::Function\n        Properties: {Layers: [TOOLS]}\n"
            .to_owned(),
        r#"{"Resources":{"F":{"Properties":{"Layers":["TOOLS","FONTS"]},"Type":"AWS::Lambda::Function"}}}"#.to_owned(),
    ];
    for case in cases {
        let before = case.replace("TOOLS", "tools").replace("FONTS", "fonts");
        let arn = |name: &str| format!("arn:aws:lambda:{REGION}:{ACCOUNT}:layer:{name}");
        let after = case.replace(">-\n        TOOLS", "TOOLS");
        let after = after.replace("TOOLS", &arn("tools:7")).replace("FONTS", &arn("fonts:24"));
        let expansion = expansion(&before).await?;
        assert_eq!(message(&expansion.problems), "", "{before}");
        assert_eq!(expansion.edits.apply(&before), after);
    }
    Ok(())
}

#[tokio::test]
async fn every_kind_of_literal_has_its_answer() -> Result<(), Box<dyn std::error::Error>> {
    let own = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:layer:");
    let cases = [
        ("tools", "OWN:tools:7"),
        ("tools:latest", "OWN:tools:7"),
        ("tools:7", "OWN:tools:7"),
        ("tools:7+", "OWN:tools:7"),
        ("tools:2+", "OWN:tools:7"),
        ("OWN:tools", "OWN:tools:7"),
        ("OWN:tools:latest", "OWN:tools:7"),
        ("OWN:tools:3+", "OWN:tools:7"),
        ("tools:8+", "the layer has no version 8 or newer; its latest is 7"),
        ("tools:9", "the layer has no version 9; its latest is 7"),
        ("tools:6", "the file only names the latest version of `tools`; version 6 cannot be looked up in it"),
        (
            "tolos",
            "there is no layer of this name in account 123456789012 and region eu-central-1; did you mean `tools`?",
        ),
        ("xyz", "there is no layer of this name in account 123456789012 and region eu-central-1"),
        (
            "arn:aws:lambda:us-east-1:123456789012:layer:tools",
            "the layer is in us-east-1, but the stack in eu-central-1; a function can only use layers of its own region",
        ),
        (
            "arn:aws:lambda:eu-central-1:210987654321:layer:tools",
            "the layer belongs to account 210987654321, whose versions cannot be listed; write the version into the ARN",
        ),
    ];
    for (written, expected) in cases {
        let text = function(&format!("Layers: ['{written}']")).replace("OWN:", &own);
        let expansion = expansion(&text).await?;
        let answer = expansion.resolutions.first().map(|resolution| resolution.arn.clone());
        let answer = answer.or_else(|| expansion.problems.first().map(|problem| problem.kind.to_string()));
        assert_eq!(answer.as_deref(), Some(expected.replace("OWN:", &own).as_str()), "{written}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_no_literal_name_is_kept_for_a_reason() -> Result<(), Box<dyn std::error::Error>> {
    use KeptReason::{AwsLayer, Dynamic, Function, Pinned};
    let cases = [
        ("[arn:aws:lambda:eu-central-1:123456789012:layer:tools:3]", Pinned),
        ("[arn:aws:lambda:eu-central-1:210987654321:layer:theirs:3]", Pinned),
        ("[arn:aws:lambda:::awslayer:AmazonLinux1803]", AwsLayer),
        ("['{{resolve:ssm:/layers/tools}}']", Dynamic),
        ("[!Ref Layer]", Function),
        ("[Ref: Layer]", Function),
        ("[!Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:layer:tools']", Function),
        ("[!If [A, tools, !Ref AWS::NoValue]]", Function),
        ("!If [A, [tools], []]", Function),
        ("{Fn::If: [A, [tools], []]}", Function),
        ("!Ref Layers", Function),
        ("!Split [',', 'a,b']", Function),
    ];
    for (written, reason) in cases {
        let text = function(&format!("Layers: {written}"));
        let expansion = expansion(&text).await?;
        assert_eq!(expansion.kept.iter().map(|kept| kept.reason).collect::<Vec<_>>(), [reason], "{written}");
        assert!(expansion.edits.is_empty() && expansion.problems.is_empty(), "{written}");
    }
    Ok(())
}

#[tokio::test]
async fn what_can_be_no_layer_is_a_problem() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("[null]", "Layers[0] `null`: null is no layer"),
        ("[~]", "Layers[0] `~`: null is no layer"),
        ("[tools, ]", ""),
        ("[7]", "Layers[0] `7`: a number is no layer"),
        ("[1.5]", "Layers[0] `1.5`: a number is no layer"),
        ("[yes]", "Layers[0] `yes`: a truth value is no layer"),
        ("[{}]", "Layers[0]: an object is no layer"),
        ("[{Ref: A, b: c}]", "Layers[0]: an object is no layer"),
        ("[[tools]]", "Layers[0]: a list is no layer"),
        ("tools", "Layers `tools`: a text is no list of layers"),
        ("null", "Layers `null`: null is no list of layers"),
        ("{a: b}", "Layers: an object is no list of layers"),
        ("['']", "Layers[0] ``: the text is empty"),
        ("[' tools']", "white space stands before or after it"),
        ("['${Tools}']", "is only filled in by Fn::Sub"),
        ("['arn:aws:lambda:eu-central-1:123456789012:function:f']", "it is the ARN of a Lambda `function`"),
    ];
    for (written, expected) in cases {
        let expansion = expansion(&function(&format!("Layers: {written}"))).await?;
        let message = message(&expansion.problems);
        assert!(
            message.contains(expected) && message.is_empty() == expected.is_empty(),
            "{written}: {message}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn odd_templates_are_left_alone() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        "{}",
        "[]",
        "tools",
        "Resources:",
        "Resources: []",
        "Resources: {F: }",
        "Resources: {F: [1]}",
        "Resources: {F: {Type: AWS::Lambda::Function}}",
        "Resources: {F: {Type: AWS::Lambda::Function, Properties: }}",
        "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Layers: []}}}",
        "Resources: {F: {Type: [AWS::Lambda::Function], Properties: {Layers: [tools]}}}",
        "Resources: {F: {Type: AWS::Lambda::LayerVersion, Properties: {Layers: [tools]}}}",
        "Resources: {Fn::ForEach::L: }",
        "Resources: {Fn::ForEach::L: [A]}",
        "Resources: {Fn::ForEach::L: [A, [B], C]}",
        "Resources: {Fn::ForEach::L: {A: B}}",
        "Resources: {Fn::Transform: {Name: AWS::Include}}",
        "Globals: {Function: }",
        "Globals: [1]",
    ];
    for text in cases {
        let expansion = expansion(text).await?;
        assert_eq!(message(&expansion.problems), "", "{text}");
        assert!(expansion.edits.is_empty() && expansion.kept.is_empty(), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn a_text_that_cannot_be_read_is_a_problem_with_its_place() -> Result<(), Box<dyn std::error::Error>> {
    let expansion = expansion("Resources: {F: [}").await?;
    assert!(message(&expansion.problems).starts_with("the fragment cannot be read: invalid YAML"));
    assert!(expansion.edits.is_empty());
    Ok(())
}
