//! The keywords of one schema, decoded.

use super::cursor::Cursor;
use super::lists::{
    DataReferences, Dependencies, DependentSchemas, Gather, List, Lookups, Names, PatternProperties,
    Properties, Schemas,
};
use super::regions::RegionalEnumeration;
use super::schema::Schema;
use super::{Name, Table};
use crate::layout::{Keyword, scalar};
use crate::number::Number;
use crate::types::Types;

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
    /// An enumeration whose values are not the same in every region. Constraints only.
    pub regional: Option<RegionalEnumeration<'t>>,
}

impl<'t> Keywords<'t> {
    /// Decodes the node at the cursor: the mask, then the payload of each keyword in the order of the bits.
    pub(super) fn read(table: &'t Table, mut cursor: Cursor<'t>) -> Self {
        let mask = cursor.varint();
        let reader = &mut Reader { table, cursor, mask };
        let mut keywords = Self { mask, ..Self::default() };
        if reader.has(Keyword::Types) {
            keywords.types = Types(reader.cursor.byte());
        }
        keywords.additional = if reader.has(Keyword::Closed) { Additional::Closed } else { Additional::Open };
        keywords.min_length = reader.count(Keyword::MinLength);
        keywords.max_length = reader.count(Keyword::MaxLength);
        keywords.pattern = reader.name(Keyword::Pattern);
        keywords.items = reader.schema(Keyword::Items);
        keywords.enumeration = reader.enumeration();
        keywords.max_items = reader.count(Keyword::MaxItems);
        keywords.min_items = reader.count(Keyword::MinItems);
        if reader.has(Keyword::UniqueItems) || reader.has(Keyword::RepeatableItems) {
            keywords.unique_items = Some(reader.has(Keyword::UniqueItems));
        }
        keywords.format = reader.name(Keyword::Format);
        keywords.minimum = reader.number(Keyword::Minimum);
        keywords.maximum = reader.number(Keyword::Maximum);
        keywords.pattern_properties = reader.list(Keyword::PatternProperties, PatternProperties::read);
        keywords.read_composition(reader);
        keywords.read_groups(reader);
        keywords.read_rare(reader);
        keywords.properties = reader.list(Keyword::Properties, Properties::read);
        keywords
    }

    /// Reads the payloads of the keywords from `anyOf` to `not`.
    fn read_composition(&mut self, reader: &mut Reader<'t>) {
        self.any_of = reader.list(Keyword::AnyOf, Schemas::read);
        self.one_of = reader.list(Keyword::OneOf, Schemas::read);
        self.all_of = reader.list(Keyword::AllOf, Schemas::read);
        self.other_required = reader.list(Keyword::Required, Names::read);
        if reader.has(Keyword::Constant) {
            self.constant = Some(single_scalar(&mut reader.cursor));
        }
        self.condition = reader.schema(Keyword::If);
        self.then = reader.schema(Keyword::Then);
        self.otherwise = reader.schema(Keyword::Else);
        self.min_properties = reader.count(Keyword::MinProperties);
        self.max_properties = reader.count(Keyword::MaxProperties);
        self.not = reader.schema(Keyword::Not);
        self.never = reader.has(Keyword::Never);
        if let Some(schema) = reader.schema(Keyword::Additional) {
            self.additional = Additional::Schema(schema);
        }
    }

    /// Reads the payloads of the keywords from `requiredXor` to `dependentSchemas`.
    fn read_groups(&mut self, reader: &mut Reader<'t>) {
        self.required_xor = reader.list(Keyword::RequiredXor, Names::read);
        self.required_or = reader.list(Keyword::RequiredOr, Names::read);
        self.dependent_required = reader.list(Keyword::DependentRequired, Dependencies::read);
        self.dependent_excluded = reader.list(Keyword::DependentExcluded, Dependencies::read);
        self.dependent_schemas = reader.list(Keyword::DependentSchemas, DependentSchemas::read);
    }

    /// Reads the payloads of the remaining keywords except for the properties.
    fn read_rare(&mut self, reader: &mut Reader<'t>) {
        self.multiple_of = reader.number(Keyword::MultipleOf);
        self.exclusive_minimum = reader.number(Keyword::ExclusiveMinimum);
        self.exclusive_maximum = reader.number(Keyword::ExclusiveMaximum);
        self.unique_keys = reader.list(Keyword::UniqueKeys, Names::read);
        self.max_unique_items = reader.count(Keyword::MaxUniqueItems);
        self.prefix_items = reader.list(Keyword::PrefixItems, Schemas::read);
        self.contains = reader.schema(Keyword::Contains);
        self.property_names = reader.schema(Keyword::PropertyNames);
        self.data = reader.list(Keyword::Data, DataReferences::read);
        self.lookups = reader.list(Keyword::Lookup, Lookups::read);
        self.gather = reader.has(Keyword::Gather).then(|| Gather::read(reader.table, &mut reader.cursor));
        self.without_functions = reader.schema(Keyword::WithoutFunctions);
        let has_regional = reader.has(Keyword::Regional);
        self.regional = has_regional.then(|| RegionalEnumeration::read(reader.table, &mut reader.cursor));
    }

    /// All names in `required`: of the properties, and others.
    pub fn required(&self) -> impl Iterator<Item = Name> + use<'t> {
        let own = self.properties.iter().filter(|property| property.required).map(|property| property.name);
        own.chain(self.other_required.iter())
    }

    /// The schemas directly below this one, except for those of constraints; those of properties with their names.
    pub fn children(&self) -> Vec<(Schema<'t>, Option<Name>)> {
        let mut children: Vec<(Schema<'t>, Option<Name>)> = Vec::new();
        children.extend(self.properties.iter().map(|property| (property.schema, Some(property.name))));
        children.extend(self.dependent_schemas.iter().map(|(_, schema)| (schema, None)));
        children.extend(self.pattern_properties.iter().map(|(_, schema)| (schema, None)));
        if let Additional::Schema(schema) = self.additional {
            children.push((schema, None));
        }
        for list in [self.prefix_items, self.any_of, self.one_of, self.all_of] {
            children.extend(list.iter().map(|schema| (schema, None)));
        }
        let single = [
            self.items,
            self.contains,
            self.property_names,
            self.not,
            self.condition,
            self.then,
            self.otherwise,
        ];
        children.extend(single.into_iter().flatten().map(|schema| (schema, None)));
        children
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
    fn has(&self, keyword: Keyword) -> bool {
        self.mask >> keyword as u32 & 1 == 1
    }

    fn count(&mut self, keyword: Keyword) -> Option<u64> {
        self.has(keyword).then(|| self.cursor.varint())
    }

    fn name(&mut self, keyword: Keyword) -> Option<Name> {
        self.has(keyword).then(|| Name(self.cursor.small()))
    }

    fn number(&mut self, keyword: Keyword) -> Option<Number> {
        self.has(keyword).then(|| self.cursor.number())
    }

    fn schema(&mut self, keyword: Keyword) -> Option<Schema<'t>> {
        self.has(keyword).then(|| Schema::read(self.table, &mut self.cursor))
    }

    fn list<L: Default>(&mut self, keyword: Keyword, read: impl Fn(&'t Table, &mut Cursor<'t>) -> L) -> L {
        if self.has(keyword) { read(self.table, &mut self.cursor) } else { L::default() }
    }

    /// Whether all values are strings, then the values.
    fn enumeration(&mut self) -> Option<Enumeration<'t>> {
        if !self.has(Keyword::Enumeration) {
            return None;
        }
        let all_strings = self.cursor.byte() == 1;
        let values = List::read(self.table, &mut self.cursor);
        let mut previous = 0;
        values.skip(&mut self.cursor, |_, cursor| read_scalar(cursor, all_strings, &mut previous));
        Some(Enumeration { values, all_strings, ignores_case: self.has(Keyword::IgnoreCase) })
    }
}
