//! The record: what is recorded is there, once, in order, for everybody.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::{TestHome, at, by_jane, lead, minimal_playbook, note, opening, sound, undo};
use proptest::prelude::*;
use sitroom::domain::apply::fold;
use sitroom::domain::chain::Digest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Event, Visibility};
use sitroom::domain::ids::{EntryId, LeadId};
use sitroom::domain::incident::{IssueLink, LeadState, Status};
use sitroom::domain::time::When;
use sitroom::store::{Record, StoreError, verify};

#[test]
fn a_new_record_is_private_and_holds_its_opening() {
    let home = TestHome::new();
    let record = home.declare();
    assert_eq!(record.dir(), home.dir());
    assert_eq!(record.incident().title, "The chickens have escaped");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.dir()), 0o700);
    assert_eq!(mode(home.dir().join("journal.jsonl")), 0o600);
    assert_eq!(mode(home.dir().join("lock")), 0o600);
    assert!(record.is_dirty());
}

#[test]
fn a_second_incident_of_the_same_name_gets_a_number() {
    let home = TestHome::new();
    home.declare();
    let second = home.declare();
    let id = second.incident().id.clone();
    assert_eq!(id.as_str(), "2026-11-22-the-chickens-have-escaped-2");
    assert_eq!(second.dir(), home.home.incident(&id));
}

#[test]
fn a_refused_opening_leaves_nothing_behind() {
    let home = TestHome::new();
    let mut request = opening();
    let Command::Open(opening) = &mut request.command else {
        panic!()
    };
    opening.title = "  ".to_owned();
    let refused = Record::create(
        &home.home,
        &sitroom::domain::gate::Gate::shipped(),
        minimal_playbook(),
        &request,
        "farm",
        at(0),
    );
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    assert!(!home.home.incidents().exists());
}

#[test]
fn entries_of_one_request_share_their_time_and_ascend() {
    let home = TestHome::new();
    let mut record = home.declare();
    let request = by_jane(Command::SetSituation {
        situation: "leak".to_owned(),
        applies: true,
    });
    let recorded = record.execute(&request, at(5)).unwrap();
    assert_eq!((recorded.entries.len(), recorded.own), (3, 3));
    assert!(recorded.entries.iter().all(|entry| entry.recorded == at(5)));
    assert!(
        recorded
            .entries
            .is_sorted_by(|a, b| a.id < b.id && a.seq + 1 == b.seq)
    );
    let again = record.execute(&request, at(6)).unwrap();
    assert_eq!(
        (again.entries.len(), again.own),
        (0, 0),
        "it says so already"
    );
}

#[test]
fn the_time_of_recording_never_goes_back() {
    let home = TestHome::new();
    let mut record = home.declare();
    let first = record.execute(&note("one"), at(100)).unwrap().entries[0].clone();
    let second = record.execute(&note("two"), at(40)).unwrap().entries[0].clone();
    assert!(second.recorded > first.recorded);
    assert!(second.id > first.id);
    assert_eq!(
        second.happened,
        When::exact(at(40)),
        "what happened keeps its time"
    );
    let third = record.execute(&note("three"), at(40)).unwrap().entries[0].clone();
    assert!(third.recorded > second.recorded);
}

#[test]
fn what_is_in_memory_is_what_a_restart_finds() {
    let home = TestHome::new();
    let mut record = home.declare();
    let odd_time = at(9) + chrono::TimeDelta::nanoseconds(123_456_789);
    let moment = by_jane(Command::SetMoment {
        moment: sitroom::domain::incident::Moment::Contained,
        when: When::exact(odd_time),
        automatic: false,
    });
    let recorded = record.execute(&moment, odd_time).unwrap();
    let (reopened, _) = home.reopen();
    assert_eq!(*reopened.incident(), *recorded.incident);
    assert_eq!(reopened.tail(1).unwrap(), recorded.entries);
    record.save_state().unwrap();
    assert_eq!(*sound(&home).incident(), *recorded.incident);
}

#[test]
fn a_refusal_writes_nothing() {
    let home = TestHome::new();
    let mut record = home.declare();
    let before = fs::read(home.dir().join("journal.jsonl")).unwrap();
    let error = record.execute(&lead("  "), at(1)).unwrap_err();
    assert!(matches!(error, StoreError::Refused(_)), "{error}");
    assert_eq!(fs::read(home.dir().join("journal.jsonl")).unwrap(), before);
}

#[test]
fn undo_is_the_fold_of_what_is_left() {
    let home = TestHome::new();
    let mut record = home.declare();
    record
        .execute(&lead("who left the gate open?"), at(1))
        .unwrap();
    record.execute(&lead("where are they?"), at(2)).unwrap();
    let undone = record.execute(&undo(), at(3)).unwrap();
    assert_eq!(undone.incident.leads.len(), 1);
    let next = record.execute(&lead("again?"), at(4)).unwrap();
    assert_eq!(
        next.incident.leads[1].id,
        LeadId(3),
        "L2 is never given again"
    );
    assert_eq!(fold(&record.history().unwrap().entries), *next.incident);
    record.save_state().unwrap();
    assert_eq!(*sound(&home).incident(), *next.incident);
}

#[test]
fn an_undo_by_another_program_is_followed() {
    let home = TestHome::new();
    let mut ours = home.declare();
    ours.execute(&lead("one"), at(1)).unwrap();
    let mut theirs = home.reopen().0;
    theirs.execute(&undo(), at(2)).unwrap();
    let seen = ours.follow().unwrap().unwrap();
    assert!(seen.incident.leads.is_empty());
    assert_eq!(*seen.incident, *theirs.incident());
    assert!(ours.follow().unwrap().is_none(), "it is told once");
}

#[test]
fn entries_of_others_come_in_front_of_ours() {
    let home = TestHome::new();
    let mut ours = home.declare();
    let mut theirs = home.reopen().0;
    theirs.execute(&lead("theirs"), at(1)).unwrap();
    let recorded = ours.execute(&lead("ours"), at(2)).unwrap();
    let seqs: Vec<u64> = recorded.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!((seqs, recorded.own), (vec![2, 3], 1));
    assert_eq!(recorded.incident.leads[1].text, "ours");
    assert_eq!(recorded.incident.leads[1].id, LeadId(2));
}

#[test]
fn entries_that_a_refused_request_read_are_not_lost() {
    let home = TestHome::new();
    let mut ours = home.declare();
    let mut theirs = home.reopen().0;
    theirs.execute(&lead("theirs"), at(1)).unwrap();
    ours.execute(&lead(""), at(2)).unwrap_err();
    assert_eq!(ours.tail(9).unwrap().len(), 1, "not handed on yet");
    let seen = ours.follow().unwrap().unwrap();
    assert_eq!((seen.entries.len(), seen.own), (1, 0));
}

#[test]
fn a_key_acts_on_what_was_seen() {
    let home = TestHome::new();
    let mut ours = home.declare();
    ours.execute(&lead("one"), at(1)).unwrap();
    let advance = by_jane(Command::MoveLead {
        id: LeadId(1),
        from: LeadState::Open,
        to: LeadState::Investigating,
        finding: String::new(),
    });
    home.reopen().0.execute(&advance, at(2)).unwrap();
    assert!(matches!(
        ours.execute(&advance, at(3)),
        Err(StoreError::Refused(_))
    ));
}

#[test]
fn two_programs_lose_and_double_nothing() {
    let home = TestHome::new();
    home.declare();
    let work = |name: &'static str| {
        let mut record = home.reopen().0;
        let mut seen = Vec::new();
        for n in 0..100 {
            let recorded = record
                .execute(&lead(&format!("{name} {n}")), at(n))
                .unwrap();
            seen.extend(recorded.entries);
        }
        (record, seen)
    };
    let (mut a, mut seen_a) = std::thread::scope(|scope| {
        let other = scope.spawn(|| work("b"));
        let a = work("a");
        other.join().unwrap();
        a
    });
    seen_a.extend(
        a.follow()
            .unwrap()
            .into_iter()
            .flat_map(|news| news.entries),
    );
    let incident = a.incident();
    let ids: Vec<u32> = incident.leads.iter().map(|lead| lead.id.0).collect();
    assert_eq!(ids, (1..=200).collect::<Vec<u32>>());
    let texts: std::collections::BTreeSet<&str> = incident
        .leads
        .iter()
        .map(|lead| lead.text.as_str())
        .collect();
    assert_eq!(texts.len(), 200);
    assert_eq!(seen_a, a.history().unwrap().entries[1..]);
    assert_eq!(verify(&home.dir()).unwrap().findings, []);
}

#[test]
fn the_tail_is_read_from_the_end() {
    let home = TestHome::new();
    let mut record = home.declare();
    let long = "x".repeat(50_000);
    for n in 0..5 {
        record
            .execute(&note(&format!("{n} {long}")), at(n))
            .unwrap();
    }
    let all = record.history().unwrap().entries;
    assert_eq!(all.len(), 6);
    for n in 0..8 {
        assert_eq!(record.tail(n).unwrap(), all[6 - n.min(6)..]);
    }
    assert_eq!(record.entries_after(4).unwrap(), all[4..]);
    assert_eq!(record.entries_after(6).unwrap(), []);
    assert_eq!(record.tail(usize::MAX).unwrap(), all);
}

#[test]
fn a_long_record_opens_by_its_state_and_its_tail_alone() {
    let home = TestHome::new();
    let mut record = home.declare();
    record.save_state().unwrap();
    lengthen(&home, 10_000);
    let mut record = sound(&home);
    assert_eq!(record.stats().entries_read, 10_000);
    record.save_state().unwrap();
    record.execute(&lead("one more"), at(99_999)).unwrap();
    let record = sound(&home);
    let stats = record.stats();
    assert!(stats.from_state);
    assert_eq!(stats.entries_read, 1);
    assert!(stats.bytes_read < 1000, "{stats:?}");
    assert_eq!(record.incident().leads.len(), 10_001);
    assert_eq!(verify(&home.dir()).unwrap().entries, 10_002);
}

/// Appends leads to the journal the way the program would, without the cost of syncing each.
fn lengthen(home: &TestHome, n: u32) {
    let path = home.dir().join("journal.jsonl");
    let mut text = fs::read_to_string(&path).unwrap();
    let mut prev = Digest::of(text.trim_end().as_bytes());
    for (id, second) in (1..=n).zip(1..) {
        let entry = sitroom::domain::event::Entry {
            seq: u64::from(id) + 1,
            id: EntryId::new(at(second), u128::from(id)),
            happened: When::exact(at(second)),
            recorded: at(second),
            actor: "Farmer Jane".to_owned(),
            device: "farm".to_owned(),
            origin: sitroom::domain::event::Origin::Local,
            event: Event::LeadAdded {
                id: LeadId(id),
                text: format!("lead number {id}"),
                owner: String::new(),
                tag: None,
            },
        };
        let line = sitroom::domain::chain::encode_line(&entry, &prev).unwrap();
        prev = Digest::of(line.as_bytes());
        text.push_str(&line);
        text.push('\n');
    }
    fs::write(path, text).unwrap();
}

#[test]
fn the_list_shows_every_incident_newest_first() {
    let home = TestHome::new();
    assert_eq!(home.home.list().unwrap(), []);
    let mut old = home.declare();
    old.execute(&note("hello"), at(7)).unwrap();
    let mut request = opening();
    if let Command::Open(opening) = &mut request.command {
        opening.exercise = true;
    }
    let mut new = Record::create(
        &home.home,
        &sitroom::domain::gate::Gate::shipped(),
        minimal_playbook(),
        &request,
        "farm",
        at(60),
    )
    .unwrap();
    new.save_state().unwrap();
    fs::create_dir(home.home.incidents().join("empty")).unwrap();
    let list = home.home.list().unwrap();
    let ids: Vec<&str> = list.iter().map(|summary| summary.id.as_str()).collect();
    let name = "2026-11-22-the-chickens-have-escaped";
    assert_eq!(ids, [&format!("{name}-2"), name, "empty"]);
    assert!(list[0].exercise && !list[1].exercise);
    assert_eq!(list[1].last_activity, Some(at(7)));
    assert_eq!(
        (list[1].status, list[1].problem.clone()),
        (Status::Investigating, None)
    );
    assert!(
        list[2]
            .problem
            .as_deref()
            .unwrap()
            .contains("find a record")
    );
}

#[test]
fn a_lock_that_is_never_given_back_is_named() {
    let home = TestHome::new();
    let mut record = home.declare();
    let holder = fs::File::open(home.dir().join("lock")).unwrap();
    holder.lock().unwrap();
    let error = record.execute(&note("x"), at(1)).unwrap_err();
    let StoreError::Busy { pid, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(
        *pid,
        Some(std::process::id()),
        "as the last holder wrote it"
    );
    assert!(error.is_passing());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_the_state_file(texts in prop::collection::vec(any::<String>(), 6), n in 0_u64..1 << 53) {
        let home = TestHome::new();
        let mut record = home.declare();
        let requests = [
            by_jane(Command::Note { text: texts[0].clone(), visibility: Visibility::Local }),
            by_jane(Command::AddLead { text: texts[1].clone(), owner: texts[2].clone() }),
            by_jane(Command::SetField { field: sitroom::domain::event::Field::Details, to: texts[3].clone() }),
            Request::from_issue(Command::RaiseConflict { subject: texts[4].clone(), ours: texts[5].clone(), theirs: texts[0].clone(), ours_by: texts[1].clone(), ours_at: None }, &texts[1], None),
            Request::from_issue(Command::ImportComment { comment: n, text: texts[2].clone() }, &texts[3], None),
            by_jane(Command::SnoozeClock { clock: texts[4].clone(), until: None, reason: texts[5].clone() }),
            by_jane(Command::LinkIssue { issue: IssueLink { repository: texts[0].clone(), number: n, url: texts[1].clone() } }),
        ];
        for (request, second) in requests.iter().zip(1..) {
            match record.execute(request, at(second)) {
                Ok(_) | Err(StoreError::Refused(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        record.save_state().unwrap();
        let reopened = sound(&home);
        prop_assert!(reopened.stats().from_state);
        prop_assert_eq!(&*reopened.incident(), &*record.incident());
        prop_assert_eq!(fold(&record.history().unwrap().entries), (*record.incident()).clone());
        prop_assert_eq!(verify(&home.dir()).unwrap().findings, []);
    }
}
