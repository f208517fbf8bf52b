//! The format `junit`: a test suite per file, a failed test case per finding.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::FileReport;
use crate::finding::Finding;

pub(super) fn write(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("cfn-tidy");
    for file in files {
        let mut suite = TestSuite::new(&*file.path);
        suite.extra.insert("package".into(), "cfn-tidy".into());
        suite.add_test_cases(file.findings.iter().map(|finding| failed(file, finding)));
        // An empty suite would mean that nothing was tested.
        if file.findings.is_empty() {
            suite.add_test_case(TestCase::new(&*file.path, TestCaseStatus::success()));
        }
        report.add_test_suite(suite);
    }
    report.serialize(&mut *out).map_err(io::Error::other)
}

fn failed(file: &FileReport, finding: &Finding) -> TestCase {
    let place = file.line_column(finding.range.start());
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(&*finding.message).set_type(finding.severity.as_str());
    status.set_description(format!(
        "{}:{}:{}: {}",
        file.path,
        place.line,
        place.column,
        finding.with_help_text()
    ));
    let mut case = TestCase::new(finding.rule.name, status);
    case.set_classname(&*file.path);
    case.extra.insert("line".into(), place.line.to_string().into());
    case.extra.insert("column".into(), place.column.to_string().into());
    case
}
