use insta::assert_snapshot;

use crate::support::Project;

/// Has a finding wherever it is read.
const TEMPLATE: &str = "Resources: {A: {Type: Custom::B}}\nOutputs: {C: {Value: !GetAtt [A, D]}}\n";

fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    let run = project.run(&[&["check", "-q", "--output-format", "concise"], arguments].concat());
    assert_eq!(run.stderr(), "");
    let path = |line: &str| line.split(':').next().map(str::to_owned);
    run.stdout().lines().filter_map(path).collect()
}

#[test]
fn folders_are_searched_by_extension_and_content() {
    let project = Project::new();
    for name in ["a.yaml", "b.YML", "c.template", "d.json", "sub/e.yaml", ".hidden/f.yaml", "g.txt", "h"] {
        project.file(name, TEMPLATE);
    }
    project.file("deployment.yaml", "apiVersion: v1\nkind: Pod\nResources: AWS::S3::Bucket\n");
    project.file("values.yaml", "resources:\n  limits: {cpu: 1}\n");
    project.file("package.json", "{\"name\": \"x\", \"Resources\": 1}");
    project.file("chart.yaml", "{{- if .Values.x }}\nkind: X\n{{- end }}\n");
    assert_eq!(
        found(&project, &[]),
        [".hidden/f.yaml", "a.yaml", "b.YML", "c.template", "d.json", "sub/e.yaml"]
    );
    assert_eq!(found(&project, &["g.txt", "h"]), ["g.txt", "h"]);
}

#[test]
fn templates_are_told_by_their_top_level() {
    let project = Project::new();
    let finding = "Outputs: {C: {Value: !Sub plain}}\n";
    let heads = [
        ("version.yaml", "AWSTemplateFormatVersion: '2010-09-09'\n"),
        ("quoted.yaml", "\"AWSTemplateFormatVersion\" : '2010-09-09'\n"),
        ("sam.yaml", "# first\n---\nTransform: AWS::Serverless-2016-10-31\n"),
        ("types.yaml", "\u{feff}Resources: {A: {Type: AWS::S3::Bucket}}\n"),
    ];
    for (name, head) in heads {
        project.file(name, format!("{head}{finding}"));
    }
    project.file(
        "flow.yaml",
        format!("# all in one\n{{Resources: {{B: {{Type: 'Custom::D}}'}}}}, {}}}", &finding.trim()),
    );
    project.file("nested.yaml", format!("resources:\n  Resources: AWS::S3::Bucket\n{finding}"));
    project.file("second.yaml", format!("a: b\n---\nResources: AWS::S3::Bucket\n{finding}"));
    let with_finding = found(&project, &["--select", "sub-without-variables"]);
    assert_eq!(with_finding, ["flow.yaml", "quoted.yaml", "sam.yaml", "types.yaml", "version.yaml"]);
}

#[test]
fn git_and_the_configuration_say_what_is_left_out() {
    let project = Project::new();
    for name in ["a.yaml", "ignored.yaml", "node_modules/b.yaml", "build/c.yaml", "old/d.yaml"] {
        project.file(name, TEMPLATE);
    }
    project
        .file(".gitignore", "ignored.yaml\n")
        .file("cfn-tidy.toml", "extend-exclude = ['/build', 'd.yaml']\n");
    assert_eq!(found(&project, &[]), ["a.yaml"]);
    assert_eq!(found(&project, &["--no-respect-gitignore"]), ["a.yaml", "ignored.yaml"]);
    assert_eq!(found(&project, &["--exclude", "a.yaml"]), ["node_modules/b.yaml"]);
    assert_eq!(found(&project, &["build", "node_modules"]), ["build/c.yaml", "node_modules/b.yaml"]);
    assert_eq!(found(&project, &["old/d.yaml", "ignored.yaml"]), ["ignored.yaml", "old/d.yaml"]);
    assert!(found(&project, &["--force-exclude", "old/d.yaml", "build/c.yaml", "build"]).is_empty());
}

#[test]
fn a_file_that_is_reached_twice_is_checked_once() {
    let project = Project::new();
    project.file("sub/a.yaml", TEMPLATE);
    assert_eq!(found(&project, &[".", "sub", "sub/a.yaml", "./sub/../sub/a.yaml"]).len(), 1);
}

#[test]
fn the_largest_size_is_configurable() {
    let project = Project::new();
    project.file("large.yaml", format!("{TEMPLATE}{}", "#\n".repeat(1000)));
    project.file("data.json", format!("{{\"a\": \"{}\"}}", "x".repeat(3000)));
    assert_snapshot!(project.run(&["check", "--max-file-size", "1000"]), @"
    exit code: 2
    ----- stderr
    error: large.yaml: is larger than 1000 bytes; raise --max-file-size, or max-file-size in the configuration, to check it
    Checked 1 file; 1 file failed.
    ");
    project.file("cfn-tidy.toml", "max-file-size = 5000");
    assert_eq!(found(&project, &[]), ["large.yaml"]);
}

#[test]
fn named_files_can_be_held_to_their_content() {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE).file("other.yaml", "a: 1\n---\nb: 2\n");
    assert_eq!(found(&project, &["app.yaml", "other.yaml"]), ["app.yaml", "other.yaml"]);
    assert_eq!(found(&project, &["--templates-only", "app.yaml", "other.yaml"]), ["app.yaml"]);
}

#[test]
fn a_folder_without_templates_is_no_failure() {
    assert_snapshot!(Project::new().run(&["check"]), @"
    exit code: 0
    ----- stderr
    No templates found.
    ");
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed_and_cannot_loop() {
    let project = Project::new();
    project.file("real/a.yaml", TEMPLATE);
    std::os::unix::fs::symlink("..", project.path("real/loop")).expect("links can be made");
    std::os::unix::fs::symlink("real", project.path("link")).expect("links can be made");
    assert_eq!(found(&project, &[]), ["real/a.yaml"]);
    assert_eq!(found(&project, &["link"]), ["link/a.yaml"]);
}

#[test]
fn the_order_of_output_does_not_depend_on_threads() {
    let project = Project::new();
    for number in 0..50 {
        project.file(&format!("{number}.yaml"), TEMPLATE);
    }
    let output = |threads: &str| {
        let output = project.command(&["check"]).env("RAYON_NUM_THREADS", threads).output();
        output.expect("the command runs").stdout
    };
    assert_eq!(output("1"), output("7"));
}
