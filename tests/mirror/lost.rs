//! Edits that a write of ours covers, and writes that somebody undoes unawares.

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Event, Field};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{Mark, Severity};
use sitroom::domain::mirror::MirrorState;
use sitroom::github::sync::Trouble;
use sitroom::practice::{Fault, Lag, PracticeGithub, Stale};

use super::bench::{Bench, DAVE, JANE, REPO, SPOT, edit};
use super::wire::{Happening, Which};

fn severity(bench: &Bench, to: Severity) {
    bench.does(Command::SetSeverity {
        to,
        reason: "eggs".to_owned(),
    });
}

/// Dave ticks a line and writes one of his own, while our write is on its way.
fn dave_edits(github: &PracticeGithub) {
    let end = "<!-- sitroom:end -->";
    edit(github, DAVE, end, &format!("{end}\n\nMind the step."));
    github
        .tick_as(DAVE, REPO, 1, "I3 ")
        .expect("the line is there");
}

fn is_ticked(bench: &Bench, item: &str) -> bool {
    let incident = bench.incident();
    let tick = incident.checklist.get(&ItemId::new(item));
    tick.is_some_and(|tick| tick.mark == Mark::Done)
}

/// Both edits are in the record and on the issue, and what was covered is kept.
fn check_recovered(bench: &Bench) {
    let body = bench.issue().body;
    for text in ["**Severity**: medium", "Mind the step.", "[x] I3"] {
        assert_eq!(body.matches(text).count(), 1, "`{text}` in:\n{body}");
    }
    assert_eq!(bench.incident().severity, Severity::Medium);
    assert!(is_ticked(bench, "I3"));
    let kept = bench.disk.kept();
    assert_eq!(kept.sync.in_doubt, None);
    assert!(!kept.sync.unverified);
    let recovered: Vec<_> = kept
        .entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::EditRecovered { kept } => Some((kept.clone(), entry.actor.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(recovered.len(), kept.lost.len(), "{recovered:?}");
    for (name, actor) in recovered {
        let name = name.strip_prefix("lost/").expect("where it is kept");
        assert!(kept.lost[name].contains("Mind the step."));
        assert_eq!(actor, DAVE);
    }
}

#[tokio::test]
async fn edit_in_the_window_of_our_write_is_kept_recorded_and_brought_back() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, dave_edits);
    bench.settle().await;
    check_recovered(&bench);
    // Two saves of Dave's, both covered.
    assert_eq!(bench.disk.kept().lost.len(), 2);
}

/// Has Dave's edits covered by a write whose answer is lost.
fn covered_without_an_answer(bench: &Bench, fault: Fault) {
    let github = bench.github.clone();
    let deed = move |_: &PracticeGithub| {
        dave_edits(&github);
        github.fault(fault);
    };
    bench.before(Which::WriteBody, deed);
}

#[rstest]
#[case::answer_lost(Fault::LoseReply)]
#[case::gateway(Fault::AfterApply5xx(502))]
#[case::answer_cut_off(Fault::TruncateBody)]
#[tokio::test]
async fn edit_covered_by_a_write_without_an_answer_is_brought_back(#[case] fault: Fault) {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    covered_without_an_answer(&bench, fault);
    bench.bad_round().await;
    assert!(bench.disk.kept().sync.in_doubt.is_some());
    bench.restart();
    bench.settle().await;
    check_recovered(&bench);
    assert_eq!(bench.disk.kept().lost.len(), 2);
}

#[tokio::test]
async fn write_that_arrived_without_an_answer_is_what_later_edits_are_compared_with() {
    let mut bench = Bench::synced().await;
    bench.does(Command::RewordLead {
        id: "L1".parse().expect("an id"),
        text: "where did the fox go?".to_owned(),
    });
    bench
        .wire
        .plan(Which::WriteBody, 0, Happening::Fault(Fault::LoseReply));
    bench.bad_round().await;
    bench.restart();
    bench.edit(DAVE, "where did the fox go?", "where did the fox sleep?");
    bench.settle().await;
    let incident = bench.incident();
    assert_eq!(incident.leads[0].text, "where did the fox sleep?");
    assert!(incident.conflicts.is_empty(), "{:?}", incident.conflicts);
}

#[tokio::test]
async fn many_revisions_under_our_write_are_all_brought_back() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, |github| {
        // More than come with the answer.
        for n in 1..=15 {
            let end = "<!-- sitroom:end -->";
            edit(github, DAVE, end, &format!("{end}\n\nStep {n}."));
        }
        github
            .tick_as(SPOT, REPO, 1, "I3 ")
            .expect("the line is there");
    });
    bench.settle().await;
    let body = bench.issue().body;
    for n in 1..=15 {
        assert!(body.contains(&format!("Step {n}.")), "{n} in:\n{body}");
    }
    assert!(body.contains("**Severity**: medium") && body.contains("[x] I3"));
    assert!(is_ticked(&bench, "I3"));
    assert_eq!(bench.disk.kept().lost.len(), 16);
    let by = |login: &str| {
        let entries = bench.entries();
        let is_it = |e: &&std::sync::Arc<sitroom::domain::event::Entry>| {
            e.actor == login && matches!(e.event, Event::ItemMarked { .. })
        };
        entries.iter().filter(is_it).count()
    };
    assert_eq!((by(DAVE), by(SPOT)), (0, 1), "each edit is its editor's");
}

#[tokio::test]
async fn edit_made_on_top_of_our_write_joins_what_is_brought_back() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, dave_edits);
    // The first reading after the write is the one that brings it back.
    bench.wire.plan(
        Which::ReadIssue,
        1,
        Happening::Before(Box::new(|github| {
            edit(
                github,
                SPOT,
                "<!-- sitroom:begin",
                "Woof.\n\n<!-- sitroom:begin",
            );
            github
                .tick_as(SPOT, REPO, 1, "I4 ")
                .expect("the line is there");
        })),
    );
    bench.settle().await;
    assert!(bench.wire.is_played());
    let body = bench.issue().body;
    for text in [
        "**Severity**: medium",
        "Mind the step.",
        "[x] I3",
        "[x] I4",
        "Woof.",
    ] {
        assert_eq!(body.matches(text).count(), 1, "`{text}` in:\n{body}");
    }
    assert!(is_ticked(&bench, "I3") && is_ticked(&bench, "I4"));
}

#[tokio::test]
async fn text_that_brings_one_back_and_covers_another_is_mended_too() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, dave_edits);
    bench.before(Which::WriteBody, |github| {
        let begin = "<!-- sitroom:begin";
        edit(github, SPOT, begin, &format!("Woof.\n\n{begin}"));
    });
    bench.settle().await;
    assert!(bench.wire.is_played());
    let body = bench.issue().body;
    for text in ["**Severity**: medium", "Mind the step.", "[x] I3", "Woof."] {
        assert_eq!(body.matches(text).count(), 1, "`{text}` in:\n{body}");
    }
    assert_eq!(bench.disk.kept().sync.in_doubt, None);
    assert_eq!(bench.disk.kept().lost.len(), 3);
}

#[tokio::test]
async fn machine_that_stops_anywhere_while_it_mends_loses_nothing() {
    let story = async |bench: &Bench| {
        severity(bench, Severity::Medium);
        bench.before(Which::WriteBody, dave_edits);
    };
    let mut whole = Bench::synced().await;
    let before = whole.steps();
    story(&whole).await;
    whole.settle().await;
    let steps = whole.steps() - before;
    assert!(steps > 20, "{steps}");
    for stop in 0..steps {
        let mut bench = Bench::synced().await;
        story(&bench).await;
        bench.stop_after(stop);
        for _ in 0..4 {
            if bench.try_round().await.is_none() {
                break;
            }
        }
        bench.restart();
        bench.settle().await;
        check_recovered(&bench);
    }
}

#[tokio::test]
async fn both_sides_of_a_clash_that_was_covered_wait_for_a_ruling() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, |github| {
        edit(github, DAVE, "**Severity**: unknown", "**Severity**: High");
    });
    bench.settle().await;
    let incident = bench.incident();
    let conflict = &incident.conflicts["severity"];
    assert_eq!((&*conflict.ours, &*conflict.theirs), ("medium", "high"));
    assert_eq!((&*conflict.ours_by, &*conflict.theirs_by), (JANE, DAVE));
    assert!(conflict.ours_at.is_some());
    assert!(bench.issue().body.contains("**Severity**: High"));
    bench.settle().await;
    assert_eq!(bench.incident().conflicts.len(), 1, "it stays open");
}

/// What a tool saves that read the issue before our last write.
fn stale_save(bench: &Bench, read: &str, from: &str, to: &str) {
    assert!(read.contains(from));
    let saved = read.replacen(from, to, 1);
    let done = bench.github.edit_body_as(SPOT, REPO, 1, |_| saved);
    done.expect("the issue is there");
}

#[tokio::test]
async fn writer_who_had_not_seen_ours_is_asked_about_and_not_fought() {
    let mut bench = Bench::synced().await;
    let read = bench.issue().body;
    severity(&bench, Severity::Medium);
    bench.does(Command::MarkItem {
        item: ItemId::new("I3"),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
    bench.lead("who left the gate open?");
    bench.settle().await;
    let end = "<!-- sitroom:end -->";
    let to = format!("{end}\n\nFrom the tool.");
    for _ in 0..10 {
        stale_save(&bench, &read, end, &to);
        bench.settle().await;
        bench.settle().await;
        let incident = bench.incident();
        let subjects: Vec<&str> = incident.conflicts.keys().map(String::as_str).collect();
        assert_eq!(subjects, ["I3 mark", "L2 deleted", "severity"]);
        let severity = &incident.conflicts["severity"];
        assert_eq!((&*severity.ours, &*severity.theirs), ("medium", "unknown"));
        assert_eq!(severity.theirs_by, SPOT);
        assert_eq!(incident.severity, Severity::Medium, "it is kept here");
        assert!(is_ticked(&bench, "I3"), "it is kept here");
        let body = bench.issue().body;
        for theirs in ["**Severity**: unknown", "[ ] I3", "From the tool."] {
            assert!(body.contains(theirs), "`{theirs}` in:\n{body}");
        }
    }
    let login = Some("farmer-jane".to_owned());
    let revisions = bench.issue().revisions.into_iter();
    let ours: Vec<_> = revisions.filter(|r| r.editor == login).collect();
    // Each text twice at the most.
    assert!(ours.len() <= 7, "it is fought over: {}", ours.len());
    bench.does(Command::SettleConflict {
        subject: "severity".to_owned(),
        value: "medium".to_owned(),
    });
    bench.settle().await;
    assert!(bench.issue().body.contains("**Severity**: medium"));
    assert_eq!(bench.incident().conflicts.len(), 2);
}

#[tokio::test]
async fn history_that_is_behind_is_asked_again() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, dave_edits);
    bench.github.set_lag(Stale::History, Lag::by(1).reads(1));
    let status = bench.good_round().await;
    assert_eq!(status.state, MirrorState::Unverified);
    assert!(bench.disk.kept().sync.in_doubt.is_some());
    bench.restart();
    let status = bench.settle().await;
    assert_eq!(status.state, MirrorState::Synced);
    check_recovered(&bench);
}

#[tokio::test]
async fn another_write_while_the_history_is_behind_finds_what_both_covered() {
    let mut bench = Bench::synced().await;
    severity(&bench, Severity::Medium);
    bench.before(Which::WriteBody, dave_edits);
    bench.github.set_lag(Stale::History, Lag::by(1).reads(3));
    bench.good_round().await;
    bench.lead("who left the gate open?");
    bench.before(Which::WriteBody, |github| {
        edit(
            github,
            DAVE,
            "<!-- sitroom:begin",
            "Woof.\n\n<!-- sitroom:begin",
        );
    });
    bench.settle().await;
    let body = bench.issue().body;
    for text in [
        "Mind the step.",
        "[x] I3",
        "Woof.",
        "who left the gate open?",
    ] {
        assert_eq!(body.matches(text).count(), 1, "`{text}` in:\n{body}");
    }
}

#[rstest]
#[case::purged(|github: &PracticeGithub| github.set_history_purged(true))]
#[case::without_graphql(|github: &PracticeGithub| github.set_graphql(false))]
#[tokio::test]
async fn write_without_a_history_is_read_back_and_called_unverified(
    #[case] hide: fn(&PracticeGithub),
) {
    let mut bench = Bench::synced().await;
    hide(&bench.github);
    severity(&bench, Severity::Medium);
    let status = bench.good_round().await;
    assert_eq!(status.state, MirrorState::Unverified);
    let log = bench.wire.take_log();
    let written = [Which::WriteBody, Which::Patch];
    let last = log.iter().rposition(|which| written.contains(which));
    let after = &log[last.expect("it was written") + 1..];
    assert_eq!(after.first(), Some(&Which::ReadIssue), "{log:?}");
    assert!(bench.issue().body.contains("**Severity**: medium"));
    let status = bench.settle().await;
    assert_eq!(status.state, MirrorState::Unverified);
    bench.edit(DAVE, "**Severity**: medium", "**Severity**: high");
    bench.settle().await;
    assert_eq!(bench.incident().severity, Severity::High);
    assert!(bench.incident().conflicts.is_empty());
    // For good, until a write can be held against the history again.
    bench.github.set_history_purged(false);
    bench.github.set_graphql(true);
    bench.lead("who left the gate open?");
    let status = bench.settle().await;
    assert_eq!(status.state, MirrorState::Synced);
}

#[rstest]
#[case::arrived(Fault::LoseReply)]
#[case::not_arrived(Fault::DropBefore)]
#[tokio::test]
async fn write_in_doubt_without_a_history_is_told_by_the_text_that_stands_there(
    #[case] fault: Fault,
) {
    let mut bench = Bench::synced().await;
    bench.github.set_graphql(false);
    severity(&bench, Severity::Medium);
    bench.wire.plan(Which::Patch, 0, Happening::Fault(fault));
    bench.bad_round().await;
    bench
        .github
        .tick_as(DAVE, REPO, 1, "I3 ")
        .expect("the line is there");
    bench.settle().await;
    assert!(bench.incident().conflicts.is_empty());
    assert_eq!(bench.incident().severity, Severity::Medium);
    assert!(bench.issue().body.contains("**Severity**: medium"));
    assert!(is_ticked(&bench, "I3"));
}

#[tokio::test]
async fn old_text_saved_over_several_writes_of_ours_is_asked_about() {
    let mut bench = Bench::synced().await;
    let old = bench.issue().body;
    severity(&bench, Severity::Medium);
    bench.settle().await;
    bench.lead("who left the gate open?");
    bench.settle().await;
    let begin = "<!-- sitroom:begin";
    let saved = old.replacen(begin, &format!("Mind the step.\n\n{begin}"), 1);
    bench
        .github
        .edit_body_as(DAVE, REPO, 1, |_| saved)
        .expect("the issue is there");
    bench.settle().await;
    let incident = bench.incident();
    assert_eq!(incident.severity, Severity::Medium);
    let asked: Vec<&str> = incident.conflicts.keys().map(String::as_str).collect();
    assert_eq!(asked, ["L2 deleted", "severity"]);
    assert!(bench.issue().body.contains("Mind the step."));
}

#[tokio::test]
async fn two_quick_writes_folded_into_one_revision_cover_nothing() {
    let mut bench = Bench::synced().await;
    bench
        .github
        .set_folding(Some(chrono::TimeDelta::minutes(5)));
    severity(&bench, Severity::Medium);
    bench.settle().await;
    bench.does(Command::SetSeverity {
        to: Severity::High,
        reason: "more eggs".to_owned(),
    });
    bench.settle().await;
    assert_eq!(bench.incident().severity, Severity::High);
    assert!(bench.issue().body.contains("**Severity**: high"));
    assert_eq!(bench.disk.kept().lost.len(), 0);
    assert!(bench.incident().conflicts.is_empty());
}

#[rstest]
#[case::history_is_asked(true)]
#[case::without_graphql(false)]
#[tokio::test]
async fn older_copy_of_the_issue_is_not_taken_for_an_edit(#[case] graphql: bool) {
    let mut bench = Bench::synced().await;
    bench.github.set_graphql(graphql);
    severity(&bench, Severity::Medium);
    bench.settle().await;
    bench.clock.pass(chrono::TimeDelta::seconds(5));
    bench.lead("who left the gate open?");
    bench.settle().await;
    bench
        .github
        .comment_as(DAVE, REPO, 1, "so it changed")
        .expect("it is there");
    bench.github.set_lag(Stale::Issue, Lag::by(2).reads(2));
    bench.bad_round().await;
    bench.settle().await;
    let incident = bench.incident();
    assert!(incident.conflicts.is_empty(), "{:?}", incident.conflicts);
    assert_eq!(incident.severity, Severity::Medium);
    assert_eq!(
        bench.count(|event| matches!(event, Event::CommentImported { .. })),
        1
    );
}

#[tokio::test]
async fn title_whose_answer_was_lost_is_waited_for_before_anything_else_is_written() {
    let mut bench = Bench::synced().await;
    bench.does(Command::SetField {
        field: Field::Title,
        to: "The chickens are back".to_owned(),
    });
    bench
        .wire
        .plan(Which::Patch, 0, Happening::Fault(Fault::LoseReply));
    bench.bad_round().await;
    let trouble = bench.bad_round().await;
    assert!(matches!(trouble, Trouble::InDoubt { .. }), "{trouble:?}");
    bench.settle().await;
    assert_eq!(bench.issue().title, "The chickens are back");
    assert!(bench.issue().body.starts_with("The chickens are back\n"));
    assert!(bench.incident().conflicts.is_empty());
}

#[tokio::test]
async fn title_that_was_changed_in_the_window_of_our_write_is_put_back_and_asked_about() {
    let mut bench = Bench::synced().await;
    bench.does(Command::SetField {
        field: Field::Title,
        to: "The chickens are back".to_owned(),
    });
    bench.before(Which::Patch, |github| {
        let title = github.set_title(REPO, 1, "The chickens fly");
        title.expect("the issue is there");
    });
    bench.settle().await;
    assert_eq!(bench.issue().title, "The chickens fly");
    let incident = bench.incident();
    let conflict = &incident.conflicts["title"];
    let both = (&*conflict.ours, &*conflict.theirs);
    assert_eq!(both, ("The chickens are back", "The chickens fly"));
    bench.does(Command::SettleConflict {
        subject: "title".to_owned(),
        value: "The chickens are back".to_owned(),
    });
    bench.settle().await;
    assert_eq!(bench.issue().title, "The chickens are back");
    assert!(bench.incident().conflicts.is_empty());
}
