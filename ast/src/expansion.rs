//! A template as CloudFormation sees it after the transforms that are known from the template itself.
//!
//! `AWS::LanguageExtensions` repeats loops, counts lists, and resolves the functions in the policies of resources;
//! `AWS::Include` puts snippets in. The [`Expansion`] of a template is another tree with all of that done, and knows of
//! each of its nodes where it comes from. Nothing of it is ever written to a file.

mod collection;
mod origin;
mod snippets;
mod writer;

pub use origin::{Included, Origin, Round, SourceLocation};
pub use snippets::Snippets;

use crate::model::{Template, TransformKind};
use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::{Node, NodeId, Tree};
use origin::Origins;

/// How many bytes an expansion may have; CloudFormation takes templates of up to 1 MB, after the transforms, too
/// (AWS CloudFormation Template Reference, "`Fn::ForEach`").
pub const MAX_EXPANDED_BYTES: usize = 4 << 20;

/// How many rounds all loops of a template may make together.
pub const MAX_ROUNDS: usize = 100_000;

/// The policies of a resource, in which `AWS::LanguageExtensions` resolves functions (AWS CloudFormation Template
/// Reference, "`AWS::LanguageExtensions` transform").
const POLICIES: [&str; 2] = ["DeletionPolicy", "UpdateReplacePolicy"];

/// What is to be done to a template.
#[derive(Clone, Copy, Debug)]
pub struct Expand<'s> {
    /// Whether loops are repeated, and the other functions of `AWS::LanguageExtensions` resolved.
    pub loops: bool,
    /// The snippets that are put in.
    pub snippets: &'s Snippets,
}

/// A template with its loops repeated and its snippets put in.
#[derive(Debug)]
pub struct Expansion {
    tree: Tree,
    origins: Origins,
    clashes: Vec<Clash>,
    is_certain: bool,
}

/// A key that a loop makes although it is there already, which CloudFormation refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key, with the loop's variable in it.
    pub key: Origin,
    /// The key that is made of it.
    pub name: String,
    /// The key that is there already.
    pub other: Origin,
}

/// Why a template has no expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "with its loops repeated and its snippets put in, the template has more than {MAX_EXPANDED_BYTES} bytes or {MAX_ROUNDS} rounds"
)]
pub struct TooLarge;

impl Expansion {
    /// The expansion of a template; none where there is nothing to expand, or where a macro of which nothing is known
    /// sees the template.
    ///
    /// # Errors
    /// [`TooLarge`] when it goes beyond [`MAX_EXPANDED_BYTES`] or [`MAX_ROUNDS`].
    pub fn of(template: &Template<'_>, expand: Expand<'_>) -> Result<Option<Self>, TooLarge> {
        let loops = expand.loops && has_extensions(template);
        let has_snippets = snippets::included(template).any(|path| expand.snippets.get(path).is_some());
        if template.has_custom_macro() || !(loops || has_snippets) {
            return Ok(None);
        }
        let written = writer::write(template, Expand { loops, ..expand })?;
        Ok(Source::new(written.text).ok().and_then(|source| {
            let tree = Tree::parse(source);
            let is_read = tree.errors().is_empty() && tree.node_count() == written.origins.len();
            is_read.then_some(Self {
                tree,
                origins: written.origins,
                clashes: written.clashes,
                is_certain: written.is_certain,
            })
        }))
    }

    /// The expanded template.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The keys that loops make more than once; the first of each is in the tree.
    pub fn clashes(&self) -> &[Clash] {
        &self.clashes
    }

    /// Whether every stack gets this expansion: no loop goes through a parameter's default, and none could not be
    /// repeated.
    pub fn is_certain(&self) -> bool {
        self.is_certain
    }

    /// Where a node of the expanded tree comes from.
    ///
    /// # Panics
    /// When the node is one of another tree.
    pub fn origin(&self, node: NodeId) -> Origin {
        self.origins.get(node)
    }

    /// Returns the bytes of the template or of a snippet that bytes of the expanded tree come from.
    ///
    /// `source` is the tree of the template, `snippets` are those that the expansion was created with. `None` if no node
    /// of the expanded tree contains `range`.
    pub fn location(
        &self,
        range: TextRange,
        source: &Tree,
        snippets: &Snippets,
    ) -> Option<SourceLocation<'_>> {
        origin::location(self, range, source, snippets)
    }

    /// One round of a loop.
    pub fn round(&self, round: u32) -> &Round {
        self.origins.round(round)
    }
}

/// Whether a template has something that `AWS::LanguageExtensions` resolves before the stack is deployed.
fn has_extensions(template: &Template<'_>) -> bool {
    let is_function = |policy: Option<Node<'_>>| policy.is_some_and(|policy| policy.function().is_some());
    let has_policy_function = || {
        let mut resources = template.resources().iter();
        resources.any(|resource| POLICIES.iter().any(|name| is_function(resource.attribute(name))))
    };
    template.has_transform(TransformKind::LanguageExtensions)
        && (!template.loops().is_empty() || template.tree().mentions("Fn::Length") || has_policy_function())
}
