//! The packages for npm, laid out as npm does it.

use std::path::Path;
use std::process::Command;

use super::repository::{pack, root, run};
use crate::support::Project;

/// The name of the package for this machine; `None` if there is none.
fn platform() -> Option<(&'static str, &'static str)> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some(("linux-x64", "x86_64-unknown-linux-musl")),
        ("linux", "aarch64") => Some(("linux-arm64", "aarch64-unknown-linux-musl")),
        ("macos", "x86_64") => Some(("darwin-x64", "x86_64-apple-darwin")),
        ("macos", "aarch64") => Some(("darwin-arm64", "aarch64-apple-darwin")),
        _ => None,
    }
}

/// A project with the packages in `node_modules`; `None` if the test is skipped.
fn installed() -> Option<(Project, &'static str)> {
    let (platform, target) = platform()?;
    let project = Project::new();
    pack(target, &project.path("archives"))?;
    let mut generate = Command::new("python3");
    generate.arg(root().join("packaging/generate")).arg(project.path("archives")).arg(project.path("out"));
    let ran = run(&mut generate).expect("the archive was made by Python");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let modules = project.path("node_modules");
    std::fs::create_dir_all(modules.join("@uselatest")).expect("folders can be made");
    let packages = project.path("out/npm");
    move_to(&packages.join("cfn-tidy"), &modules.join("cfn-tidy"));
    let own = format!("cfn-tidy-{platform}");
    move_to(&packages.join(&own), &modules.join("@uselatest").join(&own));
    Some((project, platform))
}

fn move_to(from: &Path, to: &Path) {
    std::fs::rename(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

#[test]
fn the_wrapper_runs_the_program_of_the_platform() {
    let Some((project, platform)) = installed() else { return };
    project.file("größe.yaml", "Resources:\n  Topic: {Type: AWS::SNS::Topik}\n");
    let wrapper = project.path("node_modules/cfn-tidy/cfn-tidy.js");
    let cfn_tidy = |arguments: &[&str]| {
        run(Command::new("node").arg(&wrapper).args(arguments).current_dir(project.folder()))
    };
    let Some(ran) = cfn_tidy(&["--version"]) else {
        return end_to_end::skip_optional("the package for npm needs Node.js");
    };
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), concat!("cfn-tidy ", env!("CARGO_PKG_VERSION"), "\n"))
    );
    let ran = cfn_tidy(&["check", "--output-format", "concise", "größe.yaml"]).expect("Node.js is there");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.starts_with("größe.yaml:2:"), "{ran:?}");

    std::fs::remove_dir_all(project.path("node_modules/@uselatest")).expect("the folder can be removed");
    let ran = cfn_tidy(&["--version"]).expect("Node.js is there");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let expected = format!("error: the package @uselatest/cfn-tidy-{platform} is not installed");
    assert!(ran.stderr.starts_with(&expected), "{ran:?}");
}

#[test]
fn the_main_package_depends_on_those_of_the_platforms_in_its_version() {
    let Some((project, platform)) = installed() else { return };
    let manifest = |name: &str| -> serde_json::Value {
        let text = project.read(&format!("node_modules/{name}/package.json"));
        serde_json::from_str(&text).expect("it is JSON")
    };
    let own = format!("@uselatest/cfn-tidy-{platform}");
    let main = manifest("cfn-tidy");
    assert_eq!(main["optionalDependencies"], serde_json::json!({ own.as_str(): env!("CARGO_PKG_VERSION") }));
    assert_eq!(main["bin"]["cfn-tidy"], "cfn-tidy.js");
    let (system, processor) = platform.split_once('-').expect("a platform has two parts");
    let own = manifest(&own);
    assert_eq!((&own["os"][0], &own["cpu"][0]), (&system.into(), &processor.into()));
}
