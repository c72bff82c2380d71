//! All incidents of the machine on the screen of one.

use sitroom::app::{App, Event, update};
use sitroom::domain::across::{Case, across};
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::followup::Outstanding;
use sitroom::domain::incident::{FixClass, Incident, Status};
use sitroom::domain::metrics::metrics;

use crate::farm::{Farm, JANE, at};
use crate::frame::{Shot, keys};
use crate::{USUAL, snapshot, synced};

/// A farm whose incident is over.
pub(crate) fn over() -> Farm {
    let mut farm = Farm::busy();
    farm.now = at("14:30");
    farm.fix(
        "mend the fence along the north field",
        FixClass::LongTerm,
        "Farmer Dave",
    );
    farm.fix("buy a lock that no goat can open", FixClass::LongTerm, "");
    let reason = String::new();
    let resolved = Command::SetStatus {
        to: Status::Resolved,
        reason,
    };
    farm.request(&Request::local(resolved, JANE).overriding("a test"));
    farm
}

/// The screen of one incident three weeks later, with what is left of another one.
pub(crate) fn later() -> (Farm, App) {
    let mut farm = over();
    let mut other: Incident = farm.incident.clone();
    other.id = "2026-10-01-the-fox-came-back".parse().expect("an id");
    other.title = "The fox came back".into();
    other.closed = true;
    farm.now += chrono::TimeDelta::days(21);
    let mut app = synced(&farm);
    let now = farm.now;
    let all = Outstanding::of(&other, &farm.playbook, now).collect();
    update(&mut app, Event::OutstandingRead(all), now);
    (farm, app)
}

/// The screen of what they all say together.
pub(crate) fn figures() -> App {
    let (farm, mut app) = later();
    let playbook = Some(&*farm.playbook);
    let chronicle = Chronicle::of(&farm.entries, playbook, farm.now);
    let figures = metrics(&farm.incident, &chronicle, playbook, farm.now);
    let mut cases = vec![Case::of(&farm.incident, figures)];
    cases.push(cases[0].clone());
    cases[1].id = "2026-10-01-the-fox-came-back".parse().expect("an id");
    keys(&mut app, "B");
    let read = Event::FiguresRead(across(&cases).lines());
    update(&mut app, read, farm.now);
    app
}

#[test]
fn what_all_incidents_say_is_worked_out_first() {
    let (_, mut app) = later();
    keys(&mut app, "B");
    snapshot!("across-reading-80x24", Shot::new(USUAL).of(&app));
}
