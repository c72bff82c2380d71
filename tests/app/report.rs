//! The Report view by keys: parts edited, causes worked out, words picked.

use sitroom::app::{App, Effect, Event, Layer, ReportAsk, ReportRow, Section, View, update};
use sitroom::domain::command::Command;
use sitroom::domain::event::Visibility;
use sitroom::domain::incident::Moment;
use sitroom::domain::vocabulary::Facet;

use crate::screen::Screen;
use crate::stroll::on_row;

fn looking() -> Screen {
    let mut screen = Screen::confirmed();
    screen.record(Command::Note {
        text: "the latch hangs loose".into(),
        visibility: Visibility::Shared,
    });
    screen.record(Command::Note {
        text: "Dave was drunk".into(),
        visibility: Visibility::Local,
    });
    screen.press("9");
    assert_eq!(screen.app.view, View::Report);
    screen
}

fn section(screen: &Screen) -> Option<Section> {
    screen.app.selected_report_row().map(ReportRow::section)
}

fn tree(screen: &Screen) -> String {
    let nodes = screen.incident.worksheet.causes.in_order();
    let nodes = nodes
        .iter()
        .map(|node| format!("{}{}", ".".repeat(node.depth), node.cause.text));
    nodes.collect::<Vec<_>>().join(" ")
}

fn type_in(screen: &mut Screen, text: &str) {
    for c in text.chars() {
        let key = if c == ' ' {
            "space".to_owned()
        } else {
            c.to_string()
        };
        screen.press(&key);
    }
}

#[test]
fn left_and_right_turn_from_section_to_section() {
    let mut screen = looking();
    let mut seen = vec![section(&screen)];
    for _ in 0..5 {
        screen.press("right");
        seen.push(section(&screen));
    }
    let sections = [
        Section::Report,
        Section::Figures,
        Section::Classification,
        Section::Causes,
        Section::Lessons,
        Section::Report,
    ];
    assert_eq!(seen, sections.map(Some));
    screen.press("left");
    assert_eq!(section(&screen), Some(Section::Lessons));
}

#[test]
fn a_part_is_edited_on_a_page_and_reverted() {
    let mut screen = looking();
    let lessons = |row: &ReportRow| *row == ReportRow::Part("lessons".into());
    on_row(&mut screen, lessons);
    screen.press("enter");
    screen.write_text("Shut the gate.");
    screen.press("ctrl-s");
    assert_eq!(
        screen.incident.worksheet.edits["lessons"].text,
        "Shut the gate."
    );
    let figures = screen.app.rows.figures.as_ref().expect("it is looked at");
    let part = figures.report.part("lessons").expect("a part");
    assert_eq!(
        (part.text.as_str(), part.state.word()),
        ("Shut the gate.", "edited")
    );
    on_row(&mut screen, lessons);
    screen.press("-");
    assert!(screen.incident.worksheet.edits.is_empty());
}

#[test]
fn what_stays_here_is_neither_in_the_report_nor_offered_as_evidence() {
    let mut screen = looking();
    let figures = screen.app.rows.figures.as_ref().expect("it is looked at");
    assert!(!figures.report.markdown().contains("drunk"));
    on_row(&mut screen, |row| *row == ReportRow::FirstCause);
    screen.press("a");
    screen.write_text("why?");
    screen.press("enter");
    on_row(&mut screen, |row| matches!(row, ReportRow::Cause(_)));
    screen.press("l");
    let Some(Layer::Picks(picks)) = screen.app.layers.last() else {
        panic!("a list of entries");
    };
    assert!(
        picks
            .all
            .iter()
            .any(|pick| pick.label.contains("hangs loose"))
    );
    assert!(!picks.all.iter().any(|pick| pick.label.contains("drunk")));
}

#[test]
fn a_tree_of_causes_is_built_moved_and_taken_apart() {
    let mut screen = looking();
    let add = |screen: &mut Screen, key: &str, text: &str| {
        screen.press(key);
        screen.write_text(text);
        screen.press("enter");
    };
    let on = |screen: &mut Screen, text: &str| {
        let causes = screen.incident.worksheet.causes.in_order();
        let id = causes
            .iter()
            .find(|node| node.cause.text == text)
            .expect("a cause");
        let id = id.cause.id;
        on_row(screen, |row| *row == ReportRow::Cause(id));
    };
    on_row(&mut screen, |row| *row == ReportRow::FirstCause);
    add(&mut screen, "a", "why?");
    on(&mut screen, "why?");
    add(&mut screen, "a", "gate");
    on(&mut screen, "gate");
    add(&mut screen, "A", "dog");
    add(&mut screen, "a", "latch");
    assert_eq!(tree(&screen), "why? .gate ..latch .dog");
    on(&mut screen, "dog");
    screen.press("(");
    assert_eq!(tree(&screen), "why? .dog .gate ..latch");
    screen.press(")");
    assert_eq!(tree(&screen), "why? .gate ..latch .dog");
    screen.press(">");
    assert_eq!(tree(&screen), "why? .gate ..latch ..dog");
    screen.press("<");
    assert_eq!(tree(&screen), "why? .gate ..latch .dog");
    screen.press("i");
    let causes = screen.incident.worksheet.causes.in_order();
    assert_eq!(causes[0].method.word(), "whys");
    on(&mut screen, "gate");
    screen.press("-");
    assert_eq!(tree(&screen), "why? .dog");
    screen.press("u");
    assert_eq!(tree(&screen), "why? .gate ..latch .dog");
}

#[test]
fn evidence_is_found_by_typing_and_linked_with_enter() {
    let mut screen = looking();
    on_row(&mut screen, |row| *row == ReportRow::FirstCause);
    screen.press("a");
    screen.write_text("why?");
    screen.press("enter");
    on_row(&mut screen, |row| matches!(row, ReportRow::Cause(_)));
    screen.press("l");
    type_in(&mut screen, "loose latch");
    screen.press("enter");
    let cause = |screen: &Screen| screen.incident.worksheet.causes.in_order()[0].cause.clone();
    let [linked] = cause(&screen).evidence[..] else {
        panic!("one link");
    };
    let mut entries = screen.entries.iter();
    let entry = entries.find(|entry| entry.id == linked).expect("an entry");
    assert!(format!("{:?}", entry.event).contains("hangs loose"));
    // The list stays, and the same key takes the link away.
    assert!(matches!(screen.app.layers.last(), Some(Layer::Picks(_))));
    screen.press("enter");
    assert!(cause(&screen).evidence.is_empty());
    screen.press("esc");
    assert!(screen.app.layers.is_empty());
}

#[test]
fn one_word_is_picked_and_the_list_closes() {
    let mut screen = looking();
    on_row(&mut screen, |row| {
        *row == ReportRow::Facet(Facet::Recoverability)
    });
    screen.press("enter");
    type_in(&mut screen, "not rec");
    screen.press("enter");
    assert!(screen.app.layers.is_empty());
    let values = Facet::Recoverability.values(&screen.incident);
    assert_eq!(values, ["Not Recoverable"]);
    screen.press("-");
    assert!(Facet::Recoverability.values(&screen.incident).is_empty());
}

#[test]
fn several_words_are_picked_one_after_the_other_and_others_typed() {
    let mut screen = looking();
    on_row(&mut screen, |row| {
        *row == ReportRow::Facet(Facet::ThreatActions)
    });
    screen.press("enter");
    type_in(&mut screen, "phish");
    screen.press("enter");
    for _ in 0..5 {
        screen.press("backspace");
    }
    type_in(&mut screen, "digging");
    screen.press("enter");
    let values = Facet::ThreatActions.values(&screen.incident);
    assert_eq!(values, ["social/Phishing", "digging"]);
    // The same key takes it away again.
    screen.press("enter");
    assert_eq!(
        Facet::ThreatActions.values(&screen.incident),
        ["social/Phishing"]
    );
}

#[test]
fn a_count_is_typed_and_what_is_none_is_said() {
    let mut screen = looking();
    on_row(&mut screen, |row| *row == ReportRow::Facet(Facet::Users));
    screen.press("enter");
    screen.write_text("many");
    screen.press("enter");
    assert!(
        screen.editor().problem.contains("none of the words"),
        "{}",
        screen.editor().problem
    );
    screen.write_text("120");
    screen.press("enter");
    assert_eq!(Facet::Users.values(&screen.incident), ["120"]);
}

#[test]
fn times_lessons_and_published_figures_are_written_down() {
    let mut screen = looking();
    on_row(&mut screen, |row| {
        *row == ReportRow::Moment(Moment::Contained)
    });
    screen.press("a");
    screen.write_text("10m ago, token dead");
    screen.press("enter");
    assert_eq!(
        screen.incident.worksheet.containments[0].label,
        "token dead"
    );
    let section = |row: &ReportRow| matches!(row, ReportRow::FirstLesson(_));
    on_row(&mut screen, section);
    screen.press("a");
    screen.write_text("the fox came twice");
    screen.press("enter");
    assert_eq!(
        screen.incident.worksheet.lessons[0].list.word(),
        "surprised"
    );
    let metric = sitroom::domain::metrics::Metric::TimeToContainment;
    on_row(&mut screen, |row| *row == ReportRow::Metric(metric));
    screen.press("enter");
    screen.write_text("2 hours in the post");
    screen.press("enter");
    let published = &screen.incident.worksheet.published[0];
    assert_eq!(
        (published.figure.as_str(), published.source.as_str()),
        ("2 hours", "the post")
    );
}

#[test]
fn a_long_text_scrolls_and_the_next_part_begins_at_its_top() {
    let mut screen = looking();
    on_row(&mut screen, |row| {
        *row == ReportRow::Part("timeline".into())
    });
    screen.press("pagedown");
    assert!(screen.app.scroll > 0);
    for _ in 0..200 {
        screen.press("pagedown");
    }
    let most = screen.app.scroll;
    screen.press("pageup");
    assert!(screen.app.scroll < most);
    screen.press("j");
    assert_eq!(screen.app.scroll, 0);
}

#[test]
fn the_tab_comes_when_the_incident_has_ended() {
    let mut screen = Screen::confirmed();
    assert!(!View::shown(View::Now, &screen.incident).contains(&View::Report));
    assert!(View::shown(View::Report, &screen.incident).contains(&View::Report));
    screen.record_overriding(Command::SetStatus {
        to: sitroom::domain::incident::Status::Resolved,
        reason: String::new(),
    });
    assert!(View::shown(View::Now, &screen.incident).contains(&View::Report));
}

#[test]
fn keys_are_handled_while_the_report_is_worked_out() {
    let mut screen = Screen::confirmed();
    let now = screen.now;
    let key = |app: &mut App, key: &str| update(app, Event::Key(key.parse().unwrap()), now);
    let ask = |effects: Vec<Effect>| {
        let mut asks = effects.into_iter().filter_map(|effect| match effect {
            Effect::WorkOutReport(ask) => Some(ask),
            _ => None,
        });
        asks.next()
    };
    let answer = |app: &mut App, ask: &ReportAsk| {
        let figures = Box::new(ask.work_out());
        update(app, Event::ReportWorkedOut(ask.number, figures), now)
    };
    let app = &mut screen.app;
    let first = ask(key(app, "9")).expect("the report is asked for");
    assert!(app.is_working_out() && app.rows.figures.is_none());
    // Nothing is worked out yet, and every key does what it does.
    key(app, "n");
    assert!(matches!(app.layers.last(), Some(Layer::Editor(_))));
    key(app, "esc");
    key(app, "1");
    assert_eq!(app.view, View::Now);
    let second = ask(key(app, "9")).expect("it is asked for anew");
    answer(app, &first);
    assert!(
        app.rows.figures.is_none(),
        "nobody waits for that one any more"
    );
    answer(app, &second);
    assert!(app.rows.figures.is_some() && !app.is_working_out());
}

#[test]
fn the_report_is_worked_out_when_it_is_old_and_not_for_each_look_and_letter() {
    let mut screen = Screen::confirmed();
    let asks = |screen: &mut Screen, keys: &str| {
        let mut asks = 0;
        for key in keys.split(' ') {
            let press = Event::Key(key.parse().unwrap());
            for effect in update(&mut screen.app, press, screen.now) {
                if let Effect::WorkOutReport(ask) = effect {
                    let figures = Box::new(ask.work_out());
                    let worked_out = Event::ReportWorkedOut(ask.number, figures);
                    update(&mut screen.app, worked_out, screen.now);
                    asks += 1;
                }
            }
        }
        asks
    };
    assert_eq!(asks(&mut screen, "9"), 1);
    assert_eq!(asks(&mut screen, "/ l e s enter esc 1 9 3 9"), 0);
    screen.record(Command::Note {
        text: "the latch hangs loose".into(),
        visibility: Visibility::Shared,
    });
    let worked_out = screen.app.rows.figures.clone();
    assert_eq!(asks(&mut screen, "1 9"), 0, "it is of the record as it is");
    screen.press("1");
    screen.record(Command::Note {
        text: "the fox is gone".into(),
        visibility: Visibility::Shared,
    });
    assert_eq!(screen.app.rows.figures, worked_out, "nobody looks at it");
    assert_eq!(asks(&mut screen, "9"), 1);
    screen.now += chrono::TimeDelta::minutes(5);
    assert_eq!(asks(&mut screen, "j"), 0);
    assert_eq!(asks(&mut screen, "1 9"), 1, "its ages are old");
}

#[test]
fn a_part_that_nobody_wrote_opens_empty_and_stays_so() {
    let mut screen = looking();
    on_row(&mut screen, |row| *row == ReportRow::Part("lessons".into()));
    screen.press("e");
    assert_eq!(screen.editor().text, "");
    screen.press("ctrl-s");
    assert!(screen.app.layers.is_empty(), "it is saved");
    assert!(screen.incident.worksheet.edits.is_empty());
}

#[test]
fn an_edit_that_a_key_takes_back_is_told_and_u_brings_it_back() {
    let mut screen = looking();
    on_row(&mut screen, |row| *row == ReportRow::Part("impact".into()));
    screen.press("e");
    screen.write_text("the hens lay nothing");
    screen.press("ctrl-s");
    let edits = screen.incident.worksheet.edits.clone();
    assert!(edits.contains_key("impact"), "{edits:?}");
    screen.press("-");
    assert!(screen.incident.worksheet.edits.is_empty());
    let part = screen.app.rows.figures.as_ref().unwrap();
    let title = part.report.part("impact").unwrap().title.clone();
    let said = format!("the edit of {title} is taken back; u brings it back");
    assert_eq!(screen.toast(), said);
    screen.press("u");
    assert_eq!(screen.incident.worksheet.edits, edits);
}

#[test]
fn what_is_typed_into_a_part_goes_behind_what_the_record_says() {
    let mut screen = looking();
    on_row(&mut screen, |row| *row == ReportRow::Part("impact".into()));
    screen.press("e");
    let text = screen.editor().text.clone();
    assert!(text.trim_end().starts_with("- "), "{text}");
    assert!(text.ends_with("\n\n"), "{text:?}");
    assert!(screen.editor().is_added_to());
    screen.press("ctrl-s");
    assert!(screen.incident.worksheet.edits.is_empty(), "nothing is new");
}
