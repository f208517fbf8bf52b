//! Spelling suggestions for unknown names.

mod letters;
pub mod types;
mod words;

use cfn_ast::{Edit, Source, TextRange};

use letters::{Letters, distance};
use words::likeness_of_words;

/// The least share of common letters or words, from 0 to 1, for a name to be suggested.
const ALIKE: f64 = 0.66;

/// The maximum number of names in one suggestion.
const MAX_SUGGESTED: usize = 6;

/// The maximum number of names that are searched for a similar one. CloudFormation accepts at most 500 resources, 200
/// parameters and 200 keys of a mapping ([quotas]); with more names, each of many unknown ones would be compared with all
/// of them.
///
/// [quotas]: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const MAX_CANDIDATES: usize = 1000;

/// The maximum number of name pairs to compare for suggestions, so that a hostile template costs no more than a large one.
const COMPARISONS: usize = 200_000;

/// Whether each of `unknown` names may be compared with each of `known` ones.
pub(crate) fn may_compare(unknown: usize, known: usize) -> bool {
    unknown.saturating_mul(known) <= COMPARISONS
}

/// Returns the candidates; none if there are more than [`MAX_CANDIDATES`], since the closest may be among the others.
fn searched<'c>(candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let some: Vec<&str> = candidates.into_iter().take(MAX_CANDIDATES + 1).collect();
    if some.len() > MAX_CANDIDATES { Vec::new() } else { some }
}

/// Returns the candidates that `name` may have been meant to be: those that it is a typo of, or else the most similar ones;
/// several if they are equally similar, and none if no candidate is close enough.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let candidates = searched(candidates);
    let typos = typos_of(name, candidates.iter().copied());
    if typos.is_empty() { most_alike(name, &candidates) } else { typos }
}

fn most_alike<'c>(name: &str, candidates: &[&'c str]) -> Vec<&'c str> {
    let letters = Letters::of(name.to_ascii_lowercase().replace('_', "-"));
    let mut scored: Vec<(f64, &str)> = Vec::new();
    for candidate in candidates {
        let by_letters = letters.likeness(&Letters::of(candidate.to_ascii_lowercase()));
        scored.push((by_letters.max(likeness_of_words(name, candidate)), candidate));
    }
    let best = scored.iter().fold(ALIKE, |best, (score, _)| best.max(*score));
    let mut alike: Vec<&str> =
        scored.into_iter().filter(|(score, _)| *score >= best).map(|(_, candidate)| candidate).collect();
    alike.sort_unstable();
    alike.dedup();
    alike
}

/// The maximum number of wrong letters in a name that is corrected.
const MAX_TYPOS: usize = 2;

/// The minimum length of a word that is certainly misspelled. Of shorter ones, such as `Two` and `Too` or `From` and
/// `Form`, either may be meant.
const MIN_CERTAIN: usize = 5;

/// A typo of exactly one known name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typo<'c> {
    /// The name that was meant.
    pub right: &'c str,
    /// Whether one letter is wrong, and no other name is within two.
    is_one_letter: bool,
    /// Whether the letter is inside a word, where names rarely differ on purpose.
    is_within_word: bool,
}

impl Typo<'_> {
    /// Whether nothing else can have been meant, if the candidates are CloudFormation's own words.
    pub fn is_certain_word(&self) -> bool {
        self.is_one_letter
    }

    /// Whether nothing else can have been meant, if the candidates are names that authors choose.
    ///
    /// `SubnetA` and `SubnetB`, `Subnet1` and `Subnet2`, `Subnet` and `Subnets` are names of different things, of which
    /// one may not be declared yet. So only a letter inside a longer word is considered, or two swapped letters in one, or
    /// a difference in case.
    pub fn is_certain_name(&self) -> bool {
        self.is_one_letter && self.is_within_word
    }
}

/// Returns the candidates within [`MAX_TYPOS`] letters of `name` that are equally close to it, and closer than all others.
///
/// A name that ends where a word of its closest candidate begins may also be the beginning of any other candidate:
/// `AWS::Stack` is as close to `AWS::StackName` as to `AWS::StackId`.
pub fn typos_of<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    equally_near(name, &scored(name, candidates))
}

/// Each candidate within [`MAX_TYPOS`] letters, or of which the name is the beginning, with the number of letters by which
/// it differs, ignoring case; the closest first.
fn scored<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<(usize, &'c str)> {
    let lower = Letters::of(name.to_ascii_lowercase());
    let mut scored: Vec<(usize, &str)> = Vec::new();
    for candidate in searched(candidates) {
        let other = Letters::of(candidate.to_ascii_lowercase());
        let is_near = lower.least_distance(&other) <= MAX_TYPOS;
        if is_near || lacks_words(name, candidate) {
            scored.push((distance(&lower.text, &other.text), candidate));
        }
    }
    scored.sort_unstable();
    scored.dedup();
    scored
}

fn equally_near<'c>(name: &str, scored: &[(usize, &'c str)]) -> Vec<&'c str> {
    let Some(&(best, _)) = scored.first().filter(|(best, _)| *best <= MAX_TYPOS && best * 2 < name.len())
    else {
        return Vec::new();
    };
    let is_cut = scored.iter().any(|&(distance, candidate)| distance == best && lacks_words(name, candidate));
    let is_near =
        |distance: usize, candidate: &str| distance == best || (is_cut && lacks_words(name, candidate));
    let near = scored.iter().filter(|&&(distance, candidate)| is_near(distance, candidate));
    near.map(|(_, candidate)| *candidate).collect()
}

/// Whether a name is a candidate without the whole words at its end.
fn lacks_words(name: &str, candidate: &str) -> bool {
    let is_word = |rest: &str| rest.starts_with(|c: char| !c.is_lowercase());
    candidate.strip_prefix(name).is_some_and(|rest| !rest.is_empty() && is_word(rest))
}

/// Returns the one candidate that `name` is a typo of, if no other one is as close.
pub fn typo_of<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<Typo<'c>> {
    let scored = scored(name, candidates);
    let &[right] = equally_near(name, &scored).as_slice() else { return None };
    let &(best, _) = scored.first()?;
    let next = scored.get(1).map_or(usize::MAX, |&(next, _)| next);
    let is_one_letter = best == 0 || (best == 1 && strsim::osa_distance(name, right) == 1);
    let typo = Typo {
        right,
        is_one_letter: is_one_letter && next > MAX_TYPOS,
        is_within_word: best == 0 || is_within_word(name, right),
    };
    is_plain(right).then_some(typo)
}

/// Whether a name can be written in a template without escapes, with or without quotes.
fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ":_.-/<>".contains(c);
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    name.starts_with(is_letter) && !name.ends_with(':') && name.chars().all(is_plain)
}

/// Whether two names differ only inside one longer word, in lowercase letters that neither begin nor end it.
fn is_within_word(wrong: &str, right: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a == b;
    let head = wrong.bytes().zip(right.bytes()).take_while(same).count();
    let room = wrong.len().min(right.len()) - head;
    let tail = wrong.bytes().rev().zip(right.bytes().rev()).take(room).take_while(same).count();
    let is_small = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    let parts = [&wrong.as_bytes()[head..wrong.len() - tail], &right.as_bytes()[head..right.len() - tail]];
    let are_small = parts.iter().all(|part| std::str::from_utf8(part).is_ok_and(is_small));
    let small =
        |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|byte| byte.is_ascii_lowercase()).count();
    let before = small(&mut right.as_bytes()[..head].iter().rev());
    let after = small(&mut right.as_bytes()[right.len() - tail..].iter());
    let has_capital =
        head.checked_sub(before + 1).is_some_and(|at| right.as_bytes()[at].is_ascii_uppercase());
    let letters = usize::from(has_capital) + before + parts[1].len() + after;
    let is_swap = parts[0].len() == 2 && parts[1].len() == 2;
    are_small && letters > parts[1].len() + after && letters >= MIN_CERTAIN && (after > 0 || is_swap)
}

/// The edit that writes another name; `None` for a name that spans lines: in a block scalar, the line break after it is a
/// part of its text.
pub(crate) fn write_name(source: &Source, range: TextRange, name: &str) -> Option<Edit> {
    let written = source.slice(range);
    // The same text means that the difference is in the line break after it.
    let is_name = !written.is_empty() && written != name && !written.contains(['\n', '\r']);
    is_name.then(|| Edit::replace(range, name))
}

/// Returns a question that suggests the names; `None` if there are none.
pub fn did_you_mean(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().take(MAX_SUGGESTED).map(|name| format!("`{name}`")).collect();
    let others = names.len() - quoted.len();
    let list = match quoted.as_slice() {
        [] => return None,
        [one] => one.clone(),
        [first @ .., last] if others == 0 => format!("{} or {last}", first.join(", ")),
        several => format!("{} or one of {others} others", several.join(", ")),
    };
    Some(format!("did you mean {list}?"))
}

/// Returns the end of an error about an unknown name, such as "; did you mean `Value`?"; empty if no candidate is close.
pub fn suggestion<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    did_you_mean(&nearest(name, candidates)).map(|question| format!("; {question}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Letters, did_you_mean, distance, nearest, typo_of};

    #[test]
    fn only_a_typo_inside_a_word_is_certain() {
        let certain = |name, candidates: &[&str]| {
            typo_of(name, candidates.iter().copied()).is_some_and(|typo| typo.is_certain_name())
        };
        for (name, right) in [
            ("Bukcet", "Bucket"),
            ("Bcket", "Bucket"),
            ("Buccket", "Bucket"),
            ("Bycket", "Bucket"),
            ("bucket", "Bucket"),
            ("AWS::region", "AWS::Region"),
            ("OrderQueueArn", "OrderQueueARN"),
            ("Queeu", "Queue"),
        ] {
            assert!(certain(name, &[right, "Something"]), "{name} is {right}");
        }
        for (name, right) in [
            ("SubnetA", "SubnetB"),
            ("Subnet1", "Subnet2"),
            ("Subnet10", "Subnet01"),
            ("Subnet", "Subnets"),
            ("SubnetaRoute", "SubnetbRoute"),
            ("Subneta", "Subnetb"),
            ("PublicSubnet", "PublicSubnetA"),
            ("Key", "Kay"),
            ("KeyTwo", "KeyToo"),
            ("FormStack", "FromStack"),
            ("Rloe", "Role"),
            ("m5.large", "m5.xlarge"),
            ("eu-wwest", "eu-west"),
            ("DevRole", "DecRole"),
            ("TheBucket", "Bucket"),
            ("B\u{fc}cket", "Bucket"),
        ] {
            assert!(!certain(name, &[right, "Something"]), "{name} is not {right}");
        }
        assert!(!certain("Bukcet", &["Bucket", "Buckets"]));
        assert!(!certain("Bukcet", &["Bucket", "bucket"]));
    }

    #[test]
    fn bounds_never_exclude_what_is_similar_enough() {
        let words =
            ["", "a", "Bucket", "Bukcet", "bucket", "BucketPolicy", "Zürich1", "Züirch2", "größe", "GRÖSSE"];
        let longer = [
            "AWS::Region",
            "AWS::regoin",
            "SubnetRouteTable",
            "NetworkAcl",
            "日本語",
            "日語本",
            "aaaa",
            "aaab",
        ];
        let words: Vec<&str> = words.into_iter().chain(longer).collect();
        for a in &words {
            for b in &words {
                let [x, y] = [a, b].map(|word| Letters::of((*word).to_owned()));
                assert!(x.least_distance(&y) <= strsim::osa_distance(a, b), "{a} {b}");
                assert_eq!(distance(a, b), strsim::osa_distance(a, b), "{a} {b}");
            }
        }
    }

    #[test]
    fn names_of_the_same_words_are_alike_and_others_are_not() {
        for (name, candidate) in [
            ("ACMCertificateIdentifier", "AcmCertificateArn"),
            ("LogBucketName", "LogBucket"),
            ("Default", "DefaultValue"),
            ("AccessLogBucketGröße", "AccessLogBucketPolicyGröße"),
            ("layer_runtime-string", "LayerRuntimeRefString"),
            ("AWS::SNS::TopicPolicies", "AWS::SNS::TopicPolicy"),
            ("changemessagevisibilitybatch", "changemessagevisibility"),
        ] {
            assert_eq!(nearest(name, [candidate]), [candidate], "{name}");
        }
        for (name, candidate) in [
            ("ScheduleRole", "Schedule"),
            ("MyTable", "MyRole"),
            ("Modules", "Rules"),
            ("BucketPolicy", "UpdatePolicy"),
            ("AWS::EC2::Boolean", "AWS::EC2::Volume"),
            ("AWS::Foo::Bar", "AWS::IoT::Job"),
            ("listobjects", "listjobs"),
            ("größe", "grün"),
        ] {
            assert!(nearest(name, [candidate]).is_empty(), "{name}");
        }
    }

    #[test]
    fn nothing_is_suggested_from_more_names_than_a_template_can_have() {
        let names: Vec<String> = (0..2000).map(|number| format!("Größe{number}")).collect();
        let near = |count: usize| nearest("größe7", names[..count].iter().map(String::as_str));
        assert_eq!(near(1000), ["Größe7"]);
        assert!(near(2000).is_empty());
        assert_eq!(typo_of("Buckte", names.iter().map(String::as_str).chain(["Bucket"])), None);
    }

    #[test]
    fn equally_close_names_are_all_suggested_and_none_is_a_typo() {
        for (name, candidates, question) in [
            (
                "AWS::Stack",
                &["AWS::StackId", "AWS::StackName", "AWS::Region"][..],
                "`AWS::StackId` or `AWS::StackName`",
            ),
            ("Subnet3", &["Subnet1", "Subnet2"], "`Subnet1` or `Subnet2`"),
            ("Queue", &["QueueA", "QueueB", "QueuePolicy"], "`QueueA`, `QueueB` or `QueuePolicy`"),
            ("Zürich3", &["Zürich1", "Zürich2"], "`Zürich1` or `Zürich2`"),
        ] {
            let suggested = did_you_mean(&nearest(name, candidates.iter().copied()));
            assert_eq!(suggested, Some(format!("did you mean {question}?")));
            assert_eq!(typo_of(name, candidates.iter().copied()), None, "{name}");
        }
        let near = |name, candidates: &[&'static str]| nearest(name, candidates.iter().copied());
        assert_eq!(near("AWS::StackNam", &["AWS::StackId", "AWS::StackName"]), ["AWS::StackName"]);
        assert_eq!(near("Subnet", &["Subnets", "SubnetRouteTable"]), ["Subnets"]);
        let many: Vec<String> = (10..20).map(|number| format!("Host{number}")).collect();
        let suggested = did_you_mean(&nearest("Host1", many.iter().map(String::as_str)));
        assert!(suggested.is_some_and(|text| text.ends_with("`Host15` or one of 4 others?")));
    }
}
