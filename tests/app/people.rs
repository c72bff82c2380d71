//! The People view by its keys, the walk through a long remediation, and calls about shifts.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Alert, Effect, Event, Layer, PeopleId, PeopleRow, View};
use sitroom::domain::command::Command;
use sitroom::domain::event::{ShiftStarted, Visibility};
use sitroom::domain::ids::AskId;
use sitroom::domain::incident::{Incident, Shift, Status};
use sitroom::domain::people::{AskState, Elsewhere, PersonWish, RosterAsked};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::{Span, Zone};
use sitroom::domain::timeline::describe;

use crate::screen::Screen;

fn opened() -> Screen {
    let mut screen = Screen::confirmed();
    screen.record(Command::StartShift(ShiftStarted::of("Farmer Dave")));
    screen.press("6");
    screen
}

/// Goes to a person or a question on the People view.
fn go_to(screen: &mut Screen, name: &str) {
    screen.press("6 g g");
    let is_it = |row: &PeopleRow| match row {
        PeopleRow::Person(person) => person.name == name,
        PeopleRow::Ask(ask) => ask.id.to_string() == name,
    };
    let at = screen.app.rows.people.iter().position(is_it);
    for _ in 0..at.unwrap_or_else(|| panic!("{name} is not there")) {
        screen.press("j");
    }
}

fn running(incident: &Incident) -> Vec<&str> {
    let running = incident.shifts.iter().filter(|shift| shift.to.is_none());
    running.map(|shift| shift.person.as_str()).collect()
}

fn contact(incident: &Incident, name: &str) -> String {
    incident.roster[name].contact.clone()
}

#[test]
fn people_come_and_go_with_one_key() {
    let mut screen = opened();
    go_to(&mut screen, "Spot");
    screen.press("space");
    assert_eq!(
        running(&screen.incident),
        ["Farmer Jane", "Farmer Dave", "Spot"]
    );
    screen.press("space");
    assert_eq!(running(&screen.incident), ["Farmer Jane", "Farmer Dave"]);
    screen.press("u u");
    assert_eq!(running(&screen.incident).len(), 2);
    assert!(
        screen
            .incident
            .shifts
            .iter()
            .all(|shift| shift.person != "Spot")
    );
}

/// One key on the wrong row does not leave the incident without anybody who is there to command.
#[test]
fn the_ic_goes_off_shift_with_a_reason_only_and_is_still_asked_to_hand_over() {
    let mut screen = opened();
    go_to(&mut screen, "Farmer Jane");
    screen.press("space");
    assert_eq!(running(&screen.incident), ["Farmer Jane", "Farmer Dave"]);
    screen.write_text("nobody else may");
    screen.press("enter");
    assert_eq!(running(&screen.incident), ["Farmer Dave"]);
    let clocks = screen.app.clocks.iter();
    let names: Vec<&str> = clocks.map(|due| due.name.as_str()).collect();
    assert!(names.contains(&"IC off shift: Farmer Jane"), "{names:?}");
    go_to(&mut screen, "Farmer Dave");
    screen.press("space");
    assert!(running(&screen.incident).is_empty());
}

#[test]
fn a_shift_is_backdated_from_the_card_of_a_person() {
    let mut screen = opened();
    go_to(&mut screen, "Spot");
    screen.press("enter i");
    screen.write_text("20m ago");
    screen.press("enter");
    let shift = screen.incident.shift_of("Spot").expect("Spot is on shift");
    let since = Span::between(shift.from, screen.now).as_seconds();
    assert!((1200..1270).contains(&since), "{since}");
    go_to(&mut screen, "Spot");
    screen.press("enter o");
    screen.write_text("5m ago");
    screen.press("enter");
    assert_eq!(running(&screen.incident), ["Farmer Jane", "Farmer Dave"]);
}

#[test]
fn what_is_known_of_a_person_is_changed_by_their_card() {
    let mut screen = opened();
    go_to(&mut screen, "Spot");
    screen.press("enter c");
    screen.write_text("+1 555 0100");
    screen.press("enter");
    assert_eq!(contact(&screen.incident, "Spot"), "+1 555 0100");
    screen.press("o b");
    assert_eq!(
        screen.incident.roster["Spot"].role.as_deref(),
        Some("scribe")
    );
    screen.press("enter b");
    screen.write_text("10h");
    screen.press("enter");
    assert!(screen.incident.roster["Spot"].not_before.is_some());
    screen.press("a");
    screen.write_text("The Goose, observer");
    screen.press("enter");
    let goose = &screen.incident.roster["The Goose"];
    assert_eq!(goose.role.as_deref(), Some("observer"));
    screen.press("u");
    assert!(!screen.incident.roster.contains_key("The Goose"));
}

#[test]
fn who_rests_comes_on_only_for_a_reason() {
    let mut screen = opened();
    go_to(&mut screen, "Farmer Dave");
    screen.press("-");
    screen.write_text("");
    screen.press("enter");
    assert_eq!(running(&screen.incident), ["Farmer Jane"]);
    go_to(&mut screen, "Farmer Dave");
    screen.press("space");
    assert!(screen.editor().overriding.is_some());
    screen.write_text("nobody else knows the fence");
    screen.press("enter");
    assert_eq!(running(&screen.incident), ["Farmer Jane", "Farmer Dave"]);
}

#[test]
fn somebody_who_comes_from_another_incident_brings_its_hours() {
    let mut screen = opened();
    let since = screen.now - TimeDelta::hours(2);
    let others = vec![Elsewhere {
        title: "The fox".into(),
        shifts: vec![Shift::since("Spot", since)],
        ended: None,
    }];
    screen.happen(Event::OthersRead(others));
    go_to(&mut screen, "Spot");
    screen.press("space");
    let shift = screen.incident.shift_of("Spot").expect("Spot is on shift");
    assert_eq!(shift.counts_from(), since);
    assert!(shift.from > since);
}

#[test]
fn whoever_may_have_left_is_asked_for() {
    let mut screen = opened();
    screen.now += TimeDelta::minutes(220);
    screen.happen(Event::Ticked);
    screen.press(": s t i l l enter");
    assert_eq!(screen.choices().title, "Is Farmer Dave still on shift?");
    screen.press("s");
    let shift = screen
        .incident
        .shift_of("Farmer Dave")
        .expect("nobody said he left");
    assert!(shift.seen_at.is_some());
    screen.press(": s t i l l enter");
    assert!(screen.is_bare());
    screen.now += TimeDelta::minutes(40);
    screen.press(": s t i l l enter l");
    screen.write_text("90m ago");
    screen.press("enter");
    assert_eq!(running(&screen.incident), ["Farmer Jane"]);
}

#[rstest]
#[case::from_the_now_view("1")]
#[case::from_the_people("6")]
fn a_question_is_asked_answered_and_shared(#[case] view: &str) {
    let mut screen = opened();
    screen.press(view);
    screen.say("Q", "@dave is the bucket public? 10m");
    let ask = &screen.incident.asks[0];
    assert_eq!(
        (ask.to.as_str(), ask.question.as_str()),
        ("Farmer Dave", "is the bucket public?")
    );
    assert!(screen.app.clocks.iter().any(|due| due.key == "Q1"));
    go_to(&mut screen, "Q1");
    screen.press("space");
    screen.write_text("until noon");
    screen.press("enter");
    let answered = matches!(&screen.incident.asks[0].state,
        AskState::Answered { answer, .. } if answer == "until noon");
    assert!(answered);
    go_to(&mut screen, "Q1");
    screen.press("enter n");
    assert!(
        screen
            .editor()
            .text
            .contains("is the bucket public? -> until noon")
    );
    screen.press("ctrl-s");
    let Command::Note { visibility, .. } = screen.asked() else {
        panic!("it is shared as a note");
    };
    assert_eq!(*visibility, Visibility::Shared);
}

#[test]
fn a_question_is_extended_dropped_and_put_on_a_board() {
    let mut screen = opened();
    screen.say("Q", "@dave is the bucket public? 10m");
    screen.say("Q", "@dave where is the fox? 10m");
    go_to(&mut screen, "Q1");
    screen.press("enter l");
    screen.write_text("30m");
    screen.press("enter");
    let due = screen.incident.asks[0].due;
    assert!(Span::between(screen.now, due) > Span::minutes(29));
    go_to(&mut screen, "Q1");
    screen.press("-");
    screen.write_text("");
    screen.press("enter");
    assert!(!screen.incident.asks[0].is_open());
    go_to(&mut screen, "Q2");
    let leads = screen.incident.leads.len();
    screen.press("L");
    assert_eq!(screen.incident.leads.len(), leads + 1);
    assert_eq!(screen.incident.leads[leads].text, "where is the fox?");
    assert_eq!(screen.incident.asks[1].id, AskId(2));
    assert!(screen.incident.asks[1].became.is_some());
    screen.press("u");
    assert_eq!(screen.incident.leads.len(), leads);
    screen.press("R");
    let fix = screen.incident.fixes.last().expect("it is on the board");
    assert_eq!(fix.owner, "Farmer Dave");
}

#[test]
fn the_walk_goes_from_the_mode_over_who_goes_home_to_the_rotation() {
    let mut screen = opened();
    screen.record(Command::StartShift(ShiftStarted::of("Spot")));
    screen.now += TimeDelta::hours(3);
    screen.press(": l o n g - r e m enter");
    let help = screen.choices().help.join(" ");
    assert!(help.contains("suggested: 24/7"), "{help}");
    screen.press("2");
    screen.write_text("the breach goes on");
    screen.press("enter");
    assert_eq!(
        screen.incident.working_mode,
        Some(WorkingMode::AroundTheClock)
    );
    let list = &screen.choices().list;
    let labels: Vec<&str> = list.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(
        labels,
        ["[ ] Farmer Dave", "[ ] Spot", "done", "hand off command"]
    );
    screen.press("a b b a a b d");
    assert_eq!(running(&screen.incident), ["Farmer Jane"]);
    assert_eq!(screen.app.view, View::People);
    assert!(screen.toast().contains("the plan"), "{}", screen.toast());
    assert!(matches!(screen.app.layers.last(), Some(Layer::Planner(_))));
    screen.press("esc u");
    assert_eq!(running(&screen.incident).len(), 3);
}

#[test]
fn nobody_goes_home_who_was_not_marked() {
    let mut screen = opened();
    screen.press(": l o n g - r e m enter b");
    screen.write_text("at night nothing happens");
    screen.press("enter d");
    assert_eq!(running(&screen.incident), ["Farmer Jane", "Farmer Dave"]);
    assert!(
        screen.toast().contains("business hours"),
        "{}",
        screen.toast()
    );
}

/// Lets hours pass, a minute at a time, and returns the words of the calls that name a thing.
fn calls(screen: &mut Screen, minutes: i64, name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..minutes {
        screen.now += TimeDelta::minutes(1);
        for effect in screen.happen(Event::Ticked) {
            if let Effect::Alert(Alert {
                words: Some(said), ..
            }) = effect
            {
                words.push(said);
            }
        }
    }
    words.retain(|said| said.contains(name));
    words
}

/// Puts the clock of somebody's shift off for good.
fn put_off(screen: &mut Screen, person: &str) {
    screen.record(Command::SnoozeClock {
        clock: format!("K7:{person}"),
        until: None,
        reason: "they know".into(),
    });
}

#[test]
fn the_end_of_a_shift_and_a_long_remediation_call_once_each() {
    let mut screen = opened();
    let mut later = opened();
    // Of several that come due at once only one is named.
    put_off(&mut screen, "Farmer Jane");
    let dave = calls(&mut screen, 600, "Farmer Dave");
    assert_eq!(dave.len(), 1, "{dave:?}");
    assert!(dave[0].contains("is due in"), "{dave:?}");
    for person in ["Farmer Jane", "Farmer Dave"] {
        put_off(&mut later, person);
    }
    let long = calls(&mut later, 600, "Long remediation");
    assert_eq!(long.len(), 1, "{long:?}");
    for to in [Status::Resolved, Status::Investigating] {
        let reason = "as it turned out".into();
        later.record_overriding(Command::SetStatus { to, reason });
    }
    let long = calls(&mut later, 600, "Long remediation");
    assert_eq!(long.len(), 1, "{long:?}");
}

#[test]
fn a_longer_shift_calls_again_before_its_own_end() {
    let mut screen = opened();
    put_off(&mut screen, "Farmer Jane");
    assert_eq!(calls(&mut screen, 170, "Farmer Dave").len(), 1);
    screen.record(Command::ChangeRoster(RosterAsked {
        person: "Farmer Dave".into(),
        wish: PersonWish::Extend {
            by: Span::hours(1),
            reason: "until the lab answers".into(),
        },
    }));
    assert_eq!(calls(&mut screen, 30, "Farmer Dave").len(), 0);
    assert_eq!(calls(&mut screen, 60, "Farmer Dave").len(), 1);
}

#[test]
fn a_question_rings_once_when_its_time_is_over() {
    let mut screen = opened();
    screen.say("Q", "@dave is the bucket public? 10m");
    let rung = calls(&mut screen, 9, "Ask Q1");
    assert_eq!(rung, Vec::<String>::new());
    let rung = calls(&mut screen, 40, "Ask Q1");
    assert_eq!(
        rung,
        ["Ask Q1: Farmer Dave is due: Come back to Farmer Dave: is the bucket public?"]
    );
}

#[test]
fn a_question_whose_time_is_over_takes_the_answer_at_once() {
    let mut screen = opened();
    screen.say("Q", "@dave is the bucket public? 10m");
    screen.now += TimeDelta::minutes(11);
    screen.happen(Event::Ticked);
    let next = screen.app.next.clone().expect("a word");
    assert_eq!(next.due.expect("its clock").key, "Q1");
    screen.press("x");
    screen.write_text("Luckily not");
    screen.press("enter");
    let answered = matches!(&screen.incident.asks[0].state,
        AskState::Answered { answer, .. } if answer == "Luckily not");
    assert!(answered, "{:?}", screen.incident.asks[0]);
}

#[test]
fn a_question_is_put_to_whoever_is_selected_but_not_to_oneself() {
    let mut screen = opened();
    go_to(&mut screen, "Farmer Jane");
    screen.press("Q");
    assert_eq!(screen.editor().text, "@");
    screen.press("esc");
    go_to(&mut screen, "Spot");
    screen.press("Q");
    assert_eq!(screen.editor().text, "@Spot ");
}

#[test]
fn somebody_who_is_on_the_roster_by_mistake_is_taken_off_it() {
    let mut screen = opened();
    let add = |screen: &mut Screen| {
        screen.record(Command::ChangeRoster(RosterAsked {
            person: "FOX".into(),
            wish: PersonWish::Add(String::new()),
        }));
    };
    let is_there = |screen: &Screen| {
        let mut rows = screen.app.rows.people.iter();
        rows.any(|row| row.id() == PeopleId::Person("FOX".into()))
    };
    add(&mut screen);
    assert!(is_there(&screen));
    go_to(&mut screen, "FOX");
    screen.press("enter d");
    assert!(!is_there(&screen));
    screen.press("u");
    assert!(is_there(&screen), "it is undone as anything else");
    go_to(&mut screen, "FOX");
    screen.press("enter d");
    add(&mut screen);
    assert!(is_there(&screen));
}

#[test]
fn a_shift_is_made_longer_from_the_card_of_a_person_and_only_with_a_reason() {
    let mut screen = opened();
    let due = |screen: &Screen| {
        let mut clocks = screen.app.clocks.iter();
        clocks
            .find(|due| due.key == "K7:Farmer Dave")
            .expect("he is on")
            .due_at
    };
    let before = due(&screen);
    go_to(&mut screen, "Farmer Dave");
    screen.press("enter x");
    screen.write_text("30m");
    screen.press("enter");
    assert!(!screen.editor().problem.is_empty(), "it takes a reason");
    assert_eq!(due(&screen), before);
    screen.write_text("30m until the lab answers");
    screen.press("enter");
    assert_eq!(due(&screen), before + TimeDelta::minutes(30));
    let said = screen
        .entries
        .iter()
        .rev()
        .map(|it| describe(&it.event, Zone::UTC));
    assert!(said.take(3).any(|it| it.contains("until the lab answers")));
}
