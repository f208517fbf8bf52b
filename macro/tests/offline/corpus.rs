//! Real templates: each layer in them ends in exactly one of resolved, kept and refused.
//!
//! The environment variable `CFN_CORPUS` names the folder that holds them, in its subfolder `dev`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use cfn_ast::syntax::Node;
use cfn_ast::{Source, Tree};
use uselatest::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};
use uselatest::expand::Expansion;

use crate::stack::{OWN, expansion_with};

/// An account in which every layer that is asked for has the versions 1 to 99.
struct Everything;

fn version(layer: &str, number: u64) -> PublishedVersion {
    let full = if layer.starts_with("arn:") { layer.to_owned() } else { format!("{OWN}{layer}") };
    let arn = format!("{full}:{number}");
    PublishedVersion { arn, number, ..PublishedVersion::default() }
}

impl LayerCatalog for Everything {
    async fn list_layer_versions(&self, layer: &str, _: Option<&str>) -> Result<Page, CatalogError> {
        Ok(Page { versions: vec![version(layer, 99)], next: None })
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        Ok((1..=99).contains(&number).then(|| version(layer, number)))
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        Ok(Vec::new())
    }
}

fn corpus() -> Option<PathBuf> {
    let folder = env::var_os("CFN_CORPUS").map(|folder| Path::new(&folder).join("dev"));
    if folder.is_none() {
        let message = b"skipped: CFN_CORPUS does not name the folder of real templates\n";
        // Unlike eprintln, this is shown even when the test passes.
        let _ = std::io::stderr().write_all(message);
    }
    folder
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json", "template"].iter().any(|e| ending == *e))
        {
            found.push(path);
        }
    }
    Ok(())
}

/// The items of every list of layers, found without the macro's own survey; a list that is no literal counts as one.
fn layers_of(tree: &Tree) -> BTreeSet<String> {
    let is_function = |resource: Node<'_>| {
        let kind = resource.get("Type").and_then(Node::text);
        matches!(kind, Some("AWS::Lambda::Function" | "AWS::Serverless::Function"))
    };
    let mut holders = Vec::new();
    if let Some(root) = tree.root() {
        if let Some(globals) = root.get("Globals").and_then(|globals| globals.get("Function")) {
            holders.push(("Globals.Function".to_owned(), globals));
        }
        for entry in root.get("Resources").into_iter().flat_map(Node::entries) {
            let properties = entry.value.get("Properties").filter(|_| is_function(entry.value));
            holders
                .extend(properties.map(|node| {
                    (format!("Resources.{}.Properties", entry.name().unwrap_or_default()), node)
                }));
        }
    }
    let mut paths = BTreeSet::new();
    for (path, holder) in holders {
        let Some(layers) = holder.get("Layers") else { continue };
        let count = layers.items().count();
        if layers.is_sequence() && layers.tag().is_none() {
            paths.extend((0..count).map(|index| format!("{path}.Layers[{index}]")));
        } else {
            paths.insert(format!("{path}.Layers"));
        }
    }
    paths
}

fn outcomes(expansion: &Expansion) -> Vec<(String, String)> {
    let resolved =
        expansion.resolutions.iter().map(|one| (one.path.clone(), format!("resolved: {}", one.how.as_str())));
    let kept = expansion.kept.iter().map(|one| (one.path.clone(), format!("kept: {}", one.reason)));
    let refused = expansion.problems.iter().map(|one| (one.path.clone(), format!("refused: {}", one.kind)));
    resolved.chain(kept).chain(refused).collect()
}

/// Names are left out, so that equal reasons count together.
fn class(outcome: &str) -> String {
    outcome.split('`').step_by(2).collect::<Vec<_>>().join("…")
}

#[tokio::test]
async fn every_reference_ends_in_exactly_one_way() -> Result<(), Box<dyn Error>> {
    let Some(folder) = corpus() else { return Ok(()) };
    let mut paths = Vec::new();
    files(&folder, &mut paths)?;
    paths.sort();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut templates = 0;
    for path in paths {
        let Ok(text) = String::from_utf8(fs::read(&path)?) else { continue };
        let Ok(source) = Source::new(text.as_str()) else { continue };
        let tree = Tree::parse(source);
        let layers = layers_of(&tree);
        if layers.is_empty() || !tree.errors().is_empty() {
            continue;
        }
        templates += 1;
        let expansion = expansion_with(&text, &Everything).await?;
        let outcomes = outcomes(&expansion);
        let distinct: BTreeSet<_> = outcomes.iter().map(|(path, _)| path).collect();
        assert_eq!(distinct.len(), outcomes.len(), "{}: {outcomes:?}", path.display());
        for layer in &layers {
            let is_here = |place: &str| {
                place.strip_prefix(layer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            assert!(outcomes.iter().any(|(place, _)| is_here(place)), "{}: {layer}", path.display());
        }
        let after = expansion.edits.apply(&text);
        let again = expansion_with(&after, &Everything).await?;
        assert!(again.edits.is_empty(), "{}: {:?}", path.display(), again.resolutions);
        for (_, outcome) in &outcomes {
            *counts.entry(class(outcome)).or_default() += 1;
        }
    }
    assert!(templates > 0, "{} holds no template with layers", folder.display());
    let lines: Vec<_> = counts.iter().map(|(outcome, count)| format!("{count:5} {outcome}\n")).collect();
    std::io::stderr()
        .write_all(format!("{templates} templates with layers\n{}", lines.concat()).as_bytes())?;
    Ok(())
}
