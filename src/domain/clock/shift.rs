//! The clock of a shift: it counts from when a person began to work, on whatever incident, and
//! may be made longer (K7; R54, R55, domain 17.38).

use super::facts::later;
use crate::domain::incident::Shift;
use crate::domain::playbook::{Clock, Playbook, Signal};
use crate::domain::time::Instant;

/// Returns the clock of the playbook that runs for each shift.
#[must_use]
pub fn shift_clock(playbook: &Playbook) -> Option<&Clock> {
    let mut clocks = playbook.clocks.iter();
    clocks.find(|clock| clock.on && is_of_shifts(clock))
}

/// Returns when a shift is due to end; none where the process does not say.
#[must_use]
pub fn shift_due(shift: &Shift, playbook: &Playbook) -> Option<Instant> {
    let after = shift_clock(playbook)?.after?;
    let due = later(shift.counts_from(), after);
    Some(shift.extended_to.map_or(due, |until| until.max(due)))
}

/// Returns whether somebody may have left without saying so: the shift is long over, and
/// nobody saw them for as long.
#[must_use]
pub fn is_unseen(shift: &Shift, playbook: &Playbook, now: Instant) -> bool {
    asks_at(shift, playbook).is_some_and(|at| now > at)
}

/// Returns when it is asked whether somebody is still there.
pub(super) fn asks_at(shift: &Shift, playbook: &Playbook) -> Option<Instant> {
    let unseen = shift_clock(playbook)?.unseen.as_ref()?;
    let due = shift_due(shift, playbook)?;
    let since = shift.seen_at.map_or(due, |seen| seen.max(due));
    Some(later(since, unseen.after))
}

/// Returns whether a clock runs for each shift.
pub(super) fn is_of_shifts(clock: &Clock) -> bool {
    clock.is_personal() && clock.starts.contains(&Signal::Shift)
}
