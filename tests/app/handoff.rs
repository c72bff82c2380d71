//! Handing command over at one keyboard, and what is left to whoever went.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Effect, Event, HandoffText, Layer, Purpose};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::handoff::{HandoffAsked, Standing, marked_lines, standing};
use sitroom::domain::incident::{Severity, Shift};
use sitroom::domain::people::Elsewhere;

use crate::screen::Screen;

const MARKED: [&str; 3] = ["L1 ", "R1 ", "Status "];

/// Marks the lines of a brief that begin with one of three words.
fn marked(brief: &str) -> String {
    let lines = brief.lines().map(|line| {
        let is_marked = MARKED
            .iter()
            .any(|mark| line.starts_with(&format!("- {mark}")));
        if is_marked {
            line.replacen('-', "*", 1)
        } else {
            line.to_owned()
        }
    });
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace("{theory}", "a fox")
        .replace("{worries}", "rain")
}

fn type_text(screen: &mut Screen, text: &str) {
    screen.happen(Event::Edited { text: text.into() });
}

/// Farmer Jane offers command to Farmer Dave once somebody had a sitrep.
fn offered() -> Screen {
    let mut screen = Screen::confirmed();
    screen.record(Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["#incident-response".into()],
        text: String::new(),
    });
    offered_on(screen)
}

fn offered_on(mut screen: Screen) -> Screen {
    screen.press("h");
    type_text(&mut screen, "@Farmer Dave");
    screen.press("enter");
    let brief = marked(&screen.editor().text);
    type_text(&mut screen, &brief);
    screen.press("ctrl-s");
    screen
}

/// Returns the page of a read-back with the marked lines typed, one of them as it is given.
fn read_back(screen: &Screen, second: Option<&str>) -> String {
    let offer = screen.incident.handoff.offer.as_ref().expect("an offer");
    let mut page = screen.editor().text.clone();
    for (line, n) in offer.marked.iter().zip(1..) {
        let typed = second.filter(|_| n == 2).unwrap_or(line);
        page = page.replace(
            &format!("\n{n}: "),
            &format!("\n{n}: {}", typed.to_uppercase()),
        );
    }
    page
}

fn taken() -> Screen {
    let mut screen = offered();
    screen.press("h a");
    let page = read_back(&screen, None);
    type_text(&mut screen, &page);
    screen.press("ctrl-s");
    screen
}

#[test]
fn command_changes_hands_at_one_keyboard() {
    let mut screen = offered();
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(screen.incident.ic, "Farmer Jane");
    let offer = screen.incident.handoff.offer.clone().expect("an offer");
    assert_eq!(offer.marked.len(), 3, "{}", offer.brief);
    screen.press("h a");
    let page = read_back(&screen, None);
    type_text(&mut screen, &page);
    screen.press("ctrl-s");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    assert_eq!(screen.app.me, "Farmer Dave");
    assert!(
        screen.incident.shift_of("Farmer Dave").is_some(),
        "their shift began"
    );
    let Purpose::Message { message } = &screen.editor().purpose else {
        panic!("{:?}", screen.editor().purpose)
    };
    assert_eq!(message, "handoff-sitrep");
    assert!(screen.editor().text.contains("Farmer Dave has taken over"));
    let overlap = screen
        .app
        .clocks
        .iter()
        .find(|due| due.key.starts_with("K8"));
    assert!(overlap.is_some(), "the overlap clock runs");
}

#[test]
fn before_anybody_had_a_sitrep_whoever_takes_command_writes_the_initial_one() {
    let mut screen = offered_on(Screen::confirmed());
    screen.press("h a");
    let page = read_back(&screen, None);
    type_text(&mut screen, &page);
    screen.press("ctrl-s");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    let message = |screen: &Screen| match &screen.editor().purpose {
        Purpose::Message { message } => message.clone(),
        other => panic!("no message but {other:?}"),
    };
    assert_eq!(message(&screen), "initial-sitrep");
    screen.press("esc s");
    assert_eq!(message(&screen), "initial-sitrep", "as by its key");
}

#[test]
fn where_nothing_was_marked_nothing_is_to_be_read_back() {
    let mut screen = Screen::confirmed();
    screen.press("h");
    type_text(&mut screen, "Farmer Dave");
    screen.press("enter");
    let brief = marked(&screen.editor().text).replace("\n* ", "\n- ");
    type_text(&mut screen, &brief);
    screen.press("ctrl-s");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    type_text(&mut screen, "there was no time");
    screen.press("enter");
    screen.press("h a");
    let editor = screen.editor();
    let shown = format!("{}\n{}", editor.help.join("\n"), editor.text);
    for part in [
        "Nothing was marked to read back.",
        "saving it takes command",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    for part in ["behind 1:", "\n1: ", "Read back the lines"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
    screen.press("ctrl-s");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    let asked = screen.asked.clone().expect("command was taken");
    let Command::HandleHandoff(HandoffAsked::Take { read_back, .. }) = asked.command else {
        panic!("{asked:?}")
    };
    assert!(read_back.iter().all(String::is_empty), "{read_back:?}");
}

#[test]
fn what_is_read_back_otherwise_is_named_and_asked_again_before_a_reason_goes_past_it() {
    let mut screen = offered();
    screen.press("h a");
    let page = read_back(&screen, Some("the geese are fine"));
    type_text(&mut screen, &page);
    screen.press("ctrl-s");
    let problem = screen.editor().problem.clone();
    assert!(problem.starts_with("item 2 says: "), "{problem}");
    assert_eq!(screen.incident.ic, "Farmer Jane");
    screen.press("ctrl-s");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    type_text(&mut screen, "the line is bad");
    screen.press("enter");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    assert_eq!(screen.app.me, "Farmer Dave");
}

/// Types under the heading of a read-back: `{1}` stands for the first marked line.
fn typed_below(screen: &mut Screen, lines: &str) {
    let offer = screen.incident.handoff.offer.clone().expect("an offer");
    let lines = offer
        .marked
        .iter()
        .zip(1..)
        .fold(lines.to_owned(), |lines, (marked, n)| {
            lines.replace(&format!("{{{n}}}"), marked)
        });
    let page = screen.editor().text.clone();
    let (brief, _) = page.split_once("\n1: ").expect("the numbers");
    type_text(screen, &format!("{brief}\n{lines}"));
    screen.press("ctrl-s");
}

#[rstest]
#[case::on_the_line_below_its_number("1: {1}\n{2}\n2: \n3: {3}")]
#[case::twice("1: {1}\n{2}\n2: {2}\n3: {3}")]
#[case::in_another_order("3: {3}\n1: {1}\n2: {2}")]
#[case::without_numbers("{1}\n{2}\n{3}")]
#[case::below_all_numbers("1:\n2:\n3:\n{1}\n{2}\n{3}")]
fn a_line_that_stands_on_the_page_was_read_back(#[case] lines: &str) {
    let mut screen = offered();
    screen.press("h a");
    typed_below(&mut screen, lines);
    assert_eq!(
        screen.incident.ic,
        "Farmer Dave",
        "{}",
        screen.editor().problem
    );
}

#[test]
fn a_number_nothing_stands_behind_is_the_one_that_was_not_read_back() {
    let mut screen = offered();
    screen.press("h a");
    typed_below(&mut screen, "1: {1}\n2: \n3: {3}");
    let problem = screen.editor().problem.clone();
    assert!(
        problem.starts_with("item 2 was not read back: "),
        "{problem}"
    );
    assert_eq!(screen.incident.ic, "Farmer Jane");
}

#[test]
fn a_brief_with_another_number_of_marks_takes_a_reason() {
    let mut screen = Screen::confirmed();
    screen.press("h");
    type_text(&mut screen, "Farmer Dave");
    screen.press("enter");
    let brief = screen.editor().text.replace("{theory}", "a fox");
    type_text(&mut screen, &brief);
    screen.press("ctrl-s");
    assert!(
        screen.editor().problem.contains("worries"),
        "{}",
        screen.editor().problem
    );
    screen.press("ctrl-s");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    assert!(screen.incident.handoff.offer.is_none());
}

/// Asks for undo of a change of command: that is given back, by a handoff of its own.
fn refuses_to_undo_command(screen: &mut Screen, keys: &str) {
    screen.press(keys);
    assert_eq!(screen.incident.ic, "Farmer Dave");
    let said = screen.toast();
    assert!(said.contains("handed back, not undone"), "{said}");
}

#[test]
fn an_offer_is_withdrawn_and_command_that_was_taken_is_not_undone() {
    let mut screen = offered();
    screen.press("h w");
    assert!(screen.incident.handoff.offer.is_none());
    let mut screen = taken();
    refuses_to_undo_command(&mut screen, "esc u");
}

#[rstest]
#[case::withdrawn("h w")]
#[case::undone("u")]
fn the_brief_of_an_offer_that_is_taken_back_is_a_draft_again(#[case] keys: &str) {
    let mut screen = offered();
    let offer = screen.incident.handoff.offer.clone().expect("an offer");
    screen.press(keys);
    assert!(screen.incident.handoff.offer.is_none());
    let said = screen.toast();
    assert!(said.ends_with("; its text is kept as a draft"), "{said}");
    screen.press("h");
    type_text(&mut screen, "Farmer Dave");
    screen.press("enter");
    assert_eq!(screen.editor().text, offer.brief);
    assert_eq!(marked_lines(&screen.editor().text), offer.marked);
}

#[test]
fn a_new_brief_for_whom_command_is_offered_begins_with_what_they_were_offered() {
    let mut screen = offered();
    let offer = screen.incident.handoff.offer.clone().expect("an offer");
    screen.press("h n");
    type_text(&mut screen, "Farmer Dave");
    screen.press("enter");
    assert_eq!(screen.editor().text, offer.brief);
    screen.press("esc h n");
    type_text(&mut screen, "Spot the Dog");
    screen.press("enter");
    assert!(marked_lines(&screen.editor().text).is_empty());
}

#[test]
fn command_that_somebody_was_told_of_is_not_undone() {
    let mut screen = offered();
    screen.press("h t");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    refuses_to_undo_command(&mut screen, "u");
}

#[test]
fn whoever_is_offered_command_reads_back_or_says_why_where_they_sit() {
    let mut screen = offered();
    screen.app.me = "Farmer Dave".to_owned();
    let offer = screen.incident.handoff.offer.clone();
    screen.press("h w");
    assert_eq!(screen.incident.handoff.offer, offer, "it is not theirs");
    screen.press("esc h t");
    assert_eq!(screen.incident.ic, "Farmer Jane", "not without a word");
    assert_eq!(screen.editor().purpose, Purpose::Handoff(HandoffText::Take));
    type_text(&mut screen, "the line is bad");
    screen.press("enter");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    let says = Command::SetIc {
        to: "Farmer Dave".into(),
    };
    let screen = offered();
    let request = Request::local(says, "Farmer Dave");
    let decided = sitroom::domain::decide::decide(
        &screen.incident,
        &screen.app.playbook,
        &request,
        screen.now,
    );
    let refusal = decided.expect_err("they read back");
    assert_eq!(refusal.guard, Some("handoff-read-back"));
}

/// What Farmer Jane may still do after she handed over.
#[rstest]
#[case::severity(Command::SetSeverity { to: Severity::Low, reason: "so".into() }, false, false)]
#[case::lead(Command::AddLead { text: "who?".into(), owner: String::new() }, true, false)]
#[case::note(
    Command::Note { text: "x".into(), visibility: sitroom::domain::event::Visibility::Shared },
    true, true
)]
#[case::going(Command::EndShift { person: "Farmer Jane".into() }, true, true)]
fn whoever_handed_over_helps_for_a_while_and_then_reads(
    #[case] command: Command,
    #[case] at_first: bool,
    #[case] later: bool,
) {
    for (minutes, allowed) in [(5, at_first), (30, later)] {
        let screen = taken();
        let now = screen.now + TimeDelta::minutes(minutes);
        let request = Request::local(command.clone(), "Farmer Jane").overriding("I want to");
        let decided =
            sitroom::domain::decide::decide(&screen.incident, &screen.app.playbook, &request, now);
        assert_eq!(decided.is_ok(), allowed, "after {minutes} min: {decided:?}");
        if let Err(refusal) = decided {
            assert!(
                refusal.cause.starts_with("handed over to Farmer Dave at "),
                "{refusal}"
            );
        }
    }
}

#[test]
fn command_is_taken_back_with_a_reason_and_that_is_a_change_of_command() {
    let mut screen = taken();
    screen.press("esc");
    screen.app.me = "Farmer Jane".into();
    screen.happen(Event::Ticked);
    let next = screen.app.next.clone().expect("a word");
    assert!(
        next.text.starts_with("Handed over to Farmer Dave at "),
        "{}",
        next.text
    );
    let looks_on = screen
        .app
        .clone()
        .watching("sitroom open")
        .next
        .expect("a next step");
    assert!(!looks_on.text.contains("anded over"), "{}", looks_on.text);
    screen.press("x b");
    assert_eq!(screen.editor().purpose, Purpose::Handoff(HandoffText::Take));
    screen.press("enter");
    assert!(screen.editor().problem.contains("reason"));
    type_text(&mut screen, "Dave fell ill");
    screen.press("enter");
    assert_eq!(screen.incident.ic, "Farmer Jane");
    let terms: Vec<&str> = screen
        .incident
        .commands
        .iter()
        .map(|term| term.ic.as_str())
        .collect();
    assert_eq!(terms, ["Farmer Jane", "Farmer Dave", "Farmer Jane"]);
    let now = screen.now;
    let stands = |name| standing(&screen.incident, &screen.app.playbook, name, now);
    assert_eq!(stands("Farmer Jane"), Standing::Free);
}

#[test]
fn a_pane_that_only_reads_shows_the_clocks_and_calls_nobody() {
    let calls = |me: &str| {
        let mut screen = taken();
        screen.press("esc");
        screen.app.me = me.into();
        // Whoever handed over went home after the overlap, and hours pass.
        let mut calls = 0;
        for minutes in [25, 60, 60] {
            screen.now += TimeDelta::minutes(minutes);
            let effects = screen.happen(Event::Ticked);
            let alerts = effects.iter().filter(|it| matches!(it, Effect::Alert(_)));
            calls += alerts.count();
        }
        let late = screen
            .app
            .clocks
            .iter()
            .filter(|due| due.is_overdue(screen.now));
        assert!(late.count() > 0, "the clocks are there to be seen");
        calls
    };
    assert_eq!(calls("Farmer Jane"), 0);
    assert!(calls("Farmer Dave") > 0, "whoever commands is called");
}

#[test]
fn whoever_took_over_may_sit_down_after_a_restart() {
    let mut screen = taken();
    screen.press("esc");
    screen.app.me = "Farmer Jane".into();
    screen.press("h s");
    assert_eq!(screen.app.me, "Farmer Dave");
    assert!(!matches!(screen.app.layers.last(), Some(Layer::Choices(_))));
}

#[test]
fn an_offer_that_waits_for_an_answer_is_next_for_whoever_made_it() {
    let mut screen = offered();
    let next = screen.app.next.clone().expect("a word");
    assert_eq!(next.text, "Wait for Farmer Dave to accept command");
    assert!(next.why.contains("sitroom accept"), "{}", next.why);
    screen.press("x w");
    assert!(screen.incident.handoff.offer.is_none(), "x shows the offer");
    let next = screen.app.next.clone().expect("a word");
    assert!(!next.text.starts_with("Wait"), "{}", next.text);
}

#[test]
fn whoever_handed_over_by_the_baton_says_that_it_was_accepted() {
    let mut screen = offered();
    screen.press("h t");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    assert_eq!(screen.app.me, "Farmer Jane", "she still sits here");
    let stands = standing(
        &screen.incident,
        &screen.app.playbook,
        "Farmer Jane",
        screen.now,
    );
    assert!(matches!(stands, Standing::HandedOver { .. }), "{stands:?}");
    assert!(screen.incident.handoff.offer.is_none());
}

#[test]
fn blanks_that_nobody_filled_in_do_not_go_out_as_they_are() {
    let mut screen = Screen::confirmed();
    screen.press("h");
    type_text(&mut screen, "Farmer Dave");
    screen.press("enter");
    let brief = screen.editor().text.replace("- {", "* {");
    let brief = brief.replacen("- Status", "* Status", 1);
    type_text(&mut screen, &brief);
    screen.press("ctrl-s ctrl-s");
    let offer = screen.incident.handoff.offer.clone().expect("an offer");
    assert!(!offer.brief.contains('{'), "{}", offer.brief);
    assert_eq!(offer.marked[1..], ["nothing said", "nothing said"]);
}

#[test]
fn what_only_the_ic_writes_is_refused_before_it_is_typed() {
    let mut screen = taken();
    screen.press("esc");
    screen.app.me = "Farmer Jane".into();
    screen.now += TimeDelta::minutes(30);
    screen.happen(Event::Ticked);
    for key in ["s", "L", "R"] {
        screen.press(key);
        assert!(screen.is_bare(), "{key}: {:?}", screen.app.layers);
        let toast = screen.app.toast.clone().expect("a word");
        assert!(
            toast.text.starts_with("handed over to Farmer Dave at"),
            "{key}: {}",
            toast.text
        );
    }
    screen.press("n");
    assert_eq!(screen.editor().purpose, Purpose::Note, "notes are taken");
}

#[test]
fn whoever_takes_command_brings_the_hours_of_another_incident() {
    let mut screen = offered();
    let since = screen.now - TimeDelta::hours(2);
    screen.happen(Event::OthersRead(vec![Elsewhere {
        title: "The fox".into(),
        shifts: vec![Shift::since("Farmer Dave", since)],
        ended: None,
    }]));
    screen.press("h a");
    let page = read_back(&screen, None);
    type_text(&mut screen, &page);
    screen.press("ctrl-s");
    assert_eq!(screen.incident.ic, "Farmer Dave");
    let shift = screen.incident.shift_of("Farmer Dave");
    assert_eq!(shift.expect("he is on shift").counts_from(), since);
    let is_composed = matches!(&screen.editor().purpose, Purpose::Message { .. });
    assert!(is_composed, "the handoff sitrep comes next");
}
