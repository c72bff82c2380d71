//! The palette leads to things, people and other incidents.

use rstest::rstest;
use sitroom::app::{
    Action, Effect, Event, Goal, KnownIncident, PaletteEntry, Pane, PeopleRow, View,
};
use sitroom::domain::command::Command;
use sitroom::domain::evidence::EvidenceAsked;

use crate::screen::Screen;

fn find(screen: &mut Screen, query: &str) {
    screen.press(":");
    screen.happen(Event::Paste(query.into()));
}

fn known(id: &str, title: &str) -> KnownIncident {
    KnownIncident {
        id: id.parse().expect("an id"),
        title: title.into(),
        state: "confirmed".into(),
    }
}

fn selected(screen: &Screen) -> String {
    let app = &screen.app;
    match app.focus() {
        Pane::Leads => app.selected_lead().map(|it| it.id.to_string()),
        Pane::Remediation => app.selected_fix().map(|it| it.id.to_string()),
        Pane::Checklist => app.selected_line().map(|it| it.id.0.clone()),
        Pane::Timeline => app.selected_entry().map(|it| format!("#{}", it.seq)),
        Pane::Evidence => app.selected_evidence().map(|it| it.id.to_string()),
        Pane::People => app.selected_people().map(|it| match it {
            PeopleRow::Person(person) => person.name.clone(),
            PeopleRow::Ask(ask) => ask.id.to_string(),
        }),
        Pane::Clocks | Pane::Comms | Pane::Report => None,
    }
    .unwrap_or_default()
}

#[test]
fn a_message_is_found_in_the_timeline_by_the_title_it_has_there() {
    let mut screen = Screen::confirmed();
    screen.record(Command::RecordMessage {
        message: "gsa-notice".into(),
        sitrep: false,
        to: vec!["GSA IR".into()],
        text: String::new(),
    });
    screen.press("/ o n e - h o u r enter");
    let app = &screen.app;
    let shown: Vec<String> = app
        .rows
        .timeline
        .iter()
        .map(|at| app.words_of(&app.entries[*at]))
        .collect();
    assert_eq!(shown, ["One-hour notice to GSA sent by hand to GSA IR"]);
}

/// Every word that somebody may have in mind, which is not that of the command; some as they are
/// typed.
const OTHER_WORDS: [(&str, &[Action]); 27] = [
    ("lesson learned", &[Action::ViewReport]),
    ("lesson", &[Action::ViewReport]),
    ("lessons", &[Action::ViewReport]),
    ("Lessons Learned", &[Action::ViewReport]),
    ("retrospective", &[Action::ViewReport]),
    ("worksheet", &[Action::ViewReport]),
    ("postmortem", &[Action::ViewReport]),
    ("cause analysis", &[Action::ViewReport]),
    ("caus ana", &[Action::ViewReport]),
    ("transfer command", &[Action::Handoff]),
    ("baton", &[Action::Handoff]),
    ("brief", &[Action::Handoff]),
    ("delay", &[Action::Snooze]),
    ("postpone", &[Action::Snooze]),
    ("resume", &[Action::Outbound]),
    ("leak", &[Action::Outbound]),
    ("insider", &[Action::Outbound]),
    ("not applicable", &[Action::SetAside]),
    ("n/a", &[Action::SetAside]),
    ("drop", &[Action::SetAside]),
    ("milestone", &[Action::Moment]),
    ("milestones", &[Action::Moment]),
    ("mitigation", &[Action::AddLater, Action::Fix]),
    ("action item", &[Action::AddLater, Action::Fix]),
    ("action items", &[Action::AddLater, Action::Fix]),
    ("task", &[Action::AddLater, Action::Fix]),
    ("mitig", &[Action::AddLater, Action::Fix]),
];

#[test]
fn a_command_is_found_by_other_words() {
    for (query, wanted) in OTHER_WORDS {
        let mut screen = Screen::confirmed();
        find(&mut screen, query);
        let found = screen.palette().found.iter();
        let first: Vec<_> = found.map(PaletteEntry::action).take(wanted.len()).collect();
        let wanted: Vec<_> = wanted.iter().copied().map(Some).collect();
        assert_eq!(first, wanted, "{query}");
    }
}

#[rstest]
#[case::too_few_letters("n/")]
#[case::words_of_two_phrases("lesson analysis")]
#[case::one_word_that_is_in_none("cause chickens")]
fn what_is_in_none_of_the_other_words_finds_no_command_by_them(#[case] query: &str) {
    let mut screen = Screen::confirmed();
    find(&mut screen, query);
    let found = screen.palette().found.iter();
    let found: Vec<_> = found.filter_map(PaletteEntry::action).collect();
    for action in [Action::ViewReport, Action::SetAside] {
        assert!(!found.contains(&action), "{query}: {found:?}");
    }
}

#[rstest]
#[case::lead_by_id("L2", View::Leads, "L2")]
#[case::lead_by_id_in_small("l2", View::Leads, "L2")]
#[case::lead_by_words("where fox", View::Leads, "L2")]
#[case::remediation_by_id("R2", View::Remediation, "R2")]
#[case::remediation_by_letters("mnd fence", View::Remediation, "R2")]
#[case::line_of_a_checklist("I4", View::Checklist, "I4")]
#[case::entry_by_number("#3", View::Timeline, "#3")]
#[case::entry_by_bare_number("4", View::Timeline, "#4")]
#[case::person("Spot", View::People, "Spot")]
#[case::evidence("E1", View::Evidence, "E1")]
fn the_palette_goes_to(#[case] query: &str, #[case] view: View, #[case] id: &str) {
    let mut screen = Screen::confirmed();
    screen.record(Command::HandleEvidence(Box::new(EvidenceAsked::Collect {
        what: "feathers".into(),
        place: "the safe".into(),
        holder: "Spot".into(),
        path: String::new(),
        file: None,
    })));
    let entries = screen.entries.len();
    find(&mut screen, query);
    let by_key = |goal: &Goal| matches!(goal, Goal::Do(_));
    let found = &screen.palette().found;
    let at = found
        .iter()
        .position(|it| !by_key(&it.goal))
        .expect("a thing is found");
    for _ in 0..at {
        screen.press("down");
    }
    assert_eq!(screen.press("enter"), []);
    assert_eq!((screen.app.view, selected(&screen).as_str()), (view, id));
    assert!(screen.is_bare());
    assert_eq!(
        screen.entries.len(),
        entries,
        "nothing is recorded by going there"
    );
}

#[rstest]
#[case::lead("L2")]
#[case::line_of_a_checklist("I4")]
#[case::person("Spot")]
fn a_thing_that_the_filter_hides_is_shown_all_the_same(#[case] thing: &str) {
    let mut screen = Screen::confirmed();
    screen.press("3 / g a t e enter");
    find(&mut screen, thing);
    screen.press("enter");
    assert_eq!(
        (selected(&screen).as_str(), screen.app.filter.as_str()),
        (thing, "")
    );
}

#[test]
fn what_a_thing_is_called_goes_before_what_contains_its_letters() {
    let mut screen = Screen::confirmed();
    find(&mut screen, "L1");
    assert_eq!(screen.palette().found[0].name, "L1");
    screen.press("esc");
    find(&mut screen, "sitrep");
    assert_eq!(screen.palette().found[0].name, "sitrep");
}

#[test]
fn another_incident_is_opened_and_this_one_is_not_offered() {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press(":"), [Effect::ReadIncidents]);
    let own = known("2026-11-23-chickens", "The chickens have escaped");
    let other = known("2026-11-20-the-goat", "The goat is on the roof");
    screen.happen(Event::IncidentsRead(vec![own, other.clone()]));
    screen.happen(Event::Paste("goat roof".into()));
    let incidents = screen.palette().found.iter();
    let incidents = incidents.filter(|it| matches!(it.goal, Goal::Open(_)));
    assert_eq!(incidents.count(), 1);
    assert_eq!(screen.press("enter"), [Effect::OpenIncident(other.id)]);
}

#[test]
fn what_is_marked_stays_marked_when_the_incidents_come_in_above_it() {
    let mut screen = Screen::confirmed();
    find(&mut screen, "goat roof");
    let goal = screen.palette().found[0].goal.clone();
    let other = known("2026-11-20-the-goat", "The goat is on the roof");
    screen.happen(Event::IncidentsRead(vec![other]));
    let palette = screen.palette();
    assert_ne!(palette.found[0].goal, goal, "it came in above");
    assert_eq!(palette.found[palette.marked].goal, goal);
}

#[test]
fn an_unsaved_text_is_not_left_for_another_incident_without_a_word() {
    let mut screen = Screen::open();
    screen.disk = crate::screen::Disk::Full;
    screen.say("n", "we go on");
    screen.press("esc");
    let other = known("2026-11-20-the-goat", "The goat is on the roof");
    screen.happen(Event::IncidentsRead(vec![other]));
    find(&mut screen, "goat");
    assert_eq!(screen.press("enter"), []);
    assert!(
        screen
            .toast()
            .starts_with("your last text is not on the disk")
    );
}

#[test]
fn the_past_is_looked_through_and_not_left() {
    let mut screen = Screen::confirmed();
    screen.press("[");
    find(&mut screen, "L1");
    screen.press("enter");
    let past = screen.app.past.as_ref().expect("it is still the past");
    assert_eq!(past.app.view, View::Leads);
}
