//! Layers of other accounts whose versions can be read one by one, but not listed.

use std::sync::Mutex;

use crate::stack::{THEIRS, expansion_with, full, function, outcome};
use uselatest::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};

/// A layer with these versions in another account, which grants each of them to everybody.
struct Hidden {
    versions: Vec<u64>,
    /// The number at which Lambda begins to throttle.
    throttled_at: Option<u64>,
    runtimes: fn(u64) -> Vec<String>,
    asked: Mutex<Vec<u64>>,
}

impl Hidden {
    fn new(versions: impl IntoIterator<Item = u64>) -> Self {
        let versions = versions.into_iter().collect();
        Self { versions, throttled_at: None, runtimes: |_| Vec::new(), asked: Mutex::default() }
    }
}

impl LayerCatalog for Hidden {
    async fn list_layer_versions(&self, _: &str, _: Option<&str>) -> Result<Page, CatalogError> {
        Err(CatalogError::Denied { action: "lambda:ListLayerVersions" })
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        let action = "lambda:GetLayerVersion";
        self.asked.lock().map_err(|_| CatalogError::Malformed)?.push(number);
        if self.throttled_at.is_some_and(|at| number >= at) {
            return Err(CatalogError::Throttled { action });
        }
        if !self.versions.contains(&number) {
            return Err(CatalogError::Denied { action });
        }
        let (arn, runtimes) = (format!("{layer}:{number}"), (self.runtimes)(number));
        Ok(Some(PublishedVersion { arn, number, runtimes, ..PublishedVersion::default() }))
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        Ok(Vec::new())
    }
}

async fn of(catalog: &Hidden, layers: &str) -> Result<String, Box<dyn std::error::Error>> {
    let text = full(&function(&format!("Runtime: python3.13\nLayers: [{layers}]")));
    Ok(outcome(&expansion_with(&text, catalog).await?))
}

#[tokio::test]
async fn the_newest_version_from_the_floor_on_is_found() -> Result<(), Box<dyn std::error::Error>> {
    let cases: [(Vec<u64>, &str, &str); 9] = [
        (vec![38], "38+", "THEIRS:x:38"),
        ((1..=57).collect(), "38+", "THEIRS:x:57"),
        ((1..=57).collect(), "57+", "THEIRS:x:57"),
        (vec![48], "38+", "THEIRS:x:48"),
        (vec![49], "38+", ""),
        (vec![38, 47, 56, 65, 74], "38+", "THEIRS:x:74"),
        (vec![38, 60], "38+", "THEIRS:x:38"),
        (vec![1, 2, 3], "4+", ""),
        (vec![9_223_372_036_854_775_807], "9223372036854775807+", "THEIRS:x:9223372036854775807"),
    ];
    for (versions, floor, expected) in cases {
        let catalog = Hidden::new(versions.clone());
        let outcome = of(&catalog, &format!("'THEIRS:x:{floor}'")).await?;
        let none = outcome.starts_with("refused: no version from") && expected.is_empty();
        assert!(outcome == expected || none, "{versions:?} {floor}: {outcome}");
    }
    Ok(())
}

/// Layouts with deleted versions, pseudo-random but the same each time.
#[tokio::test]
async fn gaps_shorter_than_the_window_are_bridged() -> Result<(), Box<dyn std::error::Error>> {
    let mut state = 7_u64;
    let mut random = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for _ in 0..200 {
        let mut versions = vec![1 + random(40)];
        for _ in 0..random(30) {
            versions.push(versions.last().copied().unwrap_or_default() + 1 + random(10));
        }
        let (floor, newest) = (versions[0], versions[versions.len() - 1]);
        let catalog = Hidden::new(versions.clone());
        assert_eq!(
            of(&catalog, &format!("'THEIRS:x:{floor}+'")).await?,
            format!("THEIRS:x:{newest}"),
            "{versions:?}"
        );
        let calls = catalog.asked.lock().map(|asked| asked.len()).unwrap_or_default() as u64;
        let most = 11 + 10 * versions.len() as u64;
        assert!(calls <= most, "{calls} calls for {versions:?}");
    }
    Ok(())
}

#[tokio::test]
async fn throttling_ends_the_search_with_a_refusal() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Hidden { throttled_at: Some(50), ..Hidden::new(1..=57) };
    let throttled = "refused: lambda:GetLayerVersion and all its retries were throttled; try again later";
    assert_eq!(of(&catalog, "'THEIRS:x:38+'").await?, throttled);
    let most = catalog.asked.lock().map(|asked| asked.iter().max().copied()).unwrap_or_default();
    assert!(most < Some(60), "no window is begun after the throttling: {most:?}");
    Ok(())
}

#[tokio::test]
async fn one_search_serves_all_functions() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Hidden::new(1..=57);
    let expected = ["THEIRS:x:57"; 3].join(" | ");
    let choice = |layers: &str| format!("!If [Open, {layers}]");
    let layers = choice(&format!("'THEIRS:x:38+', {}", choice("'THEIRS:x:2+', 'THEIRS:x:50+'")));
    assert_eq!(of(&catalog, &layers).await?, expected);
    let calls = catalog.asked.lock().map(|asked| asked.len()).unwrap_or_default();
    assert_eq!(calls, 11 + 10, "{THEIRS}");
    let refused = "THEIRS:x:57 | refused: no version from 90 on is accessible; grant lambda:GetLayerVersion in the \
                   layer's account, or specify another version";
    assert_eq!(of(&catalog, &choice("'THEIRS:x:38+', 'THEIRS:x:90+'")).await?, refused);
    Ok(())
}

#[tokio::test]
async fn what_is_found_has_to_fit() -> Result<(), Box<dyn std::error::Error>> {
    let runtimes = |number| vec![if number < 45 { "python3.13" } else { "python3.14" }.to_owned()];
    let catalog = Hidden { runtimes, ..Hidden::new(38..=57) };
    assert_eq!(of(&catalog, "'THEIRS:x:38+'").await?, "THEIRS:x:44");
    let refused = "refused: no version supports python3.13, x86_64; version 57, the newest, supports python3.14; publish \
                   a compatible version, or set `Compatibility: ignore`";
    assert_eq!(of(&catalog, "'THEIRS:x:46+'").await?, refused);
    Ok(())
}
