//! Two programs on one queue.

use std::sync::Barrier;
use std::thread;

use sitroom::deliver::queue::{Queue, QueueError};
use sitroom::domain::outgoing::{Channel, NotSent, Outcome, SendState};
use tempfile::TempDir;

use crate::support::{at, key, sitrep};

#[test]
fn what_one_is_sending_another_leaves_alone() {
    let dir = TempDir::new().unwrap();
    let (ours, theirs) = (Queue::at(dir.path()), Queue::at(dir.path()));
    let key = key(Channel::Mail);
    ours.put(sitrep(Channel::Mail), at(0)).unwrap();
    let sending = ours.begin(key, at(1)).unwrap();
    let error = theirs.begin(key, at(2)).unwrap_err();
    assert!(matches!(error, QueueError::Busy { .. }), "{error}");
    assert_eq!(theirs.recover(at(2)).unwrap(), [], "it is not gone");
    assert!(theirs.forget(key).is_err());
    let words = "250 ok".to_owned();
    sending.end(&Outcome::Sent { words }, at(3)).unwrap();
    assert_eq!(theirs.get(key).unwrap().unwrap().state, SendState::Sent);
}

#[test]
fn of_many_who_begin_at_once_one_does() {
    const MANY: usize = 8;
    let dir = TempDir::new().unwrap();
    let key = key(Channel::Mail);
    let queue = Queue::at(dir.path());
    queue.put(sitrep(Channel::Mail), at(0)).unwrap();
    for round in 0..20 {
        let start = Barrier::new(MANY);
        let begun = thread::scope(|scope| {
            let begins = (0..MANY).map(|_| {
                scope.spawn(|| {
                    let queue = Queue::at(dir.path());
                    start.wait();
                    let begun = queue.begin(key, at(1)).ok()?;
                    let again = Outcome::not_now(NotSent::NoSignIn);
                    Some(begun.end(&again, at(2)).unwrap())
                })
            });
            let begins: Vec<_> = begins.collect();
            begins
                .into_iter()
                .filter_map(|begin| begin.join().unwrap())
                .count()
        });
        assert_eq!(begun, 1, "in round {round}");
        queue.again(key).unwrap();
    }
    assert_eq!(queue.get(key).unwrap().unwrap().attempts, 20);
}

#[test]
fn of_many_who_queue_the_same_one_does() {
    const MANY: usize = 8;
    let dir = TempDir::new().unwrap();
    let start = Barrier::new(MANY);
    let new = thread::scope(|scope| {
        let puts = (0..MANY).map(|_| {
            scope.spawn(|| {
                let queue = Queue::at(dir.path().join("outgoing"));
                start.wait();
                queue.put(sitrep(Channel::Mail), at(0)).unwrap()
            })
        });
        let puts: Vec<_> = puts.collect();
        let puts = puts.into_iter().map(|put| put.join().unwrap());
        puts.filter(|put| matches!(put, sitroom::deliver::queue::Put::New(_)))
            .count()
    });
    assert_eq!(new, 1);
}
