//! Reads the files that a template refers to.

use std::fs;
use std::path::Path;

use cfn_ast::expansion::Snippets;
use cfn_ast::model::NestedStack;
use cfn_ast::{Source, Template, Tree};

use crate::rule::referenced_files::ReferencedFiles;

/// Reads the local templates of nested stacks and the local snippets of `AWS::Include` that a template in `folder` refers
/// to. Files that cannot be read, or that are larger than `max_size` bytes, are left out.
pub fn read_referenced_files(folder: &Path, tree: &Tree, max_size: u64) -> ReferencedFiles {
    let mut referenced_files = ReferencedFiles::default();
    let Some(template) = Template::new(tree).filter(|_| tree.errors().is_empty()) else {
        return referenced_files;
    };
    for stack in NestedStack::of_files(&template) {
        if referenced_files.get(stack.path).is_none()
            && let Some(source) = read(&folder.join(stack.path), max_size)
        {
            referenced_files.add(stack.path, &Tree::parse(source));
        }
    }
    for path in Snippets::paths(&template) {
        if referenced_files.snippets.get(path).is_none()
            && let Some(source) = read(&folder.join(path), max_size)
        {
            referenced_files.snippets.add(path, Tree::parse(source));
        }
    }
    referenced_files
}

fn read(path: &Path, max_size: u64) -> Option<Source> {
    let metadata = fs::metadata(path).ok()?;
    let is_small = metadata.is_file() && metadata.len() <= max_size;
    is_small.then(|| Source::from_bytes(fs::read(path).ok()?).ok())?
}
