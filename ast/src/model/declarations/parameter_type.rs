//! The types of parameters (AWS CloudFormation User Guide, "Parameters", "AWS-specific parameter types", "Systems
//! Manager parameter types").

/// The way in which CloudFormation treats a parameter's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterType {
    /// A documented type, whose values are validated.
    Documented,
    /// A list or a stored value of a type that is not documented: CloudFormation accepts it without validating values.
    Unchecked,
    /// A type that CloudFormation rejects.
    Unknown,
}

/// The AWS-specific types, which identify something in the account.
const AWS_SPECIFIC: [&str; 10] = [
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
];

const STORE_NAME: &str = "AWS::SSM::Parameter::Name";

impl ParameterType {
    /// Classifies the name of a type.
    pub fn of(name: &str) -> Self {
        let stored = generic(name, "AWS::SSM::Parameter::Value<");
        let inner = stored.unwrap_or(name);
        let is_documented = match generic(inner, "List<") {
            Some(item) => matches!(item, "Number" | "String") || is_listable(item),
            None => {
                matches!(inner, "Number" | "String" | "CommaDelimitedList")
                    || inner == STORE_NAME
                    || AWS_SPECIFIC.contains(&inner)
            }
        };
        let is_generic = name.starts_with("AWS::SSM::Parameter::Value<") || name.starts_with("List<");
        match is_documented {
            true => Self::Documented,
            false if is_generic => Self::Unchecked,
            false => Self::Unknown,
        }
    }

    /// Returns every documented type.
    pub fn documented() -> impl Iterator<Item = String> {
        let plain = ["String", "Number", "CommaDelimitedList", "List<Number>", STORE_NAME];
        let lists = AWS_SPECIFIC.iter().filter(|name| is_listable(name)).map(|name| format!("List<{name}>"));
        let names = plain.iter().chain(&AWS_SPECIFIC).map(|&name| name.to_owned());
        let all: Vec<String> = names.chain(lists).collect();
        let stored: Vec<String> =
            all.iter().map(|name| format!("AWS::SSM::Parameter::Value<{name}>")).collect();
        all.into_iter().chain(stored)
    }
}

/// Whether there is a list of this type. There is no list of key pairs.
fn is_listable(name: &str) -> bool {
    AWS_SPECIFIC.contains(&name) && name != "AWS::EC2::KeyPair::KeyName"
}

fn generic<'n>(name: &'n str, start: &str) -> Option<&'n str> {
    name.strip_prefix(start)?.strip_suffix('>')
}
