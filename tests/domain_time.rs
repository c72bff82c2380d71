//! Times, spans and zones: what people type is read, what is written reads back the same.

use chrono::{FixedOffset, TimeZone as _, Utc};
use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::time::{Instant, Precision, Span, TimeError, When, Zone};

fn at(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}

fn zone(name: &str) -> Zone {
    name.parse().expect("a zone")
}

#[rstest]
#[case::today("14:02", "2026-11-22T15:00-05:00", "2026-11-22T14:02-05:00")]
#[case::yesterday("14:02", "2026-11-23T00:05-05:00", "2026-11-22T14:02-05:00")]
#[case::this_very_minute("14:02", "2026-11-22T14:01:30-05:00", "2026-11-22T14:02-05:00")]
#[case::with_seconds("14:02:07", "2026-11-22T15:00-05:00", "2026-11-22T14:02:07-05:00")]
#[case::one_digit("9:05", "2026-11-22T15:00-05:00", "2026-11-22T09:05-05:00")]
#[case::ago("10m ago", "2026-11-22T00:04:30-05:00", "2026-11-21T23:54-05:00")]
#[case::minus("-1h30m", "2026-11-22T15:00-05:00", "2026-11-22T13:30-05:00")]
#[case::dated("2026-11-20 14:02", "2026-11-22T15:00-05:00", "2026-11-20T14:02-05:00")]
#[case::summer("2026-07-04 14:02", "2026-11-22T15:00-05:00", "2026-07-04T14:02-04:00")]
#[case::other_offset(
    "2026-11-20T14:02+01:00",
    "2026-11-22T15:00Z",
    "2026-11-20T14:02+01:00"
)]
#[case::zulu(
    "2026-11-20T14:02:03Z",
    "2026-11-22T15:00Z",
    "2026-11-20T14:02:03+00:00"
)]
#[case::hour("2026-11-20 14", "2026-11-22T15:00Z", "2026-11-20T14-05:00")]
#[case::day("2026-11-20", "2026-11-22T15:00Z", "2026-11-20-05:00")]
#[case::month("2026-07", "2026-11-22T15:00Z", "2026-07-04:00")]
#[case::year_that_is_no_clock("1999", "2026-11-22T15:00Z", "1999-05:00")]
#[case::year_as_it_is_written("2026-05:00", "2026-11-22T15:00Z", "2026-05:00")]
#[case::minutes_as_they_are_written(
    "10 min ago",
    "2026-11-22T15:00-05:00",
    "2026-11-22T14:50-05:00"
)]
#[case::an_hour_apart("1 h ago", "2026-11-22T15:00-05:00", "2026-11-22T14:00-05:00")]
#[case::hours_in_words("2 hours ago", "2026-11-22T15:00-05:00", "2026-11-22T13:00-05:00")]
#[case::unknown("unknown", "2026-11-22T15:00Z", "unknown")]
#[case::question("?", "2026-11-22T15:00Z", "unknown")]
fn what_people_type_is_read(#[case] typed: &str, #[case] now: &str, #[case] written: &str) {
    let when = zone("America/New_York").read(typed, at(now)).expect(typed);
    assert_eq!(when.to_string(), written);
}

/// Four digits are a time of day without its colon, or a year: neither is taken for the other.
#[rstest]
#[case::this_century("2005", "write 20:05, or 2005-01")]
#[case::this_year("2026", "write 20:26, or 2026-01")]
#[case::not_yet("2335", "write it with a colon, 23:35")]
#[case::no_year("0330", "write it with a colon, 03:30")]
fn a_time_without_its_colon_is_asked_about(#[case] typed: &str, #[case] said: &str) {
    let now = at("2026-11-22T23:40Z");
    for read in [
        Zone::UTC.read(typed, now).map(|_| ()),
        Zone::UTC.read_later(typed, now).map(|_| ()),
    ] {
        let problem = read.expect_err(typed).to_string();
        assert!(problem.contains(said), "{problem}");
    }
}

/// It is the time of an appointment: whatever the clock shows now, it is not past.
#[rstest]
#[case::later_today("16:00", "2026-11-22T14:00Z", "2026-11-22T16:00+00:00")]
#[case::tomorrow("10:00", "2026-11-22T14:00Z", "2026-11-23T10:00+00:00")]
#[case::a_while("in 2h", "2026-11-22T14:00Z", "2026-11-22T16:00+00:00")]
#[case::a_while_alone("2 hours", "2026-11-22T14:00Z", "2026-11-22T16:00+00:00")]
#[case::dated("2026-12-01 10:00", "2026-11-22T14:00Z", "2026-12-01T10:00+00:00")]
#[case::a_day("2026-12-01", "2026-11-22T14:00Z", "2026-12-01+00:00")]
#[case::unknown("unknown", "2026-11-22T14:00Z", "unknown")]
fn what_lies_ahead_is_the_next_such_time(
    #[case] typed: &str,
    #[case] now: &str,
    #[case] written: &str,
) {
    let when = Zone::UTC.read_ahead(typed, at(now)).expect("a time");
    assert_eq!(when.to_string(), written);
    let later = Zone::UTC.read_later(typed, at(now)).ok();
    assert_eq!(later, when.earliest());
}

#[rstest]
#[case::nothing("", "read the time, none was typed: write ")]
#[case::nonsense("soon", "read the time `soon`: write ")]
fn what_is_no_time_is_told_with_the_forms_that_are_asked_for(
    #[case] typed: &str,
    #[case] said: &str,
) {
    let now = at("2026-11-22T15:00Z");
    let read = Zone::UTC.read(typed, now).map(|_| ());
    let ahead = Zone::UTC.read_ahead(typed, now).map(|_| ());
    let later = Zone::UTC.read_later(typed, now).map(|_| ());
    let known = Zone::UTC.read_known(typed, now).map(|_| ());
    for (read, forms) in [
        (read, When::FORMS),
        (known, When::FORMS_KNOWN),
        (ahead, When::FORMS_AHEAD),
        (later, When::FORMS_AHEAD),
    ] {
        let problem = read.expect_err("it is refused").to_string();
        assert_eq!(problem, format!("{said}{forms}"));
    }
}

#[rstest]
#[case::no_unit("15", "write its unit, as in 15m or 15h")]
#[case::nonsense("soon", "write for example 45m")]
fn what_is_no_length_is_told_with_what_to_write(#[case] typed: &str, #[case] said: &str) {
    let problem = typed.parse::<Span>().expect_err("it is refused");
    let problem = problem.to_string();
    assert!(problem.contains(said), "{problem}");
}

/// Every form that is offered is read.
#[test]
fn the_forms_that_are_told_are_read() {
    let now = at("2026-11-22T15:00Z");
    for form in When::FORMS.replace(" or ", ", ").split(", ") {
        assert!(Zone::UTC.read(form, now).is_ok(), "{form}");
    }
    for form in When::FORMS_AHEAD.replace(" or ", ", ").split(", ") {
        assert!(Zone::UTC.read_later(form, now).is_ok(), "{form}");
    }
}

/// Clocks go from 02:00 to 03:00 on 2026-03-08 and from 02:00 back to 01:00 on 2026-11-01.
#[rstest]
#[case::first_of_two("01:30", "2026-11-01T01:40-04:00", "2026-11-01T01:30-04:00")]
#[case::second_of_two("01:30", "2026-11-01T01:40-05:00", "2026-11-01T01:30-05:00")]
#[case::before_the_second("01:30", "2026-11-01T01:10-05:00", "2026-11-01T01:30-04:00")]
#[case::dated_is_the_first("2026-11-01 01:30", "2026-11-02T09:00Z", "2026-11-01T01:30-04:00")]
#[case::gap_lies_ahead("02:30", "2026-03-08T00:30-05:00", "2026-03-07T02:30-05:00")]
fn clock_changes_are_minded(#[case] typed: &str, #[case] now: &str, #[case] written: &str) {
    let when = zone("America/New_York").read(typed, at(now)).expect(typed);
    assert_eq!(when.to_string(), written);
}

#[rstest]
#[case::clock_time("02:30", "2026-03-08T09:00-04:00")]
#[case::dated("2026-03-08 02:30", "2026-03-20T09:00-04:00")]
#[case::yesterdays_gap("02:30", "2026-03-09T01:00-04:00")]
fn a_time_that_was_skipped_is_refused(#[case] typed: &str, #[case] now: &str) {
    let read = zone("America/New_York").read(typed, at(now));
    assert!(matches!(read, Err(TimeError::Skipped { .. })), "{read:?}");
}

#[test]
fn a_day_whose_midnight_is_skipped_is_still_a_day() {
    let when = zone("America/Sao_Paulo").read("2018-11-04", at("2018-11-20T00:00Z"));
    let when = when.expect("a day");
    assert_eq!(when.to_string(), "2018-11-04-02:00");
    assert_eq!(when.to_string().parse(), Ok(when));
}

#[rstest]
#[case::nothing("")]
#[case::word("soon")]
#[case::hour_of_no_clock("25:00")]
#[case::no_such_day("2026-02-30")]
#[case::sign_for_a_digit("2026-11-22T+5")]
#[case::typed_year("0206-11-22")]
#[case::far_year("+12026-11-22T14:02")]
#[case::ago_without_span("ago")]
#[case::future_by_two_signs("--10m")]
fn what_is_no_time_is_refused(#[case] typed: &str) {
    assert!(Zone::UTC.read(typed, at("2026-11-22T15:00Z")).is_err());
}

#[rstest]
#[case::second(
    Precision::Second,
    "2026-11-22T14:02:03-05:00",
    "2026-11-22T14:02:03-05:00"
)]
#[case::minute(Precision::Minute, "2026-11-22T14:02-05:00", "2026-11-22T14:02-05:00")]
#[case::hour(Precision::Hour, "2026-11-22T14:00-05:00", "2026-11-22T15:00-05:00")]
#[case::day(Precision::Day, "2026-11-22T00:00-05:00", "2026-11-23T00:00-05:00")]
#[case::month(Precision::Month, "2026-11-01T00:00-05:00", "2026-12-01T00:00-05:00")]
#[case::year(Precision::Year, "2026-01-01T00:00-05:00", "2027-01-01T00:00-05:00")]
fn coarse_times_are_intervals(
    #[case] precision: Precision,
    #[case] earliest: &str,
    #[case] latest: &str,
) {
    let local = FixedOffset::west_opt(5 * 3600).expect("an offset");
    let given = local.with_ymd_and_hms(2026, 11, 22, 14, 2, 3).single();
    let when = When::coarse(given.expect("a time"), precision);
    assert_eq!(when.earliest(), Some(at(earliest)));
    assert_eq!(when.latest(), Some(at(latest)));
    assert_eq!(precision.is_coarse(), earliest != latest);
    assert_eq!(precision.word().parse(), Ok(precision));
}

#[rstest]
#[case::zero(0, "PT0M", "0 min", "0m", "00:00")]
#[case::minutes(33 * 60, "PT33M", "33 min", "33m", "33:00")]
#[case::hours(7320, "PT2H2M", "2 h 02 min", "2h02m", "2:02:00")]
#[case::days(725 * 86_400, "P725D", "725 d", "725d0h", "725d 00h")]
#[case::days_and_hours(93_600, "P1DT2H", "1 d 2 h", "1d2h", "1d 02h")]
#[case::negative(-190, "-PT3M10S", "-3 min", "-3m", "-03:10")]
fn spans_are_written_for_each_reader(
    #[case] seconds: i64,
    #[case] iso: &str,
    #[case] words: &str,
    #[case] short: &str,
    #[case] countdown: &str,
) {
    let zero = Instant::UNIX_EPOCH;
    let span = Span::between(zero, zero + chrono::TimeDelta::seconds(seconds));
    assert_eq!(span.iso(), iso);
    assert_eq!(span.words(), words);
    assert_eq!(span.short(), short);
    assert_eq!(span.countdown(), countdown);
}

#[rstest]
#[case::plain("45m", Some(2700))]
#[case::spaced(" 1 h 30 M ", Some(5400))]
#[case::as_it_is_written_here("2 h 02 min", Some(7320))]
#[case::in_words("1 hour 5 minutes", Some(3900))]
#[case::no_unit("10 mi", None)]
#[case::a_number_behind("1h 30", None)]
#[case::in_a_word("25min", Some(1500))]
#[case::hours("2 hours 5 minutes", Some(7500))]
#[case::two_numbers("5 10m", None)]
#[case::another_unit("10 moons", None)]
#[case::bare_number("45", None)]
#[case::empty("", None)]
#[case::negative("-5m", None)]
#[case::beyond_reason("99999999999999d", None)]
#[case::overflowing("9223372036854775807d", None)]
fn spans_are_read(#[case] text: &str, #[case] seconds: Option<i64>) {
    assert_eq!(text.parse().ok().map(Span::as_seconds), seconds);
}

fn whens() -> impl Strategy<Value = When> {
    let precisions = prop::sample::select(vec![
        Precision::Second,
        Precision::Minute,
        Precision::Hour,
        Precision::Day,
        Precision::Month,
        Precision::Year,
    ]);
    let millis = 63_072_000_000_i64..253_000_000_000_000;
    (millis, -56_i32..=56, precisions).prop_map(|(millis, quarters, precision)| {
        let utc = Utc.timestamp_millis_opt(millis).single().expect("in range");
        let offset = FixedOffset::east_opt(quarters * 900).expect("in range");
        When::coarse(utc.with_timezone(&offset), precision)
    })
}

proptest! {
    #[test]
    fn a_written_time_reads_back_the_same(when in whens()) {
        let written = when.to_string();
        prop_assert_eq!(written.parse::<When>().expect("readable"), when);
        prop_assert_eq!(Zone::UTC.read(&written, Instant::UNIX_EPOCH).expect("readable"), when);
        prop_assert_eq!(written.parse::<When>().expect("readable").to_string(), written);
    }

    #[test]
    fn an_exact_time_reads_back_the_same(seconds in 0_i64..253_000_000_000, nanos in 0_u32..1_000_000_000) {
        let when = When::exact(Utc.timestamp_opt(seconds, nanos).single().expect("in range"));
        prop_assert_eq!(when.to_string().parse::<When>().expect("readable"), when);
    }

    #[test]
    fn a_written_span_reads_back_the_same(seconds in 0_i64..3_000_000_000) {
        let zero = Instant::UNIX_EPOCH;
        let span = Span::between(zero, zero + chrono::TimeDelta::seconds(seconds));
        prop_assert_eq!(span.to_string().parse::<Span>().expect("readable"), span);
    }

    #[test]
    fn an_interval_holds_what_it_was_cut_from(when in whens()) {
        prop_assert!(when.earliest() <= when.latest());
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "\\PC*", seconds in 0_i64..253_000_000_000) {
        read_everything(&text, seconds);
    }

    #[test]
    fn no_text_like_a_time_makes_the_readers_panic(
        text in "[-+0-9:TZtz. agomhd]{0,24}",
        seconds in 0_i64..253_000_000_000,
    ) {
        read_everything(&text, seconds);
    }
}

fn read_everything(text: &str, seconds: i64) {
    let now = Utc.timestamp_opt(seconds, 0).single().expect("in range");
    for name in ["UTC", "America/New_York", "Australia/Lord_Howe"] {
        if let Ok(when) = zone(name).read(text, now) {
            let _ = (when.to_string(), when.latest());
            assert!(
                when.earliest()
                    .is_none_or(|at| at.timestamp() > -63_072_000_000)
            );
        }
    }
    let _ = text.parse::<When>();
    let _ = text.parse::<Span>();
    let _ = text.parse::<Zone>();
    let _ = text.parse::<Precision>();
}

#[rstest]
#[case::west("America/New_York")]
#[case::east("Asia/Tokyo")]
fn a_time_at_an_end_of_the_calendar_is_said_like_any_other(#[case] name: &str) {
    let now = at("2026-11-22T14:02:00Z");
    for end in [Instant::MIN_UTC, Instant::MAX_UTC] {
        let said = zone(name).clock(end, now);
        assert!(said.contains(':'), "{said}");
        assert!(zone(name).stamp(end).contains("262"), "{end}");
    }
}

#[test]
fn zones_read_back_the_same() {
    for name in ["UTC", "America/New_York", "Europe/London", "Asia/Kolkata"] {
        assert_eq!(zone(name).to_string().parse(), Ok(zone(name)));
    }
    assert!("Mars/Olympus".parse::<Zone>().is_err());
}

#[rstest]
#[case::to_the_second("2026-11-22T14:02:05Z", "2026-11-22 09:02:05 EST")]
#[case::to_the_minute_from_elsewhere("2026-07-01T16:02+02:00", "2026-07-01 10:02 EDT")]
#[case::on_the_day_before("2026-11-22T02:02Z", "2026-11-21 21:02 EST")]
#[case::to_the_hour("2026-11-22T14Z", "2026-11-22 09h EST")]
#[case::a_day_is_that_of_its_place("2026-11-22+00:00", "2026-11-22")]
#[case::a_month("2026-11", "2026-11")]
#[case::a_year("2026", "2026")]
#[case::unknown("unknown", "unknown")]
fn times_are_said_in_a_zone_and_as_exactly_as_they_are_known(
    #[case] when: &str,
    #[case] said: &str,
) {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    assert_eq!(zone.plain(&when.parse().expect("a time")), said);
}

#[rstest]
#[case::same_day(
    "America/New_York",
    "2026-11-22T14:02Z",
    "2026-11-22 09:02 EST (14:02 UTC)"
)]
#[case::summer(
    "America/New_York",
    "2026-07-01T14:02Z",
    "2026-07-01 10:02 EDT (14:02 UTC)"
)]
#[case::another_day(
    "America/New_York",
    "2026-11-23T03:02Z",
    "2026-11-22 22:02 EST (2026-11-23 03:02 UTC)"
)]
#[case::east(
    "Asia/Tokyo",
    "2026-11-22T16:02Z",
    "2026-11-23 01:02 JST (2026-11-22 16:02 UTC)"
)]
#[case::utc("UTC", "2026-11-22T14:02Z", "2026-11-22 14:02 UTC")]
#[case::the_same_as_utc("Europe/London", "2026-11-22T14:02Z", "2026-11-22 14:02 UTC")]
fn a_time_for_others_has_utc_beside_it(#[case] name: &str, #[case] time: &str, #[case] said: &str) {
    assert_eq!(zone(name).stamp_and_utc(at(time)), said);
}

/// Labour is counted in hours, however many: a day of it is no day by the clock on the wall.
#[rstest]
#[case::none(0, "0 min", "0m")]
#[case::minutes(8 * 60 + 59, "8 min", "8m")]
#[case::hours(9_000, "2 h 30 min", "2h30m")]
#[case::more_than_a_day(95_400, "26 h 30 min", "26h30m")]
fn labour_is_in_hours_and_minutes(#[case] seconds: i64, #[case] words: &str, #[case] short: &str) {
    let span = Span::seconds(seconds);
    assert_eq!(span.in_hours(), words);
    assert_eq!(span.in_hours_short(), short);
}
