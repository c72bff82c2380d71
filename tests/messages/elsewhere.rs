//! Whom a message reached, as another machine learns it from what is posted.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::domain::clock::due;
use sitroom::domain::command::{Command, Request, TakenEntry, TakenMove};
use sitroom::domain::document::{comment_for, read_comment};
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::incident::{Carrier, Route, RouteState, RoutesMoved};
use sitroom::domain::playbook::Channel;
use sitroom::domain::time::{Instant, When};

use crate::bench::{Bench, JANE, moves};

const FEDRAMP: usize = 3;
const REPS: &str = "reps@fedramp.example";

/// Takes over on another machine what was posted of some entries.
fn takes(there: &mut Bench, here: &Bench, entries: &[Entry]) {
    for entry in entries {
        for comment in comment_for(entry, &here.incident, |_| None) {
            for section in read_comment(&comment) {
                let taken = section.entry().expect("it comes in as what it is");
                let command = Command::TakeEntry(taken);
                let request = Request::from_issue(command, &section.actor, section.happened);
                there.put(&request).unwrap();
            }
        }
    }
}

/// Sends the initial sitrep here; FedRAMP has no address. Returns how many entries were there.
fn sent() -> (Bench, Bench, usize) {
    let mut here = Bench::confirmed();
    let there = Bench::confirmed();
    let before = here.entries.len();
    let of = here.sends("initial-sitrep");
    here.says(moves(of, vec![0, 1, 2], RouteState::Sent));
    (here, there, before)
}

/// Says that FedRAMP was told, and whom that reached.
fn tell_fedramp(here: &mut Bench, whom: &str) {
    let of = here.last().entry;
    here.says(Command::MoveRoutes {
        of,
        routes: vec![FEDRAMP],
        to: RouteState::Sent,
        by: JANE.into(),
        words: String::new(),
        more: vec![whom.into()],
        attempts: 0,
    });
}

/// Returns the clocks that are about FedRAMP: which, and until when.
fn fedramp(bench: &Bench, now: Instant) -> Vec<String> {
    let all = due(&bench.incident, &bench.playbook, now);
    let theirs = all.iter().filter(|due| due.name.contains("FedRAMP"));
    theirs
        .map(|due| format!("{} {}", due.name, due.due_at))
        .collect()
}

#[test]
fn who_was_told_later_is_known_with_the_time_on_every_machine() {
    let (mut here, mut there, before) = sent();
    tell_fedramp(&mut here, REPS);
    takes(&mut there, &here, &here.entries[before..]);
    let mut told = there.last().to.clone();
    told.sort();
    let mut expected = here.last().to.clone();
    expected.sort();
    assert!(
        expected.contains(&format!("FedRAMP ({REPS})")),
        "{expected:?}"
    );
    assert_eq!(told, expected);
    let open = there
        .last()
        .routes
        .iter()
        .find(|it| it.route.address == "fedramp");
    let own = &here.last().routes[FEDRAMP];
    let open = open.map(|it| (it.state, it.at, it.by.as_str()));
    assert_eq!(open, Some((RouteState::Sent, own.at, JANE)));
    let clocks = fedramp(&there, here.now);
    assert_eq!(clocks, fedramp(&here, here.now));
    assert!(!clocks.iter().any(|it| it.contains("first notice")));
    // What comes in once more says nothing new.
    let entries = there.entries.len();
    takes(&mut there, &here, &here.entries[before + 1..]);
    assert_eq!(there.entries.len(), entries);
}

#[test]
fn whoever_has_it_already_may_be_whom_somebody_reached_for_another() {
    let (mut here, mut there, before) = sent();
    let of = here.last().entry;
    tell_fedramp(&mut here, "gsa-ir@gsa.gov");
    takes(&mut there, &here, &here.entries[before..]);
    for bench in [&here, &there] {
        let to = &bench.last().to;
        let both = "FedRAMP (gsa-ir@gsa.gov)".to_owned();
        assert!(to.contains(&both) && to.len() == 4, "{to:?}");
    }
    // The answer to it is the answer of both, there too.
    let answered = here.entries.len();
    here.says(moves(of, vec![FEDRAMP], RouteState::Acknowledged));
    takes(&mut there, &here, &here.entries[answered..]);
    let way = there.last().routes.iter();
    let way: Vec<_> = way
        .map(|it| (it.route.address.as_str(), it.state))
        .collect();
    assert_eq!(way, [("fedramp", RouteState::Acknowledged)]);
}

#[test]
fn who_is_still_to_be_told_waits_on_every_machine() {
    let (here, mut there, before) = sent();
    takes(&mut there, &here, &here.entries[before..]);
    let open = there.last().routes.iter();
    let open: Vec<_> = open.map(|it| (it.route.name.as_str(), it.state)).collect();
    assert_eq!(open, [("FedRAMP", RouteState::ToCarry)]);
    assert_eq!(fedramp(&there, here.now), fedramp(&here, here.now));
    let first = |line: &String| line.contains("first notice");
    let runs = fedramp(&there, here.now);
    assert!(runs.iter().any(first), "their clock runs: {runs:?}");
}

#[test]
fn whom_a_person_has_still_to_send_it_to_was_not_told_on_any_machine() {
    let mut here = Bench::confirmed();
    let mut there = Bench::confirmed();
    let before = here.entries.len();
    let by_hand = |key: &str| {
        let address = here.playbook.address(key).expect("it ships");
        Route {
            address: key.into(),
            name: address.name.clone(),
            channel: address.channel,
            to: address.to.clone(),
            cc: address.cc.clone(),
            apart: false,
            carrier: Carrier::Hand,
        }
    };
    let routes = vec![by_hand("gsa-ir"), by_hand("itservicedesk")];
    let addresses: Vec<_> = routes.iter().map(|it| it.to.clone()).collect();
    here.says(Command::SendMessage {
        message: "gsa-notice".into(),
        to: Vec::new(),
        routes,
        text: "Subject: the chickens".into(),
    });
    takes(&mut there, &here, &here.entries[before..]);
    assert_eq!(there.incident.messages, []);
    let ways = |bench: &Bench| {
        let last = bench.last();
        let ways = last.routes.iter();
        ways.map(|it| (it.route.to.clone(), it.state))
            .collect::<Vec<_>>()
    };
    let open = addresses.iter().map(|it| (it.clone(), RouteState::ToCarry));
    assert_eq!(
        ways(&there),
        open.collect::<Vec<_>>(),
        "with their addresses"
    );
    here.now += TimeDelta::minutes(90);
    let sent = here.entries.len();
    let of = here.last().entry;
    here.says(moves(of, vec![1], RouteState::Sent));
    takes(&mut there, &here, &here.entries[sent..]);
    assert_eq!(ways(&there), ways(&here));
    assert_eq!(there.last().to, here.last().to);
    assert_eq!(there.last().at, here.last().at);
}

/// Writes the daily update, which nobody has yet: FedRAMP has no address but those of copies.
fn writes_to_fedramp(here: &mut Bench, copies: &[&str]) {
    let route = Route {
        address: "fedramp".into(),
        name: "FedRAMP".into(),
        channel: Channel::Mail,
        to: String::new(),
        cc: copies.iter().map(|&copy| copy.to_owned()).collect(),
        apart: false,
        carrier: Carrier::Hand,
    };
    here.says(Command::SendMessage {
        message: "fedramp-daily".into(),
        to: Vec::new(),
        routes: vec![route],
        text: "Subject: the chickens".into(),
    });
}

#[test]
fn message_that_nobody_had_yet_told_nobody_elsewhere() {
    let mut here = Bench::confirmed();
    let mut there = Bench::confirmed();
    let before = here.entries.len();
    writes_to_fedramp(&mut here, &[]);
    takes(&mut there, &here, &here.entries[before..]);
    assert_eq!(there.incident.messages, []);
    assert_eq!(there.incident.unsent.len(), 1);
    let sent = here.entries.len();
    let of = here.last().entry;
    here.says(moves(of, vec![0], RouteState::Sent));
    takes(&mut there, &here, &here.entries[sent..]);
    assert_eq!(there.incident.messages[0].to, ["FedRAMP"]);
    assert_eq!(there.incident.messages[0].at, here.incident.messages[0].at);
}

#[test]
fn nothing_that_another_machine_says_of_a_way_has_this_one_send_mail() {
    let (here, mut there, before) = sent();
    let sent = &here.entries[before];
    let comments = comment_for(sent, &here.incident, |_| None);
    let forged = comments[0].replace(r#""carrier":"hand""#, r#""carrier":"smtp""#);
    assert_ne!(forged, comments[0]);
    let section = &read_comment(&forged)[0];
    let command = Command::TakeEntry(section.entry().unwrap());
    let request = Request::from_issue(command, &section.actor, section.happened);
    there.put(&request).unwrap();
    let Event::MessageSent { routes, .. } = &there.entries.last().unwrap().event else {
        panic!("{:?}", there.entries.last());
    };
    let carriers: Vec<Carrier> = routes.iter().map(|route| route.carrier).collect();
    assert_eq!(carriers, [Carrier::Hand]);
}

/// Takes over that a message came to stand so for somebody, as anybody may write it into a comment.
fn is_told(there: &mut Bench, told: TakenMove) -> usize {
    let before = there.entries.len();
    let command = Command::TakeEntry(TakenEntry::Told(Box::new(told)));
    let request = Request::from_issue(command, "octocat", Some(When::exact(there.now)));
    there.put(&request).unwrap();
    there.entries.len() - before
}

fn forged(there: &Bench, name: &str, to: RouteState) -> TakenMove {
    let last = there.last();
    TakenMove {
        message: last.message.clone(),
        number: last.number,
        written: last.written,
        moved: RoutesMoved {
            of: last.entry,
            label: String::new(),
            to,
            routes: Vec::new(),
            names: vec![name.to_owned()],
            by: String::new(),
            words: String::new(),
            more: Vec::new(),
            attempts: 0,
            as_told: None,
        },
    }
}

#[rstest]
#[case::queued(&[RouteState::Failed, RouteState::Queued])]
#[case::failed(&[RouteState::Failed])]
#[case::in_doubt(&[RouteState::InDoubt])]
fn a_comment_moves_no_way_that_this_machine_sends_by_itself(#[case] states: &[RouteState]) {
    let mut there = Bench::confirmed();
    let of = there.sends("initial-sitrep");
    there.says(moves(of, vec![0], RouteState::Sent));
    for state in states {
        there.says(moves(of, vec![1], *state));
    }
    let name = there.last().routes[1].route.name.clone();
    assert_eq!(there.last().routes[1].route.carrier, Carrier::Smtp);
    for to in [
        RouteState::Queued,
        RouteState::Sent,
        RouteState::Failed,
        RouteState::Acknowledged,
        RouteState::Dropped,
    ] {
        let told = forged(&there, &name, to);
        assert_eq!(is_told(&mut there, told), 0, "{to}");
    }
    let told = forged(&there, "FedRAMP", RouteState::Sent);
    assert_eq!(is_told(&mut there, told), 1, "who is told by hand is told");
}

#[test]
fn of_several_messages_that_could_be_meant_none_is_taken() {
    let mut there = Bench::confirmed();
    for _ in 0..2 {
        let of = there.sends("fedramp-daily");
        there.says(moves(of, vec![0], RouteState::Sent));
        there.now += TimeDelta::minutes(5);
    }
    let mut told = forged(&there, "the mayor", RouteState::Sent);
    assert_eq!(is_told(&mut there, told.clone()), 1, "by its time");
    told.written = When::exact(there.now + TimeDelta::minutes(1));
    told.moved.names = vec!["the sheriff".into()];
    assert_eq!(is_told(&mut there, told), 0);
}

#[test]
fn contact_data_of_a_way_stays_here() {
    let mut here = Bench::confirmed();
    writes_to_fedramp(&mut here, &["dave@farm.example"]);
    let entry = here.entries.last().unwrap();
    let posted = comment_for(entry, &here.incident, |_| None).concat();
    assert!(posted.contains("FedRAMP"), "{posted}");
    assert!(!posted.contains("dave@farm.example"), "{posted}");
}

#[test]
fn why_somebody_is_not_told_stays_here() {
    let mut here = Bench::confirmed();
    writes_to_fedramp(&mut here, &[]);
    let of = here.last().entry;
    here.says(Command::MoveRoutes {
        of,
        routes: vec![0],
        to: RouteState::Dropped,
        by: String::new(),
        words: "they have the password already".into(),
        more: Vec::new(),
        attempts: 0,
    });
    let entry = here.entries.last().unwrap();
    let posted = comment_for(entry, &here.incident, |_| None).concat();
    assert!(posted.contains("not sent to FedRAMP"), "{posted}");
    assert!(!posted.contains("password"), "{posted}");
}
