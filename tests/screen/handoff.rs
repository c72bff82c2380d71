//! Handing command over: the brief, what is read back, and a pane that only reads.

use sitroom::app::{App, Event, Layer, Purpose, update};
use sitroom::domain::command::{Command, Request, TakenEntry};
use sitroom::domain::event::{HandoffMoved, HandoffStep};
use sitroom::domain::handoff::{HandoffAsked, filled, mark};
use sitroom::domain::people::AskAsked;
use sitroom::domain::time::Span;

use crate::farm::{DAVE, Farm, JANE, SPOT, at};
use crate::frame::{Shot, text_of};
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

fn busy() -> Farm {
    let mut farm = Farm::busy();
    farm.now = at("13:40");
    farm.says(
        JANE,
        Command::HandleAsk(AskAsked::Put {
            to: SPOT.to_owned(),
            question: "is the bucket public?".to_owned(),
            within: Span::minutes(20),
        }),
    );
    farm
}

/// Opens the brief for Farmer Dave.
fn brief(farm: &Farm, shot: &mut Shot) -> App {
    let mut app = synced(farm);
    shot.press(&mut app, farm, "h");
    let now = app.now;
    update(&mut app, Event::Edited { text: DAVE.into() }, now);
    shot.press(&mut app, farm, "<enter>");
    app
}

fn text(app: &App) -> String {
    match app.layers.last() {
        Some(Layer::Editor(editor)) => {
            assert!(matches!(editor.purpose, Purpose::Handoff(_)));
            editor.text.clone()
        }
        other => panic!("no brief: {other:?}"),
    }
}

fn offered() -> Farm {
    let mut farm = busy();
    let text = text(&brief(&farm, &mut Shot::new(USUAL)));
    let text = filled(&text, Some("a fox"), Some("it comes back at dusk"));
    let marked = ["L1", "R1", "dusk"].iter().fold(text, |text, word| {
        mark(&text, word).unwrap_or_else(|| panic!("{word} is not in {text}"))
    });
    let to = DAVE.to_owned();
    let offer = HandoffAsked::Offer { to, brief: marked };
    farm.says(JANE, Command::HandleHandoff(offer));
    farm
}

#[test]
fn brief_at_three_sizes() {
    let farm = busy();
    for size in [WIDE, USUAL, SMALL] {
        let mut shot = Shot::new(size);
        let app = brief(&farm, &mut shot);
        let name = format!("handoff-brief-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
    }
}

#[test]
fn offer_and_read_back_at_three_sizes() {
    let farm = offered();
    for size in [WIDE, USUAL, SMALL] {
        let mut app = synced(&farm);
        let mut shot = Shot::new(size);
        shot.press(&mut app, &farm, "h");
        let name = format!("handoff-offer-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
        shot.press(&mut app, &farm, "a");
        let name = format!("handoff-read-back-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
    }
}

#[test]
fn what_is_read_back_and_where_it_is_typed_are_seen_together() {
    let farm = offered();
    let offer = farm.incident.handoff.offer.clone().expect("an offer");
    for size in [SMALL, USUAL, WIDE] {
        let mut app = synced(&farm);
        let mut shot = Shot::new(size);
        shot.press(&mut app, &farm, "ha");
        let shot = shot.of(&app);
        let shown = text_of(&shot);
        for (marked, n) in offer.marked.iter().zip(1..) {
            let item = format!("{n}: {marked}");
            let begun: String = item.chars().take(30).collect();
            assert!(shown.contains(&begun), "{item} in\n{shown}");
            let open = |line: &str| line.contains(&format!("│ {n}:   "));
            assert!(shown.lines().any(open), "{n} in\n{shown}");
        }
    }
}

#[test]
fn pane_of_whoever_handed_over_at_three_sizes() {
    let mut farm = offered();
    let read_back = farm.incident.handoff.offer.as_ref().expect("an offer");
    let read_back = read_back.marked.clone();
    let head = None;
    let take = HandoffAsked::Take { read_back, head };
    farm.says(DAVE, Command::HandleHandoff(take));
    farm.now = at("14:30");
    for size in [WIDE, USUAL, SMALL] {
        let app = synced(&farm);
        let name = format!("handoff-over-{}x{}", size.0, size.1);
        snapshot!(name, Shot::new(size).of(&app));
    }
}

#[test]
fn whole_brief_of_a_busy_farm() {
    let farm = busy();
    let app = brief(&farm, &mut Shot::new(USUAL));
    snapshot!("handoff-brief", text(&app));
}

#[test]
fn two_who_command_at_three_sizes() {
    let mut farm = busy();
    farm.hears("farmer-dave", Command::SetIc { to: DAVE.into() });
    let moved = HandoffMoved {
        from: JANE.into(),
        to: DAVE.into(),
        step: HandoffStep::Taken {
            read_back: Vec::new(),
            head: None,
        },
    };
    farm.hears(DAVE, Command::TakeEntry(TakenEntry::Handoff(moved)));
    farm.now = at("13:45");
    for size in [WIDE, USUAL, SMALL] {
        let mut app = synced(&farm);
        let mut shot = Shot::new(size);
        let name = format!("handoff-rival-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
        shot.press(&mut app, &farm, "x");
        let name = format!("handoff-rival-choice-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
        shot.press(&mut app, &farm, "i");
        assert!(matches!(app.layers.last(), Some(Layer::Editor(_))));
    }
}

#[test]
fn one_who_took_command_at_three_sizes() {
    let mut farm = busy();
    let because = "she cannot be reached";
    let take = HandoffAsked::Take {
        read_back: Vec::new(),
        head: None,
    };
    let request = Request::local(Command::HandleHandoff(take), DAVE);
    farm.request(&request.overriding(because));
    farm.now = at("13:45");
    for size in [WIDE, USUAL, SMALL] {
        let mut app = synced(&farm);
        app.me = DAVE.to_owned();
        let now = app.now;
        update(&mut app, Event::Ticked, now);
        let mut shot = Shot::new(size);
        shot.press(&mut app, &farm, "x");
        let name = format!("handoff-displaced-{}x{}", size.0, size.1);
        snapshot!(name, shot.of(&app));
    }
}

#[test]
fn whom_an_offer_waits_for_is_seen_while_a_clock_is_overdue() {
    let mut farm = offered();
    farm.now = at("15:40");
    let mut app = synced(&farm);
    for (size, waits) in [
        (WIDE, "h offered to Farmer Dave 13:40"),
        (USUAL, "h offered to Farmer Dave 13:40   aware 3h50m"),
        (SMALL, "h offered 13:40"),
    ] {
        let shot = Shot::new(size).of(&app);
        let text = text_of(&shot);
        assert!(text.contains("overdue"), "{text}");
        assert!(!text.contains("Wait for Farmer Dave"), "{text}");
        assert!(text.contains(waits), "{text}");
    }
    // Whoever is to accept has it in NEXT, before all else.
    app.me = DAVE.into();
    let now = app.now;
    update(&mut app, Event::Ticked, now);
    let shot = Shot::new(USUAL).of(&app);
    let text = text_of(&shot);
    assert!(text.contains("Farmer Jane offers you command"), "{text}");
    assert!(!text.contains("offered to"), "{text}");
}

/// Returns how a reason that begins with some words stands in the next line, at many widths.
fn reasons(why: &str, begin: &str) -> Vec<String> {
    let mut app = synced(&busy());
    let mut next = app.next.clone().expect("something is next");
    next.text = String::from("Keep the record current");
    next.why = String::from(why);
    next.due = None;
    app.next = Some(next);
    let sizes = (60..180).flat_map(|columns| [(columns, 12), (columns, 40)]);
    let seen = sizes.filter_map(|size| {
        let text = text_of(&Shot::new(size).of(&app)).to_owned();
        let line = text.lines().find(|line| line.contains(begin))?;
        let from = &line[line.find(begin)?..];
        let reason = from.split_once(" x ").map_or(from, |(reason, _)| reason);
        Some(reason.trim_end().to_owned())
    });
    seen.collect()
}

#[test]
fn a_reason_that_breaks_off_in_the_next_line_says_so() {
    let why = "Whoever takes over, and whoever investigates later, has only what was written.";
    let seen = reasons(why, "Whoever t");
    assert!(seen.contains(&why.to_owned()));
    assert!(
        seen.contains(&"Whoever takes over…".to_owned()),
        "{seen:#?}"
    );
    for reason in seen {
        assert!(reason == why || reason.ends_with('…'), "{reason}");
    }
}

#[test]
fn a_time_in_the_next_line_is_never_cut() {
    let mut app = synced(&busy());
    let mut next = app.next.clone().expect("something is next");
    next.text = "Handed over to Farmer Dave at 11:26: answer their questions".to_owned();
    next.why = "until 11:56 at most, then this pane only reads".to_owned();
    next.due = None;
    app.next = Some(next);
    let mut seen = [false; 3];
    for columns in 60..180 {
        for rows in [12, 40] {
            let shot = Shot::new((columns, rows)).of(&app);
            let text = text_of(&shot);
            let is_whole = text.contains("until 11:56 at most, then this pane only reads");
            let is_first = text.contains("until 11:56 at most") && !is_whole;
            let is_none = !text.contains("until 1");
            assert!(is_whole || is_first || is_none, "{columns}: {text}");
            for (one, is) in seen.iter_mut().zip([is_whole, is_first, is_none]) {
                *one |= is;
            }
        }
    }
    assert_eq!(seen, [true; 3]);
}
