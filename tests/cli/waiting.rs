//! What waits: to be sent, and for a word of the Incident Commander.

use serde_json::{Value, json};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::ids::{EntryId, ItemId};
use sitroom::domain::incident::Status;
use sitroom::domain::mirror::{Operation, OutboxItem, Posted, SyncState};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::store::Record;

use crate::world::{ID, World, stderr};

/// Opens the record as the mirror of a running screen has it.
fn record(world: &World) -> Record {
    let shipped = Playbook::shipped("cloud-gov-2023");
    let opened = Record::open(&world.incident(ID), "barn", |_| shipped);
    opened.unwrap().0
}

fn hear(record: &mut Record, command: Command) {
    let request = Request::from_issue(command, "spot-the-dog", None);
    let now = "2026-11-22T14:03:00Z".parse().unwrap();
    record.execute(&request, now).unwrap();
}

fn suggest(record: &mut Record, line: u32, action: SuggestedAction) {
    let id = SuggestionId { comment: 77, line };
    hear(record, Command::Suggest { id, action });
}

fn entry(record: &Record, nth: usize) -> EntryId {
    record.history().unwrap().entries[nth].id
}

/// A farm with a note that is queued, one that is stuck, and one that was taken.
fn on_the_way() -> World {
    let world = World::declared();
    for note in ["fox at the gate", "hens found: 12", "feathers"] {
        world.ok(&["note", note]);
    }
    let record = record(&world);
    let item = |nth: usize| {
        let body = "the final bytes".to_owned();
        OutboxItem::queued(entry(&record, nth).into(), Operation::Comment, body)
    };
    let sent = "2026-11-22T14:02:03Z".parse().unwrap();
    let stuck = item(2).sending(sent).stuck("never found on the issue");
    for item in [item(1), stuck] {
        record.put_outbox(&item).unwrap();
    }
    let mut state = SyncState::default();
    state
        .posted
        .insert(entry(&record, 3).into(), Posted::sent(9));
    record.save_sync(&state).unwrap();
    world
}

#[test]
fn the_outbox_says_what_waits_how_far_it_got_and_why_it_is_stuck() {
    let world = on_the_way();
    let text = world.ok(&["outbox"]);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert_eq!(
        lines,
        [
            "queued  comment  2026-11-22 09:02 EST  not sent yet  fox at the gate",
            "stuck   comment  2026-11-22 09:02 EST  sent 1 time   hens found: 12",
            "                                                     ! never found on the issue",
            "sent    comment  2026-11-22 09:02 EST  sent 1 time   feathers",
        ]
    );
}

#[test]
fn a_message_on_its_way_has_its_title_for_people_and_its_key_for_scripts() {
    let world = World::declared();
    world.ok(&["sent", "gsa-notice"]);
    let record = record(&world);
    let nth = record.history().unwrap().entries.len() - 1;
    let entry = entry(&record, nth).into();
    let sent = "2026-11-22T14:02:03Z".parse().unwrap();
    let item = OutboxItem::queued(entry, Operation::Comment, "the final bytes".to_owned());
    let item = item.sending(sent).stuck("never found on the issue");
    record.put_outbox(&item).unwrap();
    for text in [world.ok(&["outbox"]), world.ok(&["status"])] {
        assert!(text.contains("One-hour notice to GSA sent"), "{text}");
        assert!(!text.contains("gsa-notice sent"), "{text}");
    }
    let outbox = world.json(&["outbox", "--json"]);
    let status = world.json(&["status", "--json"]);
    for words in [&outbox[0]["words"], &status["stuck"][0]["words"]] {
        let words = words.as_str().unwrap();
        assert!(words.starts_with("gsa-notice sent"), "{words}");
    }
}

#[test]
fn the_outbox_for_scripts_has_every_key() {
    let world = on_the_way();
    let found = world.json(&["outbox", "--json"]);
    let id = entry(&record(&world), 2).to_string();
    assert_eq!(
        found[1],
        json!({
            "key": id, "operation": "comment", "state": "stuck", "entries": 1, "attempts": 1,
            "since": "2026-11-22T14:02:00.002Z", "first_sent": "2026-11-22T14:02:03Z",
            "reason": "never found on the issue", "words": "hens found: 12",
        })
    );
    assert_eq!(found[0]["first_sent"], Value::Null);
    assert_eq!(found.as_array().unwrap().len(), 3);
}

#[test]
fn an_empty_outbox_is_told_on_standard_error() {
    let world = World::declared();
    let output = world.run(&["outbox"]);
    assert!(output.stdout.is_empty());
    assert!(stderr(&output).contains("nothing is on its way"));
    assert_eq!(world.json(&["outbox", "--json"]), json!([]));
}

#[test]
fn status_names_what_is_stuck_and_counts_what_waits_for_an_answer() {
    let world = on_the_way();
    let mut open = record(&world);
    suggest(&mut open, 1, SuggestedAction::Note("tracks".into()));
    hear(
        &mut open,
        Command::RaiseConflict {
            subject: "severity".into(),
            ours: "unknown".into(),
            theirs: "low".into(),
            ours_by: String::new(),
            ours_at: None,
        },
    );
    let text = world.ok(&["status"]);
    for part in [
        "\n! stuck      hens found: 12: never found on the issue\n",
        "\nTo answer    1 conflict, 1 suggestion\n",
        "\nNext  Rule on severity: here unknown, on the issue low\n",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let status = world.json(&["status", "--json"]);
    assert_eq!(
        (&status["waiting"], &status["conflicts"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(status["suggestions"], 1);
    assert_eq!(status["stuck"][0]["words"], "hens found: 12");
    assert_eq!(status["next"]["conflict"], "severity");
    let line = world.ok(&["status", "--format", "tmux"]);
    assert!(
        line.contains("#[fg=yellow]1 unsent, 1 to rule on, 1 to answer, 1 stuck#[default]"),
        "{line}"
    );
}

#[test]
fn suggestions_are_listed_accepted_and_declined() {
    let world = World::declared();
    world.ok(&["fix", "add", "mend it"]);
    let mut open = record(&world);
    suggest(&mut open, 1, SuggestedAction::Lead("a fox?".into()));
    suggest(&mut open, 2, SuggestedAction::Done("R1".parse().unwrap()));
    suggest(&mut open, 3, SuggestedAction::Note("feathers".into()));
    let text = world.ok(&["suggestions"]);
    let first = "77:1  spot-the-dog  2026-11-22 09:03 EST  a lead: a fox?";
    assert_eq!(text.lines().next(), Some(first));
    let found = world.json(&["suggestions", "--json"]);
    let expected = json!({
        "id": "77:2", "by": "spot-the-dog", "at": "2026-11-22T14:03:00Z",
        "action": "done", "on": "R1",
    });
    assert_eq!(found[1], expected);
    let said = world.ok(&["accept", "77:1"]);
    assert_eq!(said, "L1 lead: a fox?; accepted: /lead a fox?\n");
    let said = world.ok(&["decline", "77:3"]);
    assert_eq!(said, "declined: /note feathers\n");
    assert_eq!(world.json(&["suggestions", "--json"]), json!([expected]));
    assert_eq!(world.json(&["lead", "list", "--json"])[0]["text"], "a fox?");
    world.ok(&["fix", "move", "R1", "done"]);
    let said = world.ok(&["accept", "77:2"]);
    assert_eq!(said, "done already: /done R1\n");
    assert_eq!(record(&world).incident().status, Status::Investigating);
}

#[test]
fn a_suggestion_that_cannot_be_accepted_says_why_and_waits() {
    let world = World::declared();
    let mut open = record(&world);
    suggest(&mut open, 1, SuggestedAction::Done("R9".parse().unwrap()));
    suggest(&mut open, 2, SuggestedAction::Tick(ItemId::new("I4")));
    let said = world.fails(2, &["accept", "77:1"]);
    assert!(said.contains("there is no remediation item R9"), "{said}");
    let said = world.fails(3, &["accept", "77:2"]);
    assert!(said.contains("ticks itself"), "{said}");
    assert!(said.contains("--because REASON"), "{said}");
    world.ok(&["accept", "77:2", "--because", "told them by telephone"]);
    let said = world.fails(2, &["accept", "99:1"]);
    assert!(said.contains("`sitroom suggestions`"), "{said}");
    world.fails(2, &["accept", "seven"]);
    let left = world.json(&["suggestions", "--json"]);
    assert_eq!(left[0]["id"], "77:1");
    assert_eq!(left.as_array().unwrap().len(), 1);
}

#[test]
fn a_suggestion_to_tick_what_asks_says_how_it_is_answered() {
    let world = World::declared();
    suggest(
        &mut record(&world),
        1,
        SuggestedAction::Tick(ItemId::new("X1")),
    );
    let said = world.fails(2, &["accept", "77:1"]);
    assert!(said.contains("X1 asks: Who leads"), "{said}");
    assert!(said.contains("--answer TEXT"), "{said}");
    world.ok(&["tick", "X1", "--answer", "Farmer Dave"]);
    assert_eq!(world.ok(&["accept", "77:1"]), "done already: /tick X1\n");
}

#[test]
fn a_duty_of_an_exposure_is_done_by_its_line_or_its_item() {
    let world = World::declared();
    let exposed = Request::local(Command::SetExposure { exposed: true }, "Farmer Jane");
    let now = "2026-11-22T14:03:00Z".parse().unwrap();
    record(&world).execute(&exposed, now).unwrap();
    let said = world.ok(&["tick"]);
    assert!(said.contains("Coordinate with the owner (R2)"), "{said}");
    let said = world.fails(2, &["tick", "IE3", "--answer", "Farmer Dave knows"]);
    assert!(said.contains("IE3 asks nothing"), "{said}");
    let lists = world.json(&["tick", "--json"]);
    let lists = lists.as_array().unwrap().iter();
    let items = lists.flat_map(|list| list["items"].as_array().unwrap());
    let kept = items.filter(|item| !item["fix"].is_null());
    let kept: Vec<String> = kept
        .map(|it| format!("{} {}", it["id"], it["fix"]))
        .collect();
    let pairs = [("IE2", "R1"), ("IE3", "R2"), ("IE4", "R3")];
    assert_eq!(kept, pairs.map(|(line, fix)| format!("{line:?} {fix:?}")));
    assert_eq!(world.ok(&["tick", "IE3"]), "R2 done\n");
    let line = |world: &World| {
        let said = world.ok(&["tick"]);
        let mut lines = said.lines();
        lines.find(|it| it.contains("IE3")).unwrap().to_owned()
    };
    assert!(line(&world).starts_with("[x]"), "{}", line(&world));
    world.ok(&["fix", "move", "R2", "in-progress"]);
    assert!(line(&world).starts_with("[ ]"), "{}", line(&world));
}
