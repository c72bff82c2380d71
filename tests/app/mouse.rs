//! The mouse selects and scrolls, and takes what is marked in a list over the screen.

use sitroom::app::{Event, Layer, Pane, Spot, View};

use crate::screen::Screen;

fn points(screen: &mut Screen, spot: Spot) {
    assert_eq!(screen.happen(Event::Pointed(spot)), []);
}

fn wheels(screen: &mut Screen, spot: Option<Spot>, lines: isize) {
    assert_eq!(screen.happen(Event::Wheeled { spot, lines }), []);
}

#[test]
fn a_click_shows_a_view_and_selects_a_row() {
    let mut screen = Screen::confirmed();
    let entries = screen.entries.len();
    points(&mut screen, Spot::Tab(View::Leads));
    points(&mut screen, Spot::Row(Pane::Leads, 1));
    points(&mut screen, Spot::Row(Pane::Leads, 1));
    assert_eq!(screen.app.place(Pane::Leads), Some(1));
    points(&mut screen, Spot::Row(Pane::Leads, 99));
    assert_eq!(screen.app.place(Pane::Leads), Some(1));
    assert_eq!(screen.entries.len(), entries, "two clicks are no key");
}

#[test]
fn a_click_turns_to_a_pane_of_now() {
    let mut screen = Screen::confirmed();
    points(&mut screen, Spot::List(Pane::Remediation));
    assert_eq!(screen.app.focus(), Pane::Remediation);
    points(&mut screen, Spot::Row(Pane::Leads, 1));
    assert_eq!(
        (screen.app.focus(), screen.app.place(Pane::Leads)),
        (Pane::Leads, Some(1))
    );
}

#[test]
fn the_wheel_moves_in_the_list_that_it_is_turned_over() {
    let mut screen = Screen::confirmed();
    screen.add_leads(&["a", "b", "c", "d"]);
    wheels(&mut screen, Some(Spot::List(Pane::Leads)), 3);
    assert_eq!(screen.app.place(Pane::Leads), Some(3));
    wheels(&mut screen, None, -2);
    assert_eq!(screen.app.place(Pane::Leads), Some(1));
}

#[test]
fn nothing_is_done_by_the_mouse_in_what_lies_over_the_screen() {
    for keys in ["n", "S", "c", ":", "?", "g l", "h", "s", "W", "F"] {
        let mut screen = Screen::confirmed();
        screen.press(keys);
        let (entries, view) = (screen.entries.len(), screen.app.view);
        points(&mut screen, Spot::Tab(View::Leads));
        for spot in [None, Some(Spot::Over), Some(Spot::Row(Pane::Leads, 0))] {
            wheels(&mut screen, spot, 3);
            wheels(&mut screen, spot, -9);
        }
        points(&mut screen, Spot::Over);
        assert_eq!(
            (screen.entries.len(), screen.app.view),
            (entries, view),
            "{keys}"
        );
        assert!(!screen.is_bare(), "{keys}");
    }
}

#[test]
fn the_wheel_marks_a_choice_and_scrolls_help() {
    let mut screen = Screen::confirmed();
    screen.press("S");
    wheels(&mut screen, Some(Spot::RowOver(0)), 1);
    assert_eq!(screen.choices().marked, 1);
    for outside in [
        None,
        Some(Spot::List(Pane::Leads)),
        Some(Spot::Tab(View::Now)),
    ] {
        wheels(&mut screen, outside, 1);
    }
    assert_eq!(screen.choices().marked, 1);
    screen.press("esc ?");
    wheels(&mut screen, Some(Spot::Over), 3);
    assert!(matches!(
        screen.app.layers.last(),
        Some(Layer::Help { scroll: 3 })
    ));
}

#[test]
fn a_click_marks_a_row_of_a_list_over_the_screen_and_another_takes_it() {
    let mut screen = Screen::confirmed();
    screen.press("S");
    let (entries, marked) = (screen.entries.len(), screen.choices().marked);
    let at = (marked + 1) % screen.choices().list.len();
    points(&mut screen, Spot::RowOver(at));
    assert_eq!(screen.choices().marked, at);
    assert!(matches!(screen.app.layers[..], [Layer::Choices(_)]));
    for outside in [Spot::Over, Spot::Tab(View::Leads), Spot::RowOver(99)] {
        points(&mut screen, outside);
    }
    assert_eq!((screen.choices().marked, screen.app.view), (at, View::Now));
    assert_eq!(screen.entries.len(), entries);
    points(&mut screen, Spot::RowOver(at));
    assert!(matches!(screen.app.layers[..], [Layer::Editor(_)]));
}

#[test]
fn a_click_marks_what_was_said_what_is_unfinished_and_what_is_found() {
    let mut screen = Screen::confirmed();
    screen.press("n");
    screen.write_text("the gate");
    screen.press("esc r");
    screen.press("esc a");
    screen.write_text("the fence");
    screen.press("esc g d");
    let keys: Vec<String> = screen
        .app
        .draft_lines()
        .iter()
        .map(|it| it.key.to_owned())
        .collect();
    assert!(keys.len() > 1, "{keys:?}");
    points(&mut screen, Spot::RowOver(1));
    assert!(matches!(
        screen.app.layers.last(),
        Some(Layer::Drafts(view)) if view.marked.as_deref() == Some(&keys[1])
    ));
    points(&mut screen, Spot::RowOver(1));
    assert!(
        matches!(screen.app.layers[..], [Layer::Editor(_)]),
        "it is opened"
    );
    screen.press("esc g l");
    points(&mut screen, Spot::RowOver(1));
    assert!(matches!(
        screen.app.layers.last(),
        Some(Layer::Log(view)) if view.at(&screen.app.log) == 1
    ));
    screen.press("esc :");
    points(&mut screen, Spot::RowOver(4));
    assert_eq!(screen.palette().marked, 4);
}
