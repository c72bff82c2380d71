//! The drill, from the command to what others do on its issue.

use std::path::PathBuf;

use rustix::process::Signal;
use sitroom::store::{DrillGait, RunningDrill};

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

fn drill(home: &Home, speed: &str) -> Terminal {
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &["drill", "--speed", speed]));
    terminal.shows("NEXT");
    terminal.shows("Several secrets pushed to a public branch");
    terminal
}

#[test]
fn it_starts_and_says_that_it_is_one() {
    let home = Home::empty();
    let mut terminal = drill(&home, "1");
    // The story is at the foot until it was read, and then the keys are.
    terminal.shows("EXERCISE. A plan file with live secrets");
    terminal.types("j");
    terminal.shows("has read it");
    terminal.shows("EXERCISE. A plan file with live secrets");
    terminal.types("\x1b");
    terminal.until("that the story was read", |screen| {
        !screen.contents().contains("has read it")
    });
    terminal.shows("? help");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    let written = terminal.written();
    let (_, left) = written.rsplit_once("\x1b[?1049l").unwrap();
    assert!(left.contains("# Scorecard: Several secrets"), "{left}");
    assert!(left.contains("EXERCISE: a drill"), "{left}");
    // A command stays on one line, to be copied.
    let mut lines = left.lines().filter(|line| !line.contains("`sitroom "));
    let wide = lines.find(|line| line.trim_end().chars().count() > 80);
    assert_eq!(wide, None, "words are broken by the program");
    let scored = |text: &str| {
        let mut lines = text.lines().map(|line| line.trim_end().to_owned());
        lines.find(|line| line.contains("scored"))
    };
    let later = home.says(&["drill", "--scorecard"]);
    assert!(scored(&later).is_some(), "{later}");
    assert_eq!(scored(left), scored(&later), "there is one scorecard");
    let json = home.says(&["drill", "--scorecard", "--json"]);
    assert!(json.contains("\"exercise\": true"), "{json}");
}

#[test]
fn what_is_wrong_with_keys_and_theme_is_said_in_a_drill_too() {
    let home = Home::empty();
    let config = home.root().join("config/sitroom");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("keys.toml"), "[global]\nsitrpe = \"s\"\n").unwrap();
    std::fs::write(
        config.join("config.toml"),
        "[screen]\ntheme = \"nothing\"\n",
    )
    .unwrap();
    let slips = ["`sitrpe` is no action", "screen.theme: "];
    let mut terminal = drill(&home, "1");
    let mut beside = Terminal::start(home.on_terminal(SITROOM, &["--drills", "open"]));
    beside.shows("Several secrets pushed to a public branch");
    for pane in [&mut terminal, &mut beside] {
        // The story of the drill waits behind them.
        pane.shows("(1 of ");
        pane.types("gl");
        pane.shows("Said here since the start");
        for slip in slips {
            pane.shows(slip);
        }
        pane.types("\x1b");
        pane.hides("Said here since the start");
        pane.types("q");
        assert_eq!(pane.ends(), 0);
    }
}

#[test]
fn a_recorded_incident_is_played_and_left_as_it_is() {
    let home = Home::declared();
    let mut note = home.command(&["note", "the fox is at the well"]);
    let said = note.env("SITROOM_NAME", "Farmer Dave").output().unwrap();
    assert!(said.status.success(), "{said:?}");
    home.says(&["note", "I shut the gate"]);
    let before = home.journal();
    let args = ["drill", "--replay", "2", "--paused"];
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &args));
    terminal.shows("The chickens have escaped");
    terminal.types("5");
    terminal.shows("#incident-response: the fox is at the well");
    terminal.shows("EXERCISE played out");
    assert!(!terminal.text().contains("I shut the gate"));
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.journal(), before);
    home.is_sound();
}

#[test]
fn what_others_do_on_the_issue_shows() {
    let home = Home::empty();
    let mut terminal = drill(&home, "600");
    terminal.types("5");
    terminal.shows("#incident-response: on it.");
    // A comment, a line that was ticked, a field that was edited, and a line that was added.
    terminal.shows("The file holds at least one GitHub token");
    terminal.shows("I7");
    terminal.shows("Spot the Dog, Farmer Dave");
    terminal.shows("Which token is in the plan file");
    terminal.types("3");
    terminal.shows("L1");
    terminal.signals(Signal::TERM);
    assert_eq!(terminal.ends(), 143);
    terminal.is_given_back();
}

#[test]
fn a_pane_beside_it_is_told_when_it_is_over_and_its_clock_stands() {
    let home = Home::empty();
    let mut terminal = drill(&home, "60");
    let mut beside = Terminal::start(home.on_terminal(SITROOM, &["--drills", "open"]));
    beside.shows("Several secrets pushed to a public branch");
    beside.shows("EXERCISE 60x");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    beside.shows("EXERCISE: the drill is over, and its clock stands");
    beside.shows("EXERCISE over");
    beside.types("q");
    assert_eq!(beside.ends(), 0);
}

/// Records a drill whose clock stands at ten on a day of its own, and returns its id.
fn stopped(home: &Home, title: &str, day: &str) -> (String, PathBuf, RunningDrill) {
    let id = home.says(&["--drills", "new", title]).trim().to_owned();
    let dir = home.root().join("data/sitroom/drills/incidents").join(&id);
    let at = format!("{day}T10:00:00Z").parse().unwrap();
    let gait = DrillGait {
        speed: 20,
        ..DrillGait::standing(at)
    };
    let running = RunningDrill::begin(&dir, gait).unwrap();
    (id, dir, running)
}

#[test]
fn the_palette_leads_from_a_drill_to_another_with_its_own_time_and_end() {
    let home = Home::empty();
    let (foxes, over, running) = stopped(&home, "The foxes practise", "2030-01-01");
    drop(running);
    let (_, runs, _running) = stopped(&home, "The chickens practise", "2040-01-01");
    let journal = |dir: &PathBuf| std::fs::read_to_string(dir.join("journal.jsonl")).unwrap();
    let before = journal(&over);
    let args = ["--drills", "open", &foxes];
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &args));
    terminal.shows("EXERCISE over");
    leads_to(&mut terminal, "chickens");
    terminal.shows("EXERCISE 20x paused");
    terminal.types("nthe gate is shut\r");
    terminal.logs("the gate is shut");
    assert!(journal(&runs).contains("2040-01-01T10:00:00"));
    leads_to(&mut terminal, "foxes");
    terminal.shows("EXERCISE over");
    terminal.types("ntoo late\r");
    terminal.shows("is over and takes nothing more");
    assert!(
        terminal.text().contains("too late"),
        "nothing typed is lost"
    );
    assert_eq!(journal(&over), before);
    terminal.types("\x1b");
    terminal.hides("is over and takes nothing more");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
}

/// Opens another drill by a word of its title.
fn leads_to(terminal: &mut Terminal, word: &str) {
    terminal.types(&format!(":{word}"));
    terminal.shows(&format!("investigating: The {word} pra"));
    terminal.types("\r");
}
