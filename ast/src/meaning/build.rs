//! Building of meanings from nodes.

use crate::meaning::{Meaning, concat, simplify, unused};
use crate::model::{Function, FunctionName, Intrinsic, Template, ValueShape, is_given_to_macro};
use crate::syntax::{Entry, Node, NodeKind, Scalar, Tree};
use crate::value::{ExpandAliases, Limits, MAX_REPEATED_BYTES, Map, ValueError};

pub(super) type Result<T> = std::result::Result<T, ValueError>;
pub(super) type Entries<'t> = Map<'t, Meaning<'t>>;

pub(super) fn meaning(tree: &Tree) -> Result<Meaning<'_>> {
    let Some(root) = tree.root() else { return Ok(Meaning::Null) };
    let template = Template::new(tree);
    let mut builder = Builder::new(template.as_ref());
    match &template {
        Some(template) => builder.template(template),
        None => builder.value(root),
    }
}

/// Returns the declarations that nothing in the template names.
pub(super) fn unused_declarations(template: &Template<'_>) -> Result<unused::Unused> {
    let sections = Builder::new(Some(template)).mapping(template.root())?;
    Ok(unused::find(template, &sections))
}

pub(super) struct Builder<'a, 't> {
    pub(super) template: Option<&'a Template<'t>>,
    /// The depth of constructs that read functions as they are written; functions are evaluated only at zero.
    verbatim: usize,
    /// The conditions of the enclosing `Fn::If`s, and whether they are true in the current branch.
    pub(super) known_conditions: Vec<(&'t str, bool)>,
    limits: Limits<'t>,
    /// The number of bytes that functions may still repeat.
    repeatable: usize,
}

impl<'t> ExpandAliases<'t> for Builder<'_, 't> {
    type Value = Meaning<'t>;

    fn limits(&mut self) -> &mut Limits<'t> {
        &mut self.limits
    }

    fn own_value(&mut self, node: Node<'t>) -> Result<Meaning<'t>> {
        if let Some(function) = node.function() {
            return self.function(&function);
        }
        let value = self.plain(node.without_tag())?;
        Ok(match node.local_tag() {
            Some(unknown) => Meaning::Map(Map::of_one(format!("Fn::{unknown}"), value)),
            None => value,
        })
    }

    fn entry_value(&mut self, name: &'t str, entry: Entry<'t>) -> Result<Meaning<'t>> {
        let is_verbatim = self.template.is_some_and(|template| template.reads_entry_as_written(name, entry));
        self.verbatim(is_verbatim, |builder| builder.value(entry.value))
    }

    fn mapping(&mut self, node: Node<'t>) -> Result<Entries<'t>> {
        self.verbatim(is_given_to_macro(node), |builder| {
            let mut entries = builder.entries(node)?;
            simplify::resource(builder, node, &mut entries);
            Ok(entries)
        })
    }
}

impl<'a, 't> Builder<'a, 't> {
    pub(super) fn new(template: Option<&'a Template<'t>>) -> Self {
        let verbatim = usize::from(template.is_some_and(Template::has_custom_macro));
        Self {
            template,
            verbatim,
            known_conditions: Vec::new(),
            limits: Limits::new(),
            repeatable: MAX_REPEATED_BYTES,
        }
    }

    fn template(&mut self, template: &Template<'t>) -> Result<Meaning<'t>> {
        let mut sections = self.mapping(template.root())?;
        if !self.is_verbatim() {
            simplify::drop_designer(&mut sections);
            simplify::drop_empty_sections(&mut sections);
        }
        Ok(Meaning::Map(sections))
    }

    pub(super) fn is_verbatim(&self) -> bool {
        self.verbatim > 0
    }

    fn verbatim<T>(&mut self, is_verbatim: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        self.verbatim += usize::from(is_verbatim);
        let value = read(self);
        self.verbatim -= usize::from(is_verbatim);
        value
    }

    /// Accounts for text that appears more often in the meaning than in the source.
    ///
    /// # Errors
    /// [`ValueError::TooMuchText`] beyond the limit.
    pub(super) fn repeat(&mut self, bytes: usize) -> Result<()> {
        self.repeatable = self.repeatable.checked_sub(bytes).ok_or(ValueError::TooMuchText)?;
        Ok(())
    }

    fn plain(&mut self, node: Node<'t>) -> Result<Meaning<'t>> {
        match node.kind() {
            NodeKind::Sequence(_) => self.list(node).map(Meaning::List),
            NodeKind::Mapping(_) => self.mapping(node).map(Meaning::Map),
            NodeKind::Scalar(_) | NodeKind::Alias => Ok(node.scalar().map_or(Meaning::Null, scalar)),
        }
    }

    pub(super) fn list(&mut self, list: Node<'t>) -> Result<Vec<Meaning<'t>>> {
        let mut items = Vec::with_capacity(list.child_count());
        for item in list.items() {
            items.push(self.value(item)?);
        }
        Ok(items)
    }

    fn function(&mut self, function: &Function<'t>) -> Result<Meaning<'t>> {
        if self.is_verbatim() || function.name == FunctionName::Transform {
            return self.verbatim(true, |builder| builder.as_written(function));
        }
        let Ok(view) = function.view() else { return self.as_written(function) };
        match view {
            Intrinsic::Ref(name) if name.is_scalar() && name.local_tag().is_none() => {
                Ok(Meaning::Ref(name.text().unwrap_or_default().into()))
            }
            Intrinsic::GetAtt(name) => {
                Ok(Meaning::Attribute { logical_id: name.logical_id, name: name.attribute })
            }
            Intrinsic::Sub { template, mapping } => match concat::sub(self, template, mapping)? {
                Some(parts) => Ok(concat::finish(self, parts)),
                None => self.as_written(function),
            },
            Intrinsic::Join { delimiter, list } => {
                let joined = concat::join(self, delimiter, list)?;
                joined.map_or_else(|| self.as_written(function), Ok)
            }
            view => {
                let simplified = simplify::function(self, &view)?;
                simplified.map_or_else(|| self.as_written(function), Ok)
            }
        }
    }

    /// Returns the function with its argument, in the long form, which is what macros receive.
    pub(super) fn as_written(&mut self, function: &Function<'t>) -> Result<Meaning<'t>> {
        let is_short = function.key.is_none();
        let argument = match (function.name, function.argument.text()) {
            // CloudFormation splits the argument of `!GetAtt` before it calls a macro.
            (FunctionName::GetAtt, Some(text)) if is_short => {
                Meaning::List(text.splitn(2, '.').map(|part| Meaning::Text(part.into())).collect())
            }
            (_, Some(text)) if is_short => Meaning::Text(text.into()),
            _ if is_short => self.argument(function.argument)?,
            _ => self.value(function.argument)?,
        };
        Ok(Meaning::Call(function.name, Box::new(argument)))
    }

    /// The argument after a tag, which may be the long form of another function.
    fn argument(&mut self, node: Node<'t>) -> Result<Meaning<'t>> {
        match node.function() {
            Some(inner) => self.function(&inner),
            None => self.plain(node),
        }
    }

    pub(super) fn shape_of_ref(&self, name: &str) -> ValueShape {
        self.template.map_or(ValueShape::Unknown, |template| template.shape_of_ref(name))
    }

    pub(super) fn shape_of_attribute(&self, logical_id: &str, attribute: &str) -> ValueShape {
        self.template
            .map_or(ValueShape::Unknown, |template| template.shape_of_attribute(logical_id, attribute))
    }
}

pub(super) fn scalar(scalar: Scalar<'_>) -> Meaning<'_> {
    match scalar {
        Scalar::Null => Meaning::Null,
        Scalar::Bool(value) => Meaning::Bool(value),
        Scalar::Int(digits) => Meaning::Int(digits),
        Scalar::Float(value) if value.is_nan() => Meaning::Float(f64::NAN.to_bits()),
        Scalar::Float(value) => Meaning::Float(value.to_bits()),
        Scalar::Text(text) => Meaning::Text(text.into()),
    }
}
