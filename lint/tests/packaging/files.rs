//! Files of packages and images that have to agree with others.

use serde_yaml::Value;

use super::repository::read;

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

fn template(name: &str) -> Value {
    serde_yaml::from_str(&read(name)).expect("the template is YAML")
}

/// The properties of a resource.
fn properties<'v>(template: &'v Value, resource: &str) -> &'v serde_yaml::Mapping {
    template["Resources"][resource]["Properties"].as_mapping().expect("the resource has properties")
}

/// The template of the release is the one of the repository without SAM, and with more parameters.
#[test]
fn both_templates_of_the_macro_agree() {
    let (sam, plain) = (template("template.yaml"), template("packaging/macro/template.yaml"));
    assert!(plain.get("Transform").is_none(), "service-managed StackSets accept no transform");
    assert_eq!(sam["Outputs"], plain["Outputs"]);
    for (name, parameter) in sam["Parameters"].as_mapping().expect("there are parameters") {
        let other = &plain["Parameters"][name];
        for key in ["Type", "Default", "AllowedPattern", "AllowedValues"] {
            assert_eq!(parameter.get(key), other.get(key), "{name:?}: {key}");
        }
    }
    for (name, _) in sam["Resources"].as_mapping().expect("there are resources") {
        let name = name.as_str().expect("a logical ID is text");
        let plain = properties(&plain, name);
        for (key, value) in properties(&sam, name) {
            // The code is where the two differ.
            if key != "CodeUri" {
                assert_eq!(Some(value), plain.get(key), "{name}: {key:?}");
            }
        }
    }
}
