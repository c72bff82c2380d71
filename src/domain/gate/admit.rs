//! The way in: looking through what somebody wants to record, before it is recorded.

use std::iter::once;
use std::mem::take;
use std::sync::Arc;

use super::codename::{Codenames, codenames};
use super::finding::{Finding, Level};
use super::found::{CODENAME, Found, WHO};
use super::redact::{Held, mark, redact};
use super::release::coded;
use super::setup::Gate;
use super::standing::{standing, without_pieces};
use crate::domain::command::{Clearance, Request};
use crate::domain::decide::Refusal;
use crate::domain::event::{Event, HeldBack, LetThrough, Origin, OutboundSet, Said, Visibility};
use crate::domain::ids::HeldId;
use crate::domain::incident::{Incident, StopCause};
use crate::domain::text::clean_line;

/// The first of the numbers that pieces have until theirs are known: higher than any in use, so
/// that none is taken for another.
const FOR_NOW: HeldId = HeldId(1_000_000_000);

/// The reason given for what somebody wrote on the issue.
const ON_THE_ISSUE: &str = "it stands on the issue; whoever can read that can use it";

/// What may be recorded, and what has to be kept first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Admitted {
    /// The events, with `[held: H3]` where something was held back, and what the gate did.
    pub events: Vec<Event>,
    /// What was held back, to be kept on this machine before the events are written.
    pub held: Vec<Held>,
    /// What may leave when somebody looked at it.
    pub warnings: Vec<Found>,
}

/// Looks through the events of a request. What somebody at this machine says is refused while
/// something stands in it that may not leave, unless the request says what is to become of it.
/// What came from the issue is taken as it is, because it is out already; it is remembered, so
/// that it is not taken for ours. Who says it and what is called by another name are looked through
/// as well: both leave with every entry, and neither can be held back. `first` is the first number
/// that is free for a held piece.
pub fn admit(
    gate: &Gate,
    incident: &Incident,
    request: &Request,
    events: Vec<Event>,
    first: HeldId,
) -> Result<Admitted, Refusal> {
    let knowing = knowing_told(gate, incident, &events);
    let gate = knowing.as_deref().unwrap_or(gate);
    let mut work = Work {
        gate,
        pieces: coded(&incident.let_through, &Codenames::of(&incident.codenames)),
        key: Codenames::of(&incident.codenames),
        clearance: request.clearance.clone(),
        next: first,
        out: Admitted::default(),
        refused: Vec::new(),
        done: Vec::new(),
        marking: None,
    };
    if let Clearance::LetThrough(reason) = &mut work.clearance {
        *reason = clean_line(reason);
        if reason.is_empty() {
            work.clearance = Clearance::Unasked;
        }
    }
    if request.origin == Origin::Local {
        work.names(&request.actor, &events);
    }
    for event in events {
        match request.origin {
            Origin::Local => work.ours(event),
            Origin::Github | Origin::Baton => work.theirs(event),
        }
    }
    if !work.refused.is_empty() {
        return Err(Refusal::of_gate(work.refused));
    }
    let stop = work.marking.and_then(|what| stopping(incident, what));
    work.out.events.extend(stop);
    Ok(work.out)
}

/// Returns the gate, quiet about the addresses that somebody told: a recipient is no slip of the
/// pen. None where there are none.
fn knowing_told(gate: &Gate, incident: &Incident, events: &[Event]) -> Option<Arc<Gate>> {
    let said = events.iter().map(|event| match event {
        Event::MessageSent { to, .. } => to.as_slice(),
        Event::RoutesMoved(moved) => &moved.more,
        _ => &[],
    });
    let before = incident.messages.iter().map(|sent| sent.to.as_slice());
    let words = said.chain(before).flatten();
    let words = words.flat_map(|to| to.split([' ', ',', '(', ')', '<', '>']));
    let mut told = words.filter(|word| word.contains('@')).peekable();
    told.peek()?;
    Some(gate.knowing(told))
}

/// Returns what is recorded although a request was refused: a text that is marked as classified
/// stops everything as soon as somebody tries to record it, whatever becomes of the text (R19).
#[must_use]
pub fn stop_of_refusal(incident: &Incident, refused: &Refusal) -> Option<Event> {
    let mut found = refused.found.iter().map(|found| &found.finding);
    let marking = found.find(|finding| finding.level == Level::Stop)?;
    stopping(incident, marking.name.clone())
}

/// Returns the event that stops everything for a marking, unless everything is stopped already.
fn stopping(incident: &Incident, what: String) -> Option<Event> {
    let stop = OutboundSet {
        stopped: true,
        cause: StopCause::Marking,
        reason: what,
    };
    let is_news = incident.outbound_stop.is_none();
    is_news.then_some(Event::OutboundSet(stop))
}

struct Work<'a> {
    gate: &'a Gate,
    key: Codenames,
    pieces: Vec<String>,
    clearance: Clearance,
    next: HeldId,
    out: Admitted,
    refused: Vec<Found>,
    /// What the gate did with the event at hand.
    done: Vec<Event>,
    /// The marking that stops everything.
    marking: Option<String>,
}

impl Work<'_> {
    /// Looks through who says it, and by which names something is to be called outside.
    fn names(&mut self, actor: &str, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let codenames_of = events.iter().filter_map(|event| match event {
            Event::CodenameSet(set) => Some((CODENAME, set.codename.as_str())),
            _ => None,
        });
        for (place, name) in once((WHO, actor)).chain(codenames_of) {
            let coded = codenames(name, &self.key);
            let found = standing(&coded, self.gate, &self.pieces);
            match self.clearance.clone() {
                Clearance::LetThrough(reason) => self.pass(&coded, &found, &reason),
                Clearance::Unasked | Clearance::HoldPieces | Clearance::HoldAll => {
                    self.refused.extend(Found::all(place, &coded, &found));
                }
            }
        }
    }

    /// Looks through what somebody at this machine says.
    fn ours(&mut self, mut event: Event) {
        let mut found_any = false;
        event.each_text(&mut |said, text| match said {
            Said::Now(place) => found_any |= self.text(place, text),
            Said::Here => self.stop_at_markings(text),
            Said::Before => {}
        });
        if found_any
            && self.clearance == Clearance::HoldAll
            && let Some((_, visibility)) = event.note_mut()
        {
            *visibility = Visibility::Local;
        }
        self.finish(event);
    }

    /// Remembers what came from the issue and could not leave from here.
    fn theirs(&mut self, mut event: Event) {
        event.each_text(&mut |said, text| {
            if matches!(said, Said::Now(_)) {
                let found = standing(text, self.gate, &self.pieces);
                self.stop(&found);
                self.pass(text, &found, ON_THE_ISSUE);
            }
        });
        self.finish(event);
    }

    fn finish(&mut self, event: Event) {
        self.out.events.push(event);
        self.out.events.append(&mut self.done);
    }

    /// Looks through one text, and does with it what the request says. Returns whether
    /// anything stands in it that may not leave.
    fn text(&mut self, place: &'static str, text: &mut String) -> bool {
        let coded = codenames(text, &self.key);
        let mut found = self.gate.look(&coded);
        let warned: Vec<Finding> = found
            .iter()
            .filter(|finding| finding.level == Level::Warn)
            .cloned()
            .collect();
        found.retain(|finding| finding.level > Level::Warn);
        let found = without_pieces(&coded, self.gate, &self.pieces, found);
        let warned = Found::all(place, &coded, &warned);
        self.out.warnings.extend(warned);
        if found.is_empty() {
            return false;
        }
        let is_marked = found.iter().any(|finding| finding.level == Level::Stop);
        match self.clearance.clone() {
            Clearance::Unasked => {
                self.refused.extend(Found::all(place, &coded, &found));
            }
            Clearance::LetThrough(reason) => self.pass(&coded, &found, &reason),
            Clearance::HoldAll if place == "the note" => self.stop(&found),
            // A text without its marking is as classified as before.
            Clearance::HoldPieces if !is_marked => self.hold(place, text, &found),
            Clearance::HoldPieces | Clearance::HoldAll => {
                self.stop(&found);
                self.hold_all(place, text, &found);
            }
        }
        true
    }

    /// Holds back what was found, or all of the text where codenames hide what it was.
    fn hold(&mut self, place: &str, text: &mut String, found: &[Finding]) {
        let own = standing(text, self.gate, &self.pieces);
        let redacted = redact(text, &own, FOR_NOW);
        let after = codenames(&redacted.text, &self.key);
        if !standing(&after, self.gate, &self.pieces).is_empty() {
            return self.hold_all(place, text, found);
        }
        let mut rest = redacted.text;
        for held in redacted.held {
            let mut inside = own.iter();
            let is_in = |f: &&Finding| held.original.contains(&text[f.range.clone()]);
            let finding = inside.find(is_in).or(found.first());
            let id = self.keep(held.original, place, finding);
            rest = rest.replace(&mark(held.id), &mark(id));
        }
        *text = rest;
    }

    fn hold_all(&mut self, place: &str, text: &mut String, found: &[Finding]) {
        let id = self.keep(take(text), place, found.first());
        *text = mark(id);
    }

    /// Keeps what was held back under a number; one that was held in this request already has
    /// its own, because a ruling says the same in several entries.
    fn keep(&mut self, original: String, place: &str, finding: Option<&Finding>) -> HeldId {
        let mut held = self.out.held.iter();
        if let Some(known) = held.find(|held| held.original == original) {
            return known.id;
        }
        let id = self.next;
        self.next.0 += 1;
        self.done
            .extend(finding.map(|finding| told(id, place, finding)));
        self.out.held.push(Held { id, original });
        id
    }

    /// Remembers pieces that leave all the same, each once.
    fn pass(&mut self, text: &str, found: &[Finding], reason: &str) {
        for finding in found {
            let piece = &text[finding.range.clone()];
            if self.pieces.iter().any(|known| known == piece) {
                continue;
            }
            self.pieces.push(piece.to_owned());
            self.done.push(Event::LetThrough(LetThrough {
                what: finding.name.clone(),
                excerpt: finding.excerpt.clone(),
                piece: piece.to_owned(),
                reason: reason.to_owned(),
            }));
        }
    }

    fn stop_at_markings(&mut self, text: &str) {
        let found = standing(text, self.gate, &self.pieces);
        self.stop(&found);
    }

    fn stop(&mut self, found: &[Finding]) {
        let marked = found.iter().find(|finding| finding.level == Level::Stop);
        if let Some(finding) = marked {
            self.marking.get_or_insert_with(|| finding.name.clone());
        }
    }
}

fn told(id: HeldId, place: &str, finding: &Finding) -> Event {
    Event::HeldBack(HeldBack {
        id,
        place: place.to_owned(),
        what: finding.name.clone(),
        excerpt: finding.excerpt.clone(),
    })
}
