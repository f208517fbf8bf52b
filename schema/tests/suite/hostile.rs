//! Tables that are damaged: wrong facts perhaps, a panic never.

use cfn_schema::{Schema, Table, TableError};
use proptest::prelude::*;

use crate::support::children;

/// A table of a few types, so that a flip often hits something that matters.
fn small() -> Vec<u8> {
    let source = cfn_schema::assemble(&crate::support::texts()).expect("the texts are valid");
    let wanted =
        ["AWS::SNS::Topic", "AWS::WAFv2::WebACL", "AWS::Lambda::Function", "AWS::Serverless::Function"];
    let mut small = source.clone();
    small.types.retain(|facts| wanted.contains(&facts.name.as_str()));
    cfn_schema::encode(&small).expect("the facts are valid")
}

/// Asks everything, to a limit: what is damaged may contain itself.
fn ask_everything(table: &Table) {
    let mut budget = 3_000;
    let some = table.name("Type");
    for kind in table.resource_types().take(50) {
        let name = kind.name();
        table.resource_type(&name);
        let lists = [kind.read_only(), kind.create_only(), kind.write_only(), kind.primary_identifier()];
        for path in lists.iter().flat_map(|paths| paths.iter()).take(200) {
            path.segments().take(20).count();
            kind.schema_at(path);
        }
        kind.lifecycle();
        kind.tagging();
        kind.is_in_region("eu-west-1");
        let mut open = vec![kind.root()];
        while let Some(schema) = open.pop().filter(|_| budget > 0) {
            budget -= 1;
            ask(table, schema, some);
            open.extend(children(&schema.keywords()).into_iter().take(30));
        }
    }
    table.regions().take(100).count();
    table.date();
}

fn ask(table: &Table, schema: Schema<'_>, name: Option<cfn_schema::Name>) {
    let keywords = schema.keywords();
    keywords.required().take(100).for_each(|name| drop(table.text(name)));
    keywords.enumeration.into_iter().flat_map(cfn_schema::Enumeration::iter).take(100).count();
    keywords.dependent_excluded.iter().take(100).flat_map(|(_, names)| names.iter().take(9)).count();
    keywords.lookups.iter().take(9).flat_map(|lookup| lookup.values.iter().take(9)).count();
    keywords.data.iter().take(9).count();
    if let Some(pattern) = keywords.pattern {
        table.text(pattern);
    }
    name.map(|name| schema.property(name));
}

#[test]
fn a_table_of_another_kind_is_an_error() {
    let table = small();
    assert_eq!(Table::read(b"".as_slice()).err(), Some(TableError::NotATable));
    assert_eq!(Table::read(b"PK\x03\x04".as_slice()).err(), Some(TableError::NotATable));
    let mut other = table.clone();
    other[4] = 99;
    assert_eq!(Table::read(other).err(), Some(TableError::Version { found: 99 }));
    let length = table.len() as u64;
    let cut = table[..table.len() - 1].to_vec();
    assert_eq!(Table::read(cut).err(), Some(TableError::Length { expected: length, found: length - 1 }));
    let mut moved = table.clone();
    moved[20..24].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(Table::read(moved).err(), Some(TableError::Section { section: 0 }));
    insta::assert_snapshot!(
        TableError::Version { found: 99 },
        @"schema table has version 99; this program reads version 1"
    );
}

#[test]
fn every_prefix_is_an_error() {
    let table = small();
    for length in (0..table.len()).step_by(97).chain(0..200) {
        assert!(Table::read(table[..length].to_vec()).is_err(), "{length}");
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let table = small();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    let flips = proptest::collection::vec((8..table.len(), any::<u8>()), 1..8);
    let result = runner.run(&flips, |flips| {
        let mut damaged = table.clone();
        for (at, byte) in &flips {
            damaged[*at] = *byte;
        }
        if let Ok(table) = Table::read(damaged) {
            ask_everything(&table);
        }
        Ok(())
    });
    result.expect("no panic");
}
