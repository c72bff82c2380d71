//! An exposure of information: each of its duties is one thing, whether it is done on the checklist,
//! on the remediation board or by a message.

use rstest::rstest;
use sitroom::app::Purpose;
use sitroom::domain::apply::fold;
use sitroom::domain::checklist::{RowState, rows};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::decide;
use sitroom::domain::event::{Entry, Event, Origin, Visibility};
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::incident::{Carrier, Fix, FixClass, FixState, Mark, Route};
use sitroom::domain::kept::lines_of;
use sitroom::domain::playbook::{Channel, Fact};
use sitroom::domain::question::question;
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::timeline::describe;

use crate::screen::{Screen, cloud_gov};

const LIST: &str = "information-exposure";
const OWNER: &str = "Owner of the exposed information";
const RECIPIENT: &str = "Recipient of the exposed information";

fn exposed() -> Screen {
    let mut screen = Screen::on(cloud_gov());
    screen.confirm();
    screen.record(Command::SetExposure { exposed: true });
    screen
}

fn state_of(screen: &Screen, line: &str) -> RowState {
    let rows = rows(&screen.incident, &screen.app.playbook, LIST, screen.app.now);
    let row = rows.into_iter().find(|row| row.id.0 == line);
    row.expect("it is on the list").state
}

/// Returns the remediation item that a line is kept as.
fn item_of(screen: &Screen, line: &str) -> FixId {
    let rows = rows(&screen.incident, &screen.app.playbook, LIST, screen.app.now);
    let row = rows.into_iter().find(|row| row.id.0 == line);
    row.and_then(|row| row.fix).expect("it is kept as an item")
}

fn fix_state(screen: &Screen, id: FixId) -> FixState {
    screen.incident.fix(id).expect("it is on the board").state
}

fn move_fix(screen: &mut Screen, id: FixId, to: FixState) {
    let from = fix_state(screen, id);
    screen.record(Command::MoveFix { id, from, to });
}

fn mark(line: &str, mark: Option<Mark>) -> Command {
    Command::MarkItem {
        item: ItemId::new(line),
        mark,
        reason: String::new(),
    }
}

#[rstest]
#[case::owner("IE2")]
#[case::coordination("IE3")]
#[case::recipient("IE4")]
fn what_is_done_on_the_board_is_ticked_on_the_list(#[case] line: &str) {
    let mut screen = exposed();
    assert_eq!(state_of(&screen, line), RowState::Open);
    let fix = item_of(&screen, line);
    move_fix(&mut screen, fix, FixState::Done);
    assert_eq!(state_of(&screen, line), RowState::Derived);
    screen.record(Command::VerifyFix {
        id: fix,
        by: "Farmer Dave".into(),
    });
    assert_eq!(state_of(&screen, line), RowState::Derived);
    move_fix(&mut screen, fix, FixState::InProgress);
    assert_eq!(state_of(&screen, line), RowState::Open);
}

#[test]
fn a_line_that_is_ticked_does_its_item_and_back() {
    let mut screen = exposed();
    let fix = item_of(&screen, "IE3");
    screen.select_line("IE3");
    screen.press("space");
    assert_eq!(fix_state(&screen, fix), FixState::Done);
    assert!(screen.incident.checklist.is_empty(), "it is kept once");
    screen.press("space");
    assert_eq!(fix_state(&screen, fix), FixState::InProgress);
    assert_eq!(state_of(&screen, "IE3"), RowState::Open);
    screen.press("space u");
    assert_eq!(fix_state(&screen, fix), FixState::InProgress);
}

#[test]
fn a_line_whose_item_was_verified_is_taken_back_on_the_board() {
    let mut screen = exposed();
    let fix = item_of(&screen, "IE3");
    move_fix(&mut screen, fix, FixState::Done);
    screen.record(Command::VerifyFix {
        id: fix,
        by: "Farmer Dave".into(),
    });
    screen.select_line("IE3");
    screen.press("space");
    let said = screen.toast();
    assert!(said.contains(&format!("kept as {fix}")), "{said}");
    assert_eq!(fix_state(&screen, fix), FixState::Verified);
}

#[test]
fn the_notice_that_ticks_a_line_does_its_item() {
    let mut screen = exposed();
    let (owner, recipient) = (item_of(&screen, "IE2"), item_of(&screen, "IE4"));
    tell(&mut screen, OWNER);
    assert_eq!(fix_state(&screen, owner), FixState::Done);
    assert_eq!(fix_state(&screen, recipient), FixState::Open);
    tell(&mut screen, RECIPIENT);
    assert_eq!(fix_state(&screen, recipient), FixState::Done);
    // A second notice does nothing again.
    screen.record(Command::VerifyFix {
        id: owner,
        by: "Farmer Dave".into(),
    });
    tell(&mut screen, OWNER);
    assert_eq!(fix_state(&screen, owner), FixState::Verified);
}

/// Says by hand that a notice went to somebody.
fn tell(screen: &mut Screen, whom: &str) {
    screen.record(Command::RecordMessage {
        message: "exposure-notices".into(),
        sitrep: false,
        to: vec![whom.into()],
        text: String::new(),
    });
}

/// The same, where the address of the owner is known.
fn exposed_with_address() -> Screen {
    let mut playbook = cloud_gov();
    let owner = playbook.addresses.get_mut("information-owner");
    owner.expect("it is known").to = "dave@farm.example".into();
    let mut screen = Screen::on(playbook);
    screen.confirm();
    screen.record(Command::SetExposure { exposed: true });
    screen
}

/// Hands a notice to the owner to the mail server.
fn mail_the_owner(screen: &mut Screen) {
    screen.record(Command::SendMessage {
        message: "exposure-notices".into(),
        text: "Your egg book was read.".into(),
        to: Vec::new(),
        routes: vec![Route {
            address: "information-owner".into(),
            name: OWNER.into(),
            channel: Channel::Mail,
            to: "dave@farm.example".into(),
            cc: Vec::new(),
            apart: true,
            carrier: Carrier::Smtp,
        }],
    });
}

#[test]
fn what_a_mail_did_once_it_was_delivered_is_not_taken_back_in_place_of_a_note() {
    let mut screen = exposed_with_address();
    let owner = item_of(&screen, "IE2");
    mail_the_owner(&mut screen);
    assert_eq!(fix_state(&screen, owner), FixState::Open, "it is queued");
    screen.say("n", "the fox has the book");
    screen.deliver();
    assert_eq!(fix_state(&screen, owner), FixState::Done);
    screen.press("u");
    assert_eq!(fix_state(&screen, owner), FixState::Done);
    let last = screen.entries.last().expect("it is recorded");
    let Event::Undone { label, .. } = &last.event else {
        panic!("{last:?}");
    };
    assert!(label.contains("the fox has the book"), "{label}");
}

#[test]
fn a_mail_that_did_an_item_still_says_that_it_cannot_be_taken_back() {
    let mut screen = exposed_with_address();
    let owner = item_of(&screen, "IE2");
    mail_the_owner(&mut screen);
    screen.deliver();
    assert_eq!(fix_state(&screen, owner), FixState::Done);
    let before = screen.entries.len();
    screen.press("u");
    assert_eq!(screen.entries.len(), before);
    let asked = screen.asked();
    assert!(matches!(asked, Command::UndoBefore(_)), "{asked:?}");
    assert_eq!(fold(&screen.entries), screen.incident);
}

#[test]
fn a_notice_that_is_taken_back_takes_its_item_along() {
    let mut screen = exposed();
    let owner = item_of(&screen, "IE2");
    tell(&mut screen, OWNER);
    assert_eq!(fix_state(&screen, owner), FixState::Done);
    screen.press("u");
    assert_eq!(fix_state(&screen, owner), FixState::Open);
    assert_eq!(state_of(&screen, "IE2"), RowState::Open);
}

#[test]
fn a_notice_that_went_out_before_the_exposure_was_declared_did_its_item() {
    let mut screen = Screen::on(cloud_gov());
    screen.confirm();
    tell(&mut screen, OWNER);
    screen.record(Command::SetExposure { exposed: true });
    let (owner, with_owner) = (item_of(&screen, "IE2"), item_of(&screen, "IE3"));
    assert_eq!(state_of(&screen, "IE2"), RowState::Derived);
    assert_eq!(fix_state(&screen, owner), FixState::Done);
    assert_eq!(fix_state(&screen, with_owner), FixState::Open);
    // To check it is left to the Incident Commander.
    let blocks = screen.incident.fix(owner).is_some_and(Fix::blocks_resolve);
    assert!(blocks);
    screen.press("u");
    assert_eq!(screen.incident.fix(owner), None);
}

#[test]
fn an_exposure_that_is_declared_again_finds_a_reworded_item() {
    let mut screen = exposed();
    let fix = item_of(&screen, "IE3");
    screen.record(Command::RewordFix {
        id: fix,
        text: "Ask Farmer Dave what he needs".into(),
    });
    let items = screen.incident.fixes.len();
    screen.record(Command::SetExposure { exposed: false });
    screen.record(Command::SetExposure { exposed: true });
    assert_eq!(screen.incident.fixes.len(), items);
    assert_eq!(item_of(&screen, "IE3"), fix);
}

#[test]
fn a_line_is_kept_by_one_item_though_two_say_the_same() {
    let mut screen = exposed();
    let fix = item_of(&screen, "IE3");
    let text = screen.incident.fix(fix).expect("it is there").text.clone();
    screen.record(Command::AddFix {
        text,
        class: FixClass::Immediate,
        owner: String::new(),
    });
    let keeps = |fix| {
        let mut lines = lines_of(fix, &screen.incident, &screen.app.playbook);
        lines.any(|line| line.id == "IE3")
    };
    let keepers = screen.incident.fixes.iter().filter(|fix| keeps(fix));
    let keepers: Vec<FixId> = keepers.map(|fix| fix.id).collect();
    assert_eq!(keepers, [fix]);
}

#[test]
fn new_words_leave_an_item_what_it_is() {
    let mut screen = exposed();
    let fix = item_of(&screen, "IE3");
    for text in ["Ask Farmer Dave what he needs", "Ask Spot the Dog too"] {
        screen.record(Command::RewordFix {
            id: fix,
            text: text.into(),
        });
    }
    assert_eq!(item_of(&screen, "IE3"), fix);
}

#[test]
fn what_was_ticked_before_still_holds_until_its_item_moves() {
    let mut screen = exposed();
    let fix = item_of(&screen, "IE3");
    // As a journal from before has it, and as a tick on the issue comes in.
    let request = Request {
        origin: Origin::Github,
        ..Request::local(mark("IE3", Some(Mark::Done)), "octocat")
    };
    let events = decide(
        &screen.incident,
        &screen.app.playbook,
        &request,
        screen.app.now,
    );
    assert!(
        matches!(events.as_deref(), Ok([Event::ItemMarked { .. }])),
        "{events:?}"
    );
    screen.hear(mark("IE3", Some(Mark::Done)));
    assert!(matches!(state_of(&screen, "IE3"), RowState::Done(_)));
    assert_eq!(fix_state(&screen, fix), FixState::Open);
    let entries: Vec<_> = screen.entries.clone();
    assert_eq!(fold(&entries).checklist, screen.incident.checklist);
    move_fix(&mut screen, fix, FixState::Done);
    move_fix(&mut screen, fix, FixState::InProgress);
    assert_eq!(state_of(&screen, "IE3"), RowState::Open);
}

#[rstest]
#[case::by_the_line("space")]
#[case::by_next("x")]
fn a_line_with_a_question_asks_it_before_it_is_ticked(#[case] key: &str) {
    let mut screen = Screen::on(cloud_gov());
    screen.confirm();
    screen.tell("N", "They are out.");
    screen.record(Command::SetExposure { exposed: true });
    if key == "space" {
        screen.select_line("IE1");
    }
    screen.press(key);
    assert_eq!(
        screen.editor().purpose,
        Purpose::Tick(ItemId::new("IE1")),
        "{key}"
    );
    assert_eq!(state_of(&screen, "IE1"), RowState::Open);
    screen.write_text("the egg book, to a fox, since noon; Farmer Dave's");
    screen.press("enter");
    assert!(matches!(state_of(&screen, "IE1"), RowState::Done(_)));
    let last = screen.entries.last().expect("it is recorded");
    let said = describe(&last.event, screen.incident.zone);
    assert!(said.contains("Farmer Dave's"), "{said}");
}

#[test]
fn an_answer_that_is_to_stay_here_is_a_note_here_and_no_reason() {
    let mut screen = exposed();
    screen.select_line("IE1");
    screen.press("space");
    let help = screen.editor().help.join(" ");
    assert!(help.contains("the report") && help.contains('!'), "{help}");
    screen.write_text("! SSNs of 40 claimants");
    screen.press("enter");
    assert!(matches!(state_of(&screen, "IE1"), RowState::Done(_)));
    let says = |entry: &Entry| format!("{:?}", entry.event).contains("SSNs");
    let saying: Vec<&Entry> = screen.entries.iter().filter(|it| says(it)).collect();
    let [Entry { event, .. }] = saying[..] else {
        panic!("{saying:?}");
    };
    let kept = Event::Noted {
        text: "IE1: SSNs of 40 claimants".into(),
        visibility: Visibility::Local,
    };
    assert_eq!(*event, kept);
    // One key takes both back.
    screen.press("u");
    assert_eq!(state_of(&screen, "IE1"), RowState::Open);
    assert!(matches!(&screen.entries.last().map(|it| &it.event),
        Some(Event::Undone { entries, .. }) if entries.len() == 2));
}

#[test]
fn an_answer_says_when_it_was_as_a_note_does() {
    let mut screen = exposed();
    screen.select_line("IE1");
    screen.press("space");
    screen.write_text("@09:30 the egg book, to a fox");
    screen.press("enter");
    let last = screen.entries.last().expect("it is recorded");
    assert_eq!(
        screen.incident.zone.plain(&last.happened),
        "2026-11-23 09:30 EST"
    );
    let said = describe(&last.event, screen.incident.zone);
    assert!(said.ends_with("the egg book, to a fox"), "{said}");
}

#[test]
fn a_suggestion_to_tick_a_line_with_a_question_asks_it_too() {
    let mut screen = exposed();
    let id = SuggestionId {
        comment: 7,
        line: 1,
    };
    let action = SuggestedAction::Tick(ItemId::new("IE1"));
    screen.hear(Command::Suggest { id, action });
    let accept = Request::local(
        Command::AnswerSuggestion { id, accept: true },
        "Farmer Jane",
    );
    let playbook = &screen.app.playbook;
    let said = decide(&screen.incident, playbook, &accept, screen.now);
    let said = said.expect_err("it was not answered").to_string();
    assert!(said.contains("IE1 asks: What was exposed"), "{said}");
    screen.press("w y");
    let purpose = &screen.editor().purpose;
    assert_eq!(*purpose, Purpose::Tick(ItemId::new("IE1")));
    assert_eq!(screen.incident.suggestions.len(), 1);
    screen.write_text("the egg book, to a fox");
    screen.press("enter");
    assert!(matches!(state_of(&screen, "IE1"), RowState::Done(_)));
    assert!(screen.incident.suggestions.is_empty());
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    let marked = |entry: &Entry| {
        matches!(&entry.event,
        Event::ItemMarked { reason, .. } if reason == "the egg book, to a fox")
    };
    assert!(screen.entries.iter().any(marked));
}

#[test]
fn a_suggestion_to_tick_a_line_is_so_once_its_item_is_done() {
    let mut screen = exposed();
    let tick = SuggestedAction::Tick(ItemId::new("IE3"));
    let is_so = |screen: &Screen| tick.is_so(&screen.incident, &screen.app.playbook, screen.now);
    assert!(!is_so(&screen));
    let fix = item_of(&screen, "IE3");
    move_fix(&mut screen, fix, FixState::Done);
    assert!(is_so(&screen));
    move_fix(&mut screen, fix, FixState::InProgress);
    assert!(!is_so(&screen));
}

#[test]
fn a_line_that_the_record_ticks_asks_nothing_more() {
    let mut playbook = cloud_gov();
    let mut lines = playbook.items.iter_mut();
    let line = lines.find(|line| line.derived == Some(Fact::SeverityChosen));
    let line = line.expect("there is one");
    line.ask = Some("Who chose it?".into());
    let id = ItemId::new(&line.id);
    let mut screen = Screen::on(playbook);
    let asked = |screen: &Screen| {
        let playbook = &screen.app.playbook;
        question(&id, &screen.incident, playbook, screen.now).map(ToOwned::to_owned)
    };
    assert_eq!(asked(&screen).as_deref(), Some("Who chose it?"));
    screen.confirm();
    assert_eq!(asked(&screen), None);
}

#[test]
fn an_answer_that_no_place_would_have_is_refused() {
    let screen = exposed();
    let answered = Command::MarkItem {
        item: ItemId::new("IE3"),
        mark: Some(Mark::Done),
        reason: "Farmer Dave knows".into(),
    };
    let request = Request::local(answered, "Farmer Jane");
    let said = decide(&screen.incident, &screen.app.playbook, &request, screen.now);
    let said = said.expect_err("it has no place").to_string();
    assert!(said.contains("IE3 is kept as R"), "{said}");
}

#[test]
fn a_question_is_skipped_by_enter_alone() {
    let mut screen = exposed();
    screen.select_line("IE1");
    screen.press("space enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert!(matches!(state_of(&screen, "IE1"), RowState::Done(_)));
}

#[rstest]
#[case::of_2023("cloud-gov-2023")]
#[case::of_2016("cloud-gov-2016")]
fn the_lines_that_ask_for_a_name_have_their_question(#[case] playbook: &str) {
    let playbook = sitroom::domain::playbook::Playbook::shipped(playbook).expect("it ships");
    let asks = playbook.items.iter().filter(|item| item.ask.is_some());
    let asks: Vec<&str> = asks.map(|item| item.id.as_str()).collect();
    assert_eq!(asks, ["X1", "IE1"]);
    let kept = playbook
        .items
        .iter()
        .filter_map(|item| playbook.seed_of(item));
    let exposure = playbook.situation(LIST).expect("it is known");
    assert!(kept.eq(exposure.seeds.iter()), "each duty is one thing");
}
