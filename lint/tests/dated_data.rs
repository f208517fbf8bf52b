//! The data files about AWS that have a date: they are recent, and consistent.

use cfn_tidy::rules::kit::lambda_runtimes::{DATA, Runtime};
use time::{Date, Duration, Month, OffsetDateTime};

fn date(text: &str) -> Date {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().expect("a number")).collect();
    let [year, month, day] = parts[..] else { panic!("{text} is not a date") };
    let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok());
    let day = u8::try_from(day).expect("a day");
    Date::from_calendar_date(year, month.expect("a month"), day).expect("a date")
}

#[test]
fn the_dates_of_runtimes_are_not_older_than_a_year() {
    let age = OffsetDateTime::now_utc().date() - date(Runtime::as_of());
    assert!(
        age <= Duration::days(365),
        "renew lint/data/lambda-runtimes.txt with scripts/lambda-runtimes.py"
    );
}

#[test]
fn the_file_of_runtimes_names_its_source() {
    assert!(DATA.lines().any(|line| line.starts_with("# source: ")));
}

#[test]
fn every_line_is_a_runtime_with_dates() {
    let lines = DATA.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(lines, Runtime::all().len());
    assert!(Runtime::all().is_sorted_by_key(|runtime| runtime.name));
    for runtime in Runtime::all() {
        date(runtime.deprecated);
        [runtime.create_block, runtime.update_block].into_iter().flatten().map(date).for_each(drop);
    }
}

#[test]
fn every_deprecated_runtime_has_a_successor_that_is_neither_deprecated_nor_announced() {
    for runtime in Runtime::all() {
        if runtime.stage().is_some() {
            let successor = runtime.successor().unwrap_or_else(|| panic!("{}: no successor", runtime.name));
            assert_eq!(successor.stage(), None, "{}", runtime.name);
        }
    }
}
