//! The lists in the order they are shown, worked out when something changes and not when a
//! key moves the selection.

use std::cmp::Reverse;
use std::sync::Arc;

use super::people::PeopleRow;
use super::worksheet::{Figures, ReportRow};
use crate::domain::checklist::{self, Checklist, RowState};
use crate::domain::decision::contingency::why;
use crate::domain::event::Entry;
use crate::domain::evidence::Evidence;
use crate::domain::ids::{EntryId, FixId, ItemId};
use crate::domain::incident::{FixState, Incident};
use crate::domain::ledger::LedgerRow;
use crate::domain::people::{Ask, Person};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, Zone};
use crate::domain::timeline::describe_titled;

/// The lists in the order they are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Every checklist line, list by list.
    pub lines: Vec<ChecklistLine>,
    /// The lines of the Now view: what is left of earlier phases, then the current lists.
    pub now_lines: Vec<ChecklistLine>,
    /// Name of the current phase.
    pub phase: String,
    /// Settled lines of the current phase, and all of them.
    pub progress: (usize, usize),
    /// Positions in the incident's leads: running ones first.
    pub leads: Vec<usize>,
    /// Positions in the incident's remediation items: immediate and open ones first.
    pub fixes: Vec<usize>,
    /// Positions in the entries: newest first.
    pub timeline: Vec<usize>,
    /// Who was told what: newest message first.
    pub comms: Vec<LedgerRow>,
    /// Everybody on the roster, then the questions: open ones first, the soonest due.
    pub people: Vec<PeopleRow>,
    /// The register of evidence: each thing with its file and the times it changed hands.
    pub evidence: Vec<EvidenceLine>,
    /// Parts of the report and lines of the worksheet, while somebody looks at them.
    pub report: Vec<ReportRow>,
    /// What they show.
    pub figures: Option<Arc<Figures>>,
    /// How many lines of the ledger wait for somebody to do something.
    open: usize,
    /// How many entries were looked at so far: what an event costs can be counted.
    pub looked_at: usize,
}

/// One checklist line as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ChecklistLine {
    /// Its id.
    pub id: ItemId,
    /// Key of the phase or situation whose list it stands in.
    pub list: String,
    /// Name of that list.
    pub list_name: String,
    /// Whether that list is current.
    pub current: bool,
    /// Settled lines of that list, and all of them.
    pub progress: (usize, usize),
    /// What is to be done.
    pub text: String,
    /// Where it stands.
    pub state: RowState,
    /// Why the process asks for it.
    pub why: String,
    /// The rules it comes from.
    pub rules: String,
    /// The command that settles it; empty when it is ticked by hand.
    pub command: String,
    /// Whether the record, or the remediation item that it is kept as, ticks it.
    pub is_derived: bool,
    /// The remediation item that it is kept as.
    pub fix: Option<FixId>,
}

/// A line of the register of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Position of the thing in the register.
    pub at: usize,
    /// What of it the line tells.
    pub part: EvidencePart,
}

/// What a line of the register of evidence tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidencePart {
    /// What it is, and who holds it now.
    Thing,
    /// What shows that its file is the same.
    File,
    /// A time that it changed hands, by its position.
    Handling(usize),
}

impl Rows {
    /// Works out the register of evidence.
    pub(super) fn follow_evidence(&mut self, register: &[Evidence], filter: &str) {
        let filter = filter.to_lowercase();
        let shows = |evidence: &Evidence| {
            let file = evidence.file.iter();
            let file = file.flat_map(|mark| [mark.path.as_str(), mark.sha256.as_str()]);
            let hands = evidence.handlings.iter();
            let hands = hands.flat_map(|it| [it.holder.as_str(), it.place.as_str()]);
            let mut texts = file.chain(hands).chain([evidence.what.as_str()]);
            texts.any(|text| text.to_lowercase().contains(&filter))
                || evidence.id.to_string().to_lowercase() == filter
        };
        self.evidence.clear();
        for (at, evidence) in register.iter().enumerate() {
            if !filter.is_empty() && !shows(evidence) {
                continue;
            }
            let file = evidence.file.as_ref().map(|_| EvidencePart::File);
            let hands = (0..evidence.handlings.len()).map(EvidencePart::Handling);
            let parts = [EvidencePart::Thing].into_iter().chain(file).chain(hands);
            let lines = parts.map(|part| EvidenceLine { at, part });
            self.evidence.extend(lines);
        }
    }

    /// Works out the boards.
    pub(super) fn follow_boards(&mut self, incident: &Incident, filter: &str) {
        let filter = filter.to_lowercase();
        let shows = |text: &str| text.to_lowercase().contains(&filter);
        let leads = incident.leads.iter().enumerate();
        self.leads = leads
            .filter(|(_, lead)| {
                filter.is_empty()
                    || shows(&format!(
                        "{} {} {} {} {}",
                        lead.id, lead.text, lead.owner, lead.state, lead.finding
                    ))
            })
            .map(|(at, _)| at)
            .collect();
        self.leads
            .sort_by_key(|at| incident.leads[*at].state.is_ended());
        let fixes = incident.fixes.iter().enumerate();
        self.fixes = fixes
            .filter(|(_, fix)| {
                filter.is_empty()
                    || shows(&format!(
                        "{} {} {} {} {}",
                        fix.id, fix.text, fix.owner, fix.state, fix.class
                    ))
            })
            .map(|(at, _)| at)
            .collect();
        self.fixes.sort_by_key(|at| {
            let fix = &incident.fixes[*at];
            (fix.class, fix.state == FixState::Verified)
        });
    }

    /// Returns how many lines of the ledger wait for somebody to do something.
    #[must_use]
    pub fn open_comms(&self) -> usize {
        self.open
    }

    /// Takes over the roster and the questions.
    pub(super) fn follow_people(&mut self, people: Vec<Person>, asks: &[Ask], filter: &str) {
        let mut asks: Vec<&Ask> = asks.iter().collect();
        asks.sort_by_key(|ask| (!ask.is_open(), ask.due, ask.id));
        let people = people.into_iter().map(Box::new).map(PeopleRow::Person);
        let asks = asks.into_iter().cloned().map(Box::new).map(PeopleRow::Ask);
        let filter = filter.to_lowercase();
        self.people = people.chain(asks).collect();
        self.people
            .retain(|row| filter.is_empty() || row.line().to_lowercase().contains(&filter));
    }

    /// Takes over the ledger.
    pub(super) fn follow_comms(&mut self, mut rows: Vec<LedgerRow>, filter: &str) {
        self.open = rows.iter().filter(|row| row.is_open()).count();
        let filter = filter.to_lowercase();
        rows.retain(|row| {
            let line = format!("{} {} {}", row.what, row.who, row.state_word());
            filter.is_empty() || line.to_lowercase().contains(&filter)
        });
        self.comms = rows;
    }

    /// Returns what a line of the ledger is known by.
    pub(super) fn comms_id(&self, at: usize) -> (EntryId, String) {
        let row = &self.comms[at];
        (row.entry, row.who.clone())
    }

    /// Works out the whole timeline.
    pub(super) fn follow_entries(
        &mut self,
        entries: &[Arc<Entry>],
        filter: &str,
        reader: (Zone, &Playbook),
    ) {
        self.timeline.clear();
        self.add_entries((entries, 0), filter, reader);
    }

    /// Puts the entries from a position on into the timeline. Those before it are not looked
    /// at again, however many there are.
    pub(super) fn add_entries(
        &mut self,
        (entries, from): (&[Arc<Entry>], usize),
        filter: &str,
        (zone, playbook): (Zone, &Playbook),
    ) {
        let filter = filter.to_lowercase();
        let shows = |entry: &Entry| {
            filter.is_empty()
                || describe_titled(&entry.event, zone, playbook)
                    .to_lowercase()
                    .contains(&filter)
                || entry.actor.to_lowercase().contains(&filter)
        };
        self.looked_at += entries.len() - from;
        let mut fresh: Vec<usize> = (from..entries.len())
            .rev()
            .filter(|at| shows(&entries[*at]))
            .collect();
        // Entries are written in the order they were recorded; the reader wants the order in
        // which things happened. A stable sort leaves the usual case untouched.
        let shown_at = |at: usize| entries[at].shown_at();
        fresh.sort_by_key(|at| Reverse(shown_at(*at)));
        let newest = self.timeline.first().map(|at| shown_at(*at));
        let split = fresh.partition_point(|at| newest.is_none_or(|newest| shown_at(*at) >= newest));
        // What happened before others of which the record heard earlier, one by one.
        for at in fresh.drain(split..).rev() {
            let looked_at = &mut self.looked_at;
            let place = self.timeline.partition_point(|known| {
                *looked_at += 1;
                shown_at(*known) > shown_at(at)
            });
            self.timeline.insert(place, at);
        }
        self.timeline.splice(..0, fresh);
    }

    /// Works out the checklists, which also change with the time.
    pub(super) fn follow_checklist(
        &mut self,
        incident: &Incident,
        playbook: &Playbook,
        filter: &str,
        now: Instant,
    ) {
        let lists = checklist::lists(incident, playbook, now);
        let filter = filter.to_lowercase();
        let all: Vec<ChecklistLine> = lists
            .iter()
            .flat_map(|list| lines_of(list, incident, now))
            .collect();
        let current = checklist::current_phase(incident, playbook, now);
        let before = |line: &ChecklistLine| {
            let at = |id: &str| playbook.phases.iter().position(|phase| phase.id == id);
            match (at(&line.list), current.and_then(|phase| at(&phase.id))) {
                (Some(line), Some(current)) => line < current,
                _ => false,
            }
        };
        let carried = all
            .iter()
            .filter(|line| before(line) && line.state == RowState::Open);
        let running = all.iter().filter(|line| line.current);
        self.now_lines = carried.chain(running).cloned().collect();
        // Without a phase, as of a false alarm, what is to be done stands in the list of its own.
        let of_phase = |list: &&Checklist<'_>| current.is_some_and(|phase| list.id == phase.id);
        let own = lists.iter().find(of_phase);
        let own = own.or_else(|| lists.iter().find(|list| list.current));
        self.phase = own.map(|list| list.name.to_owned()).unwrap_or_default();
        self.progress = own.map_or((0, 0), Checklist::progress);
        self.lines = all;
        if !filter.is_empty() {
            let shows = |line: &ChecklistLine| {
                line.text.to_lowercase().contains(&filter)
                    || line.id.0.to_lowercase().contains(&filter)
            };
            self.lines.retain(shows);
            self.now_lines.retain(shows);
        }
    }
}

fn is_derived(row: &checklist::Row<'_>) -> bool {
    row.fix.is_some() || row.item.is_some_and(|item| item.derived.is_some())
}

fn lines_of(list: &Checklist<'_>, incident: &Incident, now: Instant) -> Vec<ChecklistLine> {
    let progress = list.progress();
    let rows = list.rows.iter();
    rows.map(|row| ChecklistLine {
        id: row.id.clone(),
        list: list.id.to_owned(),
        list_name: list.name.to_owned(),
        current: list.current,
        progress,
        text: row.text.to_owned(),
        state: row.state.clone(),
        why: row
            .item
            .map(|item| why(item, incident, now))
            .unwrap_or_default(),
        rules: row
            .item
            .map(|item| item.rules.join(", "))
            .unwrap_or_default(),
        command: row
            .item
            .filter(|_| is_derived(row))
            .and_then(|item| item.command.clone())
            .unwrap_or_default(),
        is_derived: is_derived(row),
        fix: row.fix,
    })
    .collect()
}
