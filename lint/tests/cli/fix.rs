use insta::assert_snapshot;

use crate::support::Project;

const TEMPLATE: &str = "\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
Outputs:
  Arn:
    Value: !GetAtt [Bucket, Arn] # the whole name
";

fn project() -> Project {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE).file("cfn-tidy.toml", "select = ['long-getatt']\n");
    project
}

#[test]
fn fixes_are_written_and_told() {
    let project = project();
    assert_snapshot!(project.run(&["check", "--fix"]), @"
    exit code: 0
    ----- stderr
    Fixed app.yaml: 1 long-getatt
    Found 1 finding, applied 1 fix; 0 findings remaining.
    ");
    assert_snapshot!(project.read("app.yaml"), @"
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
    Outputs:
      Arn:
        Value: !GetAtt Bucket.Arn # the whole name
    ");
    assert_snapshot!(project.run(&["check", "--fix"]), @"
    exit code: 0
    ----- stderr
    All checks passed in 1 file.
    ");
}

#[test]
fn each_fix_can_be_listed() {
    assert_snapshot!(project().run(&["check", "--fix", "--show-fixes"]), @"
    exit code: 0
    ----- stderr
    Fixed app.yaml: 1 long-getatt
        1 long-getatt: write it as `Bucket.Arn`
    Found 1 finding, applied 1 fix; 0 findings remaining.
    ");
}

#[test]
fn a_diff_changes_nothing() {
    let project = project();
    assert_snapshot!(project.run(&["check", "--diff"]), @"
    exit code: 1
    ----- stdout
    --- app.yaml
    +++ app.yaml
    @@ -3,4 +3,4 @@
         Type: AWS::S3::Bucket
     Outputs:
       Arn:
    -    Value: !GetAtt [Bucket, Arn] # the whole name
    +    Value: !GetAtt Bucket.Arn # the whole name
    ----- stderr
    Would fix app.yaml: 1 long-getatt
    Would apply 1 fix.
    ");
    assert_eq!(project.read("app.yaml"), TEMPLATE);
}

#[test]
fn a_diff_of_nothing_exits_with_0() {
    let project = project();
    project.run(&["check", "--fix"]);
    assert_snapshot!(project.run(&["check", "--diff"]), @"
    exit code: 0
    ----- stderr
    Nothing to fix.
    ");
}

#[test]
fn what_remains_is_not_reported_with_fix_only() {
    let project = project();
    let comment = TEMPLATE.replace("[Bucket, Arn]", "[Bucket, # which\n      Arn]");
    project.file("comment.yaml", comment);
    assert_snapshot!(project.run(&["check", "--fix-only"]), @"
    exit code: 0
    ----- stderr
    Fixed app.yaml: 1 long-getatt
    Applied 1 fix.
    ");
    assert_snapshot!(project.run(&["check", "--fix"]), @"
    exit code: 0
    ----- stdout
    note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn`
     --> comment.yaml:6:12
      |
    6 |       Value: !GetAtt [Bucket, # which
      |  ____________^
    7 | |       Arn] # the whole name
      | |__________^
      |
      = help: not fixed because a comment inside would be lost
    ----- stderr
    Found 1 finding (below the fail level).
    ");
}

#[test]
fn syntax_errors_are_not_hidden_by_diff_and_fix_only() {
    let project = Project::new();
    project.file("broken.yaml", "Resources: [\n");
    assert_snapshot!(project.run(&["check", "--diff", "broken.yaml"]), @"
    exit code: 2
    ----- stderr
    error: broken.yaml: cannot be fixed, because it cannot be parsed: line 1, column 12: invalid YAML: unclosed `[`
    Nothing to fix; 1 file failed.
    ");
    assert_snapshot!(project.run(&["check", "--fix-only", "broken.yaml"]), @"
    exit code: 2
    ----- stderr
    error: broken.yaml: cannot be fixed, because it cannot be parsed: line 1, column 12: invalid YAML: unclosed `[`
    Applied 0 fixes; 1 file failed.
    ");
}

#[test]
fn a_fix_can_be_an_exit_code() {
    assert_eq!(project().run(&["check", "--fix", "--exit-non-zero-on-fix"]).code(), 1);
    assert_eq!(project().run(&["check", "--fix-only", "--exit-non-zero-on-fix"]).code(), 1);
    assert_eq!(project().run(&["check", "--fix"]).code(), 0);
}

#[test]
fn rules_can_be_kept_from_fixing() {
    let project = project();
    assert_eq!(
        project.run(&["check", "--fix", "--fail-level", "note", "--unfixable", "long-getatt"]).code(),
        1
    );
    assert_eq!(project.run(&["check", "--fix", "--fail-level", "note", "--fixable", "yaml"]).code(), 1);
    assert_eq!(project.read("app.yaml"), TEMPLATE);
}

#[test]
fn the_fixed_text_of_standard_input_goes_to_standard_output() {
    assert_snapshot!(project().run_with(&["check", "--fix", "-"], TEMPLATE), @"
    exit code: 0
    ----- stdout
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
    Outputs:
      Arn:
        Value: !GetAtt Bucket.Arn # the whole name
    ----- stderr
    Fixed <stdin>: 1 long-getatt
    Found 1 finding, applied 1 fix; 0 findings remaining.
    ");
    let unfixable = TEMPLATE.replace("[Bucket, Arn]", "[Bucket, # which\n      Arn]");
    assert_snapshot!(project().run_with(&["check", "--fix", "-"], unfixable), @"
    exit code: 0
    ----- stdout
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
    Outputs:
      Arn:
        Value: !GetAtt [Bucket, # which
          Arn] # the whole name
    ----- stderr
    note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn`
     --> <stdin>:6:12
      |
    6 |       Value: !GetAtt [Bucket, # which
      |  ____________^
    7 | |       Arn] # the whole name
      | |__________^
      |
      = help: not fixed because a comment inside would be lost

    Found 1 finding (below the fail level).
    ");
}

#[test]
fn standard_input_comes_back_when_it_cannot_be_fixed() {
    let broken = "Resources: [\r\n";
    let run = project().run_with(&["check", "--fix", "-"], broken);
    assert_eq!((run.stdout().as_str(), run.code()), (broken, 1));
}

#[test]
fn line_ends_marks_and_encodings_stay() {
    let project = project();
    let text = "\u{feff}Resources: {}\r\nOutputs:\r\n  A: {Value: !GetAtt [B, C]}";
    let fixed = text.replace("[B, C]", "B.C");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    project.file("utf8.yaml", text).file("utf16.yaml", wide(text));
    assert_eq!(project.run(&["check", "--fix", "utf8.yaml", "utf16.yaml"]).code(), 0);
    assert_eq!(project.read("utf8.yaml"), fixed);
    assert_eq!(std::fs::read(project.path("utf16.yaml")).expect("it is there"), wide(&fixed));
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_read_only_file_is_left_alone_and_the_others_are_fixed() {
        let project = project();
        project.file("locked.yaml", TEMPLATE);
        fs::set_permissions(project.path("locked.yaml"), Permissions::from_mode(0o444)).expect("it is ours");
        assert_snapshot!(project.run(&["check", "--fix", "--output-format", "concise"]), @"
        exit code: 2
        ----- stdout
        locked.yaml:6:12: note[long-getatt]: this `GetAtt` can be written as `Bucket.Arn` [fixable]
        ----- stderr
        error: locked.yaml: file is read-only; make it writable or exclude it
        Fixed app.yaml: 1 long-getatt
        Found 2 findings, applied 1 fix; 1 finding remaining (below the fail level); 1 file failed.
        1 fixable with --fix.
        ");
        assert_eq!(project.read("locked.yaml"), TEMPLATE);
        assert_ne!(project.read("app.yaml"), TEMPLATE);
    }

    #[test]
    fn the_mode_of_a_file_stays() {
        let project = project();
        fs::set_permissions(project.path("app.yaml"), Permissions::from_mode(0o640)).expect("it is ours");
        project.run(&["check", "--fix"]);
        let mode = fs::metadata(project.path("app.yaml")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[test]
    fn a_link_stays_a_link_and_its_target_is_fixed() {
        let project = Project::new();
        project.file("real/app.yaml", TEMPLATE);
        symlink("real/app.yaml", project.path("link.yaml")).expect("links can be made");
        project.run(&["check", "--fix", "link.yaml"]);
        assert!(fs::symlink_metadata(project.path("link.yaml")).expect("it is there").is_symlink());
        assert_ne!(project.read("real/app.yaml"), TEMPLATE);
    }

    #[test]
    fn nothing_is_left_beside_the_file() {
        let project = project();
        project.run(&["check", "--fix"]);
        assert_eq!(fs::read_dir(project.folder()).expect("it is there").count(), 2);
    }
}

#[test]
fn unsafe_fixes_without_fix_has_no_effect_and_says_so() {
    let project = Project::new();
    project.file("app.yaml", "Resources: {A: {Type: AWS::S3::Bucket}}\n");
    let warning = "warning: --unsafe-fixes has no effect without --fix, --fix-only or --diff\n";
    assert!(project.run(&["check", "--unsafe-fixes"]).stderr().starts_with(warning));
    for with in ["--fix", "--fix-only", "--diff"] {
        assert!(!project.run(&["check", "--unsafe-fixes", with]).stderr().contains("no effect"));
    }
    project.file("cfn-tidy.toml", "unsafe-fixes = true\n");
    assert!(
        !project.run(&["check"]).stderr().contains("no effect"),
        "the configuration is for other runs, too"
    );
}
