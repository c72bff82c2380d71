//! What a conflict says to the person who rules on it, and what each ruling does; and the
//! same of a suggestion.

mod asked;
mod words;

use super::difference::apart;
use super::ids::{FixId, ItemId, LeadId};
use super::incident::{Conflict, Incident};
use super::text::excerpt;
use super::time::{Instant, Span, Zone};

pub use asked::{Asked, asked};
pub use words::{about, choices, value_words};

/// How much of a value stands in a line at least.
const LEAST: usize = 12;

/// What a conflict says to the person who rules on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What it is about, in a few words.
    pub about: String,
    /// What happened, in a sentence; the value follows it where there is only one.
    pub told: String,
    /// The thing whose part is in question; empty where the values say it themselves.
    pub of: String,
    /// What keeping the value here does.
    pub keep: String,
    /// What taking the value of the issue does.
    pub take: String,
    /// What another value does; none where the record cannot have another.
    pub edit: Option<String>,
}

/// What is in conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// One value of something; both sides have one.
    Value,
    /// A line that is here and was removed from the issue.
    Removed(ItemId),
    /// A line that was taken back here and changed on the issue.
    TakenBack(ItemId),
}

impl Matter {
    /// Returns what the subject of a conflict names.
    #[must_use]
    pub fn of(subject: &str) -> Self {
        match subject.split_once(' ') {
            Some((id, "deleted")) => Self::Removed(ItemId::new(id)),
            Some((id, "taken back")) => Self::TakenBack(ItemId::new(id)),
            _ => Self::Value,
        }
    }
}

/// Returns what a conflict says to the person who rules on it.
#[must_use]
pub fn account(subject: &str, conflict: &Conflict, incident: &Incident) -> Account {
    match Matter::of(subject) {
        Matter::Value => of_value(subject, incident),
        Matter::Removed(id) => of_removed(&id, conflict, incident),
        Matter::TakenBack(id) => of_taken_back(&id, conflict),
    }
}

fn of_value(subject: &str, incident: &Incident) -> Account {
    Account {
        about: about(subject),
        told: "both sides changed it apart; everything else goes on".to_owned(),
        of: thing_of(subject, incident),
        keep: "the issue gets it".to_owned(),
        take: "the record gets it".to_owned(),
        edit: words::takes_a_third(subject).then(|| "say a third thing, for both".to_owned()),
    }
}

fn of_removed(id: &ItemId, conflict: &Conflict, incident: &Incident) -> Account {
    Account {
        about: id.to_string(),
        told: format!(
            "{} removed line {id} on the issue; here it says:",
            there(conflict)
        ),
        of: String::new(),
        keep: "it goes back on the issue".to_owned(),
        take: removal(id, incident).to_owned(),
        edit: can_reword(id, incident).then(|| "keep it, in other words".to_owned()),
    }
}

/// Returns what stands in for deleting a line: nothing is deleted from a journal, and the
/// playbook's lines stay.
fn removal(id: &ItemId, incident: &Incident) -> &'static str {
    if can_reword(id, incident) {
        "take it back here too"
    } else {
        "set it aside: it does not apply"
    }
}

fn of_taken_back(id: &ItemId, conflict: &Conflict) -> Account {
    let by = if conflict.ours_by.is_empty() {
        String::new()
    } else {
        format!(" by {}", conflict.ours_by)
    };
    Account {
        about: id.to_string(),
        told: format!(
            "{id} was taken back here{by}, and {} changed it on the issue; there it says:",
            there(conflict)
        ),
        of: String::new(),
        keep: "it goes from the issue too".to_owned(),
        take: "bring it back as it stands there".to_owned(),
        edit: Some("bring it back in other words".to_owned()),
    }
}

/// Returns whether a line may get other words: those of the playbook are not the incident's.
fn can_reword(id: &ItemId, incident: &Incident) -> bool {
    let is_on_board = id.0.parse::<LeadId>().is_ok() || id.0.parse::<FixId>().is_ok();
    let mut custom = incident.custom_items.iter();
    is_on_board || custom.any(|item| ItemId::from(item.id) == *id)
}

/// Returns the words of the line whose owner or state is in conflict.
fn thing_of(subject: &str, incident: &Incident) -> String {
    let Some((id, attribute)) = subject.split_once(' ') else {
        return String::new();
    };
    if attribute == "text" {
        return String::new();
    }
    let lead = id.parse().ok().and_then(|id: LeadId| incident.lead(id));
    let fix = id.parse().ok().and_then(|id: FixId| incident.fix(id));
    let text = lead.map(|lead| &lead.text).or(fix.map(|fix| &fix.text));
    text.map(|text| format!("{id} {text}")).unwrap_or_default()
}

fn there(conflict: &Conflict) -> &str {
    or_somebody(&conflict.theirs_by)
}

fn or_somebody(name: &str) -> &str {
    if name.is_empty() { "somebody" } else { name }
}

/// Returns who set a value and when, with its age; empty where neither is known.
#[must_use]
pub fn signed(by: &str, at: Option<Instant>, incident: &Incident, now: Instant) -> String {
    let when = at.map(|at| {
        let age = Span::between(at, now);
        let age = if age.as_seconds() < 60 {
            "just now".to_owned()
        } else {
            format!("{} ago", age.short())
        };
        format!("{}, {age}", incident.zone.clock(at, now))
    });
    let by = Some(by.to_owned()).filter(|by| !by.is_empty());
    by.into_iter().chain(when).collect::<Vec<_>>().join(", ")
}

/// Returns what is to be ruled on and who changed it, without the values.
#[must_use]
pub fn in_short(subject: &str, conflict: &Conflict) -> String {
    let here = or_somebody(&conflict.ours_by);
    let there = there(conflict);
    match Matter::of(subject) {
        Matter::Value => {
            let about = about(subject);
            format!("{about}, changed by {here} here and by {there} on the issue")
        }
        Matter::Removed(id) => format!("{id}, removed by {there} on the issue"),
        Matter::TakenBack(id) => {
            format!("{id}, taken back by {here} here and changed by {there} on the issue")
        }
    }
}

/// Returns what is to be ruled on, in one line of about so many characters: both values as far
/// as they fit.
#[must_use]
pub fn line(subject: &str, conflict: &Conflict, zone: Zone, wide: usize) -> String {
    let fitting = |words: &str, values: usize| {
        let room = wide.saturating_sub(words.chars().count());
        (room / values).max(LEAST)
    };
    match Matter::of(subject) {
        Matter::Value => {
            let words = format!("Rule on {}: here ", about(subject));
            let most = fitting(&format!("{words}, on the issue "), 2);
            let [ours, theirs] =
                [&conflict.ours, &conflict.theirs].map(|value| value_words(subject, value, zone));
            let (ours, theirs) = apart(&ours, &theirs, most);
            let (ours, theirs) = (or_nothing(&ours), or_nothing(&theirs));
            format!("{words}{ours}, on the issue {theirs}")
        }
        Matter::Removed(id) => {
            let words = format!("Rule on {id}: removed on the issue, here ");
            let ours = excerpt(&conflict.ours, fitting(&words, 1));
            words + &ours
        }
        Matter::TakenBack(id) => {
            let words = format!("Rule on {id}: taken back here, on the issue ");
            let theirs = excerpt(&conflict.theirs, fitting(&words, 1));
            words + &theirs
        }
    }
}

fn or_nothing(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

/// Returns who changed what is to be ruled on, and when.
#[must_use]
pub fn why(conflict: &Conflict, incident: &Incident, now: Instant) -> String {
    let clock = |at: Instant| incident.zone.clock(at, now);
    let ours = match (conflict.ours_by.as_str(), conflict.ours_at) {
        ("", None) => String::new(),
        ("", Some(at)) => format!("here {}, ", clock(at)),
        (by, None) => format!("here {by}, "),
        (by, Some(at)) => format!("here {by} {}, ", clock(at)),
    };
    let theirs = there(conflict);
    let at = clock(conflict.at);
    format!("{ours}on the issue {theirs} {at}; both are kept until you choose")
}
