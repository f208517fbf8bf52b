//! The macro resolves every layer of the examples that use it.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn layers_of_examples_resolve() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut with_layers = 0;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let is_template = path.is_file() && fs::read_to_string(&path)?.contains("Transform: [Uselatest,");
        if !is_template {
            continue;
        }
        with_layers += 1;
        let output = Command::new(env!("CARGO_BIN_EXE_uselatest"))
            .env_clear()
            .current_dir(&folder)
            .arg("preview")
            .arg(&path)
            .args(["--layers", "layers.json"])
            .output()?;
        let notes = String::from_utf8(output.stderr)?;
        assert!(output.status.success() && !notes.contains("problem"), "{}: {notes}", path.display());
        assert!(!notes.contains(" 0 layers resolved"), "{}: {notes}", path.display());
    }
    assert_eq!(with_layers, 2);
    Ok(())
}
