//! Decides whether an undefined name is certainly a typo of a declared one.

use cfn_ast::Node;
use cfn_ast::model::{Reference, References, Resource, Template, TransformKind};
use rustc_hash::FxHashMap;

use crate::suggest::Typo;

/// How all undefined names of a template are used.
#[derive(Default)]
pub(super) struct Evidence<'t> {
    /// The number of uses of each undefined name.
    uses: FxHashMap<&'t str, usize>,
    /// The number of uses of undefined names that would be corrected to each declared name.
    rights: FxHashMap<&'t str, usize>,
}

impl<'t> Evidence<'t> {
    pub(super) fn add(&mut self, name: &'t str, typo: Option<Typo<'t>>) {
        *self.uses.entry(name).or_default() += 1;
        if let Some(typo) = typo {
            *self.rights.entry(typo.right).or_default() += 1;
        }
    }

    /// Whether a typo is the only plausible explanation of the wrong name.
    ///
    /// The other one is a declaration that is missing, or that is made elsewhere. Signs of it are a wrong name that is used
    /// more than once, and a right name that is used next to it: both names then exist in the author's mind.
    pub(super) fn allows(
        &self,
        typo: Typo<'t>,
        reference: &Reference<'t>,
        template: &Template<'t>,
        references: &References<'t>,
    ) -> bool {
        let is_only = |counts: &FxHashMap<&str, usize>, name| counts.get(name) == Some(&1);
        typo.is_certain_name()
            // A typo is rarely repeated; a name that is used twice is most likely missing its declaration.
            && is_only(&self.uses, reference.name)
            // Two different wrong names, such as `Quueue` and `Queuee`, need not mean the same resource.
            && is_only(&self.rights, typo.right)
            && declares_all(template)
            && !is_beside(typo.right, reference.node, references)
            && !may_be_generated(reference.name, template)
    }
}

/// Whether all names are declared in the template itself, and not by a loop, snippet or module.
fn declares_all(template: &Template<'_>) -> bool {
    template.loops().is_empty()
        && !template.may_include_declarations()
        && !template.resources().iter().any(Resource::is_module)
}

/// Whether the same resource, condition or output also uses the right name.
fn is_beside(right: &str, node: Node<'_>, references: &References<'_>) -> bool {
    let is_declaration = |node: &Node<'_>| {
        let section = node.parent();
        section.is_some_and(|section| section.parent().is_some_and(|root| root.parent().is_none()))
    };
    let declaration = std::iter::once(node).chain(node.ancestors()).find(is_declaration);
    declaration
        .is_none_or(|declaration| references.within(declaration).iter().any(|other| other.name == right))
}

/// Whether it may be a typo of a name that SAM generates: the logical ID of a resource followed by a suffix.
fn may_be_generated(name: &str, template: &Template<'_>) -> bool {
    let begins_like = |resource: &Resource<'_>| {
        let logical_id = resource.logical_id();
        // The logical ID itself may be misspelled by one letter, so its length may differ by one.
        let lengths = [logical_id.len().wrapping_sub(1), logical_id.len(), logical_id.len() + 1];
        let is_sam = resource.type_name().is_some_and(|name| name.starts_with("AWS::Serverless::"));
        let is_near = |length: &usize| {
            name.get(..*length).is_some_and(|start| strsim::osa_distance(start, logical_id) <= 1)
        };
        is_sam && name.len() > logical_id.len() + 1 && lengths.iter().any(is_near)
    };
    template.has_transform(TransformKind::Serverless) && template.resources().iter().any(begins_like)
}
