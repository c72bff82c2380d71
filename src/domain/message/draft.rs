//! Filling the playbook's templates from the record.

use super::since::{changes, new_comments};
use super::values::{NO_ISSUE, values};
use crate::domain::incident::{Incident, Status};
use crate::domain::playbook::{Message, MessageKind, Playbook, Template};
use crate::domain::time::Instant;

/// How the subject is written above a text.
const SUBJECT: &str = "Subject: ";
/// What stands where nobody filled anything in.
const UNKNOWN: &str = "(not known yet)";
/// What a person fills in of a sitrep.
const NARRATIVE: &str = "{narrative}";

/// A message before anybody wrote on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What kind of message it is.
    pub kind: MessageKind,
    /// Its number among the sitreps; zero for other messages.
    pub number: u32,
    /// The text as a person edits it: the subject in the first line, then the rest. What the
    /// record does not know is left as `{name}`.
    pub text: String,
    /// What is to be filled in, in the order it stands.
    pub blanks: Vec<String>,
    /// What changed since the last sitrep, a line each.
    pub changes: Vec<String>,
    /// How many comments of others came in since.
    pub comments: usize,
}

impl Draft {
    /// Returns the text that says that there is nothing to say beyond what it has anyway; none
    /// when it asks for more than a narrative. What else the record lacks of an update is said
    /// to be unknown: that is no news either.
    #[must_use]
    pub fn without_news(&self) -> Option<String> {
        let has_narrative = self.blanks.iter().any(|blank| blank == "narrative");
        let is_update = matches!(self.kind, MessageKind::Update | MessageKind::Daily);
        let is_sitrep = has_narrative && (is_update || self.blanks.len() == 1);
        let said = match (self.changes.is_empty(), self.comments) {
            (true, 0) => "No change.",
            (true, _) => "No change of status or boards.",
            (false, _) => "No change but those listed.",
        };
        is_sitrep.then(|| fill_in(&self.text.replace(NARRATIVE, said), &self.blanks))
    }

    /// Returns what it is called, with its number. The initial one may not be the first that was
    /// written: its number is then said to be that of a sitrep, as others read it.
    #[must_use]
    pub fn title(&self, name: &str) -> String {
        match (self.number, self.kind) {
            (0, _) => name.to_owned(),
            (2.., MessageKind::Initial) => format!("{name}, as sitrep #{}", self.number),
            (number, _) => format!("{name} #{number}"),
        }
    }
}

impl Draft {
    /// Fills in what a blank asks for.
    pub(super) fn fill(&mut self, blank: &str, with: &str) {
        self.text = self.text.replace(&format!("{{{blank}}}"), with);
        self.blanks.retain(|known| known != blank);
    }
}

/// Returns which sitrep the state asks for: the initial one until somebody had one, then that on
/// who commands or on the severity where those who had the last one know otherwise.
#[must_use]
pub fn sitrep_kind(incident: &Incident) -> MessageKind {
    match (incident.status, incident.told.as_deref()) {
        (Status::Resolved | Status::FalseAlarm, _) => MessageKind::Final,
        (_, None) => MessageKind::Initial,
        (_, Some(told)) if told.ic != incident.ic => MessageKind::Handoff,
        (_, Some(told)) if told.severity != incident.severity => MessageKind::SeverityChange,
        (_, Some(_)) => MessageKind::Update,
    }
}

/// Writes a message as far as the record knows it.
#[must_use]
pub fn compose(incident: &Incident, playbook: &Playbook, message: &Message, now: Instant) -> Draft {
    let number = if message.kind.is_sitrep() {
        incident.counters.sitrep.saturating_add(1)
    } else {
        0
    };
    let empty = Template {
        subject: None,
        body: String::new(),
    };
    let template = playbook.template(&message.template).unwrap_or(&empty);
    let values = values(incident, playbook, number, now);
    let filled = template.fill(&|name| values.get(name).cloned());
    let body = without_missing_page(&filled.body);
    let body = body.trim_end();
    let text = match filled.subject {
        Some(subject) => format!("{SUBJECT}{subject}\n\n{body}"),
        None => body.to_owned(),
    };
    Draft {
        kind: message.kind,
        number,
        text,
        blanks: filled.missing,
        changes: changes(incident),
        comments: new_comments(incident),
    }
}

/// Returns a text without the lines that are only the page of an issue that does not exist, and
/// the empty line behind each: nobody outside needs to read of it.
fn without_missing_page(body: &str) -> String {
    let mut lines = body.lines().peekable();
    let mut kept = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim() != NO_ISSUE {
            kept.push(line);
        } else if lines.peek().is_some_and(|line| line.is_empty()) {
            lines.next();
        }
    }
    kept.join("\n")
}

/// Returns what a person has still to fill in, in the order it stands.
#[must_use]
pub fn unfilled(text: &str) -> Vec<String> {
    let body = text.to_owned();
    Template {
        subject: None,
        body,
    }
    .placeholders()
}

/// Returns what was left blank of a form, in the order it stands there, and then what else is still
/// to be filled in: a blank that somebody emptied is none that they filled in.
#[must_use]
pub fn left_blank(form: &str, text: &str) -> Vec<String> {
    let mut open = unfilled(text);
    let is_open = |name: &String| open.contains(name) || is_emptied(form, text, name);
    let mut left: Vec<String> = unfilled(form).into_iter().filter(is_open).collect();
    open.retain(|name| !left.contains(name));
    left.append(&mut open);
    left
}

/// Returns whether the lines of a form that end with a blank stand in a text with nothing in its
/// place. An answer may begin in the next line.
fn is_emptied(form: &str, text: &str, name: &str) -> bool {
    let blank = format!("{{{name}}}");
    let labels = form.lines().filter_map(|line| label_of(line, &blank));
    let begins = |line: &str| form.lines().any(|known| begins_as(line, known));
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let is_empty = |(before, behind): (&str, &str)| {
        let alone = |line: &&str| line.strip_prefix(before).map(str::trim) == Some(behind);
        let Some(at) = lines.iter().position(alone) else {
            return false;
        };
        let mut rest = lines[at + 1..].iter().filter(|line| !line.is_empty());
        rest.next().is_none_or(|next| begins(next))
    };
    labels.into_iter().any(is_empty)
}

/// Returns what stands before the only blank of a line, and the signs behind it; none where words
/// follow, or where nothing names it.
fn label_of<'a>(line: &'a str, blank: &str) -> Option<(&'a str, &'a str)> {
    let (before, behind) = line.split_once(blank)?;
    let is_word = |text: &str| text.contains(char::is_alphanumeric);
    let (before, behind) = (before.trim_end(), behind.trim());
    let is_alone = unfilled(before).is_empty() && !is_word(behind);
    (is_alone && is_word(before)).then_some((before, behind))
}

/// Returns whether a line begins as one of a form does, up to its first blank.
fn begins_as(line: &str, known: &str) -> bool {
    let known = known.split('{').next().unwrap_or(known).trim_end();
    !known.is_empty() && line.starts_with(known)
}

/// Returns a text with its blanks filled, so that a thin notice can always go out (R9).
#[must_use]
pub fn fill_in(text: &str, blanks: &[String]) -> String {
    let mut text = text.to_owned();
    for blank in blanks {
        // What says that it is unknown has brackets of its own.
        text = text.replace(&format!("({{{blank}}})"), UNKNOWN);
        text = text.replace(&format!("{{{blank}}}"), UNKNOWN);
    }
    text
}

/// Splits a text as it was edited into its subject, empty where it has none, and the rest.
#[must_use]
pub fn subject_and_body(text: &str) -> (String, String) {
    let text = text.trim_start_matches('\n');
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.strip_prefix(SUBJECT.trim_end()) {
        Some(subject) => (
            subject.trim().to_owned(),
            rest.trim_start_matches('\n').to_owned(),
        ),
        None => (String::new(), text.to_owned()),
    }
}
