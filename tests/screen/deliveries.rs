//! How far each entry got on its way to the issue, in the timeline.

use std::collections::BTreeMap;
use std::sync::Arc;

use sitroom::app::App;
use sitroom::domain::event::Event;
use sitroom::domain::mirror::{Delivery, MirrorState};

use crate::farm::Farm;
use crate::frame::{self, Shot, keys, mono};
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

/// A farm whose entries got as far as each can, the newest the least far.
fn on_the_way() -> App {
    let farm = Farm::busy();
    let mut app = synced(&farm);
    let shared = app.entries.iter().rev().filter(|entry| {
        matches!(
            &entry.event,
            Event::StatusChanged { .. }
                | Event::SeverityChanged { .. }
                | Event::MessageSent { .. }
                | Event::LeadMoved { .. }
                | Event::FixMoved { .. }
        )
    });
    let states = [
        Delivery::Queued,
        Delivery::Sending,
        Delivery::Stuck,
        Delivery::Sent,
    ];
    let states = states
        .into_iter()
        .chain(std::iter::repeat(Delivery::Confirmed));
    let deliveries: BTreeMap<_, _> = shared.map(|entry| entry.id).zip(states).collect();
    let stuck = deliveries
        .iter()
        .filter(|(_, delivery)| **delivery == Delivery::Stuck);
    let reason = "sent three times and never found on the issue".to_owned();
    app.mirror.reasons = Arc::new(stuck.map(|(id, _)| (*id, reason.clone())).collect());
    app.mirror.deliveries = Arc::new(deliveries);
    app.mirror.state = MirrorState::Blocked;
    app.mirror.stuck = 1;
    app
}

/// Selects the entry that is stuck.
fn select_stuck(app: &mut App) {
    keys(app, "5gg");
    while app
        .selected_entry()
        .is_some_and(|entry| !app.mirror.reasons.contains_key(&entry.id))
    {
        keys(app, "j");
    }
}

#[test]
fn what_is_there_is_calm_and_what_is_stuck_is_loud_at_three_sizes() {
    for size in [WIDE, USUAL, SMALL] {
        let mut app = on_the_way();
        select_stuck(&mut app);
        let shot = Shot::new(size).of(&app);
        snapshot!(format!("deliveries-{}x{}", size.0, size.1), &shot);
        let text = frame::text_of(&shot);
        assert!(text.contains("! stuck"), "{text}");
        assert!(text.contains("sent three times"), "{text}");
        assert!(text.contains("try again") || size == SMALL, "{text}");
    }
}

#[test]
fn each_step_has_a_word_in_full() {
    let mut app = on_the_way();
    keys(&mut app, "5gg");
    let mut said = Vec::new();
    for _ in 0..app.entries.len() {
        let shot = Shot::new(WIDE).of(&app);
        let words = ["queued", "sending", "sent", "confirmed", "stuck"];
        let detail = shot.lines().find(|line| line.starts_with("─ #"));
        let detail = detail.unwrap_or_default().to_owned();
        let found = words
            .into_iter()
            .filter(|word| detail.split([' ', '·']).any(|told| told == *word));
        said.extend(found);
        keys(&mut app, "j");
    }
    said.sort_unstable();
    said.dedup();
    assert_eq!(said, ["confirmed", "queued", "sending", "sent", "stuck"]);
}

#[test]
fn the_way_can_be_read_without_colour_and_without_unicode() {
    let mut app = on_the_way();
    select_stuck(&mut app);
    for (name, unicode) in [("mono", true), ("ascii", false)] {
        let shot = Shot::themed(USUAL, mono(unicode)).of(&app);
        snapshot!(format!("{name}-deliveries-80x24"), &shot);
        assert!(unicode || frame::text_of(&shot).is_ascii(), "{shot}");
    }
}
