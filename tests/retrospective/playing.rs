//! A recorded incident, played again: what others did happens, what the commander did does not.

use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{FirstRecorded, NoteImported, Origin, Visibility};
use sitroom::domain::ids::{EntryId, FixId, ItemId};
use sitroom::domain::incident::{FixClass, FixState, Mark, Moment, Severity};
use sitroom::domain::people::AskAsked;
use sitroom::domain::time::{Span, When};
use sitroom::practice::{Deed, Scenario, replay};

use crate::night::{minute, note, opened, verify};
use crate::record::Record;

fn on_issue(record: &mut Record, command: Command, at: i64) {
    let request = Request::from_issue(command, "spot-the-dog", None);
    record.ask(&request, minute(at)).expect("it can be done");
}

fn at_the_desk(record: &mut Record, who: &str, command: Command, at: i64) {
    record
        .ask(&Request::local(command, who), minute(at))
        .expect("it can be done");
}

fn played(record: &Record) -> Scenario {
    replay(&record.incident, &record.entries).expect("it began")
}

fn said(text: &str) -> Command {
    Command::Note {
        text: text.into(),
        visibility: Visibility::Local,
    }
}

/// What happens, a line each: minute, what, by whom, and the text of it.
fn course(replay: &Scenario) -> Vec<String> {
    let events = replay.events.iter();
    let lines = events.map(|event| {
        let minute = event.at.as_seconds() / 60;
        match &event.deed {
            Deed::Chat(it) => format!("{minute} chat {}: {}", it.by, it.text),
            Deed::Comment(it) => format!("{minute} comment {}: {}", it.by, it.text),
            Deed::Tick(it) => format!("{minute} tick {}: {}", it.by, it.line),
            Deed::Untick(it) => format!("{minute} untick {}: {}", it.by, it.line),
            Deed::Insert(it) => format!("{minute} insert {}: {} {}", it.by, it.after, it.text),
            Deed::Edit(it) => format!("{minute} edit {}: {}", it.by, it.replace),
            Deed::Set(it) => format!("{minute} set {}: {}", it.by, it.to),
        }
    });
    lines.collect()
}

#[test]
fn what_others_did_happens_again_in_its_form() {
    let mut record = opened();
    let comment = Command::ImportComment {
        comment: 7,
        text: "tracks at the gate".into(),
    };
    on_issue(&mut record, comment, 20);
    let tick = Command::MarkItem {
        item: ItemId::new("I7"),
        mark: Some(Mark::Done),
        reason: String::new(),
    };
    on_issue(&mut record, tick, 22);
    let untick = Command::MarkItem {
        item: ItemId::new("I7"),
        mark: None,
        reason: "not yet".to_owned(),
    };
    on_issue(&mut record, untick, 23);
    let lead = Command::AddLead {
        text: "who left it open?".into(),
        owner: String::new(),
    };
    on_issue(&mut record, lead, 25);
    let fix = Command::AddFix {
        text: "mend the fence".into(),
        class: FixClass::LongTerm,
        owner: String::new(),
    };
    on_issue(&mut record, fix, 26);
    at_the_desk(
        &mut record,
        "Farmer Dave",
        said("the fox is at the well"),
        30,
    );
    assert_eq!(
        course(&played(&record)),
        [
            "20 comment spot-the-dog: tracks at the gate",
            "22 tick spot-the-dog: I7 ",
            "23 untick spot-the-dog: I7 ",
            "25 insert spot-the-dog: ### Leads - [ ] who left it open?",
            "26 insert spot-the-dog: ### Remediation (long-term) - [ ] mend the fence",
            "30 chat Farmer Dave: the fox is at the well",
        ]
    );
}

/// The drill has numbers and times of its own, and not what the trainee did not put there.
#[test]
fn what_others_did_is_told_without_the_numbers_and_times_of_the_record() {
    let mut record = opened();
    let fix = |text: &str| Command::AddFix {
        text: text.into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    record.run(fix("shut it"), minute(20));
    at_the_desk(&mut record, "Farmer Dave", fix("mend the fence"), 21);
    for id in [FixId(1), FixId(2)] {
        let (from, to) = (FixState::Open, FixState::Done);
        let done = Command::MoveFix { id, from, to };
        at_the_desk(&mut record, "Farmer Dave", done, 22);
        let by = "Farmer Dave".to_owned();
        let checked = Command::VerifyFix { id, by };
        at_the_desk(&mut record, "Farmer Dave", checked, 23);
    }
    let contained = Command::SetMoment {
        moment: Moment::Contained,
        when: When::exact(minute(14)),
        automatic: false,
    };
    at_the_desk(&mut record, "Farmer Dave", contained, 24);
    let (to, reason) = (Severity::Low, "one hen".to_owned());
    let severity = Command::SetSeverity { to, reason };
    at_the_desk(&mut record, "Farmer Dave", severity, 25);
    assert_eq!(
        course(&played(&record)),
        [
            "21 chat Farmer Dave: immediate remediation: mend the fence",
            "22 chat Farmer Dave: mend the fence: done",
            "23 chat Farmer Dave: mend the fence: verified by Farmer Dave",
            "24 chat Farmer Dave: contained 10 min ago",
            "25 chat Farmer Dave: severity low: one hen",
        ]
    );
}

#[test]
fn what_the_commander_did_is_left_to_the_trainee() {
    let mut record = opened();
    note(&mut record, "I shut the gate", Visibility::Shared, 15);
    let fix = Command::AddFix {
        text: "shut it".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    record.run(fix, minute(16));
    verify(&mut record, 18);
    let replay = played(&record);
    assert_eq!(course(&replay), Vec::<String>::new());
    let left = format!(
        "the {} deeds of the Incident Commander",
        record.entries.len()
    );
    assert!(replay.about.contains(&left), "{}", replay.about);
}

#[test]
fn the_trainee_sits_where_the_last_commander_sat() {
    let mut record = opened();
    at_the_desk(&mut record, "Farmer Dave", said("before"), 20);
    let change = Command::SetIc {
        to: "Farmer Dave".into(),
    };
    record.run(change, minute(25));
    at_the_desk(&mut record, "Farmer Dave", said("after"), 30);
    at_the_desk(&mut record, "Farmer Jane", said("good night"), 31);
    let course = course(&played(&record));
    let chats = course.iter().filter(|line| line.contains("chat"));
    assert_eq!(
        chats.collect::<Vec<_>>(),
        [
            "20 chat Farmer Dave: before",
            "31 chat Farmer Jane: good night"
        ]
    );
}

#[test]
fn an_answer_is_said_by_whom_was_asked() {
    let mut record = opened();
    let asked = AskAsked::Put {
        to: "Spot the Dog".into(),
        question: "how many?".into(),
        within: Span::minutes(20),
    };
    record.run(Command::HandleAsk(asked), minute(20));
    let id = record.incident.asks[0].id;
    let answer = AskAsked::Answer {
        id,
        answer: "seven".into(),
    };
    record.run(Command::HandleAsk(answer), minute(33));
    assert_eq!(course(&played(&record)), ["33 chat Spot the Dog: seven"]);
}

#[test]
fn what_was_taken_back_does_not_happen() {
    let mut record = opened();
    at_the_desk(&mut record, "Farmer Dave", said("a wolf"), 20);
    let entry = record.entries.last().unwrap().id;
    at_the_desk(
        &mut record,
        "Farmer Dave",
        Command::Undo { entry: Some(entry) },
        21,
    );
    assert_eq!(course(&played(&record)), Vec::<String>::new());
}

#[test]
fn it_begins_as_the_record_did() {
    let record = opened();
    let scenario = played(&record);
    assert_eq!(scenario.title, record.incident.title);
    assert_eq!(scenario.begins, Span::minutes(10));
    assert_eq!(scenario.opening.ic, "Farmer Jane");
    assert_eq!(scenario.id, format!("replay-{}", record.incident.id));
}

#[rstest]
#[case::as_drills_note_it("#incident-response: ")]
#[case::as_earlier_ones_did("#incident-response Spot the Dog: ")]
fn a_note_that_was_read_in_is_said_whole_and_what_a_drill_told_is_not(#[case] heard: &str) {
    let mut record = opened();
    let tale = format!("{heard}{}\nand home", "fox ".repeat(60));
    for (text, at) in [(tale.as_str(), 21), ("EXERCISE. a fox comes", 22)] {
        let note = NoteImported {
            text: text.to_owned(),
            visibility: Visibility::Shared,
            first: FirstRecorded {
                id: EntryId::new(minute(at), 9),
                seq: 3,
                recorded: minute(at),
                device: "barn".to_owned(),
                origin: Origin::Local,
                kind: "noted".to_owned(),
            },
        };
        let note = Command::ImportNote(Box::new(note));
        at_the_desk(&mut record, "Spot the Dog", note, at);
    }
    let told = course(&played(&record));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("chat Spot the Dog: fox fox"), "{told:?}");
    assert!(told[0].ends_with("\nand home"), "{told:?}");
}
