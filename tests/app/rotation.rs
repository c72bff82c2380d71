//! The planner of the rotation: a plan in the making, changed by keys, kept as a draft.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Effect, Event, Layer, Planner, Purpose};
use sitroom::domain::command::Command;
use sitroom::domain::event::Field;
use sitroom::domain::incident::Shift;
use sitroom::domain::people::Elsewhere;
use sitroom::domain::rotation::{Rotation, RotationAsked, Slot};
use sitroom::domain::time::Span;

use crate::screen::{Disk, Screen};

/// A screen with four people, so that a day can be covered.
fn staffed() -> Screen {
    let mut screen = Screen::confirmed();
    screen.record(Command::SetField {
        field: Field::Responders,
        to: "Spot, Farmer Dave, Farmer Ann, The vet".into(),
    });
    screen
}

fn planner(screen: &Screen) -> &Planner {
    match screen.app.layers.last() {
        Some(Layer::Planner(planner)) => planner,
        other => panic!("no planner is open but {other:?}"),
    }
}

fn marked(screen: &Screen) -> Slot {
    let slot = planner(screen).marked_slot();
    slot.expect("a shift is marked").clone()
}

fn held(screen: &Screen) -> Option<&Rotation> {
    let accepted = screen.incident.rotation.accepted.as_ref();
    accepted.map(|accepted| &accepted.rotation)
}

#[test]
fn it_opens_with_a_proposal_and_accepts_it() {
    let mut screen = staffed();
    screen.press("W");
    let plan = planner(&screen).rotation.clone();
    assert_eq!(planner(&screen).findings, Vec::new());
    assert!(!planner(&screen).is_accepted(&screen.incident));
    screen.press("enter");
    assert_eq!(
        held(&screen).map(|held| held.slots.len()),
        Some(plan.slots.len())
    );
    assert!(planner(&screen).is_accepted(&screen.incident));
    assert!(
        screen.toast().starts_with("rotation of "),
        "{}",
        screen.toast()
    );
    screen.press("esc");
    assert!(screen.is_bare());
}

#[test]
fn what_holds_is_shown_again() {
    let mut screen = staffed();
    screen.press("W enter esc");
    let held = held(&screen).cloned();
    screen.now += TimeDelta::hours(4);
    screen.happen(Event::Ticked);
    screen.press("W");
    assert_eq!(Some(&planner(&screen).rotation), held.as_ref());
    assert!(
        marked(&screen).covers(screen.now),
        "the shift that runs is marked"
    );
}

#[rstest]
#[case::start_earlier("[", -15, 0)]
#[case::start_later("]", 15, 0)]
#[case::start_much_earlier("{", -30, 0)]
#[case::start_much_later("}", 30, 0)]
#[case::end_earlier(",", 0, -15)]
#[case::end_later(".", 0, 15)]
#[case::end_much_earlier("<", 0, -30)]
#[case::end_much_later(">", 0, 30)]
fn a_key_moves_an_end(#[case] key: &str, #[case] start: i64, #[case] end: i64) {
    let mut screen = staffed();
    screen.press("W j");
    let before = marked(&screen);
    let effects = screen.press(key);
    let after = marked(&screen);
    assert_eq!(after.person, before.person);
    assert_eq!(after.from - before.from, TimeDelta::minutes(start));
    assert_eq!(after.to - before.to, TimeDelta::minutes(end));
    assert!(
        matches!(&effects[..], [Effect::KeepDraft { key, .. }] if key == "rotation"),
        "{effects:?}"
    );
}

#[test]
fn a_shift_goes_to_somebody_else_and_back() {
    let mut screen = staffed();
    screen.press("W j");
    let before = marked(&screen);
    screen.press("p");
    assert_ne!(marked(&screen).person, before.person);
    screen.press("P");
    assert_eq!(marked(&screen), before);
}

#[test]
fn a_gap_is_told_and_filled() {
    let mut screen = staffed();
    screen.press("W j");
    let gone = marked(&screen);
    screen.press("d");
    let gaps = planner(&screen).rotation.gaps(screen.now);
    assert_eq!(gaps, [(gone.from, gone.to)]);
    let said = &planner(&screen).findings[0];
    assert!(
        said.words(screen.incident.zone, screen.now)
            .starts_with("NOT COVERED")
    );
    screen.press("a");
    let filled = marked(&screen);
    assert_eq!((filled.from, filled.to), (gone.from, gone.to));
}

#[test]
fn a_long_shift_is_marked_with_a_reason_and_then_accepted() {
    let mut screen = staffed();
    screen.press("W j");
    // The next one begins later, so that nobody is planned twice.
    screen.press("> j } k");
    assert_eq!(
        planner(&screen).findings.len(),
        1,
        "{:?}",
        planner(&screen).findings
    );
    screen.press("enter");
    let asked = screen.editor();
    assert_eq!(asked.purpose, Purpose::Override);
    assert!(
        asked.help[0].contains("works 3 h 30 min"),
        "{:?}",
        asked.help
    );
    screen.press("esc");
    screen.say("o", "she knows the coop");
    assert_eq!(marked(&screen).reason, "she knows the coop");
    assert!(planner(&screen).findings[0].is_marked());
    screen.press("enter");
    assert!(planner(&screen).is_accepted(&screen.incident));
}

#[test]
fn a_mark_is_taken_away_by_an_empty_reason() {
    let mut screen = staffed();
    screen.press("W j");
    screen.say("o", "so");
    screen.press("o");
    assert_eq!(screen.editor().text, "so");
    screen.write_text("");
    screen.press("enter");
    assert_eq!(marked(&screen).reason, "");
}

#[test]
fn a_gap_is_accepted_with_a_reason() {
    let mut screen = staffed();
    screen.press("W j d enter");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    screen.write_text("nobody else can come");
    screen.press("enter");
    assert!(held(&screen).is_some());
    assert!(planner(&screen).is_accepted(&screen.incident));
    assert_eq!(screen.app.drafts.len(), 0);
}

#[test]
fn what_was_changed_is_a_draft_until_it_is_accepted() {
    let mut screen = staffed();
    screen.press("W j ]");
    let changed = planner(&screen).rotation.clone();
    screen.press("esc W");
    assert_eq!(planner(&screen).rotation, changed);
    // A program that ended has it on the disk.
    let draft = screen.app.drafts["rotation"].clone();
    let mut again = staffed();
    again.happen(Event::DraftsFound(vec![("rotation".into(), draft)]));
    again.press("W");
    assert_eq!(planner(&again).rotation, changed);
    screen.press("r");
    assert_ne!(planner(&screen).rotation, changed);
    let effects = screen.press("enter");
    assert!(effects.contains(&Effect::DropDraft {
        key: "rotation".into()
    }));
}

#[test]
fn a_damaged_draft_is_no_plan() {
    let mut screen = staffed();
    let damaged = ("rotation".to_owned(), "{\"seen\":".to_owned());
    screen.happen(Event::DraftsFound(vec![damaged]));
    screen.press("W");
    assert!(!planner(&screen).rotation.slots.is_empty());
}

#[test]
fn hours_and_people_at_a_time_go_around() {
    let mut screen = staffed();
    screen.press("W");
    for hours in [48, 72, 12, 24] {
        screen.press("h");
        let plan = &planner(&screen).rotation;
        assert_eq!(plan.to - plan.from, TimeDelta::hours(hours));
    }
    for seats in [Some(1), Some(2), Some(3), None] {
        screen.press("s");
        assert_eq!(planner(&screen).wanted.seats, seats);
    }
}

#[test]
fn hours_on_other_incidents_are_asked_about_before_a_plan_holds() {
    let mut screen = staffed();
    let others = vec![Elsewhere {
        title: "The geese".to_owned(),
        shifts: vec![Shift::since(
            "Farmer Dave",
            screen.now - TimeDelta::hours(2),
        )],
        ended: None,
    }];
    screen.press("W");
    let fresh = planner(&screen).rotation.clone();
    let (of_dave, _) = (fresh.slots.iter().enumerate())
        .find(|(_, slot)| slot.person == "Farmer Dave")
        .expect("he is planned while nobody knows");
    screen.happen(Event::OthersRead(others.clone()));
    screen.press("enter");
    let Command::SetRotation(asked) = screen.asked() else {
        panic!("{:?}", screen.asked())
    };
    assert_eq!(asked.others, others);
    assert!(held(&screen).is_none(), "a reason is asked for: {of_dave}");
    screen.press("esc r");
    let slots = &planner(&screen).rotation.slots;
    let early = screen.now + TimeDelta::hours(8);
    assert!(
        !slots
            .iter()
            .any(|it| it.person == "Farmer Dave" && it.from < early)
    );
}

#[test]
fn what_somebody_else_accepts_meanwhile_is_not_written_over() {
    let mut screen = staffed();
    screen.press("W j ]");
    let mine = planner(&screen).rotation.clone();
    let mut theirs = mine.clone();
    theirs.slots.truncate(1);
    theirs.to = theirs.slots[0].to;
    let asked = RotationAsked {
        others: Vec::new(),
        seen: None,
        rotation: theirs,
    };
    screen.record_by("Farmer Dave", Command::SetRotation(Box::new(asked)));
    assert!(planner(&screen).problem.contains("somebody else"));
    screen.press("enter");
    assert!(planner(&screen).problem.contains("somebody else"));
    assert_eq!(planner(&screen).rotation, mine, "it is still there");
    assert_eq!(held(&screen).map(|held| held.slots.len()), Some(1));
    screen.press("r enter");
    assert!(planner(&screen).is_accepted(&screen.incident));
}

#[test]
fn time_goes_on_under_an_open_planner() {
    let mut screen = staffed();
    screen.press("W j d");
    let gap = planner(&screen).findings[0].clone();
    screen.now = gap.to;
    screen.happen(Event::Ticked);
    assert!(!planner(&screen).findings.contains(&gap), "it is over");
}

#[test]
fn a_full_disk_loses_nothing() {
    let mut screen = staffed();
    screen.press("W j ]");
    let mine = planner(&screen).rotation.clone();
    screen.disk = Disk::Full;
    screen.press("enter");
    assert_eq!(held(&screen), None);
    assert_eq!(planner(&screen).rotation, mine);
    assert!(screen.app.unsaved.is_some());
    screen.disk = Disk::Good;
    screen.press("enter");
    assert_eq!(
        screen.editor().purpose,
        Purpose::Override,
        "15 min are open"
    );
}

#[test]
fn the_calendar_file_has_what_holds() {
    let mut screen = staffed();
    screen.press("W");
    assert_eq!(screen.press("f"), Vec::new());
    assert!(planner(&screen).problem.contains("accept a plan first"));
    screen.press("enter");
    let effects = screen.press("f");
    let [Effect::SaveCalendar(file)] = &effects[..] else {
        panic!("no file is written: {effects:?}");
    };
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n"));
    assert_eq!(planner(&screen).problem, "");
    screen.press("]");
    screen.press("f");
    assert!(planner(&screen).problem.contains("not this one"));
    screen.record(Command::SetOutbound {
        stopped: true,
        reason: "a marking".into(),
    });
    assert_eq!(screen.press("f"), Vec::new());
    assert!(
        planner(&screen)
            .problem
            .starts_with("not saved: nothing leaves")
    );
}

#[test]
fn a_plan_without_shifts_has_nothing_to_change() {
    let mut screen = staffed();
    screen.press("W");
    for _ in 0..20 {
        screen.press("d");
    }
    assert_eq!(planner(&screen).marked_slot(), None);
    screen.press("[ . p o j k G d");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Planner(_))));
    screen.press("a");
    assert_eq!(marked(&screen).span(), Span::hours(3));
}

#[test]
fn undo_takes_the_plan_back() {
    let mut screen = staffed();
    screen.press("W enter esc u");
    assert_eq!(held(&screen), None);
}

#[test]
fn the_palette_has_the_planner_and_not_its_keys() {
    let mut screen = staffed();
    screen.press(": r o t a");
    let found: Vec<&str> = screen
        .palette()
        .found
        .iter()
        .filter_map(|it| Some(it.action()?.word()))
        .collect();
    assert_eq!(found[0], "rotation");
    assert!(!found.contains(&"accept-rotation"), "{found:?}");
    screen.press("enter");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Planner(_))));
}
