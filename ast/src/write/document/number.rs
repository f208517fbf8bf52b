//! The spelling of numbers and other scalars that are not strings.

use crate::syntax::Scalar;

/// Returns a number of JSON in the spelling that YAML 1.1 and 1.2 both read as the same number.
///
/// In YAML 1.1, a number with an exponent needs a period, and its exponent a sign: `1e3` is a string there (YAML 1.1,
/// "Floating-Point Language-Independent Type").
pub(super) fn yaml_number(json: &str) -> String {
    let Some(at) = json.find(['e', 'E']) else { return json.to_owned() };
    let (mantissa, exponent) = json.split_at(at);
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let (letter, digits) = exponent.split_at(1);
    let sign = if digits.starts_with(['+', '-']) { "" } else { "+" };
    format!("{mantissa}{point}{letter}{sign}{digits}")
}

/// Returns a scalar that is not a string as JSON: as it is written if that is valid, otherwise in canonical form.
/// `None` for infinity and "not a number", and for strings.
pub(super) fn json_scalar(scalar: &Scalar<'_>, written: &str) -> Option<String> {
    match scalar {
        Scalar::Null => Some("null".to_owned()),
        Scalar::Bool(value) => Some(value.to_string()),
        Scalar::Int(digits) => Some(digits.clone().into_owned()),
        Scalar::Float(value) if !value.is_finite() => json_overflow(*value, written),
        Scalar::Float(value) if is_json_float(written) && written.parse() == Ok(*value) => {
            Some(written.to_owned())
        }
        Scalar::Float(value) => Some(format!("{value:?}")),
        Scalar::Text(_) => None,
    }
}

/// A number that is too large for an `f64` is still a number as it is written.
fn json_overflow(value: f64, written: &str) -> Option<String> {
    (value.is_infinite() && is_json_float(written)).then(|| written.to_owned())
}

/// Returns a scalar that is not a string as YAML in canonical form.
pub(super) fn yaml_scalar(scalar: &Scalar<'_>) -> String {
    match scalar {
        Scalar::Float(value) if value.is_nan() => ".nan".to_owned(),
        Scalar::Float(value) if value.is_infinite() => if *value < 0.0 { "-.inf" } else { ".inf" }.to_owned(),
        other => json_scalar(other, "").map(|json| yaml_number(&json)).unwrap_or_default(),
    }
}

/// Whether a text is a number of JSON with a fraction or an exponent (RFC 8259, section 6).
fn is_json_float(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole_fits = is_digits(whole) && (whole == "0" || !whole.starts_with('0'));
    let exponent_fits =
        exponent.is_none_or(|digits| is_digits(digits.strip_prefix(['+', '-']).unwrap_or(digits)));
    whole_fits
        && fraction.is_none_or(is_digits)
        && exponent_fits
        && (fraction.is_some() || exponent.is_some())
}
