//! More than one program on the same record.

use std::collections::BTreeSet;
use std::sync::Arc;

use sitroom::domain::command::Command;
use sitroom::domain::document::read_comment;
use sitroom::domain::event::{Entry, Event, Visibility};
use sitroom::domain::mirror::{Delivery, MirrorState};

use crate::farm::Farm;
use crate::harness::{Pane, Shown};

fn shared_notes(shown: &Shown) -> Vec<String> {
    let notes = shown.entries.iter().filter_map(|entry| match &entry.event {
        Event::Noted { text, .. } => Some(text.clone()),
        _ => None,
    });
    notes.collect()
}

#[test]
fn two_panes_show_the_same_lose_nothing_and_one_of_them_syncs() {
    let farm = Farm::new();
    let first = farm.with_boards();
    let second = Pane::open(&farm);
    second.wait_screen("synced elsewhere");
    is_no_error(&second.now());
    for n in 1..=100 {
        first.keys("n").typed(&format!("hen {n}.")).enter();
        second.keys("n").typed(&format!("cock {n}.")).enter();
    }
    for pane in [&first, &second] {
        let all = pane.wait("200 notes", |shown| shared_notes(shown).len() >= 200);
        let mut notes = shared_notes(&all);
        notes.sort();
        let mut expected: Vec<_> = (1..=100)
            .flat_map(|n| [format!("hen {n}."), format!("cock {n}.")])
            .collect();
        expected.sort();
        assert_eq!(notes, expected);
    }
    second
        .keys("r")
        .wait_screen("another sitroom on this machine syncs");
    first.quit();
    second.wait("taking over", |shown| {
        shown.mirror.state == MirrorState::Synced
    });
    second.note("the last word").keys("r");
    farm.wait_comments("the last word", |all| {
        all.iter().any(|c| c.body.contains("the last word"))
    });
    let comments = farm.issue().comments;
    let sections = comments.iter().flat_map(|c| read_comment(&c.body));
    let keys: Vec<_> = sections.map(|section| section.mark.key()).collect();
    let distinct: BTreeSet<_> = keys.iter().collect();
    assert_eq!((keys.len(), distinct.len()), (201, 201), "each once");
    second.quit();
    assert_eq!(farm.findings(), []);
}

/// That another pane syncs is as it should be: nothing has to be read away, and the log has it.
fn is_no_error(shown: &Shown) {
    assert_eq!(shown.app.log.unread().count(), 0, "{}", shown.text);
    let told = "another sitroom on this machine syncs";
    assert!(!shown.text.contains(told), "{}", shown.text);
    let mut log = shown.app.log.newest_first();
    assert!(log.any(|it| it.text.contains(told)));
}

/// Returns how far the entry with a note got, as a pane knows it.
fn delivery(shown: &Shown, note: &str) -> Option<Delivery> {
    let is_it =
        |entry: &&Arc<Entry>| matches!(&entry.event, Event::Noted { text, .. } if text == note);
    let entry = shown.entries.iter().find(is_it)?;
    shown.mirror.deliveries.get(&entry.id).copied()
}

#[test]
fn a_pane_that_does_not_sync_is_told_what_waits_and_what_arrived() {
    let farm = Farm::new();
    let first = farm.with_boards();
    let second = Pane::open(&farm);
    let shown = second.wait("the last sync", |shown| {
        shown.mirror.state == MirrorState::Elsewhere && shown.mirror.last_pull.is_some()
    });
    assert_eq!(shown.mirror.waiting, 0);
    first.note("feathers at the gate").keys("r");
    second.wait("it arrived", |shown| {
        delivery(shown, "feathers at the gate") == Some(Delivery::Confirmed)
    });
    farm.github.set_down(true);
    first.note("the fox is back").keys("r");
    second.wait("it waits", |shown| {
        let delivery = delivery(shown, "the fox is back");
        shown.mirror.state == MirrorState::Elsewhere
            && shown.mirror.waiting == 1
            && matches!(delivery, Some(Delivery::Queued | Delivery::Sending))
    });
    farm.github.set_down(false);
    first.keys("r");
    second.wait("it arrived", |shown| {
        shown.mirror.waiting == 0 && delivery(shown, "the fox is back") == Some(Delivery::Confirmed)
    });
    second.quit();
    first.quit();
}

#[test]
fn note_of_another_process_shows_on_the_running_screen() {
    let farm = Farm::new();
    let pane = Pane::open(&farm);
    farm.execute(Command::Note {
        text: "the fox is back".to_owned(),
        visibility: Visibility::Shared,
    });
    pane.keys("5").wait_screen("the fox is back");
    pane.quit();
}
