//! The keywords of one schema, decoded.

use super::cursor::Cursor;
use super::lists::{
    DataReferences, Dependencies, DependentSchemas, Gather, List, Lookups, Names, PatternProperties,
    Properties, Schemas,
};
use super::schema::Schema;
use super::{Name, Table};
use crate::layout::{bit, scalar};
use crate::number::Number;

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Type {
    /// A mapping.
    Object = 1,
    /// A list.
    Array = 2,
    /// A string.
    String = 4,
    /// A number without a fraction. Every integer is also a [`Self::Number`].
    Integer = 8,
    /// A number.
    Number = 16,
    /// `true` or `false`.
    Boolean = 32,
    /// `null`.
    Null = 64,
}

impl Type {
    /// All types, in the order in which they are listed in messages.
    pub const ALL: [Self; 7] =
        [Self::Object, Self::Array, Self::String, Self::Integer, Self::Number, Self::Boolean, Self::Null];

    /// The name that JSON Schema gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
        }
    }
}

/// The types that a value may have, `type`. Without the keyword: any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Types(pub(crate) u8);

impl Types {
    /// Whether the schema says nothing about the type.
    pub fn is_any(self) -> bool {
        self.0 == 0
    }

    /// Whether a value may have this type. A schema that allows numbers allows integers.
    pub fn allows(self, kind: Type) -> bool {
        self.is_any() || self.0 & kind as u8 != 0 || kind == Type::Integer && self.0 & Type::Number as u8 != 0
    }

    /// The types that the schema lists.
    pub fn iter(self) -> impl Iterator<Item = Type> {
        Type::ALL.into_iter().filter(move |kind| self.0 & *kind as u8 != 0)
    }
}

/// What other keys an object may have, `additionalProperties`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Additional<'t> {
    /// Any.
    #[default]
    Open,
    /// None: each key must be a property or match a pattern.
    Closed,
    /// Any whose value fits the schema.
    Schema(Schema<'t>),
}

/// A value of an enumeration or a constant.
///
/// Strings sort before numbers, numbers before the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A string.
    Text(Name),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// A list or an object, as JSON. Does not occur in AWS's schemas.
    Other(Name),
}

/// The values that a value may be, `enum`. Sorted: strings first, by their bytes.
#[derive(Clone, Copy, Debug)]
pub struct Enumeration<'t> {
    values: List<'t>,
    all_strings: bool,
    /// Whether case is ignored, `enumCaseInsensitive`.
    pub ignores_case: bool,
}

impl<'t> Enumeration<'t> {
    /// Number of values.
    pub fn len(self) -> usize {
        self.values.len()
    }

    /// Whether no value is allowed at all.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The values.
    pub fn iter(self) -> impl Iterator<Item = Scalar> + use<'t> {
        let mut previous = 0;
        self.values.iter(move |_, cursor| read_scalar(cursor, self.all_strings, &mut previous))
    }
}

fn read_scalar(cursor: &mut Cursor<'_>, is_string: bool, previous: &mut u32) -> Scalar {
    match if is_string { scalar::TEXT } else { cursor.byte() } {
        scalar::NUMBER => Scalar::Number(cursor.number()),
        scalar::TRUE => Scalar::Boolean(true),
        scalar::FALSE => Scalar::Boolean(false),
        scalar::NULL => Scalar::Null,
        scalar::OTHER => Scalar::Other(Name(cursor.small())),
        // Strings are sorted, so only the difference to the one before is written.
        _ => {
            *previous = previous.wrapping_add(cursor.small());
            Scalar::Text(Name(*previous))
        }
    }
}

/// Reads one scalar that is not part of an enumeration.
pub(super) fn single_scalar(cursor: &mut Cursor<'_>) -> Scalar {
    read_scalar(cursor, false, &mut 0)
}

/// What one schema says. A field is a keyword of JSON Schema, under its name in snake case unless noted.
///
/// A keyword that the schema does not have is `None`, zero types, or an empty list. A keyword about another type than
/// the value's says nothing: `pattern` is only for strings, `items` only for lists, and so on.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Keywords<'t> {
    mask: u64,
    /// `false` as a schema: no value fits. Under a property: the property must not be there.
    pub never: bool,
    /// `type`.
    pub types: Types,
    /// `properties`, and whether `required` lists them.
    pub properties: Properties<'t>,
    /// Names in `required` that are not among the properties. See [`Self::required`] for all.
    pub other_required: Names<'t>,
    /// `additionalProperties`.
    pub additional: Additional<'t>,
    /// `patternProperties`.
    pub pattern_properties: PatternProperties<'t>,
    /// `propertyNames`: what each key, as a string, has to fit.
    pub property_names: Option<Schema<'t>>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `requiredXor`, of the enhanced schemas: exactly one of these properties.
    pub required_xor: Names<'t>,
    /// `requiredOr`, of the enhanced schemas: at least one of these properties.
    pub required_or: Names<'t>,
    /// `dependentRequired` (and `dependencies` with lists): the property requires the others.
    pub dependent_required: Dependencies<'t>,
    /// `dependentExcluded`, of the enhanced schemas: the property excludes the others.
    pub dependent_excluded: Dependencies<'t>,
    /// `dependentSchemas` (and `dependencies` with schemas): with the property, the object has to fit the schema.
    pub dependent_schemas: DependentSchemas<'t>,
    /// `items`, for those behind [`Self::prefix_items`].
    pub items: Option<Schema<'t>>,
    /// `prefixItems`.
    pub prefix_items: Schemas<'t>,
    /// `contains`: at least one item fits.
    pub contains: Option<Schema<'t>>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`, as written: `Some(false)` says that items may be repeated.
    pub unique_items: Option<bool>,
    /// `uniqueKeys`, of the enhanced schemas: no two items have the same values of all these properties.
    pub unique_keys: Names<'t>,
    /// `maxUniqueItems`, of the enhanced schemas: limit of different items.
    pub max_unique_items: Option<u64>,
    /// `enum`, or `enumCaseInsensitive` of the enhanced schemas.
    pub enumeration: Option<Enumeration<'t>>,
    /// `const`.
    pub constant: Option<Scalar>,
    /// `pattern`, a regular expression of ECMAScript that is searched for, not anchored; see
    /// [`translate`](crate::pattern::translate).
    pub pattern: Option<Name>,
    /// `format`, such as `date-time`, or of the enhanced schemas `AWS::IAM::Role.Arn`.
    pub format: Option<Name>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `minimum`.
    pub minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `anyOf`: at least one fits.
    pub any_of: Schemas<'t>,
    /// `oneOf`: exactly one fits.
    pub one_of: Schemas<'t>,
    /// `allOf`: all fit. Also what a `$ref` says if its siblings say something else.
    pub all_of: Schemas<'t>,
    /// `not`: does not fit.
    pub not: Option<Schema<'t>>,
    /// `if`.
    pub condition: Option<Schema<'t>>,
    /// `then`: what has to fit if [`Self::condition`] does.
    pub then: Option<Schema<'t>>,
    /// `else`: what has to fit if [`Self::condition`] does not.
    pub otherwise: Option<Schema<'t>>,
    /// Keywords whose argument is a value of what was gathered, `{"$data": "/cluster/Engine"}`. Constraints only.
    pub data: DataReferences<'t>,
    /// Keywords whose argument depends on a value of what was gathered, `$lookup`. Constraints only.
    pub lookups: Lookups<'t>,
    /// `cfnGather`: what to read from this and related resources, and what it has to fit. Constraints only.
    pub gather: Option<Gather<'t>>,
    /// `cfnContext` without functions: the schema applies to literal values only. Constraints only.
    pub without_functions: Option<Schema<'t>>,
}

impl<'t> Keywords<'t> {
    /// Decodes the node at the cursor: the mask, then the payload of each keyword in the order of the bits.
    pub(super) fn read(table: &'t Table, mut cursor: Cursor<'t>) -> Self {
        let mask = cursor.varint();
        let reader = &mut Reader { table, cursor, mask };
        let mut keywords = Self { mask, ..Self::default() };
        if reader.has(bit::TYPES) {
            keywords.types = Types(reader.cursor.byte());
        }
        keywords.additional = if reader.has(bit::CLOSED) { Additional::Closed } else { Additional::Open };
        keywords.min_length = reader.count(bit::MIN_LENGTH);
        keywords.max_length = reader.count(bit::MAX_LENGTH);
        keywords.pattern = reader.name(bit::PATTERN);
        keywords.items = reader.schema(bit::ITEMS);
        keywords.enumeration = reader.enumeration();
        keywords.max_items = reader.count(bit::MAX_ITEMS);
        keywords.min_items = reader.count(bit::MIN_ITEMS);
        if reader.has(bit::UNIQUE_ITEMS) || reader.has(bit::REPEATABLE_ITEMS) {
            keywords.unique_items = Some(reader.has(bit::UNIQUE_ITEMS));
        }
        keywords.format = reader.name(bit::FORMAT);
        keywords.minimum = reader.number(bit::MINIMUM);
        keywords.maximum = reader.number(bit::MAXIMUM);
        keywords.pattern_properties = reader.list(bit::PATTERN_PROPERTIES, PatternProperties::read);
        keywords.read_composition(reader);
        keywords.read_groups(reader);
        keywords.read_rare(reader);
        keywords.properties = reader.list(bit::PROPERTIES, Properties::read);
        keywords
    }

    /// Reads the payloads of the keywords from `anyOf` to `not`.
    fn read_composition(&mut self, reader: &mut Reader<'t>) {
        self.any_of = reader.list(bit::ANY_OF, Schemas::read);
        self.one_of = reader.list(bit::ONE_OF, Schemas::read);
        self.all_of = reader.list(bit::ALL_OF, Schemas::read);
        self.other_required = reader.list(bit::REQUIRED, Names::read);
        if reader.has(bit::CONSTANT) {
            self.constant = Some(single_scalar(&mut reader.cursor));
        }
        self.condition = reader.schema(bit::IF);
        self.then = reader.schema(bit::THEN);
        self.otherwise = reader.schema(bit::ELSE);
        self.min_properties = reader.count(bit::MIN_PROPERTIES);
        self.max_properties = reader.count(bit::MAX_PROPERTIES);
        self.not = reader.schema(bit::NOT);
        self.never = reader.has(bit::NEVER);
        if let Some(schema) = reader.schema(bit::ADDITIONAL) {
            self.additional = Additional::Schema(schema);
        }
    }

    /// Reads the payloads of the keywords from `requiredXor` to `dependentSchemas`.
    fn read_groups(&mut self, reader: &mut Reader<'t>) {
        self.required_xor = reader.list(bit::REQUIRED_XOR, Names::read);
        self.required_or = reader.list(bit::REQUIRED_OR, Names::read);
        self.dependent_required = reader.list(bit::DEPENDENT_REQUIRED, Dependencies::read);
        self.dependent_excluded = reader.list(bit::DEPENDENT_EXCLUDED, Dependencies::read);
        self.dependent_schemas = reader.list(bit::DEPENDENT_SCHEMAS, DependentSchemas::read);
    }

    /// Reads the payloads of the remaining keywords except for the properties.
    fn read_rare(&mut self, reader: &mut Reader<'t>) {
        self.multiple_of = reader.number(bit::MULTIPLE_OF);
        self.exclusive_minimum = reader.number(bit::EXCLUSIVE_MINIMUM);
        self.exclusive_maximum = reader.number(bit::EXCLUSIVE_MAXIMUM);
        self.unique_keys = reader.list(bit::UNIQUE_KEYS, Names::read);
        self.max_unique_items = reader.count(bit::MAX_UNIQUE_ITEMS);
        self.prefix_items = reader.list(bit::PREFIX_ITEMS, Schemas::read);
        self.contains = reader.schema(bit::CONTAINS);
        self.property_names = reader.schema(bit::PROPERTY_NAMES);
        self.data = reader.list(bit::DATA, DataReferences::read);
        self.lookups = reader.list(bit::LOOKUP, Lookups::read);
        self.gather = reader.has(bit::GATHER).then(|| Gather::read(reader.table, &mut reader.cursor));
        self.without_functions = reader.schema(bit::WITHOUT_FUNCTIONS);
    }

    /// All names in `required`: of the properties, and others.
    pub fn required(&self) -> impl Iterator<Item = Name> + use<'t> {
        let own = self.properties.iter().filter(|property| property.required).map(|property| property.name);
        own.chain(self.other_required.iter())
    }

    /// Whether the schema says nothing at all: every value fits.
    pub fn is_empty(&self) -> bool {
        self.mask == 0
    }
}

/// The rest of a node while it is decoded.
struct Reader<'t> {
    table: &'t Table,
    cursor: Cursor<'t>,
    mask: u64,
}

impl<'t> Reader<'t> {
    fn has(&self, bit: u32) -> bool {
        self.mask >> bit & 1 == 1
    }

    fn count(&mut self, bit: u32) -> Option<u64> {
        self.has(bit).then(|| self.cursor.varint())
    }

    fn name(&mut self, bit: u32) -> Option<Name> {
        self.has(bit).then(|| Name(self.cursor.small()))
    }

    fn number(&mut self, bit: u32) -> Option<Number> {
        self.has(bit).then(|| self.cursor.number())
    }

    fn schema(&mut self, bit: u32) -> Option<Schema<'t>> {
        self.has(bit).then(|| Schema::read(self.table, &mut self.cursor))
    }

    fn list<L: Default>(&mut self, bit: u32, read: impl Fn(&'t Table, &mut Cursor<'t>) -> L) -> L {
        if self.has(bit) { read(self.table, &mut self.cursor) } else { L::default() }
    }

    /// Whether all values are strings, then the values.
    fn enumeration(&mut self) -> Option<Enumeration<'t>> {
        if !self.has(bit::ENUMERATION) {
            return None;
        }
        let all_strings = self.cursor.byte() == 1;
        let values = List::read(self.table, &mut self.cursor);
        let mut previous = 0;
        values.skip(&mut self.cursor, |_, cursor| read_scalar(cursor, all_strings, &mut previous));
        Some(Enumeration { values, all_strings, ignores_case: self.has(bit::IGNORE_CASE) })
    }
}
