//! Where CloudFormation reads the short form of a function.
//!
//! The rule that shortens functions and the writer of whole templates both ask here, so that they cannot disagree.

use crate::model::{Context, Form, Function, FunctionName, Intrinsic, Section, Template, TransformKind};
use crate::syntax::{Format, Node};

impl<'t> Template<'t> {
    /// Whether the short form of a function, `!Sub`, is possible in its place: the function has one, its arguments are
    /// complete, and CloudFormation reads the form there.
    ///
    /// The spelling of the argument is not considered: after a tag every scalar is a string. A tag cannot follow another
    /// one, so of nested functions without anything between them only the innermost can use the short form.
    ///
    /// ```
    /// use cfn_ast::{Source, Template, Tree};
    ///
    /// let tree = Tree::parse(Source::new("Outputs: {A: {Value: {'Fn::Base64': {Ref: B}}}}")?);
    /// let template = Template::new(&tree).ok_or("no template")?;
    /// let functions = tree.nodes().filter_map(|node| node.function());
    /// let short: Vec<_> = functions.map(|function| template.accepts_short_form(function)).collect();
    /// assert_eq!(short, [false, true]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accepts_short_form(&self, function: Function<'t>) -> bool {
        let Function { name, node, argument, .. } = function;
        let has_form =
            name.has_short_form() && !matches!(name, FunctionName::Transform | FunctionName::GetStackOutput);
        if !has_form || node.is_key() || is_section(node) || argument.function().is_some() {
            return false;
        }
        let context = Context::of(node);
        let section = context.section();
        if matches!(section, Some(Section::Transform | Section::Rules)) {
            return false;
        }
        !self.is_in_place_of_declarations(node, &context)
            && !is_in_short_get_stack_output(node)
            && !self.is_refused_get_att(function)
    }

    /// Whether the root has a section of a template. Without one, the file is a snippet or a part of a template.
    pub fn has_sections(&self) -> bool {
        self.root().entries().any(|entry| entry.name().is_some_and(|key| Section::from_key(key).is_some()))
    }

    /// Whether the node is in place of the declarations of a section or of one of them, or of an export. There, the key
    /// of a function is one of the names by which CloudFormation reads what is below it.
    fn is_in_place_of_declarations(&self, node: Node<'t>, context: &Context<'t>) -> bool {
        let is_name = match context.section() {
            Some(Section::Resources) => context.path().is_empty(),
            Some(Section::Outputs) => matches!(context.path()[..], [] | ["Export"]),
            _ => false,
        };
        is_name && self.loop_with_header(node).is_none()
    }

    /// Whether the arguments are not valid, or `AWS::LanguageExtensions` rejects the form: the short form of a `GetAtt`
    /// that contains a function.
    fn is_refused_get_att(&self, function: Function<'t>) -> bool {
        match function.view() {
            Ok(Intrinsic::ComputedGetAtt { .. }) => self.has_transform(TransformKind::LanguageExtensions),
            Ok(_) => false,
            Err(_) => true,
        }
    }
}

/// Whether a node is a whole section or the whole template: there, keys are names even if they look like functions.
fn is_section(node: Node<'_>) -> bool {
    node.parent().is_none_or(|parent| parent.parent().is_none())
}

/// `!GetStackOutput` does not accept short forms (AWS CloudFormation Template Reference, "Fn::GetStackOutput").
fn is_in_short_get_stack_output(node: Node<'_>) -> bool {
    // JSON has no short forms.
    node.tree().format() == Format::Yaml
        && node
            .enclosing_functions()
            .any(|outer| outer.name == FunctionName::GetStackOutput && outer.form == Form::Short)
}
