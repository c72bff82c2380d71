//! Beginning and ending.

use rstest::rstest;
use rustix::process::Signal;

use crate::home::Home;

#[test]
fn q_ends_it_and_gives_the_terminal_back() {
    let home = Home::declared();
    let mut terminal = home.screen();
    assert!(terminal.screen().alternate_screen());
    assert!(terminal.screen().bracketed_paste());
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    home.is_sound();
}

#[rstest]
#[case::terminate(Signal::TERM, 143)]
#[case::hang_up(Signal::HUP, 129)]
#[case::interrupt(Signal::INT, 130)]
fn a_signal_ends_it_with_everything_saved(#[case] signal: Signal, #[case] code: u32) {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal.types("ntracks in the");
    terminal.shows("tracks in the");
    terminal.signals(signal);
    assert_eq!(terminal.ends(), code);
    terminal.is_given_back();
    home.is_sound();
    assert!(home.journal().contains("feathers at the gate"));
    let mut again = home.screen();
    again.shows("draft");
    again.types("n");
    again.shows("tracks in the");
}

#[test]
fn a_signal_right_at_the_beginning_gives_the_terminal_back() {
    let home = Home::declared();
    let mut terminal =
        crate::terminal::Terminal::start(home.on_terminal(crate::home::SITROOM, &[]));
    terminal.until("the alternate screen", vt100::Screen::alternate_screen);
    terminal.signals(Signal::TERM);
    assert_eq!(terminal.ends(), 143);
    terminal.is_given_back();
}
