//! What the rewrite rules share: where a function may be rewritten, what it is made of, and how the result is spelled.

mod function_text;
mod insertion;
mod names;
mod placement;
mod reorder;
mod segments;
mod spelling;
mod sub_mapping;
mod template_string;

pub(crate) use function_text::{FunctionText, Replacement, join_gap};
pub(crate) use insertion::{insert_entry_after, insert_entry_before, insert_item_after};
pub(crate) use names::is_logical_id;
pub(crate) use placement::{Verdict, has_anchors, verdict};
pub(crate) use reorder::reorder_entries;
pub(crate) use segments::{Parts, Refusal};
pub(crate) use spelling::{LiteralStyles, spell};
pub(crate) use sub_mapping::{Inlined, drop_entries, single_entry_names};
pub(crate) use template_string::TemplateString;
