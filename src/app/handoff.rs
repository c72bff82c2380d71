//! What is typed to hand command over.

use crate::domain::command::{Command, Request};
use crate::domain::event::Event;
use crate::domain::handoff::{HandoffAsked, Offer, brief, first_mismatch};
use crate::domain::incident::Incident;
use crate::domain::text::clean_line;

use super::model::App;

/// Stands between a brief and what is read back of it.
const READ_BACK: &str = "Read back the lines with a star:";

/// A text that is typed to hand command over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoffText {
    /// Who takes over.
    To,
    /// The brief for them.
    Brief(String),
    /// What they read back of it.
    ReadBack(String),
    /// Why command is taken without a handoff, or taken back.
    Take,
}

impl HandoffText {
    /// Returns the key of the draft.
    pub(super) fn draft_key(&self) -> String {
        let of = |word: &str, name: &str| {
            let name = clean_line(name).replace([' ', '/'], "-").to_lowercase();
            format!("{word}-{name}")
        };
        match self {
            Self::To => "handoff".into(),
            Self::Brief(to) => of("brief", to),
            Self::ReadBack(by) => of("read-back", by),
            Self::Take => "take-command".into(),
        }
    }

    /// Returns the request that a text becomes, or what is wrong with it.
    pub(super) fn request(&self, text: &str, me: &str) -> Result<Request, String> {
        let take = |read_back| {
            Command::HandleHandoff(HandoffAsked::Take {
                read_back,
                head: None,
            })
        };
        Ok(match self {
            // A brief for them comes next.
            Self::To => return Err("type the name of the new IC".into()),
            Self::Brief(to) => {
                let (to, brief) = (to.clone(), text.to_owned());
                let offer = HandoffAsked::Offer { to, brief };
                Request::local(Command::HandleHandoff(offer), me)
            }
            // Whoever takes over is the one who does it, whoever sat at the keys before.
            Self::ReadBack(by) => Request::local(take(read_back(text)), by),
            Self::Take if text.trim().is_empty() => {
                return Err("type the reason; it goes into the log and the report".into());
            }
            Self::Take => Request::local(take(Vec::new()), me).overriding(text),
        })
    }
}

/// Returns the page on which a brief is read and its marked lines are typed.
pub(super) fn page(offer: &Offer) -> String {
    let numbers: Vec<String> = (1..=offer.marked.len()).map(|n| format!("{n}: ")).collect();
    let numbers = numbers.join("\n");
    format!("{}\n\n{READ_BACK}\n{numbers}", offer.brief)
}

/// Returns which line of such a page is typed next: the first number with nothing behind it, else
/// the last of them.
pub(super) fn next_to_type(page: &str) -> Option<usize> {
    let heading = page.lines().position(|line| line == READ_BACK)?;
    let mut numbered = page.lines().enumerate().skip(heading + 1);
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_open = |line: &str| line.trim_end().strip_suffix(':').is_some_and(is_number);
    let last = page.lines().count().checked_sub(1)?;
    Some(
        numbered
            .find(|(_, line)| is_open(line))
            .map_or(last, |(at, _)| at),
    )
}

/// Returns what was typed on such a page.
fn read_back(page: &str) -> Vec<String> {
    let typed = page.rsplit_once(READ_BACK).map_or(page, |(_, typed)| typed);
    let lines = typed
        .lines()
        .map(clean_line)
        .filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let number = line.split_once(':');
            let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
            match number {
                Some((number, rest)) if is_number(number) => clean_line(rest),
                Some(_) | None => line,
            }
        })
        .collect()
}

/// Returns what was read back otherwise than it was marked.
pub(super) fn misread(incident: &Incident, page: &str) -> Option<String> {
    let offer = incident.handoff.offer.as_ref()?;
    first_mismatch(&offer.marked, &read_back(page)).map(|mismatch| mismatch.to_string())
}

/// Returns the brief as far as the record knows it.
pub(super) fn brief_of(app: &App) -> String {
    let last = app.incident.last_sitrep().map(|sent| sent.entry);
    let mut entries = app.entries.iter().rev();
    let sitrep = entries.find(|entry| Some(entry.id) == last);
    let text = sitrep.and_then(|entry| match &entry.event {
        Event::MessageSent { text, .. } => Some(text.as_str()),
        _ => None,
    });
    brief(&app.incident, &app.playbook, text, app.now)
}
