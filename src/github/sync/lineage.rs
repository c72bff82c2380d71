//! Which text a text of the issue was made from.
//!
//! Two sitrooms may write at the same time. The one that comes second covers the first, and
//! brings its text back as soon as it has looked at the history. Until then what the first
//! wrote is off the issue without anybody having taken it off: whoever reads the issue must
//! compare it with the text that the second writer had before its eyes. The hidden part says
//! which that was; in a text that a person saved it still says what it said before.

use std::collections::HashMap;

use super::digest::digest;
use crate::domain::document::{Role, State, normalise, parse};
use crate::github::wire::BodyHistory;

/// Returns the hidden part of a text, as it stands there.
pub(super) fn hidden(text: &str) -> Option<String> {
    let parsed = parse(text);
    let at = parsed.roles.iter().position(|role| *role == Role::State)?;
    parsed.lines.get(at).map(|line| line.trim().to_owned())
}

/// Returns a text whose hidden part says which text it was made from, and by their digests
/// which others it brings back.
pub(super) fn signed(text: &str, from: &str, also: &[String]) -> String {
    let mut parsed = parse(text);
    let at = parsed.roles.iter().position(|role| *role == Role::State);
    let (Some(at), Some(state)) = (at, parsed.state.take()) else {
        return text.to_owned();
    };
    let state = State {
        from: Some(digest(from)),
        also: also.to_vec(),
        ..state
    };
    parsed.lines[at] = state.line();
    parsed.text()
}

/// Returns whether a text says that it was made from another.
pub(super) fn says_from(text: &str, from: &str) -> bool {
    said(text).is_some_and(|said| said == digest(from))
}

/// Returns by its digest which text a text says that it was made from.
pub(super) fn said(text: &str) -> Option<String> {
    parse(text).state?.from
}

/// Returns by their digests which texts a text brings back.
fn brought_back(text: &str) -> Vec<String> {
    parse(text)
        .state
        .map(|state| state.also)
        .unwrap_or_default()
}

/// Returns the text that was agreed on before the agreed one and that came back too.
fn older_brought_back<'a>(
    newer: &[Option<String>],
    texts: &'a [Option<String>],
    agreed: &str,
    known: &[String],
) -> Option<Origin<'a>> {
    let newer = newer.iter().filter_map(Option::as_deref);
    let back: Vec<String> = newer.flat_map(brought_back).collect();
    let is_older = |text: &&str| {
        let digest = digest(text);
        digest != agreed && back.contains(&digest) && known.contains(&digest)
    };
    let mut texts = texts.iter().filter_map(Option::as_deref);
    texts.find(is_older).map(Origin::GoneBack)
}

/// Returns the texts of a history with LF line ends, the newest first; none where one was
/// removed from it.
pub(super) fn texts(history: &BodyHistory) -> Vec<Option<String>> {
    let texts = history.edits.iter();
    texts
        .map(|edit| edit.body.as_deref().map(normalise))
        .collect()
}

/// Returns where the text stands that the one at `at` was made from; none when the history
/// does not say.
pub(super) fn made_from(texts: &[Option<String>], at: usize) -> Option<usize> {
    let text = texts.get(at)?.as_deref()?;
    let below = || (at + 1..texts.len()).filter(|at| texts[*at].is_some());
    let before = below().next()?;
    let Some(hidden_here) = hidden(text) else {
        return Some(before);
    };
    let hidden_at = |at: &usize| texts[*at].as_deref().and_then(hidden);
    let same_hidden = |at: &usize| hidden_at(at).as_ref() == Some(&hidden_here);
    // A person changes everything but the hidden part.
    if same_hidden(&before) {
        return Some(before);
    }
    // Who saved an old text changed that one: of several the one that is most like it, because
    // nobody takes out what they never saw.
    let unlike = |at: &usize| {
        let old = texts[*at].as_deref().unwrap_or_default();
        (lines_apart(old, text), *at)
    };
    if let Some(old) = below().filter(same_hidden).min_by_key(unlike) {
        return Some(old);
    }
    let said = said(text);
    let is_it = |at: &usize| texts[*at].as_deref().map(digest) == said;
    Some(below().find(is_it).unwrap_or(before))
}

/// Returns the last text that a person made of the agreed one, before another sitroom wrote.
pub(super) fn made_of_agreed<'a>(texts: &'a [Option<String>], agreed: &str) -> Option<&'a str> {
    let is_agreed = |text: &Option<String>| text.as_deref() == Some(agreed);
    let since = &texts[..texts.iter().position(is_agreed)?];
    let hidden_there = hidden(agreed);
    let mut since = since.iter().filter_map(Option::as_deref);
    since.find(|text| hidden(text) == hidden_there)
}

/// Returns how many lines two texts do not have in common.
fn lines_apart(one: &str, other: &str) -> usize {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for line in one.lines() {
        *counts.entry(line).or_default() += 1;
    }
    for line in other.lines() {
        *counts.entry(line).or_default() -= 1;
    }
    let apart = counts.values().map(|count| count.unsigned_abs());
    usize::try_from(apart.sum::<u64>()).unwrap_or(usize::MAX)
}

/// What the newest text of a history is to be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin<'a> {
    /// The text that was agreed on: whoever wrote the newest one had seen it.
    Agreed,
    /// An older one: its writer was another sitroom that had not seen the agreed one.
    Older(&'a str),
    /// Two that did not know of each other: the agreed one, and this one, which was brought back.
    Both {
        /// The one that was brought back.
        back: &'a str,
        /// The one that both were made from.
        common: &'a str,
    },
    /// The agreed one, but what goes back to this older one is for a person to rule on: who
    /// saved that one again, with or without a change of theirs, took off what had been written
    /// since, and who brought it back as covered could not know that this side had gone on.
    GoneBack(&'a str),
}

/// Returns what the newest text of a history is to be compared with. `known` holds the digests
/// of texts that were agreed on lately.
pub(super) fn origin<'a>(
    texts: &'a [Option<String>],
    agreed: &str,
    known: &[String],
) -> Origin<'a> {
    told_origin(texts, agreed, known).unwrap_or(Origin::Agreed)
}

/// As [`origin`]; none when the history does not say.
fn told_origin<'a>(
    texts: &'a [Option<String>],
    agreed: &str,
    known: &[String],
) -> Option<Origin<'a>> {
    let is_agreed = |text: &Option<String>| text.as_deref() == Some(agreed);
    let agreed_at = texts.iter().position(is_agreed)?;
    let agreed = digest(agreed);
    let mut at = 0;
    while at < agreed_at {
        // A text that brings the agreed one back was made from both. One that brings back what
        // was agreed on before that says nothing new by it: this side may have gone on since.
        let back = brought_back(texts[at].as_deref()?);
        if back.contains(&agreed) {
            return older_brought_back(&texts[..agreed_at], texts, &agreed, known);
        }
        let is_known = |text: &&str| {
            let digest = digest(text);
            back.contains(&digest) && known.contains(&digest)
        };
        let place = |text: &Option<String>| text.as_deref().is_some_and(|text| is_known(&text));
        if let Some(back) = texts.iter().position(place) {
            return Some(of_both(texts, at, agreed_at, back));
        }
        let from = made_from(texts, at)?;
        let is_saved_again = from > at + 1
            && texts[from].as_deref().and_then(hidden) == texts[at].as_deref().and_then(hidden);
        if is_saved_again && from > agreed_at {
            return texts[from].as_deref().map(Origin::GoneBack);
        }
        if is_saved_again {
            return None;
        }
        at = from;
    }
    let older = texts[at].as_deref().filter(|_| at > agreed_at);
    older.map(Origin::Older)
}

/// Returns what a text is to be compared with that brings back one that was agreed on before
/// the agreed one: both, if its writer had seen the agreed one, and neither of the two was made
/// from the other.
fn of_both(texts: &[Option<String>], from: usize, agreed_at: usize, back: usize) -> Origin<'_> {
    let text = |at: usize| texts[at].as_deref().unwrap_or_default();
    let saw_agreed = made_from_all(texts, from).any(|at| at == agreed_at);
    let of_back: Vec<usize> = made_from_all(texts, back).collect();
    let common = made_from_all(texts, agreed_at).find(|at| of_back.contains(at));
    match common {
        Some(common) if saw_agreed && common != back && common != agreed_at => Origin::Both {
            back: text(back),
            common: text(common),
        },
        _ => Origin::Older(text(back)),
    }
}

/// Returns where the texts stand that a text was made from, itself first.
fn made_from_all(texts: &[Option<String>], at: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(at), |at| {
        made_from(texts, *at).filter(|older| older > at)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// A text with a hidden part of a sitroom's, made from another.
    fn by(sitroom: &str, words: &str, from: &str) -> String {
        let state = State {
            id: sitroom.to_owned(),
            from: Some(digest(from)),
            ..State::default()
        };
        let line = state.line();
        format!("{words}\n\n<!-- sitroom:begin v1 x -->\n{line}\n<!-- sitroom:end -->")
    }

    fn history(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn signature_is_read_back_and_changes_nothing_else() {
        let text = by("a", "hens", "base");
        let signed = signed(&text, "other", &[]);
        assert!(says_from(&signed, "other") && !says_from(&signed, "base"));
        let others = |text: &str| {
            let lines = text.lines().filter(|line| !line.contains("sitroom:state"));
            lines.collect::<Vec<_>>().join("\n")
        };
        assert_eq!(others(&signed), others(&text));
        assert_eq!(
            super::signed("no part of ours", "other", &[]),
            "no part of ours"
        );
    }

    #[test]
    fn text_of_a_person_is_made_from_the_one_before() {
        let ours = by("a", "hens", "");
        let person = ours.replace("hens", "geese");
        assert_eq!(made_from(&history(&[&person, &ours]), 0), Some(1));
        assert_eq!(made_from(&history(&["plain", "text"]), 0), Some(1));
    }

    #[test]
    fn old_text_that_was_saved_again_is_made_from_itself() {
        let old = by("a", "hens", "");
        let new = by("b", "geese", &old);
        let again = old.replace("hens", "hens and a fox");
        assert_eq!(made_from(&history(&[&again, &new, &old]), 0), Some(2));
    }

    #[test]
    fn of_old_texts_it_is_made_from_the_one_most_like_it() {
        let old = by("a", "hens", "");
        let edited = old.replace("hens", "hens\na fox");
        let new = by("a", "hens", &old);
        let stale = old.replace("hens", "hens!");
        let texts = history(&[&stale, &new, &edited, &old]);
        assert_eq!(made_from(&texts, 0), Some(3));
        let on_top = edited.replace("hens", "hens!");
        let texts = history(&[&on_top, &new, &edited, &old]);
        assert_eq!(made_from(&texts, 0), Some(2));
        // What was there before counts, whoever takes out what somebody else put in.
        assert_eq!(made_from(&history(&[&old, &edited, &old]), 0), Some(1));
    }

    #[rstest]
    #[case::saw_ours(1, None)]
    #[case::had_not_seen_ours(2, Some(2))]
    fn ground_is_what_the_other_sitroom_had_seen(
        #[case] seen: usize,
        #[case] ground: Option<usize>,
    ) {
        let base = by("a", "hens", "");
        let ours = by("a", "hens and geese", &base);
        let from = [&base, &ours, &base][seen];
        let theirs = by("b", "hens, a fox", from);
        let texts = history(&[&theirs, &ours, &base]);
        let expected = |at: Option<usize>| {
            let older = at.and_then(|at| texts[at].as_deref());
            older.map_or(Origin::Agreed, Origin::Older)
        };
        assert_eq!(origin(&texts, &ours, &[]), expected(ground));
        // A person's edit on top of it changes nothing about that.
        let person = theirs.replace("fox", "fox!");
        let texts = history(&[&person, &theirs, &ours, &base]);
        let older = ground.and_then(|at| texts[at + 1].as_deref());
        let expected = older.map_or(Origin::Agreed, Origin::Older);
        assert_eq!(origin(&texts, &ours, &[]), expected);
    }

    #[test]
    fn ground_is_the_agreed_text_once_it_was_brought_back() {
        let base = by("a", "hens", "");
        let ours = by("a", "hens and geese", &base);
        let theirs = by("b", "hens, a fox", &base);
        let both = by("b", "hens and geese, a fox", &theirs);
        let brought_back = signed(&both, &theirs, &[digest(&ours)]);
        let texts = history(&[&brought_back, &theirs, &ours, &base]);
        assert_eq!(origin(&texts, &ours, &[]), Origin::Agreed);
        // This side had agreed on what covered it meanwhile, and what came back is its own.
        let known = [digest(&ours), digest(&theirs)];
        let expected = Origin::Both {
            back: &ours,
            common: &base,
        };
        assert_eq!(origin(&texts, &theirs, &known), expected);
        // It had written once more when both of its texts came back, one after the other.
        let later = by("a", "hens, geese, a fox", &theirs);
        let again = signed(&both, &brought_back, &[digest(&later)]);
        let texts = history(&[&again, &later, &brought_back, &theirs, &ours, &base]);
        let expected = Origin::GoneBack(&ours);
        assert_eq!(origin(&texts, &later, &[digest(&ours)]), Origin::Agreed);
        let texts = history(&[&again, &brought_back, &later, &theirs, &ours, &base]);
        assert_eq!(origin(&texts, &later, &[digest(&ours)]), expected);
        let silent = history(&[&both, &theirs, &ours, &base]);
        assert_eq!(origin(&silent, &ours, &[]), Origin::Older(&base));
    }

    #[test]
    fn old_text_saved_again_is_told_however_old_it_is() {
        let base = by("a", "hens", "");
        let ours = by("a", "hens and geese", &base);
        let stale = base.replace("hens", "hens!");
        let texts = history(&[&stale, &ours, &base]);
        assert_eq!(origin(&texts, &ours, &[]), Origin::GoneBack(&base));
        let later = by("a", "hens, geese and ducks", &ours);
        let texts = history(&[&stale, &later, &ours, &base]);
        assert_eq!(origin(&texts, &later, &[]), Origin::GoneBack(&base));
        assert_eq!(origin(&history(&[&ours]), &ours, &[]), Origin::Agreed);
        assert_eq!(origin(&history(&["a", "b"]), "c", &[]), Origin::Agreed);
    }
}
