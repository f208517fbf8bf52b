//! The code blocks of README.md, CONTRIBUTING.md and docs/: what they show has to work.
//!
//! Pages of rules are checked by `generated.rs`; the Rust blocks of README.md are doctests of `cfn-ast`.

mod support;

use std::path::{Path, PathBuf};

use cfn_ast::{Source, Tree};
use cfn_tidy::cli::{Cli, with_verb};
use cfn_tidy::config::ConfigFile;
use cfn_tidy::rules::REGISTRY;
use clap::Parser as _;
use support::files_below;

/// A fenced block of a page.
struct Block {
    page: PathBuf,
    line: usize,
    language: String,
    code: String,
}

fn pages() -> Vec<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages =
        vec![home.join("README.md"), home.join("CONTRIBUTING.md"), home.join("examples/README.md")];
    pages.extend(
        files_below(&home.join("docs")).into_iter().filter(|page| !page.starts_with(home.join("docs/rules"))),
    );
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    pages
}

fn blocks(languages: &[&str]) -> Vec<Block> {
    let of_page = |page: PathBuf| blocks_of(&page);
    let blocks = pages().into_iter().flat_map(of_page);
    blocks.filter(|block| languages.contains(&block.language.as_str())).collect()
}

fn blocks_of(page: &Path) -> Vec<Block> {
    let text = std::fs::read_to_string(page).expect("a page can be read");
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (index, line) in text.lines().enumerate() {
        match line.trim_start().strip_prefix("```") {
            Some(_) if is_open => is_open = false,
            Some(language) => {
                let language = language.trim().to_owned();
                blocks.push(Block { page: page.to_owned(), line: index + 1, language, code: String::new() });
                is_open = true;
            }
            None if is_open => {
                let block = blocks.last_mut().expect("a block is open");
                block.code.push_str(line);
                block.code.push('\n');
            }
            None => {}
        }
    }
    blocks
}

/// Checks every block in one of the languages, and reports all problems at once.
fn check(languages: &[&str], problem: impl Fn(&Block) -> Option<String>) {
    let blocks = blocks(languages);
    assert!(!blocks.is_empty(), "there are blocks in {languages:?}");
    let problems: Vec<String> = blocks
        .iter()
        .filter_map(|block| Some(format!("{}:{}: {}", block.page.display(), block.line, problem(block)?)))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn yaml_and_json_can_be_read() {
    check(&["yaml", "json"], |block| {
        let tree = Tree::parse(Source::new(block.code.as_str()).expect("a block is small"));
        tree.errors().first().map(|error| error.kind.to_string())
    });
}

#[test]
fn configuration_is_accepted() {
    check(&["toml"], |block| {
        // This page shows the configuration of AWS's SAM CLI.
        if block.page.ends_with("deploy.md") {
            return None;
        }
        let problems = ConfigFile::parse(REGISTRY, &block.code).err()?;
        Some(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; "))
    });
}

#[test]
fn commands_are_accepted() {
    check(&["sh", "console"], |block| {
        let lines = block.code.lines().map(|line| line.trim_start_matches("$ "));
        // The shell sees where the output goes, the command does not.
        let commands =
            lines.filter_map(|line| line.split(" > ").next()).filter(|line| line.starts_with("cfn-tidy "));
        let refused = commands.filter_map(|command| Cli::try_parse_from(with_verb(words(command))).err());
        refused.map(|error| error.to_string()).next()
    });
}

/// The words of a command line without its comment; quotes are only taken off.
fn words(command: &str) -> Vec<std::ffi::OsString> {
    let command = command.split(" #").next().unwrap_or_default();
    command.split_whitespace().map(|word| word.trim_matches(['\'', '"']).into()).collect()
}

/// A block of `docs/convert.md` that `becomes` the next one must be converted into it, with the options that its line of
/// introduction ends with.
#[test]
fn conversions_are_as_shown() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/convert.md");
    let text = std::fs::read_to_string(&page).expect("the page can be read");
    let lines: Vec<&str> = text.lines().collect();
    let blocks = blocks_of(&page);
    let line_above = |block: &Block| {
        let above = lines[..block.line - 1].iter().rev();
        above.copied().find(|line| !line.is_empty()).unwrap_or_default()
    };
    let mut shown = 0;
    for pair in blocks.windows(2).filter(|pair| line_above(&pair[1]) == "becomes") {
        let options = line_above(&pair[0]).rsplit_once("with `").map_or("", |(_, option)| option);
        let options = options.strip_suffix('`').unwrap_or_default();
        let project = support::Project::new();
        let mut arguments = vec!["convert", "--isolated"];
        arguments.extend(options.split_whitespace());
        let run = project.run_with(&arguments, &pair[0].code);
        assert_eq!((run.code(), run.stdout()), (0, pair[1].code.clone()), "line {}: {run}", pair[0].line);
        shown += 1;
    }
    assert_eq!(shown, 3, "conversions on the page");
}

/// The page of the first five minutes is a session: its first template is `app.yaml`, and each command prints what follows.
#[test]
fn the_first_five_minutes_are_as_shown() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/first-steps.md");
    let blocks = blocks_of(&page);
    let template = blocks.iter().find(|block| block.language == "yaml").expect("the page has a template");
    let project = support::Project::new();
    project.file("app.yaml", &template.code);
    let mut commands = 0;
    for block in blocks.iter().filter(|block| block.language == "console") {
        let (command, printed) =
            block.code.split_once('\n').expect("a command is followed by what it prints");
        let arguments: Vec<&str> = command.split_whitespace().skip(2).collect();
        let run = project.run(&arguments);
        assert_eq!(run.stdout() + &run.stderr(), printed, "line {}", block.line);
        commands += 1;
    }
    assert_eq!(commands, 4, "commands on the page");
    assert!(project.run(&["check", "app.yaml"]).stderr().starts_with("All checks passed"));
}
