//! Reads the files to check or to convert.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfn_ast::Source;
use cfn_ast::source::SourceError;

use crate::cli::FileArgs;
use crate::config::Resolver;
use crate::files::replace::Stamp;
use crate::files::{Candidate, Found, find, looks_like_template};

/// The number of bytes of a file above the size limit that are read to find out whether it is a template.
const SNIFFED_BYTES: u64 = 64 * 1024;

/// One source of templates.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// A file.
    File(Candidate),
    /// Standard input, named by `--stdin-filename`.
    Stdin(Option<PathBuf>),
}

/// Returns the files at and below some paths, and a message for each path that could not be followed.
pub(super) fn inputs(
    paths: &[PathBuf],
    args: &FileArgs,
    resolver: &Arc<Resolver>,
) -> (Vec<Input>, Vec<String>) {
    let (stdin, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == Path::new("-"));
    let Found { files, problems } = find(&paths, resolver);
    let problems = problems.iter().map(ToString::to_string).collect();
    let explicit = |file: &Candidate| file.explicit && !args.templates_only;
    let files = files.into_iter().map(|file| Candidate { explicit: explicit(&file), ..file });
    let stdin = stdin.into_iter().take(1).map(|_| Input::Stdin(args.stdin_filename.clone()));
    (stdin.chain(files.map(Input::File)).collect(), problems)
}

/// Returns the bytes of a file; `None` if it does not exist, or is not a file that could be read, such as a pipe.
pub(super) fn read_existing(path: &Path) -> io::Result<Option<Vec<u8>>> {
    if path.exists() && !path.is_file() {
        return Ok(None);
    }
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error(
        "is larger than {limit} bytes; raise --max-file-size, or max-file-size in the configuration, to check it"
    )]
    TooLarge { limit: u64 },
    #[error(transparent)]
    Source(#[from] SourceError),
}

impl Input {
    /// The name to print.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin(None) => "<stdin>".to_owned(),
            _ => self.path().display().to_string(),
        }
    }

    /// The path that determines its configuration.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::File(candidate) => &candidate.path,
            Self::Stdin(path) => path.as_deref().unwrap_or(Path::new("")),
        }
    }

    /// Whether it is checked regardless of its content.
    pub(super) fn explicit(&self) -> bool {
        matches!(self, Self::Stdin(_) | Self::File(Candidate { explicit: true, .. }))
    }

    /// Reads the template; `None` for a file in a walked folder that is not a template.
    pub(super) fn read(&self, limit: u64) -> Result<Option<Text>, ReadError> {
        match self {
            Self::Stdin(_) => {
                let source = Source::from_bytes(read_to(limit, io::stdin().lock())?)?;
                Ok(Some(Text { source, stamp: None }))
            }
            Self::File(candidate) => self.read_file(&candidate.path, limit),
        }
    }

    fn read_file(&self, path: &Path, limit: u64) -> Result<Option<Text>, ReadError> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.len() > limit && !self.explicit() && !begins_like_template(&mut file)? {
            return Ok(None);
        }
        if metadata.len() > limit {
            return Err(ReadError::TooLarge { limit });
        }
        let source = self.template(read_to(limit, file)?)?;
        Ok(source.map(|source| Text { source, stamp: Some(Stamp::new(&metadata)) }))
    }

    fn template(&self, bytes: Vec<u8>) -> Result<Option<Source>, SourceError> {
        let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let foreign = |text: Cow<'_, str>| !self.explicit() && !looks_like_template(&text);
        let text =
            || std::str::from_utf8(&bytes).map_or_else(|_| String::from_utf8_lossy(&bytes), Cow::Borrowed);
        if !wide && foreign(text()) {
            return Ok(None);
        }
        let source = Source::from_bytes(bytes)?;
        if wide && foreign(Cow::Borrowed(source.text())) {
            return Ok(None);
        }
        Ok(Some(source))
    }
}

/// The text of an input.
pub(super) struct Text {
    pub(super) source: Source,
    /// The state of the file when it was read; `None` for standard input.
    pub(super) stamp: Option<Stamp>,
}

fn read_to(limit: u64, reader: impl Read) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
}

fn begins_like_template(file: &mut File) -> io::Result<bool> {
    let mut bytes = Vec::new();
    file.take(SNIFFED_BYTES).read_to_end(&mut bytes)?;
    Ok(looks_like_template(&String::from_utf8_lossy(&bytes)))
}
