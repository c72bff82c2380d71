//! Two machines with the same incident on one issue: whose line is whose, and what the hidden
//! part carries between them.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use chrono::TimeDelta;
use issue_support::pair::Pair;
use issue_support::{Record, bare, start};
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Field, ShiftStarted};
use sitroom::domain::ids::{FixId, ItemId, LeadId};
use sitroom::domain::incident::{FixClass, FixState, LeadState, Mark, Moment, Severity, Status};
use sitroom::domain::kept::lines_of;
use sitroom::domain::playbook::{Seed, WorkingMode};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::time::When;

fn leads(record: &Record) -> Vec<String> {
    let leads = record.incident.leads.iter();
    leads
        .map(|lead| format!("{} {}", lead.id, lead.text))
        .collect()
}

fn line(list: &str, text: &str) -> Command {
    Command::AddItem {
        list: list.into(),
        text: text.into(),
    }
}

fn mark(id: &str, mark: Mark) -> Command {
    Command::MarkItem {
        item: ItemId::new(id),
        mark: Some(mark),
        reason: "so".into(),
    }
}

#[test]
fn a_line_of_the_other_machine_keeps_its_number_its_entry_and_its_times() {
    let mut pair = Pair::new();
    pair.a.record.lead("where is Spot?", "Farmer Dave");
    pair.a.record.move_lead(4, LeadState::Answered, "asleep");
    pair.a.record.fix("wake Spot", FixClass::LongTerm, "");
    pair.a.record.local(line("assess", "call Spot"));
    pair.b.record.now += TimeDelta::hours(1);
    pair.settle();
    pair.assert_same();
    let (a, b) = (&pair.a.record.incident, &pair.b.record.incident);
    assert_eq!(a.leads, b.leads);
    assert_eq!(a.fixes, b.fixes);
    assert_eq!(a.custom_items, b.custom_items);
    assert_eq!(a.counters, b.counters);
    assert!(b.conflicts.is_empty(), "{:?}", b.conflicts);
}

#[test]
fn of_two_lines_with_one_number_that_on_the_issue_keeps_it() {
    let mut pair = Pair::new();
    pair.a.record.lead("where is Spot?", "");
    pair.a.record.local(line("assess", "call Spot"));
    pair.b.record.lead("where is the fox?", "");
    pair.b.record.lead("who has the key?", "");
    pair.b.record.local(line("assess", "call the fox"));
    pair.b.record.local(mark("C1", Mark::Done));
    pair.settle();
    pair.assert_same();
    let all = leads(&pair.a.record);
    assert_eq!(
        all[3..],
        [
            "L4 where is Spot?",
            "L5 who has the key?",
            "L6 where is the fox?"
        ]
    );
    let body = bare(&pair.remote.body);
    assert!(body.contains("- [ ] C1 call Spot <!--"), "{body}");
    assert!(body.contains("- [x] C2 call the fox <!--"), "{body}");
}

#[test]
fn what_both_took_over_from_one_person_is_one_line() {
    let mut pair = Pair::new();
    pair.b.record.lead("where is the fox?", "");
    let theirs = "### Leads\n\n- [ ] where is Spot?\n- [x] who has the key?\n";
    pair.remote.body = pair.remote.body.replacen("### Leads\n\n", theirs, 1);
    // Both read the same text, and neither saw what the other makes of it.
    let mut seen = pair.remote.clone();
    pair.b.record.sync(&mut pair.b.base.clone(), &mut seen);
    pair.sync_a();
    pair.settle();
    pair.assert_same();
    let mut all = leads(&pair.b.record);
    all.sort();
    assert_eq!(
        all[3..],
        [
            "L4 where is Spot?",
            "L5 who has the key?",
            "L7 where is the fox?"
        ]
    );
}

#[test]
fn a_number_that_another_line_had_is_not_given_again() {
    let mut pair = Pair::new();
    pair.a.record.lead("where is Spot?", "");
    pair.sync_a();
    pair.a.record.local(Command::Undo { entry: None });
    pair.sync_a();
    pair.b.record.lead("where is the fox?", "");
    pair.settle();
    pair.assert_same();
    assert_eq!(leads(&pair.a.record)[3..], ["L5 where is the fox?"]);
}

#[test]
fn a_line_keeps_its_number_after_a_ruling_to_keep_it() {
    let mut pair = Pair::new();
    pair.a.record.lead("where is Spot?", "");
    pair.settle();
    let lines = pair.remote.body.lines();
    let kept: Vec<&str> = lines.filter(|line| !line.contains(" L4 ")).collect();
    pair.remote.body = kept.join("\n");
    pair.settle();
    for record in [&mut pair.a.record, &mut pair.b.record] {
        record.local(Command::SettleConflict {
            subject: "L4 deleted".into(),
            value: "where is Spot?".into(),
        });
    }
    pair.settle();
    pair.assert_same();
    assert_eq!(leads(&pair.a.record)[3..], ["L4 where is Spot?"]);
}

#[rstest]
#[case::moment(|r: &mut Record| r.local(Command::SetMoment { moment: Moment::Contained, when: When::exact(start()), automatic: false }))]
#[case::unknown_moment(|r: &mut Record| r.local(Command::SetMoment { moment: Moment::Started, when: When::Unknown, automatic: false }))]
#[case::exposure(|r: &mut Record| r.local(Command::SetExposure { exposed: true }))]
#[case::no_exposure(|r: &mut Record| r.local(Command::SetExposure { exposed: false }))]
#[case::situation(|r: &mut Record| r.local(Command::SetSituation { situation: "fox".into(), applies: true }))]
#[case::mode(|r: &mut Record| r.local(Command::SetWorkingMode { mode: WorkingMode::BusinessHours, reason: String::new() }))]
#[case::discovery(|r: &mut Record| r.local(Command::SetField { field: Field::DiscoveryMethod, to: "Spot barked".into() }))]
#[case::actions(|r: &mut Record| r.local(Command::SetField { field: Field::ThreatActions, to: "digging, biting".into() }))]
#[case::shift(|r: &mut Record| r.local(Command::StartShift(ShiftStarted::of("Spot the Dog"))))]
#[case::end_of_shift(|r: &mut Record| r.overriding(Command::EndShift { person: "Farmer Jane".into() }))]
#[case::short_shift(|r: &mut Record| {
    r.local(Command::StartShift(ShiftStarted::of("Spot the Dog")));
    r.local(Command::EndShift { person: "Spot the Dog".into() });
    r.local(Command::StartShift(ShiftStarted::of("Spot the Dog")));
})]
#[case::command(|r: &mut Record| r.local(Command::SetIc { to: "Farmer Dave".into() }))]
#[case::confirmed(|r: &mut Record| {
    r.local(Command::SetSeverity { to: Severity::High, reason: String::new() });
    r.local(mark("I4", Mark::Done));
    r.local(mark("S1", Mark::NotApplicable));
    r.local(line("assess", "call Spot"));
    r.local(Command::SetStatus { to: Status::Confirmed, reason: String::new() });
})]
#[case::closed(|r: &mut Record| {
    r.local(Command::SetStatus { to: Status::FalseAlarm, reason: "only Spot".into() });
    r.local(Command::SetClosed { closed: true, reason: "only Spot".into() });
})]
#[case::reopened(|r: &mut Record| {
    r.local(Command::SetStatus { to: Status::FalseAlarm, reason: "only Spot".into() });
    r.local(Command::SetClosed { closed: true, reason: "only Spot".into() });
    r.local(Command::SetStatus { to: Status::Investigating, reason: "not Spot".into() });
})]
#[case::hidden_line(|r: &mut Record| r.local(line("remediate", "call Spot")))]
#[case::hidden_mark(|r: &mut Record| r.local(mark("M1", Mark::Done)))]
#[case::details(|r: &mut Record| r.local(Command::SetField { field: Field::Details, to: "Two coops.\n\nBoth empty.".into() }))]
fn what_one_machine_records_the_other_knows(#[case] act: fn(&mut Record)) {
    let mut pair = Pair::new();
    pair.b.record.now += TimeDelta::minutes(7);
    act(&mut pair.a.record);
    let rounds = pair.settle();
    assert!(rounds <= 2, "{rounds}");
    pair.assert_same();
    let (a, b) = (&pair.a.record.incident, &pair.b.record.incident);
    assert_eq!(a.moments, b.moments);
    assert_eq!(a.moments_set, b.moments_set);
    assert_eq!(a.confirmed_at, b.confirmed_at);
    assert_eq!(a.severity_changed_at, b.severity_changed_at);
    assert_eq!(a.exposure, b.exposure);
    assert_eq!(a.situations, b.situations);
    assert_eq!(a.working_mode, b.working_mode);
    assert_eq!(a.shifts, b.shifts);
    assert_eq!(a.commands, b.commands);
    assert_eq!(a.closed, b.closed);
    assert!(b.conflicts.is_empty(), "{:?}", b.conflicts);
}

#[rstest]
#[case::moment(|r: &mut Record| r.local(Command::SetMoment { moment: Moment::Contained, when: When::exact(start()), automatic: false }))]
#[case::situation(|r: &mut Record| r.local(Command::SetSituation { situation: "fox".into(), applies: true }))]
#[case::discovery(|r: &mut Record| r.local(Command::SetField { field: Field::DiscoveryMethod, to: "Spot barked".into() }))]
#[case::hidden_mark(|r: &mut Record| r.local(mark("M1", Mark::Done)))]
fn what_one_machine_takes_back_the_other_forgets(#[case] act: fn(&mut Record)) {
    let mut pair = Pair::new();
    let before = pair.b.record.document();
    act(&mut pair.a.record);
    pair.settle();
    pair.a.record.local(Command::Undo { entry: None });
    pair.settle();
    pair.assert_same();
    assert_eq!(pair.b.record.document().state.facts, before.state.facts);
}

#[rstest]
#[case::shown(|r: &mut Record| r.lead("where is Spot?", ""), "L4")]
#[case::of_a_list(|r: &mut Record| r.local(line("assess", "call Spot")), "C1")]
#[case::of_a_hidden_list(|r: &mut Record| r.local(line("remediate", "call Spot")), "C1")]
fn a_line_that_one_machine_takes_back_the_other_is_asked_about(
    #[case] act: fn(&mut Record),
    #[case] id: &str,
) {
    for ruling in ["keep", "delete"] {
        let mut pair = Pair::new();
        act(&mut pair.a.record);
        pair.settle();
        pair.a.record.local(Command::Undo { entry: None });
        pair.settle();
        let subject = format!("{id} deleted");
        let conflict = pair.b.record.incident.conflicts[&subject].clone();
        let value = if ruling == "keep" {
            conflict.ours
        } else {
            conflict.theirs
        };
        pair.b
            .record
            .local(Command::SettleConflict { subject, value });
        pair.settle();
        if ruling == "keep" {
            // The one who took it back is asked before it comes back there.
            let subject = format!("{id} taken back");
            let value = pair.a.record.incident.conflicts[&subject].theirs.clone();
            pair.a
                .record
                .local(Command::SettleConflict { subject, value });
            pair.settle();
        }
        pair.assert_same();
        assert_eq!(
            pair.b.record.document().item(&ItemId::new(id)).is_some(),
            ruling == "keep"
        );
        assert!(pair.a.record.incident.conflicts.is_empty());
        assert!(pair.b.record.incident.conflicts.is_empty());
    }
}

#[rstest]
#[case::declared_on_one(false)]
#[case::declared_on_both(true)]
fn seeds_of_a_situation_stand_there_once(#[case] both: bool) {
    let mut pair = Pair::new();
    for record in [&mut pair.a.record, &mut pair.b.record] {
        record.playbook.situations[0].seeds.push(Seed {
            text: "lock the coop".into(),
            class: FixClass::Immediate,
            rules: Vec::new(),
            line: None,
        });
    }
    let declare = Command::SetSituation {
        situation: "fox".into(),
        applies: true,
    };
    pair.b.record.fix("feed Spot", FixClass::Immediate, "");
    pair.a.record.local(declare.clone());
    if both {
        pair.b.record.local(declare);
    }
    pair.settle();
    pair.assert_same();
    assert_eq!(pair.a.record.incident.fixes.len(), 5);
}

/// Two machines that saw a fox, of whose list the one line is kept as a remediation item.
fn with_a_fox() -> (Pair, FixId) {
    let mut pair = Pair::new();
    for record in [&mut pair.a.record, &mut pair.b.record] {
        let playbook = &mut record.playbook;
        let mut items = playbook.items.iter();
        let line = items
            .find(|item| item.situation.is_some())
            .expect("a situation has lines");
        let line = Some(line.id.clone());
        playbook.situations[0].seeds.push(Seed {
            text: "lock the coop".into(),
            class: FixClass::Immediate,
            rules: Vec::new(),
            line,
        });
    }
    pair.a.record.local(Command::SetSituation {
        situation: "fox".into(),
        applies: true,
    });
    let id = pair
        .a
        .record
        .incident
        .fixes
        .last()
        .expect("it was added")
        .id;
    (pair, id)
}

#[test]
fn reworded_seed_stands_there_once_and_apart_from_its_line_where_it_was_not_reworded() {
    let (mut pair, id) = with_a_fox();
    pair.a.record.local(Command::RewordFix {
        id,
        text: "lock the coop twice".into(),
    });
    pair.settle();
    assert!(pair.b.record.incident.conflicts.is_empty());
    let texts = |record: &Record| -> Vec<String> {
        let fixes = record.incident.fixes.iter();
        fixes.map(|fix| fix.text.clone()).collect()
    };
    assert_eq!(texts(&pair.a.record)[3..], ["lock the coop twice"]);
    assert_eq!(texts(&pair.b.record)[3..], ["lock the coop twice"]);
    let lines = |record: &Record| {
        let fix = record.incident.fix(id).unwrap();
        lines_of(fix, &record.incident, &record.playbook).count()
    };
    // The issue does not say what it said first.
    assert_eq!((lines(&pair.a.record), lines(&pair.b.record)), (1, 0));
}

#[rstest]
#[case::ticked(FixState::Open, ("- [ ] FX1", "- [x] FX1"), FixState::Done)]
#[case::tick_taken_off(FixState::Done, ("- [x] FX1", "- [ ] FX1"), FixState::InProgress)]
fn line_that_somebody_ticks_on_the_issue_moves_its_item(
    #[case] stood: FixState,
    #[case] (before, after): (&str, &str),
    #[case] stands: FixState,
) {
    let (mut pair, id) = with_a_fox();
    pair.a.record.move_fix(id.0, stood);
    pair.settle();
    pair.remote.body = pair.remote.body.replacen(before, after, 1);
    pair.settle();
    pair.assert_same();
    for record in [&pair.a.record, &pair.b.record] {
        assert_eq!(record.incident.fix(id).unwrap().state, stands);
        assert!(record.incident.checklist.is_empty(), "it is kept once");
        assert!(record.incident.conflicts.is_empty());
    }
}

#[rstest]
#[case::on_the_issue(true)]
#[case::here(false)]
fn line_that_is_ticked_where_its_item_was_changed_too_is_ticked_alone(#[case] there: bool) {
    let (mut pair, id) = with_a_fox();
    pair.settle();
    let body = pair.remote.body.replacen("- [ ] FX1", "- [x] FX1", 1);
    pair.remote.body = if there {
        body.replacen("lock the coop (open)", "lock the coop (in progress)", 1)
    } else {
        pair.a.record.move_fix(id.0, FixState::InProgress);
        body
    };
    pair.sync_a();
    let fix = pair.a.record.incident.fix(id).unwrap();
    assert_eq!(fix.state, FixState::InProgress);
    let tick = &pair.a.record.incident.checklist[&ItemId::new("FX1")];
    assert_eq!(tick.mark, Mark::Done);
}

#[test]
fn times_that_records_set_by_themselves_never_clash() {
    let mut pair = Pair::new();
    for record in [&mut pair.b.record, &mut pair.a.record] {
        record.local(Command::SetSeverity {
            to: Severity::High,
            reason: String::new(),
        });
        record.now += TimeDelta::minutes(5);
        record.local(Command::SetStatus {
            to: Status::Confirmed,
            reason: String::new(),
        });
    }
    pair.a.record.now += TimeDelta::minutes(1);
    pair.settle();
    pair.assert_same();
    assert!(pair.a.record.incident.conflicts.is_empty());
    assert!(pair.b.record.incident.conflicts.is_empty());
}

#[test]
fn a_time_set_by_hand_goes_before_one_that_was_not() {
    let mut pair = Pair::new();
    let noon = When::exact(start() - TimeDelta::hours(2));
    pair.a.record.local(Command::SetMoment {
        moment: Moment::Confirmed,
        when: noon,
        automatic: false,
    });
    pair.b.record.local(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    pair.b.record.local(Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    });
    pair.settle();
    pair.assert_same();
    assert_eq!(pair.b.record.incident.moments[&Moment::Confirmed], noon);
}

#[test]
fn times_set_by_hand_on_both_are_asked_about() {
    let mut pair = Pair::new();
    for (record, hours) in [(&mut pair.a.record, 1), (&mut pair.b.record, 2)] {
        record.local(Command::SetMoment {
            moment: Moment::Started,
            when: When::exact(start() + TimeDelta::hours(-hours)),
            automatic: false,
        });
    }
    pair.settle();
    let b = &pair.b.record.incident;
    assert_eq!(b.conflicts.keys().collect::<Vec<_>>(), ["time started"]);
    let theirs = b.conflicts["time started"].theirs.clone();
    pair.b.record.local(Command::SettleConflict {
        subject: "time started".into(),
        value: theirs,
    });
    pair.settle();
    pair.assert_same();
    assert!(pair.b.record.incident.conflicts.is_empty());
}

#[test]
fn people_who_come_on_shift_twice_are_there_once() {
    let mut pair = Pair::new();
    for record in [&mut pair.b.record, &mut pair.a.record] {
        record.now += TimeDelta::minutes(3);
        record.local(Command::StartShift(ShiftStarted::of("Spot the Dog")));
    }
    pair.settle();
    assert_eq!(pair.remote.body.matches("- Spot the Dog since").count(), 1);
    pair.a.record.local(Command::EndShift {
        person: "Spot the Dog".into(),
    });
    pair.settle();
    assert_eq!(pair.remote.body.matches("- Spot the Dog since").count(), 0);
    assert!(pair.b.record.incident.shift_of("Spot the Dog").is_none());
}

/// Two machines begin one shift, minutes apart and in either order, before they hear of each
/// other: it is one, it began when it first did, and it goes on.
#[rstest]
#[case::the_earlier_syncs_first(true)]
#[case::the_later_syncs_first(false)]
fn a_shift_that_two_machines_began_began_at_the_earlier_time_and_goes_on(#[case] early: bool) {
    let mut pair = Pair::new();
    let came = pair.a.record.now + TimeDelta::minutes(1);
    for (record, minutes) in [(&mut pair.a.record, 1), (&mut pair.b.record, 16)] {
        record.now += TimeDelta::minutes(minutes);
        record.local(Command::StartShift(ShiftStarted::of("Spot the Dog")));
    }
    if early {
        pair.sync_a();
    } else {
        pair.sync_b();
    }
    pair.settle();
    for record in [&pair.a.record, &pair.b.record] {
        let shifts = record.incident.shifts.iter();
        let spot: Vec<_> = shifts.filter(|it| it.person == "Spot the Dog").collect();
        assert_eq!(spot.len(), 1, "{spot:?}");
        assert_eq!(spot[0].to, None, "{spot:?}");
        assert!(
            (spot[0].from - came).abs() < TimeDelta::minutes(1),
            "{spot:?}"
        );
    }
    pair.assert_same();
}

#[test]
fn a_line_the_record_ticks_by_itself_goes_on_doing_so_on_both() {
    let mut pair = Pair::new();
    for record in [&mut pair.a.record, &mut pair.b.record] {
        let item = record
            .playbook
            .items
            .iter_mut()
            .find(|item| item.id == "S1");
        item.expect("an item").derived = Some(sitroom::domain::playbook::Fact::SeverityChosen);
    }
    pair.a.record.local(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    pair.settle();
    pair.assert_same();
    assert!(pair.b.record.incident.checklist.is_empty());
    pair.b.record.local(Command::SetSeverity {
        to: Severity::Unknown,
        reason: String::new(),
    });
    pair.settle();
    pair.assert_same();
    assert!(pair.a.record.incident.checklist.is_empty());
}

#[test]
fn a_list_that_the_other_machine_put_away_was_not_deleted() {
    let mut pair = Pair::new();
    pair.a.record.local(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    pair.a.record.local(mark("I4", Mark::Done));
    pair.a.record.local(Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    });
    pair.sync_a();
    // At the same time a line of the list that went changes at the other.
    pair.b.record.local(mark("S1", Mark::Done));
    pair.settle();
    pair.assert_same();
    assert!(pair.b.record.incident.conflicts.is_empty());
    assert_eq!(pair.a.record.incident.checklist.len(), 2);
}

#[rstest]
#[case::in_order(true)]
#[case::the_other_way_round(false)]
fn changes_on_both_machines_end_alike(#[case] first: bool) {
    let mut pair = Pair::new();
    let (a, b) = (&mut pair.a.record, &mut pair.b.record);
    a.local(Command::RewordLead {
        id: LeadId(1),
        text: "which of the gates was open?".into(),
    });
    b.move_lead(1, LeadState::Answered, "the north one");
    a.move_fix(1, FixState::Done);
    b.local(Command::OwnFix {
        id: FixId(2),
        owner: "Farmer Dave".into(),
    });
    b.local(mark("I4", Mark::Done));
    b.lead("where is Spot?", "");
    a.fix("wake Spot", FixClass::Immediate, "");
    if first {
        pair.sync_a();
    } else {
        pair.sync_b();
    }
    pair.settle();
    pair.assert_same();
    let incident = &pair.a.record.incident;
    assert_eq!(incident.leads[0].text, "which of the gates was open?");
    assert_eq!(incident.leads[0].finding, "the north one");
    assert!(incident.conflicts.is_empty());
    assert!(pair.b.record.incident.conflicts.is_empty());
}

#[test]
fn a_suggestion_that_was_answered_on_one_machine_is_answered_on_the_other() {
    let mut pair = Pair::new();
    let id = |line| SuggestionId { comment: 77, line };
    let suggest = |line, text: &str| Command::Suggest {
        id: id(line),
        action: SuggestedAction::Lead(text.into()),
    };
    for record in [&mut pair.a.record, &mut pair.b.record] {
        record.import(suggest(1, "who fed the fox?"));
    }
    pair.a.record.import(suggest(2, "who let it in?"));
    for (line, accept) in [(1, true), (2, false)] {
        let id = id(line);
        pair.a
            .record
            .local(Command::AnswerSuggestion { id, accept });
    }
    pair.settle();
    // The comment of the other one comes in late here.
    pair.b.record.import(suggest(2, "who let it in?"));
    pair.settle();
    let b = &pair.b.record.incident;
    assert!(b.suggestions.is_empty(), "{:?}", b.suggestions);
    let told = leads(&pair.b.record);
    assert_eq!(told.iter().filter(|lead| lead.contains("fed")).count(), 1);
    assert!(!told.iter().any(|lead| lead.contains("let it in")));
    assert!(b.conflicts.is_empty());
    pair.assert_same();
}
