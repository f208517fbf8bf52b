//! When a name that nothing declares is certain to be a slip of one that is declared.

use cfn_ast::Node;
use cfn_ast::model::{Reference, References, Resource, Template, TransformKind};
use rustc_hash::FxHashMap;

use crate::names::Slip;

/// What else the template says of its undefined names.
#[derive(Default)]
pub(super) struct Evidence<'t> {
    /// How often each undefined name is used.
    uses: FxHashMap<&'t str, usize>,
    /// How many uses of undefined names would become each declared name.
    rights: FxHashMap<&'t str, usize>,
}

impl<'t> Evidence<'t> {
    pub(super) fn add(&mut self, name: &'t str, slip: Option<Slip<'t>>) {
        *self.uses.entry(name).or_default() += 1;
        if let Some(slip) = slip {
            *self.rights.entry(slip.right).or_default() += 1;
        }
    }

    /// Whether nothing shows another reason for the wrong name: that it is declared elsewhere, or still to be declared,
    /// as the right name stands beside it, or the wrong one stands twice.
    pub(super) fn allows(
        &self,
        slip: Slip<'t>,
        reference: &Reference<'t>,
        template: &Template<'t>,
        references: &References<'t>,
    ) -> bool {
        let is_only = |counts: &FxHashMap<&str, usize>, name| counts.get(name) == Some(&1);
        slip.is_certain_name()
            && is_only(&self.uses, reference.name)
            && is_only(&self.rights, slip.right)
            && declares_all(template)
            && !is_beside(slip.right, reference.node, references)
            && !may_be_generated(reference.name, template)
    }
}

/// Whether no loop, snippet or module declares names.
fn declares_all(template: &Template<'_>) -> bool {
    template.loops().is_empty()
        && !template.may_include_declarations()
        && !template.resources().iter().any(Resource::is_module)
}

/// Whether the same resource, condition or output uses the right name, too.
fn is_beside(right: &str, node: Node<'_>, references: &References<'_>) -> bool {
    let is_declaration = |node: &Node<'_>| {
        let section = node.parent();
        section.is_some_and(|section| section.parent().is_some_and(|root| root.parent().is_none()))
    };
    let declaration = std::iter::once(node).chain(node.ancestors()).find(is_declaration);
    declaration
        .is_none_or(|declaration| references.within(declaration).iter().any(|other| other.name == right))
}

/// Whether it may be a slip of a name that SAM makes: the logical ID of a resource and something behind it.
fn may_be_generated(name: &str, template: &Template<'_>) -> bool {
    let begins_like = |resource: &Resource<'_>| {
        let logical_id = resource.logical_id();
        let lengths = [logical_id.len().wrapping_sub(1), logical_id.len(), logical_id.len() + 1];
        let is_sam = resource.type_name().is_some_and(|name| name.starts_with("AWS::Serverless::"));
        let is_near = |length: &usize| {
            name.get(..*length).is_some_and(|start| strsim::osa_distance(start, logical_id) <= 1)
        };
        is_sam && name.len() > logical_id.len() + 1 && lengths.iter().any(is_near)
    };
    template.has_transform(TransformKind::Serverless) && template.resources().iter().any(begins_like)
}
