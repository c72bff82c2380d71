//! Comments: which entries become one, what it says, and how ours are known again.

use super::escape::guard_prose;
use super::{BUDGET, stamp, units};
use crate::domain::event::{Entry, Event, Origin, Visibility};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::text::clean_text;
use crate::domain::time::{Precision, When};
use crate::domain::timeline::describe;

const MARK: &str = "<!-- sitroom:entry ";
const MARK_END: &str = " -->";

/// Room for the head, the number of the part and the marker of a comment.
const FRAME: usize = 1_000;

/// Returns the comments that post an entry, usually one; none for what is not posted.
///
/// Posted are the facts of this machine: shared notes, changes of status, severity, command
/// and working mode, situations, messages, decisions, closing, overridden guards. Ticks and
/// the boards stand in the body. What was taken back is corrected only if it `was_posted`.
#[must_use]
pub fn comment_for(
    entry: &Entry,
    incident: &Incident,
    was_posted: impl Fn(EntryId) -> bool,
) -> Vec<String> {
    if entry.origin != Origin::Local {
        return Vec::new();
    }
    let Some(text) = text_of(&entry.event, incident, was_posted) else {
        return Vec::new();
    };
    let text = guard_prose(&clean_text(&text)).join("\n");
    let head = head(entry, incident);
    let parts = split(&text, BUDGET - FRAME);
    let many = parts.len();
    let mut comments = Vec::with_capacity(many);
    for (part, n) in parts.iter().zip(1..) {
        let (of, suffix) = if many == 1 {
            (String::new(), String::new())
        } else if n == 1 {
            (format!(" ({n}/{many})"), String::new())
        } else {
            (format!(" ({n}/{many})"), format!("-{n}"))
        };
        let mark = format!(
            "{MARK}{}{suffix} {}{MARK_END}",
            entry.id,
            entry.event.kind()
        );
        comments.push(format!("{head}{of}\n\n{part}\n\n{mark}"));
    }
    comments
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
    let drill = if incident.exercise { "EXERCISE: " } else { "" };
    let actor = super::escape::guard(&entry.actor, super::escape::Place::Line);
    format!("{drill}{at}, {actor}")
}

/// Returns whether an entry of this kind is posted. A kind that is not named here stays on this
/// machine, so that a new one cannot leave it by oversight.
fn is_posted(event: &Event) -> bool {
    matches!(
        event,
        Event::Noted {
            visibility: Visibility::Shared,
            ..
        } | Event::MessageSent { .. }
            | Event::Decided { .. }
            | Event::StatusChanged { .. }
            | Event::SeverityChanged { .. }
            | Event::IcChanged { .. }
            | Event::ClosedSet { .. }
            | Event::WorkingModeSet { .. }
            | Event::SituationSet { .. }
            | Event::Overridden { .. }
            | Event::Undone { .. }
    )
}

fn text_of(
    event: &Event,
    incident: &Incident,
    was_posted: impl Fn(EntryId) -> bool,
) -> Option<String> {
    match event {
        event if !is_posted(event) => None,
        Event::Undone { entries, label } => correction(entries, label, incident, was_posted),
        Event::Noted { text, .. } => Some(text.clone()),
        Event::Decided { about, text } => Some(format!("decided ({about}): {text}")),
        Event::MessageSent { text, .. } if !text.is_empty() => {
            Some(format!("{}\n\n{text}", describe(event)))
        }
        event => Some(describe(event)),
    }
}

/// Returns what corrects entries that were posted. The label is only said when it can be of
/// nothing else, because it may otherwise be that of a note that never leaves this machine.
fn correction(
    entries: &[EntryId],
    label: &str,
    incident: &Incident,
    was_posted: impl Fn(EntryId) -> bool,
) -> Option<String> {
    let posted: Vec<String> = entries
        .iter()
        .filter(|id| was_posted(**id))
        .map(|id| recorded_at(*id, incident))
        .collect();
    if posted.is_empty() {
        return None;
    }
    let said = if entries.len() == 1 {
        format!(": {label}")
    } else {
        String::new()
    };
    Some(format!(
        "correction: what was recorded at {} was taken back{said}",
        posted.join(", ")
    ))
}

fn recorded_at(id: EntryId, incident: &Incident) -> String {
    let millis = i64::try_from(id.0.timestamp_ms()).unwrap_or_default();
    let at = chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default();
    stamp::clock(at, incident.zone)
}

/// Cuts a text into parts of at most `most` units: at the end of a paragraph, else of a line,
/// else of a character. Nothing is left out but the line ends at the cuts.
fn split(text: &str, most: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while units(rest) > most {
        let room = prefix(rest, most);
        let cut = ["\n\n", "\n"]
            .iter()
            .find_map(|end| room.rfind(end).filter(|at| *at > 0));
        let at = cut.unwrap_or(room.len());
        parts.push(rest[..at].to_owned());
        rest = rest[at..].trim_start_matches('\n');
    }
    parts.push(rest.to_owned());
    parts
}

fn prefix(text: &str, most: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// What the marker at the end of a comment of ours says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentMark {
    /// The entry it posts.
    pub entry: EntryId,
    /// Which part of it, from 1.
    pub part: usize,
    /// The kind of the entry.
    pub kind: String,
}

/// Reads the marker that ends a comment. One in a quote, or before other text, is not ours.
#[must_use]
pub fn mark_of(body: &str) -> Option<CommentMark> {
    let last = body.trim_end().lines().next_back()?;
    let inside = last.strip_prefix(MARK)?.strip_suffix(MARK_END)?;
    let (id, kind) = inside.split_once(' ')?;
    let (id, part) = match id.split_once('-') {
        Some((id, part)) => (id, part.parse().ok()?),
        None => (id, 1),
    };
    Some(CommentMark {
        entry: id.parse().ok()?,
        part,
        kind: kind.to_owned(),
    })
}

/// Returns the entry that a comment of ours posts; see [`mark_of`].
#[must_use]
pub fn entry_of(body: &str) -> Option<EntryId> {
    mark_of(body).map(|mark| mark.entry)
}

/// Returns somebody's comment for the timeline, with LF line ends and without control
/// characters.
#[must_use]
pub fn clean_import(body: &str) -> String {
    clean_text(body)
}
