//! Several incidents of one machine: what is left to be done in them, and what they say together.

use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{World, stderr, stdout};

const FENCE: &str = "2026-11-22-the-fence";
const GATE: &str = "2026-11-22-the-gate";
const GOAT: &str = "2026-11-22-a-goat";

/// An incident that is confirmed, with remediation that can wait.
fn declared(world: &mut World, title: &str, id: &str, severity: &str) {
    world.ok(&["new", title]);
    let said = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--incident", id]);
        world.ok(&all);
    };
    said(&["severity", severity]);
    said(&["set", "responders", "Farmer Dave"]);
    said(&["state", "confirmed"]);
    said(&[
        "fix",
        "add",
        "mend it",
        "--long-term",
        "--owner",
        "Farmer Dave",
    ]);
    said(&["fix", "add", "=paint it", "--long-term"]);
}

fn over(world: &World, id: &str, is_closed: bool) {
    world.ok(&["state", "resolved", "--because", "a test", "--incident", id]);
    if is_closed {
        world.ok(&["state", "closed", "--because", "a test", "--incident", id]);
    }
}

/// The fence is closed, the gate is resolved, the goat is still about.
fn farm() -> World {
    let mut world = World::new();
    declared(&mut world, "The fence", FENCE, "high");
    declared(&mut world, "The gate", GATE, "low");
    declared(&mut world, "A goat", GOAT, "low");
    world.at("2026-11-22T16:02:00Z");
    world.ok(&["moment", "contained", "11:00", "--incident", FENCE]);
    over(&world, FENCE, true);
    over(&world, GATE, false);
    world
}

fn ids(all: &Value, incident: &str) -> Vec<String> {
    let all = all.as_array().unwrap().iter();
    all.filter(|it| it["incident"] == incident)
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

fn one<'a>(all: &'a Value, incident: &str, id: &str) -> &'a Value {
    let mut all = all.as_array().unwrap().iter();
    all.find(|it| it["incident"] == incident && it["id"] == id)
        .unwrap_or_else(|| panic!("no {id} of {incident}"))
}

#[test]
fn what_is_left_is_listed_of_every_incident_that_is_over() {
    let mut world = farm();
    let all = world
        .at("2026-11-25T16:02:00Z")
        .json(&["followups", "--json"]);
    assert!(ids(&all, FENCE).starts_with(&["R1".to_owned(), "R2".to_owned()]));
    assert!(ids(&all, FENCE).contains(&"X10".to_owned()));
    assert_eq!(ids(&all, GATE), ["R1", "R2", "X15"]);
    assert_eq!(ids(&all, GOAT), [""; 0], "it is still being worked on");
    let wanted = json!({
        "incident": FENCE, "title": "The fence", "closed": true, "exercise": false,
        "id": "R1", "kind": "remediation", "state": "assigned",
        "text": "mend it", "owner": "Farmer Dave",
        "since": "2026-11-22T14:02:00Z", "age": "P3DT2H",
        "due": null, "due_at": "2026-12-06T16:02:00Z", "overdue": false,
        "asks_again_at": null,
        "put_off_until": null, "put_off_reason": null, "link": null
    });
    assert_eq!(*one(&all, FENCE, "R1"), wanted);
    let text = world.ok(&["followups"]);
    for part in [
        "The fence (2026-11-22-the-fence, closed)\n",
        "The gate (2026-11-22-the-gate)\n",
        "R1   assigned  3d old  asked from 2026-12-06  Farmer Dave  mend it\n",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn it_asks_until_it_is_done_and_the_record_stays_closed() {
    let mut world = farm();
    world.at("2026-12-07T16:02:00Z");
    let due = |world: &World| {
        let all = world.json(&["followups", "--overdue", "--json"]);
        ids(&all, FENCE)
    };
    assert!(due(&world).contains(&"R1".to_owned()));
    let again = |world: &World| {
        let all = world.json(&["followups", "--json"]);
        one(&all, FENCE, "R1")["asks_again_at"].clone()
    };
    assert_eq!(
        again(&world),
        "2026-12-13T16:02:00Z",
        "a week after it is due"
    );
    let text = world.ok(&["followups", "--overdue"]);
    let row = "asked since 2026-12-06, asks again 2026-12-13";
    assert!(text.contains(row), "{text}");
    let later = [
        "followups",
        "later",
        "r1",
        "10d",
        "--reason",
        "no posts",
        "--incident",
        FENCE,
    ];
    world.ok(&later);
    assert!(!due(&world).contains(&"R1".to_owned()));
    let all = world.json(&["followups", "--json"]);
    assert_eq!(
        one(&all, FENCE, "R1")["put_off_until"],
        "2026-12-17T16:02:00Z"
    );
    assert_eq!(one(&all, FENCE, "R1")["put_off_reason"], "no posts");
    world.at("2026-12-18T16:02:00Z");
    assert!(due(&world).contains(&"R1".to_owned()), "it asks again");
    assert_eq!(again(&world), "2026-12-24T16:02:00Z", "a week after that");
    world.ok(&["followups", "done", "R1", "--incident", FENCE]);
    assert!(!due(&world).contains(&"R1".to_owned()));
    let done = [
        "followups",
        "done",
        "R1",
        "--checked-by",
        "Spot the Dog",
        "--incident",
        FENCE,
    ];
    world.ok(&done);
    let all = world.json(&["followups", "--json"]);
    assert!(!ids(&all, FENCE).contains(&"R1".to_owned()));
    let status = world.json(&["status", "--json", "--incident", FENCE]);
    assert_eq!(status["closed"], true);
    let log = world.ok(&["export", "--format", "csv", "--incident", FENCE]);
    assert!(log.contains("no posts"), "the reason is in the log:\n{log}");
    world.ok(&["verify", "--incident", FENCE]);
}

#[test]
fn a_day_and_the_review_are_said_of_a_closed_record() {
    let mut world = farm();
    world.at("2026-11-25T16:02:00Z");
    world.ok(&["followups", "due", "R2", "2026-12-10", "--incident", FENCE]);
    let all = world.json(&["followups", "--json"]);
    assert_eq!(one(&all, FENCE, "R2")["due"], "2026-12-10");
    // The end of that day in New York.
    let due_at = one(&all, FENCE, "R2")["due_at"].as_str().unwrap();
    assert!(
        due_at.starts_with("2026-12-1") && due_at > "2026-12-11T04:59",
        "{due_at}"
    );
    let said = world.fails(2, &["followups", "due", "R2", "soon", "--incident", FENCE]);
    assert!(said.contains("2027-01-15"), "{said}");
    world.at("2027-01-25T16:02:00Z");
    let all = world.json(&["followups", "--overdue", "--json"]);
    assert_eq!(one(&all, FENCE, "X15")["kind"], "review");
    let done = [
        "followups",
        "done",
        "X15",
        "--reason",
        "one of two",
        "--incident",
        FENCE,
    ];
    world.ok(&done);
    let all = world.json(&["followups", "--json"]);
    assert!(!ids(&all, FENCE).contains(&"X15".to_owned()));
}

#[test]
fn where_only_one_incident_has_it_nobody_has_to_name_that() {
    let world = farm();
    world.ok(&["followups", "done", "X1", "--reason", "held"]);
    let all = world.json(&["followups", "--json"]);
    assert!(!ids(&all, FENCE).contains(&"X1".to_owned()));
    // Two have R1; it is not looked for in the one that is being worked on.
    let said = world.fails(2, &["followups", "done", "R1"]);
    assert!(said.contains("`sitroom followups` shows"), "{said}");
}

#[rstest]
#[case::of_an_incident_that_is_worked_on(GOAT, "R1")]
#[case::that_does_not_exist(FENCE, "R9")]
#[case::that_is_settled(FENCE, "X13")]
fn nothing_else_is_settled_by_mistake(#[case] incident: &str, #[case] item: &str) {
    let world = farm();
    let said = world.fails(2, &["followups", "done", item, "--incident", incident]);
    assert!(
        said.contains(&format!("find the follow-up `{item}`")),
        "{said}"
    );
}

#[test]
fn the_list_says_what_is_left_though_it_shows_no_closed_ones() {
    let mut world = farm();
    let said = stderr(&world.at("2026-12-07T16:02:00Z").run(&["list"]));
    assert!(
        said.contains("overdue; `sitroom followups` shows them"),
        "{said}"
    );
    let quiet = World::declared();
    assert_eq!(stderr(&quiet.run(&["list"])), "");
}

#[test]
fn on_a_machine_without_incidents_nothing_is_left() {
    let world = World::new();
    let output = world.run(&["followups"]);
    assert_eq!(
        (stdout(&output).as_str(), output.status.code()),
        ("", Some(0))
    );
    assert!(stderr(&output).contains("nothing is left to be done"));
    assert_eq!(world.json(&["followups", "--json"]), json!([]));
}

#[test]
fn metrics_of_all_incidents_stand_by_severity() {
    let world = farm();
    let found = world.json(&["list", "--metrics", "--json"]);
    let groups: Vec<(&str, u64, u64)> = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let number = |key: &str| it[key].as_u64().unwrap();
            (
                it["severity"].as_str().unwrap(),
                number("incidents"),
                number("active"),
            )
        })
        .collect();
    assert_eq!(groups, [("all", 3, 1), ("high", 1, 0), ("low", 2, 1)]);
    let length = |group: usize, metric: &str| {
        let all = found["groups"][group]["lengths"].as_array().unwrap();
        all.iter()
            .find(|it| it["metric"] == metric)
            .unwrap()
            .clone()
    };
    let unknown = json!({
        "metric": "time-to-containment", "known": 0, "unknown": 2, "disputed": 0,
        "median": null, "least": null, "most": null
    });
    assert_eq!(length(2, "time-to-containment"), unknown);
    let known = length(1, "time-to-containment");
    assert_eq!((&known["known"], &known["unknown"]), (&json!(1), &json!(0)));
    assert_eq!(known["median"]["low"], "PT1H58M");
    assert_eq!(found["groups"][0]["sitreps"]["known"], 3);
    let late = found["late_notices"].as_array().unwrap();
    let gsa = late.iter().filter(|it| it["clock"] == "K1");
    assert_eq!(gsa.count(), 3, "nobody sent the notice: {late:?}");
    let text = world.ok(&["list", "--metrics"]);
    for part in [
        "All: 3 incidents, 1 still active\n",
        "Severity high: 1 incident\n",
        "Time to containment  1 h 58 min (the only one)\n",
        "Time to containment  unknown [unknown in 2]\n",
        "Notices that were late\n",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn the_table_of_all_incidents_is_one_that_a_spreadsheet_cannot_misread() {
    let world = farm();
    for incident in [FENCE, GATE] {
        world.ok(&["cause", "add", "why?", "--incident", incident]);
        let cause = [
            "cause",
            "add",
            "=nobody owned it",
            "--under",
            "Y1",
            "--incident",
            incident,
        ];
        world.ok(&cause);
    }
    let table = world.ok(&["list", "--metrics", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let repeat = rows.iter().find(|row| &row[0] == "repeat").unwrap();
    assert_eq!(
        (&repeat[2], &repeat[3], &repeat[13]),
        ("cause", "'=nobody owned it", "2")
    );
    assert_eq!(&repeat[16], format!("{FENCE} {GATE}"));
    assert!(table.contains("\r\n"));
}

#[test]
fn a_record_that_cannot_be_read_is_told_and_stops_nothing() {
    let world = farm();
    let broken = world.incident("2026-11-23-broken");
    std::fs::create_dir_all(&broken).unwrap();
    for args in [&["followups"][..], &["list", "--metrics"]] {
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(0));
        assert!(
            stderr(&output).contains("2026-11-23-broken"),
            "{}",
            stderr(&output)
        );
        assert!(!stdout(&output).is_empty());
    }
}

#[test]
fn forms_are_of_the_metrics_only() {
    let world = World::declared();
    world.fails(2, &["list", "--format", "csv"]);
    world.fails(2, &["list", "--metrics", "--json", "--format", "csv"]);
}

#[test]
fn what_is_left_is_filed_where_the_settings_or_somebody_says() {
    let mut world = farm();
    world.at("2026-11-25T16:02:00Z");
    let file = |world: &World, args: &[&str]| {
        let mut all = vec!["followups", "file", "--incident", FENCE];
        all.extend(args);
        world.run(&all)
    };
    let output = file(&world, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--repository"),
        "{}",
        stderr(&output)
    );
    let links = |world: &World| {
        let all = world.json(&["followups", "--json"]);
        ["R1", "R2"].map(|id| one(&all, FENCE, id)["link"].clone())
    };
    assert_eq!(links(&world), [Value::Null, Value::Null]);
    let output = file(&world, &["R2", "--elsewhere", "the board in the barn"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    world.configure("config.toml", "[github]\nfollowups = \"18F/barn\"\n");
    let output = file(&world, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("sitroom sync --once"),
        "{}",
        stderr(&output)
    );
    let wanted = ["to be filed in 18F/barn", "the board in the barn"];
    assert_eq!(links(&world), wanted.map(Value::from));
    let output = file(
        &world,
        &["R1", "--repository", "18F/barn", "--elsewhere", "a board"],
    );
    assert_eq!(output.status.code(), Some(2), "one or the other");
}
