use rstest::rstest;

use super::*;
use crate::domain::mirror::MirrorState;
use crate::github::client::{AmbiguousCause, Failure, Rejection, RejectionKind};

const POLL: Duration = Duration::from_secs(30);

fn good() -> Last<'static> {
    Last {
        trouble: None,
        failures: 0,
        quiet: Duration::ZERO,
        allowance: None,
        poll_interval: None,
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn left(remaining: u32) -> Allowance {
    Allowance {
        limit: 5000,
        remaining,
        full_in: seconds(1200),
    }
}

#[rstest]
#[case::at_work(0, None, None, Next::After(seconds(30)))]
#[case::nearly_idle(599, None, None, Next::After(seconds(30)))]
#[case::idle(600, None, None, Next::After(seconds(60)))]
#[case::idle_for_an_hour(3600, None, None, Next::After(seconds(120)))]
#[case::idle_for_days(400_000, None, None, Next::After(seconds(120)))]
#[case::much_left(0, Some(left(1000)), None, Next::After(seconds(30)))]
#[case::less_than_a_fifth_left(0, Some(left(999)), None, Next::After(seconds(120)))]
#[case::idle_with_little_left(3600, Some(left(999)), None, Next::After(seconds(480)))]
#[case::just_enough_left(0, Some(left(100)), None, Next::After(seconds(120)))]
#[case::reserve(0, Some(left(99)), None, Next::NotBefore(seconds(1200)))]
#[case::nothing_left(0, Some(left(0)), None, Next::NotBefore(seconds(1200)))]
#[case::server_asks_for_more(0, None, Some(60), Next::After(seconds(60)))]
#[case::server_asks_for_less(0, None, Some(10), Next::After(seconds(30)))]
#[case::idle_is_longer_still(3600, None, Some(60), Next::After(seconds(120)))]
fn pause_after_a_good_round(
    #[case] quiet: u64,
    #[case] allowance: Option<Allowance>,
    #[case] poll_interval: Option<u64>,
    #[case] due: Next,
) {
    let last = Last {
        quiet: seconds(quiet),
        allowance,
        poll_interval: poll_interval.map(seconds),
        ..good()
    };
    assert_eq!(next(last, POLL), due);
}

#[test]
fn allowance_that_is_full_again_is_no_reserve() {
    let full = Allowance {
        limit: 5000,
        remaining: 0,
        full_in: Duration::ZERO,
    };
    let last = Last {
        allowance: Some(full),
        ..good()
    };
    assert_eq!(next(last, POLL), Next::After(seconds(120)));
}

fn lost() -> Trouble {
    Failure::from(AmbiguousCause::ConnectionLost).into()
}

fn refused(kind: RejectionKind) -> Trouble {
    Failure::from(Box::new(Rejection::of(kind))).into()
}

#[rstest]
#[case::first(lost(), 1, Next::After(seconds(2)))]
#[case::second(lost(), 2, Next::After(seconds(4)))]
#[case::eighth(lost(), 8, Next::After(seconds(256)))]
#[case::capped(lost(), 9, Next::After(seconds(300)))]
#[case::for_days(lost(), u32::MAX, Next::After(seconds(300)))]
#[case::edited_meanwhile(Trouble::Unfinished { cause: String::new() }, 1, Next::After(seconds(2)))]
#[case::limited(Trouble::Limited { wait: seconds(70), in_a_row: 4 }, 9, Next::NotBefore(seconds(70)))]
#[case::limited_too_often(Trouble::Limited { wait: seconds(70), in_a_row: 5 }, 9, Next::WhenAsked)]
#[case::in_doubt(Trouble::InDoubt { wait: seconds(9) }, 1, Next::NotBefore(seconds(9)))]
#[case::record(Trouble::Record { cause: String::new() }, 1, Next::After(seconds(300)))]
#[case::blocked(Trouble::blocked("x"), 1, Next::After(seconds(300)))]
#[case::public(Trouble::about(MirrorState::Public, "x"), 1, Next::WhenAsked)]
#[case::bad_token(refused(RejectionKind::Unauthorized), 1, Next::WhenAsked)]
#[case::single_sign_on(refused(RejectionKind::Sso), 1, Next::WhenAsked)]
#[case::forbidden(refused(RejectionKind::Forbidden), 1, Next::WhenAsked)]
#[case::not_seen(refused(RejectionKind::NotFound), 1, Next::After(seconds(300)))]
#[case::deleted(refused(RejectionKind::Gone), 1, Next::WhenAsked)]
#[case::moved(refused(RejectionKind::Moved), 1, Next::WhenAsked)]
#[case::locked(refused(RejectionKind::Locked), 1, Next::After(seconds(300)))]
#[case::archived(refused(RejectionKind::Archived), 1, Next::After(seconds(300)))]
#[case::unprocessable(refused(RejectionKind::Unprocessable), 1, Next::After(seconds(300)))]
fn pause_after_trouble(#[case] trouble: Trouble, #[case] failures: u32, #[case] due: Next) {
    let last = Last {
        trouble: Some(&trouble),
        failures,
        ..good()
    };
    assert_eq!(next(last, POLL), due);
}

#[rstest]
#[case::named(Some(17), 1, 17)]
#[case::named_again(Some(17), 2, 60)]
#[case::named_longer_again(Some(170), 2, 170)]
#[case::named_a_third_time(Some(17), 3, 120)]
#[case::named_for_ever(Some(u64::MAX), 1, 3660)]
#[case::unnamed(None, 1, 60)]
#[case::unnamed_again(None, 2, 120)]
#[case::unnamed_a_fifth_time(None, 5, 900)]
#[case::unnamed_for_ever(None, u32::MAX, 900)]
fn wait_that_was_asked_for_grows_when_it_is_asked_again(
    #[case] asked: Option<u64>,
    #[case] in_a_row: u32,
    #[case] wait: u64,
) {
    assert_eq!(limited(asked.map(seconds), in_a_row), seconds(wait));
}

#[test]
fn luck_makes_a_pause_longer_and_never_shorter() {
    assert_eq!(jittered(seconds(100), 0.0), seconds(100));
    assert_eq!(jittered(seconds(100), 1.0), seconds(110));
}
