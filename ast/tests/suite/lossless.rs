//! Every byte has its place.

use cfn_ast::{Source, Tree};

use crate::laws;
use crate::samples;

#[test]
fn the_laws_of_the_tree_hold_for_every_edge_case() {
    for expected in samples::synthetic() {
        let bytes = std::fs::read(&expected.path).unwrap();
        let Ok(source) = Source::from_bytes(bytes.clone()) else { continue };
        let tree = Tree::parse(source);
        laws::check(&tree, &expected.path.display());
        assert_eq!(tree.source().encoding().encode(tree.source().text()), bytes);
    }
}

/// Each broke a law once.
const FINDINGS: &[&str] = &[
    "\n|#2inn2\n",
    "k: >-#c\nz: |#d\n  x\n",
    "{#2$| {A.B}sources\":{\"A\":{\"Type\":}}\n}\n",
    "[a,#c\n b]\n",
    "Resources:\n  a: x\n  ? b\n:   c\n",
    "Resources:\n  {{ jinja }}: {Type: x}\n  ? [a, b]\n:   c\n''",
    "|\n\n",
    "|\n2+e2",
    ">-\n ...",
    "Resources: {opsources: {opicTyp|2+\nAWS::SNicTyp|2+\nAWS::SNS::Topic}\n",
    "R${A.B}es:\n  A: &x {Type: As:\n        - !Ss:\nB: *x\nOutpP: {Va *x}\n",
    "?  oti%gers:\n:\"low $e: lowed $ey\r\np{}\n",
    "# c1\n>-\n  2\n",
    "*aAWS!: <a: |\rFn::If\rF\n n .Arn\r\r\n  : ",
];

#[test]
fn the_laws_of_the_tree_hold_for_what_once_broke_them() {
    for text in FINDINGS {
        laws::check(&Tree::parse(Source::new(*text).unwrap()), &format!("{text:?}"));
    }
}
