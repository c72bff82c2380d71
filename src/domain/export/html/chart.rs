//! The timeline, drawn: how the incident stood, when much was written down, and the moments that
//! the metrics stand on. What is drawn does not grow with the record.

use std::fmt::Write as _;

use chrono::TimeDelta;

use super::markup::escape;
use crate::domain::apply::standing;
use crate::domain::event::{Entry, Event};
use crate::domain::incident::{Incident, Moment, Status};
use crate::domain::time::{Instant, When, Zone};

/// The width of the drawing, in its own units.
const WIDTH: i64 = 960;
/// What stays free on each side, for labels that stand at an edge.
const SIDE: i64 = 40;
/// Into how many bars the entries are counted.
const BARS: usize = 88;
/// Where the bands, the bars and the axis stand, and how high they are.
const BAND: (i64, i64) = (24, 26);
const BARS_AT: (i64, i64) = (58, 62);
const AXIS: i64 = 120;
/// Where the first moment is named; each has a line of its own.
const MOMENTS: i64 = 158;
const LINE: i64 = 18;

/// A stretch of time, laid out.
struct Scale {
    from: Instant,
    to: Instant,
    zone: Zone,
}

impl Scale {
    fn of(incident: &Incident, entries: &[&Entry]) -> Option<Self> {
        let exact = |when: &When| {
            let is_point = when.precision().is_some_and(|it| !it.is_coarse());
            is_point.then(|| when.earliest()).flatten()
        };
        let said = entries.iter().map(|entry| {
            let happened = exact(&entry.happened);
            happened.unwrap_or(entry.recorded)
        });
        let moments = incident.moments.values().filter_map(exact);
        let all: Vec<Instant> = said.chain(moments).collect();
        let (from, to) = (*all.iter().min()?, *all.iter().max()?);
        Some(Self {
            from,
            to: to.max(from + TimeDelta::minutes(1)),
            zone: incident.zone,
        })
    }

    /// Returns where an instant stands; what lies outside stands at the edge.
    fn x(&self, at: Instant) -> i64 {
        let whole = (self.to - self.from).num_milliseconds().max(1);
        let part = (at - self.from).num_milliseconds().clamp(0, whole);
        let width = i128::from(WIDTH - 2 * SIDE);
        let x = i128::from(part) * width / i128::from(whole);
        SIDE + i64::try_from(x).unwrap_or_default()
    }

    fn label(&self, at: Instant) -> String {
        self.zone.local(at).format("%d %b %H:%M").to_string()
    }
}

/// Returns the drawing; nothing when there is nothing to draw.
pub(super) fn chart(incident: &Incident, entries: &[Entry]) -> String {
    let standing = standing(entries);
    let Some(scale) = Scale::of(incident, &standing) else {
        return String::new();
    };
    let moments: Vec<(Moment, When)> = Moment::ALL
        .into_iter()
        .filter_map(|moment| Some((moment, *incident.moments.get(&moment)?)))
        .filter(|(_, when)| !when.is_unknown())
        .collect();
    let count = i64::try_from(moments.len()).unwrap_or_default();
    let height = MOMENTS + LINE * count;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"Timeline from {} to {}, {}\">\n",
        escape(&scale.label(scale.from)),
        escape(&scale.label(scale.to)),
        escape(&scale.zone.to_string()),
    );
    bands(&mut out, &scale, &standing);
    bars(&mut out, &scale, &standing);
    axis(&mut out, &scale);
    for ((moment, when), n) in moments.into_iter().zip(0..) {
        mark(&mut out, &scale, (moment, when), MOMENTS + LINE * n);
    }
    out.push_str("</svg>\n");
    out
}

/// Draws how the incident stood from when to when.
fn bands(out: &mut String, scale: &Scale, entries: &[&Entry]) {
    let mut turns = vec![(scale.from, Status::Investigating)];
    turns.extend(entries.iter().filter_map(|entry| match &entry.event {
        Event::StatusChanged { to, .. } => Some((entry.shown_at(), *to)),
        _ => None,
    }));
    turns.sort_by_key(|(at, _)| *at);
    let (y, height) = BAND;
    text(out, (SIDE, y - 8), "start", "Status");
    let ends = turns.iter().skip(1).map(|(at, _)| *at);
    let ends: Vec<Instant> = ends.chain([scale.to]).collect();
    for (((from, status), end), n) in turns.iter().zip(ends).zip(0..) {
        let (from, to) = (scale.x(*from), scale.x(end));
        let width = (to - from).max(1);
        let shade = if n % 2 == 0 { "" } else { " dark" };
        let word = escape(status.word());
        let _ = writeln!(
            out,
            "<rect class=\"band{shade}\" x=\"{from}\" y=\"{y}\" width=\"{width}\" \
             height=\"{height}\"><title>{word}</title></rect>"
        );
        // A letter takes about seven units.
        let needed = i64::try_from(status.word().len()).unwrap_or_default() * 7 + 8;
        if width >= needed {
            text(out, (from + 5, y + 18), "start", &word);
        }
    }
}

/// Draws how many entries there are of each part of the time.
fn bars(out: &mut String, scale: &Scale, entries: &[&Entry]) {
    let mut counts = [0_i64; BARS];
    let whole = (scale.to - scale.from).num_milliseconds().max(1);
    for entry in entries {
        let part = (entry.shown_at() - scale.from).num_milliseconds();
        let part = part.clamp(0, whole - 1);
        let many = i128::try_from(BARS).unwrap_or(1);
        let bar = i128::from(part) * many / i128::from(whole);
        if let Some(count) = usize::try_from(bar)
            .ok()
            .and_then(|bar| counts.get_mut(bar))
        {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    let (top, tall) = BARS_AT;
    let wide = (WIDTH - 2 * SIDE) / i64::try_from(BARS).unwrap_or(1);
    for (count, n) in counts.into_iter().zip(0..) {
        if count == 0 {
            continue;
        }
        let height = (count * (tall - 14) / most).max(2);
        let (x, y) = (SIDE + n * wide, top + tall - height);
        let _ = writeln!(
            out,
            "<rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{height}\">\
             <title>{count}</title></rect>",
            wide - 1
        );
    }
    let said = format!("Entries, {most} at most in a bar");
    text(out, (WIDTH - SIDE, top + 10), "end", &said);
}

fn axis(out: &mut String, scale: &Scale) {
    let (from, to) = (SIDE, WIDTH - SIDE);
    let _ = writeln!(out, "<path class=\"axis\" d=\"M{from} {AXIS}H{to}\"/>");
    let parts = 4;
    for part in 0..=parts {
        let at = scale.from + (scale.to - scale.from) * part / parts;
        let x = scale.x(at);
        let _ = writeln!(out, "<path class=\"axis\" d=\"M{x} {AXIS}v5\"/>");
        let anchor = match part {
            0 => "start",
            last if last == parts => "end",
            _ => "middle",
        };
        text(out, (x, AXIS + 19), anchor, &escape(&scale.label(at)));
    }
}

/// Draws a moment: a line where it was, and what it is with the time as it is known.
fn mark(out: &mut String, scale: &Scale, (moment, when): (Moment, When), y: i64) {
    let Some(at) = when.earliest() else {
        return;
    };
    let x = scale.x(at);
    let before = if at < scale.from { "before this: " } else { "" };
    let (top, _) = BAND;
    let down = y - 12 - top;
    let _ = writeln!(out, "<path class=\"moment\" d=\"M{x} {top}v{down}\"/>");
    let said = format!("{before}{moment} {}", scale.zone.plain(&when));
    let (x, anchor) = if x > WIDTH / 2 {
        (x + 3, "end")
    } else {
        (x - 3, "start")
    };
    text(out, (x, y), anchor, &escape(&said));
}

fn text(out: &mut String, (x, y): (i64, i64), anchor: &str, escaped: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{escaped}</text>"
    );
}
