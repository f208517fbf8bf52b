use crate::support::Project;

/// Has a note, a warning and an error.
const TEMPLATE: &str = "\
Conditions:
  Größe: !Equals [a, b]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
Outputs:
  Arn: {Value: !GetAtt [Bucket, Arn]}
  Other: {Value: !Ref Missing}
";

const FORMATS: [&str; 2] = ["concise", "full"];

/// Standard output of a run with variables of the environment.
fn stdout(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE);
    let mut command = project.command(&[&["check"], arguments, &["app.yaml"]].concat());
    command.envs(variables.iter().copied());
    let output = command.output().expect("the command runs");
    String::from_utf8(output.stdout).expect("standard output is text")
}

fn is_colored(arguments: &[&str], variables: &[(&str, &str)]) -> bool {
    stdout(arguments, variables).contains("\u{1b}[")
}

#[test]
fn variables_of_the_environment_ask_for_color() {
    let cases: [(&[(&str, &str)], bool); 8] = [
        (&[], false),
        (&[("FORCE_COLOR", "1")], true),
        (&[("FORCE_COLOR", "true")], true),
        (&[("FORCE_COLOR", "")], false),
        (&[("FORCE_COLOR", "0")], false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], true),
        (&[("CLICOLOR_FORCE", "1")], true),
    ];
    for (variables, expected) in cases {
        for arguments in [&["--output-format", "full"][..], &["--output-format", "concise"], &["--diff"]] {
            assert_eq!(is_colored(arguments, variables), expected, "{arguments:?} with {variables:?}");
        }
    }
}

#[test]
fn the_command_line_decides_about_color_before_the_environment() {
    assert!(!is_colored(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(is_colored(&["--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn formats_for_programs_and_files_have_no_color() {
    for format in ["json", "json-lines", "sarif", "github", "gitlab", "junit"] {
        assert!(!is_colored(&["--output-format", format], &[("FORCE_COLOR", "1")]), "{format}");
    }
}

#[test]
fn every_format_prints_a_severity_in_one_color() {
    let style = |format: &str, severity: &str| {
        let text = stdout(&["--color", "always", "--output-format", format], &[]);
        let end = text.find(&format!("{severity}[")).expect("there is a finding of each severity");
        let start = text[..end].rfind(|c: char| c.is_whitespace()).map_or(0, |index| index + 1);
        // The order of the codes for bold and for the color does not matter.
        let mut codes: Vec<String> =
            text[start..end].split('m').map(|code| code.replace("\u{1b}[", "")).collect();
        codes.retain(|code| !code.is_empty() && code != "0");
        codes.sort();
        codes
    };
    for severity in ["note", "warning", "error"] {
        let [concise, full] = FORMATS.map(|format| style(format, severity));
        assert!(!full.is_empty());
        assert_eq!(concise, full, "{severity}");
    }
}
