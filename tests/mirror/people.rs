//! What people write in comments, and what they do to them.

use std::sync::Arc;
use std::time::Duration;

use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::ids::FixId;
use sitroom::domain::incident::{FixClass, FixState};
use sitroom::domain::suggestion::SuggestedAction;
use sitroom::domain::time::Zone;
use sitroom::domain::timeline::describe;

use super::bench::{Bench, DAVE, JANE, REPO, SPOT, edit};
use super::wire::{Happening, Which, without_newest};

fn comments_of(bench: &Bench) -> Vec<(String, String)> {
    let entries = bench.entries();
    let text = |entry: &Entry| match &entry.event {
        Event::CommentImported { text, .. } => Some(text.clone()),
        Event::CommentEdited { text, .. } => Some(format!("edited: {text}")),
        Event::IssueStateSeen { seen } => Some(format!("seen: {seen}")),
        _ => None,
    };
    entries
        .iter()
        .filter_map(|entry| Some((entry.actor.clone(), text(entry)?)))
        .collect()
}

fn texts(bench: &Bench) -> Vec<String> {
    comments_of(bench)
        .into_iter()
        .map(|(_, text)| text)
        .collect()
}

fn says(bench: &Bench, login: &str, text: &str) -> u64 {
    let id = bench.github.comment_as(login, REPO, 1, text);
    id.expect("the issue is there")
}

#[tokio::test]
async fn comment_comes_in_once_with_its_author_and_time() {
    let mut bench = Bench::synced().await;
    says(&bench, SPOT, "Woof: it was\r\nthe *red* fox");
    let written = bench.clock.now();
    bench.wait(Duration::from_secs(600));
    for _ in 0..3 {
        bench.settle().await;
        bench.restart();
        bench.wait(Duration::from_secs(16 * 60));
    }
    let expected = (SPOT.to_owned(), "Woof: it was\nthe *red* fox".to_owned());
    assert_eq!(comments_of(&bench), [expected]);
    let entries = bench.entries();
    let comment = entries
        .iter()
        .find(|entry| matches!(entry.event, Event::CommentImported { .. }))
        .expect("it is there");
    assert_eq!(comment.shown_at().timestamp(), written.timestamp());
}

#[tokio::test]
async fn edited_comment_comes_in_once_more_and_says_so() {
    let mut bench = Bench::synced().await;
    let id = says(&bench, SPOT, "it was the red fox");
    bench.settle().await;
    bench.wait(Duration::from_secs(60));
    bench
        .github
        .edit_comment(REPO, id, "it was the grey fox")
        .expect("it is there");
    // Nobody promises that the issue notices; now and then it is looked at all the same.
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    bench.restart();
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    let expected = ["it was the red fox", "edited: it was the grey fox"];
    assert_eq!(texts(&bench), expected);
}

#[tokio::test]
async fn deleted_comment_is_told_once_and_only_after_a_whole_list() {
    let mut bench = Bench::synced().await;
    says(&bench, DAVE, "one");
    let second = says(&bench, SPOT, "two");
    bench.settle().await;
    bench
        .github
        .delete_comment(REPO, second)
        .expect("it is there");
    bench.settle().await;
    bench.settle().await;
    let seen =
        format!("seen: a comment by {SPOT} (two) was deleted on GitHub [#issuecomment-{second}]");
    assert_eq!(texts(&bench), ["one", "two", &seen]);
}

#[tokio::test]
async fn nothing_is_concluded_from_a_list_that_is_behind_or_fails() {
    let mut bench = Bench::synced().await;
    says(&bench, DAVE, "one");
    says(&bench, SPOT, "two");
    bench.settle().await;
    // A new comment makes it look; the list lacks the newest, and then fails.
    bench.wait(Duration::from_secs(16 * 60));
    says(&bench, DAVE, "three");
    let behind = Happening::Answer(Box::new(|answer| without_newest(without_newest(answer))));
    bench.wire.plan(Which::ListComments, 0, behind);
    bench.wire.plan(Which::ListComments, 0, Happening::NotSent);
    bench.settle().await;
    bench.settle().await;
    assert_eq!(texts(&bench), ["one", "two", "three"]);
    assert!(bench.wire.is_played());
    let log = bench.wire.take_log();
    assert!(
        !log.contains(&Which::ReadComment),
        "nothing is missing: {log:?}"
    );
}

#[tokio::test]
async fn long_thread_is_read_over_several_rounds_and_a_change_goes_out_meanwhile() {
    let mut bench = Bench::synced().await;
    for n in 0..2_500 {
        says(&bench, DAVE, &format!("hen {n}"));
    }
    let status = bench.good_round().await;
    assert_eq!(status.unread, 1_500);
    assert_eq!(bench.has_more(), Some(Duration::ZERO));
    bench.lead("who left the gate open?");
    let status = bench.good_round().await;
    assert_eq!(status.unread, 500);
    assert!(bench.issue().body.contains("who left the gate open?"));
    // The machine stops; what was taken in is not taken in again.
    bench.restart();
    bench.settle().await;
    assert_eq!(texts(&bench).len(), 2_500);
    bench.wire.take_log();
    bench.settle().await;
    assert_eq!(bench.wire.take_log(), [Which::ReadIssue], "idle");
}

#[tokio::test]
async fn idle_rounds_take_one_conditional_read_each() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    says(&bench, DAVE, "I saw it");
    bench.settle().await;
    bench.settle().await;
    bench.wire.take_log();
    let entries = bench.entries().len();
    for _ in 0..100 {
        bench.good_round().await;
    }
    let log = bench.wire.take_log();
    let reads = log
        .iter()
        .filter(|which| **which == Which::ReadIssue)
        .count();
    assert_eq!(reads, 100);
    assert_eq!(log.len(), 100, "{log:?}");
    assert_eq!(bench.entries().len(), entries);
}

#[tokio::test]
async fn lines_that_ask_for_something_wait_for_an_answer() {
    let mut bench = Bench::synced().await;
    bench.does(Command::AddFix {
        text: "mend the fence".to_owned(),
        class: FixClass::Immediate,
        owner: String::new(),
    });
    bench.settle().await;
    let comment = says(
        &bench,
        DAVE,
        "Seen it.\n/lead who has the key?\n> /note quoted\n/done R1\n/DONE r7\n/Tick i3",
    );
    bench.settle().await;
    let incident = bench.incident();
    let asked: Vec<_> = incident
        .suggestions
        .iter()
        .map(|(id, suggestion)| {
            assert_eq!((id.comment, suggestion.by.as_str()), (comment, DAVE));
            (id.line, suggestion.action.clone())
        })
        .collect();
    let expected = [
        (2, SuggestedAction::Lead("who has the key?".to_owned())),
        (4, SuggestedAction::Done("R1".parse().expect("an id"))),
        (
            6,
            SuggestedAction::Tick(sitroom::domain::ids::ItemId::new("I3")),
        ),
    ];
    assert_eq!(asked, expected);
    assert_eq!(incident.leads.len(), 1, "nothing is done by itself");
    let id = *incident.suggestions.keys().next().expect("the first");
    bench.does(Command::AnswerSuggestion { id, accept: false });
    bench
        .github
        .edit_comment(
            REPO,
            comment,
            "Seen it.\n/lead who has the other key?\n\n/done R1",
        )
        .expect("it is there");
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    assert_eq!(
        bench.incident().suggestions.len(),
        2,
        "answered is answered"
    );
}

/// What was answered, in words, and by whom.
fn answers(bench: &Bench) -> Vec<(String, String)> {
    let entries = bench.entries();
    let answered = |entry: &&Arc<Entry>| matches!(entry.event, Event::SuggestionAnswered { .. });
    entries
        .iter()
        .filter(answered)
        .map(|entry| {
            let said = describe(&entry.event, Zone::default());
            (entry.actor.clone(), said)
        })
        .collect()
}

fn done_already() -> Vec<(String, String)> {
    vec![("sitroom".to_owned(), "done already: /done R1".to_owned())]
}

async fn add_a_fix(bench: &mut Bench) {
    bench.does(Command::AddFix {
        text: "mend the fence".to_owned(),
        class: FixClass::Immediate,
        owner: String::new(),
    });
    bench.settle().await;
}

/// Has a remediation item on the issue, which somebody ticks there.
async fn add_a_fix_that_spot_ticks(bench: &mut Bench) {
    add_a_fix(bench).await;
    let ticked = bench.github.tick_as(SPOT, REPO, 1, "R1 ");
    ticked.expect("it is there");
}

#[tokio::test]
async fn what_is_asked_for_and_is_done_already_is_answered_and_told() {
    let mut bench = Bench::synced().await;
    add_a_fix_that_spot_ticks(&mut bench).await;
    bench.settle().await;
    says(&bench, SPOT, "/done R1");
    bench.settle().await;
    assert_eq!(answers(&bench), done_already());
    assert!(bench.incident().suggestions.is_empty());
    // It is told once, whatever happens later.
    bench.restart();
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    assert_eq!(answers(&bench), done_already());
}

fn move_fix(from: FixState, to: FixState) -> Command {
    Command::MoveFix {
        id: FixId(1),
        from,
        to,
    }
}

#[tokio::test]
async fn what_is_taken_back_while_the_issue_is_written_is_not_done_again_by_a_comment() {
    let mut bench = Bench::synced().await;
    add_a_fix(&mut bench).await;
    bench.does(move_fix(FixState::Open, FixState::Done));
    bench.settle().await;
    says(&bench, SPOT, "/done R1");
    bench.lead("who left the gate open?");
    let (disk, back) = (
        Arc::clone(&bench.disk),
        move_fix(FixState::Done, FixState::Open),
    );
    bench.before(Which::WriteBody, move |_| {
        disk.execute(&Request::local(back, JANE))
            .expect("it is recorded");
    });
    bench.settle().await;
    assert!(bench.wire.is_played());
    assert_eq!(bench.incident().fixes[0].state, FixState::Open);
    assert_eq!(answers(&bench), [], "the IC answers");
    assert_eq!(bench.incident().suggestions.len(), 1);
}

#[tokio::test]
async fn what_was_ticked_at_the_same_time_as_it_was_asked_for_is_told_too() {
    let mut bench = Bench::synced().await;
    add_a_fix_that_spot_ticks(&mut bench).await;
    says(&bench, SPOT, "/done R1");
    bench.settle().await;
    assert_eq!(answers(&bench), done_already());
    assert!(bench.incident().suggestions.is_empty());
}

#[tokio::test]
async fn a_line_that_came_with_the_comment_that_names_it_is_known() {
    let mut bench = Bench::synced().await;
    let fixes = "### Remediation (immediate)";
    let line = format!("{fixes}\n- [ ] mend the fence");
    bench.edit(SPOT, fixes, &line);
    says(&bench, SPOT, "/done R1");
    bench.settle().await;
    let asked = bench.count(|event| matches!(event, Event::Suggested { .. }));
    assert_eq!(asked, 1);
    assert_eq!(bench.incident().suggestions.len(), 1, "it is open");
}

/// How many suggestions were made so far.
fn asked(bench: &Bench) -> usize {
    bench.count(|event| matches!(event, Event::Suggested { .. }))
}

/// Has somebody add a remediation item to the issue and say that it is done, between our look at
/// the text and our look at the comments.
fn adds_and_says_done(bench: &Bench) {
    // A comment moves the issue, so that the comments are asked for at all.
    says(bench, DAVE, "a hen is on the roof");
    bench.before(Which::ListComments, |github| {
        let fixes = "### Remediation (immediate)";
        let line = format!("{fixes}\n- [ ] mend the fence");
        edit(github, SPOT, fixes, &line);
        github
            .comment_as(SPOT, REPO, 1, "/done R1\n/done R1\n/tick C7")
            .expect("the issue is there");
    });
}

#[tokio::test]
async fn a_comment_that_was_read_before_the_line_it_names_is_looked_at_again() {
    let mut bench = Bench::synced().await;
    adds_and_says_done(&bench);
    bench.good_round().await;
    assert!(bench.wire.is_played());
    assert_eq!((asked(&bench), bench.incident().fixes.len()), (0, 0));
    bench.settle().await;
    assert_eq!(bench.incident().fixes.len(), 1);
    assert_eq!(asked(&bench), 2, "each line once");
    bench.settle().await;
    assert_eq!(asked(&bench), 2, "each line once");
}

#[tokio::test]
async fn a_number_that_nobody_knows_falls_upon_no_line_of_later() {
    let mut bench = Bench::synced().await;
    says(&bench, SPOT, "/done R1");
    for _ in 0..20 {
        bench.settle().await;
    }
    add_a_fix(&mut bench).await;
    bench.settle().await;
    assert_eq!(asked(&bench), 0);
}

#[tokio::test]
async fn a_comment_that_was_edited_is_not_looked_at_as_it_was() {
    let mut bench = Bench::synced().await;
    let comment = says(&bench, SPOT, "/done R1");
    bench.settle().await;
    bench
        .github
        .edit_comment(REPO, comment, "not yet")
        .expect("it is there");
    // It comes in with what else is new.
    says(&bench, DAVE, "a hen is on the roof");
    bench.settle().await;
    add_a_fix(&mut bench).await;
    assert_eq!(asked(&bench), 0);
}

#[tokio::test]
async fn suggestions_can_be_switched_off() {
    let mut bench = Bench::synced().await;
    bench.suggestions = false;
    bench.restart();
    says(&bench, DAVE, "/lead who has the key?");
    bench.settle().await;
    assert!(bench.incident().suggestions.is_empty());
    assert_eq!(texts(&bench), ["/lead who has the key?"]);
}

#[tokio::test]
async fn machine_that_stops_while_comments_come_in_takes_each_in_once() {
    let story = |bench: &Bench| {
        says(bench, DAVE, "one\n/lead who has the key?");
        says(bench, SPOT, "two");
    };
    let mut whole = Bench::synced().await;
    let before = whole.steps();
    story(&whole);
    whole.settle().await;
    let steps = whole.steps() - before;
    for stop in 0..steps {
        let mut bench = Bench::synced().await;
        story(&bench);
        bench.stop_after(stop);
        // Until it stops, or has gone past that step.
        for _ in 0..4 {
            if bench.try_round().await.is_none() {
                break;
            }
        }
        bench.restart();
        bench.settle().await;
        let expected = ["one\n/lead who has the key?", "two"];
        assert_eq!(texts(&bench), expected, "stopped at {stop}");
        let asked = bench.count(|event| matches!(event, Event::Suggested { .. }));
        assert_eq!(asked, 1, "stopped at {stop}");
    }
}
