//! What the record knows of handoffs of command.

use serde::{Deserialize, Serialize};

use crate::domain::event::{Entry, HandoffMoved, HandoffStep, Origin};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

/// What the record knows of handoffs of command.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Handoff {
    /// The offer that waits for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// Who said that they took command before it showed that they command: a comment may be read
    /// before the line that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announced: Option<String>,
    /// Whether whoever said so had read back what was marked of a brief.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub announced_briefed: bool,
    /// Who said that they leave command to another before it showed that the other commands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Every change of command, in the order they came in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// An offer of command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Offer {
    /// The entry that records it.
    pub entry: EntryId,
    /// Who offers.
    pub from: String,
    /// To whom.
    pub to: String,
    /// The brief.
    pub brief: String,
    /// The lines of it that are to be read back.
    pub marked: Vec<String>,
    /// When.
    pub at: Instant,
}

/// A change of command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// The entry that records it.
    pub entry: EntryId,
    /// Who commanded.
    pub from: String,
    /// Who commands.
    pub to: String,
    /// When.
    pub at: Instant,
    /// How it came about.
    pub how: How,
    /// Whether whoever commands took it by themselves, with a brief or a reason.
    #[serde(default)]
    pub taken: bool,
    /// Whether they read back what was marked of a brief: it was offered, though this machine
    /// may not know.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub briefed: bool,
}

/// How a change of command came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It was offered, and taken.
    Offered,
    /// Somebody said so on this machine.
    Said,
    /// It came in from the issue, and nobody here had offered it. If whoever commands took it on
    /// another machine, two command.
    Elsewhere,
    /// Two commanded apart, and whoever does not command any more left it at that.
    Yielded,
}

impl Handoff {
    /// Hands every text that people wrote to `see`.
    pub(in crate::domain) fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        if let Some(offer) = &mut self.offer {
            [&mut offer.from, &mut offer.to, &mut offer.brief]
                .into_iter()
                .chain(&mut offer.marked)
                .for_each(&mut *see);
        }
        [&mut self.announced, &mut self.left]
            .into_iter()
            .flatten()
            .for_each(&mut *see);
        for change in &mut self.changes {
            see(&mut change.from);
            see(&mut change.to);
        }
    }
}

/// Returns whether two names are of one person.
pub(in crate::domain) fn is_same(one: &str, other: &str) -> bool {
    let one = clean_line(one);
    !one.is_empty() && one.to_lowercase() == clean_line(other).to_lowercase()
}

/// Remembers what became of a handoff.
pub(in crate::domain) fn apply_handoff(
    incident: &mut Incident,
    entry: &Entry,
    moved: &HandoffMoved,
) {
    match &moved.step {
        HandoffStep::Offered { brief, marked } => {
            let at = entry.shown_at();
            // One that comes in late may have been answered already.
            let term = incident.commands.last();
            let is_open = term.is_none_or(|term| is_same(&term.ic, &moved.from) && at >= term.from);
            if is_open {
                incident.handoff.offer = Some(Offer {
                    entry: entry.id,
                    from: moved.from.clone(),
                    to: moved.to.clone(),
                    brief: brief.clone(),
                    marked: marked.clone(),
                    at,
                });
            }
        }
        // That command changed hands is an entry of its own, mostly before this one.
        HandoffStep::Taken { read_back, .. } => {
            let handoff = &mut incident.handoff;
            let is_briefed = !read_back.is_empty();
            match handoff.changes.last_mut() {
                Some(last) if is_same(&last.to, &moved.to) => {
                    last.taken = true;
                    // What was done here is known here.
                    last.briefed = is_briefed && last.how == How::Elsewhere;
                }
                Some(_) | None => {
                    handoff.announced = Some(moved.to.clone());
                    handoff.announced_briefed = is_briefed;
                }
            }
        }
        HandoffStep::Yielded => {
            let changes = incident.handoff.changes.iter_mut().rev();
            let mut theirs = changes.filter(|change| is_same(&change.from, &moved.from));
            // On the machine of whoever took command it was said there, on others it came in.
            match theirs.find(|change| change.how != How::Offered) {
                Some(change) if is_same(&incident.ic, &moved.to) => {
                    change.how = How::Yielded;
                    change.taken = true;
                }
                Some(_) | None => incident.handoff.left = Some(moved.from.clone()),
            }
        }
    }
}

/// Remembers that command changes hands, before it does.
pub(in crate::domain) fn change_command(incident: &mut Incident, entry: &Entry, to: &str) {
    let offer = incident.handoff.offer.take();
    let announced = incident.handoff.announced.take();
    let was_briefed = std::mem::take(&mut incident.handoff.announced_briefed);
    let left = incident.handoff.left.take();
    let from = incident.ic.clone();
    let is_offered = |offer: &Offer| is_same(&offer.from, &from) && is_same(&offer.to, to);
    let how = match entry.origin {
        _ if offer.as_ref().is_some_and(is_offered) => How::Offered,
        _ if left.is_some_and(|by| is_same(&by, &from)) => How::Yielded,
        Origin::Local => How::Said,
        Origin::Github | Origin::Baton => How::Elsewhere,
    };
    let taken = announced.is_some_and(|by| is_same(&by, to));
    incident.handoff.changes.push(Change {
        entry: entry.id,
        from,
        to: to.to_owned(),
        at: entry.shown_at(),
        how,
        taken,
        briefed: taken && was_briefed,
    });
}

/// Returns what became of a handoff, in a line.
pub(in crate::domain) fn describe_handoff(moved: &HandoffMoved) -> String {
    let HandoffMoved { from, to, step } = moved;
    match step {
        HandoffStep::Offered { marked, .. } if marked.is_empty() => {
            format!("{from} offers command to {to}; nothing is marked to read back")
        }
        HandoffStep::Offered { marked, .. } => {
            format!(
                "{from} offers command to {to}; to read back: {}",
                marked.join("; ")
            )
        }
        HandoffStep::Taken { read_back, .. } if read_back.is_empty() => {
            format!("{to} took command from {from}; nothing was read back")
        }
        HandoffStep::Taken { read_back, .. } => {
            format!(
                "{to} took command from {from}; read back: {}",
                read_back.join("; ")
            )
        }
        HandoffStep::Yielded => format!("{from} leaves command to {to}"),
    }
}
