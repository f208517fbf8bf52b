//! Where a result is written.

use std::path::{Path, PathBuf};

use cfn_ast::syntax::Format;

use crate::cli::ConvertArgs;
use crate::commands::input::Input;

/// Where a result is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To standard output.
    Stdout,
    /// To this file, whatever it contains.
    File(PathBuf),
    /// To this file, whose name follows from that of the source, so that it may be another one by mistake.
    Derived(PathBuf),
    /// To the source itself.
    Source(PathBuf),
}

impl Target {
    /// Returns the target of an input that is converted from one notation to another.
    pub(super) fn of(input: &Input, from: Format, to: Format, args: &ConvertArgs) -> Self {
        let destination = &args.destination;
        if let Some(path) = &destination.output {
            return Self::File(path.clone());
        }
        let Input::File(candidate) = input else { return Self::Stdout };
        let path = &candidate.path;
        if let Some(folder) = &destination.output_dir {
            return Self::Derived(folder.join(renamed(below(path, &args.paths), from, to)));
        }
        if !(destination.write || destination.diff || destination.check) {
            return Self::Stdout;
        }
        if from == to { Self::Source(path.clone()) } else { Self::Derived(renamed(path, from, to)) }
    }

    /// The file that is written; `None` for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) | Self::Derived(path) | Self::Source(path) => Some(path),
        }
    }
}

/// The path with the extension of the new notation. `.template`, which says nothing of the notation, is replaced as well,
/// but not as a part of `app.template.json`.
fn renamed(path: &Path, from: Format, to: Format) -> PathBuf {
    if from == to {
        return path.to_path_buf();
    }
    path.with_extension(match to {
        Format::Yaml => "yaml",
        Format::Json => "json",
    })
}

/// The path of a file below the folder on the command line through which it was found; its name if it was named itself.
fn below<'p>(path: &'p Path, arguments: &[PathBuf]) -> &'p Path {
    let is_current = |folder: &Path| folder == Path::new(".") || folder == Path::new("./");
    for argument in arguments.iter().filter(|argument| argument.is_dir()) {
        if let Ok(below) = path.strip_prefix(argument) {
            return below;
        }
        if is_current(argument) {
            return path;
        }
    }
    path.file_name().map_or(path, Path::new)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Format, renamed};

    #[test]
    fn only_the_last_extension_changes() {
        for (path, to, expected) in [
            ("a/größe.json", Format::Yaml, "a/größe.yaml"),
            ("app.template", Format::Yaml, "app.yaml"),
            ("app.template.json", Format::Yaml, "app.template.yaml"),
            ("app.yml", Format::Json, "app.json"),
            ("noextension", Format::Json, "noextension.json"),
        ] {
            let from = if to == Format::Json { Format::Yaml } else { Format::Json };
            assert_eq!(renamed(Path::new(path), from, to), Path::new(expected));
        }
        assert_eq!(renamed(Path::new("app.yml"), Format::Yaml, Format::Yaml), Path::new("app.yml"));
    }
}
