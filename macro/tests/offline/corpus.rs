//! Real templates: each reference to a layer in them ends in exactly one of resolved, kept and refused.
//!
//! The environment variable `CFN_CORPUS` names the folder that holds them, in its subfolder `dev`.

mod command;
mod references;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use cfn_ast::{Source, Tree};
use uselatest::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};

use crate::stack::{OWN, expansion_with};
use command::{Home, Outcome, preview};
use references::{Reference, references};

/// A real template with layers in it.
struct Sample {
    path: PathBuf,
    text: String,
    references: Vec<Reference>,
}

impl Sample {
    fn read(path: PathBuf) -> io::Result<Option<Self>> {
        let Ok(text) = String::from_utf8(fs::read(&path)?) else { return Ok(None) };
        let Ok(source) = Source::new(text.as_str()) else { return Ok(None) };
        let tree = Tree::parse(source);
        let references = if tree.errors().is_empty() { references(&tree) } else { Vec::new() };
        Ok((!references.is_empty()).then_some(Self { path, text, references }))
    }
}

/// All samples; `None` if there is no corpus, so that the test is skipped.
fn samples() -> io::Result<Option<Vec<Sample>>> {
    let Some(folder) = end_to_end::corpus().map(|corpus| corpus.join("dev")) else { return Ok(None) };
    let mut paths = Vec::new();
    files(&folder, &mut paths)?;
    paths.sort();
    let samples: Vec<_> = paths.into_iter().map(Sample::read).collect::<Result<_, _>>()?;
    Ok(Some(samples.into_iter().flatten().collect()))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_template = |ending| ["yaml", "yml", "json", "template"].iter().any(|known| ending == *known);
        if path.is_dir() {
            files(&path, found)?;
        } else if path.extension().is_some_and(is_template) {
            found.push(path);
        }
    }
    Ok(())
}

/// Unlike eprintln, this is shown even when the test passes.
fn say(text: &str) -> io::Result<()> {
    io::stderr().write_all(text.as_bytes())
}

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

#[tokio::test]
async fn what_is_resolved_stays_so() -> Result<(), Box<dyn Error>> {
    for Sample { path, text, .. } in samples()?.into_iter().flatten() {
        let after = expansion_with(&text, &Everything).await?.edits.apply(&text);
        let again = expansion_with(&after, &Everything).await?;
        assert!(again.edits.is_empty(), "{}: {:?}", path.display(), again.resolutions);
    }
    Ok(())
}

/// The command sees a stack somewhere, then one where the layers of the template are, with the newest versions wanted.
#[test]
fn every_reference_ends_in_exactly_one_way() -> Result<(), Box<dyn Error>> {
    let Some(samples) = samples()? else { return Ok(()) };
    assert!(!samples.is_empty(), "the corpus holds no template with layers");
    let elsewhere = Home { region: "eu-central-1".into(), account: "123456789012".into() };
    count("a stack elsewhere", &samples, |_| elsewhere.clone(), &[])?;
    let at_home = |sample: &Sample| Home::of_first_arn(&sample.text).unwrap_or_else(|| elsewhere.clone());
    count("a stack beside its layers, Pinned: upgrade", &samples, at_home, &["--pinned", "upgrade"])
}

fn count(
    title: &str,
    samples: &[Sample],
    home: impl Fn(&Sample) -> Home,
    arguments: &[&str],
) -> Result<(), Box<dyn Error>> {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let (mut total, mut lists) = (0, 0);
    for sample in samples {
        let outcomes = preview(&sample.path, &sample.text, &home(sample), arguments)?;
        let name = sample.path.display();
        for reference in &sample.references {
            let own: Vec<_> = outcomes.iter().filter(|outcome| reference.is_at(&outcome.path)).collect();
            let most = if reference.is_list { own.len() } else { 1 };
            assert!(!own.is_empty() && own.len() <= most, "{name}: {reference:?}: {own:?}");
            total += own.len();
            for outcome in own {
                *classes.entry(outcome.class()).or_default() += 1;
            }
        }
        let is_other = |outcome: &&Outcome| !sample.references.iter().any(|one| one.is_at(&outcome.path));
        for other in outcomes.iter().filter(is_other) {
            // A list that is too long is refused as a whole, besides what becomes of its layers.
            assert!(other.text.contains("may have 5"), "{name}: {other:?}");
            lists += 1;
        }
    }
    assert_eq!(classes.values().sum::<usize>(), total);
    let lines: Vec<_> = classes.iter().map(|(class, count)| format!("{count:5} {class}\n")).collect();
    let templates = samples.len();
    say(&format!(
        "{title}: {templates} templates, {total} references, {lists} lists too long\n{}",
        lines.concat()
    ))?;
    Ok(())
}
