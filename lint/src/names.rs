//! Suggestions for names that nobody knows.

/// How alike two names must be for one to be taken for a slip of the other, from 0 to 1.
const ALIKE: f64 = 0.75;

/// The most names that one suggestion lists.
const MAX_SUGGESTED: usize = 6;

/// The candidates that may have been meant by `name`: what it is a slip of, or else what it is most like; several where
/// they are equally near, none where no candidate is close enough to suggest.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let slips = slips_of(name, candidates.iter().copied());
    if slips.is_empty() { most_alike(name, &candidates) } else { slips }
}

fn most_alike<'c>(name: &str, candidates: &[&'c str]) -> Vec<&'c str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let likeness = |candidate: &str| strsim::jaro_winkler(&name, &candidate.to_ascii_lowercase());
    let scored: Vec<(f64, &str)> =
        candidates.iter().map(|candidate| (likeness(candidate), *candidate)).collect();
    let best = scored.iter().map(|(score, _)| *score).fold(ALIKE, f64::max);
    let mut alike: Vec<&str> =
        scored.into_iter().filter(|(score, _)| *score >= best).map(|(_, candidate)| candidate).collect();
    alike.sort_unstable();
    alike.dedup();
    alike
}

/// How many letters may be wrong in a name that is put right.
const MAX_SLIPS: usize = 2;

/// The fewest letters of a word that is certain to be misspelt: of shorter ones, such as `Two` and `Too` or `From` and
/// `Form`, both may be meant.
const MIN_CERTAIN: usize = 5;

/// The one name that another one is a slip of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip<'c> {
    /// The name that was meant.
    pub right: &'c str,
    /// Whether one letter is wrong, and no other name is within two.
    is_one_letter: bool,
    /// Whether the letter is one that names are not told apart by.
    is_within_word: bool,
}

impl Slip<'_> {
    /// Whether nothing else can have been meant, where the candidates are words of CloudFormation's own.
    pub fn is_certain_word(&self) -> bool {
        self.is_one_letter
    }

    /// Whether nothing else can have been meant, where the candidates are names that authors give.
    ///
    /// `SubnetA` and `SubnetB`, `Subnet1` and `Subnet2`, `Subnet` and `Subnets` are names of different things, of which
    /// one may not be declared yet. So only a letter inside of a longer word counts, or letters that changed places in
    /// one, or capital letters and small ones.
    pub fn is_certain_name(&self) -> bool {
        self.is_one_letter && self.is_within_word
    }
}

/// The candidates within [`MAX_SLIPS`] letters of `name` of which none is nearer than the others.
///
/// A name that ends where a word of its nearest candidate begins may as well be the beginning of any other candidate:
/// `AWS::Stack` is as near to `AWS::StackName` as to `AWS::StackId`.
pub fn slips_of<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    equally_near(name, &scored(name, candidates))
}

/// Each candidate with the number of letters by which it differs, whatever their case; the nearest first.
fn scored<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<(usize, &'c str)> {
    let lower = name.to_ascii_lowercase();
    let distance = |candidate: &str| strsim::osa_distance(&lower, &candidate.to_ascii_lowercase());
    let mut scored: Vec<(usize, &str)> = candidates.into_iter().map(|name| (distance(name), name)).collect();
    scored.sort_unstable();
    scored.dedup();
    scored
}

fn equally_near<'c>(name: &str, scored: &[(usize, &'c str)]) -> Vec<&'c str> {
    let Some(&(best, _)) = scored.first().filter(|(best, _)| *best <= MAX_SLIPS && best * 2 < name.len())
    else {
        return Vec::new();
    };
    let is_cut = scored.iter().any(|&(distance, candidate)| distance == best && lacks_words(name, candidate));
    let is_near =
        |distance: usize, candidate: &str| distance == best || (is_cut && lacks_words(name, candidate));
    let near = scored.iter().filter(|&&(distance, candidate)| is_near(distance, candidate));
    near.map(|(_, candidate)| *candidate).collect()
}

/// Whether a name lacks nothing but whole words at its end.
fn lacks_words(name: &str, candidate: &str) -> bool {
    let is_word = |rest: &str| rest.starts_with(|c: char| !c.is_lowercase());
    candidate.strip_prefix(name).is_some_and(|rest| !rest.is_empty() && is_word(rest))
}

/// The one candidate that `name` is a slip of, if no other one is as near.
pub fn slip_of<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<Slip<'c>> {
    let scored = scored(name, candidates);
    let &[right] = equally_near(name, &scored).as_slice() else { return None };
    let &(best, _) = scored.first()?;
    let next = scored.get(1).map_or(usize::MAX, |&(next, _)| next);
    let is_one_letter = best == 0 || (best == 1 && strsim::osa_distance(name, right) == 1);
    let slip = Slip {
        right,
        is_one_letter: is_one_letter && next > MAX_SLIPS,
        is_within_word: best == 0 || is_within_word(name, right),
    };
    is_plain(right).then_some(slip)
}

/// Whether a name can stand in a template as it is, with quotes or without.
fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ":_.-/<>".contains(c);
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    name.starts_with(is_letter) && !name.ends_with(':') && name.chars().all(is_plain)
}

/// Whether two texts differ within one longer word, in small letters only that neither end nor begin it.
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
    let behind = small(&mut right.as_bytes()[right.len() - tail..].iter());
    let has_capital =
        head.checked_sub(before + 1).is_some_and(|at| right.as_bytes()[at].is_ascii_uppercase());
    let letters = usize::from(has_capital) + before + parts[1].len() + behind;
    let has_changed_places = parts[0].len() == 2 && parts[1].len() == 2;
    are_small
        && letters > parts[1].len() + behind
        && letters >= MIN_CERTAIN
        && (behind > 0 || has_changed_places)
}

/// The question that names what may have been meant; none where there is nothing to suggest.
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

/// The half sentence that ends an error about an unknown name; empty when no candidate is close.
pub fn suggestion<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    did_you_mean(&nearest(name, candidates)).map(|question| format!("; {question}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, nearest, slip_of};

    #[test]
    fn only_a_slip_inside_of_a_word_is_certain() {
        let certain = |name, candidates: &[&str]| {
            slip_of(name, candidates.iter().copied()).is_some_and(|slip| slip.is_certain_name())
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
    fn names_that_are_equally_near_are_all_suggested_and_none_is_written() {
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
            assert_eq!(slip_of(name, candidates.iter().copied()), None, "{name}");
        }
        let near = |name, candidates: &[&'static str]| nearest(name, candidates.iter().copied());
        assert_eq!(near("AWS::StackNam", &["AWS::StackId", "AWS::StackName"]), ["AWS::StackName"]);
        assert_eq!(near("Subnet", &["Subnets", "SubnetRouteTable"]), ["Subnets"]);
        let many: Vec<String> = (10..20).map(|number| format!("Host{number}")).collect();
        let suggested = did_you_mean(&nearest("Host1", many.iter().map(String::as_str)));
        assert!(suggested.is_some_and(|text| text.ends_with("`Host15` or one of 4 others?")));
    }
}
