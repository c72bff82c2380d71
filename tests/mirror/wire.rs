//! The wire between a machine and GitHub, and what a test has happen on it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Method, Request};
use sitroom::github::client::{
    Answer, Call, Exchange as Way, NoAnswer, Transport, UnreachableCause,
};
use sitroom::practice::{Exchange, Fault, PracticeGithub};

use super::bench::Life;

/// Which call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Which {
    /// A write of the body.
    WriteBody,
    /// A look into the edit history.
    History,
    /// A comment being posted.
    PostComment,
    /// The issue being created.
    CreateIssue,
    /// A change of title or state, or of the body without GraphQL.
    Patch,
    /// The issue being read.
    ReadIssue,
    /// A page of its comments being read.
    ListComments,
    /// One comment being read.
    ReadComment,
    /// A page of the repository's issues being read.
    ListIssues,
    /// The repository being looked at.
    LookAtRepository,
    /// Whose token it is.
    Viewer,
}

impl Which {
    pub(crate) fn of(call: &Call) -> Self {
        let path = call.path.path();
        let query = call.body.as_ref().map(ToString::to_string);
        let is_get = call.method == Method::GET;
        let below = path.split("/issues").nth(1);
        match (is_get, below) {
            _ if path == "/graphql" && query.is_some_and(|q| q.contains("mutation")) => {
                Self::WriteBody
            }
            _ if path == "/graphql" => Self::History,
            _ if call.method == Method::PATCH => Self::Patch,
            (true, Some("")) => Self::ListIssues,
            (false, Some("")) => Self::CreateIssue,
            (true, Some(below)) if below.starts_with("/comments/") => Self::ReadComment,
            (true, Some(below)) if below.ends_with("/comments") => Self::ListComments,
            (true, Some(_)) => Self::ReadIssue,
            (false, Some(_)) => Self::PostComment,
            (_, None) if path == "/user" => Self::Viewer,
            (_, None) => Self::LookAtRepository,
        }
    }
}

type Deed = Box<dyn FnOnce(&PracticeGithub) + Send>;
type Change = Box<dyn FnOnce(Answer) -> Answer + Send>;

/// What happens to a call.
pub(crate) enum Happening {
    /// Somebody does something just before it arrives.
    Before(Deed),
    /// GitHub plays a fault.
    Fault(Fault),
    /// Its answer is changed on the way.
    Answer(Change),
    /// There is no connection.
    NotSent,
}

struct Plan {
    which: Which,
    skip: usize,
    happening: Happening,
}

/// What is to happen, and what went over the wire.
#[derive(Default)]
struct Script {
    plans: Vec<Plan>,
    log: Vec<Which>,
}

/// A wire.
pub(crate) struct Wire {
    github: PracticeGithub,
    token: String,
    life: Arc<Life>,
    script: Mutex<Script>,
}

impl Wire {
    pub(crate) fn new(github: PracticeGithub, token: &str, life: Arc<Life>) -> Self {
        Self {
            github,
            token: token.to_owned(),
            life,
            script: Mutex::default(),
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has something happen to the call of a kind that comes after so many others of it.
    pub(crate) fn plan(&self, which: Which, skip: usize, happening: Happening) {
        self.script().plans.push(Plan {
            which,
            skip,
            happening,
        });
    }

    /// Returns what went over the wire since this was last asked.
    pub(crate) fn take_log(&self) -> Vec<Which> {
        std::mem::take(&mut self.script().log)
    }

    /// Returns whether all that was planned came to pass.
    pub(crate) fn is_played(&self) -> bool {
        self.script().plans.is_empty()
    }

    fn next(&self, which: Which) -> Option<Happening> {
        let mut script = self.script();
        script.log.push(which);
        let at = script.plans.iter().position(|plan| plan.which == which)?;
        if script.plans[at].skip > 0 {
            script.plans[at].skip -= 1;
            return None;
        }
        Some(script.plans.remove(at).happening)
    }

    fn carry(&self, call: &Call) -> Result<Answer, NoAnswer> {
        match self.next(Which::of(call)) {
            None => self.send(call),
            Some(Happening::Before(deed)) => {
                deed(&self.github);
                self.send(call)
            }
            Some(Happening::Fault(fault)) => {
                self.github.fault(fault);
                let sent = self.send(call);
                self.github.clear_faults();
                sent
            }
            Some(Happening::Answer(change)) => self.send(call).map(change),
            Some(Happening::NotSent) => Err(NoAnswer::NotSent(UnreachableCause::NoNetwork)),
        }
    }

    fn send(&self, call: &Call) -> Result<Answer, NoAnswer> {
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(call.path.clone())
            .header("authorization", format!("Bearer {}", self.token));
        if let Some(etag) = &call.if_none_match {
            request = request.header("if-none-match", etag);
        }
        let body = call.body.as_ref().map(ToString::to_string);
        let body = body.unwrap_or_default().into_bytes();
        let request = request.body(body).expect("a call is a request");
        match self.github.exchange(request) {
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
            Exchange::Silence => Err(NoAnswer::TimedOut(Duration::from_secs(15))),
        }
    }
}

/// A machine's end of a wire.
#[derive(Debug)]
pub(crate) struct Plug(pub(crate) Arc<Wire>);

impl Transport for Plug {
    fn exchange(&self, call: Call) -> Way<'_> {
        Box::pin(async move {
            self.0.life.step().await;
            let carried = self.0.carry(&call);
            // GitHub has done it; whether this side ever hears of it is another step.
            self.0.life.step().await;
            carried
        })
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the wire of {}", self.token)
    }
}

/// Leaves the newest comment out of a list.
pub(crate) fn without_newest(answer: Answer) -> Answer {
    let comments: Vec<serde_json::Value> =
        serde_json::from_slice(&answer.body).expect("a list of comments");
    let kept = &comments[..comments.len().saturating_sub(1)];
    Answer {
        body: serde_json::to_vec(kept).expect("a list can be written"),
        ..answer
    }
}
