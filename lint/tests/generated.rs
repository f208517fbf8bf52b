//! Files that are generated from the code: the configuration's JSON schema and the pages of the rules.
//!
//! `UPDATE_GENERATED=1 cargo test -p cfn-tidy --test generated` writes them.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cfn_tidy::cfn_lint::coverage::{IDS, WITHOUT_RULE};
use cfn_tidy::config::ConfigFile;
use cfn_tidy::rule::{FixKind, Group, GroupAlias, Rule};
use cfn_tidy::rules::REGISTRY;
use support::Project;

/// Compares a file of the repository with what it should be, or makes it so.
fn keep(path: &str, expected: &str) -> Result<(), String> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(&path, expected).expect("a file can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    if found == expected { Ok(()) } else { Err(format!("{} is out of date", path.display())) }
}

fn assert_kept(results: impl IntoIterator<Item = Result<(), String>>) {
    let problems: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(problems.is_empty(), "{}\nrun this test with UPDATE_GENERATED=1", problems.join("\n"));
}

#[test]
fn the_schema_of_the_configuration_is_up_to_date() {
    let schema = serde_json::to_string_pretty(&ConfigFile::schema(REGISTRY)).expect("a schema is JSON");
    assert_kept([keep("cfn-tidy.schema.json", &(schema + "\n"))]);
}

/// The comments around the table of keys in `docs/configuration.md`.
const KEYS: (&str, &str) = ("<!-- generated: keys -->\n", "<!-- end of keys -->\n");

#[test]
fn the_table_of_keys_is_up_to_date() {
    let page = "../docs/configuration.md";
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).expect("the page is there");
    let (before, rest) = text.split_once(KEYS.0).expect("the table begins after a comment");
    let (_, after) = rest.split_once(KEYS.1).expect("the table ends before a comment");
    assert_kept([keep(page, &format!("{before}{}{}{}{after}", KEYS.0, table_of_keys(), KEYS.1))]);
}

fn table_of_keys() -> String {
    let schema = ConfigFile::schema(REGISTRY);
    let properties = schema["properties"].as_object().expect("the schema is of an object");
    let mut table = "| key | default | meaning |\n|---|---|---|\n".to_owned();
    for (key, property) in properties {
        let default = match &property["default"] {
            serde_json::Value::Null => String::new(),
            value => format!("`{}`", value.to_string().replace(',', ", ")),
        };
        let meaning =
            property["description"].as_str().expect("every key has a description").replace('\n', " ");
        writeln!(table, "| `{key}` | {default} | {meaning} |").expect("a string can be written to");
    }
    table
}

#[test]
fn the_schema_takes_what_the_command_takes() {
    let validator = jsonschema::validator_for(&ConfigFile::schema(REGISTRY)).expect("it is a schema");
    let project = Project::new();
    let cases = [
        (
            "select = ['rewrite', 'long-getatt', 'ALL']\nmax-file-size = 5\n[per-file-ignores]\na = ['ALL']\n",
            true,
        ),
        ("ignore = ['E8004', 'W1']\n", true),
        ("ignore = ['nothing']\n", false),
        ("ignore = ['E9999']\n", false),
        ("ignroe = []\n", false),
        ("max-file-size = 'big'\n", false),
        ("max-file-size = -1\n", false),
        ("output-format = 'json-lines'\n", true),
        ("output-format = 'xml'\n", false),
        ("baseline = 'größe/baseline.json'\n", true),
        ("baseline = true\n", false),
        ("fail-level = 'note'\n", true),
        ("fail-level = 'never'\n", false),
        ("exclude = 'x'\n", false),
        ("types = ['Acme::*']\nregions = ['eu-west-1']\nschemas = []\n", true),
        ("types = 'Acme::*'\n", false),
        ("regions = ['mars-1']\n", false),
    ];
    for (text, accepted) in cases {
        let value: serde_json::Value = toml::from_str(text).expect("it is TOML");
        assert_eq!(validator.is_valid(&value), accepted, "the schema on {text}");
        project.file("cfn-tidy.toml", text);
        assert_eq!(project.run(&["config", "show"]).code() == 0, accepted, "the command on {text}");
    }
}

#[test]
fn the_pages_of_the_rules_are_up_to_date() {
    let pages =
        REGISTRY.rules().iter().map(|rule| keep(&format!("../docs/rules/{}.md", rule.name), &page(rule)));
    let index = keep("../docs/rules/README.md", &index());
    assert_kept(pages.chain([index]));
}

fn page(rule: &Rule) -> String {
    let cfn_lint = match rule.cfn_lint {
        [] => String::new(),
        ids => format!("| cfn-lint | {} |\n", ids.join(", ")),
    };
    let (group, default, fix) = (rule.group.name(), on_off(rule.default), fix_word(rule));
    let source = format!("lint/src/rules/{group}/{}.rs", rule.name.replace('-', "_"));
    format!(
        "# {}\n\n| | |\n|---|---|\n| group | {group} |\n| default | {default} |\n| severity | {} |\n| fix | {fix} |\n{cfn_lint}\
         | source | [{source}](../../{source}) |\n\n{}",
        rule.name,
        rule.severity.as_str(),
        rule.documentation().trim_start(),
    )
}

fn index() -> String {
    let sections = Group::ALL.into_iter().filter_map(section);
    let correctness = Group::ALL.into_iter().filter(|group| GroupAlias::Correctness.contains(*group));
    let links: Vec<String> = correctness.map(|group| format!("[{0}](#{0})", group.name())).collect();
    let intro = format!("{INDEX_INTRO}{}.\n", links.join(", "));
    std::iter::once(intro).chain(sections).collect::<Vec<_>>().join("\n")
}

const INDEX_INTRO: &str = "\
# Rules

The rules of cfn-tidy by group; `cfn-tidy rule NAME` shows each of these pages.

The column \"fix\" names the best fix of a rule. Single findings may have only an unsafe fix or none; the section
\"Fix safety\" of each page says when.

`correctness` is a name for the groups that find templates which CloudFormation rejects, or that do something other than
they appear to: ";

fn section(group: Group) -> Option<String> {
    let mut rules: Vec<&&Rule> = REGISTRY.rules().iter().filter(|rule| rule.group == group).collect();
    rules.sort_by_key(|rule| rule.name);
    let row = |rule: &&&Rule| {
        let (name, default, fix) = (rule.name, on_off(rule.default), fix_word(rule));
        format!("| [{name}]({name}.md) | {} | {default} | {fix} |", rule.summary())
    };
    let rows = rules.iter().map(row).collect::<Vec<_>>().join("\n");
    let head = "| rule | finds | default | fix |\n|---|---|---|---|";
    let section = format!("## {}\n\nThis group: {}.\n\n{head}\n{rows}\n", group.name(), group.summary());
    Some(section).filter(|_| !rules.is_empty())
}

#[test]
fn every_id_of_cfn_lint_has_a_rule_or_a_reason() {
    for id in IDS {
        let has_reason = WITHOUT_RULE.iter().any(|(known, _)| *known == id);
        let is_settled = has_reason == rules_for(id).is_empty();
        assert!(is_settled, "{id} has either a rule or a reason");
    }
}

#[test]
fn the_table_of_cfn_lints_ids_is_up_to_date() {
    assert_kept([keep("../docs/cfn-lint.md", &cfn_lint_table())]);
}

fn rules_for(id: &str) -> Vec<&'static str> {
    REGISTRY.rules().iter().filter(|rule| rule.cfn_lint.contains(&id)).map(|rule| rule.name).collect()
}

fn cfn_lint_table() -> String {
    let link = |name: &str| format!("[{name}](rules/{name}.md)");
    let links = |names: Vec<&str>| names.into_iter().map(link).collect::<Vec<_>>().join(", ");
    let ids: std::collections::BTreeSet<&str> =
        REGISTRY.rules().iter().flat_map(|rule| rule.cfn_lint).copied().collect();
    let by_id: Vec<String> = ids.iter().map(|id| format!("| {id} | {} |", links(rules_for(id)))).collect();
    let mut rules: Vec<&&Rule> = REGISTRY.rules().iter().filter(|rule| !rule.cfn_lint.is_empty()).collect();
    rules.sort_by_key(|rule| rule.name);
    let by_rule = rules.iter().map(|rule| format!("| {} | {} |", link(rule.name), rule.cfn_lint.join(", ")));
    let without = WITHOUT_RULE.iter().map(|(id, reason)| format!("| {id} | {reason} |"));
    let table = |head: &str, rows: Vec<String>| format!("| {head} |\n|---|---|\n{}\n", rows.join("\n"));
    format!(
        "# cfn-lint's ids\n\n{CFN_LINT_INTRO}\n## From id to rule\n\n{}\n## From rule to ids\n\n{}\n\
         ## Without a rule\n\n{}",
        table("id | rules", by_id),
        table("rule | ids", by_rule.collect()),
        table("id | why", without.collect()),
    )
}

const CFN_LINT_INTRO: &str = "\
Each finding carries the id under which cfn-lint 1.58 reports the same, `cfn_lint` in the JSON output. Wherever a rule can
be named, an id or its beginning can be, too, and means the findings that carry it: `--ignore E3001`, `select = [\"E3\"]`,
`# cfn-tidy: ignore[W2001]`. The `ignore_checks` in the metadata for cfn-lint count, too.

Of its 329 ids, those under [Without a rule](#without-a-rule) have none, each for the reason that is stated there. Where
the two decide differently about the same id, [this page](differences-from-cfn-lint.md) says why.
";

fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// The best fix of a rule. Rules whose examples are not all fixed only fix findings if it is certain what was meant.
fn fix_word(rule: &Rule) -> &'static str {
    let is_always_fixed = examples(&rule.documentation()).iter().all(|(_, after)| after.is_some());
    match (rule.fix, is_always_fixed) {
        (FixKind::None, _) => "none",
        (FixKind::Suggestion, _) => "shown",
        (FixKind::Unsafe, true) => "unsafe",
        (FixKind::Unsafe, false) => "unsafe, where possible",
        (FixKind::Safe, true) => "safe",
        (FixKind::Safe, false) => "safe where certain",
    }
}

#[test]
fn every_page_says_why_and_how_safe_the_fix_is() {
    for rule in REGISTRY.rules() {
        let text = rule.documentation();
        assert!(rule.summary().ends_with('.'), "{}: the summary is a sentence", rule.name);
        assert!(text.contains("\n## Why\n"), "{}: the page says why", rule.name);
        assert!(text.contains("\n## Example\n"), "{}: the page has an example", rule.name);
        let has_fix = rule.fix > FixKind::None;
        assert_eq!(text.contains("\n## Fix safety\n"), has_fix, "{}: fix safety goes with a fix", rule.name);
    }
}

#[test]
fn every_example_is_what_the_rule_does() {
    for rule in REGISTRY.rules() {
        let text = rule.documentation();
        let examples = examples(&text);
        assert!(!examples.is_empty(), "{}: the page has an example", rule.name);
        for (before, after) in examples {
            run_example(rule, &before, after.as_deref());
        }
    }
}

/// The code blocks of a page, each with the one that follows the line `becomes`.
fn examples(text: &str) -> Vec<(String, Option<String>)> {
    let mut examples: Vec<(String, Option<String>)> = Vec::new();
    let mut becomes = false;
    let mut parts = text.split("```");
    while let Some(prose) = parts.next() {
        becomes = becomes || prose.trim_end().ends_with("becomes");
        let Some(block) = parts.next() else { break };
        let code = block.split_once('\n').map(|(_, code)| code.to_owned()).unwrap_or_default();
        match examples.last_mut().filter(|_| becomes) {
            Some(last) => last.1 = Some(code),
            None => examples.push((code, None)),
        }
        becomes = false;
    }
    examples
}

fn run_example(rule: &Rule, before: &str, after: Option<&str>) {
    // A suppression is judged only where the rules that it names run.
    let select = if rule.group == Group::Tidy { "ALL" } else { rule.name };
    let arguments = ["check", "--isolated", "--select", select, "--fixable", rule.name, "-q"];
    let project = Project::new();
    project.file("network.yaml", support::NETWORK);
    project.file("snippet.yaml", support::SNIPPET);
    let found = project.run_with(&[&arguments[..], &["--output-format", "concise", "-"]].concat(), before);
    assert!(
        found.stdout().contains(&format!("[{}]", rule.name)),
        "{}: finds nothing in\n{before}{found}",
        rule.name
    );
    let Some(after) = after else { return };
    let fix = if rule.fix == FixKind::Safe { &["--fix", "-"][..] } else { &["--fix", "--unsafe-fixes", "-"] };
    let fixed = Project::new().run_with(&[&arguments[..], fix].concat(), before);
    assert_eq!(fixed.stdout(), after, "{}: the example's fix\n{found}", rule.name);
}
