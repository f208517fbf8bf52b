//! Examples for a help, in the notation of the file: a reader of JSON cannot use `!Ref Topic`.

use cfn_ast::Tree;
use cfn_ast::syntax::Format;
use cfn_ast::write::json_string;

/// A reference to a name: `!Ref Topic` or `{"Ref": "Topic"}`.
pub(crate) fn reference(tree: &Tree, name: &str) -> String {
    match tree.format() {
        Format::Json => format!("{{\"Ref\": {}}}", json_string(name)),
        Format::Yaml => format!("!Ref {name}"),
    }
}

/// An `Fn::Sub` of a string: `!Sub '${A}-b'` or `{"Fn::Sub": "${A}-b"}`.
pub(crate) fn sub(tree: &Tree, string: &str) -> String {
    match tree.format() {
        Format::Json => format!("{{\"Fn::Sub\": {}}}", json_string(string)),
        Format::Yaml => format!("!Sub {}", self::string(tree, string)),
    }
}

/// An entry of a mapping with a plain string as its value: `Condition: IsProd` or `"Condition": "IsProd"`.
pub(crate) fn entry(tree: &Tree, key: &str, value: &str) -> String {
    match tree.format() {
        Format::Json => format!("{}: {}", json_string(key), json_string(value)),
        Format::Yaml => format!("{key}: {value}"),
    }
}

/// A string in quotes: `'a'` or `"a"`.
pub(crate) fn string(tree: &Tree, string: &str) -> String {
    match tree.format() {
        Format::Json => json_string(string),
        Format::Yaml => format!("'{}'", string.replace('\'', "''")),
    }
}

/// An attribute of a resource: `!GetAtt Topic.TopicArn` or `{"Fn::GetAtt": ["Topic", "TopicArn"]}`.
pub(crate) fn get_att(tree: &Tree, logical_id: &str, attribute: &str) -> String {
    match tree.format() {
        Format::Json => {
            format!("{{\"Fn::GetAtt\": [{}, {}]}}", json_string(logical_id), json_string(attribute))
        }
        Format::Yaml => format!("!GetAtt {logical_id}.{attribute}"),
    }
}
