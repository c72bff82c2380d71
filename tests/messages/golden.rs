//! Every message of both processes to the letter: whom it is for, and what it says before
//! anybody wrote on it. `{word}` is what the person at the keys is asked for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::Decided;
use sitroom::domain::incident::{IssueLink, Severity};
use sitroom::domain::ledger::ledger;
use sitroom::domain::message::audience;
use sitroom::domain::playbook::Message;
use sitroom::domain::time::When;
use sitroom::domain::timeline::describe;

use crate::bench::Bench;

macro_rules! golden {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => "golden",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

/// An incident with something to say in each message: on an issue, told of once, worse since,
/// and in other hands.
fn busy(playbook: &str) -> Bench {
    let mut bench = Bench::on(playbook);
    bench.says(Command::LinkIssue {
        issue: IssueLink {
            repository: "18F/security-incidents".into(),
            number: 12345,
            url: "https://github.com/18F/security-incidents/issues/12345".into(),
        },
    });
    bench.confirm(Severity::Medium);
    bench.tells("initial-sitrep");
    bench.says(Command::SetSeverity {
        to: Severity::High,
        reason: "the fox is in the coop".into(),
    });
    bench.says(Command::Decide(Box::new(
        Decided::said("disruption", "the road is closed").going_ahead(true),
    )));
    bench.says(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    bench
}

fn whole(bench: &Bench, message: &Message) -> String {
    let mut text = format!("======== {}: {}\n", message.id, message.name);
    for one in audience(message, &bench.incident, &bench.playbook) {
        let to = if one.to.is_empty() { "?" } else { &one.to };
        let copies = one.cc.join(", ");
        let need = one.need.word();
        let _ = write!(text, "{need}: {}, {}: {to}", one.name, one.channel);
        let _ = match copies.as_str() {
            "" => writeln!(text),
            copies => writeln!(text, "; copies to {copies}"),
        };
        if !one.note.is_empty() {
            let _ = writeln!(text, "    {}", one.note);
        }
    }
    let draft = bench.draft(&message.id).text;
    let _ = writeln!(text, "--------\n{draft}\n");
    text
}

#[rstest]
fn every_message_says_what_it_should(#[values("cloud-gov-2023", "cloud-gov-2016")] playbook: &str) {
    let bench = busy(playbook);
    let messages = bench.playbook.messages.iter();
    let all: String = messages.map(|message| whole(&bench, message)).collect();
    golden!(format!("messages-{playbook}"), all);
}

/// What the ledger and the clocks say of a notice that was out before there was a record.
#[rstest]
fn a_notice_that_the_reporter_sent_keeps_its_time(
    #[values("cloud-gov-2023", "cloud-gov-2016")] playbook: &str,
) {
    let mut bench = Bench::on(playbook);
    let at = bench.now - chrono::TimeDelta::minutes(7);
    let notice = bench.playbook.message("gsa-notice").unwrap();
    let command = Command::RecordMessage {
        message: notice.id.clone(),
        sitrep: false,
        to: notice.must.clone(),
        text: String::new(),
    };
    let request = Request::local(command, "Spot the Dog").happened(When::exact(at));
    bench.put(&request).unwrap();
    let zone = bench.incident.zone;
    let mut text = String::new();
    for row in ledger(&bench.incident, &bench.playbook, &BTreeMap::new()) {
        let at = zone.stamp(row.at.earliest().unwrap());
        let state = row.state_word();
        let _ = writeln!(
            text,
            "{at} {}: {}: {state} by {}",
            row.what, row.who, row.by
        );
    }
    let said = bench.entries.last().unwrap();
    let at = zone.stamp(said.happened.earliest().unwrap());
    let _ = writeln!(text, "{at} {}: {}", said.actor, describe(&said.event, zone));
    golden!(format!("notice-by-the-reporter-{playbook}"), text);
    let clocks = sitroom::domain::clock::due(&bench.incident, &bench.playbook, bench.now);
    assert!(clocks.iter().all(|due| due.key != "K1"), "the hour is met");
}

/// The answers to GSA IR are five, and a blank is not passed over in silence.
#[test]
fn the_five_answers_on_an_exposed_secret_are_labelled_and_asked_for() {
    let bench = Bench::confirmed();
    let draft = bench.draft("secret-exposure-answers");
    assert_eq!(
        draft.blanks,
        [
            "systems",
            "exposed_for",
            "exposed_to",
            "rotated_after",
            "purged"
        ]
    );
    let answers = draft.blanks.iter().zip([
        "the feed store",
        "51 minutes",
        "31 members of the organisation",
        "18 minutes",
        "yes, and from the cache",
    ]);
    let text = answers.fold(draft.text, |text, (blank, answer)| {
        text.replace(&format!("{{{blank}}}"), answer)
    });
    assert_eq!(
        text,
        "Subject: Security Incident: The chickens have escaped: exposed secret\n\n\
         The five answers on the exposed secret:\n\n\
         1. Systems it gives access to: the feed store\n\
         2. How long it was exposed: 51 minutes\n\
         3. Public, or who saw it and their roles: 31 members of the organisation\n\
         4. How fast it was rotated: 18 minutes\n\
         5. Message or file removed, and purged from the archive: yes, and from the cache\n\n\
         IC: Farmer Jane\n\
         Record: https://github.com/18F/security-incidents/issues/12345"
    );
}
