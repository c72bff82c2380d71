//! Keeping people's text from acting on the issue.
//!
//! A zero-width space is put at each *site* where a text would mention somebody, refer to an
//! issue or commit, or be taken for something of ours, and one is taken away again on reading.
//! A site that holds such a space already gets one more, so that reading gives back exactly
//! what was written. Backslashes were tried and dropped: a line a person writes on the issue
//! may hold some of its own, and in a code block they would show.

use std::collections::BTreeSet;

use super::bullet::field_at;
use super::fence::{fence_run, fences};

/// The zero-width space.
pub(super) const ZERO: char = '\u{200b}';

/// What a text is part of, which decides what could be mistaken there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A line of its own or a part of a line of ours.
    Line,
    /// The words in the parentheses of a line of ours.
    Words,
    /// Free text in Markdown.
    Prose,
}

/// Returns text in which nothing notifies anybody or refers anywhere.
#[must_use]
pub fn neutralise(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|l| guard(l, Place::Prose)).collect();
    lines.join("\n")
}

/// Returns the text that [`neutralise`] was given.
#[must_use]
pub fn restore(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|l| unguard(l, Place::Prose)).collect();
    lines.join("\n")
}

/// Puts a zero-width space at each site of a line.
pub(super) fn guard(line: &str, place: Place) -> String {
    if !may_have_sites(line) {
        return line.to_owned();
    }
    let chars: Vec<char> = line.chars().collect();
    let sites = sites(&chars, place);
    let mut out = String::with_capacity(line.len() + 3 * sites.len());
    for (at, c) in chars.iter().enumerate() {
        if sites.contains(&at) {
            out.push(ZERO);
        }
        out.push(*c);
    }
    if sites.contains(&chars.len()) {
        out.push(ZERO);
    }
    out
}

/// Takes one zero-width space away from each site of a line.
pub(super) fn unguard(line: &str, place: Place) -> String {
    if !line.contains(ZERO) {
        return line.to_owned();
    }
    let chars: Vec<char> = line.chars().collect();
    let sites = sites(&chars, place);
    let kept = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| **c != ZERO || !sites.contains(at));
    kept.map(|(_, c)| *c).collect()
}

/// Returns false for a line that surely has no site; most have none.
fn may_have_sites(line: &str) -> bool {
    const COMMIT: usize = 40;
    let mut hex = 0;
    line.chars().any(|c| {
        hex = if c.is_ascii_hexdigit() || c == ZERO {
            hex + 1
        } else {
            0
        };
        hex >= COMMIT || matches!(c, '@' | '#' | '-' | '/' | '<' | '(' | ')' | '—')
    })
}

/// Returns the sites of a line: where the zero-width spaces of each stand or would begin.
fn sites(chars: &[char], place: Place) -> BTreeSet<usize> {
    let mut sites: BTreeSet<usize> = (1..=chars.len())
        .filter(|at| is_inline_site(chars, *at, place))
        .collect();
    sites.extend((0..chars.len()).filter_map(|at| commit_site(chars, at)));
    if place == Place::Line {
        sites.extend(closing_site(chars));
    }
    sites
}

fn is_inline_site(chars: &[char], at: usize, place: Place) -> bool {
    let before = chars[at - 1];
    if before == ZERO {
        return false;
    }
    let after = chars[at..].iter().copied().find(|c| *c != ZERO);
    let digit = after.is_some_and(|c| c.is_ascii_digit());
    match before {
        '@' => {
            let in_word = at > 1 && chars[at - 2].is_ascii_alphanumeric();
            !in_word && after.is_some_and(|c| c.is_ascii_alphanumeric())
        }
        '#' => digit,
        '-' => digit && ends_word(&chars[..at], "gh-"),
        '/' => {
            digit
                && ["/issues/", "/pull/", "/discussions/"]
                    .iter()
                    .any(|p| ends(&chars[..at], p))
        }
        '<' if place == Place::Prose => after == Some('!'),
        '<' => after.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?')),
        '(' | ')' => place == Place::Words,
        '—' => place == Place::Line && after.is_none_or(|c| c == ' '),
        _ => false,
    }
}

fn ends(chars: &[char], tail: &str) -> bool {
    let from = chars.len().checked_sub(tail.len());
    from.is_some_and(|from| {
        chars[from..]
            .iter()
            .zip(tail.chars())
            .all(|(c, t)| c.eq_ignore_ascii_case(&t))
    })
}

fn ends_word(chars: &[char], tail: &str) -> bool {
    ends(chars, tail)
        && chars[..chars.len() - tail.len()]
            .last()
            .is_none_or(|c| !c.is_ascii_alphanumeric())
}

/// Returns the site after the eighth digit of a commit's 40 that begin at `at`.
fn commit_site(chars: &[char], at: usize) -> Option<usize> {
    const SHORT: usize = 8;
    let boundary = at == 0 || !chars[at - 1].is_ascii_alphanumeric();
    let hex = |from: usize, n: usize| {
        chars
            .get(from..from + n)
            .is_some_and(|part| part.iter().all(char::is_ascii_hexdigit))
    };
    if !boundary || !hex(at, SHORT) {
        return None;
    }
    let site = at + SHORT;
    let zeros = chars[site..].iter().take_while(|c| **c == ZERO).count();
    let end = site + zeros + 32;
    let closed = chars.get(end).is_none_or(|c| !c.is_ascii_alphanumeric());
    (hex(site + zeros, 32) && closed).then_some(site)
}

/// Returns the site behind a closing parenthesis at the end, where the words of a line stand.
fn closing_site(chars: &[char]) -> Option<usize> {
    let end = chars.iter().rposition(|c| *c != ZERO)?;
    (chars[end] == ')').then_some(end + 1)
}

/// Returns a person's line as the first line of the body, where Markdown would take some
/// beginnings for a heading, a list or a quote.
pub(super) fn guard_title(title: &str) -> String {
    let line = guard_field(&guard(title, Place::Line));
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let list = numbered.len() < line.len() && numbered.starts_with(['.', ')']);
    if list || line.starts_with([ZERO, '#', '-', '+', '*', '>', '=', '|', '~', '`', '_']) {
        format!("{ZERO}{line}")
    } else {
        line
    }
}

/// Returns the title that [`guard_title`] was given.
pub(super) fn unguard_title(line: &str) -> String {
    let line = line.trim();
    let line = match line.strip_prefix(ZERO) {
        Some(bare) => bare,
        None => line.trim_start_matches('#').trim_start(),
    };
    unguard(&unguard_field(line), Place::Line)
}

/// Keeps a line from being read as a field.
fn guard_field(line: &str) -> String {
    match field_at(line) {
        Some(at) => format!("{}{ZERO}{}", &line[..at.name], &line[at.name..]),
        None => line.to_owned(),
    }
}

fn unguard_field(line: &str) -> String {
    match field_at(line) {
        Some(at) if at.guarded => {
            let rest = &line[at.name + ZERO.len_utf8()..];
            format!("{}{rest}", &line[..at.name])
        }
        _ => line.to_owned(),
    }
}

/// Returns free text as lines of the body. It stays Markdown; only what would be read as ours,
/// or would swallow what follows, is kept from it.
pub(super) fn guard_prose(text: &str) -> Vec<String> {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| guard_field(&guard(line, Place::Prose)))
        .collect();
    let inside = fences(&lines);
    let guarded = lines.iter().zip(inside).map(|(line, inside)| {
        let at = line.len() - line.trim_start().len();
        let bare = line[at..].trim_start_matches(ZERO);
        let has_zero = bare.len() < line.len() - at;
        if fence_run(bare).is_some() && (has_zero || !inside) {
            format!("{}{ZERO}{}", &line[..at], &line[at..])
        } else {
            line.clone()
        }
    });
    guarded.collect()
}

/// Returns the text that [`guard_prose`] was given.
pub(super) fn unguard_prose(lines: &[String]) -> String {
    let lines = lines.iter().map(|line| {
        let at = line.len() - line.trim_start().len();
        let fence = fence_run(line[at..].trim_start_matches(ZERO)).is_some();
        let line = match line[at..].strip_prefix(ZERO) {
            Some(rest) if fence => format!("{}{rest}", &line[..at]),
            _ => line.clone(),
        };
        unguard(&unguard_field(&line), Place::Prose)
    });
    lines.collect::<Vec<String>>().join("\n")
}
