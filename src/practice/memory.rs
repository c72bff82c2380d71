//! The practice GitHub without a network: a request in, and how its answer goes out.
//!
//! For tests that decide themselves what is sent, what is lost and what time it is. Nothing
//! listens and nothing waits, so the same calls always have the same effects.

use http::{Request, Response};

use super::call::Call;
use super::options::Options;
use super::play::{self, Ending};
use super::server::{PracticeGithub, first_half, response};

/// How the answer to a request goes out.
#[derive(Debug)]
pub enum Exchange {
    /// All of it.
    Whole(Response<Vec<u8>>),
    /// Its beginning; then the connection ends.
    Half(Response<Vec<u8>>),
    /// Nothing of it, and the connection ends.
    Cut,
    /// Nothing of it, and the connection stays.
    Silence,
}

impl PracticeGithub {
    /// Makes one that is reached by [`Self::exchange`] only. It needs no runtime.
    #[must_use]
    pub fn in_memory(options: Options) -> Self {
        Self::unserved(options.into_shared())
    }

    /// Carries a request out at once. Faults that take time take none here: an answer that
    /// would be late or come byte by byte is there as a whole.
    #[must_use]
    pub fn exchange(&self, request: Request<Vec<u8>>) -> Exchange {
        let shared = self.shared();
        if shared.admit().is_none() {
            return Exchange::Cut;
        }
        let (parts, body) = request.into_parts();
        let (links, mount) = (shared.link_base.as_deref(), &shared.prefix);
        let call = Call::new(&parts, &body, links, mount);
        let fault = play::fault(shared, &call);
        match play::play(shared, &call, fault.as_ref()) {
            Ending::Whole(answer) | Ending::Drip(answer, _) => {
                Exchange::Whole(response(&answer, answer.bytes()))
            }
            Ending::Half(answer) => {
                Exchange::Half(response(&answer, first_half(&answer.bytes()).to_vec()))
            }
            Ending::Cut => Exchange::Cut,
            Ending::Silence => Exchange::Silence,
        }
    }
}
