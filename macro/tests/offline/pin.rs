//! The command `uselatest pin`, as a user runs it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stack::OWN;

type Outcome = Result<(), Box<dyn Error>>;

fn layers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/layers.json")
}

fn scratch(test: &str) -> std::io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pin").join(test);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn run(folder: &Path, arguments: &[&str]) -> Result<(i32, String, String), Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uselatest"));
    let output = command.current_dir(folder).args(arguments).arg("--layers").arg(layers()).output()?;
    let code = output.status.code().ok_or("ended by a signal")?;
    Ok((code, String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

const TEMPLATE: &str = "\u{feff}Parameters:\r\n  Name: {Type: String, Default: report-fonts}\r\nResources:\r\n  F: # why\r\n    Type: \
AWS::Lambda::Function\r\n    Properties:\r\n      Runtime: nodejs24.x\r\n      Layers:\r\n        - observability   # first\r\n        \
- !Ref Name\r\n        - 'OWNcharts:3' # old\r\n        - Fn::Sub:\r\n            # a reason\r\n            '${Name}'";

#[test]
fn arns_are_written_and_comments_kept() -> Outcome {
    let folder = scratch("writes")?;
    let before = TEMPLATE.replace("OWN", OWN);
    fs::write(folder.join("a.yaml"), &before)?;
    let (code, out, notes) = run(&folder, &["pin", "a.yaml"])?;
    let expected = before
        .replace("- observability ", &format!("- {OWN}observability:57 "))
        .replace("!Ref Name", &format!("{OWN}report-fonts:4"));
    assert_eq!(fs::read_to_string(folder.join("a.yaml"))?, expected, "{out}{notes}");
    assert_eq!((code, notes.as_str()), (0, "a.yaml: 2 layers resolved, 2 unchanged\n"));
    assert!(
        out.contains(&format!(
            "a.yaml: Resources.F.Properties.Layers[1] `Ref Name` -> {OWN}report-fonts:4\n"
        )),
        "{out}"
    );
    let (code, out, _) = run(&folder, &["pin", "a.yaml", "--check"])?;
    assert_eq!((code, out.as_str()), (0, ""), "a second time there is nothing to do");
    // A pin stays until its upgrade is requested.
    run(&folder, &["pin", "a.yaml", "--pinned", "upgrade"])?;
    assert_eq!(fs::read_to_string(folder.join("a.yaml"))?, expected.replace("charts:3'", "charts:12'"));
    Ok(())
}

#[test]
fn a_check_writes_nothing_and_fails_when_a_pin_is_old() -> Outcome {
    let folder = scratch("check")?;
    let cases = [
        ("[observability]", 1),
        ("['OWNobservability:57']", 0),
        ("['OWNobservability:58']", 1),
        ("['OWNobservability:56']", 1),
        ("['arn:aws:lambda:eu-central-1:210987654321:layer:theirs:3']", 0),
        ("[!Ref Elsewhere]", 0),
        ("[observabilty]", 1),
        ("[]", 0),
    ];
    for (layers, expected) in cases {
        let text = crate::stack::function(&format!("Layers: {layers}")).replace("OWN", OWN);
        fs::write(folder.join("a.yaml"), &text)?;
        for extra in [&["--check"] as &[_], &["--check", "--diff"], &["--check", "--output-format", "json"]] {
            let extra = [extra, &["--pinned", "upgrade"]].concat();
            let (code, out, notes) = run(&folder, &[&["pin", "a.yaml"], extra.as_slice()].concat())?;
            assert_eq!(code, expected, "{layers} {extra:?}: {out}{notes}");
            assert_eq!(fs::read_to_string(folder.join("a.yaml"))?, text);
        }
        for pinned in [&[][..], &["--pinned", "keep"]] {
            let (code, ..) = run(&folder, &[&["pin", "a.yaml", "--check"], pinned].concat())?;
            assert_eq!(code, i32::from(layers.contains("[obs")), "{layers}");
        }
        let (code, ..) = run(&folder, &["pin", "a.yaml", "--check", "--exclude", "obs*"])?;
        assert_eq!(code, 0, "{layers}");
    }
    Ok(())
}

#[test]
fn json_stays_json_and_utf16_stays_utf16() -> Outcome {
    let folder = scratch("formats")?;
    let json = r#"{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"X":1.10,"Layers":["charts",{"Ref":"N"}]}}},
        "Parameters": {"N": {"Type": "String"}}}"#;
    fs::write(folder.join("a.json"), json)?;
    fs::write(folder.join("values.json"), r#"{"N": "observability"}"#)?;
    let (code, _, notes) = run(&folder, &["pin", "a.json", "--parameters-file", "values.json"])?;
    let expected = json
        .replace("\"charts\"", &format!("\"{OWN}charts:12\""))
        .replace(r#"{"Ref":"N"}"#, &format!("\"{OWN}observability:57\""));
    assert_eq!((code, fs::read_to_string(folder.join("a.json"))?), (0, expected), "{notes}");

    let encode = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let yaml = format!("\u{feff}{}", crate::stack::function("Layers: [charts] # ä"));
    fs::write(folder.join("b.yaml"), encode(&yaml))?;
    run(&folder, &["pin", "b.yaml"])?;
    assert_eq!(fs::read(folder.join("b.yaml"))?, encode(&yaml.replace("charts", &format!("{OWN}charts:12"))));
    Ok(())
}

#[test]
fn nothing_is_written_where_something_is_wrong() -> Outcome {
    let folder = scratch("refuses")?;
    let text = crate::stack::function("Layers: [observability, xyz]");
    fs::write(folder.join("a.yaml"), &text)?;
    let (code, _, notes) = run(&folder, &["pin", "a.yaml"])?;
    assert!(code == 1 && notes.contains("Layers[1] `xyz`: unknown layer"), "{notes}");
    assert_eq!(fs::read_to_string(folder.join("a.yaml"))?, text);
    Ok(())
}

/// The template can ask for upgrades, and the command line has the last word.
#[test]
fn pins_follow_the_template_and_then_the_command_line() -> Outcome {
    let folder = scratch("pinned")?;
    let text = format!(
        "Transform:\n- Name: Uselatest\n  Parameters: {{Pinned: upgrade}}\n{}",
        crate::stack::function("Layers: ['OWNcharts:3']").replace("OWN", OWN)
    );
    for (extra, expected) in [(&[][..], "charts:12"), (&["--pinned", "keep"], "charts:3")] {
        fs::write(folder.join("a.yaml"), &text)?;
        let (code, _, notes) = run(&folder, &[&["pin", "a.yaml"], extra].concat())?;
        assert!(
            code == 0 && fs::read_to_string(folder.join("a.yaml"))?.contains(expected),
            "{extra:?}: {notes}"
        );
    }
    Ok(())
}

#[test]
fn an_account_has_twelve_digits() -> Outcome {
    let folder = scratch("account")?;
    fs::write(folder.join("a.yaml"), crate::stack::function("Layers: [charts]"))?;
    for (account, expected) in
        [("123456789012", 0), ("12345678901", 2), ("1234567890123", 2), ("12345678901a", 2), ("", 2)]
    {
        for command in ["pin", "preview"] {
            let (code, out, notes) =
                run(&folder, &[command, "a.yaml", "--account", account, "--region", "eu-central-1"])?;
            assert_eq!(code, expected, "{account}: {out}{notes}");
            assert_eq!(notes.contains("expected 12 digits"), expected == 2, "{notes}");
        }
        fs::write(folder.join("a.yaml"), crate::stack::function("Layers: [charts]"))?;
    }
    Ok(())
}

/// What could not be looked up is neither right nor wrong.
#[test]
fn a_lookup_that_fails_is_an_error() -> Outcome {
    let folder = scratch("lookup")?;
    let text = crate::stack::function("Layers: [charts:2]");
    fs::write(folder.join("a.yaml"), &text)?;
    for arguments in [&["pin", "a.yaml"][..], &["pin", "a.yaml", "--check"], &["preview", "a.yaml"]] {
        let (code, _, notes) = run(&folder, arguments)?;
        assert_eq!(code, 2, "{notes}");
        assert!(notes.ends_with("error: 1 layer could not be looked up, see above\n"), "{notes}");
        assert!(notes.contains("version 2 of `charts` cannot be looked up in the file"), "{notes}");
        assert_eq!(fs::read_to_string(folder.join("a.yaml"))?, text);
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_and_permissions_survive() -> Outcome {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = scratch("permissions")?;
    let text = crate::stack::function("Layers: [observability]");
    let _ = fs::remove_file(folder.join("link.yaml"));
    let _ = fs::remove_file(folder.join("a.yaml"));
    fs::write(folder.join("a.yaml"), &text)?;
    fs::set_permissions(folder.join("a.yaml"), fs::Permissions::from_mode(0o444))?;
    let (code, _, notes) = run(&folder, &["pin", "a.yaml"])?;
    assert_eq!((code, notes.as_str()), (2, "error: a.yaml: cannot write file: the file is read-only\n"));
    assert_eq!(fs::read_to_string(folder.join("a.yaml"))?, text);
    fs::set_permissions(folder.join("a.yaml"), fs::Permissions::from_mode(0o640))?;
    symlink("a.yaml", folder.join("link.yaml"))?;
    assert_eq!(run(&folder, &["pin", "link.yaml"])?.0, 0);
    assert!(fs::symlink_metadata(folder.join("link.yaml"))?.is_symlink());
    assert_eq!(fs::metadata(folder.join("a.yaml"))?.permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(folder.join("a.yaml"))?.contains("observability:57"));
    Ok(())
}
