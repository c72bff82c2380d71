//! The wire between a sitroom and GitHub, and all that happens to requests on it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request};
use sitroom::github::client::{
    Answer, Api, Call, Exchange as Way, NoAnswer, Transport, UnreachableCause,
};
use sitroom::practice::{Exchange, Fault, Lag, PracticeGithub, Stale};

use super::step::{Steps, VirtualClock};

/// What happens to a request on its way or on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// No connection.
    NotSent,
    /// The connection ends before GitHub has it.
    LostBefore,
    /// GitHub did it, and the answer is lost.
    LostAfter,
    /// GitHub never answers and never did it.
    NeverAnswered,
    /// The connection ends, and GitHub does it some seconds later, whoever has gone meanwhile.
    Late,
    /// A server error before anything was done.
    ErrorBefore,
    /// A server error after it was done.
    ErrorAfter,
    /// GitHub did it, and the answer ends in the middle.
    CutOff,
    /// A page of some gateway's instead of an answer.
    Page,
    /// The hourly allowance is used up.
    PrimaryLimit,
    /// Too much at once.
    SecondaryLimit,
    /// A read is answered by a copy that is so many changes behind.
    Behind(Stale, usize),
}

impl Mishap {
    pub(crate) const ALL: &[Self] = &[
        Self::NotSent,
        Self::LostBefore,
        Self::LostAfter,
        Self::NeverAnswered,
        Self::Late,
        Self::ErrorBefore,
        Self::ErrorAfter,
        Self::CutOff,
        Self::Page,
        Self::PrimaryLimit,
        Self::SecondaryLimit,
        Self::Behind(Stale::Comments, 1),
        Self::Behind(Stale::Comments, 2),
        Self::Behind(Stale::Issue, 1),
        Self::Behind(Stale::Issue, 3),
    ];

    /// Returns the fault to be played at the server.
    fn fault(self) -> Option<Fault> {
        Some(match self {
            Self::LostBefore => Fault::DropBefore,
            Self::LostAfter => Fault::LoseReply,
            Self::NeverAnswered => Fault::Hang,
            Self::ErrorBefore => Fault::RefuseBefore5xx(502),
            Self::ErrorAfter => Fault::AfterApply5xx(502),
            Self::CutOff => Fault::TruncateBody,
            Self::Page => Fault::HtmlBody(200),
            Self::PrimaryLimit => Fault::RateLimitPrimary {
                reset_in: Duration::from_secs(40),
            },
            Self::SecondaryLimit => Fault::RateLimitSecondary {
                retry_after: Some(Duration::from_secs(15)),
            },
            Self::NotSent | Self::Late | Self::Behind(..) => return None,
        })
    }
}

/// How long a request and its answer travel.
const TRAVEL: TimeDelta = TimeDelta::milliseconds(120);
/// How long the client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much later GitHub does what it has not answered: it ends requests after ten seconds.
const LATE: TimeDelta = TimeDelta::milliseconds(9_500);

/// Requests that GitHub is still at work on.
pub(crate) type Lingering = Arc<Mutex<Vec<(DateTime<Utc>, Request<Vec<u8>>)>>>;

/// One sitroom's wire.
pub(crate) struct Wire {
    pub(crate) github: PracticeGithub,
    pub(crate) token: String,
    pub(crate) clock: VirtualClock,
    pub(crate) steps: Arc<Steps>,
    pub(crate) lingering: Lingering,
    pub(crate) state: Mutex<WireState>,
}

/// What the script does to a wire, and what went over it.
#[derive(Default)]
pub(crate) struct WireState {
    pub(crate) offline: bool,
    /// What happens to the next request.
    pub(crate) mishap: Option<Mishap>,
    /// How many mishaps came to pass.
    pub(crate) mishaps: u64,
    /// What was sent and how it ended, the oldest first.
    pub(crate) log: Vec<String>,
}

impl Wire {
    pub(crate) fn state(&self) -> MutexGuard<'_, WireState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, call: &Call) -> Result<Answer, NoAnswer> {
        let (offline, mishap) = {
            let mut state = self.state();
            let offline = state.offline;
            let fits = |mishap: &mut Mishap| happens_to(*mishap, call);
            (offline, state.mishap.take_if(fits).filter(|_| !offline))
        };
        let sent = if offline {
            Err(not_sent())
        } else {
            self.state().mishaps += u64::from(mishap.is_some());
            self.carry_with(call, mishap)
        };
        let ended = match &sent {
            Ok(answer) => answer.status.to_string(),
            Err(way) => format!("{way:?}").chars().take(30).collect(),
        };
        let mishap = mishap.map_or(String::new(), |mishap| format!(" ({mishap:?})"));
        let line = format!("{} {}{mishap} -> {ended}", call.method, call.path);
        self.state().log.push(line);
        sent
    }

    fn carry_with(&self, call: &Call, mishap: Option<Mishap>) -> Result<Answer, NoAnswer> {
        match mishap {
            Some(Mishap::NotSent) => Err(not_sent()),
            Some(Mishap::Late) => {
                let due = self.clock.now() + LATE;
                let mut lingering = self
                    .lingering
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                lingering.push((due, self.request(call)));
                Err(NoAnswer::Lost)
            }
            Some(Mishap::Behind(what, by)) => {
                self.github.set_lag(what, Lag::by(by));
                let answer = self.exchange(call, None);
                self.github.set_lag(what, Lag::by(0));
                answer
            }
            mishap => self.exchange(call, mishap.and_then(Mishap::fault)),
        }
    }

    fn exchange(&self, call: &Call, fault: Option<Fault>) -> Result<Answer, NoAnswer> {
        if let Some(fault) = fault {
            self.github.fault(fault);
        }
        let exchange = self.github.exchange(self.request(call));
        self.github.clear_faults();
        match exchange {
            Exchange::Whole(response) => {
                let (head, body) = response.into_parts();
                Ok(Answer {
                    status: head.status,
                    headers: head.headers,
                    body,
                })
            }
            Exchange::Half(response) => Err(NoAnswer::CutOff {
                status: response.status(),
                headers: response.headers().clone(),
            }),
            Exchange::Cut => Err(NoAnswer::Lost),
            Exchange::Silence => Err(NoAnswer::TimedOut(PATIENCE)),
        }
    }

    fn request(&self, call: &Call) -> Request<Vec<u8>> {
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(call.path.clone())
            .header("authorization", format!("Bearer {}", self.token));
        if let Some(etag) = &call.if_none_match {
            request = request.header("if-none-match", etag);
        }
        let body = call.body.as_ref().map(ToString::to_string);
        let body = body.unwrap_or_default().into_bytes();
        request.body(body).expect("a call is a request")
    }
}

impl Transport for Wire {
    fn exchange(&self, call: Call) -> Way<'_> {
        Box::pin(async move {
            self.steps.next().await;
            self.clock.advance(TRAVEL);
            let carried = self.carry(&call);
            // GitHub has done it; whether this side ever hears of it is another step.
            self.steps.next().await;
            self.clock.advance(TRAVEL);
            carried
        })
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the wire of {}", self.token)
    }
}

fn not_sent() -> NoAnswer {
    NoAnswer::NotSent(UnreachableCause::NoNetwork)
}

fn happens_to(mishap: Mishap, call: &Call) -> bool {
    let path = call.path.path();
    match mishap {
        Mishap::Behind(Stale::Comments, _) => {
            call.method == Method::GET && path.ends_with("comments")
        }
        Mishap::Behind(Stale::Issues, _) => call.method == Method::GET && path.ends_with("issues"),
        Mishap::Behind(Stale::Issue, _) => {
            call.method == Method::GET && path.contains("issues/") && !path.ends_with("comments")
        }
        Mishap::Behind(Stale::History, _) => call.api == Api::Graphql,
        Mishap::Late => call.method != Method::GET,
        _ => true,
    }
}

/// Lets GitHub do what it was still at work on and is due.
pub(crate) fn catch_up(
    github: &PracticeGithub,
    lingering: &Lingering,
    now: DateTime<Utc>,
) -> usize {
    let mut all = lingering.lock().unwrap_or_else(PoisonError::into_inner);
    let (due, later): (Vec<_>, Vec<_>) = all.drain(..).partition(|(due, _)| *due <= now);
    *all = later;
    for (_, request) in &due {
        let _ = github.exchange(request.clone());
    }
    due.len()
}
