//! One line of ours: `- [ ] L3 which token? — Farmer Dave (open) <!-- sitroom:L3 01J... -->`.

use super::bullet::after_bullet;
use super::escape::{Place, guard, unguard};
use super::tag::Tag;
use super::value::{Item, Kind, LineMark, Note, Standing};
use crate::domain::ids::ItemId;
use crate::domain::incident::{FixClass, FixState, LeadState};
use crate::domain::text::clean_line;

const MARK: &str = "<!-- sitroom:";
const MARK_END: &str = "-->";
const OWNER: &str = " — ";

/// Returns true for a text that can be the id in a marker.
pub(super) fn is_token(text: &str) -> bool {
    let reserved = ["begin", "end", "state", "info", "entry"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !text.contains("--")
        && !text.ends_with('-')
        && !reserved.contains(&text)
}

/// Returns true for a text such as `L3` or `FA2`.
fn is_short_id(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = text.len() - digits.len();
    (1..=3).contains(&letters)
        && (1..=5).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
}

/// A line with a box, taken apart as far as one can without knowing whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task<'a> {
    /// Indentation and bullet.
    pub(super) prefix: &'a str,
    /// Whether the box is ticked.
    pub(super) ticked: bool,
    /// What follows the box.
    pub(super) rest: &'a str,
}

/// Takes a line with a box apart, whatever its bullet.
pub(super) fn task(line: &str) -> Option<Task<'_>> {
    let (at, has_bullet) = after_bullet(line);
    let after = line.get(at..).filter(|_| has_bullet)?;
    let ticked = match after.get(..3)? {
        "[ ]" => false,
        "[x]" | "[X]" => true,
        _ => return None,
    };
    let rest = &after[3..];
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    spaced.then_some(Task {
        prefix: &line[..at],
        ticked,
        rest,
    })
}

/// Splits off the last marker of a line: the text around it, and what it says.
pub(super) fn split_mark(text: &str) -> (String, Option<&str>) {
    let found = text.rfind(MARK).and_then(|at| {
        let inside = &text[at + MARK.len()..];
        let end = inside.find(MARK_END)?;
        let after = &inside[end + MARK_END.len()..];
        Some((&text[..at], inside[..end].trim(), after))
    });
    match found {
        Some((before, mark, after)) => {
            let text = format!("{} {}", before.trim(), after.trim());
            (text.trim().to_owned(), Some(mark))
        }
        None => (text.trim().to_owned(), None),
    }
}

/// What a line with a box says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// The id in its marker.
    pub(super) marked: Option<ItemId>,
    /// What else its marker says.
    pub(super) tag: Option<Tag>,
    /// The id at its beginning.
    pub(super) visible: Option<ItemId>,
    /// The text without the id, the owner and the words in parentheses.
    pub(super) text: String,
    /// The owner; none when the whole tail of the line is gone.
    pub(super) owner: Option<String>,
    /// What the words in parentheses say, when they say something.
    pub(super) words: Option<Standing>,
    /// When a remediation item is needed, where its section does not say it.
    pub(super) class: Option<FixClass>,
}

/// Reads what follows the box. `kind` is what an unmarked line would be in its section.
pub(super) fn read(rest: &str, kind: Option<Kind>) -> Said {
    let (text, mark) = split_mark(rest);
    let mut words = mark.unwrap_or_default().split_ascii_whitespace();
    let marked = words.next().filter(|id| is_token(id)).map(ItemId::new);
    let tag = Tag::read(words).filter(|_| marked.is_some());
    let (first, after) = text.split_once(' ').unwrap_or((&text, ""));
    let is_id = match &marked {
        Some(id) => id.0.eq_ignore_ascii_case(first),
        None => is_short_id(first),
    };
    let visible = is_id.then(|| ItemId(first.to_ascii_uppercase()));
    let visible = match &marked {
        Some(id) => visible.map(|_| id.clone()),
        None => visible,
    };
    let kind = match &marked {
        Some(id) => Some(Kind::of(id)),
        None => kind.or_else(|| visible.as_ref().map(Kind::of)),
    };
    let text = if is_id { after.trim() } else { &text };
    let (head, words) = split_words(text, kind);
    let (words, class) = words.map_or((None, None), |(words, class)| (Some(words), class));
    let (text, owner) = split_owner(head, kind, marked.is_some() || words.is_some());
    let owner = owner.or_else(|| words.is_some().then(String::new));
    Said {
        text: clean_line(&unguard(text, Place::Line)),
        owner: owner.filter(|_| kind != Some(Kind::Line)),
        marked,
        tag,
        visible,
        words,
        class,
    }
}

/// Splits the words in parentheses off, if they say how far the line got.
fn split_words(text: &str, kind: Option<Kind>) -> (&str, Option<Words>) {
    let Some(kind) = kind else {
        return (text, None);
    };
    let found = opening(text).and_then(|at| {
        let inside = text.get(at + 1..text.len() - 1)?;
        Some((text[..at].trim_end(), read_words(inside, kind)?))
    });
    match found {
        Some((head, words)) => (head, Some(words)),
        None => (text, None),
    }
}

/// Returns where the parenthesis opens that the end of the line closes. One before a
/// zero-width space is somebody's text.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        let guarded = text[at + c.len_utf8()..].starts_with(super::escape::ZERO);
        match c {
            ')' if !guarded => depth += 1,
            '(' if !guarded => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (c == '(').then_some(at);
        }
    }
    None
}

/// How far a line got, and when it is needed where that is said.
type Words = (Standing, Option<FixClass>);

fn read_words(words: &str, kind: Kind) -> Option<Words> {
    let classes = [FixClass::Immediate, FixClass::LongTerm].into_iter();
    let found = classes.filter(|_| kind == Kind::Fix).find_map(|class| {
        let rest = words.trim_start().strip_prefix(class.word())?;
        Some((class, rest.strip_prefix(CLASS_END)?))
    });
    match found {
        Some((class, rest)) => Some((read_standing(rest, kind)?, Some(class))),
        None => Some((read_standing(words, kind)?, None)),
    }
}

/// What stands between when an item is needed and how far it got.
const CLASS_END: &str = ", ";

fn read_standing(words: &str, kind: Kind) -> Option<Standing> {
    let (word, more) = words.split_once(':').unwrap_or((words, ""));
    let lower = words.trim().to_ascii_lowercase();
    match kind {
        Kind::Line => matches!(&*lower, "does not apply" | "not applicable" | "n/a")
            .then_some(Standing::Line(LineMark::DoesNotApply)),
        Kind::Lead => {
            let state: LeadState = word.parse().ok()?;
            Some(Standing::Lead(state, plain(more)))
        }
        Kind::Fix => {
            if let Some(by) = lower.strip_prefix("verified by ") {
                let by = &words.trim()[words.trim().len() - by.len()..];
                return Some(Standing::Fix(FixState::Verified, plain(by)));
            }
            let word = lower.split([',', ';']).next().unwrap_or_default();
            Some(Standing::Fix(word.parse().ok()?, String::new()))
        }
    }
}

fn plain(text: &str) -> String {
    clean_line(&unguard(text.trim(), Place::Words))
}

/// Splits the owner off. In a line that is not known to be ours only what looks like a name
/// is one, because people use the same dash.
fn split_owner(text: &str, kind: Option<Kind>, ours: bool) -> (&str, Option<String>) {
    if kind == Some(Kind::Line) || kind.is_none() {
        return (text, None);
    }
    let Some((head, owner)) = text.rsplit_once(OWNER) else {
        return (text, None);
    };
    let owner = clean_line(&unguard(owner.trim(), Place::Line));
    let looks_like_name = owner.split(' ').count() <= 3
        && owner.starts_with(|c: char| c == '@' || c.is_uppercase())
        && !owner.ends_with(['.', '?', '!']);
    if ours || looks_like_name {
        (head.trim_end(), Some(owner))
    } else {
        (text, None)
    }
}

/// Returns an item as a line, with the indentation and bullet it has.
/// Below a heading of somebody's it says when a remediation item is needed, as its section
/// would.
pub(super) fn render(item: &Item, prefix: &str, is_outside: bool) -> String {
    let tick = if item.standing.is_ticked() { 'x' } else { ' ' };
    let words = render_words(&item.standing);
    let words = match item.section.class().filter(|_| is_outside) {
        Some(class) => words.map(|words| format!("{class}{CLASS_END}{words}")),
        None => words,
    };
    format!("{prefix}[{tick}] {}", render_said(item, words))
}

/// What a checklist line that was moved says when it is done; it has no box.
const DONE: &str = "(done)";

/// Returns an item as a line of a comment, without a box: nobody is to tick it there.
pub(super) fn render_moved(item: &Item) -> String {
    let words = match &item.standing {
        Standing::Line(LineMark::Ticked) => Some(DONE.trim_matches(['(', ')']).to_owned()),
        standing => render_words(standing),
    };
    format!("- {}", render_said(item, words))
}

/// A line of a comment, as read.
pub(super) struct Moved {
    /// What it says.
    pub(super) said: Said,
    /// Whether its box would be ticked.
    pub(super) ticked: bool,
}

/// Reads a line of a comment that [`render_moved`] wrote.
pub(super) fn read_moved(line: &str) -> Option<Moved> {
    let (at, has_bullet) = after_bullet(line);
    let rest = line.get(at..).filter(|_| has_bullet)?;
    let (text, mark) = split_mark(rest);
    let done = text.strip_suffix(DONE).map(str::trim_end);
    let id = mark?.split(' ').next()?;
    let is_done = done.is_some() && Kind::of(&ItemId::new(id)) == Kind::Line;
    let said = match done.filter(|_| is_done) {
        Some(text) => read(&format!("{text} {MARK}{} {MARK_END}", mark?), None),
        None => read(rest, None),
    };
    let ended = said.words.as_ref().is_some_and(Standing::is_ticked);
    said.marked.is_some().then_some(Moved {
        ticked: is_done || ended,
        said,
    })
}

fn render_said(item: &Item, words: Option<String>) -> String {
    let text = guard(&item.text, Place::Line);
    let mut line = format!("{} {text}", item.id);
    if !item.owner.is_empty() {
        line.push_str(OWNER);
        line.push_str(&guard(&item.owner, Place::Line));
    }
    if let Some(words) = words {
        line.push_str(" (");
        line.push_str(&words);
        line.push(')');
    }
    match &item.tag {
        Some(tag) => format!("{line} {MARK}{} {tag} {MARK_END}", item.id),
        None => format!("{line} {MARK}{} {MARK_END}", item.id),
    }
}

fn render_words(standing: &Standing) -> Option<String> {
    let with = |word: &str, link: &str, more: &str| {
        if more.is_empty() {
            word.to_owned()
        } else {
            format!("{word}{link}{}", guard(more, Place::Words))
        }
    };
    match standing {
        Standing::Line(LineMark::DoesNotApply) => Some("does not apply".into()),
        Standing::Line(LineMark::Open | LineMark::Ticked) => None,
        Standing::Lead(state, finding) => Some(with(state.word(), ": ", finding)),
        Standing::Fix(FixState::Done, _) => Some("done, to verify".into()),
        Standing::Fix(FixState::Verified, by) => Some(with("verified", " by ", by)),
        Standing::Fix(state, _) => Some(state.word().to_owned()),
    }
}

/// Returns a line that only informs.
pub(super) fn render_note(note: &Note) -> String {
    format!("- {} {MARK}info {} {MARK_END}", note.text, note.key)
}

/// Reads a line that only informs: its key and its text.
pub(super) fn read_note(line: &str) -> Option<(String, String)> {
    let (text, mark) = split_mark(line);
    let key = mark?.strip_prefix("info ")?.trim();
    let (at, _) = after_bullet(&text);
    Some((key.to_owned(), text[at..].trim().to_owned()))
}
