//! What surrounds the lines of a YAML text.

use crate::support::Random;

/// The text of the lines: with blanks at their ends, with other line ends, without the last one.
pub(super) fn finished(mut lines: Vec<String>, random: &mut Random) -> String {
    if random.below(4) == 0 {
        lines.insert(0, "---".to_owned());
    }
    if random.below(4) == 0 {
        lines.insert(0, "# ü: the file".to_owned());
    }
    let with_blanks = random.below(3) == 0;
    for line in &mut lines {
        if with_blanks && random.below(12) == 0 {
            let blanks = if random.below(8) == 0 { "\t".to_owned() } else { " ".repeat(1 + random.below(6)) };
            line.push_str(&blanks);
        }
    }
    let newline = match random.below(40) {
        0 => "\r",
        1..8 => "\r\n",
        _ => "\n",
    };
    if random.below(20) == 0 {
        lines.push("...".to_owned());
    }
    let mut text = lines.join(newline);
    match random.below(4) {
        0 => {}
        1 => text.push_str(&newline.repeat(1 + random.below(3))),
        _ => text.push_str(newline),
    }
    if random.below(20) == 0 { format!("\u{feff}{text}") } else { text }
}
