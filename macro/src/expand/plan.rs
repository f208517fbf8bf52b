//! From places to questions, and from answers to edits.

use std::collections::BTreeMap;

use cfn_ast::layer::{Layer, LayerReference};
use cfn_ast::syntax::NodeId;

use super::layer_sites::{Content, Place, Presence};
use super::options::{Options, Parameters};
use super::problem::{Problem, ProblemKind};
use super::request::{Asked, Floor, Sought, Wish, wish};
use super::{Expansion, How, Kept, KeptReason, Resolution, Stack, Survey, replace};
use crate::catalog::compatibility::Needs;
use crate::catalog::lookup::{Answers, History, Questions};
use crate::catalog::{CatalogError, Home, LayerCatalog, PublishedVersion};

/// What there is to do for a fragment.
pub(super) struct Plan<'p, 't> {
    stack: &'p Stack,
    options: &'p Options,
    survey: Survey<'t>,
    problems: Vec<Problem>,
}

/// What becomes of one reference.
pub(super) enum Step {
    Keep(KeptReason),
    Take(String, How),
}

type Decided = Result<Step, ProblemKind>;

impl<'p, 't> Plan<'p, 't> {
    pub(super) fn new(stack: &'p Stack, parameters: &'p Parameters<'t>, mut survey: Survey<'t>) -> Self {
        let mut problems = parameters.problems.clone();
        problems.append(&mut survey.problems);
        Self { stack, options: &parameters.options, survey, problems }
    }

    pub(super) async fn carry_out(self, catalog: &impl LayerCatalog) -> Expansion {
        let answers = Answers::of(catalog, self.questions()).await;
        let mut expansion = Expansion { problems: self.problems.clone(), ..Expansion::default() };
        let mut chosen = BTreeMap::new();
        for place in &self.survey.places {
            let decided = self.decide(place, &answers);
            record(&mut expansion, &mut chosen, place, decided);
        }
        let edits = chosen.into_values();
        expansion.edits.add_all(edits).expect("the nodes of different layers never touch");
        expansion
    }

    fn questions(&self) -> Questions {
        let mut questions = Questions::default();
        for place in &self.survey.places {
            for asked in references(place) {
                match wish(asked, &self.stack.home, self.options(place)) {
                    Ok(Wish::Newest { layer, floor }) => {
                        let wanted = questions.layers.entry(layer.key()).or_default();
                        wanted.is_foreign = matches!(layer, Sought::Foreign { .. });
                        wanted.wants.insert((floor.number(), self.needs(place)));
                    }
                    Ok(Wish::Exact { layer, number }) => _ = questions.versions.insert((layer.key(), number)),
                    Ok(Wish::Keep(_)) | Err(_) => {}
                }
            }
        }
        questions
    }

    fn options<'o>(&'o self, place: &'o Place<'_>) -> &'o Options {
        place.options.as_ref().unwrap_or(self.options)
    }

    fn needs(&self, place: &Place<'_>) -> Needs {
        if self.options(place).ignore_compatibility { Needs::default() } else { place.needs.clone() }
    }

    /// What becomes of each reference of a place.
    fn decide(&self, place: &Place<'_>, answers: &Answers) -> Vec<Decided> {
        if place.presence == Presence::Never {
            return vec![Ok(Step::Keep(KeptReason::NotTaken))];
        }
        let single = match &place.content {
            Content::Literal(_) | Content::Computed(_) | Content::ComputedList(_) => None,
            Content::Unknown(reason) => Some(Ok(Step::Keep(reason.clone().into()))),
            Content::NoValue => Some(Ok(Step::Keep(KeptReason::NoValue))),
            Content::NoLayer(what) => Some(Err(ProblemKind::NoLayer(what))),
            Content::NoList(what) => Some(Err(ProblemKind::NoList(what))),
            Content::LoopVariable => Some(Err(ProblemKind::LoopVariable)),
        };
        match single {
            Some(decided) => vec![decided],
            None => references(place).map(|asked| self.reference(place, asked, answers)).collect(),
        }
    }

    /// A comment inside a function would go with it, which nobody minds on the way to CloudFormation.
    fn loses_comment(&self, place: &Place<'_>) -> bool {
        let node = place.node;
        let is_function = self.options.keep_comments && node.function().is_some();
        is_function && node.tree().comments().any_within(node.range())
    }

    fn reference(&self, place: &Place<'_>, asked: Asked<'_>, answers: &Answers) -> Decided {
        let options = self.options(place);
        let wish = wish(asked, &self.stack.home, options)?;
        let decided = match wish {
            Wish::Keep(reason) => return Ok(Step::Keep(reason)),
            Wish::Newest { layer, floor } => self.newest(layer, floor, &self.needs(place), answers),
            Wish::Exact { layer, number } => self.exact(layer, number, answers),
        };
        match decided {
            Ok(_) if self.loses_comment(place) => Ok(Step::Keep(KeptReason::Comment)),
            Err(problem) if options.keep_missing && problem.is_missing() => {
                Ok(Step::Keep(KeptReason::Missing))
            }
            Ok(Step::Take(arn, How::Upgrade)) if arn == asked.text => Ok(Step::Keep(KeptReason::UpToDate)),
            decided => decided,
        }
    }

    fn newest(&self, layer: Sought<'_>, floor: Floor, needs: &Needs, answers: &Answers) -> Decided {
        let history = answers.history(&layer.key())?;
        let Some(version) = history.newest(floor.number(), needs) else {
            return self.without_version(layer, floor, needs, history, answers);
        };
        let how = match floor {
            Floor::None => How::Newest,
            Floor::Written(_) => How::Floor,
            Floor::Pinned(_) => How::Upgrade,
        };
        self.checked(layer, version, how)
    }

    /// Why there is no version that will do.
    fn without_version(
        &self,
        layer: Sought<'_>,
        floor: Floor,
        needs: &Needs,
        history: &History,
        answers: &Answers,
    ) -> Decided {
        let newest = history.newest(floor.number(), &Needs::default());
        Err(match (layer, floor, history.latest(), newest) {
            (_, Floor::Pinned(_), _, None) if history.is_hidden => return Ok(Step::Keep(KeptReason::Unseen)),
            (_, Floor::Pinned(_), Some(_), None) => return Ok(Step::Keep(KeptReason::UpToDate)),
            (_, _, _, Some(newest)) => ProblemKind::incompatible(newest, needs),
            (Sought::Foreign { .. }, Floor::Written(floor), _, None) if history.is_hidden => {
                ProblemKind::Unseen { floor }
            }
            (Sought::Foreign { account, .. }, _, None, None) => ProblemKind::OtherAccount {
                account: account.to_owned(),
                example: format!("{}:1+", layer.key()),
            },
            (_, floor, Some(latest), None) => {
                ProblemKind::BelowFloor { floor: floor.number(), latest: latest.number }
            }
            (_, _, None, None) => self.unknown(layer, answers),
        })
    }

    fn exact(&self, layer: Sought<'_>, number: u64, answers: &Answers) -> Decided {
        let key = layer.key();
        if let Some(version) = answers.version(&key, number)? {
            return self.checked(layer, version, How::Number);
        }
        let history = answers.history(&key)?;
        let latest = history.latest().ok_or_else(|| self.unknown(layer, answers))?;
        Err(ProblemKind::NoVersion { number, latest: latest.number })
    }

    fn unknown(&self, layer: Sought<'_>, answers: &Answers) -> ProblemKind {
        ProblemKind::Unknown { home: self.stack.home.clone(), closest: answers.closest(layer.name()) }
    }

    /// A version counts only if its ARN is that of the layer that was asked for: the function of the macro may live in
    /// another account than the stack.
    fn checked(&self, layer: Sought<'_>, version: &PublishedVersion, how: How) -> Decided {
        let parsed = LayerReference::parse(&version.arn);
        let Ok(LayerReference::Layer { layer: Layer::Arn(arn), .. }) = parsed else {
            return Err(CatalogError::Malformed.into());
        };
        let expected = match layer {
            Sought::Own(_) => self.stack.home.clone(),
            Sought::Foreign { region, account, .. } => {
                Home { region: region.to_owned(), account: account.to_owned() }
            }
        };
        if arn.name != layer.name() {
            return Err(CatalogError::Malformed.into());
        }
        let found = Home::of(arn);
        if found != expected {
            return Err(ProblemKind::WrongHome { expected, found });
        }
        Ok(Step::Take(version.arn.clone(), how))
    }
}

/// The references of a place that a catalog may have to be asked about.
fn references<'a>(place: &'a Place<'_>) -> impl Iterator<Item = Asked<'a>> {
    let (literal, computed, list): (_, _, &[String]) = match &place.content {
        Content::Literal(text) => (Some(*text), None, &[]),
        Content::Computed(text) => (None, Some(text.as_str()), &[]),
        Content::ComputedList(texts) => (None, None, texts),
        _ => (None, None, &[]),
    };
    let presence = place.presence;
    let is_asked = presence != Presence::Never;
    let literal = literal.map(move |text| Asked { text, is_computed: false, presence });
    let computed = computed.into_iter().chain(list.iter().map(String::as_str));
    let computed = computed.map(move |text| Asked { text, is_computed: true, presence });
    literal.into_iter().chain(computed).filter(move |_| is_asked)
}

/// Writes down what becomes of a place, and how its text changes.
fn record(
    expansion: &mut Expansion,
    chosen: &mut BTreeMap<NodeId, cfn_ast::Edit>,
    place: &Place<'_>,
    decided: Vec<Decided>,
) {
    let is_list = matches!(place.content, Content::ComputedList(_));
    let written = place.written().unwrap_or_default();
    let mut arns = Vec::new();
    let mut is_edited = false;
    let texts = references(place).map(|asked| asked.text.to_owned()).collect::<Vec<_>>();
    for (index, decided) in decided.into_iter().enumerate() {
        let path = if is_list { format!("{}[{index}]", place.path) } else { place.path.clone() };
        let written = written.clone();
        match decided {
            Ok(Step::Keep(reason)) => {
                arns.extend(texts.get(index).cloned());
                expansion.kept.push(Kept { path, written, reason });
            }
            Ok(Step::Take(arn, how)) => {
                is_edited = true;
                arns.push(arn.clone());
                expansion.resolutions.push(Resolution { path, written, arn, how });
            }
            Err(kind) => {
                let written = place.written();
                expansion.problems.push(Problem { path, written, kind });
            }
        }
    }
    if is_edited {
        let edit =
            if is_list { replace::list(place.node, &arns) } else { replace::item(place.node, &arns[0]) };
        chosen.insert(place.node.id(), edit);
    }
}
