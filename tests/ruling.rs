//! Ruling on conflicts and answering suggestions: what each does to the record.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::against_theirs;
use sitroom::domain::event::{Event, Field, Visibility};
use sitroom::domain::ids::{FixId, ItemId, LeadId};
use sitroom::domain::incident::{FixClass, FixState, LeadState, Mark, Severity, Status};
use sitroom::domain::ruling::{account, line, signed, why};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::time::{Instant, When};

const GONE: &str = "(deleted)";

fn start() -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// A record with a lead that is looked at and two remediation items, one of them verified.
fn farm() -> Record {
    let mut record = Record::open(start(), When::exact(start()));
    let mut run = |command| record.run(command, start());
    run(Command::AddLead {
        text: "which gate?".into(),
        owner: "Farmer Dave".into(),
    });
    run(Command::MoveLead {
        id: LeadId(1),
        from: LeadState::Open,
        to: LeadState::Investigating,
        finding: String::new(),
    });
    for text in ["mend the fence", "count the hens"] {
        run(Command::AddFix {
            text: text.into(),
            class: FixClass::Immediate,
            owner: String::new(),
        });
    }
    run(Command::MoveFix {
        id: FixId(2),
        from: FixState::Open,
        to: FixState::Done,
    });
    run(Command::VerifyFix {
        id: FixId(2),
        by: "Spot the Dog".into(),
    });
    run(Command::AddItem {
        list: "assess".into(),
        text: "ask the neighbour".into(),
    });
    record
}

fn clash(record: &mut Record, subject: &str, ours: &str, theirs: &str) {
    let raised = Command::RaiseConflict {
        subject: subject.into(),
        ours: ours.into(),
        theirs: theirs.into(),
        ours_by: "Farmer Jane".into(),
        ours_at: Some(start()),
    };
    let request = Request::from_issue(raised, "farmer-dave", None);
    let at = start() + TimeDelta::minutes(5);
    record.ask(&request, at).expect("it is raised");
}

fn rule(record: &mut Record, subject: &str, value: &str) -> Result<Vec<Event>, String> {
    let settle = Command::SettleConflict {
        subject: subject.into(),
        value: value.into(),
    };
    let request = Request::local(settle, "Farmer Jane");
    let done = record.ask(&request, start() + TimeDelta::minutes(6));
    done.map_err(|refusal| refusal.to_string())
}

fn field(record: &Record, subject: &str) -> String {
    let incident = &record.incident;
    let lead = || incident.lead(LeadId(1)).expect("the lead");
    let fix = || incident.fix(FixId(1)).expect("the item");
    match subject {
        "title" => incident.title.clone(),
        "details" => incident.details.clone(),
        "responders" => incident.responders.join(", "),
        "ic" => incident.ic.clone(),
        "severity" => incident.severity.to_string(),
        "L1 text" => lead().text.clone(),
        "L1 owner" => lead().owner.clone(),
        "L1 state" => format!("{}: {}", lead().state, lead().finding),
        "R1 text" => fix().text.clone(),
        "R1 class" => fix().class.to_string(),
        "R1 state" => match &fix().verified {
            Some(verified) => format!("{} by {}", fix().state, verified.by),
            None => fix().state.to_string(),
        },
        "C1 text" => incident.custom_items[0].text.clone(),
        "M2 mark" => format!("{:?}", incident.checklist[&ItemId::new("M2")].mark),
        other => panic!("no field {other}"),
    }
}

#[rstest]
#[case::theirs("severity", "low", "medium", "medium", "medium")]
#[case::a_third_severity("severity", "low", "medium", "high", "high")]
#[case::a_third_title("title", "hens", "foxes", "hens and foxes", "hens and foxes")]
#[case::a_third_text_of_lines("details", "one", "two", "one\n\ntwo", "one\n\ntwo")]
#[case::a_third_list("responders", "Spot", "Dave", "Spot, Dave", "Spot, Dave")]
#[case::a_third_commander("ic", "Farmer Jane", "Spot", "Dave", "Dave")]
#[case::a_third_question(
    "L1 text",
    "which gate?",
    "what gate?",
    "which of the gates?",
    "which of the gates?"
)]
#[case::a_third_owner("L1 owner", "Farmer Dave", "Spot", "Farmer Jane", "Farmer Jane")]
#[case::no_owner("L1 owner", "Farmer Dave", "Spot", "", "")]
#[case::their_finding(
    "L1 state",
    "investigating",
    "answered: the east gate",
    "answered: the east gate",
    "answered: the east gate"
)]
#[case::a_third_finding(
    "L1 state",
    "investigating",
    "answered: east",
    "ruled out: no gate",
    "ruled out: no gate"
)]
#[case::a_third_state("R1 state", "open", "done", "in progress", "in progress")]
#[case::their_class("R1 class", "immediate", "long-term", "long-term", "long-term")]
#[case::a_third_item(
    "R1 text",
    "mend the fence",
    "mend it",
    "mend all of it",
    "mend all of it"
)]
#[case::a_third_line("C1 text", "ask him", "ask her", "ask them", "ask them")]
#[case::not_applicable("M2 mark", "open", "does not apply", "does not apply", "NotApplicable")]
fn a_ruling_sets_the_value_that_was_ruled_for(
    #[case] subject: &str,
    #[case] ours: &str,
    #[case] theirs: &str,
    #[case] value: &str,
    #[case] expected: &str,
) {
    let mut record = farm();
    clash(&mut record, subject, ours, theirs);
    let events = rule(&mut record, subject, value).expect("it is ruled");
    assert_eq!(field(&record, subject), expected);
    assert_eq!(record.incident.conflicts.len(), 0);
    let settled = Event::ConflictSettled {
        subject: subject.into(),
        value: value.into(),
    };
    assert_eq!(events.last(), Some(&settled));
    assert_eq!(events.len(), 2, "the value and the ruling: {events:?}");
}

#[test]
fn keeping_ours_changes_nothing_but_the_conflict() {
    let mut record = farm();
    clash(&mut record, "L1 state", "investigating", "answered: east");
    let before = record.incident.leads.clone();
    let events = rule(&mut record, "L1 state", "investigating").expect("it is ruled");
    assert_eq!(events.len(), 1);
    assert_eq!(record.incident.leads, before);
}

#[rstest]
#[case::severity("severity", "hgih", "choose one of high, medium, low, unknown")]
#[case::status("status", "on fire", "choose one of investigating")]
#[case::lead("L1 state", "asleep", "choose one of open, investigating")]
#[case::fix("R1 state", "asleep", "choose one of open, assigned")]
#[case::class("R1 class", "soon", "choose one of immediate, long-term")]
#[case::mark("M2 mark", "maybe", "choose one of done, open")]
#[case::gone("L9 text", "anything", "there is no lead L9")]
#[case::no_finding("L1 state", "answered", "ends with a finding")]
#[case::no_conflict("title", "anything", "is settled already")]
fn a_value_that_the_record_cannot_have_is_refused_and_the_conflict_waits(
    #[case] subject: &str,
    #[case] value: &str,
    #[case] said: &str,
) {
    let mut record = farm();
    if subject != "title" {
        clash(&mut record, subject, "here", "there");
    }
    let before = record.incident.clone();
    let refused = rule(&mut record, subject, value).expect_err("it is refused");
    assert!(refused.contains(said), "{refused}");
    assert_eq!(record.incident, before);
}

#[test]
fn a_guard_stands_against_a_ruling_as_against_any_command() {
    let mut record = farm();
    record.run(
        Command::SetSeverity {
            to: Severity::High,
            reason: String::new(),
        },
        start(),
    );
    clash(&mut record, "status", "investigating", "resolved");
    let settle = Command::SettleConflict {
        subject: "status".into(),
        value: "resolved".into(),
    };
    let request = Request::local(settle, "Farmer Jane");
    let refusal = record.ask(&request, start()).expect_err("a guard");
    assert_eq!(refusal.guard, Some("resolve-unconfirmed"));
    let events = record
        .ask(&request.overriding("the hens say so"), start())
        .expect("a reason is enough");
    let kinds = [
        matches!(events[0], Event::StatusChanged { .. }),
        matches!(events[1], Event::Overridden { .. }),
        matches!(events[2], Event::ConflictSettled { .. }),
    ];
    assert_eq!(kinds, [true; 3], "{events:?}");
}

#[test]
fn who_checked_is_who_the_issue_says() {
    let mut record = farm();
    let (from, to) = (FixState::Open, FixState::Done);
    let id = FixId(1);
    record.run(Command::MoveFix { id, from, to }, start());
    clash(&mut record, "R1 state", "done", "verified by Spot");
    rule(&mut record, "R1 state", "verified by Spot").expect("it is ruled");
    assert_eq!(field(&record, "R1 state"), "verified by Spot");
}

#[test]
fn what_the_issue_settles_by_itself_changes_nothing_else() {
    let mut record = farm();
    clash(&mut record, "L1 state", "investigating", "answered: east");
    let before = record.incident.leads.clone();
    let agreed = Command::SettleConflict {
        subject: "L1 state".into(),
        value: "ruled out".into(),
    };
    let request = Request::from_issue(agreed, "farmer-dave", None);
    assert_eq!(record.ask(&request, start()).expect("settled").len(), 1);
    assert_eq!(record.incident.leads, before);
}

#[test]
fn a_removed_lead_is_taken_back_here_too_or_stays_in_other_words() {
    let mut record = farm();
    clash(&mut record, "L1 deleted", "which gate?", GONE);
    rule(&mut record, "L1 deleted", "the east gate?").expect("it is ruled");
    assert_eq!(field(&record, "L1 text"), "the east gate?");
    clash(&mut record, "L1 deleted", "the east gate?", GONE);
    let events = rule(&mut record, "L1 deleted", GONE).expect("it is ruled");
    assert_eq!(record.incident.lead(LeadId(1)), None);
    let Event::Undone { label, .. } = &events[0] else {
        panic!("an entry says so: {events:?}");
    };
    assert_eq!(label, "L1 the east gate? (removed on the issue)");
}

#[test]
fn a_removed_line_of_the_playbook_is_set_aside() {
    let mut record = farm();
    clash(&mut record, "M2 deleted", "Keep evidence", GONE);
    rule(&mut record, "M2 deleted", GONE).expect("it is ruled");
    let tick = &record.incident.checklist[&ItemId::new("M2")];
    assert_eq!(tick.mark, Mark::NotApplicable);
}

#[test]
fn a_line_that_was_taken_back_waits_no_more_once_it_is_ruled_on() {
    let mut record = farm();
    let undo = Command::Undo {
        entry: Some(record.entries[1].id),
    };
    record.run(undo, start());
    for (subject, value) in [("L1 taken back", "which gate?"), ("R1 taken back", GONE)] {
        clash(&mut record, subject, GONE, "which gate?");
        rule(&mut record, subject, value).expect("it is ruled");
    }
    assert_eq!(record.incident.conflicts.len(), 0);
}

#[rstest]
#[case::value(
    "severity",
    "high",
    "low",
    "Rule on severity: here high, on the issue low",
    "both sides changed it apart; everything else goes on",
    "the record gets it"
)]
#[case::removed_lead(
    "L1 deleted",
    "which gate?",
    GONE,
    "Rule on L1: removed on the issue, here which gate?",
    "farmer-dave removed line L1 on the issue; here it says:",
    "take it back here too"
)]
#[case::removed_fix(
    "R1 deleted",
    "mend the fence",
    GONE,
    "Rule on R1: removed on the issue, here mend the fence",
    "farmer-dave removed line R1 on the issue; here it says:",
    "take it back here too"
)]
#[case::taken_back(
    "L1 taken back",
    GONE,
    "which gate?",
    "Rule on L1: taken back here, on the issue which gate?",
    "L1 was taken back here by Farmer Jane, and farmer-dave changed it on the issue; there it says:",
    "bring it back as it stands there"
)]
#[case::a_line_taken_back(
    "C1 taken back",
    GONE,
    "ask him",
    "Rule on C1: taken back here, on the issue ask him",
    "C1 was taken back here by Farmer Jane, and farmer-dave changed it on the issue; there it says:",
    "bring it back as it stands there"
)]
fn a_conflict_is_told_in_words_for_people(
    #[case] subject: &str,
    #[case] ours: &str,
    #[case] theirs: &str,
    #[case] in_one_line: &str,
    #[case] told: &str,
    #[case] take: &str,
) {
    let mut record = farm();
    clash(&mut record, subject, ours, theirs);
    let conflict = &record.incident.conflicts[subject];
    assert_eq!(
        line(subject, conflict, record.incident.zone, 100),
        in_one_line
    );
    let account = account(subject, conflict, &record.incident);
    assert_eq!(account.told, told);
    assert_eq!(account.take, take);
    // Nothing was taken back in this record; what a ruling on that does has a test of its own.
    if !subject.ends_with("taken back") {
        rule(&mut record, subject, theirs).expect("what is offered can be done");
    }
}

#[rstest]
#[case::cannot_be("status", "confirmed", "resolved", Some("R1"))]
#[case::no_guard("severity", "high", "low", None)]
#[case::not_a_value("L1 deleted", "which gate?", GONE, None)]
fn what_stands_against_the_value_of_the_issue_is_told_before_it_is_taken(
    #[case] subject: &str,
    #[case] ours: &str,
    #[case] theirs: &str,
    #[case] expected: Option<&str>,
) {
    let mut record = farm();
    let confirm = Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    };
    let request = Request::local(confirm, "Farmer Jane").overriding("a test");
    record.ask(&request, start()).expect("it is confirmed");
    clash(&mut record, subject, ours, theirs);
    let (incident, playbook) = (&record.incident, &record.playbook);
    let told = against_theirs(incident, playbook, (subject, theirs), start());
    let says = |wanted: &str| told.as_ref().is_some_and(|told| told.contains(wanted));
    match expected {
        Some(wanted) => assert!(says(wanted) && says("not verified"), "{told:?}"),
        None => assert_eq!(told, None),
    }
    // It is what taking it is refused with.
    assert_eq!(rule(&mut record, subject, theirs).is_err(), told.is_some());
}

#[test]
fn who_and_when_are_told_in_the_zone_of_the_incident() {
    let mut record = farm();
    clash(&mut record, "severity", "high", "low");
    let now = start() + TimeDelta::minutes(65);
    let conflict = &record.incident.conflicts["severity"];
    assert_eq!(
        why(conflict, &record.incident, now),
        "here Farmer Jane 20:00, on the issue farmer-dave 20:05; both are kept until you choose"
    );
    let signed = |at| signed("Farmer Jane", at, &record.incident, now);
    assert_eq!(signed(conflict.ours_at), "Farmer Jane, 20:00, 1h05m ago");
    assert_eq!(signed(Some(now)), "Farmer Jane, 21:05, just now");
    assert_eq!(signed(None), "Farmer Jane");
}

#[rstest]
#[case::lead(SuggestedAction::Lead("a fox?".into()), 1)]
#[case::done(SuggestedAction::Done(FixId(1)), 1)]
#[case::checked_already(SuggestedAction::Done(FixId(2)), 0)]
#[case::tick(SuggestedAction::Tick(ItemId::new("M2")), 1)]
#[case::note(SuggestedAction::Note("feathers".into()), 1)]
fn an_accepted_suggestion_is_done_by_who_accepts_it(
    #[case] action: SuggestedAction,
    #[case] does: usize,
) {
    let mut record = farm();
    let id = SuggestionId {
        comment: 7,
        line: 1,
    };
    let suggest = Command::Suggest { id, action };
    let request = Request::from_issue(suggest, "farmer-dave", None);
    record.ask(&request, start()).expect("it waits");
    let verified = record.incident.fix(FixId(2)).cloned();
    let accept = Command::AnswerSuggestion { id, accept: true };
    let events = record.run(accept, start());
    assert_eq!(events.len(), does + 1, "{events:?}");
    assert_eq!(record.incident.suggestions.len(), 0);
    assert_eq!(record.incident.fix(FixId(2)).cloned(), verified);
    if let Some(Event::Noted { text, visibility }) = events.first() {
        assert_eq!(text, "feathers (suggested by farmer-dave)");
        assert_eq!(*visibility, Visibility::Shared);
    }
}

#[test]
fn a_suggestion_about_what_is_not_there_is_refused_and_waits() {
    let mut record = farm();
    let id = SuggestionId {
        comment: 7,
        line: 2,
    };
    let suggest = Command::Suggest {
        id,
        action: SuggestedAction::Done(FixId(9)),
    };
    record.run(suggest, start());
    let accept = Command::AnswerSuggestion { id, accept: true };
    let refused = record.ask(&Request::local(accept, "Farmer Jane"), start());
    let said = refused.expect_err("there is no R9").to_string();
    assert!(said.contains("there is no remediation item R9"), "{said}");
    assert_eq!(record.incident.suggestions.len(), 1);
    let decline = Command::AnswerSuggestion { id, accept: false };
    record.run(decline, start());
    assert_eq!(record.incident.suggestions.len(), 0);
}

#[test]
fn a_field_is_set_once_and_not_by_a_ruling_that_is_gone() {
    let mut record = farm();
    clash(&mut record, "title", "hens", "foxes");
    rule(&mut record, "title", "both").expect("it is ruled");
    rule(&mut record, "title", "neither").expect_err("nothing waits any more");
    let (field, to) = (Field::Title, "both".to_owned());
    assert_eq!(
        record.run(Command::SetField { field, to }, start()),
        Vec::new()
    );
}
