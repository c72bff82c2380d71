//! The gate at the screen: what may not leave, and the ways on.

use rstest::rstest;
use sitroom::app::{Card, Effect, HeldUp, Layer, Purpose, Waiting};
use sitroom::domain::command::{Clearance, Command};
use sitroom::domain::event::{Event, HeldBack, LetThrough, Visibility};

use crate::screen::{Screen, released};

/// A token that nobody ever had.
fn token() -> String {
    ["ghp", "_", "q7Xn2LwT9vRb4KcY8mZs1HdJ6fPg3AtE5uWi"].concat()
}

fn marking() -> String {
    ["TOP SEC", "RET//SI//NOFORN"].concat()
}

fn held_up(screen: &Screen) -> &HeldUp {
    match screen.app.layers.last() {
        Some(Layer::Card(Card {
            matter: Waiting::Gate(held_up),
            ..
        })) => held_up,
        other => panic!("the gate did not hold anything up but {other:?}"),
    }
}

fn events(screen: &Screen) -> Vec<&Event> {
    screen.entries.iter().map(|entry| &entry.event).collect()
}

fn note_with(text: &str) -> Screen {
    let mut screen = Screen::open();
    screen.press("n");
    screen.write_text(text);
    screen.press("enter");
    screen
}

#[test]
fn what_may_not_leave_is_shown_over_the_text_and_nothing_is_recorded() {
    let before = Screen::open().entries.len();
    let screen = note_with(&format!("they used {} since Monday", token()));
    assert_eq!(screen.entries.len(), before);
    let found = &held_up(&screen).found;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].finding.rule, "github-token");
    assert_eq!((found[0].finding.line, found[0].finding.column), (1, 11));
    assert_eq!(found[0].line, "they used •••• since Monday");
    assert!(!format!("{found:?}").contains(&token()));
    assert!(matches!(&screen.app.layers[0], Layer::Editor(_)));
}

#[test]
fn back_in_the_editor_nothing_is_lost() {
    let mut screen = note_with(&token());
    screen.press("esc");
    assert_eq!(screen.editor().text, token());
    assert!(screen.editor().problem.contains("not saved"));
}

#[test]
fn what_was_found_is_held_back_and_the_rest_is_recorded() {
    let mut screen = note_with(&format!("they used {} since Monday", token()));
    screen.press("r");
    assert!(screen.is_bare());
    assert_eq!(screen.held.len(), 1);
    assert_eq!(screen.held[0].original, token());
    let [
        ..,
        Event::Noted { text, visibility },
        Event::HeldBack(HeldBack { id, place, .. }),
    ] = &events(&screen)[..]
    else {
        panic!("{:?}", events(&screen));
    };
    assert_eq!(text, "they used [held: H1] since Monday");
    assert_eq!(*visibility, Visibility::Shared);
    assert_eq!(
        (id.to_string().as_str(), place.as_str()),
        ("H1", "the note")
    );
    assert!(screen.app.drafts.is_empty());
}

#[rstest]
#[case::held_back("r")]
#[case::kept_here("l")]
fn what_is_in_a_name_is_not_held_back(#[case] key: &str) {
    let mut screen = Screen::open();
    let before = screen.entries.len();
    screen.app.me = format!("Farmer {}", token());
    screen.say("n", "a red fox");
    assert!(!held_up(&screen).can_be_held());
    screen.press(key);
    let Some(Layer::Card(card)) = screen.app.layers.last() else {
        panic!("{:?}", screen.app.layers);
    };
    let told = "a name is not held back: esc goes back, to give another";
    assert_eq!(card.problem, told);
    screen.press("esc");
    assert_eq!(screen.editor().text, "a red fox");
    assert_eq!(screen.entries.len(), before);
    assert!(screen.held.is_empty());
}

#[test]
fn numbers_are_never_used_twice() {
    let mut screen = note_with(&token());
    screen.press("r");
    screen.press("u");
    screen.say("n", &token());
    screen.press("r");
    let numbers = screen.held.iter().map(|held| held.id.to_string());
    assert_eq!(numbers.collect::<Vec<_>>(), ["H1", "H2"]);
}

#[test]
fn a_note_becomes_a_local_one() {
    let mut screen = note_with(&token());
    screen.press("l");
    let last = *events(&screen).last().expect("a note");
    let visibility = Visibility::Local;
    assert_eq!(
        *last,
        Event::Noted {
            text: token(),
            visibility
        }
    );
    assert!(screen.held.is_empty());
}

#[test]
fn any_other_text_is_held_back_whole() {
    let mut screen = Screen::open();
    let text = format!("who has {}?", token());
    screen.say("L", &text);
    screen.press("l");
    assert_eq!(screen.incident.leads[0].text, "[held: H1]");
    assert_eq!(screen.held[0].original, text);
}

#[test]
fn it_leaves_with_a_typed_reason_and_is_not_asked_for_again() {
    let mut screen = note_with(&token());
    screen.press("o");
    assert_eq!(screen.editor().purpose, Purpose::LetThrough);
    screen.press("enter");
    assert!(screen.editor().problem.contains("reason"));
    screen.write_text("revoked at 14:02, part of the report");
    screen.press("enter");
    assert!(screen.is_bare());
    let Some(Event::LetThrough(LetThrough {
        reason, excerpt, ..
    })) = events(&screen).last()
    else {
        panic!("{:?}", events(&screen));
    };
    assert_eq!(reason, "revoked at 14:02, part of the report");
    assert!(!excerpt.contains(&token()));
    screen.say("L", &format!("who has {}?", token()));
    assert!(screen.is_bare());
    assert_eq!(screen.incident.leads.len(), 1);
}

#[test]
fn a_marked_text_is_not_recorded_in_pieces_and_stops_everything() {
    let mut screen = note_with(&format!("{}\nthe fox", marking()));
    screen.press("r");
    assert_eq!(screen.held.len(), 1);
    assert!(screen.held[0].original.contains("the fox"));
    let stop = screen.incident.outbound_stop.clone().expect("it stopped");
    assert_eq!(
        stop.cause.words(),
        "a text is marked as classified or controlled"
    );
    screen.press("5 y");
    assert!(screen.toast().contains("not copied"), "{}", screen.toast());
    screen.press("!");
    screen.write_text("a test of the marking, says the security office");
    screen.press("enter");
    assert_eq!(screen.incident.outbound_stop, None);
}

#[test]
fn a_marked_text_stops_everything_as_soon_as_it_is_refused() {
    let screen = note_with(&format!("{}\nthe fox", marking()));
    assert!(held_up(&screen).found.len() == 1);
    let stop = screen.incident.outbound_stop.as_ref().expect("it stopped");
    assert_eq!(
        stop.cause.words(),
        "a text is marked as classified or controlled"
    );
    assert!(!format!("{:?}", screen.entries).contains("the fox"));
}

#[test]
fn a_marked_text_is_no_draft() {
    let mut screen = Screen::open();
    screen.press("n");
    screen.write_text("it says");
    let effects = screen.write_text(&format!("it says {}", marking()));
    let key = "note".to_owned();
    assert_eq!(effects, [Effect::DropDraft { key }]);
    screen.press("enter esc esc");
    assert!(
        screen.toast().contains("no draft kept"),
        "{}",
        screen.toast()
    );
    screen.press("n");
    assert_eq!(screen.editor().text, "");
}

#[rstest]
#[case::secret(token())]
#[case::marked(marking())]
fn what_may_not_leave_can_be_thrown_away_with_its_draft(#[case] text: String) {
    let mut screen = note_with(&text);
    let effects = screen.press("d");
    let key = "note".to_owned();
    assert_eq!(effects, [Effect::DropDraft { key }]);
    assert!(screen.is_bare());
    assert!(screen.app.drafts.is_empty());
    screen.press("n");
    assert_eq!(screen.editor().text, "");
    assert!(!format!("{:?}", screen.entries).contains(&text));
}

#[test]
fn the_switch_takes_one_key_and_enter_to_stop_and_a_reason_to_go_on() {
    let mut screen = Screen::open();
    screen.press("! enter");
    assert!(screen.incident.outbound_stop.is_some());
    screen.press("! enter");
    assert!(screen.incident.outbound_stop.is_some());
    screen.write_text("it was the cat");
    screen.press("enter");
    assert!(screen.incident.outbound_stop.is_none());
}

#[test]
fn copies_have_codenames_and_no_secrets() {
    let mut screen = Screen::open();
    screen.say("K", "Farmer Dave = MAPLE");
    screen.press("n");
    screen.write_text(&format!("Farmer Dave saw {}", token()));
    let copied = screen.press("ctrl-y");
    assert!(
        copied.contains(&Effect::Copy(released("MAPLE saw [held back]"))),
        "{copied:?}"
    );
    assert!(screen.toast().contains("copied with"));
}

#[rstest]
#[case::no_sign("Farmer Dave MAPLE", "equals sign")]
#[case::telling("Farmer Dave = the one Farmer Dave", "has the term")]
#[case::nothing(" = MAPLE", "empty")]
fn a_codename_that_cannot_be_is_refused(#[case] text: &str, #[case] why: &str) {
    let mut screen = Screen::open();
    screen.say("K", text);
    let problem = &screen.editor().problem;
    assert!(problem.contains(why), "{problem}");
    assert!(screen.incident.codenames.is_empty());
}

#[test]
fn what_stands_on_the_issue_comes_in_as_it_is() {
    let mut screen = Screen::open();
    screen.hear(Command::AddLead {
        text: format!("who has {}?", token()),
        owner: String::new(),
    });
    assert_eq!(
        screen.incident.leads[0].text,
        format!("who has {}?", token())
    );
    assert_eq!(screen.incident.let_through, [token()]);
    assert_eq!(
        screen.asked.as_ref().map(|asked| &asked.clearance),
        None::<&Clearance>
    );
}

#[test]
fn a_marking_on_the_issue_stops_everything_until_somebody_rules() {
    let mut screen = Screen::open();
    screen.hear(Command::ImportComment {
        comment: 7,
        text: marking(),
    });
    assert!(screen.incident.outbound_stop.is_some());
}

#[test]
fn one_secret_has_one_number_however_often_it_is_said() {
    let mut screen = Screen::open();
    screen.clash_over_the_title();
    screen.press("C e");
    screen.write_text(&format!("found {}", token()));
    screen.press("enter r");
    assert_eq!(screen.incident.title, "found [held: H1]");
    assert!(screen.incident.conflicts.is_empty());
    assert_eq!(screen.held.len(), 1);
}

#[test]
fn back_from_the_reason_to_let_it_leave_is_the_text() {
    let mut screen = note_with(&token());
    screen.press("o");
    assert_eq!(screen.editor().purpose, Purpose::LetThrough);
    screen.press("esc");
    assert_eq!(screen.editor().purpose, Purpose::Note);
    assert_eq!(screen.editor().text, token());
}

#[test]
fn a_codename_that_is_somebodys_name_is_refused() {
    let mut screen = Screen::open();
    screen.say("K", "Spot = farmer jane");
    let problem = &screen.editor().problem;
    assert!(
        problem.contains("Farmer Jane is somebody here"),
        "{problem}"
    );
    assert!(screen.incident.codenames.is_empty());
}

#[test]
fn a_codename_that_comes_late_says_what_has_left_already() {
    let mut screen = Screen::open();
    screen.say("K", "Spot = FOX");
    assert_eq!(screen.toast(), "");
    screen.tell("N", "Spot saw it");
    screen.say("K", "Dave = OAK");
    assert!(
        screen
            .toast()
            .contains("what left before still has the name"),
        "{}",
        screen.toast()
    );
}

#[test]
fn a_card_says_what_may_not_leave_before_it_does_and_a_copy_names_no_number() {
    let token = token();
    let mut screen = Screen::confirmed();
    screen.press("N");
    screen.write_text(&format!(
        "Subject: Security Incident\n\nThe token {token} is out."
    ));
    screen.press("ctrl-s");
    let marks = match screen.app.layers.last() {
        Some(Layer::Sending(card)) => card.marks.join("; "),
        other => panic!("no message is to be sent but {other:?}"),
    };
    assert!(marks.contains("may not leave: "), "{marks}");
    assert!(marks.contains("line 3"), "{marks}");
    assert!(!marks.contains(&token), "{marks}");
    let copied = screen.press("y");
    let copied = copied.iter().find_map(|it| match it {
        Effect::Copy(text) => Some(text.as_str()),
        _ => None,
    });
    let copied = copied.expect("it is copied");
    assert!(copied.contains("The token [held back] is out."), "{copied}");
    assert!(screen.toast().contains("[held back]"), "{}", screen.toast());
}
