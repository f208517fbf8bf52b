//! The types of plain scalars in the core schema of YAML 1.2 (YAML 1.2.2, 10.3.2).

use std::borrow::Cow;

use super::{MAX_CONVERTED_DIGITS, Scalar, canonical_decimal, to_decimal};

pub(super) fn scalar(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        _ => number(text).unwrap_or(Scalar::Text(text)),
    }
}

fn number(text: &str) -> Option<Scalar<'_>> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        return Some(Scalar::Float(sign * f64::INFINITY));
    }
    let first = *unsigned.as_bytes().first()?;
    if !first.is_ascii_digit() && first != b'.' {
        return None;
    }
    if let Some(based) = in_other_base(text) {
        return Some(Scalar::Int(Cow::Owned(based)));
    }
    if unsigned.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Scalar::Int(without_leading_zeros(text, unsigned)));
    }
    if is_float(unsigned) { text.parse().ok().map(Scalar::Float) } else { None }
}

/// `0o17` and `0xf`, which have no sign.
fn in_other_base(text: &str) -> Option<String> {
    if text.len() > MAX_CONVERTED_DIGITS {
        return None;
    }
    let octal = text.strip_prefix("0o").and_then(|digits| to_decimal(digits, 8));
    octal.or_else(|| text.strip_prefix("0x").and_then(|digits| to_decimal(digits, 16)))
}

fn without_leading_zeros<'t>(text: &'t str, unsigned: &'t str) -> Cow<'t, str> {
    let significant = unsigned.trim_start_matches('0');
    let is_negative = text.starts_with('-');
    match (significant, is_negative) {
        ("", _) => Cow::Borrowed("0"),
        (digits, true) if digits.len() < unsigned.len() => Cow::Owned(format!("-{digits}")),
        (_, true) => canonical_decimal(text, true),
        (digits, false) => Cow::Borrowed(digits),
    }
}

/// Whether a text without its sign is `1.5`, `.5`, `1.` or one of these with an exponent.
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits =
        all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    exponent_fits && mantissa_fits
}
