//! `cfn-tidy schema`: what is known of a resource type or one of its properties.

mod json;
mod text;

use std::path::Path;

use cfn_schema::{Catalog, ResourceType, TypePattern};

use super::config::{fail, resolver};
use super::types::type_overrides;
use super::{Exit, finish};
use crate::cli::{RuleFormat, SchemaArgs};
use crate::describe::{Found, find};
use crate::suggest;
use crate::suggest::types::TypeNames;
use crate::terminal::Terminal;

pub(super) fn run(args: &SchemaArgs, terminal: Terminal) -> Exit {
    let overrides = match type_overrides(&args.types) {
        Ok(overrides) => overrides,
        Err(problems) => {
            for problem in &problems {
                terminal.failure(problem);
            }
            return Exit::Failure;
        }
    };
    let resolver = match resolver(&args.source, overrides) {
        Ok(resolver) => resolver,
        Err(error) => return fail(&[error], terminal),
    };
    let (settings, _) = resolver.folder(Path::new(""));
    let problems = resolver.take_problems();
    if !problems.is_empty() {
        return fail(&problems, terminal);
    }
    let problems = resolver.take_schema_problems();
    for problem in &problems {
        terminal.failure(&problem.to_string());
    }
    let exit = if problems.is_empty() { Exit::Clean } else { Exit::Failure };
    exit.max(show(args, &settings.catalog, terminal))
}

fn show(args: &SchemaArgs, catalog: &Catalog, terminal: Terminal) -> Exit {
    let name = args.name.as_deref().unwrap_or("*");
    if name.contains('*') {
        return list(name, args, catalog, terminal);
    }
    let Some(resource_type) = catalog.resource_type(name) else {
        return unknown_type(name, catalog, terminal);
    };
    let Some(path) = &args.property else {
        let printed = terminal.results(|out| match args.output_format {
            RuleFormat::Text => text::write_type(resource_type, out),
            RuleFormat::Json => json::write(&json::of_type(resource_type), out),
        });
        return finish(printed, Exit::Clean, terminal);
    };
    match find(resource_type, path) {
        Ok(found) => show_property(resource_type, &found, args, terminal),
        Err(unknown) => {
            terminal.failure(&unknown.to_string());
            Exit::Failure
        }
    }
}

fn show_property(
    resource_type: ResourceType<'_>,
    found: &Found<'_>,
    args: &SchemaArgs,
    terminal: Terminal,
) -> Exit {
    let printed = terminal.results(|out| match args.output_format {
        RuleFormat::Text => text::write_property(resource_type, found, out),
        RuleFormat::Json => json::write(&json::of_property(resource_type, found), out),
    });
    finish(printed, Exit::Clean, terminal)
}

/// Lists the types that a pattern matches.
fn list(pattern: &str, args: &SchemaArgs, catalog: &Catalog, terminal: Terminal) -> Exit {
    let pattern: TypePattern = match pattern.parse() {
        Ok(pattern) => pattern,
        Err(error) => {
            terminal.failure(&error.to_string());
            return Exit::Failure;
        }
    };
    let mut names = catalog.type_names();
    names.retain(|name| pattern.matches(name));
    if names.is_empty() {
        terminal.failure(&format!("no resource type matches `{pattern}`"));
        return Exit::Failure;
    }
    let printed = terminal.results(|out| match args.output_format {
        RuleFormat::Text => names.iter().try_for_each(|name| writeln!(out, "{name}")),
        RuleFormat::Json => json::write(&names.iter().map(String::as_str).collect(), out),
    });
    finish(printed, Exit::Clean, terminal)
}

fn unknown_type(name: &str, catalog: &Catalog, terminal: Terminal) -> Exit {
    if catalog.has_type(name) {
        terminal.failure(&format!("`{name}` is listed under `types`, so nothing else is known of it"));
        return Exit::Failure;
    }
    let known = TypeNames::of(catalog);
    let mut suggestion = suggest::suggestion(name, known.of_similar_services(name));
    if suggestion.is_empty() {
        let with_publisher = format!("AWS::{name}");
        suggestion = suggest::suggestion(&with_publisher, known.of_similar_services(&with_publisher));
    }
    terminal.failure(&format!("unknown resource type `{name}`{suggestion}"));
    terminal.remark("`cfn-tidy schema` lists all resource types.");
    Exit::Failure
}
