//! The sentences of ARCHITECTURE.md about what a part of the code may touch, held against the sources.
//!
//! A new rule of this kind is a new row of [`BOUNDARIES`]. Comments are not looked at: they may speak of anything.

mod support;

use std::fs;
use std::path::Path;

use support::files_below;

/// Text that may not appear in the code below a folder, with the files and folders that are exempt.
struct Boundary {
    folder: &'static str,
    forbidden: &'static [&'static str],
    /// Paths below `folder`; a path without an extension is a folder.
    except: &'static [&'static str],
}

const FILES: &[&str] = &["std::fs", "fs::", "File::open", "File::create", "tempfile"];
const PROCESS: &[&str] = &["std::env", "std::process", "std::net", "std::thread", "Instant::now"];
const TRIMMING: &[&str] = &[".trim()", ".trim_start()", ".trim_end()", "is_whitespace", "split_whitespace"];
const PRINTING: &[&str] = &["println!", "eprintln!", "print!(", "eprint!(", "stdout()", "stderr()", "dbg!"];

const BOUNDARIES: &[Boundary] = &[
    // `cfn-ast` is a pure function of its input.
    Boundary { folder: "ast/src", forbidden: FILES, except: &[] },
    Boundary { folder: "ast/src", forbidden: PROCESS, except: &[] },
    Boundary { folder: "ast/src", forbidden: PRINTING, except: &[] },
    Boundary {
        folder: "ast/src",
        forbidden: &["std::io", "clap", "serde", "tokio", "aws_sdk", "cfn_tidy", "use uselatest"],
        except: &[],
    },
    // So is `cfn-schema`; only its build script and the example that renews the data read and write files.
    Boundary { folder: "schema/src", forbidden: FILES, except: &[] },
    // Addresses are parsed, and nothing is connected to.
    Boundary { folder: "schema/src", forbidden: PROCESS, except: &["format.rs"] },
    Boundary { folder: "schema/src", forbidden: PRINTING, except: &[] },
    Boundary {
        folder: "schema/src",
        forbidden: &["std::io", "clap", "cfn_tidy", "use uselatest"],
        except: &[],
    },
    // The data knows nothing of templates; only the comparison with them does.
    Boundary { folder: "schema/src", forbidden: &["cfn_ast"], except: &["validate", "validate.rs"] },
    // What its build script includes has no dependency.
    Boundary {
        folder: "schema/src",
        forbidden: &["serde_json", "thiserror", "regex_lite"],
        except: &[
            "pattern.rs",
            "provider",
            "provider.rs",
            "registry",
            "registry.rs",
            "table.rs",
            "type_pattern.rs",
        ],
    },
    // The white space of Unicode, such as a no-break space, is text in YAML: use `trim_ascii` and the like.
    Boundary { folder: "ast/src/syntax", forbidden: TRIMMING, except: &[] },
    Boundary { folder: "ast/src/write", forbidden: TRIMMING, except: &[] },
    Boundary { folder: "ast/src/edit", forbidden: TRIMMING, except: &[] },
    Boundary { folder: "lint/src/rules/kit/editing", forbidden: TRIMMING, except: &[] },
    Boundary { folder: "lint/src/finding/suppress", forbidden: TRIMMING, except: &[] },
    // The parsers and the solver can be replaced in one place each.
    Boundary {
        folder: "ast/src",
        forbidden: &["granit_parser"],
        except: &["syntax/yaml.rs", "syntax/yaml/problem.rs", "syntax/mend.rs", "syntax/recover.rs"],
    },
    Boundary { folder: "ast/src", forbidden: &["jsonc_parser"], except: &["syntax/json.rs"] },
    Boundary {
        folder: "ast/src",
        forbidden: &["biodivine_lib_bdd"],
        except: &["model/conditions/diagram.rs"],
    },
    // Reading knows nothing of the language on top, apart from the functions that tags are.
    Boundary {
        folder: "ast/src/syntax",
        forbidden: &["crate::edit", "crate::expansion", "crate::meaning", "crate::value"],
        except: &[],
    },
    // Views of the template neither change it nor compare templates.
    Boundary {
        folder: "ast/src/model",
        forbidden: &["crate::edit", "crate::expansion", "crate::meaning"],
        except: &[],
    },
    // An edit is text in a place; whether it keeps the meaning is asked by whoever applies it.
    Boundary {
        folder: "ast/src/edit",
        forbidden: &["crate::expansion", "crate::meaning", "crate::model::Template"],
        except: &[],
    },
    // What one macro reads is a feature.
    Boundary { folder: "ast/src", forbidden: &["crate::layer"], except: &[] },
    // `cfn-tidy` knows nothing of the macro, of AWS's SDK or of the network.
    Boundary {
        folder: "lint/src",
        forbidden: &["use uselatest", "aws_sdk", "tokio", "std::net::Tcp", "std::net::Udp"],
        except: &[],
    },
    Boundary {
        folder: "lint/src",
        forbidden: FILES,
        except: &[
            "commands/input.rs",
            "config/resolver.rs",
            "config/schemas.rs",
            "files/discover.rs",
            "files/existing.rs",
            "files/referenced.rs",
            "files/replace.rs",
            "finding/baseline.rs",
        ],
    },
    Boundary { folder: "lint/src", forbidden: PRINTING, except: &["terminal.rs"] },
    Boundary {
        folder: "lint/src",
        forbidden: &["clap"],
        except: &["cli", "cli.rs", "commands/generated.rs", "main.rs", "output.rs"],
    },
    // A rule sees a template and reports; it neither reads other files nor knows who asked.
    Boundary {
        folder: "lint/src/rules",
        forbidden: &[
            "std::fs",
            "std::env",
            "std::io",
            "crate::cli",
            "crate::commands",
            "crate::config",
            "crate::files",
            "crate::output",
            "crate::terminal",
        ],
        except: &[],
    },
    // The kit serves all rules, so it names none.
    Boundary { folder: "lint/src/rules/kit", forbidden: &["crate::rules::", "declare_rule!"], except: &[] },
    // What a rule is, and what it finds, does not depend on how rules run or on what is done with findings.
    Boundary {
        folder: "lint/src/rule",
        forbidden: &["crate::check", "crate::cli", "crate::commands", "crate::config", "crate::output"],
        except: &[],
    },
    Boundary {
        folder: "lint/src/finding",
        forbidden: &["crate::check", "crate::cli", "crate::commands", "crate::config", "crate::output"],
        except: &[],
    },
    // Files are found and replaced without a look at rules and findings.
    Boundary {
        folder: "lint/src/files",
        forbidden: &["crate::check", "crate::finding", "crate::fix", "crate::rules", "crate::output"],
        except: &[],
    },
    // The engine neither reads files nor prints, and does not know who asked.
    Boundary {
        folder: "lint/src/check",
        forbidden: &["crate::cli", "crate::commands", "crate::config", "crate::files", "crate::output"],
        except: &[],
    },
    Boundary {
        folder: "lint/src/fix",
        forbidden: &["crate::cli", "crate::commands", "crate::config", "crate::files", "crate::output"],
        except: &[],
    },
    // The server answers; what it knows is read by the modules that it calls, and shown by the editor.
    Boundary {
        folder: "lint/src/server",
        forbidden: &["std::fs", "crate::cli", "crate::commands", "crate::output", "crate::terminal"],
        except: &[],
    },
    Boundary {
        folder: "lint/src",
        forbidden: &["lsp_server", "gen_lsp_types"],
        except: &["commands/server.rs", "server", "server.rs"],
    },
    // Facts about resource types in words, for whoever shows them.
    Boundary {
        folder: "lint/src/describe",
        forbidden: &[
            "crate::check",
            "crate::cli",
            "crate::commands",
            "crate::config",
            "crate::output",
            "crate::server",
        ],
        except: &[],
    },
    // Which rules exist is passed to all others, so that programs and tests can have rules of their own.
    Boundary {
        folder: "lint/src",
        forbidden: &["REGISTRY"],
        except: &["cli", "commands", "fix/tests.rs", "rules.rs"],
    },
    // A format prints findings; it finds none.
    Boundary {
        folder: "lint/src/output",
        forbidden: &["crate::check", "crate::commands", "crate::config", "crate::files", "crate::suggest"],
        except: &[],
    },
    // AWS is reached through two folders.
    Boundary {
        folder: "macro/src",
        forbidden: &["aws_sdk_lambda"],
        except: &["catalog/aws.rs", "fleet/aws", "fleet/aws.rs"],
    },
    Boundary {
        folder: "macro/src",
        forbidden: &["aws_config", "aws_credential_types", "aws_smithy", "aws_types"],
        except: &["catalog/aws", "catalog/aws.rs", "fleet/aws/bucket.rs"],
    },
    Boundary { folder: "macro/src", forbidden: &["aws_sdk_cloudformation"], except: &["fleet/aws"] },
    Boundary { folder: "macro/src", forbidden: &["clap"], except: &["bin/uselatest.rs", "commands"] },
    Boundary { folder: "macro/src", forbidden: FILES, except: &["commands"] },
    Boundary { folder: "macro/src", forbidden: &["cfn_tidy"], except: &[] },
];

impl Boundary {
    /// The places that cross the boundary, and the exemptions that nothing needs.
    fn problems(&self, root: &Path) -> Vec<String> {
        let folder = root.join(self.folder);
        let mut unneeded = self.except.to_vec();
        let mut problems = Vec::new();
        for path in files_below(&folder) {
            let code = code(&fs::read_to_string(&path).expect("a source file can be read"));
            let within = path.strip_prefix(&folder).expect("the file was found below the folder");
            let exemption = self.except.iter().find(|exempt| within.starts_with(exempt));
            for text in self.forbidden.iter().filter(|text| code.contains(**text)) {
                match exemption {
                    Some(exemption) => unneeded.retain(|other| other != exemption),
                    None => problems.push(format!("{}/{}: `{text}`", self.folder, within.display())),
                }
            }
        }
        problems.extend(unneeded.iter().map(|exempt| {
            format!("{}/{exempt} is exempt from {:?} without need", self.folder, self.forbidden)
        }));
        problems
    }
}

/// The lines of a source file that are not comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_part_touches_what_it_may_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
    let problems: Vec<String> = BOUNDARIES.iter().flat_map(|boundary| boundary.problems(root)).collect();
    assert!(problems.is_empty(), "{}\nsee ARCHITECTURE.md, \"Boundaries\"", problems.join("\n"));
}
