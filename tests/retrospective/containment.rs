//! Several instants of containment, and the one that counts.

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::ContainmentSet;
use sitroom::domain::ids::FixId;
use sitroom::domain::incident::{FixClass, Moment};
use sitroom::domain::metrics::Metric;
use sitroom::domain::time::When;
use sitroom::domain::worksheet::WorksheetAsked;

use crate::night::{JANE, figures, minute, moment, opened, part, verify, work};
use crate::record::Record;

fn contained(record: &mut Record, label: &str, when: i64, fix: Option<u32>) {
    let asked = WorksheetAsked::Contain(ContainmentSet {
        label: label.into(),
        when: When::exact(minute(when)),
        fix: fix.map(FixId),
    });
    work(record, asked, 300);
}

fn counts(record: &Record) -> Option<When> {
    record.incident.moments.get(&Moment::Contained).copied()
}

fn at(n: i64) -> Option<When> {
    Some(When::exact(minute(n)))
}

/// A token dead at 116 and an account locked at 145, as at a government platform once.
fn two() -> Record {
    let mut record = opened();
    let fix = Command::AddFix {
        text: "lock the account".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    record.run(fix, minute(20));
    contained(&mut record, "token dead", 116, None);
    contained(&mut record, "account locked", 145, Some(1));
    record
}

#[test]
fn what_is_not_verified_does_not_count_until_it_is() {
    let mut record = two();
    assert_eq!(counts(&record), at(116));
    verify(&mut record, 310);
    assert_eq!(counts(&record), at(145));
    let metrics = figures(&record, 400);
    assert_eq!(metrics.value_words(Metric::TimeToContainment), "2 h 25 min");
    record.run(Command::Undo { entry: None }, minute(311));
    assert_eq!(counts(&record), at(116));
}

#[test]
fn deferred_work_contains_nothing() {
    let mut record = two();
    verify(&mut record, 310);
    let later = Command::ReclassifyFix {
        id: FixId(1),
        class: FixClass::LongTerm,
        reason: "it can wait".into(),
    };
    record.run(later, minute(311));
    assert_eq!(counts(&record), at(116));
}

#[test]
fn the_ic_may_pick_one_and_leave_it_to_the_record_again() {
    let mut record = two();
    let pick = |label: &str| WorksheetAsked::PickContainment(label.into());
    work(&mut record, pick("account locked"), 310);
    assert_eq!(counts(&record), at(145));
    work(&mut record, pick(""), 311);
    assert_eq!(counts(&record), at(116));
    let command = Command::ChangeWorksheet(Box::new(pick("the fox")));
    let request = sitroom::domain::command::Request::local(command, JANE);
    assert!(record.ask(&request, minute(312)).is_err());
}

#[test]
fn the_last_word_counts_set_by_hand_or_picked() {
    let mut record = two();
    moment(
        &mut record,
        Moment::Contained,
        When::exact(minute(130)),
        310,
    );
    assert_eq!(counts(&record), at(130));
    contained(&mut record, "gate shut", 150, None);
    assert_eq!(counts(&record), at(130), "what was set by hand stays");
    let pick = WorksheetAsked::PickContainment("token dead".into());
    work(&mut record, pick, 312);
    assert_eq!(counts(&record), at(116));
}

#[rstest]
#[case::the_only_one("token dead", None)]
fn one_can_be_taken_away(#[case] label: &str, #[case] left: Option<i64>) {
    let mut record = opened();
    contained(&mut record, label, 116, None);
    let asked = WorksheetAsked::Contain(ContainmentSet {
        label: label.into(),
        when: When::Unknown,
        fix: None,
    });
    work(&mut record, asked, 310);
    assert_eq!(counts(&record), left.and_then(at));
    let metrics = figures(&record, 400);
    let words = metrics.value_words(Metric::TimeToContainment);
    assert_eq!(words, "unknown: contained is not set");
}

#[test]
fn the_report_shows_each_with_its_label() {
    let text = part(&two(), "metrics");
    for line in [
        "2026-11-18 10:56:00 EST: token dead [line 3]",
        "2026-11-18 11:25:00 EST: account locked, by R1, not verified [line 4]",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}
