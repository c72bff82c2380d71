//! The commands that record something: what they record, what is refused, what overrides it.

use rstest::rstest;
use sitroom::domain::event::guard_title;

use crate::world::{ID, World, stderr, stdout};

/// A board with a lead, a remediation item, and a severity.
fn busy() -> World {
    let world = World::declared();
    world.ok(&["lead", "add", "which fence?"]);
    world.ok(&["fix", "add", "mend the fence", "--owner", "Farmer Dave"]);
    world
}

#[rstest]
#[case::note(&["note", "fox", "at", "the", "gate"], "fox at the gate")]
#[case::lead(&["lead", "add", "which gate?", "--owner", "Farmer Dave"], "L2 lead: which gate? (Farmer Dave)")]
#[case::lead_moved(&["lead", "move", "l1", "investigating"], "L1 investigating")]
#[case::lead_ended(&["lead", "move", "L1", "ruled-out", "--finding", "nothing"], "L1 ruled out: nothing")]
#[case::lead_owned(&["lead", "own", "L1", "Spot the Dog"], "L1 owner Spot the Dog")]
#[case::fix(&["fix", "add", "buy a lock", "--long-term"], "R2 long-term remediation: buy a lock")]
#[case::fix_moved(&["fix", "move", "R1", "in-progress"], "R1 in progress")]
#[case::fix_owned(&["fix", "own", "R1", ""], "R1 has no owner")]
#[case::tick(&["tick", "i11"], "I11 done")]
#[case::set_aside(&["tick", "I8", "--not-applicable", "no documents"], "I8 does not apply: no documents")]
#[case::derived_opened(&["tick", "I2", "--undo"], "I2 open again")]
#[case::severity(&["severity", "high", "--reason", "all of them"], "severity unknown -> high: all of them")]
#[case::false_alarm(&["state", "false", "alarm", "--reason", "they came back"], "status investigating -> false alarm: they came back")]
#[case::moment(&["moment", "t_start", "08:35"], "started: 2026-11-22 08:35 EST")]
#[case::moment_coarse(&["moment", "started", "2026-11-20T23:10Z", "--precision", "day"], "started: 2026-11-20")]
#[case::moment_year(&["moment", "started", "2005", "--precision", "year"], "started: 2005")]
#[case::moment_as_fine(&["moment", "started", "2026-11-20", "--precision", "day"], "started: 2026-11-20")]
#[case::moment_unknown(&["moment", "contained", "unknown"], "contained: unknown")]
#[case::milestone(&["moment", "downtime-began", "08:50", "--note", "Spot saw it"], "Downtime began: 2026-11-22 08:50 EST: Spot saw it")]
#[case::moment_ago(&["moment", "contained", "-0m"], "contained: 2026-11-22 09:02 EST")]
#[case::tried(&["tried", "Farmer Dave", "--by", "phone", "--answer", "objected", "--words", "the demo"], "team lead Farmer Dave by phone: objects strongly: the demo")]
#[case::decision(&["decide", "other", "buy", "eggs"], "decided: buy eggs")]
#[case::hold(&["decide", "disruption", "not now", "--go", "no"], "decided against the disruption: not now")]
#[case::undo(&["undo"], "undone: R1 immediate remediation: mend the fence (Farmer Dave)")]
#[case::title(&["set", "title", "The chickens are back"], "title: The chickens are back")]
#[case::responders(&["set", "responders", "Farmer Dave, Spot the Dog"], "responders: Farmer Dave, Spot the Dog")]
#[case::folder(&["set", "folder", "https://drive.example/coop"], "sensitive folder: https://drive.example/coop")]
#[case::method(&["classify", "discovery-method", "customer"], "discovery method: external/Customer")]
#[case::actions(&["classify", "threat-actions", "open gate"], "threat actions: open gate")]
#[case::notice(&["sent", "gsa-notice", "--to", "GSA", "--to", "Spot the Dog"], "One-hour notice to GSA sent by hand to GSA, Spot the Dog")]
#[case::sitrep(&["sent", "initial-sitrep"], "sitrep #1 sent by hand to #incident-response, gsa-ir@gsa.gov, devops@gsa.gov")]
#[case::reached(&["sent", "initial-sitrep", "--to", "devops", "--to", "FedRAMP", "--to", "reps@fedramp.example"], "sitrep #1 sent by hand to devops, FedRAMP (reps@fedramp.example)")]
#[case::attach(&["attach", "18F/security-incidents#12"], "issue 18F/security-incidents#12")]
fn each_command_prints_what_it_recorded(#[case] args: &[&str], #[case] line: &str) {
    let world = busy();
    assert_eq!(world.ok(args), format!("{line}\n"));
    assert!(world.ok(&["verify"]).contains("sound"));
}

/// Neither is a time made more exact than it is known, nor is what was asked for dropped.
#[rstest]
#[case::of_a_month(&["moment", "started", "2026-11", "--precision", "hour"], "known to the month only; write the hour, or leave the precision out")]
#[case::of_a_day(&["moment", "started", "2026-11-20", "--precision", "minute"], "known to the day only")]
#[case::of_several(&["moment", "contained", "2026-11-20", "--label", "token dead", "--precision", "hour"], "known to the day only")]
fn a_time_is_kept_no_more_exact_than_it_is_known(#[case] args: &[&str], #[case] why: &str) {
    let world = World::declared();
    let said = world.fails(2, args);
    assert!(said.contains(why), "{said}");
    assert!(world.json(&["moment", "--json"])["started"].is_null());
}

/// Nobody reports what nobody knows, and the hour of the notice counts from awareness.
#[test]
fn a_report_before_awareness_asks_about_it_if_somebody_told_it_and_else_says_how_to() {
    let world = World::declared();
    let done = world.run(&["moment", "reported", "08:50"]);
    assert!(done.status.success(), "{}", stderr(&done));
    let said = stderr(&done);
    assert!(
        said.contains("discovered is 2026-11-22 09:02 EST, when it was opened"),
        "{said}"
    );
    assert!(said.contains("`sitroom moment discovered TIME`"), "{said}");
    let late = world.fails(3, &["moment", "discovered", "08:55"]);
    assert!(
        late.contains("after this, at 2026-11-22 08:50 EST: The report was posted"),
        "{late}"
    );
    world.ok(&["moment", "discovered", "08:45"]);
    let early = world.fails(3, &["moment", "reported", "08:40"]);
    assert!(
        early.contains("before anybody was aware, at 2026-11-22 08:45 EST"),
        "{early}"
    );
    world.ok(&[
        "moment",
        "reported",
        "08:40",
        "--because",
        "a pager that is fast",
    ]);
    let after = world.run(&["moment", "reported", "08:50"]);
    assert!(after.status.success());
    assert_eq!(stderr(&after), "");
}

#[test]
fn awareness_told_with_the_opening_stands_against_an_older_report() {
    let world = World::new();
    world.ok(&["new", "The chickens have escaped", "--aware", "08:50"]);
    let early = world.fails(3, &["moment", "reported", "08:45"]);
    assert!(
        early.contains("the guard on times before awareness"),
        "{early}"
    );
    world.ok(&["moment", "reported", "08:50"]);
}

/// A slip of the colon would else be a year, and nothing would say so.
#[rstest]
#[case::moment(&["moment", "started", "2005"], "write 20:05, or 2005-01")]
#[case::note(&["note", "fox tracks", "--at", "2015"], "write 20:15, or 2015-01")]
#[case::to_come(&["moment", "contained", "2335"], "write it with a colon, 23:35")]
fn a_time_without_its_colon_is_no_year(#[case] args: &[&str], #[case] how: &str) {
    let world = World::declared();
    let said = world.fails(2, args);
    assert!(said.contains(how), "{said}");
}

#[test]
fn a_time_of_nothing_that_the_process_has_is_refused_with_what_it_has() {
    let world = World::declared();
    let said = world.fails(2, &["moment", "fox-seen", "08:50"]);
    assert!(said.contains("there is no milestone fox-seen"), "{said}");
    assert!(said.contains("downtime-began"), "{said}");
}

/// The clock of the law would be settled, and GSA knows of nothing.
#[test]
fn a_notice_to_nobody_whom_it_must_reach_is_asked_about() {
    let world = busy();
    let said = world.fails(3, &["sent", "gsa-notice", "--to", "Farmer Dave"]);
    let whom = "has to reach GSA IT Service Desk, GSA Incident Response, DevOps";
    assert!(
        said.contains(whom) && said.contains("the guard on notices to nobody they must reach"),
        "{said}"
    );
    assert!(said.contains("none of them is Farmer Dave"), "{said}");
    assert!(world.ok(&["status"]).contains("GSA notice"));
    world.ok(&["sent", "gsa-notice", "--to", "gsa-ir-phone"]);
    // It is told already: whoever else hears of it takes nothing away.
    world.ok(&["sent", "gsa-notice", "--to", "Farmer Dave"]);
    world.ok(&["sent", "initial-sitrep", "--to", "Farmer Dave"]);
}

#[rstest]
#[case::by_address(&["--to", "gsa-ir@gsa.gov"])]
#[case::by_a_word_of_the_name(&["--to", "Spot the Dog of GSA"])]
#[case::among_others(&["--to", "Farmer Dave", "--to", "devops"])]
#[case::for_a_reason(&["--to", "Farmer Dave", "--because", "he drives there with it"])]
fn a_notice_to_whom_it_must_reach_is_recorded(#[case] to: &[&str]) {
    let world = busy();
    world.ok(&[&["sent", "gsa-notice"], to].concat());
    let status = world.json(&["status", "--json"]);
    let mut clocks = status["clocks"].as_array().unwrap().iter();
    assert!(clocks.all(|it| it["key"] != "K1"), "{status}");
}

#[test]
fn what_somebody_else_sent_is_recorded_and_taken_back_by_who_is_here() {
    let world = busy();
    let said = world.ok(&["sent", "gsa-notice", "--to", "GSA", "--as", "Farmer Dave"]);
    let sent = "One-hour notice to GSA sent by hand to GSA (Farmer Dave)";
    assert_eq!(said, format!("{sent}\n"));
    assert_eq!(world.ok(&["undo"]), format!("undone: {sent}\n"));
    assert!(world.ok(&["fix", "list"]).contains("mend the fence"));
}

#[test]
fn what_was_recorded_by_another_name_is_named_where_it_is_passed_over() {
    let world = busy();
    world.ok(&["note", "fox at the gate", "--as", "Farmer Dave"]);
    let undo = world.run(&["undo"]);
    assert!(
        stdout(&undo).starts_with("undone: R1 "),
        "{}",
        stdout(&undo)
    );
    let said = stderr(&undo);
    let passed = "not taken back, it is by Farmer Dave: fox at the gate; --as \"Farmer Dave\"";
    assert!(said.contains(passed), "{said}");
    let undo = world.run(&["undo", "--as", "Farmer Dave"]);
    assert_eq!(stdout(&undo), "undone: fox at the gate\n");
    assert!(!stderr(&undo).contains("not taken back"));
}

#[test]
fn time_and_name_can_be_given() {
    let world = World::declared();
    let note = ["note", "fox", "--at", "08:50", "--as", "Farmer Dave"];
    world.ok(&note);
    let whole = world.json(&["export", "--format", "json"]);
    let entry = &whole["entries"][1];
    assert_eq!(entry["happened"], "2026-11-22T08:50-05:00");
    assert_eq!(entry["actor"], "Farmer Dave");
    assert!(
        entry["recorded"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-22T14:02:00")
    );
}

#[test]
fn the_time_that_was_meant_is_told_with_its_day() {
    let world = World::declared();
    let said = world.ok(&["note", "fox", "--at", "23:10"]);
    assert_eq!(said, "fox, at 2026-11-21 23:10 EST\n");
}

#[test]
fn a_note_of_what_is_still_to_come_asks_for_a_reason() {
    let world = World::declared();
    let note = ["note", "the vet comes", "--at", "2026-11-29 10:00"];
    let said = world.fails(3, &note);
    assert!(said.contains("the note would be in the future"), "{said}");
    world.ok(&[&note[..], &["--because", "it is arranged"]].concat());
}

#[test]
fn what_is_so_already_is_no_failure() {
    let world = World::declared();
    world.ok(&["severity", "low"]);
    let output = world.run(&["severity", "low"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).contains("says so already"));
}

#[rstest]
#[case::confirm(&["state", "confirmed"], "confirm-incomplete", "status investigating -> confirmed")]
#[case::resolve(&["state", "resolved"], "resolve-unconfirmed", "status investigating -> resolved")]
#[case::close(&["state", "closed"], "close-active", "closed")]
#[case::verify(&["fix", "verify", "R1", "--by", "Spot the Dog"], "verify-not-done", "R1 verified by Spot the Dog")]
#[case::tick(&["tick", "I4"], "tick-derived", "I4 done")]
fn a_guard_is_passed_with_a_reason(#[case] args: &[&str], #[case] guard: &str, #[case] line: &str) {
    let world = busy();
    let before = world.json(&["export", "--format", "json"]);
    let said = world.fails(3, args);
    assert!(said.starts_with("sitroom: failed to record it: "), "{said}");
    let words = guard_title(guard);
    assert_ne!(words, guard, "people read words");
    let hint = format!("Hint: repeat it with --because REASON to go past the guard on {words}");
    assert!(said.contains(&hint), "{said}");
    assert_eq!(world.json(&["export", "--format", "json"]), before);
    let because = [args, &["--because", "seen by all"]].concat();
    let done = world.ok(&because);
    assert!(done.starts_with(line), "{done}");
    let cause = said
        .strip_prefix("sitroom: failed to record it: ")
        .and_then(|said| said.lines().next())
        .unwrap();
    assert!(
        done.ends_with(&format!(
            "; went past the guard on {words} ({cause}): seen by all\n"
        )),
        "{done}"
    );
}

#[rstest]
#[case::no_finding(&["lead", "move", "L1", "answered"], "--finding")]
#[case::no_lead(&["lead", "move", "L9", "answered"], "sitroom lead list")]
#[case::no_fix(&["fix", "move", "R9", "done"], "sitroom fix list")]
#[case::verified_by_nobody(&["fix", "move", "R1", "verified"], "sitroom fix verify")]
#[case::no_line(&["tick", "Z9"], "sitroom tick")]
#[case::no_reason(&["state", "false alarm"], "--reason")]
#[case::no_state(&["state", "sleepy"], "false alarm, closed, reopened")]
#[case::no_message(&["sent", "postcard"], "update-sitrep")]
#[case::no_address(&["sent", "fedramp-daily"], "no address is set for FedRAMP")]
#[case::no_time(&["note", "x", "--at", "soon"], "`soon`")]
#[case::no_issue(&["attach", "security-incidents"], "owner/name#12")]
#[case::other_server(&["attach", "https://git.example.org/a/b/issues/1"], "SITROOM_GITHUB_API_URL")]
#[case::no_lead_id(&["lead", "own", "R1", "x"], "L1, L2")]
#[case::empty_note(&["note", "-"], "the note: it is empty")]
#[case::no_title(&["set", "title", ""], "empty")]
#[case::moment_without_time(&["moment", "started"], "TIME")]
#[case::command(&["fly"], "unrecognized subcommand")]
fn what_cannot_be_is_a_matter_of_usage(#[case] args: &[&str], #[case] part: &str) {
    let said = busy().fails(2, args);
    assert!(said.contains(part), "{said}");
}

#[test]
fn a_line_that_asks_when_names_the_commands_that_say_so_and_they_ask_about_the_order() {
    let world = World::declared();
    let said = world.fails(3, &["tick", "I1"]);
    let commands = "`sitroom moment reported TIME` and `sitroom moment acknowledged TIME`";
    assert!(said.contains(commands), "{said}");
    world.ok(&["moment", "reported", "2026-11-22T14:00:00Z"]);
    let said = world.fails(3, &["moment", "acknowledged", "2026-11-21T23:59:00Z"]);
    assert!(said.contains("that is before 2026-11-22"), "{said}");
    world.ok(&[
        "moment",
        "acknowledged",
        "2026-11-22T14:01:00Z",
        "--note",
        "Farmer Jane",
    ]);
    assert!(world.ok(&["tick"]).contains("[x]   I1 "));
}

#[test]
fn an_appointment_by_its_clock_time_alone_is_the_next_one() {
    let world = World::declared();
    world.ok(&["moment", "retrospective-planned", "09:00"]);
    let planned = &world.json(&["moment", "--json"])["retrospective-planned"];
    assert_eq!(*planned, "2026-11-23T09:00-05:00");
    let said = world.fails(2, &["moment", "retrospective-planned", "soon"]);
    assert!(said.contains("or in 2h"), "{said}");
    assert!(!said.contains("ago"), "{said}");
    let said = world.fails(2, &["moment", "started", ""]);
    assert!(
        said.contains("failed to read the time, none was typed: write 14:02"),
        "{said}"
    );
}

/// How long a time is says how exactly it is known; all of one answer are in one zone.
#[test]
fn the_times_for_scripts_have_the_form_of_the_record_and_the_offset_of_the_zone() {
    let world = World::declared();
    world.ok(&["moment", "started", "2026-11-22T13Z", "--precision", "hour"]);
    world.ok(&["moment", "contained", "2026-11"]);
    world.ok(&["moment", "reported", "2026-11-22T14:02Z"]);
    let times = world.json(&["moment", "--json"]);
    assert_eq!(times["opened"], "2026-11-22T09:02:00-05:00");
    assert_eq!(times["discovered"], "2026-11-22T09:02:00-05:00");
    assert_eq!(times["reported"], "2026-11-22T09:02-05:00");
    assert_eq!(times["started"], "2026-11-22T08-05:00");
    assert_eq!(times["contained"], "2026-11-04:00");
    crate::shapes::fits("moment", &times);
}

#[test]
fn the_last_word_of_a_false_alarm_of_which_nobody_heard_is_not_one_to_all() {
    let world = World::declared();
    world.ok(&["state", "false alarm", "--reason", "they came back"]);
    let said = world.fails(2, &["sent", "final-sitrep"]);
    assert!(said.contains("nobody had anything before"), "{said}");
    world.ok(&["sent", "final-sitrep", "--to", "devops"]);
}

#[test]
fn a_reason_past_a_guard_is_a_reason_for_the_log_too() {
    let world = World::declared();
    let done = world.ok(&["state", "false alarm", "--because", "they came back"]);
    assert!(done.contains("false alarm: they came back"), "{done}");
}

#[test]
fn the_whole_way_needs_no_override() {
    let world = busy();
    world.ok(&["severity", "high"]);
    world.ok(&["set", "responders", "Farmer Dave"]);
    world.ok(&["state", "confirmed"]);
    world.ok(&["fix", "move", "R1", "done"]);
    let said = world.fails(3, &["state", "resolved"]);
    assert!(said.contains("not verified: R1"), "{said}");
    world.ok(&["fix", "verify", "R1"]);
    world.ok(&["state", "resolved"]);
    world.ok(&["state", "closed", "--because", "the rest is done elsewhere"]);
    let id = crate::world::ID;
    world.fails(5, &["note", "x"]);
    assert_eq!(
        world.ok(&["state", "reopened", "--incident", id]),
        "reopened\n"
    );
    let again = ["state", "confirmed", "--reason", "they fled again"];
    world.ok(&again);
    assert_eq!(world.json(&["status", "--json"])["status"], "confirmed");
}

#[test]
fn a_note_is_read_from_standard_input() {
    let world = World::declared();
    let output = world.run_with(&["note", "-"], "first line\nsecond \u{1b}[2J line\n");
    assert_eq!(stdout(&output), "first line second [2J line\n");
    let whole = world.json(&["export", "--format", "json"]);
    assert_eq!(
        whole["entries"][1]["data"]["text"],
        "first line\nsecond [2J line"
    );
    let output = world.run_with(&["note", "-"], &"x".repeat(1024 * 1024 + 1));
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}

#[test]
fn one_record_has_one_issue() {
    let world = World::declared();
    let page = "https://github.com/18F/security-incidents/issues/12#issuecomment-1";
    world.ok(&["attach", page]);
    assert_eq!(world.ok(&["attach", "18F/security-incidents#12"]), "");
    // Nothing was agreed on with it: it may have been a mistake.
    let said = world.ok(&["attach", "18F/security-incidents#13"]);
    assert!(said.contains("issue 18F/security-incidents#13"), "{said}");
    let sync = "format = 2\nbase-body = \"The chickens have escaped\"\n\n[remote]\n\
                api = \"https://api.github.com\"\nrepository = \"18F/security-incidents\"\n\
                number = 13\nnode-id = \"I_13\"\nlogin = \"farmer-jane\"\n";
    std::fs::write(world.incident(ID).join("sync.toml"), sync).unwrap();
    let said = world.fails(3, &["attach", "18F/security-incidents#14"]);
    assert!(said.contains("18F/security-incidents#13 already"), "{said}");
    let said = World::new().fails(5, &["attach", "18F/security-incidents#12"]);
    assert!(said.contains("`sitroom adopt`"), "{said}");
}

#[test]
fn a_line_with_a_question_asks_it_on_the_command_line_too() {
    let world = World::declared();
    let said = world.fails(2, &["tick", "x1"]);
    assert!(said.contains("X1 asks: Who leads"), "{said}");
    assert!(said.contains("--answer"), "{said}");
    let said = world.ok(&["tick", "x1", "--answer", "Farmer Dave"]);
    assert_eq!(said, "X1 done: Farmer Dave\n");
    let said = world.fails(2, &["tick", "X1", "--answer", "Farmer Jane"]);
    assert!(said.contains("X1 is ticked already"), "{said}");
    let said = world.fails(2, &["tick", "I1", "--answer", "Farmer Jane"]);
    assert!(said.contains("I1 asks nothing"), "{said}");
    world.ok(&["tick", "X1", "--undo"]);
    assert_eq!(world.ok(&["tick", "X1", "--answer", ""]), "X1 done\n");
    world.ok(&["tick", "X1", "--undo"]);
    world.ok(&["tick", "X1", "--answer", "! whoever rests"]);
    let export = ["export", "--format", "json", "--include-local"];
    assert!(!world.ok(&export[..3]).contains("whoever rests"));
    assert!(world.ok(&export).contains("X1: whoever rests"));
}

/// What has to be said is shown as it is typed.
#[test]
fn that_things_may_leave_again_is_shown_with_its_reason() {
    let world = World::declared();
    let usage = world.ok(&["outbound", "resume", "--help"]);
    assert!(
        usage.contains("outbound resume [OPTIONS] <REASON>"),
        "{usage}"
    );
    assert!(usage.contains("`sitroom outbound resume \""), "{usage}");
    let readme = include_str!("../../README.md");
    assert!(readme.contains("`sitroom outbound stop [REASON]`, `outbound resume REASON`"));
}

#[test]
fn the_text_of_a_message_that_is_taken_back_is_kept_as_a_draft() {
    let world = World::declared();
    let send = |text| world.ok(&["sent", "gsa-notice", "--to", "GSA", "--text", text]);
    let drafts =
        || std::fs::read_to_string(world.incident(ID).join("drafts/message-gsa-notice.toml"));
    send("a fox at the gate");
    let undo = world.run(&["undo"]);
    assert!(stdout(&undo).starts_with("undone: One-hour notice to GSA"));
    assert!(
        stderr(&undo).contains("its text is kept as a draft"),
        "{}",
        stderr(&undo)
    );
    assert!(drafts().unwrap().contains("a fox at the gate"));
    send("two foxes");
    let undo = world.run(&["undo"]);
    assert!(
        stderr(&undo).contains("the newer draft of it stays"),
        "{}",
        stderr(&undo)
    );
    assert!(drafts().unwrap().contains("a fox at the gate"));
}

#[rstest]
#[case::a_message(&["sent", "gsa-notice"])]
#[case::a_severity(&["severity", "high"])]
#[case::a_lead(&["lead", "add", "whose tracks?"])]
#[case::a_tick(&["tick", "I7"])]
#[case::a_field(&["set", "details", "the fox is out"])]
#[case::a_question(&["ask", "Farmer Dave", "is the barn shut?", "20m"])]
fn nothing_happened_that_is_still_to_come(#[case] args: &[&str]) {
    let world = World::declared();
    let before = std::fs::read(world.incident(ID).join("journal.jsonl")).unwrap();
    let said = world.fails(3, &[args, &["--at", "2026-11-23T12:00:00Z"]].concat());
    assert!(said.contains("would be in the future"), "{said}");
    let after = std::fs::read(world.incident(ID).join("journal.jsonl")).unwrap();
    assert_eq!(before, after);
}

#[test]
fn nothing_is_taken_back_at_another_time() {
    let world = World::declared();
    world.ok(&["note", "the fox is out"]);
    let said = world.fails(2, &["undo", "--at", "10m ago"]);
    assert!(said.contains("is taken back now"), "{said}");
    world.ok(&["undo"]);
}

#[rstest]
#[case::confirmed(&["state", "confirmed"])]
#[case::resolved(&["state", "resolved"])]
fn nothing_is_said_to_be_before_what_it_follows(#[case] args: &[&str]) {
    let world = World::declared();
    world.ok(&["severity", "low"]);
    world.ok(&["set", "responders", "Spot the Dog"]);
    let said = world.fails(3, &[args, &["--at", "5h ago"]].concat());
    assert!(said.contains("is before anybody was aware"), "{said}");
}

#[test]
fn an_incident_is_not_resolved_before_it_was_confirmed() {
    let mut world = World::declared();
    world.at("2026-11-22T16:02:00Z");
    world.ok(&["state", "confirmed", "--because", "it is so"]);
    let said = world.fails(3, &["state", "resolved", "--at", "30m ago"]);
    assert!(said.contains("is before it was confirmed"), "{said}");
}
