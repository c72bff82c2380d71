//! The program is killed at any moment, again and again, and what it said it had saved is
//! there afterwards.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::home::{Home, SITROOM};
use crate::terminal::{LIMIT, Terminal};

/// Records that are worked on side by side.
const RECORDS: u64 = 4;
/// How often the program dies over each of them.
const KILLS: usize = 50;
/// What repeats a run.
const SEED: &str = "SITROOM_TEST_SEED";

#[test]
#[expect(clippy::print_stdout, reason = "the seed repeats a run that failed")]
fn what_was_shown_as_saved_survives_two_hundred_kills() {
    let given = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or_else(|| fastrand::u64(..));
    println!("{SEED}={seed}");
    let shown: usize = thread::scope(|scope| {
        let works = (0..RECORDS).map(|n| scope.spawn(move || dies_often(seed.wrapping_add(n))));
        let works: Vec<_> = works.collect();
        works.into_iter().map(|work| work.join().unwrap()).sum()
    });
    println!("{shown} texts were shown as saved");
    assert!(shown > 100, "hardly anything was saved: {shown}");
}

/// Works on one record, dying all the time; returns how many texts were shown as saved.
fn dies_often(seed: u64) -> usize {
    let (home, mut rng) = (Home::declared(), Rng::with_seed(seed));
    let mut shown = BTreeSet::new();
    for life in 0..KILLS {
        if rng.u8(..5) == 0 {
            shown.extend(command_dies(&home, &mut rng, life));
        } else {
            shown.extend(screen_dies(&home, &mut rng, life));
        }
        let journal = home.journal();
        for text in &shown {
            assert!(journal.contains(text), "{text} is lost, life {life}");
        }
        is_sound_or_torn(&home);
    }
    home.screen().types("q");
    home.is_sound();
    shown.len()
}

/// A last line that a kill cut off was not shown to anybody; nothing else may be wrong.
fn is_sound_or_torn(home: &Home) {
    let output = home.command(&["verify"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() || said.contains("torn"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Types away until the program dies at some frame, and returns what the timeline showed.
fn screen_dies(home: &Home, rng: &mut Rng, life: usize) -> BTreeSet<String> {
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &[]));
    let frames = rng.usize(..200);
    let mut shown = BTreeSet::new();
    if frames > 20 {
        terminal.until("the screen", vt100::Screen::alternate_screen);
        terminal.types(&script(rng, life));
    }
    while terminal.frames() < frames && terminal.takes_in(Duration::from_millis(100)) {
        if terminal.is_whole() {
            shown.extend(saved_texts(&terminal));
        }
    }
    // A moment more, somewhere between two frames.
    terminal.takes_in(Duration::from_micros(rng.u64(..3000)));
    terminal.kills();
    if terminal.is_whole() {
        shown.extend(saved_texts(&terminal));
    }
    shown
}

/// Returns keys that record ten things, and end in the middle of another. Ctrl-u clears away
/// what the life before was typing.
fn script(rng: &mut Rng, life: usize) -> String {
    let mut keys = "5".to_owned();
    for n in 0..10 {
        keys += match rng.u8(..6) {
            0 => "1g 5",
            1 => "u",
            _ => "",
        };
        let key = if rng.bool() { 'L' } else { 'n' };
        let _ = write!(keys, "{key}\x15hen-{life}-{n};\r");
    }
    keys + "nthe cow is"
}

/// Returns the texts that stand in the timeline, each of which is unlike any other.
fn saved_texts(terminal: &Terminal) -> BTreeSet<String> {
    let screen = terminal.screen();
    let rows = screen.rows(0, screen.size().1.get());
    let texts = rows
        .filter(|row| row.contains("Farmer Jane"))
        .flat_map(|row| {
            let starts: Vec<usize> = row.match_indices("hen-").map(|(at, _)| at).collect();
            let whole = |start: usize| Some(row[start..].split_once(';')?.0.to_owned() + ";");
            starts.into_iter().filter_map(whole).collect::<Vec<_>>()
        });
    texts.collect()
}

/// Kills a command of the command line; returns its text if it said that it is recorded.
fn command_dies(home: &Home, rng: &mut Rng, life: usize) -> Option<String> {
    let text = format!("hen-{life}-0;");
    let mut command = home.command(&["note", &text]);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let end = Instant::now() + Duration::from_millis(rng.u64(..60));
    while Instant::now() < end && child.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
    child.kill().unwrap();
    let mut said = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    child.wait().unwrap();
    said.contains(&text).then_some(text)
}

#[test]
fn a_text_being_typed_survives_a_kill_once_it_is_kept() {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.types("ntracks in the mud");
    terminal.shows("tracks in the mud");
    let limit = Instant::now() + LIMIT;
    while !is_kept(&home, "tracks in the mud") {
        assert!(Instant::now() < limit, "no draft is kept");
        terminal.takes_in(Duration::from_millis(10));
    }
    terminal.kills();
    let mut again = home.screen();
    again.types("n");
    again.shows("tracks in the mud");
    again.types(", and feathers\r");
    again.logs("tracks in the mud, and feathers");
}

#[test]
fn a_text_is_kept_while_typing_goes_on() {
    let home = Home::declared();
    let mut terminal = home.screen();
    terminal.types("n");
    terminal.shows("─ Note");
    let limit = Instant::now() + LIMIT;
    while !is_kept(&home, "cluck cluck cluck") {
        assert!(Instant::now() < limit, "no draft is kept");
        terminal.types("cluck ");
        terminal.takes_in(Duration::from_millis(50));
    }
    terminal.kills();
    let mut again = home.screen();
    again.types("n");
    again.shows("cluck cluck cluck");
}

/// Returns true when a draft is in place; one on its way has a name without an ending.
fn is_kept(home: &Home, text: &str) -> bool {
    let Ok(drafts) = fs::read_dir(home.dir().join("drafts")) else {
        return false;
    };
    let mut paths = drafts.flatten().map(|draft| draft.path());
    paths.any(|path| {
        path.extension().is_some_and(|ending| ending == "toml")
            && fs::read_to_string(path).is_ok_and(|kept| kept.contains(text))
    })
}
