//! `export`: everything is in it, and nothing that is local.

use std::os::unix::fs::PermissionsExt;

use rstest::rstest;

use crate::world::World;

const SECRET: &str = "the fox is in the henhouse";

#[test]
fn local_notes_stay_here_in_every_form() {
    let world = World::declared();
    world.ok(&["note", "gate found open"]);
    world.ok(&["note", SECRET, "--local"]);
    for format in ["json", "markdown"] {
        let text = world.ok(&["export", "--format", format]);
        assert!(text.contains("gate found open"), "{text}");
        assert!(!text.contains("henhouse"), "{text}");
        let text = world.ok(&["export", "--format", format, "--include-local"]);
        assert!(text.contains(SECRET), "{text}");
    }
    // Taking it back repeats its words in the journal.
    world.ok(&["undo"]);
    for format in ["json", "markdown"] {
        let text = world.ok(&["export", "--format", format]);
        assert!(!text.contains("henhouse"), "{text}");
    }
    assert!(!world.ok(&["status"]).contains("henhouse"));
}

#[test]
fn json_is_the_whole_record() {
    let world = World::declared();
    world.ok(&["lead", "add", "which fence?"]);
    world.ok(&["undo"]);
    let whole = world.json(&["export", "--format", "json"]);
    assert_eq!(whole["format"], 1);
    assert_eq!(whole["local_notes"], false);
    assert_eq!(whole["exported_at"], "2026-11-22T14:02:00Z");
    assert_eq!(whole["incident"]["title"], "The chickens have escaped");
    let kinds: Vec<&str> = whole["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["opened", "lead-added", "undone"]);
    assert_eq!(whole["entries"][1]["data"]["text"], "which fence?");
    assert_eq!(whole["entries"][0]["seq"], 1);
}

#[test]
fn markdown_says_what_a_decision_stands_on() {
    let world = World::declared();
    world.ok(&["severity", "medium"]);
    world.ok(&[
        "tried",
        "Farmer Dave",
        "--by",
        "chat",
        "--at",
        "08:50",
        "--because",
        "the clock of the gate was slow",
    ]);
    let decide = ["decide", "disruption", "close the road", "--go", "yes"];
    let said = world.fails(3, &decide);
    assert!(said.contains("nobody was reached yet"), "{said}");
    let agreed = [
        "--agreed-by",
        "Farmer Jane",
        "--option",
        "wait",
        "--option",
        "pray",
    ];
    let asked = [
        "--asked-by",
        "Spot the Dog",
        "--objections",
        "Spot: the bones",
    ];
    world.ok(&[&decide[..], &agreed, &asked].concat());
    let text = world.ok(&["export", "--format", "markdown"]);
    for line in [
        "goes ahead: yes",
        "asked by: Spot the Dog",
        "severity then: medium",
        "options: wait; pray",
        "contacted: Farmer Dave by chat 08:50, no answer",
        "agreed by: Farmer Jane",
        "strong objections: Spot: the bones",
        "authority: agreed by Farmer Jane",
    ] {
        assert!(text.contains(&format!("\n  - {line}\n")), "{line}: {text}");
    }
}

#[test]
fn markdown_reads_as_a_report() {
    let world = World::declared();
    world.ok(&["note", "came late", "--at", "08:50"]);
    world.ok(&["note", "came first", "--at", "08:30"]);
    world.run_with(&["note", "-"], "one\ntwo\n");
    world.ok(&["fix", "add", "mend it"]);
    world.ok(&["undo"]);
    world.ok(&["lead", "add", "which fence?", "--owner", "Farmer Dave"]);
    let text = world.ok(&["export", "--format", "markdown"]);
    let parts = [
        "# The chickens have escaped\n",
        "\n- **Incident Commander (IC)**: Farmer Jane\n",
        "\n### Key times (America/New_York)\n",
        "\n- [ ] **L1** which fence? (Farmer Dave): open [line 7]\n",
        "\n## 10. Long-term remediation\n\nNone.\n",
        "\n## Checklist: Initiate\n",
        "\n## 2. Timeline\n\nTimes are those of America/New_York.\n",
        "\n- 2026-11-22 08:30 EST **Farmer Jane**: came first [line 3]\n",
        "  > one\n  > two\n",
    ];
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let place = |part: &str| text.find(part).unwrap();
    assert!(place("came first") < place("came late"));
    assert!(!text.contains("mend it"), "{text}");
}

#[test]
fn a_file_is_written_as_a_whole_for_its_owner() {
    let world = World::declared();
    let path = world.path("report.md");
    let name = path.display().to_string();
    let args = ["export", "--format", "markdown", "--output", &name];
    assert_eq!(world.ok(&args), "");
    let first = std::fs::read_to_string(&path).unwrap();
    assert!(first.starts_with("# The chickens"), "{first}");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    world.ok(&["note", "fox"]);
    world.ok(&args);
    assert!(std::fs::read_to_string(&path).unwrap().contains("fox"));
    let said = world.fails(4, &["export", "--format", "json", "-o", "no/such/place"]);
    assert!(said.contains("failed to write no/such/place"), "{said}");
    assert!(said.contains("there is no directory no/such"), "{said}");
    assert!(!said.contains(".tmp"), "{said}");
    // What is no file is written to and never replaced.
    let piped = world.ok(&["export", "--format", "json", "-o", "/dev/stdout"]);
    assert!(piped.starts_with("{\n"), "{piped}");
}

#[rstest]
#[case::not_an_address("[fedramp]\npackage-overview = \"Coop Cloud\"\n", "fedramp-initial", &[
    "no address of your package overview is configured", "begins with https://",
])]
#[case::not_over("[fedramp]\npackage-overview = \"https://cloud.farm.example/p\"\n", "fedramp-final", &[
    "the incident is not resolved yet", "`sitroom state resolved`",
])]
fn a_fedramp_report_that_cannot_be_says_what_it_takes(
    #[case] settings: &str,
    #[case] form: &str,
    #[case] wants: &[&str],
) {
    let world = World::declared();
    world.configure("config.toml", settings);
    let said = world.fails(2, &["export", "--format", form]);
    for want in wants {
        assert!(said.contains(want), "no `{want}` in {said}");
    }
}

#[rstest]
#[case::markdown("markdown")]
#[case::html("html")]
#[case::csv("csv")]
#[case::csv_iris("csv-iris")]
#[case::csv_timesketch("csv-timesketch")]
#[case::ics_201("ics-201")]
#[case::ics_214("ics-214")]
fn lines_and_clocks_have_their_names_beside_their_keys(#[case] form: &str) {
    let world = World::declared();
    world.ok(&["tick", "I11"]);
    world.ok(&["snooze", "k6", "30m", "--reason", "waiting for the lab"]);
    let text = world.ok(&["export", "--format", form]);
    // A form may break the line anywhere.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("K6 (Long remediation) put off"), "{text}");
    assert!(
        text.contains("I11 (") && !text.contains("I11 done"),
        "{text}"
    );
    let record = world.ok(&["export", "--format", "json"]);
    assert!(record.contains("\"clock\":\"K6\""), "{record}");
}

#[test]
fn an_exported_record_is_proved() {
    let world = World::declared();
    world.ok(&["note", "gate found open"]);
    let path = world.path("record.json").display().to_string();
    world.ok(&["export", "--format", "json", "-o", &path]);
    let said = world.ok(&["verify", &path]);
    assert!(
        said.contains("2 entries, sound\nall of the journal"),
        "{said}"
    );
    let head = |text: &str| text.lines().last().unwrap().to_owned();
    assert_eq!(
        head(&said),
        head(&world.ok(&["verify"])),
        "the head is the journal's"
    );
    world.ok(&["note", SECRET, "--local"]);
    world.ok(&["export", "--format", "json", "-o", &path]);
    let said = world.ok(&["verify", &path]);
    assert!(said.contains("1 of the journal left out"), "{said}");
    world.ok(&["export", "--format", "json", "--include-local", "-o", &path]);
    assert_eq!(
        head(&world.ok(&["verify", &path])),
        head(&world.ok(&["verify"]))
    );
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("found open", "found shut")).unwrap();
    let output = world.run(&["verify", &path, "--json"]);
    assert_eq!(output.status.code(), Some(6));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["sound"], false);
    assert_eq!(found["chain"]["of"], "journal");
    let said = world.fails(2, &["verify", "/dev/null"]);
    assert!(said.contains("failed to check /dev/null"), "{said}");
}

#[test]
fn the_schema_is_printed_without_an_incident() {
    let world = World::new();
    let schema = world.json(&["export", "--schema"]);
    assert_eq!(schema["$id"], "urn:sitroom:record:1");
}

#[test]
fn forms_of_others_leave_out_what_stays_here() {
    let world = World::declared();
    world.ok(&["note", "gate found open"]);
    world.ok(&["note", SECRET, "--local"]);
    let what = ["--what", "disk of the henhouse", "--where", "the safe"];
    world.ok(&[&["evidence", "add"], &what[..]].concat());
    for format in [
        "html",
        "csv",
        "csv-iris",
        "csv-timesketch",
        "veris",
        "ics-201",
        "ics-214",
    ] {
        let text = world.ok(&["export", "--format", format]);
        assert!(!text.contains("henhouse"), "{format}: {text}");
        assert!(
            format == "veris" || text.contains("gate found open"),
            "{format}: {text}"
        );
    }
}

#[test]
fn fedramp_reports_are_off_until_they_are_configured() {
    let world = World::declared();
    let ask = ["export", "--format", "fedramp-initial"];
    let said = world.fails(2, &ask);
    assert!(said.contains("package-overview"), "{said}");
    let settings = "[fedramp]\npackage-overview = \"https://cloud.farm.example/package\"\n";
    world.configure("config.toml", settings);
    let report = world.json(&ask);
    assert_eq!(report["reportType"], "Initial");
    assert_eq!(report["providerTrackingId"], crate::world::ID);
    let said = world.fails(2, &["export", "--format", "fedramp-final"]);
    assert!(said.contains("resolved"), "{said}");
    world.configure(
        "config.toml",
        "[fedramp]\npackage-overview = \"cloud.farm.example\"\n",
    );
    assert!(world.fails(2, &ask).contains("https://"));
}

#[test]
fn one_form_has_one_zone() {
    let world = World::declared();
    world.ok(&["moment", "started", "08:10"]);
    let text = world.ok(&["export", "--format", "ics-201"]);
    let line = text.lines().find(|line| line.contains(": started: "));
    let line = line.unwrap();
    assert!(line.contains("2026-11-22 08:10 EST"), "{line}");
    assert!(!line.contains("UTC"), "{line}");
}

#[test]
fn a_fedramp_report_has_one_zone_and_tells_of_nothing_that_is_to_come() {
    let world = World::declared();
    world.configure(
        "config.toml",
        "[fedramp]\npackage-overview = \"https://cloud.farm.example/package\"\n",
    );
    world.ok(&["moment", "started", "08:10"]);
    world.ok(&["moment", "reported", "08:20"]);
    world.ok(&["moment", "retrospective-planned", "2026-12-03 10:00"]);
    let told = world.json(&["export", "--format", "fedramp-initial"]);
    let timeline = &told["timeline"];
    assert_eq!(timeline["startedAt"], "2026-11-22T13:10:00+00:00", "{told}");
    let milestones = timeline["milestones"].as_array().unwrap();
    let all = milestones.iter();
    let all: Vec<&str> = all
        .map(|it| it["milestoneDescription"].as_str().unwrap())
        .collect();
    assert_eq!(all, ["reported", "opened"], "{told}");
    assert_eq!(milestones[0]["occurredAt"], "2026-11-22T13:20:00+00:00");
}

#[test]
fn what_was_noted_later_stands_in_every_form_at_its_time_and_in_words() {
    let mut world = World::declared();
    world.ok(&["moment", "reported", "2026-11-22 09:00"]);
    world.at("2026-11-22T14:05:00Z").ok(&["note", "fox tracks"]);
    let noted = "2026-11-22 09:00 EST (noted 2026-11-22 09:02 EST) ";
    let said = "The report was posted: 2026-11-22 09:00 EST";
    for form in ["ics-201", "ics-214"] {
        let text = world.ok(&["export", "--format", form]);
        let at = |words: &str| {
            text.find(words)
                .unwrap_or_else(|| panic!("{words}: {text}"))
        };
        let line = format!("{noted}Farmer Jane: {said}");
        assert!(
            at(&line) < at("opened: "),
            "in the order of its times: {text}"
        );
    }
    let report = world.ok(&["report", "--part", "timeline"]);
    assert!(
        report.contains(&format!("{noted}**Farmer Jane**: {said}")),
        "{report}"
    );
    let said = "The report was posted: 2026-11-22 14:00 UTC";
    let csv = world.ok(&["export", "--format", "csv"]);
    let row = csv.lines().find(|line| line.contains(said));
    let row = row.unwrap_or_else(|| panic!("{csv}"));
    let start = "2026-11-22T09:00-05:00,2026-11-22T14:02:00.";
    assert!(row.starts_with(start), "{row}");
    for form in ["csv-iris", "csv-timesketch"] {
        let csv = world.ok(&["export", "--format", form]);
        let row = csv
            .lines()
            .find(|line| line.contains(said))
            .unwrap_or_default();
        assert!(row.contains("2026-11-22T14:00:00.000"), "{csv}");
        assert!(row.contains("2026-11-22T14:02:00"), "{csv}");
    }
}
