//! What the edit history says of a write of ours.
//!
//! GitHub has no compare-and-swap: an edit that is saved between our last look and our write is
//! gone from the issue, and only the history still has it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::digest::digest;
use super::lineage::{made_from, said, texts};
use crate::domain::mirror::BodyWrite;
use crate::github::wire::{BodyEdit, BodyHistory};

/// A text that our write covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    /// The text, with LF line ends.
    pub(super) body: String,
    /// What its editor had seen, as far as anybody can tell.
    pub(super) from: String,
    /// Who saved it, if the account is still there.
    pub(super) editor: Option<String>,
    /// When it was saved, in seconds since 1970 by the server's clock.
    pub(super) at: i64,
}

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A text of ours is in the history.
    Found {
        /// Whether it is the one that was written last, and not one before it.
        is_last: bool,
        /// What it covered, the oldest first.
        covered: Vec<Covered>,
    },
    /// None is: the history is behind or was purged, or nothing arrived.
    Absent,
    /// More revisions are needed to tell.
    TooShort,
}

/// Returns what became of a write. `agreed` holds the digests of texts that were agreed on
/// lately: where the revision that was merged from is gone from the history, as when GitHub
/// folds two quick edits into one, what lies behind one of them was never covered.
pub(super) fn judge(write: &BodyWrite, history: &BodyHistory, agreed: &[String]) -> Verdict {
    let texts = texts(history);
    let has_more = history.total > history.edits.len() as u64;
    let Some((at, is_last)) = newest_of_ours(write, history, &texts) else {
        return if has_more {
            Verdict::TooShort
        } else {
            Verdict::Absent
        };
    };
    let merged_from = |text: &Option<String>| text.as_deref() == Some(&write.merged_from);
    let base = texts[at + 1..].iter().position(merged_from);
    let end = match base {
        Some(below) => at + 1 + below,
        None if has_more => return Verdict::TooShort,
        None => end_without_base(write, history, &texts, at, agreed),
    };
    let mut ours = write.earlier.clone();
    ours.push(digest(&write.body));
    let ours = first_places(&texts, at..end, ours);
    let back = if is_last {
        write.brings_back.clone()
    } else {
        Vec::new()
    };
    let back = first_places(&texts, at..end, back);
    let places = covered_places(&texts, &ours, end);
    let between = places.iter().rev();
    let of_others = between.filter(|at| !ours.contains(at) && !back.contains(at));
    Verdict::Found {
        is_last,
        covered: of_others
            .filter_map(|at| covered(write, history, &texts, *at))
            .collect(),
    }
}

/// Returns where the newest text of ours stands, and whether it is the last one written.
///
/// The same text may have stood there before, as when we put back what somebody took away: it
/// is ours only where the text that was merged from is older, or where that one is gone from
/// the history and ours is no older than our last look.
fn newest_of_ours(
    write: &BodyWrite,
    history: &BodyHistory,
    texts: &[Option<String>],
) -> Option<(usize, bool)> {
    let merged_from = |text: &Option<String>| text.as_deref() == Some(&write.merged_from);
    let oldest_base = texts.iter().rposition(merged_from);
    let has_more = history.total > history.edits.len() as u64;
    let read = write.read_at.map(|read| read.timestamp());
    let is_recent =
        |at: usize| read.is_none_or(|read| history.edits[at].edited_at.timestamp() >= read);
    let can_be_ours = |at: usize| match oldest_base {
        Some(base) => at < base || has_more,
        None => is_recent(at),
    };
    let newest = |fits: &dyn Fn(&str) -> bool| {
        let fits = |at: &usize| texts[*at].as_deref().is_some_and(fits) && can_be_ours(*at);
        (0..texts.len()).find(fits)
    };
    if let Some(at) = newest(&|text| text == write.body) {
        return Some((at, true));
    }
    let is_earlier = |text: &str| write.earlier.contains(&digest(text));
    newest(&is_earlier).map(|at| (at, false))
}

/// Returns where texts stand that are known by their digests, each as often as it is named and
/// where it first does: whoever went back to one since wrote a text of their own.
fn first_places(
    texts: &[Option<String>],
    among: Range<usize>,
    mut digests: Vec<String>,
) -> BTreeSet<usize> {
    let mut is_it = |at: &usize| {
        let text = texts[*at].as_deref().map(digest);
        let known = digests
            .iter()
            .position(|known| Some(known) == text.as_ref());
        known.map(|known| digests.swap_remove(known)).is_some()
    };
    among.rev().filter(|at| is_it(at)).collect()
}

/// Returns where the texts stand that writes of ours covered, of those from the newest of ours
/// to the one that the first of them was merged from. Where a later one says what it was made
/// from, it covered only what came after that: whatever is older had been taken in.
fn covered_places(texts: &[Option<String>], ours: &BTreeSet<usize>, end: usize) -> BTreeSet<usize> {
    let text = |at: usize| texts[at].as_deref();
    let covered = ours.iter().flat_map(|at| {
        let from = text(*at).and_then(said);
        let is_from = |older: &usize| from.is_some() && text(*older).map(digest) == from;
        at + 1..(at + 1..end).find(is_from).unwrap_or(end)
    });
    covered.collect()
}

/// Returns where the covered texts end when the one that was merged from is not in the history.
fn end_without_base(
    write: &BodyWrite,
    history: &BodyHistory,
    texts: &[Option<String>],
    at: usize,
    agreed: &[String],
) -> usize {
    let is_older = |edit: &BodyEdit| {
        let read = write.read_at.map(|read| read.timestamp());
        read.is_some_and(|read| edit.edited_at.timestamp() < read)
    };
    let is_known = |text: &Option<String>| {
        let text = text.as_deref().map(digest);
        text.is_some_and(|text| agreed.contains(&text))
    };
    let mut below = history.edits.iter().zip(texts).skip(at + 1);
    let end = below.position(|(edit, text)| is_older(edit) || is_known(text));
    end.map_or(texts.len(), |end| at + 1 + end)
}

/// Returns a revision as a covered text; none when its text was removed from the history.
fn covered(
    write: &BodyWrite,
    history: &BodyHistory,
    texts: &[Option<String>],
    at: usize,
) -> Option<Covered> {
    let edit = &history.edits[at];
    let from = made_from(texts, at).and_then(|from| texts[from].as_ref());
    Some(Covered {
        body: texts[at].clone()?,
        from: from.unwrap_or(&write.merged_from).clone(),
        editor: edit.editor.as_ref().map(|user| user.login.clone()),
        at: edit.edited_at.timestamp(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use rstest::rstest;

    use super::*;
    use crate::domain::document::State;
    use crate::github::wire::User;

    /// A history as GitHub shows it, newest first; `total` may be more than is shown.
    fn history(texts: &[&str], total: u64) -> BodyHistory {
        let ages = (1..).take(texts.len()).collect::<Vec<i64>>();
        let edits = texts
            .iter()
            .zip(ages.iter().rev())
            .map(|(text, at)| BodyEdit {
                id: String::new(),
                edited_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(*at),
                deleted_at: None,
                editor: Some(User {
                    login: "farmer-dave".into(),
                    id: 1,
                }),
                body: (*text != "?").then(|| (*text).to_owned()),
            });
        BodyHistory {
            total: total.max(texts.len() as u64),
            edits: edits.collect(),
        }
    }

    fn write() -> BodyWrite {
        BodyWrite {
            merged_from: "base".into(),
            body: "ours".into(),
            ..BodyWrite::default()
        }
    }

    fn told(verdict: &Verdict) -> Vec<&str> {
        match verdict {
            Verdict::Found { is_last, covered } => {
                let first = if *is_last { "last" } else { "earlier" };
                let texts = covered.iter().map(|text| text.body.as_str());
                std::iter::once(first).chain(texts).collect()
            }
            Verdict::Absent => vec!["absent"],
            Verdict::TooShort => vec!["too short"],
        }
    }

    #[rstest]
    #[case::clean(&["ours", "base", "old"], &["last"])]
    #[case::covered(&["ours", "dave", "base"], &["last", "dave"])]
    #[case::covered_twice(&["ours", "spot", "dave", "base"], &["last", "dave", "spot"])]
    #[case::newer_on_top(&["spot", "ours", "dave", "base"], &["last", "dave"])]
    #[case::back_to_the_base_in_between(&["ours", "base", "dave", "base"], &["last"])]
    #[case::somebody_went_back_to_ours(&["ours", "dave", "ours", "base"], &["last"])]
    #[case::line_ends_of_a_browser(&["ours", "da\r\nve", "base"], &["last", "da\nve"])]
    #[case::text_removed_from_the_history(&["ours", "?", "base"], &["last"])]
    #[case::not_arrived(&["base", "old"], &["absent"])]
    #[case::stood_there_before_and_not_since(&["base", "ours", "old"], &["absent"])]
    #[case::stood_there_before_and_again(&["ours", "dave", "base", "ours"], &["last", "dave"])]
    #[case::never_edited(&[], &["absent"])]
    fn history_tells_what_a_write_covered(#[case] texts: &[&str], #[case] expected: &[&str]) {
        assert_eq!(told(&judge(&write(), &history(texts, 0), &[])), expected);
    }

    #[rstest]
    #[case::ours_is_further_down(&["spot"], &["too short"])]
    #[case::the_base_is_further_down(&["ours", "dave"], &["too short"])]
    #[case::both_are_there(&["ours", "dave", "base"], &["last", "dave"])]
    fn more_revisions_are_asked_for_when_they_are_needed(
        #[case] texts: &[&str],
        #[case] expected: &[&str],
    ) {
        assert_eq!(told(&judge(&write(), &history(texts, 9), &[])), expected);
    }

    #[test]
    fn our_own_last_write_folded_into_this_one_covers_nothing() {
        let folded = history(&["ours", "what our last write was merged from"], 0);
        let agreed = [digest("what our last write was merged from")];
        assert_eq!(told(&judge(&write(), &folded, &agreed)), ["last"]);
        let folded = history(&["ours", "dave", "agreed", "older"], 0);
        let agreed = [digest("agreed")];
        assert_eq!(told(&judge(&write(), &folded, &agreed)), ["last", "dave"]);
    }

    #[test]
    fn what_is_older_than_our_last_look_was_not_covered() {
        let purged = history(&["ours", "dave", "long ago"], 0);
        let read_at = DateTime::from_timestamp(2, 0);
        let write = BodyWrite { read_at, ..write() };
        assert_eq!(told(&judge(&write, &purged, &[])), ["last", "dave"]);
    }

    #[test]
    fn writes_that_are_not_settled_are_told_from_what_they_covered() {
        let write = BodyWrite {
            body: "second".into(),
            earlier: vec![digest("first")],
            brings_back: vec![digest("dave")],
            ..write()
        };
        let both = history(&["second", "first", "dave", "base"], 0);
        assert_eq!(told(&judge(&write, &both, &[])), ["last"]);
        let only_the_first = history(&["first", "dave", "base"], 0);
        let verdict = judge(&write, &only_the_first, &[]);
        assert_eq!(told(&verdict), ["earlier", "dave"]);
        let one_more = history(&["second", "spot", "first", "dave", "base"], 0);
        assert_eq!(told(&judge(&write, &one_more, &[])), ["last", "spot"]);
    }

    /// A text of ours with a hidden part that says what it was made from.
    fn by_us(words: &str, from: &str) -> String {
        let state = State {
            from: Some(digest(from)),
            ..State::default()
        };
        let line = state.line();
        format!("{words}\n\n<!-- sitroom:begin v1 x -->\n{line}\n<!-- sitroom:end -->")
    }

    #[test]
    fn text_of_ours_that_somebody_went_back_to_is_theirs() {
        let first = by_us("first", "base");
        let judged = |second: &str| {
            let write = BodyWrite {
                body: second.to_owned(),
                earlier: vec![digest(&first)],
                brings_back: vec![digest("dave")],
                ..write()
            };
            let texts = [second, &first, "spot", &first, "dave", "base"];
            judge(&write, &history(&texts, 0), &[])
        };
        let had_seen_it = judged(&by_us("second", &first));
        assert_eq!(told(&had_seen_it), ["last"]);
        let had_not = judged(&by_us("second", "spot"));
        assert_eq!(told(&had_not), ["last", &*first]);
    }

    #[test]
    fn later_write_covers_only_what_came_after_what_it_was_made_from() {
        let first = by_us("first", "base");
        let second = by_us("second", "spot");
        let write = BodyWrite {
            body: second.clone(),
            earlier: vec![digest(&first)],
            brings_back: vec![digest("dave")],
            ..write()
        };
        let texts = [
            &*second,
            "late",
            "spot",
            "dave again",
            &first,
            "dave",
            "base",
        ];
        assert_eq!(
            told(&judge(&write, &history(&texts, 0), &[])),
            ["last", "late"]
        );
        let texts = [&*first, "dave", "base"];
        let verdict = judge(&write, &history(&texts, 0), &[]);
        assert_eq!(told(&verdict), ["earlier", "dave"]);
    }

    #[test]
    fn covered_text_has_its_editor_its_time_and_what_it_was_made_from() {
        let history = history(&["ours", "spot", "?", "dave", "base"], 0);
        let Verdict::Found { covered, .. } = judge(&write(), &history, &[]) else {
            panic!("it is there");
        };
        assert_eq!(covered[0].editor.as_deref(), Some("farmer-dave"));
        assert_eq!(covered[0].at, 2);
        let made_from: Vec<&str> = covered.iter().map(|text| text.from.as_str()).collect();
        assert_eq!(made_from, ["base", "dave"]);
    }
}
