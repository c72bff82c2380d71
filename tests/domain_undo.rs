//! Taking back: whole commands, only one's own, and never a number twice.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::Event;
use sitroom::domain::ids::{FixId, LeadId};
use sitroom::domain::incident::{FixClass, Severity};
use sitroom::domain::time::{Instant, When};

fn opened() -> Record {
    let start = Instant::UNIX_EPOCH + TimeDelta::days(20_000);
    Record::open(start, When::exact(start))
}

/// Each command at a minute of its own, so that each is one step of undo.
fn next_minute(record: &Record) -> Instant {
    let last = record.entries.last().expect("it is open");
    last.recorded + TimeDelta::minutes(1)
}

fn do_it(record: &mut Record, command: Command) -> Vec<Event> {
    let now = next_minute(record);
    record.run(command, now)
}

fn severity(to: Severity) -> Command {
    let reason = String::new();
    Command::SetSeverity { to, reason }
}

fn add_fix(class: FixClass) -> Command {
    Command::AddFix {
        text: "mend the fence".into(),
        class,
        owner: String::new(),
    }
}

fn add_lead(text: &str) -> Command {
    Command::AddLead {
        text: text.into(),
        owner: String::new(),
    }
}

#[test]
fn undo_takes_back_a_whole_command_and_never_gives_a_number_twice() {
    let mut record = opened();
    let before = record.incident.clone();
    do_it(&mut record, Command::SetExposure { exposed: true });
    do_it(&mut record, Command::Undo { entry: None });
    assert_eq!(record.incident.fixes, before.fixes);
    assert_eq!(record.incident.situations, before.situations);
    assert_eq!(record.incident.exposure, None);
    do_it(&mut record, add_fix(FixClass::Immediate));
    assert_eq!(
        record.incident.fixes[0].id,
        FixId(3),
        "R1 and R2 were given"
    );
}

#[test]
fn undo_takes_back_one_command_out_of_the_middle() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    let entry = record.entries.last().map(|entry| entry.id);
    do_it(&mut record, add_lead("which fox?"));
    do_it(&mut record, Command::Undo { entry });
    let left: Vec<LeadId> = record.incident.leads.iter().map(|lead| lead.id).collect();
    assert_eq!(left, [LeadId(2)]);
    let again = Request::local(Command::Undo { entry }, "Dave");
    let decided = record.ask(&again, next_minute(&record));
    assert!(decided.is_err(), "what is undone is not undone again");
}

#[test]
fn undo_leaves_what_came_from_the_issue_and_the_opening() {
    let mut record = opened();
    let now = next_minute(&record);
    let remote = Request::from_issue(severity(Severity::Low), "octocat", None);
    record.ask(&remote, now).expect("imported");
    for entry in [None, Some(record.entries[0].id), Some(record.entries[1].id)] {
        let undo = Request::local(Command::Undo { entry }, "Dave");
        assert!(record.ask(&undo, now).is_err());
    }
    assert_eq!(record.incident.severity, Severity::Low);
}
