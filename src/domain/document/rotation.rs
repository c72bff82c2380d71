//! The line of the issue that tells of the rotation.
//!
//! It follows the record and nothing of it is read back: the plan itself goes from machine to
//! machine in the hidden part. Of two plans the one that was set later is told, as the line
//! itself says; what somebody writes into it stays until the next plan, and goes into the
//! timeline.

use super::escape::{Place, guard};
use super::stamp;
use super::value::{Note, Section};
use crate::domain::incident::Incident;
use crate::domain::rotation::Slot;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Zone};

/// The key of the line.
pub(super) const ROTATION: &str = "rotation";
/// What stands before the time it was set.
const SET: &str = "rotation, set ";
/// How that time is written, in UTC: so exactly that no two machines set one at once.
const SET_AT: &str = "%Y-%m-%d %H:%M:%S%.3f UTC";
/// What stands between two shifts.
const BREAK: &str = "<br>";

/// Returns the line; none while no plan holds.
pub(super) fn rotation_note(incident: &Incident) -> Option<Note> {
    let record = &incident.rotation;
    let rotation = &record.accepted.as_ref()?.rotation;
    let set = record.changed_at()?.format(SET_AT);
    let zone = incident.zone;
    let shifts = rotation.slots.iter().map(|slot| shift(slot, zone));
    let gaps = rotation.gaps(rotation.from).into_iter();
    let gaps = gaps.map(|(from, to)| format!("**NOT COVERED** {}", times(from, to, zone)));
    let lines: Vec<String> = shifts.chain(gaps).collect();
    Some(Note {
        key: ROTATION.to_owned(),
        section: Section::People,
        text: format!("{SET}{set}:{BREAK}{}", lines.join(BREAK)),
    })
}

/// Returns when the plan was set that a line tells of.
#[must_use]
pub fn rotation_set_at(text: &str) -> Option<Instant> {
    let (_, after) = text.split_once(SET)?;
    let (set, _) = after.split_once(" UTC")?;
    let set = format!("{set} UTC");
    let naive = chrono::NaiveDateTime::parse_from_str(&set, SET_AT).ok()?;
    Some(naive.and_utc())
}

fn shift(slot: &Slot, zone: Zone) -> String {
    let person = guard(&clean_line(&slot.person), Place::Line);
    let said = format!("{person} {}", times(slot.from, slot.to, zone));
    if slot.reason.is_empty() {
        return said;
    }
    let reason = guard(&clean_line(&slot.reason), Place::Line);
    format!("{said}, {reason}")
}

fn times(from: Instant, to: Instant, zone: Zone) -> String {
    let (begin, end) = (stamp::day_and_clock(from, zone), stamp::clock(to, zone));
    format!("{begin} to {end}")
}
