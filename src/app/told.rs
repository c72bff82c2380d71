//! What a person types of a message that went out by hand, or was acknowledged.

use super::purpose::{Purpose, failed};
use crate::domain::command::{Command, Request};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Route, RouteState, reached};
use crate::domain::text::{clean_line, shorten, split_names};
use crate::domain::time::{Instant, Span, When, Zone};

/// When, by whom, and to whom else.
#[derive(Debug, PartialEq)]
struct Said {
    when: Option<When>,
    by: String,
    more: Vec<String>,
}

impl Purpose {
    /// Returns the place of the one of whom alone it is asked whom somebody told, of a message in
    /// the record: only there can they be left open.
    pub(super) fn asked_of(&self) -> Option<usize> {
        match self {
            Self::Carried {
                of: Some(_),
                routes,
                unset: Some(_),
                ..
            } => match routes.as_slice() {
                [at] => Some(*at),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the request that such a text becomes, or what is wrong with it.
    pub(super) fn told(
        &self,
        text: &str,
        (me, people): (&str, &[String]),
        zone: Zone,
        now: Instant,
    ) -> Result<Request, String> {
        let unset = match self {
            Self::Carried { unset, .. } => unset.as_ref(),
            _ => None,
        };
        let said = read(text, unset.is_some(), people, (zone, now))?;
        if let Some(name) = unset.filter(|_| said.more.is_empty()) {
            return Err(format!(
                "{name}: no address is set, so say whom you told; with a time: {FORM}"
            ));
        }
        let (command, sender) = match self {
            Self::Carried {
                of: None,
                message,
                sitrep,
                to,
                rest,
                text,
                ..
            } => {
                let to = match unset {
                    Some(name) => vec![reached(name, &said.more)],
                    None => to.iter().cloned().chain(said.more).collect(),
                };
                let command = recorded((message, text), *sitrep, to, rest);
                (command, said.by)
            }
            Self::Carried {
                of: Some(of),
                routes,
                ..
            } => {
                let by = if said.by.is_empty() { me } else { &said.by };
                let command = Command::MoveRoutes {
                    of: *of,
                    routes: routes.clone(),
                    to: RouteState::Sent,
                    by: by.to_owned(),
                    words: String::new(),
                    more: said.more,
                    attempts: 0,
                };
                (command, String::new())
            }
            Self::Acknowledged { of, route } => {
                if said.by.is_empty() {
                    return Err("type the name of who acknowledged it".into());
                }
                let to = RouteState::Acknowledged;
                let command = moving(*of, vec![*route], to, &said.by, "");
                (command, String::new())
            }
            _ => return Err("this is no message".into()),
        };
        // Whoever sent it, it is recorded here, and whoever records it takes it back.
        let request = Request::local(command, me).sent_by(&sender);
        Ok(match said.when {
            Some(when) => request.happened(when),
            None => request,
        })
    }
}

pub(in crate::app) fn moving(
    of: EntryId,
    routes: Vec<usize>,
    to: RouteState,
    by: &str,
    words: &str,
) -> Command {
    Command::MoveRoutes {
        of,
        routes,
        to,
        by: by.to_owned(),
        words: words.to_owned(),
        more: Vec::new(),
        attempts: 0,
    }
}

/// Returns what gives up a way of a message, for a reason.
pub(super) fn not_told((of, route): (EntryId, usize), why: &str) -> Result<Command, String> {
    let words = clean_line(why);
    if words.is_empty() {
        return Err("type why, such as `nobody is concerned`".into());
    }
    Ok(moving(of, vec![route], RouteState::Dropped, "", &words))
}

/// Returns what records that a message went out that is in no record yet: to those, with the ways
/// to whoever is still to be told.
fn recorded(
    (message, text): (&str, &str),
    sitrep: bool,
    to: Vec<String>,
    rest: &[Route],
) -> Command {
    let (message, text) = (message.to_owned(), text.to_owned());
    if rest.is_empty() {
        return Command::RecordMessage {
            message,
            sitrep,
            to,
            text,
        };
    }
    Command::SendMessage {
        message,
        to,
        routes: rest.to_vec(),
        text,
    }
}

/// How a time, who sent it, and whom it went to are written.
const FORM: &str = "`14:05 by Farmer Dave; the reviewers`";

/// Reads `14:05 by Farmer Dave; the mayor, the press`. Each part may be missing, also with the ;
/// left standing in front; where it is asked whom it went to, one part alone is that. A first part
/// that is no time is a name only where somebody is known by it: else a time that was mistyped
/// would be a person, and the deadline be kept now.
fn read(
    text: &str,
    asks_whom: bool,
    people: &[String],
    (zone, now): (Zone, Instant),
) -> Result<Said, String> {
    let text = text.trim();
    let rest = text.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
    let is_first_missing = rest.len() < text.len() || (asks_whom && !rest.contains(';'));
    let (first, more) = rest.split_once(';').unwrap_or((rest, ""));
    let line = clean_line(first);
    if is_first_missing && !begins_with_when(&line, zone, now) {
        return Ok(Said {
            when: None,
            by: String::new(),
            more: recipients(rest, zone, now)?,
        });
    }
    let more = recipients(more, zone, now)?;
    let (time, by) = time_and_sender(&line);
    let when = match time {
        "" => None,
        time => match zone.read(time, now) {
            Ok(When::Unknown) => return Err("say when it was, or leave it away for now".into()),
            Ok(when) => Some(when),
            Err(_) if by.is_empty() && people.iter().any(|it| is_same(it, &name(time))) => {
                return Ok(Said {
                    when: None,
                    by: name(time),
                    more,
                });
            }
            Err(_) if is_words(time) => {
                return Err(format!(
                    "{}: no time, and nobody known by that name; write {FORM}",
                    shorten(time, 40)
                ));
            }
            Err(error) => return Err(failed(error)),
        },
    };
    if let Some(When::Known { at, .. }) = when
        && at.to_utc() > now
    {
        return Err("that time is still to come".into());
    }
    Ok(Said {
        when,
        by: name(by),
        more,
    })
}

/// Splits `14:05 by Farmer Dave`; each of them may be missing.
fn time_and_sender(line: &str) -> (&str, &str) {
    match line.split_once("by ") {
        Some((time, by)) if time.is_empty() || time.ends_with(' ') => (time.trim(), by),
        _ => (line, ""),
    }
}

/// Returns the names of recipients. A time among them, or who sent it, would be a person for good.
fn recipients(text: &str, zone: Zone, now: Instant) -> Result<Vec<String>, String> {
    let names = split_names(text);
    let has_time = |name: &str| name.split(' ').any(is_clock);
    let is_none = |name: &&String| begins_with_when(name, zone, now) || has_time(name);
    match names.iter().find(is_none) {
        Some(none) => Err(format!(
            "{}: when, and by whom, stands in front, as in {FORM}",
            shorten(none, 40)
        )),
        None => Ok(names),
    }
}

/// Returns whether a text begins with what says when or by whom, whether or not it can be read.
fn begins_with_when(line: &str, zone: Zone, now: Instant) -> bool {
    let (time, by) = time_and_sender(line);
    if time.is_empty() {
        return !by.is_empty();
    }
    let word = time.split(' ').next().unwrap_or_default();
    zone.read(time, now).is_ok() || is_clock(word) || is_count(word)
}

/// Returns whether a word is written as a time of the day or a day: `25:99`, `14.05`, `14h05`,
/// `2026-11-22`.
fn is_clock(word: &str) -> bool {
    let is_of = |text: &str, most: usize| {
        let mut signs = text.chars();
        (1..=most).contains(&text.len()) && signs.all(|c| c.is_ascii_digit())
    };
    let word = word.trim_end_matches([',', '.']);
    let time = word.trim_end_matches(char::is_alphabetic);
    let is_time =
        |(hour, rest): (&str, &str)| is_of(hour, 2) && rest.split(':').all(|part| is_of(part, 2));
    let is_day = |(year, rest): (&str, &str)| {
        let mut parts = rest.split(['-', 'T', ':']);
        year.len() == 4 && is_of(year, 4) && parts.all(|part| is_of(part, 2))
    };
    time.split_once([':', '.', 'h']).is_some_and(is_time)
        || time.split_once('-').is_some_and(is_day)
}

/// Returns whether a word is a number that may be a time, or a length: `1430`, `10m`, `2pm`. `18F`,
/// `3M` and `3PAO` are names.
fn is_count(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.']);
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_of_day = ["", "am", "pm", "a.m", "p.m", "z"].contains(&unit);
    let is_number = (1..=4).contains(&(word.len() - unit.len()));
    let is_small = !unit.contains(char::is_uppercase);
    is_number && (is_of_day || (is_small && word.parse::<Span>().is_ok()))
}

fn is_same(known: &str, name: &str) -> bool {
    known.to_lowercase() == name.to_lowercase()
}

/// Returns whether a text may be a name as well as a time: one that begins with a digit is a time
/// that could not be read.
fn is_words(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
}

fn name(text: &str) -> String {
    clean_line(text).trim_start_matches('@').to_owned()
}

#[cfg(test)]
#[path = "told_tests.rs"]
mod tests;
