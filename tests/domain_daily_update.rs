//! The daily update: one in each calendar day of the incident's zone, rest days included.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use record::Record;
use rstest::rstest;
use sitroom::domain::checklist::{RowState, unmarked};
use sitroom::domain::clock::{Due, due};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::incident::Status;
use sitroom::domain::playbook::{MessageKind, Playbook};
use sitroom::domain::time::{Instant, When};

fn at(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}

/// Returns an incident of New York that was confirmed on a Friday afternoon.
fn confirmed() -> Record {
    let friday = at("2026-11-20T15:00-05:00");
    let mut record = Record::open(friday, When::exact(friday));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it is shipped");
    let confirm = Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    };
    let request = Request::local(confirm, "Farmer Jane").overriding("for the test");
    record.ask(&request, friday).expect("a reason is enough");
    record
}

fn send(record: &mut Record, message: &str, when: &str) {
    let command = Command::RecordMessage {
        message: message.into(),
        sitrep: message.ends_with("sitrep"),
        to: vec!["FedRAMP".into(), "GSA".into()],
        text: String::new(),
    };
    record.run(command, at(when));
}

fn daily(record: &Record, now: &str) -> Option<Due> {
    let running = due(&record.incident, &record.playbook, at(now));
    running.into_iter().find(|due| due.key == "K4")
}

#[rstest]
#[case::none_yet(&[], "2026-11-21T00:00-05:00")]
#[case::an_update_covers_its_day(&[("fedramp-daily", "2026-11-20T16:00-05:00")], "2026-11-22T00:00-05:00")]
#[case::rest_days_count(&[("fedramp-daily", "2026-11-21T23:59-05:00")], "2026-11-23T00:00-05:00")]
#[case::a_sitrep_is_an_update_too(&[("initial-sitrep", "2026-11-20T15:30-05:00")], "2026-11-22T00:00-05:00")]
#[case::another_message_is_none(&[("gsa-notice", "2026-11-20T15:30-05:00")], "2026-11-21T00:00-05:00")]
#[case::the_latest_sending_counts(
    &[("fedramp-daily", "2026-11-21T10:00-05:00"), ("initial-sitrep", "2026-11-20T15:30-05:00")],
    "2026-11-23T00:00-05:00"
)]
#[case::the_day_is_that_of_the_zone(&[("fedramp-daily", "2026-11-21T02:00Z")], "2026-11-22T00:00-05:00")]
fn the_next_is_owed_before_the_end_of_a_day(#[case] sent: &[(&str, &str)], #[case] due_at: &str) {
    let mut record = confirmed();
    for (message, when) in sent {
        send(&mut record, message, when);
    }
    let due = daily(&record, "2026-11-21T12:00-05:00").expect("it runs");
    assert_eq!(due.due_at, at(due_at));
}

#[test]
fn the_last_is_owed_after_the_incident_is_resolved() {
    let mut record = confirmed();
    assert!(daily(&record, "2026-11-21T12:00-05:00").is_some());
    let resolve = Command::SetStatus {
        to: Status::Resolved,
        reason: String::new(),
    };
    let now = at("2026-11-21T12:00-05:00");
    let request = Request::local(resolve, "Farmer Jane").overriding("for the test");
    record.ask(&request, now).expect("a reason is enough");
    assert!(daily(&record, "2026-11-21T13:00-05:00").is_some());
    send(&mut record, "final-sitrep", "2026-11-21T14:00-05:00");
    assert_eq!(daily(&record, "2026-11-21T15:00-05:00"), None);
}

/// A process that owes it to nobody by name: its line waits until something went out all the same.
#[rstest]
#[case::nothing(None, false)]
#[case::the_update(Some("fedramp-daily"), true)]
#[case::a_sitrep(Some("initial-sitrep"), true)]
#[case::another_message(Some("gsa-notice"), false)]
fn update_that_is_owed_to_nobody_by_name_counts_once_it_went_out(
    #[case] sent: Option<&str>,
    #[case] is_done: bool,
) {
    let mut record = confirmed();
    let mut messages = record.playbook.messages.iter_mut();
    let daily = messages.find(|it| it.kind == MessageKind::Daily);
    daily.expect("it has one").must.clear();
    if let Some(message) = sent {
        send(&mut record, message, "2026-11-20T16:00-05:00");
    }
    let item = record.playbook.item("M10").expect("its line");
    let now = at("2026-11-20T16:30-05:00");
    let state = unmarked(item, &record.incident, &record.playbook, now);
    assert_eq!(state == RowState::Derived, is_done, "{state:?}");
}
