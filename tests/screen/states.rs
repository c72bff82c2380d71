//! No meaning by colour alone: whatever looks different in colours can be told apart without them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use sitroom::app::{App, Event, update};
use sitroom::domain::event::Event as Happened;
use sitroom::domain::incident::{
    FixState, Incident, LeadState, Moment, RouteState, Severity, Status,
};
use sitroom::domain::mirror::{Delivery, MirrorState, MirrorStatus};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::When;
use sitroom::tui::Theme;

use crate::farm::{DAVE, Farm, at};
use crate::frame::{Shot, coloured, keys, mono};
use crate::{SMALL, USUAL, WIDE, messages, people, synced};

/// A state by its name, and a screen where something is in it.
type States = Vec<(String, App)>;

/// States of one kind of thing. All the screens differ in nothing but the state.
struct Family {
    /// What it is about.
    name: &'static str,
    /// The text of the row that tells the state.
    row: &'static str,
    /// The keys that show that row.
    pressed: &'static str,
    states: States,
}

fn with(farm: &Farm, change: impl FnOnce(&mut Incident)) -> App {
    let mut incident = farm.incident.clone();
    change(&mut incident);
    let mut app = synced(farm);
    let news = Event::Recorded {
        entries: Vec::new(),
        incident: Arc::new(incident),
    };
    update(&mut app, news, farm.now);
    app
}

fn each<T: Copy + std::fmt::Debug>(
    all: impl IntoIterator<Item = T>,
    mut screen: impl FnMut(T) -> App,
) -> States {
    let of = |state: T| (format!("{state:?}"), screen(state));
    all.into_iter().map(of).collect()
}

fn families() -> Vec<Family> {
    let farm = Farm::busy();
    let mut all = boards();
    all.extend(of_the_header(&farm));
    all.extend(of_time(&farm));
    all.extend(of_what_leaves(&farm));
    all.extend(of_lists(&farm));
    all
}

fn boards() -> Vec<Family> {
    let mut farm = Farm::busy();
    farm.lead("the goose", DAVE);
    farm.fix(
        "a gander",
        sitroom::domain::incident::FixClass::Immediate,
        DAVE,
    );
    let lead = |state: LeadState| {
        with(&farm, |incident| {
            let lead = incident.leads.last_mut().expect("a lead");
            (lead.state, lead.finding) = (state, "found".into());
        })
    };
    let fix = |state: FixState| {
        with(&farm, |incident| {
            incident.fixes.last_mut().expect("a fix").state = state;
        })
    };
    let owner = |name: &str| {
        with(&farm, |incident| {
            let lead = incident.leads.last_mut().expect("a lead");
            (lead.state, lead.owner) = (LeadState::Investigating, name.into());
        })
    };
    vec![
        Family {
            name: "lead",
            row: "the goose",
            pressed: "3gg",
            states: each(LeadState::ALL, lead),
        },
        Family {
            name: "remediation item",
            row: "a gander",
            pressed: "4gg",
            states: each(FixState::ALL, fix),
        },
        Family {
            name: "owner",
            row: "the goose",
            pressed: "3gg",
            states: each([DAVE, ""], owner),
        },
    ]
}

fn of_the_header(farm: &Farm) -> Vec<Family> {
    let severity = |to: Severity| with(farm, |incident| incident.severity = to);
    let status = |to: Status| with(farm, |incident| incident.status = to);
    let mirror = |state: MirrorState| {
        let mut app = synced(farm);
        app.mirror.state = state;
        app
    };
    let family = |name, states| Family {
        name,
        row: "",
        pressed: "1",
        states,
    };
    vec![
        family("severity", each(Severity::ALL, severity)),
        family("status", each(Status::ALL, status)),
        family("mirror", each(MirrorState::ALL, mirror)),
        family(
            "exercise",
            each([false, true], |is| with(farm, |it| it.exercise = is)),
        ),
        family(
            "closed",
            each([false, true], |is| with(farm, |it| it.closed = is)),
        ),
    ]
}

/// The clock of the next sitrep: calm, due soon, overdue, put off.
fn of_time(farm: &Farm) -> Vec<Family> {
    let then = |time: &str| {
        let mut app = synced(farm);
        update(&mut app, Event::Ticked, at(time));
        app
    };
    let mut clock = each(["13:20", "14:04", "14:15"], then);
    let mut put_off = Farm::busy();
    put_off.now = at("14:15");
    put_off.says(
        crate::farm::JANE,
        sitroom::domain::command::Command::SnoozeClock {
            clock: synced(&put_off).clocks[0].key.clone(),
            until: None,
            reason: "the phone rings".into(),
        },
    );
    let next = each(["13:20", "14:04", "14:15"], then);
    clock.push(("put off".into(), synced(&put_off)));
    vec![
        Family {
            name: "clock",
            row: "sitrep #2",
            pressed: "1<right>G",
            states: clock,
        },
        Family {
            name: "next",
            row: "NEXT",
            pressed: "1",
            states: next,
        },
    ]
}

fn of_what_leaves(farm: &Farm) -> Vec<Family> {
    let mut all = vec![
        Delivery::Local,
        Delivery::Queued,
        Delivery::Sending,
        Delivery::Sent,
    ];
    all.extend([Delivery::Confirmed, Delivery::Stuck]);
    let on_its_way = |delivery: Delivery| {
        let mut app = synced(farm);
        let noted = |it: &&Arc<sitroom::domain::event::Entry>| matches!(&it.event, Happened::Noted { text, .. } if text.starts_with("fox"));
        let entry = app.entries.iter().find(noted).expect("a note").id;
        app.mirror.deliveries = Arc::new(BTreeMap::from([(entry, delivery)]));
        app
    };
    let told = messages::told();
    let routes = [
        RouteState::Queued,
        RouteState::ToCarry,
        RouteState::Sent,
        RouteState::Failed,
        RouteState::InDoubt,
        RouteState::Acknowledged,
        RouteState::Dropped,
    ];
    let route = |state: RouteState| {
        with(&told, |incident| {
            for message in &mut incident.unsent {
                for route in &mut message.routes {
                    (route.state, route.by, route.words) = (state, String::new(), String::new());
                }
            }
        })
    };
    vec![
        Family {
            name: "way to the issue",
            row: "fox tracked",
            pressed: "5gg",
            states: each(all, on_its_way),
        },
        Family {
            name: "way of a message",
            row: "the sheriff",
            pressed: "7gg",
            states: each(routes, route),
        },
    ]
}

fn of_lists(farm: &Farm) -> Vec<Family> {
    let selected = |pressed: &str| {
        let mut app = synced(farm);
        keys(&mut app, pressed);
        app
    };
    let crowd = people::crowded();
    let is_on = |is: bool| {
        with(&crowd, |it| {
            it.shifts.retain(|shift| is || shift.person != DAVE);
        })
    };
    vec![
        Family {
            name: "selected row",
            row: "Did the fox have",
            pressed: "",
            states: each(["3gg", "3ggj"], selected),
        },
        Family {
            name: "list of the keys",
            row: "Clocks",
            pressed: "",
            states: each(["1", "1<right>"], selected),
        },
        Family {
            name: "view on screen",
            row: "1 N",
            pressed: "",
            states: each(["3", "4"], selected),
        },
        Family {
            name: "person",
            row: DAVE,
            pressed: "6gg",
            states: each([true, false], is_on),
        },
    ]
}

/// What is seen of a cell: without the digits, which differ with the time and the number.
fn seen(cell: &Cell) -> (String, Modifier) {
    let is_digit = cell.symbol().chars().all(|c| c.is_ascii_digit());
    let symbol = if is_digit { " " } else { cell.symbol() };
    (symbol.to_owned(), cell.modifier)
}

/// Returns the rows that tell the state: those that have the text, else the first two.
fn rows(app: &App, family: &Family, size: (u16, u16), theme: Theme) -> Vec<Vec<Cell>> {
    let mut app = app.clone();
    keys(&mut app, family.pressed);
    let (buf, _) = Shot::themed(size, theme).draw(&app);
    let rows = buf
        .content
        .chunks(usize::from(size.0))
        .map(<[Cell]>::to_vec);
    let text = |row: &[Cell]| row.iter().map(Cell::symbol).collect::<String>();
    let has = |row: &Vec<Cell>| text(row).contains(family.row);
    if family.row.is_empty() {
        rows.take(2).collect()
    } else {
        rows.filter(has).take(1).collect()
    }
}

#[test]
fn states_that_differ_in_colour_differ_in_text_or_in_weight() {
    let mut pairs = 0;
    for family in families() {
        for size in [SMALL, USUAL, WIDE] {
            for unicode in [true, false] {
                pairs += compare(&family, size, unicode);
            }
        }
    }
    assert!(pairs > 1000, "only {pairs} pairs differ in colour");
}

/// Compares every two states, and returns how many pairs differ in colour.
fn compare(family: &Family, size: (u16, u16), unicode: bool) -> usize {
    let name = family.name;
    let looks: Vec<_> = family
        .states
        .iter()
        .map(|(state, app)| {
            let colours = rows(app, family, size, coloured(unicode));
            let plain = rows(app, family, size, mono(unicode));
            assert!(!plain.is_empty(), "{name}, {state} at {size:?}");
            let colour = |cell: &Cell| -> (Color, Color) { (cell.fg, cell.bg) };
            let colours: Vec<_> = colours.iter().flatten().map(colour).collect();
            let plain: Vec<_> = plain.iter().flatten().map(seen).collect();
            (state, colours, plain)
        })
        .collect();
    let mut pairs = 0;
    for (at, (state, colours, plain)) in looks.iter().enumerate() {
        for (other, other_colours, other_plain) in &looks[..at] {
            pairs += usize::from(colours != other_colours);
            let is_told = plain != other_plain || colours == other_colours;
            assert!(is_told, "{name} at {size:?}: {state} looks like {other}");
        }
    }
    pairs
}

#[test]
fn once_the_incident_is_over_its_ages_stand_still() {
    let farm = Farm::busy();
    let mut app = with(&farm, |incident| {
        incident.status = Status::Resolved;
        incident.closed = true;
        let end = When::exact(farm.now);
        incident.moments.insert(Moment::Resolved, end);
        incident.moments.insert(Moment::Closed, end);
    });
    // The age of the last sync is not one of the incident.
    app.mirror = MirrorStatus::default();
    keys(&mut app, "6");
    let [now, later] = [0, 40].map(|minutes| {
        let now = farm.now + TimeDelta::minutes(minutes);
        update(&mut app, Event::Ticked, now);
        let shot = Shot::new(WIDE).of(&app);
        // What outlasts the incident counts down, and is told in a line of its own.
        let lasting = |line: &&str| !line.contains("Follow-up");
        shot.lines().filter(lasting).collect::<Vec<_>>().join("\n")
    });
    assert!(now.contains("took 2h14m"), "{now}");
    assert!(
        now.contains("on 12:00 until resolved"),
        "a shift that nobody ended: {now}"
    );
    assert_eq!(now, later, "the header and the people");
}

#[test]
fn a_closed_false_alarm_offers_no_tick_and_waits_for_no_line() {
    let shot = |closed: bool| {
        let mut farm = Farm::busy();
        farm.playbook = Arc::new(Playbook::shipped("cloud-gov-2023").expect("it ships"));
        let app = with(&farm, |it| {
            (it.status, it.closed) = (Status::FalseAlarm, closed);
            it.messages.clear();
        });
        Shot::themed(WIDE, mono(true)).of(&app)
    };
    let (open, closed) = (shot(false), shot(true));
    assert!(
        open.contains("space tick") && open.contains("not yet"),
        "{open}"
    );
    assert!(!closed.contains("space tick"), "{closed}");
    assert!(
        closed.contains("not needed") && !closed.contains("not yet"),
        "{closed}"
    );
}

#[test]
fn the_countdown_of_a_clock_is_seen_in_full_however_long_it_is_overdue() {
    let farm = Farm::busy();
    for size in [(40, 20), SMALL, (100, 30)] {
        let mut app = synced(&farm);
        update(&mut app, Event::Ticked, farm.now + TimeDelta::hours(20));
        keys(&mut app, "1<right>");
        let all = app.clocks.iter().map(|due| due.left(app.now).countdown());
        let long: Vec<String> = all.filter(|left| left.len() > 8).collect();
        assert!(!long.is_empty(), "a clock is overdue by ten hours or more");
        let text = Shot::new(size).of(&app);
        assert!(
            text.contains(&format!("! {}  ", long[0])),
            "{long:?}: {text}"
        );
    }
}
