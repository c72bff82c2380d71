//! Taking back: whole commands, only one's own, and never a number twice.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use sitroom::domain::apply::standing;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::Event;
use sitroom::domain::ids::{FixId, LeadId};
use sitroom::domain::incident::{FixClass, IssueLink, Severity};
use sitroom::domain::time::{Instant, When};
use sitroom::domain::undo::last;

const JANE: &str = "Farmer Jane";

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

fn link() -> Command {
    let issue = IssueLink {
        repository: "18F/security-incidents".into(),
        number: 4,
        url: String::new(),
    };
    Command::LinkIssue { issue }
}

#[test]
fn undo_says_of_what_lasts_that_it_does_and_takes_nothing_older_in_its_place() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    do_it(&mut record, link());
    let undo = Request::local(last(&record.incident, JANE), JANE);
    let refusal = record
        .ask(&undo, next_minute(&record))
        .expect_err("an issue stays attached");
    assert_eq!(refusal.guard, Some("undo-before"));
    assert_eq!(
        refusal.to_string(),
        "it cannot be taken back: issue 18F/security-incidents#4 (attach another issue; a reason \
         takes back what was before it: L1 lead: which gate?)"
    );
    assert_eq!(record.incident.leads.len(), 1);

    record
        .ask(&undo.overriding("asked twice"), next_minute(&record))
        .expect("a reason goes past it");
    assert!(record.incident.leads.is_empty());
    assert!(record.incident.issue.is_some(), "the issue is attached");
}

#[test]
fn undo_names_no_way_past_what_lasts_when_nothing_is_before_it() {
    let mut record = opened();
    do_it(&mut record, link());
    let undo = Request::local(last(&record.incident, JANE), JANE).overriding("all the same");
    let refusal = record
        .ask(&undo, next_minute(&record))
        .expect_err("nothing is before it");
    assert_eq!(refusal.guard, None);
}

#[test]
fn undo_passes_over_what_the_machine_attached() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    let now = next_minute(&record);
    let by_machine = Request::local(link(), "sitroom");
    record.ask(&by_machine, now).expect("attached");
    do_it(&mut record, Command::Undo { entry: None });
    assert!(record.incident.leads.is_empty());
}

#[test]
fn what_is_done_after_what_lasts_is_taken_back_without_a_word() {
    let mut record = opened();
    do_it(&mut record, link());
    do_it(&mut record, add_lead("which gate?"));
    do_it(&mut record, Command::Undo { entry: None });
    assert!(record.incident.leads.is_empty());
}

#[test]
fn a_reason_takes_back_what_was_named_and_nothing_older() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    do_it(&mut record, add_lead("which fox?"));
    let named = record.entries.last().map(|entry| entry.id);
    do_it(&mut record, link());
    let undo = Request::local(last(&record.incident, JANE), JANE);
    do_it(&mut record, Command::Undo { entry: named });
    let decided = record.ask(&undo.overriding("asked twice"), next_minute(&record));
    assert!(decided.is_err(), "somebody else took back what was named");
    assert_eq!(record.incident.leads.len(), 1);
}

#[test]
fn undo_that_is_asked_plainly_says_of_what_lasts_that_it_does() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    do_it(&mut record, link());
    let undo = Request::local(Command::Undo { entry: None }, JANE).overriding("all the same");
    let refusal = record
        .ask(&undo, next_minute(&record))
        .expect_err("it lasts");
    assert_eq!(refusal.guard, None);
    assert_eq!(record.incident.leads.len(), 1);
}

#[test]
fn a_guard_that_was_gone_past_is_taken_back_with_its_command() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    let closed = Command::SetClosed {
        closed: true,
        reason: "home".into(),
    };
    let request = Request::local(closed, JANE).overriding("the sheep sleep");
    let now = next_minute(&record);
    record.ask(&request, now).expect("a reason is given");
    let passed = record.entries.last().expect("an entry").clone();
    assert!(matches!(passed.event, Event::Overridden { .. }));
    let undo = last(&record.incident, JANE);
    let undone = do_it(&mut record, undo);
    let [Event::Undone { entries, label }] = &undone[..] else {
        panic!("{undone:?}");
    };
    assert_eq!(entries.len(), 2);
    assert_eq!(entries.last(), Some(&passed.id));
    assert!(label.starts_with("closed: home"), "{label}");
    let left = standing(&record.entries);
    assert!(left.iter().all(|it| it.id != passed.id), "{left:?}");
    // The lead is another command.
    assert_eq!(record.incident.leads.len(), 1);
}

#[test]
fn what_goes_past_a_guard_to_take_something_back_belongs_to_nothing_else() {
    let mut record = opened();
    do_it(&mut record, add_lead("which gate?"));
    do_it(&mut record, add_lead("which fox?"));
    do_it(&mut record, link());
    let undo = Request::local(last(&record.incident, JANE), JANE).overriding("a slip");
    let now = next_minute(&record);
    record.ask(&undo, now).expect("a reason is given");
    let passed = record.entries.last().expect("an entry").id;
    let of_it = |entries: &[_]| entries.contains(&passed);
    assert!(!record.incident.undo.iter().any(|it| of_it(&it.entries)));
}
