//! The command line with the layers of an account.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::support::{Outcome, REGION, client, publish};
use end_to_end::ministack::ministack;

fn run(endpoint: &str, account: &str, arguments: &[&str]) -> io::Result<(Option<i32>, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uselatest"));
    command.env_clear().envs([
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", account),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ]);
    let output = command.args(arguments).output()?;
    let text = [output.stdout, output.stderr].concat();
    Ok((output.status.code(), String::from_utf8_lossy(&text).into_owned()))
}

#[tokio::test]
async fn the_account_is_found_and_asked() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = "800000000001";
    for _ in 0..3 {
        publish(&client(server, account), "tools").await?;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command.yaml");
    fs::write(&file, "Globals:\n  Function:\n    Layers: [tools] # the newest\n")?;
    let file = file.to_string_lossy().into_owned();
    let arn = format!("arn:aws:lambda:{REGION}:{account}:layer:tools:3");
    let (code, text) = run(server.endpoint(), account, &["preview", &file, "--region", REGION])?;
    assert!(code == Some(0) && text.contains(&format!("+    Layers: [{arn}] # the newest")), "{text}");
    let (code, text) = run(server.endpoint(), account, &["pin", &file, "--region", REGION, "--check"])?;
    assert!(code == Some(1) && text.contains(&format!("`tools` -> {arn}")), "{text}");
    let (code, _) = run(server.endpoint(), account, &["pin", &file, "--region", REGION])?;
    assert_eq!(
        (code, fs::read_to_string(&file)?),
        (Some(0), format!("Globals:\n  Function:\n    Layers: [{arn}] # the newest\n"))
    );
    let (code, text) = run(server.endpoint(), "800000000002", &["preview", &file, "--region", REGION])?;
    assert!(code == Some(2) && text.contains("; set --account"), "{text}");
    let (code, text) = run(server.endpoint(), account, &["preview", &file])?;
    assert!(code == Some(2) && text.contains("no AWS region is configured"), "{text}");
    Ok(())
}

/// Without credentials every layer would have the same problem: it is reported once, whether or not the account is known.
#[test]
fn missing_credentials_are_one_error() -> Outcome {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-credentials.yaml");
    fs::write(&file, "Globals:\n  Function:\n    Layers: [tools, größen]\n")?;
    for account in [&[][..], &["--account", "800000000001"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uselatest"));
        command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).env("AWS_EC2_METADATA_DISABLED", "true");
        let output = command.arg("preview").arg(&file).args(["--region", REGION]).args(account).output()?;
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).as_ref()), (Some(2), ""));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "error: no AWS credentials; sign in with the AWS CLI and set --profile or AWS_PROFILE, or set \
             AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; --layers FILE needs no account\n"
        );
    }
    Ok(())
}
