//! Which notes that wait go out in one comment.
//!
//! GitHub limits what an account creates in a minute, and every comment is a notification: ten
//! notes that were written without a network are one comment, each with its time and author.

use chrono::TimeDelta;

use super::{Operation, OutboxItem, OutboxState};
use crate::domain::document::{mark_of, units};
use crate::domain::time::Instant;

/// How many short notes may wait before they are gathered.
const FEW: usize = 3;

/// How far apart the first and the last of them may have been recorded.
const WINDOW: TimeDelta = TimeDelta::minutes(2);

/// The longest comment that is a short note, in UTF-16 units.
const SHORT: usize = 1_000;

/// Returns how many operations, from the first on, go out in one comment: one, or more than a
/// few. `waiting` is in the order of sending.
#[must_use]
pub fn gathered(waiting: &[OutboxItem]) -> usize {
    let Some(first) = waiting.first() else {
        return 0;
    };
    let begin = recorded(first);
    let joins = |item: &&OutboxItem| is_short_note(item) && recorded(item) - begin <= WINDOW;
    let count = waiting.iter().take_while(joins).count();
    if count > FEW { count } else { 1 }
}

/// Returns whether an operation is a short note that was never sent and stands alone.
fn is_short_note(item: &OutboxItem) -> bool {
    let is_fresh = item.state == OutboxState::Queued && item.first_sent.is_none();
    item.operation == Operation::Comment
        && is_fresh
        && item.sections.is_empty()
        && units(&item.body) <= SHORT
        && mark_of(&item.body).is_some_and(|mark| mark.kind == "noted")
}

/// Returns when what an operation carries was recorded: its entry's id says so.
fn recorded(item: &OutboxItem) -> Instant {
    item.key.entry.recorded()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::ids::EntryId;

    /// A note that was recorded so many seconds into the story.
    fn note(second: i64) -> OutboxItem {
        of_kind(second, "noted", "seen")
    }

    fn of_kind(second: i64, kind: &str, text: &str) -> OutboxItem {
        let at = Instant::UNIX_EPOCH + TimeDelta::seconds(second);
        let entry = EntryId::new(at, 1);
        let body =
            format!("14:02 UTC, Farmer Jane\n\n{text}\n\n<!-- sitroom:entry {entry} {kind} -->");
        OutboxItem::queued(entry.into(), Operation::Comment, body)
    }

    fn sent(second: i64) -> OutboxItem {
        note(second).sending(Instant::UNIX_EPOCH).refused()
    }

    #[rstest]
    #[case::none(vec![], 0)]
    #[case::one(vec![note(1)], 1)]
    #[case::a_few(vec![note(1), note(2), note(3)], 1)]
    #[case::more(vec![note(1), note(2), note(3), note(4)], 4)]
    #[case::within_two_minutes(vec![note(1), note(2), note(3), note(4), note(121), note(122)], 5)]
    #[case::apart(vec![note(1), note(100), note(200), note(300), note(400)], 1)]
    #[case::up_to_a_message(
        vec![note(1), note(2), note(3), note(4), of_kind(5, "message-sent", "x"), note(6)], 4
    )]
    #[case::message_first(vec![of_kind(1, "message-sent", "x"), note(2), note(3), note(4), note(5)], 1)]
    #[case::long_one_between(
        vec![note(1), note(2), of_kind(3, "noted", &"x".repeat(1_000)), note(4), note(5)], 1
    )]
    #[case::one_was_sent_before(vec![sent(1), note(2), note(3), note(4), note(5)], 1)]
    #[case::up_to_one_that_was_sent(vec![note(1), note(2), note(3), note(4), sent(5), note(6)], 4)]
    fn short_notes_of_one_time_go_out_together(
        #[case] waiting: Vec<OutboxItem>,
        #[case] expected: usize,
    ) {
        assert_eq!(gathered(&waiting), expected);
    }

    #[test]
    fn sections_make_one_comment_and_may_leave_it_again() {
        let all: Vec<_> = [note(1), note(2), note(3)]
            .into_iter()
            .flat_map(OutboxItem::into_sections)
            .collect();
        let three = note(1).with_sections(all.clone()).expect("they fit");
        assert_eq!(three.keys().count(), 3);
        assert_eq!(three.body.matches("sitroom:entry").count(), 3);
        let last = three.with_sections(all[2..].to_vec()).expect("it fits");
        assert_eq!(last, note(3));
        assert_eq!(three.with_sections(Vec::new()), None);
    }
}
