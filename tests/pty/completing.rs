//! bash, zsh and fish themselves, on a terminal: tab completes what the record has.

use std::io::Write as _;
use std::path::Path;

use rstest::rstest;

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Starts a shell without anybody's settings; none where it is not installed.
fn shell(home: &Home, name: &str, args: &[&str]) -> Option<Terminal> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let dirs: Vec<_> = std::env::split_paths(&path).collect();
    if !dirs.iter().any(|dir| dir.join(name).is_file()) {
        let _ = writeln!(std::io::stderr(), "skipped: {name} is not installed here");
        return None;
    }
    let ours = Path::new(SITROOM).parent().unwrap().to_owned();
    let path = std::env::join_paths(std::iter::once(ours).chain(dirs)).unwrap();
    let mut command = home.on_terminal(name, args);
    command.env("PATH", path);
    Some(Terminal::start(command))
}

#[rstest]
#[case::a_line_in_zshrc("compinit -u -D; source <(sitroom completions zsh)")]
#[case::a_file_on_the_path_of_functions("fpath=(~/functions $fpath); compinit -u -D")]
fn the_first_tab_in_zsh_completes_an_incident(#[case] setup: &str) {
    let home = Home::declared();
    let functions = home.root().join("functions");
    std::fs::create_dir(&functions).unwrap();
    let script = home.says(&["completions", "zsh"]);
    std::fs::write(functions.join("_sitroom"), script).unwrap();
    let Some(mut terminal) = shell(&home, "zsh", &["-f", "-i"]) else {
        return;
    };
    // What is typed is shown too, and is not to be taken for what is printed.
    let ready = "print it is re''ady";
    terminal.types(&format!(
        "PS1='> '; autoload -Uz compinit; {setup}; {ready}\r"
    ));
    terminal.shows("it is ready");
    terminal.types("sitroom open 2\t");
    terminal.shows("the-chickens-have-escaped");
    terminal.types("\x15exit\r");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn bash_shows_texts_beside_what_it_lists_and_puts_in_the_value_alone() {
    let home = Home::declared();
    home.says(&["lead", "add", "who opened the gate?"]);
    home.says(&["lead", "add", "where is the fox?"]);
    let Some(mut terminal) = shell(&home, "bash", &["--norc", "-i"]) else {
        return;
    };
    terminal.types("PS1='> '; eval \"$(sitroom completions bash)\"; echo it is re''ady\r");
    terminal.shows("it is ready");
    terminal.types("sitroom lead move L\t\t");
    terminal.shows("L1  (who opened the gate?)");
    terminal.shows("L2  (where is the fox?)");
    terminal.types("2\tinv\t; echo it is do''ne\r");
    terminal.shows("it is done");
    terminal.shows("> sitroom lead move L2 investigating");
    assert!(home.says(&["lead", "list"]).contains("investigating"));
    terminal.types("exit\r");
    assert_eq!(terminal.ends(), 0);
}

/// What anybody may write among the responders of an issue, and what is typed of it.
const NAMES: [(&str, &str); 14] = [
    ("Farmer O'Neil", "Farmer\\ O"),
    ("Farmer O'Neil", "'Farmer O"),
    ("Farmer O'Neil", "\"Farmer O"),
    ("$(touch run1)", "\\$"),
    ("$(touch run1)", "'$"),
    ("$(touch run1)", "\"\\$"),
    ("`touch run2`", "\\`"),
    ("a;touch run3&", "a"),
    ("\"quoted\"", "'\""),
    ("back\\slash", "bac"),
    ("look!here!", "lo"),
    ("look!here!", "\"lo"),
    ("dogs'", "'do"),
    ("~/*?[a] {b,c} #d", "\\~"),
];

/// Starts a shell with a command `prints` that is completed as ours is and writes what it is given.
fn prints(home: &Home, name: &str, args: &[&str], setup: &str) -> Option<Terminal> {
    let mut terminal = shell(home, name, args)?;
    terminal.types(&format!("{setup}; echo it is re''ady\r"));
    terminal.shows("it is ready");
    Some(terminal)
}

const PRINTS: &str = "prints() { printf '<%s>' \"$@\" > printed; }";

fn bash(home: &Home, set: &str) -> Option<Terminal> {
    let setup = format!(
        "PS1='> '; source <(sitroom completions bash); {set}; {PRINTS}; \
         complete -o nospace -F _clap_complete_sitroom prints"
    );
    prints(home, "bash", &["--norc", "-i"], &setup)
}

fn zsh(home: &Home) -> Option<Terminal> {
    let setup = format!(
        "PS1='> '; autoload -Uz compinit; compinit -u -D; source <(sitroom completions zsh); \
         {PRINTS}; compdef _clap_dynamic_completer_sitroom prints"
    );
    prints(home, "zsh", &["-f", "-i"], &setup)
}

fn fish(home: &Home) -> Option<Terminal> {
    let setup = "function fish_prompt; echo '> '; end; sitroom completions fish | \
         string replace 'command sitroom' 'command prints' | source; \
         function prints; printf '<%s>' $argv > printed; end";
    prints(home, "fish", &["--no-config", "-i"], setup)
}

/// The shell itself reads back what stands on the line.
#[rstest]
#[case::bash(|home: &Home| bash(home, "set -o histexpand"))]
#[case::zsh(zsh)]
#[case::fish(fish)]
fn what_is_put_in_is_one_word_that_is_the_name_and_runs_nothing(
    #[case] start: fn(&Home) -> Option<Terminal>,
) {
    let home = Home::declared();
    let mut names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
    names.dedup();
    for name in names {
        home.says(&["people", "add", name]);
    }
    let Some(mut terminal) = start(&home) else {
        return;
    };
    for (at, (name, typed)) in NAMES.iter().enumerate() {
        terminal.types(&format!("prints shift out {typed}\t"));
        terminal.types(&format!(" end; echo it is do''ne {at}\r"));
        terminal.shows(&format!("it is done {at}"));
        let printed = std::fs::read_to_string(home.root().join("printed")).unwrap();
        assert_eq!(printed, format!("<shift><out><{name}><end>"), "{typed}");
    }
    let files = std::fs::read_dir(home.root()).unwrap().flatten();
    let mut files = files.map(|file| file.file_name());
    assert!(!files.any(|name| name.to_string_lossy().starts_with("run")));
    terminal.types("exit\r");
    assert_eq!(terminal.ends(), 0);
}

#[rstest]
#[case::nullglob("shopt -s nullglob")]
#[case::failglob("shopt -s failglob")]
fn bash_lists_texts_that_look_like_names_of_files(#[case] set: &str) {
    let home = Home::declared();
    home.says(&["lead", "add", "who opened the gate?"]);
    home.says(&["lead", "add", "[x] where * is"]);
    let Some(mut terminal) = bash(&home, set) else {
        return;
    };
    terminal.types("prints lead move L\t\t");
    terminal.shows("L1  (who opened the gate?)");
    terminal.shows("L2  ([x] where * is)");
    terminal.types("2\tinv\t; echo it is do''ne\r");
    terminal.shows("it is done");
    let printed = std::fs::read_to_string(home.root().join("printed")).unwrap();
    assert_eq!(printed, "<lead><move><L2><investigating>");
    terminal.types("exit\r");
    terminal.ends();
}
