//! The forms of the Incident Command System, read back into blocks and compared with the list of
//! blocks that the published forms have, and with the record.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use sitroom::domain::apply::fold;
use sitroom::domain::event::Entry;
use sitroom::domain::export::{Row, ics_201, ics_214, rows};
use sitroom::domain::incident::{FixState, Incident};
use sitroom::domain::time::Instant;

use crate::examples::story;
use crate::made::{journals, small, start};
use crate::reports::known;

#[derive(Deserialize)]
struct Forms {
    form: Vec<Form>,
}

#[derive(Deserialize)]
struct Form {
    name: String,
    blocks: Vec<Published>,
}

#[derive(Deserialize)]
struct Published {
    number: u32,
    title: String,
    #[serde(default)]
    fields: Vec<String>,
}

/// A block as it is read: what stands behind its title, and the lines below.
#[derive(Debug, Default, PartialEq)]
struct Block {
    title: String,
    value: String,
    lines: Vec<String>,
}

impl Block {
    /// What the lines say that have a name, by it.
    fn fields(&self) -> BTreeMap<&str, &str> {
        self.lines
            .iter()
            .filter_map(|line| line.split_once(": "))
            .collect()
    }
}

/// Reads a form as whoever types it over does: a number and a title begin a block.
fn read(text: &str) -> (String, BTreeMap<u32, Block>) {
    let mut lines = text.lines();
    let name = lines.next().unwrap().to_owned();
    let mut blocks: BTreeMap<u32, Block> = BTreeMap::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if let Some(below) = line.strip_prefix("   ") {
            let mut last = blocks.last_entry().expect("a block comes first");
            last.get_mut().lines.push(below.to_owned());
            continue;
        }
        let (number, rest) = line.split_once(". ").unwrap();
        let (title, value) = rest.split_once(':').unwrap();
        let block = Block {
            title: title.to_owned(),
            value: value.trim_start().to_owned(),
            lines: Vec::new(),
        };
        let number = number.parse().unwrap();
        assert_eq!(blocks.insert(number, block), None, "{number} comes once");
    }
    (name, blocks)
}

/// Reads a form, which has to have the blocks of the published one.
fn form(text: &str) -> BTreeMap<u32, Block> {
    let published: Forms = toml::from_str(include_str!("../data/ics-forms.toml")).unwrap();
    let (name, blocks) = read(text);
    let form = published.form.iter().find(|form| form.name == name);
    let form = form.unwrap_or_else(|| panic!("no form is called {name}"));
    let titles: Vec<(u32, &str)> = blocks
        .iter()
        .map(|(n, it)| (*n, it.title.as_str()))
        .collect();
    let wanted = form.blocks.iter().map(|it| (it.number, it.title.as_str()));
    assert_eq!(titles, wanted.collect::<Vec<_>>(), "{text}");
    for block in &form.blocks {
        let there = &blocks[&block.number];
        for field in &block.fields {
            assert!(
                there.fields().contains_key(field.as_str()),
                "{field} in {there:?}"
            );
        }
    }
    blocks
}

fn stamp(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// What the block with what happened has to say: every row, in its order.
fn activities(rows: &[Row]) -> Vec<String> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    rows.iter()
        .map(|row| {
            let at = stamp(row.happened.earliest().unwrap());
            let noted = row.noted.map(stamp).filter(|noted| *noted != at);
            let noted = noted.map_or_else(String::new, |noted| format!(" (noted {noted})"));
            format!("{at}{noted} {}: {}", row.actor, one_line(&row.text))
        })
        .collect()
}

fn told() -> (Incident, Vec<Row>, Instant) {
    let entries = story();
    let now = entries.last().map(|last: &Entry| last.recorded).unwrap();
    (fold(&entries), rows(&entries), now)
}

#[test]
fn the_incident_briefing_says_what_the_record_says() {
    let (incident, rows, now) = told();
    let blocks = form(&ics_201(&incident, &rows, now));
    assert_eq!(blocks[&1].value, incident.title);
    assert_eq!(blocks[&2].value, incident.id.as_str());
    assert_eq!(blocks[&3].value, stamp(incident.opened_at.unwrap()));
    assert_eq!(blocks[&4].value, "[not recorded]");
    let said = format!(
        "Status {}, severity {}.",
        incident.status, incident.severity
    );
    assert!(blocks[&5].lines.contains(&said), "{:?}", blocks[&5]);
    assert_eq!(blocks[&5].fields()["Health and safety"], "[not recorded]");
    assert!(
        blocks[&6].value.starts_with(&incident.ic),
        "{:?}",
        blocks[&6]
    );
    assert!(blocks[&6].value.ends_with(&stamp(now)), "{:?}", blocks[&6]);
    assert_eq!(blocks[&8].lines, activities(&rows));
    assert_eq!(blocks[&9].fields()["Incident Commander(s)"], incident.ic);
    assert_eq!(blocks[&9].fields()["Safety Officer"], "[not recorded]");
    let shift = incident.shifts.first().unwrap();
    let resource = format!(
        "{}; ordered [not recorded]; arrived {}; on shift",
        shift.person,
        stamp(shift.from)
    );
    assert!(blocks[&10].lines.contains(&resource), "{:?}", blocks[&10]);
}

#[test]
fn what_is_open_is_an_objective_and_what_is_done_is_none() {
    let incident = known();
    let blocks = form(&ics_201(&incident, &rows(&small()), start()));
    let expected: Vec<String> = incident
        .leads
        .iter()
        .map(|lead| format!("{} find out: {} ({})", lead.id, lead.text, lead.state))
        .chain(
            incident
                .fixes
                .iter()
                .filter(|fix| fix.state == FixState::Open)
                .map(|fix| {
                    format!(
                        "{} now: {}, {} ({})",
                        fix.id, fix.text, fix.owner, fix.state
                    )
                }),
        )
        .collect();
    assert_eq!(expected.len(), 2);
    assert_eq!(blocks[&7].lines, expected);
}

#[test]
fn the_activity_log_says_what_the_record_says() {
    let (incident, rows, now) = told();
    let blocks = form(&ics_214(&incident, &rows, now));
    assert_eq!(blocks[&1].value, incident.title);
    // What happened before anybody took charge is in the log, too.
    let first = rows
        .first()
        .and_then(|row| row.happened.earliest())
        .unwrap();
    assert!(first < incident.opened_at.unwrap());
    let period = format!("from {} to {}", stamp(first), stamp(now));
    assert_eq!(blocks[&2].value, period);
    assert_eq!(blocks[&3].value, incident.ic);
    assert_eq!(blocks[&4].value, "Incident Commander");
    let names: Vec<&str> = blocks[&6]
        .lines
        .iter()
        .filter_map(|it| it.split(';').next())
        .collect();
    assert!(names.contains(&incident.ic.as_str()), "{names:?}");
    assert_eq!(blocks[&7].lines, activities(&rows));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_was_recorded_every_block_is_there_and_every_row(entries in journals()) {
        let (incident, rows) = (fold(&entries), rows(&entries));
        let briefing = form(&ics_201(&incident, &rows, start()));
        let log = form(&ics_214(&incident, &rows, start()));
        for lines in [&briefing[&8].lines, &log[&7].lines] {
            // Where there is nothing, a line says so.
            prop_assert_eq!(lines.len(), rows.len().max(1));
        }
    }
}
