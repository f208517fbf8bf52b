//! Excerpts of the source in terminals of several widths.

use std::process::Command;

use end_to_end::python::skip_without_python;

use crate::support::Project;

/// Runs a command in a terminal with a number of columns, and prints what it printed.
const IN_TERMINAL: &str = "\
import fcntl, os, pty, struct, sys, termios
columns, command = int(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 50, columns, 0, 0))
    os.execv(command[0], command)
output = b''
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    output += data
os.waitpid(pid, 0)
sys.stdout.buffer.write(output)
";

/// Lines that are longer than any of the terminals; ranges that are, too; and a label far behind its finding.
const LONG: &str = "\
Resources:
  Bucket: {Type: AWS::S3::Bucket}
Outputs:
  Arn: {Value: 'größe größe größe größe größe größe größe größe größe größe', Export: {Name: !GetAtt [Bucket, Arn]}, Description: 'größe größe größe größe größe größe'}
  Text: {Value: !Sub 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}
  Two: {Value: a, Description: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, Value: c}
";

fn rows(columns: usize) -> Option<Vec<String>> {
    let project = Project::new();
    project.file("app.yaml", LONG);
    if Command::new("python3").arg("--version").output().is_err() {
        skip_without_python("a terminal");
        return None;
    }
    let output = Command::new("python3")
        .args(["-c", IN_TERMINAL, &columns.to_string(), env!("CARGO_BIN_EXE_cfn-tidy")])
        .args(["check", "--isolated", "--color", "never", "app.yaml"])
        .current_dir(project.folder())
        .output()
        .expect("Python can be started");
    let text = String::from_utf8(output.stdout).expect("standard output is text");
    Some(text.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect())
}

/// The rows of excerpts: those with a bar after the line number.
fn is_excerpt(row: &str) -> bool {
    row.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with('|')
}

#[test]
fn no_row_of_an_excerpt_is_wider_than_the_terminal() {
    for columns in [40, 60, 80, 100, 140, 200] {
        let Some(rows) = rows(columns) else { return };
        assert!(rows.iter().filter(|row| row.contains('^')).count() >= 3, "{rows:#?}");
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| is_excerpt(row)) {
            // A label after the carets may go on in the next row, below which nothing points to anything.
            let end = row.rfind(['^', '-']).filter(|_| row.contains('^')).map_or(row.len(), |end| end + 1);
            let width = row[..end].chars().count();
            assert!(width <= columns, "row {index} has {width} of {columns} columns\n{}", rows.join("\n"));
        }
    }
}

#[test]
fn carets_point_at_the_finding_in_a_narrow_terminal() {
    for columns in [40, 80] {
        let Some(rows) = rows(columns) else { return };
        let source = rows.iter().position(|row| row.contains("!GetAtt [Bucket, Arn]")).expect("it is shown");
        let at = rows[source].chars().take_while(|c| *c != '!').count();
        let carets = rows[source + 1].chars().take_while(|c| *c != '^').count();
        assert_eq!(at, carets, "{}", rows.join("\n"));
    }
}
