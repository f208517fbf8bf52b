//! The catalog of Lambda against a server that speaks its API.

use crate::support::{Outcome, client, publish, publish_for};
use end_to_end::ministack::ministack;
use uselatest::catalog::aws::AwsCatalog;
use uselatest::catalog::{CatalogError, LayerCatalog, Page};

fn numbers(page: &Page) -> Vec<u64> {
    page.versions.iter().map(|version| version.number).collect()
}

#[tokio::test]
async fn versions_come_newest_first_page_by_page() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let client = client(server, "100000000001");
    for _ in 0..57 {
        publish(&client, "many").await?;
    }
    client.delete_layer_version().layer_name("many").version_number(56).send().await?;
    let catalog = AwsCatalog::new(client);
    let first = catalog.list_layer_versions("many", None).await?;
    let second = catalog.list_layer_versions("many", first.next.as_deref()).await?;
    let expected: Vec<u64> = (1..=57).rev().filter(|&number| number != 56).collect();
    assert_eq!([numbers(&first), numbers(&second)].concat(), expected);
    assert_eq!((first.versions.len(), second.next), (50, None));
    assert_eq!(first.versions[0].arn, "arn:aws:lambda:eu-central-1:100000000001:layer:many:57");
    Ok(())
}

#[tokio::test]
async fn all_layers_are_listed_over_all_pages() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let client = client(server, "100000000002");
    let mut expected: Vec<String> = (0..60).map(|number| format!("layer-{number:02}")).collect();
    for name in &expected {
        publish(&client, name).await?;
    }
    let mut names = AwsCatalog::new(client).list_layers().await?;
    names.sort();
    expected.sort();
    assert_eq!(names, expected);
    Ok(())
}

#[tokio::test]
async fn a_version_says_what_it_declares() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let client = client(server, "100000000003");
    publish_for(&client, "tools", &["python3.13", "made-up9"], &["arm64"]).await?;
    let catalog = AwsCatalog::new(client);
    let listed = catalog.list_layer_versions("tools", None).await?;
    let got = catalog.get_layer_version("tools", 1).await?;
    assert_eq!(got.as_ref(), listed.versions.first());
    let version = got.ok_or("version 1 exists")?;
    assert_eq!(
        (version.runtimes.join(" "), version.architectures.join(" ")),
        ("python3.13 made-up9".into(), "arm64".into())
    );
    Ok(())
}

#[tokio::test]
async fn what_does_not_exist_is_no_error() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let client = client(server, "100000000004");
    publish(&client, "tools").await?;
    let catalog = AwsCatalog::new(client);
    assert!(catalog.list_layer_versions("toolz", None).await?.versions.is_empty());
    for (layer, number) in [("toolz", 1), ("tools", 2), ("tools", u64::MAX)] {
        assert_eq!(catalog.get_layer_version(layer, number).await?, None, "{layer} {number}");
    }
    Ok(())
}

#[tokio::test]
async fn a_version_of_another_account_needs_a_grant() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let owner = client(server, "100000000005");
    for _ in 0..2 {
        publish(&owner, "shared").await?;
    }
    let grant =
        owner.add_layer_version_permission().layer_name("shared").version_number(1).statement_id("all");
    grant.action("lambda:GetLayerVersion").principal("*").send().await?;
    let catalog = AwsCatalog::new(client(server, "100000000006"));
    let layer = "arn:aws:lambda:eu-central-1:100000000005:layer:shared";
    let granted = catalog.get_layer_version(layer, 1).await?.ok_or("version 1 is granted")?;
    assert_eq!(granted.arn, format!("{layer}:1"));
    let denied = CatalogError::Denied { action: "lambda:GetLayerVersion" };
    for number in [2, 3] {
        assert_eq!(catalog.get_layer_version(layer, number).await, Err(denied.clone()), "{number}");
    }
    Ok(())
}
