//! What `uselatest` prints for shells, terminals and readers of manuals.

use std::error::Error;
use std::process::Command;

use end_to_end::bash::completed;

fn run(arguments: &[&str]) -> Result<(i32, String, String), Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_uselatest")).env_clear().args(arguments).output()?;
    let code = output.status.code().ok_or("ended by a signal")?;
    Ok((code, String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

#[test]
fn bash_completes_subcommands_and_options() -> Result<(), Box<dyn Error>> {
    let (code, script, _) = run(&["completions", "bash"])?;
    assert_eq!(code, 0);
    let cases: [(&[&str], &[&str]); 3] = [
        (&["uselatest", "prev"], &["preview"]),
        (&["uselatest", "pin", "--che"], &["--check"]),
        (&["uselatest", "completions", "b"], &["bash"]),
    ];
    for (words, expected) in cases {
        let Some(found) = completed(&script, words)? else { return Ok(()) };
        assert_eq!(found, expected, "{words:?}");
    }
    Ok(())
}

#[test]
fn every_manual_page_that_is_named_exists_and_has_the_options() -> Result<(), Box<dyn Error>> {
    let (code, page, _) = run(&["man"])?;
    assert_eq!(code, 0);
    let page = page.replace("\\-", "-");
    let named: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("uselatest-")?.strip_suffix("(1)")).collect();
    assert!(named.len() >= 4, "{page}");
    for name in named {
        let (code, page, _) = run(&["man", name])?;
        let page = page.replace("\\-", "-");
        assert_eq!(code, 0);
        assert!(page.contains(&format!(".TH uselatest-{name} 1")), "{page}");
        let (_, help, _) = run(&[name, "--help"])?;
        for option in help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2) {
            let option = option.trim_end_matches(|c: char| !c.is_ascii_lowercase());
            assert!(page.contains(option), "{name}: {option}");
        }
    }
    Ok(())
}

#[test]
fn a_manual_page_that_does_not_exist_is_a_failure() -> Result<(), Box<dyn Error>> {
    let (code, page, error) = run(&["man", "prevwie"])?;
    assert_eq!((code, page.as_str()), (2, ""));
    assert_eq!(error, "error: no manual page for `uselatest prevwie`\n");
    Ok(())
}

#[test]
fn a_diff_is_colored_where_the_environment_asks_for_it() -> Result<(), Box<dyn Error>> {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let cases: [(&[(&str, &str)], bool); 5] = [
        (&[], false),
        (&[("FORCE_COLOR", "1")], true),
        (&[("CLICOLOR_FORCE", "1")], true),
        (&[("FORCE_COLOR", "0")], false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], false),
    ];
    for (variables, expected) in cases {
        let output = Command::new(env!("CARGO_BIN_EXE_uselatest"))
            .env_clear()
            .envs(variables.iter().copied())
            .current_dir(&examples)
            .args(["preview", "app.yaml", "--layers", "layers.json"])
            .output()?;
        let diff = String::from_utf8(output.stdout)?;
        assert_eq!(diff.contains("\u{1b}[32m+"), expected, "{variables:?}\n{diff}");
        assert!(diff.contains("layer:observability:57"), "{diff}");
    }
    Ok(())
}
