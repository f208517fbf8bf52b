//! One template and one snapshot for each case.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::Client;
use crate::support::files_below;

/// Where the request is sent for.
const MARK: char = '‸';

/// The most items of a completion that are shown.
const SHOWN_ITEMS: usize = 12;

/// A template without its marks.
struct Case {
    uri: String,
    text: String,
    /// Line and character in code units of UTF-16.
    places: Vec<(usize, usize)>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let marked = fs::read_to_string(path).expect("a fixture can be read");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a fixture has a name");
        let (mut text, mut places, mut at) = (String::new(), Vec::new(), (0, 0));
        for character in marked.chars() {
            match character {
                MARK => {
                    places.push(at);
                    continue;
                }
                '\n' => at = (at.0 + 1, 0),
                _ => at.1 += character.len_utf16(),
            }
            text.push(character);
        }
        Self { uri: format!("file:///folder/{name}"), text, places }
    }

    /// The value of a line such as `# new name: Foo`.
    fn option(&self, name: &str) -> Option<&str> {
        let prefix = format!("# {name}: ");
        self.text.lines().find_map(|line| line.strip_prefix(&prefix))
    }

    fn place(&self, (line, character): (usize, usize)) -> Value {
        let position = json!({"line": line, "character": character});
        json!({"textDocument": {"uri": self.uri}, "position": position})
    }

    /// The byte offset of a position.
    fn offset(&self, position: &Value) -> usize {
        let number = |name: &str| position[name].as_u64().expect("a position has numbers") as usize;
        let start: usize = self.text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        let mut units = 0;
        for (at, character) in self.text[start..].char_indices() {
            if units == number("character") {
                return start + at;
            }
            units += character.len_utf16();
        }
        self.text.len()
    }

    fn slice(&self, range: &Value) -> &str {
        &self.text[self.offset(&range["start"])..self.offset(&range["end"])]
    }

    /// The text after the edits of a change, and what has to be confirmed.
    fn changed(&self, change: &Value) -> String {
        let plain = change["changes"][&self.uri].as_array();
        let versioned = || change["documentChanges"][0]["edits"].as_array();
        let mut edits = plain.or_else(versioned).expect("the change is one of this text").clone();
        edits.sort_by_key(|edit| std::cmp::Reverse(self.offset(&edit["range"]["start"])));
        let mut text = self.text.clone();
        for edit in edits {
            let range = self.offset(&edit["range"]["start"])..self.offset(&edit["range"]["end"]);
            text.replace_range(range, edit["newText"].as_str().expect("an edit has a text"));
        }
        let mut lines = String::new();
        for line in diffy::create_patch(&self.text, &text).to_string().lines().skip(2) {
            let _ = writeln!(lines, "    {line}");
        }
        match change["changeAnnotations"]["rename"]["label"].as_str() {
            Some(label) => format!("{lines}    to be confirmed: {label}\n"),
            None => lines,
        }
    }
}

/// The answers for a case.
fn answers(client: &mut Client, case: &Case, kind: &str) -> String {
    let mut shown = String::new();
    if case.places.is_empty() {
        return whole(client, case, kind);
    }
    for &place in &case.places {
        let line = case.text.lines().nth(place.0).unwrap_or_default();
        let units: Vec<u16> = line.encode_utf16().take(place.1).collect();
        let before = String::from_utf16(&units).expect("a mark is between characters");
        let _ = writeln!(shown, "{}: {before}‸{}", place.0 + 1, &line[before.len()..]);
        let answer = match kind {
            "actions" => actions(client, case, place),
            "completion" => completion(client, case, place),
            "definition" => locations(client, case, "textDocument/definition", place),
            "hover" => hover(client, case, place),
            "references" => locations(client, case, "textDocument/references", place),
            "rename" => rename(client, case, place),
            other => panic!("unknown request {other}"),
        };
        let _ = writeln!(shown, "{answer}");
    }
    shown
}

/// The answers that are about a whole text.
fn whole(client: &mut Client, case: &Case, kind: &str) -> String {
    let document = json!({"textDocument": {"uri": case.uri}});
    match kind {
        "actions" => actions(client, case, (0, 0)),
        "diagnostics" => {
            let diagnostics = client.diagnostics(&case.uri, 1);
            serde_json::to_string_pretty(&diagnostics).expect("they are JSON")
        }
        "folding" => {
            let ranges = client.request("textDocument/foldingRange", document).expect("there is an answer");
            let mut shown = String::new();
            for range in ranges.as_array().expect("it is a list") {
                let line = |name: &str| range[name].as_u64().expect("a line is a number");
                let first = case.text.lines().nth(line("startLine") as usize).unwrap_or_default();
                let kind = range["kind"].as_str().unwrap_or("region");
                let _ = writeln!(shown, "{}-{} {kind}: {first}", line("startLine") + 1, line("endLine") + 1);
            }
            shown
        }
        "symbols" => {
            let symbols =
                client.request("textDocument/documentSymbol", document).expect("there is an answer");
            outline(case, &symbols, 0)
        }
        other => panic!("{other} needs a mark"),
    }
}

fn outline(case: &Case, symbols: &Value, depth: usize) -> String {
    let mut shown = String::new();
    for symbol in symbols.as_array().into_iter().flatten() {
        let detail = symbol["detail"].as_str().unwrap_or_default();
        let first = case.slice(&symbol["range"]).lines().next().unwrap_or_default();
        let indent = "  ".repeat(depth);
        let _ = writeln!(shown, "{indent}{} {} {detail} | {first}", symbol["name"], symbol["kind"]);
        shown += &outline(case, &symbol["children"], depth + 1);
    }
    shown
}

fn hover(client: &mut Client, case: &Case, place: (usize, usize)) -> String {
    let hover = client.request("textDocument/hover", case.place(place)).expect("there is an answer");
    let Some(text) = hover["contents"]["value"].as_str() else { return "  nothing\n".to_owned() };
    let mut shown = format!("  [{}]\n", case.slice(&hover["range"]).lines().next().unwrap_or_default());
    for line in text.lines().filter(|line| !line.is_empty()) {
        let _ = writeln!(shown, "  {line}");
    }
    shown
}

fn completion(client: &mut Client, case: &Case, place: (usize, usize)) -> String {
    let list = client.request("textDocument/completion", case.place(place)).expect("there is an answer");
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let mut shown = String::new();
    for item in items.iter().take(SHOWN_ITEMS) {
        let text = |name: &str| item[name].as_str().unwrap_or_default();
        let replaced = case.slice(&item["textEdit"]["range"]);
        let _ = writeln!(shown, "  {} ({}) for [{replaced}]", text("label"), text("detail"));
    }
    match items.len().saturating_sub(SHOWN_ITEMS) {
        0 if items.is_empty() => "  nothing\n".to_owned(),
        0 => shown,
        more => format!("{shown}  and {more} others\n"),
    }
}

fn locations(client: &mut Client, case: &Case, method: &str, place: (usize, usize)) -> String {
    let mut params = case.place(place);
    params["context"] = json!({"includeDeclaration": true});
    let found = client.request(method, params).expect("there is an answer");
    let mut shown = String::new();
    for location in found.as_array().into_iter().flatten() {
        let line = location["range"]["start"]["line"].as_u64().expect("a line is a number") as usize;
        let text = case.text.lines().nth(line).unwrap_or_default();
        let _ = writeln!(shown, "  {}: {} | {text}", line + 1, case.slice(&location["range"]));
    }
    if shown.is_empty() { "  nothing\n".to_owned() } else { shown }
}

fn rename(client: &mut Client, case: &Case, place: (usize, usize)) -> String {
    let prepared = client.request("textDocument/prepareRename", case.place(place));
    let mut params = case.place(place);
    params["newName"] = json!(case.option("new name").unwrap_or("Renamed"));
    match client.request("textDocument/rename", params) {
        Ok(Value::Null) => {
            assert_eq!(prepared, Ok(Value::Null));
            "  nothing\n".to_owned()
        }
        Ok(change) => {
            let prepared = prepared.expect("what can be renamed can be prepared");
            format!("  {}\n{}", prepared["placeholder"], case.changed(&change))
        }
        Err(reason) => format!("  refused: {reason}\n"),
    }
}

fn actions(client: &mut Client, case: &Case, (line, character): (usize, usize)) -> String {
    let position = json!({"line": line, "character": character});
    let mut context = json!({"diagnostics": []});
    if let Some(only) = case.option("only") {
        context["only"] = json!([only]);
    }
    let range = json!({"start": position, "end": position});
    let params = json!({"textDocument": {"uri": case.uri}, "range": range, "context": context});
    let actions = client.request("textDocument/codeAction", params).expect("there is an answer");
    let mut shown = String::new();
    for action in actions.as_array().into_iter().flatten() {
        let preferred = if action["isPreferred"] == true { ", preferred" } else { "" };
        let (title, kind) = (action["title"].as_str(), action["kind"].as_str());
        let _ = writeln!(shown, "  {} ({}{preferred})", title.unwrap_or_default(), kind.unwrap_or_default());
        let action = match action.get("data") {
            Some(_) => client.request("codeAction/resolve", action.clone()).expect("there is an answer"),
            None => action.clone(),
        };
        shown += &case.changed(&action["edit"]);
    }
    if shown.is_empty() { "  nothing\n".to_owned() } else { shown }
}

/// A client that can do everything that changes an answer.
fn client() -> Client {
    let workspace_edit = json!({"documentChanges": true, "changeAnnotationSupport": {}});
    let code_action = json!({"dataSupport": true, "resolveSupport": {"properties": ["edit"]}});
    Client::with(json!({"capabilities": {
        "workspace": {"workspaceEdit": workspace_edit},
        "textDocument": {"codeAction": code_action},
    }}))
    .0
}

#[test]
fn answers_are_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/server");
    let files: Vec<PathBuf> = files_below(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end != "snap"))
        .collect();
    assert!(!files.is_empty());
    let mut client = client();
    for path in files {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a fixture has a name").to_owned();
        let kind = name.split(['-', '.']).next().expect("a name has a first word").to_owned();
        let case = Case::read(&path);
        client.open(&case.uri, &case.text);
        let shown = answers(&mut client, &case, &kind);
        insta::with_settings!({
            snapshot_path => &folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, shown);
        });
    }
    client.end();
}
