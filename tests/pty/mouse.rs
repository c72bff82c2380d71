//! The mouse, where it is switched on.

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Presses the left button at a column and a row, counted from 1.
fn clicks(terminal: &mut Terminal, column: usize, row: usize) {
    terminal.types(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
}

#[test]
fn a_click_on_a_tab_shows_the_view_and_nothing_is_recorded() {
    let home = Home::declared();
    let config = home.root().join("config/sitroom");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "[screen]\nmouse = true\n").unwrap();
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
