//! Patterns of paths: those of Python's `glob`, which cfn-lint uses, in the syntax of `.gitignore`.

/// Translates a pattern that is relative to the folder of the configuration.
///
/// # Errors
/// The reason if it cannot match below that folder.
pub(super) fn pattern(glob: &str) -> Result<String, &'static str> {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    if glob.starts_with('/') || glob.starts_with('~') || glob.as_bytes().get(1) == Some(&b':') {
        return Err("patterns are relative to the folder of the configuration");
    }
    if glob.split('/').any(|part| part == "..") {
        return Err("patterns match below the folder of the configuration only");
    }
    // A pattern of `.gitignore` without a slash matches in every folder, that of Python in its own only. The slash also
    // keeps `!` and `#` at the beginning from having another meaning.
    Ok(if glob.starts_with("**/") { glob.to_owned() } else { format!("/{glob}") })
}

/// Returns a word for a shell to expand: in quotes if it has characters that would end it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "._-/*?[]".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
