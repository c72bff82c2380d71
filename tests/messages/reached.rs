//! Who is reached by hand for somebody whose address nobody set: one recipient, from then on.

use std::collections::BTreeMap;

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::handoff::brief;
use sitroom::domain::incident::{Carrier, RouteState, RoutesMoved, Status, through};
use sitroom::domain::ledger::ledger;
use sitroom::domain::message::{Audience, audience, gathered, last_reached, recipients, route};

use crate::bench::{Bench, carriers, moves};

const FEDRAMP: usize = 3;
const REPS: &str = "reps@fedramp.example";
const BOTH: &str = "FedRAMP (reps@fedramp.example)";

/// The initial sitrep went out, to FedRAMP by hand to those named.
fn reached(whom: &[&str]) -> Bench {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    bench.says(moves(of, vec![0, 1, 2], RouteState::Sent));
    bench.says(moves_naming(&bench, vec![FEDRAMP], whom));
    bench
}

fn moves_naming(bench: &Bench, routes: Vec<usize>, whom: &[&str]) -> Command {
    Command::MoveRoutes {
        of: bench.last().entry,
        routes,
        to: RouteState::Sent,
        by: "Farmer Dave".into(),
        words: String::new(),
        more: whom.iter().map(|&name| name.to_owned()).collect(),
        attempts: 0,
    }
}

fn of_fedramp(bench: &Bench, message: &str) -> Vec<Audience> {
    let message = bench.playbook.message(message).unwrap();
    let all = audience(message, &bench.incident, &bench.playbook).into_iter();
    all.filter(|one| one.name.contains("FedRAMP") || one.to == REPS)
        .collect()
}

fn who(bench: &Bench) -> Vec<String> {
    let rows = ledger(&bench.incident, &bench.playbook, &BTreeMap::new());
    rows.into_iter().map(|row| row.who).collect()
}

#[test]
fn who_was_reached_for_somebody_is_the_same_recipient() {
    let bench = reached(&[REPS]);
    let last = bench.incident.last_sitrep().unwrap();
    let others = ["#incident-response", "gsa-ir@gsa.gov", "devops@gsa.gov"];
    assert_eq!(last.to[..3], others);
    assert_eq!(last.to[3..], [BOTH]);
    let who = who(&bench);
    assert_eq!(who.iter().filter(|name| *name == BOTH).count(), 1);
    assert_eq!(who.len(), 4, "{who:?}");
}

#[rstest]
#[case::by_the_process("update-sitrep")]
#[case::to_previous_recipients("final-sitrep")]
#[case::of_the_last("handoff-sitrep")]
#[case::false_alarm("false-alarm-notice")]
#[case::alone("fedramp-daily")]
fn later_messages_have_one_row_for_them_and_where_they_were_reached(#[case] message: &str) {
    let bench = reached(&[REPS]);
    let all = of_fedramp(&bench, message);
    let rows: Vec<_> = all
        .iter()
        .map(|it| (it.name.as_str(), it.to.as_str()))
        .collect();
    assert_eq!(rows, [(BOTH, REPS)]);
    assert_eq!(all[0].address, "fedramp");
    let way = route(&all[0], &carriers());
    assert_eq!((way.carrier, way.told_as()), (Carrier::Smtp, BOTH));
}

#[test]
fn brief_and_report_name_them_once() {
    let mut bench = reached(&[REPS]);
    bench.tells("update-sitrep");
    let last = bench.incident.last_sitrep().unwrap();
    assert_eq!(last.to.last().map(String::as_str), Some(BOTH));
    let brief = brief(&bench.incident, &bench.playbook, None, bench.now);
    let line = brief.lines().find(|line| line.starts_with("- to "));
    assert_eq!(
        line,
        Some(format!("- to #incident-response, gsa-ir@gsa.gov, {BOTH}").as_str())
    );
    let report = bench.report();
    let text = &report.part("communications").unwrap().text;
    for sitrep in ["**sitrep #1**", "**sitrep #2**"] {
        let line = text.lines().find(|line| line.contains(sitrep)).unwrap();
        let (line, _) = line.split_once(", by").unwrap();
        assert_eq!(line.matches("FedRAMP").count(), 1, "{line}");
        assert_eq!(line.matches(REPS).count(), 1, "{line}");
    }
}

#[test]
fn the_last_whom_they_were_reached_for_counts() {
    let mut bench = reached(&[REPS]);
    bench.says(Command::RecordMessage {
        message: "update-sitrep".into(),
        sitrep: true,
        to: vec!["FedRAMP (isso@agency.example)".into()],
        text: String::new(),
    });
    assert_eq!(who(&bench)[0], "FedRAMP (isso@agency.example)");
    let all = of_fedramp(&bench, "final-sitrep");
    let to: Vec<&str> = all.iter().map(|it| it.to.as_str()).collect();
    assert_eq!(to, ["isso@agency.example"]);
    bench.stands(Status::Resolved);
    bench.tells("final-sitrep");
    let is_done =
        sitroom::domain::checklist::is_settled("M15", &bench.incident, &bench.playbook, bench.now);
    assert!(is_done, "either is FedRAMP");
}

#[test]
fn several_stay_together() {
    let bench = reached(&[REPS, "isso@agency.example"]);
    let to = "reps@fedramp.example, isso@agency.example";
    let all = of_fedramp(&bench, "update-sitrep");
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].name.as_str(), all[0].to.as_str()),
        (&*format!("FedRAMP ({to})"), to)
    );
    assert_eq!(
        route(&all[0], &carriers()).told_as(),
        format!("FedRAMP ({to})")
    );
}

/// Nobody can write to a name: whom that is now is asked about again.
#[test]
fn somebody_reached_by_no_mail_address_is_named_beside_the_row() {
    let bench = reached(&["the reviewers"]);
    assert_eq!(bench.last().to[3], "FedRAMP (the reviewers)");
    let all = of_fedramp(&bench, "update-sitrep");
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].name.as_str(), all[0].to.as_str()), ("FedRAMP", ""));
    assert!(all[0].note.starts_with("last reached: the reviewers. "));
    assert_eq!(
        last_reached(&bench.incident, "FedRAMP"),
        Some("the reviewers")
    );
}

#[test]
fn beside_a_way_that_has_an_address_they_are_others() {
    let mut bench = Bench::confirmed();
    bench.sends("initial-sitrep");
    let told = moves_naming(&bench, vec![1], &[REPS, "the mayor"]);
    bench.says(told);
    assert_eq!(bench.last().to, ["gsa-ir@gsa.gov", REPS, "the mayor"]);
    assert_eq!(of_fedramp(&bench, "update-sitrep")[0].name, "FedRAMP");
}

/// One name cannot answer for two: they stay what they were said to be.
#[test]
fn beside_two_without_an_address_they_are_others() {
    let mut bench = Bench::confirmed();
    bench.sends("exposure-notices");
    let told = moves_naming(&bench, vec![0, 1], &["the mayor"]);
    bench.says(told);
    assert_eq!(bench.last().to.len(), 3);
    assert_eq!(bench.last().to[2], "the mayor");
}

#[test]
fn once_an_address_is_set_it_is_theirs() {
    let mut bench = reached(&[REPS]);
    let address = bench.playbook.addresses.get_mut("fedramp").unwrap();
    address.to = "isso@agency.example".into();
    let all = of_fedramp(&bench, "final-sitrep");
    let rows: Vec<_> = all
        .iter()
        .map(|it| (it.name.as_str(), it.to.as_str()))
        .collect();
    assert_eq!(rows, [("FedRAMP", "isso@agency.example")]);
}

#[test]
fn a_next_notice_of_an_exposure_is_for_others() {
    let mut bench = Bench::confirmed();
    bench.sends("exposure-notices");
    let told = moves_naming(&bench, vec![0], &["dave@farm.example"]);
    bench.says(told);
    let message = bench.playbook.message("exposure-notices").unwrap();
    let all = audience(message, &bench.incident, &bench.playbook);
    assert_eq!(
        (all[0].name.as_str(), all[0].to.as_str()),
        ("Owner of the exposed information", "")
    );
}

/// Older versions gave them a way of their own, so what they recorded later has other places.
#[test]
fn what_an_older_version_recorded_of_them_is_read_as_it_was_meant() {
    let mut bench = reached(&[REPS]);
    let told = moves_naming(&bench, vec![], &["the mayor"]);
    bench.says(told);
    let of = bench.last().entry;
    let older = |at: usize, name: &str, entry: &Entry| Entry {
        seq: entry.seq + 1,
        event: Event::RoutesMoved(RoutesMoved {
            of,
            label: "sitrep #1".into(),
            routes: vec![at],
            names: vec![name.into()],
            to: RouteState::Acknowledged,
            by: name.into(),
            words: String::new(),
            more: Vec::new(),
            attempts: 0,
            as_told: None,
        }),
        ..entry.clone()
    };
    for (at, name) in [(4, REPS), (5, "the mayor")] {
        let entry = older(at, name, bench.entries.last().unwrap());
        bench.entries.push(entry);
    }
    bench.incident = sitroom::domain::apply::fold(&bench.entries);
    let routes = bench.last().routes.iter();
    let routes: Vec<_> = routes
        .map(|it| (it.route.name.as_str(), it.by.as_str()))
        .collect();
    assert_eq!(routes[3..], [(BOTH, REPS), ("the mayor", "the mayor")]);
}

#[test]
fn who_was_reached_is_not_named_again_as_another() {
    let mut bench = reached(&[REPS]);
    let before = bench.incident.clone();
    let told = moves_naming(&bench, vec![FEDRAMP], &[REPS]);
    bench.says(told);
    assert_eq!(bench.incident, before);
    assert_eq!(through(BOTH).collect::<Vec<_>>(), [REPS]);
}

#[rstest]
#[case::a_mail_address("initial-sitrep", &["gsa-ir", "FedRAMP", REPS], &["gsa-ir", BOTH])]
#[case::by_its_key("initial-sitrep", &["fedramp", REPS], &[BOTH])]
#[case::no_mail_address("initial-sitrep", &["FedRAMP", "the mayor"], &["FedRAMP", "the mayor"])]
#[case::for_nobody_else("fedramp-daily", &["the reviewers"], &["FedRAMP (the reviewers)"])]
#[case::of_the_playbook("fedramp-daily", &["FedRAMP"], &["FedRAMP"])]
#[case::nobody_of_them("initial-sitrep", &["gsa-ir", REPS], &["gsa-ir", REPS])]
#[case::as_it_is_written("initial-sitrep", &[BOTH], &[BOTH])]
#[case::of_two("exposure-notices", &["information-owner", "information-recipient", REPS],
    &["information-owner", "information-recipient", REPS])]
fn names_are_gathered(#[case] message: &str, #[case] named: &[&str], #[case] expected: &[&str]) {
    let bench = Bench::confirmed();
    let named: Vec<String> = named.iter().map(|&name| name.to_owned()).collect();
    let message = bench.playbook.message(message).unwrap();
    let all = gathered(&named, message, &bench.incident, &bench.playbook);
    assert_eq!(all, expected);
}

#[test]
fn who_was_reached_before_is_known_by_that_name() {
    let bench = reached(&[REPS]);
    let message = bench.playbook.message("update-sitrep").unwrap();
    let named = [REPS.to_owned(), "hens@farm.example".to_owned()];
    let all = gathered(&named, message, &bench.incident, &bench.playbook);
    assert_eq!(all, ["hens@farm.example", BOTH]);
    let due = recipients(message, &bench.incident, &bench.playbook);
    assert!(due.contains(&BOTH.to_owned()), "{due:?}");
}
