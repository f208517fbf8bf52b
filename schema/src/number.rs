//! Exact decimal numbers.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number without rounding: `digits` times ten to the power of `exponent`.
///
/// Normalized: `digits` does not end in a zero, except for zero itself. So equal numbers are equal values, and `1.0` is `1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    digits: i64,
    exponent: i32,
}

impl Number {
    /// Returns the number with these digits, times ten to the power of `exponent`.
    pub fn new(mut digits: i64, mut exponent: i32) -> Self {
        if digits == 0 {
            return Self { digits: 0, exponent: 0 };
        }
        while digits % 10 == 0 && exponent < i32::MAX {
            digits /= 10;
            exponent += 1;
        }
        Self { digits, exponent }
    }

    /// Reads a number as JSON and YAML write it: `-1`, `0.001`, `1e6`. `None` if it is not one, or has more digits than
    /// an `i64` holds.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => {
                (&text[..at], text[at + 1..].strip_prefix('+').unwrap_or(&text[at + 1..]).parse().ok()?)
            }
            None => (text, 0_i32),
        };
        let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
        if !all_digits || whole.len() + fraction.len() == 0 {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
        let digits = if mantissa.starts_with('-') { -digits } else { digits };
        Some(Self::new(digits, exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?))
    }

    /// The significant digits, with the sign.
    pub fn digits(self) -> i64 {
        self.digits
    }

    /// The power of ten by which the digits are multiplied.
    pub fn exponent(self) -> i32 {
        self.exponent
    }

    /// Whether the number has no fraction.
    pub fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    /// The number as a non-negative integer, if it is one and fits.
    pub fn to_u64(self) -> Option<u64> {
        let digits = u64::try_from(self.digits).ok()?;
        let power = 10_u64.checked_pow(u32::try_from(self.exponent).ok()?)?;
        digits.checked_mul(power)
    }

    /// Whether this number is a multiple of `divisor`; `None` if that cannot be decided within 128 bits.
    pub fn is_multiple_of(self, divisor: Self) -> Option<bool> {
        if divisor.digits == 0 {
            return None;
        }
        let exponent = self.exponent.min(divisor.exponent);
        let scaled = |number: Self| {
            let power =
                10_i128.checked_pow(u32::try_from(i64::from(number.exponent) - i64::from(exponent)).ok()?)?;
            i128::from(number.digits).checked_mul(power)
        };
        if self.digits == 0 {
            return Some(true);
        }
        Some(scaled(self)?.checked_rem(scaled(divisor)?)? == 0)
    }

    /// The position of the leading digit: the exponent of the number in scientific notation.
    fn magnitude(self) -> i64 {
        i64::from(self.digits.unsigned_abs().checked_ilog10().unwrap_or(0)) + i64::from(self.exponent)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.digits.signum().cmp(&other.digits.signum());
        if sign != Ordering::Equal || self.digits == 0 {
            return sign;
        }
        let larger = self.magnitude().cmp(&other.magnitude());
        // With equal magnitudes the exponents differ by fewer digits than an `i64` has, so 128 bits suffice.
        let absolute = larger.then_with(|| {
            let lowest = self.exponent.min(other.exponent);
            let scaled = |number: &Self| {
                i128::from(number.digits.unsigned_abs())
                    * 10_i128.pow(number.exponent.abs_diff(lowest).min(19))
            };
            scaled(self).cmp(&scaled(other))
        });
        if self.digits < 0 { absolute.reverse() } else { absolute }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    /// Without an exponent, unless the number would have more than 40 digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.unsigned_abs().to_string();
        let sign = if self.digits < 0 { "-" } else { "" };
        match usize::try_from(self.exponent) {
            Ok(zeros) if zeros <= 20 => write!(f, "{sign}{digits}{}", "0".repeat(zeros)),
            Ok(_) => write!(f, "{sign}{digits}e{}", self.exponent),
            Err(_) => {
                let places = self.exponent.unsigned_abs() as usize;
                if places > 20 {
                    return write!(f, "{sign}{digits}e{}", self.exponent);
                }
                let padded = format!("{digits:0>width$}", width = places + 1);
                let (whole, fraction) = padded.split_at(padded.len() - places);
                write!(f, "{sign}{whole}.{fraction}")
            }
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::new(value, 0)
    }
}
