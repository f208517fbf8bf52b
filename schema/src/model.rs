//! The owned facts from which a table is made.
//!
//! Two front ends write it, [`provider`](crate::provider) and [`text`](crate::text), and one encoder reads it,
//! [`encode`](crate::encode()). Std only, because the build script includes it.

use std::collections::{BTreeMap, BTreeSet};

pub use crate::layout::Keyword;
use crate::number::Number;
use crate::types::Types;

/// What one table is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The date of the data, `YYYY-MM-DD`; empty if it is not known.
    pub date: String,
    /// The regions that the table knows about, sorted by name.
    pub regions: Vec<Region>,
    /// The resource types.
    pub types: Vec<TypeFacts>,
    /// The constraints.
    pub checks: Vec<CheckFacts>,
    /// Facts about other things than the shape of properties.
    pub lists: Lists,
}

/// Facts about other things than the shape of properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// The Lambda runtimes: the dates of deprecation, of the block of creation and of the block of updates, and the
    /// successor; `-` for what is not known.
    pub runtimes: BTreeMap<String, Vec<String>>,
    /// The types whose resources have data that their deletion destroys; with `empty` if they must be empty before.
    pub stateful: BTreeMap<String, Vec<String>>,
    /// The types whose content expires unless one of these properties says when.
    pub expiring: BTreeMap<String, Vec<String>>,
    /// The IAM actions, `service:action` in lower case.
    pub actions: BTreeSet<String>,
}

/// A constraint: a schema that values at some places have to fit besides the schema of their type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckFacts {
    /// The id under which cfn-lint reports it.
    pub id: String,
    /// The places: a resource type and a path of properties.
    pub places: Vec<(String, PropertyPath)>,
    /// A property whose value is compared in lower case.
    pub lowercase: Option<String>,
    /// The schema, and the definitions that it refers to.
    pub schema: TypeFacts,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// Its name, such as `us-east-1`.
    pub name: String,
    /// Whether its list of types is only a copy of another region's. All types count as available there.
    pub assumed: bool,
}

/// A path of property names below `Properties`, with `*` for the items of a list.
pub type PropertyPath = Vec<String>;

/// What a resource type's schema says about its properties, beside their shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathFact {
    /// `primaryIdentifier`, in its order.
    PrimaryIdentifier,
    /// `readOnlyProperties`.
    ReadOnly,
    /// `createOnlyProperties`.
    CreateOnly,
    /// `conditionalCreateOnlyProperties`.
    ConditionalCreateOnly,
    /// `writeOnlyProperties`.
    WriteOnly,
    /// `deprecatedProperties`.
    Deprecated,
    /// `tagProperty` of `tagging`, one path.
    TagProperty,
    /// Properties that are not read-only, but that `Fn::GetAtt` returns.
    Attributes,
}

/// A resource type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeFacts {
    /// Its name, such as `AWS::SNS::Topic`.
    pub name: String,
    /// The schema of its properties.
    pub root: Node,
    /// The schemas that [`Node::reference`] names.
    pub definitions: BTreeMap<String, Node>,
    /// Paths of properties.
    pub paths: BTreeMap<PathFact, Vec<PropertyPath>>,
    /// Whether the type supports tags, if the schema says so.
    pub taggable: Option<bool>,
    /// The status and the date of its retirement; the date may be empty.
    pub lifecycle: Option<(LifecycleStatus, String)>,
    /// Whether a replacement deletes the old resource first.
    pub deletes_first: bool,
    /// Whether `Fn::GetAtt` returns every property.
    pub all_attributes: bool,
    /// The regions in which it is available, sorted; `None` for all. Assumed regions are not listed.
    pub regions: Option<Vec<String>>,
}

/// How far the retirement of a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LifecycleStatus {
    /// No new features; existing and new resources work.
    Maintenance,
    /// No new customers, or an announced end.
    Sunset,
    /// Ended.
    Shutdown,
}

impl LifecycleStatus {
    /// All, with the word that the schemas use.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Maintenance, "maintenance"), (Self::Sunset, "sunset"), (Self::Shutdown, "shutdown")];
}

/// A schema: an optional reference, and keywords that apply besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// The definition that applies, `$ref`, by its key in [`TypeFacts::definitions`].
    pub reference: Option<String>,
    /// The keywords with their arguments.
    pub keywords: BTreeMap<Keyword, Argument>,
}

/// A property.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Property {
    /// Whether it is required.
    pub required: bool,
    /// What its value may be.
    pub node: Node,
}

/// The argument of a keyword. Which one a keyword has is said by [`Keyword::kind`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Argument {
    /// The keyword is there.
    Flag,
    /// `type`.
    Types(Types),
    /// A length or another number of things.
    Count(u64),
    /// A limit of a value.
    Number(Number),
    /// A pattern or format.
    Text(String),
    /// Names of properties.
    Names(Vec<String>),
    /// A value.
    Scalar(Scalar),
    /// Values, sorted and each once.
    Scalars(Vec<Scalar>),
    /// A schema.
    Node(Box<Node>),
    /// Schemas.
    Nodes(Vec<Node>),
    /// Schemas by name or pattern.
    NamedNodes(BTreeMap<String, Node>),
    /// Names by name.
    Dependencies(BTreeMap<String, Vec<String>>),
    /// Properties by name.
    Properties(BTreeMap<String, Property>),
    /// JSON pointers by keyword, `$data`.
    References(BTreeMap<String, String>),
    /// `$lookup` by keyword: where the key is, and the argument for each key.
    Lookups(BTreeMap<String, (String, BTreeMap<String, String>)>),
    /// `cfnGather`.
    Gather(Box<Gather>),
    /// An enumeration by region.
    Regional(Regional),
}

/// An enumeration whose values are not the same in every region.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Regional {
    /// The regions in which the enumeration applies, sorted.
    pub regions: Vec<String>,
    /// The regions of each value, sorted, among those in which it applies.
    pub values: BTreeMap<String, Vec<String>>,
}

/// The form of a keyword's argument, see [`Argument`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the arguments are")]
pub enum Kind {
    Flag,
    Types,
    Count,
    Number,
    Text,
    Names,
    Scalar,
    Scalars,
    Node,
    Nodes,
    NamedNodes,
    Dependencies,
    Properties,
    References,
    Lookups,
    Gather,
    Regional,
}

/// A value of an enumeration or a constant. Ordered as enumerations are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    /// A string.
    Text(String),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// A list or an object, as compact JSON.
    Other(String),
}

/// `cfnGather`: reads values of this and related resources into one object, which has to fit a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gather {
    /// The resources, by the key under which their values are gathered.
    pub sources: BTreeMap<String, GatherSource>,
    /// What the object has to fit.
    pub schema: Node,
}

/// A resource of which a constraint reads values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct GatherSource {
    /// The type that it has to have.
    pub resource_type: Option<String>,
    /// Where the reference to it is, as a JSON pointer; `None` for the resource itself.
    pub reference: Option<String>,
    /// The values by key: a JSON pointer, and a default.
    pub properties: BTreeMap<String, (String, Option<Scalar>)>,
}

impl Keyword {
    /// All keywords, in the order of their bits.
    pub const ALL: [Self; 48] = {
        use Keyword as K;
        [
            K::Types,
            K::Properties,
            K::Closed,
            K::MinLength,
            K::MaxLength,
            K::Pattern,
            K::Items,
            K::Enumeration,
            K::MaxItems,
            K::MinItems,
            K::UniqueItems,
            K::RepeatableItems,
            K::Format,
            K::Minimum,
            K::Maximum,
            K::PatternProperties,
            K::AnyOf,
            K::OneOf,
            K::AllOf,
            K::Required,
            K::Constant,
            K::If,
            K::Then,
            K::Else,
            K::MinProperties,
            K::MaxProperties,
            K::IgnoreCase,
            K::Not,
            K::Never,
            K::Additional,
            K::RequiredXor,
            K::RequiredOr,
            K::DependentRequired,
            K::DependentExcluded,
            K::DependentSchemas,
            K::MultipleOf,
            K::ExclusiveMinimum,
            K::ExclusiveMaximum,
            K::UniqueKeys,
            K::MaxUniqueItems,
            K::PrefixItems,
            K::Contains,
            K::PropertyNames,
            K::Data,
            K::Lookup,
            K::Gather,
            K::WithoutFunctions,
            K::Regional,
        ]
    };

    /// Whether the schemas of the keyword apply to the same value as the schema that has it.
    pub fn is_in_place(self) -> bool {
        matches!(
            self,
            Self::AnyOf
                | Self::OneOf
                | Self::AllOf
                | Self::Not
                | Self::If
                | Self::Then
                | Self::Else
                | Self::DependentSchemas
                | Self::WithoutFunctions
        )
    }

    /// The form of the keyword's argument.
    pub fn kind(self) -> Kind {
        match self {
            Self::Closed | Self::UniqueItems | Self::RepeatableItems | Self::IgnoreCase | Self::Never => {
                Kind::Flag
            }
            Self::Types => Kind::Types,
            Self::MinLength
            | Self::MaxLength
            | Self::MinItems
            | Self::MaxItems
            | Self::MinProperties
            | Self::MaxProperties
            | Self::MaxUniqueItems => Kind::Count,
            Self::Minimum
            | Self::Maximum
            | Self::ExclusiveMinimum
            | Self::ExclusiveMaximum
            | Self::MultipleOf => Kind::Number,
            Self::Pattern | Self::Format => Kind::Text,
            Self::Required | Self::RequiredXor | Self::RequiredOr | Self::UniqueKeys => Kind::Names,
            Self::Constant => Kind::Scalar,
            Self::Enumeration => Kind::Scalars,
            Self::Items
            | Self::If
            | Self::Then
            | Self::Else
            | Self::Not
            | Self::Additional
            | Self::Contains
            | Self::PropertyNames
            | Self::WithoutFunctions => Kind::Node,
            Self::AnyOf | Self::OneOf | Self::AllOf | Self::PrefixItems => Kind::Nodes,
            Self::PatternProperties | Self::DependentSchemas => Kind::NamedNodes,
            Self::DependentRequired | Self::DependentExcluded => Kind::Dependencies,
            Self::Properties => Kind::Properties,
            Self::Data => Kind::References,
            Self::Lookup => Kind::Lookups,
            Self::Gather => Kind::Gather,
            Self::Regional => Kind::Regional,
        }
    }
}

impl Node {
    /// The schema that refers to a definition and says nothing else.
    pub fn reference_to(definition: impl Into<String>) -> Self {
        Self { reference: Some(definition.into()), keywords: BTreeMap::new() }
    }

    /// The properties, if the schema names any.
    pub fn properties(&self) -> Option<&BTreeMap<String, Property>> {
        match self.keywords.get(&Keyword::Properties) {
            Some(Argument::Properties(properties)) => Some(properties),
            _ => None,
        }
    }

    /// The schemas directly below this one.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.keywords.values().flat_map(|argument| -> Box<dyn Iterator<Item = &Self>> {
            match argument {
                Argument::Node(node) => Box::new(std::iter::once(&**node)),
                Argument::Nodes(nodes) => Box::new(nodes.iter()),
                Argument::NamedNodes(nodes) => Box::new(nodes.values()),
                Argument::Properties(properties) => {
                    Box::new(properties.values().map(|property| &property.node))
                }
                Argument::Gather(gather) => Box::new(std::iter::once(&gather.schema)),
                _ => Box::new(std::iter::empty()),
            }
        })
    }

    /// The schemas directly below this one, to be changed.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.keywords.values_mut().flat_map(|argument| -> Box<dyn Iterator<Item = &mut Self>> {
            match argument {
                Argument::Node(node) => Box::new(std::iter::once(&mut **node)),
                Argument::Nodes(nodes) => Box::new(nodes.iter_mut()),
                Argument::NamedNodes(nodes) => Box::new(nodes.values_mut()),
                Argument::Properties(properties) => {
                    Box::new(properties.values_mut().map(|property| &mut property.node))
                }
                Argument::Gather(gather) => Box::new(std::iter::once(&mut gather.schema)),
                _ => Box::new(std::iter::empty()),
            }
        })
    }
}
