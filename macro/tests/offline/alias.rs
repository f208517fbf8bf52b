//! Aliases that a new layer would not reach.

use crate::stack::expansion;

#[tokio::test]
async fn an_alias_that_stays_behind_is_a_warning() -> Result<(), Box<dyn std::error::Error>> {
    let code_only = "Resources.F: `AutoPublishAlias` does not publish a version for a new layer; add `AutoPublishAliasAllProperties: true`";
    let order = "Resources.F: `AutoPublishAlias` does not publish a version for a new layer; list the macro before AWS::Serverless-2016-10-31 \
                 under `Transform`";
    let (right, wrong) =
        ("[Uselatest, AWS::Serverless-2016-10-31]", "[AWS::Serverless-2016-10-31, Uselatest]");
    let layers = "Layers: [tools]";
    let cases = [
        (right, "{}", format!("{layers}, AutoPublishAlias: live"), code_only),
        (
            right,
            "{}",
            format!("{layers}, AutoPublishAlias: live, AutoPublishAliasAllProperties: false"),
            code_only,
        ),
        (right, "{}", format!("{layers}, AutoPublishAlias: live, AutoPublishAliasAllProperties: true"), ""),
        (right, "{}", layers.to_owned(), ""),
        (right, "{}", "AutoPublishAlias: live".to_owned(), ""),
        (right, "{Layers: [tools]}", "AutoPublishAlias: live".to_owned(), code_only),
        (right, "{AutoPublishAlias: live}", layers.to_owned(), code_only),
        (right, "{AutoPublishAlias: live, AutoPublishAliasAllProperties: true}", layers.to_owned(), ""),
        (
            wrong,
            "{}",
            format!("{layers}, AutoPublishAlias: live, AutoPublishAliasAllProperties: true"),
            order,
        ),
        (wrong, "{}", format!("{layers}, AutoPublishAlias: live"), order),
        ("[]", "{}", format!("{layers}, AutoPublishAlias: live"), code_only),
        ("[]", "{}", format!("{layers}, AutoPublishAlias: live, AutoPublishAliasAllProperties: true"), ""),
    ];
    for (transforms, globals, properties, expected) in cases {
        let text = format!(
            "Transform: {transforms}\nGlobals: {{Function: {globals}}}\nResources: {{F: {{Type: \
             AWS::Serverless::Function, Properties: {{{properties}}}}}}}\n"
        );
        let expansion = expansion(&text).await?;
        let warnings: Vec<_> = expansion.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warnings.join(" "), expected, "{text}");
    }
    Ok(())
}

/// On Lambda the list of transforms is gone, but a template that SAM has been through shows it.
#[tokio::test]
async fn a_template_that_sam_has_been_through_is_recognised() -> Result<(), Box<dyn std::error::Error>> {
    let text = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Metadata: {SamResourceId: F}\n    Properties: {Layers: \
                [tools]}\n  FVersion0123:\n    Type: AWS::Lambda::Version\n    Properties: {FunctionName: !Ref F}\n";
    let expansion = expansion(text).await?;
    assert_eq!(expansion.warnings.len(), 1);
    assert!(crate::stack::outcome(&expansion).starts_with("OWN:"));
    Ok(())
}
