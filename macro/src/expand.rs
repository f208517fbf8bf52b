//! From a fragment to the same fragment with layer versions in it.
//!
//! The tree is read once; every layer becomes a question to the catalog, something to keep, or a problem. Only the
//! bytes of the layers themselves are replaced.

use std::collections::BTreeMap;

use cfn_ast::layer::{Layer, LayerReference, LayerVersion};
use cfn_ast::syntax::{Node, NodeId, ScalarStyle, Tree};
use cfn_ast::{Edit, EditSet};

use crate::catalog::{CatalogError, Home, LayerCatalog, PublishedVersion};
use crate::lookup::{Answers, Questions};
use crate::problem::{Problem, ProblemKind};
use crate::survey::{Site, Written, sites};

/// What became of a fragment.
#[derive(Clone, Debug, Default)]
pub struct Expansion {
    /// What to replace in the text of the fragment.
    pub edits: EditSet,
    /// The layers that got a version.
    pub resolutions: Vec<Resolution>,
    /// The layers that stay as they are.
    pub kept: Vec<Kept>,
    /// What stands in the way; if there is anything, the edits are not complete.
    pub problems: Vec<Problem>,
}

/// A layer that got a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The way from the root of the fragment.
    pub path: String,
    /// What stands there.
    pub written: String,
    /// The ARN of the version.
    pub arn: String,
}

/// A layer that stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The way from the root of the fragment.
    pub path: String,
    /// Why.
    pub reason: KeptReason,
}

/// Why a layer stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptReason {
    /// The ARN names a version.
    Pinned,
    /// A function stands there.
    Function,
    /// A layer of AWS itself, which has no versions.
    AwsLayer,
    /// A dynamic reference, which only CloudFormation can resolve.
    Dynamic,
}

/// What a site asks for.
enum Wish<'t> {
    Keep(KeptReason),
    Newest { layer: Layer<'t>, floor: u64 },
    Exact { layer: Layer<'t>, number: u64 },
}

/// Finds the layers of a fragment and what to replace them with.
pub async fn expand(tree: &Tree, home: &Home, catalog: &impl LayerCatalog) -> Expansion {
    let Some(root) = tree.root().filter(|_| tree.errors().is_empty()) else { return unreadable(tree) };
    let sites = sites(root);
    let wishes: Vec<_> = sites.iter().map(|site| wish(site, home)).collect();
    let answers = Answers::of(catalog, questions(&wishes)).await;
    let mut plan = Plan { home, answers, expansion: Expansion::default(), chosen: BTreeMap::new() };
    for (site, wish) in sites.iter().zip(wishes) {
        plan.add(site, wish);
    }
    plan.finish(tree)
}

fn unreadable(tree: &Tree) -> Expansion {
    let problem = |error: &cfn_ast::syntax::SyntaxError| {
        let kind = ProblemKind::Syntax { reason: error.kind.to_string(), offset: error.range.start() };
        Problem { path: String::new(), written: None, kind }
    };
    Expansion { problems: tree.errors().iter().map(problem).collect(), ..Expansion::default() }
}

fn wish<'t>(site: &Site<'t>, home: &Home) -> Result<Wish<'t>, ProblemKind> {
    let text = match site.written {
        Written::Text(text) => text,
        Written::Function(_) => return Ok(Wish::Keep(KeptReason::Function)),
        Written::Wrong(what) => return Err(ProblemKind::NoLayer(what)),
        Written::NoList(what) => return Err(ProblemKind::NoList(what)),
    };
    let reference = LayerReference::parse(text)?;
    let (layer, version) = match reference {
        LayerReference::Layer { .. } if reference.is_pinned() => return Ok(Wish::Keep(KeptReason::Pinned)),
        LayerReference::Layer { layer, version } => (at_home(layer, home)?, version),
        LayerReference::AwsLayer(_) => return Ok(Wish::Keep(KeptReason::AwsLayer)),
        LayerReference::Dynamic(_) => return Ok(Wish::Keep(KeptReason::Dynamic)),
    };
    Ok(match version {
        LayerVersion::Unstated | LayerVersion::Latest => Wish::Newest { layer, floor: 0 },
        LayerVersion::AtLeast(floor) => Wish::Newest { layer, floor },
        LayerVersion::Exact(number) => Wish::Exact { layer, number },
    })
}

/// A layer of the stack's own account by its name, whichever way it is written.
fn at_home<'t>(layer: Layer<'t>, home: &Home) -> Result<Layer<'t>, ProblemKind> {
    match layer {
        Layer::Arn(arn) if arn.region != home.region => {
            Err(ProblemKind::OtherRegion { theirs: arn.region.to_owned(), ours: home.region.clone() })
        }
        Layer::Arn(arn) if arn.account != home.account => {
            Err(ProblemKind::OtherAccount(arn.account.to_owned()))
        }
        layer => Ok(Layer::Name(layer.name())),
    }
}

fn questions(wishes: &[Result<Wish<'_>, ProblemKind>]) -> Questions {
    let mut questions = Questions::default();
    for wish in wishes.iter().flatten() {
        match wish {
            Wish::Newest { layer, .. } => _ = questions.newest.insert(layer.to_string()),
            Wish::Exact { layer, number } => _ = questions.versions.insert((layer.to_string(), *number)),
            Wish::Keep(_) => {}
        }
    }
    questions
}

struct Plan<'a> {
    home: &'a Home,
    answers: Answers,
    expansion: Expansion,
    /// By node, since an alias leads to the same node from several places.
    chosen: BTreeMap<NodeId, String>,
}

impl Plan<'_> {
    fn add(&mut self, site: &Site<'_>, wish: Result<Wish<'_>, ProblemKind>) {
        let path = site.path.clone();
        let written = site.node.text().map(str::to_owned);
        match wish.and_then(|wish| self.grant(&wish)) {
            Ok(Granted::Keep(reason)) => self.expansion.kept.push(Kept { path, reason }),
            Ok(Granted::Version(arn)) => {
                self.chosen.insert(site.node.id(), arn.clone());
                let written = written.unwrap_or_default();
                self.expansion.resolutions.push(Resolution { path, written, arn });
            }
            Err(kind) => self.expansion.problems.push(Problem { path, written, kind }),
        }
    }

    fn grant(&self, wish: &Wish<'_>) -> Result<Granted, ProblemKind> {
        match wish {
            Wish::Keep(reason) => Ok(Granted::Keep(*reason)),
            Wish::Newest { layer, floor } => {
                let newest = self.answers.newest(&layer.to_string())?.ok_or_else(|| self.unknown(*layer))?;
                if newest.number < *floor {
                    return Err(ProblemKind::BelowFloor { floor: *floor, latest: newest.number });
                }
                self.checked(newest)
            }
            Wish::Exact { layer, number } => {
                let key = layer.to_string();
                if let Some(version) = self.answers.version(&key, *number)? {
                    return self.checked(version);
                }
                let newest = self.answers.newest(&key)?.ok_or_else(|| self.unknown(*layer))?;
                Err(ProblemKind::NoVersion { number: *number, latest: newest.number })
            }
        }
    }

    fn unknown(&self, layer: Layer<'_>) -> ProblemKind {
        ProblemKind::Unknown { home: self.home.clone(), closest: self.answers.closest(layer.name()) }
    }

    /// The function of the macro may live in another account than the stack; its layers are not those of the stack.
    fn checked(&self, version: &PublishedVersion) -> Result<Granted, ProblemKind> {
        let home = match LayerReference::parse(&version.arn) {
            Ok(LayerReference::Layer { layer: Layer::Arn(arn), .. }) => Home::of(arn),
            _ => return Err(CatalogError::Malformed.into()),
        };
        if home == *self.home {
            return Ok(Granted::Version(version.arn.clone()));
        }
        Err(ProblemKind::WrongHome { expected: self.home.clone(), found: home })
    }

    fn finish(mut self, tree: &Tree) -> Expansion {
        let edits = self.chosen.into_iter().map(|(id, arn)| replace(tree.node(id), &arn));
        let added = self.expansion.edits.add_all(edits);
        added.expect("the edits replace scalars, which never touch one another");
        self.expansion
    }
}

enum Granted {
    Keep(KeptReason),
    Version(String),
}

/// An ARN needs no escapes in any notation, so the quotes that are there stay.
fn replace(node: Node<'_>, arn: &str) -> Edit {
    let text = match node.scalar_style() {
        Some(ScalarStyle::SingleQuoted) => format!("'{arn}'"),
        Some(ScalarStyle::DoubleQuoted) => format!("\"{arn}\""),
        _ => arn.to_owned(),
    };
    Edit::replace(node.content_range(), text)
}
