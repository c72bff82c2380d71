//! Tables: the three sets of columns that sitroom writes, and others by the names of theirs.

use super::item::{Cause, Item, Problem};
use super::when::{Reading, time_of_day};
use crate::domain::event::{FirstRecorded, Origin, Visibility};
use crate::domain::export::{Row, unguarded};
use crate::domain::time::{When, Zone};

/// Names of the column that says when, the most telling first.
const WHEN: &[&str] = &[
    "happened",
    "event_date",
    "datetime",
    "date/time",
    "date_time",
    "timestamp",
    "when",
    "occurred",
    "occurred_at",
    "time",
    "date",
];
/// Names of the column with a zone.
const ZONE: &[&str] = &["event_tz", "tz", "zone", "timezone", "time_zone", "offset"];
/// Names of the column that says who.
const ACTOR: &[&str] = &[
    "actor",
    "who",
    "person",
    "user",
    "username",
    "author",
    "name",
    "by",
    "from",
    "analyst",
    "responder",
    "speaker",
    "sender",
];
/// Names of the column that says what.
const TEXT: &[&str] = &[
    "text",
    "message",
    "event",
    "note",
    "what",
    "description",
    "activity",
    "entry",
    "details",
    "summary",
    "title",
];
/// The columns that sitroom writes beside those, which say what an entry was where it was first
/// recorded; the id has the name of the set.
const FIRST: [&[&str]; 6] = [
    &["entry_id", "id"],
    &["seq"],
    &["recorded"],
    &["device"],
    &["origin"],
    &["kind"],
];
/// The name of the column that says who may read it.
const VISIBILITY: &[&str] = &["visibility"];

/// Reads a table with a first line of names.
///
/// # Errors
///
/// Every line that cannot be read, with the cause; then nothing of it is taken.
pub fn table(text: &str, reading: &Reading) -> Result<Vec<Item>, Vec<Problem>> {
    let mut reader = reader(text);
    let whole = |cause| vec![Problem { line: 1, cause }];
    let no_table = |error: &csv::Error| Cause::NoTable(error.to_string());
    let names = reader
        .headers()
        .map_err(|error| whole(no_table(&error)))?
        .clone();
    let columns = Columns::of(&names).map_err(whole)?;
    let (mut items, mut problems) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let (line, read) = match &row {
            Ok(row) => {
                let line = row.position().map_or(0, csv::Position::line);
                (line, columns.item(row, line, reading))
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                (line, Err(no_table(error)))
            }
        };
        match read {
            Ok(item) => items.push(item),
            Err(cause) => problems.push(Problem { line, cause }),
        }
    }
    if !problems.is_empty() {
        Err(problems)
    } else if items.is_empty() {
        Err(whole(Cause::Nothing))
    } else {
        Ok(items)
    }
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Returns the names of the columns of a table that nothing is taken of. One that sitroom wrote is
/// understood whole.
#[must_use]
pub fn unread_columns(text: &str) -> Vec<String> {
    let mut reader = reader(text);
    let Ok(names) = reader.headers() else {
        return Vec::new();
    };
    let Ok(columns) = Columns::of(names) else {
        return Vec::new();
    };
    if columns.first.is_some() || columns.iris.is_some() {
        return Vec::new();
    }
    let taken = [
        Some(columns.when),
        columns.time,
        columns.zone,
        columns.actor,
        columns.text,
        columns.visibility,
    ];
    let left = names.iter().enumerate();
    let left = left.filter(|(at, name)| !taken.contains(&Some(*at)) && !name.trim().is_empty());
    left.map(|(_, name)| name.trim().to_owned()).collect()
}

/// Returns what divides cells: what stands most often among the names.
fn delimiter(text: &str) -> u8 {
    let names = text.lines().next().unwrap_or_default();
    let count = |c: u8| names.bytes().filter(|it| *it == c).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

/// Where in a row something stands.
struct Columns {
    when: usize,
    /// A time that stands apart from its date.
    time: Option<usize>,
    zone: Option<usize>,
    actor: Option<usize>,
    text: Option<usize>,
    /// Where what an entry was stands, in the order of [`FIRST`]; all of it or none.
    first: Option<[usize; 6]>,
    visibility: Option<usize>,
    iris: Option<Iris>,
}

/// The columns of DFIR-IRIS that others do not have.
struct Iris {
    title: usize,
    content: Option<usize>,
    raw: Option<usize>,
}

impl Columns {
    fn of(names: &csv::StringRecord) -> Result<Self, Cause> {
        let plain = |name: &str| unguarded(name).trim().to_lowercase().replace(' ', "_");
        let names: Vec<String> = names.iter().map(plain).collect();
        let find = |wanted: &[&str]| {
            let place = |name: &&str| names.iter().position(|it| it == name);
            wanted.iter().find_map(place)
        };
        let no_column = |wanted| Cause::NoColumn {
            wanted,
            found: names.join(", "),
        };
        let when = find(WHEN).ok_or_else(|| no_column("happened, datetime, time or date"))?;
        let iris = find(&["event_title"]).map(|title| Iris {
            title,
            content: find(&["event_content"]),
            raw: find(&["event_raw"]),
        });
        let text = find(TEXT);
        if text.is_none() && iris.is_none() {
            return Err(no_column("text, message, event or note"));
        }
        // A time that stands apart is one of a date.
        let (date, time) = match (find(&["date"]), find(&["time"])) {
            (Some(date), Some(time)) if when == time => (date, Some(time)),
            _ => (when, None),
        };
        Ok(Self {
            when: date,
            time,
            zone: find(ZONE),
            actor: find(ACTOR),
            text,
            first: first(find),
            visibility: find(VISIBILITY),
            iris,
        })
    }

    fn item(&self, row: &csv::StringRecord, line: u64, reading: &Reading) -> Result<Item, Cause> {
        let cell = |at: Option<usize>| {
            let cell = at.and_then(|at| row.get(at));
            unguarded(cell.unwrap_or_default()).to_owned()
        };
        let item = match &self.iris {
            Some(iris) => self.of_iris(iris, cell, line, reading)?,
            None => Item {
                line,
                first: self.first(cell),
                happened: self.when(cell, reading)?,
                actor: cell(self.actor),
                text: cell(self.text),
                visibility: visibility(&cell(self.visibility)),
            },
        };
        if item.text.trim().is_empty() && item.first.is_none() {
            return Err(Cause::NoText);
        }
        Ok(item)
    }

    /// What sitroom wrote for DFIR-IRIS says the rest in `event_raw`; what came from elsewhere
    /// has a title, and more below it.
    fn of_iris(
        &self,
        iris: &Iris,
        cell: impl Fn(Option<usize>) -> String,
        line: u64,
        reading: &Reading,
    ) -> Result<Item, Cause> {
        let content = cell(iris.content);
        let raw = serde_json::from_str::<Row>(&cell(iris.raw)).ok();
        if let Some(raw) = raw.filter(|raw| raw.first().is_sound()) {
            return Ok(Item {
                line,
                first: Some(raw.first()),
                happened: raw.happened,
                visibility: raw.visibility,
                actor: raw.actor,
                text: content,
            });
        }
        let title = cell(Some(iris.title));
        let text = match (title.trim(), content.trim()) {
            (title, "") => title.to_owned(),
            ("", content) => content.to_owned(),
            (title, content) if content.starts_with(title) => content.to_owned(),
            (title, content) => format!("{title}\n{content}"),
        };
        Ok(Item {
            line,
            first: None,
            happened: self.when(&cell, reading)?,
            actor: String::new(),
            text,
            visibility: Visibility::Shared,
        })
    }

    /// Returns what an entry was, when every cell says its part. A table of another program may
    /// have columns of the same names, and a spreadsheet may have spoilt one of ours.
    fn first(&self, cell: impl Fn(Option<usize>) -> String) -> Option<FirstRecorded> {
        let [id, seq, recorded, device, origin, kind] = self.first?.map(|at| cell(Some(at)));
        let first = FirstRecorded {
            id: id.parse().ok()?,
            seq: seq.parse().ok()?,
            recorded: recorded.parse().ok()?,
            device,
            origin: Origin::ALL.into_iter().find(|it| it.word() == origin)?,
            kind,
        };
        Some(first).filter(FirstRecorded::is_sound)
    }

    fn when(
        &self,
        cell: impl Fn(Option<usize>) -> String,
        reading: &Reading,
    ) -> Result<When, Cause> {
        let (date, time) = (cell(Some(self.when)), cell(self.time));
        let written = format!("{} {}", date.trim(), time.trim());
        let written = written.trim();
        let zone = cell(self.zone).trim().to_owned();
        if zone.starts_with(['+', '-']) || zone == "Z" {
            // The offset of a time that has none of its own.
            let with_offset = reading.dated(&format!("{written}{zone}"), None);
            if with_offset.is_ok() {
                return with_offset;
            }
        }
        let zone = zone.parse::<Zone>().ok();
        match time_of_day(written) {
            Some(time) => {
                let zone = zone.or(reading.zone);
                Reading { zone, ..*reading }.of_day(reading.day, time, written)
            }
            None => reading.dated(written, zone),
        }
    }
}

/// Returns where what an entry was stands, when there is a column for each part of it.
fn first(find: impl Fn(&[&str]) -> Option<usize>) -> Option<[usize; 6]> {
    let mut places = [0; 6];
    for (place, names) in places.iter_mut().zip(FIRST) {
        *place = find(names)?;
    }
    Some(places)
}

fn visibility(cell: &str) -> Visibility {
    if cell.trim() == Visibility::Local.word() {
        Visibility::Local
    } else {
        Visibility::Shared
    }
}
