//! Every command that reads writes JSON of a documented shape.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sitroom::cli::definition;
use sitroom::domain::time::When;
use sitroom::practice::{Options, PracticeGithub};

use crate::world::World;

/// The shapes, by command.
const SHAPES: &str = include_str!("../../assets/schemas/sitroom-cli-1.json");

/// What reads, with words behind it that make it show something; each has a shape.
const READS: [(&str, &[&str], &str); 35] = [
    ("list", &[], "list"),
    ("list", &["--metrics"], "list-metrics"),
    ("status", &[], "status"),
    ("status", &["--as-of", "2026-11-22T14:02:00Z"], "status"),
    ("tick", &[], "tick"),
    ("lead list", &[], "lead-list"),
    ("fix list", &[], "fix-list"),
    ("moment", &[], "moment"),
    ("people", &[], "people"),
    ("ask", &[], "ask"),
    ("handoff brief", &[], "handoff-brief"),
    ("handoff show", &[], "handoff-show"),
    ("snooze", &[], "snooze"),
    ("metrics", &[], "metrics"),
    ("report", &[], "report"),
    ("report", &["--part", "causes"], "report"),
    ("classify", &[], "classify"),
    ("classify", &["attack-vector"], "classify-facet"),
    ("cause", &[], "cause"),
    ("lesson", &[], "lesson"),
    ("followups", &[], "followups"),
    ("verify", &[], "verify"),
    ("outbox", &[], "outbox"),
    ("held", &[], "held"),
    ("held", &["H1"], "held-text"),
    ("evidence", &[], "evidence"),
    ("rotation", &[], "rotation"),
    ("rotation propose", &[], "rotation"),
    ("outbound", &[], "outbound"),
    ("codename", &[], "codename"),
    ("suggestions", &[], "suggestions"),
    ("drill", &["--list"], "drill-list"),
    ("doctor", &["--offline"], "doctor"),
    ("config show", &[], "config-show"),
    ("print", &[], "print"),
];

/// What reads by another command's leave: shown on its own below.
const READS_TOO: [&str; 2] = ["attach", "import"];

/// What records, or is a file or a line for another program already.
const OTHERS: [&str; 65] = [
    "open",
    "watch",
    "new",
    "adopt",
    "note",
    "lead add",
    "lead move",
    "lead own",
    "fix add",
    "fix move",
    "fix verify",
    "fix own",
    "severity",
    "state",
    "people add",
    "people remove",
    "people role",
    "people contact",
    "people not-before",
    "shift in",
    "shift out",
    "shift home",
    "shift extend",
    "shift still",
    "ask answer",
    "ask extend",
    "ask drop",
    "ask lead",
    "ask fix",
    "handoff offer",
    "handoff baton",
    "handoff accepted",
    "handoff yield",
    "handoff take",
    "set",
    "tried",
    "decide",
    "sent",
    "undo",
    "metrics published",
    "cause add",
    "cause reword",
    "cause method",
    "cause move",
    "cause link",
    "cause unlink",
    "cause drop",
    "lesson add",
    "lesson reword",
    "followups done",
    "followups file",
    "followups later",
    "followups due",
    "export",
    "sync",
    "evidence add",
    "evidence hand-over",
    "rotation accept",
    "rotation off",
    "outbound stop",
    "outbound resume",
    "accept",
    "decline",
    "init",
    "completions",
];

/// What prints a text that is what it is.
const PLAIN: [&str; 2] = ["config path", "man"];

pub(crate) fn shape(name: &str) -> Value {
    let mut all: Value = serde_json::from_str(SHAPES).unwrap();
    assert!(all["$defs"][name].is_object(), "no shape is called {name}");
    all["$ref"] = json!(format!("#/$defs/{name}"));
    all
}

#[track_caller]
pub(crate) fn fits(name: &str, value: &Value) {
    let reader = jsonschema::validator_for(&shape(name)).unwrap();
    let errors: Vec<String> = reader
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{value:#}");
}

/// A record in which every list has something.
fn rich() -> World {
    let mut world = World::declared();
    for line in [
        "severity high",
        "set|responders|Farmer Dave",
        "state confirmed",
        "lead|add|who opened the gate?",
        "lead|move|L1|answered|--finding|the wind",
        "fix|add|close the gate|--owner|Farmer Dave",
        "fix|move|R1|done",
        "fix|verify|R1|--by|Spot the Dog",
        "fix|add|mend the fence|--long-term",
        "people|add|Spot the Dog|--role|scribe",
        "people|contact|Spot the Dog|555",
        "shift|in|Farmer Dave",
        "shift|home|Farmer Dave|--until|10h",
        "ask|@dave|is the gate shut?",
        "ask|answer|Q1|it is",
        "evidence|add|--what|feather|--where|the safe",
        "cause|add|how did the gate open?",
        "cause|add|the latch broke|--under|Y1",
        "lesson|add|helped|the dog",
        "classify|discovery-method|external/customer",
        "snooze|K1|20m|--reason|writing it",
        "codename|Spot the Dog|Otter",
        "moment|contained|2026-11",
        "rotation|accept|--because|a test",
        "metrics|published|time-to-containment|2 hours|--in|the blog",
        "state|resolved|--because|a test",
        "handoff|offer|Farmer Dave|--mark|IC|--mark|status|--mark|L",
    ] {
        let words: Vec<&str> = line.split(['|']).collect();
        let words = if words.len() == 1 {
            line.split(' ').collect()
        } else {
            words
        };
        let output = world.run(&words);
        assert!(
            output.status.code() == Some(0),
            "{line}: {}",
            crate::world::stderr(&output)
        );
    }
    let secret = ["password is ", "chick", "ens9 for all"].concat();
    world.ok(&["note", "--redact", &secret]);
    world.at("2026-11-22T15:10:00Z");
    world
}

#[test]
fn what_reads_writes_json_of_its_shape() {
    for world in [World::declared(), rich()] {
        for (command, behind, name) in READS {
            let words: Vec<&str> = command.split(' ').chain(behind.iter().copied()).collect();
            let output = world.run(&[&words[..], &["--json"]].concat());
            // There is nothing held back in the one, and doctor may find a fault.
            if output.stdout.is_empty() {
                assert_eq!(
                    behind,
                    ["H1"],
                    "{command}: {}",
                    crate::world::stderr(&output)
                );
                continue;
            }
            let value = serde_json::from_slice(&output.stdout).unwrap();
            fits(name, &value);
        }
    }
    // Of nothing at all, too.
    let empty = World::new();
    for (command, name) in [
        ("list", "list"),
        ("followups", "followups"),
        ("doctor --offline", "doctor"),
    ] {
        let words: Vec<&str> = command.split(' ').chain(["--json"]).collect();
        let output = empty.run(&words);
        fits(name, &serde_json::from_slice(&output.stdout).unwrap());
    }
}

#[test]
fn what_only_shows_beforehand_does_so_too() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    world.ok(&["sync", "--once"]);
    github
        .comment_as(
            "spot-the-dog",
            Options::REPOSITORY,
            1,
            "/lead where is the fox?",
        )
        .unwrap();
    github
        .tick_as("spot-the-dog", Options::REPOSITORY, 1, "I7 ")
        .unwrap();
    world.ok(&["sync", "--once"]);
    world.ok(&["note", "waits to be sent"]);
    fits("suggestions", &world.json(&["suggestions", "--json"]));
    fits("outbox", &world.json(&["outbox", "--json"]));
    fits("status", &world.json(&["status", "--json"]));
    fits("people", &world.json(&["people", "--json"]));
    let issue = format!("{}#1", Options::REPOSITORY);
    fits(
        "attach-preview",
        &world.json(&["attach", &issue, "--preview", "--json"]),
    );
    let chat = world.path("chat.txt");
    std::fs::write(&chat, "[2026-11-22 14:02] dave: the fox is gone\n").unwrap();
    let chat = chat.to_str().unwrap();
    let args = ["import", chat, "--zone", "UTC", "--json"];
    let shown = world.json(&args);
    fits("import", &shown);
    assert_eq!(shown["news"].as_array().unwrap().len(), 1, "{shown}");
    let export = world.path("record.json");
    let path = export.to_str().unwrap();
    world.ok(&["export", "--format", "json", "--output", path]);
    fits("verify", &world.json(&["verify", path, "--json"]));
}

/// A new command has to be put into one of the lists above, and one that reads takes `--json`.
#[test]
fn no_command_is_forgotten() {
    fn walk(command: &clap::Command, path: &str, all: &mut Vec<(String, bool)>) {
        let json = command.get_arguments().any(|it| it.get_id() == "json");
        let has_tasks = command.has_subcommands();
        // One that needs a task does nothing by itself.
        if !path.is_empty() && (!has_tasks || !command.is_subcommand_required_set()) {
            all.push((path.to_owned(), json));
        }
        for below in command.get_subcommands() {
            walk(below, format!("{path} {}", below.get_name()).trim(), all);
        }
    }
    let mut all = Vec::new();
    walk(&definition(), "", &mut all);
    let reads: BTreeSet<&str> = READS
        .iter()
        .map(|(command, ..)| *command)
        .chain(READS_TOO)
        .collect();
    let others: BTreeSet<&str> = OTHERS.iter().chain(&PLAIN).copied().collect();
    for (command, json) in &all {
        let command = command.as_str();
        assert!(
            reads.contains(command) != others.contains(command),
            "`{command}` has to stand in one of the lists: does it read?"
        );
        assert_eq!(reads.contains(command), *json, "`{command}` and --json");
    }
    for known in reads.iter().chain(&others) {
        assert!(
            all.iter().any(|(command, _)| command == known),
            "no command is `{known}`"
        );
    }
    let readme = include_str!("../../README.md");
    assert!(readme.contains("assets/schemas/sitroom-cli-1.json"));
}

/// Who reads one of them knows what the others take.
#[test]
fn the_help_and_the_readme_name_the_forms_of_a_time_that_errors_name() {
    let plain = |text: &str| {
        let words = text.replace('`', "");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let help = plain(&World::declared().ok(&["--help"]));
    let readme = plain(include_str!("../../README.md"));
    for forms in [When::FORMS, When::FORMS_AHEAD] {
        assert!(help.contains(forms), "{help}");
        assert!(readme.contains(forms), "{forms}");
    }
}
