//! Templates that are made, not written.

use std::fmt::Write;

/// A fragment of about 2 KB for each function; every function uses two of the layers `layer-0`, `layer-1` and so on, one
/// of them through `Fn::Sub`.
pub fn many_functions(functions: usize, layers: usize) -> String {
    let filler = "x".repeat(1_700);
    let mut text = r#"{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}"#.to_owned();
    for number in 0..functions {
        let (first, second) = (number % layers, (number * 7 + 3) % layers);
        // Writing into a text cannot fail.
        let _ = write!(
            text,
            r#", "F{number}": {{"Type": "AWS::Lambda::Function", "Properties": {{"Runtime": "python3.13", "Description":
            "{filler}", "Layers": ["layer-{first}", {{"Fn::Sub": "layer-{second}"}}]}}}}"#
        );
    }
    text + "}}"
}
