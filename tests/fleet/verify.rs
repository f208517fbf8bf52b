//! The script that checks assumptions on a real account, as far as a local server can follow it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use end_to_end::ministack::ministack;
use end_to_end::python::{Unavailable, install};

use crate::engine::{Previous, use_macro};
use crate::ministack::account;
use crate::support::{Outcome, REGION};

/// The folder of the AWS CLI.
fn aws_cli() -> Result<PathBuf, Box<dyn Error>> {
    match install("awscli", "1.45.11") {
        Ok(home) => Ok(home.join("venv/bin")),
        Err(Unavailable::NoPython) => Err("there is a server, so there is Python".into()),
        Err(Unavailable::Failed(reason)) => Err(reason.into()),
    }
}

#[tokio::test]
async fn the_script_runs_to_its_end_and_leaves_nothing() -> Outcome {
    let Some(server) = ministack() else { return Ok(()) };
    let account = account(server, "960000000001");
    use_macro(server, &account, "Uselatest", Previous::IsProcessed)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/verify-on-aws.sh");
    let path = format!("{}:{}", aws_cli()?.display(), std::env::var("PATH")?);
    let output = Command::new("bash")
        .arg(script)
        .env("PATH", path)
        .envs([
            ("AWS_ENDPOINT_URL", server.endpoint()),
            ("AWS_ACCESS_KEY_ID", account.number),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", REGION),
            ("AWS_DEFAULT_REGION", REGION),
            ("MACRO_NAME", "Uselatest"),
        ])
        .output()?;
    let (out, notes) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    let judged: Vec<_> =
        out.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())).collect();
    let of = |number: &str| {
        let line = judged.iter().find(|line| line.split(' ').next() == Some(number));
        line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default()
    };
    // The server returns characters outside of ASCII, and no macro of its own says what it received.
    for number in ["1", "4", "6", "7", "8", "9", "10", "11", "12", "13"] {
        assert_eq!(of(number), "holds", "{number}\n{out}{notes}");
    }
    assert_eq!((of("2"), of("3"), of("5")), ("not", "DIFFERS", "answer"), "{out}{notes}");
    assert!(
        out.contains("5    answer       with the previous template, the macro runs again"),
        "{out}{notes}"
    );
    let stacks = account.cloudformation.describe_stacks().send().await?;
    assert!(stacks.stacks().is_empty(), "{stacks:?}");
    let layers = account.lambda.list_layers().send().await?;
    assert!(layers.layers().is_empty(), "{layers:?}");
    Ok(())
}
