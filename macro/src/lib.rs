//! The logic of the CloudFormation macro `Uselatest`.
