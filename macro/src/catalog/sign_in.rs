//! Failures to sign in to AWS.

/// A failure to sign in to AWS.
///
/// The messages contain no credentials. Those of the SDK, which some quote, name files, profiles and addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// A file of the AWS configuration is invalid, or cannot be read.
    #[error("cannot read the AWS configuration: {cause}")]
    Files {
        /// The cause, with the file.
        cause: String,
    },
    /// The AWS configuration has no such profile.
    #[error("unknown profile `{name}` in the AWS configuration{}", did_you_mean(.closest))]
    UnknownProfile {
        /// The name.
        name: String,
        /// The profiles most similar to it.
        closest: Vec<String>,
    },
    /// No region is configured.
    #[error("no AWS region is configured; set --region or AWS_REGION")]
    NoRegion,
    /// No credentials are configured.
    #[error(
        "no AWS credentials; sign in with the AWS CLI and set --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and \
         AWS_SECRET_ACCESS_KEY"
    )]
    NoCredentials,
    /// The profile needs a session, and has none.
    #[error("not signed in to AWS; run `aws sso login` or `aws login` for the profile first")]
    SignedOut,
    /// The session or the credentials have expired.
    #[error(
        "the AWS credentials have expired; sign in again, such as with `aws sso login` or `aws login`, or set new ones"
    )]
    Expired,
    /// AWS does not accept the credentials.
    #[error("AWS rejected the credentials ({code}); check the access key, the secret key and the clock")]
    Rejected {
        /// The error code of the service.
        code: String,
    },
    /// The credentials cannot be loaded for another reason.
    #[error("cannot load the AWS credentials: {cause}")]
    Failed {
        /// The cause.
        cause: String,
    },
}

fn did_you_mean(closest: &[String]) -> String {
    closest.first().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
