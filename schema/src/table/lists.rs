//! Lists within a node, decoded while they are iterated.

use super::cursor::Cursor;
use super::keywords::{Scalar, single_scalar};
use super::schema::{Property, Schema};
use super::{Name, Table};

/// Where a list begins, and its length.
#[derive(Clone, Copy, Debug)]
pub(super) struct List<'t> {
    pub(super) table: &'t Table,
    at: u32,
    count: u32,
}

impl<'t> List<'t> {
    /// Reads the number of elements; the cursor is at the first one afterwards.
    pub(super) fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        let count = cursor.small();
        Self { table, at: cursor.offset() as u32, count }
    }

    /// A cursor at the first element.
    pub(super) fn cursor(self) -> Cursor<'t> {
        Cursor::new(&self.table.bytes, self.at as usize)
    }

    /// Number of elements.
    pub(super) fn len(self) -> usize {
        self.count as usize
    }

    /// The elements, as `element` reads them. Ends at the end of the table at the latest.
    pub(super) fn iter<T>(
        self,
        mut element: impl FnMut(&'t Table, &mut Cursor<'t>) -> T,
    ) -> impl Iterator<Item = T> {
        let mut cursor = self.cursor();
        (0..self.count).map_while(move |_| (!cursor.is_at_end()).then(|| element(self.table, &mut cursor)))
    }

    /// Moves the cursor behind the list.
    pub(super) fn skip<T>(
        self,
        cursor: &mut Cursor<'t>,
        mut element: impl FnMut(&'t Table, &mut Cursor<'t>) -> T,
    ) {
        for _ in 0..self.count {
            if cursor.is_at_end() {
                break;
            }
            element(self.table, cursor);
        }
    }
}

/// Declares a list whose elements `$element` reads one after the other.
macro_rules! list {
    ($(#[$doc:meta])* $name:ident: $item:ty, $element:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        #[allow(unreachable_pub, reason = "some lists are behind a public type")]
        pub struct $name<'t>(Option<List<'t>>);

        #[allow(unreachable_pub, reason = "some lists are behind a public type")]
        impl<'t> $name<'t> {
            pub(super) fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
                let list = List::read(table, cursor);
                list.skip(cursor, $element);
                Self(Some(list))
            }

            /// Number of elements.
            pub fn len(self) -> usize {
                self.0.map_or(0, List::len)
            }

            /// Whether there are no elements.
            pub fn is_empty(self) -> bool {
                self.len() == 0
            }

            /// The elements.
            pub fn iter(self) -> impl Iterator<Item = $item> + use<'t> {
                self.0.into_iter().flat_map(|list| list.iter($element))
            }
        }
    };
}

pub(super) use list;

list! {
    /// A list of names.
    Names: Name, |_, cursor| Name(cursor.small())
}

list! {
    /// A list of schemas, of `anyOf` and the like.
    Schemas: Schema<'t>, Schema::read
}

list! {
    /// `patternProperties`: a pattern of keys, and what the values of such keys have to fit.
    PatternProperties: (Name, Schema<'t>), named_schema
}

list! {
    /// `dependentSchemas`: a property, and what the object has to fit if it has the property.
    DependentSchemas: (Name, Schema<'t>), named_schema
}

list! {
    /// `dependentRequired` and `dependentExcluded`: a property, and others.
    Dependencies: (Name, Names<'t>), |table, cursor| (Name(cursor.small()), Names::read(table, cursor))
}

list! {
    /// Keywords whose argument is a value of what was gathered.
    DataReferences: DataReference, |_, cursor| DataReference {
        keyword: Name(cursor.small()),
        pointer: Name(cursor.small()),
    }
}

list! {
    /// Keywords whose argument is looked up by a value of what was gathered.
    Lookups: Lookup<'t>, Lookup::read
}

list! {
    /// What a lookup finds: a key, and the argument of the keyword.
    LookupValues: (Name, Name), |_, cursor| (Name(cursor.small()), Name(cursor.small()))
}

list! {
    /// The resources that a constraint gathers.
    GatherSources: GatherSource<'t>, GatherSource::read
}

list! {
    /// The values that a constraint reads from a resource.
    GatherProperties: GatherProperty, GatherProperty::read
}

fn named_schema<'t>(table: &'t Table, cursor: &mut Cursor<'t>) -> (Name, Schema<'t>) {
    (Name(cursor.small()), Schema::read(table, cursor))
}

/// `properties`: sorted by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Properties<'t>(Option<List<'t>>);

impl<'t> Properties<'t> {
    /// The last payload of a node, so nothing behind it has to be found.
    pub(super) fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        Self(Some(List::read(table, cursor)))
    }

    /// Number of properties.
    pub fn len(self) -> usize {
        self.0.map_or(0, List::len)
    }

    /// Whether the schema names no property.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The properties, sorted by name.
    pub fn iter(self) -> impl Iterator<Item = Property<'t>> + use<'t> {
        let mut name = 0_u32;
        self.0.into_iter().flat_map(move |list| {
            list.iter(move |table, cursor| {
                // Twice the distance from the name before, plus one if the property is required.
                let head = cursor.varint();
                name = name.wrapping_add((head / 2) as u32);
                Property { name: Name(name), required: head % 2 == 1, schema: Schema::read(table, cursor) }
            })
        })
    }
}

/// A keyword whose argument is a value of what was gathered: `{"minimum": {"$data": "/this/MinSize"}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataReference {
    /// The keyword, such as `minimum` or `const`.
    pub keyword: Name,
    /// Where the argument is, as a JSON pointer into what was gathered.
    pub pointer: Name,
}

/// A keyword whose argument is looked up by a value of what was gathered.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'t> {
    /// The keyword, such as `pattern`.
    pub keyword: Name,
    /// Where the key of the lookup is, as a JSON pointer into what was gathered.
    pub pointer: Name,
    /// The argument for each key. A key that is not listed: the keyword says nothing.
    pub values: LookupValues<'t>,
}

impl<'t> Lookup<'t> {
    fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        Self {
            keyword: Name(cursor.small()),
            pointer: Name(cursor.small()),
            values: LookupValues::read(table, cursor),
        }
    }
}

/// `cfnGather`: reads values of this resource and of those that it refers to into one object, which has to fit a schema.
#[derive(Clone, Copy, Debug)]
pub struct Gather<'t> {
    /// The resources, each of which becomes a key of the object.
    pub sources: GatherSources<'t>,
    /// What the object has to fit.
    pub schema: Schema<'t>,
}

impl<'t> Gather<'t> {
    pub(super) fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        Self { sources: GatherSources::read(table, cursor), schema: Schema::read(table, cursor) }
    }
}

/// A resource of which a constraint reads values.
#[derive(Clone, Copy, Debug)]
pub struct GatherSource<'t> {
    /// The key under which the values are gathered.
    pub name: Name,
    /// The type that the resource has to have.
    pub resource_type: Option<Name>,
    /// Where the `Ref` or `Fn::GetAtt` to the resource is, as a JSON pointer into the properties, with `*` for the items
    /// of a list; `None` for the resource itself.
    pub reference: Option<Name>,
    /// The values.
    pub properties: GatherProperties<'t>,
}

impl<'t> GatherSource<'t> {
    fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        Self {
            name: Name(cursor.small()),
            resource_type: optional(cursor),
            reference: optional(cursor),
            properties: GatherProperties::read(table, cursor),
        }
    }
}

/// A value that a constraint reads from a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatherProperty {
    /// The key under which the value is gathered.
    pub name: Name,
    /// Where the value is, as a JSON pointer into the properties; `$type` is the type of the resource.
    pub path: Name,
    /// The value if the resource does not have it; without a default the key is missing.
    pub default: Option<Scalar>,
}

impl GatherProperty {
    fn read<'t>(_: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        let (name, path) = (Name(cursor.small()), Name(cursor.small()));
        let has_default = cursor.byte() == 1;
        Self { name, path, default: has_default.then(|| single_scalar(cursor)) }
    }
}

/// Zero, or the number of a string plus one.
pub(super) fn optional(cursor: &mut Cursor<'_>) -> Option<Name> {
    cursor.small().checked_sub(1).map(Name)
}
