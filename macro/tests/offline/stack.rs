//! A stack, the layers of its account, and what the macro makes of texts there.

use std::error::Error;

use cfn_ast::model::TransformKind;
use cfn_ast::model::evaluate::{Inputs, Value};
use cfn_ast::{Source, Template, Tree};
use time::OffsetDateTime;
use time::macros::datetime;
use uselatest::catalog::file::FileCatalog;
use uselatest::catalog::{Home, LayerCatalog};
use uselatest::expand::options::Overrides;
use uselatest::expand::restrictions::Restrictions;
use uselatest::expand::{Expansion, Request, Stack, expand};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "eu-central-1";
/// How all layers of the own account begin.
pub(crate) const OWN: &str = "arn:aws:lambda:eu-central-1:123456789012:layer:";
/// How all layers of the other account begin.
pub(crate) const THEIRS: &str = "arn:aws:lambda:eu-central-1:210987654321:layer:";

/// Each version with what it declares: runtimes, then architectures.
const VERSIONS: &[(&str, u64, &[&str], &[&str])] = &[
    ("OWN:tools", 6, &[], &[]),
    ("OWN:tools", 7, &[], &[]),
    ("OWN:fonts", 24, &[], &[]),
    ("OWN:python", 1, &[], &[]),
    ("OWN:python", 2, &["python3.12", "python3.13"], &["x86_64", "arm64"]),
    ("OWN:python", 3, &["python3.13"], &["arm64"]),
    ("OWN:python", 4, &["python3.14"], &["x86_64"]),
    ("OWN:arm", 5, &[], &["arm64"]),
    ("THEIRS:shared", 3, &[], &[]),
    ("THEIRS:shared", 9, &[], &[]),
];

pub(crate) fn catalog() -> Result<FileCatalog, Box<dyn Error>> {
    let listed = VERSIONS.iter().map(|(layer, number, runtimes, architectures)| {
        let arn = format!("{}:{number}", full(layer));
        let name = layer.split(':').nth(1).unwrap_or_default();
        serde_json::json!({"LayerName": name, "LatestMatchingVersion": {"LayerVersionArn": arn, "Version": number,
            "CompatibleRuntimes": runtimes, "CompatibleArchitectures": architectures}})
    });
    let listed: Vec<_> = listed.collect();
    Ok(FileCatalog::parse(&serde_json::json!({ "Layers": listed }).to_string())?)
}

/// A text in which `OWN:` and `THEIRS:` are written out.
pub(crate) fn full(text: &str) -> String {
    text.replace("OWN:", OWN).replace("THEIRS:", THEIRS)
}

pub(crate) fn home() -> Home {
    Home { region: REGION.to_owned(), account: ACCOUNT.to_owned() }
}

fn inputs() -> Inputs {
    let mut inputs = Inputs::new().with_defaults();
    inputs.set_parameter("Layer", Value::Text("tools".into()));
    inputs
}

/// What becomes of a template, whose `Transform` may have parameters for the macro.
pub(crate) async fn expansion(text: &str) -> Result<Expansion, Box<dyn Error>> {
    expansion_with(text, &catalog()?).await
}

/// The time at which the tests deploy.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

pub(crate) async fn expansion_with(
    text: &str,
    catalog: &impl LayerCatalog,
) -> Result<Expansion, Box<dyn Error>> {
    restricted(text, &Restrictions::default(), catalog).await
}

/// What becomes of a template when the deployed macro has restrictions.
pub(crate) async fn restricted(
    text: &str,
    restrictions: &Restrictions,
    catalog: &impl LayerCatalog,
) -> Result<Expansion, Box<dyn Error>> {
    let tree = Tree::parse(Source::new(text)?);
    let template = Template::new(&tree);
    let own = |template: &Template<'_>| {
        template.transforms().iter().position(|one| one.kind() == TransformKind::Uselatest)
    };
    let parameters = template.as_ref().and_then(|template| template.transforms()[own(template)?].parameters);
    let stack = Stack::new(home(), inputs());
    let overrides = Overrides::default();
    let request = Request { stack: &stack, parameters, overrides, restrictions, now: NOW };
    Ok(expand(&tree, &request, catalog).await)
}

/// What `Fn::Transform` with these parameters answers for the fragment beside it.
pub(crate) async fn call(fragment: &str, parameters: &str) -> Result<Expansion, Box<dyn Error>> {
    let (tree, parameters) =
        (Tree::parse_json(Source::new(fragment)?), Tree::parse_json(Source::new(parameters)?));
    let stack = Stack::new(home(), inputs());
    let (overrides, restrictions) = (Overrides::default(), &Restrictions::default());
    let request = Request { stack: &stack, parameters: parameters.root(), overrides, restrictions, now: NOW };
    Ok(expand(&tree, &request, &catalog()?).await)
}

/// A function in YAML with these lines as its properties.
pub(crate) fn function(lines: &str) -> String {
    let indented = lines.replace('\n', "\n      ");
    format!("Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      {indented}\n")
}

/// Everything that became of the layers, in few words: ARNs, reasons and problems.
pub(crate) fn outcome(expansion: &Expansion) -> String {
    let resolved = expansion.resolutions.iter().map(|one| one.arn.clone());
    let kept = expansion.kept.iter().map(|one| format!("kept: {}", one.reason));
    let problems = expansion.problems.iter().map(|one| format!("refused: {}", one.kind));
    let all: Vec<_> = resolved.chain(kept).chain(problems).collect();
    all.join(" | ").replace(OWN, "OWN:").replace(THEIRS, "THEIRS:")
}
