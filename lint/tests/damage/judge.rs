//! PyYAML as a judge: it reads the text before and after a fix without any code of this project.
//!
//! The proof of a fix compares the readings of `cfn-ast`. If `cfn-ast` and PyYAML agree on the text before, they have to
//! agree on the text after.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use cfn_ast::value::{Typing, Value};
use cfn_ast::{Tree, write::json_string};
use end_to_end::python::{self, Unavailable};

/// The version of PyYAML that judges.
const PYYAML: &str = "6.0.3";

/// A running Python.
pub(crate) struct Judge {
    child: Child,
    requests: ChildStdin,
    answers: ChildStdout,
}

/// What PyYAML says about a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Both readers agree before and after, or PyYAML cannot read the text before, or misreads it.
    Fine,
    /// PyYAML reads the text before, but not the one after.
    Unreadable(String),
    /// The readers agree on the text before, but not on the one after.
    Disagreement(String),
}

impl Judge {
    /// Starts PyYAML; `None` without Python, so that nothing is judged.
    pub(crate) fn start() -> Option<Self> {
        let home = match python::install("PyYAML", PYYAML) {
            Ok(home) => home,
            Err(Unavailable::NoPython) => {
                python::skip_without_python("PyYAML");
                return None;
            }
            Err(Unavailable::Failed(message)) => panic!("{message}"),
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/damage/judge.py");
        let mut child = Command::new(home.join("venv/bin/python"))
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python can be started");
        let requests = child.stdin.take().expect("standard input is a pipe");
        let answers = child.stdout.take().expect("standard output is a pipe");
        Some(Self { child, requests, answers })
    }

    /// Judges a fix.
    pub(crate) fn judge(&mut self, before: &Tree, after: &Tree) -> Verdict {
        let Ok(old) = self.read(before) else { return Verdict::Fine };
        let new = match self.read(after) {
            Ok(new) => new,
            Err(_) if has_comma_in_tag(before) => return Verdict::Fine,
            Err(reason) => return Verdict::Unreadable(reason),
        };
        if own_reading(before) != Some(old) || own_reading(after).as_ref() == Some(&new) {
            return Verdict::Fine;
        }
        let own = own_reading(after).unwrap_or_default();
        let same = own.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let part = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
        Verdict::Disagreement(format!("PyYAML reads …{}…, cfn-ast …{}…", part(&new), part(&own)))
    }

    /// What PyYAML reads, or why it cannot.
    fn read(&mut self, tree: &Tree) -> Result<String, String> {
        let answer = self.ask(tree.source().text()).expect("PyYAML answers");
        match answer.split_once('\n') {
            Some(("ok", value)) => Ok(value.to_owned()),
            Some((_, reason)) => Err(reason.to_owned()),
            None => Err(answer),
        }
    }

    fn ask(&mut self, text: &str) -> io::Result<String> {
        let length = u32::try_from(text.len()).map_err(io::Error::other)?;
        self.requests.write_all(&length.to_be_bytes())?;
        self.requests.write_all(text.as_bytes())?;
        self.requests.flush()?;
        let mut header = [0; 4];
        self.answers.read_exact(&mut header)?;
        let mut answer = vec![0; u32::from_be_bytes(header) as usize];
        self.answers.read_exact(&mut answer)?;
        String::from_utf8(answer).map_err(io::Error::other)
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // It ends by itself when its input does; waiting leaves no zombie.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a comma follows a tag, as in `[!Sub, a]`: of PyYAML's tags it is a part, as YAML 1.1 allows, so that the item has
/// no end.
fn has_comma_in_tag(tree: &Tree) -> bool {
    let text = tree.source().text();
    tree.nodes().filter_map(cfn_ast::Node::tag_range).any(|tag| text[tag.end() as usize..].starts_with(','))
}

/// The value as `cfn-ast` reads it, in the JSON that the judge writes.
fn own_reading(tree: &Tree) -> Option<String> {
    let value = Value::of(tree.root()?, Typing::Text).ok()?;
    let mut out = String::new();
    write_value(&value, &mut out);
    Some(out)
}

fn write_value(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Scalar(scalar) => {
            let text = if let cfn_ast::syntax::Scalar::Text(text) = scalar { text } else { "" };
            out.push_str(&json_string(text));
        }
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&json_string(key));
                out.push(':');
                write_value(value, out);
            }
            out.push('}');
        }
    }
}
