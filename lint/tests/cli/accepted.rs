//! Templates that CloudFormation accepts, and of which users complained that a linter refuses them.

use std::path::Path;

use crate::support::{Project, files_below};

/// Rules about the style of a template, and about the age of a service.
const OTHERS: &str = "rewrite,ambiguous-scalar,retired-service";

#[test]
fn what_cloudformation_accepts_is_not_reported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/accepted");
    let files = files_below(&folder);
    assert!(files.len() > 20, "the templates are there");
    let arguments =
        ["check", "--isolated", "-q", "--ignore", OTHERS, "--output-format", "concise", "--no-fold", "-"];
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a template can be read");
        let run = Project::new().run_with(&arguments, &text);
        assert_eq!((run.code(), run.stdout().as_str()), (0, ""), "{}: {run}", path.display());
    }
}

#[test]
fn schemas_of_users_may_be_incomplete() {
    // https://github.com/aws-cloudformation/cfn-lint/issues/1932, 3140, 3178 and 3889: definitions that are referred to,
    // and keys that the registry does not require.
    let project = Project::new();
    project.file(
        "größe.json",
        r##"{"typeName": "Acme::Size::Thing", "additionalProperties": false,
            "definitions": {"Size": {"type": "object", "properties": {"Größe": {"type": "integer"}}}},
            "properties": {"First": {"$ref": "#/definitions/Size"}, "Second": {"$ref": "#/definitions/Size"}}}"##,
    );
    project.file(
        "app.yaml",
        "Resources: {A: {Type: 'Acme::Size::Thing', Properties: {First: {Größe: 1}, Second: {Größe: 2}}}}\n",
    );
    let run = project.run(&["check", "-q", "--isolated", "--schema", "größe.json", "app.yaml"]);
    assert_eq!((run.code(), run.stdout().as_str()), (0, ""), "{run}");
}
