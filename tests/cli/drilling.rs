//! `sitroom drill` without a screen: what there is, what is wrong with a file, how it went.

use std::path::Path;

use serde_json::Value;
use sitroom::store::{DrillGait, RunningDrill};

use crate::completing::offered;
use crate::world::{World, stderr};

#[test]
fn the_scenarios_are_listed() {
    let world = World::new();
    let text = world.ok(&["drill", "--list"]);
    let names = ["multi-secret-leak", "phishing", "false-alarm", "outage"];
    let listed: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| Some(line.split_once(": ")?.0))
        .collect();
    assert_eq!(listed, names, "{text}");
    assert!(text.ends_with(".\n"), "{text:?}");
    let all = world.json(&["drill", "--list", "--json"]);
    assert_eq!(all.as_array().unwrap().len(), names.len());
    assert_eq!(all[1]["id"], "phishing");
}

#[test]
fn a_name_that_is_nearly_right_gets_a_hint() {
    let said = World::new().fails(2, &["drill", "phising"]);
    assert!(said.contains("did you mean `phishing`?"), "{said}");
}

#[test]
fn no_drill_goes_faster_than_a_file_may_say() {
    for speed in ["0", "3601"] {
        let said = World::new().fails(2, &["drill", "--speed", speed]);
        assert!(said.contains("1..=3600"), "{said}");
    }
}

#[test]
fn all_that_is_wrong_with_a_file_is_said() {
    let world = World::new();
    let shipped = include_str!("../../assets/drills/phishing.toml");
    let bad = shipped
        .replacen("speed = 20", "speed = 0", 1)
        .replacen("title = ", "tilte = ", 1);
    std::fs::write(world.path("mine.toml"), bad).unwrap();
    let said = world.fails(2, &["drill", "mine.toml"]);
    for part in [
        "mine.toml:8: tilte",
        "did you mean `title`?",
        "mine.toml:10: speed",
        "^",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

#[test]
fn the_last_drill_is_scored_and_nothing_else() {
    let world = World::declared();
    let said = world.fails(2, &["drill", "--scorecard"]);
    assert!(said.contains("none was run here yet"), "{said}");
    world.ok(&["--drills", "new", "The chickens practise", "--exercise"]);
    let text = world.ok(&["drill", "--scorecard"]);
    assert!(
        text.starts_with("# Scorecard: The chickens practise"),
        "{text}"
    );
    assert!(text.contains("EXERCISE"), "{text}");
    let card: Value = world.json(&["drill", "--scorecard", "--json"]);
    crate::shapes::fits("drill-scorecard", &card);
    assert_eq!(card["exercise"], true);
    assert_eq!(card["title"], "The chickens practise");
}

/// A machine with two drills, both open; the second is the last.
fn two_drills() -> (World, String, String) {
    let mut world = World::new();
    let first = world.ok(&["--drills", "new", "The chickens practise", "--exercise"]);
    world.at("2026-11-22T15:02:00Z");
    let last = world.ok(&["--drills", "new", "The fox practises", "--exercise"]);
    (world, first.trim().to_owned(), last.trim().to_owned())
}

fn titles(world: &World, args: &[&str]) -> String {
    let status = world.json(&[&["--drills", "status", "--json"], args].concat());
    status["title"].as_str().unwrap().to_owned()
}

#[test]
fn every_command_means_the_last_drill_and_asks_nobody_which() {
    let (world, first, last) = two_drills();
    assert_eq!(titles(&world, &[]), "The fox practises");
    world.ok(&["--drills", "note", "tracks"]);
    world.ok(&["--drills", "set", "reporter", "Farmer Dave"]);
    world.ok(&["--drills", "lead", "add", "whose tracks?"]);
    let leads = |id: &str| world.json(&["--drills", "--incident", id, "lead", "list", "--json"]);
    assert_eq!(leads(&last).as_array().unwrap().len(), 1);
    assert_eq!(leads(&first).as_array().unwrap().len(), 0);
}

#[test]
fn a_drill_that_is_named_goes_before_the_last_one() {
    let (mut world, first, _) = two_drills();
    let chickens = "The chickens practise";
    assert_eq!(titles(&world, &["--incident", &first]), chickens);
    world.set("SITROOM_INCIDENT", &first);
    assert_eq!(titles(&world, &[]), chickens);
}

#[test]
fn the_drill_that_runs_goes_before_the_last_one() {
    let (world, first, _) = two_drills();
    let dir = world.path("data/sitroom/drills/incidents").join(&first);
    let at = "2026-11-22T14:10:00Z".parse().unwrap();
    let gait = DrillGait::standing(at);
    let running = RunningDrill::begin(&dir, gait).unwrap();
    world.ok(&["--drills", "lead", "add", "whose tracks?"]);
    assert_eq!(titles(&world, &[]), "The chickens practise");
    let is_offered = || {
        let words = offered(&world, &["--drills", "lead", "move", "L"]);
        words.contains(&"L1".to_owned())
    };
    assert!(is_offered(), "what is offered is of the same drill");
    drop(running);
    assert!(!is_offered(), "the last one has no lead");
    assert_eq!(titles(&world, &[]), "The fox practises");
}

#[test]
fn of_several_drills_that_run_writing_asks_which_and_reading_says_which() {
    let (mut world, first, last) = two_drills();
    let at = "2026-11-22T15:10:00Z".parse().unwrap();
    let gait = DrillGait::standing(at);
    let home = world.path("data/sitroom/drills/incidents");
    let begin = |id: &str| RunningDrill::begin(&home.join(id), gait).unwrap();
    let running = [begin(&first), begin(&last)];
    let said = world.fails(5, &["--drills", "note", "which drill?"]);
    assert!(said.contains("several run"), "{said}");
    assert!(said.contains(&first) && said.contains(&last), "{said}");
    assert!(said.contains("--incident ID"), "{said}");
    let output = world.run(&["--drills", "status"]);
    let told = format!("2 drills run, and this is {last}; --incident ID names another");
    assert!(stderr(&output).contains(&told), "{}", stderr(&output));
    let line = world.ok(&["--drills", "status", "--format", "tmux"]);
    assert!(line.contains("+1 open"), "{line}");
    world.ok(&["--drills", "note", "this one", "--incident", &first]);
    world.set("SITROOM_INCIDENT", &last);
    world.ok(&["--drills", "note", "and this one"]);
    drop(running);
}

#[test]
fn hours_of_a_drill_that_was_played_count_in_no_other() {
    let (world, first, last) = two_drills();
    let also_on = |id: &str| {
        let known = world.json(&["--drills", "--incident", id, "people", "--json"]);
        let all = known["people"].as_array().unwrap().clone();
        let jane = all.into_iter().find(|one| one["name"] == "Farmer Jane");
        jane.unwrap()["also_on"].clone()
    };
    // Who holds one by hand works by the time of the machine.
    assert_eq!(also_on(&last), serde_json::json!(["The chickens practise"]));
    let dir = world.path("data/sitroom/drills/incidents").join(&first);
    let at = "2026-11-22T14:10:00Z".parse().unwrap();
    let gait = DrillGait {
        played_out: true,
        ..DrillGait::standing(at)
    };
    let running = RunningDrill::begin(&dir, gait).unwrap();
    assert_eq!(also_on(&last), serde_json::json!([]));
    assert_eq!(also_on(&first), serde_json::json!([]));
    drop(running);
    assert_eq!(also_on(&last), serde_json::json!([]), "it is over");
    let status = world.json(&["--drills", "--incident", &last, "status", "--json"]);
    assert_eq!(status["title"], "The fox practises");
}

#[test]
fn a_drill_is_found_to_be_played_again() {
    let (world, first, _) = two_drills();
    let said = world.fails(1, &["drill", "--replay", &first]);
    assert!(said.contains("terminal"), "{said}");
    let said = world.fails(5, &["drill", "--replay", "2031"]);
    assert!(said.contains("`sitroom --drills list --all`"), "{said}");
    let all = world.ok(&["--drills", "list", "--all"]);
    assert!(all.contains(&first), "{all}");
}

#[test]
fn a_drill_is_never_synced_with_the_real_github() {
    let (world, ..) = two_drills();
    let said = world.fails(2, &["--drills", "sync", "--once"]);
    assert!(said.contains("its GitHub is played by the pane"), "{said}");
    let said = world.fails(2, &["--drills", "attach", "18F/security-incidents#4"]);
    assert!(said.contains("its GitHub is played by the pane"), "{said}");
}

#[test]
fn baton_of_a_drill_is_kept_among_the_drills_by_whoever_takes_it() {
    let jane = World::new();
    let id = jane.ok(&["--drills", "new", "The chickens practise", "--exercise"]);
    jane.ok(&["--drills", "lead", "add", "whose tracks?"]);
    let because = ["--because", "one lead is all there is"];
    jane.ok(&[
        &["--drills", "handoff", "offer", "Farmer Dave"][..],
        &because,
    ]
    .concat());
    let home = Path::new("sitroom/drills/incidents").join(id.trim());
    let baton = jane.path("data").join(home).join("baton.json");
    let mut dave = World::new();
    dave.set("SITROOM_NAME", "Farmer Dave");
    let taken = dave.run(&["adopt", "--baton", &baton.display().to_string()]);
    assert!(taken.status.success(), "{}", stderr(&taken));
    let said = stderr(&taken);
    assert!(
        said.contains("`sitroom --drills accept` takes command"),
        "{said}"
    );
    let real = dave.json(&["list", "--all", "--json"]);
    assert_eq!(real.as_array().map(Vec::len), Some(0), "{real}");
    let practised = dave.json(&["--drills", "list", "--all", "--json"]);
    assert_eq!(practised[0]["id"], id.trim());
    let said = dave.fails(2, &["--drills", "sync", "--once"]);
    assert!(said.contains("drill"), "{said}");
}
