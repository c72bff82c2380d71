//! What can be made to go wrong, and when.

use std::time::Duration;

use http::Method;

/// Something that goes wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answers with a server error and does nothing.
    RefuseBefore5xx(u16),
    /// Does what was asked and answers with a server error all the same.
    AfterApply5xx(u16),
    /// Does what was asked and ends the connection without an answer.
    LoseReply,
    /// Ends the connection and does nothing.
    DropBefore,
    /// Does what was asked twice, as when something between here and there repeats a request
    /// whose answer it missed, and answers the second.
    Twice,
    /// Does what was asked after a pause.
    Delay(Duration),
    /// Does nothing and never answers.
    Hang,
    /// Does what was asked and answers one byte at a time, with this pause between two.
    Drip(Duration),
    /// The hourly allowance is used up.
    RateLimitPrimary {
        /// When it is full again, from now.
        reset_in: Duration,
    },
    /// Too much at once.
    RateLimitSecondary {
        /// How long to stay away; GitHub does not always say.
        retry_after: Option<Duration>,
    },
    /// The token is not accepted.
    Unauthorized,
    /// The token may not do this.
    Forbidden {
        /// Whether single sign-on is the reason.
        sso: bool,
    },
    /// Understood, and not accepted.
    Invalid,
    /// Missing, or not to be seen with this token.
    NotFound,
    /// Deleted.
    Gone,
    /// Moved to this address.
    Moved(String),
    /// Does what was asked and ends the connection in the middle of the answer.
    TruncateBody,
    /// Answers with a page instead of data, as a captive portal or a gateway does, and does
    /// nothing.
    HtmlBody(u16),
}

/// When a fault is to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    /// Only for this method.
    pub method: Option<Method>,
    /// Only for a path and query with this text in it.
    pub path_contains: Option<String>,
    /// How often to play it.
    pub times: usize,
    /// How many matching requests to let pass first.
    pub skip: usize,
    /// What goes wrong.
    pub fault: Fault,
}

impl FaultRule {
    /// Plays the fault once, on the next request.
    #[must_use]
    pub fn once(fault: Fault) -> Self {
        Self {
            method: None,
            path_contains: None,
            times: 1,
            skip: 0,
            fault,
        }
    }

    /// Plays the fault on every request until the faults are cleared.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Self::once(fault).times(usize::MAX)
    }

    /// Plays it for this method only.
    #[must_use]
    pub fn on(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Plays it for a path and query with this text in it only.
    #[must_use]
    pub fn path(mut self, text: &str) -> Self {
        self.path_contains = Some(text.to_owned());
        self
    }

    /// Plays it so many times.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Lets so many matching requests pass first.
    #[must_use]
    pub fn skip(mut self, skip: usize) -> Self {
        self.skip = skip;
        self
    }

    fn matches(&self, method: &Method, path: &str) -> bool {
        let same_method = self.method.as_ref().is_none_or(|wanted| wanted == method);
        let in_path = |text: &String| path.contains(text.as_str());
        same_method && self.path_contains.as_ref().is_none_or(in_path)
    }
}

impl From<Fault> for FaultRule {
    fn from(fault: Fault) -> Self {
        Self::once(fault)
    }
}

/// The faults to come.
#[derive(Debug, Default)]
pub(super) struct Script(Vec<FaultRule>);

impl Script {
    pub(super) fn push(&mut self, rule: FaultRule) {
        self.0.push(rule);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes the fault for a request: of the rules that match, the first that is due.
    pub(super) fn take(&mut self, method: &Method, path: &str) -> Option<Fault> {
        let mut due = None;
        for rule in self.0.iter_mut().filter(|rule| rule.matches(method, path)) {
            if rule.skip > 0 {
                rule.skip -= 1;
            } else if rule.times > 0 {
                rule.times -= 1;
                due = Some(rule.fault.clone());
                break;
            }
        }
        self.0.retain(|rule| rule.times > 0);
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_skips_then_plays_then_is_used_up() {
        let mut script = Script::default();
        script.push(
            FaultRule::once(Fault::Gone)
                .on(Method::GET)
                .path("/issues")
                .skip(1)
                .times(2),
        );
        let played: Vec<bool> = (0..4)
            .map(|_| script.take(&Method::GET, "/repos/a/b/issues/1").is_some())
            .collect();
        assert_eq!(played, [false, true, true, false]);
    }

    #[test]
    fn rule_leaves_other_requests_alone() {
        let mut script = Script::default();
        script.push(
            FaultRule::once(Fault::Gone)
                .on(Method::POST)
                .path("comments"),
        );
        assert_eq!(script.take(&Method::GET, "/comments"), None);
        assert_eq!(script.take(&Method::POST, "/issues"), None);
        assert_eq!(script.take(&Method::POST, "/comments"), Some(Fault::Gone));
    }

    #[test]
    fn rules_are_played_in_order() {
        let mut script = Script::default();
        script.push(Fault::Gone.into());
        script.push(Fault::NotFound.into());
        assert_eq!(script.take(&Method::GET, "/"), Some(Fault::Gone));
        assert_eq!(script.take(&Method::GET, "/"), Some(Fault::NotFound));
    }
}
