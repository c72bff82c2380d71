//! Sends on disk: one file each, a step ahead of what is done, and no key twice.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rstest::rstest;
use secrecy::SecretString;
use sitroom::deliver::queue::{Put, Queue, QueueError, carry};
use sitroom::deliver::smtp::Smtp;
use sitroom::domain::outgoing::{
    Again, Channel, Dispatch, Doubt, NotSent, Outcome, Ruling, SendState, message_id,
};
use tempfile::TempDir;

use crate::sink::{At, Fault, Plan, Sink};
use crate::support::{at, key, let_out, plain_server, sitrep};

const MAIL: Channel = Channel::Mail;

fn queue() -> (TempDir, Queue) {
    let dir = TempDir::new().unwrap();
    let queue = Queue::at(dir.path().join("outgoing"));
    queue.put(sitrep(MAIL), at(0)).unwrap();
    (dir, queue)
}

fn state(queue: &Queue) -> Dispatch {
    queue.get(key(MAIL)).unwrap().expect("it is there")
}

fn smtp(sink: &Sink) -> Smtp {
    Smtp::new(&plain_server(sink.port), None::<SecretString>).unwrap()
}

async fn tries(queue: &Queue, sink: &Sink) -> Result<Dispatch, QueueError> {
    let smtp = smtp(sink);
    carry(
        queue,
        key(MAIL),
        || at(60),
        |outgoing| async move { smtp.send(&let_out(&outgoing)).await },
    )
    .await
}

#[tokio::test]
async fn what_is_sent_is_not_sent_again() {
    let (_dir, queue) = queue();
    let sink = Sink::start(Plan::default()).await;
    let sent = tries(&queue, &sink).await.unwrap();
    assert_eq!((sent.state, sent.attempts), (SendState::Sent, 1));
    assert_eq!((sent.tried, sent.ended), (Some(at(60)), Some(at(60))));
    assert_eq!(sent.words, "250 2.0.0 ok: queued as 7");
    assert_eq!(state(&queue), sent, "the disk says so");
    let error = tries(&queue, &sink).await.unwrap_err();
    assert!(matches!(error, QueueError::State(_)), "{error}");
    let again = queue.put(sitrep(MAIL), at(90)).unwrap();
    assert_eq!(again, Put::Already(sent), "asking twice is one send");
    assert_eq!(sink.seen().taken.len(), 1);
}

#[test]
fn one_key_is_one_text() {
    let (_dir, queue) = queue();
    let mut other = sitrep(MAIL);
    other.body.push_str(" And the fence.");
    let error = queue.put(other, at(1)).unwrap_err();
    assert!(matches!(error, QueueError::Differs { .. }), "{error}");
    let slack = queue.put(sitrep(Channel::SlackWebhook), at(1)).unwrap();
    assert!(
        matches!(slack, Put::New(_)),
        "another channel is another send"
    );
    let keys: Vec<_> = queue.list().unwrap().sends;
    let keys: Vec<_> = keys.iter().map(|send| send.outgoing.key).collect();
    assert_eq!(keys, [key(MAIL), key(Channel::SlackWebhook)]);
}

#[tokio::test]
async fn the_disk_says_sending_before_the_first_byte_leaves() {
    let (_dir, queue) = queue();
    let seen = queue.clone();
    let sent = carry(
        &queue,
        key(MAIL),
        || at(1),
        |_| async move {
            assert_eq!(state(&seen).state, SendState::Sending);
            Outcome::never(NotSent::NoSignIn)
        },
    );
    assert_eq!(sent.await.unwrap().state, SendState::Failed);
}

#[tokio::test]
async fn where_the_disk_does_not_take_it_nothing_is_sent() {
    let (dir, queue) = queue();
    let sink = Sink::start(Plan::default()).await;
    // The file that would be the lock cannot be one, not even for who may do everything.
    let lock = dir
        .path()
        .join("outgoing")
        .join(format!("{}.lock", key(MAIL)));
    fs::create_dir(lock).unwrap();
    let error = tries(&queue, &sink).await.unwrap_err();
    assert!(matches!(error, QueueError::Disk { .. }), "{error}");
    assert_eq!(sink.seen().connections, 0);
}

#[tokio::test]
async fn an_end_that_cannot_be_written_down_is_told_and_becomes_a_doubt() {
    let (dir, queue) = queue();
    let folder = dir.path().join("outgoing");
    let away = dir.path().join("away");
    let error = carry(
        &queue,
        key(MAIL),
        || at(1),
        |_| {
            fs::rename(&folder, &away).unwrap();
            async {
                Outcome::Sent {
                    words: "250 ok".into(),
                }
            }
        },
    );
    let error = error.await.unwrap_err();
    match &error {
        QueueError::NotRecorded { outcome, .. } => {
            assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
        }
        other => panic!("it is told: {other}"),
    }
    fs::rename(&away, &folder).unwrap();
    assert_eq!(queue.recover(at(2)).unwrap().len(), 1);
    assert_eq!(state(&queue).state, SendState::Unknown);
}

#[tokio::test]
async fn what_failed_is_sent_again_only_when_asked_and_is_the_same_mail() {
    let (_dir, queue) = queue();
    let failing = Plan::failing(At::Data, Fault::Says("451 later"));
    let sink = Sink::start_with(vec![failing, Plan::default()]).await;
    let failed = tries(&queue, &sink).await.unwrap();
    assert_eq!(
        (failed.state, failed.may_help_again),
        (SendState::Failed, true)
    );
    assert!(failed.words.contains("451 later"), "{}", failed.words);
    assert!(tries(&queue, &sink).await.is_err(), "not by itself");
    assert_eq!(queue.recover(at(70)).unwrap(), [], "not by a restart");
    assert_eq!(queue.again(key(MAIL)).unwrap().state, SendState::Queued);
    let sent = tries(&queue, &sink).await.unwrap();
    assert_eq!((sent.state, sent.attempts), (SendState::Sent, 2));
    let seen = sink.seen();
    assert_eq!(seen.taken.len(), 1);
    let id = message_id(&sitrep(MAIL));
    assert!(
        seen.taken[0]
            .text
            .contains(&format!("Message-ID: <{id}>\r\n"))
    );
}

#[rstest]
#[case::arrived(Ruling::Arrived, SendState::Sent)]
#[case::did_not_arrive(Ruling::DidNotArrive, SendState::Failed)]
#[tokio::test]
async fn a_lost_reply_waits_for_a_person(#[case] ruling: Ruling, #[case] wanted: SendState) {
    let (_dir, queue) = queue();
    let losing = Plan::failing(At::Dot, Fault::HangsUp);
    let sink = Sink::start_with(vec![losing, Plan::default()]).await;
    let lost = tries(&queue, &sink).await.unwrap();
    assert_eq!(lost.state, SendState::Unknown);
    assert!(tries(&queue, &sink).await.is_err(), "not by itself");
    assert!(queue.again(key(MAIL)).is_err(), "not before it is known");
    assert!(queue.forget(key(MAIL)).is_err(), "nor by forgetting it");
    assert_eq!(queue.recover(at(70)).unwrap(), [], "nor by a restart");
    assert_eq!(sink.seen().taken.len(), 1, "it arrived, once");
    let settled = queue.settle(key(MAIL), ruling, at(80)).unwrap();
    assert_eq!(settled.state, wanted);
    assert!(
        settled.words.contains("a person found"),
        "{}",
        settled.words
    );
    assert!(queue.settle(key(MAIL), ruling, at(81)).is_err(), "once");
}

#[test]
fn a_pause_that_was_asked_for_is_kept() {
    let (_dir, queue) = queue();
    let pause = Outcome::NotSent {
        why: NotSent::NoSignIn,
        again: Again::After(std::time::Duration::from_secs(30)),
    };
    let failed = queue
        .begin(key(MAIL), at(0))
        .unwrap()
        .end(&pause, at(1))
        .unwrap();
    assert_eq!(failed.not_before, Some(at(31)));
    queue.again(key(MAIL)).unwrap();
    let error = queue.begin(key(MAIL), at(30)).unwrap_err();
    assert!(error.to_string().contains("14:02:34 UTC"), "{error}");
    assert!(queue.begin(key(MAIL), at(31)).is_ok());
}

#[test]
fn what_never_went_out_can_be_taken_out() {
    let (_dir, queue) = queue();
    queue.forget(key(MAIL)).unwrap();
    assert_eq!(queue.get(key(MAIL)).unwrap(), None);
    let error = queue.begin(key(MAIL), at(1)).unwrap_err();
    assert!(matches!(error, QueueError::Missing { .. }), "{error}");
}

#[test]
fn files_are_for_their_owner_and_nothing_else_is_left() {
    let (dir, queue) = queue();
    let done = Outcome::Unknown { why: Doubt::Lost };
    queue
        .begin(key(MAIL), at(1))
        .unwrap()
        .end(&done, at(2))
        .unwrap();
    let folder = dir.path().join("outgoing");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(
        files[0].file_name().to_str().unwrap(),
        format!("{}.toml", key(MAIL))
    );
    assert_eq!(mode(&files[0].path()), 0o600);
}

#[rstest]
#[case::cut_off("format = 1\nstate = \"que", "damaged")]
#[case::empty("", "damaged")]
#[case::another_state("format = 1\nstate = \"posted\"", "damaged")]
#[case::later_version("format = 99\nwhatever = true", "format 99")]
fn a_file_that_cannot_be_read_blocks_its_key_and_no_other(
    #[case] content: &str,
    #[case] says: &str,
) {
    let (dir, queue) = queue();
    queue.put(sitrep(Channel::SlackWebhook), at(0)).unwrap();
    let path = dir
        .path()
        .join("outgoing")
        .join(format!("{}.toml", key(MAIL)));
    fs::write(&path, content).unwrap();
    let listing = queue.list().unwrap();
    assert_eq!(listing.sends.len(), 1);
    assert!(
        listing.unreadable[0].to_string().contains(says),
        "{:?}",
        listing.unreadable
    );
    assert!(
        queue.put(sitrep(MAIL), at(1)).is_err(),
        "it may have been sent"
    );
    assert!(queue.begin(key(MAIL), at(1)).is_err());
    assert_eq!(queue.recover(at(1)).unwrap(), []);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        content,
        "it stays as it is"
    );
}

#[test]
fn a_copied_file_is_no_send() {
    let (dir, queue) = queue();
    let folder = dir.path().join("outgoing");
    let name = |channel| folder.join(format!("{}.toml", key(channel)));
    fs::copy(name(MAIL), name(Channel::SlackWebhook)).unwrap();
    assert!(queue.begin(key(Channel::SlackWebhook), at(1)).is_err());
}

/// Names in a text can be anything; what comes back from the disk is what was put there.
#[rstest]
#[case::quotes("''' \"\"\" \\ \n'")]
#[case::signs("[x]\nstate = \"sent\"\n# \u{1f414} é \u{2028}")]
#[case::control("a\u{0}\u{1b}[31m\r\nb\u{202e}c")]
fn a_text_comes_back_from_the_disk_as_it_was(#[case] text: &str) {
    let dir = TempDir::new().unwrap();
    let queue = Queue::at(dir.path());
    let mut outgoing = sitrep(MAIL);
    outgoing.body = text.into();
    outgoing.subject = text.into();
    queue.put(outgoing.clone(), at(0)).unwrap();
    assert_eq!(state(&queue).outgoing, outgoing);
}
