//! Requests about functions, their versions and aliases.

use aws_sdk_lambda::types::{AliasConfiguration, FunctionConfiguration, FunctionVersion as Versions};

use super::refused;
use crate::catalog::aws::architectures;
use crate::catalog::compatibility::Requirements;
use crate::catalog::markers::Markers;
use crate::fleet::{Cloud, FleetError};

const LIST_FUNCTIONS: &str = "lambda:ListFunctions";
const LIST_VERSIONS: &str = "lambda:ListVersionsByFunction";
const LIST_ALIASES: &str = "lambda:ListAliases";

/// A version of a deployed function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionVersion {
    /// The name of the function.
    pub function: String,
    /// The ARN of the function, without a version.
    pub arn: String,
    /// The version number, or `$LATEST`.
    pub version: String,
    /// The ARNs of its layer versions.
    pub layers: Vec<String>,
    /// Its requirements on layers.
    pub requirements: Requirements,
}

/// An alias and the versions that it points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasTarget {
    /// Its name.
    pub name: String,
    /// Version numbers, or `$LATEST`; two if the alias splits traffic.
    pub versions: Vec<String>,
}

impl Cloud {
    /// Lists all versions of all functions in the account and region.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn list_functions(&self) -> Result<Vec<FunctionVersion>, FleetError> {
        let mut versions = Vec::new();
        let (mut markers, mut marker) = (Markers::default(), None);
        loop {
            let _permit = self.lambda_permit().await;
            let request = self.lambda.list_functions().function_version(Versions::All).set_marker(marker);
            let answer = request.send().await.map_err(|error| refused(LIST_FUNCTIONS, &error))?;
            versions.extend(answer.functions().iter().filter_map(version));
            marker = markers.next(LIST_FUNCTIONS, answer.next_marker())?;
            if marker.is_none() {
                return Ok(versions);
            }
        }
    }

    /// Lists all versions of a function, including `$LATEST`.
    ///
    /// One request replaces a GetFunctionConfiguration request for each version.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn list_versions(&self, function: &str) -> Result<Vec<FunctionVersion>, FleetError> {
        let mut versions = Vec::new();
        let (mut markers, mut marker) = (Markers::default(), None);
        loop {
            let _permit = self.lambda_permit().await;
            let request = self.lambda.list_versions_by_function().function_name(function);
            let answer = request.set_marker(marker).send().await;
            let answer = answer.map_err(|error| refused(LIST_VERSIONS, &error))?;
            versions.extend(answer.versions().iter().filter_map(version));
            marker = markers.next(LIST_VERSIONS, answer.next_marker())?;
            if marker.is_none() {
                return Ok(versions);
            }
        }
    }

    /// Lists the aliases of a function.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn list_aliases(&self, function: &str) -> Result<Vec<AliasTarget>, FleetError> {
        let mut aliases = Vec::new();
        let (mut markers, mut marker) = (Markers::default(), None);
        loop {
            let _permit = self.lambda_permit().await;
            let request = self.lambda.list_aliases().function_name(function).set_marker(marker);
            let answer = request.send().await.map_err(|error| refused(LIST_ALIASES, &error))?;
            aliases.extend(answer.aliases().iter().filter_map(alias));
            marker = markers.next(LIST_ALIASES, answer.next_marker())?;
            if marker.is_none() {
                return Ok(aliases);
            }
        }
    }
}

fn version(configuration: &FunctionConfiguration) -> Option<FunctionVersion> {
    let layers = configuration.layers().iter().filter_map(|layer| layer.arn().map(str::to_owned));
    let requirements = Requirements {
        runtimes: configuration.runtime().map(|runtime| runtime.as_str().to_owned()).into_iter().collect(),
        architectures: architectures(configuration.architectures()).into_iter().collect(),
    };
    Some(FunctionVersion {
        function: configuration.function_name()?.to_owned(),
        arn: unqualified(configuration.function_arn()?).to_owned(),
        version: configuration.version().unwrap_or("$LATEST").to_owned(),
        layers: layers.collect(),
        requirements,
    })
}

/// Removes the version from the ARN of a function: `arn:aws:lambda:eu-central-1:123456789012:function:name:7`.
fn unqualified(arn: &str) -> &str {
    match arn.match_indices(':').nth(6) {
        Some((end, _)) => &arn[..end],
        None => arn,
    }
}

fn alias(configuration: &AliasConfiguration) -> Option<AliasTarget> {
    let weights = configuration.routing_config().and_then(|routing| routing.additional_version_weights());
    let others = weights.into_iter().flat_map(|weights| weights.keys().cloned());
    let mut versions: Vec<_> =
        configuration.function_version().map(str::to_owned).into_iter().chain(others).collect();
    versions.sort();
    Some(AliasTarget { name: configuration.name()?.to_owned(), versions })
}
