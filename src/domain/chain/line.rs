//! One entry as one line.

use std::borrow::Cow;

use chrono::DateTime;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

use super::digest::Digest;
use crate::domain::event::{Entry, Event, JOURNAL_FORMAT, Origin};
use crate::domain::ids::EntryId;
use crate::domain::time::{Instant, Precision, TimeError, When};

/// Why a line is not an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LineError {
    /// It is no JSON at all, as after a crash in mid-write.
    #[error("it is not JSON")]
    NotJson,
    /// It is JSON and not an entry.
    #[error("it is not an entry: {cause}")]
    NotAnEntry {
        /// What does not fit.
        cause: String,
    },
    /// It is an entry of a later form.
    #[error("it has format {format}, which is later than {JOURNAL_FORMAT}")]
    Newer {
        /// The form.
        format: u32,
    },
}

/// The keys before the event, in the order they are written.
#[derive(Serialize)]
struct Front<'a> {
    format: u32,
    seq: u64,
    id: EntryId,
    happened: When,
    recorded: String,
    actor: &'a str,
    device: &'a str,
    origin: Origin,
}

/// Returns the line for an entry, without a newline.
pub fn encode_line(entry: &Entry, prev: &Digest) -> Result<String, serde_json::Error> {
    let event = serde_json::to_string(&entry.event)?;
    line(entry, &event, prev)
}

/// Returns the line for an entry that leaves with an export. What a later version wrote keeps
/// its kind; what it says is left out, because nobody here can tell whether it may leave.
pub fn encode_exported(entry: &Entry, prev: &Digest) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Unread<'a> {
        kind: &'a str,
        data: (),
    }
    match &entry.event {
        Event::Unrecognised { kind } => line(
            entry,
            &serde_json::to_string(&Unread { kind, data: () })?,
            prev,
        ),
        _ => encode_line(entry, prev),
    }
}

fn line(entry: &Entry, event: &str, prev: &Digest) -> Result<String, serde_json::Error> {
    let front = Front {
        format: JOURNAL_FORMAT,
        seq: entry.seq,
        id: entry.id,
        happened: entry.happened,
        recorded: entry
            .recorded
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        actor: &entry.actor,
        device: &entry.device,
        origin: entry.origin,
    };
    let front = serde_json::to_string(&front)?;
    // The event is an object of `kind` and `data`; its keys go between ours.
    let inner = |object: &'_ str| object[1..object.len() - 1].to_owned();
    Ok(format!(
        "{{{},{},\"prev\":\"{prev}\"}}",
        inner(&front),
        inner(event)
    ))
}

#[derive(Deserialize)]
struct Line<'a> {
    format: u32,
    seq: u64,
    id: EntryId,
    #[serde(borrow)]
    happened: Cow<'a, str>,
    recorded: Instant,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    device: Cow<'a, str>,
    origin: Origin,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(borrow)]
    prev: Cow<'a, str>,
}

/// Reads a line, without its newline; returns the entry and the hash it names of the line
/// before, if that is one.
pub fn decode_line(line: &[u8]) -> Result<(Entry, Option<Digest>), LineError> {
    let text = std::str::from_utf8(line).map_err(|_| LineError::NotJson)?;
    let line: Line<'_> = match serde_json::from_str(text) {
        Ok(line) => line,
        Err(error) => return Err(why_not(text, &error)),
    };
    if line.format > JOURNAL_FORMAT {
        return Err(LineError::Newer {
            format: line.format,
        });
    }
    let happened = when(&line.happened).map_err(|error| LineError::NotAnEntry {
        cause: format!("failed to {error}"),
    })?;
    let prev = line.prev.parse().ok();
    let entry = Entry {
        seq: line.seq,
        id: line.id,
        happened,
        recorded: line.recorded,
        event: event(&line.kind, line.data),
        actor: line.actor.into_owned(),
        device: line.device.into_owned(),
        origin: line.origin,
    };
    Ok((entry, prev))
}

/// Reads when it happened. Nearly every entry is exact to the second, and that form has a much
/// faster reader, which takes a quarter off the time to read a journal.
fn when(text: &str) -> Result<When, TimeError> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(at) => Ok(When::Known {
            at,
            precision: Precision::Second,
        }),
        Err(_) => text.parse(),
    }
}

fn why_not(text: &str, error: &serde_json::Error) -> LineError {
    #[derive(Deserialize)]
    struct Form {
        format: u32,
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return LineError::NotJson;
    }
    match serde_json::from_str::<Form>(text) {
        Ok(Form { format }) if format > JOURNAL_FORMAT => LineError::Newer { format },
        Ok(_) | Err(_) => LineError::NotAnEntry {
            cause: error.to_string(),
        },
    }
}

/// Returns the event; one that is not known here keeps its kind, and its line in the file.
fn event(kind: &str, data: &RawValue) -> Event {
    let parts = MapAccessDeserializer::new(Parts {
        kind: Some(kind),
        data: Some(data),
    });
    Event::deserialize(parts).unwrap_or_else(|_| Event::Unrecognised {
        kind: kind.to_owned(),
    })
}

/// The kind and the data as the map that [`Event`] is read from, tag first, which spares
/// serde a copy of the data.
struct Parts<'a> {
    kind: Option<&'a str>,
    data: Option<&'a RawValue>,
}

impl<'de> MapAccess<'de> for Parts<'de> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        let key = match (self.kind, self.data) {
            (Some(_), _) => "kind",
            (None, Some(_)) => "data",
            (None, None) => return Ok(None),
        };
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        if let Some(kind) = self.kind.take() {
            return seed.deserialize(kind.into_deserializer());
        }
        seed.deserialize(self.data.take().unwrap_or(RawValue::NULL))
    }
}
