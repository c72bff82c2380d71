//! zsh itself, on a terminal: tab completes what the record has.

use std::io::Write as _;
use std::path::Path;

use rstest::rstest;

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Starts zsh without anybody's settings; none where it is not installed.
fn zsh(home: &Home) -> Option<Terminal> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let dirs: Vec<_> = std::env::split_paths(&path).collect();
    if !dirs.iter().any(|dir| dir.join("zsh").is_file()) {
        let _ = writeln!(std::io::stderr(), "skipped: zsh is not installed here");
        return None;
    }
    let ours = Path::new(SITROOM).parent().unwrap().to_owned();
    let path = std::env::join_paths(std::iter::once(ours).chain(dirs)).unwrap();
    let mut command = home.on_terminal("zsh", &["-f", "-i"]);
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
    let Some(mut terminal) = zsh(&home) else {
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
