//! What may not leave, by the command line: refused, held back, kept here or let through.

use rstest::rstest;
use sitroom::practice::{Options, PracticeGithub};

use crate::planted::{self, Planted};
use crate::world::{ID, World, stderr, stdout};

/// A token that nobody ever had.
fn token() -> String {
    ["ghp", "_", "q7Xn2LwT9vRb4KcY8mZs1HdJ6fPg3AtE5uWi"].concat()
}

fn journal(world: &World) -> String {
    std::fs::read_to_string(world.incident(ID).join("journal.jsonl")).unwrap()
}

#[test]
fn a_note_that_stops_everything_is_taken_back_and_the_stop_stays() {
    let world = World::declared();
    world.ok(&["lead", "add", "which gate?"]);
    world.ok(&["note", "--local", "TOP SECRET//NOFORN plans of the fence"]);
    let done = world.ok(&["undo"]);
    assert!(done.contains("plans of the fence"), "{done}");
    let status = world.json(&["status", "--json"]);
    assert!(status["outbound_stop"].is_object(), "{status}");
}

#[test]
fn undo_says_of_a_stop_what_to_do_and_takes_nothing_older_back_unasked() {
    let world = World::declared();
    world.ok(&["lead", "add", "which gate?"]);
    world.ok(&["outbound", "stop", "the clerk may read it"]);
    let said = world.fails(3, &["undo"]);
    assert!(said.contains("it cannot be taken back"), "{said}");
    assert!(said.contains("resume it, with a reason"), "{said}");
    assert!(said.contains("which gate?"), "{said}");
    let leads = world.json(&["lead", "list", "--json"]);
    assert_eq!(leads.as_array().map(Vec::len), Some(1));

    let past = ["undo", "--because", "the lead was a mistake"];
    let done = world.ok(&past);
    assert!(done.contains("undone: L1"), "{done}");
    let status = world.json(&["status", "--json"]);
    assert_eq!(status["outbound_stop"]["by"], "Farmer Jane");
}

#[test]
fn a_refusal_names_rule_place_and_the_ways_on_and_shows_no_secret() {
    let world = World::declared();
    let before = journal(&world);
    let said = world.fails(9, &["note", &format!("they used {}", token())]);
    let wants = [
        "GitHub token in the note, line 1, column 11",
        "github-token",
        "--redact",
        "--override REASON",
        "--local",
    ];
    for want in wants {
        assert!(said.contains(want), "no `{want}` in {said}");
    }
    assert!(!said.contains(&token()));
    assert_eq!(journal(&world), before);
}

#[test]
fn what_is_held_back_is_kept_and_shown_by_its_number() {
    let world = World::declared();
    let said = world.ok(&["note", &format!("they used {}", token()), "--redact"]);
    assert!(said.contains("they used [held: H1]"), "{said}");
    assert!(!journal(&world).contains(&token()));
    assert_eq!(world.ok(&["held", "H1"]).trim(), token());
    let list = world.ok(&["held"]);
    assert!(list.contains("H1") && !list.contains(&token()), "{list}");
    world.fails(2, &["held", "H7"]);
}

#[rstest]
#[case::lead(&["lead", "add"])]
#[case::fix(&["fix", "add"])]
fn other_texts_are_held_back_whole(#[case] command: &[&str]) {
    let world = World::declared();
    let text = format!("who has {}?", token());
    let args: Vec<&str> = command
        .iter()
        .copied()
        .chain([text.as_str(), "--local"])
        .collect();
    world.ok(&args);
    assert_eq!(world.ok(&["held", "H1"]).trim(), text);
    assert!(!journal(&world).contains(&token()));
}

#[test]
fn a_reason_lets_it_through_and_is_in_the_log() {
    let world = World::declared();
    let text = format!("they used {}", token());
    world.fails(9, &["note", &text, "--override", " "]);
    world.ok(&["note", &text, "--override", "revoked at 14:02"]);
    assert!(journal(&world).contains("revoked at 14:02"));
    let export = world.ok(&["export", "--format", "json"]);
    assert!(export.contains(&token()), "it was let through");
    assert!(!export.contains("let-through"), "{export}");
}

#[test]
fn a_title_with_a_secret_in_it_makes_no_id_of_it() {
    let world = World::new();
    let title = ["password is ", "chick", "ens9 for all"].concat();
    world.fails(9, &["new", &title]);
    let id = world.ok(&["new", &title, "--redact"]);
    assert_eq!(id.trim(), "2026-11-22-password-is-held-h1-for-all");
    assert_eq!(world.ok(&["held", "H1"]).trim(), ["chick", "ens9"].concat());
}

#[rstest]
#[case::note(&["note", "hello"])]
#[case::local_note(&["note", "!hello"])]
#[case::lead(&["lead", "add", "which gate?"])]
#[case::fix(&["fix", "add", "mend it"])]
#[case::tick(&["tick", "I11"])]
#[case::severity(&["severity", "high"])]
#[case::decide(&["decide", "other", "the gate stays shut"])]
#[case::tried(&["tried", "Farmer Dave", "--by", "chat"])]
#[case::moment(&["moment", "started", "08:01"])]
#[case::snooze(&["snooze", "k6", "30m", "--reason", "the lab"])]
#[case::set(&["set", "responders", "Farmer Dave"])]
#[case::state(&["state", "confirmed", "--because", "in a hurry"])]
#[case::codename(&["codename", "Spot the Dog", "MAPLE"])]
fn a_secret_in_the_name_of_who_records_it_is_refused(#[case] command: &[&str]) {
    let mut world = World::declared();
    let before = journal(&world);
    let token = token();
    let named = [command, &["--as", &token]].concat();
    for redact in [&[][..], &["--redact"]] {
        let said = world.fails(9, &[&named[..], redact].concat());
        assert!(said.contains("GitHub token in the name"), "{said}");
        assert!(!said.contains(&token), "{said}");
    }
    world.set("SITROOM_NAME", &token);
    let said = world.fails(9, command);
    assert!(said.contains("a name is not held back"), "{said}");
    assert_eq!(journal(&world), before);
}

#[test]
fn a_codename_with_a_secret_in_it_is_refused() {
    let world = World::declared();
    let said = world.fails(9, &["codename", "Spot the Dog", &token()]);
    assert!(said.contains("GitHub token in the codename"), "{said}");
    assert!(!journal(&world).contains(&token()));
}

#[test]
fn a_name_that_was_recorded_before_it_was_a_secret_leaves_with_no_export_and_no_baton() {
    let world = World::declared();
    world.ok(&["note", "--as", "feed-123456", "the silo is open"]);
    world.ok(&["lead", "add", "who was it?", "--as", "feed-123456"]);
    world.ok(&["tick", "I11", "--as", "feed-123456"]);
    world.configure("gate.toml", FEED);
    for form in FORMS {
        let text = world.ok(&["export", "--format", form]);
        assert!(!text.contains("feed-123456"), "{form}: {text}");
    }
    world.ok(&["handoff", "offer", "Farmer Dave", "--because", "in a hurry"]);
    let baton = world.incident(ID).join("baton.json");
    let baton = std::fs::read_to_string(baton).unwrap();
    assert!(baton.contains("who was it?"), "{baton}");
    assert!(!baton.contains("feed-123456"), "{baton}");
}

#[test]
fn what_may_leave_is_pointed_out() {
    let world = World::declared();
    let output = world.run(&["note", "it came from 203.0.113.7 and 198.51.100.4"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stderr(&output).contains("look twice"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).contains("203.0.113.7"));
}

#[test]
fn what_the_process_sends_to_is_not_pointed_out() {
    let world = World::declared();
    let sent = [
        "sent",
        "gsa-notice",
        "--to",
        "gsa-ir@gsa.gov",
        "--text",
        "to devops@gsa.gov",
    ];
    let output = world.run(&sent);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
}

#[test]
fn whom_the_settings_name_or_somebody_told_is_not_pointed_out() {
    let world = World::declared();
    let settings = "[addresses]\nfedramp = \"FedRAMP <isso@agency.example>\"\n";
    world.configure("config.toml", settings);
    let says = |args: &[&str]| stderr(&world.run(args));
    assert_eq!(says(&["note", "asked isso@agency.example"]), "");
    assert!(says(&["note", "asked reps@fedramp.example"]).contains("mail address"));
    let told = ["sent", "fedramp-notice", "--to", "reps@fedramp.example"];
    assert_eq!(says(&told), "");
    assert_eq!(says(&["note", "asked reps@fedramp.example"]), "");
    assert!(says(&["note", "asked fox@den.example.org"]).contains("mail address"));
}

#[test]
fn what_belongs_to_the_team_is_not_pointed_out() {
    let world = World::declared();
    world.configure("config.toml", "[gate]\ndomains = [\"farm.example.org\"]\n");
    let output = world.run(&["note", "told gates@farm.example.org"]);
    assert_eq!(stderr(&output), "");
    let output = world.run(&["note", "told fox@den.example.org"]);
    assert!(
        stderr(&output).contains("mail address"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_marked_text_is_refused_and_stops_everything_at_once() {
    let world = World::declared();
    let marking = ["TOP SEC", "RET//SI//NOFORN"].concat();
    let said = world.fails(9, &["note", &format!("{marking} the fox")]);
    assert!(said.contains("outbound resume"), "{said}");
    assert!(world.ok(&["status"]).contains("STOPPED"));
    assert!(!journal(&world).contains("the fox"));
    let said = world.fails(9, &["note", &format!("{marking} the fox")]);
    assert!(!said.contains("outbound resume"), "it is said once: {said}");
}

#[test]
fn a_stop_says_why_wherever_it_is_seen() {
    let world = World::declared();
    assert!(world.ok(&["outbound"]).starts_with("things leave"));
    let shown = world.json(&["outbound", "--json"]);
    assert!(shown["outbound_stop"].is_null(), "{shown}");
    world.ok(&["outbound", "stop", "the clerk may read it"]);
    let why = "nothing leaves: the switch was thrown (Farmer Jane): the clerk may read it";
    for args in [
        &["status"][..],
        &["print"],
        &["outbound"],
        &["doctor", "--offline"],
    ] {
        let said = stdout(&world.run(args));
        assert!(said.contains("STOPPED"), "{args:?}: {said}");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(why), "{args:?}: {said}");
    }
    let status = world.ok(&["status"]);
    assert!(status.contains("\nMirror       none\n"), "{status}");
    let shown = world.json(&["outbound", "--json"]);
    crate::shapes::fits("outbound", &shown);
    assert_eq!(shown["outbound_stop"]["reason"], "the clerk may read it");
    world.ok(&["outbound", "resume", "it was the cat"]);
    assert!(world.ok(&["outbound"]).starts_with("things leave"));
}

#[test]
fn the_switch_and_the_codenames_have_commands() {
    let world = World::declared();
    world.ok(&["outbound", "stop", "the clerk may read it"]);
    assert!(world.ok(&["status"]).contains("STOPPED"));
    assert!(
        world
            .ok(&["status", "--format", "tmux"])
            .contains("STOPPED")
    );
    let said = world.fails(9, &["export", "--format", "markdown"]);
    let hint = "Hint: `sitroom outbound resume REASON` says why things may leave again";
    assert!(said.contains(hint), "{said}");
    world.ok(&["outbound", "resume", "it was the cat"]);
    assert!(!world.ok(&["status"]).contains("STOPPED"));
    world.ok(&["codename", "Old Rooster", "MAPLE"]);
    assert_eq!(world.ok(&["codename"]).trim(), "Old Rooster  MAPLE");
    world.ok(&["note", "Old Rooster was seen"]);
    let export = world.ok(&["export", "--format", "markdown"]);
    assert!(
        export.contains("MAPLE was seen") && !export.contains("Rooster"),
        "{export}"
    );
    let said = world.fails(3, &["codename", "chickens", "BIRDS"]);
    assert!(
        said.contains("the guard on codenames of what is in the id"),
        "{said}"
    );
}

const FORMS: [&str; 10] = [
    "markdown",
    "html",
    "json",
    "csv",
    "csv-iris",
    "csv-timesketch",
    "veris",
    "ics-201",
    "ics-214",
    "ics",
];

#[test]
fn causes_and_indicators_are_told_to_fedramp_by_codenames() {
    let world = World::declared();
    let settings = "[fedramp]\npackage-overview = \"https://cloud.farm.example/package\"\n";
    world.configure("config.toml", settings);
    world.ok(&["classify", "indicators", "Old Rooster crows"]);
    world.ok(&["cause", "add", "why did Old Rooster crow?"]);
    let ask = ["export", "--format", "fedramp-ongoing"];
    assert_eq!(world.ok(&ask).matches("Old Rooster").count(), 2);
    world.ok(&["codename", "Old Rooster", "MAPLE"]);
    let report = world.json(&ask);
    assert_eq!(report["indicatorsOfCompromise"][0], "MAPLE crows");
    let said = report["rootCause"].as_str().expect("a cause");
    assert!(said.contains("why did MAPLE crow?"), "{said}");
    assert!(!report.to_string().contains("Rooster"), "{report}");
}

#[test]
fn every_form_of_an_export_has_codenames_only() {
    let world = World::declared();
    world.ok(&["set", "responders", "Old Rooster, Farmer Dave"]);
    world.ok(&["lead", "add", "what did Old Rooster see? @Old Rooster"]);
    world.ok(&["fix", "add", "ask Old Rooster"]);
    world.ok(&["note", "Old Rooster was seen"]);
    world.ok(&["note", "--as", "Old Rooster", "it was me"]);
    world.ok(&[
        "sent",
        "update-sitrep",
        "--to",
        "Old Rooster",
        "--text",
        "to Old Rooster",
    ]);
    world.ok(&["shift", "in", "Old Rooster"]);
    world.ok(&["tried", "Old Rooster", "--by", "chat"]);
    let all = || {
        FORMS
            .map(|form| world.ok(&["export", "--format", form]))
            .concat()
    };
    assert!(all().contains("Old Rooster"));
    world.ok(&["codename", "Old Rooster", "MAPLE"]);
    for form in FORMS {
        let text = world.ok(&["export", "--format", form]);
        assert!(!text.contains("Rooster"), "{form}: {text}");
    }
    assert!(all().contains("MAPLE was seen"));
}

#[rstest]
#[case::shared(&[])]
#[case::with_what_stays_here(&["--include-local"])]
fn nothing_is_exported_while_the_switch_is_on(#[case] reach: &[&str]) {
    let world = World::declared();
    let file = world.path("out.md");
    let file = file.to_str().expect("a path");
    world.ok(&["outbound", "stop", "the clerk may read it"]);
    for form in FORMS {
        let args = [&["export", "--format", form, "--output", file], reach].concat();
        let said = world.fails(9, &args);
        assert!(said.contains("nothing leaves"), "{form}: {said}");
        assert!(!std::path::Path::new(file).exists(), "{form}");
    }
    world.fails(9, &["handoff", "baton"]);
    world.ok(&["outbound", "resume", "it was the cat"]);
    let args = [&["export", "--format", "markdown", "--output", file], reach].concat();
    world.ok(&args);
    assert!(std::path::Path::new(file).exists());
}

/// Returns the end of a secret, or a short one with the words before it: some are words of the
/// language too.
fn needle(planted: &Planted) -> String {
    let secret = planted.secret.lines().last().unwrap_or_default();
    let line = if secret.contains("----") {
        planted.secret.lines().nth(1).unwrap_or_default()
    } else {
        secret
    };
    if line.len() < 12 {
        format!("{}{line}", planted.before)
    } else {
        line[line.len() - line.len().min(16)..].to_owned()
    }
}

#[test]
fn no_planted_secret_leaves_by_the_commands() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    let mut said = String::new();
    for (planted, n) in planted::all().iter().zip(0..) {
        let Planted {
            name,
            rule,
            before,
            secret,
            after,
        } = planted;
        let text = format!("{before}{secret}{after}");
        if n % 8 == 0 {
            let refused = world.run_with(&["note", "-"], &text);
            assert_eq!(refused.status.code(), Some(9), "{name}");
            assert!(
                stderr(&refused).contains(rule),
                "{name}: {}",
                stderr(&refused)
            );
            said.push_str(&stderr(&refused));
        }
        let args: &[&str] = match n % 4 {
            0 => &["lead", "add", "-", "--redact"],
            1 => &["note", "-", "--local"],
            2 => &["sent", "update-sitrep", "--redact", "--text", "-"],
            _ => &["note", "-", "--redact"],
        };
        let done = world.run_with(args, &text);
        assert_eq!(done.status.code(), Some(0), "{name}: {}", stderr(&done));
    }
    world.ok(&["sync", "--once"]);
    said.push_str(&world.ok(&["export", "--format", "json"]));
    let requests = github.requests();
    let bodies = requests.iter().filter_map(|request| request.body.as_ref());
    let sent: String = bodies.map(ToString::to_string).collect();
    assert!(sent.contains("[held: H1]"));
    let all = format!("{said}{sent}");
    let unescaped = all.replace("\\\"", "\"");
    for planted in planted::all() {
        let needle = needle(&planted);
        let is_there = all.contains(&needle) || unescaped.contains(&needle);
        assert!(!is_there, "{} left: `{needle}`", planted.name);
    }
}

/// Rules of a farm, and something that they say may not leave.
const FEED: &str = r#"format = 1
version = "farm"

[[rule]]
id = "feed-code"
kind = "token"
name = "feed code"
pattern = 'feed-[0-9]{6}'
"#;

#[test]
fn rules_of_the_user_hold_for_whatever_is_recorded_and_whatever_leaves() {
    let world = World::new();
    world.configure("gate.toml", FEED);
    let new = ["new", "The code feed-123456 is out", "--as", "Farmer Jane"];
    world.fails(9, &new);
    // What was recorded before there was the rule does not leave by then.
    std::fs::remove_file(world.path("config/sitroom/gate.toml")).unwrap();
    world.ok(&["new", "The chickens have escaped"]);
    world.ok(&["note", "the silo opens with feed-123456"]);
    assert!(
        world
            .ok(&["export", "--format", "json"])
            .contains("feed-123456")
    );
    world.configure("gate.toml", FEED);
    let said = world.fails(9, &["note", "the silo opens with feed-654321"]);
    assert!(said.contains("feed-code"), "{said}");
    let export = world.ok(&["export", "--format", "json"]);
    assert!(!export.contains("feed-123456"), "{export}");
}

#[test]
fn broken_rules_of_the_user_are_told_by_line_and_take_none_of_ours_away() {
    let world = World::declared();
    let broken = FEED.replace("kind", "off = [\"github-token\"]\nkin");
    world.configure("gate.toml", &broken);
    let said = world.fails(9, &["note", &format!("they used {}", token())]);
    for want in [
        "gate.toml:6: rule.feed-code.off: there is no such key",
        "gate.toml:7: rule.feed-code.kin: there is no such key",
        "the rules that are compiled in are used alone",
        "github-token",
    ] {
        assert!(said.contains(want), "no `{want}` in {said}");
    }
    assert!(stderr(&world.run(&["status"])).contains("gate.toml:7"));
}

#[test]
fn a_marking_stops_what_is_written_and_a_round_reads_on_and_says_so() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    world.ok(&["sync", "--once"]);
    let marking = ["TOP SEC", "RET//SI//NOFORN"].concat();
    world.ok(&["note", &marking, "--local"]);
    let body = |github: &PracticeGithub| github.issue(Options::REPOSITORY, 1).unwrap().body;
    let before = body(&github);
    world.ok(&["lead", "add", "where is the fox?"]);
    let said = github.comment_as("farmer-dave", Options::REPOSITORY, 1, "It went north.");
    said.unwrap();
    let round = world.run(&["sync", "--once"]);
    assert_eq!(round.status.code(), Some(7));
    assert!(stdout(&round).starts_with("STOPPED"), "{}", stdout(&round));
    assert!(stderr(&round).contains("still read"), "{}", stderr(&round));
    assert_eq!(body(&github), before);
    assert!(journal(&world).contains("It went north."));
}
