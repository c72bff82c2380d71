//! The program is stopped for a while, and goes on: in a shell of its own, as people use it.

use std::fs;
use std::io::Write;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use crate::home::{Home, SITROOM};
use crate::terminal::{LIMIT, Terminal};

const PROMPT: &str = "barn> ";

/// Starts a shell with job control, and the program in it.
fn in_a_shell(home: &Home) -> Terminal {
    let mut command = home.on_terminal("/bin/sh", &["-i"]);
    command.env("PS1", PROMPT);
    command.env("ENV", "");
    let mut terminal = Terminal::start(command);
    terminal.shows(PROMPT);
    terminal.types(&format!("sh -c 'echo $$ >pid; exec {SITROOM}'\r"));
    terminal.until("the alternate screen", vt100::Screen::alternate_screen);
    terminal.shows("NEXT");
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal.types("ntracks in the");
    terminal.shows("tracks in the");
    terminal
}

fn pid(home: &Home) -> Pid {
    let text = fs::read_to_string(home.root().join("pid")).unwrap();
    Pid::from_raw(text.trim().parse().unwrap()).unwrap()
}

/// Closes the text that is being typed. What follows too soon would be one key with it.
fn closes_the_text(terminal: &mut Terminal) {
    terminal.types("\x1b");
    terminal.hides("enter saves");
}

/// Waits until the shell has the terminal, in the mode that programs expect.
fn is_back_in_the_shell(terminal: &mut Terminal) {
    terminal.until("the shell", |screen| {
        !screen.alternate_screen() && !screen.hide_cursor()
    });
    // What is typed before the shell reads again may be thrown away.
    terminal.shows("Stopped");
    terminal
        .types("stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e -icanon | sed 's/^/mode=/'\r");
    terminal.until("the mode of the terminal", |screen| {
        let text = screen.contents();
        assert!(!text.contains("mode=-icanon"), "{text}");
        text.contains("mode=icanon")
    });
    terminal.types("clear\n");
    terminal.hides("mode=icanon");
}

fn goes_on(terminal: &mut Terminal) {
    terminal.types("fg\n");
    terminal.until("the alternate screen", vt100::Screen::alternate_screen);
    terminal.shows("NEXT");
    terminal.shows("feathers at the gate");
}

fn ends_well(terminal: &mut Terminal, home: &Home) {
    terminal.types("q");
    terminal.until("the shell", |screen| !screen.alternate_screen());
    terminal.types("exit\n");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    home.is_sound();
    assert!(home.journal().contains("feathers at the gate"));
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_goes_on_where_it_was() {
    let home = Home::declared();
    let mut terminal = in_a_shell(&home);
    // In a text it undoes; the text stays as a draft.
    closes_the_text(&mut terminal);
    terminal.types("\x1a");
    is_back_in_the_shell(&mut terminal);
    goes_on(&mut terminal);
    terminal.types("n");
    terminal.shows("tracks in the");
    closes_the_text(&mut terminal);
    terminal.types("\x1a");
    is_back_in_the_shell(&mut terminal);
    goes_on(&mut terminal);
    ends_well(&mut terminal, &home);
}

#[test]
fn a_signal_to_stop_gives_the_terminal_back_as_well() {
    let home = Home::declared();
    let mut terminal = in_a_shell(&home);
    kill_process(pid(&home), Signal::TSTP).unwrap();
    is_back_in_the_shell(&mut terminal);
    goes_on(&mut terminal);
    // What was being typed is still open.
    terminal.types(" mud\r");
    terminal.logs("tracks in the mud");
    ends_well(&mut terminal, &home);
}

#[test]
fn after_a_stop_that_cannot_be_caught_the_picture_is_painted_whole() {
    let home = Home::declared();
    let mut terminal = in_a_shell(&home);
    kill_process(pid(&home), Signal::STOP).unwrap();
    // The shell has the terminal, with the picture still on it.
    terminal.shows(PROMPT);
    // The line is as the program left it, and makes no line ends out of returns.
    terminal.types("clear\n");
    terminal.hides("NEXT");
    goes_on(&mut terminal);
    terminal.types(" mud\r");
    terminal.logs("tracks in the mud");
    ends_well(&mut terminal, &home);
}

#[test]
fn what_was_stopped_and_killed_has_its_text_on_the_disk() {
    let home = Home::declared();
    let mut terminal = in_a_shell(&home);
    closes_the_text(&mut terminal);
    terminal.types("\x1a");
    is_back_in_the_shell(&mut terminal);
    kill_process(pid(&home), Signal::KILL).unwrap();
    terminal.types("exit\n");
    // Some shells ask twice while a job is there.
    terminal.types("exit\n");
    terminal.is_over_soon();
    let mut again = home.screen();
    again.shows("draft");
    again.types("n");
    again.shows("tracks in the");
}

#[test]
fn where_no_shell_waits_it_stays() {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.types("\x1a");
    terminal.shows("no shell waits");
    terminal.signals(Signal::TSTP);
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
}

/// Asks tmux for something; none where there is no tmux on this machine.
fn tmux(home: &Home, args: &[&str]) -> Option<String> {
    let mut command = std::process::Command::new("tmux");
    let socket = home.root().join("tmux");
    command.arg("-S").arg(&socket).args(["-f", "/dev/null"]);
    command.args(args).env_clear().envs(home.variables());
    command.env("PS1", PROMPT).current_dir(home.root());
    match command.output() {
        Ok(output) => {
            let (said, cried) = (output.stdout, output.stderr);
            Some(String::from_utf8_lossy(&[said, cried].concat()).into_owned())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{error}"),
    }
}

/// Waits until what tmux shows is so.
fn tmux_shows(home: &Home, what: &str, is_so: impl Fn(&str) -> bool) {
    let limit = Instant::now() + LIMIT;
    loop {
        let shown = tmux(home, &["capture-pane", "-p"]).unwrap();
        if is_so(&shown) {
            return;
        }
        assert!(Instant::now() < limit, "never seen: {what}:\n{shown}");
        std::thread::yield_now();
    }
}

#[test]
fn under_tmux_it_is_resized_stopped_and_left_behind() {
    let home = Home::declared();
    let shell = format!("env PS1='{PROMPT}' /bin/sh -i");
    let begins = ["new-session", "-d", "-x", "120", "-y", "40", &shell];
    if tmux(&home, &begins).is_none() {
        // Not captured, so that nobody takes this for a test that ran.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: there is no tmux on this machine"
        );
        return;
    }
    let keys = |keys: &[&str]| tmux(&home, &[&["send-keys"], keys].concat()).unwrap();
    tmux_shows(&home, "the prompt", |shown| shown.contains(PROMPT.trim()));
    keys(&["-l", SITROOM]);
    keys(&["Enter"]);
    tmux_shows(&home, "NEXT", |shown| shown.contains("NEXT"));
    for size in [("1", "1"), ("250", "80"), ("60", "20")] {
        tmux(&home, &["resize-window", "-x", size.0, "-y", size.1]);
    }
    tmux_shows(&home, "NEXT at 60x20", |shown| {
        shown.contains("NEXT") && shown.lines().count() <= 20
    });
    keys(&["-l", "nfeathers at the gate"]);
    keys(&["Enter"]);
    keys(&["5"]);
    tmux_shows(&home, "the note", |shown| shown.contains("feathers at the"));
    keys(&["C-z"]);
    tmux_shows(&home, "the shell", |shown| {
        !shown.contains("NEXT") && shown.contains(PROMPT.trim())
    });
    keys(&["-l", "fg"]);
    keys(&["Enter"]);
    tmux_shows(&home, "NEXT again", |shown| shown.contains("NEXT"));
    keys(&["-l", "ntracks in the mud"]);
    tmux_shows(&home, "the text", |shown| {
        shown.contains("tracks in the mud")
    });
    tmux(&home, &["kill-server"]);
    let limit = Instant::now() + LIMIT;
    loop {
        let mut drafts = fs::read_dir(home.dir().join("drafts"))
            .into_iter()
            .flatten()
            .flatten();
        let is_kept = drafts.any(|file| {
            fs::read_to_string(file.path()).is_ok_and(|text| text.contains("tracks in the mud"))
        });
        if is_kept {
            break;
        }
        assert!(Instant::now() < limit, "the text is lost");
        std::thread::yield_now();
    }
    home.is_sound();
    assert!(home.journal().contains("feathers at the gate"));
}
