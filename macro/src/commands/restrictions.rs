//! The restrictions of the deployed macro, as options of commands.

use cfn_ast::layer::{Age, BlockedVersions};

use crate::expand::restrictions::Restrictions;

/// The restrictions of the deployed macro.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Settings of the deployed macro")]
pub struct RestrictionArgs {
    /// Use only versions of this age, such as 12h, 3d or 2w, unless the template sets `MinimumAge`
    #[arg(long, value_name = "AGE")]
    pub minimum_age: Option<Age>,
    /// Use only versions with so many newer ones, unless the template sets `Behind`
    #[arg(long, value_name = "NUMBER")]
    pub behind: Option<usize>,
    /// Never use these versions, such as tools:7, 'vendor-*:<12' or tools; repeatable
    #[arg(long, value_name = "VERSIONS")]
    pub block: Vec<BlockedVersions>,
}

impl RestrictionArgs {
    /// The restrictions as the macro has them.
    pub(super) fn restrictions(&self) -> Restrictions {
        Restrictions { minimum_age: self.minimum_age, behind: self.behind, blocked: self.block.clone() }
    }
}
