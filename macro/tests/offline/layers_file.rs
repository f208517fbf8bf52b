//! The catalog that reads what `aws lambda list-layers` prints.

use uselatest::catalog::file::FileCatalog;
use uselatest::catalog::{CatalogError, LayerCatalog, Page};

fn numbers(page: &Page) -> Vec<u64> {
    page.versions.iter().map(|version| version.number).collect()
}

const LISTED: &str = r#"{"Layers": [
    {"LayerName": "tools", "LayerArn": "arn:aws-cn:lambda:cn-north-1:123456789012:layer:tools",
     "LatestMatchingVersion": {"LayerVersionArn": "arn:aws-cn:lambda:cn-north-1:123456789012:layer:tools:7", "Version": 7,
        "Description": "x", "CreatedDate": "2025-01-01T00:00:00.000+0000", "CompatibleRuntimes": ["nodejs22.x"]}},
    {"LayerName": "theirs", "LayerArn": "arn:aws-cn:lambda:cn-north-1:210987654321:layer:theirs",
     "LatestMatchingVersion": {"LayerVersionArn": "arn:aws-cn:lambda:cn-north-1:210987654321:layer:theirs:3", "Version": 3}}
]}"#;

#[tokio::test]
async fn a_file_names_the_latest_versions() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = FileCatalog::parse(LISTED)?;
    let page = catalog.list_layer_versions("tools", None).await?;
    assert_eq!(
        (numbers(&page), page.versions[0].runtimes.as_slice()),
        (vec![7], ["nodejs22.x".to_owned()].as_slice())
    );
    let theirs = "arn:aws-cn:lambda:cn-north-1:210987654321:layer:theirs";
    assert_eq!(numbers(&catalog.list_layer_versions(theirs, None).await?), [3]);
    assert!(catalog.list_layer_versions("theirs", None).await?.versions.is_empty());
    assert_eq!(catalog.get_layer_version("tools", 8).await?, None);
    assert!(matches!(
        catalog.get_layer_version("tools", 6).await,
        Err(CatalogError::NotInFile { number: 6, .. })
    ));
    assert_eq!(catalog.home().map(|home| home.region.as_str()), Some("cn-north-1"));
    Ok(())
}

#[test]
fn a_file_of_another_shape_is_refused_with_its_reason() {
    let version = |arn: &str| {
        format!(
            r#"{{"Layers": [{{"LayerName": "a", "LatestMatchingVersion": {{"LayerVersionArn": "{arn}", "Version": 1}}}}]}}"#
        )
    };
    let cases = [
        (String::new(), "EOF"),
        ("[]".to_owned(), "invalid length 0"),
        (r#"{"LayerVersions": []}"#.to_owned(), "missing field `Layers`"),
        (version("arn:aws:lambda:eu-central-1:123456789012:layer:a"), "is not the ARN of a layer version"),
        (version("a:1"), "`a:1` is not the ARN of a layer version"),
    ];
    for (text, expected) in cases {
        let message = FileCatalog::parse(&text).map_or_else(|error| error.to_string(), |_| "read".to_owned());
        assert!(message.contains(expected), "{message}");
    }
}
