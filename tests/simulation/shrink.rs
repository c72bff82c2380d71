//! Finding the shortest script that fails as a long one did.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::checks::{Failure, Why};
use super::script::{Act, Script, Step};
use super::sim::{Sim, Tally};

/// The most scripts that are tried to find a shorter one.
const MOST_TRIES: u32 = 1_500;

/// Plays a script from nothing; a panic is a failure like any other.
pub(crate) fn play(script: &Script) -> Result<Tally, Failure> {
    let mut sim = Sim::new(script, false);
    guarded(&mut sim, script)
}

fn guarded(sim: &mut Sim, script: &Script) -> Result<Tally, Failure> {
    let played = catch_unwind(AssertUnwindSafe(|| sim.play(script)));
    played.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Failure::new(Why::Panic, text.unwrap_or_default()))
    })
}

/// Plays a script and returns its story with its failure.
pub(crate) fn told(script: &Script) -> (String, Result<Tally, Failure>) {
    let mut sim = Sim::new(script, true);
    let played = guarded(&mut sim, script);
    (sim.story().to_owned() + &sim.ending(), played)
}

/// Leaves parts out as long as what is left fails in the same way.
pub(crate) fn shrink(script: &Script, why: Why) -> Script {
    let mut best = script.acts.clone();
    let mut tries = 0;
    let mut fails = |acts: &[Act]| {
        tries += 1;
        let failure = play(&script.with(acts.to_vec())).err();
        (
            failure.is_some_and(|failure| failure.why == why),
            tries < MOST_TRIES,
        )
    };
    let mut size = best.len().div_ceil(2).max(1);
    loop {
        let mut shorter = false;
        let mut at = 0;
        while at < best.len() {
            let mut acts = best.clone();
            acts.drain(at..(at + size).min(best.len()));
            let (failed, go_on) = fails(&acts);
            if failed {
                best = acts;
                shorter = true;
            } else {
                at += size;
            }
            if !go_on {
                return script.with(best);
            }
        }
        if size == 1 && !shorter {
            return script.with(shorten_runs(best, &mut |acts| fails(acts).0));
        }
        size = size.div_ceil(2).max(1);
    }
}

/// Lets mirrors go as few steps as will do.
fn shorten_runs(mut best: Vec<Act>, fails: &mut impl FnMut(&[Act]) -> bool) -> Vec<Act> {
    for at in 0..best.len() {
        let Step::Run(room, steps) = best[at].step else {
            continue;
        };
        for fewer in [1, 2, 4, 8, 16, 32].into_iter().filter(|n| *n < steps) {
            let mut acts = best.clone();
            acts[at].step = Step::Run(room, fewer);
            if fails(&acts) {
                best = acts;
                break;
            }
        }
    }
    best
}

/// Returns a report of a failing seed: the shortest history, what it fails with, and how to
/// play it again.
pub(crate) fn report(script: &Script, failure: &Failure) -> String {
    let short = shrink(script, failure.why);
    let (story, played) = told(&short);
    let failure = played.err().unwrap_or_else(|| failure.clone());
    let acts: Vec<String> = short
        .acts
        .iter()
        .map(|act| format!("  {}", act.step))
        .collect();
    format!(
        "seed {} fails: {failure}\n\n\
         {} of its {} acts will do:\n{}\n\nwhat happens then:\n{story}\n\
         play it again:\n  SITROOM_SIM_SEED={} cargo test --test simulation replay\n",
        script.seed,
        short.acts.len(),
        script.acts.len(),
        acts.join("\n"),
        script.seed,
    )
}
