//! The way out. Whatever carries a text away from this machine takes a [`Released`], and only
//! [`release`] makes one.

use serde::Serialize;
use thiserror::Error;

use super::codename::{Codenames, codenames};
use super::finding::Level;
use super::found::Found;
use super::guise::Guise;
use super::setup::Gate;
use super::standing::{plain, standing};
use crate::domain::incident::{Incident, StopCause};

/// A text that may leave: with codenames in it, and nothing else that may not.
///
/// There is no other way to make one than [`release`] and its siblings; it is written into a
/// request as it is, and never read back from anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Released(String);

impl Released {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Released {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Released> for String {
    fn from(released: Released) -> Self {
        released.0
    }
}

/// Why a text does not leave.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotReleased {
    /// Nothing leaves at present.
    #[error("nothing leaves: {}", .0.words())]
    Stopped(StopCause),
    /// Something in it may not leave.
    #[error("it is held back: {}", told(.0))]
    Held(Vec<Found>),
}

fn told(found: &[Found]) -> String {
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    told.join("; ")
}

/// Says whether anything may leave at present, in whatever form: a file of the whole record too,
/// with what stays here otherwise or without it.
pub fn may_leave(incident: &Incident) -> Result<(), NotReleased> {
    match &incident.outbound_stop {
        Some(stop) => Err(NotReleased::Stopped(stop.cause)),
        None => Ok(()),
    }
}

/// Lets a text of an incident out, with its codenames: unless everything is stopped, or
/// something stands in it that may not leave and that nobody let through.
pub fn release(text: &str, gate: &Gate, incident: &Incident) -> Result<Released, NotReleased> {
    let key = Codenames::of(&incident.codenames);
    let coded = codenames(text, &key);
    let found = standing_in(&coded, gate, incident, &key)?;
    released(coded, found)
}

/// Lets a text out that others write in too, as it is: its own part has codenames in it
/// already. What stands `there` too, where it goes to, does not leave with it.
pub fn release_among(
    text: &str,
    there: &str,
    gate: &Gate,
    incident: &Incident,
) -> Result<Released, NotReleased> {
    let key = Codenames::of(&incident.codenames);
    let mut found = standing_in(text, gate, incident, &key)?;
    if !found.is_empty() {
        let there = plain(there);
        found.retain(|(piece, _)| !there.contains(piece));
    }
    released(text.to_owned(), found)
}

/// Lets a text of an incident out with `[held back]` in place of what may not leave; returns with
/// it what that was. A marked text does not leave in pieces either.
pub fn release_covered(
    text: &str,
    gate: &Gate,
    incident: &Incident,
) -> Result<(Released, Vec<Found>), NotReleased> {
    let found = match release(text, gate, incident) {
        Ok(whole) => return Ok((whole, Vec::new())),
        Err(NotReleased::Held(found)) => found,
        Err(stopped) => return Err(stopped),
    };
    let mut guise = Guise::default();
    guise.follow(incident);
    if found.iter().any(|found| found.finding.level == Level::Stop) {
        return Err(NotReleased::Held(found));
    }
    Ok((Released(guise.shown(text, gate)), found))
}

/// Returns what stands in a text that may not leave, in words and without what it was.
#[must_use]
pub fn stays_here(text: &str, gate: &Gate, incident: &Incident) -> Vec<String> {
    match release(text, gate, incident) {
        Err(NotReleased::Held(found)) => found.iter().map(ToString::to_string).collect(),
        Ok(_) | Err(NotReleased::Stopped(_)) => Vec::new(),
    }
}

/// What was found, each with the piece as it is compared.
type Pieces = Vec<(String, Found)>;

fn standing_in(
    text: &str,
    gate: &Gate,
    incident: &Incident,
    key: &Codenames,
) -> Result<Pieces, NotReleased> {
    may_leave(incident)?;
    let looked_at = without_ids(text);
    let found = standing(&looked_at, gate, &coded(&incident.let_through, key));
    let pieces = found.iter();
    let pieces: Vec<String> = pieces
        .map(|finding| plain(&looked_at[finding.range.clone()]))
        .collect();
    let found = Found::all("what is to be sent", &looked_at, &found);
    Ok(pieces.into_iter().zip(found).collect())
}

fn released(text: String, found: Pieces) -> Result<Released, NotReleased> {
    if found.is_empty() {
        return Ok(Released(text));
    }
    let found = found.into_iter().map(|(_, found)| found);
    Err(NotReleased::Held(found.collect()))
}

/// Returns pieces as they stand in what leaves.
pub(super) fn coded(pieces: &[String], key: &Codenames) -> Vec<String> {
    pieces.iter().map(|piece| codenames(piece, key)).collect()
}

/// What begins and ends the hidden lines of ours.
const MARKER: (&str, &str) = ("<!-- sitroom:", "-->");

/// Returns a text without the ids and digests in hidden lines of ours: random letters behind a
/// line about a token look like one.
fn without_ids(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(MARKER.0) {
        let end = rest[begin..].find(MARKER.1);
        let end = end.map_or(rest.len(), |end| begin + end + MARKER.1.len());
        out.push_str(&rest[..begin]);
        blank_ids(&rest[begin..end], &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn blank_ids(marker: &str, out: &mut String) {
    const ULID: usize = 26;
    const SHA256: usize = 64;
    let is_id = |word: &str| match word.len() {
        ULID => word
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()),
        SHA256 => word
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f')),
        _ => false,
    };
    for part in marker.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_id(word) {
            out.push_str("id");
            out.push_str(&part[word.len()..]);
        } else {
            out.push_str(part);
        }
    }
}
