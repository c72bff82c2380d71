//! The program dies while it sends: what it was sending is in doubt afterwards, once, and is
//! not sent again.

use std::path::PathBuf;
use std::process::Command;

use rstest::rstest;
use sitroom::deliver::queue::{Queue, carry};
use sitroom::deliver::smtp::Smtp;
use sitroom::domain::outgoing::{Channel, Outcome, SendState};
use tempfile::TempDir;

use crate::sink::{Plan, Sink};
use crate::support::{at, key, let_out, plain_server, sitrep};

const QUEUE: &str = "SITROOM_TEST_QUEUE";
const PORT: &str = "SITROOM_TEST_PORT";

/// Not a test by itself: what the other runs as a program of its own, to have it die.
#[tokio::test]
async fn program_that_dies_while_it_sends() {
    let Some(dir) = std::env::var_os(QUEUE) else {
        return;
    };
    let port = std::env::var(PORT).unwrap_or_default().parse().ok();
    let queue = Queue::at(PathBuf::from(dir));
    let sent = carry(
        &queue,
        key(Channel::Mail),
        || at(1),
        |outgoing| async move {
            if let Some(port) = port {
                let smtp = Smtp::new(&plain_server(port), None).unwrap();
                let outcome = smtp.send(&let_out(&outgoing)).await;
                assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
            }
            std::process::abort()
        },
    );
    let _ = sent.await;
}

#[rstest]
#[case::before_anything_was_sent(false, 0)]
#[case::before_it_was_written_down(true, 1)]
#[tokio::test]
async fn a_crash_leaves_a_doubt_and_not_a_second_mail(#[case] sends: bool, #[case] taken: usize) {
    let dir = TempDir::new().unwrap();
    let queue = Queue::at(dir.path().join("outgoing"));
    queue.put(sitrep(Channel::Mail), at(0)).unwrap();
    let sink = Sink::start(Plan::default()).await;
    let mut program = Command::new(std::env::current_exe().unwrap());
    program
        .args(["crash::program_that_dies_while_it_sends", "--exact"])
        .env(QUEUE, dir.path().join("outgoing"));
    if sends {
        program.env(PORT, sink.port.to_string());
    }
    let run = tokio::task::spawn_blocking(move || program.output().unwrap());
    assert!(!run.await.unwrap().status.success(), "it dies");

    let left = queue.get(key(Channel::Mail)).unwrap().unwrap();
    assert_eq!(left.state, SendState::Sending, "as the crash left it");
    let found = queue.recover(at(9)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].state, found[0].attempts), (SendState::Unknown, 1));
    assert!(
        found[0].words.contains("sitroom ended"),
        "{}",
        found[0].words
    );
    assert_eq!(queue.recover(at(10)).unwrap(), [], "it is found once");
    assert!(queue.begin(key(Channel::Mail), at(11)).is_err());
    assert_eq!(sink.seen().taken.len(), taken);
}
