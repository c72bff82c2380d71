//! What each key of the shipped keymap opens.

use rstest::rstest;
use sitroom::app::{Action, Effect, Event, Keymap, Layer, Pane, View};
use sitroom::domain::mirror::{MirrorState, MirrorStatus};

use crate::screen::{Screen, released};

#[rstest]
#[case::note("n", "Note")]
#[case::lead("L", "New lead")]
#[case::fix("R", "New immediate remediation")]
#[case::later("A", "New long-term remediation")]
#[case::responders("p", "Responders")]
#[case::handoff("h", "Who takes over command?")]
#[case::sitrep("s", "Initial situation report")]
#[case::notice("N", "GSA notice")]
#[case::snooze("z", "Put off: ")]
fn a_key_opens_its_editor_on_every_view(#[case] key: &str, #[case] title: &str) {
    for view in ["1", "2", "3", "4", "5"] {
        let mut screen = Screen::confirmed();
        screen.press(view);
        screen.press(key);
        let shown = screen.editor().title.to_lowercase();
        let title = title.to_lowercase();
        let begins = shown.contains(title.split(' ').next().unwrap());
        assert!(begins, "{key} on view {view} opens {shown}");
        screen.press("esc");
        assert!(screen.is_bare());
    }
}

#[rstest]
#[case::severity("S", "Severity")]
#[case::status("c", "Status: now confirmed")]
#[case::moment("t", "Set a time")]
fn a_key_opens_its_choices_on_every_view(#[case] key: &str, #[case] title: &str) {
    for view in ["1", "2", "3", "4", "5"] {
        let mut screen = Screen::confirmed();
        screen.press(view);
        screen.press(key);
        assert_eq!(screen.choices().title, title);
        screen.press("esc");
        assert!(screen.is_bare());
    }
}

#[rstest]
#[case::add_lead("3 a", "New lead")]
#[case::add_fix("4 a", "New immediate remediation")]
#[case::add_line("2 a", "New line in Initiate")]
#[case::add_note("5 a", "Note")]
#[case::edit_lead("3 e", "L1")]
#[case::edit_lead_by_enter("3 enter", "L1")]
#[case::edit_fix("4 e", "R1")]
#[case::own_lead("3 o", "Who runs down L1?")]
#[case::own_fix("4 o", "Who does R1?")]
#[case::verify("4 v", "Who checked that R1 works?")]
#[case::rule_out("3 -", "L1 ruled out")]
#[case::set_aside("2 g g -", "Why does I1 not apply?")]
#[case::defer("4 i", "Why can R1 wait?")]
#[case::pane_of_now("1 right right a", "New lead")]
#[case::last_pane_of_now("1 left a", "New immediate remediation")]
fn a_key_acts_on_what_has_the_focus(#[case] keys: &str, #[case] title: &str) {
    let mut screen = Screen::confirmed();
    screen.press(keys);
    assert_eq!(screen.editor().title, title);
}

#[rstest]
#[case::owner_of_a_line("2 o")]
#[case::verify_a_lead("3 v")]
#[case::class_of_a_lead("3 i")]
#[case::reword_the_playbook("2 g g e")]
#[case::set_aside_a_fix("4 -")]
#[case::back_an_open_lead("3 backspace")]
#[case::back_an_open_fix("4 backspace")]
fn a_key_that_does_nothing_here_says_why(#[case] keys: &str) {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press(keys), []);
    assert!(screen.is_bare());
    assert_ne!(screen.toast(), "");
}

#[test]
fn every_action_is_reached_by_a_key_or_the_palette() {
    let keymap = Keymap::default();
    let mut screen = Screen::confirmed();
    screen.press(":");
    for action in Action::ALL {
        let listed = screen
            .palette()
            .found
            .iter()
            .any(|it| it.action() == Some(*action));
        assert!(listed || !keymap.key(*action).is_empty(), "{action:?}");
    }
}

#[test]
fn every_listed_action_runs_from_the_palette_without_quitting_but_quit() {
    for action in Action::ALL {
        let mut screen = Screen::confirmed();
        screen.press(":");
        let Some(at) = screen
            .palette()
            .found
            .iter()
            .position(|it| it.action() == Some(*action))
        else {
            continue;
        };
        for _ in 0..at {
            screen.press("down");
        }
        let effects = screen.press("enter");
        let quits = effects.contains(&Effect::Quit);
        assert_eq!(quits, *action == Action::Quit, "{action:?}");
        assert!(!matches!(screen.app.layers.last(), Some(Layer::Palette(_))));
    }
}

#[test]
fn views_and_panes_turn_around_their_ends() {
    let mut screen = Screen::open();
    screen.press("shift-tab");
    assert_eq!(screen.app.view, View::Comms);
    screen.press("tab");
    assert_eq!(screen.app.view, View::Now);
    screen.press("left");
    assert_eq!(screen.app.focus(), Pane::Remediation);
    screen.press("right");
    assert_eq!(screen.app.focus(), Pane::Checklist);
    screen.press("2 right");
    assert_eq!(screen.app.focus(), Pane::Checklist);
}

#[rstest]
#[case::turned_on(View::Now, 8, View::Checklist)]
#[case::turned_far_back(View::Now, -8, View::Comms)]
#[case::not_at_all(View::Leads, 0, View::Leads)]
#[case::as_far_back_as_it_goes(View::Now, isize::MIN, View::Comms)]
fn a_view_turns_by_any_number(#[case] from: View, #[case] by: isize, #[case] to: View) {
    assert_eq!(from.turned(by, &View::ALL[..7]), to);
}

#[rstest]
#[case("q")]
#[case("ctrl-c")]
fn the_quit_keys_quit(#[case] key: &str) {
    assert_eq!(Screen::open().press(key), [Effect::Quit]);
}

#[rstest]
#[case::editor("n")]
#[case::choices("c")]
#[case::palette(":")]
#[case::help("?")]
#[case::filter("/")]
fn ctrl_c_closes_what_lies_over_the_screen(#[case] key: &str) {
    let mut screen = Screen::confirmed();
    screen.press(key);
    let before = screen.incident.clone();
    assert_eq!(screen.press("ctrl-c"), []);
    assert!(screen.is_bare() && !screen.app.is_filtering);
    assert_eq!(screen.incident, before);
}

#[test]
fn sync_and_copy_are_asked_of_the_outside() {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press("r"), [Effect::SyncNow]);
    let copied = screen.press("3 y");
    assert_eq!(copied, [Effect::Copy(released("L1 who opened the gate?"))]);
}

#[test]
fn who_asked_for_a_sync_before_it_was_known_that_another_pane_does_is_told() {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press("r"), [Effect::SyncNow]);
    screen.happen(Event::MirrorMoved(MirrorStatus {
        state: MirrorState::Elsewhere,
        detail: "another sitroom syncs".to_owned(),
        ..MirrorStatus::default()
    }));
    assert_eq!(screen.toast(), "another sitroom syncs");
    assert_eq!(screen.app.log.unread().count(), 0);
}

#[test]
fn what_another_pane_syncs_is_no_answer_to_who_asked_for_a_sync_here() {
    let mut screen = Screen::confirmed();
    let mut status = MirrorStatus {
        state: MirrorState::Elsewhere,
        detail: "another sitroom syncs".to_owned(),
        ..MirrorStatus::default()
    };
    screen.happen(Event::MirrorMoved(status.clone()));
    assert_eq!(screen.press("r"), [Effect::SyncNow]);
    screen.press("j");
    let said = |screen: &Screen| -> Vec<(String, u32)> {
        let all = screen.app.log.newest_first();
        all.map(|it| (it.text.clone(), it.times)).collect()
    };
    let before = said(&screen);
    status.waiting = 1;
    screen.happen(Event::MirrorMoved(status.clone()));
    assert_eq!(said(&screen), before);
    // Once it syncs here, its word is none that was asked for.
    status.state = MirrorState::Synced;
    status.detail.clear();
    screen.happen(Event::MirrorMoved(status));
    assert_eq!(said(&screen), before);
}
