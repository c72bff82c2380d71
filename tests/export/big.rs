//! A record of ten thousand entries: nothing is lost, and nothing takes more than its share.

use std::collections::HashMap;
use std::sync::LazyLock;

use sitroom::domain::apply::fold;
use sitroom::domain::event::Entry;
use sitroom::domain::export::{
    Columns, MarkdownExport, Page, RecordExport, html, ics_214, markdown, read_record, record_json,
    rows, table as written,
};
use sitroom::domain::gate::{Gate, shared_entries, shared_state};
use sitroom::domain::import::{Reading, plan, table};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::Zone;
use sitroom::domain::timeline::describe_named;

use crate::long::{end, long};
use crate::made::{head, note, small, start};

const MANY: u64 = 10_000;

/// A long record, and its report.
pub(crate) static REPORTED: LazyLock<(Vec<Entry>, String)> = LazyLock::new(|| {
    let entries = long(MANY);
    let report = markdown(&MarkdownExport {
        deliveries: None,
        incident: &fold(&entries),
        playbook: Playbook::shipped("cloud-gov-2023").as_ref(),
        entries: &entries,
        local_notes: false,
        now: end(&entries),
    });
    (entries, report)
});

#[test]
fn the_report_tells_every_one_of_ten_thousand_entries() {
    let (entries, report) = &*REPORTED;
    let playbook = Playbook::shipped("cloud-gov-2023").expect("it is compiled in");
    assert_eq!(entries.len() as u64, MANY);
    let mut parts = report.split("\n## ");
    let part = parts.find(|part| part.lines().next().unwrap_or_default().contains("imeline"));
    let lines = part.unwrap().lines();
    let mut told: HashMap<u64, &str> = HashMap::new();
    for line in lines.filter(|line| line.starts_with("- ")) {
        let (rest, number) = line.rsplit_once(" [line ").unwrap();
        let number = number.strip_suffix(']').unwrap().parse().unwrap();
        assert_eq!(told.insert(number, rest), None, "{line}");
    }
    for entry in entries {
        let line = told.remove(&entry.seq);
        let line = line.unwrap_or_else(|| panic!("entry {} is missing", entry.seq));
        let said = describe_named(&entry.event, Zone::UTC, &playbook).replace('\n', " ");
        assert!(
            line.contains(&entry.actor) && line.ends_with(&said),
            "{line}\n{said}"
        );
    }
    assert_eq!(told.len(), 0, "{told:?}");
}

#[test]
fn ten_thousand_entries_leave_and_come_back() {
    let mut entries = small();
    entries.extend((4..=MANY).map(|n| note(n, &format!("hen {n} seen at the gate by 10.0.0.1"))));
    let incident = fold(&entries);
    let gate = Gate::shipped();
    let leaving = shared_entries(entries.clone(), &incident, &gate);
    let state = shared_state(&incident, &gate);
    let text = record_json(&RecordExport {
        incident: &state,
        entries: &leaving,
        local_notes: false,
        journal: &entries,
        head: &head(&entries),
        unsound: &[],
        now: start(),
    })
    .unwrap();
    let found = read_record(&text).unwrap();
    assert_eq!((found.flaws.len(), found.entries.len()), (0, entries.len()));
    let rows = rows(&leaving);
    let report: Vec<String> = rows.iter().map(|row| format!("- {}", row.text)).collect();
    let page = html(&Page {
        incident: &state,
        entries: &leaving,
        report: &report.join("\n"),
    });
    assert_eq!(page.matches("<li>").count(), rows.len());
    assert!(
        page.matches("<rect").count() < 200,
        "what is drawn does not grow"
    );
    assert_eq!(
        ics_214(&state, &rows, start()).matches("hen ").count(),
        rows.len() - 3
    );
    let reading = Reading {
        zone: None,
        day: None,
        now: start(),
    };
    for columns in Columns::ALL {
        let text = written(&rows, columns).unwrap();
        let items = table(&text, &reading).unwrap();
        let plan = plan(items, &entries, "Farmer Jane");
        assert_eq!((plan.news.len(), plan.known.len()), (0, rows.len()));
    }
}
