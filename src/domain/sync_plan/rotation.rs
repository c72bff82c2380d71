//! The plan of who works when. Of two that were set apart the later one holds, so that there is
//! nothing to rule on.

use std::cmp::Ordering;

use super::Import;
use super::facts::Values;
use crate::domain::command::Command;
use crate::domain::merge::{Merged, merge_value};
use crate::domain::rotation::CarriedPlan;

/// Returns what becomes of the plan. What stands there and is none, whoever wrote it, is written
/// over where there is one.
pub(super) fn merge(values: &Values) -> Merged {
    let Values { base, ours, theirs } = values;
    let (our, their) = match (CarriedPlan::read(ours), CarriedPlan::read(theirs)) {
        (Some(our), Some(their)) => (our, their),
        (Some(_), None) => return Merged::TakeLocal,
        (None, Some(_)) => return Merged::TakeRemote,
        (None, None) => return Merged::Same,
    };
    match their.carried.key.cmp(&our.carried.key) {
        Ordering::Greater => Merged::TakeRemote,
        Ordering::Less => Merged::TakeLocal,
        Ordering::Equal if our == their => Merged::Same,
        // One plan in other words: people got codenames, or their names back.
        Ordering::Equal => match merge_value(base, ours, theirs) {
            Merged::Conflict if ours < theirs => Merged::TakeRemote,
            Merged::Conflict => Merged::TakeLocal,
            merged => merged,
        },
    }
}

/// Returns what takes the plan over.
pub(super) fn import(theirs: &str) -> Option<Import> {
    let plan = CarriedPlan::read(theirs)?;
    let set = plan.carried.key.set.timestamp_millis();
    Some(Import::at(Command::TakeRotation(Box::new(plan)), Some(set)))
}
