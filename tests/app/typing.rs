//! Editors: what saves, what closes, what becomes of the text.

use rstest::rstest;
use sitroom::app::{EditorKind, Effect, Event, Layer, Pane};
use sitroom::domain::command::Command;
use sitroom::domain::event::{Decided, Field, ShiftStarted, Visibility};
use sitroom::domain::ids::{FixId, LeadId};
use sitroom::domain::incident::{FixClass, LeadState, Mark, Moment};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::{Precision, When};

use crate::screen::{Disk, Screen};

#[rstest]
#[case::shared("the gate was open", "the gate was open", Visibility::Shared)]
#[case::local("!Dave forgot the gate", "Dave forgot the gate", Visibility::Local)]
#[case::local_with_a_space("  ! hush", "hush", Visibility::Local)]
#[case::not_local_in_the_middle("no! really", "no! really", Visibility::Shared)]
fn a_note_is_shared_unless_it_begins_with_a_bang(
    #[case] typed: &str,
    #[case] text: &str,
    #[case] visibility: Visibility,
) {
    let mut screen = Screen::open();
    screen.say("n", typed);
    let expected = Command::Note {
        text: text.into(),
        visibility,
    };
    assert_eq!(screen.asked(), &expected);
    assert!(screen.is_bare());
}

#[rstest]
#[case::a_clock("@08:50 fox tracks", "fox tracks", "08:50", Visibility::Shared)]
#[case::a_while("@10m ago fox tracks", "fox tracks", "10m ago", Visibility::Shared)]
#[case::a_day("@2026-11-21 22:10 fox", "fox", "2026-11-21 22:10", Visibility::Shared)]
#[case::a_day_alone("@2026-11-21 fox", "fox", "2026-11-21", Visibility::Shared)]
#[case::in_lines("@08:50\nfox\ntracks", "fox\ntracks", "08:50", Visibility::Shared)]
#[case::with_a_comma("@08:50, fox", "fox", "08:50", Visibility::Shared)]
#[case::with_blanks(
    "@2026-11-21  22:10   fox",
    "fox",
    "2026-11-21 22:10",
    Visibility::Shared
)]
#[case::a_while_as_it_is_written(
    "@10 min ago second call",
    "second call",
    "10m ago",
    Visibility::Shared
)]
#[case::a_while_in_words("@2 hours ago fox", "fox", "2h ago", Visibility::Shared)]
#[case::a_while_of_five_words("@1 h 30 min ago fox", "fox", "90m ago", Visibility::Shared)]
#[case::a_long_while("@1h 30m ago fox", "fox", "90m ago", Visibility::Shared)]
#[case::local("! @08:50 Dave forgot", "Dave forgot", "08:50", Visibility::Local)]
fn a_note_says_when_it_happened(
    #[case] typed: &str,
    #[case] text: &str,
    #[case] time: &str,
    #[case] visibility: Visibility,
) {
    let mut screen = Screen::open();
    let zone = screen.app.incident.zone;
    let when = zone.read(time, screen.app.now).expect("a time");
    screen.say("n", typed);
    let text = text.to_owned();
    assert_eq!(screen.asked(), &Command::Note { text, visibility });
    let asked = screen.asked.as_ref().expect("it was asked");
    assert_eq!(asked.happened, Some(when));
}

#[rstest]
#[case::a_name("@Dave said so")]
#[case::a_team("@18F said so")]
#[case::a_person("@dave said so")]
#[case::in_the_middle("seen @08:50 at the gate")]
fn a_note_that_begins_with_no_time_is_left_as_it_is(#[case] typed: &str) {
    let mut screen = Screen::open();
    screen.say("n", typed);
    let asked = screen.asked.as_ref().expect("it was asked");
    assert_eq!(asked.happened, None);
    let text = typed.to_owned();
    let visibility = Visibility::Shared;
    assert_eq!(asked.command, Command::Note { text, visibility });
}

#[rstest]
#[case::no_clock("@25:10 fox tracks", "`25:10`")]
#[case::glued("@2:05pm fox tracks", "`2:05pm`")]
#[case::half_of_the_day("@2:05 pm fox tracks", "`pm`")]
#[case::another_zone("@14:05 UTC fox tracks", "`UTC`")]
#[case::two_clocks("@14:05 15:10 fox tracks", "`15:10`")]
#[case::no_ago("@10m fox tracks", "`10m`")]
#[case::no_ago_either("@10 min fox tracks", "`10`")]
#[case::no_colon("@2015 phone call", "`2015`")]
#[case::a_year("@1999 eggs were sold", "`1999`")]
#[case::all_day("@24/7 from now on", "`24/7`")]
#[case::no_minutes("@2pm fox tracks", "`2pm`")]
#[case::military("@2015Z fox tracks", "`2015Z`")]
fn a_time_of_a_note_that_cannot_be_is_not_recorded_as_another(
    #[case] typed: &str,
    #[case] named: &str,
) {
    let mut screen = Screen::open();
    screen.say("n", typed);
    assert!(screen.asked.is_none(), "nothing is recorded");
    let Some(Layer::Editor(editor)) = screen.app.layers.last() else {
        panic!("it can be mended");
    };
    assert!(editor.problem.contains(named), "{}", editor.problem);
    assert_eq!(editor.text, typed);
}

#[test]
fn the_time_that_was_taken_for_a_note_is_told_with_its_day() {
    let mut screen = Screen::open();
    screen.say("n", "@23:59 fox tracks");
    let said = screen.toast();
    assert!(said.contains("recorded for 2026-11-22 23:59"), "{said}");
    assert!(said.ends_with("; 5 shows it there"), "{said}");
}

#[rstest]
#[case::which_is_open("5", false)]
#[case::which_is_shown_next("3", true)]
fn a_note_of_another_time_is_selected_in_the_timeline(#[case] view: &str, #[case] is_led: bool) {
    let mut screen = Screen::confirmed();
    screen.press(view);
    screen.say("n", "@23:59 fox tracks");
    let said = screen.toast();
    assert_eq!(said.ends_with("; 5 shows it there"), is_led, "{said}");
    screen.press("5");
    let at = screen.app.place(Pane::Timeline).unwrap();
    assert_eq!(at + 1, screen.app.count(Pane::Timeline), "it is the oldest");
    let entry = &screen.app.entries[screen.app.rows.timeline[at]];
    assert_eq!(screen.app.words_of(entry), "fox tracks");
}

#[rstest]
#[case::of_the_day_before("t s", "23:59", "started: recorded for 2026-11-22 23:59")]
#[case::of_today("t s", "09:30", "started: recorded for 2026-11-23 09:30")]
#[case::unknown("t c", "unknown", "contained: recorded as unknown")]
fn the_time_that_was_taken_for_a_key_time_is_told_with_its_day(
    #[case] keys: &str,
    #[case] typed: &str,
    #[case] said: &str,
) {
    let mut screen = Screen::open();
    screen.say(keys, typed);
    assert!(screen.toast().starts_with(said), "{}", screen.toast());
}

#[test]
fn the_time_that_was_taken_for_a_milestone_is_told_where_nobody_typed_one() {
    let mut screen = Screen::open();
    screen.press("t");
    let identified = "The incident was identified";
    let mut choices = screen.choices().list.iter();
    let choice = choices.find(|it| it.label == identified);
    let key = choice.expect("a milestone").key.to_string();
    screen.press(&key);
    screen.write_text("");
    screen.press("enter");
    let said = screen.toast();
    let begun = format!("{identified}: recorded for 2026-11-23 ");
    assert!(said.starts_with(&begun), "{said}");
}

#[rstest]
#[case::as_it_is_written("@dave is it public? 25 min", "25 min")]
#[case::none("@dave is it public?", "10 min")]
fn the_length_that_was_taken_for_a_question_is_told(#[case] typed: &str, #[case] length: &str) {
    let mut screen = Screen::open();
    screen.say("Q", typed);
    let said = screen.toast();
    let begun = format!("back for the answer in {length}, at ");
    assert!(said.starts_with(&begun), "{said}");
}

#[rstest]
#[case::nobody("which token?", "which token?", "")]
#[case::one_name("which token? @Dave", "which token?", "Dave")]
#[case::a_whole_name(
    "which token? @Farmer Dave Senior",
    "which token?",
    "Farmer Dave Senior"
)]
#[case::the_last_one("ask @Dave about it @Spot", "ask @Dave about it", "Spot")]
#[case::a_sentence(
    "mail @dave and then all the others",
    "mail @dave and then all the others",
    ""
)]
#[case::a_place("who was @ home", "who was @ home", "")]
#[case::mail("spot@farm.example", "spot@farm.example", "")]
fn a_name_at_the_end_owns_the_lead(#[case] typed: &str, #[case] text: &str, #[case] owner: &str) {
    let mut screen = Screen::open();
    screen.say("L", typed);
    let expected = Command::AddLead {
        text: text.into(),
        owner: owner.into(),
    };
    assert_eq!(screen.asked(), &expected);
}

#[test]
fn a_name_at_the_end_of_a_checklist_line_stays_in_it() {
    let mut screen = Screen::open();
    screen.say("2 a", "call @Dave");
    assert_eq!(screen.incident.custom_items[0].text, "call @Dave");
}

#[rstest]
#[case::later("A", "count them", Command::AddFix {
    text: "count them".into(), class: FixClass::LongTerm, owner: String::new() })]
#[case::responders("p", "@Spot, Dave", Command::SetField {
    field: Field::Responders, to: "Spot, Dave".into() })]
#[case::reword_lead("3 e", "who?", Command::RewordLead { id: LeadId(1), text: "who?".into() })]
#[case::own_lead("3 o", "@Dave", Command::OwnLead { id: LeadId(1), owner: "Dave".into() })]
#[case::reword_fix("4 e", "shut it", Command::RewordFix { id: FixId(1), text: "shut it".into() })]
#[case::own_fix("4 o", "Spot", Command::OwnFix { id: FixId(1), owner: "Spot".into() })]
#[case::rule_out("3 -", "no fox", Command::MoveLead {
    id: LeadId(1), from: LeadState::Open, to: LeadState::RuledOut, finding: "no fox".into() })]
#[case::defer("4 i", "it can wait", Command::ReclassifyFix {
    id: FixId(1), class: FixClass::LongTerm, reason: "it can wait".into() })]
#[case::set_aside("2 g g -", "no phone", Command::MarkItem {
    item: sitroom::domain::ids::ItemId::new("I1"), mark: Some(Mark::NotApplicable),
    reason: "no phone".into() })]
fn a_text_becomes_its_command(#[case] key: &str, #[case] typed: &str, #[case] command: Command) {
    let mut screen = Screen::confirmed();
    screen.say(key, typed);
    assert_eq!(screen.asked(), &command);
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
}

#[rstest]
#[case::contingency(
    "contingency",
    Command::Decide(Box::new(Decided::said("contingency", "no, said Jane")))
)]
#[case::title("title", Command::SetField { field: Field::Title, to: "no, said Jane".into() })]
#[case::details("details", Command::SetField {
    field: Field::Details, to: "no, said Jane".into() })]
#[case::folder("folder", Command::SetField {
    field: Field::Folder, to: "no, said Jane".into() })]
#[case::mode("long-remediation", Command::SetWorkingMode {
    mode: WorkingMode::AroundTheClock, reason: "no, said Jane".into() })]
#[case::shift("shift", Command::StartShift(ShiftStarted::of("no, said Jane")))]
fn what_has_no_key_is_said_from_the_palette(#[case] word: &str, #[case] command: Command) {
    let mut screen = Screen::open();
    screen.press(":");
    screen.happen(Event::Paste(word.into()));
    screen.press("enter");
    match word {
        "long-remediation" => screen.press("2"),
        "shift" => screen.press("i"),
        _ => Vec::new(),
    };
    screen.write_text("no, said Jane");
    screen.press("ctrl-s");
    assert_eq!(screen.asked(), &command);
    if word == "long-remediation" {
        // It goes on with who goes home.
        screen.press("esc");
    }
    assert!(screen.is_bare());
}

#[test]
fn enter_saves_a_line_but_not_a_page() {
    let mut screen = Screen::open();
    screen.press("s");
    assert_eq!(screen.editor().kind, EditorKind::Page);
    screen.press("enter");
    assert!(screen.asked.is_none());
    screen.press("ctrl-s m");
    assert!(screen.asked.is_some());
    screen.press("n");
    screen.write_text("a");
    screen.press("enter");
    assert!(screen.is_bare());
}

#[test]
fn a_refusal_is_shown_in_the_editor_until_the_text_changes() {
    let mut screen = Screen::open();
    screen.press("L enter");
    assert_eq!(
        screen.editor().problem,
        "the lead is empty (type it, or press esc)"
    );
    screen.write_text("who?");
    assert_eq!(screen.editor().problem, "");
    screen.press("enter");
    assert!(screen.is_bare());
}

#[test]
fn what_is_not_saved_stays_in_the_editor() {
    let mut screen = Screen::open();
    screen.disk = Disk::Full;
    screen.say("n", "the gate was open");
    assert_eq!(screen.editor().text, "the gate was open");
    assert_eq!(
        screen.editor().problem,
        "NOT SAVED: no space left; make room"
    );
    assert_eq!(screen.app.unsaved.as_ref().unwrap().cause, "no space left");
    assert!(!screen.app.is_saving());
    screen.disk = Disk::Good;
    screen.press("enter");
    assert!(screen.is_bare() && screen.app.unsaved.is_none());
}

#[test]
fn a_key_that_is_not_saved_is_shown_over_the_screen() {
    let mut screen = Screen::confirmed();
    screen.disk = Disk::Full;
    screen.press("2 g g space");
    assert!(screen.is_bare() && screen.app.unsaved.is_some());
}

#[test]
fn a_text_is_put_to_a_slow_disk_once() {
    let mut screen = Screen::open();
    screen.disk = Disk::Slow;
    screen.say("n", "the gate was open");
    let request = screen.asked.take().unwrap();
    screen.press("enter");
    assert!(screen.asked.is_none() && screen.app.is_saving());
    screen.answer(&request);
    assert!(screen.is_bare() && !screen.app.is_saving());
}

#[test]
fn nothing_is_put_to_a_slow_disk_before_it_answered() {
    let mut screen = Screen::confirmed();
    screen.disk = Disk::Slow;
    screen.say("n", "the gate was open");
    let note = screen.asked.take().unwrap();
    screen.press("esc 2 g g space");
    assert!(screen.asked.is_none(), "{:?}", screen.asked);
    assert!(screen.toast().starts_with("not done"), "{}", screen.toast());
    let effects = screen.answer(&note);
    let key = "note".to_owned();
    assert_eq!(effects, [Effect::DropDraft { key }]);
}

#[test]
fn what_is_typed_while_a_slow_disk_saves_is_kept() {
    let mut screen = Screen::open();
    screen.disk = Disk::Slow;
    screen.say("n", "the gate");
    let request = screen.asked.clone().unwrap();
    screen.write_text("the gate was open");
    screen.answer(&request);
    assert_eq!(screen.editor().text, "the gate was open");
    assert_ne!(screen.editor().problem, "");
}

#[test]
fn what_is_typed_before_a_refusal_stays_in_its_editor() {
    let mut screen = Screen::open();
    screen.press("c c");
    screen.disk = Disk::Slow;
    screen.press("enter");
    let request = screen.asked.clone().unwrap();
    screen.write_text("seen by all");
    screen.answer(&request);
    assert_eq!(screen.editor().text, "seen by all");
    assert!(screen.editor().problem.contains("missing"));
}

#[test]
fn a_text_that_somebody_changed_meanwhile_is_shown_before_it_is_replaced() {
    let mut screen = Screen::open();
    screen.add_leads(&["who left the gate open?"]);
    screen.press("3 e");
    screen.write_text("who left the east gate open?");
    let text = "who left the west gate open?".to_owned();
    screen.hear(Command::RewordLead {
        id: LeadId(1),
        text: text.clone(),
    });
    screen.press("enter");
    assert!(
        screen.editor().problem.contains(&text),
        "{:?}",
        screen.editor()
    );
    assert_eq!(screen.incident.leads[0].text, text);
    screen.press("enter");
    assert_eq!(
        screen.incident.leads[0].text,
        "who left the east gate open?"
    );
}

#[test]
fn quitting_without_a_text_that_is_not_on_the_disk_takes_two_presses() {
    let mut screen = Screen::confirmed();
    screen.disk = Disk::Full;
    screen.say("n", "the gate was open");
    screen.press("esc");
    assert_eq!(screen.press("q"), []);
    assert!(
        screen.toast().contains("not on the disk"),
        "{}",
        screen.toast()
    );
    assert_eq!(screen.press("q"), [Effect::Quit]);
}

#[test]
fn undo_takes_back_what_is_ones_own() {
    let mut screen = Screen::open();
    screen.add_leads(&["who left the gate open?"]);
    let text = "from another pane".to_owned();
    let visibility = Visibility::Shared;
    screen.record_by("Spot the Dog", Command::Note { text, visibility });
    screen.press("u");
    assert!(screen.incident.leads.is_empty());
    assert!(screen.toast().contains("L1"), "{}", screen.toast());
}

#[test]
fn news_touches_neither_the_text_nor_the_layers() {
    let mut screen = Screen::confirmed();
    screen.press("3 e");
    screen.write_text("who left");
    let before = screen.app.layers.clone();
    screen.hear(Command::RewordLead {
        id: LeadId(1),
        text: "who?".into(),
    });
    screen.record(Command::Undo { entry: None });
    screen.happen(Event::Ticked);
    assert_eq!(screen.app.layers, before);
}

#[rstest]
#[case::log("q\nq\n:quit\n", "q\nq\n:quit\n")]
#[case::keys("cr\r\nx", "cr\nx")]
fn a_paste_opens_a_note_and_acts_on_nothing(#[case] pasted: &str, #[case] text: &str) {
    let mut screen = Screen::confirmed();
    let before = screen.incident.clone();
    screen.happen(Event::Paste(pasted.into()));
    assert_eq!(screen.editor().text.trim_end(), text.trim_end());
    assert_eq!(screen.incident, before);
    assert!(screen.asked.is_none());
}

#[test]
fn an_empty_paste_opens_nothing() {
    let mut screen = Screen::open();
    screen.happen(Event::Paste(" \n".into()));
    assert!(screen.is_bare());
}

#[rstest]
#[case::clock("09:30", "2026-11-23 09:30", Precision::Minute)]
#[case::ago("10m ago", "2026-11-23 09:50", Precision::Minute)]
#[case::dated("2026-11-22 14:02", "2026-11-22 14:02", Precision::Minute)]
#[case::day("2026-11-22", "2026-11-22 00:00", Precision::Day)]
#[case::month("2026-11", "2026-11-01 00:00", Precision::Month)]
fn a_time_is_read_in_the_zone_of_the_incident(
    #[case] typed: &str,
    #[case] local: &str,
    #[case] precision: Precision,
) {
    let mut screen = Screen::open();
    screen.say("t s", typed);
    let When::Known { at, precision: how } = screen.incident.moments[&Moment::Started] else {
        panic!("it is known");
    };
    assert_eq!(how, precision);
    let shown = screen.incident.zone.local(at.to_utc());
    assert_eq!(shown.format("%Y-%m-%d %H:%M").to_string(), local);
}

#[test]
fn a_time_may_be_unknown() {
    let mut screen = Screen::open();
    screen.say("t c", "unknown");
    assert_eq!(screen.incident.moments[&Moment::Contained], When::Unknown);
}

#[rstest]
#[case::nonsense("t s", "yesterday-ish", "write 14:02")]
#[case::nothing("t s", "", "failed to read the time, none was typed: write 14:02")]
#[case::skipped("t s", "2026-03-08 02:30", "clocks were put forward")]
#[case::no_colon("t s", "2010", "write 20:10, or 2010-01")]
#[case::no_span("z", "soon", "begin with how long")]
#[case::no_unit("z", "15 busy", "begin with how long")]
#[case::no_reason("z", "15m", "the reason is empty")]
#[case::past("z", "0m why not", "that time is past")]
fn what_cannot_be_read_is_said_in_the_editor(
    #[case] key: &str,
    #[case] typed: &str,
    #[case] problem: &str,
) {
    let mut screen = Screen::open();
    screen.say(key, typed);
    let said = &screen.editor().problem;
    assert!(said.contains(problem), "{said}");
    assert_eq!(screen.editor().text, typed);
}

#[rstest]
#[case::a_while("15m waiting for the lab", Some(15), "waiting for the lab")]
#[case::an_hour("1h lunch", Some(60), "lunch")]
#[case::in_words("25 min lunch", Some(25), "lunch")]
#[case::too_long("1h30m lunch", Some(90), "lunch")]
#[case::for_good("never they know", None, "they know")]
fn a_clock_is_put_off_past_its_due_time(
    #[case] typed: &str,
    #[case] minutes: Option<i64>,
    #[case] reason: &str,
) {
    let mut screen = Screen::open();
    let due_at = screen.app.clocks[0].due_at;
    screen.press("z");
    assert!(screen.editor().help[0].contains("past 10:50, when it is due"));
    screen.write_text(typed);
    screen.press("enter");
    if minutes.is_none_or(|minutes| minutes > 60) {
        assert!(screen.editor().help[0].contains("K1 is a legal deadline"));
        screen.write_text("they called back");
        screen.press("enter");
    }
    let snooze = &screen.incident.snoozes["K1"];
    assert_eq!(
        snooze.until.map(|until| (until - due_at).num_minutes()),
        minutes
    );
    assert_eq!(snooze.reason, reason);
}

#[rstest]
#[case::a_moment("t d")]
#[case::the_past("[ t")]
fn what_is_wrong_with_a_time_is_told_as_an_attempt(#[case] keys: &str) {
    let mut screen = Screen::confirmed();
    screen.press(keys);
    screen.write_text("10m ago, key rotated");
    screen.press("enter");
    let problem = &screen.editor().problem;
    assert!(
        problem.starts_with("failed to read the time `10m ago, key rotated`"),
        "{problem}"
    );
}

#[test]
fn the_next_responder_is_typed_behind_a_comma() {
    let mut screen = Screen::open();
    screen.press("p");
    let held = screen.editor().text.clone();
    assert_eq!(held, "Spot, ");
    screen.write_text(&format!("{held}Farmer Dave"));
    screen.press("enter");
    assert_eq!(screen.incident.responders, ["Spot", "Farmer Dave"]);
    // What was only looked at changes nothing, and is no draft.
    let before = screen.entries.len();
    screen.press("p enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(screen.entries.len(), before);
}
