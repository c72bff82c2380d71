//! Writing a document into the text of its issue, line by line.
//!
//! Only lines of ours are replaced, added or taken out, and only where they say something
//! else than the document; a spelling that means the same stays as it is.

mod region;

use super::body::{Parsed, Region, Role};
use super::bullet::Bullet;
use super::escape::{guard_prose, guard_title, unguard_prose};
use super::head::{render_bullet, with_value};
use super::identify::{Agreed, Fate, identify};
use super::moved::fitting;
use super::of::normal_details;
use super::parse::{normalise, parse_hinted};
use super::value::Document;
use crate::domain::text::harmless;

/// Returns the text of a new issue: as much as fits, the rest comes with the next rounds.
#[must_use]
pub fn render_new(document: &Document) -> String {
    fitting(document, |document| splice("", document))
}

/// Returns the text of an issue, changed to say what the document says. A first line that is
/// not the title stays, below a new one. The free text is replaced, so the document must have
/// been merged with it; see [`crate::domain::sync_plan`].
#[must_use]
pub fn splice(remote: &str, document: &Document) -> String {
    let parsed = parse_hinted(remote, &[&document.first_line()], false);
    let fates = identify(&parsed, document, &Agreed::default());
    let old = parsed.state.as_ref();
    let is_news = old.is_some_and(|old| !old.says_the_same(&document.state));
    splice_parsed(&parsed, document, &fates, is_news)
}

/// Returns the text that was parsed, changed to say what the document says. A text in which it
/// cannot be told what is ours comes back unchanged. `is_news` says whether the hidden part
/// says something that the issue does not know, so that it is a reason to write by itself.
#[must_use]
pub fn splice_parsed(
    parsed: &Parsed,
    document: &Document,
    fates: &[Fate],
    is_news: bool,
) -> String {
    let text = parsed.text();
    let other = match &parsed.region {
        Region::Missing => false,
        Region::At { incident, .. } => incident != document.incident.as_str(),
        Region::Mangled(_) => true,
    };
    if other {
        return text;
    }
    if !is_news && matches!(parsed.region, Region::At { .. }) {
        // The hidden part alone is no reason to write: it changes with each remote edit that
        // is recorded, and every write is a chance to cross somebody else's.
        let old = parsed.roles.iter().position(|role| *role == Role::State);
        let same = build(parsed, document, fates, old.map(|at| &*parsed.lines[at]));
        if same == text {
            return text;
        }
    }
    build(parsed, document, fates, Some(&document.state.line()))
}

fn build(parsed: &Parsed, document: &Document, fates: &[Fate], state: Option<&str>) -> String {
    let mut lines = head(parsed, document);
    match parsed.region {
        Region::At { begin, end, .. } => {
            lines.push(parsed.lines[begin].clone());
            lines.extend(region::build(parsed, document, fates, state));
            lines.extend(parsed.lines[end..].iter().cloned());
        }
        Region::Missing | Region::Mangled(_) => {
            while lines.last().is_some_and(|line| line.trim().is_empty()) {
                lines.pop();
            }
            lines.push(String::new());
            lines.extend(region::build_new(document, state));
        }
    }
    normalise(&lines.join("\n"))
}

/// A line of the head on its way out.
struct Out {
    text: String,
    role: Role,
}

impl Out {
    fn new(text: impl Into<String>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

fn head(parsed: &Parsed, document: &Document) -> Vec<String> {
    let end = match parsed.region {
        Region::At { begin, .. } => begin,
        Region::Missing | Region::Mangled(_) if parsed.is_empty() => 0,
        Region::Missing | Region::Mangled(_) => parsed.lines.len(),
    };
    let mut out: Vec<Out> = (0..end)
        .flat_map(|at| head_line(parsed, document, at))
        .collect();
    if parsed.first.is_none() {
        let title = guard_title(&document.first_line());
        out.insert(0, Out::new(title, Role::Title));
        if out.get(1).is_some_and(|next| !next.is_blank()) {
            out.insert(1, Out::new("", Role::Foreign));
        }
    }
    for bullet in Bullet::ALL {
        if !parsed.bullets.contains_key(&bullet) {
            add_bullet(&mut out, document, bullet);
        }
    }
    if parsed.details_at.is_empty() && !document.details.is_empty() {
        add_details(&mut out, document);
    }
    if out.last().is_some_and(|last| !last.is_blank()) {
        out.push(Out::new("", Role::Foreign));
    }
    out.into_iter().map(|line| line.text).collect()
}

fn head_line(parsed: &Parsed, document: &Document, at: usize) -> Vec<Out> {
    let raw = &parsed.lines[at];
    let role = &parsed.roles[at];
    let same = || vec![Out::new(raw.clone(), role.clone())];
    match role {
        Role::Title => match &parsed.first {
            Some((_, title)) if *title != document.first_line() => {
                vec![Out::new(guard_title(&document.first_line()), Role::Title)]
            }
            _ => same(),
        },
        Role::Bullet(bullet) => match document.bullets.get(bullet) {
            Some(value) if parsed.bullet(*bullet).as_ref() != Some(value) => {
                vec![Out::new(with_value(raw, value), role.clone())]
            }
            _ => same(),
        },
        Role::Details if parsed.details == document.details => same(),
        Role::Details if at > parsed.details_at.start || document.details.is_empty() => Vec::new(),
        Role::Details => {
            let lines = details(parsed, document).into_iter();
            lines.map(|line| Out::new(line, Role::Details)).collect()
        }
        Role::Foreign
        | Role::Begin
        | Role::End
        | Role::Heading(_)
        | Role::Item(_)
        | Role::Info(_)
        | Role::State => same(),
    }
}

/// Returns the free text, with the lines at its beginning and end that did not change as they
/// were written.
fn details(parsed: &Parsed, document: &Document) -> Vec<String> {
    let fresh = guard_prose(&document.details);
    let raw = &parsed.lines[parsed.details_at.clone()];
    let old = unguard_prose(raw);
    // What the record left out of a line is no difference.
    let old: Vec<String> = old
        .split('\n')
        .map(|line| harmless(line, |c| c == '\t'))
        .collect();
    let new: Vec<&str> = document.details.split('\n').collect();
    let most = old.len().min(new.len());
    let head = (0..most).take_while(|at| old[*at] == new[*at]).count();
    let tail = (0..most - head)
        .take_while(|at| old[old.len() - 1 - at] == new[new.len() - 1 - at])
        .count();
    let mut kept = raw[..head].to_vec();
    kept.extend_from_slice(&fresh[head..fresh.len() - tail]);
    kept.extend_from_slice(&raw[raw.len() - tail..]);
    // A code block that opens or closes in the middle gives the lines around another meaning.
    if normal_details(&unguard_prose(&kept)) == document.details {
        kept
    } else {
        fresh
    }
}

/// Adds a field after the one before it in the template, else before the next, else below the
/// title.
fn add_bullet(out: &mut Vec<Out>, document: &Document, bullet: Bullet) {
    let value = document.bullets.get(&bullet).map_or("", String::as_str);
    let line = Out::new(render_bullet(bullet, value), Role::Bullet(bullet));
    let place = |wanted: &dyn Fn(Bullet) -> bool| {
        out.iter()
            .rposition(|line| matches!(line.role, Role::Bullet(other) if wanted(other)))
    };
    if let Some(at) = place(&|other| other < bullet) {
        out.insert(at + 1, line);
        return;
    }
    let next = out
        .iter()
        .position(|line| matches!(line.role, Role::Bullet(_)));
    if let Some(at) = next {
        out.insert(at, line);
        return;
    }
    let title = out.iter().position(|line| line.role == Role::Title);
    let at = title.map_or(0, |at| at + 1);
    if out.get(at).is_some_and(|next| !next.is_blank()) {
        out.insert(at, Out::new("", Role::Foreign));
    }
    out.insert(at, line);
    out.insert(at, Out::new("", Role::Foreign));
}

fn add_details(out: &mut Vec<Out>, document: &Document) {
    let last = out
        .iter()
        .rposition(|line| matches!(line.role, Role::Bullet(_)));
    let at = last.map_or(out.len(), |at| at + 1);
    if out.get(at).is_some_and(|next| !next.is_blank()) {
        out.insert(at, Out::new("", Role::Foreign));
    }
    let lines = guard_prose(&document.details).into_iter();
    let lines = lines.map(|line| Out::new(line, Role::Details));
    let blank = std::iter::once(Out::new("", Role::Foreign));
    out.splice(at..at, blank.chain(lines));
}
