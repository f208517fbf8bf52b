//! The command `uselatest preview`, as a user runs it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

fn run(arguments: &[&str]) -> Result<(i32, String, String), Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_uselatest"))
        .env_clear()
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .current_dir(examples())
        .args(arguments)
        .output()?;
    let code = output.status.code().ok_or("ended by a signal")?;
    Ok((code, String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

#[test]
fn the_example_shows_three_layers() -> Result<(), Box<dyn Error>> {
    let (code, diff, notes) = run(&["preview", "app.yaml", "--layers", "layers.json"])?;
    let added: Vec<_> = diff.lines().filter(|line| line.starts_with('+')).collect();
    let expected = [
        "+++ app.yaml (deployed)",
        "+      - arn:aws:lambda:eu-central-1:123456789012:layer:observability:57        # every function logs and \
         traces the same way",
        "+        - arn:aws:lambda:eu-central-1:123456789012:layer:payment-client:24       # the latest version that \
         runs on this runtime",
        "+        - arn:aws:lambda:eu-central-1:123456789012:layer:charts:12",
    ];
    assert_eq!(added, expected);
    assert_eq!((code, notes.as_str()), (0, "app.yaml: 3 layers resolved, 2 unchanged\n"));
    Ok(())
}

#[test]
fn misuse_and_failure_say_what_is_wrong() -> Result<(), Box<dyn Error>> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preview");
    fs::create_dir_all(&scratch)?;
    let file = |name: &str, content: &[u8]| -> Result<String, Box<dyn Error>> {
        let path = scratch.join(name);
        fs::write(&path, content)?;
        Ok(path.to_string_lossy().into_owned())
    };
    let (broken, binary) = (file("broken.yaml", b"a: [")?, file("binary.yaml", b"\xc3\x28")?);
    let (empty, unknown) = (
        file("empty.json", br#"{"Layers": []}"#)?,
        file("unknown.yaml", b"Globals: {Function: {Layers: [chart]}}\n")?,
    );
    let cases: [(&[&str], i32, &str); 9] = [
        (&["preview", "app.yaml"], 2, "no AWS region is configured; set --region or AWS_REGION"),
        (&["preveiw"], 2, "preview"),
        (
            &["preview", "none.yaml", "--layers", "layers.json"],
            2,
            "none.yaml: cannot read file: No such file",
        ),
        (&["preview", "app.yaml", "--layers", "none.json"], 2, "none.json: cannot read file: No such file"),
        (
            &["preview", "app.yaml", "--layers", "app.yaml"],
            2,
            "app.yaml: not the output of `aws lambda list-layers`",
        ),
        (&["preview", "app.yaml", "--layers", &empty], 2, "set --region and --account"),
        (&["preview", &binary, "--layers", "layers.json"], 2, "not valid UTF-8 at line 1, column 1"),
        (&["preview", &broken, "--layers", "layers.json"], 1, "broken.yaml:1:"),
        (
            &["preview", &unknown, "--layers", "layers.json"],
            1,
            "Globals.Function.Layers[0] `chart`: unknown layer in account 123456789012, \
          region eu-central-1; did you mean `charts`?",
        ),
    ];
    for (arguments, expected, reason) in cases {
        let (code, out, notes) = run(arguments)?;
        assert_eq!((code, out.as_str()), (expected, ""), "{arguments:?}: {notes}");
        assert!(notes.contains(reason), "{arguments:?}: {notes}");
    }
    Ok(())
}

#[test]
fn values_of_parameters_come_from_files_and_arguments() -> Result<(), Box<dyn Error>> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preview-values");
    fs::create_dir_all(&scratch)?;
    let template = scratch.join("a.yaml");
    fs::write(
        &template,
        "Parameters: {Name: {Type: String, Default: charts}}\nGlobals: {Function: {Layers: [!Ref Name]}}\n",
    )?;
    let template = template.to_string_lossy().into_owned();
    let files = [
        ("plain.json", r#"{"Name": "observability"}"#),
        ("nested.json", r#"{"Parameters": {"Name": "observability"}}"#),
        ("listed.json", r#"[{"ParameterKey": "Name", "ParameterValue": "observability"}]"#),
        ("wrong.json", r#"{"Name": {"s3cr3t": 1}}"#),
        ("broken.json", "s3cr3t"),
    ];
    for (name, text) in files {
        fs::write(scratch.join(name), text)?;
    }
    let path = |name: &str| scratch.join(name).to_string_lossy().into_owned();
    let (plain, nested, listed) = (path("plain.json"), path("nested.json"), path("listed.json"));
    let (wrong, broken) = (path("wrong.json"), path("broken.json"));
    let cases: [(&[&str], i32, &str); 9] = [
        (&[], 0, "layer:charts:12"),
        (&["--parameters-file", &plain], 0, "layer:observability:57"),
        (&["--parameters-file", &nested], 0, "layer:observability:57"),
        (&["--parameters-file", &listed], 0, "layer:observability:57"),
        (&["--parameters-file", &plain, "--parameter", "Name=report-fonts"], 0, "layer:report-fonts:4"),
        (&["--parameter", "Nmae=x"], 2, "unknown parameter `Nmae`; did you mean `Name`?"),
        (&["--parameter", "Name"], 2, "expected NAME=VALUE"),
        (&["--parameters-file", &wrong], 2, "a value is not a string, number, boolean or list"),
        (&["--parameters-file", &broken], 2, "not valid JSON at line 1, column 1"),
    ];
    for (extra, expected, part) in cases {
        let arguments = [&["preview", &template, "--layers", "layers.json"], extra].concat();
        let (code, out, notes) = run(&arguments)?;
        assert!(code == expected && (out.contains(part) || notes.contains(part)), "{extra:?}: {out}{notes}");
        assert!(!notes.contains("s3cr3t"), "{notes}");
    }
    Ok(())
}

#[test]
fn programs_get_one_json_object() -> Result<(), Box<dyn Error>> {
    let (code, out, notes) =
        run(&["preview", "app.yaml", "--layers", "layers.json", "--output-format", "json"])?;
    let report: serde_json::Value = serde_json::from_str(&out)?;
    let count = |key: &str| report[key].as_array().map(Vec::len);
    assert_eq!((code, notes.as_str(), report["file"].as_str()), (0, "", Some("app.yaml")));
    assert_eq!(
        [count("resolved"), count("kept"), count("refused"), count("warnings")],
        [Some(3), Some(2), Some(0), Some(0)]
    );
    assert_eq!(report["kept"][0]["reason"], "it depends on the resource `Validation`");
    Ok(())
}

/// The alias warning depends on which of the transforms is the macro.
#[test]
fn the_macro_can_have_another_name() -> Result<(), Box<dyn Error>> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preview-macro-name");
    fs::create_dir_all(&scratch)?;
    let template = scratch.join("app.yaml");
    fs::write(
        &template,
        "Transform:\n- AWS::Serverless-2016-10-31\n- Name: LatestLayers\n  Parameters: {Exclude: 'charts'}\nResources:\n  \
         Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      AutoPublishAlias: live\n      \
         AutoPublishAliasAllProperties: true\n      Layers: [observability, charts]\n",
    )?;
    let template = template.to_string_lossy();
    let arguments = ["preview", &template, "--layers", "layers.json", "--macro-name", "LatestLayers"];
    let (code, _, notes) = run(&arguments)?;
    assert!(code == 0 && notes.contains("1 layer resolved, 1 unchanged"), "{notes}");
    assert!(notes.contains("list the macro before AWS::Serverless-2016-10-31"), "{notes}");
    Ok(())
}

#[test]
fn what_would_go_unnoticed_is_a_warning() -> Result<(), Box<dyn Error>> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preview-notes");
    fs::create_dir_all(&scratch)?;
    let path = scratch.join("app.yaml");
    let file = path.to_string_lossy().into_owned();
    let function = "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Layers: [charts]}}}\n";
    let preview = |template: &str, more: &[&str]| -> Result<String, Box<dyn Error>> {
        fs::write(&path, template)?;
        let (code, _, notes) = run(&[&["preview", &file, "--layers", "layers.json"], more].concat())?;
        assert_eq!(code, 0, "{notes}");
        Ok(notes)
    };
    let notes = preview(function, &[])?;
    assert!(
        notes.contains("warning: the template does not call the macro; add `Transform: Uselatest`"),
        "{notes}"
    );
    let call = "Fn::Transform: {Name: Uselatest, Parameters: {Layer: charts}}";
    for calling in [
        format!("Transform: Uselatest\n{function}"),
        format!("Transform: 123456789012::uselatest\n{function}"),
        format!("{function}Outputs: {{A: {{Value: {{{call}}}}}}}\n"),
    ] {
        let notes = preview(&calling, &[])?;
        assert!(!notes.contains("warning"), "{calling}{notes}");
    }
    let calling = format!("Transform: Uselatest\n{function}");
    let notes = preview(&calling, &["--exclude", "chart", "--exclude", "ch*"])?;
    let unused = "warning: the pattern `chart` of `Exclude` does not match any layer";
    assert!(notes.contains(unused) && !notes.contains("`ch*`"), "{notes}");
    let unknown = calling.replace("[charts]", "[!ImportValue x]");
    assert!(
        !preview(&unknown, &["--exclude", "chart"])?.contains("warning"),
        "the imported layer is not known"
    );
    Ok(())
}
