//! What messages say before anybody wrote on them.

use chrono::TimeDelta;
use regex::Regex;
use rstest::rstest;
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Decided, Field};
use sitroom::domain::incident::{FixClass, FixState, LeadState, Moment, Severity, Status};
use sitroom::domain::message::{fill_in, subject_and_body};
use sitroom::domain::metrics::{Metric, metrics};
use sitroom::domain::time::When;
use sitroom::domain::timeline::{describe, describe_titled};

use crate::bench::Bench;

/// The metrics of the final report, in its order.
const FOUR: [&str; 4] = [
    "discovery_method",
    "time_to_discovery",
    "time_to_containment",
    "threat_actions",
];

#[test]
fn the_first_sitrep_has_the_form_of_the_guides_to_the_letter() {
    let draft = Bench::confirmed().draft("initial-sitrep");
    assert_eq!(
        draft.text,
        "Subject: [sitrep] The chickens have escaped\n\n\
         https://github.com/18F/security-incidents/issues/12345\n\n\
         Severity: high\nIC: Farmer Jane\nResponders: Spot the Dog, Farmer Dave\n\n\
         {narrative}"
    );
    assert_eq!(
        (draft.number, draft.blanks),
        (1, vec!["narrative".to_owned()])
    );
}

#[test]
fn an_update_tells_with_numbers_what_changed_since_the_last_one() {
    let mut bench = Bench::confirmed();
    for text in ["who opened the gate?", "where is the fox?"] {
        bench.says(Command::AddLead {
            text: text.into(),
            owner: String::new(),
        });
    }
    bench.says(Command::AddFix {
        text: "close the gate".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    });
    bench.tells("initial-sitrep");
    bench.says(Command::MoveLead {
        id: "L1".parse().unwrap(),
        from: LeadState::Open,
        to: LeadState::Answered,
        finding: "the wind did".into(),
    });
    bench.says(Command::MoveFix {
        id: "R1".parse().unwrap(),
        from: FixState::Open,
        to: FixState::Done,
    });
    bench.says(Command::AddLead {
        text: "who left the ladder?".into(),
        owner: String::new(),
    });
    bench.says(Command::Decide(Box::new(
        Decided::said("disruption", "the road is closed").going_ahead(true),
    )));
    bench.says(Command::SetSeverity {
        to: Severity::Medium,
        reason: String::new(),
    });
    bench.says(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    let text = bench.draft("update-sitrep").text;
    let (_, since) = text.split_once("{narrative}\n\n").unwrap();
    assert_eq!(
        since,
        "Sitrep #2. Since sitrep #1 of 2026-11-23 10:08 EST (15:08 UTC):\n\
         1. Severity: high -> medium\n\
         2. IC: Farmer Jane -> Farmer Dave\n\
         3. Lead L1 answered: who opened the gate?: the wind did\n\
         4. New lead L3: who left the ladder?\n\
         5. Remediation R1 done: close the gate\n\
         6. Decided (disruption): the road is closed; high severity, no permission needed"
    );
}

#[test]
fn a_key_time_is_told_once_whenever_it_was_recorded() {
    let mut bench = Bench::confirmed();
    let zone = bench.incident.zone;
    let said = |at| zone.stamp_and_utc(at);
    let started = bench.now - TimeDelta::hours(5);
    let moment = |moment, when| Command::SetMoment {
        moment,
        when,
        automatic: false,
    };
    bench.says(moment(Moment::Started, When::exact(started)));
    bench.tells("initial-sitrep");
    // Before the sitrep, and recorded behind it.
    let contained = bench.now - TimeDelta::minutes(3);
    bench.says(moment(Moment::Contained, When::exact(contained)));
    let (started, contained) = (said(started), said(contained));
    let changes = bench.draft("update-sitrep").changes;
    let expected = [
        format!("Started: {started}"),
        format!("Contained: {contained}"),
    ];
    assert_eq!(changes, expected);
    bench.tells("update-sitrep");
    assert!(bench.draft("update-sitrep").changes.is_empty());

    let later = bench.now;
    bench.says(moment(Moment::Contained, When::exact(later)));
    let later = said(later);
    let changes = bench.draft("update-sitrep").changes;
    assert_eq!(changes, [format!("Contained: {contained} -> {later}")]);
    bench.says(moment(Moment::Contained, When::Unknown));
    let changes = bench.draft("update-sitrep").changes;
    assert_eq!(changes, [format!("Contained: {contained} -> unknown")]);
}

#[test]
fn what_the_status_says_anyway_is_told_once() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    bench.stands(Status::Resolved);
    let changes = bench.draft("final-sitrep").changes;
    assert_eq!(changes, ["Status: confirmed -> resolved"]);
}

#[test]
fn what_happened_before_the_last_sitrep_and_was_recorded_behind_it_is_news_with_its_time() {
    let mut bench = Bench::confirmed();
    let lead = |text: &str| Command::AddLead {
        text: text.into(),
        owner: String::new(),
    };
    bench.says(lead("who opened the gate?"));
    bench.tells("initial-sitrep");
    let at = |minute: i64| bench.now - TimeDelta::minutes(minute);
    let (early, now) = (at(30), at(0));
    let fix = Command::AddFix {
        text: "close the gate".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    let answered = Command::MoveLead {
        id: "L1".parse().unwrap(),
        from: LeadState::Open,
        to: LeadState::Answered,
        finding: "the wind did".into(),
    };
    let decided = Decided::said("disruption", "the road is closed").going_ahead(true);
    for command in [
        Command::SetSeverity {
            to: Severity::Medium,
            reason: "it looks better".into(),
        },
        Command::SetIc {
            to: "Farmer Dave".into(),
        },
        lead("who left the ladder?"),
        answered,
        fix,
        Command::Decide(Box::new(decided)),
    ] {
        bench.said_at(command, early);
    }
    bench.says(lead("where is the fox?"));
    let zone = bench.incident.zone;
    let when = format!(" (happened {})", zone.stamp_and_utc(early));
    assert!(early < now);
    let changes = bench.draft("update-sitrep").changes;
    let expected = [
        format!("Severity: high -> medium{when}"),
        format!("IC: Farmer Jane -> Farmer Dave{when}"),
        format!("Lead L1 answered: who opened the gate?: the wind did{when}"),
        format!("New lead L2: who left the ladder?{when}"),
        "New lead L3: where is the fox?".to_owned(),
        format!("New remediation R1: close the gate{when}"),
    ];
    assert_eq!(changes[..6], expected);
    let decision = &changes[6];
    assert!(
        decision.starts_with("Decided (disruption): the road is closed"),
        "{decision}"
    );
    assert!(decision.ends_with(&when), "{decision}");
}

#[rstest::rstest]
#[case::given(1)]
#[case::given_and_taken_back(2)]
fn who_an_item_was_given_to_since_the_last_sitrep_is_no_older_than_that(#[case] owners: usize) {
    let mut bench = Bench::confirmed();
    let fix = |text: &str| Command::AddFix {
        text: text.into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    let own = |owner: &str| Command::OwnFix {
        id: "R1".parse().unwrap(),
        owner: owner.into(),
    };
    bench.says(fix("close the gate"));
    if owners == 2 {
        bench.says(own("Spot the Dog"));
    }
    bench.tells("initial-sitrep");
    bench.says(own(["Spot the Dog", ""][owners - 1]));
    let state = ["assigned", "open"][owners - 1];
    let news = format!("Remediation R1 {state}: close the gate");
    assert_eq!(bench.draft("update-sitrep").changes, [news]);
}

#[test]
fn a_decision_that_another_machine_recorded_before_the_sitrep_is_no_news() {
    let mut bench = Bench::confirmed();
    let at = |bench: &Bench, minute: i64| Some(When::exact(bench.now - TimeDelta::minutes(minute)));
    let decided = Decided::said("disruption", "the road is closed").going_ahead(true);
    let decided = Command::Decide(Box::new(decided));
    let sitrep = Command::SendMessage {
        message: "initial-sitrep".into(),
        to: vec!["#incident-response".into()],
        routes: Vec::new(),
        text: "The hens are out.".into(),
    };
    for (command, minute) in [(decided, 30), (sitrep, 20)] {
        let happened = at(&bench, minute);
        let request = Request::from_issue(command, "Farmer Dave", happened);
        bench.put(&request.overriding("a test")).unwrap();
    }
    assert_eq!(bench.draft("update-sitrep").changes, [""; 0]);
}

#[test]
fn a_sitrep_that_is_recorded_late_told_nothing_of_what_came_after_it_went_out() {
    let mut bench = Bench::confirmed();
    let lead = |text: &str| Command::AddLead {
        text: text.into(),
        owner: String::new(),
    };
    for text in ["who opened the gate?", "where is the fox?"] {
        bench.says(lead(text));
    }
    let sent = bench.now + TimeDelta::minutes(1);
    bench.now += TimeDelta::minutes(20);
    bench.says(lead("who left the ladder?"));
    bench.says(Command::MoveLead {
        id: "L1".parse().unwrap(),
        from: LeadState::Open,
        to: LeadState::Answered,
        finding: "the wind did".into(),
    });
    bench.says(Command::Decide(Box::new(Decided::said(
        "other",
        "call the sheriff",
    ))));
    // Farmer Dave sent one twenty minutes ago, and says so now.
    let record = Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["the team".into()],
        text: String::new(),
    };
    bench.said_at(record, sent);
    assert_eq!(
        bench.draft("update-sitrep").changes,
        [
            "Lead L1 answered: who opened the gate?: the wind did",
            "New lead L3: who left the ladder?",
            "Decided (other): call the sheriff",
        ]
    );
}

#[test]
fn without_news_an_update_says_so() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    let text = bench.draft("update-sitrep").without_news().unwrap();
    assert!(
        text.ends_with(
            "\n\nNo change.\n\nSitrep #2. No change since sitrep #1 of 2026-11-23 10:05 EST (15:05 UTC)."
        ),
        "{text}"
    );
    let notice = bench.draft("gsa-notice");
    assert_eq!(notice.without_news(), None, "a notice is no update");
}

#[test]
fn what_a_failed_sitrep_told_is_told_again() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    bench.says(Command::SetSeverity {
        to: Severity::Low,
        reason: String::new(),
    });
    bench.sends("severity-sitrep");
    let changes = bench.draft("update-sitrep").changes;
    assert_eq!(changes, ["Severity: high -> low"], "nobody got it yet");
    let of = bench.last().entry;
    bench.arrives(of);
    assert_eq!(bench.draft("update-sitrep").changes, Vec::<String>::new());
}

#[test]
fn a_change_of_severity_and_a_handoff_name_what_was_before() {
    let mut bench = Bench::confirmed();
    bench.tells("initial-sitrep");
    bench.says(Command::SetSeverity {
        to: Severity::Low,
        reason: String::new(),
    });
    bench.says(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    let severity = bench.draft("severity-sitrep");
    assert!(severity.text.contains("changed from high to low: {reason}"));
    let handoff = bench.draft("handoff-sitrep");
    let says = "Farmer Dave has taken over as Incident Commander from Farmer Jane.";
    assert!(handoff.text.contains(says), "{}", handoff.text);
}

#[test]
fn a_drill_says_so_in_every_subject() {
    let mut bench = Bench::confirmed();
    bench.incident.exercise = true;
    for message in bench.playbook.messages.clone() {
        let (subject, _) = subject_and_body(&bench.draft(&message.id).text);
        assert!(
            subject.is_empty() || subject.contains("EXERCISE"),
            "{}: {subject}",
            message.id
        );
    }
}

#[rstest]
#[case::new("cloud-gov-2023")]
#[case::old("cloud-gov-2016")]
fn every_message_can_go_out_however_little_is_known(#[case] playbook: &str) {
    let bench = Bench::on(playbook);
    for message in &bench.playbook.messages {
        let draft = bench.draft(&message.id);
        let text = fill_in(&draft.text, &draft.blanks);
        let (subject, body) = subject_and_body(&text);
        assert!(!text.contains('{'), "{}: {text}", message.id);
        assert!(subject.contains(&message.subject_has), "{subject}");
        assert!(!body.trim().is_empty(), "{}", message.id);
        assert_eq!(body, body.trim(), "{}", message.id);
    }
}

#[test]
fn the_words_of_the_final_sitrep_are_those_of_the_status() {
    let mut bench = Bench::confirmed();
    bench.stands(Status::Resolved);
    let text = bench.draft("final-sitrep").text;
    assert!(text.contains("This incident is over: resolved."), "{text}");
}

#[test]
fn a_notice_that_is_written_late_says_how_it_stands_by_then() {
    let mut bench = Bench::confirmed();
    let text = bench.draft("gsa-notice").text;
    assert!(
        text.contains("We are investigating a security incident."),
        "{text}"
    );
    bench.stands(Status::Resolved);
    let text = bench.draft("gsa-notice").text;
    assert!(
        text.contains("We have resolved a security incident."),
        "{text}"
    );
    assert!(!text.contains("investigating"), "{text}");
}

/// Nobody has to convert a time, whichever clock hangs on the wall: each is given in the zone of
/// the incident by its name, and in UTC.
#[test]
fn each_time_in_a_message_is_that_of_the_incident_with_utc_beside_it() {
    let mut bench = Bench::confirmed();
    let is_both = Regex::new("[0-9]{2}:[0-9]{2} EST \\([0-9]{2}:[0-9]{2} UTC\\)").unwrap();
    bench.tells("initial-sitrep");
    bench.stands(Status::Resolved);
    let mut times = 0;
    for message in bench.playbook.messages.clone() {
        let text = bench.draft(&message.id).text;
        let both = is_both.find_iter(&text).count();
        assert_eq!(text.matches("UTC").count(), both, "{}: {text}", message.id);
        times += both;
    }
    assert!(times > 5, "{times}");
}

/// The four metrics stand in the report to FedRAMP as `sitroom metrics` has them; what is not
/// known is asked for.
#[test]
fn final_report_has_the_metrics_that_the_record_knows() {
    let mut bench = Bench::confirmed();
    let asked = |bench: &Bench| -> Vec<String> {
        let blanks = bench.draft("final-report").blanks.into_iter();
        let of_metrics =
            |blank: &String| blank.starts_with("time_to_") || FOUR.contains(&blank.as_str());
        blanks.filter(of_metrics).collect()
    };
    assert_eq!(asked(&bench), FOUR);
    let early = bench.now - TimeDelta::hours(3);
    let moment = |moment, at| Command::SetMoment {
        moment,
        when: When::exact(at),
        automatic: false,
    };
    let field = |field, to: &str| Command::SetField {
        field,
        to: to.into(),
    };
    bench.says(moment(Moment::Started, early));
    bench.says(field(Field::DiscoveryMethod, "external/customer"));
    assert_eq!(asked(&bench), FOUR[2..]);
    let late = bench.now;
    bench.says(moment(Moment::Contained, late));
    bench.says(field(Field::ThreatActions, "social/Phishing, a fox"));
    assert_eq!(asked(&bench), [""; 0]);
    let text = bench.draft("final-report").text;
    let chronicle = Chronicle::of(&bench.entries, Some(&bench.playbook), bench.now);
    let metrics = metrics(
        &bench.incident,
        &chronicle,
        Some(&bench.playbook),
        bench.now,
    );
    for (title, metric) in [
        ("Discovery method", Metric::DiscoveryMethod),
        ("Time to discovery", Metric::TimeToDiscovery),
        ("Time to containment", Metric::TimeToContainment),
        ("Threat actions", Metric::ThreatActions),
    ] {
        let line = format!("\n{title}: {}", metrics.value_words(metric));
        assert!(text.contains(&line), "{line}: {text}");
    }
}

/// The keys of messages are for the record; who reads it sees the titles of the playbook.
#[test]
fn a_message_has_its_title_for_whoever_reads_of_it_and_its_key_in_the_record() {
    let mut bench = Bench::confirmed();
    bench.tells("gsa-notice");
    bench.sends("initial-sitrep");
    let zone = bench.incident.zone;
    let entries = bench.entries.iter();
    let of_notice = entries.filter(|entry| describe(&entry.event, zone).contains("gsa-notice"));
    let mut kinds = Vec::new();
    for entry in of_notice {
        let (key, read) = (
            describe(&entry.event, zone),
            describe_titled(&entry.event, zone, &bench.playbook),
        );
        assert_eq!(
            key.strip_prefix("gsa-notice"),
            read.strip_prefix("One-hour notice to GSA")
        );
        kinds.push(entry.event.kind());
    }
    assert_eq!(kinds, ["message-sent"]);
    let mut moved = bench.entries.iter();
    let moved = moved.find(|entry| entry.event.kind() == "routes-moved");
    let said = describe(&moved.expect("it was told").event, zone);
    assert!(said.starts_with("One-hour notice to GSA sent"), "{said}");
    let last = &bench.entries.last().unwrap().event;
    let sitrep = describe_titled(last, zone, &bench.playbook);
    assert!(sitrep.starts_with("sitrep #1 for "), "{sitrep}");
    assert_eq!(sitrep, describe(last, zone));
    let labels = bench.incident.undo.iter().map(|step| &step.label);
    let of_notice = labels.filter(|label| label.starts_with("gsa-notice"));
    assert!(of_notice.count() > 0, "an undo says the same anywhere");
    let report = bench.report();
    let timeline = &report.part("timeline").unwrap().text;
    assert!(
        timeline.contains(": One-hour notice to GSA sent by hand to "),
        "{timeline}"
    );
    assert!(!timeline.contains("gsa-notice"), "{timeline}");
}

/// A figure that cannot be is for the IC to put right, and nobody else is told it.
#[test]
fn final_report_asks_for_a_metric_whose_times_contradict_each_other() {
    let mut bench = Bench::confirmed();
    let late = bench.now;
    let command = Command::SetMoment {
        moment: Moment::Started,
        when: When::exact(late),
        automatic: false,
    };
    bench.said_at(command, late);
    let draft = bench.draft("final-report");
    let asked = draft.blanks.iter().any(|it| it == "time_to_discovery");
    assert!(asked, "{}", draft.text);
}

#[rstest]
#[case::both("Subject: a\n\nb\nc", "a", "b\nc")]
#[case::no_subject("b\n\nc", "", "b\n\nc")]
#[case::only_subject("Subject: a", "a", "")]
#[case::no_space("Subject:a\nb", "a", "b")]
fn a_text_is_subject_and_body(#[case] text: &str, #[case] subject: &str, #[case] body: &str) {
    assert_eq!(
        subject_and_body(text),
        (subject.to_owned(), body.to_owned())
    );
}

#[test]
fn without_an_issue_no_mail_speaks_of_its_page() {
    let mut bench = Bench::on("cloud-gov-2023");
    let text = bench.draft("initial-sitrep").text;
    assert!(!text.contains("(no issue)"), "{text}");
    assert!(
        text.contains("\n\nStatus") || text.contains("\n\nSeverity"),
        "{text}"
    );
    bench.says(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    let before = bench.draft("gsa-notice").text;
    assert!(before.contains("investigating a possible security incident"));
    bench.says(Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    });
    let after = bench.draft("gsa-notice").text;
    assert!(
        after.contains("investigating a security incident."),
        "{after}"
    );
}

#[test]
fn awareness_that_nobody_knows_is_not_made_up() {
    let mut bench = Bench::on("cloud-gov-2023");
    bench.says(Command::SetMoment {
        moment: Moment::Discovered,
        when: When::Unknown,
        automatic: false,
    });
    let notice = bench.draft("gsa-notice").text;
    assert!(
        notice.contains(
            "First known to us: an unknown time, declared 2026-11-23 10:01 EST (15:01 UTC)"
        ),
        "{notice}"
    );
}

#[test]
fn what_is_unknown_stands_in_one_pair_of_brackets() {
    let blanks = ["contact".to_owned(), "known".to_owned()];
    let text = fill_in("Farmer Jane ({contact}). Known: {known}", &blanks);
    assert_eq!(text, "Farmer Jane (not known yet). Known: (not known yet)");
}
