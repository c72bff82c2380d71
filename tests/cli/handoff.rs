//! Handing command over between two machines: through the issue, by a baton where no network
//! is, and what happens when two command at once.

use std::os::unix::fs::PermissionsExt;

use rstest::rstest;
use sitroom::practice::{Options, PracticeGithub};

use crate::adopting::{ISSUE, dave, jane, machine, start, told};
use crate::world::{World, stderr};

const BATON: &str = "baton.json";

/// Farmer Jane offers command to Farmer Dave; what stays on her machine is there too.
fn offer(jane: &World) {
    jane.ok(&["people", "contact", "Farmer Dave", "+1 555 0100 pager"]);
    jane.ok(&["note", "--local", "the fox is my cousin"]);
    let kept = ["--what", "a red tail", "--where", "the freezer"];
    jane.ok(&[&["evidence", "add"][..], &kept].concat());
    jane.ok(&["note", "--redact", "password = Zx81-hunter-Qq!7tr9"]);
    jane.ok(&["ask", "Farmer Dave", "is the barn shut?", "20m"]);
    jane.ok(&[
        "handoff",
        "offer",
        "Farmer Dave",
        "--theory",
        "a fox came through the east gate",
        "--worries",
        "it comes back at dusk",
        "--mark",
        "L3",
        "--mark",
        "R1",
        "--mark",
        "dusk",
    ]);
}

fn read_back(dave: &World) -> Vec<String> {
    let shown = dave.ok(&["handoff", "show"]);
    let (_, marked) = shown.split_once("To read back:\n").expect("marked lines");
    let marked = marked.lines().filter_map(|line| line.split_once(": "));
    marked.map(|(_, line)| line.to_uppercase()).collect()
}

fn accept(dave: &World) -> String {
    let typed = read_back(dave);
    assert_eq!(typed.len(), 3, "{typed:?}");
    let output = dave.run_with(&["accept"], &typed.join("\n"));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stderr(&output)
}

#[test]
fn lines_are_read_back_as_they_are_shown_with_their_numbers_in_any_order() {
    let (_jane, dave) = offered_by_baton();
    let shown = dave.ok(&["handoff", "show"]);
    let (_, marked) = shown.split_once("To read back:\n").expect("marked lines");
    let lines: Vec<&str> = marked.lines().filter(|line| line.contains(": ")).collect();
    let typed = [lines[2], "1: the geese are fine", lines[0], lines[1]].map(str::trim);
    let output = dave.run_with(&["accept"], &typed.join("\n"));
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("item 1 says: "), "{said}");
    assert_eq!(ic(&dave), "Farmer Dave");
}

#[test]
fn that_nobody_was_told_yet_who_commands_comes_next() {
    let (_jane, dave) = offered_by_baton();
    accept(&dave);
    let next = || dave.ok(&["status"]);
    let asked = "Next  Tell everyone who commands now: the sitrep on the handoff";
    assert!(next().contains(asked), "{}", next());
    dave.ok(&["sent", "handoff-sitrep", "--to", "#incident-response"]);
    assert!(!next().contains(asked), "{}", next());
}

/// Returns a machine that offered command, and that of who took its baton.
fn offered_by_baton() -> (World, World) {
    let jane = World::declared();
    for lead in ["which gate?", "was it a dog?", "where is the fox?"] {
        jane.ok(&["lead", "add", lead]);
    }
    jane.ok(&["fix", "add", "mend the fence"]);
    jane.ok(&["sent", "initial-sitrep", "--to", "#incident-response"]);
    offer(&jane);
    let dave = taken_from(&jane);
    (jane, dave)
}

/// Returns the machine of who took the baton of another.
fn taken_from(jane: &World) -> World {
    let mut dave = World::new();
    dave.set("SITROOM_NAME", "Farmer Dave");
    dave.ok(&["adopt", "--baton", &baton_of(jane)]);
    dave
}

fn baton_of(jane: &World) -> String {
    let baton = jane.incident(crate::world::ID).join(BATON);
    baton.display().to_string()
}

fn ic(world: &World) -> String {
    let ic = &told(world)["ic"];
    ic.as_str().unwrap_or_default().to_owned()
}

fn settle(machines: [&World; 2]) {
    for _ in 0..3 {
        for machine in machines {
            machine.ok(&["sync", "--once"]);
        }
    }
}

fn comments_with(github: &PracticeGithub, text: &str) -> usize {
    let comments = github.comments(Options::REPOSITORY, 1);
    comments.iter().filter(|it| it.body.contains(text)).count()
}

#[test]
fn command_goes_from_one_machine_to_another_through_the_issue() {
    let github = start();
    let jane = jane(&github);
    offer(&jane);
    jane.ok(&["sync", "--once"]);
    let mut dave = dave(&github);
    dave.ok(&["adopt", ISSUE]);
    dave.at("2026-11-22T14:20:00Z");
    let said = dave.fails(3, &["accept", "--read-back", "the geese are fine"]);
    assert!(said.contains("item 1 says: "), "{said}");
    accept(&dave);
    assert_eq!(ic(&dave), "Farmer Dave");
    settle([&dave, &jane]);
    assert_eq!(ic(&jane), "Farmer Dave");
    assert_eq!(told(&jane), told(&dave));
    let said = jane.fails(2, &["severity", "low", "--because", "calm again"]);
    assert!(said.contains("handed over to Farmer Dave at"), "{said}");
    jane.ok(&["lead", "add", "who has the key?"]);
    jane.ok(&["note", "one thing I forgot"]);
    assert_eq!(comments_with(&github, "# Handoff: "), 1);
    assert_eq!(comments_with(&github, "took command from Farmer Jane"), 1);
    let report = jane.ok(&["export", "--format", "markdown"]);
    assert!(report.contains("offers command to Farmer Dave"), "{report}");
    assert!(report.contains("IC Farmer Jane -> Farmer Dave"), "{report}");
}

#[test]
fn whoever_handed_over_only_reads_once_the_overlap_is_over() {
    let github = start();
    let mut jane = jane(&github);
    offer(&jane);
    jane.ok(&["sync", "--once"]);
    let dave = dave(&github);
    dave.ok(&["adopt", ISSUE]);
    accept(&dave);
    settle([&dave, &jane]);
    jane.at("2026-11-22T15:02:00Z");
    let said = jane.fails(2, &["lead", "add", "who has the key?"]);
    assert!(said.contains("handed over to Farmer Dave at"), "{said}");
    let (state, why) = (["state", "false alarm"], "the fox was a dog");
    for reason in [["--because", why], ["--reason", why]] {
        let said = jane.fails(2, &[state, reason].concat());
        assert!(said.contains("take command back with a reason"), "{said}");
        assert!(!said.contains("--reason TEXT"), "{said}");
    }
    jane.ok(&["note", "one thing I forgot"]);
    jane.ok(&["shift", "out", "Farmer Jane"]);
    jane.fails(3, &["handoff", "take"]);
    jane.ok(&["handoff", "take", "--because", "Dave fell ill"]);
    assert_eq!(ic(&jane), "Farmer Jane");
    let report = jane.ok(&["export", "--format", "markdown"]);
    let (_, command) = report.split_once("## Command\n\n").expect("a section");
    let (command, _) = command.split_once("\n\n").expect("an end");
    let lines: Vec<&str> = command.lines().collect();
    assert_eq!(
        lines,
        [
            "- 2026-11-22 09:02:00 EST: Farmer Jane, who took charge [line 1]",
            "- 2026-11-22 09:02:00 EST: Farmer Jane -> Farmer Dave, by handoff with a brief [line 26]",
            "- 2026-11-22 10:02:00 EST: Farmer Dave -> Farmer Jane, without an offer [line 29]",
        ]
    );
    jane.ok(&["severity", "low", "--because", "calm again"]);
    settle([&jane, &dave]);
    assert_eq!(ic(&dave), "Farmer Jane");
}

#[test]
fn whoever_handed_over_is_told_the_next_step_as_others_are() {
    let github = start();
    let mut jane = jane(&github);
    offer(&jane);
    jane.ok(&["sync", "--once"]);
    let mut dave = dave(&github);
    dave.ok(&["adopt", ISSUE]);
    accept(&dave);
    settle([&dave, &jane]);
    jane.at("2026-11-22T15:02:00Z");
    dave.at("2026-11-22T15:02:00Z");
    let next = |world: &World, command: &str| {
        let told = world.ok(&[command]);
        let line = told.lines().find(|line| line.starts_with("Next  "));
        (line.unwrap_or_default().to_owned(), told)
    };
    let (asked, _) = next(&dave, "status");
    let (status, told) = next(&jane, "status");
    assert_eq!(status, asked);
    assert!(
        told.contains("\nYou handed over to Farmer Dave at 09:02\n"),
        "{told}"
    );
    let (print, page) = next(&jane, "print");
    assert_eq!(print, asked);
    assert!(!page.contains("anded over to Farmer Dave at"), "{page}");
}

#[test]
fn command_goes_by_the_baton_alone_and_nothing_doubles_once_the_network_is_back() {
    let github = start();
    let mut jane = jane(&github);
    jane.ok(&["note", "nobody posted this yet"]);
    offer(&jane);
    let dave = taken_from(&jane);
    assert_eq!(told(&dave), told(&jane));
    let report = dave.ok(&["export", "--format", "markdown"]);
    for text in ["fox at the gate", "nobody posted this yet"] {
        assert!(report.contains(text), "{report}");
    }
    accept(&dave);
    assert_eq!(ic(&dave), "Farmer Dave");
    let report = dave.ok(&["report"]);
    let responders = report.lines().find(|line| line.contains("Responders"));
    assert!(
        responders.unwrap().contains("Farmer Jane (IC before)"),
        "{report}"
    );
    dave.ok(&["lead", "add", "who has the key?"]);
    dave.ok(&["note", "I have the barn"]);
    assert!(dave.ok(&["verify"]).contains("sound"));
    // The network is back.
    let dave = machine(dave, &github, "Farmer Dave", "token-of-dave");
    settle([&dave, &jane]);
    settle([&dave, &jane]);
    assert_eq!(told(&jane), told(&dave));
    assert_eq!(ic(&jane), "Farmer Dave");
    for text in [
        "fox at the gate",
        "nobody posted this yet",
        "I have the barn",
        "# Handoff: ",
    ] {
        assert_eq!(comments_with(&github, text), 1, "{text}");
    }
    jane.at("2026-11-22T14:12:00Z");
    let said = jane.fails(2, &["severity", "low", "--because", "calm again"]);
    assert!(said.contains("handed over to Farmer Dave at"), "{said}");
}

#[test]
fn baton_of_a_record_without_an_issue_carries_it_all() {
    let jane = World::declared();
    for lead in ["which gate?", "was it a dog?", "where is the fox?"] {
        jane.ok(&["lead", "add", lead]);
    }
    jane.ok(&["lead", "move", "L2", "ruled out", "--finding", "all asleep"]);
    jane.ok(&["fix", "add", "mend the fence"]);
    jane.ok(&["severity", "high", "--because", "hens are out"]);
    offer(&jane);
    let dave = taken_from(&jane);
    assert_eq!(told(&dave), told(&jane));
    let shown = dave.ok(&["handoff", "show"]);
    assert!(
        shown.contains("L2 RULED OUT: was it a dog?: all asleep"),
        "{shown}"
    );
    let report = dave.ok(&["export", "--format", "markdown"]);
    assert!(
        report.contains("made from a baton of Farmer Jane"),
        "{report}"
    );
    // None of it was ever on an issue.
    let table = dave.ok(&["export", "--format", "csv"]);
    let carried = table.lines().find(|line| line.contains("mend the fence"));
    assert!(carried.unwrap().contains(",baton,"), "{table}");
    assert!(!table.contains(",github,"), "{table}");
    let record = dave.json(&["export", "--format", "json"]);
    let origins = |wanted: &str| {
        let entries = record["entries"].as_array().unwrap().iter();
        entries.filter(|it| it["origin"] == wanted).count()
    };
    assert!(origins("baton") > 5 && origins("github") == 0, "{record}");
    let again = dave.fails(2, &["adopt", "--baton", &baton_of(&jane)]);
    assert!(again.contains("there is one here already"), "{again}");
}

#[rstest]
#[case::older(
    1,
    "from an earlier version of sitroom; have command offered once more"
)]
#[case::newer(1000, "from a later version of sitroom")]
fn baton_of_another_version_is_named_as_that(#[case] format: u32, #[case] said: &str) {
    let dave = World::new();
    let baton = dave.path(BATON);
    std::fs::write(&baton, format!(r#"{{"format": {format}, "sections": []}}"#)).unwrap();
    let refused = dave.fails(2, &["adopt", "--baton", &baton.display().to_string()]);
    assert!(refused.contains(said), "{refused}");
}

#[test]
fn baton_is_for_its_owner_and_has_nothing_that_stays_here() {
    let github = start();
    let jane = jane(&github);
    offer(&jane);
    let path = jane.incident(crate::world::ID).join(BATON);
    let mode = path.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("where is the fox?"));
    for local in ["0100", "cousin", "red tail", "freezer", "hunter"] {
        assert!(!text.contains(local), "{local} is in the baton");
        let elsewhere = jane.incident(crate::world::ID).join("journal.jsonl");
        let journal = std::fs::read_to_string(elsewhere).unwrap();
        let is_held = local == "hunter";
        assert_ne!(
            journal.contains(local),
            is_held,
            "{local} is what stays here"
        );
    }
    assert!(text.contains("[held: H"), "what was held back is marked");
}

#[test]
fn neither_a_secret_nor_what_has_a_codename_leaves_with_the_brief_or_the_baton() {
    let github = start();
    let jane = jane(&github);
    jane.ok(&["codename", "Old Rooster", "MAPLE"]);
    jane.ok(&["lead", "add", "did Old Rooster see it?"]);
    let words = "Old Rooster told the fox that password = Zx81-hunter-Qq!7tr9";
    let marks = ["--mark", "L1", "--mark", "R1", "--mark", "Status"];
    let offer = ["handoff", "offer", "Farmer Dave", "--worries", words];
    // The gate stands against a secret; with what it found cut out the brief may leave.
    jane.fails(9, &[&offer[..], &marks].concat());
    jane.ok(&[&offer[..], &marks, &["--redact"]].concat());
    jane.ok(&["sync", "--once"]);
    let brief = comments_with(&github, "# Handoff: ");
    assert_eq!(
        (brief, comments_with(&github, "MAPLE told the fox")),
        (1, 1)
    );
    let baton = jane.incident(crate::world::ID).join(BATON);
    let baton = std::fs::read_to_string(baton).unwrap();
    assert!(baton.contains("MAPLE told the fox"), "{baton}");
    let mut left = baton;
    for comment in github.comments(Options::REPOSITORY, 1) {
        left.push_str(&comment.body);
    }
    left.push_str(&github.issues(Options::REPOSITORY)[0].body);
    for request in github.requests() {
        left.extend(request.body.map(|body| body.to_string()));
    }
    for kept in ["Rooster", "hunter", "Zx81"] {
        assert!(!left.contains(kept), "{kept} left");
    }
}

/// Farmer Dave takes command while Farmer Jane, who hears nothing of it, goes on.
fn apart(github: &PracticeGithub) -> (World, World) {
    let mut jane = jane(github);
    let mut dave = dave(github);
    dave.ok(&["adopt", ISSUE]);
    dave.at("2026-11-22T14:10:00Z");
    dave.ok(&["handoff", "take", "--because", "Jane cannot be reached"]);
    dave.ok(&["note", "Dave commands"]);
    jane.at("2026-11-22T14:15:00Z");
    jane.ok(&["severity", "medium", "--because", "two hens are back"]);
    jane.ok(&["note", "Jane commands"]);
    settle([&dave, &jane]);
    (jane, dave)
}

#[test]
fn of_two_who_command_one_yields_and_what_both_recorded_is_kept() {
    let github = start();
    let (jane, dave) = apart(&github);
    let said = jane.fails(2, &["severity", "low", "--because", "calm again"]);
    assert!(said.contains("Farmer Dave also commands since"), "{said}");
    jane.ok(&["lead", "add", "who has the key?"]);
    jane.ok(&["handoff", "yield"]);
    let said = jane.fails(2, &["severity", "low", "--because", "calm again"]);
    assert!(said.contains("handed over to Farmer Dave at"), "{said}");
    settle([&dave, &jane]);
    assert_eq!(told(&jane), told(&dave));
    assert_eq!(ic(&jane), "Farmer Dave");
    assert_eq!(told(&dave)["severity"], "medium");
    for machine in [&jane, &dave] {
        let report = machine.ok(&["export", "--format", "markdown"]);
        for text in ["Dave commands", "Jane commands", "two hens are back"] {
            assert!(report.contains(text), "{text}: {report}");
        }
    }
    dave.ok(&["severity", "low", "--because", "calm again"]);
}

#[test]
fn of_two_who_command_one_may_insist_and_the_other_sees_it() {
    let github = start();
    let (jane, dave) = apart(&github);
    jane.ok(&["handoff", "take", "--because", "I was here all the time"]);
    jane.ok(&["severity", "low", "--because", "calm again"]);
    settle([&jane, &dave]);
    assert_eq!(ic(&dave), "Farmer Jane");
    let said = dave.fails(2, &["severity", "high", "--because", "it is back"]);
    assert!(said.contains("Farmer Jane also commands since"), "{said}");
    dave.ok(&["handoff", "yield"]);
    settle([&dave, &jane]);
    assert_eq!(told(&jane), told(&dave));
    jane.ok(&["severity", "high", "--because", "it is back"]);
    let said = dave.fails(2, &["handoff", "yield"]);
    assert!(said.contains("nobody commands beside you"), "{said}");
}

#[test]
fn only_the_line_of_an_item_is_marked_by_its_number() {
    let jane = World::declared();
    for n in 1..=10 {
        jane.ok(&["lead", "add", &format!("which gate, {n}?")]);
    }
    jane.ok(&["fix", "add", "mend the lock"]);
    jane.ok(&["fix", "add", "mend the hinge"]);
    jane.ok(&["fix", "add", "buy a better lock", "--long-term"]);
    jane.ok(&["fix", "move", "R1", "done"]);
    jane.ok(&["fix", "verify", "R1", "--by", "Farmer Dave"]);
    let theory = "after R1, R3 and L11 nothing is open";
    let offer = ["handoff", "offer", "Farmer Dave", "--theory", theory];
    let offers = |marks: [&'static str; 3]| {
        let marks = marks.map(|mark| ["--mark", mark]).concat();
        [&offer[..], &marks].concat()
    };
    for (mark, why) in [
        ("R1", "R1 is not in the brief (verified)"),
        ("r3", "R3 is not in the brief (for later)"),
        (
            "L11",
            "L11 is not in the brief (there is none of that number)",
        ),
    ] {
        let said = jane.fails(2, &offers(["Status", "L1", mark]));
        assert!(said.contains(why), "{said}");
        assert!(said.contains("L10, R2, or words of a line"), "{said}");
    }
    assert!(jane.ok(&["handoff", "show", "--json"]).contains("null"));
    jane.ok(&offers(["after R1", "L10", "r2"]));
    let marked = read_back(&jane);
    let begins = |at: usize, with: &str| marked[at].starts_with(with);
    assert!(begins(0, "AFTER R1"), "{marked:?}");
    assert!(begins(1, "L10 OPEN: WHICH GATE, 10?"), "{marked:?}");
    assert!(begins(2, "R2 OPEN: MEND THE HINGE"), "{marked:?}");
}

#[test]
fn acceptance_of_a_baton_is_told_on_the_machine_of_whoever_went() {
    let mut jane = World::declared();
    jane.set("SITROOM_NAME", "Farmer Jane");
    jane.fails(2, &["handoff", "accepted"]);
    jane.ok(&["lead", "add", "which gate?"]);
    let marks = ["--mark", "L1", "--mark", "Status", "--mark", "gate"];
    let offer = ["handoff", "offer", "Farmer Dave", "--because", "in a hurry"];
    jane.ok(&[&offer[..], &marks].concat());
    assert!(
        jane.ok(&["status"])
            .contains("Wait for Farmer Dave to accept")
    );
    let dave = taken_from(&jane);
    assert!(dave.ok(&["status"]).contains("offers you command"));
    // There is no issue that anybody wrote on.
    let people = dave.ok(&["people"]);
    assert!(people.contains("last heard of: Farmer Jane, "), "{people}");
    assert!(!people.contains("on the issue"), "{people}");
    // He reads back, or says why not.
    let said = dave.fails(3, &["handoff", "accepted"]);
    assert!(said.contains("Read back 1:"), "{said}");
    assert_eq!(ic(&dave), "Farmer Jane");
    let typed = read_back(&dave).join("\n");
    let output = dave.run_with(&["handoff", "accepted"], &typed);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(ic(&dave), "Farmer Dave");
    jane.ok(&["handoff", "accepted"]);
    assert_eq!(ic(&jane), "Farmer Dave");
    let said = jane.fails(2, &["undo"]);
    assert!(said.contains("handed back, not undone"), "{said}");
    assert_eq!(ic(&jane), "Farmer Dave");
    let status = jane.ok(&["status"]);
    assert!(
        status.contains("You handed over to Farmer Dave"),
        "{status}"
    );
}

#[test]
fn which_sitrep_comes_next_is_the_one_that_the_screen_opens() {
    let (_jane, dave) = offered_by_baton();
    let said = accept(&dave);
    assert!(said.contains("next comes the handoff sitrep"), "{said}");
    let mut jane = World::declared();
    jane.ok(&["handoff", "offer", "Farmer Dave", "--because", "no time"]);
    let output = jane.set("SITROOM_NAME", "Farmer Dave").run(&["accept"]);
    let said = stderr(&output);
    assert_eq!(ic(&jane), "Farmer Dave", "{said}");
    assert!(said.contains("nobody had a sitrep yet"), "{said}");
    assert!(!said.contains("the handoff sitrep"), "{said}");
}

#[test]
fn who_is_offered_nothing_is_refused_before_anything_is_asked() {
    let mut jane = World::declared();
    jane.ok(&["handoff", "offer", "Farmer Dave", "--because", "no time"]);
    jane.set("SITROOM_NAME", "Spot the Dog");
    let said = jane.fails(3, &["accept"]);
    assert!(
        said.contains("did not offer command to Spot the Dog"),
        "{said}"
    );
    assert!(!said.contains("# Handoff"), "{said}");
}

#[test]
fn brief_comes_from_a_file_that_is_named_as_one() {
    let jane = World::declared();
    let path = jane.incident(crate::world::ID).join("brief.md");
    std::fs::write(&path, "# Handoff\n\n* one\n* two\n* three\n").unwrap();
    let path = path.display().to_string();
    let offer = ["handoff", "offer", "Farmer Dave"];
    for reason in [&[][..], &["--because", "no time"]] {
        let said = jane.fails(2, &[&offer[..], &[&path], reason].concat());
        assert!(said.contains(&format!("--from {path}")), "{said}");
    }
    jane.fails(2, &[&offer[..], &["one line", "--from", &path]].concat());
    jane.ok(&[&offer[..], &["--from", &path]].concat());
    let shown = jane.ok(&["handoff", "show"]);
    assert!(
        shown.ends_with("To read back:\n1: one\n2: two\n3: three\n"),
        "{shown}"
    );
}
