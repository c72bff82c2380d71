//! Keys that wait for the next one, numbers, and doing the last command again.

use rstest::rstest;
use sitroom::app::{Action, Level, Pane, View};
use sitroom::domain::ids::{ItemId, LeadId};
use sitroom::domain::incident::LeadState;

use crate::next_step::settle_by_hand;
use crate::screen::Screen;

fn with_leads() -> Screen {
    let mut screen = Screen::confirmed();
    screen.add_leads(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
    screen.press("3 g g");
    screen
}

fn at(screen: &Screen) -> usize {
    screen.app.place(Pane::Leads).expect("there are leads")
}

#[test]
fn a_key_that_begins_something_waits_and_escape_leaves_it() {
    let mut screen = with_leads();
    screen.press("G g");
    assert!(screen.app.is_waiting());
    assert_eq!(at(&screen), 11);
    screen.press("esc");
    assert!(!screen.app.is_waiting());
    screen.press("g g");
    assert_eq!(at(&screen), 0);
}

#[test]
fn keys_that_are_bound_to_nothing_together_do_nothing_and_say_so() {
    let mut screen = with_leads();
    assert_eq!(screen.press("g n"), []);
    assert!(screen.is_bare());
    assert_eq!(screen.toast(), "g n is bound to nothing; ? shows the keys");
    // The next key is itself again.
    screen.press("n");
    assert_eq!(screen.editor().title, "Note");
}

#[test]
fn a_single_key_that_is_bound_elsewhere_alone_says_so() {
    let mut screen = with_leads();
    assert_eq!(screen.press("m"), []);
    assert_eq!(screen.toast(), "m does nothing here; ? shows the keys");
}

#[rstest]
#[case::down("# 5 j", 5)]
#[case::by_arrow("# 3 down", 3)]
#[case::of_two_digits("# 1 0 j", 10)]
#[case::stopping_at_the_end("# 9 9 9 j", 11)]
#[case::to_a_line("# 4 G", 3)]
#[case::to_a_line_by_two_keys("G # 4 g g", 3)]
#[case::up("G # 2 k", 9)]
#[case::a_number_without_a_digit("# j", 1)]
#[case::digits_are_views("j # 0 2 j", 3)]
fn a_number_before_what_moves_says_how_often(#[case] keys: &str, #[case] expected: usize) {
    let mut screen = with_leads();
    screen.press(keys);
    assert_eq!(screen.app.view, View::Leads);
    assert_eq!(at(&screen), expected);
}

#[rstest]
#[case::pages("# 2 pagedown", 11)]
#[case::pages_back("G # 9 9 9 9 pageup", 0)]
#[case::up_past_the_top("G # 9 9 9 9 9 9 k", 0)]
#[case::views_around("# 7 0 0 0 right-view", 0)]
fn a_number_of_any_size_means_what_as_many_keys_would(#[case] keys: &str, #[case] expected: usize) {
    let mut screen = with_leads();
    let next = screen.app.keymap.key(Action::NextView);
    screen.press(&keys.replace("right-view", &next));
    assert_eq!(screen.app.view, View::Leads);
    assert_eq!(at(&screen), expected);
}

#[rstest]
#[case::next_view(Action::NextView)]
#[case::previous_view(Action::PreviousView)]
#[case::next_pane(Action::NextPane)]
#[case::previous_pane(Action::PreviousPane)]
#[case::down(Action::Down)]
#[case::up(Action::Up)]
#[case::page_down(Action::PageDown)]
#[case::page_up(Action::PageUp)]
fn a_number_leads_where_as_many_keys_lead(
    #[case] action: Action,
    #[values("1", "3", "9", "g l", "W")] place: &str,
    #[values(2, 11, 60)] number: usize,
) {
    let opened = || {
        let mut screen = with_leads();
        screen.press(place);
        screen.press("j j");
        screen
    };
    let (mut by_number, mut by_keys) = (opened(), opened());
    let key = by_number.app.keymap.key(action);
    let digits: Vec<String> = number.to_string().chars().map(String::from).collect();
    by_number.press(&format!("# {} {key}", digits.join(" ")));
    for _ in 0..number {
        by_keys.press(&key);
    }
    let of = |screen: &Screen| {
        let app = &screen.app;
        (
            app.view,
            app.pane,
            app.selection.clone(),
            app.scroll,
            app.layers.clone(),
        )
    };
    assert_eq!(of(&by_number), of(&by_keys));
}

#[test]
fn a_number_never_records() {
    let mut screen = with_leads();
    let before = screen.entries.len();
    screen.press("# 3 space");
    assert_eq!(screen.entries.len(), before);
    assert_eq!(screen.toast(), "a number is for what moves; tick: not done");
    screen.press("1 # x");
    assert_eq!(screen.entries.len(), before);
    let (toast, next) = (screen.toast(), Action::DoNext.label());
    assert_eq!(
        toast,
        format!("a number is for what moves; {next}: not done")
    );
    assert!(screen.is_bare());
}

#[test]
fn a_digit_that_is_no_key_of_its_own_begins_a_number() {
    let mut screen = with_leads();
    for _ in 0..4 {
        screen.happen(sitroom::app::Event::Said(Level::Info, "a".into()));
        screen.happen(sitroom::app::Event::Said(Level::Info, "b".into()));
    }
    screen.press("g l 5 j");
    match screen.app.layers.last() {
        Some(sitroom::app::Layer::Log(log)) => assert_eq!(log.at(&screen.app.log), 5),
        other => panic!("no log but {other:?}"),
    }
}

#[test]
fn the_last_command_is_done_again_on_what_is_selected_now() {
    let mut screen = with_leads();
    assert_eq!(screen.press("."), []);
    assert_eq!(screen.toast(), "there is no command to repeat yet");
    screen.press("space j j .");
    let states: Vec<LeadState> = screen.incident.leads.iter().map(|it| it.state).collect();
    assert_eq!(states[0], LeadState::Investigating);
    assert_eq!(states[1], LeadState::Open);
    assert_eq!(states[2], LeadState::Investigating);
}

/// Returns a screen on which the next step was done that ticks a line.
fn ticked_by_next() -> Screen {
    let mut screen = with_leads();
    screen.tell("N", "told them");
    settle_by_hand(&mut screen, ItemId::new("I1"));
    let before = screen.entries.len();
    screen.press("x");
    assert_eq!(screen.entries.len(), before + 1);
    assert!(screen.is_bare());
    screen
}

#[test]
fn what_the_next_step_asked_for_is_not_undone_by_doing_it_again() {
    let mut screen = ticked_by_next();
    let before = screen.entries.len();
    let is_ticked = |screen: &Screen| {
        let line = screen.app.selected_line().expect("there are lines");
        line.state.is_settled()
    };
    screen.press("2 g g");
    while !is_ticked(&screen) {
        screen.press("j");
    }
    screen.press(".");
    assert_eq!(screen.entries.len(), before);
    assert!(
        screen
            .toast()
            .ends_with("is ticked already: nothing is done again")
    );
    screen.press("8 .");
    assert_eq!(screen.entries.len(), before);
    assert!(screen.toast().ends_with("what is selected is not ticked"));
}

#[test]
fn a_tick_that_is_done_again_never_takes_the_mark_away() {
    let mut screen = Screen::open();
    let state = |screen: &Screen| screen.app.selected_line().expect("a line").state.clone();
    let id = |screen: &Screen| screen.app.selected_line().expect("a line").id.to_string();
    screen.press("2 g g");
    while id(&screen) != "I8" {
        screen.press("j");
    }
    screen.press("space");
    assert!(state(&screen).is_settled());
    let before = screen.entries.len();
    for _ in 0..2 {
        screen.press(".");
        assert_eq!(screen.entries.len(), before);
        assert_eq!(
            screen.toast(),
            "I8 is ticked already: nothing is done again"
        );
    }
    screen.press("space");
    assert!(!state(&screen).is_settled(), "its own key takes it away");
    screen.press(".");
    assert!(state(&screen).is_settled());
    assert_eq!(screen.toast(), "again: tick I8");
}

#[test]
fn what_the_next_step_asked_for_is_done_again_to_what_is_selected() {
    let mut screen = ticked_by_next();
    screen.press("3 G");
    let next = screen.app.next.clone();
    screen.press(".");
    assert_eq!(
        screen.incident.leads.last().unwrap().state,
        LeadState::Investigating
    );
    let id = screen.incident.leads.last().unwrap().id;
    assert_eq!(
        screen.toast(),
        format!("again: {} {id}", Action::Tick.label())
    );
    assert_eq!(screen.app.next, next, "the next step is as it was");
}

#[test]
fn what_was_typed_is_offered_again_and_not_recorded_unseen() {
    let mut screen = with_leads();
    screen.press("o");
    screen.write_text("Spot");
    screen.press("enter j .");
    assert_eq!(screen.editor().title, "Who runs down L2?");
    assert_eq!(screen.editor().text, "Spot");
    assert_eq!(screen.incident.lead(LeadId(2)).unwrap().owner, "");
    screen.press("enter");
    assert_eq!(screen.incident.lead(LeadId(2)).unwrap().owner, "Spot");
}

#[test]
fn a_draft_goes_before_what_was_typed_last() {
    let mut screen = with_leads();
    screen.press("j o");
    screen.write_text("Farm");
    screen.press("esc k o");
    screen.write_text("Spot");
    screen.press("enter j .");
    assert_eq!(screen.editor().text, "Farm");
}

#[rstest]
#[case::moving("j")]
#[case::a_view("4 3")]
#[case::help("? esc")]
#[case::the_log("g l esc")]
fn what_shows_and_moves_is_not_what_is_repeated(#[case] keys: &str) {
    let mut screen = with_leads();
    screen.press("space");
    screen.press(keys);
    screen.press("G .");
    assert_eq!(
        screen.incident.leads.last().unwrap().state,
        LeadState::Investigating
    );
}

#[test]
fn a_card_that_opens_meanwhile_does_not_get_the_end_of_a_sequence() {
    let mut screen = with_leads();
    screen.press("g");
    screen.clash_over_the_title();
    screen.press("esc C g");
    assert!(screen.app.is_waiting());
    screen.press("g");
    assert!(!screen.is_bare());
}
