//! What the macro makes of fragments and files: a table of texts, with the layers of a file.

use crate::stack::{OWN, expansion, full, function, outcome};
use uselatest::expand::problem::message;

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
        ("OWN:tools:6", "kept: it names a version"),
        ("THEIRS:shared:3", "kept: it names a version"),
        ("THEIRS:hidden:3", "kept: it names a version"),
        ("THEIRS:shared", "THEIRS:shared:9"),
        ("THEIRS:shared:latest", "THEIRS:shared:9"),
        ("THEIRS:shared:4+", "THEIRS:shared:9"),
        ("arn:aws:lambda:::awslayer:AmazonLinux1803", "kept: it is a layer of AWS itself"),
        ("{{resolve:ssm:/layers/tools}}", "kept: it is a dynamic reference"),
        ("tools:8+", "refused: the layer has no version 8 or newer; its latest is 7"),
        ("tools:9", "refused: the layer has no version 9; its latest is 7"),
        (
            "tools:5",
            "refused: the file only names the latest version of `tools`; version 5 cannot be looked up in it",
        ),
        (
            "tolos",
            "refused: there is no layer of this name in account 123456789012 and region eu-central-1; did you mean \
             `tools`?",
        ),
        ("xyz", "refused: there is no layer of this name in account 123456789012 and region eu-central-1"),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:latest", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:3+", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:3", OTHER_REGION),
        ("arn:aws:lambda:us-east-1:210987654321:layer:tools:3", OTHER_REGION),
        (
            "THEIRS:hidden",
            "refused: the layer belongs to account 210987654321, which does not let others list its versions; name the \
             lowest version that will do, such as `THEIRS:hidden:1+`, or one version",
        ),
        (
            "THEIRS:tools",
            "refused: the layer belongs to account 210987654321, which does not let others list its versions; name the \
             lowest version that will do, such as `THEIRS:tools:1+`, or one version",
        ),
        (
            "THEIRS:hidden:38+",
            "refused: none of the versions from 38 on can be seen; its account has to allow lambda:GetLayerVersion, or \
             give another number",
        ),
        ("THEIRS:shared:12+", "refused: the layer has no version 12 or newer; its latest is 9"),
    ];
    for (written, expected) in cases {
        let expansion = expansion(&full(&function(&format!("Layers: ['{written}']")))).await?;
        assert_eq!(outcome(&expansion), expected, "{written}");
    }
    Ok(())
}

const OTHER_REGION: &str = "refused: the layer is in us-east-1, but the stack in eu-central-1; a function can only use \
                            layers of its own region";

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
