//! The wire between a sitroom and GitHub, and all that happens to requests on it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method, Request, StatusCode};
use sitroom::github::client::{
    Answer, Api, Call, Exchange as Way, NoAnswer, Transport, UnreachableCause,
};
use sitroom::practice::{Exchange, Fault, PracticeGithub};

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
    /// A read is answered by a copy that is behind, or with the last answer once more.
    Stale,
    /// A list of comments lacks the newest.
    ShortList,
}

impl Mishap {
    pub(crate) const ALL: [Self; 13] = [
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
        Self::Stale,
        Self::ShortList,
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
            Self::NotSent | Self::Late | Self::Stale | Self::ShortList => return None,
        })
    }
}

/// How long a request and its answer travel.
const TRAVEL: TimeDelta = TimeDelta::milliseconds(120);
/// How long the client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much later GitHub does what it has not answered: it ends requests after ten seconds.
const LATE: TimeDelta = TimeDelta::milliseconds(9_500);
/// How many answers of each address are remembered, to be given once more.
const REMEMBERED: usize = 3;

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
    seen: BTreeMap<String, Vec<Answer>>,
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
            Some(Mishap::Stale) => match self.older(call) {
                Some(answer) => Ok(answer),
                None => self.exchange(call, None),
            },
            Some(Mishap::ShortList) => self.exchange(call, None).map(without_newest),
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
                let answer = Answer {
                    status: head.status,
                    headers: head.headers,
                    body,
                };
                self.remember(call, &answer);
                Ok(answer)
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

    fn remember(&self, call: &Call, answer: &Answer) {
        if call.method != Method::GET || answer.status != StatusCode::OK {
            return;
        }
        let mut state = self.state();
        let seen = state.seen.entry(call.path.to_string()).or_default();
        seen.push(answer.clone());
        if seen.len() > REMEMBERED {
            seen.remove(0);
        }
    }

    /// Returns what a copy that is behind answers.
    fn older(&self, call: &Call) -> Option<Answer> {
        let state = self.state();
        let answer = state.seen.get(&call.path.to_string())?.first()?.clone();
        let etag = answer
            .headers
            .get("etag")
            .and_then(|etag| etag.to_str().ok());
        if etag.is_some() && etag == call.if_none_match.as_deref() {
            return Some(Answer {
                status: StatusCode::NOT_MODIFIED,
                headers: answer.headers,
                body: Vec::new(),
            });
        }
        Some(answer)
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
    match mishap {
        Mishap::Stale => call.method == Method::GET && call.path.path().ends_with("comments"),
        Mishap::ShortList => call.method == Method::GET && call.path.path().ends_with("comments"),
        Mishap::Late => call.method == Method::POST && call.api == Api::Rest,
        _ => true,
    }
}

/// Leaves the newest comment out.
fn without_newest(answer: Answer) -> Answer {
    let comments: Result<Vec<serde_json::Value>, _> = serde_json::from_slice(&answer.body);
    let Ok(mut comments) = comments else {
        return answer;
    };
    comments.pop();
    Answer {
        status: answer.status,
        headers: HeaderMap::clone(&answer.headers),
        body: serde_json::Value::Array(comments).to_string().into_bytes(),
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
