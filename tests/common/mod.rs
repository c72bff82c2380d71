//! What the tests share: a small playbook, a home of their own, requests in short.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of this module"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chrono::{NaiveTime, TimeDelta, TimeZone, Utc};
use sitroom::domain::calendar::BusinessHours;
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::event::Visibility;
use sitroom::domain::ids::IncidentId;
use sitroom::domain::incident::{FixClass, PlaybookRef};
use sitroom::domain::playbook::{People, Playbook, Reminders, Seed, Situation};
use sitroom::domain::time::{Instant, When, Zone};
use sitroom::store::{Finding, Home, Record};

/// The instant `n` seconds into the story that every test tells.
pub fn at(n: i64) -> Instant {
    let start = Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0).unwrap();
    start + TimeDelta::seconds(n)
}

/// A process with nothing in it but one situation that seeds two remediation items.
pub fn minimal_playbook() -> Playbook {
    let seed = |text: &str| Seed {
        text: text.to_owned(),
        class: FixClass::Immediate,
        rules: Vec::new(),
        line: None,
    };
    Playbook {
        format: 1,
        id: "minimal".to_owned(),
        version: "1".to_owned(),
        name: "Minimal".to_owned(),
        sources: Vec::new(),
        zone: Zone::UTC,
        business_hours: BusinessHours {
            from: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            to: NaiveTime::from_hms_opt(17, 0, 0).unwrap(),
            ..BusinessHours::default()
        },
        people: People::default(),
        follow_up: Reminders::default(),
        phases: Vec::new(),
        situations: vec![Situation {
            id: "leak".to_owned(),
            name: "Leaked key".to_owned(),
            why: "A key is out.".to_owned(),
            rules: Vec::new(),
            statuses: Vec::new(),
            seeds: vec![seed("revoke the key"), seed("look who used it")],
        }],
        items: Vec::new(),
        severities: Vec::new(),
        clocks: Vec::new(),
        milestones: Vec::new(),
        addresses: BTreeMap::new(),
        messages: Vec::new(),
        templates: BTreeMap::new(),
        contingency: None,
        claims: Vec::new(),
        guard_words: Vec::new(),
        sensitive_words: Vec::new(),
        report: Vec::new(),
    }
}

/// A home in a directory that is gone after the test.
pub struct TestHome {
    pub root: tempfile::TempDir,
    pub home: Home,
}

impl TestHome {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let home = Home::at(root.path());
        Self { root, home }
    }

    /// Declares the incident that every test is about.
    pub fn declare(&self) -> Record {
        Record::create(
            &self.home,
            &sitroom::domain::gate::Gate::shipped(),
            minimal_playbook(),
            &opening(),
            "farm",
            at(0),
        )
        .unwrap()
    }

    /// The directory of that incident.
    pub fn dir(&self) -> PathBuf {
        self.home
            .incidents()
            .join("2026-11-22-the-chickens-have-escaped")
    }

    /// Opens it again, as the next start would.
    pub fn reopen(&self) -> (Record, Vec<Finding>) {
        Record::open(&self.dir(), "farm", |_| Some(minimal_playbook())).unwrap()
    }
}

/// Opens it anew and expects nothing to be wrong.
pub fn sound(home: &TestHome) -> Record {
    let (record, findings) = home.reopen();
    assert_eq!(findings, []);
    record
}

pub fn opening() -> Request {
    let title = "The chickens have escaped";
    let opening = Opening {
        incident: IncidentId::for_title(title, at(0)),
        playbook: PlaybookRef {
            id: "minimal".to_owned(),
            version: "1".to_owned(),
        },
        exercise: false,
        zone: Zone::UTC,
        title: title.to_owned(),
        details: "Seen at the \"gate\".\nTwelve of them.".to_owned(),
        reporter: "Farmer Jane".to_owned(),
        ic: "Farmer Jane".to_owned(),
        responders: vec!["Farmer Dave".to_owned()],
        aware: When::exact(at(-600)),
    };
    by_jane(Command::Open(Box::new(opening)))
}

pub fn by_jane(command: Command) -> Request {
    Request::local(command, "Farmer Jane")
}

pub fn lead(text: &str) -> Request {
    by_jane(Command::AddLead {
        text: text.to_owned(),
        owner: String::new(),
    })
}

pub fn note(text: &str) -> Request {
    by_jane(Command::Note {
        text: text.to_owned(),
        visibility: Visibility::Shared,
    })
}

pub fn undo() -> Request {
    by_jane(Command::Undo { entry: None })
}

/// An incident with three leads and its state file.
pub fn three_leads() -> TestHome {
    let home = TestHome::new();
    let mut record = home.declare();
    for (text, second) in ["one", "two", "three"].into_iter().zip(1..) {
        record.execute(&lead(text), at(second)).unwrap();
    }
    record.save_state().unwrap();
    home
}

pub fn journal(home: &TestHome) -> PathBuf {
    home.dir().join("journal.jsonl")
}

pub fn state(home: &TestHome) -> PathBuf {
    home.dir().join("incident.toml")
}

pub fn lines(home: &TestHome) -> Vec<String> {
    let text = fs::read_to_string(journal(home)).unwrap();
    text.lines().map(str::to_owned).collect()
}

pub fn put_lines(home: &TestHome, lines: &[String]) {
    fs::write(journal(home), lines.join("\n") + "\n").unwrap();
}

pub fn append(home: &TestHome, bytes: &[u8]) {
    let mut all = fs::read(journal(home)).unwrap();
    all.extend_from_slice(bytes);
    fs::write(journal(home), all).unwrap();
}

pub fn findings(home: &TestHome) -> Vec<Finding> {
    sitroom::store::verify(&home.dir()).unwrap().findings
}
