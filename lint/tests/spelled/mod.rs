//! Templates made by chance, each written with every liberty that YAML and JSON leave.
//!
//! [`values`] says what a template holds, [`print`] how it is spelled. A spelling does not have to read back as the same
//! value, it only has to be well-formed as a rule: the laws that are checked speak of the text before and after a fix.

mod flow;
mod json;
mod layout;
mod print;
mod strings;
mod values;

use crate::support::Random;

/// A value of a template, without its spelling.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// A number, a truth value or nothing, which is written without quotes.
    Word(&'static str),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// A function, by its key in the long form, with its argument.
    Call(&'static str, Box<Value>),
}

/// The template of a seed.
pub(crate) fn template(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
    for _ in 0..3 {
        random.below(2);
    }
    let value = values::template(&mut random);
    if random.below(8) == 0 {
        return json::json(&value, &mut random);
    }
    layout::finished(print::Printer::new(&mut random).document(&value), &mut random)
}

/// One of several, each with the same chance.
fn one_of<'v, T: ?Sized>(random: &mut Random, values: &[&'v T]) -> &'v T {
    values[random.below(values.len())]
}
