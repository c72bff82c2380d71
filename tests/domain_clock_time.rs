//! What time itself does to the clocks: days on which clocks are put forward or back, a machine
//! that slept, a program that was started again, and a machine's clock that was wrong.
//!
//! In New York clocks go forward on 2026-03-08 at 2:00 and back on 2026-11-01 at 2:00. The
//! form of the scripts is that of `common/life.rs`; each step is also read back from the
//! journal, as after a restart.

#[path = "common/life.rs"]
mod life;
#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use life::{Life, play, shipped};
use rstest::rstest;
use sitroom::domain::clock::{Due, Urgency};
use sitroom::domain::time::{Instant, When};

const NEW: &str = "cloud-gov-2023";

/// Each clock on the night that loses an hour: spans are real time, days end at midnight.
#[rstest]
#[case::k1(
    "03-08 01:30 open
     01:30 is K1 03:30 calm"
)]
#[case::k2(
    "03-08 01:55 open
     01:55 sent heads-up
     01:55 is K2 03:05 calm"
)]
#[case::k3(
    "03-08 01:30 open
     01:30 severity high
     01:30 status confirmed
     01:30 is K3 03:30 calm"
)]
#[case::k3_slots_keep_their_local_time(
    "03-06 16:30 open
     16:30 severity low
     16:30 status confirmed
     16:30 is K3 03-09T16:00 calm"
)]
#[case::k4_a_day_of_23_hours(
    "03-08 00:30 open
     00:30 status confirmed
     00:30 is K4 03-09T00:00 calm
     20:00 is K4 03-09T00:00 soon"
)]
#[case::k5(
    "03-08 01:30 open
     01:30 severity medium
     01:30 tried Spot chat no
     01:30 is K5 03:30 calm"
)]
#[case::k6_and_k7(
    "03-08 00:30 open
     00:30 is K6 04:30 calm
     00:30 is K7:Farmer_Jane 04:30 calm"
)]
#[case::k8(
    "03-08 01:00 open
     01:50 handoff Farmer_Dave
     01:50 is K8:Farmer_Jane 03:10 calm"
)]
#[case::k9_k10_k11_k12(
    "03-08 01:00 open
     01:50 milestone disruption-identified
     01:50 milestone downtime-began
     01:50 milestone contingency-activated 01:50
     01:50 is K9 03:05 calm
     01:50 is K10:recovery 05:50 calm
     01:50 is K11 03:50 calm
     01:50 is K12 03:50 calm"
)]
#[case::k13(
    "03-08 00:30 open
     00:30 is K13 09:30 calm"
)]
#[case::k14(
    "03-08 01:30 open
     01:30 is K14 03:30 calm"
)]
#[case::k15_is_61_days_of_24_hours(
    "2026-01-20 10:00 open
     10:00 status confirmed
     10:00 status resolved
     10:00 is K15 03-22T11:00 calm"
)]
fn in_spring(#[case] script: &str) {
    play(&shipped(NEW), script);
}

/// Each clock on the night that has an hour twice; `01:30+1` is the second.
#[rstest]
#[case::k1(
    "11-01 01:30 open
     01:30 is K1 01:30+1 calm
     01:30+1 is K1 01:30+1 soon"
)]
#[case::k2(
    "11-01 01:55 open
     01:55 sent heads-up
     01:55 is K2 01:05+1 calm"
)]
#[case::k3(
    "11-01 01:30 open
     01:30 severity high
     01:30 status confirmed
     01:30 is K3 01:30+1 calm
     01:45+1 is K3 01:30+1 overdue
     01:45+1 sent initial-sitrep
     01:45+1 is K3 02:45 calm"
)]
#[case::k3_slots_keep_their_local_time(
    "10-30 16:30 open
     16:30 severity low
     16:30 status confirmed
     16:30 is K3 11-02T16:00 calm"
)]
#[case::k4_a_day_of_25_hours(
    "11-01 00:30 open
     00:30 status confirmed
     00:30 is K4 11-02T00:00 calm
     20:00 is K4 11-02T00:00 soon"
)]
#[case::k5(
    "11-01 01:30 open
     01:30 severity medium
     01:30 tried Spot chat no
     01:30 is K5 01:30+1 calm"
)]
#[case::k6_and_k7(
    "11-01 00:30 open
     00:30 is K6 02:30 calm
     00:30 is K7:Farmer_Jane 02:30 calm"
)]
#[case::k8(
    "11-01 01:00 open
     01:50 handoff Farmer_Dave
     01:50 is K8:Farmer_Jane 01:10+1 calm"
)]
#[case::k9_k10_k11_k12(
    "11-01 01:00 open
     01:50 milestone disruption-identified
     01:50 milestone downtime-began
     01:50 milestone contingency-activated 01:50
     01:50 is K9 01:05+1 calm
     01:50 is K10:recovery 03:50 calm
     01:50 is K11 01:50+1 calm
     01:50 is K12 01:50+1 calm"
)]
#[case::k13(
    "11-01 00:30 open
     00:30 is K13 07:30 calm"
)]
#[case::k14(
    "11-01 01:30 open
     01:30 is K14 01:30+1 calm"
)]
#[case::k15(
    "2026-09-01 10:00 open
     10:00 status confirmed
     10:00 status resolved
     10:00 is K15 11-01T09:00 calm"
)]
fn in_autumn(#[case] script: &str) {
    play(&shipped(NEW), script);
}

/// A machine that sleeps sees time jump; what came due in between is overdue by all of it.
#[rstest]
#[case::an_hour(TimeDelta::hours(1), &["K1", "K14"])]
#[case::an_evening(TimeDelta::hours(8), &["K1", "K14", "K3", "K6", "K7:Farmer Jane"])]
#[case::a_weekend(TimeDelta::days(3), &["K1", "K4", "K14", "K3", "K6", "K7:Farmer Jane"])]
fn a_laptop_that_slept_shows_all_that_is_late(#[case] sleep: TimeDelta, #[case] late: &[&str]) {
    let life = play(
        &shipped(NEW),
        "11-20 15:00 open aware 14:45
         15:00 severity high
         15:10 status confirmed",
    );
    let woke = last_recorded(&life) + sleep;
    let clocks = life.clocks_at(woke);
    let overdue = clocks.iter().filter(|due| due.is_overdue(woke));
    let mut overdue: Vec<&str> = overdue.map(|due| due.key.as_str()).collect();
    let mut late = late.to_vec();
    overdue.sort_unstable();
    late.sort_unstable();
    assert_eq!(overdue, late);
    for due in clocks.iter().filter(|due| due.is_overdue(woke)) {
        assert!(due.left(woke).as_seconds() < 0, "{}", due.key);
    }
}

fn last_recorded(life: &Life) -> Instant {
    let entries = &life.record().entries;
    entries.last().expect("something is recorded").recorded
}

/// Everything that can run, running.
const BUSY: &str = "11-18 10:00 open aware 09:50
    10:00 severity medium
    10:01 sent heads-up
    10:02 status confirmed
    10:03 tried Spot chat no
    10:04 milestone disruption-identified
    10:04 milestone downtime-began
    10:05 handoff Farmer_Dave
    10:06 milestone contingency-activated";

/// Wherever the machine's clock goes, each clock still runs, and none gives more time than it
/// did when it started.
#[rstest]
#[case::two_hours_back(-120)]
#[case::back_by_a_moment(-5)]
#[case::two_hours_forward(120)]
#[case::back_by_a_year(-525_600)]
fn a_clock_that_was_set_gives_no_more_time(#[case] minutes: i64) {
    let life = play(&shipped(NEW), BUSY);
    let before = last_recorded(&life);
    let now = before + TimeDelta::minutes(minutes);
    let keys = |clocks: &[Due]| {
        let mut keys: Vec<String> = clocks.iter().map(|due| due.key.clone()).collect();
        keys.sort_unstable();
        keys
    };
    let clocks = life.clocks_at(now);
    let playbook = shipped(NEW);
    assert_eq!(keys(&clocks), keys(&life.clocks_at(before)));
    for due in &clocks {
        let id = due.key.split(':').next().expect("a key has an id");
        let clock = playbook.clock(id).expect("it is in the playbook");
        let then = clock.then.as_ref().filter(|_| due.key == "K10:recovery");
        let after = then.map(|then| then.after).or(clock.after);
        if let Some(after) = after.filter(|_| !matches!(id, "K4" | "K13")) {
            assert!(due.left(now) <= after, "{}: {}", due.key, due.left(now));
        }
        let is_told = due.reason.contains("look at the clock of this machine");
        assert_eq!(is_told, due.started_at > now, "{}: {}", due.key, due.reason);
    }
}

/// The machine's clock ran two hours fast while the incident began, and was then put right.
/// What is done afterwards counts, although it seems to be before what it answers.
#[rstest]
#[case::a_sitrep_restarts_the_cadence(
    "12:00 open
     12:00 severity high
     12:10 status confirmed
     10:15 is K3 11:15 calm
     10:20 sent initial-sitrep
     10:20 is K3 11:20 calm
     11:00 is K3 11:20 calm
     11:21 is K3 11:20 overdue"
)]
#[case::so_does_one_after_a_sitrep_of_the_fast_clock(
    "11:00 open
     11:00 severity high
     11:00 status confirmed
     12:10 sent initial-sitrep
     10:15 is K3 11:15 calm
     10:20 sent update-sitrep
     10:25 is K3 11:20 calm"
)]
#[case::the_notice_settles_its_hour(
    "12:00 open aware 11:45
     10:05 sent gsa-notice
     10:05 no K1"
)]
#[case::a_post_settles_the_disruption(
    "12:00 open
     12:05 milestone disruption-identified
     10:10 is K9 10:25 calm
     10:10 milestone statuspage-posted
     10:10 no K9
     10:40 no K9"
)]
#[case::an_update_restarts_the_contingency_cadence(
    "12:00 open
     12:05 milestone contingency-activated
     10:20 sent contingency-activation
     10:20 no K11
     10:20 is K12 11:20 calm
     10:50 is K12 11:20 calm"
)]
#[case::a_decision_settles_the_hour_of_the_team_leads(
    "12:00 open
     12:05 tried Spot chat no
     10:10 is K5 11:10 calm
     10:12 decided disruption
     10:30 no K5"
)]
#[case::a_snooze_holds_for_its_round(
    "12:00 open aware 11:55
     10:05 snooze K1 10:30
     10:06 is K1 11:06 snoozed
     10:30 is K1 11:30 calm"
)]
#[case::a_snooze_of_the_fast_clock_does_not_last_for_hours(
    "12:00 open
     12:00 snooze K1 12:15
     12:01 is K1 13:00 snoozed
     10:02 is K1 11:02 calm"
)]
#[case::for_good_is_for_good(
    "12:00 open
     12:00 snooze K1 never
     10:02 is K1 11:02 snoozed"
)]
fn what_is_done_after_a_fast_clock_was_put_right_counts(#[case] script: &str) {
    play(&shipped(NEW), script);
}

/// The machine's clock ran two hours slow and was then put forward: as if it had slept.
#[rstest]
#[case(
    "08:00 open
     08:00 severity high
     08:10 status confirmed
     10:15 is K3 09:10 overdue
     10:15 is K1 09:00 overdue
     10:16 sent gsa-notice
     10:16 no K1
     10:17 sent initial-sitrep
     10:17 is K3 11:17 calm"
)]
fn after_a_slow_clock_was_put_right_time_jumped(#[case] script: &str) {
    play(&shipped(NEW), script);
}

#[test]
fn a_time_at_the_ends_of_the_calendar_stops_no_clock() {
    let life = play(&shipped(NEW), BUSY);
    for now in [
        Instant::MIN_UTC,
        Instant::MAX_UTC,
        Instant::UNIX_EPOCH - TimeDelta::days(800_000),
    ] {
        let clocks = life.clocks_at(now);
        assert!(clocks.iter().any(|due| due.key == "K1"), "{now}");
        for due in clocks {
            let _ = (due.left(now).countdown(), due.urgency(now));
        }
    }
}

#[test]
fn a_clock_of_another_zone_reads_in_the_zone_of_the_incident() {
    let mut life = play(&shipped(NEW), "11-18 10:00 open");
    let record = life.record_mut();
    record.incident.zone = "Asia/Kathmandu".parse().expect("a zone");
    let now = last_recorded(&life);
    let clocks = life.clocks_at(now);
    let notice = clocks.iter().find(|due| due.key == "K1").expect("it runs");
    assert_eq!(
        notice.reason,
        "within 1 h 00 min of becoming aware at 20:45"
    );
    assert_eq!(notice.urgency(now), Urgency::Calm);
}

/// In Samoa 2011-12-30 did not exist, in Lebanon days can begin at one o'clock.
#[rstest]
#[case::no_such_day("Pacific/Apia", "2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00")]
#[case::begins_at_one("Asia/Beirut", "2026-03-28T12:00+02:00", "2026-03-29T01:00+03:00")]
#[case::ends_twice("America/Havana", "2026-10-31T12:00-04:00", "2026-11-01T00:00-04:00")]
fn a_day_ends_wherever_it_is(#[case] zone: &str, #[case] confirmed: &str, #[case] end: &str) {
    let now = instant(confirmed);
    let mut life = play(&shipped(NEW), "11-18 10:00 open\n10:00 status confirmed");
    let record = life.record_mut();
    record.incident.zone = zone.parse().expect("a zone");
    record.incident.confirmed_at = Some(now);
    record.incident.moments.clear();
    let clocks = life.clocks_at(now);
    let daily = clocks.iter().find(|due| due.key == "K4").expect("it runs");
    assert_eq!(daily.due_at, instant(end));
}

fn instant(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}
