//! How much work an event makes: counted, not timed.

use std::sync::Arc;

use chrono::TimeDelta;
use proptest::prelude::*;
use rstest::rstest;
use sitroom::app::{App, Effect, Event, Keymap, Setup, update};
use sitroom::domain::event::{Entry, Event as Happened, Origin};
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::Incident;
use sitroom::domain::time::{Instant, When};

use crate::screen::cloud_gov;

fn start() -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// A comment that came in as the `seq`th entry, written so many seconds after the start.
fn comment(seq: u64, second: i64) -> Arc<Entry> {
    let at = start() + TimeDelta::seconds(second);
    Arc::new(Entry {
        seq,
        id: EntryId::new(at, u128::from(seq)),
        happened: When::exact(at),
        recorded: start() + TimeDelta::days(1),
        actor: "farmer-dave".into(),
        device: "barn".into(),
        origin: Origin::Github,
        event: Happened::CommentImported {
            comment: seq,
            text: format!("comment {seq}"),
        },
    })
}

/// A screen that knows so many comments.
fn knowing(count: u64) -> App {
    let mut app = App::new(Setup {
        incident: Arc::default(),
        playbook: Arc::new(cloud_gov()),
        entries: Vec::new(),
        gate: sitroom::domain::gate::Gate::shipped(),
        keymap: Keymap::default(),
        carriers: sitroom::domain::message::Carriers::default(),
        me: "Farmer Jane".into(),
        now: start(),
    });
    let all = (1..=count).map(|seq| comment(seq, seq.cast_signed()));
    update(&mut app, Event::HistoryRead(all.collect()), start());
    app
}

fn hear(app: &mut App, entries: Vec<Arc<Entry>>) -> usize {
    let before = app.rows.looked_at;
    let incident = Arc::new(Incident::clone(&app.incident));
    update(app, Event::Recorded { entries, incident }, start());
    app.rows.looked_at - before
}

#[rstest]
#[case::after_ten(10)]
#[case::after_ten_thousand(10_000)]
fn a_new_entry_is_all_that_is_looked_at(#[case] known: u64) {
    let mut app = knowing(known);
    let news = comment(known + 1, known.cast_signed() + 1);
    assert_eq!(hear(&mut app, vec![news]), 1);
    assert_eq!(app.rows.timeline[0], app.entries.len() - 1);
}

#[test]
fn what_happened_long_before_is_put_in_its_place_by_halving() {
    let mut app = knowing(10_000);
    let looked_at = hear(&mut app, vec![comment(10_001, 5_000)]);
    assert!(looked_at <= 1 + 15, "{looked_at}");
    assert_eq!(app.rows.timeline[5_000], 10_000);
}

#[test]
fn a_long_thread_that_comes_in_at_once_is_looked_at_once() {
    let mut app = knowing(10_000);
    let thread = (1..=2_500).map(|n| comment(10_000 + n, 10_000 + n.cast_signed()));
    assert_eq!(hear(&mut app, thread.collect()), 2_500);
    assert_eq!(app.rows.timeline.len(), 12_500);
}

#[test]
fn a_key_that_slides_through_time_looks_at_no_entry() {
    let mut app = knowing(10_000);
    let before = app.rows.looked_at;
    let key = |app: &mut App, key: &str| {
        let press = Event::Key(key.parse().expect("a key"));
        update(app, press, start())
    };
    let mut effects = key(&mut app, "[");
    let Some(Effect::LookBack(ask)) = effects.pop() else {
        panic!("it is worked out beside the screen");
    };
    assert_eq!((app.rows.looked_at, app.past.is_none()), (before, true));
    let past = ask.clone().work_out().expect("something was recorded");
    assert!(
        past.app.rows.looked_at >= 9_999,
        "all of it is looked at there"
    );
    update(
        &mut app,
        Event::PastWorkedOut(ask.number, Some(past)),
        start(),
    );
    assert_eq!(app.past.as_ref().map(|past| past.known), Some(9_999));
    let looked_at = app.shown().rows.looked_at;
    assert_eq!(key(&mut app, "[").len(), 1);
    assert_eq!(
        (app.rows.looked_at, app.shown().rows.looked_at),
        (before, looked_at)
    );
}

#[test]
fn what_is_heard_twice_is_kept_once() {
    let mut app = knowing(3);
    let news = || vec![comment(4, 4), comment(5, 5), comment(4, 4)];
    hear(&mut app, news());
    hear(&mut app, news());
    let seqs: Vec<u64> = app.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn entries_that_come_in_piece_by_piece_stand_as_if_they_came_at_once(
        seconds in prop::collection::vec(0_i64..20, 1..40),
        cuts in prop::collection::vec(1_usize..6, 1..40),
        swaps in prop::collection::vec(any::<bool>(), 40),
    ) {
        let all: Vec<Arc<Entry>> = seconds.iter().zip(1..).map(|(s, seq)| comment(seq, *s)).collect();
        let mut app = knowing(0);
        let (mut rest, mut cuts, mut swaps) = (&*all, cuts.iter().cycle(), swaps.iter());
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at((*cuts.next().unwrap()).min(rest.len()));
            let mut piece = piece.to_vec();
            if *swaps.next().unwrap_or(&false) {
                piece.reverse();
            }
            hear(&mut app, piece);
            rest = tail;
        }
        let mut whole = knowing(0);
        update(&mut whole, Event::HistoryRead(all), start());
        prop_assert_eq!(&app.entries, &whole.entries);
        prop_assert_eq!(&app.rows.timeline, &whole.rows.timeline);
    }
}
