//! What comes along with the baton, on disk: no screen, no network.

use std::collections::BTreeMap;
use std::time::Duration;

use sitroom::domain::clock::due;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Entry, Event, Field, Visibility};
use sitroom::domain::handoff::HandoffAsked;
use sitroom::domain::ids::{EntryId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{Carrier, FixClass, FixState, Incident, LeadState};
use sitroom::domain::incident::{Mark, RouteState};
use sitroom::domain::incident::{Severity, Status};
use sitroom::domain::ledger::ledger;
use sitroom::domain::message::{Carriers, audience, route};
use sitroom::domain::playbook::Channel;

use crate::farm::{DAVE, Farm, JANE};
use crate::handoff::{NAME, TOKEN, handed_the_baton, report_of};

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
    let confirm = Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    };
    for command in [confirm, offer] {
        let request = Request::local(command, JANE).overriding("in a hurry");
        let now = farm.clock()();
        farm.record()
            .execute(&request, now)
            .expect("it is recorded");
        farm.pass(Duration::from_secs(60));
    }
    let mill = handed_the_baton(&farm);
    let is_passed = |event: &Event| matches!(event, Event::Overridden { .. });
    let passed = told(&mill, is_passed);
    assert_eq!(passed.len(), 2, "{passed:?}");
    assert_eq!(passed, told(&farm, is_passed));
}

/// Does a bit of everything, by several people at several times.
fn work(farm: &Farm) {
    let lead = |text: &str| Command::AddLead {
        text: text.to_owned(),
        owner: DAVE.to_owned(),
    };
    let fix = |text: &str| Command::AddFix {
        text: text.to_owned(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    let at_work: Vec<(&str, Command)> = vec![
        (JANE, lead("was the gate shut?")),
        (DAVE, lead("whose feathers are these?")),
        (
            DAVE,
            Command::MoveLead {
                id: LeadId(1),
                from: LeadState::Open,
                to: LeadState::Answered,
                finding: "it was not".to_owned(),
            },
        ),
        (
            JANE,
            Command::SetSeverity {
                to: Severity::High,
                reason: "all hens".to_owned(),
            },
        ),
        (
            JANE,
            Command::SetStatus {
                to: Status::Confirmed,
                reason: "feathers at the gate".to_owned(),
            },
        ),
        (DAVE, fix("shut the gate")),
        (
            DAVE,
            Command::OwnFix {
                id: FixId(1),
                owner: DAVE.to_owned(),
            },
        ),
        (
            DAVE,
            Command::MoveFix {
                id: FixId(1),
                from: FixState::Assigned,
                to: FixState::Done,
            },
        ),
        (
            JANE,
            Command::VerifyFix {
                id: FixId(1),
                by: JANE.to_owned(),
            },
        ),
        (
            JANE,
            Command::AddItem {
                list: "remediate".to_owned(),
                text: "count the hens".to_owned(),
            },
        ),
        (
            DAVE,
            Command::SetField {
                field: Field::Title,
                to: "The chickens are out, and so is the fox".to_owned(),
            },
        ),
        (
            JANE,
            Command::Note {
                text: "Farmer Dave looks for the hens".to_owned(),
                visibility: Visibility::Shared,
            },
        ),
        (JANE, Command::SetExposure { exposed: false }),
    ];
    for (who, command) in at_work {
        farm.pass(Duration::from_secs(60));
        farm.execute_as(who, command);
    }
}

/// Returns the timeline of the report, without the lines of the journal.
fn timeline(farm: &Farm) -> Vec<String> {
    let report = report_of(farm);
    let mut parts = report.parts.iter();
    let part = parts.find(|part| part.text.contains("understood then"));
    let text = &part.expect("a timeline").text;
    let without_lines = text.lines().map(|line| line.split(" [line").next());
    without_lines.flatten().map(str::to_owned).collect()
}

#[test]
fn who_did_what_when_and_what_was_understood_then_comes_with_the_baton() {
    let farm = farm();
    work(&farm);
    farm.pass(Duration::from_secs(60));
    offer(&farm);
    let mill = handed_the_baton(&farm);
    let (here, mut there) = (told(&farm, |_| true), told(&mill, |_| true));
    let origin = there.pop().expect("a journal");
    assert!(origin.contains("made from a baton"), "{origin}");
    assert_eq!(there, here);
    let entries = mill.record().history().expect("a journal").entries;
    assert!(entries.is_sorted_by(|one, next| one.id < next.id));
    let (here, mut there) = (timeline(&farm), timeline(&mill));
    there.retain(|line| !line.contains("made from a baton"));
    assert_eq!(there, here);
    assert_eq!(mill.findings(), []);
}

/// Writes a message and copies it; nobody has it yet.
fn write(farm: &Farm, message: &str) {
    let incident = farm.record().incident();
    let message = farm.playbook.message(message).expect("it ships");
    let all = audience(message, &incident, &farm.playbook);
    let mirrored = Carriers {
        mirror: true,
        ..Carriers::default()
    };
    farm.execute(Command::SendMessage {
        message: message.id.clone(),
        to: Vec::new(),
        routes: all.iter().map(|one| route(one, &mirrored)).collect(),
        text: "Subject: the chickens are out".to_owned(),
    });
}

fn sent_by_hand(farm: &Farm, of: EntryId, routes: Vec<usize>) {
    farm.execute(Command::MoveRoutes {
        of,
        routes,
        to: RouteState::Sent,
        by: JANE.to_owned(),
        words: String::new(),
        more: Vec::new(),
        attempts: 0,
    });
}

#[test]
fn message_for_an_issue_that_there_is_not_was_not_told_there() {
    let farm = farm();
    for message in ["initial-sitrep", "gsa-notice", "fedramp-daily"] {
        write(&farm, message);
        let incident = farm.record().incident();
        let written = incident.unsent.last().expect("nobody has it");
        let hands = written.routes.iter().zip(0..);
        let hands = hands.filter(|(way, _)| way.route.carrier == Carrier::Hand);
        let (of, hands) = (written.entry, hands.map(|(_, at)| at).collect());
        sent_by_hand(&farm, of, hands);
        farm.pass(Duration::from_secs(60));
    }
    offer(&farm);
    let mill = handed_the_baton(&farm);
    let there = mill.record().incident();
    assert!(farm.record().incident().issue.is_none());
    let all = there.messages.iter().flat_map(|it| &it.to);
    let all: Vec<&String> = all.collect();
    assert!(!all.is_empty());
    assert!(!all.iter().any(|it| it.contains("issue")), "{all:?}");
    let order = |farm: &Farm| {
        let rows = ledger(
            &farm.record().incident(),
            &farm.playbook,
            &BTreeMap::default(),
        );
        let mut order: Vec<String> = rows.into_iter().map(|row| row.what).collect();
        order.dedup();
        order
    };
    assert_eq!(order(&farm).len(), 3);
    assert_eq!(order(&mill), order(&farm), "the newest first");
}

/// Returns each message with whom it reached and by when, and each way with how far it got.
fn reached(farm: &Farm) -> Vec<String> {
    let incident = farm.record().incident();
    let all = incident.messages.iter().chain(&incident.unsent);
    let told = all.map(|it| {
        let ways = it.routes.iter();
        let ways = ways.filter(|way| way.route.channel != Channel::Issue);
        let ways: Vec<String> = ways
            .map(|way| format!("{} {} {}", way.route.told_as(), way.state, way.at))
            .collect();
        format!("{} {} to {:?}: {ways:?}", it.message, it.at, it.to)
    });
    told.collect()
}

fn clocks(farm: &Farm) -> Vec<String> {
    let incident = farm.record().incident();
    let all = due(&incident, &farm.playbook, farm.clock()());
    all.iter()
        .map(|it| format!("{} {}", it.name, it.due_at))
        .collect()
}

#[test]
fn notice_that_nobody_sent_is_not_sent_on_the_machine_of_the_new_ic() {
    let farm = farm();
    write(&farm, "gsa-notice");
    farm.pass(Duration::from_secs(60));
    offer(&farm);
    let mill = handed_the_baton(&farm);
    assert_eq!(mill.record().incident().messages, []);
    assert_eq!(reached(&mill), reached(&farm));
    assert!(reached(&mill)[0].contains("to be sent by hand"));
    assert!(clocks(&farm).iter().any(|it| it.starts_with("GSA notice")));
    assert_eq!(clocks(&mill), clocks(&farm));
}

#[test]
fn notice_that_was_sent_late_is_late_on_the_machine_of_the_new_ic() {
    let farm = farm();
    write(&farm, "gsa-notice");
    farm.pass(Duration::from_secs(62 * 60));
    let incident = farm.record().incident();
    let written = &incident.unsent[0];
    let ways = (0..written.routes.len()).collect();
    sent_by_hand(&farm, written.entry, ways);
    offer(&farm);
    let mill = handed_the_baton(&farm);
    assert_eq!(reached(&mill), reached(&farm));
    let notice = |farm: &Farm| farm.record().incident().messages[0].at;
    assert_eq!(notice(&mill), notice(&farm));
    assert_eq!(clocks(&mill), clocks(&farm));
}

#[test]
fn baton_that_was_made_from_a_baton_says_all_of_it() {
    let farm = farm();
    work(&farm);
    farm.execute(Command::Undo { entry: None });
    offer(&farm);
    let mill = handed_the_baton(&farm);
    mill.pass(Duration::from_secs(60));
    mill.execute_as(
        NAME,
        Command::HandleHandoff(HandoffAsked::Take {
            read_back: ["one", "two", "three"].map(str::to_owned).to_vec(),
            head: None,
        }),
    );
    mill.pass(Duration::from_secs(60));
    let back = HandoffAsked::Offer {
        to: JANE.to_owned(),
        brief: "# Handoff\n\n* four\n* five\n* six".to_owned(),
    };
    mill.execute_as(NAME, Command::HandleHandoff(back));
    let barn = handed_the_baton(&mill);
    let is_elsewhere = |line: &String| !line.contains("made from a baton");
    let mut at_mill = told(&mill, |_| true);
    let mut at_barn = told(&barn, |_| true);
    at_mill.retain(is_elsewhere);
    at_barn.retain(is_elsewhere);
    assert_eq!(at_barn, at_mill);
    let (here, there) = (mill.record().incident(), barn.record().incident());
    let terms = |incident: &Incident| {
        let terms = incident.commands.iter();
        terms
            .map(|term| (term.ic.clone(), term.from))
            .collect::<Vec<_>>()
    };
    assert_eq!(terms(&here).len(), 2);
    assert_eq!(terms(&there), terms(&here));
    assert_eq!(there.exposure, None, "it was taken back");
}
