//! The paths of an incident in both processes: what was sent in the end is the audience matrix.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::domain::clock::due;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{Severity, Status};
use sitroom::domain::ledger::ledger;
use sitroom::domain::message::{Need, audience};
use sitroom::domain::playbook::{MessageKind, Playbook};

use crate::bench::Bench;

/// A step on a path.
#[derive(Clone, Copy)]
enum Step {
    Confirm(Severity),
    Severity(Severity),
    Status(Status),
    Handoff,
    Exposed,
    /// Sends the message of a kind, where the process has one.
    Tell(MessageKind),
}

use MessageKind as Kind;
use Step::{Confirm, Exposed, Handoff, Tell};

/// Walks a path and returns the ledger: each message with those it went to, oldest first.
fn walk(playbook: &str, steps: &[Step]) -> Vec<(String, Vec<String>)> {
    let mut bench = Bench::on(playbook);
    for step in steps {
        match step {
            Confirm(severity) => bench.confirm(*severity),
            Step::Severity(to) => bench.says(Command::SetSeverity {
                to: *to,
                reason: "it is so".into(),
            }),
            Step::Status(to) => bench.stands(*to),
            Handoff => bench.says(Command::SetIc {
                to: "Farmer Dave".into(),
            }),
            Exposed => bench.says(Command::SetExposure { exposed: true }),
            Tell(kind) => {
                let ids = bench.playbook.messages.iter().filter(|it| it.kind == *kind);
                let ids: Vec<String> = ids.map(|it| it.id.clone()).collect();
                for id in ids {
                    bench.tells(&id);
                }
            }
        }
    }
    let mut sent: Vec<(String, Vec<String>)> = Vec::new();
    let rows = ledger(&bench.incident, &bench.playbook, &BTreeMap::new());
    for record in &bench.incident.messages {
        let own = rows.iter().filter(|row| row.entry == record.entry);
        assert!(own.clone().all(|row| !row.state.is_open()), "all went out");
        let keys = record.routes.iter().map(|it| it.route.address.clone());
        assert_eq!(
            own.count(),
            record.routes.len(),
            "the ledger has each of them"
        );
        sent.push((record.message.clone(), keys.collect()));
    }
    assert!(bench.incident.unsent.is_empty());
    sent
}

fn table(lines: &[&str]) -> Vec<(String, Vec<String>)> {
    let line = |line: &&str| {
        let (message, to) = line.split_once(": ").unwrap();
        let to = to.split(' ').map(str::to_owned).collect();
        (message.to_owned(), to)
    };
    lines.iter().map(line).collect()
}

const BEFORE: [Step; 4] = [
    Tell(Kind::HeadsUp),
    Tell(Kind::Notice),
    Step::Status(Status::FalseAlarm),
    Tell(Kind::FalseAlarm),
];
const AFTER: [Step; 7] = [
    Tell(Kind::HeadsUp),
    Tell(Kind::Notice),
    Confirm(Severity::Low),
    Tell(Kind::Initial),
    Step::Status(Status::FalseAlarm),
    Tell(Kind::FalseAlarm),
    Tell(Kind::Final),
];
const WHOLE: [Step; 13] = [
    Tell(Kind::Notice),
    Confirm(Severity::Medium),
    Tell(Kind::Initial),
    Step::Severity(Severity::High),
    Tell(Kind::SeverityChange),
    Tell(Kind::DisruptionNotice),
    Handoff,
    Tell(Kind::Handoff),
    Tell(Kind::Update),
    Tell(Kind::Daily),
    Step::Status(Status::Resolved),
    Tell(Kind::Final),
    Tell(Kind::AfterAction),
];
const BEFORE_SITREPS: [Step; 3] = [Confirm(Severity::High), Handoff, Tell(Kind::Handoff)];
const AFTER_THE_FIRST: [Step; 4] = [
    Confirm(Severity::High),
    Tell(Kind::Initial),
    Handoff,
    Tell(Kind::Handoff),
];
const EXPOSED: [Step; 3] = [Confirm(Severity::High), Exposed, Tell(Kind::Exposure)];
const CONTINGENCY: [Step; 3] = [
    Confirm(Severity::High),
    Tell(Kind::Initial),
    Tell(Kind::Contingency),
];
const CONSULTED: [Step; 3] = [
    Confirm(Severity::Low),
    Tell(Kind::DisruptionConsult),
    Tell(Kind::SecretExposure),
];

#[rstest]
#[case::false_alarm_before_sitreps(&BEFORE, &[
    "heads-up: cloud-gov-channel",
    "gsa-notice: itservicedesk gsa-ir devops",
    "false-alarm-notice: gsa-ir issue itservicedesk devops",
])]
#[case::false_alarm_after_sitreps(&AFTER, &[
    "heads-up: cloud-gov-channel",
    "gsa-notice: itservicedesk gsa-ir devops",
    "initial-sitrep: incident-response gsa-ir devops fedramp",
    "false-alarm-notice: gsa-ir issue incident-response devops fedramp itservicedesk",
    "final-sitrep: incident-response gsa-ir devops fedramp issue",
])]
#[case::whole(&WHOLE, &[
    "gsa-notice: itservicedesk gsa-ir devops",
    "initial-sitrep: incident-response gsa-ir devops fedramp",
    "severity-sitrep: incident-response gsa-ir fedramp",
    "disruption-notice: incident-response issue",
    // Those who had the sitrep on the severity, and no more (domain 17.31); the issue is the
    // record, and has every change of command.
    "handoff-sitrep: incident-response gsa-ir fedramp issue",
    "update-sitrep: incident-response gsa-ir fedramp",
    "fedramp-daily: fedramp",
    "final-sitrep: incident-response gsa-ir devops fedramp issue",
    "after-action: fedramp",
])]
#[case::handoff_before_sitreps(&BEFORE_SITREPS, &[
    "handoff-sitrep: incident-response gsa-ir devops fedramp issue",
])]
#[case::handoff_after_the_first(&AFTER_THE_FIRST, &[
    "initial-sitrep: incident-response gsa-ir devops fedramp",
    "handoff-sitrep: incident-response gsa-ir devops fedramp issue",
])]
#[case::information_exposed(&EXPOSED, &["exposure-notices: information-owner information-recipient"])]
#[case::contingency(&CONTINGENCY, &[
    "initial-sitrep: incident-response gsa-ir devops fedramp",
    "contingency-activation: statuspage gsa-ir devops itservicedesk fedramp contingency-leadership",
    "contingency-update: statuspage gsa-ir fedramp",
    "contingency-end: statuspage gsa-ir devops itservicedesk fedramp contingency-leadership",
])]
#[case::consulted(&CONSULTED, &["disruption-consult: team-leads", "secret-exposure-answers: gsa-ir"])]
fn the_ledger_of_2023_is_its_audience_matrix(#[case] steps: &[Step], #[case] expected: &[&str]) {
    assert_eq!(walk("cloud-gov-2023", steps), table(expected));
}

#[rstest]
#[case::false_alarm_before_sitreps(&BEFORE, &[
    "heads-up: cloud-gov-channel",
    "gsa-notice: gsa-ir devops",
    "false-alarm-notice: gsa-ir issue devops",
])]
#[case::false_alarm_after_sitreps(&AFTER, &[
    "heads-up: cloud-gov-channel",
    "gsa-notice: gsa-ir devops",
    "initial-sitrep: incident-response gsa-ir devops",
    "false-alarm-notice: gsa-ir issue incident-response devops",
    "final-sitrep: incident-response gsa-ir devops issue",
])]
#[case::whole(&WHOLE, &[
    "gsa-notice: gsa-ir devops",
    "initial-sitrep: incident-response gsa-ir devops",
    "severity-sitrep: incident-response gsa-ir us-cert",
    "disruption-notice: incident-response issue",
    "handoff-sitrep: incident-response gsa-ir us-cert issue",
    "update-sitrep: incident-response gsa-ir us-cert",
    "final-sitrep: incident-response gsa-ir devops issue us-cert",
])]
#[case::information_exposed(&EXPOSED, &["exposure-notices: information-owner information-recipient"])]
#[case::contingency(&CONTINGENCY, &["initial-sitrep: incident-response gsa-ir devops"])]
#[case::consulted(&CONSULTED, &["disruption-consult: team-leads"])]
fn the_ledger_of_2016_is_its_audience_matrix(#[case] steps: &[Step], #[case] expected: &[&str]) {
    assert_eq!(walk("cloud-gov-2016", steps), table(expected));
}

#[rstest]
#[case::new("cloud-gov-2023")]
#[case::old("cloud-gov-2016")]
fn a_process_has_one_sitrep_of_each_kind(#[case] playbook: &str) {
    let playbook = Playbook::shipped(playbook).unwrap();
    for kind in [
        Kind::Initial,
        Kind::Update,
        Kind::SeverityChange,
        Kind::Handoff,
        Kind::Final,
        Kind::Notice,
        Kind::FalseAlarm,
    ] {
        let count = playbook
            .messages
            .iter()
            .filter(|it| it.kind == kind)
            .count();
        assert_eq!(count, 1, "{kind:?}");
    }
}

/// A sitrep to one person is the last one: whoever takes over tells that one, and is offered
/// everybody else whom the process names.
#[test]
fn the_sitrep_on_a_handoff_goes_to_whoever_had_the_last_one() {
    let mut bench = Bench::on("cloud-gov-2023");
    bench.confirm(Severity::High);
    bench.tells("initial-sitrep");
    bench.says(Command::RecordMessage {
        message: "update-sitrep".into(),
        sitrep: true,
        to: vec!["Spot the Dog".into()],
        text: "No change.".into(),
    });
    let message = bench.playbook.message("handoff-sitrep").unwrap();
    let all = audience(message, &bench.incident, &bench.playbook);
    let of = |need: Need| {
        let those = all.iter().filter(move |one| one.need == need);
        let names = those.map(|one| match one.address.as_str() {
            "" => one.name.clone(),
            key => key.to_owned(),
        });
        names.collect::<Vec<_>>()
    };
    assert_eq!(of(Need::Previous), ["Spot the Dog"]);
    assert_eq!(of(Need::Must), ["issue"]);
    let offered = [
        "incident-response",
        "gsa-ir",
        "devops",
        "fedramp",
        "external-stakeholders",
    ];
    assert_eq!(of(Need::Should), offered);
}

/// The sitrep on a handoff counts as one: the next is owed a whole interval after it (domain
/// 17.32). That command changed hands alone restarts nothing.
#[rstest]
#[case::of_2016("cloud-gov-2016")]
#[case::of_2023("cloud-gov-2023")]
fn the_sitrep_on_a_handoff_restarts_the_cadence(#[case] playbook: &str) {
    let mut bench = Bench::on(playbook);
    bench.confirm(Severity::High);
    bench.tells("initial-sitrep");
    let owed = |bench: &Bench| {
        let clocks = due(&bench.incident, &bench.playbook, bench.now);
        let mut sitreps = clocks.into_iter().filter(|due| due.key == "K3");
        sitreps.next().unwrap().due_at
    };
    let before = owed(&bench);
    let number = bench.incident.last_sitrep().unwrap().number;
    bench.now += TimeDelta::minutes(40);
    bench.says(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    assert_eq!(owed(&bench), before);
    bench.tells("handoff-sitrep");
    let last = bench.incident.last_sitrep().unwrap();
    assert_eq!(
        (last.message.as_str(), last.number),
        ("handoff-sitrep", number + 1)
    );
    let sent_at = bench.now;
    assert_eq!(owed(&bench), sent_at + TimeDelta::hours(1));
}
