//! What may not leave, in messages that a mail server and a webhook are to carry.

use sitroom::domain::command::{Clearance, Command, Request};
use sitroom::domain::incident::{Carrier, Incident, Route, RouteState};
use sitroom::domain::playbook::Channel;

use crate::farm::JANE;
use crate::gate::{log_of_all, none_is_in, record_unseen, token};
use crate::harness::Pane;
use crate::planted;
use crate::sending::{OK, Town, farm, open};
use crate::sink::Plan;

/// A message to GSA by mail and to the responders by webhook.
fn message(text: &str) -> Command {
    let route = |address: &str, name: &str, to: &str, carrier| Route {
        address: address.into(),
        name: name.into(),
        channel: match carrier {
            Carrier::Webhook => Channel::Chat,
            _ => Channel::Mail,
        },
        to: to.into(),
        cc: Vec::new(),
        apart: false,
        carrier,
    };
    let slack = "#incident-response";
    Command::SendMessage {
        message: "initial-sitrep".into(),
        to: Vec::new(),
        routes: vec![
            route(
                "gsa-ir",
                "GSA Incident Response",
                "The red fox <gsa-ir@gsa.example>",
                Carrier::Smtp,
            ),
            route("incident-response", "Responders", slack, Carrier::Webhook),
        ],
        text: format!("Subject: [sitrep] The chickens and the fox\n\n{text}"),
    }
}

/// Returns how far every way of every message got.
fn states(incident: &Incident) -> Vec<RouteState> {
    let records = incident.messages.iter().chain(&incident.unsent);
    let routes = records.flat_map(|record| &record.routes);
    routes.map(|it| it.state).collect()
}

fn wait_states(pane: &Pane, all: usize, state: RouteState) {
    // Bit by bit: there are many, and each takes its time.
    for wanted in (20..all).step_by(20).chain([all]) {
        pane.wait_incident(&format!("{wanted} of {all} {state}"), |incident| {
            let states = states(incident).into_iter();
            states.filter(|it| *it == state).count() >= wanted
        });
    }
}

/// Everything that the mail server took, also as people read it, and all that Slack was sent.
fn everything_carried(town: &Town) -> String {
    let mut all = String::new();
    for taken in town.sink.seen().taken {
        let read = quoted_printable::decode(&taken.text, quoted_printable::ParseMode::Robust);
        all.push_str(&String::from_utf8_lossy(&read.unwrap_or_default()));
        all.push_str(&taken.text);
    }
    for call in town.hook.calls() {
        all.push_str(&call.body);
        let body: serde_json::Value = serde_json::from_str(&call.body).expect("it is JSON");
        all.push_str(body["text"].as_str().expect("it has a text"));
    }
    all
}

#[test]
fn no_planted_secret_gets_to_a_mail_server_or_to_slack() {
    let log = log_of_all();
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    let planted = planted::all();
    let texts: Vec<String> = planted
        .iter()
        .map(|it| format!("{}{}{}", it.before, it.secret, it.after))
        .collect();
    // As a program recorded them that had no gate: each waits, because each may be missed.
    let unseen = texts.iter().map(|text| message(text)).collect();
    record_unseen(&farm, unseen);
    // As they are recorded when somebody says that the pieces stay here.
    let mut held = 0;
    for texts in texts.chunks(9) {
        let request = Request::local(message(&texts.join("\n\n")), JANE);
        let request = request.cleared(Clearance::HoldPieces);
        let now = farm.clock()();
        let recorded = farm.record().execute(&request, now);
        recorded.expect("it is recorded with pieces held");
        held += 1;
    }
    let pane = open(&farm);
    wait_states(&pane, 2 * texts.len(), RouteState::Failed);
    wait_states(&pane, 2 * held, RouteState::Sent);
    let incident = pane.now().incident;
    let records = incident.messages.iter().chain(&incident.unsent);
    let routes = records.flat_map(|record| &record.routes);
    let failed: Vec<_> = routes.filter(|it| it.state == RouteState::Failed).collect();
    assert_eq!(failed.len(), 2 * texts.len());
    for route in failed {
        assert!(route.words.contains("it is held back"), "{}", route.words);
    }
    pane.quit();
    let (taken, calls) = (town.sink.seen().taken.len(), town.hook.calls().len());
    assert_eq!((taken, calls), (held, held));
    let carried = everything_carried(&town);
    assert!(carried.contains("[held: H1]") && carried.contains("since Monday."));
    none_is_in("what the mail server and Slack got", &carried);
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(!log.is_empty());
    none_is_in("the log", &log);
}

#[test]
fn a_message_that_is_held_back_stays_and_says_why() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    record_unseen(&farm, vec![message(&format!("They used {}.", token()))]);
    let pane = open(&farm);
    wait_states(&pane, 2, RouteState::Failed);
    pane.keys("7").wait_screen("it is held back");
    pane.quit();
    assert_eq!(
        (town.sink.seen().connections, town.hook.connections()),
        (0, 0)
    );
}

#[test]
fn what_is_stopped_between_the_key_and_the_server_waits_for_somebody() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    farm.execute(message("They are out."));
    let switch = |stopped| Command::SetOutbound {
        stopped,
        reason: "it may have been one of us".into(),
    };
    farm.execute(switch(true));
    let pane = open(&farm);
    wait_states(&pane, 2, RouteState::Failed);
    pane.keys("7").wait_screen("nothing leaves");
    assert_eq!(
        (town.sink.seen().connections, town.hook.connections()),
        (0, 0)
    );
    farm.execute(switch(false));
    pane.wait_incident("that things may leave", |it| it.outbound_stop.is_none());
    pane.enter().wait_screen("try again").keys("r");
    wait_states(&pane, 2, RouteState::Sent);
    assert_eq!(town.sink.seen().taken.len(), 1);
    assert_eq!(town.hook.calls().len(), 1);
    pane.quit_from_editor();
}

#[test]
fn messages_are_carried_with_the_codenames_of_now() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    farm.execute(message("The red fox was seen."));
    farm.execute(Command::SetCodename {
        term: "fox".into(),
        codename: "OTTER".into(),
    });
    let pane = open(&farm);
    wait_states(&pane, 2, RouteState::Sent);
    pane.quit();
    let carried = everything_carried(&town);
    let is_coded = |text: &str| carried.matches(text).count() >= 2;
    assert!(is_coded("The red OTTER was seen."), "{carried}");
    assert!(is_coded("The chickens and the OTTER"), "{carried}");
    assert!(!carried.contains("fox"), "{carried}");
}
