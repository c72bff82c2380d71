//! The cause analysis: trees with evidence, that can be moved and taken back.

use rstest::rstest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::Visibility;
use sitroom::domain::ids::{CauseId, EntryId};
use sitroom::domain::worksheet::{CauseMethod, WorksheetAsked};

use crate::night::{JANE, minute, note, opened, part, work};
use crate::record::Record;

fn add(record: &mut Record, parent: Option<u32>, text: &str) {
    let asked = WorksheetAsked::AddCause {
        parent: parent.map(CauseId),
        method: CauseMethod::FiveWhys,
        text: text.into(),
    };
    work(record, asked, 300);
}

/// Y1 has Y2 and Y3 below it, Y2 has Y4, and Y5 is a tree of its own.
fn trees() -> Record {
    let mut record = opened();
    add(&mut record, None, "why did they get out?");
    add(&mut record, Some(1), "the gate was open");
    add(&mut record, Some(1), "the dog slept");
    add(&mut record, Some(2), "the latch is worn");
    add(&mut record, None, "how was it noticed?");
    record
}

fn order(record: &Record) -> String {
    let nodes = record.incident.worksheet.causes.in_order();
    let nodes = nodes
        .iter()
        .map(|node| format!("{}{}", ".".repeat(node.depth), node.cause.id));
    nodes.collect::<Vec<_>>().join(" ")
}

fn asks(record: &mut Record, asked: WorksheetAsked) -> Result<usize, String> {
    let command = Command::ChangeWorksheet(Box::new(asked));
    let events = record.ask(&Request::local(command, JANE), minute(310));
    events.map(|it| it.len()).map_err(|it| it.cause)
}

fn moved(id: u32, parent: Option<u32>, before: Option<u32>) -> WorksheetAsked {
    WorksheetAsked::MoveCause {
        id: CauseId(id),
        parent: parent.map(CauseId),
        before: before.map(CauseId),
    }
}

#[rstest]
#[case::below_another(4, Some(3), None, "Y1 .Y2 .Y3 ..Y4 Y5")]
#[case::before_a_sibling(3, Some(1), Some(2), "Y1 .Y3 .Y2 ..Y4 Y5")]
#[case::to_a_tree_of_its_own(2, None, None, "Y1 .Y3 Y5 Y2 .Y4")]
#[case::a_tree_below_another(5, Some(4), None, "Y1 .Y2 ..Y4 ...Y5 .Y3")]
fn a_node_moves_with_all_below_it(
    #[case] id: u32,
    #[case] parent: Option<u32>,
    #[case] before: Option<u32>,
    #[case] expected: &str,
) {
    let mut record = trees();
    assert_eq!(order(&record), "Y1 .Y2 ..Y4 .Y3 Y5");
    assert_eq!(asks(&mut record, moved(id, parent, before)), Ok(1));
    assert_eq!(order(&record), expected);
    record.run(Command::Undo { entry: None }, minute(320));
    assert_eq!(order(&record), "Y1 .Y2 ..Y4 .Y3 Y5");
}

#[rstest]
#[case::below_itself(1, Some(1))]
#[case::below_what_is_below_it(1, Some(4))]
#[case::below_nothing_known(2, Some(9))]
fn no_node_moves_where_it_cannot_stand(#[case] id: u32, #[case] parent: Option<u32>) {
    let mut record = trees();
    assert!(asks(&mut record, moved(id, parent, None)).is_err());
    assert_eq!(order(&record), "Y1 .Y2 ..Y4 .Y3 Y5");
}

#[test]
fn moving_it_to_where_it_stands_is_nothing_to_record() {
    let mut record = trees();
    assert_eq!(asks(&mut record, moved(2, Some(1), Some(3))), Ok(0));
    assert_eq!(asks(&mut record, moved(5, None, None)), Ok(0));
}

#[test]
fn dropping_takes_all_below_with_it_and_no_number_comes_twice() {
    let mut record = trees();
    work(&mut record, WorksheetAsked::DropCause(CauseId(2)), 310);
    assert_eq!(order(&record), "Y1 .Y3 Y5");
    add(&mut record, Some(3), "it was a long day");
    assert_eq!(order(&record), "Y1 .Y3 ..Y6 Y5");
    record.run(Command::Undo { entry: None }, minute(320));
    add(&mut record, Some(3), "it was a long night");
    assert_eq!(order(&record), "Y1 .Y3 ..Y7 Y5");
}

#[test]
fn a_tree_is_asked_one_way_or_the_other() {
    let mut record = trees();
    let (id, method) = (CauseId(4), CauseMethod::InfiniteHows);
    work(&mut record, WorksheetAsked::AskCause { id, method }, 310);
    let nodes = record.incident.worksheet.causes.in_order();
    let methods: Vec<&str> = nodes.iter().map(|node| node.method.word()).collect();
    assert_eq!(methods, ["hows", "hows", "hows", "hows", "whys"]);
}

fn link(record: &mut Record, id: u32, entry: EntryId, linked: bool) {
    let id = CauseId(id);
    work(record, WorksheetAsked::LinkCause { id, entry, linked }, 310);
}

#[test]
fn evidence_is_told_with_its_line_and_what_is_local_is_not() {
    let mut record = trees();
    let seen = note(
        &mut record,
        "the latch hangs loose",
        Visibility::Shared,
        301,
    );
    let local = note(&mut record, "Dave was drunk", Visibility::Local, 302);
    let gone = note(&mut record, "a mistake", Visibility::Shared, 303);
    for entry in [seen, local, gone] {
        link(&mut record, 4, entry, true);
    }
    let undo = Command::Undo { entry: Some(gone) };
    record.run(undo, minute(320));
    let text = part(&record, "causes");
    let expected = "\
### Y1 why did they get out? [line 2]

Asked by Five Whys.

- **Y2** the gate was open [line 3]
  - **Y4** the latch is worn [line 5]
    - evidence: 2026-11-18 14:01:00 EST, Farmer Jane: the latch hangs loose [line 7]
    - evidence: an entry that stays on this machine [line 8]
    - evidence: an entry that was taken back
- **Y3** the dog slept [line 4]

### Y5 how was it noticed? [line 6]

Asked by Five Whys.";
    assert_eq!(text, expected);
    link(&mut record, 4, seen, false);
    assert!(!part(&record, "causes").contains("hangs loose"));
}

#[test]
fn many_nodes_in_one_chain_are_read_in_order() {
    let mut record = opened();
    add(&mut record, None, "why?");
    for n in 1..60 {
        add(&mut record, Some(n), "because");
    }
    let nodes = record.incident.worksheet.causes.in_order();
    assert_eq!(nodes.len(), 60);
    assert_eq!(nodes[59].depth, 59);
}
