//! Names: of who records something, and of whom a codename covers. Both stand in more places than
//! texts do.

use chrono::{TimeDelta, TimeZone, Utc};
use rstest::rstest;
use sitroom::domain::apply::fold;
use sitroom::domain::command::{Clearance, Command, Request};
use sitroom::domain::event::{CodenameSet, Entry, Event, Origin, Visibility, WorksheetChanged};
use sitroom::domain::gate::{Gate, admit, shared_entries, shared_state};
use sitroom::domain::ids::{EntryId, HeldId};
use sitroom::domain::incident::{Incident, Tracking};
use sitroom::domain::time::When;

use crate::every::{Draw, every_event};

const NAME: &str = "Farmer Jane";

/// A token that nobody ever had.
fn token() -> String {
    ["ghp", "_", "q7Xn2LwT9vRb4KcY8mZs1HdJ6fPg3AtE5uWi"].concat()
}

fn every(text: &str) -> Vec<Event> {
    every_event(&Draw::of(vec![text.to_owned()], vec![When::Unknown]))
}

fn by(actor: &str, clearance: Clearance) -> Request {
    let command = Command::Note {
        text: "fox".to_owned(),
        visibility: Visibility::Shared,
    };
    Request::local(command, actor).cleared(clearance)
}

fn journal(events: Vec<Event>, actor: &str) -> Vec<Entry> {
    let begin = Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0).unwrap();
    let entries = events.into_iter().zip(1_u64..);
    let entries = entries.map(|(event, seq)| {
        let recorded = begin + TimeDelta::minutes(i64::try_from(seq).unwrap());
        Entry {
            seq,
            id: EntryId::new(recorded, u128::from(seq)),
            happened: When::exact(recorded),
            recorded,
            actor: actor.to_owned(),
            device: "barn".to_owned(),
            origin: Origin::Local,
            event,
        }
    });
    entries.collect()
}

#[test]
fn nothing_is_recorded_under_a_name_with_a_secret_in_it() {
    let (gate, incident) = (Gate::shipped(), Incident::default());
    for event in every("fox at the gate") {
        let kind = event.kind().to_owned();
        let admitted = |request: &Request| {
            let events = vec![event.clone()];
            admit(&gate, &incident, request, events, HeldId(1))
        };
        for clearance in [
            Clearance::Unasked,
            Clearance::HoldPieces,
            Clearance::HoldAll,
        ] {
            let refused = admitted(&by(&token(), clearance)).expect_err(&kind);
            let said = refused.to_string();
            let place = "GitHub token in the name of who records it";
            assert!(said.contains(place), "{kind}: {said}");
            assert!(said.contains("a name is not held back"), "{kind}: {said}");
            assert!(!said.contains(&token()), "{kind}: {said}");
        }
        let passed = admitted(&by(&token(), Clearance::LetThrough("revoked".to_owned())));
        let events = passed.expect(&kind).events;
        assert!(
            matches!(&events[1], Event::LetThrough(passed) if passed.piece == token()),
            "{kind}: {events:?}"
        );
        admitted(&by(NAME, Clearance::Unasked)).expect(&kind);
    }
}

#[rstest]
#[case::refused(Clearance::Unasked)]
#[case::and_never_held(Clearance::HoldPieces)]
fn a_codename_is_looked_through(#[case] clearance: Clearance) {
    let called = |term: &str, codename: &str| {
        let set = Event::CodenameSet(CodenameSet {
            term: term.to_owned(),
            codename: codename.to_owned(),
        });
        let request = by(NAME, clearance.clone());
        admit(
            &Gate::shipped(),
            &Incident::default(),
            &request,
            vec![set],
            HeldId(1),
        )
    };
    let refused = called("Spot the Dog", &token()).expect_err("it leaves");
    let said = refused.to_string();
    assert!(said.contains("GitHub token in the codename"), "{said}");
    called(&token(), "MAPLE").expect("the key stays here");
}

#[test]
fn a_secret_in_the_name_of_an_entry_that_stands_does_not_leave() {
    let mut events = every("fox at the gate");
    // While everything is stopped nothing leaves.
    events.retain(|event| !matches!(event, Event::OutboundSet(_)));
    let entries = journal(events, &token());
    let (incident, gate) = (fold(&entries), Gate::shipped());
    assert!(format!("{incident:?}").contains(&token()));
    let leaving = shared_entries(entries, &incident, &gate);
    assert!(leaving.iter().all(|entry| entry.actor == "[held: H0]"));
    assert!(!format!("{leaving:?}").contains(&token()));
    let state = format!("{:?}", shared_state(&incident, &gate));
    assert!(!state.contains(&token()), "{state}");
}

/// Returns an event without what names nobody: keys of the process, pages, digests.
fn without_keys(mut event: Event) -> Event {
    let key = || "key".to_owned();
    match &mut event {
        Event::SituationSet {
            situation: name, ..
        }
        | Event::Overridden { guard: name, .. }
        | Event::EditRecovered { kept: name } => *name = key(),
        Event::MilestoneReached(reached) => reached.milestone = key(),
        Event::Decided(decided) => decided.about = key(),
        Event::WorksheetChanged(WorksheetChanged::Part(edited)) => edited.part = key(),
        Event::IssueLinked { issue } => issue.url = key(),
        Event::Adopted { issue, head } => {
            issue.url = key();
            *head = None;
        }
        Event::TrackingSet(set) => {
            if let Some(Tracking::Filed { issue }) = &mut set.to {
                issue.url = key();
            }
        }
        _ => {}
    }
    event
}

#[test]
fn nothing_that_leaves_names_whom_a_codename_covers() {
    let called = Event::CodenameSet(CodenameSet {
        term: NAME.to_owned(),
        codename: "MAPLE".to_owned(),
    });
    // What stays here, and what stops everything, has no place in this.
    let mut events = every(NAME);
    events.retain(|it| !matches!(it, Event::CodenameSet(_) | Event::OutboundSet(_)));
    let events = std::iter::once(called).chain(events.into_iter().map(without_keys));
    let entries = journal(events.collect(), NAME);
    let gate = Gate::shipped();
    let whole = fold(&entries);
    assert_eq!(whole.contacts[0].lead, NAME);
    assert!(!whole.snoozes.is_empty() && !whole.milestones.is_empty());
    // Later entries take back what earlier ones brought.
    for end in 1..=entries.len() {
        let state = format!("{:#?}", shared_state(&fold(&entries[..end]), &gate));
        let told: Vec<&str> = state.lines().filter(|line| line.contains(NAME)).collect();
        let last = entries[end - 1].event.kind();
        assert!(told.is_empty(), "{last}: {told:?} in {state}");
    }
    for entry in shared_entries(entries, &whole, &gate) {
        assert!(!format!("{entry:?}").contains(NAME), "{entry:?}");
    }
}
