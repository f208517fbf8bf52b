//! The hand-written edge cases against the reference reader.

use crate::canonical::{canonical, sha256};
use crate::samples;

/// Read by the reference reader and refused here: a lone surrogate is no character, and no text can hold it.
const REFUSED_ON_PURPOSE: [&str; 1] = ["lone-surrogate.json"];

#[test]
fn edge_cases_are_read_as_by_the_reference_reader() {
    for expected in samples::synthetic() {
        let name = expected.path.file_name().unwrap().to_str().unwrap();
        let read = canonical(std::fs::read(&expected.path).unwrap());
        let wanted = expected.is_read() && !REFUSED_ON_PURPOSE.contains(&name);
        match read {
            Ok(value) => {
                assert!(wanted, "{name} is read, the reference reader says {}", expected.status);
                assert_eq!(sha256(&value.typed), expected.sha_typed, "{name}: {}", value.typed);
                assert_eq!(sha256(&value.text), expected.sha_text, "{name}: {}", value.text);
            }
            Err(message) => assert!(!wanted, "{name} is refused: {message}"),
        }
    }
}
