//! Which entries are posted, and what they say there.

use super::super::escape::{self, Place, guard_prose};
use super::super::{BUDGET, EXERCISE, stamp, units};
use super::marker::{CommentMark, Said};
use super::split::split;
use crate::domain::command::{Passed, TakenMove};
use crate::domain::event::{Decided, Entry, Event, Origin, Visibility};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Carrier, Incident, Route, RoutesMoved};
use crate::domain::text::clean_text;
use crate::domain::time::{Precision, When};
use crate::domain::timeline::describe;

/// The longest list of who got a message that the marker repeats; it stands in the text too.
const MOST_TO: usize = 4_000;

/// The longest basis of a decision that the marker carries; the text says what matters of it.
const MOST_BASIS: usize = 16_000;

/// The kind of a note.
const NOTE: &str = "noted";

/// Room for the number of a part, what was cut before it, and a code block opened again.
const PART: usize = 600;

/// Returns the sections that post an entry, each a comment of its own or [`super::gather`]ed
/// with others; none for what is not posted.
///
/// Posted are the facts of this machine: shared notes, changes of status, severity, command
/// and working mode, handoffs of command, situations, messages, whom they reached later,
/// decisions, milestones, attempts to reach a team lead, closing, overridden guards. Ticks and
/// the boards stand in the body. What was taken back is corrected only if it was `posted`: the
/// names of its sections then ride along, for other sitrooms to take it back as well.
#[must_use]
pub fn comment_for(
    entry: &Entry,
    incident: &Incident,
    posted: impl Fn(EntryId) -> Option<Vec<String>>,
) -> Vec<String> {
    if entry.origin != Origin::Local {
        return Vec::new();
    }
    let Some(text) = text_of(&entry.event, incident, &posted) else {
        return Vec::new();
    };
    let text = guard_prose(&clean_text(&text)).join("\n");
    let text = with_own_link(&text, incident);
    let head = head(entry, incident);
    let mark = mark(entry, incident, &posted);
    let frame = units(&head) + units(&mark.to_string()) + PART;
    let parts = split(&text, BUDGET.saturating_sub(frame));
    let of = parts.len();
    let sections = parts.into_iter().zip(1..).map(|(part, n)| {
        let mark = CommentMark {
            part: n,
            said: Said {
                of: (of > 1).then_some(of),
                cut: part.cut,
                fence: part.fence,
                ..mark.said.clone()
            },
            ..mark.clone()
        };
        let which = if of > 1 {
            format!(" ({n}/{of})")
        } else {
            String::new()
        };
        format!("{head}{which}\n\n{}\n\n{mark}", part.text)
    });
    sections.collect()
}

/// Returns guarded text with the links to the incident's own issue whole, so that they can be
/// followed: an issue that refers to itself tells nobody.
fn with_own_link(text: &str, incident: &Incident) -> String {
    let issue = incident.issue.as_ref();
    let Some(issue) = issue.filter(|issue| !issue.url.is_empty()) else {
        return text.to_owned();
    };
    let guarded = escape::guard(&issue.url, Place::Prose);
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(&guarded) {
        let goes_on = behind.starts_with(|c: char| c.is_ascii_digit());
        whole.push_str(before);
        whole.push_str(if goes_on { &guarded } else { &issue.url });
        rest = behind;
    }
    whole + rest
}

/// Returns the marker of an entry's first part.
fn mark(
    entry: &Entry,
    incident: &Incident,
    posted: impl Fn(EntryId) -> Option<Vec<String>>,
) -> CommentMark {
    let mut said = Said {
        happened: Some(entry.happened),
        actor: entry.actor.clone(),
        ..Said::default()
    };
    match &entry.event {
        Event::Decided(decided) => {
            said.about.clone_from(&decided.about);
            said.by.clone_from(&decided.by);
            let basis = serde_json::to_string(&decided.basis).unwrap_or_default();
            if units(&basis) <= MOST_BASIS {
                said.basis.clone_from(&decided.basis);
            }
        }
        Event::MilestoneReached(reached) => said.reached = Some(reached.clone()),
        Event::TeamLeadTried(tried) => said.tried = Some(tried.clone()),
        Event::HandoffMoved(moved) => said.handoff = Some(moved.without_brief()),
        Event::MessageSent {
            message,
            number,
            to,
            routes,
            by_hand,
            by,
            ..
        } => {
            said.by.clone_from(by);
            // Those whom hands have still to tell say nothing of the others.
            said.by_hand = *by_hand && routes.iter().all(|it| it.carrier == Carrier::Hand);
            said.message.clone_from(message);
            said.number = Some(*number).filter(|number| *number > 0);
            // Whom hands have still to tell was not told by this.
            let ways = routes.iter().filter(|it| it.carrier != Carrier::Hand);
            let ways = ways.map(|route| route.told_as().to_owned());
            let to: Vec<String> = to.iter().cloned().chain(ways).collect();
            if is_short(&to) {
                said.to = to;
            }
            said.open = routes.iter().filter_map(Route::for_others).collect();
        }
        Event::RoutesMoved(moved) => said.told = told_later(moved, incident),
        Event::Overridden {
            guard,
            cause,
            reason,
        } => {
            said.passed = Some(Passed {
                guard: guard.clone(),
                cause: cause.clone(),
                reason: reason.clone(),
            });
        }
        Event::Undone { entries, .. } => {
            said.took_back = entries
                .iter()
                .copied()
                .filter_map(posted)
                .flatten()
                .collect();
        }
        _ => {}
    }
    CommentMark {
        entry: entry.id,
        part: 1,
        kind: posted_kind(&entry.event).to_owned(),
        said,
    }
}

fn is_short(names: &[String]) -> bool {
    names.iter().map(|name| units(name)).sum::<usize>() <= MOST_TO
}

/// Returns what became of a message where its own section cannot say so: of the ways that a
/// person goes, and whom it reached beside those of the section.
fn told_later(moved: &RoutesMoved, incident: &Incident) -> Option<TakenMove> {
    let record = incident.message(moved.of)?;
    // By the names they had: whom they stand for is said beside them.
    let ways = moved.routes.iter().zip(&moved.names);
    let is_open = |at: &usize| {
        let way = record.routes.get(*at);
        way.is_some_and(|way| way.route.carrier == Carrier::Hand)
    };
    let open = ways.filter(|(at, _)| is_open(at));
    let names: Vec<String> = open.map(|(_, name)| name.clone()).collect();
    if (names.is_empty() && moved.more.is_empty()) || !is_short(&moved.more) {
        return None;
    }
    Some(TakenMove {
        message: record.message.clone(),
        number: record.number,
        written: record.written,
        moved: RoutesMoved {
            routes: Vec::new(),
            names,
            words: String::new(),
            attempts: 0,
            ..moved.clone()
        },
    })
}

/// Returns the kind as others read it: to them a note that was read in here is a note.
fn posted_kind(event: &Event) -> &str {
    match event {
        Event::NoteImported(_) => NOTE,
        event => event.kind(),
    }
}

/// Returns `14:02 UTC (10:02 EDT), Farmer Jane`, with the day when it was recorded on another.
fn head(entry: &Entry, incident: &Incident) -> String {
    let at = match &entry.happened {
        When::Known { precision, .. } if *precision < Precision::Hour => {
            let at = entry.shown_at();
            if at.date_naive() == entry.recorded.date_naive() {
                stamp::clock(at, incident.zone)
            } else {
                stamp::day_and_clock(at, incident.zone)
            }
        }
        coarse => {
            let recorded = stamp::clock(entry.recorded, incident.zone);
            format!(
                "{}, recorded {recorded}",
                stamp::when(coarse, incident.zone)
            )
        }
    };
    let drill = if incident.exercise { EXERCISE } else { "" };
    let actor = escape::guard(&entry.actor, Place::Line);
    format!("{drill}{at}, {actor}")
}

/// Returns whether an entry of this kind is posted. A kind that is not named here stays on this
/// machine, so that a new one cannot leave it by oversight.
fn is_posted(event: &Event) -> bool {
    let is_shared = |(_, visibility)| visibility == Visibility::Shared;
    event.note().is_some_and(is_shared)
        || matches!(
            event,
            Event::MessageSent { .. }
                | Event::RoutesMoved(_)
                | Event::Decided(_)
                | Event::MilestoneReached(_)
                | Event::TeamLeadTried(_)
                | Event::StatusChanged { .. }
                | Event::SeverityChanged { .. }
                | Event::IcChanged { .. }
                | Event::ClosedSet { .. }
                | Event::WorkingModeSet { .. }
                | Event::SituationSet { .. }
                | Event::Overridden { .. }
                | Event::HandoffMoved(_)
                | Event::Undone { .. }
        )
}

fn text_of(
    event: &Event,
    incident: &Incident,
    posted: impl Fn(EntryId) -> Option<Vec<String>>,
) -> Option<String> {
    if !is_posted(event) {
        return None;
    }
    if let Some((note, _)) = event.note() {
        return Some(note.to_owned());
    }
    match event {
        Event::Undone { entries, label } => {
            let was_posted = |id: EntryId| posted(id).is_some();
            correction(entries, label, incident, was_posted)
        }
        Event::Decided(Decided { about, text, .. }) => {
            Some(format!("{}: {text}", Decided::intro(about, "")))
        }
        Event::MessageSent { text, .. } if !text.is_empty() => {
            Some(format!("{}\n\n{text}", describe(event, incident.zone)))
        }
        Event::RoutesMoved(moved) => {
            told_later(moved, incident)?;
            // What a server answered, and why somebody was not told, stays on this machine.
            let moved = RoutesMoved {
                words: String::new(),
                ..moved.clone()
            };
            Some(describe(&Event::RoutesMoved(moved), incident.zone))
        }
        Event::HandoffMoved(moved) => Some(match moved.brief() {
            Some(brief) => format!("{}\n\n{brief}", describe(event, incident.zone)),
            None => describe(event, incident.zone),
        }),
        event => Some(describe(event, incident.zone)),
    }
}

/// Returns what corrects entries that were posted. The label is only said when all of them were,
/// because it may otherwise be that of a note that never leaves this machine.
fn correction(
    entries: &[EntryId],
    label: &str,
    incident: &Incident,
    was_posted: impl Fn(EntryId) -> bool,
) -> Option<String> {
    let posted = entries.iter().filter(|id| was_posted(**id));
    let mut times: Vec<String> = posted.map(|id| recorded_at(*id, incident)).collect();
    if times.is_empty() {
        return None;
    }
    let is_all = times.len() == entries.len();
    // What went past a guard was recorded with its command.
    times.dedup();
    let said = if is_all {
        format!(": {label}")
    } else {
        String::new()
    };
    Some(format!(
        "correction: what was recorded at {} was taken back{said}",
        times.join(", ")
    ))
}

fn recorded_at(id: EntryId, incident: &Incident) -> String {
    stamp::clock(id.recorded(), incident.zone)
}
