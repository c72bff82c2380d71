//! Working days: the federal holidays by their rules, further dates, and times of day on days
//! when clocks change.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::calendar::{BusinessHours, Holiday, instant_of};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, When, Zone};

fn hours(id: &str) -> BusinessHours {
    Playbook::shipped(id).expect("it ships").business_hours
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn instant(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}

// The days on which offices were closed, or will be, as the Office of Personnel Management
// lists them.
#[rstest]
#[case(2015, "01-01 01-19 02-16 05-25 07-03 09-07 10-12 11-11 11-26 12-25")]
#[case(2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25")]
#[case(
    2021,
    "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"
)]
#[case(2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26")]
#[case(
    2026,
    "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"
)]
#[case(
    2027,
    "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"
)]
#[case(2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
#[case(
    2029,
    "01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25"
)]
#[case(
    2030,
    "01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25"
)]
fn federal_holidays_are_kept_on_their_observed_days(
    #[case] year: i32,
    #[case] days: &str,
    #[values("cloud-gov-2023", "cloud-gov-2016")] id: &str,
) {
    let hours = hours(id);
    let off = hours.days_off(year);
    let off: Vec<String> = off
        .iter()
        .map(|day| day.format("%m-%d").to_string())
        .collect();
    assert_eq!(off.join(" "), days);
}

#[rstest]
#[case::weekday("2026-11-25", true)]
#[case::thanksgiving("2026-11-26", false)]
#[case::the_day_after("2026-11-27", true)]
#[case::saturday("2026-11-28", false)]
#[case::sunday("2026-11-29", false)]
#[case::new_years_day_kept_in_the_old_year("2027-12-31", false)]
#[case::independence_day_kept_on_friday("2026-07-03", false)]
#[case::the_monday_after_a_sunday("2027-07-05", false)]
#[case::by_executive_order("2026-12-24", false)]
fn a_day_is_worked_or_not(#[case] day: &str, #[case] is_worked: bool) {
    let mut hours = hours("cloud-gov-2023");
    hours.closed.push(date("2026-12-24"));
    assert_eq!(hours.is_working_day(date(day)), is_worked);
}

#[test]
fn a_holiday_need_not_move_and_a_week_need_not_begin_on_monday() {
    let hours: BusinessHours = toml::from_str(
        r#"
        from = "08:00"
        to = "16:00"
        days = ["Sun", "Mon", "Tue", "Wed", "Thu"]
        holidays = [{ name = "Unification", month = 10, day = 3, observed = false }]
        "#,
    )
    .expect("it reads");
    assert!(hours.is_working_day(date("2026-11-22")), "a Sunday");
    assert!(!hours.is_working_day(date("2026-11-20")), "a Friday");
    assert!(!hours.is_working_day(date("2027-10-03")), "a Sunday, kept");
    assert!(hours.is_working_day(date("2027-10-04")), "and not moved");
}

#[rstest]
#[case::date(r#"{ name = "x", month = 2, day = 29 }"#, true)]
#[case::last_monday(r#"{ name = "x", month = 5, weekday = "Mon", nth = -1 }"#, true)]
#[case::fifth_friday(r#"{ name = "x", month = 2, weekday = "Fri", nth = 5 }"#, true)]
#[case::no_day(r#"{ name = "x", month = 2 }"#, false)]
#[case::no_such_date(r#"{ name = "x", month = 2, day = 30 }"#, false)]
#[case::no_such_month(r#"{ name = "x", month = 13, day = 1 }"#, false)]
#[case::both(
    r#"{ name = "x", month = 2, day = 1, weekday = "Fri", nth = 1 }"#,
    false
)]
#[case::which_monday(r#"{ name = "x", month = 2, weekday = "Mon" }"#, false)]
#[case::sixth_monday(r#"{ name = "x", month = 2, weekday = "Mon", nth = 6 }"#, false)]
#[case::second_to_last(r#"{ name = "x", month = 2, weekday = "Mon", nth = -2 }"#, false)]
fn a_rule_names_a_day_or_is_none(#[case] rule: &str, #[case] is_whole: bool) {
    #[derive(serde::Deserialize)]
    struct File {
        rule: Holiday,
    }
    let file: File = toml::from_str(&format!("rule = {rule}")).expect("it reads");
    assert_eq!(file.rule.is_whole(), is_whole);
}

#[rstest]
#[case::later_today("2026-11-25T10:59:59-05:00", "2026-11-25T11:00-05:00")]
#[case::strictly_after("2026-11-25T11:00-05:00", "2026-11-25T16:00-05:00")]
#[case::over_the_holiday("2026-11-25T16:00-05:00", "2026-11-27T11:00-05:00")]
#[case::over_the_weekend("2026-11-27T16:00-05:00", "2026-11-30T11:00-05:00")]
#[case::over_christmas_and_weekend("2026-12-24T17:00-05:00", "2026-12-28T11:00-05:00")]
#[case::over_spring("2026-03-06T17:00-05:00", "2026-03-09T11:00-04:00")]
#[case::over_autumn("2026-10-30T17:00-04:00", "2026-11-02T11:00-05:00")]
fn the_next_slot_is_on_a_working_day(#[case] from: &str, #[case] next: &str) {
    let hours = hours("cloud-gov-2023");
    let slots: Vec<NaiveTime> = ["11:00", "16:00"]
        .map(|t| t.parse().expect("a time"))
        .into();
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let found = hours.next_slot(&slots, zone, instant(from));
    assert_eq!(found, Some(instant(next)));
}

#[test]
fn a_slot_that_clocks_are_put_forward_over_comes_later_and_not_never() {
    let mut hours = hours("cloud-gov-2023");
    hours.days.push(Weekday::Sun);
    let slots: [NaiveTime; 1] = ["02:30".parse().expect("a time")];
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let found = hours.next_slot(&slots, zone, instant("2026-03-08T00:30-05:00"));
    assert_eq!(found, Some(instant("2026-03-08T03:30-04:00")));
}

#[test]
fn where_no_day_is_worked_there_is_no_slot() {
    let mut hours = hours("cloud-gov-2023");
    hours.days.clear();
    let slots: [NaiveTime; 1] = ["11:00".parse().expect("a time")];
    assert_eq!(
        hours.next_slot(&slots, Zone::UTC, Instant::UNIX_EPOCH),
        None
    );
}

#[rstest]
#[case::plain("2026-11-18T12:00", "2026-11-18T12:00-05:00")]
#[case::the_first_of_two("2026-11-01T01:30", "2026-11-01T01:30-04:00")]
#[case::skipped("2026-03-08T02:30", "2026-03-08T03:30-04:00")]
fn a_local_time_is_one_instant(#[case] local: &str, #[case] at: &str) {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let local = format!("{local}:00").parse().expect("a local time");
    assert_eq!(instant_of(zone, local), Some(instant(at)));
}

proptest! {
    /// The law gives eleven holidays since 2021; no two are kept on one day, and none on a day
    /// of rest.
    #[test]
    fn every_year_keeps_its_holidays_on_days_of_work(year in 2021_i32..2400) {
        let hours = hours("cloud-gov-2023");
        let kept: BTreeSet<NaiveDate> = hours.holidays.iter().filter_map(|h| h.kept_in(year)).collect();
        prop_assert_eq!(kept.len(), 11);
        for day in &kept {
            prop_assert!(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{}", day);
            prop_assert!(!hours.is_working_day(*day), "{}", day);
        }
        let off = hours.days_off(year).len();
        prop_assert!((10..=12).contains(&off), "{} days", off);
    }

    #[test]
    fn a_slot_is_after_its_start_and_on_a_working_day(seconds in 0_i64..4_000_000_000, hour in 9_u32..17) {
        let hours = hours("cloud-gov-2023");
        let from = Instant::from_timestamp(seconds, 0).expect("an instant");
        let slots = [NaiveTime::from_hms_opt(hour, 0, 0).expect("a time")];
        let zone: Zone = "America/New_York".parse().expect("a zone");
        let next = hours.next_slot(&slots, zone, from).expect("there is always one");
        prop_assert!(next > from);
        prop_assert!(hours.is_working_day(zone.local(next).date_naive()));
        prop_assert_eq!(zone.local(next).time(), slots[0]);
    }
}
