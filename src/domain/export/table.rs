//! The timeline as CSV (RFC 4180, UTF-8, a header, lines that end in CR LF), in three sets of
//! columns. All three can be read back without loss by `sitroom import`.
//!
//! | Set | For | Columns |
//! |---|---|---|
//! | plain | people, spreadsheets | `happened,recorded,actor,kind,text,origin,device,seq,id` |
//! | iris | the timeline of a case in DFIR-IRIS ("Upload CSV") | `event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags` |
//! | timesketch | Timesketch | `message,datetime,timestamp_desc,entry_id,seq,happened,recorded,actor,origin,device,kind` |
//!
//! `happened` is written as exactly as it is known: `2026-11-22T14:02:00-05:00` to the second,
//! `2026-11-22-05:00` a day, `unknown`. `recorded` is in UTC.
//!
//! DFIR-IRIS wants an exact date; a coarse one is given as its beginning, an unknown one as the
//! time of recording. What was meant stands in `event_raw`, as JSON, with all the rest that it
//! has no column for. Category, assets and indicators stay empty, because it refuses those that
//! its case does not have. It takes line ends out of cells. Timesketch wants all `datetime` in
//! one form and in UTC; `timestamp_desc` says how exactly it is known.
//!
//! Every cell with text that people wrote is guarded against being taken for a formula, see
//! [`super::guarded`]. `event_tz` is always `+00:00`, which is none that does anything.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::cell::guarded;
use super::row::Row;
use crate::domain::event::Origin;
use crate::domain::ids::EntryId;
use crate::domain::text::excerpt;
use crate::domain::time::{Instant, When};

/// How much of a text DFIR-IRIS gets as the title.
const TITLE: usize = 120;

/// A set of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// For people and spreadsheets.
    Plain,
    /// For the timeline of a case in DFIR-IRIS.
    Iris,
    /// For Timesketch.
    Timesketch,
}

impl Columns {
    /// Every set.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Iris, Self::Timesketch];

    /// Returns the names in the first line.
    #[must_use]
    pub fn header(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[
                "happened", "recorded", "actor", "kind", "text", "origin", "device", "seq", "id",
            ],
            Self::Iris => &[
                "event_date",
                "event_tz",
                "event_title",
                "event_category",
                "event_content",
                "event_raw",
                "event_source",
                "event_assets",
                "event_iocs",
                "event_tags",
            ],
            Self::Timesketch => &[
                "message",
                "datetime",
                "timestamp_desc",
                "entry_id",
                "seq",
                "happened",
                "recorded",
                "actor",
                "origin",
                "device",
                "kind",
            ],
        }
    }

    fn cells(self, row: &Row) -> Result<Vec<String>, serde_json::Error> {
        Ok(match self {
            Self::Plain => vec![
                row.happened.to_string(),
                recorded(row.recorded),
                guarded(&row.actor),
                guarded(&row.kind),
                guarded(&row.text),
                origin(row.origin).to_owned(),
                guarded(&row.device),
                row.seq.to_string(),
                row.id.to_string(),
            ],
            Self::Iris => iris(row)?,
            Self::Timesketch => vec![
                guarded(&row.text),
                in_utc(shown_at(row), "%Y-%m-%dT%H:%M:%S%.6f+00:00"),
                described(&row.happened),
                row.id.to_string(),
                row.seq.to_string(),
                row.happened.to_string(),
                recorded(row.recorded),
                guarded(&row.actor),
                origin(row.origin).to_owned(),
                guarded(&row.device),
                guarded(&row.kind),
            ],
        })
    }
}

/// What DFIR-IRIS has no column for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IrisRaw {
    /// The entry.
    pub id: EntryId,
    /// Its place in the journal.
    pub seq: u64,
    /// When it happened.
    pub happened: When,
    /// When it was written down.
    pub recorded: Instant,
    /// Who did it.
    pub actor: String,
    /// The machine it was recorded on.
    pub device: String,
    /// Where it came from.
    pub origin: Origin,
    /// What kind of entry it is.
    pub kind: String,
}

/// Why rows have no form as a table. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum TableError {
    /// As CSV.
    #[error("write it as CSV")]
    Csv(#[from] csv::Error),
    /// What stands in a cell as JSON.
    #[error("write a cell as JSON")]
    Cell(#[from] serde_json::Error),
}

/// Returns rows as CSV.
///
/// # Errors
///
/// That of a value without a written form.
pub fn table(rows: &[Row], columns: Columns) -> Result<String, TableError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::with_capacity(rows.len() * 200));
    writer.write_record(columns.header())?;
    for row in rows {
        writer.write_record(columns.cells(row)?)?;
    }
    let bytes = writer.into_inner();
    let bytes = bytes.map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8(bytes).expect("only text was written"))
}

fn iris(row: &Row) -> Result<Vec<String>, serde_json::Error> {
    let raw = serde_json::to_string(&IrisRaw {
        id: row.id,
        seq: row.seq,
        happened: row.happened,
        recorded: row.recorded,
        actor: row.actor.clone(),
        device: row.device.clone(),
        origin: row.origin,
        kind: row.kind.clone(),
    })?;
    Ok(vec![
        in_utc(shown_at(row), "%Y-%m-%dT%H:%M:%S%.3f"),
        "+00:00".to_owned(),
        guarded(&excerpt(&format!("{}: {}", row.actor, row.text), TITLE)),
        String::new(),
        guarded(&row.text),
        raw,
        guarded(&row.actor),
        String::new(),
        String::new(),
        guarded(&format!("sitroom|{}", row.kind.replace('|', "/"))),
    ])
}

fn shown_at(row: &Row) -> Instant {
    row.happened.earliest().unwrap_or(row.recorded)
}

fn in_utc(at: Instant, pattern: &str) -> String {
    at.format(pattern).to_string()
}

fn recorded(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

fn described(when: &When) -> String {
    match when.precision() {
        None => "recorded, it happened then or before".to_owned(),
        Some(precision) => format!("happened, known to the {precision}"),
    }
}

/// Returns the word for where an entry came from.
#[must_use]
pub(super) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Local => "local",
        Origin::Github => "github",
    }
}
