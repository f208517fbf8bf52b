//! The credentials and settings of the command line: those that the AWS CLI uses.

use std::error::Error;
use std::sync::{Mutex, PoisonError};

use aws_config::profile::{ProfileFileCredentialsProvider, ProfileSet};
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_types::os_shim_internal::{Env, Fs};

use super::{http_client, innermost, retries, timeouts};
use crate::catalog::sign_in::SignInError;
use crate::names::closest;

/// Signs in with a profile, or with the credentials of the environment, and loads the settings, for clients with TLS,
/// retries and timeouts.
///
/// # Errors
/// [`SignInError`] if there is no region, or the credentials cannot be loaded.
pub(crate) async fn configuration(
    region: Option<String>,
    profile: Option<&str>,
) -> Result<SdkConfig, SignInError> {
    let from_environment = profile_of_environment();
    check_profiles(profile.or(from_environment.as_deref())).await?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http_client())
        .retry_config(retries())
        .timeout_config(timeouts());
    if let Some(region) = region {
        loader = loader.region(Region::new(region));
    }
    if let Some(profile) = profile.or(from_environment.as_deref()) {
        loader = loader.profile_name(profile);
    }
    let mut configuration = loader.load().await;
    // Known before the credentials are loaded, because assuming a role is a request to the region as well.
    let region = configuration.region().cloned().ok_or(SignInError::NoRegion)?;
    if let Some(profile) = profile {
        let settings = ProviderConfig::default().with_http_client(http_client()).with_region(Some(region));
        // The default provider chain prefers the credentials of the environment, which may belong to another account
        // than the profile.
        let credentials =
            ProfileFileCredentialsProvider::builder().configure(&settings).profile_name(profile);
        let credentials = SharedCredentialsProvider::new(credentials.build());
        configuration = configuration.into_builder().credentials_provider(credentials).build();
    }
    signed_in(configuration).await
}

/// Reads the files with profiles. The SDK ignores a broken file as long as it finds settings elsewhere, and would then
/// report only what the file would have contained.
#[expect(clippy::default_trait_access, reason = "the type is in a crate that only the SDK itself uses")]
async fn check_profiles(profile: Option<&str>) -> Result<(), SignInError> {
    let profiles = aws_config::profile::load(&Fs::real(), &Env::real(), &Default::default(), None).await;
    let profiles = profiles.map_err(|error| SignInError::Files { cause: one_line(&chain(&error)) })?;
    match profile.filter(|name| profiles.get_profile(name).is_none()) {
        Some(name) => Err(unknown(name.to_owned(), &profiles)),
        None => Ok(()),
    }
}

/// The profile that an environment variable names: the AWS CLI also reads `AWS_DEFAULT_PROFILE`, the SDK does not.
fn profile_of_environment() -> Option<String> {
    let variable = |name| std::env::var(name).ok().filter(|profile| !profile.is_empty());
    variable("AWS_PROFILE").or_else(|| variable("AWS_DEFAULT_PROFILE"))
}

fn unknown(name: String, profiles: &ProfileSet) -> SignInError {
    let closest = closest(&name, profiles.profiles());
    let closest = closest.into_iter().map(str::to_owned).collect();
    SignInError::UnknownProfile { name, closest }
}

/// Loads the credentials once, so that a failure is one error instead of one for each request.
async fn signed_in(configuration: SdkConfig) -> Result<SdkConfig, SignInError> {
    let provider = configuration.credentials_provider().ok_or(SignInError::NoCredentials)?;
    let credentials = provider.provide_credentials().await.map_err(|error| explain_credentials(&error))?;
    let provider = SignedIn { first: Mutex::new(Some(credentials)), provider };
    let provider = SharedCredentialsProvider::new(provider);
    Ok(configuration.into_builder().credentials_provider(provider).build())
}

/// A provider whose credentials have been loaded once. The first request uses these: a program that provides them may
/// prompt its user.
#[derive(Debug)]
struct SignedIn {
    first: Mutex<Option<Credentials>>,
    provider: SharedCredentialsProvider,
}

impl ProvideCredentials for SignedIn {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        match self.first.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(credentials) => Provided::ready(Ok(credentials)),
            None => self.provider.provide_credentials(),
        }
    }
}

/// Converts the error of a provider. The SDK has few kinds of errors, so the rest is known from its messages.
pub(crate) fn explain_credentials(error: &CredentialsError) -> SignInError {
    let cause = chain(error);
    let is_absent = matches!(error, CredentialsError::CredentialsNotLoaded(_));
    // The default provider chain lists everything it attempted, one in a line.
    let undefined = cause.lines().find(|line| line.contains("was not defined"));
    // IAM Identity Center answers with `UnauthorizedException` if a session has ended before its time.
    if ["expired", "ExpiredToken", "UnauthorizedException"].iter().any(|sign| cause.contains(sign)) {
        SignInError::Expired
    } else if cause.contains("failed to read") && cause.contains("cache") {
        SignInError::SignedOut
    } else if let (true, Some(undefined)) = (is_absent, undefined) {
        SignInError::Failed { cause: one_line(undefined) }
    } else if is_absent {
        SignInError::NoCredentials
    } else {
        SignInError::Failed { cause: one_line(&cause) }
    }
}

/// A message of the SDK, some of which have several lines, in one.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The messages of an error and of its causes; the outermost of the SDK say only that something failed.
fn chain(error: &dyn Error) -> String {
    let mut messages: Vec<String> = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let message = cause.to_string();
        // Some repeat the message of their cause.
        messages.retain(|outer| !message.contains(outer.as_str()));
        if !messages.iter().any(|outer| outer.contains(&message)) {
            messages.push(message);
        }
        next = cause.source();
    }
    if messages.is_empty() { innermost(error) } else { messages.join(": ") }
}
