//! What clients should not do, and what is large or fast.

use std::fmt::Write as _;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

use crate::client::{Client, rules};
use crate::support::Random;

const URI: &str = "file:///folder/app.yaml";

#[test]
fn only_the_newest_version_is_checked_if_edits_are_fast() {
    let mut client = Client::new();
    let mut large = "Resources:\n".to_owned();
    for index in 0..2000 {
        let _ = writeln!(large, "  Topic{index}: {{Type: AWS::SNS::Topic}}");
    }
    client.open(URI, &large);
    let end = json!({"line": 2001, "character": 0});
    for version in 2..=500 {
        let text = format!("  Queue{version}: {{Type: AWS::SQS::Queue}}\n");
        client.change(URI, version, &json!([{"range": {"start": end, "end": end}, "text": text}]));
    }
    let mut published = 0;
    loop {
        let params = client.notification("textDocument/publishDiagnostics");
        published += 1;
        if params["version"] == 500 {
            break;
        }
    }
    assert!(published < 500, "{published} of 500 versions were checked");
    client.end();
}

#[test]
fn edits_at_any_place_are_applied_as_an_editor_does() {
    let mut random = Random(7);
    let mut text = "Resources:\r\n  Tür😀: {Type: AWS::SNS::Topic}\rOutputs: {}\n".to_owned();
    let mut client = Client::new();
    client.open(URI, &text);
    let pieces = ["", "ü", "😀", "\n", "\r\n", "!Sub '${", "}", ": ", "- ", "Resources:\n"];
    for version in 2..200 {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = random.below(places.len());
        let end = (start + random.below(4)).min(places.len() - 1);
        let piece = pieces[random.below(pieces.len())];
        let (start, end) = (places[start], places[end]);
        let is_split = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
        // No editor addresses the place between the two characters of a line end.
        if is_split(start) || is_split(end) {
            continue;
        }
        let range = json!({"start": position(&text, start), "end": position(&text, end)});
        client.change(URI, version, &json!([{"range": range, "text": piece}]));
        text.replace_range(start..end, piece);
    }
    // The text is only seen through what is found in it, so it becomes one with a finding at its end.
    let end = position(&text, text.len());
    client.change(URI, 200, &json!([{"range": {"start": {"line": 0, "character": 0}, "end": end}, "text": "Resources: {A: {Type: AWS::Nothing}}\n"}]));
    assert_eq!(rules(&client.diagnostics(URI, 200)), ["1: unknown-resource-type"]);
    client.end();
}

fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let lines = before.replace("\r\n", "\n").replace('\r', "\n");
    let line = lines.matches('\n').count();
    let character = lines.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    json!({"line": line, "character": character})
}

#[test]
fn a_large_template_is_answered() {
    let mut client = Client::new();
    let mut large = "Resources:\n".to_owned();
    while large.len() < 5_000_000 {
        let index = large.len();
        let text = "ü😀".repeat(2000);
        let _ = write!(
            large,
            "  Queue{index}:\n    Type: AWS::SQS::Queue\n    Properties: {{QueueName: !Sub '${{AWS::StackName}}-{index}'}}\n    Metadata: {{a: {text}}}\n"
        );
    }
    client.open(URI, &large);
    let found = client.diagnostics(URI, 1);
    assert!(rules(&found).iter().any(|rule| rule.contains("limit-exceeded")), "{} findings", found.len());
    let place = json!({"textDocument": {"uri": URI}, "position": {"line": 2, "character": 14}});
    assert!(client.request("textDocument/hover", place).is_ok_and(|hover| hover != Value::Null));
    client.end();
}

#[test]
fn many_texts_can_be_open() {
    let mut client = Client::new();
    let uri = |index: usize| format!("file:///folder/{index}.yaml");
    for index in 0..2000 {
        client.open(&uri(index), "Resources:\n  Topic: {Type: AWS::SNS::Topicc}\n");
    }
    for index in [0, 1999] {
        assert_eq!(rules(&client.diagnostics(&uri(index), 1)), ["2: unknown-resource-type"]);
    }
    client.end();
}

#[test]
fn wrong_messages_end_nothing() {
    let mut client = Client::new();
    client.notify("textDocument/didOpen", json!({"textDocument": 5}));
    client.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": []}),
    );
    client.notify("workspace/unknown", Value::Null);
    for method in
        ["textDocument/hover", "textDocument/rename", "textDocument/codeAction", "codeAction/resolve"]
    {
        assert!(
            client
                .request(method, json!([1]))
                .is_err_and(|message| message.starts_with("invalid parameters"))
        );
    }
    assert_eq!(client.request("unknown", Value::Null), Err("unsupported request `unknown`".to_owned()));
    client.open(URI, "Resources: {A: {Type: AWS::Nothing}}\n");
    let far = json!({"start": {"line": 9, "character": 9}, "end": {"line": 3, "character": 0}});
    client.change(URI, 2, &json!([{"range": far, "text": "# ü\n"}]));
    assert_eq!(rules(&client.diagnostics(URI, 2)), ["1: unknown-resource-type"]);
    client.end();
}

/// Every request at every place of half-typed templates: an answer, and no panic.
#[test]
fn every_place_of_a_half_typed_text_is_answered() {
    let text = "Parameters:\n  Größe: {Type: String, Default: ü}\nConditions:\n  IsProd: !Equals [!Ref Größe, prod]\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Condition: IsProd\n    Properties:\n      QueueName: !Sub 'a-${Größe}-${AWS::Region}'\n      Tags: [{Key: a, Value: !GetAtt Queue.Arn}]\n";
    let mut client = Client::new();
    let methods = ["hover", "definition", "references", "prepareRename", "completion"];
    for (version, (cut, _)) in (2..).zip(text.char_indices().step_by(5)) {
        let typed = &text[..cut];
        if version == 2 {
            client.open(URI, typed);
        }
        client.change(
            URI,
            version,
            &json!([{"text": format!("{typed}\nOutputs: {{A: {{Value: !Ref Queue}}}}\n")}]),
        );
        let place = json!({
            "textDocument": {"uri": URI},
            "position": position(typed, cut),
            "context": {"includeDeclaration": true},
        });
        for method in methods {
            let answer = client.request(&format!("textDocument/{method}"), place.clone());
            assert!(
                answer.as_ref().err().is_none_or(|message| !message.contains("panicked")),
                "{typed}\n{answer:?}"
            );
        }
    }
    client.end();
}

#[test]
fn a_client_that_goes_away_ends_the_session() {
    let (server, client) = Connection::memory();
    let server = std::thread::spawn(|| cfn_tidy::server::serve(server, cfn_tidy::rules::REGISTRY));
    let initialize = Request::new(1.into(), "initialize".to_owned(), json!({"capabilities": {}}));
    client.sender.send(Message::Request(initialize)).expect("the server is there");
    client
        .sender
        .send(Notification::new("initialized".to_owned(), json!({})).into())
        .expect("the server is there");
    drop(client);
    let end = server.join().expect("the server does not panic").expect("the session began");
    assert_eq!(end, cfn_tidy::server::End::Lost);
}
