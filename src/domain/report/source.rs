//! What a report is written from.

use std::collections::{BTreeMap, HashMap};

use crate::domain::apply::fold_seeing;
use crate::domain::chronicle::Chronicle;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::{FixState, Incident, MessageRecord};
use crate::domain::ledger::{Unreached, unreached};
use crate::domain::metrics::{Metrics, metrics};
use crate::domain::mirror::Delivery;
use crate::domain::playbook::Playbook;
use crate::domain::text::count;
use crate::domain::time::{Instant, When};
use crate::domain::timeline::{describe, describe_named, is_local_only, told_of};
use crate::domain::undo::gone_past;

/// A time is often typed to the minute.
const MINUTE: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// What a report is written from: the record, its journal, and what follows from them.
#[derive(Debug)]
pub struct Source<'a> {
    pub(super) incident: &'a Incident,
    pub(super) playbook: Option<&'a Playbook>,
    pub(super) now: Instant,
    pub(super) local: bool,
    /// How far comments on the issue got, where that is known.
    deliveries: Option<&'a BTreeMap<EntryId, Delivery>>,
    pub(super) chronicle: Chronicle,
    pub(super) metrics: Metrics,
    /// The entries that hold, in the order in which things happened.
    pub(super) entries: Vec<&'a Entry>,
    /// The line of the journal that each entry is.
    lines: HashMap<EntryId, u64>,
    /// How things were understood right after some entries.
    understood: HashMap<EntryId, String>,
    /// When the latest happened of what was seen so far, but for notes.
    latest: Option<Instant>,
    /// What went past a guard, by the entry that says so.
    past: HashMap<EntryId, &'a Entry>,
}

impl<'a> Source<'a> {
    /// Reads a journal, oldest entry first, for the report of an incident at `now`.
    #[must_use]
    pub fn new<I>(
        incident: &'a Incident,
        entries: I,
        playbook: Option<&'a Playbook>,
        now: Instant,
    ) -> Self
    where
        I: IntoIterator<Item = &'a Entry>,
        I::IntoIter: DoubleEndedIterator + Clone,
    {
        let entries = entries.into_iter();
        let chronicle = Chronicle::of(entries.clone(), playbook, now);
        let metrics = metrics(incident, &chronicle, playbook, now);
        let mut source = Self {
            incident,
            playbook,
            now,
            local: false,
            deliveries: None,
            chronicle,
            metrics,
            entries: Vec::new(),
            lines: HashMap::new(),
            understood: HashMap::new(),
            latest: None,
            past: HashMap::new(),
        };
        fold_seeing(entries, &mut |state, entry| source.see(state, entry));
        source.past = past_guards(&source.entries);
        let past = &source.past;
        source.entries.sort_by_key(|entry| {
            let about = past.get(&entry.id).unwrap_or(entry);
            (of_entry(about, playbook), entry.seq)
        });
        source
    }

    /// Returns it with what stays on this machine.
    #[must_use]
    pub fn with_local(self) -> Self {
        Self {
            local: true,
            ..self
        }
    }

    /// Returns it knowing how far the comments on the issue got.
    #[must_use]
    pub fn delivered(self, deliveries: &'a BTreeMap<EntryId, Delivery>) -> Self {
        Self {
            deliveries: Some(deliveries),
            ..self
        }
    }

    /// Returns those whom a message did not reach.
    pub(super) fn unreached(&self, record: &MessageRecord) -> Vec<Unreached> {
        unreached(record, self.incident, self.playbook, self.deliveries)
    }

    /// Returns the metrics that the report shows.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Returns how the incident came to be what it is.
    #[must_use]
    pub fn chronicle(&self) -> &Chronicle {
        &self.chronicle
    }

    fn see(&mut self, state: &Incident, entry: &'a Entry) {
        if matches!(entry.event, Event::Undone { .. }) {
            return;
        }
        self.entries.push(entry);
        self.lines.insert(entry.id, entry.seq);
        let at = entry.shown_at();
        if turns(&entry.event) {
            // What is written down behind something later was not understood so when it happened.
            let behind = self.latest.filter(|latest| *latest >= at + MINUTE);
            let when = behind.map_or_else(
                || "understood then".to_owned(),
                |latest| format!("understood when it was noted, after {}", self.stamp(latest)),
            );
            let understood = format!("{when}: {}", understood(state));
            self.understood.insert(entry.id, understood);
        }
        if entry.event.note().is_none() {
            self.latest = self.latest.max(Some(at));
        }
    }

    /// Returns the entries that the report may tell of.
    pub(super) fn told(&self) -> impl Iterator<Item = &'a Entry> {
        let local = self.local;
        let entries = self.entries.iter().copied();
        entries.filter(move |entry| local || !is_local_only(&entry.event))
    }

    /// Returns how things were understood right after an entry that turned them, and whether that
    /// was when it happened.
    pub(super) fn understood(&self, entry: EntryId) -> Option<&str> {
        self.understood.get(&entry).map(String::as_str)
    }

    /// Returns the lines of the journal that something comes from: ` [lines 4, 17]`.
    pub(super) fn lines(&self, entries: impl IntoIterator<Item = EntryId>) -> String {
        let known = entries.into_iter();
        let mut lines: Vec<u64> = known
            .filter_map(|entry| self.lines.get(&entry).copied())
            .collect();
        lines.sort_unstable();
        lines.dedup();
        let named: Vec<String> = lines.iter().map(u64::to_string).collect();
        match named.as_slice() {
            [] => String::new(),
            [one] => format!(" [line {one}]"),
            many => format!(" [lines {}]", many.join(", ")),
        }
    }

    /// Returns an entry by its id.
    pub(super) fn entry(&self, id: EntryId) -> Option<&'a Entry> {
        self.lines.get(&id)?;
        self.entries.iter().copied().find(|entry| entry.id == id)
    }

    pub(super) fn stamp(&self, at: Instant) -> String {
        self.incident.zone.stamp(at)
    }

    pub(super) fn words(&self, when: When) -> String {
        self.incident.zone.plain(&when)
    }

    /// Returns what an entry says, in one line.
    pub(super) fn said(&self, entry: &Entry) -> String {
        let zone = self.incident.zone;
        match self.playbook {
            Some(playbook) => describe_named(&entry.event, zone, playbook),
            None => describe(&entry.event, zone),
        }
    }

    /// Returns when an entry happened; what nobody knows the time of happened before it was
    /// written down.
    pub(super) fn happened(&self, entry: &Entry) -> String {
        // Where somebody went past a guard stands with what went past it.
        let about = self.past.get(&entry.id).copied().unwrap_or(entry);
        if let Some(when) = told_of(&about.event, self.playbook) {
            let noted = self.stamp(entry.shown_at());
            let at = self.words(when);
            let is_same = when.earliest().is_some_and(|at| self.stamp(at) == noted);
            return if is_same {
                at
            } else {
                format!("{at} (noted {noted})")
            };
        }
        if entry.happened.is_unknown() {
            format!("{}, or before", self.stamp(entry.recorded))
        } else {
            self.words(entry.happened)
        }
    }
}

/// Returns what went past each guard, by the entry that says so. Entries are in the order of the
/// journal.
fn past_guards<'a>(entries: &[&'a Entry]) -> HashMap<EntryId, &'a Entry> {
    let guards = entries.iter().enumerate();
    let guards = guards.filter(|(_, it)| matches!(it.event, Event::Overridden { .. }));
    let past = guards.filter_map(|(at, guard)| Some((guard.id, gone_past(entries, at)?)));
    past.collect()
}

/// Returns the place of an entry in the order in which things happened.
fn of_entry(entry: &Entry, playbook: Option<&Playbook>) -> Instant {
    let told = told_of(&entry.event, playbook);
    let told = told.and_then(|when| when.earliest());
    told.unwrap_or_else(|| entry.shown_at())
}

/// Returns whether an entry turns how things are understood.
fn turns(event: &Event) -> bool {
    match event {
        Event::Opened(_)
        | Event::StatusChanged { .. }
        | Event::SeverityChanged { .. }
        | Event::IcChanged { .. }
        | Event::Decided(_) => true,
        Event::MessageSent { number, .. } => *number > 0,
        _ => false,
    }
}

fn understood(state: &Incident) -> String {
    let leads = state.leads.iter().filter(|lead| !lead.state.is_ended());
    let fixes = state.fixes.iter();
    let fixes = fixes.filter(|fix| fix.state != FixState::Verified);
    format!(
        "{}, severity {}, IC {}; {} and {} open",
        state.status,
        state.severity,
        state.ic,
        count(leads.count(), "lead"),
        count(fixes.count(), "remediation item"),
    )
}

/// Returns a text as one line.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Returns lines as a list, with a line end behind each.
pub(super) fn bullets(lines: impl IntoIterator<Item = String>) -> String {
    let lines = lines.into_iter();
    let lines: Vec<String> = lines.map(|line| format!("- {line}\n")).collect();
    lines.concat()
}

/// Returns a heading with what stands below it; nothing where nothing does.
pub(super) fn below(title: &str, text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    format!("### {title}\n\n{}\n\n", text.trim_end())
}
