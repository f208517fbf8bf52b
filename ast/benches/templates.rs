//! Time and allocations from bytes to tree, model, meaning and edited text.
//!
//! Real templates come from the folder that `CFN_CORPUS_DEV` names; without it the generated one stands alone.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cfn_ast::model::References;
use cfn_ast::{Edit, EditSet, Source, Template, Tree, meaning};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const INPUTS: [&str; 4] = ["corpus, YAML", "corpus, JSON", "1 MB, YAML", "1 MB, JSON"];

static TEXTS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let corpus = std::env::var("CFN_CORPUS_DEV").map(|folder| files(Path::new(&folder))).unwrap_or_default();
    let (json, yaml) = corpus.into_iter().partition(|text| text.trim_start().starts_with('{'));
    vec![yaml, json, vec![generated_yaml()], vec![generated_json()]]
});

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).into_iter().collect();
    let texts = paths.iter().flat_map(|path| if path.is_dir() { files(path) } else { read(path) });
    texts.filter(|text| text.contains("Resources")).collect()
}

fn generated_yaml() -> String {
    let resource = |place: usize| {
        format!(
            "  Function{place}:\n    Type: AWS::Lambda::Function\n    Properties:\n      Role: !GetAtt Role.Arn\n      \
             FunctionName: !Sub '${{AWS::StackName}}-function-{place}'  # by place\n      Environment:\n        \
             Variables:\n          TABLE: !Ref Table\n          STAGE: \"prod\"\n      Tags:\n        - Key: place\n          \
             Value: {place}\n"
        )
    };
    let head = "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Role:\n    Type: AWS::IAM::Role\n  Table:\n    Type: AWS::DynamoDB::Table\n";
    (0..2900).fold(head.to_owned(), |text, place| text + &resource(place))
}

fn generated_json() -> String {
    let resource = |place: usize| {
        format!(
            ",\n    \"Function{place}\": {{\n      \"Type\": \"AWS::Lambda::Function\",\n      \"Properties\": {{\n        \
             \"Role\": {{\"Fn::GetAtt\": [\"Role\", \"Arn\"]}},\n        \"FunctionName\": {{\"Fn::Sub\": \
             \"${{AWS::StackName}}-function-{place}\"}},\n        \"Environment\": {{\"Variables\": {{\"TABLE\": {{\"Ref\": \
             \"Table\"}}}}}},\n        \"Tags\": [{{\"Key\": \"place\", \"Value\": {place}}}]\n      }}\n    }}"
        )
    };
    let head = "{\n  \"Resources\": {\n    \"Role\": {\"Type\": \"AWS::IAM::Role\"}".to_owned();
    (0..2900).fold(head, |text, place| text + &resource(place)) + "\n  }\n}\n"
}

fn texts(input: &str) -> &'static [String] {
    let place = INPUTS.iter().position(|name| *name == input).unwrap_or_default();
    &TEXTS[place]
}

fn trees(input: &str) -> Vec<Tree> {
    texts(input).iter().filter_map(|text| read(text)).collect()
}

fn read(text: &str) -> Option<Tree> {
    Source::new(text).ok().map(Tree::parse)
}

fn measure(bencher: Bencher<'_, '_>, input: &str, run: impl Fn(&Tree) + Sync) {
    let trees = trees(input);
    let bytes: usize = texts(input).iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| trees.iter().for_each(&run));
}

#[divan::bench(args = INPUTS)]
fn bytes_to_tree(bencher: Bencher<'_, '_>, input: &str) {
    let texts = texts(input);
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| texts.iter().for_each(|text| drop(black_box(read(text)))));
}

#[divan::bench(args = INPUTS)]
fn tree_to_references(bencher: Bencher<'_, '_>, input: &str) {
    measure(bencher, input, |tree| {
        if let Some(template) = Template::new(tree) {
            black_box(References::of(&template));
        }
    });
}

#[divan::bench(args = INPUTS)]
fn tree_to_meaning(bencher: Bencher<'_, '_>, input: &str) {
    measure(bencher, input, |tree| drop(black_box(meaning::meaning(tree))));
}

#[divan::bench(args = INPUTS)]
fn one_edit(bencher: Bencher<'_, '_>, input: &str) {
    measure(bencher, input, |tree| {
        let scalar = tree.nodes().find(|node| node.is_scalar() && !node.is_key());
        let edit = scalar.map(|node| Edit::replace(node.range(), "edited"));
        let mut edits = EditSet::new();
        if edits.add_all(edit).is_ok() {
            black_box(edits.apply(tree.source().text()));
        }
    });
}

fn main() {
    divan::main();
}
