//! Makes the table of resource types from the text in `data`, with the same code that the crate has. Std only.

use std::path::Path;
use std::{env, fs};

use shared::{assemble, encode, layout, model, number, overrides, text, types};

#[path = "src"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod shared {
    pub mod assemble;
    pub mod encode;
    pub mod layout;
    pub mod model;
    pub mod number;
    pub mod overrides;
    pub mod text;
    pub mod types;
}

/// The files of the modules above, so that nothing else of the crate makes the table anew.
const SHARED: [&str; 10] = [
    "assemble.rs",
    "encode",
    "encode.rs",
    "layout.rs",
    "model.rs",
    "number.rs",
    "overrides.rs",
    "text",
    "text.rs",
    "types.rs",
];

fn main() {
    println!("cargo::rerun-if-changed=data");
    for part in SHARED {
        println!("cargo::rerun-if-changed=src/{part}");
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let texts = read_texts(&Path::new(&root).join("data"));
    let source = assemble::assemble(&texts).unwrap_or_else(|error| panic!("schema/data/{error}"));
    let table = encode::encode(&source).unwrap_or_else(|error| panic!("schema/data: {error}"));
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("aws.table"), table).expect("OUT_DIR is writable");
}

fn read_texts(data: &Path) -> assemble::Texts {
    let read = |name: &str| {
        let path = data.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let mut types = vec![("sam.txt".to_owned(), read("sam.txt"))];
    for entry in fs::read_dir(data.join("aws")).expect("data/aws is a folder") {
        let name = entry.expect("data/aws can be listed").file_name();
        let name = format!("aws/{}", name.to_string_lossy());
        types.push((name.clone(), read(&name)));
    }
    // The order in which a folder is listed is not the same everywhere.
    types.sort();
    let mut checks = vec![("constraints.txt".to_owned(), read("constraints.txt"))];
    for entry in fs::read_dir(data.join("checks")).expect("data/checks is a folder") {
        let name = entry.expect("data/checks can be listed").file_name();
        let name = format!("checks/{}", name.to_string_lossy());
        checks.push((name.clone(), read(&name)));
    }
    checks.sort();
    assemble::Texts {
        date: read("date.txt"),
        regions: read("regions.txt"),
        types,
        checks,
        lists: [read("runtimes.txt"), read("stateful.txt"), read("expiring.txt")],
        actions: read("actions.txt"),
        attributes: read("attributes.txt"),
        overrides: read("overrides.txt"),
    }
}
