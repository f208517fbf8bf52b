//! The command as its users meet it: what it prints, where, and how it exits.

mod support;

mod cli {
    mod accepted;
    mod baseline;
    mod causes;
    mod check;
    mod color;
    mod columns;
    mod completions;
    mod config;
    mod convert;
    mod diffs;
    mod files;
    mod fix;
    mod foreign;
    mod formats;
    mod fragments;
    mod groups;
    mod import;
    mod init;
    mod manual;
    mod notation;
    mod partial;
    mod ranking;
    mod robust;
    mod schema;
    mod suppress;
    mod types;
    mod verbs;
    mod watch;
    mod written;
}
