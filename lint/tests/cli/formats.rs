use insta::assert_snapshot;
use serde_json::Value;

use crate::support::Project;

/// Two equal findings, one of them behind a character that takes two units in UTF-16, and one without a fix.
const TEMPLATE: &str = "\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
Outputs:
  A, b:
    Value: [\u{1f600}, !GetAtt [Bucket, Arn]]
    Again: !GetAtt [Bucket, Arn]
  C:
    Value: !GetAtt [Bucket, # 100%
      Arn]
";

fn run(format: &str) -> crate::support::Run {
    let project = Project::new();
    project.file("my app,1.yaml", TEMPLATE).file("clean.yaml", "Resources: {}\n");
    project.run(&[
        "check",
        "-q",
        "--select",
        "long-getatt",
        "--output-format",
        format,
        "my app,1.yaml",
        "clean.yaml",
    ])
}

#[test]
fn github_gets_annotations() {
    assert_snapshot!(run("github"), @"
    exit code: 0
    ----- stdout
    ::notice title=long-getatt,file=my app%2C1.yaml,line=6,endLine=6,col=16,endColumn=37::this `GetAtt` can be written as `Bucket.Arn`
    ::notice title=long-getatt,file=my app%2C1.yaml,line=7,endLine=7,col=12,endColumn=33::this `GetAtt` can be written as `Bucket.Arn`
    ::notice title=long-getatt,file=my app%2C1.yaml,line=9,endLine=10::this `GetAtt` can be written as `Bucket.Arn`; not fixed because a comment inside would be lost
    ");
}

#[test]
fn gitlab_gets_a_code_quality_report() {
    assert_snapshot!(run("gitlab"), @r#"
    exit code: 0
    ----- stdout
    [
      {
        "check_name": "long-getatt",
        "description": "this `GetAtt` can be written as `Bucket.Arn`",
        "severity": "info",
        "fingerprint": "66a7b803c3da4555",
        "location": {
          "path": "my app,1.yaml",
          "positions": {
            "begin": {
              "line": 6,
              "column": 16
            },
            "end": {
              "line": 6,
              "column": 37
            }
          }
        }
      },
      {
        "check_name": "long-getatt",
        "description": "this `GetAtt` can be written as `Bucket.Arn`",
        "severity": "info",
        "fingerprint": "826024ad4e3b8e9f",
        "location": {
          "path": "my app,1.yaml",
          "positions": {
            "begin": {
              "line": 7,
              "column": 12
            },
            "end": {
              "line": 7,
              "column": 33
            }
          }
        }
      },
      {
        "check_name": "long-getatt",
        "description": "this `GetAtt` can be written as `Bucket.Arn`",
        "severity": "info",
        "fingerprint": "4293e503f685c263",
        "location": {
          "path": "my app,1.yaml",
          "positions": {
            "begin": {
              "line": 9,
              "column": 12
            },
            "end": {
              "line": 10,
              "column": 11
            }
          }
        }
      }
    ]
    "#);
}

#[test]
fn junit_gets_a_suite_per_file() {
    assert_snapshot!(run("junit"), @r#"
    exit code: 0
    ----- stdout
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="cfn-tidy" tests="4" skipped="0" failures="3" errors="0">
        <testsuite name="clean.yaml" tests="1" skipped="0" errors="0" failures="0" package="cfn-tidy">
            <testcase name="clean.yaml"/>
        </testsuite>
        <testsuite name="my app,1.yaml" tests="3" skipped="0" errors="0" failures="3" package="cfn-tidy">
            <testcase name="long-getatt" classname="my app,1.yaml" line="6" column="16">
                <failure message="this `GetAtt` can be written as `Bucket.Arn`" type="note">my app,1.yaml:6:16: this `GetAtt` can be written as `Bucket.Arn`</failure>
            </testcase>
            <testcase name="long-getatt" classname="my app,1.yaml" line="7" column="12">
                <failure message="this `GetAtt` can be written as `Bucket.Arn`" type="note">my app,1.yaml:7:12: this `GetAtt` can be written as `Bucket.Arn`</failure>
            </testcase>
            <testcase name="long-getatt" classname="my app,1.yaml" line="9" column="12">
                <failure message="this `GetAtt` can be written as `Bucket.Arn`" type="note">my app,1.yaml:9:12: this `GetAtt` can be written as `Bucket.Arn`; not fixed because a comment inside would be lost</failure>
            </testcase>
        </testsuite>
    </testsuites>
    "#);
}

#[test]
fn sarif_has_fixes_and_fingerprints() {
    let mut log: Value = serde_json::from_str(&run("sarif").stdout()).expect("it is JSON");
    let driver = log["runs"][0]["tool"]["driver"].take();
    assert_eq!(driver["name"], "cfn-tidy");
    for result in log["runs"][0]["results"].as_array_mut().into_iter().flatten() {
        let index = result["ruleIndex"].take().as_u64().expect("each result names its rule");
        assert_eq!(driver["rules"][index as usize]["id"], result["ruleId"]);
    }
    log["runs"][0]["results"].as_array_mut().expect("results are a list").truncate(1);
    assert_snapshot!(log, @r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":null},"columnKind":"utf16CodeUnits","results":[{"ruleId":"long-getatt","level":"note","message":{"text":"this `GetAtt` can be written as `Bucket.Arn`"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"my%20app%2C1.yaml"},"region":{"startLine":6,"startColumn":17,"endLine":6,"endColumn":38}}}],"partialFingerprints":{"cfnTidy/v1":"c31f3145e421c505"},"ruleIndex":null,"fixes":[{"description":{"text":"write it as `Bucket.Arn`"},"artifactChanges":[{"artifactLocation":{"uri":"my%20app%2C1.yaml"},"replacements":[{"deletedRegion":{"startLine":6,"startColumn":17,"endLine":6,"endColumn":38},"insertedContent":{"text":"!GetAtt Bucket.Arn"}}]}],"properties":{"applicability":"safe"}}]}]}]}"#);
}

#[test]
fn sarif_fits_its_schema() {
    // One pattern of the published schema has a bracket too many, which stricter readers of patterns refuse.
    let schema = include_str!("../fixtures/sarif-schema-2.1.0.json")
        .replace("{2}]?$", "{2})?$")
        .replace("{2}|^[a-zA-Z]{2}-", "{2}(-");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let log: Value = serde_json::from_str(&run("sarif").stdout()).expect("it is JSON");
    let problems: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

/// The limit of GitHub ("SARIF support for code scanning", "reportingDescriptor object").
const LONGEST_DESCRIPTION: usize = 1024;

#[test]
fn sarif_describes_every_rule_in_two_lengths() {
    let log: Value = serde_json::from_str(&run("sarif").stdout()).expect("it is JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules are a list");
    assert_eq!(rules.len(), cfn_tidy::rules::REGISTRY.rules().len());
    for rule in rules {
        let text = |key: &str| rule[key]["text"].as_str().unwrap_or_default().to_owned();
        let (short, full) = (text("shortDescription"), text("fullDescription"));
        assert!(full.starts_with(&short) && full.len() > short.len() + 20, "{rule}");
        assert!(full.chars().count() <= LONGEST_DESCRIPTION && !full.contains('\n'), "{rule}");
    }
}

/// Microsoft's validator with the rules of GitHub, where it is installed (`@microsoft/sarif-multitool` on npm).
#[test]
fn sarif_passes_the_rules_of_github() {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE);
    project.run(&["check", "--output-format", "sarif", "-o", "found.sarif", "app.yaml"]);
    let mut command = std::process::Command::new("Sarif.Multitool");
    command.args(["validate", "found.sarif", "--rule-kind", "Sarif;Ghas", "--output", "report.sarif"]);
    // It is a program of .NET, which otherwise looks for the data of ICU.
    command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").current_dir(project.folder());
    let Ok(output) = command.output() else {
        end_to_end::skip_optional("`Sarif.Multitool` is not installed");
        return;
    };
    assert!(project.path("report.sarif").exists(), "{}", String::from_utf8_lossy(&output.stdout));
    let report: Value = serde_json::from_str(project.read("report.sarif").trim_start_matches('\u{feff}'))
        .expect("the report is JSON");
    let problems: Vec<&Value> = report["runs"][0]["results"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|result| result["level"] == "error")
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn fingerprints_stay_while_lines_move() {
    let fingerprints = |template: &str| -> Vec<Value> {
        let arguments = ["check", "--isolated", "--select", "long-getatt", "--output-format", "gitlab", "-"];
        let run = Project::new().run_with(&arguments, template);
        let report: Vec<Value> = serde_json::from_str(&run.stdout()).expect("it is JSON");
        report.iter().map(|finding| finding["fingerprint"].clone()).collect()
    };
    let moved =
        TEMPLATE.replace("Outputs:", "  # new\n\nOutputs:").replace("[Bucket, Arn]", "[Bucket,  Arn]");
    assert_eq!(fingerprints(TEMPLATE), fingerprints(&moved));
    let all = fingerprints(TEMPLATE);
    assert_eq!(all.len(), 3);
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
}
