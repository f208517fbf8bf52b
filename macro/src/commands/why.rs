//! `uselatest why`: explains the layer versions of a deployed function.

use std::io::{self, Write};

use serde::Serialize;

use super::accounts::Accounts;
use super::restrictions::RestrictionArgs;
use super::show::count;
use super::values::macro_name;
use super::{CommandError, OutputFormat};
use crate::fleet::FleetError;
use crate::fleet::inventory::Failure;
use crate::fleet::why::{Candidate, CandidateVerdict, ExplainedLayer, Explanation, LayerVerdict, explain};

/// The number of versions that the text lists for each layer; JSON lists all that were requested.
const MAX_SHOWN: usize = 10;

/// The arguments of `uselatest why`.
#[derive(Clone, clap::Args)]
pub struct Why {
    /// The function, by name or ARN; `NAME:ALIAS` and `NAME:VERSION` select a published version
    #[arg(value_name = "FUNCTION", value_parser = function_name)]
    pub function: FunctionName,
    /// AWS region [default: that of the ARN, or of the AWS configuration]
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Profile of the AWS configuration [default: that of the environment]
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Name under which the macro is deployed [default: Uselatest]
    #[arg(long, value_name = "NAME", value_parser = macro_name)]
    pub macro_name: Option<String>,
    /// The restrictions of the deployed macro.
    #[command(flatten)]
    pub restrictions: RestrictionArgs,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub output_format: OutputFormat,
}

/// The name of a function, with the alias or version and the region if they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionName {
    name: String,
    qualifier: Option<String>,
    region: Option<String>,
    account: Option<String>,
}

/// Parses the name or ARN of a function (AWS Lambda API Reference, `FunctionName`).
fn function_name(text: &str) -> Result<FunctionName, String> {
    let invalid = || "expected the name of a function, NAME:ALIAS, or the ARN of a function".to_owned();
    let parts: Vec<_> = text.split(':').collect();
    let (name, qualifier, home) = match parts[..] {
        [name] => (name, None, None),
        [name, qualifier] => (name, Some(qualifier), None),
        ["arn", _, "lambda", region, account, "function", name] => (name, None, Some((region, account))),
        ["arn", _, "lambda", region, account, "function", name, qualifier] => {
            (name, Some(qualifier), Some((region, account)))
        }
        _ => return Err(invalid()),
    };
    let is_word = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_$".contains(&byte))
    };
    if !is_word(name)
        || !qualifier.is_none_or(is_word)
        || home.is_some_and(|(region, account)| region.is_empty() || account.is_empty())
    {
        return Err(invalid());
    }
    Ok(FunctionName {
        name: name.to_owned(),
        qualifier: qualifier.map(str::to_owned),
        region: home.map(|(region, _)| region.to_owned()),
        account: home.map(|(_, account)| account.to_owned()),
    })
}

impl Why {
    /// Writes the explanation to `out`.
    ///
    /// Returns whether the macro would accept the template.
    ///
    /// # Errors
    /// [`CommandError`] if the function, its stack or its layers cannot be read.
    pub async fn run(&self, out: &mut impl Write) -> Result<bool, CommandError> {
        let FunctionName { name, qualifier, region, account } = &self.function;
        let accounts = Accounts {
            regions: self.region.clone().or_else(|| region.clone()).into_iter().collect(),
            profiles: self.profile.clone().into_iter().collect(),
            macro_name: self.macro_name.clone(),
            restrictions: self.restrictions.clone(),
        };
        // One region of one profile is one connection.
        let Some(connection) = accounts.connect().await?.pop() else { return Ok(true) };
        let cloud = connection.map_err(|(_, error)| CommandError::Connection(error))?;
        let explanation = explain(&cloud, name, qualifier.as_deref()).await.map_err(|error| {
            CommandError::Unreadable(Failure { what: format!("cannot explain function `{name}`"), error })
        })?;
        // The function was read by its name, so the one of another account would be mistaken for it.
        let ours = &explanation.home.account;
        if let Some(theirs) = account.as_ref().filter(|theirs| *theirs != ours) {
            let error = FleetError::OtherAccount { theirs: theirs.clone(), ours: ours.clone() };
            return Err(CommandError::Unreadable(Failure {
                what: "cannot explain the function".to_owned(),
                error,
            }));
        }
        match self.output_format {
            OutputFormat::Text => write_text(&explanation, out)?,
            OutputFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, &Report::new(&explanation))
                    .map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        Ok(explanation.is_accepted())
    }
}

fn write_text(explanation: &Explanation, out: &mut impl Write) -> io::Result<()> {
    let Explanation { home, function, version, requirements, owner, has_macro, layers, other_problems } =
        explanation;
    let version = if version == "$LATEST" { version.clone() } else { format!("version {version}") };
    writeln!(out, "function {function}, {version}, in {} {}", home.account, home.region)?;
    let requirements = requirements.to_string();
    if !requirements.is_empty() {
        writeln!(out, "  requires {requirements}")?;
    }
    match owner {
        None => writeln!(out, "  belongs to no stack, so no template chooses its layers")?,
        Some((stack, logical_id)) => {
            writeln!(out, "  is {logical_id} of stack {}", stack.name)?;
            if !has_macro {
                writeln!(out, "  the template of the stack does not use the macro")?;
            }
        }
    }
    for layer in layers {
        write_layer(layer, out)?;
    }
    if layers.is_empty() {
        writeln!(out, "  has no layers")?;
    }
    for problem in other_problems {
        writeln!(out, "\nthe macro would reject the template: {problem}")?;
    }
    Ok(())
}

fn write_layer(layer: &ExplainedLayer, out: &mut impl Write) -> io::Result<()> {
    let name = layer.layer.as_deref().unwrap_or("a layer that the template does not name");
    writeln!(out, "\n{name}")?;
    match layer.deployed {
        Some(number) => writeln!(out, "  deployed   {number}")?,
        None => writeln!(out, "  deployed   no version that is known to come from this reference")?,
    }
    if let Some(reference) = &layer.reference {
        writeln!(out, "  reference  {} `{}`", reference.path, reference.written)?;
    }
    writeln!(out, "  outcome    {}", outcome(&layer.verdict))?;
    let mut hidden = 0;
    if !layer.candidates.is_empty() {
        writeln!(out, "  candidates")?;
    }
    for (index, candidate) in layer.candidates.iter().enumerate() {
        let is_chosen = candidate.verdict == Some(CandidateVerdict::Chosen);
        if index < MAX_SHOWN || is_chosen || candidate.is_deployed {
            writeln!(out, "    {}", describe(candidate))?;
        } else {
            hidden += 1;
        }
    }
    if hidden > 0 {
        writeln!(out, "    and {}", count(hidden, "older version"))?;
    }
    Ok(())
}

fn outcome(verdict: &LayerVerdict) -> String {
    match verdict {
        LayerVerdict::Chooses { number, choice, .. } => {
            format!("a deployment would choose version {number} ({})", choice.as_str())
        }
        LayerVerdict::Keeps(reason) => format!("a deployment would leave the reference as it is: {reason}"),
        LayerVerdict::Refuses(problem) => format!("the macro would reject the template: {problem}"),
        LayerVerdict::NoReference => "the template does not show where the layer comes from".to_owned(),
    }
}

fn describe(candidate: &Candidate) -> String {
    let mut parts = vec![candidate.version.number.to_string()];
    if let Some(published) = &candidate.version.published {
        parts.push(published.split('T').next().unwrap_or(published).to_owned());
    }
    let mut remarks = Vec::new();
    remarks.extend(candidate.verdict.as_ref().map(ToString::to_string));
    if candidate.is_deployed {
        remarks.push("deployed".to_owned());
    }
    parts.push(remarks.join(", "));
    parts.join("  ").trim_end().to_owned()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'e> {
    account: &'e str,
    region: &'e str,
    function: &'e str,
    function_version: &'e str,
    runtimes: Vec<&'e str>,
    architectures: Vec<&'e str>,
    stack: Option<&'e str>,
    stack_id: Option<&'e str>,
    logical_id: Option<&'e str>,
    uses_macro: bool,
    layers: Vec<LayerReport<'e>>,
    other_problems: &'e [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LayerReport<'e> {
    layer: Option<&'e str>,
    deployed: Option<u64>,
    path: Option<&'e str>,
    reference: Option<&'e str>,
    chosen: Option<u64>,
    how: Option<&'static str>,
    outcome: String,
    candidates: Vec<CandidateReport<'e>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CandidateReport<'e> {
    version: u64,
    arn: &'e str,
    published: Option<&'e str>,
    deployed: bool,
    verdict: Option<String>,
}

impl<'e> Report<'e> {
    fn new(explanation: &'e Explanation) -> Self {
        let owner = explanation.owner.as_ref();
        Self {
            account: &explanation.home.account,
            region: &explanation.home.region,
            function: &explanation.function,
            function_version: &explanation.version,
            runtimes: explanation.requirements.runtimes.iter().map(String::as_str).collect(),
            architectures: explanation.requirements.architectures.iter().map(String::as_str).collect(),
            stack: owner.map(|(stack, _)| stack.name.as_str()),
            stack_id: owner.map(|(stack, _)| stack.id.as_str()),
            logical_id: owner.map(|(_, logical_id)| logical_id.as_str()),
            uses_macro: explanation.has_macro,
            layers: explanation.layers.iter().map(LayerReport::new).collect(),
            other_problems: &explanation.other_problems,
        }
    }
}

impl<'e> LayerReport<'e> {
    fn new(layer: &'e ExplainedLayer) -> Self {
        let (chosen, how) = match &layer.verdict {
            LayerVerdict::Chooses { number, choice, .. } => (Some(*number), Some(choice.as_str())),
            LayerVerdict::Keeps(_) | LayerVerdict::Refuses(_) | LayerVerdict::NoReference => (None, None),
        };
        let candidate = |candidate: &'e Candidate| CandidateReport {
            version: candidate.version.number,
            arn: &candidate.version.arn,
            published: candidate.version.published.as_deref(),
            deployed: candidate.is_deployed,
            verdict: candidate.verdict.as_ref().map(ToString::to_string),
        };
        Self {
            layer: layer.layer.as_deref(),
            deployed: layer.deployed,
            path: layer.reference.as_ref().map(|reference| reference.path.as_str()),
            reference: layer.reference.as_ref().map(|reference| reference.written.as_str()),
            chosen,
            how,
            outcome: outcome(&layer.verdict),
            candidates: layer.candidates.iter().map(candidate).collect(),
        }
    }
}
