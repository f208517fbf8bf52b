//! Accounts with layers in them.

use std::error::Error;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{Architecture, LayerVersionContentInput, Runtime};
use end_to_end::ministack::Ministack;

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// Where all layers of the tests are.
pub(crate) const REGION: &str = "eu-central-1";

/// An archive without files.
const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// A client that acts for `account`.
pub(crate) fn client(server: &Ministack, account: &str) -> Client {
    let http = aws_smithy_http_client::Builder::new().build_http();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(server.endpoint())
        .credentials_provider(Credentials::new(account, "secret", None, None, "tests"))
        .http_client(http)
        .build();
    Client::from_conf(config)
}

/// Publishes a version that declares nothing, and gives its ARN.
pub(crate) async fn publish(client: &Client, layer: &str) -> Result<String, Box<dyn Error>> {
    publish_for(client, layer, &[], &[]).await
}

/// Publishes a version that declares runtimes and architectures, and gives its ARN.
pub(crate) async fn publish_for(
    client: &Client,
    layer: &str,
    runtimes: &[&str],
    architectures: &[&str],
) -> Result<String, Box<dyn Error>> {
    let content = LayerVersionContentInput::builder().zip_file(Blob::new(EMPTY_ZIP)).build();
    let request = client
        .publish_layer_version()
        .layer_name(layer)
        .content(content)
        .set_compatible_runtimes(Some(runtimes.iter().map(|&name| Runtime::from(name)).collect()))
        .set_compatible_architectures(Some(
            architectures.iter().map(|&name| Architecture::from(name)).collect(),
        ));
    Ok(request.send().await?.layer_version_arn.unwrap_or_default())
}
