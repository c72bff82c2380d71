//! What is typed of a message that went out by hand.

use chrono::TimeZone;
use rstest::rstest;

use super::*;

fn now() -> Instant {
    chrono::Utc
        .with_ymd_and_hms(2026, 11, 23, 15, 0, 0)
        .single()
        .expect("there is such a time")
}

fn people() -> Vec<String> {
    vec!["Farmer Jane".into(), "Farmer Dave".into()]
}

#[rstest]
#[case::nothing("", None, "", &[])]
#[case::time("14:05", Some("14:05"), "", &[])]
#[case::time_and_name("14:05 by Farmer Dave", Some("14:05"), "Farmer Dave", &[])]
#[case::only_by("by Farmer Dave", None, "Farmer Dave", &[])]
#[case::only_a_name("@Farmer Dave", None, "Farmer Dave", &[])]
#[case::only_a_name_in_small_letters("farmer dave", None, "farmer dave", &[])]
#[case::a_name_nobody_knows("by Old Rooster", None, "Old Rooster", &[])]
#[case::others("14:05; the mayor, the press", Some("14:05"), "", &["the mayor", "the press"])]
#[case::only_others("; the mayor", None, "", &["the mayor"])]
fn what_was_sent_by_hand_is_read(
    #[case] text: &str,
    #[case] time: Option<&str>,
    #[case] by: &str,
    #[case] more: &[&str],
) {
    let said = read(text, false, &people(), (Zone::UTC, now())).expect("it can be read");
    let at = said.when.and_then(|when| when.earliest());
    assert_eq!(at.map(|at| at.format("%H:%M").to_string()).as_deref(), time);
    assert_eq!(
        (said.by.as_str(), said.more),
        (by, more.iter().map(|it| (*it).to_owned()).collect())
    );
}

#[rstest]
#[case::no_time("25:99 by Farmer Dave", "read the time `25:99`")]
#[case::no_colon("1430 by Farmer Dave", "write it with a colon, 14:30")]
#[case::no_colon_nor_year("2330 by Farmer Dave", "write it with a colon, 23:30")]
#[case::to_come("2026-11-23 15:30", "still to come")]
#[case::half_past("half past", "half past")]
#[case::half_past_by("half past by Farmer Dave", "half past")]
#[case::just_now("just now", "just now")]
#[case::others("just now; the mayor", "just now")]
#[case::a_name_nobody_knows("Old Rooster", "Old Rooster")]
fn what_cannot_be_is_refused(#[case] text: &str, #[case] why: &str) {
    let problem = read(text, false, &people(), (Zone::UTC, now()));
    let problem = problem.expect_err("it is refused");
    assert!(problem.contains(why), "{problem}");
}

#[rstest]
#[case::whom("the reviewers", None, "", &["the reviewers"])]
#[case::whom_behind("; the reviewers", None, "", &["the reviewers"])]
#[case::somebody_known("Farmer Dave", None, "", &["Farmer Dave"])]
#[case::names_with_digits("; 3PAO, 18F", None, "", &["3PAO", "18F"])]
#[case::a_phone("202-555-0100", None, "", &["202-555-0100"])]
#[case::a_phone_with_dots("1.800.555.0100", None, "", &["1.800.555.0100"])]
#[case::a_mail_like_a_time("24.7support@x.example", None, "", &["24.7support@x.example"])]
#[case::a_name_like_a_length("3M", None, "", &["3M"])]
#[case::by_and_whom("by Farmer Dave; reps", None, "Farmer Dave", &["reps"])]
#[case::time_behind("; 02:10 by Farmer Dave; reps", Some("02:10"), "Farmer Dave", &["reps"])]
#[case::ago_behind("; 10m ago; reps", Some("14:50"), "", &["reps"])]
#[case::time_alone("02:10", Some("02:10"), "", &[])]
fn whom_it_went_to_is_read_with_the_time_anywhere_in_front(
    #[case] text: &str,
    #[case] time: Option<&str>,
    #[case] by: &str,
    #[case] more: &[&str],
) {
    let said = read(text, true, &people(), (Zone::UTC, now())).expect("it can be read");
    let at = said.when.and_then(|when| when.earliest());
    assert_eq!(at.map(|at| at.format("%H:%M").to_string()).as_deref(), time);
    let names: Vec<&str> = said.more.iter().map(String::as_str).collect();
    assert_eq!((said.by.as_str(), names.as_slice()), (by, more));
}

#[rstest]
#[case::no_time("; 25:99; reps", "read the time `25:99`")]
#[case::no_time_in_front("25:99; reps", "read the time `25:99`")]
#[case::no_colon("1430", "write it with a colon, 14:30")]
#[case::length_in_words("; reps, 2hours", "stands in front")]
#[case::clock_with_a_dot("; reps, 14.05", "stands in front")]
#[case::behind_them("; reps; 02:10 by Farmer Dave", "stands in front")]
#[case::among_them("; reps, 10m ago", "stands in front")]
#[case::in_their_name("the reviewers 02:10", "stands in front")]
#[case::sender_behind_them("; reps; by Farmer Dave", "stands in front")]
#[case::words("shortly; reps", "nobody known by that name")]
fn what_looks_like_a_time_is_never_a_recipient(#[case] text: &str, #[case] why: &str) {
    for asks_whom in [false, true] {
        if !asks_whom && !text.contains(';') {
            continue;
        }
        let said = read(text, asks_whom, &people(), (Zone::UTC, now()));
        let problem = said.expect_err("it is refused");
        assert!(problem.contains(why), "{problem}");
    }
}
