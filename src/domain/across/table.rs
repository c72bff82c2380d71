//! The form for spreadsheets: one table, a row for each thing that is said.

use super::figure::{Figure, SitrepTally, Tally};
use super::survey::{Across, Group};
use crate::domain::export::{csv_text, guarded};
use crate::domain::ids::IncidentId;
use crate::domain::time::Span;

/// The columns. `kind` says what a row is about: `length`, `value`, `sitreps`, `late-notice` or
/// `repeat`; what a kind does not have stays empty. Lengths are in seconds.
const HEADER: [&str; 17] = [
    "kind",
    "severity",
    "name",
    "value",
    "known",
    "unknown",
    "disputed",
    "median_low_s",
    "median_high_s",
    "least_low_s",
    "least_high_s",
    "most_low_s",
    "most_high_s",
    "count",
    "of",
    "due_at",
    "incidents",
];

/// A row before it is put into columns.
#[derive(Default)]
struct Line {
    kind: &'static str,
    severity: &'static str,
    name: String,
    value: String,
    known: [Option<usize>; 3],
    lengths: [Option<Span>; 6],
    count: Option<usize>,
    of: Option<usize>,
    due_at: String,
    incidents: String,
}

impl Across {
    /// Returns a table (RFC 4180) with a header; no cell is taken for a formula.
    ///
    /// # Errors
    ///
    /// None in practice: it is written to memory.
    pub fn table(&self) -> Result<String, csv::Error> {
        csv_text(&HEADER, self.rows().iter().map(Line::cells))
    }

    fn rows(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.groups.iter().flat_map(of_group).collect();
        lines.extend(self.late.iter().map(|late| {
            Line {
                kind: "late-notice",
                name: late.name.clone(),
                value: late.outcome.word().to_owned(),
                due_at: late
                    .due_at
                    .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                incidents: late.incident.to_string(),
                ..Line::default()
            }
        }));
        lines.extend(self.repeats.iter().map(|repeat| {
            let ids: Vec<&str> = repeat.incidents.iter().map(IncidentId::as_str).collect();
            Line {
                kind: "repeat",
                name: repeat.kind.word().to_owned(),
                value: repeat.text.clone(),
                count: Some(ids.len()),
                incidents: ids.join(" "),
                ..Line::default()
            }
        }));
        lines
    }
}

fn of_group(group: &Group) -> Vec<Line> {
    let severity = group.word();
    let mut lines: Vec<Line> = group.figures.iter().map(of_figure).collect();
    lines.extend(group.tallies.iter().flat_map(of_tally));
    lines.push(of_sitreps(group.sitreps));
    for line in &mut lines {
        line.severity = severity;
    }
    lines
}

fn of_figure(figure: &Figure) -> Line {
    let ends = figure.summary.map(|it| {
        let all = [it.median, it.least, it.most];
        all.map(|stretch| [Some(stretch.low), Some(stretch.high)])
    });
    let ends = ends.unwrap_or_default();
    Line {
        kind: "length",
        name: figure.metric.word().to_owned(),
        known: [
            Some(figure.known),
            Some(figure.unknown),
            Some(figure.disputed),
        ],
        lengths: [
            ends[0][0], ends[0][1], ends[1][0], ends[1][1], ends[2][0], ends[2][1],
        ],
        ..Line::default()
    }
}

/// A row for each value; of none, one that says in how many nobody said anything.
fn of_tally(tally: &Tally) -> Vec<Line> {
    let line = |value: &str, count: Option<usize>| Line {
        kind: "value",
        name: tally.metric.word().to_owned(),
        value: value.to_owned(),
        known: [Some(tally.known), Some(tally.unknown), None],
        count,
        ..Line::default()
    };
    if tally.values.is_empty() {
        return vec![line("", None)];
    }
    let values = tally.values.iter();
    values
        .map(|(value, count)| line(value, Some(*count)))
        .collect()
}

fn of_sitreps(tally: SitrepTally) -> Line {
    Line {
        kind: "sitreps",
        name: "sitreps-on-time".to_owned(),
        known: [Some(tally.known), Some(tally.unknown), None],
        count: Some(tally.kept.on_time),
        of: Some(tally.kept.due),
        ..Line::default()
    }
}

impl Line {
    fn cells(&self) -> Vec<String> {
        let number = |n: &Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
        let seconds = |span: &Option<Span>| {
            let seconds = span.map(|span| span.as_seconds().to_string());
            seconds.unwrap_or_default()
        };
        let mut cells = vec![
            self.kind.to_owned(),
            self.severity.to_owned(),
            guarded(&self.name),
            guarded(&self.value),
        ];
        cells.extend(self.known.iter().map(number));
        cells.extend(self.lengths.iter().map(seconds));
        cells.extend([number(&self.count), number(&self.of)]);
        cells.extend([self.due_at.clone(), guarded(&self.incidents)]);
        cells
    }
}
