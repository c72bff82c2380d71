//! What is selected is a thing, not a place: keys act on what was seen.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{App, Event, Keymap, Pane, Setup};
use sitroom::domain::command::Command;
use sitroom::domain::ids::LeadId;
use sitroom::domain::incident::LeadState;
use sitroom::domain::message::Carriers;

use crate::screen::Screen;

fn three() -> Screen {
    let mut screen = Screen::open();
    screen.add_leads(&["one", "two", "three"]);
    screen.press("3 j");
    assert_eq!(selected(&screen), 2);
    screen
}

fn selected(screen: &Screen) -> u32 {
    screen.app.selected_lead().expect("one is selected").id.0
}

fn answer(screen: &mut Screen, n: u32) {
    screen.hear(Command::MoveLead {
        id: LeadId(n),
        from: LeadState::Open,
        to: LeadState::Answered,
        finding: "nothing".into(),
    });
}

#[test]
fn rows_that_move_past_it_do_not_move_it() {
    let mut screen = three();
    answer(&mut screen, 1);
    assert_eq!(screen.app.place(Pane::Leads), Some(0));
    assert_eq!(selected(&screen), 2);
    screen.press("space");
    assert_eq!(screen.incident.leads[1].state, LeadState::Investigating);
}

#[test]
fn it_goes_along_when_it_moves_itself() {
    let mut screen = three();
    answer(&mut screen, 2);
    assert_eq!(screen.app.place(Pane::Leads), Some(2));
    assert_eq!(selected(&screen), 2);
}

#[test]
fn undo_of_another_row_does_not_move_it() {
    let mut screen = three();
    screen.add_leads(&["four"]);
    screen.press("u");
    assert_eq!(screen.app.count(Pane::Leads), 3);
    assert_eq!(selected(&screen), 2);
}

#[test]
fn when_it_goes_away_the_one_in_its_place_is_selected() {
    let mut screen = three();
    screen.press("G u");
    assert_eq!(selected(&screen), 2);
}

#[test]
fn a_filter_that_hides_it_gives_it_back() {
    let mut screen = three();
    screen.press("/ o n e");
    assert_eq!(selected(&screen), 1);
    screen.press("esc");
    assert_eq!(selected(&screen), 2);
}

#[test]
fn who_reads_the_newest_goes_on_reading_the_newest() {
    let mut screen = Screen::open();
    screen.press("5");
    screen.add_leads(&["one"]);
    assert_eq!(screen.app.place(Pane::Timeline), Some(0));
}

#[test]
fn who_reads_what_was_before_is_not_moved_by_news() {
    let mut screen = three();
    screen.press("5 j");
    let seen = screen.app.selected_entry().unwrap().id;
    screen.add_leads(&["four"]);
    assert_eq!(screen.app.place(Pane::Timeline), Some(2));
    assert_eq!(screen.app.selected_entry().unwrap().id, seen);
}

#[test]
fn the_past_that_is_read_later_does_not_move_it() {
    let mut screen = three();
    screen.press("5 j");
    let seen = screen.app.selected_entry().unwrap().id;
    let all = screen
        .entries
        .iter()
        .cloned()
        .map(std::sync::Arc::new)
        .collect();
    screen.happen(Event::HistoryRead(all));
    assert_eq!(screen.app.selected_entry().unwrap().id, seen);
    assert_eq!(screen.app.entries.len(), screen.entries.len());
}

#[test]
fn a_clock_that_becomes_more_urgent_does_not_take_its_place() {
    let mut screen = Screen::confirmed();
    screen.press("right");
    let seen = screen.app.selected_clock().unwrap().key.clone();
    for minutes in [5, 30, 60, 200] {
        screen.now += TimeDelta::minutes(minutes);
        screen.happen(Event::Ticked);
        assert_eq!(screen.app.selected_clock().unwrap().key, seen);
    }
}

#[test]
fn a_line_that_comes_up_with_the_time_does_not_take_its_place() {
    let mut screen = Screen::confirmed();
    let seen = screen.app.selected_line().unwrap().id.clone();
    screen.now += TimeDelta::hours(5);
    screen.happen(Event::Ticked);
    assert_eq!(screen.app.selected_line().unwrap().id, seen);
}

#[rstest]
#[case::lines("2 j j", Pane::Checklist)]
#[case::leads("3 j", Pane::Leads)]
#[case::fixes("4 j", Pane::Remediation)]
#[case::entries("5 j j", Pane::Timeline)]
fn going_to_another_view_and_back_keeps_it(#[case] keys: &str, #[case] pane: Pane) {
    let mut screen = Screen::confirmed();
    screen.press(keys);
    let place = screen.app.place(pane);
    screen.press("tab tab tab tab tab tab tab");
    assert_eq!(screen.app.place(pane), place);
}

#[test]
fn news_from_the_issue_are_told() {
    let mut screen = three();
    answer(&mut screen, 1);
    assert!(
        screen.toast().starts_with("dave on the issue: "),
        "{}",
        screen.toast()
    );
    screen.press("j");
    assert_eq!(screen.toast(), "");
}

#[test]
fn news_that_an_answer_overtook_are_put_in_their_place() {
    let mut screen = Screen::open();
    screen.add_leads(&["one"]);
    let late = screen.app.entries[0].clone();
    let incident = screen.app.incident.clone();
    screen.app = App::new(Setup {
        incident: incident.clone(),
        playbook: screen.app.playbook.clone(),
        entries: vec![screen.app.entries[1].clone()],
        gate: sitroom::domain::gate::Gate::shipped(),
        keymap: Keymap::default(),
        me: "Farmer Jane".into(),
        carriers: Carriers::default(),
        now: screen.now,
    });
    for _ in 0..2 {
        screen.happen(Event::Recorded {
            entries: vec![late.clone()],
            incident: incident.clone(),
        });
        let seqs: Vec<u64> = screen.app.entries.iter().map(|entry| entry.seq).collect();
        assert_eq!(seqs, [1, 2]);
    }
}
