use crate::support::Project;

/// A page as text: without the escapes of roff for hyphens and fonts.
fn page(path: &[&str]) -> String {
    let run = Project::new().run(&[&["man"], path].concat());
    assert_eq!(run.code(), 0, "{run}");
    ["\\fB", "\\fI", "\\fR"]
        .iter()
        .fold(run.stdout().replace("\\-", "-"), |text, font| text.replace(font, ""))
}

/// The paths of the subcommands whose pages a page names.
fn named(page: &str) -> Vec<Vec<String>> {
    let lines = page.lines().filter_map(|line| line.strip_prefix("cfn-tidy-"));
    let names = lines.filter_map(|line| line.strip_suffix("(1)"));
    names.map(|name| name.split('-').map(str::to_owned).collect()).collect()
}

#[test]
fn every_page_that_is_named_exists() {
    let mut paths: Vec<Vec<String>> = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = paths.pop() {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let page = page(&path);
        let title = [&["cfn-tidy"][..], &path].concat().join("-");
        assert!(page.contains(&format!(".TH {title} 1")), "{title}\n{page}");
        paths.extend(named(&page));
        seen += 1;
    }
    assert_eq!(seen, 12, "cfn-tidy, its nine subcommands, `config show` and `config import`");
}

#[test]
fn the_page_of_check_has_all_its_options() {
    let page = page(&["check"]);
    let help = Project::new().run(&["check", "--help"]).stdout();
    let options: Vec<&str> = help
        .lines()
        .filter(|line| line.trim_start().starts_with('-'))
        .filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")))
        .collect();
    assert!(options.len() > 30, "{options:?}");
    for option in options {
        assert!(page.contains(option), "{option}");
    }
}

#[test]
fn a_page_that_does_not_exist_is_a_failure() {
    let run = Project::new().run(&["man", "chekc"]);
    assert_eq!(run.code(), 2);
    assert_eq!(run.stderr(), "error: no manual page for `cfn-tidy chekc`\n");
}
