//! The mouse, where it is switched on.

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Presses the left button at a column and a row, counted from 1.
fn clicks(terminal: &mut Terminal, column: usize, row: usize) {
    terminal.types(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
}

/// Returns a machine on which the mouse is switched on.
fn with_mouse() -> Home {
    let home = Home::declared();
    let config = home.root().join("config/sitroom");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "[screen]\nmouse = true\n").unwrap();
    home
}

/// Clicks where a text begins.
fn clicks_on(terminal: &mut Terminal, text: &str) {
    let all = terminal.text();
    let mut lines = all.lines().enumerate();
    let (row, at) = lines
        .find_map(|(row, line)| Some((row, line[..line.find(text)?].chars().count())))
        .unwrap_or_else(|| panic!("{text} is not on the screen:\n{all}"));
    clicks(terminal, at + 1, row + 1);
}

#[test]
fn a_click_marks_a_row_of_the_palette_and_another_takes_it() {
    let home = with_mouse();
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &[]));
    terminal.shows("3 Leads");
    let before = home.journal();
    terminal.types(":");
    terminal.shows("Write any message");
    terminal.types("leads");
    terminal.shows(": leads");
    // The last of the rows is painted anew.
    terminal.hides("Write any message");
    clicks_on(&mut terminal, "Show the leads");
    clicks_on(&mut terminal, "Show the leads");
    terminal.hides("Palette");
    terminal.hides("Initiate");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.journal(), before);
}

#[test]
fn a_click_on_a_tab_shows_the_view_and_nothing_is_recorded() {
    let home = with_mouse();
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &[]));
    terminal.shows("3 Leads");
    let mode = terminal.screen().mouse_protocol_mode();
    assert_ne!(mode, vt100::MouseProtocolMode::None);
    let before = home.journal();
    let text = terminal.text();
    let row = text
        .lines()
        .position(|line| line.contains("3 Leads"))
        .unwrap();
    let line = text.lines().nth(row).unwrap();
    let column = line.find("3 Leads").unwrap();
    clicks(&mut terminal, column + 3, row + 1);
    clicks(&mut terminal, column + 3, row + 1);
    terminal.shows("no leads yet");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    let mode = terminal.screen().mouse_protocol_mode();
    assert_eq!(mode, vt100::MouseProtocolMode::None);
    assert_eq!(home.journal(), before);
}

#[test]
fn the_mouse_is_the_terminals_unless_somebody_switched_it_on() {
    let home = Home::declared();
    let terminal = home.screen();
    let mode = terminal.screen().mouse_protocol_mode();
    assert_eq!(mode, vt100::MouseProtocolMode::None);
}
