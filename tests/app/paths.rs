//! Every path an incident can take, in both processes, with each message sent by its card: who
//! was told what in the end is the audience matrix of the guides.
//!
//! There is one path for both processes. What one of them lacks, it lacks as data. What each of
//! them must end with is written here from the guides, and not read from the playbooks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Layer, Outcome};
use sitroom::domain::command::Command;
use sitroom::domain::event::{self, TeamLeadTried};
use sitroom::domain::incident::{FixClass, IssueLink, Severity, Status};
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
    Tell(Kind::FirstNotice),
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
    Step::Severity(Severity::Medium),
    CONFIRMED,
    Tell(Kind::Initial),
    Exposed,
    Situation("information-exposure"),
    Tell(Kind::Exposure),
    Step::Severity(Severity::High),
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

/// Reads a ledger as the tables below write it: a line a message, and whom it reached.
fn lines(table: &str) -> Told {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = |line: &str| {
        let (message, to) = line
            .split_once(": ")
            .expect("a message and whom it reached");
        let to = to.split_whitespace().map(str::to_owned).collect();
        (message.to_owned(), to)
    };
    lines.map(line).collect()
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
    screen.deliver();
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

/// A path, and the ledger it ends with in 2023 and in 2016. FedRAMP is told from 2023 on, IT's
/// desk too; US-CERT got the regular sitreps of 2016. A last word goes to everybody who ever got
/// a sitrep, the word that it was a false alarm to whoever had a notice, too.
#[rstest]
#[case::false_alarm_before_sitreps(
    FALSE_ALARM_BEFORE_SITREPS,
    "heads-up: cloud-gov-channel
     gsa-notice: itservicedesk gsa-ir devops
     false-alarm-notice: gsa-ir issue itservicedesk devops",
    "heads-up: cloud-gov-channel
     gsa-notice: gsa-ir devops
     false-alarm-notice: gsa-ir issue devops"
)]
#[case::false_alarm_after_sitreps(
    FALSE_ALARM_AFTER_SITREPS,
    "gsa-notice: itservicedesk gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops fedramp
     update-sitrep: incident-response gsa-ir fedramp
     false-alarm-notice: incident-response gsa-ir devops fedramp itservicedesk issue
     final-sitrep: incident-response gsa-ir devops fedramp issue",
    "gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     update-sitrep: incident-response gsa-ir us-cert
     false-alarm-notice: incident-response gsa-ir devops us-cert issue
     final-sitrep: incident-response gsa-ir devops us-cert issue"
)]
#[case::high_with_contingency(
    HIGH_WITH_CONTINGENCY,
    "gsa-notice: itservicedesk gsa-ir devops
     fedramp-notice: fedramp
     initial-sitrep: incident-response gsa-ir devops fedramp
     disruption-notice: incident-response issue
     contingency-activation: statuspage gsa-ir devops itservicedesk fedramp contingency-leadership
     contingency-update: statuspage gsa-ir fedramp
     contingency-end: statuspage gsa-ir devops itservicedesk fedramp contingency-leadership
     handoff-sitrep: incident-response gsa-ir devops fedramp issue
     final-sitrep: incident-response gsa-ir devops fedramp issue
     after-action: fedramp",
    "gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     disruption-notice: incident-response issue
     handoff-sitrep: incident-response gsa-ir devops issue
     final-sitrep: incident-response gsa-ir devops issue"
)]
#[case::medium_unreachable(
    MEDIUM_UNREACHABLE,
    "gsa-notice: itservicedesk gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops fedramp
     disruption-consult: team-leads
     disruption-notice: incident-response issue
     update-sitrep: incident-response gsa-ir fedramp
     final-sitrep: incident-response gsa-ir devops fedramp issue",
    "gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     disruption-consult: team-leads
     disruption-notice: incident-response issue
     update-sitrep: incident-response gsa-ir us-cert
     final-sitrep: incident-response gsa-ir devops us-cert issue"
)]
#[case::low_without_agreement(
    LOW_WITHOUT_AGREEMENT,
    "gsa-notice: itservicedesk gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops fedramp
     disruption-consult: team-leads
     update-sitrep: incident-response gsa-ir fedramp
     final-sitrep: incident-response gsa-ir devops fedramp issue",
    "gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     disruption-consult: team-leads
     update-sitrep: incident-response gsa-ir us-cert
     final-sitrep: incident-response gsa-ir devops us-cert issue"
)]
#[case::information_exposed(
    INFORMATION_EXPOSED,
    "gsa-notice: itservicedesk gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops fedramp
     exposure-notices: information-owner information-recipient
     severity-sitrep: incident-response gsa-ir fedramp
     final-sitrep: incident-response gsa-ir devops fedramp issue",
    "gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     exposure-notices: information-owner information-recipient
     severity-sitrep: incident-response gsa-ir us-cert
     final-sitrep: incident-response gsa-ir devops us-cert issue"
)]
#[case::credential_leaked(
    CREDENTIAL_LEAKED,
    "gsa-notice: itservicedesk gsa-ir devops
     secret-exposure-answers: gsa-ir
     initial-sitrep: incident-response gsa-ir devops fedramp
     final-sitrep: incident-response gsa-ir devops fedramp issue
     after-action: fedramp",
    "gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     final-sitrep: incident-response gsa-ir devops issue"
)]
#[case::network_interconnected(
    NETWORK_INTERCONNECTED,
    "heads-up: cloud-gov-channel
     gsa-notice: itservicedesk gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops fedramp
     fedramp-daily: fedramp
     update-sitrep: incident-response gsa-ir fedramp
     final-sitrep: incident-response gsa-ir devops fedramp issue",
    "heads-up: cloud-gov-channel
     gsa-notice: gsa-ir devops
     initial-sitrep: incident-response gsa-ir devops
     update-sitrep: incident-response gsa-ir us-cert
     final-sitrep: incident-response gsa-ir devops us-cert issue"
)]
fn the_ledger_of_a_path_is_the_audience_matrix(
    #[case] path: &[Step],
    #[case] of_2023: &str,
    #[case] of_2016: &str,
) {
    for (playbook, expected) in [("cloud-gov-2023", of_2023), ("cloud-gov-2016", of_2016)] {
        let told = walk(playbook, path);
        assert_eq!(told, lines(expected), "{playbook}");
    }
}

/// Takes every step of a path and returns who was told what.
fn walk(playbook: &str, path: &[Step]) -> Told {
    let mut playbook = Playbook::shipped(playbook).expect("it is compiled in");
    for (key, address) in &mut playbook.addresses {
        // Nobody counts as told by mail whose address nobody set.
        if address.channel == Channel::Mail && address.to.is_empty() {
            address.to = format!("{key}@farm.example");
        }
    }
    let carriers = Carriers {
        mail_from: Some("jane@farm.example".parse().expect("an address")),
        webhook: Some("#incident-response".into()),
        mirror: false,
        followups: None,
    };
    let mut screen = Screen::with(playbook, carriers);
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
    told(&screen)
}
