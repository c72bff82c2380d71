//! Every clock against everything that happens to clocks: one table an event, one line a clock.
//!
//! `CLOCKS` says how each is made to run and what settles it; every event plays the same set-up.
//! A clock of a playbook that has no line fails, in `CLOCKS` and in each table. Both processes
//! are held to the same times; a clock that one of them lacks must not run there at all.
//!
//! 2026-11-18 is a Wednesday and the 26th Thanksgiving Day. Times are New York's and read as in
//! `common/life.rs`; `-` is a clock that does not run.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
#[path = "common/life.rs"]
mod life;
#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use common::{TestHome, opening};
use life::{Life, play, shipped};
use rstest::rstest;
use sitroom::domain::clock::{Due, due};
use sitroom::domain::command::Command;
use sitroom::domain::gate::Gate;
use sitroom::domain::playbook::{Clock, Pace, Playbook};
use sitroom::domain::time::When;
use sitroom::store;

const NEW: &str = "cloud-gov-2023";
const OLD: &str = "cloud-gov-2016";

/// A clock: its key, the steps after which it runs, and the step that settles this round.
const CLOCKS: [(&str, &[&str], &str); 18] = [
    ("K1", &["open"], "sent gsa-notice"),
    ("K2", &["open", "sent heads-up"], "milestone acknowledged"),
    (
        "K3",
        &["open", "severity medium", "status confirmed"],
        "sent initial-sitrep",
    ),
    (
        "K4",
        &["open", "severity medium", "status confirmed"],
        "sent fedramp-daily",
    ),
    (
        "K5",
        &["open", "severity medium", "tried Spot chat no"],
        "decided disruption",
    ),
    ("K6", &["open"], "mode 24/7"),
    ("K7:Farmer_Jane", &["open"], "out Farmer_Jane"),
    (
        "K7:Farmer_Dave",
        &["open", "in Farmer_Dave"],
        "out Farmer_Dave",
    ),
    (
        "K8:Farmer_Jane",
        &["open", "handoff Farmer_Dave"],
        "out Farmer_Jane",
    ),
    (
        "K9",
        &["open", "milestone disruption-identified"],
        "milestone statuspage-posted",
    ),
    (
        "K10",
        &["open", "milestone downtime-began"],
        "decided contingency",
    ),
    (
        "K10:recovery",
        &["open", "milestone downtime-began"],
        "milestone service-restored",
    ),
    (
        "K11",
        &["open", "milestone contingency-activated"],
        "sent contingency-activation",
    ),
    (
        "K12",
        &["open", "milestone contingency-activated"],
        "milestone recovery-complete",
    ),
    ("K13", &["open"], "out Farmer_Jane"),
    ("K14", &["open"], "sent fedramp-notice"),
    (
        "K15",
        &["open", "status confirmed", "status resolved"],
        "tick X15",
    ),
    (
        "K16",
        &["open", "goes-ahead disruption"],
        "sent disruption-notice",
    ),
];

/// A line of a table, on a playbook: what the clock is, and what is expected of it.
struct Line<'t> {
    key: &'static str,
    set_up: &'static [&'static str],
    settles: &'static str,
    expected: Vec<&'t str>,
    playbook: &'t Playbook,
}

impl Line<'_> {
    /// The steps that make it run, all at one time (`MM-DD HH:MM`).
    fn set_up(&self, at: &str) -> String {
        steps(at, self.set_up.iter().copied())
    }

    /// A step that looks for it: when it is due, or that it does not run.
    fn look(&self, at: &str, expected: &str) -> String {
        match expected {
            "-" => format!("{at} no {}\n", self.key),
            due_at => format!("{at} due {} {due_at}\n", self.key),
        }
    }

    fn play(&self, script: &str) -> Life {
        play(self.playbook, script)
    }
}

/// Writes steps that are all at one time, a line each.
fn steps<'s>(at: &str, steps: impl IntoIterator<Item = &'s str>) -> String {
    let lines: Vec<String> = steps
        .into_iter()
        .map(|step| format!("{at} {step}\n"))
        .collect();
    lines.concat()
}

/// Plays an event for every clock of a playbook. The table has a line for each of them: its key
/// and what is expected, as many words as the event has times.
fn each(playbook: &str, table: &str, event: impl Fn(&Line)) {
    let playbook = shipped(playbook);
    every_clock_has_its_line(&playbook);
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<Vec<&str>> = lines
        .map(|line| line.split_whitespace().collect())
        .collect();
    let keys: Vec<&str> = lines.iter().map(|words| words[0]).collect();
    assert_eq!(keys, CLOCKS.map(|(key, ..)| key), "a line for each clock");
    for (words, (key, set_up, settles)) in lines.iter().zip(CLOCKS) {
        let expected = words[1..].to_vec();
        let line = Line {
            key,
            set_up,
            settles,
            expected,
            playbook: &playbook,
        };
        if clock_of(&playbook, key).on {
            event(&line);
        } else {
            never_runs(&line);
        }
    }
}

fn every_clock_has_its_line(playbook: &Playbook) {
    let mut here: Vec<&str> = CLOCKS.iter().map(|(key, ..)| id_of(key)).collect();
    here.dedup();
    // A day that somebody chose follows from nothing: `retrospective/ritual.rs`.
    let counts = |clock: &&Clock| clock.pace != Pace::Date;
    let there: Vec<&str> = playbook
        .clocks
        .iter()
        .filter(counts)
        .map(|clock| clock.id.as_str())
        .collect();
    assert_eq!(here, there, "{}", playbook.id);
    for clock in playbook.clocks.iter().filter(counts) {
        let mut lines = CLOCKS.iter().filter(|(key, ..)| id_of(key) == clock.id);
        let second = clock
            .then
            .as_ref()
            .map(|then| format!("{}:{}", clock.id, then.id));
        let has_second = second.is_none_or(|key| lines.any(|line| line.0 == key));
        assert!(has_second, "the second deadline of {}", clock.id);
    }
}

fn id_of(key: &str) -> &str {
    key.split(':').next().unwrap_or(key)
}

fn clock_of<'p>(playbook: &'p Playbook, key: &str) -> &'p Clock {
    playbook.clock(id_of(key)).expect("it is in the playbook")
}

/// What a process lacks does not run there, even after all of the set-up that it knows.
fn never_runs(line: &Line) {
    let knows = |step: &str| match step.split_once(' ') {
        Some(("milestone", id)) => line.playbook.milestones.iter().any(|it| it.id == id),
        Some(_) | None => true,
    };
    let possible = line.set_up.iter().copied().filter(|step| knows(step));
    let mut script = steps("11-18 09:30", possible);
    script += &line.look("11-18 09:30", "-");
    script += &line.look("11-19 09:30", "-");
    line.play(&script);
}

/// Opened only; with all of its set-up; and six minutes later, settled or in its next round.
#[rstest]
fn starts_and_is_settled(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              10:30             10:30             -
        K2              -                 09:40             -
        K3              -                 11:00             11:00
        K4              -                 11-19T00:00       11-20T00:00
        K5              -                 10:30             -
        K6              12:30             12:30             -
        K7:Farmer_Jane  12:30             12:30             -
        K7:Farmer_Dave  -                 12:30             -
        K8:Farmer_Jane  -                 09:50             -
        K9              -                 09:45             -
        K10             -                 10:00             -
        K10:recovery    -                 12:30             -
        K11             -                 10:30             -
        K12             -                 10:30             -
        K13             17:30             17:30             -
        K14             10:30             10:30             -
        K15             -                 2027-01-18T09:30  -
        K16             -                 09:45             -
    ";
    each(playbook, table, |line| {
        let [opened, running, settled] = line.expected[..] else {
            panic!("{}: three times", line.key)
        };
        let at = "11-18 09:30";
        line.play(&format!("{at} open\n{}", line.look(at, opened)));
        line.play(&format!(
            "{}{}11-18 09:36 {}\n{}",
            line.set_up(at),
            line.look(at, running),
            line.settles,
            line.look("11-18 09:36", settled)
        ));
    });
}

/// Put off at 9:31 until 9:35; and at 9:36 for good, seen a minute after it is due and 62 days
/// later. Only a responder who may have gone home unseen is asked for again; an IC goes by
/// handing over.
#[rstest]
fn is_put_off(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              10:30             calm  10:31             snoozed
        K2              09:40             soon  09:41             snoozed
        K3              11:00             calm  11:01             snoozed
        K4              11-19T00:00       calm  11-19T00:01       snoozed
        K5              10:30             calm  10:31             snoozed
        K6              12:30             calm  12:31             snoozed
        K7:Farmer_Jane  12:30             calm  12:31             snoozed
        K7:Farmer_Dave  12:30             calm  12:31             overdue
        K8:Farmer_Jane  09:50             calm  09:51             snoozed
        K9              09:45             calm  09:46             snoozed
        K10             10:00             calm  10:01             snoozed
        K10:recovery    12:30             calm  12:31             snoozed
        K11             10:30             calm  10:31             snoozed
        K12             10:30             calm  10:31             snoozed
        K13             17:30             calm  17:31             snoozed
        K14             10:30             calm  10:31             snoozed
        K15             2027-01-18T09:30  calm  2027-01-18T09:31  snoozed
        K16             09:45             soon  09:46             snoozed
    ";
    each(playbook, table, |line| {
        let [due_at, again, late, for_good] = line.expected[..] else {
            panic!("{}: four words", line.key)
        };
        let (key, set_up) = (line.key, line.set_up("11-18 09:30"));
        let late = match late.split_once('T') {
            Some((day, time)) => format!("{day} {time}"),
            None => format!("11-18 {late}"),
        };
        line.play(&format!(
            "{set_up}09:31 snooze {key} 09:35
             09:34 is {key} {due_at} snoozed
             09:35 is {key} {due_at} {again}
             09:36 snooze {key} never
             11-18 09:36 is {key} {due_at} snoozed"
        ));
        line.play(&format!(
            "{set_up}09:36 snooze {key} never
             {late} is {key} {} snoozed
             2027-01-19 09:30 is {key} {} {for_good}",
            day_of(due_at),
            day_of(due_at),
        ));
    });
}

/// Names the day of a time that has none: that of all the set-ups.
fn day_of(time: &str) -> String {
    if time == "-" || time.contains('T') {
        return time.to_owned();
    }
    format!("11-18T{time}")
}

/// Set up at medium severity at 9:30; high, medium and low from 9:31 on. Only the sitreps and
/// the hour of the team leads know severity; every other clock stays where it is.
#[rstest]
fn severity_changes_both_ways(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              10:30             10:30             10:30             10:30
        K2              09:40             09:40             09:40             09:40
        K3              11:00             10:30             11:00             16:00
        K4              11-19T00:00       11-19T00:00       11-19T00:00       11-19T00:00
        K5              10:30             -                 10:30             -
        K6              12:30             12:30             12:30             12:30
        K7:Farmer_Jane  12:30             12:30             12:30             12:30
        K7:Farmer_Dave  12:30             12:30             12:30             12:30
        K8:Farmer_Jane  09:50             09:50             09:50             09:50
        K9              09:45             09:45             09:45             09:45
        K10             10:00             10:00             10:00             10:00
        K10:recovery    12:30             12:30             12:30             12:30
        K11             10:30             10:30             10:30             10:30
        K12             10:30             10:30             10:30             10:30
        K13             17:30             17:30             17:30             17:30
        K14             10:30             10:30             10:30             10:30
        K15             2027-01-18T09:30  2027-01-18T09:30  2027-01-18T09:30  2027-01-18T09:30
        K16             09:45             09:45             09:45             09:45
    ";
    each(playbook, table, |line| {
        let mut script = line.set_up("11-18 09:30");
        script += "09:30 severity medium\n";
        for (to, expected) in ["medium", "high", "medium", "low"]
            .iter()
            .zip(&line.expected)
        {
            script += &steps("09:31", [format!("severity {to}").as_str()]);
            script += &line.look("09:31", expected);
        }
        assert_eq!(line.expected.len(), 4, "{}", line.key);
        line.play(&script);
    });
}

/// Set up at each of the starts: each is due then, and still is when that time comes.
fn at_each_start(playbook: &str, starts: &[&str], table: &str) {
    each(playbook, table, |line| {
        assert_eq!(line.expected.len(), starts.len(), "{}", line.key);
        for (start, expected) in starts.iter().zip(&line.expected) {
            let script = line.set_up(start) + &line.look(start, expected);
            let life = line.play(&script);
            let due = clock(&life.clocks(), line.key);
            let then = clock(&life.clocks_at(due.due_at), line.key);
            assert_eq!(then.due_at, due.due_at, "{} from {start}", line.key);
        }
    });
}

fn clock(clocks: &[Due], key: &str) -> Due {
    let key = key.replace('_', " ");
    let found = clocks.iter().find(|due| due.key == key);
    found.expect("it runs").clone()
}

/// Into Saturday, on it, and out of Sunday. Only sitreps rest; a calendar day is a day.
#[rstest]
fn runs_over_a_weekend(#[values(NEW, OLD)] playbook: &str) {
    let starts = ["11-20 23:30", "11-21 10:00", "11-22 23:30"];
    let table = "
        K1              11-21T00:30       11:00             11-23T00:30
        K2              23:40             10:10             23:40
        K3              11-23T11:00       11-23T11:00       11-23T11:00
        K4              11-21T00:00       11-22T00:00       11-23T00:00
        K5              11-21T00:30       11:00             11-23T00:30
        K6              11-21T02:30       13:00             11-23T02:30
        K7:Farmer_Jane  11-21T02:30       13:00             11-23T02:30
        K7:Farmer_Dave  11-21T02:30       13:00             11-23T02:30
        K8:Farmer_Jane  23:50             10:20             23:50
        K9              23:45             10:15             23:45
        K10             11-21T00:00       10:30             11-23T00:00
        K10:recovery    11-21T02:30       13:00             11-23T02:30
        K11             11-21T00:30       11:00             11-23T00:30
        K12             11-21T00:30       11:00             11-23T00:30
        K13             11-21T07:30       18:00             11-23T07:30
        K14             11-21T00:30       11:00             11-23T00:30
        K15             2027-01-20T23:30  2027-01-21T10:00  2027-01-22T23:30
        K16             23:45             10:15             23:45
    ";
    at_each_start(playbook, &starts, table);
}

/// Into Thanksgiving Day, on it, and out of it into a day of business.
#[rstest]
fn runs_over_a_holiday(#[values(NEW, OLD)] playbook: &str) {
    let starts = ["11-25 23:30", "11-26 10:00", "11-26 23:30"];
    let table = "
        K1              11-26T00:30       11:00             11-27T00:30
        K2              23:40             10:10             23:40
        K3              11-27T11:00       11-27T11:00       11-27T11:00
        K4              11-26T00:00       11-27T00:00       11-27T00:00
        K5              11-26T00:30       11:00             11-27T00:30
        K6              11-26T02:30       13:00             11-27T02:30
        K7:Farmer_Jane  11-26T02:30       13:00             11-27T02:30
        K7:Farmer_Dave  11-26T02:30       13:00             11-27T02:30
        K8:Farmer_Jane  23:50             10:20             23:50
        K9              23:45             10:15             23:45
        K10             11-26T00:00       10:30             11-27T00:00
        K10:recovery    11-26T02:30       13:00             11-27T02:30
        K11             11-26T00:30       11:00             11-27T00:30
        K12             11-26T00:30       11:00             11-27T00:30
        K13             11-26T07:30       18:00             11-27T07:30
        K14             11-26T00:30       11:00             11-27T00:30
        K15             2027-01-25T23:30  2027-01-26T10:00  2027-01-26T23:30
        K16             23:45             10:15             23:45
    ";
    at_each_start(playbook, &starts, table);
}

/// The night that loses an hour at two o'clock, and the one that has it twice (`+1`). Spans are
/// real time; days end at midnight and slots of sitreps keep their local time.
#[rstest]
fn runs_through_a_change_of_the_clocks(#[values(NEW, OLD)] playbook: &str) {
    let starts = ["03-08 01:50", "11-01 01:50"];
    let table = "
        K1              03:50             01:50+1
        K2              03:00             01:00+1
        K3              03-09T11:00       11-02T11:00
        K4              03-09T00:00       11-02T00:00
        K5              03:50             01:50+1
        K6              05:50             03:50
        K7:Farmer_Jane  05:50             03:50
        K7:Farmer_Dave  05:50             03:50
        K8:Farmer_Jane  03:10             01:10+1
        K9              03:05             01:05+1
        K10             03:20             01:20+1
        K10:recovery    05:50             03:50
        K11             03:50             01:50+1
        K12             03:50             01:50+1
        K13             10:50             08:50
        K14             03:50             01:50+1
        K15             05-08T02:50       2027-01-01T00:50
        K16             03:05             01:05+1
    ";
    at_each_start(playbook, &starts, table);
}

/// The record begins at 9:30, and what a clock counts from was long before: it is overdue at
/// birth and says so. What only informs is never overdue.
#[rstest]
fn is_overdue_when_the_record_begins(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              05:00             overdue  open aware 04:00
        K2              04:10             overdue  open, milestone reported 04:00
        K3              05:00             overdue  open, severity high, status confirmed at 04:00
        K4              00:00             overdue  open, status confirmed at 11-17T04:00
        K5              05:00             overdue  open, tried Spot chat no at 04:00
        K6              07:00             overdue  open, moment opened 04:00
        K7:Farmer_Jane  07:00             overdue  open, in Farmer_Jane at 04:00
        K7:Farmer_Dave  07:00             overdue  open, in Farmer_Dave at 04:00
        K8:Farmer_Jane  09:20             overdue  open, in Farmer_Jane at 04:00, handoff Farmer_Dave at 09:00
        K9              04:15             overdue  open, milestone disruption-identified 04:00
        K10             04:30             overdue  open, milestone downtime-began 04:00
        K10:recovery    07:00             overdue  open, milestone downtime-began 04:00
        K11             05:00             overdue  open, milestone contingency-activated 04:00
        K12             05:00             overdue  open, milestone contingency-activated 04:00
        K13             08:30             informs  open, in Farmer_Dave at 00:30
        K14             05:00             overdue  open, milestone identified 04:00
        K15             10-01T04:00       overdue  open, status confirmed, status resolved at 08-01T04:00
        K16             04:15             overdue  open, goes-ahead disruption at 04:00
    ";
    each(playbook, table, |line| {
        let set_up = line.expected[2..].join(" ");
        let (key, due_at) = (line.key, line.expected[0]);
        let looks = match line.expected[1] {
            "overdue" => vec![
                format!("is {key} {due_at} overdue"),
                format!("says {key} it was overdue when the record began"),
            ],
            _ => vec![format!("is {key} {due_at} calm")],
        };
        let looks = looks.iter().map(String::as_str);
        line.play(&steps("11-18 09:30", set_up.split(", ").chain(looks)));
    });
}

/// A machine that wakes a minute or three days after the time finds each clock there, and late
/// by all of it; what only informs is never late.
#[rstest]
fn wakes_up_late(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              10:30             overdue
        K2              09:40             overdue
        K3              11:00             overdue
        K4              11-19T00:00       overdue
        K5              10:30             overdue
        K6              12:30             overdue
        K7:Farmer_Jane  12:30             overdue
        K7:Farmer_Dave  12:30             overdue
        K8:Farmer_Jane  09:50             overdue
        K9              09:45             overdue
        K10             10:00             overdue
        K10:recovery    12:30             overdue
        K11             10:30             overdue
        K12             10:30             overdue
        K13             17:30             calm
        K14             10:30             overdue
        K15             2027-01-18T09:30  overdue
        K16             09:45             overdue
    ";
    each(playbook, table, |line| {
        let [due_at, urgency] = line.expected[..] else {
            panic!("{}: two words", line.key)
        };
        let script = line.set_up("11-18 09:30") + &line.look("11-18 09:30", due_at);
        let life = line.play(&script);
        let before = clock(&life.clocks(), line.key);
        for slept in [chrono::TimeDelta::minutes(1), chrono::TimeDelta::days(3)] {
            let woke = before.due_at + slept;
            let due = clock(&life.clocks_at(woke), line.key);
            assert_eq!(due.due_at, before.due_at, "{} after {slept}", line.key);
            assert_eq!(due.left(woke).delta(), -slept, "{}", line.key);
            let found = format!("{:?}", due.urgency(woke)).to_lowercase();
            assert_eq!(found, urgency, "{} after {slept}", line.key);
        }
    });
}

/// The machine's clock was two hours fast during the set-up at 9:30 and put right at 9:35: no
/// clock gives more than its time from now. What settles it at 9:36 counts.
#[rstest]
fn a_fast_clock_is_put_right(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              10:35             -
        K2              09:45             -
        K3              11:00             11:00
        K4              11-19T00:00       11-20T00:00
        K5              10:35             -
        K6              12:35             -
        K7:Farmer_Jane  12:35             -
        K7:Farmer_Dave  12:35             -
        K8:Farmer_Jane  09:55             -
        K9              09:50             -
        K10             10:05             -
        K10:recovery    12:35             -
        K11             10:35             -
        K12             10:35             -
        K13             17:35             -
        K14             10:35             -
        K15             2027-01-18T09:35  -
        K16             09:50             -
    ";
    put_right(playbook, "11-18 11:30", table);
}

/// It was two hours slow: as if the machine had slept, some of the time is gone. What settles it
/// counts as ever.
#[rstest]
fn a_slow_clock_is_put_right(#[values(NEW, OLD)] playbook: &str) {
    let table = "
        K1              08:30             -
        K2              07:40             -
        K3              11:00             11:00
        K4              11-19T00:00       11-20T00:00
        K5              08:30             -
        K6              10:30             -
        K7:Farmer_Jane  10:30             -
        K7:Farmer_Dave  10:30             -
        K8:Farmer_Jane  07:50             -
        K9              07:45             -
        K10             08:00             -
        K10:recovery    10:30             -
        K11             08:30             -
        K12             08:30             -
        K13             15:30             -
        K14             08:30             -
        K15             2027-01-18T07:30  -
        K16             07:45             -
    ";
    put_right(playbook, "11-18 07:30", table);
}

fn put_right(playbook: &str, set_up: &str, table: &str) {
    each(playbook, table, |line| {
        let [due_at, settled] = line.expected[..] else {
            panic!("{}: two times", line.key)
        };
        line.play(&format!(
            "{}{}11-18 09:36 {}\n{}{}",
            line.set_up(set_up),
            line.look("11-18 09:35", due_at),
            line.settles,
            line.look("11-18 09:36", settled),
            line.look("11-18 09:50", settled),
        ));
    });
}

/// The ids of entries are others in each record.
fn in_words(mut clocks: Vec<Due>) -> Vec<Due> {
    for clock in &mut clocks {
        clock.began_in = None;
    }
    clocks
}

/// The program ends and is started again: what is read from the disk runs the same clocks, with
/// the same words, at once and a day later.
#[rstest]
fn runs_on_after_a_restart_from_disk(#[values(NEW, OLD)] playbook: &str) {
    let playbook = shipped(playbook);
    for (key, set_up, _) in CLOCKS {
        if !clock_of(&playbook, key).on {
            continue;
        }
        let script = steps("11-18 09:30", set_up.iter().copied());
        let life = play(&playbook, &script);
        let now = life.record().entries[0].recorded;
        let home = TestHome::new();
        let mut request = opening();
        let Command::Open(opening) = &mut request.command else {
            unreachable!("it opens")
        };
        opening.aware = When::exact(now);
        opening.zone = life.record().incident.zone;
        let gate = Gate::shipped();
        let created =
            store::Record::create(&home.home, &gate, playbook.clone(), &request, "barn", now);
        let mut record = created.expect("it is created");
        for (request, at) in life.asked() {
            record.execute(request, *at).expect("it is recorded");
        }
        let dir = record.dir().to_owned();
        drop(record);
        let opened = store::Record::open(&dir, "barn", |_| Some(playbook.clone()));
        let (record, findings) = opened.expect("it is there");
        assert_eq!(findings, [], "{key}");
        clock(&life.clocks(), key);
        for then in [now, now + chrono::TimeDelta::days(1)] {
            let read = due(&record.incident(), &playbook, then);
            assert_eq!(in_words(read), in_words(life.clocks_at(then)), "{key}");
        }
    }
}
