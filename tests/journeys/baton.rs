//! What comes along with the baton, on disk: no screen, no network.

use std::time::Duration;

use sitroom::domain::command::Command;
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::handoff::HandoffAsked;
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{Mark, RouteState, Severity, Status};
use sitroom::domain::message::{Carriers, audience, route};

use crate::farm::{DAVE, Farm, JANE};
use crate::handoff::{NAME, TOKEN, handed_the_baton};

fn farm() -> Farm {
    Farm::with(|mut options| {
        options.tokens.push((TOKEN.to_owned(), DAVE.to_owned()));
        options
    })
}

fn mark(farm: &Farm, item: &str, mark: Mark, reason: &str) {
    farm.execute(Command::MarkItem {
        item: ItemId(item.to_owned()),
        mark: Some(mark),
        reason: reason.to_owned(),
    });
}

/// Sends the initial sitrep by hand: to all, and to FedRAMP, which has no address, after a while.
fn send(farm: &Farm) {
    let incident = farm.record().incident();
    let message = farm.playbook.message("initial-sitrep").expect("it ships");
    let all = audience(message, &incident, &farm.playbook);
    let routes = all.iter().map(|one| route(one, &Carriers::default()));
    let (open, to): (Vec<_>, Vec<_>) = routes.partition(|it| it.name == "FedRAMP");
    farm.execute(Command::SendMessage {
        message: message.id.clone(),
        to: to.iter().map(|it| it.told_as().to_owned()).collect(),
        routes: open,
        text: "Subject: the chickens are out".to_owned(),
    });
    farm.pass(Duration::from_secs(17 * 60));
    let incident = farm.record().incident();
    farm.execute(Command::MoveRoutes {
        of: incident.messages[0].entry,
        routes: vec![0],
        to: RouteState::Sent,
        by: JANE.to_owned(),
        words: String::new(),
        more: vec!["reps@fedramp.example".to_owned()],
        attempts: 0,
    });
}

fn offer(farm: &Farm) {
    farm.execute(Command::HandleHandoff(HandoffAsked::Offer {
        to: NAME.to_owned(),
        brief: "# Handoff\n\n* one\n* two\n* three".to_owned(),
    }));
}

/// Returns what was done, with when and by whom; only what `is_it` wants to see.
fn told(farm: &Farm, is_it: impl Fn(&Event) -> bool) -> Vec<String> {
    let record = farm.record();
    let entries = record.history().expect("a journal").entries;
    let zone = record.incident().zone;
    let wanted = entries.iter().filter(|entry: &&Entry| is_it(&entry.event));
    let line = |entry: &Entry| {
        let said = sitroom::domain::timeline::describe(&entry.event, zone);
        format!("{} {}: {said}", entry.happened, entry.actor)
    };
    wanted.map(line).collect()
}

#[test]
fn who_had_a_message_comes_with_the_baton_and_when() {
    let farm = farm();
    farm.execute(Command::SetSeverity {
        to: Severity::High,
        reason: "all hens".to_owned(),
    });
    send(&farm);
    offer(&farm);
    let mill = handed_the_baton(&farm);
    let is_sent =
        |event: &Event| matches!(event, Event::MessageSent { .. } | Event::RoutesMoved(_));
    assert_eq!(told(&farm, is_sent).len(), 2);
    assert_eq!(told(&mill, is_sent), told(&farm, is_sent));
    let (here, there) = (farm.record().incident(), mill.record().incident());
    assert_eq!(there.messages[0].to, here.messages[0].to);
    let handoff = farm.playbook.message("handoff-sitrep").expect("it ships");
    let names = |incident| {
        let all = audience(handoff, incident, &farm.playbook).into_iter();
        all.map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&there), names(&here));
    assert_eq!(mill.findings(), []);
}

#[test]
fn when_and_why_things_stand_as_they_do_comes_with_the_baton() {
    let farm = farm();
    mark(&farm, "I6", Mark::NotApplicable, "nobody else noticed");
    farm.pass(Duration::from_secs(60));
    mark(&farm, "I3", Mark::Done, "");
    for (to, reason) in [(Severity::Low, "one hen"), (Severity::High, "all hens")] {
        farm.pass(Duration::from_secs(60));
        farm.execute(Command::SetSeverity {
            to,
            reason: reason.to_owned(),
        });
    }
    farm.execute(Command::SetStatus {
        to: Status::Confirmed,
        reason: "feathers at the gate".to_owned(),
    });
    farm.pass(Duration::from_secs(60));
    offer(&farm);
    let mill = handed_the_baton(&farm);
    let is_standing = |event: &Event| {
        matches!(
            event,
            Event::StatusChanged { .. } | Event::SeverityChanged { .. }
        )
    };
    assert_eq!(told(&farm, is_standing).len(), 3);
    assert_eq!(told(&mill, is_standing), told(&farm, is_standing));
    let is_mark = |event: &Event| matches!(event, Event::ItemMarked { .. });
    assert_eq!(told(&farm, is_mark).len(), 2);
    let mut marks = told(&mill, is_mark);
    marks.sort();
    assert_eq!(marks, told(&farm, is_mark));
    assert_eq!(mill.findings(), []);
}

#[test]
fn guard_that_was_gone_past_comes_with_the_baton() {
    let farm = farm();
    let offer = Command::HandleHandoff(HandoffAsked::Offer {
        to: NAME.to_owned(),
        brief: "# Handoff\n\n* one".to_owned(),
    });
    let request = sitroom::domain::command::Request::local(offer, JANE).overriding("in a hurry");
    let now = farm.clock()();
    farm.record()
        .execute(&request, now)
        .expect("it is recorded");
    let mill = handed_the_baton(&farm);
    let is_passed = |event: &Event| matches!(event, Event::Overridden { .. });
    let passed = told(&mill, is_passed);
    assert_eq!(passed.len(), 1, "{passed:?}");
    assert_eq!(passed, told(&farm, is_passed));
}
