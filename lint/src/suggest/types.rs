//! The known resource types that an unknown name may be meant to be.

use std::collections::BTreeMap;

use cfn_schema::Catalog;

/// The names of the known resource types, by their service in lower case.
#[derive(Clone, Debug)]
pub struct TypeNames(BTreeMap<String, Vec<String>>);

impl TypeNames {
    /// Collects the names of a catalog.
    pub fn of(catalog: &Catalog) -> Self {
        let mut by_service: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in catalog.type_names() {
            by_service.entry(service(&name)).or_default().push(name);
        }
        Self(by_service)
    }

    /// The types whose service is within two letters of that of a name, as every type is that is within two letters of the
    /// name itself.
    pub fn of_similar_services(&self, name: &str) -> Vec<&str> {
        let own = service(name);
        let near = self.0.iter().filter(|(other, _)| strsim::osa_distance(&own, other) <= 2);
        near.flat_map(|(_, names)| names.iter().map(String::as_str)).collect()
    }
}

/// The second word of a type, such as `sns` of `AWS::SNS::Topic`.
fn service(name: &str) -> String {
    name.split("::").nth(1).unwrap_or_default().to_ascii_lowercase()
}
