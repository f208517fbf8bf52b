//! `cfn-tidy config import`: configurations of cfn-lint, what becomes of them, and what is said about the rest.

use std::fs;
use std::path::{Path, PathBuf};

use cfn_ast::Source;
use cfn_tidy::config::imported::import;
use cfn_tidy::config::{ConfigFile, Overrides, Settings};
use cfn_tidy::rules::REGISTRY;
use insta::assert_snapshot;

use crate::support::Project;

/// The configurations of cfn-lint to translate; each has a snapshot beside it.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cfnlintrc");
    let mut files = crate::support::files_below(&folder);
    files.retain(|file| file.extension().is_some_and(|extension| extension != "snap"));
    assert!(files.len() > 10, "{files:?}");
    files
}

#[test]
fn every_key_is_translated_or_named() {
    for file in fixtures() {
        let name = file.file_name().expect("a fixture has a name").to_string_lossy().into_owned();
        let project = Project::new();
        project.file(&name, fs::read(&file).expect("a fixture can be read"));
        let run = project.run(&["config", "import", &name]);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../fixtures/cfnlintrc");
        settings.set_prepend_module_to_snapshot(false);
        settings.bind(|| assert_snapshot!(name.as_str(), run));
    }
}

/// What is printed is a configuration that cfn-tidy accepts, also where the original was at fault.
#[test]
fn what_is_printed_is_a_configuration() {
    for file in fixtures() {
        let text = fs::read_to_string(&file).expect("a fixture can be read");
        let source = Source::new(text).expect("a fixture is small");
        let Ok(imported) = import(REGISTRY, "a\nname", source) else { continue };
        let problems = ConfigFile::parse(REGISTRY, &imported.toml).err();
        assert_eq!(problems, None, "{}:\n{}", file.display(), imported.toml);
        let path = Path::new("/project/cfn-tidy.toml");
        Settings::from_file(REGISTRY, path, &imported.toml, &Overrides::default())
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", file.display(), imported.toml));
    }
}

/// Which findings cfn-lint would report, by ID.
#[test]
fn the_same_findings_are_reported() {
    let cases = [
        ("ignore_checks: [E3012]", "E3012", false),
        ("ignore_checks: [E3012]", "E3002", true),
        ("ignore_checks: [E]", "E3002", false),
        ("ignore_checks: [E3]\nmandatory_checks: [E3002]", "E3002", true),
        ("ignore_checks: [E3]\nmandatory_checks: [E3002]", "E3003", false),
        ("ignore_checks: [E3002]\nmandatory_checks: [E]", "E3002", true),
        ("ignore_checks: [I3042]\ninclude_checks: [I]", "I3042", false),
        ("include_checks: [I3042]\nconfigure_rules: {I3042: {region: true, accountId: true}}", "I3042", true),
        ("include_checks: [W1034]", "W1034", true),
        ("include_checks: [W]", "W1034", true),
        ("include_checks: [I]\nignore_checks: [I1022]", "I1022", false),
    ];
    for (original, id, reported) in cases {
        let source = Source::new(original).expect("a case is small");
        let toml = import(REGISTRY, ".cfnlintrc", source).expect("a case is valid").toml;
        let path = Path::new("/project/cfn-tidy.toml");
        let settings =
            Settings::from_file(REGISTRY, path, &toml, &Overrides::default()).expect("it is valid");
        let runs = REGISTRY.rules().iter().any(|rule| settings.rules.contains_findings(rule, Some(id)));
        assert_eq!(runs, reported, "{id} after\n{original}\n{toml}");
    }
}

/// Ignored templates are those that Python's `glob` finds.
#[test]
fn the_same_templates_are_ignored() {
    let cases = [
        ("a.yaml", "a.yaml", true),
        ("a.yaml", "b/a.yaml", false),
        ("*.yaml", "b/a.yaml", false),
        ("b/*.yaml", "b/a.yaml", true),
        ("b/*.yaml", "c/b/a.yaml", false),
        ("**/a.yaml", "a.yaml", true),
        ("**/a.yaml", "b/c/a.yaml", true),
        ("./b/**/a.yaml", "b/c/a.yaml", true),
        ("[!b]/a.yaml", "b/a.yaml", false),
        ("[!b]/a.yaml", "c/a.yaml", true),
        ("!a.yaml", "!a.yaml", true),
        ("#a.yaml", "#a.yaml", true),
        ("größe/*.yaml", "größe/a.yaml", true),
    ];
    let folder = Path::new("/project");
    for (pattern, path, ignored) in cases {
        let source = Source::new(format!("ignore_templates: ['{pattern}']")).expect("a case is small");
        let toml = import(REGISTRY, ".cfnlintrc", source).expect("a case is valid").toml;
        let settings =
            Settings::from_file(REGISTRY, &folder.join("cfn-tidy.toml"), &toml, &Overrides::default())
                .expect("it is valid");
        assert_eq!(
            settings.exclude.matches(&folder.join(path), false),
            ignored,
            "{path} by {pattern}\n{toml}"
        );
    }
}

#[test]
fn without_a_name_the_file_of_cfn_lint_is_found() {
    let project = Project::new();
    assert_snapshot!(project.run(&["config", "import"]), @r"
    exit code: 2
    ----- stderr
    error: no .cfnlintrc, .cfnlintrc.yaml or .cfnlintrc.yml in this folder; name the file
    ");
    project.file(".cfnlintrc.yml", "ignore_checks: [W2001]\n");
    assert!(project.run(&["config", "import"]).stdout().contains("W2001"));
    project.file(".cfnlintrc", "ignore_checks: [E3012]\n");
    assert!(project.run(&["config", "import"]).stdout().contains("E3012"));
}

#[test]
fn a_file_is_written_and_never_replaced() {
    let project = Project::new();
    project.file(".cfnlintrc", "ignore_checks: [E3012]\ntemplates: [größe.yaml]\n");
    let import = ["config", "import", ".cfnlintrc", "--output", "cfn-tidy.toml"];
    assert_snapshot!(project.run(&import), @r"
    exit code: 0
    ----- stderr
    warning: .cfnlintrc:2: `templates` is not translated: without a path, every template below the folder is checked; to check only these, run `cfn-tidy check größe.yaml`
    Wrote cfn-tidy.toml.
    ");
    let written = project.read("cfn-tidy.toml");
    assert_eq!(written, project.run(&["config", "import"]).stdout());
    assert_snapshot!(project.run(&import), @r"
    exit code: 2
    ----- stderr
    warning: .cfnlintrc:2: `templates` is not translated: without a path, every template below the folder is checked; to check only these, run `cfn-tidy check größe.yaml`
    error: cfn-tidy.toml: file exists
    ");
    assert_eq!(project.read("cfn-tidy.toml"), written);
}

#[test]
fn a_folder_of_the_name_of_the_command_is_no_path() {
    let project = Project::new();
    project.file("import/keep", "").file(".cfnlintrc", "");
    assert!(project.run(&["config", "import"]).stdout().starts_with("# Translated from .cfnlintrc"));
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let project = Project::new();
    project.file("latin", b"ignore_checks: [E3012] # \xfc\n");
    for name in ["missing", ".", "latin"] {
        let run = project.run(&["config", "import", name]);
        assert_eq!(run.code(), 2, "{run}");
        assert!(run.stderr().starts_with(&format!("error: {name}: ")), "{run}");
        assert_eq!(run.stdout(), "");
    }
}

/// The example of the page: its configuration, what it becomes, and what is said.
#[test]
fn the_page_shows_what_is_printed() {
    let page = include_str!("../../../docs/from-cfn-lint.md");
    let block = |language: &str| {
        let (_, rest) = page.split_once(&format!("```{language}\n")).expect("the page has the block");
        rest.split_once("```").expect("the block ends").0.to_owned()
    };
    let project = Project::new();
    project.file(".cfnlintrc", block("yaml"));
    let run = project.run(&["config", "import"]);
    assert_eq!(run.stdout(), block("toml"));
    assert_eq!(run.stderr(), block("text"));
}
