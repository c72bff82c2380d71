//! A record that is made out of many requests at once: whole, or not at all.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{TestHome, at, lead, minimal_playbook, note, opening, sound};
use sitroom::domain::adoption::Adoption;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::gate::Gate;
use sitroom::domain::ids::LeadId;
use sitroom::domain::incident::{LeadState, PlaybookRef};
use sitroom::domain::sync_plan::Issue;
use sitroom::store::{Adopted, Record, StoreError, verify};

fn adopt(home: &TestHome, requests: &[Request]) -> Result<Adopted, StoreError> {
    let playbook = minimal_playbook();
    let issue = Issue::default();
    let adoption = Adoption {
        playbook: PlaybookRef::default(),
        opening: opening(),
        requests: requests.to_vec(),
    };
    Record::adopt(
        &home.home,
        &Gate::shipped(),
        playbook,
        &adoption,
        &issue,
        "farm",
        at(60),
    )
}

/// A request about a lead that nobody put on the board.
fn impossible() -> Request {
    let command = Command::MoveLead {
        id: LeadId(9),
        from: LeadState::Open,
        to: LeadState::Investigating,
        finding: String::new(),
    };
    Request::from_issue(command, "spot", None)
}

#[test]
fn what_is_adopted_is_a_sound_record_in_its_place() {
    let home = TestHome::new();
    let adopted = adopt(&home, &[lead("which gate?"), note("feathers")]).unwrap();
    assert_eq!(adopted.refused.len(), 0);
    assert_eq!(adopted.record.dir(), home.dir());
    let record = sound(&home);
    assert_eq!(record.incident(), adopted.record.incident());
    assert_eq!(record.seq(), 3);
    assert_eq!(verify(&home.dir()).unwrap().findings, []);
    let entries = record.tail(3).unwrap();
    assert!(entries.iter().all(|entry| entry.recorded == at(60)));
}

#[test]
fn adopted_record_goes_on_like_any_other() {
    let home = TestHome::new();
    let mut record = adopt(&home, &[lead("which gate?")]).unwrap().record;
    let head = record.chain_head();
    record.execute(&lead("and when?"), at(61)).unwrap();
    assert_eq!(record.chain_head().seq, head.seq + 1);
    assert_eq!(sound(&home).chain_head(), record.chain_head());
}

#[test]
fn what_is_refused_is_told_and_the_rest_is_there() {
    let home = TestHome::new();
    let adopted = adopt(&home, &[lead("one"), impossible(), lead("two")]).unwrap();
    let [(request, refusal)] = &adopted.refused[..] else {
        panic!("{:?}", adopted.refused);
    };
    assert_eq!(*request, impossible());
    assert!(refusal.to_string().contains("L9"), "{refusal}");
    assert_eq!(sound(&home).incident().leads.len(), 2);
}

#[test]
fn incident_that_is_here_already_is_left_alone() {
    let home = TestHome::new();
    home.declare();
    let before = std::fs::read(common::journal(&home)).unwrap();
    let error = adopt(&home, &[lead("one")]).unwrap_err();
    assert!(matches!(error, StoreError::AlreadyHere { .. }), "{error}");
    assert_eq!(std::fs::read(common::journal(&home)).unwrap(), before);
}

#[test]
fn nothing_is_left_of_an_adoption_that_fails() {
    let home = TestHome::new();
    let playbook = minimal_playbook();
    let adoption = Adoption {
        playbook: PlaybookRef::default(),
        opening: lead("no opening"),
        requests: Vec::new(),
    };
    let failed = Record::adopt(
        &home.home,
        &Gate::shipped(),
        playbook,
        &adoption,
        &Issue::default(),
        "farm",
        at(0),
    );
    assert!(matches!(failed, Err(StoreError::Refused(_))));
    assert_eq!(home.home.list().unwrap(), []);
}

#[test]
fn what_a_crash_left_of_an_adoption_is_no_incident() {
    let home = TestHome::new();
    // As far as it can get without being whole: beside the incidents, under another name.
    let workshop = home.home.data.join("adopting").join("half-an-incident");
    std::fs::create_dir_all(&workshop).unwrap();
    std::fs::write(workshop.join("journal.jsonl"), "").unwrap();
    assert_eq!(home.home.list().unwrap(), []);
    adopt(&home, &[lead("one")]).unwrap();
    assert_eq!(home.home.list().unwrap().len(), 1);
}
