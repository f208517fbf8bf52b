//! What a release consists of, as far as it can be tried within seconds: the action, archives, the wrapper for npm, the
//! image's recipe, workflows, versions. `packaging/README.md` lists what is tried by hand and by the release workflow.

#![cfg(unix)]

mod support;

mod packaging {
    mod action;
    mod files;
    mod npm;
    mod repository;
    mod versions;
    mod workflows;
}
