//! Handing command over, as values: who may command, what is read back, and what the issue
//! carries of it.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use chrono::TimeDelta;
use issue_support::Record;
use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::document::{comment_for, read_comment};
use sitroom::domain::event::{Event, HandoffStep, Origin, ShiftStarted};
use sitroom::domain::handoff::{
    HandoffAsked, How, Standing, brief, displaced, filled, first_mismatch, mark, marked_lines,
    next_step, standing,
};
use sitroom::domain::incident::FixClass;
use sitroom::domain::timeline::describe;

const JANE: &str = "Farmer Jane";
const DAVE: &str = "Farmer Dave";
const SPOT: &str = "Spot the Dog";

fn by(record: &mut Record, who: &str, asked: HandoffAsked) {
    let request = Request::local(Command::HandleHandoff(asked), who);
    record.run(&request.overriding("a test"));
}

fn offer(to: &str) -> HandoffAsked {
    let brief = "# Handoff\n\n* one\n- two\n* three\n  * four".to_owned();
    let to = to.to_owned();
    HandoffAsked::Offer { to, brief }
}

fn take() -> HandoffAsked {
    let read_back = vec!["one".into(), "three".into(), "four".into()];
    HandoffAsked::Take {
        read_back,
        head: None,
    }
}

fn from_issue(record: &mut Record, command: Command) {
    record.run(&Request::from_issue(command, DAVE, None));
}

/// What Farmer Dave's machine posts once he took command.
fn taken_elsewhere(record: &mut Record) {
    let step = HandoffStep::Taken {
        read_back: Vec::new(),
        head: None,
    };
    said_elsewhere(record, JANE, DAVE, step);
}

fn said_elsewhere(record: &mut Record, from: &str, to: &str, step: HandoffStep) {
    let moved = sitroom::domain::event::HandoffMoved {
        from: from.into(),
        to: to.into(),
        step,
    };
    let taken = sitroom::domain::command::TakenEntry::Handoff(moved);
    from_issue(record, Command::TakeEntry(taken));
}

fn shown_on_the_issue(record: &mut Record) {
    from_issue(record, Command::SetIc { to: DAVE.into() });
}

#[derive(Debug, PartialEq)]
enum Stands {
    Free,
    Stays,
    Over,
    Rival,
}

/// Does the next step of a story.
fn step(record: &mut Record, word: &str) {
    let end = Command::EndShift {
        person: JANE.into(),
    };
    let begin = Command::StartShift(ShiftStarted::of(JANE));
    match word {
        "offers" => by(record, JANE, offer(DAVE)),
        "withdrawn" => record.run(&Request::local(Command::Undo { entry: None }, JANE)),
        "told" => record.run(&Request::local(Command::SetIc { to: DAVE.into() }, JANE)),
        "offers-spot" => by(record, JANE, offer(SPOT)),
        "takes" => by(record, DAVE, take()),
        "takes-back" => by(record, JANE, take()),
        "yields" => by(record, JANE, HandoffAsked::Yield),
        "dave-yields" => by(record, DAVE, HandoffAsked::Yield),
        "spot-takes" => by(record, SPOT, take()),
        "offered-on" => by(record, DAVE, offer(SPOT)),
        "briefed-comment" => said_elsewhere(
            record,
            JANE,
            DAVE,
            HandoffStep::Taken {
                read_back: vec!["one".into()],
                head: None,
            },
        ),
        "they-yield" => said_elsewhere(record, JANE, DAVE, HandoffStep::Yielded),
        "back-on-issue" => from_issue(record, Command::SetIc { to: JANE.into() }),
        "they-give-back" => said_elsewhere(record, DAVE, JANE, HandoffStep::Yielded),
        "goes" => record.run(&Request::local(end, JANE)),
        "comes" => record.run(&Request::local(begin, DAVE)),
        "on-issue" => shown_on_the_issue(record),
        "comment" => taken_elsewhere(record),
        word => panic!("{word} is no step"),
    }
}

/// How Farmer Jane stands after some steps, so many minutes later.
#[rstest]
#[case::commands("", 0, Stands::Free)]
#[case::offered("offers", 0, Stands::Free)]
#[case::taken("offers takes", 5, Stands::Stays)]
#[case::near_the_end_of_the_overlap("offers takes", 19, Stands::Stays)]
#[case::after_the_overlap("offers takes", 21, Stands::Over)]
#[case::gone_before_its_end("offers takes goes", 5, Stands::Over)]
#[case::back_on_shift("offers takes goes comes", 60, Stands::Free)]
#[case::offered_to_another("offers-spot on-issue", 5, Stands::Free)]
#[case::accepted_on_another_machine("offers on-issue comment", 5, Stands::Stays)]
#[case::name_written_on_the_issue("on-issue", 5, Stands::Free)]
#[case::taken_apart("on-issue comment", 5, Stands::Rival)]
#[case::comment_read_first("comment on-issue", 5, Stands::Rival)]
#[case::taken_apart_and_yielded("on-issue comment yields", 30, Stands::Over)]
#[case::taken_apart_and_insisted("on-issue comment takes-back", 5, Stands::Free)]
fn whoever_commanded_stands_as_the_record_says(
    #[case] steps: &str,
    #[case] minutes: i64,
    #[case] expected: Stands,
) {
    let mut record = Record::new();
    for word in steps.split_whitespace() {
        step(&mut record, word);
    }
    let now = record.now + TimeDelta::minutes(minutes);
    let stands = match standing(&record.incident, &record.playbook, JANE, now) {
        Standing::Free => Stands::Free,
        Standing::HandedOver { stays: true, .. } => Stands::Stays,
        Standing::HandedOver { stays: false, .. } => Stands::Over,
        Standing::Rival { who, .. } => {
            assert_eq!(who, DAVE);
            Stands::Rival
        }
    };
    assert_eq!(stands, expected);
    for other in [DAVE, SPOT] {
        let stands = standing(&record.incident, &record.playbook, other, now);
        let insisted = record.incident.commands.len() == 3;
        assert!(insisted || stands == Standing::Free, "{other}: {stands:?}");
    }
}

/// Whom the one who commands after some steps is told of, as one who may command too.
#[rstest]
#[case::nobody("", None)]
#[case::handed_over("offers takes", None)]
#[case::taken("takes", Some(JANE))]
#[case::taken_and_she_is_off_shift("takes goes", None)]
#[case::taken_and_she_comes_back_later("takes goes comes", None)]
#[case::taken_and_she_yields_there("takes they-yield", None)]
#[case::taken_and_given_back("takes dave-yields", None)]
#[case::taken_and_handed_on("takes offered-on spot-takes", Some(JANE))]
#[case::insisted("on-issue comment takes-back", Some(DAVE))]
#[case::insisted_and_he_gives_way("on-issue comment takes-back they-give-back", None)]
#[case::name_written_on_the_issue("on-issue", None)]
#[case::taken_elsewhere("on-issue comment", Some(JANE))]
#[case::briefed_elsewhere("on-issue briefed-comment", None)]
#[case::briefed_elsewhere_comment_first("briefed-comment on-issue", None)]
#[case::taken_back_after_a_handoff("offers takes takes-back", Some(DAVE))]
fn whoever_took_command_is_told_who_may_command_beside_them(
    #[case] steps: &str,
    #[case] expected: Option<&str>,
) {
    let mut record = Record::new();
    for word in steps.split_whitespace() {
        step(&mut record, word);
    }
    let ic = record.incident.ic.clone();
    let beside = displaced(&record.incident, &ic).map(|it| it.who);
    assert_eq!(beside.as_deref(), expected);
    for other in [JANE, DAVE, SPOT].into_iter().filter(|name| *name != ic) {
        assert_eq!(displaced(&record.incident, other), None, "{other}");
    }
    let next = next_step(&record.incident, &record.playbook, &ic, record.now);
    let is_told = next.is_some_and(|next| next.command == "yield");
    assert_eq!(is_told, expected.is_some());
}

/// How the record of each machine knows a change of command.
#[rstest]
#[case::offered("offers takes", &[How::Offered])]
#[case::said("takes", &[How::Said])]
#[case::elsewhere("on-issue comment", &[How::Elsewhere])]
#[case::yielded("on-issue comment yields", &[How::Yielded])]
#[case::they_yield("takes they-yield", &[How::Yielded])]
#[case::yield_read_before_the_line("they-yield on-issue", &[How::Yielded])]
#[case::given_back("takes dave-yields", &[How::Said, How::Yielded])]
#[case::given_back_there("on-issue comment back-on-issue they-give-back",
    &[How::Elsewhere, How::Yielded])]
#[case::given_back_there_read_before_the_line("on-issue comment they-give-back back-on-issue",
    &[How::Elsewhere, How::Yielded])]
fn each_machine_knows_how_command_changed_hands(#[case] steps: &str, #[case] expected: &[How]) {
    let mut record = Record::new();
    for word in steps.split_whitespace() {
        step(&mut record, word);
    }
    let changes = record.incident.handoff.changes.iter();
    let hows: Vec<How> = changes.map(|change| change.how).collect();
    assert_eq!(hows, expected);
}

#[test]
fn whoever_handed_over_is_asked_to_come_back_before_they_are_told_to_read_only() {
    let mut record = Record::new();
    by(&mut record, JANE, offer(DAVE));
    by(&mut record, DAVE, take());
    record.now += TimeDelta::hours(3);
    let next = |record: &Record| {
        let next = next_step(&record.incident, &record.playbook, JANE, record.now);
        next.expect("a step").text
    };
    assert!(next(&record).ends_with("this pane only reads"));
    by(&mut record, DAVE, offer(JANE));
    assert_eq!(
        next(&record),
        "Farmer Dave offers you command: read the brief"
    );
}

/// Each step of handing command over has a line in the timeline, and in each machine's.
#[rstest]
#[case::offered("offers", &["Farmer Jane offers command to Farmer Dave; to read back: one; three; four"])]
#[case::withdrawn("offers withdrawn", &["undone: "])]
#[case::taken("offers takes", &[
    "IC Farmer Jane -> Farmer Dave",
    "Farmer Dave took command from Farmer Jane; read back: one; three; four",
])]
#[case::told_of("offers told", &["IC Farmer Jane -> Farmer Dave"])]
#[case::taken_without_an_offer("takes", &[
    "IC Farmer Jane -> Farmer Dave",
    "Farmer Dave took command from Farmer Jane",
    "went past the guard on command that was not offered",
])]
#[case::gone_after_the_overlap("offers takes goes", &["Farmer Jane off shift"])]
#[case::taken_back("offers takes takes-back", &[
    "IC Farmer Dave -> Farmer Jane",
    "Farmer Jane took command from Farmer Dave",
])]
#[case::named_on_the_issue("on-issue", &["IC Farmer Jane -> Farmer Dave"])]
#[case::taken_elsewhere("on-issue comment", &[
    "Farmer Dave took command from Farmer Jane; nothing was read back",
])]
#[case::yielded("on-issue comment yields", &["Farmer Jane leaves command to Farmer Dave"])]
#[case::given_back("takes dave-yields", &[
    "IC Farmer Dave -> Farmer Jane",
    "Farmer Dave leaves command to Farmer Jane",
])]
fn each_step_of_a_handover_is_in_the_timeline(#[case] steps: &str, #[case] expected: &[&str]) {
    let mut record = Record::new();
    let mut before = record.entries.len();
    for word in steps.split_whitespace() {
        before = record.entries.len();
        step(&mut record, word);
    }
    let new = record.entries[before..].iter();
    let said: Vec<String> = new
        .map(|it| describe(&it.event, record.incident.zone))
        .collect();
    for line in expected {
        let having = said.iter().filter(|said| said.starts_with(line)).count();
        assert_eq!(having, 1, "`{line}`: {said:#?}");
    }
}

#[rstest]
#[case::as_it_is(&["L1 which gate? (Dave)", "12 hens"], None)]
#[case::case_and_spaces(&["  l1 WHICH   gate (dave)", "12 HENS."], None)]
#[case::no_spaces(&["L1whichgate?(Dave)", "12hens"], None)]
#[case::more_spaces(&["L1 which gate? (Da ve)", "12 hens"], None)]
#[case::a_number_in_two(&["L1 which gate? (Dave)", "1 2 hens"], Some(2))]
#[case::another_word(&["L1 which door? (Dave)", "12 hens"], Some(1))]
#[case::another_number(&["L1 which gate? (Dave)", "13 hens"], Some(2))]
#[case::too_few(&["L1 which gate? (Dave)"], Some(2))]
#[case::another_order(&["12 hens", "L1 which gate? (Dave)"], Some(1))]
fn words_and_numbers_are_read_back_and_nothing_else_matters(
    #[case] typed: &[&str],
    #[case] wrong: Option<usize>,
) {
    let marked = ["L1 which gate? (Dave)".to_owned(), "12 hens".to_owned()];
    let typed: Vec<String> = typed.iter().map(|line| (*line).to_owned()).collect();
    let found = first_mismatch(&marked, &typed);
    assert_eq!(found.map(|mismatch| mismatch.number), wrong);
}

#[test]
fn lines_are_marked_by_a_star_and_bold_print_is_none() {
    let text = "# x\n* one\n*- two\n**bold**\n- three\n  * four\n*\n";
    assert_eq!(marked_lines(text), ["one", "two", "four"]);
    let marked = mark("- a fox\n- a hen", "HEN").expect("a line with it");
    assert_eq!(marked_lines(&marked), ["a hen"]);
    assert_eq!(
        mark("# a fox", "fox"),
        None,
        "a title is no line to read back"
    );
    assert_eq!(filled("- {theory}", Some("a\nfox"), None), "- a fox");
}

#[test]
fn brief_has_every_section_and_says_where_there_is_nothing() {
    let record = Record::new();
    let text = brief(&record.incident, &record.playbook, None, record.now);
    let titles: Vec<&str> = text
        .lines()
        .filter_map(|it| it.strip_prefix("## "))
        .collect();
    let expected = [
        "Now",
        "Theory",
        "Leads",
        "Immediate remediation",
        "Decisions",
        "Promises outstanding",
        "Waiting for an answer",
        "Next clocks",
        "Last sitrep",
        "On shift",
        "Links",
        "Contingency",
        "Worries",
    ];
    assert_eq!(titles, expected);
    assert!(text.contains("## Leads\n- none\n"), "{text}");
    assert!(text.contains("## Theory\n- The coop is empty.\n"), "{text}");
}

#[test]
fn each_step_comes_back_from_its_comment_as_it_was() {
    let mut record = Record::busy();
    by(&mut record, JANE, offer(DAVE));
    by(&mut record, DAVE, take());
    let moved: Vec<_> = record
        .entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::HandoffMoved(_)))
        .collect();
    assert_eq!(moved.len(), 2);
    for entry in moved {
        assert_eq!(entry.origin, Origin::Local);
        let comments = comment_for(entry, &record.incident, |_| None);
        let [comment] = &comments[..] else {
            panic!("{comments:?}")
        };
        let sections = read_comment(comment);
        let taken = sections[0].entry().expect("it is taken over as what it is");
        assert_eq!(taken.event(), entry.event);
        assert_eq!(sections[0].actor, entry.actor);
    }
}

#[test]
fn offer_that_comes_in_after_it_was_answered_waits_for_nobody() {
    let mut record = Record::new();
    by(&mut record, JANE, offer(DAVE));
    let late = record.entries.last().cloned().expect("the offer");
    by(&mut record, DAVE, take());
    let mut elsewhere = Record::new();
    elsewhere.now += TimeDelta::minutes(5);
    shown_on_the_issue(&mut elsewhere);
    let Event::HandoffMoved(moved) = late.event else {
        panic!("no offer")
    };
    let taken = sitroom::domain::command::TakenEntry::Handoff(moved);
    from_issue(&mut elsewhere, Command::TakeEntry(taken));
    assert!(elsewhere.incident.handoff.offer.is_none());
    assert!(record.incident.handoff.offer.is_none());
}

#[test]
fn the_brief_names_the_sensitive_folder_which_goes_to_other_machines() {
    let mut pair = issue_support::pair::Pair::new();
    let written = |record: &Record| brief(&record.incident, &record.playbook, None, record.now);
    assert!(!written(&pair.a.record).contains("folder"));
    let link = "https://drive.example/coop?id=1".to_owned();
    pair.a.record.local(Command::SetField {
        field: sitroom::domain::event::Field::Folder,
        to: link.clone(),
    });
    pair.settle();
    for record in [&pair.a.record, &pair.b.record] {
        let told = format!("## Links\n- sensitive folder: {link}\n");
        assert!(written(record).contains(&told), "{}", written(record));
    }
    pair.assert_same();
}

#[test]
fn what_is_for_later_is_added_to_nothing_where_nothing_stands_before_it() {
    let mut record = Record::new();
    record.fix("a better fence", FixClass::LongTerm, "");
    let written = |record: &Record| brief(&record.incident, &record.playbook, None, record.now);
    let text = written(&record);
    assert!(
        text.contains("## Immediate remediation\n- 1 item for later\n"),
        "{text}"
    );
    record.fix("mend the gate", FixClass::Immediate, "");
    assert!(written(&record).contains("\n- and 1 item for later\n"));
}

#[test]
fn that_all_immediate_items_are_verified_stands_before_what_is_for_later() {
    let mut record = Record::new();
    record.fix("a better fence", FixClass::LongTerm, "");
    record.fix("mend the gate", FixClass::Immediate, "");
    let id = record.incident.fixes.last().expect("an item").id;
    let by = DAVE.to_owned();
    record.overriding(Command::VerifyFix { id, by });
    let text = brief(&record.incident, &record.playbook, None, record.now);
    let section = "## Immediate remediation\n- all immediate items are verified\n\
                   - and 1 item for later\n";
    assert!(text.contains(section), "{text}");
}

#[test]
fn a_brief_without_marks_is_told_as_one_of_which_nothing_is_read_back() {
    let mut record = Record::new();
    let brief = "# Handoff\n\n- one".to_owned();
    let to = DAVE.to_owned();
    by(&mut record, JANE, HandoffAsked::Offer { to, brief });
    let next = next_step(&record.incident, &record.playbook, DAVE, record.now);
    assert_eq!(
        next.expect("a step").why,
        "nothing is marked to read back: you command once you accept"
    );
    let read_back = Vec::new();
    let head = None;
    by(&mut record, DAVE, HandoffAsked::Take { read_back, head });
    let said: Vec<String> = record
        .entries
        .iter()
        .map(|it| describe(&it.event, record.incident.zone))
        .collect();
    for line in [
        "Farmer Jane offers command to Farmer Dave; nothing is marked to read back",
        "Farmer Dave took command from Farmer Jane; nothing was read back",
    ] {
        assert!(said.iter().any(|it| it == line), "{line}: {said:?}");
    }
}
