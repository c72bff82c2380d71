//! Between 24/7 and business hours: what the severity and the breach suggest (R53).

use crate::domain::incident::{Incident, Moment, Severity};
use crate::domain::playbook::{Playbook, WorkingMode};

/// Returns the working mode that severity and breach suggest, and why; none while the severity
/// is unknown and the breach is over. The IC decides.
#[must_use]
pub fn suggest_mode(incident: &Incident, playbook: &Playbook) -> (Option<WorkingMode>, String) {
    let contained = incident.moments.get(&Moment::Contained);
    let is_contained = contained.is_some_and(|at| !at.is_unknown());
    let breach = if is_contained {
        "the breach is contained"
    } else {
        "nobody said yet that the breach is contained"
    };
    let severity = incident.severity;
    let usual = playbook.severity(severity).map(|policy| policy.mode);
    let (mode, word) = match (severity, usual) {
        (Severity::Unknown, _) | (_, None) => {
            return (
                None,
                format!("no suggestion: the severity is {severity}; {breach}"),
            );
        }
        (_, Some(WorkingMode::AroundTheClock)) if is_contained => {
            (WorkingMode::BusinessHours, "business hours")
        }
        (_, Some(WorkingMode::AroundTheClock)) => (WorkingMode::AroundTheClock, "24/7"),
        (_, Some(WorkingMode::BusinessHours)) => (WorkingMode::BusinessHours, "business hours"),
    };
    let said = format!("suggested: {word}, for severity {severity}, and {breach}");
    (Some(mode), said)
}
