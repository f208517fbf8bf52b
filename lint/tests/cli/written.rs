//! Files that the command writes besides templates: reports and baselines.

use crate::support::Project;

const TEMPLATE: &str = "Resources: {A: {Type: Custom::A}}\nOutputs: {B: {Value: !GetAtt [A, B]}} # größe\n";

/// The options that write a file `out.txt`.
const WRITERS: [&[&str]; 2] =
    [&["--output-format", "concise", "-o", "out.txt"], &["--write-baseline", "out.txt"]];

fn project() -> Project {
    let project = Project::new();
    project.file("app.yaml", TEMPLATE);
    project
}

fn run(project: &Project, writer: &[&str]) -> crate::support::Run {
    project.run(&[&["check", "app.yaml"], writer].concat())
}

/// The names of the files in the folder.
fn names(project: &Project) -> Vec<String> {
    let entries = std::fs::read_dir(project.folder()).expect("the folder can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn an_existing_file_is_replaced_and_nothing_else_remains() {
    for writer in WRITERS {
        let project = project();
        project.file("out.txt", "old\n".repeat(1000));
        assert_eq!(run(&project, writer).code(), 0);
        assert!(project.read("out.txt").contains("long-getatt"));
        assert!(!project.read("out.txt").contains("old"));
        assert_eq!(names(&project), ["app.yaml", "out.txt"]);
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::{TEMPLATE, WRITERS, names, project, run};
    use crate::support::Project;

    fn mode(project: &Project, name: &str) -> u32 {
        fs::metadata(project.path(name)).expect("the file exists").permissions().mode() & 0o777
    }

    /// What is written in place keeps its inode; a reader that has it open would see half of the new content.
    #[test]
    fn a_file_is_renamed_into_place() {
        for writer in WRITERS {
            let project = project();
            project.file("out.txt", "old");
            let inode = || fs::metadata(project.path("out.txt")).expect("the file exists").ino();
            let old = inode();
            run(&project, writer);
            assert_ne!(inode(), old);
        }
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_other_and_an_old_one_keeps_its_own() {
        for writer in WRITERS {
            let project = project();
            run(&project, writer);
            assert_eq!(mode(&project, "out.txt"), mode(&project, "app.yaml"));
            fs::set_permissions(project.path("out.txt"), Permissions::from_mode(0o640)).expect("it is ours");
            run(&project, writer);
            assert_eq!(mode(&project, "out.txt"), 0o640);
        }
    }

    #[test]
    fn links_are_followed() {
        for writer in WRITERS {
            let project = project();
            project.file("real/report.txt", "old");
            symlink("real/report.txt", project.path("out.txt")).expect("links can be made");
            run(&project, writer);
            assert!(fs::symlink_metadata(project.path("out.txt")).expect("it is there").is_symlink());
            assert!(!project.read("real/report.txt").contains("old"));
        }
    }

    #[test]
    fn a_device_is_written_to_and_remains() {
        let project = project();
        let run =
            project.run(&["check", "-q", "app.yaml", "--output-format", "concise", "-o", "/dev/stdout"]);
        assert!(run.stdout().contains("long-getatt"), "{run}");
        assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
        assert_eq!(project.run(&["check", "app.yaml", "-o", "/dev/null"]).code(), 0);
        assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        for writer in WRITERS {
            let project = project();
            project.file("out.txt", "old").file("app.yaml", TEMPLATE);
            fs::set_permissions(project.path("out.txt"), Permissions::from_mode(0o444)).expect("it is ours");
            let run = run(&project, writer);
            assert_eq!(run.code(), 2, "{run}");
            assert!(run.stderr().contains("out.txt") && run.stderr().contains("read-only"), "{run}");
            assert_eq!(project.read("out.txt"), "old");
            assert_eq!(names(&project), ["app.yaml", "out.txt"]);
        }
    }
}
