//! The linter beside other programs: cfn-lint on the project's own templates, and pre-commit on a repository.

mod examples;
#[cfg(unix)]
mod pre_commit;
#[path = "../../lint/tests/support/mod.rs"]
mod support;
