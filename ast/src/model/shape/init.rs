//! The configuration of `cfn-init` (AWS CloudFormation User Guide, "`AWS::CloudFormation::Init`").

use super::template::FREE;
use super::{Attribute, Names, ObjectShape, Others, Shape};

const fn only(attributes: &'static [Attribute]) -> ObjectShape {
    ObjectShape { attributes, others: Others::Refused }
}

pub(super) static INIT: Shape = Shape::Object(&ObjectShape {
    attributes: &[Attribute::optional("configSets", Shape::Object(&FREE))],
    others: Others::Named(Names::Any, &CONFIG),
});

static CONFIG: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::optional("commands", Shape::Each(&COMMAND)),
        Attribute::optional("files", Shape::Each(&FILE)),
        Attribute::optional("groups", Shape::Each(&GROUP)),
        Attribute::optional("packages", Shape::Object(&PACKAGES)),
        Attribute::optional("services", Shape::Object(&SERVICES)),
        Attribute::optional("sources", Shape::Each(&Shape::Text)),
        Attribute::optional("users", Shape::Each(&USER)),
    ],
    others: Others::Free,
});

/// A command is a string or, according to the page, a list of its words.
static COMMAND: Shape = Shape::Object(&only(&[
    Attribute::optional("command", Shape::Either(&[Shape::Text, Shape::List(&Shape::Text)])),
    Attribute::optional("cwd", Shape::Text),
    Attribute::optional("env", Shape::Each(&Shape::Text)),
    Attribute::optional("ignoreErrors", Shape::Text),
    Attribute::optional("test", Shape::Text),
    Attribute::optional("waitAfterCompletion", Shape::Text),
]));

static FILE: Shape = Shape::Object(&only(&[
    Attribute::optional("authentication", Shape::Any),
    Attribute::optional("content", Shape::Either(&[Shape::Text, Shape::Object(&FREE)])),
    Attribute::optional("context", Shape::Any),
    Attribute::optional("encoding", Shape::Word(&["base64", "plain"])),
    Attribute::optional("group", Shape::Text),
    Attribute::optional("mode", Shape::Text),
    Attribute::optional("owner", Shape::Text),
    Attribute::optional("source", Shape::Text),
]));

static GROUP: Shape = Shape::Object(&only(&[Attribute::optional("gid", Shape::Text)]));

static USER: Shape = Shape::Object(&only(&[
    Attribute::optional("groups", Shape::List(&Shape::Text)),
    Attribute::optional("homeDir", Shape::Text),
    Attribute::optional("uid", Shape::Text),
]));

const PACKAGE_MANAGER: Shape = Shape::Each(&Shape::Either(&[Shape::Text, Shape::List(&Shape::Any)]));

static PACKAGES: ObjectShape = only(&[
    Attribute::optional("apt", PACKAGE_MANAGER),
    Attribute::optional("msi", PACKAGE_MANAGER),
    Attribute::optional("python", PACKAGE_MANAGER),
    Attribute::optional("rpm", PACKAGE_MANAGER),
    Attribute::optional("rubygems", PACKAGE_MANAGER),
    Attribute::optional("yum", PACKAGE_MANAGER),
    Attribute::optional("zypper", PACKAGE_MANAGER),
]);

static SERVICES: ObjectShape = only(&[
    Attribute::optional("systemd", Shape::Each(&SERVICE)),
    Attribute::optional("sysvinit", Shape::Each(&SERVICE)),
    Attribute::optional("windows", Shape::Each(&SERVICE)),
]);

static SERVICE: Shape = Shape::Object(&only(&[
    Attribute::optional("commands", Shape::List(&Shape::Text)),
    Attribute::optional("enabled", Shape::Boolean),
    Attribute::optional("ensureRunning", Shape::Boolean),
    Attribute::optional("files", Shape::List(&Shape::Text)),
    Attribute::optional("packages", Shape::Each(&Shape::List(&Shape::Text))),
    Attribute::optional("sources", Shape::List(&Shape::Text)),
]));
