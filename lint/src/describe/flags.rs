//! What the lists of paths of a resource type say of a property.

use cfn_schema::{Paths, ResourceType};

/// The facts about one property.
#[allow(clippy::struct_excessive_bools, reason = "each is one list of the schema")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flags {
    pub(crate) read_only: bool,
    /// A change replaces the resource.
    pub(crate) create_only: bool,
    /// A change may replace the resource.
    pub(crate) conditional_create_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
}

impl Flags {
    /// The facts about the property at a path of names, without the items of lists.
    pub(crate) fn of(resource_type: ResourceType<'_>, path: &[String]) -> Self {
        Self {
            read_only: contain(resource_type.read_only(), path),
            create_only: contain(resource_type.create_only(), path),
            conditional_create_only: contain(resource_type.conditional_create_only(), path),
            write_only: contain(resource_type.write_only(), path),
            deprecated: contain(resource_type.deprecated(), path),
        }
    }

    /// The facts in words.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        let words = [
            (self.read_only, "read-only"),
            (self.create_only, "replacement"),
            (self.conditional_create_only && !self.create_only, "may need replacement"),
            (self.write_only, "write-only"),
            (self.deprecated, "deprecated"),
        ];
        words.into_iter().filter(|(applies, _)| *applies).map(|(_, word)| word)
    }
}

/// Whether a property or one that contains it is listed.
fn contain(paths: Paths<'_>, path: &[String]) -> bool {
    paths.iter().any(|listed| {
        let listed: Vec<String> = listed.segments().filter(|segment| segment != "*").collect();
        !listed.is_empty() && path.starts_with(&listed)
    })
}
