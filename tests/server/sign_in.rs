//! Everything that the AWS CLI signs in with, against a local server, and every way in which signing in fails.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{fs, io};

use crate::support::{Outcome, REGION};
use crate::trouble::page;
use end_to_end::lambda_api::{Answer, LambdaApi};

const ACCOUNT: &str = "900000000001";
/// The caches of sessions: the SHA-1 digest of the start URL or the name of the session, and the SHA-256 digest of the
/// ARN of the session.
const VALID: [&str; 2] =
    ["e8be5486177c5b5392bd9aa76563515b29358e6e", "d25187dc137f35c88bc80ec8c3ffbdb17b5eb873"];
const EXPIRED: &str = "c00dbbc9dadfbe1e232e93a729dd4752fade0abf";
const RENEWABLE: &str = "2a5888a10ad3cddc4e4cbeba18bfd0dd75396357";
const LOGIN: &str = "6d7c0a2b1ef7ea8a640a75218049a3964a7b030ff58ebfd1b56f56fa6e24cae2";
const SESSION: &str = "arn:aws:iam::900000000001:user/ü";
const CREDENTIALS: &str =
    r#""AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "n0t-shown", "SessionToken": "n0t-shown""#;

const CONFIG: &str = "
[default]
region = eu-central-1
[profile keys]
region = eu-central-1
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = n0t-shown
[profile role]
region = eu-central-1
role_arn = arn:aws:iam::900000000001:role/Reader
source_profile = keys
[profile sso]
region = eu-central-1
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 900000000001
sso_role_name = Reader
[profile sso-session]
region = eu-central-1
sso_session = team
sso_account_id = 900000000001
sso_role_name = Reader
[sso-session team]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[profile role-of-sso]
region = eu-central-1
role_arn = arn:aws:iam::900000000001:role/Reader
source_profile = sso
[profile process]
region = eu-central-1
credential_process = PROGRAM
[profile login]
region = eu-central-1
login_session = SESSION
[profile failing-process]
region = eu-central-1
credential_process = /bin/false
[profile role-without-source]
region = eu-central-1
role_arn = arn:aws:iam::900000000001:role/Reader
source_profile = nobody
[profile signed-out]
region = eu-central-1
sso_start_url = https://elsewhere.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 900000000001
sso_role_name = Reader
[profile expired-sso]
region = eu-central-1
sso_session = old
sso_account_id = 900000000001
sso_role_name = Reader
[sso-session old]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[profile renewable-sso]
region = eu-central-1
sso_session = renewable
sso_account_id = 900000000001
sso_role_name = Reader
[sso-session renewable]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[profile refused-sso]
region = eu-central-1
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 900000000001
sso_role_name = Nobody
[profile nowhere]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = n0t-shown
";

/// The home folder of a user with these profiles and sessions, and a template.
fn home() -> Result<PathBuf, String> {
    static HOME: LazyLock<Result<PathBuf, String>> =
        LazyLock::new(|| create_home().map_err(|error| error.to_string()));
    HOME.clone()
}

fn create_home() -> io::Result<PathBuf> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sign-in");
    let sso = home.join(".aws/sso/cache");
    fs::create_dir_all(&sso)?;
    fs::create_dir_all(home.join(".aws/login/cache"))?;
    let credentials = home.join("credentials.json");
    fs::write(
        &credentials,
        format!(r#"{{"Version": 1, {CREDENTIALS}, "Expiration": "2099-01-01T00:00:00Z"}}"#),
    )?;
    let program = format!("cat {}", credentials.display());
    fs::write(home.join(".aws/config"), CONFIG.replace("PROGRAM", &program).replace("SESSION", SESSION))?;
    let token = |expires: &str| format!(r#"{{"accessToken": "n0t-shown", "expiresAt": "{expires}"}}"#);
    for name in VALID {
        fs::write(sso.join(name).with_extension("json"), token("2099-01-01T00:00:00Z"))?;
    }
    fs::write(sso.join(EXPIRED).with_extension("json"), token("2020-01-01T00:00:00Z"))?;
    let login = home.join(".aws/login/cache").join(LOGIN).with_extension("json");
    let session = r#"{"accessToken": {"accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "n0t-shown", "sessionToken": "n0t-shown",
        "accountId": "900000000001", "expiresAt": "2099-01-01T00:00:00Z"}, "tokenType": "aws_sigv4", "refreshToken":
        "n0t-shown", "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "n0t-shown"}"#;
    fs::write(login, session)?;
    fs::write(home.join("a.yaml"), "Globals:\n  Function:\n    Layers: [tools]\n")?;
    Ok(home)
}

/// Answers as STS, IAM Identity Center and Lambda do.
fn answer(path: &str) -> Answer {
    if path == "/" {
        return Answer::ok(
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>\
             <SecretAccessKey>n0t-shown</SecretAccessKey><SessionToken>n0t-shown</SessionToken>\
             <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
        );
    }
    if path == "/token" {
        return Answer::ok(r#"{"accessToken": "n0t-shown", "expiresIn": 28800, "tokenType": "Bearer"}"#);
    }
    if path.contains("role_name=Nobody") {
        return Answer::error("401 Unauthorized", "UnauthorizedException", "n0t-shown");
    }
    if path.starts_with("/federation/credentials") {
        return Answer::ok(
            r#"{"roleCredentials": {"accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "n0t-shown", "sessionToken": "n0t-shown",
            "expiration": 4070908800000}}"#,
        );
    }
    page(path, ACCOUNT)
}

struct Run {
    code: Option<i32>,
    out: String,
    notes: String,
}

fn run(
    home: &Path,
    api: &LambdaApi,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<Run, Box<dyn Error>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_uselatest"));
    command.env_clear().env("PATH", path).env("HOME", home).current_dir(home);
    command.env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_ENDPOINT_URL", api.endpoint());
    let output = command.envs(variables.iter().copied()).args(arguments).output()?;
    let (out, notes) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert!(!out.contains("n0t-shown") && !notes.contains("n0t-shown"), "{out}{notes}");
    Ok(Run { code: output.status.code(), out, notes })
}

#[test]
fn profiles_sign_in_as_with_the_aws_cli() -> Outcome {
    let home = home()?;
    let cases: [(&str, &[&str]); 7] = [
        ("keys", &[]),
        ("role", &["/"]),
        ("sso", &["/federation/credentials"]),
        ("sso-session", &["/federation/credentials"]),
        ("role-of-sso", &["/federation/credentials", "/"]),
        ("process", &[]),
        ("login", &[]),
    ];
    for (profile, signing_in) in cases {
        for variable in [None, Some("AWS_PROFILE"), Some("AWS_DEFAULT_PROFILE")] {
            let api = LambdaApi::start(|path, _| answer(path))?;
            let arguments = ["preview", "a.yaml", "--account", ACCOUNT, "--profile", profile];
            let (arguments, variables): (&[_], Vec<_>) = match variable {
                Some(name) => (&arguments[..4], vec![(name, profile)]),
                // The credentials of the environment belong to somebody else.
                None => (
                    &arguments,
                    vec![("AWS_ACCESS_KEY_ID", "AKIAOTHER"), ("AWS_SECRET_ACCESS_KEY", "n0t-shown")],
                ),
            };
            let run = run(&home, &api, arguments, &variables)?;
            assert_eq!(run.code, Some(0), "{profile}: {}", run.notes);
            assert!(
                run.out.contains(&format!("arn:aws:lambda:{REGION}:{ACCOUNT}:layer:tools:7")),
                "{}",
                run.out
            );
            let paths = api.paths();
            assert_eq!(paths.len(), signing_in.len() + 1, "{profile}: {paths:?}");
            assert!(
                paths.iter().zip(signing_in).all(|(path, part)| path.starts_with(part)),
                "{profile}: {paths:?}"
            );
        }
    }
    Ok(())
}

/// A session ends after an hour, but the AWS CLI registers a client that may renew it.
#[test]
fn an_expired_session_is_renewed_and_kept() -> Outcome {
    let home = home()?;
    let session = home.join(".aws/sso/cache").join(RENEWABLE).with_extension("json");
    fs::write(
        &session,
        r#"{"accessToken": "n0t-shown", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "n0t-shown", "region": "eu-west-1",
        "clientId": "client", "clientSecret": "n0t-shown", "registrationExpiresAt": "2099-01-01T00:00:00Z",
        "startUrl": "https://example.awsapps.com/start"}"#,
    )?;
    let arguments = ["preview", "a.yaml", "--account", ACCOUNT, "--profile", "renewable-sso"];
    for signing_in in [&["/token", "/federation/credentials"][..], &["/federation/credentials"]] {
        let api = LambdaApi::start(|path, _| answer(path))?;
        let run = run(&home, &api, &arguments, &[])?;
        assert_eq!(run.code, Some(0), "{}", run.notes);
        let paths = api.paths();
        assert_eq!(paths.len(), signing_in.len() + 1, "{paths:?}");
        assert!(paths.iter().zip(signing_in).all(|(path, part)| path.starts_with(part)), "{paths:?}");
    }
    Ok(())
}

/// The arguments, variables, and what is wrong.
type Failing = (&'static [&'static str], &'static [(&'static str, &'static str)], &'static str);

#[test]
fn each_failure_to_sign_in_has_words_of_its_own() -> Outcome {
    let home = home()?;
    fs::write(home.join("broken"), "[profile keys\nregion = x\n")?;
    let broken = home.join("broken").to_string_lossy().into_owned();
    let cases: [Failing; 10] = [
        (&[], &[], "no AWS credentials; sign in with the AWS CLI"),
        (
            &["--profile", "kyes"],
            &[],
            "unknown profile `kyes` in the AWS configuration; did you mean `keys`?",
        ),
        (
            &[],
            &[("AWS_PROFILE", "kyes")],
            "unknown profile `kyes` in the AWS configuration; did you mean `keys`?",
        ),
        (&["--profile", "nowhere"], &[], "no AWS region is configured; set --region or AWS_REGION"),
        (&["--profile", "expired-sso"], &[], "the AWS credentials have expired; sign in again"),
        (&["--profile", "refused-sso"], &[], "the AWS credentials have expired; sign in again"),
        (&["--profile", "signed-out"], &[], "not signed in to AWS; run `aws sso login`"),
        (&["--profile", "failing-process"], &[], "cannot load the AWS credentials: "),
        (
            &["--profile", "role-without-source"],
            &[],
            "cannot load the AWS credentials: profile `nobody` was not defined",
        ),
        (&[], &[("AWS_CONFIG_FILE", "BROKEN")], "cannot read the AWS configuration: "),
    ];
    for (arguments, variables, expected) in cases {
        let api = LambdaApi::start(|path, _| answer(path))?;
        let variables: Vec<_> = variables
            .iter()
            .map(|(name, value)| (*name, if *value == "BROKEN" { broken.as_str() } else { value }))
            .collect();
        for command in
            [&["preview", "a.yaml"][..], &["pin", "a.yaml"], &["outdated", "--all"], &["refresh", "--all"]]
        {
            let run = run(&home, &api, &[command, arguments].concat(), &variables)?;
            assert_eq!(
                (run.code, run.out.as_str()),
                (Some(2), ""),
                "{command:?} {arguments:?}: {}",
                run.notes
            );
            assert!(
                run.notes.starts_with(&format!("error: {expected}")),
                "{command:?} {arguments:?}: {}",
                run.notes
            );
            assert_eq!(run.notes.lines().count(), 1, "{}", run.notes);
        }
        assert!(api.paths().iter().all(|path| path.contains("role_name=Nobody")), "{:?}", api.paths());
    }
    Ok(())
}

#[test]
fn credentials_that_aws_refuses_are_one_error() -> Outcome {
    let home = home()?;
    let cases = [
        ("ExpiredTokenException", "the AWS credentials have expired; sign in again"),
        ("UnrecognizedClientException", "AWS rejected the credentials (UnrecognizedClientException)"),
        ("InvalidSignatureException", "AWS rejected the credentials (InvalidSignatureException)"),
    ];
    for (code, expected) in cases {
        for account in [&[][..], &["--account", ACCOUNT]] {
            let api = LambdaApi::start(move |_, _| Answer::error("403 Forbidden", code, "n0t-shown"))?;
            let run =
                run(&home, &api, &[&["preview", "a.yaml", "--profile", "keys"], account].concat(), &[])?;
            assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.notes);
            assert!(run.notes.starts_with(&format!("error: {expected}")), "{}", run.notes);
        }
    }
    Ok(())
}

/// One profile that works and one that does not: the result is incomplete, and nothing says that all is well.
#[test]
fn a_profile_that_fails_beside_others_is_never_overlooked() -> Outcome {
    let home = home()?;
    let api = LambdaApi::start(|path, _| match path {
        "/" => Answer::ok(
            "<ListStacksResponse><ListStacksResult><StackSummaries/></ListStacksResult></ListStacksResponse>",
        ),
        _ => Answer::ok(r#"{"Functions": [], "LayerVersions": [], "Layers": []}"#),
    })?;
    for command in [&["outdated", "--all"], &["refresh", "--all"]] {
        let profiles = ["--profile", "keys", "--profile", "expired-sso", "--profile", "signed-out"];
        let run = run(&home, &api, &[&command[..], &profiles].concat(), &[])?;
        assert_eq!(run.code, Some(2), "{}{}", run.out, run.notes);
        for expected in
            ["profile expired-sso: the AWS credentials have expired", "profile signed-out: not signed in"]
        {
            assert!(run.notes.contains(expected), "{}", run.notes);
        }
        for wrong in ["up to date", "nothing to refresh", "no outdated"] {
            assert!(!run.out.contains(wrong) && !run.notes.contains(wrong), "{}{}", run.out, run.notes);
        }
    }
    Ok(())
}
