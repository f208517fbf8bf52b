//! Completion scripts in a real Bash.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use crate::skip;

/// Calls the function that a script registers, as Bash does when Tab is pressed, and prints the words that it offers.
const PRESS_TAB: &str = r#"
source /dev/stdin
COMP_WORDS=("$@")
COMP_LINE="$*"
COMP_LINE="${COMP_LINE// :: /::}"
COMP_POINT=${#COMP_LINE}
COMP_CWORD=$(( $# - 1 ))
[[ $(complete -p "$1") =~ -F\ ([^ ]+) ]] || exit 1
"${BASH_REMATCH[1]}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
"#;

/// Returns the words that Bash offers, sorted, for the last of the given words, of which the first is the program. As Bash
/// does, `A::B` is passed as three words;
/// `None` if there is no Bash, so that the test is skipped.
///
/// # Errors
/// Errors of running Bash.
///
/// # Panics
/// As [`skip`] does.
pub fn completed(script: &str, words: &[&str]) -> io::Result<Option<Vec<String>>> {
    let mut command = Command::new("bash");
    command.args(["--norc", "-c", PRESS_TAB, "bash"]).args(words);
    let Ok(mut bash) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
        skip("Bash cannot be started");
        return Ok(None);
    };
    if let Some(mut stdin) = bash.stdin.take() {
        stdin.write_all(script.as_bytes())?;
    }
    let output = bash.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut offered: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    offered.sort();
    Ok(Some(offered))
}
