//! From an incident to what its issue should say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::bullet::Bullet;
use super::escape::{Place, guard};
use super::facts::{self, Fact};
use super::line::is_token;
use super::rotation::{ROTATION, rotation_note};
use super::stamp;
use super::state::State;
use super::tag::Tag;
use super::value::{Document, Item, LineMark, List, Note, Section, Standing};
use crate::domain::checklist::{self, Checklist, Row, RowState};
use crate::domain::gate::Codenames;
use crate::domain::ids::ItemId;
use crate::domain::incident::{Incident, Moment, Shift};
use crate::domain::people::names;
use crate::domain::playbook::{Item as Line, Playbook};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

impl Document {
    /// Returns what the issue of an incident should say. `now` only decides which checklist
    /// lines apply; nothing in it counts minutes, so that waiting writes nothing.
    #[must_use]
    pub fn of(incident: &Incident, playbook: &Playbook, now: Instant) -> Self {
        let all = all_lists(incident, playbook, now);
        let lists = all.iter().map(|list| List {
            id: list.id.to_owned(),
            name: clean_line(list.name),
            shown: list.current,
        });
        let lines = |shown: bool| {
            let of_kind = all.iter().filter(move |list| list.current == shown);
            of_kind.flat_map(|list| checklist_items(list, incident, playbook, now))
        };
        let mut document = Self {
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
            state: state(incident, &all),
            taken_back: incident.taken_back.clone(),
            rotation_set: incident.rotation.changes.iter().map(|it| it.at).collect(),
            situations: playbook.situations.iter().map(|s| s.id.clone()).collect(),
            continuations: Vec::new(),
            key: Codenames::of(&incident.codenames),
            people: names(incident).into_iter().map(str::to_owned).collect(),
        };
        document.state.lines = document.hidden_lines();
        document
    }
}

fn bullets(incident: &Incident) -> BTreeMap<Bullet, String> {
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

/// Returns the hidden part. What only the text on the issue knows is added when it is merged.
fn state(incident: &Incident, lists: &[Checklist<'_>]) -> State {
    let shown = lists.iter().filter(|list| list.current);
    let terms = incident.commands.iter();
    State {
        id: incident.id.to_string(),
        playbook: incident.playbook.clone(),
        zone: incident.zone,
        exercise: incident.exercise,
        facts: facts::of(incident),
        lists: shown.map(|list| list.id.to_owned()).collect(),
        counters: incident.counters,
        terms: terms
            .map(|term| (term.ic.clone(), term.from.timestamp_millis()))
            .collect(),
        since: facts::since(incident),
        ..State::default()
    }
}

/// Returns every checklist of the process: also those of situations that were not declared,
/// whose lines may stand on the issue because they were.
fn all_lists<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    now: Instant,
) -> Vec<Checklist<'a>> {
    let mut all = checklist::lists(incident, playbook, now);
    for situation in &playbook.situations {
        if all.iter().all(|list| list.id != situation.id) {
            all.push(Checklist {
                id: &situation.id,
                name: &situation.name,
                why: &situation.why,
                current: false,
                rows: checklist::rows(incident, playbook, &situation.id, now),
            });
        }
    }
    all
}

fn checklist_items(
    list: &Checklist<'_>,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> Vec<Item> {
    let tag = |id: &ItemId| {
        let mut custom = incident.custom_items.iter();
        let item = custom.find(|item| ItemId::from(item.id) == *id)?;
        Tag::bare(item.tag)
    };
    let derived = |row: &Row<'_>| {
        let by_itself = |item: &&Line| item.derived.is_some() || row.fix.is_some();
        let item = row.item.filter(by_itself)?;
        Some(mark_of(&checklist::unmarked(item, incident, playbook, now)))
    };
    let rows = list.rows.iter().filter(|row| is_token(&row.id.0));
    let items = rows.map(|row| Item {
        id: row.id.clone(),
        tag: tag(&row.id),
        section: Section::Checklist(clean_line(list.name)),
        text: clean_line(row.text),
        owner: String::new(),
        standing: Standing::Line(mark_of(&row.state)),
        derived: derived(row),
        kept: row.fix.map(|fix| ItemId(fix.to_string())),
    });
    items.collect()
}

fn mark_of(state: &RowState) -> LineMark {
    match state {
        RowState::NotApplicable(_) => LineMark::DoesNotApply,
        state if state.is_ticked() => LineMark::Ticked,
        _ => LineMark::Open,
    }
}

fn board(incident: &Incident) -> Vec<Item> {
    let leads = incident.leads.iter().map(|lead| Item {
        id: ItemId(lead.id.to_string()),
        tag: Tag::new(lead.tag, lead.opened_at, lead.changed_at),
        section: Section::Leads,
        text: clean_line(&lead.text),
        owner: clean_line(&lead.owner),
        standing: Standing::Lead(lead.state, clean_line(&lead.finding)),
        derived: None,
        kept: None,
    });
    let fixes = incident.fixes.iter().map(|fix| {
        let by = fix.verified.as_ref().map(|v| clean_line(&v.by));
        Item {
            id: ItemId(fix.id.to_string()),
            tag: Tag::new(fix.tag, fix.opened_at, fix.changed_at),
            section: Section::of_class(fix.class),
            text: clean_line(&fix.text),
            owner: clean_line(&fix.owner),
            standing: Standing::Fix(fix.state, by.unwrap_or_default()),
            derived: None,
            kept: None,
        }
    });
    leads.chain(fixes).collect()
}

/// The keys of the lines that only inform: of a drill, and what the others begin with.
const DRILL: &str = "exercise";
const TIME: &str = "time-";
const SHIFT: &str = "shift-";

/// What a line that only informs is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteKey {
    /// An anchor instant.
    Time(Moment),
    /// The last sitrep.
    Sitrep,
    /// The rotation.
    Rotation,
    /// Somebody on shift; the name as one word.
    Shift(String),
}

impl NoteKey {
    /// Reads the key in a marker; none for one that follows no fact, or of another version.
    #[must_use]
    pub fn read(key: &str) -> Option<Self> {
        if let Some(person) = key.strip_prefix(SHIFT) {
            return Some(Self::Shift(person.to_owned()));
        }
        if key == ROTATION {
            return Some(Self::Rotation);
        }
        match key.strip_prefix(TIME)? {
            "sitrep" => Some(Self::Sitrep),
            moment => moment.parse().ok().map(Self::Time),
        }
    }

    /// Returns whether the line follows a fact.
    #[must_use]
    pub fn follows(&self, fact: &Fact) -> bool {
        match (self, fact) {
            (Self::Time(moment), Fact::Time(other)) => moment == other,
            (Self::Shift(word), Fact::Shift(person, _)) => *word == token(person),
            (Self::Rotation, Fact::Rotation) => true,
            _ => false,
        }
    }
}

/// Returns the number of the sitrep that a line tells of.
#[must_use]
pub fn sitrep_number(text: &str) -> Option<u32> {
    let (_, after) = text.split_once('#')?;
    let digits = after.trim_start_matches(super::escape::ZERO);
    let end = digits.find(|c: char| !c.is_ascii_digit());
    digits[..end.unwrap_or(digits.len())].parse().ok()
}

/// Returns a name as one word that a marker can hold, different for each name; a long run of
/// letters is broken, lest it is taken for a commit.
fn token(name: &str) -> String {
    const RUN: usize = 12;
    let mut word = String::new();
    let mut run = 0;
    for c in name.chars() {
        run = if c.is_ascii_alphanumeric() {
            run + 1
        } else {
            0
        };
        match c {
            ' ' => word.push('_'),
            c if run > 0 && run % RUN == 0 => word.extend(['-', c]),
            c if run > 0 => word.push(c),
            c => {
                let _ = write!(word, ".{:x}.", u32::from(c));
            }
        }
    }
    word
}

fn notes(incident: &Incident) -> Vec<Note> {
    let mut notes = Vec::new();
    if incident.exercise {
        notes.push(Note {
            key: DRILL.into(),
            section: Section::Notice,
            text: "**EXERCISE**: this is a drill, nothing here is real".into(),
        });
    }
    for moment in Moment::ALL {
        if let Some(when) = incident.moments.get(&moment) {
            notes.push(Note {
                key: format!("{TIME}{moment}"),
                section: Section::Times,
                text: format!("{moment}: {}", stamp::when(when, incident.zone)),
            });
        }
    }
    if let Some(sitrep) = incident.last_sitrep() {
        notes.push(Note {
            key: format!("{TIME}sitrep"),
            section: Section::Times,
            text: format!(
                "sitrep #{} sent: {}",
                guard_number(sitrep.number),
                stamp::when(&sitrep.at, incident.zone)
            ),
        });
    }
    notes.extend(shifts(incident));
    notes.extend(rotation_note(incident));
    notes
}

fn shifts(incident: &Incident) -> impl Iterator<Item = Note> {
    let running = incident.shifts.iter().filter(|shift| shift.to.is_none());
    let mut running: Vec<&Shift> = running.collect();
    running.sort_by_key(|shift| (shift.from, &shift.person));
    running.into_iter().map(|shift| {
        let person = guard(&clean_line(&shift.person), Place::Line);
        let since = stamp::day_and_clock(shift.from, incident.zone);
        Note {
            key: format!("{SHIFT}{}", token(&shift.person)),
            section: Section::People,
            text: format!("{person} since {since}"),
        }
    })
}

/// Returns a number that does not make `#2` a reference to another issue.
fn guard_number(number: u32) -> String {
    format!("{}{number}", super::escape::ZERO)
}
