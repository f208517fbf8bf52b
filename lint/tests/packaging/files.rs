//! Files of packages and images that have to agree with others.

use std::fs;
use std::process::Command;

use serde_yaml::Value;

use super::repository::{VERSION, read, root, run};

#[test]
fn every_package_contains_the_license() {
    for package in ["ast", "schema", "lint", "macro"] {
        for file in ["LICENSE", "NOTICE"] {
            assert_eq!(read(&format!("{package}/{file}")), read(file), "{package}/{file}");
        }
    }
}

#[test]
fn the_image_contains_the_program_and_runs_it_without_privileges() {
    let recipe = read("packaging/container/Containerfile");
    let lines: Vec<&str> = recipe.lines().filter(|line| !line.starts_with(['#', ' '])).collect();
    let words: Vec<&str> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(words, ["FROM", "COPY", "COPY", "LABEL", "USER", "WORKDIR", "ENTRYPOINT"]);
    assert_eq!(lines[0], "FROM scratch");
    assert_eq!(lines[4], "USER 65532:65532");
    assert_eq!(lines[6], r#"ENTRYPOINT ["/cfn-tidy"]"#);
}

fn parsed(text: &str) -> Value {
    serde_yaml::from_str(text).expect("the template is YAML")
}

/// What a release makes of a template of the repository; `None` if there is no Python, so that the test is skipped.
fn released(archive: &str) -> Option<Value> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new("python3");
    command.arg(root().join("packaging/templates")).arg(folder.path());
    let Some(ran) = run(&mut command) else {
        end_to_end::skip("templates are made by Python, and there is no `python3`");
        return None;
    };
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let path = folder.path().join(format!("{archive}-{VERSION}.template.yaml"));
    Some(parsed(&fs::read_to_string(path).expect("the template is written")))
}

/// Puts the folder of the code back in the place of the bucket.
fn with_local_code(mut released: Value) -> Value {
    for name in ["CodeBucket", "CodePrefix", "RegionalBuckets"] {
        let removed = released["Parameters"].as_mapping_mut().and_then(|parameters| parameters.remove(name));
        assert!(removed.is_some(), "{name} is a parameter");
    }
    released["Conditions"].as_mapping_mut().and_then(|conditions| conditions.remove("HasRegionalBuckets"));
    for (_, resource) in released["Resources"].as_mapping_mut().expect("there are resources") {
        if resource["Type"] == "AWS::Lambda::Function" {
            let key = &resource["Properties"]["Code"]["S3Key"];
            assert!(matches!(key, Value::Tagged(key) if key.tag == "Sub"), "{key:?}");
            resource["Properties"]["Code"] = "macro/".into();
        }
    }
    released
}

/// Removes what tells SAM how to build functions.
fn without_build(mut template: Value) -> Value {
    for (_, resource) in template["Resources"].as_mapping_mut().expect("there are resources") {
        resource.as_mapping_mut().and_then(|resource| resource.remove("Metadata"));
    }
    template
}

#[test]
fn released_templates_differ_in_the_place_of_the_code_only() {
    for (source, archive) in [("template.yaml", "uselatest"), ("refresher.yaml", "uselatest-refresher")] {
        let source = parsed(&read(source));
        assert!(source.get("Transform").is_none(), "service-managed StackSets accept no transform");
        let Some(released) = released(archive) else { return };
        assert_eq!(with_local_code(released), without_build(source), "{archive}");
    }
}
