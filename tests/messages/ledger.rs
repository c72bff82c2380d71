//! The ledger: who was told, and what counts as told.

use std::collections::BTreeMap;

use rstest::rstest;
use sitroom::domain::checklist::is_settled;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::ids::{EntryId, ItemId};
use sitroom::domain::incident::{Carrier, Mark, Route, RouteRecord, RouteState, Severity, Status};
use sitroom::domain::ledger::{LedgerRow, ledger};
use sitroom::domain::message::{audience, from_journal, recipients, route};
use sitroom::domain::mirror::Delivery;
use sitroom::domain::next::next;
use sitroom::domain::report::{Source, report};
use sitroom::domain::time::When;

use crate::bench::{Bench, JANE, carriers, moves};

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
        "sitrep #1 | DevOps (TTS Infrastructure) | NOT sent",
        "sitrep #1 | Incident channel | sent",
        "sitrep #1 | GSA Incident Response | sent",
        "sitrep #1 | FedRAMP | to be sent by hand",
    ];
    assert_eq!(words(&bench), expected);
    assert_eq!(rows(&bench)[0].words, "550 no such hen");
    let open: Vec<bool> = rows(&bench).iter().map(LedgerRow::is_open).collect();
    assert_eq!(open, [true, false, false, true]);
}

#[test]
fn lines_stand_by_their_time_the_newest_first() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    bench.says(moves(of, vec![0, 1], RouteState::Sent));
    let told = |to: &str| Command::RecordMessage {
        message: "gsa-notice".into(),
        sitrep: false,
        to: vec![to.into()],
        text: String::new(),
    };
    bench.now += chrono::TimeDelta::minutes(10);
    let before = When::exact(bench.now - chrono::TimeDelta::minutes(20));
    let request = Request::local(told("Ann"), JANE).overriding("she was there");
    let request = request.happened(before);
    bench.put(&request).unwrap();
    let request = Request::local(told("ann@farm.example"), JANE);
    bench.put(&request.overriding("she asked for it")).unwrap();
    bench.says(moves(of, vec![3], RouteState::Sent));
    let rows = rows(&bench);
    let times: Vec<_> = rows.iter().map(|row| row.at.earliest().unwrap()).collect();
    let minutes: Vec<i64> = times.iter().map(|at| at.timestamp() / 60).collect();
    assert!(minutes.is_sorted_by(|one, next| one >= next), "{minutes:?}");
    assert_eq!(
        rows.last().unwrap().who,
        "Ann",
        "it was told last, of long ago"
    );
    let of_one: Vec<&str> = rows
        .iter()
        .filter(|row| row.entry == of && row.route != Some(3))
        .map(|row| row.who.as_str())
        .collect();
    let expected = [
        "Incident channel",
        "GSA Incident Response",
        "DevOps (TTS Infrastructure)",
    ];
    assert_eq!(of_one, expected);
}

#[test]
fn whoever_has_no_address_was_told_by_hand() {
    let mut bench = Bench::confirmed();
    let to = ["Ann", "ann@farm.example", "#barn"];
    let told = Command::RecordMessage {
        message: "gsa-notice".into(),
        sitrep: false,
        to: to.map(str::to_owned).to_vec(),
        text: String::new(),
    };
    let request = Request::local(told, JANE).overriding("they were there");
    bench.put(&request).unwrap();
    let rows = rows(&bench);
    let ways: Vec<&str> = rows.iter().map(LedgerRow::way_word).collect();
    assert_eq!(ways, ["by hand", "mail", "chat"]);
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
    bench.now += chrono::TimeDelta::minutes(10);
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

fn report_part(bench: &Bench, deliveries: &BTreeMap<EntryId, Delivery>, id: &str) -> String {
    let (incident, playbook) = (&bench.incident, Some(&bench.playbook));
    let source = Source::new(incident, &bench.entries, playbook, bench.now);
    let report = report(&source.delivered(deliveries));
    report.part(id).unwrap().text.clone()
}

/// One mail went out, FedRAMP has no address, and the comment waits for the network.
fn half_sent() -> (Bench, EntryId) {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    let of = bench.sends("handoff-sitrep");
    let record = bench.incident.message(of).unwrap();
    let place = |name: &str| {
        let mut routes = record.routes.iter();
        routes.position(|it| it.route.name == name).unwrap()
    };
    let mail = place("GSA Incident Response");
    bench.says(moves(of, vec![mail], RouteState::Sent));
    (bench, of)
}

#[test]
fn the_report_says_of_each_whether_they_have_it() {
    let (bench, of) = half_sent();
    let queued = BTreeMap::from([(of, Delivery::Queued)]);
    let text = report_part(&bench, &queued, "communications");
    let line = text.lines().find(|line| line.contains("sitrep #2"));
    let line = line.unwrap();
    assert!(
        line.contains("**sitrep #2** to gsa-ir@gsa.gov, by"),
        "{line}"
    );
    for waits in ["FedRAMP (to be sent by hand)", "The issue (queued)"] {
        let (_, unsent) = line.split_once("NOT SENT to").unwrap();
        assert!(unsent.contains(waits), "{line}");
    }
    let open = report_part(&bench, &queued, "open-questions");
    assert!(open.contains("### Messages that were not sent"), "{open}");
    assert!(open.contains("FedRAMP (to be sent by hand)"), "{open}");
    let posted = BTreeMap::from([(of, Delivery::Confirmed)]);
    let text = report_part(&bench, &posted, "communications");
    assert!(!text.contains("The issue (queued)"), "{text}");
}

#[test]
fn a_message_for_the_issue_alone_is_not_sent_before_the_issue_has_it() {
    let mut bench = Bench::confirmed();
    let routes = vec![mirrored(&bench)];
    bench.says(Command::SendMessage {
        message: "update-sitrep".into(),
        to: Vec::new(),
        routes,
        text: "[sitrep] No change".into(),
    });
    let of = bench.last().entry;
    let queued = BTreeMap::from([(of, Delivery::Queued)]);
    let text = report_part(&bench, &queued, "communications");
    let (_, waits) = text.split_once("### To be sent").unwrap();
    assert!(waits.contains("sitrep #1"), "{text}");
    let posted = BTreeMap::from([(of, Delivery::Sent)]);
    let text = report_part(&bench, &posted, "communications");
    assert!(!text.contains("### To be sent"), "{text}");
}

fn mirrored(bench: &Bench) -> Route {
    let message = bench.playbook.message("handoff-sitrep").unwrap();
    let all = audience(message, &bench.incident, &bench.playbook);
    let mut routes = all.iter().map(|one| route(one, &carriers()));
    routes.find(|it| it.carrier == Carrier::Mirror).unwrap()
}

#[test]
fn closing_names_what_was_not_sent_and_the_next_step_goes_on_naming_it() {
    let (mut bench, of) = half_sent();
    bench.stands(Status::Resolved);
    let close = Command::SetClosed {
        closed: true,
        reason: String::new(),
    };
    let refusal = bench.try_to(close.clone()).unwrap_err();
    assert!(
        refusal.cause.contains("not sent: sitrep #2 to"),
        "{refusal}"
    );
    assert!(
        refusal.cause.contains("FedRAMP (to be sent by hand)"),
        "{refusal}"
    );
    let request = Request::local(close, JANE).overriding("they read the news");
    bench.put(&request).unwrap();
    let step = next(&bench.incident, &bench.playbook, bench.now).unwrap();
    assert!(step.text.starts_with("Not sent: sitrep #2 to"), "{step:?}");
    let waits = bench.incident.message(of).unwrap().routes.iter();
    let waits = waits.enumerate();
    let waits: Vec<usize> = waits
        .filter(|(_, it)| it.state == RouteState::ToCarry)
        .map(|(at, _)| at)
        .collect();
    bench.says(moves(of, waits, RouteState::Dropped));
    bench.arrives(of);
    let step = next(&bench.incident, &bench.playbook, bench.now);
    assert!(step.is_none(), "{step:?}");
}

#[test]
fn the_final_sitrep_is_not_done_while_it_waits_for_somebody() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    bench.stands(Status::Resolved);
    let of = bench.sends("final-sitrep");
    let is_done = |bench: &Bench| {
        let (incident, playbook) = (&bench.incident, &bench.playbook);
        is_settled("M15", incident, playbook, bench.now)
    };
    let routes = bench.incident.message(of).unwrap().routes.len();
    let fedramp = |bench: &Bench| {
        let mut routes = bench.incident.message(of).unwrap().routes.iter();
        routes.position(|it| it.route.name == "FedRAMP").unwrap()
    };
    let fedramp = fedramp(&bench);
    let mut others: Vec<usize> = (0..routes).filter(|at| *at != fedramp).collect();
    others.retain(|at| {
        let record = bench.incident.message(of).unwrap();
        record.routes[*at].state.may_become(RouteState::Sent)
    });
    bench.says(moves(of, others, RouteState::Sent));
    assert!(!is_done(&bench), "FedRAMP waits");
    bench.says(moves(of, vec![fedramp], RouteState::Sent));
    assert!(is_done(&bench));
}

#[test]
fn who_was_told_in_another_way_has_it_by_whatever_name() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    bench.stands(Status::Resolved);
    let of = bench.sends("final-sitrep");
    let routes = &bench.incident.message(of).unwrap().routes;
    let can_go = |(_, it): &(usize, &RouteRecord)| it.state.may_become(RouteState::Sent);
    let is_gsa = |it: &RouteRecord| it.route.name == "GSA Incident Response";
    let (gsa, others): (Vec<_>, Vec<_>) = routes
        .iter()
        .enumerate()
        .filter(can_go)
        .partition(|(_, it)| is_gsa(it));
    let places = |all: Vec<(usize, &RouteRecord)>| all.into_iter().map(|(at, _)| at).collect();
    let (gsa, others): (Vec<usize>, Vec<usize>) = (places(gsa), places(others));
    bench.says(moves(of, others, RouteState::Sent));
    bench.says(moves(of, gsa, RouteState::Failed));
    let is_done = |bench: &Bench| {
        let (incident, playbook) = (&bench.incident, &bench.playbook);
        is_settled("M15", incident, playbook, bench.now)
    };
    assert!(!is_done(&bench));
    bench.says(Command::RecordMessage {
        message: "final-sitrep".into(),
        sitrep: true,
        to: vec!["GSA Incident Response".into()],
        text: String::new(),
    });
    assert!(is_done(&bench));
}

#[test]
fn one_way_that_was_called_off_does_not_hide_another_to_the_same_place() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    let record = bench.incident.message(of).unwrap();
    let gsa = record.routes.iter().find(|it| !it.route.to.is_empty());
    let mut one = gsa.unwrap().route.clone();
    one.carrier = Carrier::Hand;
    let mut other = one.clone();
    other.address = "again".into();
    bench.says(Command::SendMessage {
        message: "update-sitrep".into(),
        to: Vec::new(),
        routes: vec![one.clone(), other],
        text: "[sitrep] No change".into(),
    });
    let of = bench.last().entry;
    bench.says(moves(of, vec![0], RouteState::Sent));
    bench.says(moves(of, vec![1], RouteState::Dropped));
    let text = report_part(&bench, &BTreeMap::new(), "communications");
    let line = text.lines().find(|line| line.contains(&one.to));
    let line = line.unwrap();
    assert!(!line.contains("NOT SENT"), "{line}");
}

#[test]
fn what_was_sent_before_it_was_recorded_may_reach_others_then_too() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    let early = When::exact(bench.now - chrono::TimeDelta::minutes(5));
    let message = bench.playbook.message("update-sitrep").unwrap();
    let all = audience(message, &bench.incident, &bench.playbook);
    let routes: Vec<Route> = all.iter().map(|one| route(one, &carriers())).collect();
    let by_hand = routes.iter().position(|it| it.carrier == Carrier::Hand);
    let sent = Command::SendMessage {
        message: "update-sitrep".into(),
        to: vec!["the mayor".into()],
        routes,
        text: "[sitrep] No change".into(),
    };
    bench
        .put(&Request::local(sent, JANE).happened(early))
        .unwrap();
    let of = bench.last().entry;
    let moved = moves(of, vec![by_hand.unwrap()], RouteState::Sent);
    bench
        .put(&Request::local(moved, JANE).happened(early))
        .unwrap();
}

#[test]
fn whom_a_person_told_later_stands_in_the_log_with_when_and_by_whom() {
    let mut bench = Bench::confirmed();
    let message = bench.playbook.message("update-sitrep").unwrap();
    let all = audience(message, &bench.incident, &bench.playbook);
    let mut routes: Vec<Route> = all.iter().map(|one| route(one, &carriers())).collect();
    routes.truncate(1);
    routes[0].carrier = Carrier::Hand;
    let who = routes[0].told_as().to_owned();
    bench.says(Command::SendMessage {
        message: "update-sitrep".into(),
        to: vec!["the mayor".into()],
        routes,
        text: "[sitrep] No change".into(),
    });
    let of = bench.last().entry;
    bench.now += chrono::TimeDelta::minutes(10);
    let mut told = moves(of, vec![0], RouteState::Sent);
    if let Command::MoveRoutes { by, .. } = &mut told {
        "Farmer Dave".clone_into(by);
    }
    bench.says(told);
    let text = report_part(&bench, &BTreeMap::new(), "communications");
    let at = bench.incident.zone.plain(&When::exact(bench.now));
    let later = format!("{who} at {at} by Farmer Dave, by Farmer Jane");
    assert!(text.contains(&later), "{later}: {text}");
    assert!(text.contains("to the mayor, "), "{text}");
}

#[test]
fn a_message_does_not_go_out_before_it_was_written() {
    let mut bench = Bench::confirmed();
    let of = bench.sends("initial-sitrep");
    let early = When::exact(bench.now - chrono::TimeDelta::minutes(5));
    let sent = Request::local(moves(of, vec![3], RouteState::Sent), JANE).happened(early);
    let refusal = bench.put(&sent).unwrap_err();
    assert_eq!(refusal.guard, Some("before-writing"), "{refusal}");
    assert!(bench.incident.last_sitrep().is_none());
    bench.put(&sent.overriding("the clock was wrong")).unwrap();
}

#[rstest]
#[case::told_by_the_sitrep("S10", "send it to them")]
#[case::without_a_repository("I6", "sitroom init")]
fn a_line_that_ticks_itself_says_what_to_do(#[case] item: &str, #[case] says: &str) {
    let mut bench = Bench::on("cloud-gov-2023");
    bench.confirm(Severity::High);
    let refusal = bench
        .try_to(Command::MarkItem {
            item: ItemId::new(item),
            mark: Some(Mark::Done),
            reason: String::new(),
        })
        .unwrap_err();
    assert_eq!(refusal.guard, Some("tick-derived"));
    assert!(refusal.hint.contains(says), "{}", refusal.hint);
}

#[rstest]
#[case::false_alarm("false-alarm-notice")]
#[case::severity("severity-sitrep")]
fn the_reason_is_not_asked_for_again(#[case] message: &str) {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    bench.says(Command::SetSeverity {
        to: Severity::Low,
        reason: "it is so".into(),
    });
    if message == "false-alarm-notice" {
        bench.stands(Status::FalseAlarm);
    }
    let draft = bench.draft(message);
    assert!(draft.text.contains("{reason}"), "{}", draft.text);
    let from = (&bench.incident, &bench.playbook);
    let draft = from_journal(draft, from, &bench.entries, bench.now);
    assert!(draft.text.contains(": it is so"), "{}", draft.text);
}
