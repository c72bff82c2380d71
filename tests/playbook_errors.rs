//! A playbook of one's own is read, a bad one is told all that is wrong, templates are filled.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::playbook::{Playbook, Template};

// A whole playbook as a user might write it.
const FARM: &str = r#"format = 1
id = "farm"
version = "3"
name = "The farm"
sources = []
zone = "Europe/Berlin"

[business-hours]
from = "06:00"
to = "20:00:30"
holidays = [{ name = "Harvest", month = 10, weekday = "Sun", nth = 1 }]

[[phase]]
id = "look"
name = "Look"
statuses = ["investigating", "confirmed", "resolved"]
why = "See what is the matter."

[[situation]]
id = "fox"
name = "A fox"
why = "Somebody saw it."

[[item]]
id = "F1"
phase = "look"
text = "Count the chickens"
why = "To know how many are missing."
rules = []
found-in = ["practice"]
audience = ["barn"]
command = "note"

[[item]]
id = "F2"
situation = "fox"
text = "Close the gate"
why = "Foxes walk."
rules = []
found-in = ["practice"]

[[severity]]
id = "high"
label = "Bad"
definition = "Chickens are gone."
examples = []
mode = "around-the-clock"
cadence = "hourly"
sitrep-every = "1h"
disruption = "immediate"
disruption-rule = "Shut the gate."
rules = []

[[severity]]
id = "medium"
label = "Not good"
definition = "Chickens might be gone."
examples = []
mode = "business-hours"
cadence = "now and then"
sitrep-every = "12h"
sitrep-slots = ["07:00"]
disruption = "consult"
disruption-rule = "Ask first."
rules = []

[[severity]]
id = "low"
label = "Well"
definition = "Feathers."
examples = []
mode = "business-hours"
cadence = "daily"
sitrep-every = "24h"
disruption = "agree"
disruption-rule = "Agree first."
rules = []

[[clock]]
id = "K1"
name = "Tell the farm"
ask = "Send GSA the one-hour notice"
reason = "within {after}"
starts = ["aware"]
settles = [{ message = "shout" }]
after = "1h"
warn = "10m"
why = "They want to know."
command = "notice"
rules = []

[[milestone]]
id = "gate-shut"
name = "The gate is shut"
why = "So that no more get out."
rules = []

[address.barn]
name = "The barn"
channel = "chat"

[[message]]
id = "shout"
kind = "initial"
name = "Shout"
template = "sitrep"
must = ["barn"]
rules = []

[template.issue]
body = "{title}"

[template.sitrep]
subject = "[sitrep] {title}"
body = """
{narrative}
IC: {ic}
"""

[[people.role]]
id = "ic"
name = "Incident Commander"
may-command = true
why = "somebody decides"

[[people.role]]
id = "dog"
name = "Dog"
why = "it barks"

[[report-part]]
id = "end"
title = "The end"
prompt = "How did it end?"
"#;

#[test]
fn a_playbook_of_ones_own_loads() {
    let farm = Playbook::parse("farm.toml", FARM).expect("the farm's playbook is whole");
    assert!(farm.item("F1").expect("F1").required);
    assert_eq!(farm.items_of_situation("fox").count(), 1);
    assert_eq!(farm.phase("look").expect("look").name, "Look");
    assert_eq!(farm.phase("leap"), None);
}

/// Returns the line of `FARM` that a text stands on.
fn line_of(text: &str, part: &str) -> usize {
    let at = text
        .find(part)
        .unwrap_or_else(|| panic!("`{part}` is not in the file"));
    text[..at].matches('\n').count() + 1
}

// Each takes one thing out of a good playbook, puts a bad one in, and names the line, the key
// and the words that have to be said of it.
#[rstest]
#[case::phase_id_twice(
    "id = \"fox\"\nname",
    "id = \"look\"\nname",
    "id = \"look\"\nname = \"A fox\"",
    "situation.look.id",
    "the id `look` is already used on line 14"
)]
#[case::item_id_twice(
    "id = \"F2\"",
    "id = \"F1\"",
    "id = \"F1\"\nsituation",
    "item.F1.id",
    "the id `F1` is already used on line 25"
)]
#[case::role_id_twice(
    "id = \"dog\"",
    "id = \"ic\"",
    "id = \"ic\"\nname = \"Dog\"",
    "people.role.ic.id",
    "the id `ic` is already used on line"
)]
#[case::role_id_with_a_space(
    "id = \"dog\"",
    "id = \"a dog\"",
    "id = \"a dog\"",
    "people.role.a dog.id",
    "not made of letters, digits and hyphens"
)]
#[case::id_with_a_space(
    "id = \"F2\"",
    "id = \"F 2\"",
    "id = \"F 2\"",
    "item.F 2.id",
    "not made of letters, digits and hyphens"
)]
#[case::id_of_a_board(
    "id = \"F2\"",
    "id = \"R2\"",
    "id = \"R2\"",
    "item.R2.id",
    "kept for leads, remediation and added lines"
)]
#[case::no_home(
    "situation = \"fox\"\n",
    "",
    "[[item]]\nid = \"F2\"",
    "item.F2",
    "names neither a phase nor a situation"
)]
#[case::two_homes(
    "situation = \"fox\"",
    "situation = \"fox\"\nphase = \"look\"",
    "situation = \"fox\"",
    "item.F2.situation",
    "names both a phase and a situation"
)]
#[case::no_phase(
    "phase = \"look\"",
    "phase = \"lok\"",
    "phase = \"lok\"",
    "item.F1.phase",
    "there is no phase `lok`\nHint: did you mean `look`?"
)]
#[case::no_situation(
    "situation = \"fox\"",
    "situation = \"wolf\"",
    "situation = \"wolf\"",
    "item.F2.situation",
    "there is no situation `wolf`"
)]
#[case::no_address(
    "audience = [\"barn\"]",
    "audience = [\n    \"barn\",\n    \"bran\",\n]",
    "    \"bran\"",
    "item.F1.audience.2",
    "there is no address `bran`"
)]
#[case::no_recipient(
    "must = [\"barn\"]",
    "must = [\"house\"]",
    "must = [\"house\"]",
    "message.shout.must.1",
    "there is no address `house`"
)]
#[case::no_template(
    "template = \"sitrep\"",
    "template = \"sitrap\"",
    "template = \"sitrap\"",
    "message.shout.template",
    "there is no template `sitrap`\nHint: did you mean `sitrep`?"
)]
#[case::no_message_that_ticks_it(
    "command = \"note\"",
    "derived = \"message-sent\"",
    "[[item]]",
    "item.F1",
    "ticked by a message and has to name it"
)]
#[case::an_unknown_message_ticks_it(
    "command = \"note\"",
    "derived = \"message-sent\"\nmessage = \"shot\"",
    "message = \"shot\"",
    "item.F1.message",
    "there is no message `shot`"
)]
#[case::an_unknown_message_is_looked_through(
    "command = \"note\"",
    "examines = \"shot\"",
    "examines = \"shot\"",
    "item.F1.examines",
    "there is no message `shot`"
)]
#[case::a_message_that_ticks_nothing(
    "command = \"note\"",
    "message = \"shout\"",
    "message = \"shout\"",
    "item.F1.message",
    "ticks nothing without"
)]
#[case::no_command(
    "command = \"note\"",
    "command = \"nite\"",
    "command = \"nite\"",
    "item.F1.command",
    "there is no command `nite`\nHint: did you mean `note`?"
)]
#[case::no_clock_command(
    "command = \"notice\"",
    "command = \"shout\"",
    "command = \"shout\"",
    "clock.K1.command",
    "there is no command `shout`"
)]
#[case::no_severity(
    "id = \"low\"",
    "id = \"medium\"",
    "[[severity]]\nid = \"high\"",
    "severity",
    "the severity `low` is missing"
)]
#[case::unknown_severity(
    "id = \"low\"",
    "id = \"unknown\"",
    "id = \"unknown\"",
    "severity.unknown.id",
    "has no policy"
)]
#[case::needed_template(
    "[template.issue]",
    "[template.tissue]",
    "[template.tissue]",
    "template",
    "the template `issue` is missing"
)]
#[case::placeholder(
    "{narrative}\nIC: {ic}",
    "{narrative}\nIC: {icc}",
    "IC: {icc}",
    "template.sitrep.body",
    "there is no placeholder `icc`"
)]
#[case::placeholder_of_subject(
    "[sitrep] {title}",
    "[sitrep] {titel}",
    "[sitrep] {titel}",
    "template.sitrep.subject",
    "did you mean `title`?"
)]
#[case::control(
    "Count the chickens",
    "Count \\u001b[31m the chickens",
    "Count \\u001b",
    "item.F1.text",
    "control character \\u{1b}"
)]
#[case::reversed_text(
    "Count the chickens",
    "Count \u{202e}the chickens",
    "Count \u{202e}",
    "item.F1.text",
    "control character \\u{202e}"
)]
#[case::several_lines(
    "[sitrep] {title}",
    "[sitrep]\\nBcc: fox@example.com",
    "[sitrep]\\n",
    "template.sitrep.subject",
    "one line only"
)]
#[case::empty(
    "text = \"Close the gate\"",
    "text = \" \"",
    "text = \" \"",
    "item.F2.text",
    "the text is empty"
)]
#[case::no_time(
    "sitrep-every = \"12h\"",
    "sitrep-every = \"0m\"",
    "sitrep-every = \"0m\"",
    "severity.medium.sitrep-every",
    "longer than nothing"
)]
#[case::warns_always(
    "warn = \"10m\"",
    "warn = \"60m\"",
    "warn = \"60m\"",
    "clock.K1.warn",
    "shorter than the clock"
)]
#[case::backwards(
    "to = \"20:00:30\"",
    "to = \"05:00\"",
    "to = \"05:00\"",
    "business-hours.to",
    "ends before it begins"
)]
#[case::newer(
    "format = 1",
    "format = 2\nnew-thing = true",
    "format = 2",
    "format",
    "format 2 is newer than this program reads\nHint: update sitroom"
)]
#[case::no_format(
    "format = 1",
    "format = 0",
    "format = 0",
    "format",
    "format 0 does not exist"
)]
#[case::syntax(
    "name = \"Look\"",
    "name = \"Look",
    "name = \"Look",
    "phase.look.name",
    "(column 13)"
)]
#[case::wrong_type(
    "after = \"1h\"",
    "after = 60",
    "after = 60",
    "clock.K1.after",
    "invalid type"
)]
#[case::unknown_key(
    "situation = \"fox\"",
    "sitution = \"fox\"",
    "sitution = \"fox\"",
    "item.F2.sitution",
    "Hint: did you mean `situation`?"
)]
#[case::unknown_word(
    "starts = [\"aware\"]",
    "starts = [\"awre\"]",
    "starts = [\"awre\"]",
    "clock.K1.starts.1",
    "Hint: did you mean `aware`?"
)]
#[case::unknown_kind_of_signal(
    "{ message = \"shout\" }",
    "{ mesage = \"shout\" }",
    "settles = ",
    "clock.K1.settles.1.mesage",
    "Hint: did you mean `message`?"
)]
#[case::no_message(
    "{ message = \"shout\" }",
    "{ message = \"shot\" }",
    "settles = ",
    "clock.K1.settles.1",
    "there is no message `shot`\nHint: did you mean `shout`?"
)]
#[case::no_message_to_write(
    "starts = [\"aware\"]",
    "starts = [\"aware\"]\nmessage = \"shot\"",
    "message = \"shot\"",
    "clock.K1.message",
    "there is no message `shot`\nHint: did you mean `shout`?"
)]
#[case::no_message_to_reach_all(
    "{ message = \"shout\" }",
    "{ reached = \"shot\" }",
    "settles = ",
    "clock.K1.settles.1",
    "there is no message `shot`"
)]
#[case::no_milestone(
    "{ message = \"shout\" }",
    "\"sitrep\", { milestone = \"gate-shot\" }",
    "settles = ",
    "clock.K1.settles.2",
    "there is no milestone `gate-shot`\nHint: did you mean `gate-shut`?"
)]
#[case::no_line(
    "{ message = \"shout\" }",
    "{ item = \"F7\" }",
    "settles = ",
    "clock.K1.settles.1",
    "there is no item `F7`"
)]
#[case::no_line_that_ends_it(
    "{ message = \"shout\" }]",
    "\"sitrep\"]\nends = [{ item = \"F7\" }]",
    "ends = ",
    "clock.K1.ends.1",
    "there is no item `F7`"
)]
#[case::no_restart(
    "{ message = \"shout\" }]",
    "\"sitrep\"]\nrestarts = [{ message = \"cry\" }]",
    "restarts = ",
    "clock.K1.restarts.1",
    "there is no message `cry`"
)]
#[case::startless(
    "starts = [\"aware\"]",
    "starts = []",
    "starts = []",
    "clock.K1.starts",
    "names nothing that starts it"
)]
#[case::not_personal(
    "starts = [\"aware\"]",
    "starts = [\"aware\", \"shift\"]",
    "starts = [",
    "clock.K1.starts",
    "has to stand alone"
)]
#[case::endless(
    "after = \"1h\"\n",
    "",
    "[[clock]]",
    "clock.K1",
    "a clock of the pace `elapsed` needs `after`"
)]
#[case::endless_hours(
    "after = \"1h\"\n",
    "pace = \"person-hours\"\n",
    "[[clock]]",
    "clock.K1",
    "a clock of the pace `person-hours` needs `after`"
)]
#[case::unknown_pace(
    "after = \"1h\"",
    "after = \"1h\"\npace = \"slow\"",
    "pace = \"slow\"",
    "clock.K1.pace",
    "unknown variant `slow`"
)]
#[case::unknown_authority(
    "after = \"1h\"",
    "after = \"1h\"\nauthorities = [\"agre\"]",
    "authorities = ",
    "clock.K1.authorities.1",
    "Hint: did you mean `agree`?"
)]
#[case::no_clock_to_hurry_it(
    "after = \"1h\"",
    "after = \"1h\"\nat-most = \"K1\"",
    "at-most = ",
    "clock.K1.at-most",
    "there is no clock `K1`"
)]
#[case::placeholder_of_a_clock(
    "within {after}",
    "within {aftr}",
    "within {aftr}",
    "clock.K1.reason",
    "there is no placeholder `aftr`\nHint: did you mean `after`?"
)]
#[case::nobody_to_name(
    "name = \"Tell the farm\"",
    "name = \"Tell {person}\"",
    "name = \"Tell {person}\"",
    "clock.K1.name",
    "there is no placeholder `person`"
)]
#[case::second_deadline_too_soon(
    "after = \"1h\"",
    "after = \"1h\"\nthen = { id = \"x\", name = \"x\", ask = \"x\", reason = \"x\", after = \"1h\", settles = [], command = \"note\" }",
    "then = ",
    "clock.K1.then.after",
    "has to come after the first"
)]
#[case::second_deadline_settled_by_nothing_known(
    "after = \"1h\"",
    "after = \"1h\"\nthen = { id = \"x\", name = \"x\", ask = \"x\", reason = \"x\", after = \"2h\", settles = [{ milestone = \"gate\" }], command = \"nite\" }",
    "then = ",
    "clock.K1.then.settles.1",
    "there is no milestone `gate`"
)]
#[case::second_deadline_with_no_command(
    "after = \"1h\"",
    "after = \"1h\"\nthen = { id = \"x\", name = \"x\", ask = \"x\", reason = \"x\", after = \"2h\", settles = [], command = \"nite\" }",
    "then = ",
    "clock.K1.then.command",
    "there is no command `nite`"
)]
#[case::command_of_the_ic(
    "starts = [\"aware\"]",
    "starts = [\"shift\"]\nic = { name = \"x\", ask = \"{peron}\", command = \"handof\" }",
    "ic = ",
    "clock.K1.ic.command",
    "did you mean `handoff`?"
)]
#[case::placeholder_of_the_ic(
    "starts = [\"aware\"]",
    "starts = [\"shift\"]\nic = { name = \"x\", ask = \"{peron}\", command = \"handoff\" }",
    "ic = ",
    "clock.K1.ic.ask",
    "did you mean `person`?"
)]
#[case::line_begins_with_nothing_known(
    "command = \"note\"",
    "derived = \"milestone-reached\"\nmilestone = \"gate-shut\"\nbegins = \"gate-open\"",
    "begins = ",
    "item.F1.begins",
    "there is no milestone `gate-open`"
)]
#[case::line_begins_without_a_milestone(
    "command = \"note\"",
    "begins = \"gate-shut\"",
    "begins = ",
    "item.F1.begins",
    "there is no milestone ``"
)]
#[case::milestone_proposes_no_key_time(
    "name = \"The gate is shut\"",
    "name = \"The gate is shut\"\nproposes = \"aware\"",
    "proposes = ",
    "milestone.gate-shut.proposes",
    "unknown variant `aware`"
)]
#[case::milestone_follows_nothing(
    "name = \"The gate is shut\"",
    "name = \"The gate is shut\"\nfollows = \"gate-open\"",
    "follows = ",
    "milestone.gate-shut.follows",
    "there is no milestone `gate-open`"
)]
#[case::milestone_follows_itself(
    "name = \"The gate is shut\"",
    "name = \"The gate is shut\"\nfollows = \"gate-shut\"",
    "follows = ",
    "milestone.gate-shut.follows",
    "cannot follow itself"
)]
#[case::milestone_id(
    "id = \"gate-shut\"",
    "id = \"gate shut\"",
    "id = \"gate shut\"",
    "milestone.gate shut.id",
    "not made of letters, digits and hyphens"
)]
#[case::no_working_day(
    "from = \"06:00\"",
    "from = \"06:00\"\ndays = []",
    "days = []",
    "business-hours.days",
    "no day of the week is worked"
)]
#[case::bad_weekday(
    "weekday = \"Sun\"",
    "weekday = \"Sunny\"",
    "weekday = \"Sunny\"",
    "business-hours.holidays.1.weekday",
    "weekday"
)]
#[case::no_such_holiday(
    ", nth = 1",
    ", nth = 6",
    "nth = 6",
    "business-hours.holidays.1",
    "the holiday names no day: write `month` and `day`"
)]
#[case::holiday_with_two_rules(
    ", nth = 1",
    ", nth = 1, day = 3",
    "nth = 1, day = 3",
    "business-hours.holidays.1",
    "the holiday names no day"
)]
#[case::slot_at_night(
    "sitrep-slots = [\"07:00\"]",
    "sitrep-slots = [\"07:00\", \"05:59\"]",
    "sitrep-slots = ",
    "severity.medium.sitrep-slots.2",
    "outside the business hours"
)]
#[case::no_key(
    "name = \"The barn\"\n",
    "",
    "[address.barn]",
    "address.barn",
    "missing field `name`"
)]
#[case::bad_span(
    "after = \"1h\"",
    "after = \"soon\"",
    "after = \"soon\"",
    "clock.K1.after",
    "failed to read the length `soon`"
)]
#[case::bad_zone(
    "Europe/Berlin",
    "Europe/Farm",
    "zone = \"Europe/Farm\"",
    "zone",
    "failed to find the time zone `Europe/Farm`"
)]
fn a_bad_playbook_names_file_line_and_key(
    #[case] good: &str,
    #[case] bad: &str,
    #[case] where_is: &str,
    #[case] key: &str,
    #[case] says: &str,
) {
    assert_eq!(FARM.matches(good).count(), 1, "`{good}` has to stand once");
    let text = FARM.replace(good, bad);
    let errors = Playbook::parse("farm.toml", &text).expect_err("it is bad");
    let line = line_of(&text, where_is);
    let start = format!("farm.toml:{line}: {key}: ");
    let shown = errors.to_string();
    let problem = errors.problems().iter().find(|p| {
        let shown = p.to_string();
        shown.starts_with(&start) && shown.contains(says)
    });
    assert!(problem.is_some(), "no `{start}...{says}` in:\n{shown}");
}

#[test]
fn everything_wrong_is_said_at_once_in_the_order_of_the_file() {
    let text = FARM
        .replace("phase = \"look\"", "phase = \"leap\"")
        .replace("template = \"sitrep\"", "template = \"song\"")
        .replace("command = \"note\"", "command = \"sing\"")
        .replace("IC: {ic}", "IC: {who}");
    let errors = Playbook::parse("farm.toml", &text).expect_err("it is bad");
    let keys: Vec<_> = errors.problems().iter().map(|p| p.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "item.F1.phase",
            "item.F1.command",
            "message.shout.template",
            "template.sitrep.body"
        ]
    );
}

#[test]
fn a_line_that_is_kept_as_an_item_may_not_ask() {
    let seed = "why = \"Somebody saw it.\"\n\n[[situation.seed]]\ntext = \"Lock the gate\"\n\
                class = \"immediate\"\nline = \"F2\"";
    let kept = FARM.replace("why = \"Somebody saw it.\"", seed);
    Playbook::parse("farm.toml", &kept).expect("it is sound");
    let asks = "text = \"Close the gate\"\nask = \"Who?\"";
    let bad = kept.replace("text = \"Close the gate\"", asks);
    let errors = Playbook::parse("farm.toml", &bad).expect_err("no place has the answer");
    let said = errors.to_string();
    assert!(said.contains("item.F2.ask"), "{said}");
    assert!(said.contains("`ask` has to go"), "{said}");
}

#[test]
fn every_syntax_error_is_said_at_once() {
    let text = FARM
        .replace("id = \"look\"", "id = look")
        .replace("id = \"end\"", "id = end");
    let errors = Playbook::parse("farm.toml", &text).expect_err("it is bad");
    let lines: BTreeSet<_> = errors.problems().iter().map(|p| p.line).collect();
    assert!(lines.contains(&line_of(&text, "id = look")), "{errors}");
    assert!(lines.contains(&line_of(&text, "id = end")), "{errors}");
}

#[test]
fn a_type_error_shows_its_line_with_a_caret() {
    let text = FARM.replace("after = \"1h\"", "after = 60");
    let shown = Playbook::parse("farm.toml", &text)
        .expect_err("bad")
        .to_string();
    let line = line_of(&text, "after = 60");
    assert!(shown.contains(&format!("{line} | after = 60\n")), "{shown}");
    assert!(shown.contains("|         ^"), "{shown}");
}

fn template(subject: Option<&str>, body: &str) -> Template {
    Template {
        subject: subject.map(str::to_owned),
        body: body.to_owned(),
    }
}

#[test]
fn what_has_no_value_stays_and_is_named_once() {
    let filled = template(Some("{title}"), "{ic} {title} {ic} {narrative}")
        .fill(&|name| (name == "title").then(|| "Fox".to_owned()));
    assert_eq!(filled.subject.as_deref(), Some("Fox"));
    assert_eq!(filled.body, "{ic} Fox {ic} {narrative}");
    assert_eq!(filled.missing, ["ic", "narrative"]);
}

#[rstest]
#[case::json("{\"a\": {}}")]
#[case::upper_case("{Title}")]
#[case::open("{title")]
#[case::shell("${HOME} {a b}")]
fn other_braces_are_text(#[case] text: &str) {
    let filled = template(None, text).fill(&|_| Some("x".to_owned()));
    assert_eq!(filled.body, text);
    assert!(filled.missing.is_empty());
}

#[test]
fn a_value_is_not_searched_and_breaks_no_subject() {
    let filled = template(Some("[sitrep] {title}"), "{{title}}")
        .fill(&|_| Some("{ic}\r\nBcc: fox@example.com".to_owned()));
    assert_eq!(
        filled.subject.as_deref(),
        Some("[sitrep] {ic}  Bcc: fox@example.com")
    );
    assert_eq!(filled.body, "{{ic}\r\nBcc: fox@example.com}");
}

#[rstest]
#[case::arrays(format!("a = {}{}", "[".repeat(20_000), "]".repeat(20_000)))]
#[case::open_arrays(format!("a = {}", "[".repeat(20_000)))]
#[case::inline_tables(format!("a = {}", "{b=".repeat(20_000)))]
#[case::dotted_keys(format!("{}z = 1", "a.".repeat(20_000)))]
#[case::dotted_header(format!("[{}z]", "a.".repeat(20_000)))]
fn a_bottomless_file_is_refused(#[case] text: String) {
    assert!(Playbook::parse("deep.toml", &text).is_err());
}

proptest! {
    #[test]
    fn parse_never_panics(text in "(?s).{0,200}") {
        let _ = Playbook::parse("any.toml", &text);
    }

    #[test]
    fn parse_never_panics_on_a_torn_playbook(
        from in 0..FARM.len(),
        length in 0..400_usize,
        junk in "(?s).{0,12}",
    ) {
        let to = (from + length).min(FARM.len());
        let text = format!("{}{junk}{}", &FARM[..from], &FARM[to..]);
        if let Err(errors) = Playbook::parse("torn.toml", &text) {
            prop_assert!(!errors.problems().is_empty());
            let lines = text.matches('\n').count() + 1;
            for problem in errors.problems() {
                prop_assert!((1..=lines).contains(&problem.line));
                prop_assert!(!problem.key.is_empty());
                let shown = problem.to_string();
                prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
            }
        }
    }

    #[test]
    fn a_template_without_placeholders_stays(body in "[^{}]{0,80}") {
        let filled = template(None, &body).fill(&|_| None);
        prop_assert_eq!(filled.body, body);
    }
}
