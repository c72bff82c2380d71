//! Rulings on conflicts of every subject: keep mine, take theirs, and a third value.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::pair::Pair;
use issue_support::{Farm, Record, bare, start};
use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::decide;
use sitroom::domain::document::parse;
use sitroom::domain::event::Field;
use sitroom::domain::ids::{CustomId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{FixClass, FixState, LeadState, Mark, Moment, Severity};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::sync_plan::who_set;
use sitroom::domain::time::When;

fn set(field: Field, to: &str) -> Command {
    Command::SetField {
        field,
        to: to.into(),
    }
}

fn mark(id: &str, mark: Mark) -> Command {
    Command::MarkItem {
        item: ItemId::new(id),
        mark: Some(mark),
        reason: "so".into(),
    }
}

fn moment(hour: &str) -> Command {
    Command::SetMoment {
        moment: Moment::Started,
        when: format!("2026-11-22T{hour}:00:00+00:00")
            .parse::<When>()
            .expect("a time"),
        automatic: false,
    }
}

fn lead_to(to: LeadState, finding: &str) -> Command {
    Command::MoveLead {
        id: LeadId(1),
        from: LeadState::Open,
        to,
        finding: finding.into(),
    }
}

fn fix_to(to: FixState) -> Command {
    Command::MoveFix {
        id: FixId(1),
        from: FixState::Assigned,
        to,
    }
}

fn class(class: FixClass) -> Command {
    Command::ReclassifyFix {
        id: FixId(2),
        class,
        reason: "so".into(),
    }
}

/// What the record says of a subject, as its card would.
fn value(record: &Record, subject: &str) -> String {
    let document = record.document();
    if let Some(fact) = document.state.facts.get(subject) {
        return fact.clone();
    }
    let bullets = document.bullets.iter();
    if let Some((_, value)) = bullets
        .clone()
        .find(|(bullet, _)| bullet.subject() == subject)
    {
        return value.clone();
    }
    match subject.split_once(' ') {
        None if subject == "title" => document.title,
        None => document.details,
        Some((id, attribute)) => {
            let item = document.item(&ItemId::new(id)).expect("a line");
            match attribute {
                "text" => item.text.clone(),
                "owner" => item.owner.clone(),
                "class" => item.section.class().expect("a class").to_string(),
                _ => format!("{:?}", item.standing),
            }
        }
    }
}

/// Each subject: what one machine does, what the other does, and a third value with what the
/// record then says.
#[rstest]
#[case::title(
    "title",
    set(Field::Title, "Geese"),
    set(Field::Title, "Foxes"),
    "Ducks",
    "Ducks"
)]
#[case::details(
    "details",
    set(Field::Details, "Here."),
    set(Field::Details, "There."),
    "Both.",
    "Both."
)]
#[case::reporter(
    "reporter",
    set(Field::Reporter, "Spot"),
    set(Field::Reporter, "Jane"),
    "Dave",
    "Dave"
)]
#[case::responders(
    "responders",
    set(Field::Responders, "Spot"),
    set(Field::Responders, "Jane"),
    "Spot; Jane",
    "Spot, Jane"
)]
#[case::ic("ic", Command::SetIc { to: "Spot".into() }, Command::SetIc { to: "Farmer Dave".into() }, "Dave", "Dave")]
#[case::severity("severity", Command::SetSeverity { to: Severity::High, reason: String::new() }, Command::SetSeverity { to: Severity::Low, reason: String::new() }, "Medium", "medium")]
#[case::lead_text("L1 text", Command::RewordLead { id: LeadId(1), text: "a?".into() }, Command::RewordLead { id: LeadId(1), text: "b?".into() }, "c?", "c?")]
#[case::lead_owner("L1 owner", Command::OwnLead { id: LeadId(1), owner: "Spot".into() }, Command::OwnLead { id: LeadId(1), owner: "Dave".into() }, "Spot the Dog", "Spot the Dog")]
#[case::lead_state(
    "L1 state",
    lead_to(LeadState::Answered, "north"),
    lead_to(LeadState::RuledOut, "locked"),
    "answered: south: 2",
    "Lead(Answered, \"south: 2\")"
)]
#[case::fix_text("R1 text", Command::RewordFix { id: FixId(1), text: "a".into() }, Command::RewordFix { id: FixId(1), text: "b".into() }, "c", "c")]
#[case::fix_owner("R1 owner", Command::OwnFix { id: FixId(1), owner: "Spot".into() }, Command::OwnFix { id: FixId(1), owner: "Jane".into() }, "Spot the Dog", "Spot the Dog")]
#[case::fix_state(
    "R1 state",
    fix_to(FixState::Open),
    fix_to(FixState::InProgress),
    "done",
    "Fix(Done, \"\")"
)]
#[case::fix_verified(
    "R1 state",
    fix_to(FixState::Open),
    fix_to(FixState::InProgress),
    "verified by Spot",
    "Fix(Verified, \"Spot\")"
)]
#[case::line_text("C1 text", Command::RewordItem { id: CustomId(1), text: "a".into() }, Command::RewordItem { id: CustomId(1), text: "b".into() }, "c", "c")]
#[case::mark(
    "I4 mark",
    mark("I4", Mark::Done),
    mark("I4", Mark::NotApplicable),
    "open",
    "Line(Open)"
)]
#[case::hidden_mark(
    "M1 mark",
    mark("M1", Mark::Done),
    mark("M1", Mark::NotApplicable),
    "Done",
    "Line(Ticked)"
)]
#[case::moment(
    "time started",
    moment("11"),
    moment("12"),
    "2026-11-22T13:00:00+00:00",
    "2026-11-22T13:00:00+00:00"
)]
#[case::mode("mode", Command::SetWorkingMode { mode: WorkingMode::BusinessHours, reason: String::new() }, Command::SetWorkingMode { mode: WorkingMode::AroundTheClock, reason: String::new() }, "Business hours", "business hours")]
#[case::exposure("exposure", Command::SetExposure { exposed: true }, Command::SetExposure { exposed: false }, "Yes", "yes")]
#[case::discovery(
    "field discovery-method",
    set(Field::DiscoveryMethod, "bark"),
    set(Field::DiscoveryMethod, "smell"),
    "both",
    "both"
)]
#[case::actions(
    "field threat-actions",
    set(Field::ThreatActions, "dig"),
    set(Field::ThreatActions, "bite"),
    "dig, bite",
    "dig, bite"
)]
fn every_conflict_can_be_ruled_on(
    #[case] subject: &str,
    #[case] there: Command,
    #[case] here: Command,
    #[case] typed: &str,
    #[case] said: &str,
) {
    for ruling in ["keep mine", "take theirs", "edit"] {
        let mut pair = Pair::new();
        pair.a.record.line("call Spot");
        pair.settle();
        pair.a.record.local(there.clone());
        pair.b.record.local(here.clone());
        let mine = value(&pair.b.record, subject);
        let theirs = value(&pair.a.record, subject);
        pair.settle();
        let conflicts = &pair.b.record.incident.conflicts;
        assert_eq!(conflicts.keys().collect::<Vec<_>>(), [subject]);
        assert!(pair.a.record.incident.conflicts.is_empty());
        assert_eq!(value(&pair.b.record, subject), mine, "only asked about");
        let conflict = conflicts[subject].clone();
        let (ruled, expected) = match ruling {
            "keep mine" => (conflict.ours, mine),
            "take theirs" => (conflict.theirs, theirs),
            _ => (typed.to_owned(), said.to_owned()),
        };
        pair.b.record.local(Command::SettleConflict {
            subject: subject.into(),
            value: ruled,
        });
        pair.settle();
        assert_eq!(value(&pair.b.record, subject), expected, "{ruling}");
        assert!(pair.b.record.incident.conflicts.is_empty(), "{ruling}");
        pair.assert_same();
    }
}

#[rstest]
#[case::severity("severity", "very")]
#[case::status("status", "who knows")]
#[case::exposure("exposure", "")]
#[case::moment("time contained", "some day")]
#[case::mode("mode", "all the time")]
#[case::state("L1 state", "lost")]
#[case::mark("I4 mark", "half")]
#[case::text("L1 text", " ")]
#[case::class("R1 class", "soon")]
fn a_value_the_record_has_no_word_for_is_refused(#[case] subject: &str, #[case] value: &str) {
    let mut record = Record::busy();
    record.import(Command::RaiseConflict {
        subject: subject.into(),
        ours: "ours".into(),
        theirs: value.into(),
        ours_by: String::new(),
        ours_at: None,
    });
    let ruling = Command::SettleConflict {
        subject: subject.into(),
        value: value.into(),
    };
    let request = Request::local(ruling, "Farmer Jane");
    let refused = decide(&record.incident, &record.playbook, &request, record.now);
    assert!(refused.is_err(), "{refused:?}");
}

#[rstest]
#[case::lead("L1", "- [ ] L1 which gate was open? (open) <!-- sitroom:L1 -->\n")]
#[case::fix("R3", "- [ ] R3 buy a better fence (open) <!-- sitroom:R3 -->\n")]
#[case::playbook("I4", "- [ ] I4 Notify GSA within one hour <!-- sitroom:I4 -->\n")]
fn a_deleted_line_can_be_kept_let_go_or_reworded(#[case] id: &str, #[case] line: &str) {
    for ruling in ["keep mine", "take theirs", "edit"] {
        let mut farm = Farm::new();
        farm.edit(line, "").sync();
        let subject = format!("{id} deleted");
        let conflict = farm.record.incident.conflicts[&subject].clone();
        let value = match ruling {
            "keep mine" => conflict.ours,
            "take theirs" => conflict.theirs,
            _ => "something else".to_owned(),
        };
        farm.record
            .local(Command::SettleConflict { subject, value });
        farm.sync();
        let body = bare(&farm.remote.body);
        let is_playbook = id == "I4";
        match ruling {
            "take theirs" if is_playbook => {
                assert!(body.contains("- [ ] I4 Notify GSA within one hour (does not apply)"));
            }
            "take theirs" => assert!(!body.contains(&format!("sitroom:{id} "))),
            "edit" if !is_playbook => {
                assert!(body.contains(&format!("- [ ] {id} something else (open)")));
            }
            _ => assert!(body.contains(line.trim_end())),
        }
        assert!(farm.subjects().is_empty());
        farm.assert_settled();
    }
}

#[test]
fn a_line_taken_back_here_and_changed_there_can_be_brought_back() {
    for (ruling, expected) in [
        ("(deleted)", None),
        ("where is Spot now?", Some("where is Spot now?")),
        ("whose dog is it?", Some("whose dog is it?")),
    ] {
        let mut farm = Farm::new();
        farm.record
            .fix("where is Spot?", FixClass::LongTerm, "Farmer Dave");
        farm.sync();
        farm.record.local(Command::Undo { entry: None });
        farm.edit("where is Spot?", "where is Spot now?").sync();
        assert_eq!(farm.subjects(), ["R4 taken back"]);
        farm.record.local(Command::SettleConflict {
            subject: "R4 taken back".into(),
            value: ruling.into(),
        });
        farm.sync();
        let fix = farm.record.incident.fix(FixId(4));
        assert_eq!(fix.map(|fix| &*fix.text), expected);
        if let Some(fix) = fix {
            assert_eq!(
                (&*fix.owner, fix.class),
                ("Farmer Dave", FixClass::LongTerm)
            );
        }
        let stands = parse(&farm.remote.body).item(&ItemId::new("R4")).is_some();
        assert_eq!(stands, expected.is_some());
        farm.assert_settled();
    }
}

#[test]
fn a_line_taken_back_here_and_ticked_there_comes_back_ticked() {
    let mut farm = Farm::new();
    farm.record.line("call Spot");
    farm.sync();
    farm.record.local(Command::Undo { entry: None });
    farm.edit("- [ ] C1 call Spot", "- [x] C1 call Spot").sync();
    farm.record.local(Command::SettleConflict {
        subject: "C1 taken back".into(),
        value: "call Spot".into(),
    });
    farm.sync();
    let tick = farm.record.incident.checklist.get(&ItemId::new("C1"));
    assert_eq!(tick.map(|tick| tick.mark), Some(Mark::Done));
    assert!(farm.remote.body.contains("- [x] C1 call Spot"));
    farm.assert_settled();
}

/// A line that was taken out on the issue and came back by another machine is compared with
/// nothing: that one side says nothing about it may mean that somebody took something back.
#[test]
fn what_was_taken_back_about_a_line_while_it_was_gone_is_asked_about() {
    let mut farm = Farm::new();
    farm.record
        .fix("mend the fence", FixClass::LongTerm, "Farmer Dave");
    farm.record.line("call Spot");
    farm.record.local(Command::MarkItem {
        item: ItemId::new("C1"),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
    farm.sync();
    let with_both = farm.remote.body.clone();
    let is_gone = |line: &&str| !line.contains("R4 mend") && !line.contains("C1 call");
    let left: Vec<&str> = with_both.lines().filter(is_gone).collect();
    farm.remote.body = left.join("\n");
    farm.sync();
    assert_eq!(farm.subjects(), ["C1 deleted", "R4 deleted"]);
    farm.record.now += chrono::TimeDelta::minutes(1);
    farm.record.local(Command::OwnFix {
        id: FixId(4),
        owner: String::new(),
    });
    farm.remote.body = with_both.replace("- [x] C1", "- [ ] C1");
    farm.sync();
    assert_eq!(farm.subjects(), ["C1 mark", "R4 owner"]);
    farm.assert_settled();
}

#[rstest]
#[case::field("reporter", set(Field::Reporter, "Spot"))]
#[case::severity("severity", Command::SetSeverity { to: Severity::High, reason: String::new() })]
#[case::ic("ic", Command::SetIc { to: "Spot".into() })]
#[case::lead_text("L1 text", Command::RewordLead { id: LeadId(1), text: "a?".into() })]
#[case::lead_state("L1 state", lead_to(LeadState::Answered, "north"))]
#[case::lead_deleted("L1 deleted", lead_to(LeadState::Answered, "north"))]
#[case::fix_owner("R1 owner", Command::OwnFix { id: FixId(1), owner: "Spot".into() })]
#[case::fix_state("R1 state", fix_to(FixState::Done))]
#[case::fix_class("R2 class", class(FixClass::LongTerm))]
#[case::mark("I4 mark", mark("I4", Mark::Done))]
#[case::moment("time started", moment("11"))]
#[case::exposure("exposure", Command::SetExposure { exposed: true })]
#[case::situation("situation fox", Command::SetSituation { situation: "fox".into(), applies: true })]
fn the_journal_says_who_set_a_value_and_when(#[case] subject: &str, #[case] command: Command) {
    let mut record = Record::busy();
    let before = who_set(&record.entries, subject);
    record.local(command);
    let at = record.entries.last().expect("an entry").shown_at();
    let expected = Some(("Farmer Jane".to_owned(), at));
    record.lead("where is Spot?", "");
    record.fix("wake Spot", FixClass::Immediate, "");
    assert_eq!(who_set(&record.entries, subject), expected);
    // What was taken back was not set.
    for _ in 0..3 {
        record.local(Command::Undo { entry: None });
    }
    assert_eq!(who_set(&record.entries, subject), before);
    assert!(before.is_none_or(|(_, before)| before < at && before >= start()));
}

#[test]
fn the_journal_says_who_set_a_line_under_its_old_number() {
    let mut record = Record::busy();
    let at = record.entries.iter().find_map(|entry| {
        let is_l1 = entry.event.kind() == "lead-added";
        is_l1.then(|| entry.shown_at())
    });
    let id = |id: &str| ItemId::new(id);
    record.import(Command::Renumber {
        moves: vec![(id("L1"), id("L9")), (id("L2"), id("L1"))],
    });
    let (who, when) = who_set(&record.entries, "L9 text").expect("somebody");
    assert_eq!((who.as_str(), Some(when)), ("Farmer Jane", at));
}

#[test]
fn the_journal_says_who_took_a_line_back() {
    let mut record = Record::busy();
    record.lead("where is Spot?", "");
    record.local(Command::Undo { entry: None });
    let at = record.entries.last().expect("an entry").shown_at();
    let expected = Some(("Farmer Jane".to_owned(), at));
    assert_eq!(who_set(&record.entries, "L4 taken back"), expected);
}
