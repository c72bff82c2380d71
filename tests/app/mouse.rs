//! The mouse selects and scrolls, and records nothing.

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
        wheels(&mut screen, None, 3);
        wheels(&mut screen, None, -9);
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
    wheels(&mut screen, None, 1);
    assert_eq!(screen.choices().marked, 1);
    screen.press("esc ?");
    wheels(&mut screen, None, 3);
    assert!(matches!(
        screen.app.layers.last(),
        Some(Layer::Help { scroll: 3 })
    ));
}
