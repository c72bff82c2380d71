//! The ledger: who was told, and what counts as told.

use std::collections::BTreeMap;

use sitroom::domain::command::{Command, Request};
use sitroom::domain::incident::RouteState;
use sitroom::domain::ledger::{LedgerRow, ledger};
use sitroom::domain::message::recipients;
use sitroom::domain::mirror::Delivery;
use sitroom::domain::time::When;

use crate::bench::{Bench, JANE, moves};

fn rows(bench: &Bench) -> Vec<LedgerRow> {
    ledger(&bench.incident, &bench.playbook, &BTreeMap::new())
}

fn words(bench: &Bench) -> Vec<String> {
    let rows = rows(bench);
    let line = |row: &LedgerRow| format!("{} | {} | {}", row.what, row.who, row.state_word());
    rows.iter().map(line).collect()
}

#[test]
fn each_line_says_who_and_how_far() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    bench.says(moves(of, vec![0, 1], RouteState::Sent));
    bench.says(Command::MoveRoutes {
        of,
        routes: vec![2],
        to: RouteState::Failed,
        by: String::new(),
        words: "550 no such hen".into(),
        more: Vec::new(),
        attempts: 1,
    });
    let expected = [
        "sitrep #1 | Incident channel | sent",
        "sitrep #1 | GSA Incident Response | sent",
        "sitrep #1 | DevOps (TTS Infrastructure) | NOT sent",
        "sitrep #1 | FedRAMP | to be sent by hand",
    ];
    assert_eq!(words(&bench), expected);
    assert_eq!(rows(&bench)[2].words, "550 no such hen");
    let open: Vec<bool> = rows(&bench).iter().map(LedgerRow::is_open).collect();
    assert_eq!(open, [false, false, true, true]);
}

#[test]
fn who_did_not_get_it_was_not_told() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    bench.says(moves(of, vec![0], RouteState::Sent));
    bench.says(moves(of, vec![1, 2], RouteState::Failed));
    let told = &bench.incident.messages[0].to;
    assert_eq!(told, &["#incident-response"]);
    let last = bench.playbook.message("handoff-sitrep").unwrap();
    let mut last = last.clone();
    last.must.clear();
    let names = recipients(&last, &bench.incident, &bench.playbook);
    assert_eq!(
        names,
        ["#incident-response"],
        "who never got one is owed none"
    );
}

#[test]
fn a_message_counts_from_when_it_first_reached_somebody() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    assert!(bench.incident.last_sitrep().is_none());
    let at = When::exact(bench.now - chrono::TimeDelta::minutes(5));
    let request = Request::local(moves(of, vec![3], RouteState::Sent), JANE);
    bench.put(&request.happened(at)).unwrap();
    let sent = bench.incident.last_sitrep().unwrap();
    assert_eq!((sent.at, sent.number), (at, 1));
    bench.says(moves(of, vec![0], RouteState::Sent));
    assert_eq!(bench.incident.last_sitrep().unwrap().at, at);
    assert_eq!(bench.incident.messages.len(), 1);
    assert!(bench.incident.unsent.is_empty());
}

#[test]
fn who_was_told_beside_those_of_the_process_is_remembered() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    bench.says(Command::MoveRoutes {
        of,
        routes: vec![0],
        to: RouteState::Sent,
        by: "Farmer Dave".into(),
        words: String::new(),
        more: vec!["the mayor".into()],
        attempts: 0,
    });
    let last = bench.playbook.message("final-sitrep").unwrap();
    let names = recipients(last, &bench.incident, &bench.playbook);
    assert!(names.contains(&"the mayor".to_owned()), "{names:?}");
    assert_eq!(bench.incident.messages[0].by, "Farmer Dave");
}

#[test]
fn an_acknowledgment_keeps_its_name_and_time() {
    let mut bench = Bench::on("cloud-gov-2023");
    let of = bench.sends("gsa-notice");
    bench.arrives(of);
    let at = When::exact(bench.now);
    let command = Command::MoveRoutes {
        of,
        routes: vec![1],
        to: RouteState::Acknowledged,
        by: "Farmer Dave".into(),
        words: String::new(),
        more: Vec::new(),
        attempts: 0,
    };
    bench
        .put(&Request::local(command, JANE).happened(at))
        .unwrap();
    let row = &rows(&bench)[1];
    assert_eq!(row.state, RouteState::Acknowledged);
    assert_eq!((row.by.as_str(), row.at), ("Farmer Dave", at));
    assert_eq!(row.what, "One-hour notice to GSA");
}

#[test]
fn the_comment_on_the_issue_is_as_far_as_the_mirror_says() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("handoff-sitrep");
    let deliveries = BTreeMap::from([(of, Delivery::Stuck)]);
    let rows = ledger(&bench.incident, &bench.playbook, &deliveries);
    let issue = rows.iter().find(|row| row.who == "The issue").unwrap();
    assert_eq!(issue.state_word(), "stuck");
    assert!(issue.is_open());
    let waiting = ledger(&bench.incident, &bench.playbook, &BTreeMap::new());
    let issue = waiting.iter().find(|row| row.who == "The issue").unwrap();
    assert_eq!(issue.state_word(), "waits for the issue");
}

#[test]
fn nobody_has_sent_a_comment_that_the_mirror_could_not_post() {
    let mut bench = Bench::confirmed();
    bench.says(Command::RecordMessage {
        message: "handoff-sitrep".into(),
        sitrep: true,
        to: vec!["gsa-ir".into(), "issue".into()],
        text: "Subject: [sitrep] The chickens\n\nThey are out.".into(),
    });
    let of = bench.incident.messages[0].entry;
    let deliveries = BTreeMap::from([(of, Delivery::Stuck)]);
    let rows = ledger(&bench.incident, &bench.playbook, &deliveries);
    let states: Vec<_> = rows
        .iter()
        .map(|row| (row.state_word(), row.is_open()))
        .collect();
    assert_eq!(states, [("sent", false), ("stuck", true)]);
}

#[test]
fn what_was_only_recorded_as_sent_is_in_the_ledger_too() {
    let mut bench = Bench::confirmed();
    bench.says(Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["#barn".into(), "the mayor".into()],
        text: String::new(),
    });
    let expected = ["sitrep #1 | #barn | sent", "sitrep #1 | the mayor | sent"];
    assert_eq!(words(&bench), expected);
}

#[test]
fn one_recipient_has_one_name_however_the_sending_was_recorded() {
    let mut bench = Bench::confirmed();
    bench.says(Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec![
            "gsa-ir@gsa.gov".into(),
            "#incident-response".into(),
            "the mayor".into(),
        ],
        text: String::new(),
    });
    let who: Vec<String> = rows(&bench).into_iter().map(|row| row.who).collect();
    assert_eq!(
        who,
        ["GSA Incident Response", "Incident channel", "the mayor"]
    );
}
