//! The choice of a version by runtime and architecture.

use crate::stack::{expansion, full, function, outcome};

#[tokio::test]
async fn each_function_gets_the_newest_version_that_fits() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("Runtime: python3.14", "OWN:python:4"),
        ("Runtime: python3.13\nArchitectures: [arm64]", "OWN:python:3"),
        ("Runtime: python3.13\nArchitectures: [x86_64]", "OWN:python:2"),
        ("Runtime: python3.13", "OWN:python:2"),
        ("Runtime: python3.12\nArchitectures: [arm64]", "OWN:python:2"),
        ("Runtime: made-up9", "OWN:python:1"),
        ("Architectures: [arm64]", "OWN:python:3"),
        ("Handler: a", "OWN:python:4"),
        ("Architectures: [!Ref Unset]", "OWN:python:4"),
        ("Runtime: !Sub python3.${Minor}\nArchitectures: !If [Arm, [arm64], [x86_64]]", "OWN:python:3"),
        ("Runtime: !Ref Unset\nArchitectures: [arm64]", "OWN:python:3"),
        ("Architectures: !Ref AWS::NoValue", "OWN:python:4"),
    ];
    let declarations = "Parameters:\n  Unset: {Type: String}\n  Minor: {Type: Number, Default: 13}\n\
                        Conditions:\n  Arm: !Equals [!Ref Minor, 13]\n";
    for (lines, expected) in cases {
        let text = function(&format!("Layers: [python]\n{lines}")) + declarations;
        assert_eq!(outcome(&expansion(&text).await?), expected, "{lines}");
    }
    Ok(())
}

#[tokio::test]
async fn a_version_that_does_not_fit_is_never_taken() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        (
            "Layers: [arm]",
            "refused: no version supports x86_64; version 5, the newest, supports arm64; publish a compatible version, or set \
             `Compatibility: ignore`",
        ),
        (
            "Layers: ['python:2+']\nRuntime: nodejs22.x",
            "refused: no version supports nodejs22.x, x86_64; version 4, the newest, supports python3.14, x86_64; \
             publish a compatible version, or set `Compatibility: ignore`",
        ),
    ];
    for (lines, expected) in cases {
        assert_eq!(outcome(&expansion(&function(lines)).await?), expected, "{lines}");
        let ignoring = format!(
            "Transform: {{Name: Uselatest, Parameters: {{Compatibility: ignore}}}}\n{}",
            function(lines)
        );
        assert!(outcome(&expansion(&ignoring).await?).starts_with("OWN:"), "{lines}");
    }
    Ok(())
}

/// SAM gives the layers and the runtime of `Globals` to each of its functions.
#[tokio::test]
async fn globals_have_to_fit_every_function() -> Result<(), Box<dyn std::error::Error>> {
    let sam = |name: &str, rest: &str| format!("  {name}: {{Type: AWS::Serverless::Function, {rest}}}\n");
    let globals =
        "Globals: {Function: {Runtime: python3.13, Architectures: [arm64], Layers: [python]}}\nResources:\n";
    let cases = [
        (String::new(), "OWN:python:3"),
        (sam("A", "Properties: {}"), "OWN:python:3"),
        (sam("A", "Properties: {}") + &sam("B", "Properties: {Architectures: [x86_64]}"), "OWN:python:2"),
        (sam("A", "Properties: {Runtime: python3.14, Architectures: [x86_64]}"), "OWN:python:4"),
        (
            sam("A", "Properties: {}") + &sam("B", "IgnoreGlobals: '*', Properties: {Runtime: python3.14}"),
            "OWN:python:3",
        ),
        (
            sam("A", "Properties: {}")
                + &sam("B", "IgnoreGlobals: [Layers], Properties: {Runtime: python3.14}"),
            "OWN:python:3",
        ),
        (sam("A", "Properties: {}") + &sam("B", "Condition: No, Properties: {Runtime: x}"), "OWN:python:3"),
        (sam("A", "Properties: {Layers: [fonts]}"), "OWN:python:3 | OWN:fonts:24"),
        (sam("A", "Properties: {Layers: [fonts], Architectures: [x86_64]}"), "OWN:python:2 | OWN:fonts:24"),
    ];
    for (functions, expected) in cases {
        let text = format!("{globals}{functions}Conditions: {{No: !Equals [a, b]}}\n");
        assert_eq!(outcome(&expansion(&text).await?), expected, "{text}");
    }
    // The layer of `Globals` has to suit `B` as well, so `A` would have two versions of it.
    let both = sam("A", "Properties: {Layers: [python]}") + &sam("B", "Properties: {Runtime: python3.12}");
    let outcome = outcome(&expansion(&(globals.to_owned() + &both)).await?);
    assert!(
        outcome.starts_with("OWN:python:2 | OWN:python:3 | refused: the function already has this layer"),
        "{outcome}"
    );
    Ok(())
}

#[tokio::test]
async fn a_list_that_functions_share_has_to_fit_all_of_them() -> Result<(), Box<dyn std::error::Error>> {
    let text = full(
        "Resources:\n  A: {Type: AWS::Lambda::Function, Properties: {Architectures: [arm64], Layers: &x [python]}}\n  \
         B: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Layers: *x}}\n",
    );
    assert_eq!(outcome(&expansion(&text).await?), "OWN:python:2 | OWN:python:2");
    Ok(())
}
