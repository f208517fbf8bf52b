//! One row for each function, from the sections "Parameters" and "Supported functions" of its page in the AWS
//! CloudFormation Template Reference Guide, and, for what the pages leave out, from cfn-lint's schemas.

use super::sets::{FunctionSet, Kinds};
use super::{Accepts, ArgumentList, Signature};
use crate::model::functions::function::FunctionName;

use FunctionName as F;

const fn set(functions: &[FunctionName]) -> FunctionSet {
    FunctionSet::of(functions)
}

const fn accepts(what: &'static str, kinds: Kinds, functions: FunctionSet) -> Accepts {
    let refused = FunctionSet::NONE;
    Accepts {
        what,
        kinds,
        functions,
        extended: FunctionSet::NONE,
        refused,
        parts: None,
        keys: None,
        range: None,
    }
}

const fn refusing(accepts: Accepts, refused: FunctionSet) -> Accepts {
    Accepts { refused, ..accepts }
}

const fn extended(accepts: Accepts, functions: FunctionSet) -> Accepts {
    Accepts { extended: functions, ..accepts }
}

const fn parts(accepts: Accepts, parts: &'static Accepts) -> Accepts {
    Accepts { parts: Some(parts), ..accepts }
}

const fn range(accepts: Accepts, least: i64, greatest: i64) -> Accepts {
    Accepts { range: Some((least, greatest)), ..accepts }
}

/// An argument that must be a literal: its page says that no function can be used, or CloudFormation rejects it.
const fn literal(what: &'static str, kinds: Kinds) -> Accepts {
    refusing(accepts(what, kinds, FunctionSet::NONE), FunctionSet::ALL)
}

const fn one(page: &'static str, whole: Accepts, returns: Kinds) -> Signature {
    Signature { page, whole: Some(whole), list: None, returns, needs_extensions: false }
}

const fn many(
    page: &'static str,
    least: usize,
    most: usize,
    arguments: &'static [Accepts],
    returns: Kinds,
) -> Signature {
    let list = Some(ArgumentList { least, most, arguments });
    Signature { page, whole: None, list, returns, needs_extensions: false }
}

const SCALAR: Kinds = Kinds::STRING.union(Kinds::NUMBER);

/// The functions that are supported as operands of condition functions.
const CONDITIONS: FunctionSet = set(&[F::Condition, F::Equals, F::Not, F::And, F::Or]);

/// The additional functions that are supported as operands in the section `Rules` ("Rules").
const RULES: FunctionSet =
    set(&[F::Contains, F::EachMemberEquals, F::EachMemberIn, F::RefAll, F::ValueOf, F::ValueOfAll]);

/// The functions that are supported as items of a list to join.
const STRINGS: FunctionSet = set(&[
    F::Base64,
    F::FindInMap,
    F::GetAtt,
    F::GetStackOutput,
    F::If,
    F::ImportValue,
    F::Join,
    F::Select,
    F::Sub,
    F::Transform,
    F::Ref,
]);

/// The additional ones under `AWS::LanguageExtensions`.
const STRINGS_EXTENDED: FunctionSet = set(&[F::Length, F::ToJsonString]);

/// The functions that are supported as a list.
const LISTS: FunctionSet = set(&[F::Cidr, F::FindInMap, F::GetAtt, F::GetAZs, F::If, F::Split, F::Ref]);

const CIDR: FunctionSet = set(&[F::FindInMap, F::GetAtt, F::If, F::ImportValue, F::Select, F::Sub, F::Ref]);

const REF_EXTENDED: FunctionSet =
    set(&[F::Ref, F::Base64, F::FindInMap, F::If, F::Join, F::Sub, F::ToJsonString]);

static AND: Signature = many("Condition functions", 2, 10, &[OPERAND], Kinds::CONDITION);
static OR: Signature = many("Condition functions", 2, 10, &[OPERAND], Kinds::CONDITION);
static NOT: Signature = many("Condition functions", 1, 1, &[OPERAND], Kinds::CONDITION);

const OPERAND: Accepts = accepts("an operand", Kinds::CONDITION, CONDITIONS.union(RULES));

static EQUALS: Signature = many("Condition functions", 2, 2, &[COMPARED], Kinds::CONDITION);

/// Functions that depend on resources or on other stacks are rejected in conditions, and so is `Fn::If`, which is only
/// supported in resources and outputs ("Condition functions").
const COMPARED: Accepts = refusing(
    accepts(
        "a value to compare",
        SCALAR,
        set(&[F::Ref, F::FindInMap, F::Sub, F::Join, F::Select, F::Split, F::Length, F::ToJsonString])
            .union(set(&[F::ValueOf])),
    ),
    set(&[F::GetAtt, F::GetStackOutput, F::If, F::ImportValue]),
);

static CONDITION: Signature =
    one("Condition functions", literal("the condition name", Kinds::STRING), Kinds::CONDITION);

static IF: Signature = many(
    "Condition functions",
    3,
    3,
    &[
        literal("the condition name", Kinds::STRING),
        accepts("the value if the condition is true", Kinds::ANY, FunctionSet::ALL),
        accepts("the value if the condition is false", Kinds::ANY, FunctionSet::ALL),
    ],
    Kinds::ANY,
);

static BASE64: Signature = one(
    "Fn::Base64",
    accepts(
        "the string to encode",
        SCALAR,
        STRINGS.union(set(&[F::Cidr, F::Contains, F::Length, F::ToJsonString])),
    ),
    Kinds::STRING,
);

static CIDR_SIGNATURE: Signature = many(
    "Fn::Cidr",
    2,
    3,
    &[
        accepts("the CIDR block", Kinds::STRING, CIDR),
        range(accepts("the number of blocks", Kinds::NUMBER, CIDR), 1, 256),
        range(accepts("the number of subnet bits", Kinds::NUMBER, CIDR), 1, 128),
    ],
    Kinds::LIST,
);

const KEY_EXTENDED: FunctionSet =
    set(&[F::FindInMap, F::Join, F::Sub, F::If, F::Select, F::Length, F::ToJsonString, F::Ref]);

const fn mapping_key(what: &'static str) -> Accepts {
    // For other functions, CloudFormation responds that "every Fn::FindInMap object requires three parameters".
    extended(refusing(accepts(what, SCALAR, set(&[F::FindInMap, F::Ref])), FunctionSet::ALL), KEY_EXTENDED)
}

static FIND_IN_MAP: Signature = many(
    "Fn::FindInMap",
    3,
    4,
    &[
        mapping_key("the name of the mapping"),
        mapping_key("the top-level key"),
        mapping_key("the second-level key"),
        Accepts { keys: Some((&["DefaultValue"], &[])), ..literal("the fourth argument", Kinds::MAPPING) },
    ],
    Kinds::ANY,
);

static GET_ATT: Signature = Signature {
    page: "Fn::GetAtt",
    whole: Some(literal("the argument", Kinds::STRING)),
    list: Some(ArgumentList {
        least: 2,
        most: 2,
        arguments: &[
            extended(literal("the logical ID", Kinds::STRING), REF_EXTENDED),
            extended(
                refusing(accepts("the attribute", Kinds::STRING, set(&[F::Ref])), FunctionSet::ALL),
                REF_EXTENDED,
            ),
        ],
    }),
    returns: Kinds::ANY,
    needs_extensions: false,
};

static GET_AZS: Signature = one(
    "Fn::GetAZs",
    accepts("the region", Kinds::STRING, set(&[F::GetAtt, F::If, F::Join, F::Select, F::Sub, F::Ref])),
    Kinds::LIST,
);

const OUTPUT_PART: Accepts = accepts(
    "a value",
    SCALAR,
    set(&[F::Base64, F::FindInMap, F::GetAtt, F::If, F::ImportValue, F::Join, F::Select, F::Sub, F::Ref]),
);

static GET_STACK_OUTPUT: Signature = one(
    "Fn::GetStackOutput",
    Accepts {
        keys: Some((&["StackName", "OutputName"], &["Region", "RoleArn"])),
        ..parts(literal("the argument", Kinds::MAPPING), &OUTPUT_PART)
    },
    SCALAR,
);

static IMPORT_VALUE: Signature = one(
    "Fn::ImportValue",
    // The page says that the name cannot depend on a resource.
    refusing(
        accepts(
            "the name of the export",
            SCALAR,
            STRINGS.without(set(&[F::GetAtt, F::GetStackOutput, F::ImportValue])),
        ),
        set(&[F::GetAtt]),
    ),
    SCALAR,
);

static JOIN: Signature = many(
    "Fn::Join",
    2,
    2,
    &[
        literal("the delimiter", SCALAR),
        parts(
            accepts("the list to join", Kinds::LIST, LISTS.union(set(&[F::Select, F::Transform]))),
            &extended(accepts("an item", SCALAR, STRINGS), STRINGS_EXTENDED),
        ),
    ],
    Kinds::STRING,
);

static LENGTH: Signature = Signature {
    needs_extensions: true,
    ..one(
        "Fn::Length",
        parts(
            accepts("the list", Kinds::LIST, set(&[F::Ref, F::FindInMap, F::Split, F::If, F::GetAZs])),
            &accepts("an item", Kinds::ANY, FunctionSet::ALL),
        ),
        Kinds::NUMBER,
    )
};

static REF: Signature =
    one("Ref", extended(literal("the argument", Kinds::STRING), REF_EXTENDED), Kinds::ANY);

/// The page does not list `Fn::Select` as an argument, but CloudFormation evaluates it in the index and in the list.
static SELECT: Signature = many(
    "Fn::Select",
    2,
    2,
    &[
        range(
            extended(
                accepts("the index", Kinds::NUMBER, set(&[F::Ref, F::FindInMap, F::Select])),
                set(&[F::Length]),
            ),
            0,
            i64::MAX,
        ),
        parts(
            accepts("the list to select from", Kinds::LIST, LISTS.union(set(&[F::Select, F::Transform]))),
            &accepts("an item", Kinds::ANY, FunctionSet::ALL),
        ),
    ],
    Kinds::ANY,
);

static SPLIT: Signature = many(
    "Fn::Split",
    2,
    2,
    &[
        literal("the delimiter", SCALAR),
        extended(accepts("the string to split", SCALAR, STRINGS), STRINGS_EXTENDED),
    ],
    Kinds::LIST,
);

static SUB: Signature = Signature {
    page: "Fn::Sub",
    whole: Some(literal("the argument", Kinds::STRING)),
    list: Some(ArgumentList {
        least: 2,
        most: 2,
        arguments: &[
            literal("the template string", Kinds::STRING),
            parts(
                literal("the variable mapping", Kinds::MAPPING),
                &extended(accepts("the value of a variable", SCALAR, STRINGS), STRINGS_EXTENDED),
            ),
        ],
    }),
    returns: Kinds::STRING,
    needs_extensions: false,
};

static TO_JSON_STRING: Signature = Signature {
    needs_extensions: true,
    ..one(
        "Fn::ToJsonString",
        accepts("the list or mapping", Kinds::LIST.union(Kinds::MAPPING), FunctionSet::ALL),
        Kinds::STRING,
    )
};

static TRANSFORM: Signature =
    one("Fn::Transform", accepts("the macro", Kinds::MAPPING, FunctionSet::ALL), Kinds::ANY);

const ANYTHING: Accepts = accepts("a value", Kinds::ANY, FunctionSet::ALL);

static RULE_OF_TWO: Signature =
    many("Rule-specific intrinsic functions", 2, 2, &[ANYTHING], Kinds::CONDITION);
static REF_ALL: Signature =
    one("Rule-specific intrinsic functions", literal("the parameter type", Kinds::STRING), Kinds::LIST);
static VALUE_OF: Signature =
    many("Rule-specific intrinsic functions", 2, 2, &[ANYTHING], Kinds::STRING.union(Kinds::LIST));

pub(super) fn signature(function: FunctionName) -> &'static Signature {
    match function {
        F::And => &AND,
        F::Base64 => &BASE64,
        F::Cidr => &CIDR_SIGNATURE,
        F::Condition => &CONDITION,
        F::Contains | F::EachMemberEquals | F::EachMemberIn => &RULE_OF_TWO,
        F::Equals => &EQUALS,
        F::FindInMap => &FIND_IN_MAP,
        F::GetAtt => &GET_ATT,
        F::GetAZs => &GET_AZS,
        F::GetStackOutput => &GET_STACK_OUTPUT,
        F::If => &IF,
        F::ImportValue => &IMPORT_VALUE,
        F::Join => &JOIN,
        F::Length => &LENGTH,
        F::Not => &NOT,
        F::Or => &OR,
        F::Ref => &REF,
        F::RefAll => &REF_ALL,
        F::Select => &SELECT,
        F::Split => &SPLIT,
        F::Sub => &SUB,
        F::ToJsonString => &TO_JSON_STRING,
        F::Transform => &TRANSFORM,
        F::ValueOf | F::ValueOfAll => &VALUE_OF,
    }
}
