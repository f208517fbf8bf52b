//! How long the macro's own work takes, by the number of functions.

use cfn_ast::model::evaluate::Inputs;
use cfn_ast::{Source, Tree};
use divan::Bencher;
use divan::counter::ItemsCount;
use end_to_end::templates::many_functions;
use time::OffsetDateTime;
use uselatest::catalog::Home;
use uselatest::catalog::file::FileCatalog;
use uselatest::expand::options::Overrides;
use uselatest::expand::restrictions::Restrictions;
use uselatest::expand::{Request, Stack, expand};

const LAYERS: usize = 40;

fn main() {
    divan::main();
}

fn catalog() -> FileCatalog {
    let layer = |number: usize| {
        let arn = format!("arn:aws:lambda:eu-central-1:123456789012:layer:layer-{number}:7");
        format!(
            r#"{{"LayerName": "layer-{number}", "LatestMatchingVersion": {{"LayerVersionArn": "{arn}", "Version": 7}}}}"#
        )
    };
    let layers: Vec<_> = (0..LAYERS).map(layer).collect();
    FileCatalog::parse(&format!(r#"{{"Layers": [{}]}}"#, layers.join(","))).expect("it has the right shape")
}

/// Reading, expanding and editing a fragment of about 2 KB for each function.
#[divan::bench(args = [10, 100, 500, 1000])]
fn fragments(bencher: Bencher<'_, '_>, functions: usize) {
    let (text, catalog) = (many_functions(functions, LAYERS), catalog());
    let home = Home { region: "eu-central-1".to_owned(), account: "123456789012".to_owned() };
    let (stack, restrictions) = (Stack::new(home, Inputs::new()), Restrictions::default());
    let runtime =
        tokio::runtime::Builder::new_current_thread().build().expect("it needs nothing of the system");
    bencher.counter(ItemsCount::new(functions)).bench_local(|| {
        let tree = Tree::parse_json(Source::new(text.as_str()).expect("it is short enough"));
        let (overrides, now) = (Overrides::default(), OffsetDateTime::UNIX_EPOCH);
        let request =
            Request { stack: &stack, parameters: None, overrides, restrictions: &restrictions, now };
        let expansion = runtime.block_on(expand(&tree, &request, &catalog));
        assert_eq!(expansion.resolutions.len(), 2 * functions);
        expansion.edits.apply(&text)
    });
}
