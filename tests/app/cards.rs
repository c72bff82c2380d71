//! Cards: ruling on conflicts and answering suggestions at the screen.

use rstest::rstest;
use sitroom::app::{Card, EditorKind, Event, Layer, Purpose, Waiting};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::Event::Noted;
use sitroom::domain::incident::{Severity, Status};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};

use crate::screen::{Disk, Screen};

fn raise(screen: &mut Screen, subject: &str, ours: &str, theirs: &str) {
    screen.hear(Command::RaiseConflict {
        subject: subject.into(),
        ours: ours.into(),
        theirs: theirs.into(),
        ours_by: "Farmer Jane".into(),
        ours_at: None,
    });
}

fn suggest(screen: &mut Screen, line: u32, action: SuggestedAction) -> SuggestionId {
    let id = SuggestionId { comment: 7, line };
    screen.hear(Command::Suggest { id, action });
    id
}

fn note(text: &str) -> SuggestedAction {
    SuggestedAction::Note(text.into())
}

fn card(screen: &Screen) -> &Card {
    match screen.app.layers.last() {
        Some(Layer::Card(card)) => card,
        other => panic!("no card is open but {other:?}"),
    }
}

fn subject(screen: &Screen) -> &str {
    match &card(screen).matter {
        Waiting::Conflict { subject, .. } => subject,
        Waiting::Suggestion { .. } => panic!("a suggestion is open"),
        Waiting::Gate(_) => panic!("the gate is shut"),
    }
}

fn settled(subject: &str, value: &str) -> Command {
    Command::SettleConflict {
        subject: subject.into(),
        value: value.into(),
    }
}

#[rstest]
#[case::mine("m", "here")]
#[case::theirs("t", "there")]
fn a_conflict_is_ruled_on_with_one_key(#[case] key: &str, #[case] value: &str) {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x");
    screen.press(key);
    assert_eq!(screen.asked(), &settled("title", value));
    assert!(screen.incident.conflicts.is_empty() && screen.is_bare());
    assert_eq!(
        screen.toast(),
        format!("conflict on title settled: {value}")
    );
}

#[rstest]
#[case::at_the_next_line("x")]
#[case::by_its_key("C")]
#[case::at_its_entry("5 g g space")]
#[case::at_its_entry_with_enter("5 g g enter")]
fn a_conflict_is_reached(#[case] keys: &str) {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press(keys);
    assert_eq!(subject(&screen), "title");
    screen.press("esc");
    assert!(screen.is_bare());
    assert_eq!(screen.incident.conflicts.len(), 1, "esc leaves it waiting");
}

#[test]
fn a_third_value_is_typed_and_holds() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x e");
    let editor = screen.editor();
    assert_eq!(editor.purpose, Purpose::Settle("title".into()));
    assert_eq!((editor.kind, &*editor.text), (EditorKind::Line, "here"));
    assert!(editor.help.contains(&"on the issue: there".to_owned()));
    screen.write_text("everywhere");
    screen.press("enter");
    assert_eq!(screen.asked(), &settled("title", "everywhere"));
    assert_eq!(screen.incident.title, "everywhere");
    assert!(screen.is_bare());
}

#[test]
fn prose_is_edited_with_both_texts_in_it_and_headings_are_asked_about_once() {
    let mut screen = Screen::open();
    raise(&mut screen, "details", "one\ntwo", "one\nthree");
    screen.press("x e");
    let both = "one\n\n[here, Farmer Jane]\ntwo\n\n[issue, dave]\nthree";
    assert_eq!(screen.editor().kind, EditorKind::Page);
    assert_eq!(screen.editor().text, both);
    screen.press("ctrl-s");
    assert!(screen.editor().problem.contains("[here, Farmer Jane]"));
    screen.write_text("one\ntwo and three");
    screen.press("ctrl-s");
    assert_eq!(screen.incident.details, "one\ntwo and three");
    assert!(screen.incident.conflicts.is_empty());
}

#[test]
fn the_third_value_that_the_record_cannot_have_is_told_in_the_editor() {
    let mut screen = Screen::open();
    raise(&mut screen, "severity", "unknown", "low");
    screen.press("x e");
    assert!(
        screen
            .editor()
            .help
            .iter()
            .any(|help| help.contains("medium"))
    );
    screen.write_text("awful");
    screen.press("enter");
    assert!(screen.editor().problem.contains("choose one of"));
    screen.write_text("medium");
    screen.press("enter");
    assert_eq!(screen.incident.severity, Severity::Medium);
}

#[test]
fn esc_in_the_editor_goes_back_to_the_card_and_keeps_a_draft() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x e");
    screen.write_text("both");
    screen.press("esc");
    assert_eq!(subject(&screen), "title");
    screen.press("e");
    assert_eq!(screen.editor().text, "both");
}

#[test]
fn several_conflicts_are_gone_through_in_both_directions() {
    let mut screen = Screen::open();
    for name in ["severity", "title", "reporter"] {
        raise(&mut screen, name, "unknown", "low");
    }
    screen.press("x");
    let mut seen = Vec::new();
    for key in ["n", "n", "n", "p", "p", "tab", "shift-tab"] {
        screen.press(key);
        seen.push(subject(&screen).to_owned());
    }
    assert_eq!(
        seen,
        [
            "severity", "title", "reporter", "title", "severity", "title", "severity"
        ]
    );
    assert_eq!(card(&screen).place(&screen.incident), (2, 3));
}

#[test]
fn after_a_ruling_the_next_one_that_waits_is_shown() {
    let mut screen = Screen::open();
    raise(&mut screen, "severity", "unknown", "low");
    raise(&mut screen, "title", "here", "there");
    screen.press("x t");
    assert_eq!(subject(&screen), "title");
    screen.press("m");
    assert!(screen.is_bare());
}

#[test]
fn a_guard_asks_for_its_reason_and_goes_back_to_the_card() {
    let mut screen = Screen::confirmed();
    raise(&mut screen, "status", "confirmed", "resolved");
    screen.press("x t");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    assert!(screen.editor().help[0].contains("R1, R2"));
    screen.press("esc");
    assert_eq!(subject(&screen), "status");
    screen.press("t");
    screen.write_text("the hens are back");
    screen.press("enter");
    assert_eq!(screen.incident.status, Status::Resolved);
    assert!(screen.incident.conflicts.is_empty() && screen.is_bare());
}

#[test]
fn a_key_never_rules_on_what_nobody_read() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x");
    raise(&mut screen, "title", "here", "somewhere else");
    assert!(card(&screen).is_news);
    screen.press("t");
    assert!(screen.asked.is_none());
    assert!(card(&screen).problem.contains("it changed just now"));
    screen.press("t");
    assert_eq!(screen.asked(), &settled("title", "somewhere else"));
}

#[test]
fn a_text_that_is_being_typed_stays_and_hears_that_the_issue_changed() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x e");
    screen.write_text("both");
    raise(&mut screen, "title", "here", "somewhere else");
    assert_eq!(screen.editor().text, "both");
    screen.press("enter");
    assert!(screen.editor().problem.contains("somewhere else"));
    screen.press("enter");
    assert_eq!(screen.asked(), &settled("title", "both"));
}

#[test]
fn a_conflict_that_is_settled_elsewhere_makes_room_and_loses_no_text() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x e");
    screen.write_text("both");
    screen.hear(settled("title", "here"));
    assert_eq!(screen.editor().text, "both");
    screen.press("enter");
    assert!(screen.editor().problem.contains("settled already"));
    screen.press("esc");
    assert!(screen.is_bare());
    assert!(screen.app.drafts.values().any(|text| text == "both"));
}

#[test]
fn what_cannot_be_taken_is_refused_with_what_can() {
    let mut screen = Screen::open();
    raise(&mut screen, "severity", "unknown", "colossal");
    screen.press("x t");
    let problem = card(&screen).problem.clone();
    assert!(problem.contains("high, medium, low"), "{problem}");
    screen.press("m");
    assert!(screen.incident.conflicts.is_empty());
}

#[test]
fn of_two_that_are_all_there_is_no_third_is_typed() {
    let mut screen = Screen::open();
    raise(&mut screen, "exposure", "no", "yes");
    screen.press("x e");
    assert!(screen.asked.is_none());
    assert!(card(&screen).problem.contains("no third way"));
    screen.press("t");
    assert_eq!(screen.incident.exposure, Some(true));
    assert!(screen.incident.conflicts.is_empty());
}

#[test]
fn a_third_time_is_typed_as_anywhere_else() {
    let mut screen = Screen::open();
    let (ours, theirs) = ("2026-11-23T14:00Z", "2026-11-23T15:00Z auto");
    raise(&mut screen, "time contained", ours, theirs);
    screen.press("x e");
    let help = &screen.editor().help;
    assert_eq!(help[0], "here: 2026-11-23 09:00");
    assert_eq!(help[1], "on the issue: 2026-11-23 10:00 (by the record)");
    screen.write_text("soon");
    screen.press("enter");
    assert!(!screen.editor().problem.is_empty());
    screen.write_text("09:55");
    screen.press("enter");
    let contained = screen.incident.moments[&sitroom::domain::incident::Moment::Contained];
    assert_eq!(
        screen.incident.zone.plain(&contained),
        "2026-11-23 09:55 EST"
    );
    assert!(screen.incident.conflicts.is_empty() && screen.is_bare());
}

#[test]
fn a_status_from_the_list_is_typed_over_and_its_guard_counts_the_ways_back() {
    let mut screen = Screen::open();
    raise(&mut screen, "status", "investigating", "resolved");
    screen.press("x e");
    assert_eq!(screen.editor().text, "investigating");
    assert!(
        screen.editor().holds_a_proposal(),
        "what is typed replaces it"
    );
    screen.write_text("confirmed");
    screen.press("enter");
    let help = screen.editor().help.join("\n");
    let expected = "esc esc esc, then S sets the severity; then confirm it again";
    assert!(help.contains(expected), "{help}");
    screen.press("esc esc");
    assert_eq!(subject(&screen), "status");
    screen.press("S");
    assert_eq!(screen.toast(), "S does nothing here; ? shows the keys");
    screen.press("esc S");
    assert_eq!(screen.choices().title, "Severity");
}

#[test]
fn a_title_of_both_sides_is_written_on_and_not_typed_over() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x e");
    assert_eq!(screen.editor().text, "here");
    assert!(!screen.editor().holds_a_proposal());
}

#[test]
fn a_full_disk_leaves_the_card_as_it_is() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.disk = Disk::Full;
    screen.press("x t");
    assert_eq!(subject(&screen), "title");
    assert!(screen.app.unsaved.is_some());
}

#[test]
fn long_prose_is_scrolled_and_stops_at_both_ends() {
    let mut screen = Screen::open();
    let text = |word: &str| {
        let lines = (0..60).map(|n| format!("{word} {n}"));
        lines.collect::<Vec<String>>().join("\n")
    };
    raise(&mut screen, "details", &text("hen"), &text("fox"));
    screen.press("x k");
    assert_eq!(card(&screen).scroll, 0);
    screen.press("j j pagedown");
    assert_eq!(card(&screen).scroll, 7);
    screen.press("G j");
    assert_eq!(card(&screen).scroll, 119);
    screen.press("g g");
    assert_eq!(card(&screen).scroll, 0);
}

#[test]
fn help_over_a_card_goes_back_to_it() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x ?");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Help { .. })));
    screen.press("esc");
    assert_eq!(subject(&screen), "title");
}

#[test]
fn what_is_typed_into_the_palette_answers_no_card() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x : t i t l e");
    assert_eq!(screen.palette().query, "title");
    screen.press("enter");
    assert_eq!(screen.editor().title, "Short description");
    screen.press("esc");
    assert_eq!(subject(&screen), "title");
    assert!(screen.asked.is_none());
}

#[test]
fn one_card_is_open_at_a_time() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    suggest(&mut screen, 1, note("feathers"));
    screen.press("x :");
    screen.happen(Event::Paste("answer what".into()));
    screen.press("enter");
    assert!(matches!(card(&screen).matter, Waiting::Suggestion { .. }));
    screen.press("esc");
    assert!(screen.is_bare());
}

#[test]
fn keys_of_lists_do_nothing_on_a_card() {
    let mut screen = Screen::confirmed();
    raise(&mut screen, "title", "here", "there");
    screen.press("x");
    let before = screen.incident.clone();
    screen.press("space x u S a q y d");
    assert_eq!(screen.incident, before);
    assert_eq!(subject(&screen), "title");
}

#[rstest]
#[case::at_the_next_line("x")]
#[case::by_its_key("w")]
#[case::at_its_entry("5 g g space")]
fn a_suggestion_is_accepted_with_one_key(#[case] keys: &str) {
    let mut screen = Screen::open();
    // Nothing that a clock runs for may come first.
    screen.tell("N", "told them");
    let id = suggest(&mut screen, 1, note("feathers"));
    screen.press(keys);
    screen.press("y");
    let accept = Command::AnswerSuggestion { id, accept: true };
    assert_eq!(screen.asked(), &accept);
    assert!(screen.incident.suggestions.is_empty() && screen.is_bare());
    assert!(screen.entries.iter().any(|entry| {
        matches!(&entry.event, Noted { text, .. } if text == "feathers (suggested by dave)")
    }));
    assert_eq!(screen.toast(), "accepted: /note feathers");
}

#[test]
fn a_suggestion_is_declined_and_the_next_one_shown() {
    let mut screen = Screen::open();
    let first = suggest(&mut screen, 1, note("feathers"));
    suggest(&mut screen, 2, note("tracks"));
    screen.press("w d");
    let decline = Command::AnswerSuggestion {
        id: first,
        accept: false,
    };
    assert_eq!(screen.asked(), &decline);
    assert_eq!(card(&screen).place(&screen.incident), (1, 1));
    screen.press("esc");
    assert_eq!(
        screen.incident.suggestions.len(),
        1,
        "esc leaves it waiting"
    );
    let noted = |screen: &Screen| {
        let noted = screen.entries.iter();
        noted
            .filter(|entry| matches!(entry.event, Noted { .. }))
            .count()
    };
    assert_eq!(noted(&screen), 0);
}

#[test]
fn a_key_for_what_somebody_else_answered_does_nothing_else() {
    let mut screen = Screen::open();
    let first = suggest(&mut screen, 1, note("feathers"));
    let second = suggest(&mut screen, 2, note("tracks"));
    let decline = |id| Command::AnswerSuggestion { id, accept: false };
    screen.press("w");
    screen.record_by("Farmer Dave", decline(first));
    screen.press("y");
    assert!(card(&screen).problem.contains("it changed just now"));
    screen.record_by("Farmer Dave", decline(second));
    assert!(screen.is_bare());
    assert_eq!(screen.press("y"), [], "nothing is copied");
    assert!(screen.toast().contains("somebody else answered that"));
    assert!(!screen.press("y").is_empty(), "and then it is what it was");
}

#[test]
fn a_held_key_of_the_next_line_answers_nothing() {
    let mut screen = Screen::open();
    screen.tell("N", "told them");
    suggest(&mut screen, 1, note("feathers"));
    screen.press("x x x x");
    assert_eq!(screen.incident.suggestions.len(), 1);
}

#[test]
fn a_refused_suggestion_says_why_and_stays() {
    let mut screen = Screen::open();
    let fix = "R9".parse().unwrap();
    suggest(&mut screen, 1, SuggestedAction::Done(fix));
    screen.press("w y");
    assert!(
        card(&screen)
            .problem
            .contains("there is no remediation item R9")
    );
    assert_eq!(screen.incident.suggestions.len(), 1);
}

#[test]
fn a_guard_against_a_suggestion_is_overridden_with_a_reason() {
    let mut screen = Screen::open();
    // I4 ticks itself once the notice is sent.
    let item = sitroom::domain::ids::ItemId::new("I4");
    suggest(&mut screen, 1, SuggestedAction::Tick(item.clone()));
    screen.press("w y");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    screen.write_text("told them by telephone");
    screen.press("enter");
    assert!(screen.incident.checklist.contains_key(&item));
    assert!(screen.incident.suggestions.is_empty() && screen.is_bare());
}

#[test]
fn an_accepted_suggestion_is_taken_back_as_a_whole() {
    let mut screen = Screen::open();
    suggest(&mut screen, 1, SuggestedAction::Lead("a fox?".into()));
    screen.press("w y");
    assert_eq!(screen.incident.leads.len(), 1);
    screen.press("u");
    assert_eq!(screen.incident.leads.len(), 0);
    assert_eq!(screen.incident.suggestions.len(), 1);
}

#[test]
fn without_anything_that_waits_the_keys_say_so() {
    let mut screen = Screen::open();
    screen.press("C");
    assert_eq!(screen.toast(), "no conflict is open");
    screen.press("w");
    assert_eq!(screen.toast(), "nobody waits for an answer");
    assert!(screen.is_bare());
}

#[test]
fn a_recovered_edit_is_told_as_a_warning_with_its_place() {
    let mut screen = Screen::open();
    let kept = "lost/2026-11-23T15-00.md".to_owned();
    screen.hear(Command::RecordRecovery { kept });
    let error = screen.app.log.unread().next().cloned().unwrap();
    assert_eq!(error.level, sitroom::app::Level::Error);
    assert_eq!(
        error.text,
        "an edit by dave was covered by ours and merged back; the covered text is kept in \
         lost/2026-11-23T15-00.md"
    );
}

#[test]
fn a_request_that_overtakes_a_ruling_is_refused_and_changes_nothing() {
    let mut screen = Screen::open();
    raise(&mut screen, "title", "here", "there");
    screen.press("x");
    screen.disk = Disk::Slow;
    screen.press("t");
    screen.press("m");
    assert!(screen.toast().contains("still busy"));
    let request = Request::local(settled("title", "there"), "Farmer Jane");
    screen.disk = Disk::Good;
    screen.answer(&request);
    assert_eq!(screen.incident.title, "there");
    screen.happen(Event::Ticked);
    assert!(screen.is_bare());
}
