//! What follows a backslash.

use super::Untranslatable;
use super::class::Class;

/// White space of ECMAScript.
const SPACES: [(u32, u32); 9] = [
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
];
/// White space of Java, which is that of ASCII.
const ASCII_SPACES: [(u32, u32); 2] = [(0x09, 0x0d), (0x20, 0x20)];
const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];
const UPPER: (u32, u32) = (0x41, 0x5a);
const LOWER: (u32, u32) = (0x61, 0x7a);
const PUNCTUATION: [(u32, u32); 8] = [
    (0x21, 0x23),
    (0x25, 0x2a),
    (0x2c, 0x2f),
    (0x3a, 0x3b),
    (0x3f, 0x40),
    (0x5b, 0x5d),
    (0x5f, 0x5f),
    (0x7b, 0x7b),
];
const SYMBOLS: [(u32, u32); 5] = [(0x24, 0x24), (0x2b, 0x2b), (0x3c, 0x3e), (0x5e, 0x5e), (0x60, 0x60)];

/// The class of a letter behind a backslash: `d`, `w`, `s` and their opposites.
pub(super) fn shorthand(letter: char) -> Option<Class> {
    let class = match letter.to_ascii_lowercase() {
        'd' => Class::exact(&DIGITS),
        'w' => Class::exact(&WORD),
        's' => Class::between(&ASCII_SPACES, &[SPACES.as_slice(), &[(0xfeff, 0xfeff)]].concat()),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { class.negate() } else { class })
}

/// The class of a Unicode property, `\p{name}`, or of a POSIX class of Java.
pub(super) fn property(name: &str) -> Result<Class, Untranslatable> {
    let name = name.strip_prefix("Is").unwrap_or(name);
    let name = name.split_once('=').map_or(name, |(_, value)| value);
    let open = |ranges: &[(u32, u32)]| Ok(Class::known_in_ascii(ranges));
    match name {
        "L" | "Letter" | "Alphabetic" | "Latin" | "Lt" | "LC" | "Alpha" => open(&[UPPER, LOWER]),
        "Lu" | "Uppercase_Letter" | "Uppercase" | "Upper" => open(&[UPPER]),
        "Ll" | "Lowercase_Letter" | "Lowercase" | "Lower" => open(&[LOWER]),
        "N" | "Nd" | "Number" | "Digit" => open(&DIGITS),
        "Z" | "Zs" | "Separator" | "Space_Separator" => open(&[(0x20, 0x20)]),
        "P" | "Punctuation" => open(&[PUNCTUATION.as_slice(), &[(0x7d, 0x7d)]].concat()),
        "Pd" => open(&[(0x2d, 0x2d)]),
        "Pc" => open(&[(0x5f, 0x5f)]),
        "S" | "Symbol" => open(&[SYMBOLS.as_slice(), &[(0x7c, 0x7c), (0x7e, 0x7e)]].concat()),
        "Sm" => open(&[(0x2b, 0x2b), (0x3c, 0x3e), (0x7c, 0x7c), (0x7e, 0x7e)]),
        "Sc" => open(&[(0x24, 0x24)]),
        "Sk" => open(&[(0x5e, 0x5e), (0x60, 0x60)]),
        "C" | "Other" | "Cc" | "Cntrl" => open(&[(0x00, 0x1f), (0x7f, 0x7f)]),
        "M" | "Mn" | "Mc" | "Me" | "Mark" | "Lm" | "Lo" | "Nl" | "No" | "So" | "Zl" | "Zp" | "Cf" | "Co"
        | "Cn" | "Cs" => open(&[]),
        "Alnum" => open(&[DIGITS[0], UPPER, LOWER]),
        "Space" => open(&ASCII_SPACES),
        "Blank" => open(&[(0x09, 0x09), (0x20, 0x20)]),
        "Punct" => open(&[(0x21, 0x2f), (0x3a, 0x40), (0x5b, 0x60), (0x7b, 0x7e)]),
        "Graph" => open(&[(0x21, 0x7e)]),
        "Print" => open(&[(0x20, 0x7e)]),
        "ASCII" => Ok(Class::exact(&[(0x00, 0x7f)])),
        _ => Err(Untranslatable::Unsupported("an unknown property of Unicode")),
    }
}

/// The control character of a letter behind a backslash.
pub(super) fn control(letter: char) -> Option<u32> {
    Some(match letter {
        'n' => 0x0a,
        'r' => 0x0d,
        't' => 0x09,
        'v' => 0x0b,
        'f' => 0x0c,
        '0' => 0x00,
        _ => return None,
    })
}
