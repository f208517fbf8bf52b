//! Finds and reads the schemas of resource types that users describe.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cfn_ast::{Node, Source, Tree};
use cfn_schema::registry::{Document, Problem, RegistryError, compile};
use cfn_schema::{Catalog, Table, TypePattern};
use globset::GlobBuilder;
use ignore::WalkBuilder;

use crate::suggest::suggestion;
use crate::suggest::types::TypeNames;

/// A problem of a schema, or of the path of schemas.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A path does not exist.
    #[error("{}: no such file or folder with schemas", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A folder has no schemas, or no file matches a pattern.
    #[error("{}: no schemas found", path.display())]
    Empty {
        /// The folder or pattern.
        path: PathBuf,
    },
    /// A pattern is not valid.
    #[error("{}: invalid path pattern: {reason}", path.display())]
    Pattern {
        /// The pattern.
        path: PathBuf,
        /// The problem with it.
        reason: String,
    },
    /// A file or folder cannot be read.
    #[error("{}: cannot read the schema: {reason}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The error of the operating system, or what walks the folder.
        reason: String,
    },
    /// A file is too large.
    #[error("{}: schema is larger than {limit} bytes; raise max-file-size to use it", path.display())]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// A schema is not valid.
    #[error("{}{}: {error}{suggestion}", path.display(), position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default())]
    Invalid {
        /// The path.
        path: PathBuf,
        /// The line and column, from 1, if there is a single place.
        position: Option<(usize, usize)>,
        /// The problem.
        error: Box<RegistryError>,
        /// The question whether a similar type was meant, or nothing.
        suggestion: String,
    },
}

/// The schemas of one configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Schemas {
    table: Option<Arc<Table>>,
    /// The types that schemas with problems are about.
    unclear: Vec<TypePattern>,
}

impl Schemas {
    /// Reads the schemas at files, folders and patterns, which are relative to the working folder. All problems are
    /// returned, and the schemas without problems are used.
    pub(super) fn read(paths: &[PathBuf], working_folder: &Path, max_size: u64) -> (Self, Vec<SchemaError>) {
        let mut problems = Vec::new();
        let mut files = Vec::new();
        for path in paths {
            match files_at(path, working_folder) {
                Ok(found) => files.extend(found),
                Err(problem) => problems.push(problem),
            }
        }
        files.sort();
        files.dedup();
        let mut texts = Vec::new();
        for path in files {
            match read_file(&path, working_folder, max_size) {
                Ok(text) => texts.push((path, text)),
                Err(problem) => problems.push(problem),
            }
        }
        let (schemas, invalid) = Self::compile(&texts);
        problems.extend(invalid);
        (schemas, problems)
    }

    fn compile(texts: &[(PathBuf, String)]) -> (Self, Vec<SchemaError>) {
        let names: Vec<String> = texts.iter().map(|(path, _)| path.display().to_string()).collect();
        let documents: Vec<Document<'_>> =
            names.iter().zip(texts).map(|(name, (_, json))| Document { name, json }).collect();
        let compiled = compile(&documents);
        let problems = compiled.problems.into_iter().map(|problem| invalid(problem, texts)).collect();
        let unclear = compiled.unclear.iter().filter_map(|name| name.parse().ok()).collect();
        (Self { table: compiled.table.map(Arc::new), unclear }, problems)
    }

    /// Returns the catalog of these schemas and AWS's.
    pub(super) fn catalog(&self, types: &[TypePattern], regions: Option<&[String]>) -> Catalog {
        let unchecked = types.iter().chain(&self.unclear).cloned().collect();
        let catalog = Catalog::default().with_unchecked(unchecked).with_regions(regions.map(<[_]>::to_vec));
        match &self.table {
            Some(table) => catalog.with_table(Arc::clone(table)),
            None => catalog,
        }
    }
}

fn invalid(problem: Problem, texts: &[(PathBuf, String)]) -> SchemaError {
    let (path, text) = &texts[problem.document];
    let error = problem.error;
    let position = match error.position() {
        Some((line, column)) => Some((line, column_in_characters(text, line, column))),
        None => error.pointer().and_then(|pointer| position_of(text, &pointer)),
    };
    let suggestion = match &error {
        RegistryError::UnknownType { type_name } => {
            suggestion(type_name, TypeNames::of(Catalog::aws()).of_similar_services(type_name))
        }
        _ => String::new(),
    };
    SchemaError::Invalid { path: path.clone(), position, error: Box::new(error), suggestion }
}

fn column_in_characters(text: &str, line: usize, column: usize) -> usize {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let before = line.char_indices().take_while(|(start, _)| start + 1 < column);
    1 + before.count()
}

/// The line and column of the value that a JSON pointer leads to.
fn position_of(text: &str, pointer: &str) -> Option<(usize, usize)> {
    let source = Source::new(text.to_owned()).ok()?;
    let tree = Tree::parse_json(source);
    let node = pointer.split('/').skip(1).try_fold(tree.root()?, step)?;
    let place = tree.source().line_column(node.range().start());
    Some((place.line as usize, place.column as usize))
}

fn step<'t>(node: Node<'t>, segment: &str) -> Option<Node<'t>> {
    if node.is_sequence() {
        return node.item(segment.parse().ok()?);
    }
    node.get(&segment.replace("~1", "/").replace("~0", "~"))
}

/// The schemas that a path or pattern names.
fn files_at(path: &Path, working_folder: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    let absolute = working_folder.join(path);
    if absolute.is_dir() {
        let files = walk(path, working_folder)?;
        let files = files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "json"));
        return not_empty(files.collect(), path);
    }
    if absolute.exists() {
        return Ok(vec![path.to_path_buf()]);
    }
    let Some(folder) = folder_of_pattern(path) else {
        return Err(SchemaError::Missing { path: path.to_path_buf() });
    };
    let glob = GlobBuilder::new(&path.to_string_lossy()).literal_separator(true).build();
    let glob = glob.map_err(|error| SchemaError::Pattern {
        path: path.to_path_buf(),
        reason: error.kind().to_string(),
    })?;
    let matcher = glob.compile_matcher();
    if !working_folder.join(&folder).is_dir() {
        return Err(SchemaError::Empty { path: path.to_path_buf() });
    }
    let files = walk(&folder, working_folder)?.into_iter().filter(|file| matcher.is_match(file));
    not_empty(files.collect(), path)
}

fn not_empty(files: Vec<PathBuf>, path: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    if files.is_empty() { Err(SchemaError::Empty { path: path.to_path_buf() }) } else { Ok(files) }
}

/// The folder below which the files of a pattern are; `None` for a path that is not a pattern.
fn folder_of_pattern(path: &Path) -> Option<PathBuf> {
    let is_pattern = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    path.components().any(|part| is_pattern(&part)).then_some(())?;
    Some(path.components().take_while(|part| !is_pattern(part)).collect())
}

/// The files below a folder, in the order of their paths.
fn walk(folder: &Path, working_folder: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    let unreadable = |error: ignore::Error| SchemaError::Unreadable {
        path: folder.to_path_buf(),
        reason: error.to_string(),
    };
    let absolute = working_folder.join(folder);
    let mut files = Vec::new();
    for entry in WalkBuilder::new(&absolute).standard_filters(false).sort_by_file_path(Ord::cmp).build() {
        let entry = entry.map_err(unreadable)?;
        if entry.path().is_file() {
            let below = entry.path().strip_prefix(&absolute).unwrap_or(entry.path());
            files.push(folder.join(below));
        }
    }
    Ok(files)
}

fn read_file(path: &Path, working_folder: &Path, max_size: u64) -> Result<String, SchemaError> {
    let unreadable = |error: std::io::Error| SchemaError::Unreadable {
        path: path.to_path_buf(),
        reason: error.to_string(),
    };
    let absolute = working_folder.join(path);
    if fs::metadata(&absolute).map_err(unreadable)?.len() > max_size {
        return Err(SchemaError::TooLarge { path: path.to_path_buf(), limit: max_size });
    }
    fs::read_to_string(&absolute).map_err(unreadable)
}
