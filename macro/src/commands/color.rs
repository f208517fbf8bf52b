//! Color in the output of the commands.

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};

/// Returns when to color standard output: on a terminal, or as `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR` and
/// `CLICOLOR_FORCE` ask for. `anstream` knows all of them but [`FORCE_COLOR`](https://force-color.org).
pub fn choice() -> ColorChoice {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match std::env::var_os("FORCE_COLOR") {
        Some(value) if value == "0" || value == "false" => ColorChoice::Never,
        // A user who has disabled color everywhere wants none here, whatever a CI system forces.
        Some(value) if !value.is_empty() && !is_set("NO_COLOR") => ColorChoice::Always,
        _ => ColorChoice::Auto,
    }
}

/// Returns a unified diff in the colors of `git diff`.
pub(super) fn diff(plain: &str) -> String {
    plain.split_inclusive('\n').map(line).collect()
}

fn line(line: &str) -> String {
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    let style = match text.as_bytes() {
        [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => Style::new().bold(),
        [b'@', b'@', ..] => AnsiColor::Cyan.on_default(),
        [b'-', ..] => AnsiColor::Red.on_default(),
        [b'+', ..] => AnsiColor::Green.on_default(),
        _ => return line.to_owned(),
    };
    format!("{style}{text}{style:#}{end}")
}
