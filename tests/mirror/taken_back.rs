//! A message, and whom it reached later, taken back where it was recorded: another machine that
//! had it takes it back as well, and no comment tells of it.

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{Carrier, Route, RouteState};
use sitroom::domain::playbook::Channel;
use sitroom::domain::undo::undone_entries;

use super::bench::{Bench, DAVE, JANE};

const FEDRAMP: usize = 0;
const CUSTOMERS: usize = 1;
const MAYOR: &str = "the mayor";

/// Writes the daily update, which hands have to carry: nobody set an address.
fn writes(jane: &Bench) {
    let way = |name: &str| Route {
        address: name.to_lowercase(),
        name: name.into(),
        channel: Channel::Mail,
        to: String::new(),
        cc: Vec::new(),
        apart: false,
        carrier: Carrier::Hand,
    };
    jane.does(Command::SendMessage {
        message: "fedramp-daily".into(),
        to: vec!["octocat".into()],
        routes: vec![way("FedRAMP"), way("Customers")],
        text: "Subject: the chickens\n\nNo change.".into(),
    });
}

fn tells(bench: &Bench, routes: &[usize], more: &[&str]) {
    let of = bench.incident().messages.last().expect("it is out").entry;
    bench.does(Command::MoveRoutes {
        of,
        routes: routes.to_vec(),
        to: RouteState::Sent,
        by: JANE.into(),
        words: String::new(),
        more: more.iter().map(|&name| name.to_owned()).collect(),
        attempts: 0,
    });
}

async fn settle(machines: [&mut Bench; 2]) {
    let [jane, dave] = machines;
    for _ in 0..3 {
        jane.settle().await;
        dave.settle().await;
    }
}

/// Returns the entries of a kind, and those of them that were taken back.
fn entries(bench: &Bench, is_so: impl Fn(&Event) -> bool) -> (Vec<EntryId>, Vec<EntryId>) {
    let all = bench.entries();
    let all: Vec<Entry> = all.iter().map(|entry| Entry::clone(entry)).collect();
    let undone = undone_entries(&all);
    let found = all.iter().filter(|entry| is_so(&entry.event));
    let found: Vec<EntryId> = found.map(|entry| entry.id).collect();
    let back = found.iter().copied().filter(|id| undone.contains(id));
    (found.clone(), back.collect())
}

fn is_message(event: &Event) -> bool {
    matches!(event, Event::MessageSent { .. })
}

fn is_told(event: &Event) -> bool {
    matches!(event, Event::RoutesMoved(_))
}

fn comments(bench: &Bench) -> usize {
    bench.count(|event| matches!(event, Event::CommentImported { .. }))
}

/// In which order they are named, what the other machine knew before, and whether it begins anew
/// makes no difference.
#[rstest]
#[case::nothing_was_known(&[FEDRAMP, CUSTOMERS], &[], false)]
#[case::it_begins_anew(&[FEDRAMP, CUSTOMERS], &[], true)]
#[case::in_another_order(&[CUSTOMERS, FEDRAMP], &[], true)]
#[case::some_of_it_was_known(&[FEDRAMP, CUSTOMERS], &[FEDRAMP], false)]
#[case::some_of_it_was_known_and_it_begins_anew(&[FEDRAMP, CUSTOMERS], &[FEDRAMP], true)]
#[tokio::test]
async fn whom_a_message_reached_later_is_taken_back_as_an_entry(
    #[case] routes: &[usize],
    #[case] known: &[usize],
    #[case] anew: bool,
) {
    let mut jane = Bench::synced().await;
    let mut dave = jane.adopting(DAVE);
    writes(&jane);
    settle([&mut jane, &mut dave]).await;
    if !known.is_empty() {
        tells(&dave, known, &[]);
    }
    tells(&jane, routes, &[MAYOR]);
    settle([&mut jane, &mut dave]).await;
    let named = |bench: &Bench| {
        let incident = bench.incident();
        let mut to = incident.messages.last().expect("it is out").to.clone();
        to.sort();
        to
    };
    assert_eq!(named(&dave), ["Customers", "FedRAMP", "octocat", MAYOR]);
    if anew {
        dave.restart();
    }
    jane.does(Command::Undo { entry: None });
    settle([&mut jane, &mut dave]).await;
    let (told, back) = entries(&dave, is_told);
    let theirs = &told[usize::from(!known.is_empty())..];
    assert_eq!((theirs.len(), &back[..]), (1, theirs));
    assert_eq!(comments(&dave), 0);
    // What was told here stays.
    let mut expected = vec!["octocat"];
    expected.extend(known.iter().map(|_| "FedRAMP"));
    expected.sort_unstable();
    assert_eq!(named(&dave), expected);
}

#[rstest]
#[case::as_it_was_sent(false)]
#[case::after_it_reached_somebody_else(true)]
#[tokio::test]
async fn message_is_taken_back_as_an_entry(#[case] later: bool) {
    let mut jane = Bench::synced().await;
    let mut dave = jane.adopting(DAVE);
    writes(&jane);
    let sent = jane.incident().messages[0].entry;
    settle([&mut jane, &mut dave]).await;
    if later {
        tells(&jane, &[FEDRAMP], &[MAYOR]);
        settle([&mut jane, &mut dave]).await;
    }
    jane.does(Command::Undo { entry: Some(sent) });
    settle([&mut jane, &mut dave]).await;
    let (sent, back) = entries(&dave, is_message);
    assert_eq!((sent.len(), &back), (1, &sent));
    assert_eq!(comments(&dave), 0);
    assert_eq!(dave.incident().messages, []);
}
