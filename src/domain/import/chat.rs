//! Chat, as it is pasted out of a window.
//!
//! | Form | Example |
//! |---|---|
//! | IRC, Matrix | `[14:02] <jane> text`, `[14:02:31] jane: text`, `14:02 <jane> text` |
//! | with the date | `2026-11-22 14:02 jane: text`, `[2026-11-22T14:02:00Z] <jane> text` |
//! | Slack | `Farmer Jane  9:02 AM`, or the name and the time on a line each; the text below |
//! | a list | `- 2026-11-22 14:02 jane: text`, `* 14:02 jane: text`, `1. 14:02 jane: text` |
//! | the day | `2026-11-22`, `Sunday, November 22nd, 2026`, `--- Day changed Sun Nov 22 2026` |
//!
//! A line without a time goes on with what stands above it. Where the clock goes back by more
//! than an hour, the next day began.

use std::iter::Peekable;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::day::divider;
use super::item::{Cause, Item, Problem};
use super::when::{Reading, is_dated, next_day, time_of_day};
use crate::domain::event::Visibility;
use crate::domain::time::{Precision, When};

/// The longest name that is taken for one.
const LONGEST_NAME: usize = 60;

/// A line with its number.
type Numbered<'a> = (u64, &'a str);

/// Reads pasted chat.
///
/// # Errors
///
/// Every line that cannot be read, with the cause; then nothing of it is taken.
pub fn chat(text: &str, reading: &Reading) -> Result<Vec<Item>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        reading,
        day: reading.day,
        last: None,
        is_halved: false,
        items: Vec::new(),
        problems: Vec::new(),
    };
    let lines = text
        .lines()
        .map(|line| line.trim_end().replace('\u{a0}', " "));
    let lines: Vec<String> = lines.collect();
    let mut lines = (1_u64..).zip(lines.iter().map(String::as_str)).peekable();
    while let Some(line) = lines.next() {
        reader.take(line, &mut lines);
    }
    reader.finish()
}

struct Reader<'a> {
    reading: &'a Reading,
    day: Option<NaiveDate>,
    last: Option<NaiveTime>,
    /// Whether times are written with AM and PM, so that a bare one may be either.
    is_halved: bool,
    items: Vec<Item>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn take<'a>(
        &mut self,
        (line, text): Numbered<'a>,
        rest: &mut Peekable<impl Iterator<Item = Numbered<'a>>>,
    ) {
        let trimmed = text.trim();
        if let Some(day) = divider(trimmed, self.day, self.reading) {
            (self.day, self.last) = (Some(day), None);
        } else if let Some((when, said)) = self.begins_with_time(line, trimmed) {
            let (actor, text) = who_and_what(said);
            let actor = actor.or_else(|| Some(self.items.last()?.actor.clone()));
            self.begin(line, when, actor.unwrap_or_default(), text);
        } else if let Some((name, time)) = slack_head(text) {
            let when = self.at(line, time);
            self.begin(line, when, name.to_owned(), "");
        } else if let Some(time) = rest.next_if(|(_, next)| is_time_of_slack(text, next)) {
            let when = self.at(line, time.1.trim());
            self.begin(line, when, trimmed.to_owned(), "");
        } else {
            self.go_on(line, text);
        }
    }

    fn begin(&mut self, line: u64, happened: Option<When>, actor: String, text: &str) {
        self.items.push(Item {
            line,
            first: None,
            visibility: Visibility::Shared,
            happened: happened.unwrap_or(When::Unknown),
            actor,
            text: text.to_owned(),
        });
    }

    fn go_on(&mut self, line: u64, text: &str) {
        match self.items.last_mut() {
            Some(item) if item.text.is_empty() => text.trim().clone_into(&mut item.text),
            Some(item) => {
                item.text.push('\n');
                item.text.push_str(text);
            }
            None if text.trim().is_empty() => {}
            None => self.problem(line, Cause::Orphan),
        }
    }

    /// Returns the time that a line begins with and what stands behind it; no time when there
    /// was one that cannot be placed.
    fn begins_with_time<'t>(
        &mut self,
        line: u64,
        text: &'t str,
    ) -> Option<(Option<When>, &'t str)> {
        let text = without_bullet(text);
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some((time, rest)) = bracketed.filter(|(time, _)| is_time(time)) {
            return Some((self.at(line, time), rest.trim_start()));
        }
        let ends = text
            .match_indices(char::is_whitespace)
            .map(|(at, _)| at)
            .chain([text.len()]);
        // The longest that is a time: `2026-11-22 14:02`, `9:02 AM`.
        let end = ends.take(3).filter(|end| is_time(&text[..*end])).last()?;
        let (time, rest) = text.split_at(end);
        Some((self.at(line, time), rest.trim_start()))
    }

    /// Places a time; says what stands in the way.
    fn at(&mut self, line: u64, text: &str) -> Option<When> {
        let text = text.trim();
        let placed = match time_of_day(text) {
            Some((time, precision)) => self.of_day(text, time, precision),
            None => self.reading.dated(text, None).inspect(|when| {
                if let When::Known { at, .. } = when {
                    (self.day, self.last) = (Some(at.date_naive()), Some(at.time()));
                }
            }),
        };
        placed.map_err(|cause| self.problem(line, cause)).ok()
    }

    fn of_day(&mut self, text: &str, time: NaiveTime, precision: Precision) -> Result<When, Cause> {
        let has_half = text.ends_with(['m', 'M']);
        self.is_halved |= has_half;
        let half_a_day = time.overflowing_add_signed(TimeDelta::hours(12)).0;
        let is_later_half =
            self.is_halved && !has_half && self.last.is_some_and(|last| time < last);
        let time = if is_later_half && self.last <= Some(half_a_day) {
            half_a_day
        } else {
            time
        };
        if let (Some(day), Some(last)) = (self.day, self.last) {
            self.day = Some(next_day(day, last, time));
        }
        self.last = Some(time);
        self.reading.of_day(self.day, (time, precision), text)
    }

    fn problem(&mut self, line: u64, cause: Cause) {
        self.problems.push(Problem { line, cause });
    }

    fn finish(mut self) -> Result<Vec<Item>, Vec<Problem>> {
        for item in &mut self.items {
            item.text = item.text.trim().to_owned();
            if item.text.is_empty() {
                let (line, cause) = (item.line, Cause::NoText);
                self.problems.push(Problem { line, cause });
            }
        }
        if self.items.is_empty() && self.problems.is_empty() {
            let (line, cause) = (1, Cause::Nothing);
            self.problems.push(Problem { line, cause });
        }
        if self.problems.is_empty() {
            Ok(self.items)
        } else {
            self.problems.sort_by_key(|problem| problem.line);
            Err(self.problems)
        }
    }
}

/// Returns whether a text is a time of day, or a date with one.
fn is_time(text: &str) -> bool {
    time_of_day(text).is_some() || is_dated(text)
}

/// Returns a line without what makes it one of a list: `- `, `* `, `+ `, `1. ` or `1) `.
fn without_bullet(text: &str) -> &str {
    let behind_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = behind_number.len() < text.len();
    let rest = if is_numbered {
        behind_number.strip_prefix(['.', ')'])
    } else {
        text.strip_prefix(['-', '*', '+'])
    };
    let rest = rest.filter(|rest| rest.starts_with(char::is_whitespace));
    rest.map_or(text, str::trim_start)
}

/// Reads `Farmer Jane  9:02 AM` and `Farmer Jane [9:02 AM]`.
fn slack_head(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (name, time) = match line.strip_suffix(']') {
        Some(rest) => rest.rsplit_once('[')?,
        None => line.rsplit_once("  ")?,
    };
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    (fits && time_of_day(time).is_some()).then_some((name, time))
}

/// Returns whether a line is a name and the next one is when that person wrote: only there
/// stands a time with AM or PM, or behind blanks. A bare one goes on with who wrote last.
fn is_time_of_slack(name: &str, next: &str) -> bool {
    let is_marked = next.starts_with(' ') || next.trim_end().ends_with(['m', 'M']);
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    fits && is_marked && time_of_day(next).is_some()
}

/// Divides `<jane> text`, `jane: text`, `jane<tab>text` and `* jane waves`.
fn who_and_what(said: &str) -> (Option<String>, &str) {
    let name = |text: &str| {
        let name = text.trim().trim_start_matches(['@', '+', '%', '&', '~']);
        let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        fits.then(|| name.to_owned())
    };
    if let Some((who, what)) = said.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        return (name(who), what.trim_start());
    }
    if let Some(deed) = said.strip_prefix("* ") {
        let who = deed.split_whitespace().next().unwrap_or_default();
        return (name(who), deed);
    }
    let divided = said.split_once('\t').or_else(|| said.split_once(": "));
    let bare = divided.or_else(|| said.strip_suffix(':').map(|who| (who, "")));
    match bare.and_then(|(who, what)| Some((name(who)?, what.trim_start()))) {
        Some((who, what)) => (Some(who), what),
        None => (None, said),
    }
}
