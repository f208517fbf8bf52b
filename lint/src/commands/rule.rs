//! `cfn-tidy rule`: the documentation of a rule, or the list of all rules.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Exit, finish};
use crate::cli::{RuleArgs, RuleFormat};
use crate::rule::{FixKind, Group, Rule};
use crate::rules::REGISTRY;
use crate::suggest;
use crate::terminal::Terminal;

pub(super) fn run(args: &RuleArgs, terminal: Terminal) -> Exit {
    let rules: Vec<&Rule> = match &args.name {
        None => REGISTRY.rules().to_vec(),
        Some(name) => REGISTRY.rules().iter().copied().filter(|rule| is_called(rule, name)).collect(),
    };
    if let (Some(name), []) = (&args.name, rules.as_slice()) {
        return unknown(name, terminal);
    }
    let printed = terminal.results(|out| match args.output_format {
        RuleFormat::Json if args.name.is_none() => write_json(&rules.into_iter().map(to_json).collect(), out),
        RuleFormat::Json => rules.into_iter().try_for_each(|rule| write_json(&to_json(rule), out)),
        RuleFormat::Text if args.name.is_none() => write_table(&rules, out),
        RuleFormat::Text => rules.into_iter().try_for_each(|rule| write_page(rule, out)),
    });
    finish(printed, Exit::Clean, terminal)
}

/// Whether `name` is the rule's name or one of its cfn-lint IDs.
fn is_called(rule: &Rule, name: &str) -> bool {
    rule.name == name || rule.cfn_lint.contains(&name)
}

fn unknown(name: &str, terminal: Terminal) -> Exit {
    let suggestion = suggest::suggestion(name, REGISTRY.rules().iter().map(|rule| rule.name));
    terminal.failure(&format!("unknown rule `{name}`{suggestion}"));
    terminal.remark("`cfn-tidy rule` lists all rules.");
    Exit::Failure
}

fn write_json(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn to_json(rule: &Rule) -> Value {
    json!({
        "name": rule.name,
        "group": rule.group,
        "summary": rule.summary(),
        "severity": rule.severity,
        "fix": rule.fix,
        "default": rule.default,
        "cfn_lint": rule.cfn_lint,
        "documentation": rule.documentation(),
    })
}

fn write_table(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for group in Group::ALL {
        let mut members = rules.iter().filter(|rule| rule.group == group).peekable();
        if members.peek().is_some() {
            writeln!(out, "{} ({})", group.name(), group.summary())?;
        }
        for rule in members {
            let default = if rule.default { "on " } else { "off" };
            writeln!(
                out,
                "  {:width$}  {default}  {:12}  {}",
                rule.name,
                fix_column(rule.fix),
                rule.summary()
            )?;
        }
    }
    Ok(())
}

/// The best fix of a rule, in a list without headings.
fn fix_column(fix: FixKind) -> &'static str {
    match fix {
        FixKind::None => "no fix",
        FixKind::Suggestion => "suggestion",
        FixKind::Unsafe => "unsafe fix",
        FixKind::Safe => "safe fix",
    }
}

fn write_page(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n\n{}", rule.name, rule.documentation())?;
    writeln!(out, "Group: {}. Default: {}. Fix: {}.", rule.group.name(), on_off(rule), rule.fix.as_str())?;
    if rule.cfn_lint.is_empty() {
        return Ok(());
    }
    writeln!(out, "cfn-lint: {}.", rule.cfn_lint.join(", "))
}

fn on_off(rule: &Rule) -> &'static str {
    if rule.default { "on" } else { "off" }
}
