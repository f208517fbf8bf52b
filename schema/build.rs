//! Makes the table of resource types from the text in `data`.

use std::path::Path;
use std::{env, fs};

#[path = "src/layout.rs"]
#[allow(dead_code)]
mod layout;

fn main() {
    let mut table = layout::MAGIC.to_vec();
    table.extend(layout::VERSION.to_le_bytes());
    table.extend((layout::HEADER as u32).to_le_bytes());
    table.resize(layout::HEADER, 0);
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("aws.table"), table).expect("OUT_DIR is writable");
}
