//! What shells are offered, and the manual pages.

use std::io::Write as _;
use std::process::{Command, Output};

use rstest::rstest;
use sitroom::cli::definition;

use crate::world::{ID, World, stderr, stdout};

/// Asks as a shell does: the words so far, the last one not finished. bash hands over the line and
/// the part of it that it replaces.
fn asked(world: &World, shell: &str, words: &[&str]) -> Output {
    let mut program = world.program();
    program
        .env("COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", "\n")
        .arg("--");
    if shell == "bash" {
        program.env("_CLAP_COMPLETE_COMP_TYPE", "9");
        let line = format!("sitroom {}", words.join(" "));
        program.args([line.as_str(), words.last().unwrap()]);
    } else {
        program.arg("sitroom").args(words);
    }
    program.output().unwrap()
}

pub(crate) fn offered(world: &World, words: &[&str]) -> Vec<String> {
    let output = asked(world, "bash", words);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "", "{words:?}");
    stdout(&output).lines().map(str::to_owned).collect()
}

fn farm() -> World {
    let world = World::declared();
    world.ok(&["lead", "add", "who opened the gate?"]);
    world.ok(&["lead", "add", "where is the fox?"]);
    world.ok(&["fix", "add", "close the gate"]);
    world.ok(&["people", "add", "Farmer Dave"]);
    world.ok(&["ask", "@dave", "is the gate shut?"]);
    world.ok(&[
        "evidence", "add", "--what", "feather", "--where", "the safe",
    ]);
    world.ok(&["cause", "add", "how did the gate open?"]);
    world
}

/// What is typed, and what is offered among others.
const OFFERED: [(&[&str], &str); 21] = [
    (&["sta"], "status"),
    (&["--incident", "2026"], ID),
    (&["open", ""], ID),
    (&["lead", "move", "L"], "L2"),
    (&["lead", "move", "L1", "rul"], "ruled-out"),
    (&["fix", "verify", ""], "R1"),
    (&["tick", "I"], "I1"),
    (&["shift", "in", "Farmer\\ D"], "Farmer\\ Dave"),
    (&["ask", "answer", ""], "Q1"),
    (&["snooze", "K"], "K1"),
    (&["evidence", "hand-over", ""], "E1"),
    (&["moment", "con"], "contained"),
    (&["moment", "down"], "downtime-began"),
    (&["cause", "reword", ""], "Y1"),
    (&["sent", "gsa"], "gsa-notice"),
    (&["drill", "phi"], "phishing"),
    (&["drill", "--replay", "20"], ID),
    (&["state", "res"], "resolved"),
    (&["new", "--playbook", "cloud"], "cloud-gov-2016"),
    (&["init", "--zone", "America/New"], "America/New_York"),
    (&["--config", "github.p"], "github.poll="),
];

#[test]
fn names_of_the_record_are_offered() {
    let world = farm();
    for (words, expected) in OFFERED {
        let found = offered(&world, words);
        assert!(
            found.iter().any(|word| word == expected),
            "{words:?}: {found:?}"
        );
    }
}

#[test]
fn the_incident_of_the_line_is_the_one_looked_at() {
    let world = farm();
    let other = world.ok(&["new", "The fox is back"]);
    let other = other.trim();
    world.ok(&["--incident", other, "lead", "add", "a"]);
    assert_eq!(
        offered(&world, &["--incident", other, "lead", "move", "L"]),
        ["L1"]
    );
    let joined = format!("--incident={other}");
    let quoted = format!("'{other}'");
    for there in [&[joined.as_str()][..], &["--incident", quoted.as_str()]] {
        let words = [there, &["lead", "move", "L"]].concat();
        assert_eq!(offered(&world, &words), ["L1"]);
        for shell in ["zsh", "fish"] {
            // fish takes the quotes from what is finished by itself.
            let words: Vec<_> = words.iter().map(|it| it.trim_matches('\'')).collect();
            let found = stdout(&asked(&world, shell, &words));
            assert_eq!(found.lines().count(), 1, "{shell} {words:?}: {found}");
        }
    }
    assert_eq!(
        offered(&world, &["--incident", ID, "lead", "move", "L"]).len(),
        2
    );
}

/// Names come from the issue too, where anybody writes.
#[test]
fn a_name_is_never_an_option_nor_more_than_one_word() {
    let world = farm();
    world.ok(&["people", "add", "--", "--override"]);
    world.ok(&["people", "add", "$(touch x) 'y"]);
    let found = offered(&world, &["people", "remove", "\\$"]);
    assert_eq!(found, ["\\$\\(touch\\ x\\)\\ \\'y"]);
    let all = offered(&world, &["people", "remove", ""]);
    assert_eq!(all.iter().filter(|it| *it == "--override").count(), 1);
    assert!(offered(&world, &["people", "remove", "--", "--ov"]).is_empty());
    let output = asked(&world, "bash", &["people", "remove", "$'Farmer"]);
    assert_eq!((stdout(&output), stderr(&output)), Default::default());
}

/// zsh and fish put in by themselves what a value needs, and hand over what is typed as it is.
#[rstest]
#[case::zsh_backslash("zsh", "Farmer\\ D", "Farmer Dave:")]
#[case::zsh_quote("zsh", "'Farmer D", "Farmer Dave:")]
#[case::fish_backslash("fish", "Farmer\\ D", "Farmer Dave\t")]
#[case::fish_quote("fish", "\"Farmer D", "Farmer Dave\t")]
fn a_word_with_quotes_is_completed(#[case] shell: &str, #[case] typed: &str, #[case] begins: &str) {
    let found = stdout(&asked(&farm(), shell, &["shift", "in", typed]));
    assert!(found.starts_with(begins), "{found:?}");
    assert_eq!(found.lines().count(), 1, "{found:?}");
}

#[test]
fn looking_up_writes_nothing_and_never_complains() {
    let world = farm();
    let files = |world: &World| {
        let mut all: Vec<_> = std::fs::read_dir(world.incident(ID))
            .unwrap()
            .map(|file| {
                let file = file.unwrap();
                (
                    file.file_name(),
                    file.metadata().unwrap().modified().unwrap(),
                )
            })
            .collect();
        all.sort();
        all
    };
    let before = files(&world);
    offered(&world, &["lead", "move", ""]);
    assert_eq!(files(&world), before);
    let journal = world.incident(ID).join("journal.jsonl");
    std::fs::write(&journal, "nonsense\n").unwrap();
    std::fs::write(world.incident(ID).join("incident.toml"), "x =").unwrap();
    world.configure("config.toml", "nonsense");
    offered(&world, &["lead", "move", ""]);
    assert!(offered(&World::new(), &["lead", "move", "L"]).is_empty());
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), "nonsense\n");
}

#[rstest]
#[case::bash("bash", "complete -o")]
#[case::zsh("zsh", "#compdef sitroom")]
#[case::fish("fish", "complete --keep-order --exclusive --command sitroom")]
fn the_script_of_a_shell_is_printed(#[case] shell: &str, #[case] has: &str) {
    let script = World::new().ok(&["completions", shell]);
    assert!(
        script.contains(has) && script.contains("COMPLETE"),
        "{script}"
    );
}

/// Each shell that is installed is driven itself; zsh, which completes on a terminal alone, among
/// the tests of terminals.
#[test]
fn bash_itself_completes_a_lead() {
    let world = farm();
    let script = "eval \"$(sitroom completions bash)\"\n\
        COMP_WORDS=(sitroom lead move L); COMP_CWORD=3; COMP_LINE='sitroom lead move L'\n\
        COMP_POINT=${#COMP_LINE}; COMP_TYPE=9\n\
        _clap_complete_sitroom sitroom L move\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    if let Some(found) = in_shell(&world, "bash", &["--norc", "-c", script]) {
        assert_eq!(found.lines().collect::<Vec<_>>(), ["L1", "L2"]);
    }
}

/// Where bash only lists what is offered, its text stands beside it.
#[test]
fn bash_lists_texts_beside_values() {
    let world = farm();
    let mut program = world.program();
    let words = ["--", "sitroom lead move L", "L"];
    program
        .env("COMPLETE", "bash")
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_COMP_TYPE", "63")
        .args(words);
    let listed = stdout(&program.output().unwrap());
    assert_eq!(
        listed,
        "L1  (who opened the gate?)\nL2  (where is the fox?)"
    );
}

#[test]
fn fish_itself_completes_a_lead() {
    let script = "sitroom completions fish | source; complete -C 'sitroom lead move L'";
    if let Some(found) = in_shell(&farm(), "fish", &["--no-config", "-c", script]) {
        let first: Vec<&str> = found.lines().filter_map(|l| l.split('\t').next()).collect();
        assert_eq!(first, ["L1", "L2"]);
    }
}

/// Runs a line in a shell in which `sitroom` is on the path; nothing where there is no such shell.
fn in_shell(world: &World, shell: &str, args: &[&str]) -> Option<String> {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_sitroom"));
    let path = format!(
        "{}:/usr/local/bin:/usr/bin:/bin",
        program.parent().unwrap().display()
    );
    let ours = world.program();
    let mut command = Command::new(shell);
    command.env_clear();
    for (name, value) in ours.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let output = command.env("PATH", path).args(args).output();
    let Ok(output) = output else {
        let _ = writeln!(std::io::stderr(), "skipped: {shell} is not installed here");
        return None;
    };
    assert!(output.status.success(), "{}", stderr(&output));
    Some(stdout(&output))
}

#[test]
fn every_command_has_a_manual_page() {
    fn names(command: &clap::Command, above: &str, all: &mut Vec<String>) {
        let name = format!("{above}{}", command.get_name());
        for below in command.get_subcommands() {
            names(below, &format!("{name}-"), all);
        }
        all.push(name);
    }
    let world = World::new();
    let out = world.path("man1");
    world.ok(&["man", "--out", out.to_str().unwrap()]);
    let mut all = Vec::new();
    names(&definition(), "", &mut all);
    assert!(all.len() > 60, "{all:?}");
    for name in all {
        let page = std::fs::read_to_string(out.join(format!("{name}.1")));
        let page = page.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"),
            "{name}"
        );
        assert!(page.len() > 300, "{name}: {page}");
    }
    assert!(world.ok(&["man"]).contains(".TH sitroom 1"));
}
