//! IAM actions that do not exist.

use std::sync::LazyLock;

use cfn_ast::Tree;
use cfn_schema::{KnownAction, Table};

use super::defect::{Correction, Defect, Found, report_all};
use super::document::{Defects, Document, defects_in};
use super::policy::POLICIES;
use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::rules::kit::prelude::*;
use crate::suggest::{Typo, did_you_mean, nearest, typo_of};

declare_rule! {
    /// An action in a policy that no AWS service has.
    ///
    /// ## Why
    ///
    /// IAM accepts any action. A misspelled one allows nothing, so the stack is deployed, and a request is denied later; or
    /// it denies nothing. The actions are those of AWS's list as of the date in the message.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: s3:GetObjct
    ///             Resource: '*'
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: s3:GetObject
    ///             Resource: '*'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest action of the service. It is safe if one letter inside a word is wrong, or two neighbours
    /// are swapped, and no other action is within two letters. Otherwise it is unsafe: the action may be newer than the list.
    "unknown-action" {
        group: Resources,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W3037"],
        hooks: [Template(check)],
        skips: [CustomMacros],
    }
}

/// Actions that are in the policies that AWS itself generates, and not in its list: each topic of Amazon SNS begins with a
/// policy that allows `SNS:Receive` (Amazon SNS Developer Guide, "Example cases for Amazon SNS access control").
const UNLISTED: [&str; 1] = ["sns:receive"];

/// Types whose policies accept the actions of one service only.
const OF_ONE_SERVICE: [(&str, &str); 3] =
    [("AWS::S3::BucketPolicy", "s3"), ("AWS::SNS::TopicPolicy", "sns"), ("AWS::SQS::QueuePolicy", "sqs")];

/// The services that have actions, in lower case.
static SERVICES: LazyLock<Vec<String>> = LazyLock::new(|| Table::aws().services());

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut found = Vec::new();
    let in_loops: Vec<_> = template.resources_in_loops().collect();
    for resource in template.resources().iter().chain(&in_loops) {
        find_in(resource, cx, &mut found);
    }
    report_all(found, cx);
}

fn find_in<'t>(resource: &Resource<'t>, cx: &RuleContext<'_, 't>, found: &mut Found) {
    let type_name = resource.type_name().unwrap_or_default();
    let service = OF_ONE_SERVICE.iter().find(|(name, _)| *name == type_name).map(|(_, service)| *service);
    for place in POLICIES.iter().filter(|place| place.type_name == type_name) {
        for value in Lookup::of(cx).values_at(resource, place.path).values {
            let defects = defects_in(&value, Tree::parse_json, cx, &|policy| defects(policy, service));
            found.extend(defects.into_iter().map(|defect| (Some("W3037"), defect)));
        }
    }
}

fn defects(policy: &Document<'_, '_>, service: Option<&str>) -> Defects {
    let mut defects = Vec::new();
    for statement in policy.values(&["Statement", "+"]).values {
        for element in ["Action", "NotAction"] {
            for action in policy.values_below(&statement, &[element, "+"]).values {
                defects.extend(defect(&action, service));
            }
        }
    }
    defects
}

fn defect(action: &PropertyValue<'_>, only: Option<&str>) -> Option<Defect> {
    let text = action.literal().filter(|text| !text.bytes().all(|byte| byte == b'*'))?;
    let list = action.value.parent().filter(|parent| parent.is_sequence());
    let new =
        |message: String| Defect::new(wording::place(action.value), message).at(list.unwrap_or(action.value));
    let Some((service, name)) = text.split_once(':') else {
        return Some(new(format!("an action must be `*` or `service:name`, not `{text}`")));
    };
    if service.contains(['*', '?']) {
        return None;
    }
    if let Some(only) = only.filter(|only| !only.eq_ignore_ascii_case(service)) {
        return Some(new(format!(
            "the policy of this resource only accepts actions of `{only}`, not `{text}`"
        )));
    }
    let date = Table::aws().date();
    match Table::aws().known_action(service, name) {
        KnownAction::UnknownService => {
            let defect = new(format!("unknown service `{service}` in the action `{text}`, as of {date}"));
            Some(with_name(defect, action, 0, service, &SERVICES))
        }
        KnownAction::Yes => None,
        KnownAction::No if UNLISTED.contains(&text.to_ascii_lowercase().as_str()) => None,
        KnownAction::No if name.contains(['*', '?']) => {
            let is_known =
                Table::aws().actions(service).any(|known| matches(&name.to_ascii_lowercase(), &known));
            (!is_known).then(|| new(format!("no action matches `{text}`, as of {date}")))
        }
        KnownAction::No => {
            let known: Vec<String> = Table::aws().actions(service).collect();
            let defect = new(format!("unknown action `{text}`, as of {date}"));
            Some(with_name(defect, action, service.len() + 1, name, &known))
        }
    }
}

/// Adds the known names that a part of an action resembles; the part begins at a byte of the action.
fn with_name(
    defect: Defect,
    action: &PropertyValue<'_>,
    start: usize,
    name: &str,
    known: &[String],
) -> Defect {
    // IAM compares actions without case, and the list is in lower case.
    let lower = name.to_ascii_lowercase();
    let candidates = || known.iter().map(String::as_str);
    let help = did_you_mean(&nearest(&lower, candidates()));
    let correction = typo_of(&lower, candidates()).and_then(|typo| {
        let text = with_case_of(name, typo.right);
        let is_certain = typo.is_certain_word() && is_within_word(name, &text);
        action.value.verbatim_text_range()?;
        let range = action.value.text_range(start..start + name.len());
        Some(Correction { range, text, is_certain })
    });
    Defect { help, correction, ..defect }
}

/// Whether the wrong letter is inside a word: `DescribeTags` may be a newer action than `DescribeTag`.
fn is_within_word(name: &str, right: &str) -> bool {
    typo_of(name, [right]).is_some_and(|typo: Typo<'_>| typo.is_certain_name())
}

/// A name in lower case, with the capitals of a misspelled one.
fn with_case_of(wrong: &str, right: &str) -> String {
    let same = |(a, b): &(u8, u8)| a.eq_ignore_ascii_case(b);
    let head = wrong.bytes().zip(right.bytes()).take_while(same).count();
    let room = wrong.len().min(right.len()) - head;
    let tail = wrong.bytes().rev().zip(right.bytes().rev()).take(room).take_while(same).count();
    let is_cut = |text: &str| !text.is_char_boundary(head) || !text.is_char_boundary(text.len() - tail);
    if is_cut(wrong) || is_cut(right) {
        return right.to_owned();
    }
    format!("{}{}{}", &wrong[..head], &right[head..right.len() - tail], &wrong[wrong.len() - tail..])
}

/// Whether an action matches a pattern, in which `*` matches any characters and `?` one character.
fn matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.as_bytes(), action.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where to continue if the characters after the last `*` do not match.
    let mut retry: Option<(usize, usize)> = None;
    while read < action.len() {
        match pattern.get(at) {
            Some(b'*') => {
                retry = Some((at + 1, read));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == action[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((after, from)) = retry else { return false };
                retry = Some((after, from + 1));
                (at, read) = (after, from + 1);
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}
