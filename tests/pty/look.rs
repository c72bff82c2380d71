//! What is sent to which terminal.

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Returns the numbers of every change of style in what was written.
fn styles(written: &str) -> Vec<u16> {
    let starts = written.split("\x1b[").skip(1);
    let parameters = starts.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    parameters
        .flat_map(|all| all.split(';'))
        .filter_map(|number| number.parse().ok())
        .collect()
}

fn is_colour(number: u16) -> bool {
    (30..=49).contains(&number) || (90..=107).contains(&number)
}

#[test]
fn colours_are_used_where_nothing_speaks_against_them() {
    let home = Home::declared();
    let terminal = home.screen();
    assert!(styles(&terminal.written()).into_iter().any(is_colour));
}

#[test]
fn no_color_means_no_colour() {
    let home = Home::declared();
    let mut command = home.on_terminal(SITROOM, &[]);
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::start(command);
    terminal.shows("NEXT");
    for view in ["2", "3", "4", "5", ":"] {
        terminal.types(view);
    }
    terminal.shows("Palette");
    terminal.types("\x1bq");
    terminal.types("q");
    let used = styles(&terminal.written());
    assert!(!used.is_empty(), "bold and the like are used all the same");
    assert!(!used.iter().copied().any(is_colour), "{used:?}");
}

#[test]
fn a_dumb_terminal_gets_words_and_no_sequences() {
    let home = Home::declared();
    let mut command = home.on_terminal(SITROOM, &[]);
    command.env("TERM", "dumb");
    let mut terminal = Terminal::start(command);
    assert_eq!(terminal.ends(), 1);
    let written = terminal.written();
    for told in ["dumb", "Hint: `sitroom status` and `sitroom print`"] {
        assert!(written.contains(told), "{written}");
    }
    assert!(!written.contains('\x1b'), "{written:?}");
    terminal.is_given_back();
}

#[test]
fn without_a_terminal_it_says_so() {
    let home = Home::declared();
    let output = home.command(&[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let cried = String::from_utf8(output.stderr).unwrap();
    let wanted = "sitroom: failed to take the terminal: the standard output is not a terminal";
    assert!(cried.starts_with(wanted), "{cried}");
    assert!(cried.contains("Hint: "), "{cried}");
}
