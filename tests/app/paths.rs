//! Every path an incident can take, in both processes, with each message sent by its card: who
//! was told what in the end is the audience matrix of the playbook.
//!
//! There is one table for both processes. What one of them lacks, it lacks as data.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Layer, Outcome};
use sitroom::domain::command::Command;
use sitroom::domain::event::{self, TeamLeadTried};
use sitroom::domain::incident::{FixClass, IssueLink, RouteState, Severity, Status};
use sitroom::domain::ledger::ledger;
use sitroom::domain::message::Carriers;
use sitroom::domain::playbook::{Channel, MessageKind, Playbook};

use crate::screen::Screen;

/// A step on a path.
#[derive(Debug, Clone, Copy)]
enum Step {
    Severity(Severity),
    Status(Status),
    Handoff,
    Exposed,
    /// A special situation, where the process has it.
    Situation(&'static str),
    /// A team lead who did not answer.
    Unreachable(&'static str),
    Decided(&'static str, &'static str),
    Hour,
    /// Every message of a kind, as far as the process has any.
    Tell(MessageKind),
}

use MessageKind as Kind;
use Step::{Decided, Exposed, Handoff, Hour, Situation, Tell, Unreachable};

const CONFIRMED: Step = Step::Status(Status::Confirmed);
const RESOLVED: Step = Step::Status(Status::Resolved);
const FALSE_ALARM: Step = Step::Status(Status::FalseAlarm);

const FALSE_ALARM_BEFORE_SITREPS: &[Step] = &[
    Tell(Kind::HeadsUp),
    Tell(Kind::Notice),
    FALSE_ALARM,
    Tell(Kind::FalseAlarm),
];
const FALSE_ALARM_AFTER_SITREPS: &[Step] = &[
    Tell(Kind::Notice),
    Step::Severity(Severity::Low),
    CONFIRMED,
    Tell(Kind::Initial),
    Tell(Kind::Update),
    FALSE_ALARM,
    Tell(Kind::FalseAlarm),
    Tell(Kind::Final),
];
const HIGH_WITH_CONTINGENCY: &[Step] = &[
    Tell(Kind::Notice),
    Step::Severity(Severity::High),
    CONFIRMED,
    Tell(Kind::Initial),
    Decided(
        "disruption",
        "the router is cut off; high severity needs nobody's word",
    ),
    Tell(Kind::DisruptionNotice),
    Decided(
        "contingency",
        "yes: down for 30 minutes, two of Cloud Ops agree",
    ),
    Tell(Kind::Contingency),
    Handoff,
    Tell(Kind::Handoff),
    RESOLVED,
    Tell(Kind::Final),
    Tell(Kind::AfterAction),
];
const MEDIUM_UNREACHABLE: &[Step] = &[
    Tell(Kind::Notice),
    Step::Severity(Severity::Medium),
    CONFIRMED,
    Tell(Kind::Initial),
    Tell(Kind::DisruptionConsult),
    Unreachable("Farmer Dave"),
    Hour,
    Unreachable("Spot the Dog"),
    Decided(
        "disruption",
        "the gate is closed; the leads could not be reached for an hour",
    ),
    Tell(Kind::DisruptionNotice),
    Tell(Kind::Update),
    RESOLVED,
    Tell(Kind::Final),
];
const LOW_WITHOUT_AGREEMENT: &[Step] = &[
    Tell(Kind::Notice),
    Step::Severity(Severity::Low),
    CONFIRMED,
    Tell(Kind::Initial),
    Tell(Kind::DisruptionConsult),
    Decided("disruption", "held: the leads do not agree"),
    Hour,
    Tell(Kind::Update),
    RESOLVED,
    Tell(Kind::Final),
];
const INFORMATION_EXPOSED: &[Step] = &[
    Tell(Kind::Notice),
    Step::Severity(Severity::High),
    CONFIRMED,
    Tell(Kind::Initial),
    Exposed,
    Situation("information-exposure"),
    Tell(Kind::Exposure),
    Tell(Kind::SeverityChange),
    RESOLVED,
    Tell(Kind::Final),
];
const CREDENTIAL_LEAKED: &[Step] = &[
    Tell(Kind::Notice),
    Situation("credential-leak"),
    Situation("github-secret-leak"),
    Tell(Kind::SecretExposure),
    Step::Severity(Severity::Medium),
    CONFIRMED,
    Tell(Kind::Initial),
    RESOLVED,
    Tell(Kind::Final),
    Tell(Kind::AfterAction),
];
const NETWORK_INTERCONNECTED: &[Step] = &[
    Tell(Kind::HeadsUp),
    Tell(Kind::Notice),
    Situation("network-interconnect"),
    Step::Severity(Severity::High),
    CONFIRMED,
    Tell(Kind::Initial),
    Tell(Kind::Daily),
    Tell(Kind::Update),
    RESOLVED,
    Tell(Kind::Final),
];

/// Who got which message, by the keys of their addresses, in the order of sending.
type Told = Vec<(String, BTreeSet<String>)>;

/// What the playbook says of a path: those each message must reach, and with one for previous
/// recipients everybody who got a sitrep on the way.
fn matrix(playbook: &Playbook, path: &[Step]) -> Told {
    let mut previous = BTreeSet::new();
    let mut told = Told::new();
    for step in path {
        let Tell(kind) = step else { continue };
        for message in playbook.messages.iter().filter(|it| it.kind == *kind) {
            let mut to: BTreeSet<String> = message.must.iter().cloned().collect();
            if message.to_previous_recipients {
                to.extend(previous.iter().cloned());
            }
            if message.kind.is_sitrep() {
                previous.extend(to.iter().cloned());
            }
            told.push((message.id.clone(), to));
        }
    }
    told
}

/// Writes a message and sends it by its card: carriers take what they can, and hands the rest.
fn send(screen: &mut Screen, id: &str) {
    screen.press("M");
    let mut list = screen.choices().list.iter();
    let wanted = Outcome::Compose(id.to_owned());
    let choice = list.find(|choice| choice.outcome == wanted);
    let key = choice.expect("every message can be chosen").key;
    screen.press(&key.to_string());
    screen.write_text(&format!(
        "Subject: [sitrep] security event: {id}\n\nThe gate was open."
    ));
    screen.press("ctrl-s");
    assert!(
        matches!(screen.app.layers.last(), Some(Layer::Sending(_))),
        "the card of {id}"
    );
    screen.press("enter");
    let all = screen
        .incident
        .messages
        .iter()
        .chain(&screen.incident.unsent);
    let record = all
        .max_by_key(|record| record.entry)
        .expect("it is recorded");
    assert_eq!(record.message, id);
    let (of, routes) = (record.entry, record.routes.iter().enumerate());
    let queued = routes.filter(|(_, it)| it.state == RouteState::Queued);
    let routes: Vec<usize> = queued.map(|(at, _)| at).collect();
    if !routes.is_empty() {
        screen.record(Command::MoveRoutes {
            of,
            routes,
            to: RouteState::Sent,
            by: String::new(),
            words: "ok".into(),
            more: Vec::new(),
            attempts: 1,
        });
    }
    if matches!(screen.app.layers.last(), Some(Layer::Sending(_))) {
        screen.press("m");
    }
    while !screen.is_bare() {
        screen.press("esc");
    }
}

fn take(screen: &mut Screen, step: Step) {
    let command = match step {
        Step::Severity(to) => Command::SetSeverity {
            to,
            reason: String::new(),
        },
        Step::Status(to) => {
            let reason = "it is so".to_owned();
            return screen.record_overriding(Command::SetStatus { to, reason });
        }
        Handoff => Command::SetIc {
            to: "Farmer Dave".into(),
        },
        Exposed => Command::SetExposure { exposed: true },
        Situation(situation) => {
            let mut known = screen.app.playbook.situations.iter();
            if !known.any(|it| it.id == situation) {
                return;
            }
            Command::SetSituation {
                situation: situation.into(),
                applies: true,
            }
        }
        Unreachable(lead) => Command::TryTeamLead(TeamLeadTried {
            lead: lead.into(),
            channel: Channel::Phone,
            reached: false,
            answer: None,
            words: String::new(),
        }),
        Decided(about, text) => {
            let decided = event::Decided::said(about, text).going_ahead(!text.starts_with("held"));
            return screen.record_overriding(Command::Decide(Box::new(decided)));
        }
        Hour => {
            screen.now += TimeDelta::minutes(61);
            return;
        }
        Tell(kind) => {
            let messages = screen.app.playbook.messages.iter();
            let of_kind = messages.filter(|it| it.kind == kind);
            let ids: Vec<String> = of_kind.map(|it| it.id.clone()).collect();
            for id in ids {
                send(screen, &id);
            }
            return;
        }
    };
    screen.record(command);
}

/// Returns who was told what, by the record and by the ledger that people read.
fn told(screen: &Screen) -> Told {
    assert!(screen.incident.unsent.is_empty(), "nothing waits");
    let rows = ledger(&screen.incident, &screen.app.playbook, &BTreeMap::new());
    assert!(rows.iter().all(|row| !row.is_open()), "{rows:#?}");
    let records = screen.incident.messages.iter();
    let told = records.map(|record| {
        let own = rows.iter().filter(|row| row.entry == record.entry);
        assert_eq!(
            own.count(),
            record.routes.len(),
            "the ledger has each of them"
        );
        let keys = record.routes.iter().map(|it| it.route.address.clone());
        (record.message.clone(), keys.collect())
    });
    told.collect()
}

#[rstest]
fn the_ledger_of_a_path_is_the_audience_matrix(
    #[values("cloud-gov-2023", "cloud-gov-2016")] playbook: &str,
    #[values(
        FALSE_ALARM_BEFORE_SITREPS,
        FALSE_ALARM_AFTER_SITREPS,
        HIGH_WITH_CONTINGENCY,
        MEDIUM_UNREACHABLE,
        LOW_WITHOUT_AGREEMENT,
        INFORMATION_EXPOSED,
        CREDENTIAL_LEAKED,
        NETWORK_INTERCONNECTED
    )]
    path: &[Step],
) {
    let playbook = Playbook::shipped(playbook).expect("it is compiled in");
    let carriers = Carriers {
        mail_from: Some("jane@farm.example".parse().expect("an address")),
        webhook: Some("#incident-response".into()),
        mirror: false,
        followups: None,
    };
    let mut screen = Screen::with(playbook.clone(), carriers);
    // Without an issue there would be nothing to post on.
    let issue = IssueLink {
        repository: "farm/incidents".into(),
        number: 7,
        url: "https://github.example/farm/incidents/issues/7".into(),
    };
    screen.hear(Command::LinkIssue { issue });
    screen.record_overriding(Command::AddFix {
        text: "close the gate".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    });
    for step in path {
        take(&mut screen, *step);
    }
    let told = told(&screen);
    assert_eq!(told, matrix(&playbook, path));
    assert!(told.len() >= 2, "a path tells somebody something");
    // A last word goes to everybody who ever got a sitrep, whatever the tables say.
    let last = path.iter().rev().find_map(|step| match step {
        Tell(kind @ (Kind::Final | Kind::FalseAlarm)) => Some(*kind),
        _ => None,
    });
    let is = |id: &str, kind: Kind| playbook.message(id).is_some_and(|it| it.kind == kind);
    let last = last.expect("every path has a last word");
    let (_, reached) = told
        .iter()
        .rev()
        .find(|(id, _)| is(id, last))
        .expect("it was sent");
    let sitreps = told.iter().filter(|(id, _)| {
        playbook
            .message(id)
            .is_some_and(|message| message.kind.is_sitrep())
    });
    for (id, to) in sitreps {
        assert!(to.is_subset(reached), "not all of {id} heard how it ended");
    }
}
