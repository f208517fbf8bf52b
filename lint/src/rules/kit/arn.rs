//! Amazon Resource Names in strings, whose parts may be variables of `Fn::Sub`.

use std::ops::Range;

/// The parts of an ARN as byte ranges of the string; the last ones are `None` if the string ends before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arn {
    pub(crate) partition: Range<usize>,
    pub(crate) service: Range<usize>,
    pub(crate) region: Option<Range<usize>>,
    pub(crate) account: Option<Range<usize>>,
    /// The byte at which the resource begins.
    pub(crate) resource: Option<usize>,
}

/// The ARNs in a string, in order.
pub(crate) fn arns(text: &str) -> impl Iterator<Item = Arn> {
    let starts = text.match_indices("arn:").map(|(at, _)| at);
    let is_own_word = |at: &usize| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
    starts.filter(is_own_word).filter_map(|at| arn(text, at + "arn:".len()))
}

fn arn(text: &str, at: usize) -> Option<Arn> {
    let partition = field(text, at)?;
    let service = field(text, partition.end + 1)?;
    let region = field(text, service.end + 1);
    let account = region.as_ref().and_then(|region| field(text, region.end + 1));
    let resource = account.as_ref().map(|account| account.end + 1);
    Some(Arn { partition, service, region, account, resource })
}

/// The byte range up to the next colon that is not inside the braces of a variable.
fn field(text: &str, start: usize) -> Option<Range<usize>> {
    let mut inside = false;
    for (at, c) in text.get(start..)?.char_indices() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            ':' if !inside => return Some(start..start + at),
            c if c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '\\') => return None,
            _ => {}
        }
    }
    None
}

/// Whether a part is a literal: not empty, and without variables and wildcards.
pub(crate) fn is_literal(text: &str, part: Option<&Range<usize>>) -> bool {
    part.is_some_and(|part| !part.is_empty() && !text[part.clone()].contains(['$', '{', '*', '?', '<', '%']))
}

/// Whether a string is the name of a region, `us-east-1`.
pub(crate) fn is_region(text: &str) -> bool {
    const AREAS: [&str; 10] = ["us", "eu", "ap", "sa", "ca", "me", "af", "cn", "il", "mx"];
    const WORDS: [&str; 12] = [
        "east",
        "west",
        "north",
        "south",
        "central",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "gov",
        "iso",
        "isob",
    ];
    let parts: Vec<&str> = text.split('-').collect();
    let [area, words @ .., number] = parts.as_slice() else { return false };
    AREAS.contains(area)
        && !words.is_empty()
        && words.iter().all(|word| WORDS.contains(word))
        && matches!(number.as_bytes(), [b'1'..=b'9'])
}

/// Whether a string is an account ID.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{arns, is_region};

    #[test]
    fn parts_are_found_around_variables() {
        let cases = [
            ("arn:aws:s3:::bucket", &["aws|s3||"][..]),
            ("x arn:aws:sns:${AWS::Region}:1:t", &["aws|sns|${AWS::Region}|1"]),
            (
                "arn:${AWS::Partition}:iam::1:root, arn:aws-cn:sqs:r:2:q",
                &["${AWS::Partition}|iam||1", "aws-cn|sqs|r|2"],
            ),
            ("arn:aws:s3:::", &["aws|s3||"]),
            ("arn:aws:s3", &[]),
            ("yarn:aws:s3:::x", &[]),
        ];
        for (text, expected) in cases {
            let part = |range: Option<std::ops::Range<usize>>| range.map_or("", |range| &text[range]);
            let found: Vec<String> = arns(text)
                .map(|arn| {
                    let (first, second) = (part(Some(arn.partition)), part(Some(arn.service)));
                    format!("{first}|{second}|{}|{}", part(arn.region), part(arn.account))
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn regions_are_recognized() {
        let cases = [
            ("us-east-1", true),
            ("us-gov-west-1", true),
            ("ap-southeast-2", true),
            ("us-east-1a", false),
            ("east-1", false),
            ("us-1", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_region(text), expected, "{text}");
        }
    }
}
