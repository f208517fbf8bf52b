//! The changes of fixes as a unified diff.

use anstyle::{AnsiColor, Style};
use cfn_ast::Source;
use diffy::DiffOptions;

pub(super) fn unified(name: &str, before: &Source, after: &Source) -> String {
    let mut options = DiffOptions::new();
    options.set_original_filename(name.to_owned()).set_modified_filename(name.to_owned());
    let plain = options.create_patch(before.text(), after.text()).to_string();
    plain.split_inclusive('\n').map(colored).collect()
}

/// Returns a line in the colors of `git diff`; the terminal strips them if color is off.
fn colored(line: &str) -> String {
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
