//! The brief of a handoff (domain section 10) has everything that whoever takes over must know.

use chrono::TimeDelta;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Decided, Field, ShiftStarted};
use sitroom::domain::handoff::{brief, filled};
use sitroom::domain::incident::{Conflict, FixClass, FixState, LeadState, Moment, Severity};
use sitroom::domain::people::AskAsked;
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::suggestion::{SuggestedAction, Suggestion, SuggestionId};
use sitroom::domain::time::{Span, When};

use crate::bench::Bench;

/// An incident with something for each part of a brief.
fn everything() -> Bench {
    let mut bench = Bench::confirmed();
    bench.confirm(Severity::High);
    for text in [
        "who left the gate open?",
        "was it the neighbour's dog?",
        "where is the fox?",
    ] {
        bench.says(Command::AddLead {
            text: text.into(),
            owner: "Farmer Dave".into(),
        });
    }
    let leads: Vec<_> = bench.incident.leads.iter().map(|lead| lead.id).collect();
    for (id, to, finding) in [
        (leads[0], LeadState::Investigating, ""),
        (leads[1], LeadState::RuledOut, "it slept in the house"),
    ] {
        bench.says(Command::MoveLead {
            id,
            from: LeadState::Open,
            to,
            finding: finding.into(),
        });
    }
    for text in ["mend the fence", "change the lock"] {
        bench.says(Command::AddFix {
            text: text.into(),
            class: FixClass::Immediate,
            owner: "Spot the Dog".into(),
        });
    }
    let id = bench.incident.fixes[0].id;
    let (from, to) = (bench.incident.fixes[0].state, FixState::Done);
    bench.says(Command::MoveFix { id, from, to });
    let mut closed = Decided::said("disruption", "close the road").going_ahead(true);
    closed.basis.agreed_by = "the parish".into();
    bench.says(Command::Decide(Box::new(closed)));
    let active = Decided::said("contingency", "the hens stay in the barn").going_ahead(true);
    let request =
        sitroom::domain::command::Request::local(Command::Decide(Box::new(active)), "Farmer Jane");
    bench.put(&request.overriding("a test")).unwrap();
    let (mode, reason) = (WorkingMode::AroundTheClock, String::new());
    bench.says(Command::SetWorkingMode { mode, reason });
    bench.tells("initial-sitrep");
    // It waits for whoever carries it.
    bench.sends("update-sitrep");
    bench.says(Command::HandleAsk(AskAsked::Put {
        to: "Spot the Dog".into(),
        question: "is the pond fenced?".into(),
        within: Span::minutes(20),
    }));
    bench.says(Command::StartShift(ShiftStarted::of("Spot the Dog")));
    bench.says(Command::SetField {
        field: Field::Folder,
        to: "https://drive.example/coop".into(),
    });
    bench.now += TimeDelta::minutes(5);
    bench
}

/// What the issue brought that nobody answered: one of each kind of conflict, a suggestion.
fn unanswered(bench: &mut Bench) {
    let conflict = |ours_by: &str| Conflict {
        ours: "under the ladder".into(),
        ours_by: ours_by.into(),
        ours_at: None,
        theirs: "on the road".into(),
        theirs_by: "octocat".into(),
        at: bench.now,
    };
    let conflicts = [
        ("severity", "Farmer Jane"),
        ("L1 deleted", ""),
        ("R2 taken back", "Farmer Dave"),
    ];
    bench.incident.conflicts = conflicts
        .map(|(subject, by)| (subject.to_owned(), conflict(by)))
        .into();
    let id: SuggestionId = "77:2".parse().unwrap();
    let suggestion = Suggestion {
        action: SuggestedAction::Done("R1".parse().unwrap()),
        by: "spot-the-dog".into(),
        at: bench.now,
    };
    bench.incident.suggestions = [(id, suggestion)].into();
}

#[test]
fn the_brief_says_what_waits_for_an_answer_and_where_to_answer_it() {
    let mut bench = everything();
    let text = brief(&bench.incident, &bench.playbook, None, bench.now);
    assert_eq!(section(&text, "Waiting for an answer"), ["- none"]);
    unanswered(&mut bench);
    let text = brief(&bench.incident, &bench.playbook, None, bench.now);
    assert_eq!(
        section(&text, "Waiting for an answer"),
        [
            "- conflict: L1, removed by octocat on the issue",
            "- conflict: R2, taken back by Farmer Dave here and changed by octocat on the issue",
            "- conflict: severity, changed by Farmer Jane here and by octocat on the issue",
            "- rule on conflicts with C on the screen",
            "- suggestion 77:2 by spot-the-dog: R1 is done",
            "- answer suggestions with w on the screen, or sitroom accept and decline",
        ]
    );
    assert!(
        !text.contains("under the ladder"),
        "what was held back: {text}"
    );
}

#[test]
fn of_many_suggestions_the_brief_names_the_first_and_counts_the_rest() {
    let mut bench = everything();
    unanswered(&mut bench);
    let (_, one) = bench.incident.suggestions.pop_first().unwrap();
    let all = (1..=8).map(|line| (SuggestionId { comment: 77, line }, one.clone()));
    bench.incident.suggestions = all.collect();
    let text = brief(&bench.incident, &bench.playbook, None, bench.now);
    let lines = section(&text, "Waiting for an answer");
    let named = |line: &&&str| line.contains("suggestion 77:");
    assert_eq!(lines.iter().filter(named).count(), 6, "{text}");
    let last = lines.last().unwrap();
    assert!(last.starts_with("- and 2 more: answer"), "{last}");
}

fn section<'a>(text: &'a str, title: &str) -> Vec<&'a str> {
    let (_, after) = text
        .split_once(&format!("## {title}\n"))
        .unwrap_or_else(|| panic!("{title}: {text}"));
    after.lines().take_while(|line| !line.is_empty()).collect()
}

#[test]
fn the_brief_names_a_message_that_somebody_waits_for_by_its_title() {
    let mut bench = Bench::confirmed();
    bench.sends("gsa-notice");
    let text = brief(&bench.incident, &bench.playbook, None, bench.now);
    let promises = section(&text, "Promises outstanding");
    let is_titled = |line: &&str| line.starts_with("- One-hour notice to GSA to ");
    assert!(!promises.is_empty());
    assert!(promises.iter().all(is_titled), "{promises:?}");
}

#[test]
fn the_brief_names_the_issue_among_those_who_had_the_last_sitrep_once_there_is_one() {
    let mut bench = Bench::confirmed();
    bench.sends("initial-sitrep");
    bench.tells("handoff-sitrep");
    let to = |bench: &Bench| {
        let text = brief(&bench.incident, &bench.playbook, None, bench.now);
        section(&text, "Last sitrep")[1].to_owned()
    };
    let with = to(&bench);
    assert!(with.contains("gsa-ir@gsa.gov"), "{with}");
    assert!(with.contains(", The issue"), "{with}");
    bench.incident.issue = None;
    assert_eq!(to(&bench), with.replace(", The issue", ""));
}

#[test]
fn each_part_of_the_brief_says_what_the_record_knows() {
    let bench = everything();
    let text = brief(
        &bench.incident,
        &bench.playbook,
        Some("Hens at large."),
        bench.now,
    );
    let text = filled(&text, Some("a fox came"), Some("it comes back"));
    let parts: [(&str, &[&str]); 12] = [
        (
            "Now",
            &[
                "Status confirmed, severity high",
                "since awareness",
                "Farmer Jane commands for",
                "Working 24/7",
            ],
        ),
        ("Theory", &["a fox came"]),
        (
            "Leads",
            &[
                "L1 investigating: who left the gate open? (Farmer Dave)",
                "L3 open: where is the fox? (Farmer Dave)",
                "L2 RULED OUT: was it the neighbour's dog?: it slept in the house",
            ],
        ),
        (
            "Immediate remediation",
            &[
                "R1 done, NOT VERIFIED: mend the fence (Spot the Dog)",
                "R2 assigned: change the lock (Spot the Dog)",
            ],
        ),
        (
            "Decisions",
            &[
                "disruption: close the road",
                "agreed: the parish",
                "contingency: the hens stay",
            ],
        ),
        (
            "Promises outstanding",
            &[
                "Q1 Spot the Dog: is the pond fenced?: come back to Spot the Dog at ",
                "not acknowledged",
                "not sent yet",
            ],
        ),
        ("Next clocks", &["Ask Q1: Spot the Dog", "GSA notice"]),
        ("Last sitrep", &["Sitrep #1", "to ", "Hens at large."]),
        (
            "On shift",
            &["Farmer Jane: since ", "Spot the Dog: since ", "due off "],
        ),
        (
            "Links",
            &[
                "issue: https://github.com/18F/security-incidents/issues/12345",
                "sensitive folder: https://drive.example/coop",
            ],
        ),
        ("Contingency", &["ACTIVE since "]),
        ("Worries", &["it comes back"]),
    ];
    for (title, wanted) in parts {
        let lines = section(&text, title);
        for words in wanted {
            let having = |line: &&str| line.to_lowercase().contains(&words.to_lowercase());
            assert!(lines.iter().any(having), "{title} lacks `{words}`: {text}");
        }
    }
    assert!(!text.contains('{'), "{text}");
}

#[test]
fn the_brief_says_since_when_it_is_contained() {
    let mut bench = everything();
    let head = |bench: &Bench| {
        let text = brief(&bench.incident, &bench.playbook, None, bench.now);
        section(&text, "Now").join("\n")
    };
    assert!(!head(&bench).contains("ontained"), "{}", head(&bench));
    let at = bench.now;
    bench.says(Command::SetMoment {
        moment: Moment::Contained,
        when: When::exact(at),
        automatic: false,
    });
    let line = format!("- Contained {}", bench.incident.zone.stamp_and_utc(at));
    assert!(head(&bench).contains(&line), "{}", head(&bench));
}
