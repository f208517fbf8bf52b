//! The types of scalars: those of YAML 1.1 for plain text, those of JSON for JSON.
//!
//! CloudFormation reads YAML 1.1, except for the types `timestamp`, `binary`, `omap`, `pairs` and `set`
//! (AWS CloudFormation User Guide, "CloudFormation template formats"): a date is a string.

mod core;

use std::borrow::Cow;

use crate::syntax::node::Node;
use crate::syntax::tree::{Format, ScalarStyle};

/// The maximum number of digits of an integer in a base other than ten; with more it is a string.
///
/// Converting it to decimal digits needs time in proportion to the square of their number.
pub const MAX_CONVERTED_DIGITS: usize = 1000;

/// The typed value of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// The null value: `null`, `~`, or an empty plain scalar.
    Null,
    /// `true`, and in YAML 1.1 also `yes`, `on` and their opposites.
    Bool(bool),
    /// An integer of any size, in canonical decimal digits.
    Int(Cow<'t, str>),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A string.
    Text(&'t str),
}

impl<'t> Node<'t> {
    /// The typed value of a scalar; `None` for other nodes.
    ///
    /// The argument of a short form is a string, whatever it looks like: `!Sub 1` has the argument `"1"`.
    pub fn scalar(self) -> Option<Scalar<'t>> {
        let text = self.text()?;
        let style = self.scalar_style()?;
        Some(match (self.tree().format(), style) {
            (_, style) if style != ScalarStyle::Plain => Scalar::Text(text),
            (Format::Json, _) => json_scalar(text),
            (Format::Yaml, _) => match self.written_tag() {
                None | Some("!") => yaml_scalar(text),
                Some(tag) => tagged_scalar(tag, text),
            },
        })
    }

    /// The typed value of a scalar for readers of YAML 1.2: plain text has the types of the core schema (YAML 1.2.2,
    /// 10.3.2). `None` for other nodes.
    pub fn core_scalar(self) -> Option<Scalar<'t>> {
        let is_plain = self.tree().format() == Format::Yaml
            && self.scalar_style() == Some(ScalarStyle::Plain)
            && matches!(self.written_tag(), None | Some("!"));
        if is_plain { self.text().map(core::scalar) } else { self.scalar() }
    }

    /// The tag, even if it has been read as a function already.
    fn written_tag(self) -> Option<&'t str> {
        self.tree().node(self.id()).tag()
    }

    /// The text of a scalar that is a string: quoted, a block, or plain text without another type. `None` for other
    /// nodes.
    pub fn as_str(self) -> Option<&'t str> {
        match self.scalar()? {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn json_scalar(text: &str) -> Scalar<'_> {
    match text {
        "null" => Scalar::Null,
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        number if number.contains(['.', 'e', 'E']) => {
            number.parse().map_or(Scalar::Text(number), Scalar::Float)
        }
        number => Scalar::Int(canonical_decimal(number, false)),
    }
}

/// The value of a plain scalar with an explicit tag, such as `!!str 123`.
fn tagged_scalar<'t>(tag: &str, text: &'t str) -> Scalar<'t> {
    match tag.strip_prefix("tag:yaml.org,2002:") {
        Some("null") => Scalar::Null,
        Some("bool") => boolean_of_any_case(text).map_or(Scalar::Text(text), Scalar::Bool),
        Some("int") => integer(text).map_or(Scalar::Text(text), Scalar::Int),
        Some("float") => float(text).map_or(Scalar::Text(text), Scalar::Float),
        _ => Scalar::Text(text),
    }
}

/// Whether a plain scalar with this text is a string both in YAML 1.1 and in the core schema of YAML 1.2.
pub fn is_plain_string(text: &str) -> bool {
    // An integer with too many digits to convert is `Scalar::Text` here, but an integer to other readers.
    let is_text = matches!(yaml_scalar(text), Scalar::Text(_)) && !is_integer(text);
    // `=` and `<<` have types of their own in YAML 1.1: the default value and the merge key.
    is_text && !is_core_number(text) && text != "=" && text != "<<"
}

/// Whether a text is a number only in YAML 1.2: an exponent without a sign, `0o17`, digits with leading zeros.
fn is_core_number(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let octal = unsigned.strip_prefix("0o").is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    octal || (unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok())
}

fn yaml_scalar(text: &str) -> Scalar<'_> {
    let Some(&first) = text.as_bytes().first() else { return Scalar::Null };
    // Most scalars are strings, which their first byte shows without trying every type.
    match first {
        b'~' | b'n' | b'N' if matches!(text, "~" | "null" | "Null" | "NULL") => Scalar::Null,
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            boolean(text).map_or(Scalar::Text(text), Scalar::Bool)
        }
        b'-' | b'+' | b'.' | b'0'..=b'9' => number(text),
        _ => Scalar::Text(text),
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn boolean_of_any_case(text: &str) -> Option<bool> {
    boolean(&text.to_ascii_lowercase())
}

fn number(text: &str) -> Scalar<'_> {
    if is_float(text) {
        return float(text).map_or(Scalar::Text(text), Scalar::Float);
    }
    if is_integer(text) {
        return integer(text).map_or(Scalar::Text(text), Scalar::Int);
    }
    Scalar::Text(text)
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn all(text: &str, allowed: fn(u8) -> bool) -> bool {
    text.bytes().all(allowed)
}

fn digit_or_underscore(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

/// Whether a text has the form `12:30:45`: digits, then groups from 0 to 59 (YAML 1.1, sexagesimal numbers).
fn is_sexagesimal(text: &str) -> bool {
    let mut groups = text.split(':');
    let first = groups.next().unwrap_or_default();
    let mut count = 0;
    let rest = groups.all(|group| {
        count += 1;
        match group.as_bytes() {
            [units] => units.is_ascii_digit(),
            [tens, units] => (b'0'..=b'5').contains(tens) && units.is_ascii_digit(),
            _ => false,
        }
    });
    rest && count > 0 && first.starts_with(|c: char| c.is_ascii_digit()) && all(first, digit_or_underscore)
}

fn is_integer(text: &str) -> bool {
    let digits = unsigned(text);
    if let Some(binary) = digits.strip_prefix("0b") {
        return !binary.is_empty() && all(binary, |b| matches!(b, b'0' | b'1' | b'_'));
    }
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return !hexadecimal.is_empty() && all(hexadecimal, |b| b.is_ascii_hexdigit() || b == b'_');
    }
    match digits.as_bytes() {
        [b'0'] => true,
        // A leading zero makes a number octal in YAML 1.1; `089` is a string.
        [b'0', ..] => all(digits, |b| matches!(b, b'0'..=b'7' | b'_')),
        [b'1'..=b'9', ..] => all(digits, digit_or_underscore) || is_sexagesimal(digits),
        _ => false,
    }
}

fn is_float(text: &str) -> bool {
    let digits = unsigned(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let Some((whole, fraction)) = digits.split_once('.') else { return false };
    if whole.contains(':') {
        return is_sexagesimal(whole) && all(fraction, digit_or_underscore);
    }
    let (fraction, exponent) = match fraction.find(['e', 'E']) {
        Some(at) => (&fraction[..at], Some(&fraction[at + 1..])),
        None => (fraction, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']);
        digits.is_some_and(|digits| !digits.is_empty() && all(digits, |b| b.is_ascii_digit()))
    });
    let whole_fits = if whole.is_empty() {
        // `.5` must have no sign, and a digit directly after the point.
        digits.len() == text.len() && fraction.starts_with(|c: char| c.is_ascii_digit())
    } else {
        whole.starts_with(|c: char| c.is_ascii_digit()) && all(whole, digit_or_underscore)
    };
    exponent_fits && whole_fits && all(fraction, digit_or_underscore)
}

fn float(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|&c| c != '_').collect::<String>().to_ascii_lowercase();
    let sign = if plain.starts_with('-') { -1.0 } else { 1.0 };
    let digits = unsigned(&plain);
    match digits {
        ".inf" => Some(sign * f64::INFINITY),
        ".nan" => Some(f64::NAN),
        _ if digits.contains(':') => digits
            .split(':')
            .try_fold(0.0, |value, group| Some(value * 60.0 + group.parse::<f64>().ok()?))
            .map(|v| sign * v),
        _ => digits.parse::<f64>().ok().map(|value| sign * value),
    }
}

fn integer(text: &str) -> Option<Cow<'_, str>> {
    let negative = text.starts_with('-');
    let digits = unsigned(text);
    // Plain decimal digits, the usual case, can be borrowed.
    if !digits.contains('_')
        && (digits == "0" || !digits.starts_with('0'))
        && all(digits, |b| b.is_ascii_digit())
    {
        return (!digits.is_empty()).then(|| canonical_decimal(text, negative));
    }
    let digits: String = digits.chars().filter(|&c| c != '_').collect();
    let is_decimal = !digits.starts_with('0') && !digits.contains(':');
    // Decimal digits need no conversion, so they may be of any number.
    if digits.len() > MAX_CONVERTED_DIGITS && !is_decimal {
        return None;
    }
    let value = match digits.as_bytes() {
        [b'0'] => "0".to_owned(),
        [b'0', b'b', ..] => to_decimal(&digits[2..], 2)?,
        [b'0', b'x', ..] => to_decimal(&digits[2..], 16)?,
        [b'0', ..] => to_decimal(&digits, 8)?,
        _ if digits.contains(':') => sexagesimal(&digits)?,
        _ => digits,
    };
    Some(Cow::Owned(if negative && value != "0" { format!("-{value}") } else { value }))
}

/// Decimal digits without a plus, and without a sign if they are zero.
fn canonical_decimal(text: &str, negative: bool) -> Cow<'_, str> {
    let negative = negative || text.starts_with('-');
    match unsigned(text) {
        "0" => Cow::Borrowed("0"),
        _ if negative => Cow::Borrowed(text),
        digits => Cow::Borrowed(digits),
    }
}

fn sexagesimal(digits: &str) -> Option<String> {
    let mut value = Decimal::default();
    for group in digits.split(':') {
        value.multiply_add(60, group.parse().ok()?);
    }
    Some(value.to_string())
}

fn to_decimal(digits: &str, radix: u32) -> Option<String> {
    let mut value = Decimal::default();
    for digit in digits.chars() {
        value.multiply_add(radix, digit.to_digit(radix)?);
    }
    (!digits.is_empty()).then(|| value.to_string())
}

/// An integer of any size: nine decimal digits per limb, the least significant limb first.
#[derive(Default)]
struct Decimal {
    limbs: Vec<u32>,
}

impl Decimal {
    const LIMB: u64 = 1_000_000_000;

    fn multiply_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for limb in &mut self.limbs {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = (carry % Self::LIMB) as u32;
            carry /= Self::LIMB;
        }
        if carry > 0 {
            self.limbs.push(carry as u32);
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut limbs = self.limbs.iter().rev();
        write!(f, "{}", limbs.next().unwrap_or(&0))?;
        limbs.try_for_each(|limb| write!(f, "{limb:09}"))
    }
}
