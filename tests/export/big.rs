//! A record of ten thousand entries: nothing is lost, and nothing takes more than its share.

use sitroom::domain::apply::fold;
use sitroom::domain::export::{
    Columns, Page, RecordExport, html, ics_214, read_record, record_json, rows, table as written,
};
use sitroom::domain::gate::{Gate, shared_entries, shared_state};
use sitroom::domain::import::{Reading, plan, table};

use crate::made::{head, note, small, start};

const MANY: u64 = 10_000;

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
