//! All incidents of the machine, from the screen of one.

use chrono::TimeDelta;
use sitroom::app::{AcrossPage, Attention, Effect, Event, Layer, NotSaved, SavedReport, Together};
use sitroom::domain::command::Command;
use sitroom::domain::decide::Refusal;
use sitroom::domain::followup::Outstanding;
use sitroom::domain::ids::FixId;
use sitroom::domain::incident::{FixClass, FixState, Incident, Snooze, Status};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::Instant;

use crate::screen::Screen;

const OTHER: &str = "2026-10-01-the-fence";

fn fix(screen: &mut Screen, text: &str) {
    screen.record(Command::AddFix {
        text: text.into(),
        class: FixClass::LongTerm,
        owner: "Farmer Dave".into(),
    });
}

/// The follow-ups of another incident, which was resolved a month ago.
fn elsewhere(now: Instant) -> Vec<Outstanding> {
    let mut other = Screen::confirmed();
    fix(&mut other, "mend the fence");
    fix(&mut other, "buy a lock");
    let (to, reason) = (Status::Resolved, String::new());
    other.record_overriding(Command::SetStatus { to, reason });
    let mut incident: Incident = (*other.app.incident).clone();
    incident.id = OTHER.parse().expect("an id");
    incident.title = "The fence is down".into();
    let playbook = other.app.playbook.clone();
    Outstanding::of(&incident, &playbook, now).collect()
}

/// A screen a month later, on an incident with one item left for later.
fn screen() -> Screen {
    let mut screen = Screen::confirmed();
    fix(&mut screen, "paint the gate");
    let (to, reason) = (Status::Resolved, String::new());
    screen.record_overriding(Command::SetStatus { to, reason });
    screen.now += TimeDelta::days(30);
    let all = elsewhere(screen.now);
    screen.happen(Event::OutstandingRead(all));
    screen
}

/// Marks a follow-up of the other incident, or of this one.
fn mark(screen: &mut Screen, is_other: bool) {
    screen.press("F");
    let all = screen.app.follow_ups();
    let is_it = |it: &Outstanding| (it.incident.as_str() == OTHER) == is_other;
    let at = all.iter().position(is_it).expect("it is there");
    for _ in 0..at {
        screen.press("j");
    }
}

#[test]
fn what_is_overdue_elsewhere_is_told_when_it_is_read() {
    let screen = screen();
    assert_eq!(screen.app.overdue_elsewhere().count(), 2);
    assert_eq!(
        screen.toast(),
        "2 follow-ups of other incidents overdue; F shows them"
    );
}

/// Lets days pass, and returns with which words somebody was called.
fn days(screen: &mut Screen, days: i64) -> Vec<String> {
    screen.now += TimeDelta::days(days);
    let effects = screen.happen(Event::Ticked);
    let called = effects.into_iter().filter_map(|effect| match effect {
        Effect::Alert(alert) => alert.words,
        _ => None,
    });
    called.collect()
}

const TWO: &str = "2 follow-ups of other incidents overdue";

/// Only the other incident has something left.
fn only_elsewhere() -> Screen {
    let mut screen = Screen::confirmed();
    let (to, reason) = (Status::Resolved, String::new());
    screen.record_overriding(Command::SetStatus { to, reason });
    let all = elsewhere(screen.now);
    screen.now += TimeDelta::days(13);
    screen.happen(Event::OutstandingRead(all));
    screen
}

fn of_others(calls: Vec<String>) -> Vec<String> {
    let of_others = calls.into_iter().filter(|words| words.contains("other"));
    of_others.collect()
}

#[test]
fn what_comes_due_elsewhere_reminds_with_no_news_and_again_as_often_as_the_process_says() {
    let mut screen = only_elsewhere();
    assert_eq!(screen.app.playbook.follow_up.every.iso(), "P7D");
    let mut calls = Vec::new();
    for day in 14..=29 {
        let called = of_others(days(&mut screen, 1));
        calls.extend(called.into_iter().map(|words| (day, words)));
        let again = of_others(days(&mut screen, 0));
        assert_eq!(again, [""; 0], "once on day {day}");
    }
    // It is overdue strictly after the fortnight.
    let wanted = [15, 22, 29].map(|day| (day, TWO.to_owned()));
    assert_eq!(calls, wanted);
}

#[test]
fn what_is_put_off_elsewhere_reminds_once_its_time_is_over_and_what_is_done_never() {
    let mut screen = screen();
    let at = screen.now + TimeDelta::days(10);
    let mut all = elsewhere(screen.now);
    all.retain(|it| it.follow_up.text == "mend the fence");
    for it in &mut all {
        it.follow_up.put_off = Some(Snooze {
            at: screen.now,
            until: Some(at),
            reason: "no posts".into(),
            round: None,
        });
    }
    screen.happen(Event::OutstandingRead(all));
    for day in 1..10 {
        assert_eq!(of_others(days(&mut screen, 1)), [""; 0], "day {day}");
    }
    let one = "1 follow-up of other incidents overdue";
    assert_eq!(of_others(days(&mut screen, 1)), [one]);
    screen.happen(Event::OutstandingRead(Vec::new()));
    assert_eq!(of_others(days(&mut screen, 30)), [""; 0]);
}

#[test]
fn a_screen_that_opens_later_reminds_anew() {
    let first = screen();
    let mut again = Screen::confirmed();
    again.now = first.now;
    let effects = again.happen(Event::OutstandingRead(first.app.outstanding.clone()));
    let is_call =
        |effect: &Effect| matches!(effect, Effect::Alert(it) if it.words.as_deref() == Some(TWO));
    assert!(effects.iter().any(is_call), "{effects:?}");
}

#[test]
fn quiet_hours_keep_the_reminder_for_their_end() {
    let mut screen = only_elsewhere();
    let hours = |text: &str| Some(text.parse().expect("hours"));
    let rules = |quiet| Attention {
        quiet,
        ..Attention::default()
    };
    screen.app = screen.app.clone().calling_by(rules(hours("00:00-23:59")));
    assert_eq!(of_others(days(&mut screen, 5)), [""; 0]);
    screen.app = screen.app.clone().calling_by(rules(None));
    assert_eq!(of_others(days(&mut screen, 0)), [TWO]);
}

#[test]
fn what_is_left_here_calls_again_until_it_is_put_off() {
    let mut screen = screen();
    let of_it = |calls: Vec<String>| calls.iter().filter(|it| !it.contains("other")).count();
    let mut calls = Vec::new();
    for day in 1..=21 {
        if of_it(days(&mut screen, 1)) > 0 {
            calls.push(day);
        }
    }
    let apart: Vec<i64> = calls.windows(2).map(|two| two[1] - two[0]).collect();
    assert_eq!(apart, [7, 7], "{calls:?}");
    let until = Some(screen.now + TimeDelta::days(20));
    screen.record(Command::SnoozeClock {
        clock: "R3".into(),
        until,
        reason: "no paint".into(),
    });
    for day in 1..20 {
        let called = days(&mut screen, 1);
        let of_fix = called.iter().filter(|it| it.contains("R3")).count();
        assert_eq!(of_fix, 0, "day {day}: {called:?}");
    }
    let called = days(&mut screen, 1);
    assert!(called.iter().any(|it| it.contains("R3")), "{called:?}");
}

#[test]
fn the_list_has_this_incident_and_the_others() {
    let mut screen = screen();
    screen.press("F");
    let Some(Layer::Across(view)) = screen.app.layers.last() else {
        panic!("{:?}", screen.app.layers);
    };
    assert_eq!(view.page, AcrossPage::FollowUps);
    let all = screen.app.follow_ups();
    let others = all
        .iter()
        .filter(|it| it.incident.as_str() == OTHER)
        .count();
    assert_eq!(
        (others, all.len()),
        (3, 5),
        "two items and the review, one item and the review"
    );
}

#[test]
fn done_here_goes_to_this_record() {
    let mut screen = screen();
    mark(&mut screen, false);
    screen.press("space");
    let done = Command::MoveFix {
        id: FixId(3),
        from: FixState::Assigned,
        to: FixState::Done,
    };
    assert_eq!(*screen.asked(), done);
}

#[test]
fn done_elsewhere_goes_to_the_record_of_that_incident_and_to_no_other() {
    let mut screen = screen();
    mark(&mut screen, true);
    let effects = screen.press("space");
    let [Effect::ExecuteIn { incident, request }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(incident.as_str(), OTHER);
    assert!(matches!(
        request.command,
        Command::MoveFix {
            to: FixState::Done,
            ..
        }
    ));
    assert_eq!(screen.app.incident.fixes[0].state, FixState::Open);
}

#[test]
fn what_comes_about_meanwhile_goes_to_the_record_on_the_screen() {
    let mut screen = screen();
    mark(&mut screen, true);
    screen.press("down up");
    // A process that has a line for the report.
    let shipped = Playbook::shipped("cloud-gov-2023").expect("it ships");
    screen.app.playbook = std::sync::Arc::new(shipped);
    let effects = screen.happen(Event::ReportSaved(SavedReport {
        path: "/farm/report.md".into(),
        note: "report.md".into(),
        unwritten: Vec::new(),
        clashing: Vec::new(),
    }));
    let is_elsewhere = |effect: &Effect| matches!(effect, Effect::ExecuteIn { .. });
    assert!(matches!(*screen.asked(), Command::ReachMilestone(_)));
    assert!(!effects.iter().any(is_elsewhere), "{effects:?}");
}

#[test]
fn putting_off_elsewhere_takes_a_reason_and_closes_once_it_is_saved() {
    let mut screen = screen();
    mark(&mut screen, true);
    screen.press("z");
    screen.write_text("14d no posts");
    let effects = screen.press("enter");
    let asked = effects.iter().find_map(|effect| match effect {
        Effect::ExecuteIn { incident, request } => Some((incident, request)),
        _ => None,
    });
    let (incident, request) = asked.unwrap();
    assert_eq!(incident.as_str(), OTHER);
    assert!(
        matches!(&request.command, Command::SnoozeClock { reason, .. } if reason == "no posts")
    );
    assert!(
        matches!(screen.app.layers.last(), Some(Layer::Editor(_))),
        "not before it is saved"
    );
    screen.happen(Event::Saved);
    assert!(matches!(screen.app.layers.last(), Some(Layer::Across(_))));
}

#[test]
fn a_refusal_elsewhere_is_overridden_there() {
    let mut screen = screen();
    mark(&mut screen, true);
    screen.press("z");
    screen.write_text("never who cares");
    screen.press("enter");
    screen.happen(Event::Refused(Refusal {
        guard: Some("follow-up-forgotten"),
        cause: "nobody would be asked again".into(),
        hint: "put it off".into(),
        found: Vec::new(),
        is_general: false,
    }));
    screen.write_text("the farm is sold");
    let effects = screen.press("enter");
    let is_there = |effect: &Effect| matches!(effect, Effect::ExecuteIn { incident, .. } if incident.as_str() == OTHER);
    assert!(effects.iter().any(is_there), "{effects:?}");
}

#[test]
fn what_is_not_saved_elsewhere_keeps_the_text() {
    let mut screen = screen();
    mark(&mut screen, true);
    screen.press("t");
    screen.write_text("2027-01-15");
    screen.press("enter");
    screen.happen(Event::NotSaved(NotSaved {
        cause: "no space left".into(),
        hint: "make room".into(),
    }));
    assert_eq!(screen.editor().text, "2027-01-15");
}

#[test]
fn after_leaving_the_list_keys_act_on_this_record_again() {
    let mut screen = screen();
    mark(&mut screen, true);
    screen.press("esc");
    screen.press("n");
    screen.write_text("a note");
    screen.press("ctrl-s");
    assert!(matches!(screen.asked(), Command::Note { .. }));
}

#[test]
fn news_move_no_mark() {
    let mut screen = screen();
    mark(&mut screen, true);
    screen.press("j");
    let marked = |screen: &Screen| match screen.app.layers.last() {
        Some(Layer::Across(view)) => view.marked.clone(),
        _ => None,
    };
    let before = marked(&screen);
    let mut all = elsewhere(screen.now);
    all.remove(0);
    screen.happen(Event::OutstandingRead(all));
    assert!(before.is_some());
    assert_eq!(marked(&screen), before);
}

#[test]
fn figures_are_read_behind_the_screen_and_keys_go_on() {
    let mut screen = screen();
    let effects = screen.press("B");
    assert_eq!(effects, [Effect::ReadFigures]);
    assert_eq!(screen.app.together, Together::Unread);
    screen.press("j");
    screen.press("tab");
    screen.press("tab");
    let lines = vec![
        "All: 2 incidents".to_owned(),
        "  Time to resolve".to_owned(),
    ];
    screen.happen(Event::FiguresRead(lines.clone()));
    assert_eq!(screen.app.together, Together::Read(lines));
    screen.press("esc");
    assert!(screen.is_bare());
}

#[test]
fn the_next_step_of_a_closed_record_opens_the_list() {
    let mut screen = screen();
    let reason = String::new();
    screen.record_overriding(Command::SetClosed {
        closed: true,
        reason,
    });
    screen.happen(Event::Ticked);
    let next = screen.app.next.clone().unwrap();
    assert_eq!(next.text, "See to R3: paint the gate");
    screen.press("x");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Across(_))));
}
