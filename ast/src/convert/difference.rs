//! The first difference between two values.

use crate::syntax::Scalar;
use crate::value::Value;

/// Returns the path of the first difference, such as `/Resources/Queue`; `None` if there is none.
///
/// Unlike `==`, this compares numbers by their bits, so that "not a number" equals itself and zero has a sign.
pub(super) fn first_difference(a: &Value<'_>, b: &Value<'_>) -> Option<String> {
    match (a, b) {
        (Value::Scalar(a), Value::Scalar(b)) => (!is_same_scalar(a, b)).then(String::new),
        (Value::List(a), Value::List(b)) => {
            let mut inner = a.iter().zip(b).enumerate();
            let found = inner.find_map(|(index, (a, b))| below(&index.to_string(), a, b));
            found.or_else(|| (a.len() != b.len()).then(String::new))
        }
        (Value::Map(a), Value::Map(b)) => {
            if a.len() != b.len() {
                return Some(String::new());
            }
            for ((a_key, a), (b_key, b)) in a.iter().zip(b.iter()) {
                if a_key != b_key {
                    return Some(format!("/{a_key}"));
                }
                let difference = below(a_key, a, b);
                if difference.is_some() {
                    return difference;
                }
            }
            None
        }
        _ => Some(String::new()),
    }
}

fn below(key: &str, a: &Value<'_>, b: &Value<'_>) -> Option<String> {
    first_difference(a, b).map(|path| format!("/{key}{path}"))
}

fn is_same_scalar(a: &Scalar<'_>, b: &Scalar<'_>) -> bool {
    match (a, b) {
        (Scalar::Float(a), Scalar::Float(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
        (a, b) => a == b,
    }
}
