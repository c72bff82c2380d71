//! What may not leave: looked for once more before anything is sent.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::gate::{self, NotReleased, Released};
use crate::domain::incident::OutboundStop;
use crate::domain::mirror::{MirrorState, OutboxItem, OutboxState};
use crate::domain::text::count;

/// What the reason of a comment begins with that the gate holds back.
const HELD: &str = "held back";

/// Why nothing is written where somebody only watches.
const WATCHED: &str = "the issue is only watched from here; nothing is written to it";

impl<L: Ledger> Mirror<L> {
    /// Makes sure that the record, as it is now, lets anything leave.
    pub(super) async fn check_outbound(&self) -> Result<(), Trouble> {
        if self.options.only_reads {
            return Err(Trouble::blocked(WATCHED));
        }
        match &self.ledger.incident().await?.outbound_stop {
            Some(stop) => Err(stopped(stop)),
            None => Ok(()),
        }
    }

    /// Returns whether this round may write. Where it may only read it is remarked why; where
    /// it may not even do that, it is trouble.
    pub(super) fn may_write(&mut self) -> Result<bool, Trouble> {
        self.is_reading_only = self.options.only_reads;
        if self.options.only_reads {
            return Ok(false);
        }
        let Some(stop) = self.incident.outbound_stop.clone() else {
            return Ok(true);
        };
        // An issue that is not there yet, or a write whose fate is open, needs more than a look.
        let is_open = self.state.in_doubt.is_some() || self.state.title_in_doubt.is_some();
        if !stop.cause.leaves_reading() || self.state.remote.is_none() || is_open {
            return Err(stopped(&stop));
        }
        self.is_reading_only = true;
        self.remark(format!(
            "nothing leaves, what others do on the issue is still read: {} ({}); say with ! why \
             things may leave again",
            stop.cause.words(),
            stop.by
        ));
        Ok(false)
    }

    /// Lets a comment of ours out.
    pub(super) fn release(&self, text: &str) -> Result<Released, NotReleased> {
        gate::release(text, &self.options.gate, &self.incident)
    }

    /// Lets a text out that people write in too. What stands on the issue already is not held
    /// back.
    pub(super) fn release_among(&self, text: &str, there: &str) -> Result<Released, Trouble> {
        let (gate, incident) = (&self.options.gate, &self.incident);
        let released = gate::release_among(text, there, gate, incident);
        released.map_err(|cause| match (&cause, &incident.outbound_stop) {
            (NotReleased::Stopped(_), Some(stop)) => stopped(stop),
            (NotReleased::Stopped(_) | NotReleased::Held(_), _) => {
                Trouble::about(MirrorState::Held, format!("{cause}; say it otherwise"))
            }
        })
    }

    /// Returns why a comment does not go out, if so.
    pub(super) fn holds_back(&self, item: &OutboxItem) -> Option<String> {
        match self.release(&item.body) {
            Ok(_) | Err(NotReleased::Stopped(_)) => None,
            Err(cause @ NotReleased::Held(_)) => Some(format!(
                "{HELD}, the rest goes on: {cause}; take it back with undo and write it anew"
            )),
        }
    }

    /// Returns whether the gate holds a comment back.
    pub(super) fn is_held(item: &OutboxItem) -> bool {
        item.state == OutboxState::Stuck && item.reason.starts_with(HELD)
    }

    /// Says how much of the issue lacks something that was recorded before anybody looked.
    pub(super) fn tell_held_back(&mut self) {
        self.texts_held = gate::texts_held_back(&self.incident);
        if self.texts_held > 0 {
            self.remark(format!(
                "{} on the issue lack what may not leave, where [held: H0] stands; edit them to \
                 say what is to become of it",
                count(self.texts_held, "text")
            ));
        }
    }
}

fn stopped(stop: &OutboundStop) -> Trouble {
    let OutboundStop { cause, by, .. } = stop;
    Trouble::about(
        MirrorState::Stopped,
        format!(
            "nothing leaves and nothing is read: {} ({by}); everything is kept here; say with ! \
             why things may leave again",
            cause.words(),
        ),
    )
}
