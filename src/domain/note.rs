//! A note as it is typed, on the screen and in a shell: who may read it, and when it was, in front.

use super::command::Command;
use super::decide::Refusal;
use super::event::Visibility;
use super::time::{Instant, Precision, When, Zone};

/// What a typed note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    /// Who may read it.
    pub visibility: Visibility,
    /// When it happened, where that stands in front.
    pub when: Option<When>,
    /// What is left of the text.
    pub text: &'a str,
}

impl<'a> Said<'a> {
    /// Reads `!@14:05 fox tracks`: a `!` in front keeps it on this machine, a time behind an `@`
    /// says when it happened. A name behind an `@` is part of the text.
    ///
    /// # Errors
    ///
    /// What is behind an `@` begins as a time and is none.
    pub fn read(text: &'a str, zone: Zone, now: Instant) -> Result<Self, Refusal> {
        let text = text.trim_start();
        let (text, visibility) = match text.strip_prefix('!') {
            Some(rest) => (rest.trim_start(), Visibility::Local),
            None => (text, Visibility::Shared),
        };
        let (when, text) = match text.strip_prefix('@').filter(|rest| begins_as_time(rest)) {
            None => (None, text),
            Some(rest) => {
                let (when, text) = leading_time(rest, zone, now)?;
                (Some(when), text)
            }
        };
        Ok(Self {
            visibility,
            when,
            text,
        })
    }

    /// Returns the command that notes it.
    #[must_use]
    pub fn note(&self) -> Command {
        Command::Note {
            text: self.text.to_owned(),
            visibility: self.visibility,
        }
    }

    /// Returns it as the answer to what a checklist line asks, with the `!` that keeps it here.
    #[must_use]
    pub fn answer(&self) -> String {
        match self.visibility {
            Visibility::Local => format!("!{}", self.text),
            Visibility::Shared => self.text.to_owned(),
        }
    }
}

/// Returns true for what can only be meant as a time, whether or not it is one: it begins with a
/// digit. `18F` is a name, because no unit, half of the day or zone begins like that.
#[must_use]
pub fn begins_as_time(text: &str) -> bool {
    let word = first_word(text).0;
    let behind = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_name = |c: char| c.is_alphabetic() && !"smhdapuzt".contains(c.to_ascii_lowercase());
    behind.len() < word.len() && !behind.starts_with(is_name)
}

/// How many words a time has at most: `1 h 30 min ago`.
const WORDS: usize = 5;

/// Splits a time from the text behind it: `14:05`, `2026-11-22 14:05`, `10m ago`, `1 h 30 min ago`.
/// A year alone is none here.
fn leading_time(text: &str, zone: Zone, now: Instant) -> Result<(When, &str), Refusal> {
    let mut ends = vec![text];
    while ends.len() <= WORDS {
        ends.push(first_word(ends[ends.len() - 1]).1);
    }
    let found = ends[1..].iter().rev().find_map(|rest| {
        let time = &text[..text.len() - rest.len()];
        let words: Vec<&str> = time.split_whitespace().collect();
        let time = words.join(" ");
        let when = zone.read(time.trim_end_matches([',', ';']), now).ok()?;
        (when.precision() != Some(Precision::Year)).then_some((when, *rest))
    });
    let word = first_word(text).0;
    let (when, rest) = found.ok_or_else(|| {
        let cause = format!("`{word}` is no time: write @14:05, or @10m ago; or leave out the @");
        Refusal::plain(cause, "")
    })?;
    let next = first_word(rest).0;
    if changes_time(next) {
        let own = zone.local(now).format("%Z").to_string();
        let cause = format!(
            "`{next}` behind the time is not read: write a time of {own}, as in @14:05, or one \
             with its offset, as in @2026-11-22T14:05Z"
        );
        return Err(Refusal::plain(cause, ""));
    }
    Ok((when, rest))
}

/// Splits the first word from what stands behind it.
#[must_use]
pub fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (word, rest.trim_start())
}

/// Returns true for what would make another time of the one in front of it: half of the day, a
/// zone, another clock.
fn changes_time(word: &str) -> bool {
    const ZONES: [&str; 18] = [
        "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT",
        "HST", "CET", "CEST", "BST", "IST",
    ];
    let word = word.trim_end_matches([',', ';', '.']);
    let is_half = ["am", "pm", "a.m", "p.m"].contains(&word.to_lowercase().as_str());
    let digits = |c: char| c.is_ascii_digit() || c == ':';
    is_half || ZONES.contains(&word) || (word.contains(':') && word.chars().all(digits))
}
