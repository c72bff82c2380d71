//! No key is lost, however fast they come.

use crate::home::Home;

/// Returns a text that says of each of its parts which one it is.
fn numbered(count: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for n in 0..count {
        let _ = write!(text, "{n:03} ");
    }
    text.trim_end().to_owned()
}

#[test]
fn two_hundred_keys_at_once_all_arrive() {
    let home = Home::declared();
    let mut terminal = home.screen();
    let text = numbered(50);
    terminal.types(&format!("n{text}\rnthe last\r"));
    terminal.logs("the last");
    assert!(home.journal().contains(&text), "{}", home.journal());
}

#[test]
fn a_paste_arrives_as_a_whole_and_keeps_its_lines() {
    let home = Home::declared();
    let mut terminal = home.screen();
    let text = numbered(1000);
    terminal.types("n");
    terminal.shows("─ Note ─");
    terminal.pastes(&format!("{text}\nend of the paste"));
    terminal.shows("end of the paste");
    terminal.types("\r");
    terminal.logs("000 001");
    let wanted = format!("{text}\\nend of the paste");
    assert!(home.journal().contains(&wanted), "{}", home.journal());
}

#[test]
fn a_paste_without_an_editor_is_no_command() {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.pastes("quit q");
    terminal.shows("quit q");
    terminal.types("\r");
    terminal.logs("quit q");
}

#[test]
fn resizing_while_typing_loses_no_key() {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.types("n");
    terminal.shows("─ Note ─");
    let text = numbered(30);
    for (at, key) in text.chars().enumerate() {
        terminal.resizes(60 + u16::try_from(at % 60).unwrap(), 20);
        terminal.types(&key.to_string());
    }
    terminal.resizes(120, 40);
    terminal.shows("029");
    terminal.types("\r");
    terminal.logs("000 001");
    assert!(home.journal().contains(&text), "{}", home.journal());
}

#[test]
fn back_from_a_card_the_cursor_stands_where_it_was_and_all_can_be_undone() {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.types("s");
    terminal.shows("ctrl-s goes on to send it");
    terminal.types("a red foxes\x13");
    terminal.shows("esc goes back to the text");
    terminal.types("\x1b");
    terminal.shows("ctrl-s goes on to send it");
    terminal.types("\x1a\x1a came");
    terminal.shows("a red fox came");
}

#[test]
fn a_tiny_screen_is_survived() {
    let home = Home::declared();
    let mut terminal = home.screen();
    for (cols, rows) in [(1, 1), (2, 50), (200, 1), (3, 3), (120, 40)] {
        terminal.resizes(cols, rows);
        terminal.types("2");
        terminal.types("1");
    }
    terminal.types("nstill here\r");
    terminal.logs("still here");
    terminal.shows("NEXT");
}
