//! Shared parts of rules that rewrite functions: where a function may be rewritten, what it consists of, and how the
//! result is spelled. The edits themselves are made by [`cfn_ast::edit`].

mod by_part;
mod names;
mod placement;
mod removal;
mod replacement;
mod segments;
mod spelling;
mod sub_mapping;
mod template_string;

/// The help of a finding without a fix because there is a comment inside what the fix would replace.
pub(crate) const COMMENT_WOULD_BE_LOST: &str = "not fixed because a comment inside would be lost";

pub(crate) use by_part::{report_with_inner_part, report_with_part};
pub(crate) use names::is_logical_id;
pub(crate) use placement::{
    Verdict, has_anchors, is_condition_alone, is_read_as_written, safe_where_evaluated, verdict,
};
pub(crate) use removal::removal_fix;
pub(crate) use replacement::{help_for, is_accepted};
pub(crate) use segments::Parts;
pub(crate) use spelling::{LiteralStyles, spell};
pub(crate) use sub_mapping::{Inlined, drop_entries, single_entry_names, variables_of};
pub(crate) use template_string::TemplateString;
