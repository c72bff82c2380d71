//! `import`: shown first, all or nothing, and never twice.

use crate::world::{ID, World, stderr, stdout};

const CHAT: &str = "[09:05] <Farmer Dave> fox at the gate\n[09:06] <Spot the Dog> woof\n";

/// A machine with the incident and a file beside it.
fn with(name: &str, text: &str) -> (World, String) {
    let world = World::declared();
    let path = world.path(name);
    std::fs::write(&path, text).unwrap();
    (world, path.display().to_string())
}

fn notes(world: &World) -> Vec<(String, String, String)> {
    let whole = world.json(&["export", "--format", "json"]);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let entries = whole["entries"].as_array().unwrap();
    let kinds = ["noted", "note-imported"];
    let notes = entries
        .iter()
        .filter(|entry| kinds.contains(&entry["kind"].as_str().unwrap()));
    notes
        .map(|it| {
            (
                text(&it["happened"]),
                text(&it["actor"]),
                text(&it["data"]["text"]),
            )
        })
        .collect()
}

#[test]
fn it_is_shown_first_and_then_recorded_once() {
    let (world, path) = with("chat.txt", CHAT);
    let read = [
        "import",
        &path,
        "--zone",
        "America/New_York",
        "--day",
        "2026-11-22",
    ];
    let shown = world.run(&read);
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let text = stdout(&shown);
    assert!(text.starts_with("2 to be recorded\n"), "{text}");
    assert!(
        text.contains("+ line 1, 2026-11-22 09:05 EST Farmer Dave: fox at the gate"),
        "{text}"
    );
    assert!(
        stderr(&shown).contains("repeat it with --yes"),
        "{}",
        stderr(&shown)
    );
    assert_eq!(notes(&world), []);
    let yes = [&read[..], &["--yes"]].concat();
    assert!(world.ok(&yes).contains("read in 2 notes, 0 already there"));
    let dave = ("2026-11-22T09:05-05:00", "Farmer Dave", "fox at the gate");
    let spot = ("2026-11-22T09:06-05:00", "Spot the Dog", "woof");
    let expected = [dave, spot].map(|(at, who, what)| (at.into(), who.into(), what.into()));
    assert_eq!(notes(&world), expected);
    assert_eq!(world.ok(&yes), "");
    assert!(
        world
            .ok(&[&read[..], &["--preview"]].concat())
            .starts_with("0 to be recorded\n")
    );
    assert_eq!(notes(&world), expected, "reading it again adds nothing");
    world.ok(&["verify"]);
    world.ok(&["undo"]);
    assert!(
        !world.ok(&["export", "--format", "csv"]).contains("woof"),
        "one undo takes all back"
    );
}

#[test]
fn when_it_happened_and_when_it_was_recorded_stay_apart() {
    let (world, path) = with(
        "chat.csv",
        "when,who,what\n2026-11-21T08:00Z,Farmer Dave,fox\n",
    );
    world.ok(&["import", &path, "--yes"]);
    let whole = world.json(&["export", "--format", "json"]);
    let note = &whole["entries"][1];
    assert_eq!(note["happened"], "2026-11-21T08:00+00:00");
    assert!(
        note["recorded"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-22T14:02:00"),
        "{note}"
    );
}

#[test]
fn what_of_a_table_is_not_understood_is_said() {
    let text = "when,person,what,mood\n2026-11-21T08:00Z,Farmer Dave,fox,glad\n";
    let (world, path) = with("chat.csv", text);
    let shown = world.run(&["import", &path]);
    assert!(
        stdout(&shown).contains("Farmer Dave: fox"),
        "{}",
        stdout(&shown)
    );
    let said = stderr(&shown);
    assert!(said.contains("not understood: mood\n"), "{said}");
    let ours = world.path("ours.csv").display().to_string();
    world.ok(&["export", "--format", "csv", "-o", &ours]);
    let said = stderr(&world.run(&["import", &ours]));
    assert!(!said.contains("not understood"), "{said}");
}

#[test]
fn a_file_whose_name_does_not_say_what_it_is_has_the_forms_told() {
    let (world, path) = with(
        "ex",
        "when,person,what\n2026-11-21T08:00Z,Farmer Dave,fox\n",
    );
    let said = world.fails(2, &["import", &path]);
    for want in ["has no ending", "--from csv", "--from json", "--from chat"] {
        assert!(said.contains(want), "no `{want}` in {said}");
    }
    let shown = world.ok(&["import", &path, "--from", "csv"]);
    assert!(shown.contains("Farmer Dave: fox"), "{shown}");
}

#[test]
fn a_zone_that_is_missing_is_asked_for() {
    let (world, path) = with("chat.txt", CHAT);
    let said = world.fails(2, &["import", &path, "--day", "2026-11-22", "--yes"]);
    assert!(said.contains("line 1: the time `09:05`"), "{said}");
    assert!(said.contains("--zone"), "{said}");
    assert!(said.contains("line 2:"), "{said}");
    let said = world.fails(2, &["import", &path, "--zone", "UTC", "--yes"]);
    assert!(said.contains("--day"), "{said}");
    assert_eq!(notes(&world), []);
}

#[test]
fn a_secret_in_the_name_of_a_machine_is_held_as_one_in_the_text() {
    let key = "AKIAIOSFODNN7EXAMPLQ";
    let text = format!(
        "happened,actor,text,entry_id,seq,recorded,device,origin,kind\n\
         2026-11-22T09:02Z,Farmer Dave,fox,01K00000000000000000000000,7,2026-11-22T09:03:00Z,\
         {key},local,noted\n"
    );
    let (world, path) = with("notes.csv", &text);
    let output = world.run(&["import", &path, "--yes"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(9), "{said}");
    assert!(said.contains("the name of the machine"), "{said}");
    assert!(!world.ok(&["export", "--format", "json"]).contains(key));
}

#[test]
fn nothing_is_half_read() {
    let key = "AKIAIOSFODNN7EXAMPLQ";
    let text = format!("when,what\n2026-11-22T08:00Z,fox\n2026-11-22T08:01Z,key {key}\n");
    let (world, path) = with("notes.csv", &text);
    for args in [&["import", &path][..], &["import", &path, "--yes"]] {
        let output = world.run(args);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(9), "{said}");
        assert!(said.contains("because of line 3"), "{said}");
        assert!(said.contains("--redact"), "{said}");
        assert!(!said.contains(key), "{said}");
    }
    assert_eq!(notes(&world), []);
    world.ok(&["import", &path, "--redact", "--yes"]);
    let texts: Vec<String> = notes(&world).into_iter().map(|(_, _, text)| text).collect();
    assert_eq!(texts, ["fox", "key [held: H1]"]);
    assert_eq!(
        world.ok(&["import", &path, "--redact", "--yes"]),
        "",
        "it is there already"
    );
}

#[test]
fn local_notes_stay_here() {
    let (world, path) = with("notes.csv", "when,what\n2026-11-22T08:00Z,fox\n");
    world.ok(&["import", &path, "--local", "--yes"]);
    assert_eq!(notes(&world), []);
    assert!(
        world
            .ok(&["export", "--format", "csv", "--include-local"])
            .contains("fox")
    );
}

#[test]
fn what_was_exported_comes_back_as_nothing_new() {
    let world = World::declared();
    world.ok(&["note", "=1+1, \"quoted\"", "--as", "Farmer Dave"]);
    world.ok(&["lead", "add", "which fence?"]);
    for (format, name) in [
        ("csv", "a.csv"),
        ("csv-iris", "b.csv"),
        ("csv-timesketch", "c.csv"),
        ("json", "d.json"),
    ] {
        let path = world.path(name).display().to_string();
        world.ok(&["export", "--format", format, "-o", &path]);
        let shown = world.ok(&["import", &path]);
        assert!(
            shown.starts_with("0 to be recorded\n3 already there\n"),
            "{format}: {shown}"
        );
    }
}

#[test]
fn another_machine_takes_in_what_was_exported() {
    let here = World::declared();
    here.ok(&["note", "fox at the gate", "--at", "08:50"]);
    let there = World::declared();
    let path = there.path("from-jane.json").display().to_string();
    here.ok(&["export", "--format", "json", "-o", &path]);
    there.ok(&["import", &path, "--yes"]);
    let found = notes(&there);
    assert!(
        found.iter().any(|(at, who, what)| {
            at == "2026-11-22T08:50-05:00" && who == "Farmer Jane" && what == "fox at the gate"
        }),
        "{found:?}"
    );
    assert_eq!(there.ok(&["import", &path, "--yes"]), "");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("fox at", "cat at")).unwrap();
    let said = there.fails(6, &["import", &path, "--yes"]);
    assert!(said.contains("seal"), "{said}");
}

#[test]
fn on_another_machine_every_row_is_the_one_it_was() {
    let here = World::declared();
    here.ok(&["note", "fox at the gate", "--at", "08:50"]);
    here.ok(&["note", "only for the farm", "--local"]);
    here.ok(&[
        "lead",
        "add",
        "who opened the gate?",
        "--owner",
        "Farmer Dave",
    ]);
    for format in ["csv", "csv-iris", "csv-timesketch"] {
        let there = World::declared();
        let path = there.path("from-jane.csv").display().to_string();
        here.ok(&["export", "--format", format, "--include-local", "-o", &path]);
        there.ok(&["import", &path, "--yes"]);
        assert_eq!(there.ok(&["import", &path, "--yes"]), "", "{format}");
        let plain = ["export", "--format", "csv", "--include-local"];
        let (was, is) = (here.ok(&plain), there.ok(&plain));
        let is: Vec<&str> = is.lines().collect();
        // That the record began is the same in both, and is not read in.
        for row in was.lines().skip(1).filter(|row| !row.contains(",opened,")) {
            let rows = is.iter().filter(|it| it.starts_with(row));
            let read_in: Vec<&str> = rows.map(|it| &it[row.len()..]).collect();
            assert!(
                matches!(read_in[..], [at] if at.ends_with('Z')),
                "{format}: {row} is {read_in:?} in {is:#?}"
            );
        }
        // What stayed on its machine there stays here.
        let shared = there.ok(&["export", "--format", "csv"]);
        assert!(shared.contains("fox at the gate"), "{shared}");
        assert!(!shared.contains("only for the farm"), "{shared}");
    }
}

#[test]
fn the_source_is_noted_for_this_machine_alone() {
    let (world, path) = with("notes.csv", "when,what\n2026-11-22T08:00Z,fox\n");
    world.ok(&["import", &path, "--yes"]);
    let text = world.ok(&["export", "--format", "csv", "--include-local"]);
    assert!(
        text.contains("read in 1 note from notes.csv, SHA-256 "),
        "{text}"
    );
    assert!(!world.ok(&["export", "--format", "csv"]).contains("SHA-256"));
    assert!(world.incident(ID).exists());
}

#[test]
fn a_record_is_made_out_of_a_whole_export_to_the_last_byte() {
    let here = World::declared();
    here.ok(&["note", "fox at the gate\u{202e}"]);
    here.ok(&["lead", "add", "which fence?"]);
    here.ok(&["undo"]);
    here.ok(&["note", "hens in the shed", "--local"]);
    let there = World::new();
    let path = there.path("record.json").display().to_string();
    here.ok(&["export", "--format", "json", "--include-local", "-o", &path]);
    let make = ["import", &path, "--as-record"];
    assert!(
        there
            .ok(&make)
            .contains("a record of 5 entries would be made")
    );
    assert!(!there.incident(ID).exists());
    let make = [&make[..], &["--yes"]].concat();
    assert_eq!(there.ok(&make).trim(), ID);
    let journal = |world: &World| std::fs::read(world.incident(ID).join("journal.jsonl")).unwrap();
    assert_eq!(journal(&there), journal(&here));
    assert_eq!(there.ok(&["verify"]), here.ok(&["verify"]));
    assert_eq!(there.ok(&["status"]), here.ok(&["status"]));
    there.fails(2, &make);
    there.ok(&["note", "it goes on from here"]);
}

#[test]
fn a_record_made_out_of_a_part_says_so() {
    let here = World::declared();
    here.ok(&["note", "hens in the shed", "--local"]);
    here.ok(&["note", "fox at the gate"]);
    let there = World::new();
    let path = there.path("record.json").display().to_string();
    here.ok(&["export", "--format", "json", "-o", &path]);
    there.ok(&["import", &path, "--as-record", "--yes"]);
    there.ok(&["verify"]);
    let text = there.ok(&["export", "--format", "csv", "--include-local"]);
    assert!(text.contains("fox at the gate"), "{text}");
    assert!(
        text.contains("1 of its journal were left out, 0 changed"),
        "{text}"
    );
    assert!(!text.contains("shed"), "{text}");
}

#[test]
fn a_file_of_another_name_is_told_as_what_it_was_read() {
    for (name, text, form) in [
        ("notes.out", "when,what\n2026-11-22T08:00Z,fox\n", "chat"),
        ("whole.out", "{\n  \"entries\": []\n}\n", "chat"),
        ("chat.csv", CHAT, "CSV"),
    ] {
        let (world, path) = with(name, text);
        let said = world.fails(2, &["import", &path]);
        assert!(said.contains(&format!(" as {form}: line 1")), "{said}");
        assert!(said.contains("--from csv"), "{said}");
        let form = form.to_lowercase();
        let said = world.fails(2, &["import", &path, "--from", &form]);
        assert!(!said.contains("--from csv"), "{said}");
    }
}

#[test]
fn the_day_and_the_zone_are_asked_for_together() {
    let (world, path) = with("chat.txt", CHAT);
    let said = world.fails(2, &["import", &path]);
    let both = "add both, such as --day 2026-11-22 --zone UTC";
    assert!(said.contains(both), "{said}");
    assert!(!said.contains("--from"), "{said}");
}

#[test]
fn where_every_record_is_closed_nothing_is_shown_to_be_recorded() {
    let (world, path) = with("notes.csv", "when,what\n2026-11-22T08:00Z,fox\n");
    for state in [["state", "false alarm"], ["state", "closed"]] {
        world.ok(&[&state[..], &["--because", "it was the wind"]].concat());
    }
    for args in [&["import", &path][..], &["import", &path, "--yes"]] {
        let said = world.fails(5, args);
        assert!(said.contains("every record is closed"), "{said}");
        assert!(said.contains("state reopened"), "{said}");
    }
    let shown = world.ok(&["import", &path, "--preview"]);
    assert!(shown.starts_with("1 to be recorded"), "{shown}");
}
