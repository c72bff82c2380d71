//! Long work on a terminal: a line says how far it is, and ctrl-c ends it.

use tokio::sync::mpsc::UnboundedSender;

use super::error::CliError;
use super::output::Progress;
use crate::runtime::LongWork;
use crate::store::HowFar;

/// Long work, piece after piece.
pub(super) struct Long {
    work: LongWork,
    is_shown: bool,
}

/// What a piece of work tells of itself. Of a short one nothing is told.
pub(super) struct Teller<'a> {
    lines: &'a UnboundedSender<String>,
    is_long: bool,
}

impl Long {
    /// Begins it; `is_shown` says whether anybody is to be told how far it is.
    pub(super) fn begin(is_shown: bool) -> Result<Self, CliError> {
        Ok(Self {
            work: LongWork::begin()?,
            is_shown,
        })
    }

    /// Does a piece of work. When it is given up it goes on until the program ends, so it may
    /// leave nothing behind.
    pub(super) fn wait_for<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Teller<'_>) -> Result<T, CliError> + Send + 'static,
    ) -> Result<T, CliError> {
        let mut shown = Progress::default();
        let is_shown = self.is_shown;
        let work = move |lines: &UnboundedSender<String>| {
            work(&mut Teller {
                lines,
                is_long: false,
            })
        };
        let show = |line: String| {
            if is_shown {
                shown.show(&format!("sitroom: {line}; ctrl-c stops"));
            }
        };
        self.work.wait_for(work, show)?
    }
}

impl Teller<'_> {
    /// Tells how far a reading is.
    pub(super) fn reads(&mut self, what: &str, how_far: HowFar) {
        self.is_long = true;
        self.line(format!("{what}: {}%", how_far.percent()));
    }

    /// Tells what comes next, where there is much of it.
    pub(super) fn goes_on(&self, what: &str) {
        if self.is_long {
            self.line(what.to_owned());
        }
    }

    /// Tells what is done with so many bytes, if they are many.
    pub(super) fn has(&mut self, bytes: usize, what: &str) {
        self.is_long = bytes as u64 > HowFar::STEP;
        self.goes_on(what);
    }

    fn line(&self, line: String) {
        // Who gave it up reads no more of it.
        let _ = self.lines.send(line);
    }
}
