//! The examples in `assets/exports`, which show what each format looks like.
//!
//! When one is stale, `SITROOM_WRITE_EXAMPLES=1 cargo test --test export examples` writes all of
//! them anew.

use std::path::Path;

use rstest::rstest;
use serde_json::Value;
use sitroom::domain::apply::fold;
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::export::{
    Columns, FedrampProvider, FedrampReport, Page, RecordExport, fedramp, html, ics_201, ics_214,
    read_record, record_json, rows, table, veris,
};
use sitroom::domain::ids::{FixId, LeadId};
use sitroom::domain::incident::{FixClass, FixState, LeadState, Moment, Severity, Status};
use sitroom::domain::text::{visible, visible_json};

use crate::made::{entry, head, note, small, start};
use crate::schemas::{assert_fedramp, assert_veris};

/// A short incident from its beginning to its end.
fn story() -> Vec<Entry> {
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
            },
        ),
        entry(
            11,
            Event::FixVerified {
                id: FixId(1),
                by: "Farmer Jane".to_owned(),
            },
        ),
        moment(12, Moment::Contained, "2026-11-22T14:02:10+00:00"),
        note(13, "Twelve hens counted.\nAll are well."),
        status(14, Status::Confirmed, Status::Resolved, "the fence holds"),
    ]);
    entries
}

const REPORT: &str = "# The chickens have escaped\n\n- **Status**: resolved\n\n\
    ## Remediation\n\n- [x] **R1** mend the fence (Farmer Dave): immediate, verified\n";

fn json(value: &Value) -> String {
    visible_json(&serde_json::to_string_pretty(value).unwrap()) + "\n"
}

fn report(report: FedrampReport) -> String {
    let provider = FedrampProvider {
        package_uri: "https://cloud.farm.example/package".to_owned(),
        coordinator: "Spot the Dog, spot@farm.example".to_owned(),
    };
    let value = fedramp(&fold(&story()), &provider, report).unwrap();
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
                now: start(),
            };
            let text = record_json(&export).unwrap();
            assert_eq!(read_record(&text).unwrap().flaws, []);
            text
        }
        "timeline.csv" => table(&rows, Columns::Plain).unwrap(),
        "timeline-iris.csv" => table(&rows, Columns::Iris).unwrap(),
        "timeline-timesketch.csv" => table(&rows, Columns::Timesketch).unwrap(),
        "veris.json" => {
            let value = veris(&incident, start());
            assert_veris(&value);
            json(&value)
        }
        "fedramp-initial.json" => report(FedrampReport::Initial),
        "fedramp-ongoing.json" => report(FedrampReport::Ongoing),
        "fedramp-final.json" => report(FedrampReport::Final),
        "ics-201.txt" => visible(&ics_201(&incident, &rows, start())),
        "ics-214.txt" => visible(&ics_214(&incident, &rows, start())),
        "report.html" => html(&Page {
            incident: &incident,
            entries: &entries,
            report: REPORT,
        }),
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
        "report.html"
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
