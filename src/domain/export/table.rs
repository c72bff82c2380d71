//! The timeline as CSV (RFC 4180, UTF-8, a header, lines that end in CR LF), in three sets of
//! columns. All three can be read back without loss by `sitroom import`, which keeps what every
//! cell says, on another machine too.
//!
//! | Set | For | Columns |
//! |---|---|---|
//! | plain | people, spreadsheets | `happened,recorded,actor,kind,text,origin,device,visibility,seq,id,read_in` |
//! | iris | the timeline of a case in DFIR-IRIS ("Upload CSV") | `event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags` |
//! | timesketch | Timesketch | `message,datetime,timestamp_desc,entry_id,seq,happened,recorded,actor,origin,device,kind,visibility,read_in` |
//!
//! `happened` is written as exactly as it is known: `2026-11-22T14:02:00-05:00` to the second,
//! `2026-11-22-05:00` a day, `unknown`. `recorded` is in UTC. What a record read in from another
//! stands in its table as in that of the other, and `read_in` says when it was read in.
//!
//! DFIR-IRIS wants an exact date; a coarse one is given as its beginning, an unknown one as the
//! time of recording. What was meant stands in `event_raw`, as JSON, with all the rest that it
//! has no column for. Category, assets and indicators stay empty, because it refuses those that
//! its case does not have. It takes line ends out of cells. Timesketch wants all `datetime` in
//! one form and in UTC; `timestamp_desc` says how exactly it is known.
//!
//! Every cell with text that people wrote is guarded against being taken for a formula, see
//! [`super::guarded`]. `event_tz` is always `+00:00`, which is none that does anything.

use thiserror::Error;

use super::cell::guarded;
use super::csv_text::csv_text;
use super::row::Row;
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
                "happened",
                "recorded",
                "actor",
                "kind",
                "text",
                "origin",
                "device",
                "visibility",
                "seq",
                "id",
                "read_in",
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
                "visibility",
                "read_in",
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
                row.origin.word().to_owned(),
                guarded(&row.device),
                row.visibility.word().to_owned(),
                row.seq.to_string(),
                row.id.to_string(),
                read_in(row),
            ],
            Self::Iris => iris(row)?,
            Self::Timesketch => vec![
                guarded(&row.text),
                in_utc(row.shown_at(), "%Y-%m-%dT%H:%M:%S%.6f+00:00"),
                described(&row.happened),
                row.id.to_string(),
                row.seq.to_string(),
                row.happened.to_string(),
                recorded(row.recorded),
                guarded(&row.actor),
                row.origin.word().to_owned(),
                guarded(&row.device),
                guarded(&row.kind),
                row.visibility.word().to_owned(),
                read_in(row),
            ],
        })
    }
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
    let cells: Result<Vec<_>, _> = rows.iter().map(|row| columns.cells(row)).collect();
    Ok(csv_text(columns.header(), cells?.into_iter())?)
}

fn iris(row: &Row) -> Result<Vec<String>, serde_json::Error> {
    Ok(vec![
        in_utc(row.shown_at(), "%Y-%m-%dT%H:%M:%S%.3f"),
        "+00:00".to_owned(),
        guarded(&excerpt(&format!("{}: {}", row.actor, row.text), TITLE)),
        String::new(),
        guarded(&row.text),
        serde_json::to_string(row)?,
        guarded(&row.actor),
        String::new(),
        String::new(),
        guarded(&format!("sitroom|{}", row.kind.replace('|', "/"))),
    ])
}

fn in_utc(at: Instant, pattern: &str) -> String {
    at.format(pattern).to_string()
}

fn recorded(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

fn read_in(row: &Row) -> String {
    row.read_in.map(recorded).unwrap_or_default()
}

fn described(when: &When) -> String {
    match when.precision() {
        None => "recorded, it happened then or before".to_owned(),
        Some(precision) => format!("happened, known to the {precision}"),
    }
}
