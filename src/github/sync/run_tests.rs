use rstest::rstest;

use super::super::heard::Allowance;
use super::*;
use crate::github::client::{AmbiguousCause, Failure, Rejection, RejectionKind};

const POLL: Duration = Duration::from_secs(30);
const MINUTE: Duration = Duration::from_secs(60);

fn good() -> Went {
    Went {
        trouble: None,
        more: None,
        has_news: false,
        heard: Heard::default(),
    }
}

fn troubled(failure: Failure) -> Went {
    Went {
        trouble: Some(failure.into()),
        ..good()
    }
}

fn refused(kind: RejectionKind) -> Went {
    troubled(Failure::from(Box::new(Rejection::of(kind))))
}

/// Asserts when the next round is due: up to a tenth later than said.
fn assert_due(course: &Course, now: Instant, pause: Duration) {
    let due = course.due.expect("it goes on by itself") - now;
    let latest = pause.mul_f64(1.1);
    assert!(pause <= due && due <= latest, "{due:?} for {pause:?}");
}

#[test]
fn pause_grows_while_nothing_happens_and_shrinks_when_something_does() {
    let start = Instant::now();
    let mut course = Course::new(POLL, start);
    for (minutes, pause) in [(0, POLL), (9, POLL), (10, 2 * POLL), (60, 4 * POLL)] {
        let now = start + minutes * MINUTE;
        course.after(now, good());
        assert_due(&course, now, pause);
    }
    let now = start + 90 * MINUTE;
    let news = Went {
        has_news: true,
        ..good()
    };
    course.after(now, news);
    assert_due(&course, now, POLL);
    course.after(now + 10 * MINUTE, good());
    assert_due(&course, now + 10 * MINUTE, 2 * POLL);
}

#[tokio::test]
async fn who_puts_the_reading_off_is_heard_before_the_round_that_is_due() {
    let (nudge, mut nudges) = mpsc::unbounded_channel();
    let mut course = Course::new(POLL, Instant::now());
    nudge.send(Nudge::Rest).expect("it is there");
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Resting));
    // Behind a change that is noted it is not lost, and neither is the change.
    nudge.send(Nudge::Changed).expect("it is there");
    nudge.send(Nudge::Rest).expect("it is there");
    course.hears_changes = false;
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Noted));
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Resting));
}

#[tokio::test]
async fn who_asks_for_a_round_and_then_puts_the_reading_off_gets_both() {
    let (nudge, mut nudges) = mpsc::unbounded_channel();
    let now = Instant::now();
    let mut course = Course::new(POLL, now);
    course.after(now, refused(RejectionKind::Forbidden));
    for next in [Nudge::Changed, Nudge::Now, Nudge::Rest] {
        nudge.send(next).expect("it is there");
    }
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Asked));
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Resting));
    // Who asks again wants the rest read.
    for next in [Nudge::Changed, Nudge::Rest, Nudge::Now] {
        nudge.send(next).expect("it is there");
    }
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Asked));
    drop(nudge);
    assert_eq!(course.wait(&mut nudges).await, None);
}

#[rstest]
#[case::bad_token(refused(RejectionKind::Unauthorized))]
#[case::single_sign_on(refused(RejectionKind::Sso))]
#[case::asked_to_wait(Went {
    trouble: Some(Trouble::Limited { wait: 9 * MINUTE, in_a_row: 1 }),
    ..good()
})]
#[case::asked_to_leave(Went {
    trouble: Some(Trouble::Limited { wait: 9 * MINUTE, in_a_row: 5 }),
    ..good()
})]
#[case::connection_lost(troubled(AmbiguousCause::ConnectionLost.into()))]
fn putting_the_reading_off_moves_no_round_after_trouble(#[case] went: Went) {
    let now = Instant::now();
    let mut course = Course::new(POLL, now);
    course.after(now, went);
    let due = course.due;
    course.rested(now, None);
    assert_eq!(course.due, due);
}

#[test]
fn putting_the_reading_off_moves_no_round_that_the_allowance_or_a_change_set() {
    let now = Instant::now();
    let mut course = Course::new(POLL, now);
    let mut went = good();
    went.heard.allowance = Some(Allowance {
        limit: 5000,
        remaining: 20,
        full_in: 10 * MINUTE,
    });
    course.after(now, went);
    let due = course.due;
    course.rested(now, None);
    assert_eq!(course.due, due);
    let more = Some(Duration::ZERO);
    course.after(now, Went { more, ..good() });
    course.is_changed = true;
    course.rested(now, None);
    assert_eq!(course.due, Some(now));
    course.after(now, Went { more, ..good() });
    course.rested(now, None);
    assert_eq!(course.due, Some(now + POLL), "nothing else is left to do");
}

#[tokio::test]
async fn nudge_ends_the_quiet_and_brings_the_round_forward() {
    let (nudge, mut nudges) = mpsc::unbounded_channel();
    let start = Instant::now();
    let mut course = Course::new(POLL, start);
    course.after(start + 70 * MINUTE, good());
    nudge.send(Nudge::Changed).expect("it listens");
    nudge.send(Nudge::Now).expect("it listens");
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Asked));
    assert!(course.busy_at >= start);
    let due = course.due.expect("it goes on by itself");
    assert!(due < start + MINUTE, "the change brought it forward");
    drop(nudge);
    assert_eq!(course.wait(&mut nudges).await, None);
}

#[tokio::test]
async fn change_is_noted_and_no_more_while_nothing_may_be_asked() {
    let (nudge, mut nudges) = mpsc::unbounded_channel();
    let now = Instant::now();
    let mut course = Course::new(POLL, now);
    course.after(now, refused(RejectionKind::Unauthorized));
    assert_eq!((course.due, course.is_without_token()), (None, true));
    nudge.send(Nudge::Changed).expect("it listens");
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Noted));
    nudge.send(Nudge::Changed).expect("it listens");
    nudge.send(Nudge::Now).expect("it listens");
    assert_eq!(course.wait(&mut nudges).await, Some(Due::Asked));
}

#[test]
fn failures_in_a_row_are_counted_until_a_round_goes_through() {
    let now = Instant::now();
    let lost = || troubled(AmbiguousCause::ConnectionLost.into());
    let mut course = Course::new(POLL, now);
    for seconds in [2, 4, 8] {
        course.after(now, lost());
        assert_due(&course, now, Duration::from_secs(seconds));
    }
    course.after(now, good());
    course.after(now, lost());
    assert_due(&course, now, Duration::from_secs(2));
}

#[rstest]
#[case::at_rest(None, POLL)]
#[case::more_to_send(Some(Duration::ZERO), Duration::ZERO)]
#[case::own_ceiling(Some(POLL / 2), POLL / 2)]
#[case::own_ceiling_and_the_issue_is_read_all_the_same(Some(POLL * 9), POLL)]
fn rest_of_what_waits_goes_out_as_soon_as_it_may(
    #[case] more: Option<Duration>,
    #[case] due: Duration,
) {
    let now = Instant::now();
    let mut course = Course::new(POLL, now);
    course.after(now, Went { more, ..good() });
    assert_due(&course, now, due);
    assert!(course.hears_changes);
}

#[test]
fn reserve_is_spared_and_said_to_be() {
    let now = Instant::now();
    let mut course = Course::new(POLL, now);
    let mut went = good();
    went.more = Some(Duration::ZERO);
    went.heard.allowance = Some(Allowance {
        limit: 5000,
        remaining: 20,
        full_in: 10 * MINUTE,
    });
    course.after(now, went);
    assert_due(&course, now, 10 * MINUTE);
    assert!(!course.hears_changes);
    let told = course.told(MirrorStatus {
        state: MirrorState::Synced,
        ..MirrorStatus::default()
    });
    assert_eq!(told.state, MirrorState::Limited);
    assert!(told.detail.contains("little is left"), "{}", told.detail);
}
