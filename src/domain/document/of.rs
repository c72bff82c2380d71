//! From an incident to what its issue should say.

use super::bullet::Bullet;
use super::escape::{Place, guard};
use super::line::is_token;
use super::stamp;
use super::state::State;
use super::value::{Document, Item, LineMark, List, Note, Section, Standing};
use crate::domain::checklist::{self, Checklist, RowState};
use crate::domain::ids::ItemId;
use crate::domain::incident::{Incident, Moment};
use crate::domain::playbook::Playbook;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

impl Document {
    /// Returns what the issue of an incident should say. `now` only decides which checklist
    /// lines apply; nothing in it counts minutes, so that waiting writes nothing.
    #[must_use]
    pub fn of(incident: &Incident, playbook: &Playbook, now: Instant) -> Self {
        let all = checklist::lists(incident, playbook, now);
        let lists = all.iter().map(|list| List {
            id: list.id.to_owned(),
            name: clean_line(list.name),
            shown: list.current,
        });
        let lines = |shown: bool| {
            let of_kind = all.iter().filter(move |list| list.current == shown);
            of_kind.flat_map(checklist_items)
        };
        Self {
            incident: incident.id.clone(),
            title: clean_line(&incident.title),
            exercise: incident.exercise,
            closed: incident.closed,
            bullets: bullets(incident),
            details: normal_details(&incident.details),
            lists: lists.collect(),
            items: lines(true).chain(board(incident)).collect(),
            hidden: lines(false).collect(),
            notes: notes(incident),
            state: State::of(incident),
        }
    }
}

fn bullets(incident: &Incident) -> std::collections::BTreeMap<Bullet, String> {
    let value = |bullet| match bullet {
        Bullet::Status => incident.status.to_string(),
        Bullet::Severity => incident.severity.to_string(),
        Bullet::Reporter => incident.reporter.clone(),
        Bullet::Ic => incident.ic.clone(),
        Bullet::Responders => incident.responders.join(", "),
    };
    let all = Bullet::ALL.into_iter();
    all.map(|bullet| (bullet, bullet.canonical(&value(bullet))))
        .collect()
}

/// Returns free text without blank lines around it, which the issue cannot tell from its own.
/// The words of the template are nobody's text.
pub(super) fn normal_details(text: &str) -> String {
    let text = clean_text(text);
    let mut lines = text.split('\n').skip_while(|line| line.trim().is_empty());
    let first = lines.next().unwrap_or_default().to_owned();
    let text = lines.fold(first, |text, line| text + "\n" + line);
    if text.trim() == "Any extra details about the issue can go here." {
        return String::new();
    }
    text
}

fn checklist_items(list: &Checklist<'_>) -> Vec<Item> {
    let rows = list.rows.iter().filter(|row| is_token(&row.id.0));
    let items = rows.map(|row| Item {
        id: row.id.clone(),
        section: Section::Checklist(clean_line(list.name)),
        text: clean_line(row.text),
        owner: String::new(),
        standing: Standing::Line(match row.state {
            RowState::NotApplicable(_) => LineMark::DoesNotApply,
            ref state if state.is_ticked() => LineMark::Ticked,
            _ => LineMark::Open,
        }),
    });
    items.collect()
}

fn board(incident: &Incident) -> Vec<Item> {
    let leads = incident.leads.iter().map(|lead| Item {
        id: ItemId(lead.id.to_string()),
        section: Section::Leads,
        text: clean_line(&lead.text),
        owner: clean_line(&lead.owner),
        standing: Standing::Lead(lead.state, clean_line(&lead.finding)),
    });
    let fixes = incident.fixes.iter().map(|fix| {
        let by = fix.verified.as_ref().map(|v| clean_line(&v.by));
        Item {
            id: ItemId(fix.id.to_string()),
            section: Section::of_class(fix.class),
            text: clean_line(&fix.text),
            owner: clean_line(&fix.owner),
            standing: Standing::Fix(fix.state, by.unwrap_or_default()),
        }
    });
    leads.chain(fixes).collect()
}

fn notes(incident: &Incident) -> Vec<Note> {
    let mut notes = Vec::new();
    if incident.exercise {
        notes.push(Note {
            key: "exercise".into(),
            section: Section::Notice,
            text: "**EXERCISE**: this is a drill, nothing here is real".into(),
        });
    }
    for moment in Moment::ALL {
        if let Some(when) = incident.moments.get(&moment) {
            notes.push(Note {
                key: format!("time-{moment}"),
                section: Section::Times,
                text: format!("{moment}: {}", stamp::when(when, incident.zone)),
            });
        }
    }
    if let Some(sitrep) = incident.last_sitrep() {
        notes.push(Note {
            key: "time-sitrep".into(),
            section: Section::Times,
            text: format!(
                "sitrep #{} sent: {}",
                guard_number(sitrep.number),
                stamp::when(&sitrep.at, incident.zone)
            ),
        });
    }
    notes.extend(shifts(incident));
    notes
}

fn shifts(incident: &Incident) -> impl Iterator<Item = Note> {
    let running = incident.shifts.iter().filter(|shift| shift.to.is_none());
    running.zip(1..).map(|(shift, n)| {
        let person = guard(&clean_line(&shift.person), Place::Line);
        let since = stamp::day_and_clock(shift.from, incident.zone);
        Note {
            key: format!("shift-{n}"),
            section: Section::People,
            text: format!("{person} since {since}"),
        }
    })
}

/// Returns a number that does not make `#2` a reference to another issue.
fn guard_number(number: u32) -> String {
    format!("{}{number}", super::escape::ZERO)
}
