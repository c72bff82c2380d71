//! Texts in the person's own editor, whatever becomes of it.

use rstest::rstest;
use rustix::process::Signal;

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Opens the screen with an editor that is a script, and a note with some words in it.
fn noting(home: &Home, script: &str) -> Terminal {
    let path = home.root().join("my editor.sh");
    std::fs::write(&path, script).unwrap();
    let mut command = home.on_terminal(SITROOM, &[]);
    command.env("VISUAL", format!("sh '{}' --wait", path.display()));
    opened(Terminal::start(command))
}

fn opened(mut terminal: Terminal) -> Terminal {
    terminal.shows("NEXT");
    terminal.types("n");
    terminal.shows("─ Note ─");
    terminal.types("seen at the gate");
    terminal.shows("seen at the gate");
    terminal.types("\x05");
    terminal
}

/// Saves the note and expects what it says, with something typed behind it: keys are ours again.
fn saves(home: &Home, terminal: &mut Terminal, text: &str) {
    terminal.until("the screen again", vt100::Screen::alternate_screen);
    terminal.types("!");
    terminal.types("\r");
    terminal.logs("!");
    assert!(home.journal().contains(text), "{}", home.journal());
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    let left = std::fs::read_dir(home.dir()).unwrap().flatten();
    let mut left = left.map(|entry| entry.file_name().into_string().unwrap());
    assert!(
        left.all(|name| !name.starts_with(".editing")),
        "a copy stays"
    );
    home.is_sound();
}

#[test]
fn a_text_goes_to_the_editor_with_its_arguments_and_comes_back() {
    let home = Home::declared();
    let script = "test \"$1\" = --wait && test -s \"$2\" || exit 9\n\
                  printf 'a fox was ' > \"$2.new\"; cat \"$2\" >> \"$2.new\"; mv \"$2.new\" \"$2\"";
    let mut terminal = noting(&home, script);
    terminal.shows("the text is that of your editor; ctrl-z takes it back");
    terminal.shows("a fox was seen at the gate");
    terminal.types("\x1a");
    terminal.hides("a fox was");
    terminal.shows("seen at the gate");
    terminal.types("\x12");
    terminal.shows("a fox was seen at the gate");
    saves(&home, &mut terminal, "a fox was seen at the gate!");
}

#[rstest]
#[case::that_fails("exit 3", "ended with 3; the text is as it was")]
#[case::that_is_killed("kill -KILL $$", "was ended by signal 9; the text is as it was")]
#[case::that_crashes("kill -SEGV $$", "was ended by signal 11; the text is as it was")]
#[case::that_empties_the_file(": > \"$2\"", "your editor left no text")]
#[case::that_removes_the_file("rm \"$2\"", "your editor left no file")]
#[case::that_leaves_no_text("printf '\\377' > \"$2\"", "your editor left what is no UTF-8")]
#[case::that_leaves_the_terminal_broken(
    "stty raw -echo; printf '\\033[?1003h\\033[?1h\\033[5;9r\\033[4h'; kill -KILL $$",
    "was ended by signal 9"
)]
fn no_text_is_lost_to_an_editor(#[case] script: &str, #[case] told: &str) {
    let home = Home::declared();
    let mut terminal = noting(&home, script);
    terminal.shows(told);
    terminal.shows("seen at the gate");
    saves(&home, &mut terminal, "seen at the gate!");
}

#[test]
fn what_an_editor_saved_before_it_crashed_is_taken() {
    let home = Home::declared();
    let mut terminal = noting(&home, "printf 'a fox at the gate' > \"$2\"; kill -SEGV $$");
    terminal.shows("what it had saved is here, ctrl-z takes it back");
    saves(&home, &mut terminal, "a fox at the gate!");
}

#[test]
fn an_editor_that_is_not_there_is_named() {
    let home = Home::declared();
    let mut command = home.on_terminal(SITROOM, &[]);
    command.env("EDITOR", "no-such-editor --wait");
    let mut terminal = opened(Terminal::start(command));
    terminal.shows("there is no program `no-such-editor --wait`; set VISUAL or EDITOR");
    saves(&home, &mut terminal, "seen at the gate!");
}

#[test]
fn keys_are_the_editors_while_it_has_the_terminal() {
    let home = Home::declared();
    let script = "printf 'which animal? '; read line; printf '%s' \"$line\" > \"$2\"";
    let mut terminal = noting(&home, script);
    terminal.shows("which animal?");
    assert!(
        !terminal.screen().alternate_screen(),
        "the terminal is the editor's"
    );
    terminal.types("a red fox, q and all\r");
    terminal.shows("the text is that of your editor");
    saves(&home, &mut terminal, "a red fox, q and all!");
}

#[test]
fn an_interrupt_is_for_the_editor() {
    let home = Home::declared();
    // Without a trap: one that is set off before the shell reads leaves it reading.
    let script = "printf 'which animal? '; exec sleep 300";
    let mut terminal = noting(&home, script);
    terminal.shows("which animal?");
    terminal.types("\x03");
    terminal.shows("was ended by signal 2; the text is as it was before");
    saves(&home, &mut terminal, "seen at the gate!");
}

#[test]
fn where_no_shell_waits_it_is_not_stopped_under_the_editor() {
    let home = Home::declared();
    let script = "printf 'which animal? '; read line; printf '%s' \"$line\" > \"$2\"";
    let mut terminal = noting(&home, script);
    terminal.shows("which animal?");
    terminal.signals(Signal::TSTP);
    terminal.types("a red fox\r");
    terminal.shows("the text is that of your editor");
    saves(&home, &mut terminal, "a red fox!");
}

#[rstest]
#[case::ended("exec sleep 300", Signal::TERM, 143, "seen at the gate")]
#[case::ended_after_saving(
    "printf 'a fox at the gate' > \"$2\"; exec sleep 300",
    Signal::TERM,
    143,
    "a fox at the gate"
)]
#[case::hung_up_after_saving(
    "printf 'a fox at the gate' > \"$2\"; exec sleep 300",
    Signal::HUP,
    129,
    "a fox at the gate"
)]
#[case::ended_after_saving_nothing(
    ": > \"$2\"; exec sleep 300",
    Signal::TERM,
    143,
    "seen at the gate"
)]
fn a_signal_that_ends_it_meanwhile_leaves_a_draft(
    #[case] script: &str,
    #[case] signal: Signal,
    #[case] code: u32,
    #[case] text: &str,
) {
    let home = Home::declared();
    let (saves, waits) = script.rsplit_once("exec").unwrap();
    let script = format!("{saves}printf 'which animal? '; exec{waits}");
    let mut terminal = noting(&home, &script);
    terminal.shows("which animal?");
    terminal.signals(signal);
    assert_eq!(terminal.ends(), code);
    terminal.is_given_back();
    let mut again = home.screen();
    again.shows("1 draft");
    again.types("gd");
    again.shows("1 text unfinished");
    again.shows(text);
    again.types("\r");
    again.shows("─ Note ─");
    again.types("\r");
    again.logs(text);
}
