//! Edits that a write of ours covers, and writes that somebody undoes unawares.

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::Event;
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{Mark, Severity};
use sitroom::practice::{Fault, PracticeGithub};

use super::bench::{Bench, DAVE, REPO, edit};
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
