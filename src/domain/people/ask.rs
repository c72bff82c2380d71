//! Questions that were put to somebody, and when to come back for the answer.

use serde::{Deserialize, Serialize};

use super::person::names;
use crate::domain::clock::sane;
use crate::domain::event::{AskChanged, AskStep, Entry};
use crate::domain::ids::{AskId, EntryId, ItemId};
use crate::domain::incident::Incident;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Span, Zone};

/// A question that was put to somebody. It stays on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ask {
    /// Its number.
    pub id: AskId,
    /// The entry that records it.
    pub entry: EntryId,
    /// Whom.
    pub to: String,
    /// The question.
    pub question: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub asked_at: Instant,
    /// When to come back for the answer.
    pub due: Instant,
    /// What came of it.
    pub state: AskState,
    /// The line of a board that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<ItemId>,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum AskState {
    /// Nobody answered yet.
    Open,
    /// It was answered.
    Answered {
        /// What they said.
        answer: String,
        /// When.
        at: Instant,
    },
    /// Nobody waits for it any more.
    Dropped {
        /// Why; may be empty.
        reason: String,
    },
}

impl Ask {
    /// Returns whether somebody still waits for the answer: it is neither answered nor
    /// dropped, and no line of a board took its place.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == AskState::Open && self.became.is_none()
    }

    /// Returns it in a line: number, whom, the question, and what came of it.
    #[must_use]
    pub fn line(&self) -> String {
        let Self {
            id, to, question, ..
        } = self;
        let asked = format!("{id} {to}: {question}");
        let said = match &self.state {
            AskState::Open => asked,
            AskState::Answered { answer, .. } => format!("{asked} -> {answer}"),
            AskState::Dropped { reason } if reason.is_empty() => format!("{asked} (dropped)"),
            AskState::Dropped { reason } => format!("{asked} (dropped: {reason})"),
        };
        match &self.became {
            Some(line) => format!("{said} (now {line})"),
            None => said,
        }
    }
}

/// Returns the questions that somebody still waits for, the soonest due first: what a handoff
/// has to pass on (domain section 10).
#[must_use]
pub fn open_asks(incident: &Incident) -> Vec<&Ask> {
    let mut open: Vec<&Ask> = incident.asks.iter().filter(|ask| ask.is_open()).collect();
    open.sort_by_key(|ask| (ask.due, ask.id));
    open
}

/// What somebody wants of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskAsked {
    /// To put it.
    Put {
        /// To whom: the name, or enough of it to know them by.
        to: String,
        /// The question.
        question: String,
        /// How long until somebody comes back for the answer.
        within: Span,
    },
    /// To write the answer down.
    Answer {
        /// Which one.
        id: AskId,
        /// What they said.
        answer: String,
    },
    /// To give them longer.
    Extend {
        /// Which one.
        id: AskId,
        /// How long from now.
        within: Span,
    },
    /// To wait for it no more.
    Drop {
        /// Which one.
        id: AskId,
        /// Why; may be empty.
        reason: String,
    },
    /// To make a line of a board of it.
    Become {
        /// Which one.
        id: AskId,
        /// Of which board.
        line: AskLine,
    },
}

/// The board that a question goes on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskLine {
    /// A lead, run down by whom it was put to.
    Lead,
    /// An immediate remediation item, done by whom it was put to.
    Fix,
}

/// Reads `@dave is the bucket public? 10m`: whom, the question, and how long; `usual` where it
/// does not say how long. One of `names` may have several words, any other is one.
#[must_use]
pub fn read_ask(names: &[String], text: &str, usual: Span) -> Option<AskAsked> {
    let text = clean_line(text);
    let (to, rest) = whom(names, &text)?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (end, within) = length(&words).unwrap_or((words.len(), usual));
    put(to, &words[..end].join(" "), within)
}

/// Reads the same of the words of a command line, of which each may hold several: whom and the
/// question in one or apart, and at the end how long, which is never taken from within the words of
/// a question that stands by itself.
#[must_use]
pub fn read_ask_words(incident: &Incident, words: &[String], usual: Span) -> Option<AskAsked> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (asked, within) = match length(&words) {
        Some((end, within)) => (&words[..end], Some(within)),
        None => (&words[..], None),
    };
    let mut known: Vec<String> = names(incident).into_iter().map(str::to_owned).collect();
    let (first, more) = asked.split_first()?;
    if more.is_empty() {
        let text = clean_line(first);
        let is_whom = text.starts_with('@') || whom_known(&known, &text).is_some();
        return match within {
            _ if !is_whom => None,
            None => read_ask(&known, &text, usual),
            Some(within) => {
                let (to, question) = whom(&known, &text)?;
                put(to, question, within)
            }
        };
    }
    let to = clean_line(first);
    known.push(to.trim_start_matches('@').trim_end_matches(',').to_owned());
    let text = clean_line(&asked.join(" "));
    let (to, question) = whom(&known, &text)?;
    put(to, question, within.unwrap_or(usual))
}

/// Returns how long the last of some words say, and where the question before them ends. A length of
/// several words, such as `2 hours`, may be what is asked about: it counts where a question that ends
/// stands before it, or `in`.
fn length(words: &[&str]) -> Option<(usize, Span)> {
    let is_alone = |word: &&str| word.parse::<Span>().is_ok();
    (1..words.len()).find_map(|from| {
        let (before, said) = words.split_at(from);
        let within = said.join(" ").parse::<Span>().ok();
        let within = within.filter(|within| within.as_seconds() > 0)?;
        let last = before.last()?;
        if from > 1 && ["in", "within"].contains(&last.to_lowercase().as_str()) {
            return Some((from - 1, within));
        }
        let is_ended = last.ends_with(['?', '!', '.', ':', ';', ',', '"']);
        let is_quoted = last.contains(char::is_whitespace);
        (is_ended || is_quoted || said.iter().all(is_alone)).then_some((from, within))
    })
}

/// Splits whom from what stands behind: one of the names, the longest of them, else one word.
fn whom<'a>(names: &[String], text: &'a str) -> Option<(&'a str, &'a str)> {
    let text = text.strip_prefix('@').unwrap_or(text);
    let (to, rest) = whom_known(names, text).or_else(|| text.split_once(' '))?;
    Some((to, rest.trim_start_matches([' ', ','])))
}

fn whom_known<'a>(names: &[String], text: &'a str) -> Option<(&'a str, &'a str)> {
    let known = names.iter().filter_map(|name| {
        let (head, rest) = text.split_at_checked(name.len())?;
        let is_it = head.to_lowercase() == name.to_lowercase();
        (is_it && rest.starts_with([' ', ','])).then_some((head, rest))
    });
    known.max_by_key(|(head, _)| head.len())
}

fn put(to: &str, question: &str, within: Span) -> Option<AskAsked> {
    let question = clean_line(question.trim().trim_matches('"'));
    let to = to.trim().to_owned();
    (!to.is_empty() && !question.is_empty()).then_some(AskAsked::Put {
        to,
        question,
        within,
    })
}

/// Changes what is known of a question. One that is not known changes nothing.
pub(in crate::domain) fn apply_ask(incident: &mut Incident, entry: &Entry, changed: &AskChanged) {
    let at = sane(entry.shown_at());
    let known = incident.asks.iter().position(|ask| ask.id == changed.id);
    let (known, step) = match (known, &changed.step) {
        (None, AskStep::Asked { to, question, due }) => {
            incident.asks.push(Ask {
                id: changed.id,
                entry: entry.id,
                to: to.clone(),
                question: question.clone(),
                by: entry.actor.clone(),
                asked_at: at,
                due: sane(*due),
                state: AskState::Open,
                became: None,
            });
            return;
        }
        (None, _) => return,
        (Some(known), step) => (&mut incident.asks[known], step),
    };
    match step {
        AskStep::Asked { .. } => {}
        AskStep::Answered { answer } => {
            let answer = answer.clone();
            known.state = AskState::Answered { answer, at };
        }
        AskStep::Extended { due } => known.due = sane(*due),
        AskStep::Dropped { reason } => {
            let reason = reason.clone();
            known.state = AskState::Dropped { reason };
        }
        AskStep::Became { line } => known.became = Some(line.clone()),
    }
}

/// Follows lines that got other numbers.
pub(in crate::domain) fn renumber(incident: &mut Incident, moves: &[(ItemId, ItemId)]) {
    for line in incident
        .asks
        .iter_mut()
        .filter_map(|ask| ask.became.as_mut())
    {
        if let Some((_, to)) = moves.iter().find(|(from, _)| from == line) {
            line.clone_from(to);
        }
    }
}

/// Returns what became of a question, in a line.
pub(in crate::domain) fn describe_ask(changed: &AskChanged, zone: Zone) -> String {
    let id = changed.id;
    match &changed.step {
        AskStep::Asked { to, question, due } => {
            let due = zone.stamp(*due);
            format!("{id} asked {to}: {question} (back at {due})")
        }
        AskStep::Answered { answer } => format!("{id} answered: {answer}"),
        AskStep::Extended { due } => format!("{id} has until {}", zone.stamp(*due)),
        AskStep::Dropped { reason } if reason.is_empty() => format!("{id} dropped"),
        AskStep::Dropped { reason } => format!("{id} dropped: {reason}"),
        AskStep::Became { line } => format!("{id} is now {line}"),
    }
}
