//! Which changes are nothing but layers, and what follows them.

use uselatest::fleet::judge::{ChangedProperty, ResourceChange, judge};

fn change(id: &str, kind: &str, action: &str, properties: &[ChangedProperty]) -> ResourceChange {
    ResourceChange {
        logical_id: id.to_owned(),
        kind: format!("AWS::{kind}"),
        action: action.to_owned(),
        properties: properties.to_vec(),
        ..ResourceChange::default()
    }
}

fn known(name: &str) -> ChangedProperty {
    let source = "DirectModification".to_owned();
    ChangedProperty { name: name.to_owned(), is_certain: true, source, ..ChangedProperty::default() }
}

fn follows(name: &str, cause: &str) -> ChangedProperty {
    let (source, cause) = ("ResourceAttribute".to_owned(), Some(cause.to_owned()));
    ChangedProperty { name: name.to_owned(), source, cause, ..ChangedProperty::default() }
}

fn layers() -> ResourceChange {
    change("Api", "Lambda::Function", "Modify", &[known("Layers")])
}

#[test]
fn what_may_change() {
    let replaced = |change: ResourceChange| ResourceChange { replacement: "True".to_owned(), ..change };
    let cases = [
        (change("Version", "Lambda::Version", "Add", &[]), true),
        (change("Version", "Lambda::Version", "Remove", &[]), true),
        (change("Version", "Lambda::Version", "Modify", &[known("Description")]), false),
        (change("Live", "Lambda::Alias", "Modify", &[known("FunctionVersion")]), true),
        (change("Live", "Lambda::Alias", "Modify", &[known("FunctionVersion"), known("Name")]), false),
        (change("Live", "Lambda::Alias", "Add", &[]), false),
        (replaced(layers()), false),
        (change("Other", "Lambda::Function", "Modify", &[known("Layers"), known("Timeout")]), false),
        (change("Other", "Lambda::Function", "Modify", &[]), false),
        (change("Other", "Lambda::Function", "Add", &[]), false),
        (change("Permission", "Lambda::Permission", "Modify", &[follows("FunctionName", "Api.Arn")]), true),
        (change("Permission", "Lambda::Permission", "Modify", &[follows("FunctionName", "Api")]), true),
        (change("Url", "Lambda::Url", "Modify", &[follows("X", "Api.SnapStartResponse")]), false),
        (
            change("Permission", "Lambda::Permission", "Modify", &[follows("FunctionName", "Table.Arn")]),
            false,
        ),
        (change("Permission", "Lambda::Permission", "Modify", &[known("FunctionName")]), false),
        (change("Table", "DynamoDB::Table", "Remove", &[]), false),
        (change("Child", "CloudFormation::Stack", "Modify", &[follows("X", "Api.Arn")]), true),
        (change("Child", "CloudFormation::Stack", "Modify", &[known("TemplateURL")]), false),
    ];
    for (other, is_harmless) in cases {
        let judgement = judge(&[layers(), other.clone()]);
        assert_eq!(judgement.is_harmless(), is_harmless, "{other:?}: {judgement:?}");
    }
}
