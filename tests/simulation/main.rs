//! Sitrooms and people on one issue, played from a seed: every interleaving of their steps,
//! every crash and every mishap of the network comes from it, and time is its own.

mod book;
mod checks;
mod disk;
mod ic;
mod requests;
mod room;
mod script;
mod shrink;
mod sim;
#[path = "../common/small_playbook.rs"]
mod small_playbook;
mod step;
mod token;
mod web;
mod wire;

use script::{Script, Size};
use sim::Tally;

/// The client counts its timeouts on a runtime. Its time never moves here.
fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().build().expect("a runtime")
}

/// Plays seeds and stops at the first that fails.
fn play_all(seeds: impl Iterator<Item = u64>) -> Tally {
    let runtime = runtime();
    let _inside = runtime.enter();
    let mut tally = Tally::default();
    for seed in seeds {
        let script = Script::of(seed, Size::USUAL);
        match shrink::play(&script) {
            Ok(more) => tally += more,
            Err(failure) => panic!("{}", shrink::report(&script, &failure)),
        }
    }
    tally
}

/// Plays seeds on all cores.
fn play_on_all_cores(seeds: u64) -> Tally {
    let cores = std::thread::available_parallelism().map_or(2, |n| n.get() as u64);
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let play = |core: u64| {
            let seeds = (0..seeds).filter(move |seed| seed % cores == core);
            scope.spawn(move || play_all(seeds))
        };
        let playing: Vec<_> = (0..cores).map(play).collect();
        for thread in playing {
            match thread.join() {
                Ok(more) => tally += more,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    tally
}

#[test]
fn five_hundred_seeds_converge_and_lose_nothing() {
    let tally = play_on_all_cores(500);
    assert!(
        tally.crashes > 0 && tally.mishaps > 0 && tally.conflicts > 0,
        "{tally:?}"
    );
}

#[test]
fn replay() {
    let Some(seed) = std::env::var("SITROOM_SIM_SEED").ok() else {
        return;
    };
    let (from, to) = seed.split_once("..").unwrap_or((&seed, &seed));
    let number = |text: &str| text.parse::<u64>().expect("a number");
    play_all(number(from)..=number(to));
}
