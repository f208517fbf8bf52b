//! The course of a session: versions, encodings, settings, cancellation.

use std::fmt::Write as _;

use cfn_tidy::server::End;
use serde_json::{Value, json};

use crate::client::{Client, rules};
use crate::support::Project;

const URI: &str = "file:///folder/app.yaml";
const LONG: &str =
    "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs: {A: {Value: !GetAtt [Topic, TopicArn]}}\n";

#[test]
fn a_session_ends_when_the_client_asks() {
    assert_eq!(Client::new().end(), End::Asked);
}

#[test]
fn the_server_offers_what_the_client_can_use() {
    let (client, result) = Client::with(json!({"capabilities": {}}));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(result["capabilities"]["diagnosticProvider"], Value::Null);
    client.end();
    let capabilities = json!({
        "general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]},
        "textDocument": {"diagnostic": {}},
    });
    let (client, result) = Client::with(json!({"capabilities": capabilities}));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    assert_eq!(result["capabilities"]["diagnosticProvider"]["interFileDependencies"], true);
    client.end();
}

#[test]
fn diagnostics_follow_the_text() {
    let mut client = Client::new();
    client.open(URI, "Resources:\n  Topic: {Type: AWS::SNS::Topicc}\n");
    assert_eq!(rules(&client.diagnostics(URI, 1)), ["2: unknown-resource-type"]);
    let last = json!({"start": {"line": 1, "character": 31}, "end": {"line": 1, "character": 32}});
    client.change(URI, 2, &json!([{"range": last, "text": ""}]));
    assert_eq!(rules(&client.diagnostics(URI, 2)), Vec::<String>::new());
    client.change(URI, 3, &json!([{"text": "Resources:\n  Topic: {Type: 'AWS::SNS::Topic}\n"}]));
    assert!(rules(&client.diagnostics(URI, 3)).concat().contains("syntax-error"));
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    assert_eq!(client.notification("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    client.end();
}

#[test]
fn positions_have_the_encoding_that_was_agreed_on() {
    let text = "Resources:\n  Topic: {Type: AWS::SNS::Topic, Metadata: {a: 'ü😀'}, Propertiess: {}}\n";
    for (encoding, start) in [("utf-16", 55), ("utf-8", 58)] {
        let general = json!({"positionEncodings": [encoding]});
        let (mut client, _) = Client::with(json!({"capabilities": {"general": general}}));
        client.open(URI, text);
        let diagnostics = client.diagnostics(URI, 1);
        assert_eq!(diagnostics[0]["range"]["start"]["character"], start, "{diagnostics:#?}");
        client.end();
    }
}

#[test]
fn other_files_are_not_looked_at() {
    let mut client = Client::new();
    for (index, text) in
        ["kind: Pod\napiVersion: v1\nResources: {A: AWS::B}\n", "a: [\n", "plain", ""].iter().enumerate()
    {
        let uri = format!("file:///folder/{index}.yaml");
        client.open(&uri, text);
        assert_eq!(client.diagnostics(&uri, 1), Vec::<Value>::new());
        let place = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
        assert_eq!(client.request("textDocument/hover", place), Ok(Value::Null));
    }
    client.end();
}

#[test]
fn diagnostics_can_be_pulled() {
    let capabilities = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    });
    let (mut client, _) = Client::with(json!({"capabilities": capabilities}));
    client.open(URI, "Resources:\n  Topic: {Type: AWS::SNS::Topicc}\n");
    let document = json!({"textDocument": {"uri": URI}});
    let report = client.request("textDocument/diagnostic", document.clone()).expect("there is an answer");
    assert_eq!(report["kind"], "full");
    assert_eq!(rules(report["items"].as_array().expect("it is a list")), ["2: unknown-resource-type"]);
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.request("textDocument/diagnostic", document).expect("there is an answer");
    assert!(client.asked.iter().any(|request| request.method == "workspace/diagnostic/refresh"));
    client.end();
}

#[test]
fn a_cancelled_request_is_not_worked_on() {
    let mut client = Client::new();
    // What comes first takes long enough for the others to wait.
    let mut large = "Resources:\n".to_owned();
    for index in 0..20_000 {
        let _ = writeln!(large, "  Topic{index}: {{Type: AWS::SNS::Topic}}");
    }
    client.open(URI, &large);
    let document = json!({"textDocument": {"uri": URI}});
    let first = client.ask("textDocument/documentSymbol", document.clone());
    let second = client.ask("textDocument/documentSymbol", document);
    client.notify("$/cancelRequest", json!({"id": 3}));
    assert!(client.answer(&first).is_ok());
    assert_eq!(client.answer(&second), Err("the request was cancelled".to_owned()));
    client.end();
}

#[test]
fn settings_and_baselines_are_read_again_when_they_change() {
    let project = Project::new();
    let text =
        "Resources:\n  Topic: {Type: AWS::SNS::Topic}\nOutputs: {A: {Value: !GetAtt [Topic, TopicArn]}}\n";
    project.file("app.yaml", text).file("cfn-tidy.toml", "ignore = ['ALL']\n");
    let uri =
        |name: &str| url::Url::from_file_path(project.path(name)).expect("the path is absolute").to_string();
    let watch = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let (mut client, _) = Client::with(json!({"capabilities": watch}));
    let app = uri("app.yaml");
    client.open(&app, text);
    assert_eq!(rules(&client.diagnostics(&app, 1)), Vec::<String>::new());
    assert_eq!(client.asked[0].method, "client/registerCapability");

    project.file("cfn-tidy.toml", "select = ['long-getatt']\n");
    let changed = |name: &str| json!({"changes": [{"uri": uri(name), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed("cfn-tidy.toml"));
    assert_eq!(rules(&client.diagnostics(&app, 1)), ["3: long-getatt"]);

    assert_eq!(project.run(&["check", "--write-baseline", "accepted.json", "app.yaml"]).code(), 0);
    project.file("cfn-tidy.toml", "select = ['long-getatt']\nbaseline = 'accepted.json'\n");
    client.notify("workspace/didChangeWatchedFiles", changed("cfn-tidy.toml"));
    assert_eq!(rules(&client.diagnostics(&app, 1)), Vec::<String>::new());

    project.file("accepted.json", "{\"version\": 1, \"findings\": []}\n");
    client.notify("workspace/didChangeWatchedFiles", changed("accepted.json"));
    assert_eq!(rules(&client.diagnostics(&app, 1)), ["3: long-getatt"]);

    project.file("cfn-tidy.toml", "selekt = []\n");
    client.notify("workspace/didChangeWatchedFiles", changed("cfn-tidy.toml"));
    let shown = client.notification("window/showMessage");
    assert!(shown["message"].as_str().is_some_and(|text| text.contains("selekt")), "{shown}");
    client.end();
}

#[test]
fn each_folder_has_its_own_settings() {
    let (one, two) = (Project::new(), Project::new());
    one.file("cfn-tidy.toml", "select = ['long-getatt']\n");
    two.file("cfn-tidy.toml", "select = ['missing-deletion-policy']\n");
    let uri = |project: &Project, name: &str| {
        url::Url::from_file_path(project.path(name)).expect("the path is absolute").to_string()
    };
    let folders = json!([{"uri": uri(&one, ""), "name": "one"}, {"uri": uri(&two, ""), "name": "two"}]);
    let (mut client, _) = Client::with(json!({"capabilities": {}, "workspaceFolders": folders}));
    for (project, expected) in [(&one, vec!["4: long-getatt"]), (&two, vec![])] {
        let uri = uri(project, "app.yaml");
        client.open(&uri, LONG);
        assert_eq!(rules(&client.diagnostics(&uri, 1)), expected);
    }
    client.end();
}

#[test]
fn the_client_can_name_the_configuration() {
    let project = Project::new();
    project.file("other.toml", "select = ['long-getatt']\n");
    let folder = url::Url::from_file_path(project.folder()).expect("the path is absolute").to_string();
    let params = json!({
        "capabilities": {},
        "workspaceFolders": [{"uri": folder, "name": "folder"}],
        "initializationOptions": {"configuration": "other.toml"},
    });
    let (mut client, _) = Client::with(params);
    client.open(URI, LONG);
    assert_eq!(rules(&client.diagnostics(URI, 1)), ["4: long-getatt"]);
    client.end();
}

#[test]
fn a_nested_template_is_read_from_its_file() {
    let project = Project::new();
    let text = "Resources:\n  Net:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: network.yaml, Parameters: {Cidr: a, Other: b}}\n";
    let uri =
        |name: &str| url::Url::from_file_path(project.path(name)).expect("the path is absolute").to_string();
    project.file("app.yaml", text).file("network.yaml", crate::support::NETWORK);
    let mut client = Client::new();
    let app = uri("app.yaml");
    client.open(&app, text);
    assert_eq!(rules(&client.diagnostics(&app, 1)), ["4: nested-stack-parameters"]);
    project.file("network.yaml", crate::support::NETWORK.replace("Name:", "Other:"));
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri("network.yaml"), "type": 2}]}),
    );
    assert_eq!(rules(&client.diagnostics(&app, 1)), Vec::<String>::new());
    client.end();
}
