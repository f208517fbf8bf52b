//! A template as CloudFormation sees it after the transforms whose effect is known from the template itself.
//!
//! `AWS::LanguageExtensions` repeats loops, counts lists, and resolves the functions in the policies of resources;
//! `AWS::Include` inserts snippets. The [`Expansion`] of a template is another tree with all of that done, in which
//! each node has an [`Origin`]. It is never written to a file.

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

/// The maximum size of an expansion, in bytes. CloudFormation accepts templates of up to 1 MB, also after the
/// transforms (AWS CloudFormation Template Reference, "`Fn::ForEach`").
pub const MAX_EXPANDED_BYTES: usize = 4 << 20;

/// The maximum number of rounds of all loops of a template together.
pub const MAX_ROUNDS: usize = 100_000;

/// The attributes of a resource in which `AWS::LanguageExtensions` resolves functions (AWS CloudFormation Template
/// Reference, "`AWS::LanguageExtensions` transform").
const POLICIES: [&str; 2] = ["DeletionPolicy", "UpdateReplacePolicy"];

/// Options for expanding a template.
#[derive(Clone, Copy, Debug)]
pub struct ExpansionOptions<'s> {
    /// Whether loops are repeated and the other functions of `AWS::LanguageExtensions` are resolved.
    pub loops: bool,
    /// The snippets to insert.
    pub snippets: &'s Snippets,
}

/// A template with its loops repeated and its snippets inserted.
#[derive(Debug)]
pub struct Expansion {
    tree: Tree,
    origins: Origins,
    clashes: Vec<Clash>,
    is_certain: bool,
}

/// A key that a loop or a snippet generates although its mapping already has it. CloudFormation rejects the template if
/// the keys come from loops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key in the loop's body or in the snippet, with loop variables in it.
    pub key: Origin,
    /// The key that is generated from it.
    pub name: String,
    /// The key that the mapping already has.
    pub other: Origin,
}

/// The error of expanding a template beyond [`MAX_EXPANDED_BYTES`] or [`MAX_ROUNDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "template has more than {MAX_EXPANDED_BYTES} bytes or {MAX_ROUNDS} rounds with its loops repeated and its snippets inserted"
)]
pub struct TooLarge;

impl Expansion {
    /// Expands a template. `None` if there is nothing to expand, if the template uses a custom macro, or if the
    /// expanded text cannot be read back.
    ///
    /// # Errors
    /// Returns [`TooLarge`] if the expansion exceeds [`MAX_EXPANDED_BYTES`] or [`MAX_ROUNDS`].
    ///
    /// # Example
    ///
    /// ```
    /// use cfn_ast::expansion::{Expansion, ExpansionOptions, Snippets};
    /// use cfn_ast::{Source, Template, Tree};
    ///
    /// let tree = Tree::parse(Source::new(
    ///     "Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics: [Name, [A, B], {'Topic${Name}': {Type: AWS::SNS::Topic}}]
    /// ",
    /// )?);
    /// let template = Template::new(&tree).ok_or("no template")?;
    /// let options = ExpansionOptions { loops: true, snippets: &Snippets::new() };
    /// let expansion = Expansion::of(&template, options)?.ok_or("nothing to expand")?;
    /// let expanded = Template::new(expansion.tree()).ok_or("no template")?;
    /// assert!(expanded.resources().contains("TopicA") && expanded.resources().contains("TopicB"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(template: &Template<'_>, expand: ExpansionOptions<'_>) -> Result<Option<Self>, TooLarge> {
        let loops = expand.loops && has_extensions(template);
        let has_snippets = snippets::included(template).any(|path| expand.snippets.get(path).is_some());
        if template.has_custom_macro() || !(loops || has_snippets) {
            return Ok(None);
        }
        let written = writer::write(template, ExpansionOptions { loops, ..expand })?;
        if written.is_too_deep {
            return Ok(None);
        }
        Ok(Source::new(written.text).ok().and_then(|source| {
            let tree = template.tree().parse_version(source);
            // Nodes and origins are matched by their order, so an unexpected reading must not be used.
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

    /// The keys that loops and snippets generate although they exist already; the tree contains the first of each.
    pub fn clashes(&self) -> &[Clash] {
        &self.clashes
    }

    /// Whether the expansion is the same for every stack: no loop iterates over a parameter's default, and every loop
    /// could be repeated.
    pub fn is_certain(&self) -> bool {
        self.is_certain
    }

    /// Returns the origin of a node of the expanded tree.
    ///
    /// # Panics
    /// Panics if the id is out of bounds, because it belongs to another tree.
    pub fn origin(&self, node: NodeId) -> Origin {
        self.origins.get(node)
    }

    /// Returns the bytes of the template or of a snippet that bytes of the expanded tree come from.
    ///
    /// `source` is the tree of the template, `snippets` are those that the expansion was created with. `None` if no
    /// node of the expanded tree contains `range`.
    pub fn location(
        &self,
        range: TextRange,
        source: &Tree,
        snippets: &Snippets,
    ) -> Option<SourceLocation<'_>> {
        origin::location(self, range, source, snippets)
    }

    /// Returns a round of a loop by its index, as in [`Origin::round`].
    ///
    /// # Panics
    /// Panics if the index is out of bounds, because it belongs to another expansion.
    pub fn round(&self, round: u32) -> &Round {
        self.origins.round(round)
    }
}

/// Whether a template contains anything that `AWS::LanguageExtensions` resolves before the stack is deployed.
fn has_extensions(template: &Template<'_>) -> bool {
    let is_function = |policy: Option<Node<'_>>| policy.is_some_and(|policy| policy.function().is_some());
    let has_policy_function = || {
        let mut resources = template.resources().iter();
        resources.any(|resource| POLICIES.iter().any(|name| is_function(resource.attribute(name))))
    };
    template.has_transform(TransformKind::LanguageExtensions)
        && (!template.loops().is_empty() || template.tree().mentions("Fn::Length") || has_policy_function())
}
