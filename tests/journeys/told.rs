//! A false alarm after sitreps, by keys, in both processes: who was told what in the end is the
//! audience matrix of the guides, and each message is on the issue once.

use std::collections::BTreeSet;

use rstest::rstest;
use sitroom::app::{Layer, Outcome};
use sitroom::domain::incident::{Incident, Severity, Status};
use sitroom::domain::ledger::LedgerRow;

use crate::farm::Farm;
use crate::harness::{Pane, Shown};

const ISSUE: &str = "The issue";
const CHANNEL: &str = "Incident channel";
const GSA: &str = "GSA Incident Response";
const DEVOPS: &str = "DevOps";
const TTS: &str = "DevOps (TTS Infrastructure)";
const DESK: &str = "GSA IT Service Desk";
const FEDRAMP: &str = "FedRAMP";
const US_CERT: &str = "US-CERT (now CISA)";

/// A message by its name in the ledger, and whom it reached.
type Told = (&'static str, &'static [&'static str]);

/// Chooses a message, leaves its text as it is drafted, and says that everybody has it.
fn send(pane: &Pane, id: &str) {
    let key_of = |shown: &Shown| {
        let Some(Layer::Choices(choices)) = shown.app.layers.last() else {
            return None;
        };
        let wanted = Outcome::Compose(id.to_owned());
        let choice = choices.list.iter().find(|it| it.outcome == wanted);
        choice.map(|choice| choice.key)
    };
    let shown = pane.keys("M").wait(id, |shown| key_of(shown).is_some());
    let key = key_of(&shown).expect("it can be chosen");
    pane.keys(&key.to_string());
    let is_editor = |shown: &Shown| matches!(shown.app.layers.last(), Some(Layer::Editor(_)));
    pane.wait("the draft", is_editor);
    let is_card = |shown: &Shown| matches!(shown.app.layers.last(), Some(Layer::Sending(_)));
    pane.key("ctrl-s").wait("the card", is_card);
    pane.keys("m");
    let is_recorded = |incident: &Incident| incident.messages.iter().any(|it| it.message == id);
    pane.wait_incident(id, is_recorded);
    pane.esc();
    pane.wait("the view", |shown| shown.app.layers.is_empty());
}

/// What the ledger on the screen says: each message, and whom it reached. The issue gets every
/// message where there is one.
fn told(shown: &Shown) -> BTreeSet<String> {
    let rows = shown.app.rows.comms.iter();
    let line = |row: &LedgerRow| format!("{}: {}", row.what, row.who);
    rows.map(line).collect()
}

/// As the guide of 2023 has it. FedRAMP, whose address nobody set, stays open where a sitrep is
/// for it, and is not among those who got one: nobody tells it that it was a false alarm.
const OF_2023: &[Told] = &[
    ("One-hour notice to GSA", &[ISSUE, DESK, GSA, TTS]),
    ("sitrep #1", &[ISSUE, CHANNEL, GSA, TTS, FEDRAMP]),
    ("sitrep #2", &[ISSUE, CHANNEL, GSA, FEDRAMP]),
    ("False-alarm notice", &[ISSUE, CHANNEL, GSA, TTS, DESK]),
    ("sitrep #3", &[ISSUE, CHANNEL, GSA, TTS]),
];
/// As the guide of 2016 has it; so with US-CERT.
const OF_2016: &[Told] = &[
    ("One-hour notice to GSA", &[ISSUE, GSA, DEVOPS]),
    ("sitrep #1", &[ISSUE, CHANNEL, GSA, DEVOPS]),
    ("sitrep #2", &[ISSUE, CHANNEL, GSA, US_CERT]),
    ("False-alarm notice", &[ISSUE, CHANNEL, GSA, DEVOPS]),
    ("sitrep #3", &[ISSUE, CHANNEL, GSA, DEVOPS]),
];

#[rstest]
#[case::of_2023("cloud-gov-2023", OF_2023)]
#[case::of_2016("cloud-gov-2016", OF_2016)]
fn a_false_alarm_is_told_to_everybody_who_ever_got_a_sitrep(
    #[case] playbook: &str,
    #[case] expected: &[Told],
) {
    let farm = Farm::on(playbook);
    let pane = Pane::open(&farm);
    pane.wait_incident("the issue", |incident| incident.issue.is_some());
    send(&pane, "gsa-notice");
    pane.keys("Sm").enter();
    pane.wait_incident("a severity", |it| it.severity == Severity::Medium);
    pane.keys("cc").enter();
    pane.wait_incident("confirmed", |it| it.status == Status::Confirmed);
    send(&pane, "initial-sitrep");
    send(&pane, "update-sitrep");
    pane.keys("cf")
        .typed("the wind had opened the gate")
        .enter();
    pane.wait_incident("a false alarm", |it| it.status == Status::FalseAlarm);
    send(&pane, "false-alarm-notice");
    send(&pane, "final-sitrep");
    pane.keys("7r");
    let shown = pane.wait("the comments in the ledger", |shown| {
        let rows = shown.app.rows.comms.iter();
        let on_the_issue = rows.filter(|row| row.who == "The issue");
        let mut states = on_the_issue.map(LedgerRow::state_word);
        states.next().is_some() && states.all(|word| word == "confirmed")
    });
    let expected = expected.iter();
    let expected =
        expected.flat_map(|(what, to)| to.iter().map(move |who| format!("{what}: {who}")));
    assert_eq!(told(&shown), expected.collect());
    assert!(shown.incident.unsent.is_empty(), "nothing waits");
    let comments = farm.github.comments(crate::farm::REPO, farm.issue().number);
    for (words, count) in [
        (
            "Subject: [sitrep] The chickens have escaped: false alarm",
            1,
        ),
        ("This is the last sitrep.", 1),
    ] {
        let with = comments.iter().filter(|it| it.body.contains(words));
        assert_eq!(with.count(), count, "{words}\n{comments:#?}");
    }
    pane.quit();
}
