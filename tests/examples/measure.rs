//! Measures a built function: `cargo run --release -p end-to-end --example measure -- path/to/bootstrap`.
//!
//! Prints the time from the start of the process to its first poll, the time of a large fragment, and the memory.

#![allow(clippy::print_stdout, reason = "what it prints is its result")]

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use end_to_end::bootstrap::Bootstrap;
use end_to_end::lambda_api::{Answer, LambdaApi};
use end_to_end::runtime_api::Outcome;
use end_to_end::templates::many_functions;

const RUNS: usize = 20;
const ACCOUNT: &str = "123456789012";
const PATIENCE: Duration = Duration::from_mins(1);

fn main() -> Result<(), Box<dyn Error>> {
    let program = env::args_os().nth(1).ok_or("name the bootstrap to measure")?;
    let program = Path::new(&program);
    let api = LambdaApi::start(|path, _| page(path))?;
    let starts: Result<Vec<_>, _> = (0..RUNS).map(|_| start_to_poll(program, &api)).collect();
    println!("size of the file: {} bytes", fs::metadata(program)?.len());
    println!("start to first poll, median of {RUNS}: {:?}", median(starts?));
    let function = start(program, &api)?;
    let fragment = many_functions(500, 40);
    let (before, started) = (api.paths().len(), processor_time(function.id())?);
    let times: Result<Vec<_>, Box<dyn Error>> = (0..RUNS).map(|_| invocation(&function, &fragment)).collect();
    let calls = (api.paths().len() - before) / RUNS;
    println!(
        "500 functions, 40 layers, {} bytes: {:?} with {calls} list calls, at most {} at a time",
        fragment.len(),
        median(times?),
        api.most_in_flight()
    );
    let used = processor_time(function.id())?.saturating_sub(started) / RUNS as u32;
    println!("processor time for each of them, API included: {used:?}");
    println!("memory after that: {}", memory(function.id())?);
    Ok(())
}

fn page(path: &str) -> Answer {
    let name = path.split('/').nth(3).unwrap_or_default();
    let arn = format!("arn:aws:lambda:eu-central-1:{ACCOUNT}:layer:{name}:7");
    Answer::ok(format!(r#"{{"LayerVersions": [{{"LayerVersionArn": "{arn}", "Version": 7}}]}}"#))
}

fn start(program: &Path, api: &LambdaApi) -> io::Result<Bootstrap> {
    let endpoint = api.endpoint();
    let variables = [
        ("AWS_ENDPOINT_URL", endpoint.as_str()),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", ACCOUNT),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];
    Bootstrap::start(program, variables)
}

fn start_to_poll(program: &Path, api: &LambdaApi) -> Result<Duration, Box<dyn Error>> {
    let begin = Instant::now();
    let function = start(program, api)?;
    function.api().wait_for_poll(PATIENCE)?;
    Ok(begin.elapsed())
}

fn invocation(function: &Bootstrap, fragment: &str) -> Result<Duration, Box<dyn Error>> {
    let event = format!(
        r#"{{"region": "eu-central-1", "accountId": "{ACCOUNT}", "requestId": "r", "fragment": {fragment}}}"#
    );
    let begin = Instant::now();
    match function.invoke(event, PATIENCE) {
        Outcome::Response(_) => Ok(begin.elapsed()),
        other => Err(format!("no answer, but {other:?}").into()),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The processor time of a process so far, which other processes do not disturb; in steps of 10 ms (proc(5)).
fn processor_time(id: u32) -> Result<Duration, Box<dyn Error>> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("the name of a process stands in brackets")?;
    let ticks: Result<Vec<u64>, _> = fields.split(' ').skip(11).take(2).map(str::parse).collect();
    Ok(Duration::from_millis(10 * ticks?.iter().sum::<u64>()))
}

fn memory(id: u32) -> io::Result<String> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    Ok(lines.collect::<Vec<_>>().join(", ").replace('\t', " "))
}
