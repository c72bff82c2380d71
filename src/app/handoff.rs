//! What is typed to hand command over.

use crate::domain::command::{Command, Request};
use crate::domain::handoff::{
    HandoffAsked, NOTHING_MARKED, Offer, TO_MARK, brief, first_mismatch, marked_lines,
    numbered_line,
};
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
    if offer.marked.is_empty() {
        return format!("{}\n\n{NOTHING_MARKED}", offer.brief);
    }
    let numbers: Vec<String> = (1..=offer.marked.len()).map(|n| format!("{n}: ")).collect();
    let numbers = numbers.join("\n");
    format!("{}\n\n{READ_BACK}\n{numbers}", offer.brief)
}

/// Returns what is to be read back, to stand over what is typed.
pub(super) fn to_read_back(offer: &Offer) -> Vec<String> {
    let marked = offer.marked.iter().zip(1..);
    marked.map(|(line, n)| format!("{n}: {line}")).collect()
}

/// Returns the line of such a page behind which it is typed.
fn heading(page: &str) -> Option<usize> {
    page.lines().position(|line| line == READ_BACK)
}

/// Returns which line of such a page is typed next: the first number with nothing behind it, else
/// the last of them.
pub(super) fn next_to_type(page: &str) -> Option<usize> {
    let heading = heading(page)?;
    let mut numbered = page.lines().enumerate().skip(heading + 1);
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_open = |line: &str| line.trim_end().strip_suffix(':').is_some_and(is_number);
    let last = page.lines().count().checked_sub(1)?;
    let open = numbered.find(|(_, line)| is_open(line));
    Some(open.map_or(last, |(at, _)| at))
}

/// Returns the row from which such a page is typed, and how many rows there are.
pub(super) fn rows_to_type(page: &str) -> Option<(usize, usize)> {
    let heading = heading(page)?;
    Some((heading, page.split('\n').count() - heading - 1))
}

/// Returns what was typed on such a page, an item each. A line behind a number is that item; the
/// others are the items that have none, in order.
fn read_back(page: &str) -> Vec<String> {
    let parts = page.rsplit_once(READ_BACK);
    let parts = parts.or_else(|| page.rsplit_once(NOTHING_MARKED));
    let (brief, typed) = parts.unwrap_or(("", page));
    let most = marked_lines(brief).len().max(TO_MARK);
    let mut items = vec![String::new(); most];
    let mut bare = Vec::new();
    for line in typed.lines().map(clean_line) {
        match numbered_line(&line, most) {
            Some((at, text)) if !text.is_empty() => items[at] = text,
            Some(_) => {}
            None if line.is_empty() => {}
            None => bare.push(line),
        }
    }
    let free = items.iter_mut().filter(|item| item.is_empty());
    for (item, line) in free.zip(bare) {
        *item = line;
    }
    items
}

/// Returns what was read back otherwise than it was marked.
pub(super) fn misread(incident: &Incident, page: &str) -> Option<String> {
    let offer = incident.handoff.offer.as_ref()?;
    first_mismatch(&offer.marked, &read_back(page)).map(|mismatch| mismatch.to_string())
}

/// Returns the brief as far as the record knows it.
pub(super) fn brief_of(app: &App) -> String {
    let last = app.incident.last_sitrep();
    let text = last.and_then(|sent| app.text_sent(sent.entry));
    brief(&app.incident, &app.playbook, text, app.now)
}
