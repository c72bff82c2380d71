//! What an entry says to a person, in one line.

mod board;
mod duty;
mod gate;
mod mirror;
mod phrase;

use self::board::{describe_fix, describe_item, describe_lead, describe_tracking};
use self::duty::{describe_duty, describe_moved};
use self::gate::describe_gate;
use self::mirror::{clash, describe_mirror, settled, text_changed};
use self::phrase::{excerpt, with_owner, with_reason};
use super::event::{Entry, Event, NoteImported, Visibility, guard_title};
use super::handoff::describe_handoff;
use super::playbook::{Clock, Playbook};
use super::text::shorten;
use super::time::{When, Zone};
use super::{evidence, people, rotation, worksheet};

pub use self::mirror::describe_action;

/// The most characters of a name that stand behind a key.
const NAME: usize = 60;

/// Returns the event as one line for the timeline, undo and comments; times in the zone of the
/// incident.
#[must_use]
pub fn describe(event: &Event, zone: Zone) -> String {
    match event {
        Event::Opened(opened) => format!("opened: {} (IC {})", opened.title, opened.ic),
        Event::FieldSet { field, to, .. } => format!("{}: {}", field.word(), excerpt(to)),
        Event::StatusChanged { from, to, reason } => {
            with_reason(format!("status {from} -> {to}"), reason)
        }
        Event::ClosedSet {
            closed: true,
            reason,
        } => with_reason("closed".into(), reason),
        Event::ClosedSet {
            closed: false,
            reason,
        } => with_reason("reopened".into(), reason),
        Event::SeverityChanged { from, to, reason } => {
            with_reason(format!("severity {from} -> {to}"), reason)
        }
        Event::IcChanged { from, to } => format!("IC {from} -> {to}"),
        Event::Noted { text, .. }
        | Event::NoteImported(NoteImported { text, .. })
        | Event::CommentImported { text, .. } => excerpt(text),
        Event::CommentEdited { text, .. } => format!("edited: {}", excerpt(text)),
        Event::MomentSet { moment, when, .. } => format!("{moment}: {}", zone.plain(when)),
        Event::RoutesMoved(moved) => describe_moved(moved),
        Event::MessageSent { .. }
        | Event::Decided(_)
        | Event::WorkingModeSet { .. }
        | Event::ExposureSet { .. }
        | Event::SituationSet { .. }
        | Event::MilestoneReached(_)
        | Event::TeamLeadTried(_)
        | Event::ShiftStarted(_)
        | Event::ShiftEnded { .. }
        | Event::ClockSnoozed(_) => describe_duty(event, zone),
        Event::Overridden {
            guard,
            cause,
            reason,
        } => with_reason(with_owner(past(guard), cause), reason),
        Event::Undone { label, .. } => format!("undone: {label}"),
        Event::IssueLinked { issue } => format!("issue {}#{}", issue.repository, issue.number),
        Event::IssueTextChanged { added, removed } => text_changed(added, removed),
        Event::IssueStateSeen { seen } => seen.clone(),
        Event::ConflictFound(found) => clash(found, zone),
        Event::ConflictSettled { subject, value } => settled(subject, value, zone),
        Event::Renumbered { .. }
        | Event::EditRecovered { .. }
        | Event::Adopted { .. }
        | Event::Suggested { .. }
        | Event::SuggestionAnswered { .. } => describe_mirror(event),
        Event::HeldBack(_)
        | Event::LetThrough(_)
        | Event::OutboundSet(_)
        | Event::CodenameSet(_) => describe_gate(event),
        Event::EvidenceHandled(handled) => evidence::describe(handled),
        Event::RosterChanged(changed) => people::describe_roster(changed, zone),
        Event::AskChanged(changed) => people::describe_ask(changed, zone),
        Event::RotationSet(set) => rotation::describe(set, zone),
        Event::WorksheetChanged(changed) => worksheet::describe(changed, zone),
        Event::TrackingSet(set) => describe_tracking(set),
        Event::HandoffMoved(moved) => describe_handoff(moved),
        Event::Unrecognised { kind } => format!("(a newer version wrote: {kind})"),
        Event::ItemMarked { .. } | Event::ItemAdded { .. } | Event::ItemReworded { .. } => {
            describe_item(event)
        }
        Event::LeadAdded { .. }
        | Event::LeadReworded { .. }
        | Event::LeadOwned { .. }
        | Event::LeadMoved { .. } => describe_lead(event),
        Event::FixAdded { .. }
        | Event::FixReworded { .. }
        | Event::FixOwned { .. }
        | Event::FixMoved { .. }
        | Event::FixVerified { .. }
        | Event::FixReclassified { .. } => describe_fix(event),
    }
}

/// Returns the same for somebody who reads it here: a message, a milestone and a situation by the
/// title that the playbook gives it. What is written onto the issue keeps its key, because it has
/// to read the same on every machine, whichever playbook that one has.
#[must_use]
pub fn describe_titled(event: &Event, zone: Zone, playbook: &Playbook) -> String {
    let said = describe(event, zone);
    let key = match event {
        Event::MessageSent {
            message, number: 0, ..
        } => message,
        Event::RoutesMoved(moved) => &moved.label,
        Event::MilestoneReached(reached) => {
            let milestone = playbook.milestone(&reached.milestone);
            let rest = said.strip_prefix(&reached.milestone);
            return match milestone.zip(rest) {
                Some((milestone, rest)) => format!("{}{rest}", milestone.name),
                None => said,
            };
        }
        Event::SituationSet { situation, .. } => {
            let mut all = playbook.situations.iter();
            let named = all.find(|it| it.id == *situation);
            let start = said.strip_suffix(situation.as_str());
            return match named.zip(start) {
                Some((named, start)) => format!("{start}{}", named.name),
                None => said,
            };
        }
        _ => return said,
    };
    with_title(&said, key, playbook).unwrap_or(said)
}

/// Returns the same for somebody who has no playbook at hand, as whoever reads what left has none:
/// a line of a checklist and a clock by its name too, behind the key.
#[must_use]
pub fn describe_named(event: &Event, zone: Zone, playbook: &Playbook) -> String {
    let said = describe_titled(event, zone, playbook);
    let (key, name) = match event {
        Event::ItemMarked { item, .. } => {
            let item = &item.0;
            (item, playbook.item(item).map(|it| it.text.as_str()))
        }
        Event::ClockSnoozed(snoozed) => {
            let id = snoozed.clock.split(':').next().unwrap_or_default();
            (&snoozed.clock, playbook.clock(id).map(bare_name))
        }
        _ => return said,
    };
    match name.zip(said.strip_prefix(key.as_str())) {
        Some((name, rest)) => format!("{key} ({}){rest}", shorten(name, NAME)),
        None => said,
    }
}

/// Returns what a clock is called, without what is filled in while it runs.
fn bare_name(clock: &Clock) -> &str {
    let name = clock.name.split('{').next().unwrap_or_default();
    name.trim_end_matches([' ', ':', '#'])
}

/// Returns when what an entry tells of happened, where that is another time than that of the
/// entry: somebody notes later when it began. An appointment is made when it is noted.
#[must_use]
pub fn told_of(event: &Event, playbook: Option<&Playbook>) -> Option<When> {
    let when = match event {
        Event::MomentSet { when, .. } => *when,
        Event::MilestoneReached(reached) => {
            let is_planned = playbook.is_some_and(|it| it.is_planned(&reached.milestone));
            Some(reached.when).filter(|_| !is_planned)?
        }
        _ => return None,
    };
    Some(when).filter(|when| !when.is_unknown())
}

/// Returns what was said of a message, by its title in place of the key that it begins with.
pub(super) fn with_title(said: &str, key: &str, playbook: &Playbook) -> Option<String> {
    let message = playbook.message(key)?;
    Some(format!("{}{}", message.name, said.strip_prefix(key)?))
}

/// Returns true for what never leaves this machine: a local note, evidence, what is known of
/// people, what they were asked, and what the gate did.
#[must_use]
pub fn is_local_only(event: &Event) -> bool {
    let stays = matches!(
        event,
        Event::HeldBack(_)
            | Event::LetThrough(_)
            | Event::CodenameSet(_)
            | Event::EvidenceHandled(_)
            | Event::RosterChanged(_)
            | Event::AskChanged(_)
    );
    stays || matches!(event.note(), Some((_, Visibility::Local)))
}

/// Returns what is to say of an edit of the issue that a write of ours covered: whose it was,
/// and where to find it.
#[must_use]
pub fn recovered(entry: &Entry, zone: Zone) -> String {
    let said = describe(&entry.event, zone);
    format!("an edit by {} was {said}", entry.actor)
}

fn past(guard: &str) -> String {
    format!("went past the guard on {}", guard_title(guard))
}
