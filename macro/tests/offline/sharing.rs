//! YAML aliases: an edit changes the layers of functions, and no other part of the template that shares their text.

use crate::stack::{OWN, expansion, full, outcome};

/// A template with a layer version, whose name has an anchor, and these sections.
fn template(resources: &str) -> String {
    let transform = "Transform:\n- Name: Uselatest\n  Parameters: {Report: REPORT}\n";
    full(&format!("{transform}Resources:\n{resources}"))
}

fn function(id: &str, lines: &str) -> String {
    format!("  {id}: {{Type: AWS::Lambda::Function, Properties: {{{lines}}}}}\n")
}

const OTHER: &str =
    "  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: &n tools, Tags: &l [tools]}}\n";

/// Returns the lines of the template that changed, and the outcome.
async fn changed(text: &str) -> Result<(String, String), Box<dyn std::error::Error>> {
    let expansion = expansion(text).await?;
    let after = expansion.edits.apply(text);
    let lines = text.lines().zip(after.lines()).filter(|(before, after)| before != after);
    let lines: Vec<_> = lines.map(|(_, after)| after.trim().replace(OWN, "OWN:")).collect();
    Ok((lines.join("~"), outcome(&expansion)))
}

#[tokio::test]
async fn an_alias_of_something_else_is_replaced() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("Layers: [*n]", "Layers: [OWN:tools:7]"),
        (
            "FunctionName: &f fonts, Layers: [*n, *f]",
            "FunctionName: &f fonts, Layers: [OWN:tools:7, OWN:fonts:24]",
        ),
        (
            "FunctionName: &f fonts, Layers: [!If [C, *f, tools]]",
            "FunctionName: &f fonts, Layers: [!If [C, OWN:fonts:24, OWN:tools:7]]",
        ),
        ("FunctionName: &f !Sub fonts, Layers: [*f]", "FunctionName: &f !Sub fonts, Layers: [OWN:fonts:24]"),
        (
            "Tags: &f !Split [',', 'tools,fonts'], Layers: *f",
            "Tags: &f !Split [',', 'tools,fonts'], Layers: [\"OWN:tools:7\", \"OWN:fonts:24\"]",
        ),
        (
            "Layers: [!Join ['', [&x fonts]], !If [C, *x, tools]]",
            "Layers: [OWN:fonts:24, !If [C, OWN:fonts:24, OWN:tools:7]]",
        ),
        (
            "Layers: [!Select [0, [tools, {Fn::Transform: {Name: Uselatest, Parameters: {Layer: fonts}}}]]]",
            "Layers: [OWN:tools:7]",
        ),
    ];
    for (before, after) in cases {
        // `fonts` occurs twice in some functions, once in either branch of a condition.
        let text = template(&(OTHER.to_owned() + &function("F", before))).replace("REPORT", "false")
            + "Conditions: {C: !Equals [!Ref Unset, x]}\nParameters: {Unset: {Type: String}}\n";
        let (lines, outcome) = changed(&text).await?;
        let expected = function("F", after);
        assert_eq!(lines, expected.trim(), "{before}: {outcome}");
        assert!(!outcome.contains("refused"), "{before}: {outcome}");
    }
    Ok(())
}

#[tokio::test]
async fn a_text_that_is_shared_by_layers_only_is_edited_once() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        [function("F", "Layers: &s [tools]"), function("G", "Layers: *s")],
        [function("F", "Layers: [&s tools]"), function("G", "Layers: [*s]")],
        [
            function("F", "Layers: &s [&t tools]"),
            function("G", "Layers: [*t]") + &function("H", "Layers: *s"),
        ],
        [
            "  F: &s {Type: AWS::Lambda::Function, Properties: {Layers: [tools]}}\n".to_owned(),
            "  G: *s\n".to_owned(),
        ],
    ];
    for resources in cases {
        let text = template(&resources.concat()).replace("REPORT", "false");
        let expansion = expansion(&text).await?;
        assert_eq!(outcome(&expansion).matches("refused").count(), 0, "{text}: {}", outcome(&expansion));
        assert_eq!(expansion.edits.apply(&text), text.replace("tools", &format!("{OWN}tools:7")), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn an_edit_that_would_change_something_else_is_refused() -> Result<(), Box<dyn std::error::Error>> {
    let shared = |anchor: &str| {
        format!(
            "refused: the layer is shared with another part of the template through the anchor `&{anchor}`; write the \
             layer without the anchor or alias"
        )
    };
    let lost = "refused: the function contains the anchor `&x`, which is used elsewhere; write the layer without \
                the anchor";
    let other = "  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: *x}}\n";
    let cases = [
        (function("F", "Layers: *l"), shared("l")),
        (function("F", "Layers: [&x tools]") + other, shared("x")),
        (function("F", "Layers: &x [tools]") + other, shared("x")),
        (function("F", "Layers: [!Ref &x Layer]") + other, shared("x")),
        (function("F", "&x Layers: [tools], FunctionName: *x"), String::new()),
        (function("F", "Layers: [!Join ['', [&x tools]]]") + other, lost.to_owned()),
        (
            function("F", "Layers: [&x tools]") + &function("G", "Layers: [*x, fonts], FunctionName: *x"),
            shared("x"),
        ),
        // The same text is a layer in one function, and excluded by a condition in another.
        (
            function("F", "Layers: &x [tools]")
                + "  G: {Type: AWS::Lambda::Function, Condition: No, Properties: {Layers: *x}}\n",
            shared("x"),
        ),
    ];
    for (resources, expected) in cases {
        let text = template(&(OTHER.to_owned() + &resources)).replace("REPORT", "false")
            + "Conditions: {No: !Equals [a, b]}\n";
        let outcome = changed(&text).await?.1;
        assert!(outcome.contains(&expected), "{resources}: {outcome}");
        assert_eq!(outcome.contains("refused"), !expected.is_empty(), "{resources}: {outcome}");
    }
    Ok(())
}

/// The report is one more edit, and metadata may be shared like everything else.
#[tokio::test]
async fn a_report_overwrites_nothing_that_is_used_elsewhere() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("Metadata: {A: 1}", "Layers: [tools]", ""),
        ("Metadata: {Uselatest: {a: &x b}}", "Layers: [tools]", ""),
        ("Metadata: {Uselatest: &x tools}", "Layers: [*x]", "the anchor `&x`"),
        (
            "Metadata: {Uselatest: {a: {Fn::Transform: {Name: Uselatest, Parameters: {Layer: fonts}}}}}",
            "Layers: [tools]",
            "",
        ),
        ("Metadata: {Uselatest: &x old}", "Layers: [tools], FunctionName: *x", "the anchor `&x`"),
        ("Metadata: {Uselatest: &x [tools]}", "Layers: *x", "the anchor `&x`"),
        ("Metadata: &x {A: 1}", "Layers: [tools], Tags: *x", "the anchor `&x`"),
        ("X: &x {A: 1}\nMetadata: *x", "Layers: [tools]", "the anchor `&x`"),
    ];
    for (metadata, lines, expected) in cases {
        let text = format!("{metadata}\n{}", template(&function("F", lines)).replace("REPORT", "true"));
        let expansion = expansion(&text).await?;
        let (outcome, after) = (outcome(&expansion), expansion.edits.apply(&text));
        assert!(outcome.contains(expected), "{metadata}: {outcome}");
        assert_eq!(outcome.contains("refused"), !expected.is_empty(), "{metadata}: {outcome}");
        assert!(!expected.is_empty() || after.contains("Resolved"), "{metadata}: {after}");
    }
    Ok(())
}
