//! `cfn-tidy completions` and `cfn-tidy man`: texts that are generated from the definition of the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Exit, finish};
use crate::cli::Cli;
use crate::terminal::Terminal;

/// Bash splits words at colons, which the names of resource types contain, and replaces only what follows the last one.
const COLONS: &str = r#"
_cfn__tidy_words() {
    local typed="${COMP_LINE:0:COMP_POINT}"
    typed="${typed##* }"
    if [[ "${typed}" != *:* ]]; then
        _cfn__tidy "$@"
        return
    fi
    _cfn__tidy "$1" "${typed}" "$3"
    COMPREPLY=("${COMPREPLY[@]#"${typed%"${typed##*:}"}"}")
}
"#;

pub(super) fn completions(shell: Shell, terminal: Terminal) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "cfn-tidy", &mut script);
    let script = String::from_utf8_lossy(&script);
    // In a script for Bash, clap_complete names the state after a subcommand in two ways if the name of the program
    // contains a hyphen, so that nothing would be completed there.
    let mut script = script.replace("cfn__subcmd__tidy", "cfn__tidy");
    if shell == Shell::Bash {
        script = script.replace("complete -F _cfn__tidy ", "complete -F _cfn__tidy_words ") + COLONS;
    }
    finish(terminal.results(|out| out.write_all(script.as_bytes())), Exit::Clean, terminal)
}

/// Prints the page of the subcommand with the given path, such as `config show`; of the program if it is empty.
pub(super) fn manual(path: &[String], terminal: Terminal) -> Exit {
    // Without the subcommand `help`, for which there is no page: every page says what it would.
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    for name in path {
        let Some(found) = command.find_subcommand(name) else {
            terminal.failure(&format!("no manual page for `cfn-tidy {}`", path.join(" ")));
            return Exit::Failure;
        };
        command = found.clone();
    }
    let page = Man::new(command);
    finish(terminal.results(|out| page.render(&mut &mut *out)), Exit::Clean, terminal)
}
