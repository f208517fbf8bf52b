//! A lossless syntax tree for CloudFormation and SAM templates, a model of their language, and edits.
//!
//! ```text
//! bytes -> Source -> Tree (and syntax errors) -> Template -> References, Meaning
//!                                             -> EditSet  -> new text
//! ```
//!
//! # A tour
//!
//! Read a template, find every function that refers to a resource, change one scalar, print:
//!
//! ```
//! use cfn_ast::model::{References, Target};
//! use cfn_ast::{Edit, EditSet, Source, Template, Tree};
//!
//! let source = Source::new(
//!     "Resources:
//!   Queue:
//!     Type: AWS::SQS::Queue
//!     Properties:
//!       DelaySeconds: 5  # seconds
//!   Policy:
//!     Type: AWS::SQS::QueuePolicy
//!     Properties:
//!       Queues: [!Ref Queue]
//!       Resource: !Sub '${Queue.Arn}'
//! ",
//! )?;
//! let tree = Tree::parse(source);
//! assert!(tree.errors().is_empty());
//! let template = Template::new(&tree).ok_or("no template")?;
//!
//! let references = References::of(&template);
//! let uses = references.to(Target::Resource("Queue")).filter_map(|found| found.function());
//! let functions: Vec<_> = uses.map(|function| function.node.source_text()).collect();
//! assert_eq!(functions, ["!Ref Queue", "!Sub '${Queue.Arn}'"]);
//!
//! let queue = template.resources().get("Queue").ok_or("no queue")?;
//! let delay = queue.property("DelaySeconds").ok_or("no delay")?;
//! let mut edits = EditSet::new();
//! edits.add_all([Edit::replace(delay.range(), "10")])?;
//! assert!(edits.apply(tree.source().text()).contains("DelaySeconds: 10  # seconds"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The tree is lossless and typed views are laid over it: a [`Node`] is a handle into one flat list, and a [`Template`]
//! or a [`Function`] is a view of nodes, so that every part of the model leads back to its bytes.
//!
//! [`model`] contains the sections, the functions and the targets of names; [`sub`] the `${…}` of `Fn::Sub`;
//! [`expansion`] repeats loops and inserts snippets; [`edit`] inserts, removes, reorders and replaces;
//! [`meaning`] decides whether two templates have the same meaning; [`write`](mod@write) spells one scalar; [`convert`]
//! writes a whole template as YAML or JSON; [`value`] is the plain value without positions.
//!
//! # Features
//!
//! None is on by default.
//!
//! * `conditions`: `model::Conditions`, which decides which conditions can be true together.
//! * `uselatest`: `layer`, the grammar of the `Layers` of a function, and what the macro Uselatest reads of a template.
//!
//! # Invariants
//!
//! * **Reading never fails and never panics.** [`Tree::parse`] returns a tree and a list of errors, each with its range
//!   of bytes. A mistake in one section hides nothing in the others.
//! * **Ranges are byte offsets, on character boundaries.** [`Source`] converts them to lines and columns for display.
//! * **The tree is lossless.** Comments, line ends, the byte-order mark and a missing final newline stay as they are;
//!   what no edit covers is unchanged to the byte.
//! * **A node lies within its parent**; children are in the order of the source and never overlap.
//! * **Aliases remain nodes.** [`value`] and [`meaning`] follow them, and limit the number of values they expand to.
//! * **Edits are sorted and disjoint.** Edits that merely touch collide; a set of them is accepted as a whole or not at
//!   all.
//! * **YAML and JSON share one model.** No part of it asks which of the two was read.
//!
//! # Limits
//!
//! | quantity | limit | beyond it |
//! |---|---|---|
//! | size of a source | [`MAX_SOURCE_BYTES`](source::MAX_SOURCE_BYTES), 4 GiB | [`SourceError::TooLarge`](source::SourceError::TooLarge) |
//! | nested collections | [`MAX_DEPTH`](syntax::MAX_DEPTH), 500 | [`SyntaxErrorKind::TooDeep`](syntax::SyntaxErrorKind::TooDeep) |
//! | a YAML key on one line | [`MAX_KEY_CHARACTERS`](syntax::MAX_KEY_CHARACTERS), 1024 characters | a syntax error |
//! | values that aliases and merge keys expand to | [`MAX_EXPANDED_VALUES`](value::MAX_EXPANDED_VALUES), 1,000,000 | [`ValueError::TooManyAliases`](value::ValueError::TooManyAliases) |
//! | text that `Fn::Sub` and `Fn::Join` repeat | [`MAX_REPEATED_BYTES`](value::MAX_REPEATED_BYTES), 64 MB | [`ValueError::TooMuchText`](value::ValueError::TooMuchText) |
//! | digits of a number in a base other than ten | [`MAX_CONVERTED_DIGITS`](syntax::MAX_CONVERTED_DIGITS), 1000 | it is a string |
//! | nested aliases | 100 | [`ValueError::TooDeep`](value::ValueError::TooDeep) |
//! | mistakes after which reading continues | 20 | the rest of the file is not read |
//!
//! Reading needs time and memory in proportion to the source, whatever it contains; every walk fits a stack of 2 MB.
//! [`Node::text_ranges`] finds many parts of one scalar in the source in a single walk.

pub mod convert;
pub mod edit;
pub mod expansion;
pub mod foreign;
#[cfg(feature = "uselatest")]
pub mod layer;
pub mod meaning;
pub mod model;
mod range;
pub mod source;
pub mod sub;
pub mod syntax;
pub mod value;
pub mod write;

pub use edit::{Edit, EditSet};
pub use model::{Function, FunctionName, Template};
pub use range::TextRange;
pub use source::Source;
pub use syntax::{Node, NodeKind, Tree};

/// The Rust blocks of README.md, which are compiled and run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
