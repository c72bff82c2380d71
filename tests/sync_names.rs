//! A person with a codename on one machine of two: nothing on the issue gives the name away, and
//! the other machine takes the codename for nobody else.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::Record;
use issue_support::pair::Pair;
use sitroom::domain::command::Command;
use sitroom::domain::document::parse;
use sitroom::domain::event::{Event, ShiftStarted};
use sitroom::domain::incident::FixClass;

const JANE: &str = "Farmer Jane";

fn codename(term: &str, codename: &str) -> Command {
    Command::SetCodename {
        term: term.into(),
        codename: codename.into(),
    }
}

/// Two machines that agree on an incident in which Jane commands, is on shift, and owns a line.
fn pair() -> Pair {
    let mut pair = Pair::new();
    pair.a
        .record
        .local(Command::StartShift(ShiftStarted::of("Farmer Dave")));
    pair.a
        .record
        .fix("mend the fence", FixClass::Immediate, JANE);
    pair.settle();
    pair
}

fn on_shift(record: &Record) -> Vec<&str> {
    let shifts = record.incident.shifts.iter();
    let running = shifts.filter(|shift| shift.to.is_none());
    running.map(|shift| shift.person.as_str()).collect()
}

fn rewordings(record: &Record) -> usize {
    let events = record.entries.iter().map(|entry| &entry.event);
    events
        .filter(|event| matches!(event, Event::FixReworded { .. } | Event::FixOwned { .. }))
        .count()
}

#[test]
fn nothing_on_the_issue_says_the_name_behind_a_codename_that_was_given_late() {
    let mut pair = pair();
    assert!(pair.remote.body.contains(JANE));
    pair.a.record.local(codename(JANE, "FOX"));
    pair.sync_a();
    assert!(!pair.remote.body.contains("Jane"), "{}", pair.remote.body);
    let state = parse(&pair.remote.body).state.expect("it is there");
    let shifts: Vec<&String> = state
        .facts
        .keys()
        .filter(|subject| subject.starts_with("shift "))
        .collect();
    assert_eq!(shifts.len(), 2, "{shifts:?}");
}

#[test]
fn another_machine_knows_who_is_called_by_a_codename_and_splits_nobody() {
    let mut pair = pair();
    let before = on_shift(&pair.b.record).len();
    let (owner, ic) = (JANE.to_owned(), JANE.to_owned());
    pair.a.record.local(codename(JANE, "FOX"));
    pair.settle();
    let record = &pair.b.record;
    assert!(on_shift(record).contains(&JANE), "{:?}", on_shift(record));
    assert_eq!(on_shift(record).len(), before);
    assert_eq!(record.incident.ic, ic);
    assert_eq!(record.incident.commands.len(), 1);
    assert_eq!(
        record.incident.fixes.last().map(|fix| &fix.owner),
        Some(&owner)
    );
    assert_eq!(record.incident.codenames[JANE], "FOX");
    assert_eq!(rewordings(record), 0);
    assert!(record.incident.conflicts.is_empty());
    pair.assert_same();
    // What the other machine says of her leaves under the codename too.
    pair.b.record.lead("what did farmer jane see?", JANE);
    pair.b.record.overriding(Command::EndShift {
        person: JANE.into(),
    });
    pair.settle();
    assert!(!pair.remote.body.contains("Jane"), "{}", pair.remote.body);
    assert!(!on_shift(&pair.a.record).contains(&JANE));
    assert_eq!(on_shift(&pair.a.record).len(), before - 1);
}

#[test]
fn two_codenames_for_two_people_are_told_apart() {
    let mut pair = pair();
    pair.a.record.local(codename(JANE, "FOX"));
    pair.a.record.local(codename("Farmer Dave", "HERON"));
    pair.settle();
    let known = &pair.b.record.incident.codenames;
    assert_eq!(known[JANE], "FOX");
    assert_eq!(known["Farmer Dave"], "HERON");
    assert_eq!(pair.b.record.incident.reporter, "Farmer Dave");
    assert!(!pair.remote.body.contains("Farmer"), "{}", pair.remote.body);
}

#[test]
fn all_else_is_read_beside_a_codename_that_is_somebodys_name_here() {
    let mut pair = pair();
    let fox = Command::StartShift(ShiftStarted::of("FOX"));
    pair.b.record.local(fox);
    pair.a.record.local(codename(JANE, "FOX"));
    pair.a.record.lead("who opened the gate?", "");
    pair.sync_a();
    pair.sync_b();
    let incident = &pair.b.record.incident;
    assert!(incident.codenames.is_empty());
    let leads: Vec<&str> = incident.leads.iter().map(|lead| &*lead.text).collect();
    assert_eq!(leads.last(), Some(&"who opened the gate?"));
}

#[test]
fn command_that_goes_to_somebody_else_is_no_codename() {
    let mut pair = pair();
    pair.a.record.local(Command::SetIc {
        to: "Spot the Dog".into(),
    });
    pair.settle();
    assert!(pair.b.record.incident.codenames.is_empty());
    assert_eq!(pair.b.record.incident.ic, "Spot the Dog");
}

#[test]
fn a_name_that_an_earlier_version_left_in_the_hidden_part_goes() {
    let mut pair = pair();
    pair.a.record.local(codename(JANE, "FOX"));
    pair.sync_a();
    let told = pair
        .remote
        .body
        .lines()
        .find(|line| line.contains("shift FOX"));
    let line = told.expect("the shift is told").to_owned();
    let at = line.find("\"shift FOX ").expect("the shift is told");
    let end = at + line[at..].find(':').expect("a fact");
    let named = line[at..=end].replace("FOX", JANE);
    let leaking = format!("{}{named}\"\",{}", &line[..at], &line[at..]);
    pair.remote.body = pair.remote.body.replace(&line, &leaking);
    pair.sync_a();
    assert!(!pair.remote.body.contains("Jane"), "{}", pair.remote.body);
    assert!(on_shift(&pair.a.record).contains(&JANE));
}
