//! People by the command line: shifts, the roster, and what people were asked.

use rstest::rstest;
use sitroom::domain::time::Instant;

use crate::world::World;

fn person(world: &World, name: &str) -> serde_json::Value {
    let report = world.json(&["people", "--json"]);
    let people = report["people"].as_array().unwrap();
    let found = people.iter().find(|person| person["name"] == name);
    found.unwrap_or_else(|| panic!("{name}: {report}")).clone()
}

#[test]
fn people_come_go_stay_longer_and_go_home() {
    let world = World::declared();
    let said = world.ok(&["shift", "in", "Farmer Dave", "--since", "10m ago"]);
    assert!(said.contains("Farmer Dave on shift"), "{said}");
    let dave = person(&world, "Farmer Dave");
    assert_eq!(dave["role"], "Responder");
    let since = dave["shift"]["since"].as_str().unwrap().to_owned();
    let due = dave["shift"]["due"].as_str().unwrap().to_owned();
    assert_ne!(since, due);
    world.fails(2, &["shift", "extend", "dave", "30m"]);
    world.ok(&["shift", "extend", "dave", "30m", "--reason", "the lab"]);
    let later = person(&world, "Farmer Dave")["shift"]["due"].clone();
    assert!(later.as_str().unwrap() > due.as_str(), "{later} {due}");
    world.ok(&["shift", "still", "dave"]);
    world.ok(&["shift", "home", "dave", "--until", "10h"]);
    let dave = person(&world, "Farmer Dave");
    assert!(
        dave["shift"].is_null() && dave["rests_until"].is_string(),
        "{dave}"
    );
    let said = world.fails(3, &["shift", "in", "dave"]);
    assert!(said.contains("rests until"), "{said}");
    world.ok(&["shift", "in", "dave", "--because", "the fence"]);
    world.ok(&["shift", "out", "dave"]);
    world.ok(&["undo"]);
    assert!(person(&world, "Farmer Dave")["shift"].is_object());
}

#[test]
fn the_ic_goes_off_shift_past_a_guard_only() {
    let world = World::declared();
    let said = world.fails(3, &["shift", "out", "Farmer Jane"]);
    assert!(said.contains("Farmer Jane commands"), "{said}");
    assert!(said.contains("`sitroom handoff offer`"), "{said}");
    assert!(said.contains("--because"), "{said}");
    world.ok(&["shift", "out", "jane", "--because", "nobody else may"]);
    assert!(person(&world, "Farmer Jane")["shift"].is_null());
}

/// Labour is counted in hours, and the metrics count it as the list of people does.
#[test]
fn hours_of_more_than_a_day_read_the_same_of_people_and_in_the_metrics() {
    let world = World::declared();
    world.ok(&["shift", "in", "Farmer Dave", "--since", "26h30m ago"]);
    let people = world.ok(&["people"]);
    assert!(people.contains("  26 h 30 min"), "{people}");
    let metrics = world.ok(&["metrics"]);
    let labour = metrics.lines().find(|line| line.starts_with("Labour "));
    let is_together = |line: &str| line.contains(" 26 h ") && line.ends_with(" min together");
    assert!(labour.is_some_and(is_together), "{metrics}");
}

#[test]
fn what_is_known_of_people_is_shown_and_stays_here() {
    let world = World::declared();
    world.ok(&["people", "add", "Spot the Dog", "--role", "scribe"]);
    world.ok(&["people", "contact", "spot", "+1 555 0100"]);
    world.ok(&["people", "not-before", "spot", "8h"]);
    let said = world.fails(2, &["people", "role", "spot", "king"]);
    assert!(said.contains("scribe"), "the roles are named: {said}");
    world.ok(&["people", "add", "FOX"]);
    world.ok(&["people", "remove", "FOX"]);
    assert!(!world.ok(&["people"]).contains("FOX"));
    world.fails(2, &["people", "remove", "FOX"]);
    let spot = person(&world, "Spot the Dog");
    assert_eq!(
        (&spot["role"], &spot["contact"]),
        (&"Scribe".into(), &"+1 555 0100".into())
    );
    assert_eq!(spot["may_command"], false);
    let shown = world.ok(&["people"]);
    for said in ["Spot the Dog", "Scribe", "rests until", "+1 555 0100"] {
        assert!(shown.contains(said), "no `{said}` in {shown}");
    }
    world.ok(&["ask", "spot", "is the bucket public?", "10m"]);
    world.ok(&["people", "role", "spot", "liaison"]);
    world.ok(&["undo"]);
    assert_eq!(person(&world, "Spot the Dog")["role"], "Scribe");
    for form in ["json", "markdown"] {
        let exported = world.ok(&["export", "--format", form]);
        for local in ["555 0100", "bucket public", "not-before"] {
            assert!(!exported.contains(local), "`{local}` in {exported}");
        }
    }
}

#[test]
fn a_question_goes_all_its_ways() {
    let world = World::declared();
    world.ok(&["ask", "@dave", "is the bucket public?", "10m"]);
    world.ok(&["ask", "Spot", "where is the fox?"]);
    world.ok(&["ask", "Spot", "who has the key?"]);
    world.fails(2, &["ask", "dave"]);
    world.ok(&["ask", "extend", "Q1", "1h"]);
    world.ok(&["ask", "answer", "Q1", "until", "noon"]);
    world.ok(&["ask", "lead", "Q2"]);
    world.ok(&["ask", "drop", "Q3", "--reason", "it turned up"]);
    world.fails(2, &["ask", "drop", "Q3"]);
    world.fails(2, &["ask", "answer", "Q7", "yes"]);
    let all = world.json(&["ask", "--json"]);
    let states: Vec<&str> = (0..3)
        .map(|at| all[at]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["answered", "open", "dropped"]);
    assert_eq!(all[0]["answer"], "until noon");
    assert_eq!(
        (&all[1]["became"], &all[1]["waits"]),
        (&"L1".into(), &false.into())
    );
    let shown = world.ok(&["ask"]);
    for said in ["Q1", "until noon", "now L1", "dropped"] {
        assert!(shown.contains(said), "no `{said}` in {shown}");
    }
}

/// Words as a shell hands them on: quoted together, apart, or not at all.
#[rstest]
#[case::as_the_readme_has_it(&["@dave", "is the bucket public?", "10m"], "Farmer Dave", "is the bucket public?", 10)]
#[case::unquoted(&["@dave", "is", "the", "bucket", "public", "10m"], "Farmer Dave", "is the bucket public", 10)]
#[case::no_length(&["@dave", "is", "it", "a", "lead"], "Farmer Dave", "is it a lead", 10)]
#[case::name_and_question_in_one(&["@Dave is it shut?", "25m"], "Farmer Dave", "is it shut?", 25)]
#[case::all_in_one(&["@dave is it shut? 25 min"], "Farmer Dave", "is it shut?", 25)]
#[case::a_name_of_two_words(&["@farmer", "dave", "is", "it", "shut", "1h"], "Farmer Dave", "is it shut", 60)]
#[case::a_length_that_is_asked_about(&["@dave", "did", "it", "take", "2", "hours"], "Farmer Dave", "did it take 2 hours", 10)]
#[case::the_same_in_one(&["@dave did it take 2 hours"], "Farmer Dave", "did it take 2 hours", 10)]
#[case::one_behind_it(&["@dave", "did", "it", "take", "2", "hours", "1h", "5m"], "Farmer Dave", "did it take 2 hours", 65)]
#[case::within(&["@dave", "is", "it", "shut", "within", "2", "hours"], "Farmer Dave", "is it shut", 120)]
#[case::behind_the_end(&["@dave", "is", "it", "shut?", "2", "hours"], "Farmer Dave", "is it shut?", 120)]
#[case::behind_quotes(&["@dave", "is it shut", "2", "hours"], "Farmer Dave", "is it shut", 120)]
#[case::known_without_its_sign(&["Farmer Dave is it shut?", "25m"], "Farmer Dave", "is it shut?", 25)]
#[case::a_length_in_the_question(&["dave", "did it take 2 hours", "25 min"], "Farmer Dave", "did it take 2 hours", 25)]
#[case::a_new_name(&["The Fox", "where were you?"], "The Fox", "where were you?", 10)]
fn a_question_is_put_however_it_is_quoted(
    #[case] words: &[&str],
    #[case] to: &str,
    #[case] question: &str,
    #[case] minutes: i64,
) {
    let world = World::declared();
    world.ok(&["people", "add", "Farmer Dave"]);
    world.ok(&[&["ask"], words].concat());
    let ask = &world.json(&["ask", "--json"])[0];
    assert_eq!(
        (&ask["to"], &ask["question"]),
        (&to.into(), &question.into())
    );
    let at = |key: &str| ask[key].as_str().unwrap().parse::<Instant>().unwrap();
    assert_eq!((at("due") - at("asked_at")).num_minutes(), minutes);
}

#[rstest]
#[case::nobody(&["is it shut?", "10m"])]
#[case::nothing(&["@dave"])]
#[case::only_how_long(&["@dave", "10m"])]
fn what_is_no_question_is_told_how_one_is_written(#[case] words: &[&str]) {
    let world = World::declared();
    let said = world.fails(2, &[&["ask"], words].concat());
    assert!(said.contains("the question is empty"), "{said}");
    assert!(
        said.contains("`sitroom ask @dave is it shut 10m`"),
        "{said}"
    );
    assert_eq!(world.json(&["ask", "--json"]), serde_json::json!([]));
}

#[test]
fn hours_on_another_incident_of_this_machine_count() {
    let world = World::declared();
    world.ok(&["shift", "in", "Spot", "--at", "10m ago"]);
    let fox = world.ok(&["new", "The fox is back"]);
    let fox = fox.trim();
    world.ok(&["--incident", fox, "shift", "in", "Spot"]);
    let on = |id: &str| world.json(&["--incident", id, "people", "--json"]);
    let people = on(fox)["people"].clone();
    let spot = people
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == "Spot");
    let spot = spot.unwrap();
    assert_ne!(
        spot["shift"]["counts_from"], spot["shift"]["since"],
        "{spot}"
    );
    assert_eq!(spot["also_on"].as_array().unwrap().len(), 1);
    let everywhere = spot["seconds_everywhere"].as_i64().unwrap();
    assert!(
        everywhere >= 590 && everywhere > spot["seconds_here"].as_i64().unwrap(),
        "{spot}"
    );
}

#[test]
fn who_declares_a_second_incident_is_no_fresher_for_it() {
    let mut world = World::declared();
    world.at("2026-11-22T16:02:00Z");
    let fox = world.ok(&["new", "The fox is back"]);
    let people = world.json(&["--incident", fox.trim(), "people", "--json"]);
    let shift = &people["people"][0]["shift"];
    assert_eq!(shift["counts_from"], "2026-11-22T14:02:00Z", "{people}");
    assert_ne!(shift["counts_from"], shift["since"], "{people}");
    // Both are said by all who say one of them.
    let on_fox = |args: &[&str]| {
        let said = world.ok(&[&["--incident", fox.trim()], args].concat());
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let people = on_fox(&["people"]);
    let since = "on since 11:02 (counts from 09:02), until 12:02";
    assert!(people.contains(since), "{people}");
    let status = on_fox(&["status"]);
    let since = "since 09:02, without a break; here since 11:02";
    assert!(status.contains(since), "{status}");
    let shift = [
        "--incident",
        fox.trim(),
        "shift",
        "out",
        "Farmer Jane",
        "--at",
        "10:00",
        "--because",
        "nobody else may",
    ];
    let refused = world.fails(2, &shift);
    let both = "on shift here at 11:02; it counts from 09:02, without a break";
    assert!(refused.contains(both), "{refused}");
}
