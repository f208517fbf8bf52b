//! The registry, the files of the rules and their pages agree.
//!
//! A rule whose file is declared as a module but not listed in the registry compiles and never runs.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cfn_ast::model::Resource;
use cfn_ast::{Source, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::rule::{Registry, Rule, RuleContext};
use cfn_tidy::rules::REGISTRY;
use cfn_tidy::rules::tidy::invalid_suppression;
use support::files_below;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository")
}

/// The rules of the registry as `group/file_name`.
fn registered() -> BTreeSet<String> {
    REGISTRY
        .rules()
        .iter()
        .map(|rule| format!("{}/{}", rule.group.name(), rule.name.replace('-', "_")))
        .collect()
}

#[test]
fn every_file_that_declares_a_rule_is_registered_under_its_name_and_group() {
    let folder = repository().join("lint/src/rules");
    // The rules that break their promises on purpose lie outside of the groups.
    let in_group = |path: &PathBuf| path.parent() != Some(folder.as_path());
    let mut declared = BTreeSet::new();
    for path in files_below(&folder).into_iter().filter(in_group) {
        let text = fs::read_to_string(&path).expect("a source file can be read");
        if text.contains("\ndeclare_rule! {") {
            let within = path.strip_prefix(&folder).expect("the file was found below the folder");
            declared.insert(within.with_extension("").to_string_lossy().replace('\\', "/"));
        }
    }
    let registered = registered();
    let unlisted: Vec<_> = declared.difference(&registered).collect();
    let misplaced: Vec<_> = registered.difference(&declared).collect();
    assert!(unlisted.is_empty(), "declared in a file, but missing in lint/src/rules.rs: {unlisted:?}");
    assert!(
        misplaced.is_empty(),
        "registered, but declared in no file of this group and name: {misplaced:?}"
    );
}

#[test]
fn rules_are_listed_once() {
    let mut names: Vec<&str> = REGISTRY.rules().iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    let repeated: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert!(repeated.is_empty(), "listed more than once in lint/src/rules.rs: {repeated:?}");
}

#[test]
fn every_page_belongs_to_a_rule() {
    let names: BTreeSet<&str> = REGISTRY.rules().iter().map(|rule| rule.name).collect();
    let pages = files_below(&repository().join("docs/rules"));
    let names_of_pages = pages.iter().filter_map(|page| page.file_stem()?.to_str());
    let stale: Vec<_> = names_of_pages.filter(|page| *page != "README" && !names.contains(page)).collect();
    assert!(stale.is_empty(), "pages in docs/rules without a rule; delete them: {stale:?}");
}

cfn_tidy::declare_rule! {
    /// A rule of another program.
    "owner-missing" {
        group: Structure,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: [],
        hooks: [Resource(owner_missing)],
    }
}

fn owner_missing<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    if !resource.logical_id().starts_with("Größe") {
        cx.report(cx.finding(resource.key().range(), "no owner"));
    }
}

#[test]
fn a_program_can_have_rules_of_its_own() {
    const RULES: &[&Rule] = &[&invalid_suppression::RULE, &RULE];
    let own = Registry::new(RULES);
    let text = "\
Resources:
  Größe: {Type: A::B::C}
  Topic: {Type: A::B::C}
  Queue: {Type: A::B::C} # cfn-tidy: ignore[owner-missing]
  Other: {Type: A::B::C} # cfn-tidy: ignore[needless-join, owner-missing]
";
    let tree = Tree::parse(Source::new(text).expect("it is small"));
    let all = own.filtered(|_| true);
    let findings = check(&tree, Scope::new(own, &all, &all));
    let found = findings.iter().map(|finding| format!("{}: {}", finding.rule.name, finding.message));
    assert_eq!(
        found.collect::<Vec<_>>(),
        ["owner-missing: no owner", "invalid-suppression: unknown rule or group `needless-join`"]
    );
}

#[cfg(unix)]
#[test]
fn a_new_rule_is_registered_in_its_place() {
    if Command::new("python3").arg("--version").output().is_err() {
        return end_to_end::python::skip_without_python("scripts/new-rule");
    }
    let project = support::Project::new();
    let home = repository();
    let registry = fs::read_to_string(home.join("lint/src/rules.rs")).expect("the registry can be read");
    let script = fs::read(home.join("scripts/new-rule")).expect("the script can be read");
    project.file("scripts/new-rule", script).file("lint/src/rules.rs", &registry);
    project.file("lint/src/rules/unused/unused_mapping.rs", "").file("lint/src/rules/kit/prelude.rs", "");
    let run = |arguments: &[&str]| {
        Command::new("python3")
            .arg(project.path("scripts/new-rule"))
            .args(arguments)
            .output()
            .expect("Python runs")
    };
    assert!(run(&["unused", "unused-louvre"]).status.success());
    let changed = project.read("lint/src/rules.rs");
    let added: Vec<&str> = changed.lines().filter(|line| !registry.lines().any(|old| old == *line)).collect();
    assert_eq!(added, ["    pub mod unused_louvre;", "    &unused::unused_louvre::RULE,"]);
    let index = |text: &str| changed.find(text).expect("the line is there");
    assert!(index("unused::unused_condition::") < index("unused::unused_louvre::"));
    assert!(index("unused::unused_louvre::") < index("unused::unused_mapping::"));
    assert!(project.read("lint/src/rules/unused/unused_louvre.rs").contains("\"unused-louvre\" {"));
    for refused in [
        &["unused", "unused-louvre"][..],
        &["unused", "Unused"],
        &["nothing", "a-rule"],
        &["kit", "a-rule"],
        &["unused"],
    ] {
        assert!(!run(refused).status.success(), "{refused:?}");
    }
}
