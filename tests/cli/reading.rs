//! The commands that only show: their text and their JSON.

use rstest::rstest;
use serde_json::{Value, json};
use sitroom::store::{DrillGait, RunningDrill};

use crate::world::{ID, World, stderr, stdout};

fn confirmed() -> World {
    let world = World::declared();
    world.ok(&["severity", "high"]);
    world.ok(&["set", "responders", "Farmer Dave"]);
    world.ok(&["state", "confirmed"]);
    world.ok(&["lead", "add", "which fence?"]);
    world.ok(&["fix", "add", "mend it", "--owner", "Farmer Dave"]);
    world
}

#[test]
fn status_says_what_is_next_and_by_when() {
    let mut world = confirmed();
    world.ok(&["attach", "18F/security-incidents#12"]);
    let text = world.at("2026-11-22T15:10:00Z").ok(&["status"]);
    let expected = [
        "The chickens have escaped\n2026-11-22-the-chickens-have-escaped\n",
        "confirmed, severity high, IC Farmer Jane, aware 1 h 08 min ago (2026-11-22 09:02 EST)",
        "\nNext  Send GSA the one-hour notice (08:00 late)\n      within 1 h 00 min of becoming aware at 09:02\n",
        "\n!  -08:00    GSA notice ",
        "\n   1:52:00   Long remediation",
        "\nLeads        1 open\n",
        "\nRemediation  1 assigned; 1 to verify before it is resolved\n",
        "\nMirror       18F/security-incidents#12 https://github.com/18F/security-incidents/issues/12 (read never)\n",
    ];
    for part in expected {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn status_says_since_when_it_is_contained() {
    let world = confirmed();
    assert!(!world.ok(&["status"]).contains("contained"));
    world.ok(&["moment", "contained", "2026-11-22 09:02"]);
    let text = world.ok(&["status"]);
    let head = "IC Farmer Jane, contained 2026-11-22 09:02 EST, aware ";
    assert!(text.contains(head), "{text}");
}

#[test]
fn status_for_scripts_has_every_key() {
    let mut world = confirmed();
    let status = world.at("2026-11-22T15:10:00Z").json(&["status", "--json"]);
    assert_eq!(status["id"], ID);
    assert_eq!(status["phase"], "Remediate");
    assert_eq!(status["next"]["clock"]["key"], "K1");
    assert_eq!(status["next"]["urgency"], "overdue");
    let clock = &status["clocks"][0];
    assert_eq!(clock["left"], "-PT8M");
    assert_eq!(clock["due_at"], "2026-11-22T15:02:00Z");
    assert_eq!(clock["overdue"], true);
    assert_eq!(clock["legal"], true);
    assert_eq!(clock["snoozed_until"], Value::Null);
    assert_eq!(
        status["fixes"],
        json!({ "assigned": 1, "done": 0, "in_progress": 0, "open": 0, "verified": 0 })
    );
    assert_eq!(status["leads"]["ruled_out"], 0);
    assert_eq!(status["blocking_fixes"], 1);
    assert_eq!(status["issue"], Value::Null);
    assert_eq!(world.json(&["status", "--format", "json"]), status);
}

#[test]
fn status_for_tmux_is_one_line_that_tmux_cannot_misread() {
    let mut world = confirmed();
    let line = world
        .at("2026-11-22T15:10:00Z")
        .ok(&["status", "--format", "tmux"]);
    assert_eq!(
        line,
        "#[fg=red,bold]! GSA notice late 8m#[default] confirmed #[fg=red]high#[default] The chickens have escap…\n"
    );
    world.ok(&["sent", "gsa-notice"]);
    world.ok(&["sent", "initial-sitrep"]);
    let hostile = ["new", "x", "--ic", "#(reboot)#[fg=red]", "--exercise"];
    world.ok(&hostile);
    world.ok(&["sent", "gsa-notice", "--incident", "2026-11-22-x"]);
    world.at("2026-11-22T17:50:00Z");
    let line = world.ok(&["status", "--format", "tmux", "--incident", "2026-11-22-x"]);
    assert!(line.starts_with("EXERCISE #[fg="), "{line}");
    assert!(!line.replace("##", "").contains("#("), "{line}");
    world.ok(&["new", "#(reboot) \u{1b}]0;x\u{7}"]);
    let line = world.ok(&[
        "status",
        "--format",
        "tmux",
        "--incident",
        "2026-11-22-reboot",
    ]);
    assert!(line.contains("##(reboot)"), "{line}");
    assert!(!line.trim_end().contains(char::is_control), "{line:?}");
}

#[rstest]
#[case::low("low", "#[fg=green]low#[default]")]
#[case::medium("medium", "#[fg=yellow]medium#[default]")]
#[case::high("high", "#[fg=red]high#[default]")]
fn the_severity_has_its_colour_in_a_status_bar(#[case] severity: &str, #[case] shown: &str) {
    let world = World::declared();
    let before = world.ok(&["status", "--format", "tmux"]);
    assert!(before.contains("investigating unknown The"), "{before}");
    world.ok(&["severity", severity]);
    let line = world.ok(&["status", "--format", "tmux"]);
    assert!(
        line.contains(&format!("investigating {shown} The")),
        "{line}"
    );
}

// The notice is due at 15:02, and asks for attention a while before.
#[rstest]
#[case::calm("2026-11-22T14:10:00Z", "#[fg=green]GSA notice in 52m#[default]")]
#[case::soon("2026-11-22T14:55:00Z", "#[fg=yellow]GSA notice in 7m#[default]")]
#[case::overdue("2026-11-22T15:10:00Z", "#[fg=red,bold]! GSA notice late 8m#[default]")]
fn the_next_clock_has_the_colour_of_its_urgency(#[case] now: &str, #[case] shown: &str) {
    let mut world = World::declared();
    let line = world.at(now).ok(&["status", "--format", "tmux"]);
    assert!(line.starts_with(shown), "{line}");
}

#[test]
fn the_notices_of_the_metrics_stand_in_columns() {
    let world = World::declared();
    world.ok(&["severity", "high"]);
    world.ok(&["set", "responders", "Farmer Dave"]);
    world.ok(&["state", "confirmed"]);
    let text = world.ok(&["metrics"]);
    let notices = text.split("\nNotices\n").nth(1).unwrap();
    let notices = notices.split("\n\n").next().unwrap();
    assert!(
        notices.contains("FedRAMP first notice  not due yet"),
        "{text}"
    );
    let column = |line: &str| line.find("not due yet").unwrap();
    let columns: std::collections::BTreeSet<usize> = notices.lines().map(column).collect();
    assert!(notices.lines().count() > 1 && columns.len() == 1, "{text}");
}

#[test]
fn a_stop_is_loud_in_a_status_bar() {
    let world = World::declared();
    let stopped = "#[fg=red,bold]STOPPED#[default]";
    let line = || world.ok(&["status", "--format", "tmux"]);
    assert!(!line().contains("STOPPED"));
    world.ok(&["outbound", "stop", "the clerk may read it"]);
    assert!(line().starts_with(stopped), "{}", line());
    world.ok(&["outbound", "resume", "it was the cat"]);
    assert!(!line().contains("STOPPED"));
}

#[test]
fn a_status_bar_calls_people_and_things_by_their_codenames() {
    let mut world = World::declared();
    for message in ["gsa-notice", "initial-sitrep"] {
        world.ok(&["sent", message]);
    }
    world.ok(&["sent", "fedramp-notice", "--to", "FedRAMP"]);
    world.ok(&["set", "title", "Old Rooster let them out"]);
    // The shift of the IC, whose name it is, is what is most urgent by then.
    world.at("2026-11-22T18:30:00Z");
    world.ok(&["snooze", "K6", "--never", "--reason", "known"]);
    let line = world.ok(&["status", "--format", "tmux"]);
    for name in ["Farmer Jane", "Old Rooster"] {
        assert!(line.contains(name), "{line}");
    }
    world.ok(&["codename", "Old Rooster", "MAPLE"]);
    world.ok(&["codename", "Farmer Jane", "OAK"]);
    let line = world.ok(&["status", "--format", "tmux"]);
    assert!(
        line.contains("MAPLE let them out") && line.contains("OAK"),
        "{line}"
    );
    assert!(
        !line.contains("Rooster") && !line.contains("Jane"),
        "{line}"
    );
}

#[test]
fn a_quiet_day_is_no_error_in_a_status_bar() {
    let world = World::new();
    assert_eq!(world.ok(&["status", "--format", "tmux"]), "\n");
    world.fails(5, &["status", "--format", "tmux", "--incident", "x"]);
}

#[test]
fn boards_are_shown_as_text_and_as_json() {
    let world = confirmed();
    world.ok(&[
        "lead",
        "move",
        "L1",
        "answered",
        "--finding",
        "the north one",
    ]);
    assert_eq!(
        world.ok(&["lead", "list"]),
        "L1  answered  -  which fence? -> the north one\n"
    );
    let leads = world.json(&["lead", "list", "--json"]);
    assert_eq!(leads[0]["id"], "L1");
    assert_eq!(leads[0]["state"], "answered");
    assert_eq!(leads[0]["finding"], "the north one");
    assert_eq!(
        world.ok(&["fix", "list"]),
        "R1  assigned  immediate  Farmer Dave  mend it\n"
    );
    let fixes = world.json(&["fix", "list", "--json"]);
    assert_eq!(fixes[0]["class"], "immediate");
    assert_eq!(fixes[0]["verified"], Value::Null);
    world.ok(&[
        "fix",
        "verify",
        "R1",
        "--by",
        "Spot the Dog",
        "--because",
        "seen",
    ]);
    let fixes = world.json(&["fix", "list", "--json"]);
    assert_eq!(fixes[0]["verified"]["by"], "Spot the Dog");
}

#[test]
fn checklists_are_shown_as_text_and_as_json() {
    let world = confirmed();
    let text = world.ok(&["tick"]);
    assert!(
        text.starts_with("Initiate (1/12, 11 lines open)\n"),
        "{text}"
    );
    assert!(text.contains("[x]   I2   "), "{text}");
    let help = world.ok(&["tick", "--help"]);
    for mark in ["`[x]`", "`[ ]?`", "`[-]`", "`...`"] {
        assert!(help.contains(mark), "{mark}: {help}");
    }
    let lists = world.json(&["tick", "--json"]);
    let remediate = lists
        .as_array()
        .unwrap()
        .iter()
        .find(|list| list["current"] == true);
    assert_eq!(remediate.unwrap()["name"], "Remediate");
    assert_eq!(lists[0]["items"][1]["state"], "recorded");
    assert_eq!(lists[0]["items"][3]["state"], "open");
}

#[test]
fn moments_alone_shows_them_all() {
    let world = World::declared();
    world.ok(&["moment", "started", "2026-11"]);
    let text = world.ok(&["moment"]);
    assert!(
        text.starts_with("started     2026-11\ndiscovered  2026-11-22 09:02:00 EST\n"),
        "{text}"
    );
    assert!(text.contains("\ncontained   not set\n"), "{text}");
    let moments = world.json(&["moment", "--json"]);
    assert_eq!(moments["started"], "2026-11-04:00");
    assert_eq!(moments["contained"], Value::Null);
    assert_eq!(moments.as_object().unwrap().len(), 7);
    world.ok(&["moment", "downtime-began", "08:50"]);
    let text = world.ok(&["moment"]);
    assert!(
        text.contains("\ndowntime-began  2026-11-22 08:50 EST\n"),
        "{text}"
    );
    let moments = world.json(&["moment", "--json"]);
    assert_eq!(moments["downtime-began"], "2026-11-22T08:50-05:00");
}

#[test]
fn metrics_are_shown_as_text_and_as_json() {
    let world = World::declared();
    let text = world.ok(&["metrics"]);
    assert!(
        text.contains("Time to containment  unknown: contained is not set"),
        "{text}"
    );
    let metrics = world.json(&["metrics", "--json"]);
    assert_eq!(metrics["time_to_containment"]["estimate"], Value::Null);
    assert_eq!(metrics["declaration_delay"]["estimate"], "PT0M");
}

#[test]
fn verify_is_shown_as_text_and_as_json() {
    let world = World::declared();
    let text = world.ok(&["verify"]);
    assert!(
        text.starts_with(&format!("{ID}: 1 entry, sound\nhead ")),
        "{text}"
    );
    let outcome = world.json(&["verify", "--json"]);
    assert_eq!(outcome["sound"], true);
    assert_eq!(outcome["entries"], 1);
    assert_eq!(outcome["findings"], json!([]));
    assert_eq!(outcome["head_hash"].as_str().unwrap().len(), 64);
}

#[test]
fn drills_are_listed() {
    assert!(
        World::new()
            .ok(&["drill", "--list"])
            .starts_with("multi-secret-leak: ")
    );
    World::new().fails(2, &["drill", "chickens"]);
}

#[test]
fn help_names_every_exit_code_and_variable() {
    let world = World::new();
    let help = world.ok(&["--help"]);
    for code in 0..=8 {
        assert!(help.contains(&format!("\n  {code}  ")), "{code} in {help}");
    }
    for variable in [
        "SITROOM_INCIDENT",
        "SITROOM_NAME",
        "SITROOM_GITHUB_REPOSITORY",
        "SITROOM_GITHUB_API_URL",
        "SITROOM_GITHUB_TOKEN",
        "GH_TOKEN",
        "SITROOM_SMTP_PASSWORD",
        "SITROOM_SLACK_WEBHOOK",
        "SITROOM_LOG",
        "SITROOM_NOW",
        "NO_COLOR",
    ] {
        assert!(help.contains(variable), "{variable}: {help}");
    }
    assert!(world.ok(&["moment", "--help"]).contains("reported"));
    // That nothing is said stands in no help as a default.
    for command in [
        "lead add",
        "lead move",
        "fix add",
        "decide",
        "tried",
        "outbound stop",
    ] {
        let args: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = world.ok(&args);
        assert!(!help.contains("[default: \"\"]"), "{command}: {help}");
    }
    assert!(world.ok(&["--version"]).starts_with("sitroom "));
    let output = world.run(&["help", "moment"]);
    assert!(
        stdout(&output).contains("--precision"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_drill_that_people_hold_themselves_goes_by_the_time_of_the_machine() {
    let mut world = World::new();
    let id = world.ok(&["--drills", "new", "The chickens practise"]);
    world.at("2026-11-22T16:02:00Z");
    let output = world.run(&["--drills", "status"]);
    assert!(stdout(&output).contains("aware 2 h 00 min ago"));
    let said = "EXERCISE: The chickens practise";
    assert!(stdout(&output).starts_with(said), "{}", stdout(&output));
    assert_eq!(stderr(&output), "");
    world.ok(&["--drills", "note", "the fox is out"]);
    let dir = world.path("data/sitroom/drills/incidents").join(id.trim());
    let journal = std::fs::read_to_string(dir.join("journal.jsonl")).unwrap();
    assert!(journal.contains("2026-11-22T16:02:00"), "{journal}");
}

#[test]
fn commands_on_a_drill_go_by_its_clock_and_when_it_is_over_that_stands() {
    let mut world = World::new();
    let id = world.ok(&["--drills", "new", "The chickens practise"]);
    let dir = world.path("data/sitroom/drills/incidents").join(id.trim());
    let began_at = "2026-11-22T14:02:00Z".parse().unwrap();
    let gait = DrillGait {
        speed: 20,
        paused: false,
        ..DrillGait::standing(began_at)
    };
    let running = RunningDrill::begin(&dir, gait).unwrap();
    world.at("2026-11-22T14:05:00Z");
    let an_hour = "aware 1 h 00 min ago";
    let said = world.ok(&["--drills", "status"]);
    assert!(said.contains(an_hour), "{said}");
    world.ok(&["--drills", "note", "the fox is out"]);
    let journal = std::fs::read_to_string(dir.join("journal.jsonl")).unwrap();
    assert!(journal.contains("2026-11-22T15:02:00"), "{journal}");
    drop(running);
    world.at("2026-11-24T09:00:00Z");
    let output = world.run(&["--drills", "status"]);
    assert!(stdout(&output).contains(an_hour), "{}", stdout(&output));
    assert!(stderr(&output).contains("is over; its clock stands"));
    let before = std::fs::read(dir.join("journal.jsonl")).unwrap();
    for late in [
        &["--drills", "note", "too late"][..],
        &["--drills", "lead", "add", "whose tracks?"],
        &["--drills", "tick", "I7"],
    ] {
        let said = world.fails(2, late);
        assert!(said.contains("is over and takes nothing more"), "{said}");
        assert!(said.contains("`sitroom drill --scorecard`"), "{said}");
    }
    assert_eq!(std::fs::read(dir.join("journal.jsonl")).unwrap(), before);
}

#[test]
fn awareness_that_nobody_knows_is_said_to_be_unknown() {
    let world = World::new();
    world.ok(&["new", "The chickens have escaped", "--aware", "unknown"]);
    let said = world.ok(&["status"]);
    assert!(
        said.contains("aware since an unknown time, declared 0 min ago"),
        "{said}"
    );
    assert!(
        said.contains("of becoming aware at an unknown time; counted from the declaration at"),
        "{said}"
    );
}

#[test]
fn awareness_that_is_known_to_the_month_is_no_exact_time() {
    let world = World::new();
    world.ok(&["new", "The chickens have escaped", "--aware", "2026-11"]);
    let said = world.ok(&["status"]);
    for words in [
        "aware at most 21 d 10 h ago (2026-11)",
        "(at most 21d 09h late)",
        "of becoming aware at 01 Nov 00:00 at the earliest (2026-11 is all that is known)",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let report = world.ok(&["report", "--part", "summary"]);
    let lasted = "**Lasted**: at most 21 d 10 h so far";
    assert!(report.contains(lasted), "{report}");
}

#[test]
fn status_says_how_long_a_false_alarm_took_and_not_how_long_ago_it_began() {
    let mut world = World::new();
    world.ok(&["new", "The chickens have escaped", "--aware", "20m ago"]);
    world.ok(&["state", "false-alarm", "--because", "the wind"]);
    let said = world.at("2026-11-25T15:10:00Z").ok(&["status"]);
    assert!(said.contains(", took 20 min (from 20"), "{said}");
    assert!(!said.contains(" ago"), "{said}");
}

#[test]
fn times_are_those_of_the_incident_wherever_they_are_listed() {
    let world = World::declared();
    assert!(world.ok(&["list"]).contains("2026-11-22 09:02 EST"));
    let figures = world.ok(&["metrics"]);
    assert!(
        figures.contains("EST") && !figures.contains("+00:00"),
        "{figures}"
    );
}

#[test]
fn print_puts_everything_on_a_plain_page_of_the_width() {
    let world = confirmed();
    world.ok(&["note", "--local", "the fox has a name"]);
    world.ok(&["people", "add", "Spot the Dog", "--role", "scribe"]);
    world.ok(&["ask", "@dave", "is the gate shut?"]);
    world.ok(&["codename", "Farmer Dave", "Otter"]);
    let page = world.ok(&["print"]);
    let parts = [
        "The chickens have escaped\n",
        "confirmed, severity high, IC Farmer Jane",
        "Next  ",
        "Clocks\n",
        "these are the true names",
        "\nINITIATE, LEFT OVER\n",
        "I4   Notify GSA within one hour",
        "\nREMEDIATE\n",
        "M14  Set the status to resolved",
        "\nLEADS\n",
        "which fence?",
        "\nREMEDIATION\n",
        "mend it",
        "\nPEOPLE (STAYS HERE)\n",
        "Spot the Dog",
        "\nQUESTIONS (STAYS HERE)\n",
        "is the gate shut?",
        "\nLAST ENTRIES\n",
        "the fox has a name (stays here)",
    ];
    let mut rest = page.as_str();
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part}: {page}"));
        rest = &rest[at..];
    }
    assert!(!page.contains('\u{1b}'), "{page}");
    assert!(
        !page.contains("First cloud.gov responder"),
        "it is done: {page}"
    );
    for width in ["40", "80", "200"] {
        let page = world.ok(&["print", "--width", width]);
        let most: usize = width.parse().unwrap();
        let widest = page.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(most), "{width}: {page}");
    }
}

#[test]
fn print_marks_what_was_undone_and_puts_the_last_entries_in_the_order_of_their_times() {
    let world = confirmed();
    world.ok(&["tried", "Barn", "--by", "phone"]);
    world.ok(&["undo"]);
    world.ok(&["note", "a fox at the gate", "--at", "1m ago"]);
    let page = world.ok(&["print"]);
    let (_, last) = page
        .split_once("\nLAST ENTRIES\n")
        .expect("the last entries");
    assert!(
        last.contains("(undone) team lead Barn by phone: no answer"),
        "{last}"
    );
    assert_eq!(last.matches("(undone)").count(), 1, "{last}");
    let begun = last.lines().filter(|line| line.starts_with("2026-"));
    let times: Vec<&str> = begun.filter_map(|line| line.get(..16)).collect();
    assert!(times.is_sorted(), "{last}");
    assert!(times.len() > 5 && times[0] < times[1], "{last}");
    assert!(last.contains("a fox at the gate"), "{last}");
    let last = world.json(&["print", "--json"])["last"].clone();
    let last = last.as_array().expect("a list");
    let undone = last.iter().filter(|entry| entry["undone"] == true);
    assert_eq!(undone.count(), 1, "{last:?}");
}

#[test]
fn an_empty_list_says_on_standard_error_that_it_is_one() {
    let world = World::declared();
    for (command, said) in [
        (&["held"][..], "nothing is held back"),
        (&["codename"], "no codenames yet"),
        (&["evidence"], "the register is empty"),
        (&["lead", "list"], "no leads yet"),
        (&["fix", "list"], "no remediation yet"),
        (&["ask"], "nobody was asked anything yet"),
    ] {
        let output = world.run(command);
        assert_eq!(stdout(&output), "", "{command:?}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}

#[test]
fn what_is_wrong_with_a_value_is_told_as_an_attempt() {
    let world = World::declared();
    for (command, said) in [
        (
            &["severity", "frobnicate"][..],
            "invalid value 'frobnicate' for '<SEVERITY>': failed to read `frobnicate`: choose one",
        ),
        (
            &["snooze", "K3", "15"],
            "'[LENGTH]': failed to read the length `15`: write its unit, as in 15m or 15h",
        ),
        (
            &["snooze", "K3", "frob"],
            "failed to read the length `frob`",
        ),
        (&["note", "x", "--at", "frob"], "failed to read the time"),
        (
            &["new", "x", "--zone", "frob"],
            "failed to find the time zone",
        ),
        (&["fix", "own", "frob", "Dave"], "failed to read the id"),
        (&["frob"], "unrecognized subcommand 'frob'"),
    ] {
        let told = world.fails(2, command);
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn a_key_time_without_its_time_says_in_which_order_they_stand() {
    let said = confirmed().fails(2, &["moment", "reported"]);
    let usage = "Usage: sitroom moment [OPTIONS] [NAME <TIME|--pick <LABEL>>]";
    assert!(said.contains(usage), "{said}");
}
