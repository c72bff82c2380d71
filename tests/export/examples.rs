//! The examples in `assets/exports`, which show what each format looks like.
//!
//! When one is stale, `SITROOM_WRITE_EXAMPLES=1 cargo test --test export examples` writes all of
//! them anew.

use std::path::Path;

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::Value;
use sitroom::domain::apply::fold;
use sitroom::domain::event::{
    Entry, Event, FirstRecorded, NoteImported, Origin, RotationSet, Visibility,
};
use sitroom::domain::export::{
    Columns, FedrampReport, MarkdownExport, Page, RecordExport, html, ics_201, ics_214, markdown,
    read_record, record_json, rows, table, veris,
};
use sitroom::domain::gate::Gate;
use sitroom::domain::ids::{EntryId, FixId, LeadId, SlotId};
use sitroom::domain::incident::{
    FixClass, FixState, Incident, LeadState, Moment, Severity, Status,
};
use sitroom::domain::outgoing::{Channel, Outgoing, SendKey, mail_file};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::rotation::{Rotation, Slot, calendar};
use sitroom::domain::text::{visible, visible_json};
use sitroom::domain::time::{Instant, When, Zone};

use crate::made::{entry, head, note, small, start};
use crate::reports::fedramp_beside;
use crate::schemas::{assert_fedramp, assert_veris};

/// A short incident from its beginning to its end.
pub(crate) fn story() -> Vec<Entry> {
    let moment = |seq, moment, when: &str| {
        let when = when.parse().unwrap();
        let automatic = false;
        entry(
            seq,
            Event::MomentSet {
                moment,
                when,
                automatic,
            },
        )
    };
    let status = |seq, from, to, reason: &str| {
        let reason = reason.to_owned();
        entry(seq, Event::StatusChanged { from, to, reason })
    };
    let mut entries = small();
    entries.extend([
        moment(4, Moment::Started, "2026-11-22T13:29+00:00"),
        entry(
            5,
            Event::SeverityChanged {
                from: Severity::Unknown,
                to: Severity::High,
                reason: "hens are out".to_owned(),
            },
        ),
        entry(
            6,
            Event::LeadAdded {
                id: LeadId(1),
                text: "who opened the gate?".to_owned(),
                owner: "Farmer Dave".to_owned(),
                tag: None,
            },
        ),
        status(
            7,
            Status::Investigating,
            Status::Confirmed,
            "feathers at the gate",
        ),
        entry(
            8,
            Event::FixAdded {
                id: FixId(1),
                text: "mend the fence, see CVE-2026-12345".to_owned(),
                class: FixClass::Immediate,
                owner: "Farmer Dave".to_owned(),
                tag: None,
            },
        ),
        entry(
            9,
            Event::LeadMoved {
                id: LeadId(1),
                from: LeadState::Open,
                to: LeadState::Answered,
                finding: "the wind".to_owned(),
            },
        ),
        entry(
            10,
            Event::FixMoved {
                id: FixId(1),
                from: FixState::Open,
                to: FixState::Done,
                carried: false,
            },
        ),
        entry(
            11,
            Event::FixVerified {
                id: FixId(1),
                by: "Farmer Jane".to_owned(),
            },
        ),
        moment(12, Moment::Contained, "2026-11-22T14:42:00+00:00"),
        note(13, "Twelve hens counted.\nAll are well."),
        entry(14, sitrep()),
        entry(15, plan()),
        entry(16, read_in()),
        status(17, Status::Confirmed, Status::Resolved, "the fence holds"),
    ]);
    entries.into_iter().map(spaced).collect()
}

/// Puts four minutes between entries.
fn spaced(entry: Entry) -> Entry {
    let minutes = 4 * (i64::try_from(entry.seq).unwrap() - 1);
    let at = start() + TimeDelta::minutes(minutes);
    let happened = match &entry.event {
        Event::NoteImported(note) => note.first.recorded,
        _ => at,
    };
    Entry {
        id: EntryId::new(at, u128::from(entry.seq)),
        happened: When::exact(happened),
        recorded: at,
        ..entry
    }
}

/// When the examples are written.
fn now() -> Instant {
    start() + TimeDelta::minutes(70)
}

const SITREP: &str = "Severity: high\nIC: Farmer Jane\n\nThe gate was open.\nDave mends the fence.";

fn sitrep() -> Event {
    Event::MessageSent {
        message: "initial-sitrep".to_owned(),
        number: 1,
        to: vec!["GSA".to_owned()],
        text: SITREP.to_owned(),
        routes: Vec::new(),
        by_hand: false,
        by: String::new(),
    }
}

fn plan() -> Event {
    let slot = |number, person: &str, from, to| Slot {
        id: Some(SlotId(number)),
        person: person.to_owned(),
        from: start() + TimeDelta::hours(from),
        to: start() + TimeDelta::hours(to),
        reason: String::new(),
    };
    Event::RotationSet(RotationSet {
        rotation: Rotation {
            from: start() + TimeDelta::hours(1),
            to: start() + TimeDelta::hours(7),
            slots: vec![slot(1, "Farmer Jane", 1, 4), slot(2, "Farmer Dave", 4, 7)],
        },
        carried: None,
    })
}

/// A note that another machine recorded, which this one read in.
fn read_in() -> Event {
    let recorded = start() + TimeDelta::minutes(9);
    Event::NoteImported(NoteImported {
        text: "L1 lead: whose feathers are these?".to_owned(),
        visibility: Visibility::Shared,
        first: FirstRecorded {
            id: EntryId::new(recorded, 7),
            seq: 5,
            recorded,
            device: "field".to_owned(),
            origin: Origin::Local,
            kind: "lead-added".to_owned(),
        },
    })
}

fn mail() -> Outgoing {
    let address = |text: &str| text.parse().unwrap();
    let entry = story()[13].id;
    Outgoing {
        key: SendKey {
            entry,
            channel: Channel::EmlFile,
            part: 0,
        },
        message: "initial-sitrep".to_owned(),
        from: Some(address("Farmer Jane <jane@farm.example>")),
        to: vec![address("gsa-ir@gsa.example")],
        cc: vec![address("Spot the Dog <spot@farm.example>")],
        place: String::new(),
        subject: "[sitrep] The chickens have escaped".to_owned(),
        body: SITREP.to_owned(),
        is_exercise: false,
        written: now(),
        zone: Zone::UTC,
    }
}

/// The report as `sitroom export` writes it, of some entries.
pub(crate) fn reported(entries: &[Entry]) -> String {
    let playbook = Playbook::shipped("cloud-gov-2023");
    markdown(&document(&fold(entries), entries, playbook.as_ref()))
}

fn document<'a>(
    incident: &'a Incident,
    entries: &'a [Entry],
    playbook: Option<&'a Playbook>,
) -> MarkdownExport<'a> {
    MarkdownExport {
        deliveries: None,
        incident,
        playbook,
        entries,
        local_notes: false,
        now: now(),
    }
}

fn json(value: &Value) -> String {
    visible_json(&serde_json::to_string_pretty(value).unwrap()) + "\n"
}

fn report(report: FedrampReport) -> String {
    let entries = story();
    let value = fedramp_beside(&document(&fold(&entries), &entries, None), report).unwrap();
    assert_fedramp(&value);
    json(&value)
}

fn written(name: &str) -> String {
    let entries = story();
    let incident = fold(&entries);
    let rows = rows(&entries);
    match name {
        "record.json" => {
            let export = RecordExport {
                incident: &incident,
                entries: &entries,
                local_notes: false,
                journal: &entries,
                head: &head(&entries),
                unsound: &[],
                now: now(),
            };
            let text = record_json(&export).unwrap();
            assert_eq!(read_record(&text).unwrap().flaws, []);
            text
        }
        "timeline.csv" => table(&rows, Columns::Plain).unwrap(),
        "timeline-iris.csv" => table(&rows, Columns::Iris).unwrap(),
        "timeline-timesketch.csv" => table(&rows, Columns::Timesketch).unwrap(),
        "veris.json" => {
            let value = veris(&incident, now());
            assert_veris(&value);
            json(&value)
        }
        "fedramp-initial.json" => report(FedrampReport::Initial),
        "fedramp-ongoing.json" => report(FedrampReport::Ongoing),
        "fedramp-final.json" => report(FedrampReport::Final),
        "ics-201.txt" => visible(&ics_201(&incident, &rows, now())),
        "ics-214.txt" => visible(&ics_214(&incident, &rows, now())),
        "report.html" => html(&Page {
            incident: &incident,
            entries: &entries,
            report: &reported(&entries),
        }),
        "report.md" => reported(&entries),
        "rotation.ics" => calendar(&incident, &Gate::shipped(), now()).unwrap(),
        "sitrep.eml" => mail_file(&mail()).unwrap(),
        other => panic!("no such example: {other}"),
    }
}

#[rstest]
fn examples_are_what_is_written_today(
    #[values(
        "record.json",
        "timeline.csv",
        "timeline-iris.csv",
        "timeline-timesketch.csv",
        "veris.json",
        "fedramp-initial.json",
        "fedramp-ongoing.json",
        "fedramp-final.json",
        "ics-201.txt",
        "ics-214.txt",
        "report.html",
        "report.md",
        "rotation.ics",
        "sitrep.eml"
    )]
    name: &str,
) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/exports");
    let (path, text) = (folder.join(name), written(name));
    if std::env::var_os("SITROOM_WRITE_EXAMPLES").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{} is stale: SITROOM_WRITE_EXAMPLES=1 cargo test --test export examples",
        path.display()
    );
}
