//! `uselatest preview` on one template, with made-up layers.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// Where a stack is.
#[derive(Clone)]
pub(super) struct Home {
    pub(super) region: String,
    pub(super) account: String,
}

impl Home {
    /// Where the first layer is whose ARN is written out in a text.
    pub(super) fn of_first_arn(text: &str) -> Option<Self> {
        text.match_indices(":layer:").find_map(|(at, _)| {
            let mut parts = text[..at].rsplit(':');
            let (account, region) = (parts.next()?, parts.next()?);
            let is_region = region.matches('-').count() >= 2 && !region.contains(['$', '{', ' ', '"', '\'']);
            let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
            (is_region && is_account).then(|| Self { region: region.into(), account: account.into() })
        })
    }
}

/// What became of one reference.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) path: String,
    /// `resolved`, `kept` or `refused`, and how or why.
    pub(super) text: String,
}

impl Outcome {
    /// What became of it without names and numbers, so that equal reasons count together.
    pub(super) fn class(&self) -> String {
        let without_names = self.text.split('`').step_by(2).collect::<Vec<_>>().join("…");
        without_names.replace(|character: char| character.is_ascii_digit(), "#")
    }
}

/// Runs the command with a file of layers in which every name of the template has version 99.
pub(super) fn preview(
    template: &Path,
    text: &str,
    home: &Home,
    arguments: &[&str],
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus-layers.json");
    fs::write(&file, layers(text, home).to_string())?;
    let output = Command::new(env!("CARGO_BIN_EXE_uselatest"))
        .env_clear()
        .arg("preview")
        .arg(template)
        .arg("--layers")
        .arg(file)
        .args(["--region", &home.region, "--account", &home.account, "--output-format", "json"])
        .args(arguments)
        .output()?;
    let report: Value = serde_json::from_slice(&output.stdout).map_err(|error| {
        format!("{}: {error}: {}", template.display(), String::from_utf8_lossy(&output.stderr))
    })?;
    let all = [("resolved", "how"), ("kept", "reason"), ("refused", "problem")];
    let outcomes = all.into_iter().flat_map(|(key, detail)| {
        let ones = report[key].as_array().into_iter().flatten();
        ones.map(move |one| Outcome {
            path: one["path"].as_str().unwrap_or_default().to_owned(),
            text: format!("{key}: {}", one[detail].as_str().unwrap_or_default()),
        })
    });
    let outcomes: Vec<_> = outcomes.collect();
    assert_eq!(
        output.status.code(),
        Some(i32::from(outcomes.iter().any(|one| one.text.starts_with("refused"))))
    );
    Ok(outcomes)
}

/// Every word that could be the name of a layer is one, in the account of the stack.
fn layers(text: &str, home: &Home) -> Value {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    let names: BTreeSet<_> =
        text.split(|character| !is_part(character)).filter(|name| !name.is_empty()).collect();
    let layer = |name: &&str| {
        let arn = format!("arn:aws:lambda:{}:{}:layer:{name}:99", home.region, home.account);
        json!({"LayerName": name, "LatestMatchingVersion": {"LayerVersionArn": arn, "Version": 99}})
    };
    json!({"Layers": names.iter().filter(|name| name.len() <= 140).map(layer).collect::<Vec<_>>()})
}
