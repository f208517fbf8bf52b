//! Versions that are held back: by their age, their distance from the newest one, or because they are blocked.

use std::sync::atomic::{AtomicUsize, Ordering};

use uselatest::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};
use uselatest::expand::Expansion;
use uselatest::expand::restrictions::Restrictions;

use crate::stack::{OWN, expansion, function, outcome, restricted};

/// A layer of five versions, newest first, with their dates; the tests deploy on 2026-03-10 at 12:00 UTC. Version 4 supports
/// arm64 only, and the date of version 1 is not known.
const VERSIONS: [(u64, &str); 5] = [
    (6, "2026-03-10T08:00:00.000+0000"),
    (5, "2026-03-08T12:00:00.000+0100"),
    (4, "2026-03-07T00:00:00.000+0000"),
    (2, "2026-02-01T00:00:00.000+0000"),
    (1, ""),
];

/// An account whose layers all have these versions, two on each page.
#[derive(Default)]
struct Dated {
    pages: AtomicUsize,
}

impl LayerCatalog for Dated {
    async fn list_layer_versions(&self, layer: &str, marker: Option<&str>) -> Result<Page, CatalogError> {
        self.pages.fetch_add(1, Ordering::Relaxed);
        let start: usize = marker.map_or(Ok(0), str::parse).map_err(|_| CatalogError::Malformed)?;
        let version = |(number, published): &(u64, &str)| PublishedVersion {
            arn: format!("{OWN}{layer}:{number}"),
            number: *number,
            architectures: if *number == 4 { vec!["arm64".to_owned()] } else { Vec::new() },
            published: Some((*published).to_owned()).filter(|date| !date.is_empty()),
            ..PublishedVersion::default()
        };
        let end = (start + 2).min(VERSIONS.len());
        let next = (end < VERSIONS.len()).then(|| end.to_string());
        Ok(Page { versions: VERSIONS[start..end].iter().map(version).collect(), next })
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        Ok(Some(PublishedVersion { arn: format!("{OWN}{layer}:{number}"), number, ..Default::default() }))
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        Ok(vec!["tools".to_owned()])
    }
}

/// What becomes of a function with this layer under parameters of the macro, in flow style.
async fn with(parameters: &str, layer: &str) -> Result<(Expansion, usize), Box<dyn std::error::Error>> {
    let own = Restrictions::default();
    under(&own, parameters, layer).await
}

async fn under(
    restrictions: &Restrictions,
    parameters: &str,
    layer: &str,
) -> Result<(Expansion, usize), Box<dyn std::error::Error>> {
    let text = format!(
        "Transform: {{Name: Uselatest, Parameters: {{{parameters}}}}}\n{}",
        function(&format!("Layers: ['{layer}']"))
    );
    let catalog = Dated::default();
    let expansion = restricted(&text, restrictions, &catalog).await?;
    Ok((expansion, catalog.pages.into_inner()))
}

/// The layer, the ARN or the problem, and the number of requests for a page.
#[tokio::test]
async fn a_version_is_used_when_it_is_old_enough() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("", "OWN:tools:6", 1),
        ("MinimumAge: 0d", "OWN:tools:6", 1),
        ("MinimumAge: 4h", "OWN:tools:6", 1),
        ("MinimumAge: 5h", "OWN:tools:5", 1),
        // 11:00 UTC on 8 March, at which version 5 was published, is 49 hours before.
        ("MinimumAge: 49h", "OWN:tools:5", 1),
        ("MinimumAge: 2941m", "OWN:tools:2", 2),
        ("MinimumAge: 3w", "OWN:tools:2", 2),
        ("MinimumAge: {fonts: 3w, 'to*': 5h, '*': 9w}", "OWN:tools:5", 1),
        ("MinimumAge: {fonts: 3w}", "OWN:tools:6", 1),
        (
            "MinimumAge: 9w",
            "refused: no version is 9w old; version 2 will be on 2026-04-05 00:00 UTC; deploy again then, or set a shorter \
             `MinimumAge`",
            3,
        ),
        ("Behind: 1", "OWN:tools:5", 1),
        // Version 4 does not support the architecture of the function.
        ("Behind: 2", "OWN:tools:2", 2),
        ("Behind: {'*': 3}", "OWN:tools:1", 3),
        (
            "Behind: 4",
            "refused: `Behind: 4` requires more than 4 compatible versions that are not blocked; there are 4",
            3,
        ),
        (
            "Behind: 3, MinimumAge: 1d",
            "refused: the publication date of version 1 is unknown, so its `MinimumAge` cannot be checked",
            3,
        ),
        ("Behind: 1, MinimumAge: 3d", "OWN:tools:2", 2),
    ];
    for (parameters, expected, pages) in cases {
        let (expansion, asked) = with(parameters, "tools").await?;
        assert_eq!((outcome(&expansion).as_str(), asked), (expected, pages), "{parameters}");
    }
    Ok(())
}

#[tokio::test]
async fn a_blocked_version_is_never_used() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("Block: 'tools:6'", "tools", "OWN:tools:5"),
        ("Block: ['t*:>4']", "tools", "OWN:tools:2"),
        ("Block: ['tools:6'], Behind: 1", "tools", "OWN:tools:2"),
        ("Block: ['fonts:6', 'tools:<6']", "tools", "OWN:tools:6"),
        (
            "Block: [tools]",
            "tools",
            "refused: every compatible version is blocked; the newest is 6; publish another version",
        ),
        ("Block: ['tools:<6']", "tools:5", "refused: version 5 is blocked; use another version"),
        ("Block: ['tools:5']", "OWN:tools:5", "refused: version 5 is blocked; use another version"),
        ("Block: ['tools:6']", "OWN:tools:5", "kept: it is pinned to a version"),
        // What cannot be upgraded yet stays as it is.
        ("Block: ['tools:6'], Pinned: upgrade", "OWN:tools:5", "kept: it is already the newest version"),
        (
            "MinimumAge: 9w, Pinned: upgrade",
            "OWN:tools:5",
            "kept: it is pinned to a version, and no newer version is old enough or allowed",
        ),
        ("Block: ['tools:5'], Pinned: upgrade", "OWN:tools:5", "OWN:tools:6"),
    ];
    for (parameters, layer, expected) in cases {
        let (expansion, _) = with(parameters, &layer.replace("OWN:", OWN)).await?;
        assert_eq!(outcome(&expansion), expected, "{parameters} {layer}");
    }
    Ok(())
}

#[tokio::test]
async fn the_macro_restricts_all_templates() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        (("5h", "", ""), "", "OWN:tools:5"),
        // A template can set another age or distance, and cannot unblock a version.
        (("5h", "1", ""), "MinimumAge: 0m, Behind: 0", "OWN:tools:6"),
        (("", "2", ""), "", "OWN:tools:2"),
        (("", "", "tools:6, größe"), "Block: ['tools:5']", "OWN:tools:2"),
        (("", "", "arn:aws:lambda:*:layer:tools:>5"), "", "OWN:tools:5"),
        (("", "", "arn:aws:lambda:*:layer:t*"), "Exclude: tools", "kept: it is excluded"),
    ];
    for ((age, behind, blocked), parameters, expected) in cases {
        let restrictions = Restrictions::parse(age, behind, blocked)?;
        let (expansion, _) = under(&restrictions, parameters, "tools").await?;
        assert_eq!(outcome(&expansion), expected, "{age} {behind} {blocked} {parameters}");
    }
    Ok(())
}

#[tokio::test]
async fn the_newest_version_that_is_not_used_is_named() -> Result<(), Box<dyn std::error::Error>> {
    let cases = [
        ("MinimumAge: 5h", Some("version 6 is 4 hours old")),
        ("Behind: 1", Some("version 6 is skipped by `Behind`")),
        ("Block: ['tools:6']", Some("version 6 is blocked")),
        ("MinimumAge: 4h", None),
        ("", None),
    ];
    for (parameters, expected) in cases {
        let (expansion, _) = with(parameters, "tools").await?;
        let newer = expansion.resolutions[0].passed_over.as_ref().map(ToString::to_string);
        assert_eq!(newer.as_deref(), expected, "{parameters}");
    }
    Ok(())
}

#[tokio::test]
async fn invalid_restrictions_are_refused_with_their_place() -> Result<(), Box<dyn std::error::Error>> {
    let age = "an age such as `12h`, `3d` or `2w`, or a mapping of patterns of layers to ages";
    let number = "a number of versions, or a mapping of patterns of layers to numbers";
    let blocked = "a list of blocked versions, such as `tools:7`, `vendor-*:<12`, `tools:>9` or `tools`";
    let cases = [
        ("MinimumAge: 3", age),
        ("MinimumAge: 3 d", age),
        ("MinimumAge: -3d", age),
        ("MinimumAge: 3ü", age),
        ("MinimumAge: 99999d", age),
        ("MinimumAge: [3d]", age),
        ("MinimumAge: {tools: {a: 3d}}", age),
        ("MinimumAge:", age),
        ("Behind: one", number),
        ("Behind: 1.5", number),
        ("Behind: {tools: -1}", number),
        ("Block: ['tools:x']", blocked),
        ("Block: ['tools:<']", blocked),
        ("Block: [':7']", blocked),
        ("Block: {tools: 7}", blocked),
    ];
    for (parameters, expected) in cases {
        let (expansion, _) = with(parameters, "tools").await?;
        let name = parameters.split(':').next().unwrap_or_default();
        let problem = expansion.problems.first().map(ToString::to_string).unwrap_or_default();
        assert!(problem.starts_with(&format!("Parameters.{name}")), "{parameters}: {problem}");
        assert!(problem.ends_with(&format!("the value must be {expected}")), "{parameters}: {problem}");
    }
    Ok(())
}

/// A file lists the newest version of each layer, and nothing says which other ones there are.
#[tokio::test]
async fn a_file_cannot_show_an_older_version() -> Result<(), Box<dyn std::error::Error>> {
    let text = format!(
        "Transform: {{Name: Uselatest, Parameters: {{Block: ['fonts:24']}}}}\n{}",
        function("Layers: [fonts]")
    );
    let expected = "refused: an older version of `fonts` must be chosen, and cannot be looked up in the file, which only \
                    lists latest versions";
    assert_eq!(outcome(&expansion(&text).await?), expected);
    Ok(())
}
