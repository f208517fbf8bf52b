//! The inputs of an evaluation: values of a stack that are known before it is deployed.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::evaluate::Value;
use crate::model::functions::pseudo::PseudoParameter;

/// How the names of regions outside of the partition `aws` begin, with the partition and its domain (the endpoints of AWS's
/// SDKs).
const PARTITIONS: [(&str, &str, &str); 7] = [
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
    ("eusc-", "aws-eusc", "amazonaws.eu"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("us-iso-", "aws-iso", "c2s.ic.gov"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
];

/// The values of parameters and pseudo parameters.
///
/// Parameter values may be secret: [`fmt::Debug`] shows names only.
#[derive(Clone, Default)]
pub struct Inputs {
    parameters: BTreeMap<String, Value>,
    pseudo_parameters: BTreeMap<PseudoParameter, Value>,
    defaults: bool,
}

impl Inputs {
    /// Creates inputs without any values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates the inputs of a stack in a region: `AWS::Region`, and what follows from it.
    pub fn of_region(region: &str) -> Self {
        let found = PARTITIONS.iter().find(|(start, ..)| region.starts_with(start));
        let (_, partition, url_suffix) = found.copied().unwrap_or(("", "aws", "amazonaws.com"));
        let mut inputs = Self::new();
        inputs.set_pseudo_parameter(PseudoParameter::Region, region);
        inputs.set_pseudo_parameter(PseudoParameter::Partition, partition);
        inputs.set_pseudo_parameter(PseudoParameter::UrlSuffix, url_suffix);
        inputs
    }

    /// Returns the inputs with the defaults of parameters as their values, unless a value is set.
    #[must_use]
    pub fn with_defaults(mut self) -> Self {
        self.defaults = true;
        self
    }

    /// Sets the value of a parameter; a string is split if the parameter is declared as a list.
    pub fn set_parameter(&mut self, name: impl Into<String>, value: Value) {
        self.parameters.insert(name.into(), value);
    }

    /// Sets the value of a pseudo parameter.
    pub fn set_pseudo_parameter(&mut self, name: PseudoParameter, value: impl Into<String>) {
        self.pseudo_parameters.insert(name, Value::Text(value.into()));
    }

    /// The names of the parameters whose value is set.
    pub fn parameter_names(&self) -> impl Iterator<Item = &str> {
        self.parameters.keys().map(String::as_str)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name)
    }

    pub(super) fn pseudo_parameter(&self, name: PseudoParameter) -> Option<&Value> {
        self.pseudo_parameters.get(&name)
    }

    pub(super) fn uses_defaults(&self) -> bool {
        self.defaults
    }
}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pseudo: Vec<_> = self.pseudo_parameters.keys().collect();
        let parameters: Vec<_> = self.parameters.keys().collect();
        f.debug_struct("Inputs")
            .field("parameters", &parameters)
            .field("pseudo_parameters", &pseudo)
            .field("defaults", &self.defaults)
            .finish()
    }
}
