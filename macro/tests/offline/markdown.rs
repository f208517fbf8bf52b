//! `--output-format markdown` of `pin` and `preview`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

type Outcome = Result<(), Box<dyn Error>>;

/// Runs a command on a template of its own, and returns the exit code and standard output.
fn run(name: &str, template: &str, command: &str, more: &[&str]) -> Result<(i32, String), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("markdown").join(command);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), template)?;
    let layers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/layers.json");
    let mut program = Command::new(env!("CARGO_BIN_EXE_uselatest"));
    program.current_dir(&folder).args([command, name, "--output-format", "markdown", "--layers"]).arg(layers);
    let output = program.args(more).output()?;
    Ok((output.status.code().ok_or("ended by a signal")?, String::from_utf8(output.stdout)?))
}

const TEMPLATE: &str = "Transform: Uselatest
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Layers:
        - observability
        - arn:aws:lambda:eu-central-1:123456789012:layer:report-fonts:3
        - !Sub 'char${Ends}'
Parameters:
  Ends: {Type: String, Default: ts}
";

#[test]
fn each_layer_is_a_row() -> Outcome {
    for command in ["pin", "preview"] {
        let (code, out) = run("größe|`a`.yaml", TEMPLATE, command, &["--pinned", "upgrade"])?;
        let expected = "### `` größe\\|`a`.yaml ``: 3 layers

| layer | before | after | place | newer version, not used |
|---|---|---|---|---|
| `observability` | `observability` | 57 | `Resources.F.Properties.Layers[0]` |  |
| `report-fonts` | 3 | 4 | `Resources.F.Properties.Layers[1]` |  |
| `charts` | `Fn::Sub` | 12 | `Resources.F.Properties.Layers[2]` |  |

";
        assert_eq!((code, out.as_str()), (0, expected));
    }
    Ok(())
}

#[test]
fn without_a_change_nothing_is_written() -> Outcome {
    let template = "Resources: {T: {Type: AWS::SNS::Topic}}\n";
    assert_eq!(run("none.yaml", template, "pin", &[])?, (0, String::new()));
    Ok(())
}

#[test]
fn with_a_problem_the_file_stays_as_it_is() -> Outcome {
    let template = TEMPLATE.replace("- observability", "- observabilty");
    assert_eq!(run("problem.yaml", &template, "pin", &[])?.0, 1);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("markdown/pin");
    assert_eq!(fs::read_to_string(folder.join("problem.yaml"))?, template);
    Ok(())
}
