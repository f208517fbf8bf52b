//! Prints how fast each way of reading goes over the same files, in megabytes a second.
//!
//! Reads file names, one a line, on standard input. `scripts/compare-readers` runs this beside readers in Python.

#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "the table is the result")]

use std::hint::black_box;
use std::io::BufRead;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use cfn_ast::model::References;
use cfn_ast::{Source, Template, Tree, meaning};

const ROUNDS: usize = 7;

/// How long a round takes at least: what Linux tells of a thread's time is as coarse as its clock's ticks.
const ROUND: Duration = Duration::from_millis(200);

fn main() {
    let names = std::io::stdin().lock().lines().map_while(Result::ok);
    let texts: Vec<String> = names.filter_map(|name| std::fs::read_to_string(name).ok()).collect();
    let (json, yaml): (Vec<_>, Vec<_>) =
        texts.into_iter().partition(|text| text.trim_start().starts_with('{'));
    report("granit, events of YAML", &yaml, |text| {
        let options = granit_parser::options! { emit_anchor_events: true };
        black_box(granit_parser::Parser::new_from_str_with_options(text, options).count());
    });
    report("serde_yaml, value of YAML", &yaml, |text| {
        drop(black_box(serde_yaml::from_str::<serde_yaml::Value>(text)));
    });
    for (notation, texts) in [("YAML", &yaml), ("JSON", &json)] {
        report(&format!("cfn-ast, {notation} to tree"), texts, |text| drop(black_box(tree(text))));
        report(&format!("cfn-ast, {notation} to model and references"), texts, |text| {
            let tree = tree(text);
            let template = tree.as_ref().and_then(Template::new);
            black_box(template.map(|template| References::of(&template).iter().count()));
        });
        report(&format!("cfn-ast, {notation} to meaning"), texts, |text| {
            black_box(tree(text).map(|tree| meaning::meaning(&tree).is_ok()));
        });
    }
}

fn tree(text: &str) -> Option<Tree> {
    Source::new(text).ok().map(Tree::parse)
}

/// The fastest of several rounds, by the time that the processor took: what else the machine does only ever adds.
fn report(name: &str, texts: &[String], read: impl Fn(&str)) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let passes = |count: u32| {
        let start = processor_time();
        for _ in 0..count {
            for text in texts {
                read(text);
            }
        }
        processor_time().saturating_sub(start) / count
    };
    let count = (ROUND.as_nanos() / passes(1).as_nanos().max(100_000) + 1) as u32;
    let best: Duration = (0..ROUNDS).map(|_| passes(count)).min().unwrap_or_default();
    println!("{name}\t{:.2}", bytes as f64 / 1e6 / best.as_secs_f64());
}

/// What Linux says that this thread has run; elsewhere the time on the clock.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let run = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = run.and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
