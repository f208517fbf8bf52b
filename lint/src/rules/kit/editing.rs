//! Shared parts of rules that rewrite functions: where a function may be rewritten, what it consists of, and how the
//! result is spelled.

mod function_text;
mod insertion;
mod names;
mod placement;
mod removal;
mod reorder;
mod segments;
mod spelling;
mod sub_mapping;
mod template_string;
mod transplant;

/// The help of a finding without a fix because there is a comment inside what the fix would replace.
pub(crate) const COMMENT_WOULD_BE_LOST: &str = "not fixed because a comment inside would be lost";

pub(crate) use function_text::{FunctionText, Replacement, join_gap};
pub(crate) use insertion::{insert_entry_after, insert_entry_before, insert_item_after};
pub(crate) use names::is_logical_id;
pub(crate) use placement::{
    Verdict, has_anchors, is_condition_alone, is_read_as_written, safe_where_evaluated, verdict,
};
pub(crate) use removal::Removal;
pub(crate) use reorder::reorder_entries;
pub(crate) use segments::Parts;
pub(crate) use spelling::{LiteralStyles, spell};
pub(crate) use sub_mapping::{Inlined, drop_entries, single_entry_names, variables_of};
pub(crate) use template_string::TemplateString;
pub(crate) use transplant::{
    indent_of_line, report_with_part, shifted, text_of, text_without_anchors, transplant,
    transplant_loses_comment,
};
