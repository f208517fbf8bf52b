//! The dates of AWS that findings depend on: they are recent, and consistent.

use cfn_tidy::rules::kit::lambda_runtimes::{ANNOUNCED_UNTIL, AS_OF, Stage, all, successor};
use time::{Date, Duration, Month, OffsetDateTime};

fn date(text: &str) -> Date {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().expect("a number")).collect();
    let [year, month, day] = parts[..] else { panic!("{text} is not a date") };
    let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok());
    let day = u8::try_from(day).expect("a day");
    Date::from_calendar_date(year, month.expect("a month"), day).expect("a date")
}

#[test]
fn runtimes_are_judged_at_a_date_of_the_last_year() {
    let age = OffsetDateTime::now_utc().date() - date(AS_OF);
    assert!(
        age <= Duration::days(365),
        "renew schema/data with scripts/renew-schemas, then change the dates in lint/src/rules/kit/lambda_runtimes.rs"
    );
    assert_eq!(date(ANNOUNCED_UNTIL), date(AS_OF) + Duration::days(180));
}

#[test]
fn every_runtime_has_dates() {
    assert!(all().len() > 20);
    for runtime in all() {
        date(runtime.deprecated.as_deref().expect("each has a date of deprecation"));
        for text in [&runtime.create_block, &runtime.update_block].into_iter().flatten() {
            date(text);
        }
    }
}

#[test]
fn every_deprecated_runtime_has_a_successor_that_is_neither_deprecated_nor_announced() {
    for runtime in all().iter().filter(|runtime| Stage::of(runtime).is_some()) {
        let successor = successor(runtime).unwrap_or_else(|| panic!("{}: no successor", runtime.name));
        assert_eq!(Stage::of(successor), None, "{}", runtime.name);
    }
}
