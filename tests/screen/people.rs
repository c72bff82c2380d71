//! The People view: the roster, and what people were asked.

use sitroom::app::{App, Event, update};
use sitroom::domain::command::Command;
use sitroom::domain::event::ShiftStarted;
use sitroom::domain::ids::AskId;
use sitroom::domain::incident::{Moment, Status};
use sitroom::domain::people::{AskAsked, AskLine, Elsewhere, PersonWish, RosterAsked};
use sitroom::domain::time::{Span, When};

use crate::farm::{DAVE, Farm, JANE, SPOT, at};
use crate::frame::{Shot, keys, mono, text_of};
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

const FOX: &str = "The Fox";
const GOOSE: &str = "Grey Goose";

fn wish(farm: &mut Farm, person: &str, wish: PersonWish) {
    let person = person.to_owned();
    farm.says(JANE, Command::ChangeRoster(RosterAsked { person, wish }));
}

fn ask(farm: &mut Farm, to: &str, question: &str, minutes: i64) {
    let put = AskAsked::Put {
        to: to.to_owned(),
        question: question.to_owned(),
        within: Span::minutes(minutes),
    };
    farm.says(JANE, Command::HandleAsk(put));
}

/// Four hours in: somebody over their shift, somebody who may have gone, a rest, a scribe.
pub(crate) fn crowded() -> Farm {
    let mut farm = Farm::busy();
    farm.now = at("12:30");
    farm.says(JANE, Command::StartShift(ShiftStarted::of(SPOT)));
    wish(
        &mut farm,
        SPOT,
        PersonWish::Contact("+1 555 0100, pager".into()),
    );
    wish(&mut farm, FOX, PersonWish::Add("scribe".into()));
    farm.now = at("13:30");
    farm.says(JANE, Command::StartShift(ShiftStarted::of(DAVE)));
    wish(
        &mut farm,
        DAVE,
        PersonWish::Contact("@dave in #barn".into()),
    );
    farm.says(JANE, Command::StartShift(ShiftStarted::of(GOOSE)));
    farm.now = at("15:30");
    wish(&mut farm, GOOSE, PersonWish::SendHome(None));
    ask(&mut farm, SPOT, "is the bucket public?", 60);
    ask(&mut farm, DAVE, "which token did the fox use?", 20);
    ask(&mut farm, DAVE, "who has the key of the barn?", 20);
    ask(&mut farm, FOX, "did anybody write down the first call?", 20);
    let (id, answer) = (AskId(3), "Spot has".to_owned());
    farm.says(JANE, Command::HandleAsk(AskAsked::Answer { id, answer }));
    let (id, line) = (AskId(4), AskLine::Lead);
    farm.says(JANE, Command::HandleAsk(AskAsked::Become { id, line }));
    farm.now = at("16:04");
    farm
}

/// The same on a screen that knows of another incident.
pub(crate) fn screen(farm: &Farm) -> App {
    let mut app = synced(farm);
    let mut other = Farm::opened();
    other.now = at("12:00");
    other.says(JANE, Command::StartShift(ShiftStarted::of(FOX)));
    let mut other = Elsewhere::of(&other.incident);
    "The goose has a cough".clone_into(&mut other.title);
    let now = app.now;
    update(&mut app, Event::OthersRead(vec![other]), now);
    app
}

#[test]
fn people_at_three_sizes() {
    let farm = crowded();
    for size in [WIDE, USUAL, SMALL] {
        let mut app = screen(&farm);
        keys(&mut app, "6jj");
        let name = format!("people-{}x{}", size.0, size.1);
        snapshot!(name, Shot::new(size).of(&app));
        keys(&mut app, "G");
        let name = format!("people-asked-{}x{}", size.0, size.1);
        snapshot!(name, Shot::new(size).of(&app));
    }
}

#[test]
fn nobody_wrote_on_an_issue_that_there_is_none_of() {
    let mut farm = crowded();
    let heard = |farm: &Farm| {
        let mut app = screen(farm);
        keys(&mut app, "6");
        text_of(&Shot::new(WIDE).of(&app)).to_owned()
    };
    assert!(heard(&farm).contains("farmer-dave wrote 13:41"));
    farm.incident.issue = None;
    let text = heard(&farm);
    assert!(text.contains("farmer-dave last heard of 13:41"), "{text}");
}

#[test]
fn what_can_be_done_about_a_person_and_a_question_at_two_sizes() {
    let farm = crowded();
    for (name, pressed) in [
        ("person", "6j<enter>"),
        ("still", ":still<enter>"),
        ("ask", "6G<enter>"),
        ("long", ":long-rem<enter>"),
    ] {
        for size in [USUAL, SMALL] {
            let mut app = screen(&farm);
            let mut shot = Shot::new(size);
            shot.press(&mut app, &farm, pressed);
            let name = format!("people-{name}-{}x{}", size.0, size.1);
            snapshot!(name, shot.of(&app));
        }
    }
}

#[test]
fn how_to_reach_people_is_only_on_this_view() {
    let farm = crowded();
    for view in ["1", "2", "3", "4", "5", "7"] {
        let mut app = screen(&farm);
        keys(&mut app, view);
        let shot = Shot::new(WIDE).of(&app);
        assert!(!shot.contains("0100") && !shot.contains("#barn"), "{shot}");
    }
}

#[test]
fn a_shift_can_be_told_apart_without_colour_and_without_unicode() {
    let farm = crowded();
    let mut app = screen(&farm);
    keys(&mut app, "6");
    let shot = Shot::themed(USUAL, mono(false)).of(&app);
    for word in [
        "still on?",
        "over by",
        "left",
        "rests until",
        "on shift for",
    ] {
        assert!(shot.contains(word), "{word}: {shot}");
    }
}

#[test]
fn a_row_is_not_cut_where_the_shift_counts_from_another_incident() {
    let mut farm = crowded();
    let began = farm.now;
    for shift in farm.incident.shifts.iter_mut().filter(|it| it.to.is_none()) {
        shift.working_since = Some(shift.from.min(began) - chrono::TimeDelta::minutes(30));
    }
    let mut app = screen(&farm);
    keys(&mut app, "6");
    let shot = Shot::themed(USUAL, mono(true)).of(&app);
    let is_on = |row: &&str| row.contains(" worked") && !row.contains("on shift for");
    let rows: Vec<&str> = shot.lines().filter(is_on).collect();
    assert!(rows.len() > 3, "{shot}");
    for row in rows {
        assert!(!row.contains('…'), "{row}");
    }
}

#[test]
fn who_never_went_off_shift_is_on_until_it_was_resolved_as_their_hours_are() {
    let seen = |farm: &mut Farm| {
        let resolved = When::exact(at("16:04"));
        farm.incident.status = Status::Resolved;
        farm.incident.moments.insert(Moment::Resolved, resolved);
        let mut app = screen(farm);
        keys(&mut app, "6");
        text_of(&Shot::new((100, 30)).of(&app)).to_owned()
    };
    let mut farm = crowded();
    farm.now = at("17:05");
    let text = seen(&mut farm);
    assert!(text.contains("3 on shift until resolved"), "{text}");
    assert!(text.contains(" on 12:30 until resolved"), "{text}");
    assert!(!text.contains("on since"), "{text}");
    // Who comes on later is on for something else, and their hours count on.
    let mut farm = crowded();
    farm.now = at("17:10");
    farm.says(JANE, Command::StartShift(ShiftStarted::of(FOX)));
    farm.now = at("17:20");
    let text = seen(&mut farm);
    assert!(text.contains("on since 17:10"), "{text}");
    assert!(text.contains("4 on shift \u{b7}"), "{text}");
}
