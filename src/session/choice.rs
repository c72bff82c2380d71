//! Which incident is meant.

use super::error::{Candidate, SessionError};
use crate::domain::ids::IncidentId;
use crate::domain::incident::Status;
use crate::store::Summary;

/// What the incident is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be looked at: among several the most recent is taken, and who reads is told so.
    Read,
    /// To be written to: among several somebody has to say which.
    Write,
}

/// Returns the id that is meant by `asked`, or by nothing at all.
///
/// What is asked for is an id or its unmistakable beginning. Without it the active incident
/// is meant, else one that is not closed, and for reading at last a closed one. A drill
/// gives way to the real thing where only reading is concerned.
pub fn choose(
    summaries: &[Summary],
    asked: Option<&str>,
    purpose: Purpose,
) -> Result<IncidentId, SessionError> {
    match asked {
        Some(asked) => by_name(summaries, asked),
        None => by_itself(summaries, purpose),
    }
}

/// Returns the id of the drill that is meant by nothing at all: the one that runs, else the last
/// one that was played. An old drill stays open and is no choice for anybody; among several that
/// run somebody has to say which is to be written to.
///
/// `summaries` begin with the newest.
pub(super) fn choose_drill(
    summaries: &[Summary],
    runs: impl Fn(&IncidentId) -> bool,
    purpose: Purpose,
) -> Result<IncidentId, SessionError> {
    let running = running_ones(summaries, runs);
    if running.len() > 1 && purpose == Purpose::Write {
        let candidates = running.into_iter().map(Candidate::from).collect();
        return Err(SessionError::SeveralRun { candidates });
    }
    let meant = running.first().copied();
    let meant = meant.or_else(|| readable(summaries).next());
    meant
        .map(|known| known.id.clone())
        .ok_or(SessionError::NoIncident)
}

/// Returns those among which somebody may have to choose: the drills that run, or the incidents
/// that are open.
pub(super) fn candidates(
    summaries: &[Summary],
    of_drills: bool,
    runs: impl Fn(&IncidentId) -> bool,
) -> Vec<&Summary> {
    if of_drills {
        running_ones(summaries, runs)
    } else {
        open_ones(summaries)
    }
}

/// Returns the drills that run.
fn running_ones(summaries: &[Summary], runs: impl Fn(&IncidentId) -> bool) -> Vec<&Summary> {
    let running = readable(summaries);
    running.filter(|known| runs(&known.id)).collect()
}

fn by_name(summaries: &[Summary], asked: &str) -> Result<IncidentId, SessionError> {
    if let Some(found) = summaries.iter().find(|known| known.id.as_str() == asked) {
        return Ok(found.id.clone());
    }
    let fits: Vec<&Summary> = summaries
        .iter()
        .filter(|known| known.id.as_str().starts_with(asked))
        .collect();
    match fits.as_slice() {
        [] => Err(SessionError::NoMatch {
            asked: asked.to_owned(),
        }),
        [one] => Ok(one.id.clone()),
        several => Err(SessionError::Ambiguous {
            asked: asked.to_owned(),
            candidates: several.iter().map(|fit| Candidate::from(*fit)).collect(),
        }),
    }
}

fn by_itself(summaries: &[Summary], purpose: Purpose) -> Result<IncidentId, SessionError> {
    let readable = || readable(summaries);
    let mut fits = open_ones(summaries);
    if fits.is_empty() && purpose == Purpose::Read {
        fits = readable().collect();
    }
    if purpose == Purpose::Read {
        fits.sort_by_key(|known| known.exercise);
        fits.truncate(1);
    }
    match fits.as_slice() {
        [] if readable().next().is_some() => Err(SessionError::AllClosed),
        [] => Err(SessionError::NoIncident),
        [one] => Ok(one.id.clone()),
        several => Err(SessionError::SeveralOpen {
            candidates: several.iter().map(|fit| Candidate::from(*fit)).collect(),
        }),
    }
}

/// Returns what can be read; what cannot has no beginning, and is meant only by its name.
fn readable(summaries: &[Summary]) -> impl Iterator<Item = &Summary> {
    let known = summaries.iter();
    known.filter(|known| known.opened_at.is_some())
}

/// Returns the incidents that are open: the active ones, else those that are not closed.
fn open_ones(summaries: &[Summary]) -> Vec<&Summary> {
    let active: Vec<&Summary> = readable(summaries).filter(|it| is_active(it)).collect();
    if active.is_empty() {
        return readable(summaries).filter(|it| !it.closed).collect();
    }
    active
}

fn is_active(summary: &Summary) -> bool {
    let is_running = matches!(summary.status, Status::Investigating | Status::Confirmed);
    !summary.closed && is_running
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use rstest::rstest;

    use super::*;
    use crate::domain::incident::Severity;

    fn summary(id: &str, status: Status, closed: bool) -> Summary {
        Summary {
            id: id.parse().unwrap(),
            title: "The chickens have escaped".to_owned(),
            status,
            severity: Severity::Unknown,
            ic: "Farmer Jane".to_owned(),
            closed,
            exercise: id.contains("drill"),
            zone: crate::domain::time::Zone::default(),
            opened_at: Some(Utc.with_ymd_and_hms(2026, 11, 22, 14, 2, 0).unwrap()),
            issue: None,
            last_activity: None,
            problem: None,
        }
    }

    #[rstest]
    #[case::an_active_one_alone(&["b-confirmed", "a-resolved"], Ok("b-confirmed"), Ok("b-confirmed"))]
    #[case::the_older_but_active_one(&["b-resolved", "a-confirmed"], Ok("a-confirmed"), Ok("a-confirmed"))]
    #[case::two_active_ones(&["b-confirmed", "a-confirmed"], Ok("b-confirmed"), Err("several"))]
    #[case::a_drill_beside_it(&["b-drill-confirmed", "a-confirmed"], Ok("a-confirmed"), Err("several"))]
    #[case::a_drill_alone(&["b-drill-confirmed"], Ok("b-drill-confirmed"), Ok("b-drill-confirmed"))]
    #[case::one_that_is_not_closed(&["b-closed", "a-resolved"], Ok("a-resolved"), Ok("a-resolved"))]
    #[case::closed_ones_only(&["b-closed", "a-closed"], Ok("b-closed"), Err("every record is closed"))]
    #[case::nothing(&[], Err("there is none"), Err("there is none"))]
    fn the_one_meant_without_a_name(
        #[case] ids: &[&str],
        #[case] read: Result<&str, &str>,
        #[case] write: Result<&str, &str>,
    ) {
        let summaries: Vec<Summary> = ids
            .iter()
            .map(|id| match id.rsplit('-').next() {
                Some("closed") => summary(id, Status::Resolved, true),
                Some("resolved") => summary(id, Status::Resolved, false),
                _ => summary(id, Status::Confirmed, false),
            })
            .collect();
        for (purpose, expected) in [(Purpose::Read, read), (Purpose::Write, write)] {
            let chosen = choose(&summaries, None, purpose);
            match (chosen, expected) {
                (Ok(id), Ok(expected)) => assert_eq!(id.as_str(), expected),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
                (chosen, expected) => panic!("{chosen:?} is not {expected:?}"),
            }
        }
    }

    #[test]
    fn a_whole_id_goes_before_one_that_it_begins() {
        let summaries = [
            summary("a-2", Status::Confirmed, false),
            summary("a", Status::Confirmed, false),
        ];
        let whole = choose(&summaries, Some("a"), Purpose::Write).unwrap();
        assert_eq!(whole.as_str(), "a");
        let begun = choose(&summaries, Some("a-"), Purpose::Write).unwrap();
        assert_eq!(begun.as_str(), "a-2");
        let both = choose(&summaries, Some(""), Purpose::Read).unwrap_err();
        assert!(both.to_string().contains("\n  a-2  The chickens"), "{both}");
        assert!(choose(&summaries, Some("b"), Purpose::Read).is_err());
    }

    #[rstest]
    #[case::the_newest(&["b-drill", "a-drill"], "", Ok("b-drill"))]
    #[case::whatever_its_state(&["b-drill-closed", "a-drill"], "", Ok("b-drill-closed"))]
    #[case::the_one_that_runs(&["b-drill", "a-drill"], "a-drill", Ok("a-drill"))]
    #[case::nothing(&[], "", Err("there is none"))]
    fn the_drill_meant_without_a_name(
        #[case] ids: &[&str],
        #[case] running: &str,
        #[case] expected: Result<&str, &str>,
        #[values(Purpose::Read, Purpose::Write)] purpose: Purpose,
    ) {
        let closed = |id: &str| id.ends_with("closed");
        let summaries = ids.iter();
        let summaries = summaries.map(|id| summary(id, Status::Confirmed, closed(id)));
        let summaries: Vec<Summary> = summaries.collect();
        match (
            choose_drill(&summaries, |id| id.as_str() == running, purpose),
            expected,
        ) {
            (Ok(id), Ok(expected)) => assert_eq!(id.as_str(), expected),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (chosen, expected) => panic!("{chosen:?} is not {expected:?}"),
        }
    }

    #[test]
    fn a_drill_that_cannot_be_read_is_never_the_last_one() {
        let broken = Summary {
            opened_at: None,
            ..summary("b-drill", Status::Investigating, false)
        };
        let readable = summary("a-drill", Status::Confirmed, false);
        let chosen = choose_drill(&[broken, readable], |_| false, Purpose::Read).unwrap();
        assert_eq!(chosen.as_str(), "a-drill");
    }

    #[test]
    fn what_cannot_be_read_is_meant_by_its_name_only() {
        let broken = Summary {
            opened_at: None,
            ..summary("broken", Status::Investigating, false)
        };
        assert!(choose(std::slice::from_ref(&broken), None, Purpose::Read).is_err());
        assert!(choose(&[broken], Some("bro"), Purpose::Read).is_ok());
    }
}
