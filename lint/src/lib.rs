//! The library behind the `cfn-tidy` command.
