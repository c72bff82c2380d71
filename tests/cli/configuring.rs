//! `init`, `doctor` and `config`: the first run, and what the settings say.

use std::os::unix::fs::PermissionsExt;

use chrono::{TimeZone, Utc};
use rstest::rstest;
use sitroom::practice::{Fault, FaultRule, Options, PracticeGithub};

use crate::world::{ID, World, stderr, stdout};

/// A practice GitHub whose clock shows what that of the tests' machine does.
fn github() -> PracticeGithub {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0).unwrap();
    let options = Options::default().clock(std::sync::Arc::new(move || now));
    PracticeGithub::start_blocking(options.repository("18F/farm", true)).unwrap()
}

/// A new machine that reaches it.
fn beside(github: &PracticeGithub) -> World {
    let mut world = World::new();
    world
        .set("SITROOM_GITHUB_API_URL", &github.url())
        .set("GH_TOKEN", Options::TOKEN)
        .set("GH_PATH", "/nonexistent");
    world
}

fn file_of(world: &World) -> String {
    std::fs::read_to_string(world.path("config/sitroom/config.toml")).unwrap()
}

#[test]
fn five_answers_on_lines_make_a_commented_file_for_its_owner_alone() {
    let github = github();
    let world = beside(&github);
    let answers = "Farmer Dave\n18F/farm\n\nnew york\nAmerica/New_York\nbell\n";
    let output = world.run_with(&["init"], answers);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for question in ["1/5", "2/5", "3/5", "4/5", "5/5", "[Farmer Jane]"] {
        assert!(said.contains(question), "{question}: {said}");
    }
    for checked in [
        "ok    token",
        "farmer-jane, from $GH_TOKEN",
        "only chosen people",
        "clock",
    ] {
        assert!(said.contains(checked), "{checked}: {said}");
    }
    assert!(said.contains("did you mean `America/New_York`"), "{said}");
    let text = file_of(&world);
    for line in [
        "name = \"Farmer Dave\"",
        "repository = \"18F/farm\"",
        "zone = \"America/New_York\"",
        "#playbook = \"cloud-gov-2023\"",
        "#bell = true",
        "notify = \"off\"",
        "# The private repository that mirrors incidents",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let path = world.path("config/sitroom/config.toml");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(stdout(&output).trim(), path.display().to_string());
    assert!(
        github.issues("18F/farm").is_empty(),
        "looking writes nothing"
    );
    let all = format!("{said}{text}{}", stdout(&output));
    assert!(!all.contains(Options::TOKEN), "{all}");
}

#[test]
fn without_network_it_is_written_and_what_was_not_checked_is_said() {
    let github = github();
    let mut world = beside(&github);
    github.close_blocking();
    let args = [
        "init",
        "--yes",
        "--name",
        "Farmer Dave",
        "--repository",
        "18F/farm",
    ];
    let output = world.run(&args);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("warn  github") && said.contains("not checked"),
        "{said}"
    );
    assert!(file_of(&world).contains("repository = \"18F/farm\""));
    world.set("GH_TOKEN", "");
    let output = world.run(&["init", "--yes", "--repository", "18F/barn"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("failed to find a token") && said.contains("gh auth login"),
        "{said}"
    );
}

#[rstest]
#[case::public(|github: &PracticeGithub| github.set_private("18F/farm", false).unwrap(), "FAIL  private")]
#[case::no_issues(|github: &PracticeGithub| github.set_issues("18F/farm", false).unwrap(), "switched off")]
#[case::archived(|github: &PracticeGithub| github.set_archived("18F/farm", true).unwrap(), "archived")]
#[case::not_there(|github: &PracticeGithub| github.set_access("18F/farm", Options::LOGIN, false).unwrap(), "FAIL  repository")]
#[case::scopes(|github: &PracticeGithub| github.set_scopes(Some("gist, read:org")), "need `repo`")]
#[case::bad_token(|github: &PracticeGithub| github.fault(FaultRule::always(Fault::Unauthorized)), "FAIL  token")]
fn a_repository_that_will_not_do_is_refused_with_what_mends_it(
    #[case] spoil: fn(&PracticeGithub),
    #[case] says: &str,
) {
    let github = github();
    let world = beside(&github);
    spoil(&github);
    let said = world.fails(2, &["init", "--yes", "--repository", "18F/farm"]);
    assert!(said.contains(says) && said.contains("->"), "{said}");
    assert!(!world.path("config/sitroom/config.toml").exists());
    // Who is asked may say so twice, and means it.
    let answers = "\n18F/farm\n18F/farm\n\n\n\n";
    let output = world.run_with(&["init"], answers);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(file_of(&world).contains("18F/farm"));
}

#[test]
fn a_clock_that_is_off_is_told() {
    let github = github();
    let mut world = beside(&github);
    world.at("2026-11-22T14:12:00Z");
    let said = world.fails(2, &["init", "--yes", "--repository", "18F/farm"]);
    assert!(
        said.contains("FAIL  clock") && said.contains("600 s ahead of"),
        "{said}"
    );
}

#[rstest]
#[case::name(&["--name", " "], "it is empty")]
#[case::repository(&["--repository", "farm"], "owner/name")]
#[case::playbook(&["--playbook", "cloud-gov-2032"], "did you mean `cloud-gov-2023`")]
#[case::zone(&["--zone", "Europe/Berlim"], "did you mean `Europe/Berlin`")]
#[case::zone_by_letters(&["--zone", "PST"], "did you mean `America/Los_Angeles`")]
#[case::zone_by_half(&["--zone", "Berlin time"], "a zone is named by its region and a city, such as")]
fn an_answer_that_makes_no_sense_is_refused(#[case] args: &[&str], #[case] says: &str) {
    let world = World::new();
    let said = world.fails(2, &[&["init", "--yes", "--offline"], args].concat());
    assert!(said.contains(says), "{said}");
    assert!(!world.path("config/sitroom/config.toml").exists());
}

#[test]
fn a_file_that_is_there_keeps_the_rest_and_is_never_overwritten_unseen() {
    let world = World::new();
    let mine = "# mine\nname = \"Farmer Dave\"\n\n[github]\npoll = \"10s\" # slow\n";
    world.configure("config.toml", mine);
    let output = world.run_with(&["init", "--offline"], "\n18F/farm\n\n\n\nmaybe\nno\n");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("+ repository = \"18F/farm\""));
    assert!(stderr(&output).contains("answer yes or no"));
    assert!(stderr(&output).contains("nothing is written"));
    assert_eq!(file_of(&world), mine);
    let output = world.run(&["init", "--offline", "--yes", "--repository", "18F/farm"]);
    assert!(
        stderr(&output).contains("+ repository"),
        "{}",
        stderr(&output)
    );
    let text = file_of(&world);
    assert!(
        text.starts_with("# mine\n") && text.contains("poll = \"10s\" # slow"),
        "{text}"
    );
    assert!(
        text.contains("# The private repository that mirrors"),
        "{text}"
    );
    world.ok(&["init", "--offline", "--yes", "--repository", "18F/farm"]);
    assert_eq!(file_of(&world), text, "a second time changes nothing");
    world.configure("config.toml", "nam = 3\n");
    let said = world.fails(2, &["init", "--offline", "--yes"]);
    assert!(
        said.contains("config.toml:1: nam") && said.contains("did you mean `name`"),
        "{said}"
    );
    assert_eq!(file_of(&world), "nam = 3\n");
}

#[test]
fn a_line_that_stands_elsewhere_too_is_shown_where_it_is_added() {
    let world = World::new();
    let line = "name = \"Farmer Jane\"";
    world.configure("config.toml", &format!("[addresses]\n{line}\n"));
    let init = ["init", "--offline", "--yes", "--name", "Farmer Jane"];
    let said = stderr(&world.run(&init));
    assert!(said.contains(&format!("+ {line}")), "{said}");
}

/// The file holds only what differs; all else stands there as a comment, and is as shipped.
#[test]
fn what_is_not_answered_otherwise_stands_as_a_comment() {
    let mut world = World::new();
    let init = ["init", "--offline", "--yes", "--name", "Farmer Dave"];
    world.ok(&init);
    let text = file_of(&world);
    let active = text.lines().filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with(['#', '['])
    });
    assert_eq!(active.collect::<Vec<_>>(), ["name = \"Farmer Dave\""]);
    assert!(text.contains("\n#theme = \"default\"\n"), "{text}");
    let origin = world.ok(&["config", "show", "--origin"]);
    let from_file = origin.lines().filter(|line| line.contains("config.toml:"));
    assert_eq!(from_file.count(), 0, "SITROOM_NAME says so: {origin}");
    world.set("SITROOM_NAME", "");
    let origin = world.ok(&["config", "show", "--origin"]);
    let from_file = origin.lines().filter(|line| line.contains("config.toml:"));
    assert_eq!(from_file.count(), 1, "{origin}");
    // The name of the login holds without being written down.
    world.set("USER", "jane");
    world.ok(&["init", "--offline", "--yes", "--name", "jane"]);
    assert!(file_of(&world).contains("\nname = \"\"\n"));
}

#[test]
fn a_zone_that_knows_no_summer_is_taken_and_told() {
    let world = World::new();
    let init = ["init", "--offline", "--yes", "--zone", "EST"];
    let output = world.run(&init);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let wanted = "warn  zone  EST stands for UTC-5 the whole year round";
    assert!(said.contains(wanted), "{said}");
    assert!(said.contains("-> America/New_York is the zone"), "{said}");
    assert!(file_of(&world).contains("\nzone = \"EST\"\n"));
    let report = stdout(&world.run(&["doctor", "--offline"]));
    assert!(report.contains("EST stands for UTC-5"), "{report}");
    let init = ["init", "--offline", "--yes", "--zone", "America/New_York"];
    let said = stderr(&world.run(&init));
    assert!(!said.contains("stands for"), "{said}");
}

#[test]
fn an_unknown_theme_is_told_by_every_command() {
    let world = World::declared();
    world.configure("config.toml", "[screen]\ntheme = \"lihgt\"\n");
    for command in [&["list"][..], &["status"], &["doctor", "--offline"]] {
        let said = stderr(&world.run(command));
        let place = "config.toml:2: screen.theme: there is no such theme: there are default";
        assert!(said.contains(place), "{command:?}: {said}");
        let shown =
            "2 | theme = \"lihgt\"\n  |         ^\nHint: did you mean `light`?\nthe default";
        assert!(said.contains(shown), "{command:?}: {said}");
    }
    let report = stdout(&world.run(&["doctor", "--offline"]));
    assert!(report.contains("FAIL  theme"), "{report}");
    assert!(report.contains("|         ^\n"), "{report}");
    let said = stderr(&world.run(&["--config", "screen.theme=drak", "list"]));
    assert!(said.contains("--config:1: screen.theme"), "{said}");
    world.configure("config.toml", "[screen]\ntheme = \"light\"\n");
    assert_eq!(stderr(&world.run(&["list"])), "");
}

#[test]
fn all_that_is_wrong_with_the_settings_is_told_together_by_every_command() {
    let world = World::declared();
    let text = "nmae = \"x\"\n[github]\nrepository = \"https://github.com/18F/farm.git\"\n\
                followups = \"farm\"\n[screen]\ntheme = \"lihgt\"\n";
    world.configure("config.toml", text);
    for command in [&["list"][..], &["status"], &["config", "show"]] {
        let said = stderr(&world.run(command));
        for part in [
            "config.toml:1: nmae: there is no such setting",
            "did you mean `name`?",
            "config.toml:3: github.repository: it names no repository: write it as owner/name",
            "3 | repository = \"https://github.com/18F/farm.git\"\n  |              ^\n\
             Hint: did you mean `18F/farm`?",
            "config.toml:4: github.followups: it names no repository",
            "config.toml:6: screen.theme: there is no such theme",
            "6 | theme = \"lihgt\"\n  |         ^\nHint: did you mean `light`?",
        ] {
            assert!(said.contains(part), "{command:?}, {part}: {said}");
        }
    }
    let output = world.run(&["--config", "github.repository=farm", "list"]);
    assert!(stderr(&output).contains("--config:1: github.repository: it names no repository"));
    world.configure(
        "config.toml",
        "[github]\nrepository = \"\"\nfollowups = \"18F/farm\"\n",
    );
    assert_eq!(stderr(&world.run(&["list"])), "");
}

/// A slip of the syntax hides none of the others, and seems to make no others.
#[test]
fn a_slip_of_the_syntax_hides_no_other_slip() {
    let world = World::declared();
    let text = "name \"Farmer Jane\"\nnmae = \"x\"\n[github]\nrepository = \"farm\"\npol = \"1m\"\n\
                [gate]\nnames = [\"the barn\",\n\"the byre\"\n[screen]\nascii = 3\ntheme = \"lihgt\"\n\
                [mail\nhost = \"mail.farm.example\"\n[attention]\nbell = True\nbel = false\n";
    world.configure("config.toml", text);
    let keys =
        "[global]\nhelp \"?\"\nnotee = \"n\"\n[card\nnote = \"n\"\n[planner]\nseatz = \"s\"\n";
    world.configure("keys.toml", keys);
    let said = stderr(&world.run(&["list"]));
    let told: Vec<&str> = said
        .lines()
        .filter(|line| line.contains(".toml:"))
        .collect();
    let places = [
        "1: name: key with no value",
        "2: nmae: there is no such setting",
        "4: github.repository: it names no repository",
        "5: github.pol: there is no such setting",
        "9: screen: missing comma between array elements",
        "10: screen.ascii: invalid type",
        "12: mail: unclosed table",
        "15: bell: invalid boolean",
        "16: attention.bel: there is no such setting",
        "11: screen.theme: there is no such theme",
    ];
    for (told, place) in told.iter().zip(places) {
        assert!(
            told.contains(&format!("config.toml:{place}")),
            "{place}: {said}"
        );
    }
    assert!(
        said.contains("5 | pol = \"1m\"\n  | ^\nHint: did you mean `poll`?"),
        "{said}"
    );
    let keys: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("  line "))
        .collect();
    let of_keys = [
        "line 2: key with no value",
        "line 3: `notee` is no action; did you mean `note`?",
        "line 4: unclosed table",
        "line 7: `seatz` is no action; did you mean `seats`?",
    ];
    for (told, place) in keys.iter().zip(of_keys) {
        assert!(told.contains(place), "{place}: {said}");
    }
    assert_eq!(keys.len(), of_keys.len(), "{said}");
    assert_eq!(
        told.len(),
        places.len() + 1,
        "and the file of keys is named: {said}"
    );
    world.configure("config.toml", "[screen]\ntheme = \"mine\"\n");
    let theme = "key \"x\"\nkeyy = { fg = \"red\" }\nkey = { fg = \"rde\" }\n";
    world.configure("themes/mine.toml", theme);
    let said = stderr(&world.run(&["list"]));
    for place in [
        "mine.toml:1: file: key with no value",
        "mine.toml:2: keyy: ",
        "mine.toml:3: key.fg: ",
    ] {
        assert!(said.contains(place), "{place}: {said}");
    }
}

#[test]
fn keys_that_cannot_be_used_are_told_by_every_command() {
    let world = World::declared();
    world.configure("keys.toml", "[global]\nnotee = \"n\"\nhelp = \"F1\"\n");
    let commands = [
        &["list"][..],
        &["status"],
        &["config", "show"],
        &["doctor", "--offline"],
    ];
    for command in commands {
        let said = stderr(&world.run(command));
        for part in [
            "keys.toml",
            "line 2: `notee` is no action; did you mean `note`?",
            "line 3: `F1` names no key; did you mean `f1`?",
            "the keys are the shipped ones until it is mended",
        ] {
            assert!(said.contains(part), "{command:?}, {part}: {said}");
        }
        // What is no key leaves nothing without one.
        assert!(!said.contains("without a key"), "{command:?}: {said}");
    }
    world.configure("keys.toml", "[global]\nhelp = [\"?\", \"f1\"]\n");
    assert_eq!(stderr(&world.run(&["list"])), "");
}

#[test]
fn a_repository_of_the_environment_that_is_none_is_told_by_every_command() {
    let mut world = World::declared();
    let variable = "SITROOM_GITHUB_REPOSITORY";
    world.set(variable, "https://github.com/18F/farm.git");
    for command in [&["list"][..], &["status"], &["doctor", "--offline"]] {
        let said = stderr(&world.run(command));
        let told = "SITROOM_GITHUB_REPOSITORY: github.repository: it names no repository: write it as \
                    owner/name\n  | https://github.com/18F/farm.git\nHint: did you mean `18F/farm`?\n\
                    nothing is mirrored there";
        assert!(said.contains(told), "{command:?}: {said}");
    }
    // What the command line says goes before it, as what is right does.
    let said = stderr(&world.run(&["--config", "github.repository=18F/farm", "list"]));
    assert_eq!(said, "");
    world.set(variable, "18F/farm");
    assert_eq!(stderr(&world.run(&["list"])), "");
}

/// What follows a caret stands below it.
#[test]
fn nothing_stands_behind_a_caret() {
    let world = World::new();
    world.configure("config.toml", "name = 3\n");
    let said = stderr(&world.run(&["list"]));
    assert!(
        said.contains("^\nthe shipped settings are used, and nothing is mirrored\n"),
        "{said}"
    );
}

#[test]
fn an_arrow_key_in_an_answer_is_refused_at_every_question_and_asked_again() {
    let world = World::new();
    let up = "\u{1b}[A\n";
    let answers = format!("{up}Farmer Dave\n{up}-\n{up}\n{up}-\n{up}bell\n");
    let output = world.run_with(&["init", "--offline"], &answers);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("control characters").count(), 5, "{said}");
    let text = file_of(&world);
    assert!(text.contains("name = \"Farmer Dave\""), "{text}");
    assert!(!text.contains("[A"), "{text}");
}

#[rstest]
#[case::arrow("[A")]
#[case::arrows("[D[D[C")]
#[case::arrow_of_a_keypad("OB")]
#[case::delete("[3~")]
#[case::word_back("[1;5D")]
fn what_is_left_of_the_sequence_of_a_key_is_no_name(#[case] rest: &str) {
    let world = World::new();
    let answers = format!("{rest}\nO[A Farmer\n-\n\n-\nbell\n");
    let output = world.run_with(&["init", "--offline"], &answers);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("control characters").count(), 1, "{said}");
    let text = file_of(&world);
    assert!(text.contains("name = \"O[A Farmer\""), "{text}");
}

#[test]
fn answers_that_end_early_write_nothing() {
    let world = World::new();
    let said = world.fails(2, &["init", "--offline"]);
    assert!(said.contains("`sitroom init --yes`"), "{said}");
    assert!(!world.path("config/sitroom/config.toml").exists());
}

#[test]
fn doctor_wants_no_token_where_no_repository_is_chosen() {
    let world = World::new();
    world.ok(&["init", "--offline", "--yes", "--repository", "-"]);
    let text = stdout(&world.run(&["doctor"]));
    assert!(text.contains("ok    token"), "{text}");
    assert!(text.contains("none is needed"), "{text}");
    assert!(text.contains("warn  repository"), "{text}");
}

/// An issue is synced without any repository in the settings, and needs the token all the same.
#[test]
fn doctor_wants_the_token_of_an_issue_that_is_attached() {
    let github = github();
    let mut world = World::declared();
    world
        .set("GH_PATH", "/nonexistent")
        .set("SITROOM_GITHUB_API_URL", &github.url());
    let number = github.open_issue_as("farmer-dave", "18F/farm", "Chickens!", "All.");
    let issue = format!("18F/farm#{}", number.unwrap());
    world.ok(&["attach", &issue]);
    let text = stdout(&world.run(&["doctor"]));
    let needs = format!("warn  token       {issue} of {ID} needs one: failed to find a token");
    assert!(text.contains(&needs), "{text}");
    assert!(!text.contains("nothing is mirrored"), "{text}");
    world.set("GH_TOKEN", Options::TOKEN);
    let text = stdout(&world.run(&["doctor"]));
    let there = format!("ok    repository  18F/farm: {issue} of {ID} is there");
    assert!(text.contains(&there), "{text}");
}

#[test]
fn doctor_looks_at_everything_and_says_what_mends_it() {
    let github = github();
    let mut world = World::mirrored(&github);
    world.set("TERM", "xterm-256color").set("LANG", "C.UTF-8");
    let report = world.json(&["doctor", "--json"]);
    let ids: Vec<&str> = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["id"].as_str().unwrap())
        .collect();
    for id in [
        "settings",
        "playbook",
        "token",
        "scopes",
        "github",
        "clock",
        "repository",
        "private",
        "issues",
        "tmux",
        "terminal",
        "colours",
        "utf-8",
        "size",
        "data",
        "config",
        "state",
        "disk",
        "sync",
    ] {
        assert!(ids.contains(&id), "{id}: {ids:?}");
    }
    let text = world.ok(&["doctor"]);
    assert!(
        text.contains("warn  sync") && text.contains("was never synced"),
        "{text}"
    );
    assert!(!text.contains(Options::TOKEN), "{text}");
    world.ok(&["sync", "--once"]);
    assert!(world.ok(&["doctor"]).contains("was last synced"));
    github.set_private(Options::REPOSITORY, false).unwrap();
    world.set("TERM", "dumb");
    let output = world.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(
        text.contains("FAIL  private") && text.contains("FAIL  terminal"),
        "{text}"
    );
    let before = github.look(|world| world.requests().len());
    world.run(&["doctor", "--offline"]);
    assert_eq!(github.look(|world| world.requests().len()), before);
}

#[test]
fn doctor_reads_keys_and_theme_as_the_screen_does() {
    let world = World::new();
    world.configure("config.toml", "[screen]\ntheme = \"mine\"\n");
    std::fs::create_dir_all(world.path("config/sitroom/themes")).unwrap();
    world.configure("themes/mine.toml", "base = \"light\"\n");
    world.configure("keys.toml", "");
    let text = world.run(&["doctor", "--offline"]);
    let text = stdout(&text);
    assert!(
        text.contains("ok    theme") && text.contains("ok    keys"),
        "{text}"
    );
    world.configure("themes/mine.toml", "soon = 3\n");
    std::fs::write(world.path("config/sitroom/keys.toml"), b"\xff\xfe").unwrap();
    let output = world.run(&["doctor", "--offline"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for said in [
        "FAIL  theme",
        "mine.toml:1: soon",
        "FAIL  keys",
        "read the keymap",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn doctor_reads_tmux_and_modes() {
    let mut world = World::new();
    let bin = world.path("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let script = "#!/bin/sh\ncase \"$*\" in\n*bell-action) echo none;;\n*monitor-bell) echo on;;\n\
                  *allow-passthrough) echo off;;\n*set-clipboard) echo external;;\nesac\n";
    std::fs::write(bin.join("tmux"), script).unwrap();
    let run = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(bin.join("tmux"), run).unwrap();
    world.configure("config.toml", "");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(world.path("config/sitroom"), open).unwrap();
    world
        .set("TMUX", "/tmp/tmux,1,0")
        .set("PATH", &format!("{}:/usr/bin:/bin", bin.display()));
    let text = world.ok(&["doctor", "--offline"]);
    for said in [
        "tmux set -g bell-action any",
        "tmux set -g allow-passthrough on",
        "tmux set -g set-clipboard on",
        "chmod 700",
        "chmod 600",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn each_setting_says_where_it_comes_from() {
    let mut world = World::new();
    world.configure(
        "config.toml",
        "zone = \"UTC\"\n\n[github]\npoll = \"10s\"\n",
    );
    world
        .set("GH_TOKEN", "ghp_secret")
        .set("SITROOM_SMTP_PASSWORD", "hunter2");
    let args = [
        "--config",
        "screen.ascii=true",
        "config",
        "show",
        "--origin",
        "--json",
    ];
    let all = world.json(&args);
    let of = |key: &str| {
        let all = all.as_array().unwrap();
        let found = all.iter().find(|line| line["key"] == key);
        found.unwrap_or_else(|| panic!("{key}: {all:?}")).clone()
    };
    assert_eq!(of("playbook")["origin"], "default");
    assert_eq!(of("zone")["line"], 1);
    assert_eq!(of("github.poll")["line"], 4);
    assert_eq!(of("name")["variable"], "SITROOM_NAME");
    assert_eq!(of("name")["value"], "Farmer Jane");
    assert_eq!(of("screen.ascii")["origin"], "command-line");
    assert_eq!(of("mail.password")["value"], serde_json::Value::Null);
    assert_eq!(of("github.token")["variable"], "GH_TOKEN");
    let text = world.ok(&["config", "show", "--origin"]);
    assert!(text.contains("config.toml:4"), "{text}");
    for secret in ["ghp_secret", "hunter2"] {
        assert!(!text.contains(secret) && !all.to_string().contains(secret));
    }
    // A blank is a value too, and a token for GitHub is none for another server.
    world.set("NO_COLOR", " ");
    let all = world.json(&["config", "show", "--json"]);
    let all = all.as_array().unwrap();
    let theme = all.iter().find(|line| line["key"] == "screen.theme");
    assert_eq!(theme.unwrap()["value"], "monochrome");
    let ghe = "github.api=https://ghe.example/api/v3";
    let text = world.ok(&["--config", ghe, "config", "show"]);
    assert!(!text.contains("github.token"), "{text}");
    let path = world.ok(&["config", "path"]);
    assert!(
        path.trim().ends_with("config/sitroom/config.toml"),
        "{path}"
    );
    let said = world.fails(2, &["--config", "github.pol=10s", "list"]);
    assert!(said.contains("did you mean `poll`"), "{said}");
}
