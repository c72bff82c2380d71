//! The planner of the rotation on the screen.

use sitroom::domain::command::Command;
use sitroom::domain::event::Field;
use sitroom::domain::rotation::{Rotation, RotationAsked, Slot};
use sitroom::domain::time::{Instant, Span};

use crate::farm::{DAVE, Farm, JANE, SPOT, at};
use crate::frame::{Shot, keys, mono};
use crate::sizes::shows;
use crate::{USUAL, WIDE, snapshot, synced};

/// A farm with five hands, of whom two are on shift.
pub(crate) fn farm() -> Farm {
    let mut farm = Farm::busy();
    let to = format!("{DAVE}, {SPOT}, Farmer Ann, The shepherd");
    let field = Field::Responders;
    farm.says(JANE, Command::SetField { field, to });
    farm.now = at("13:00");
    farm.says(
        DAVE,
        Command::StartShift(sitroom::domain::event::ShiftStarted::of(DAVE)),
    );
    farm.now = at("14:04");
    farm
}

#[test]
fn a_proposal_is_a_chart() {
    let mut app = synced(&farm());
    keys(&mut app, "W");
    shows("rotation-proposed", &app);
}

/// Returns a plan with everything in it that can be wrong.
fn wrong(from: Instant) -> Rotation {
    let slot = |person: &str, begin: i64, end: i64, reason: &str| Slot {
        id: None,
        person: person.to_owned(),
        from: from + Span::minutes(begin).delta(),
        to: from + Span::minutes(end).delta(),
        reason: reason.to_owned(),
    };
    Rotation {
        from,
        to: from + Span::hours(24).delta(),
        slots: vec![
            slot(JANE, 0, 240, ""),
            slot(DAVE, 240, 420, ""),
            slot(DAVE, 360, 420, ""),
            slot(SPOT, 420, 660, "Spot would not go home"),
            slot(JANE, 720, 900, ""),
            slot("The fox", 900, 960, ""),
            slot(DAVE, 1020, 1200, ""),
        ],
    }
}

#[test]
fn what_is_wrong_shows_by_signs() {
    let mut farm = farm();
    let request = Command::SetRotation(Box::new(RotationAsked {
        others: Vec::new(),
        seen: None,
        rotation: wrong(at("14:00")),
    }));
    let request = sitroom::domain::command::Request::local(request, JANE);
    farm.request(&request.overriding("to see what it looks like"));
    let mut app = synced(&farm);
    keys(&mut app, "Wj");
    shows("rotation-wrong", &app);
    let plain = mono(false);
    snapshot!("rotation-ascii-80x24", Shot::themed(USUAL, plain).of(&app));
}

#[test]
fn no_size_and_no_name_breaks_the_chart() {
    let mut farm = farm();
    let mut plan = wrong(at("14:00"));
    plan.slots[5].person = "鶏🐔 of \u{202e}the far north field, and 鶏🐔鶏🐔".into();
    plan.slots.truncate(6);
    let request = Command::SetRotation(Box::new(RotationAsked {
        others: Vec::new(),
        seen: None,
        rotation: plan,
    }));
    let request = sitroom::domain::command::Request::local(request, JANE);
    farm.request(&request.overriding("to see what it looks like"));
    let mut app = synced(&farm);
    keys(&mut app, "W");
    for wide in (1..50).chain([79, 120, 300]) {
        for high in (1..26).chain([40, 90]) {
            let (buf, _) = Shot::new((wide, high)).draw(&app);
            assert_eq!(buf.area.width, wide);
        }
    }
    app.now = farm.now + Span::hours(100).delta();
    Shot::new(WIDE).draw(&app);
}
