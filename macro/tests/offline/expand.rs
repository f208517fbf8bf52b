//! What the macro makes of fragments and files: a table of texts, with the layers of a file.

use crate::stack::{OWN, expansion, full, function, outcome};
use uselatest::expand::problem::message;

/// Texts in which `TOOLS` and `FONTS` stand for the ARNs after, and for the names before.
#[tokio::test]
async fn only_the_bytes_of_layers_change() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        function("Layers:\n- TOOLS # why\n-   FONTS\n# end"),
        function("Layers: [TOOLS, 'FONTS' ]"),
        function("Layers: [\"TOOLS\"]"),
        function("Layers: [ TOOLS,FONTS ]\nTimeout: 010"),
        function("Layers:\n- >-\n  TOOLS\n- x:1+").replace("- x:1+", "- FONTS"),
        function("Layers: &common\n- TOOLS") + "  G:\n    Type: AWS::Lambda::Function\n    Properties: {Layers: *common}\n",
        function("Layers: [&tools TOOLS]") + "  G:\n    Type: AWS::Lambda::Function\n    Properties: {Layers: [*tools]}\n",
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
        let arn = |name: &str| format!("{OWN}{name}");
        let after = case.replace(">-\n        TOOLS", "TOOLS");
        let after = after.replace("TOOLS", &arn("tools:7")).replace("FONTS", &arn("fonts:24"));
        let expansion = expansion(&before).await?;
        assert_eq!(message(&expansion.problems), "", "{before}");
        assert_eq!(expansion.edits.apply(&before), after);
    }
    Ok(())
}

/// The table of references, as far as they are literals.
#[tokio::test]
async fn every_kind_of_literal_has_its_answer() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("tools", "OWN:tools:7"),
        ("tools:latest", "OWN:tools:7"),
        ("tools:7", "OWN:tools:7"),
        ("tools:6", "OWN:tools:6"),
        ("tools:7+", "OWN:tools:7"),
        ("tools:2+", "OWN:tools:7"),
        ("OWN:tools", "OWN:tools:7"),
        ("OWN:tools:latest", "OWN:tools:7"),
        ("OWN:tools:3+", "OWN:tools:7"),
        ("OWN:tools:6", "kept: it is pinned to a version"),
        ("THEIRS:shared:3", "kept: it is pinned to a version"),
        ("THEIRS:hidden:3", "kept: it is pinned to a version"),
        ("THEIRS:shared", "THEIRS:shared:9"),
        ("THEIRS:shared:latest", "THEIRS:shared:9"),
        ("THEIRS:shared:4+", "THEIRS:shared:9"),
        (
            "arn:aws:lambda:::awslayer:AmazonLinux1803",
            "kept: it is a layer provided by AWS, which has no versions",
        ),
        ("{{resolve:ssm:/layers/tools}}", "kept: it is a dynamic reference"),
        ("tools:8+", "refused: no version 8 or newer exists; the latest version is 7"),
        ("tools:9", "refused: version 9 does not exist; the latest version is 7"),
        (
            "tools:5",
            "refused: version 5 of `tools` cannot be looked up in the file, which only lists latest versions",
        ),
        (
            "tolos",
            "refused: unknown layer in account 123456789012, region eu-central-1; did you mean \
             `tools`?",
        ),
        ("xyz", "refused: unknown layer in account 123456789012, region eu-central-1"),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:latest", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:3+", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:3", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:210987654321:layer:tools:3", OTHER_REGION),
        (
            "THEIRS:hidden",
            "refused: the layer belongs to account 210987654321, so its versions cannot be listed; specify the \
             lowest acceptable version, such as `THEIRS:hidden:1+`, or an exact version",
        ),
        (
            "THEIRS:tools",
            "refused: the layer belongs to account 210987654321, so its versions cannot be listed; specify the \
             lowest acceptable version, such as `THEIRS:tools:1+`, or an exact version",
        ),
        (
            "THEIRS:hidden:38+",
            "refused: no version from 38 on is accessible; grant lambda:GetLayerVersion in the layer's \
             account, or specify another version",
        ),
        ("THEIRS:shared:12+", "refused: no version 12 or newer exists; the latest version is 9"),
    ];
    for (written, expected) in cases {
        let expansion = expansion(&full(&function(&format!("Layers: ['{written}']")))).await?;
        assert_eq!(outcome(&expansion), expected, "{written}");
    }
    Ok(())
}

const OTHER_REGION: &str = "refused: the layer is in us-east-1, but the stack is in eu-central-1; a function can only use \
                            layers in its own region";

#[tokio::test]
async fn what_can_be_no_layer_is_a_problem() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("[null]", "Layers[0] `null`: null is not a layer"),
        ("[~]", "Layers[0] `~`: null is not a layer"),
        ("[tools, ]", ""),
        ("[7]", "Layers[0] `7`: a number is not a layer"),
        ("[1.5]", "Layers[0] `1.5`: a number is not a layer"),
        ("[yes]", "Layers[0] `yes`: a boolean is not a layer"),
        ("[{}]", "Layers[0]: an object is not a layer"),
        ("[{Ref: A, b: c}]", "Layers[0]: an object is not a layer"),
        ("[[tools]]", "Layers[0]: a list is not a layer"),
        ("tools", "Layers `tools`: a string is not a list of layers"),
        ("null", "Layers `null`: null is not a list of layers"),
        ("{a: b}", "Layers: an object is not a list of layers"),
        ("['']", "Layers[0] ``: empty string"),
        ("[' tools']", "leading or trailing white space"),
        ("['${Tools}']", "is only replaced in `Fn::Sub`"),
        (
            "['arn:aws:lambda:eu-central-1:123456789012:function:f']",
            "ARN of a Lambda `function` instead of a `layer`",
        ),
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
    assert!(message(&expansion.problems).starts_with("invalid YAML"));
    assert!(expansion.edits.is_empty());
    Ok(())
}
