//! `report`, `cause`, `lesson`, instants of containment and published figures.

use crate::world::World;

#[test]
fn a_part_is_edited_from_a_file_or_standard_input_and_keeps_the_edit() {
    let world = World::declared();
    let prompt = world.ok(&["report", "--part", "lessons"]);
    assert!(
        prompt.starts_with("_Nobody wrote this part yet."),
        "{prompt}"
    );
    let edit = ["report", "--edit", "lessons", "--from", "-"];
    let said = world.run_with(&edit, "Shut the gate.\n");
    assert!(said.status.success());
    assert_eq!(
        world.ok(&["report", "--part", "lessons"]),
        "Shut the gate.\n"
    );
    let path = world.path("lessons.md");
    std::fs::write(&path, "Shut both gates.\n").unwrap();
    let path = path.display().to_string();
    world.ok(&["report", "--edit", "lessons", "--from", &path]);
    let whole = world.ok(&["report"]);
    let (_, lessons) = whole
        .split_once("\n## 13. Lessons and changes\n\n")
        .unwrap();
    let (credit, text) = lessons.split_once("\n\n").unwrap();
    assert_eq!(
        credit,
        "_Edited by Farmer Jane, 2026-11-22 09:02 EST [line 3]_"
    );
    assert!(text.starts_with("Shut both gates.\n"), "{text}");
    let list = world.ok(&["report", "--list"]);
    assert!(list.contains("lessons          edited"), "{list}");
    // The export is the same report.
    let export = world.ok(&["export", "--format", "markdown"]);
    assert!(export.starts_with(&whole), "{export}");
    world.ok(&["report", "--revert", "lessons"]);
    assert_eq!(world.ok(&["report", "--part", "lessons"]), prompt);
}

#[test]
fn an_unknown_part_or_file_or_line_says_what_there_is() {
    let world = World::declared();
    let said = world.fails(2, &["report", "--part", "fox"]);
    assert!(
        said.contains("Summary (summary), Timeline (timeline), How it progressed (progression)"),
        "{said}"
    );
    let said = world.fails(2, &["report", "--edit", "lessons", "--from", "nowhere.md"]);
    assert!(said.contains("failed to read nowhere.md"), "{said}");
    world.ok(&["cause", "add", "why?"]);
    let said = world.fails(2, &["cause", "link", "Y1", "99"]);
    assert!(said.contains("failed to find line 99"), "{said}");
}

#[test]
fn a_part_is_found_by_its_title_and_number_however_it_is_spelled() {
    let world = World::declared();
    let by_key = world.ok(&["report", "--part", "lessons"]);
    for asked in [
        "Lessons and changes",
        "lessons AND changes",
        "13",
        "13 Lessons and changes",
        "13. Lessons and changes",
        "LESSONS",
    ] {
        assert_eq!(world.ok(&["report", "--part", asked]), by_key, "{asked}");
    }
    let edit = ["report", "--edit", "Lessons and changes", "--from", "-"];
    assert!(world.run_with(&edit, "Shut the gate.\n").status.success());
    let list = world.ok(&["report", "--list"]);
    assert!(list.contains("lessons          edited"), "{list}");
    for asked in ["", "0", "15", "Lessons"] {
        let is_known = asked == "Lessons";
        let said = world.run(&["report", "--part", asked]);
        assert_eq!(said.status.success(), is_known, "{asked}");
    }
}

#[test]
fn the_report_holds_nothing_local() {
    let world = World::declared();
    world.ok(&["note", "the fox is in the henhouse", "--local"]);
    let text = world.ok(&["report"]);
    assert!(!text.contains("henhouse"), "{text}");
}

#[test]
fn what_may_not_leave_is_held_up_in_the_report_too() {
    let world = World::declared();
    let edit = ["report", "--edit", "lessons", "--from", "-"];
    let said = world.run_with(&edit, "The feed password is oats4all!\n");
    assert_eq!(said.status.code(), Some(9));
    let redacted = [&edit[..], &["--redact"]].concat();
    assert!(
        world
            .run_with(&redacted, "The feed password is oats4all!\n")
            .status
            .success()
    );
    let text = world.ok(&["report", "--part", "lessons"]);
    assert_eq!(text, "The feed password is [held: H1]\n");
}

#[test]
fn a_codename_is_put_into_the_report_that_leaves() {
    let world = World::declared();
    world.ok(&["cause", "add", "why did Spot bark?"]);
    world.run_with(
        &["report", "--edit", "lessons", "--from", "-"],
        "Spot saw it.\n",
    );
    world.ok(&["codename", "Spot", "BANANA"]);
    let text = world.ok(&["export", "--format", "markdown"]);
    assert!(text.contains("why did BANANA bark?"), "{text}");
    assert!(text.contains("\nBANANA saw it.\n"), "{text}");
    assert!(!text.contains("Spot"), "{text}");
}

#[test]
fn causes_are_worked_out_with_evidence() {
    let world = World::declared();
    world.ok(&["note", "gate found open"]);
    world.ok(&["cause", "add", "why did they get out?", "--method", "whys"]);
    world.ok(&["cause", "add", "the gate was open", "--under", "Y1"]);
    world.ok(&["cause", "add", "the latch is worn", "--under", "Y2"]);
    world.ok(&["cause", "link", "Y2", "2"]);
    let expected = "\
Y1 why did they get out? (Five Whys)
  Y2 the gate was open [evidence: 1]
    Y3 the latch is worn
";
    assert_eq!(world.ok(&["cause"]), expected);
    let text = world.ok(&["report", "--part", "causes"]);
    assert!(text.contains("gate found open [line 2]"), "{text}");
    world.ok(&["cause", "move", "Y3", "--under", "Y1", "--before", "Y2"]);
    world.ok(&["cause", "method", "Y3", "hows"]);
    world.ok(&["cause", "reword", "Y1", "how did they get out?"]);
    world.ok(&["cause", "unlink", "Y2", "2"]);
    world.ok(&["cause", "drop", "Y2"]);
    let expected = "Y1 how did they get out? (Infinite Hows)\n  Y3 the latch is worn\n";
    assert_eq!(world.ok(&["cause"]), expected);
    let said = world.fails(2, &["cause", "move", "Y1", "--under", "Y3"]);
    assert!(said.contains("Y3 stands below Y1"), "{said}");
    world.ok(&["undo"]);
    assert!(world.ok(&["cause"]).contains("Y2 the gate was open"));
}

#[test]
fn lessons_are_written_down_reworded_and_taken_away() {
    let world = World::declared();
    world.ok(&["lesson", "add", "helped", "the dog barked"]);
    world.ok(&["lesson", "add", "hurt", "nobody had the key"]);
    world.ok(&["lesson", "reword", "N1", "the dog barked at once"]);
    let expected = "N1  helped  the dog barked at once\nN2  hurt    nobody had the key\n";
    assert_eq!(world.ok(&["lesson"]), expected);
    world.ok(&["lesson", "reword", "N2", ""]);
    assert!(!world.ok(&["lesson"]).contains("N2"));
}

#[test]
fn what_was_contained_keeps_its_label_and_the_last_counts() {
    let world = World::declared();
    world.ok(&["moment", "contained", "08:10", "--label", "token dead"]);
    world.ok(&["moment", "contained", "08:33", "--label", "account locked"]);
    let text = world.ok(&["moment"]);
    assert!(
        text.contains("contained   2026-11-22 08:33 EST\n"),
        "{text}"
    );
    assert!(
        text.contains("2026-11-22 08:10 EST     token dead\n"),
        "{text}"
    );
    world.ok(&["moment", "contained", "--pick", "token dead"]);
    let text = world.ok(&["moment"]);
    assert!(
        text.contains("contained   2026-11-22 08:10 EST\n"),
        "{text}"
    );
    assert!(text.contains("token dead (picked)\n"), "{text}");
    let said = world.fails(2, &["moment", "started", "08:00", "--label", "x"]);
    assert!(said.contains("only `contained` has them"), "{said}");
}

#[test]
fn published_figures_stand_beside_the_computed_ones() {
    let world = World::declared();
    world.ok(&["moment", "discovered", "08:00"]);
    world.ok(&["moment", "contained", "08:30"]);
    let publish = ["metrics", "published", "time-to-containment"];
    world.ok(&[&publish[..], &["20 minutes", "--in", "the post"]].concat());
    let text = world.ok(&["metrics"]);
    let line = "Time to containment: 20 minutes in the post; computed 30 min: DISAGREES\n";
    assert!(text.contains(line), "{text}");
    let json = world.json(&["metrics", "--json"]);
    assert_eq!(json["published"][0]["verdict"], "differs");
    let sources = json["sources"]["time-to-containment"].as_array().unwrap();
    let entries = world.json(&["export", "--format", "json"]);
    let entries = entries["entries"].as_array().unwrap();
    for source in sources {
        assert!(
            entries.iter().any(|entry| entry["id"] == *source),
            "{source}"
        );
    }
    assert_eq!(json["earlier"]["discovered"][0]["by"], "Farmer Jane");
}

#[test]
fn the_incident_is_classified_by_the_lists() {
    let world = World::declared();
    let choices = world.ok(&["classify", "recoverability"]);
    assert!(choices.contains("  Not Recoverable\n"), "{choices}");
    assert!(choices.contains("CISA"), "{choices}");
    world.ok(&["classify", "recoverability", "extended"]);
    world.ok(&["classify", "systems", "3"]);
    let said = world.fails(2, &["classify", "location", "the barn"]);
    assert!(
        said.contains("`the barn` is none of the words for it"),
        "{said}"
    );
    assert!(said.contains("Level 1 Business DMZ"), "{said}");
    let text = world.ok(&["classify"]);
    assert!(text.contains("recoverability         Extended\n"), "{text}");
    assert!(text.contains("location               unknown\n"), "{text}");
    let text = world.ok(&["report", "--part", "impact"]);
    assert!(
        text.contains("- **Systems concerned**: 3 [line 3]"),
        "{text}"
    );
}

#[test]
fn a_sitrep_at_the_minute_of_the_confirmation_counts_as_sent() {
    let mut world = World::declared();
    world.ok(&["severity", "high"]);
    world.ok(&["set", "responders", "Spot the Dog"]);
    world.ok(&["state", "confirmed"]);
    world.ok(&["sent", "initial-sitrep"]);
    world.at("2026-11-22T15:20:00Z");
    let figures = world.ok(&["metrics"]);
    assert!(figures.contains("1 of 2"), "{figures}");
    let report = world.ok(&["report"]);
    assert!(report.contains("Sitrep #2 was due"), "{report}");
    assert!(!report.contains("Sitrep #1 was due 2026-11-22 10:02 EST: overdue"));
}
