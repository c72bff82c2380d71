//! Every step from every state: what is allowed, and that nothing else is.

use std::time::Duration;

use rstest::rstest;
use sitroom::domain::outgoing::{
    Again, Channel, Dispatch, DispatchError, Doubt, NotSent, Outcome, Ruling, SendState,
};

use crate::support::{at, sitrep};

const STATES: [SendState; 5] = [
    SendState::Queued,
    SendState::Sending,
    SendState::Sent,
    SendState::Failed,
    SendState::Unknown,
];

type Step = fn(Dispatch) -> Result<Dispatch, DispatchError>;

fn standing(state: SendState) -> Dispatch {
    Dispatch {
        state,
        ..Dispatch::queued(sitrep(Channel::Mail), at(0))
    }
}

fn sent() -> Outcome {
    Outcome::Sent { words: "ok".into() }
}

fn unknown() -> Outcome {
    Outcome::Unknown { why: Doubt::Lost }
}

#[rstest]
#[case::begin(|send: Dispatch| send.begin(at(1)), SendState::Queued, SendState::Sending)]
#[case::end_sent(|send: Dispatch| send.end(&sent(), at(1)), SendState::Sending, SendState::Sent)]
#[case::end_failed(
    |send: Dispatch| send.end(&Outcome::never(NotSent::NoSignIn), at(1)),
    SendState::Sending,
    SendState::Failed
)]
#[case::end_unknown(|send: Dispatch| send.end(&unknown(), at(1)), SendState::Sending, SendState::Unknown)]
#[case::interrupted(|send: Dispatch| send.interrupted(at(1)), SendState::Sending, SendState::Unknown)]
#[case::again(Dispatch::again, SendState::Failed, SendState::Queued)]
#[case::arrived(
    |send: Dispatch| send.settle(Ruling::Arrived, at(1)),
    SendState::Unknown,
    SendState::Sent
)]
#[case::did_not_arrive(
    |send: Dispatch| send.settle(Ruling::DidNotArrive, at(1)),
    SendState::Unknown,
    SendState::Failed
)]
fn a_step_leads_from_one_state_to_one(
    #[case] step: Step,
    #[case] from: SendState,
    #[case] to: SendState,
) {
    for state in STATES {
        match step(standing(state)) {
            Ok(send) => assert_eq!((state, send.state), (from, to)),
            Err(DispatchError::WrongState { state: found, .. }) => {
                assert_ne!(state, from);
                assert_eq!(found, state, "the error says how far it is");
            }
            Err(other) => panic!("nothing asked to wait: {other}"),
        }
    }
}

#[test]
fn only_what_never_went_out_may_be_forgotten() {
    let may = STATES.map(|state| standing(state).may_be_forgotten().is_ok());
    assert_eq!(may, [true, false, false, true, false]);
}

#[rstest]
#[case::useless(Again::Useless, false, None)]
#[case::helps(Again::Helps, true, None)]
#[case::after(Again::After(Duration::from_secs(30)), true, Some(at(31)))]
#[case::endless(Again::After(Duration::MAX), true, None)]
fn what_failed_says_whether_and_when_to_try_again(
    #[case] again: Again,
    #[case] helps: bool,
    #[case] not_before: Option<sitroom::domain::time::Instant>,
) {
    let why = NotSent::NoSignIn;
    let failed = standing(SendState::Sending)
        .end(&Outcome::NotSent { why, again }, at(1))
        .unwrap();
    assert_eq!(
        (failed.may_help_again, failed.not_before),
        (helps, not_before)
    );
    assert_eq!(failed.words, NotSent::NoSignIn.to_string());
}

#[test]
fn every_try_is_counted_and_dated() {
    let first = standing(SendState::Queued).begin(at(5)).unwrap();
    let failed = first
        .end(&Outcome::not_now(NotSent::NoSignIn), at(6))
        .unwrap();
    let second = failed.again().unwrap().begin(at(7)).unwrap();
    assert_eq!(
        (second.attempts, second.tried, second.ended),
        (2, Some(at(7)), None)
    );
    assert_eq!((second.queued, second.words.as_str()), (at(0), ""));
}
